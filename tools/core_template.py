"""Makes the Word template of the lettings monitoring report: an ordinary document to restyle.

Run as `python -m tools.core_template` from the repository root.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools.template_kit import Plan, write

_ROOT = Path(__file__).resolve().parent.parent
TARGET = _ROOT / "report_templates" / "core-lettings" / "2025-26" / "core-monitoring.docx"
_TEXT = """\
=# Lettings, {{ period.name }}
! {{ verdict }}
~ {{ entity.title }}, {{ period.title }}, to date. Figures as at {{ as_at }}. Version {{ version }}.
{% if draft %}
* DRAFT: not to be circulated
{{ findings }}
{% endif %}
{% repeat bullet in bullets %}
- {{ bullet.words }}
{% endrepeat %}
=## Time empty
{{ relet_chart }}
{{ by_month }}
^ First lets, renewals and homes that had major works are left out.
# Who was housed
=## By need and rent type
{{ by_need }}
=## By ethnic background
{{ by_ethnic_group }}
{% if small_numbers %}
^ {{ small_numbers }}
{% endif %}
=## Nominations
{{ by_source }}
^ Renewals, and lettings without a source of referral, are left out.
# Affordability
{% if rent_chart %}
{{ rent_chart }}
{% endif %}
{{ by_rent }}
^ Weekly amounts are a year's over 52. Charges are those of the tenancy, before any housing benefit.
=## Formulas
{{ formulas }}
"""
PLAN = Plan(
    title="Lettings monitoring report",
    created=datetime(2025, 4, 1),
    parts=((_TEXT, False),),
    cover=False,
)

if __name__ == "__main__":
    write(TARGET, PLAN)
