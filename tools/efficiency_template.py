"""Makes the Word template of the statement of savings: an ordinary document to restyle in Word.

Run as `python -m tools.efficiency_template` from the repository root.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools.template_kit import Plan, write

TARGET = Path("report_templates/efficiency-savings/2014-15/efficiency-savings.docx")
_SUMMARY = """\
=# Efficiency savings in {{ period.name }}
! {{ verdict }}
~ {{ entity.title }}, {{ period.title }}. Figures as at {{ as_at }}. Version {{ version }}.
{% if draft %}
* DRAFT: not to be circulated
{{ findings }}
{% endif %}
{% for bullet in bullets %}
- {{ bullet }}
{% endfor %}
{% if unverified %}
~ {{ unverified }} The day on which the statement is due is assumed and unverified too.
{% endif %}
{% if by_theme %}
=## By theme
{{ by_theme }}
{% endif %}
{% if chart %}
{{ chart }}
{% endif %}
=## The last three years
{{ by_year }}
"""
_SAVINGS = """\
=# The savings
{% if saving_list %}
> Saved is the baseline, less what it costs now, less what the change cost.
{{ saving_list }}
=## Proof
{{ proof }}
=## Quality
> Those who are served must not pay for a saving: the satisfaction indicator of each is held\
 against the year before.
{{ quality }}
{% else %}
No saving is entered for this year.
{% endif %}
"""
_FORMULAS = """\
=# Formulas in force
{{ review_formulas }}
~ Where each figure was read stands in the review of this statement and in its workbook.
"""
PLAN = Plan(
    title="Efficiency savings",
    created=datetime(2014, 4, 1),
    parts=((_SUMMARY, False), (_SAVINGS, True), (_FORMULAS, False)),
    cover=False,
)


if __name__ == "__main__":
    write(TARGET, PLAN)
