"""Makes the Word templates of the savings and the fraud paper: ordinary documents to restyle.

Run as `python -m tools.yearly_templates` from the repository root.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools import return_template
from tools.template_kit import Plan, write

EDITION = "2014-15"
_OPENING = """\
=# {{ report.title }}, {{ period.name }}
! {{ verdict }}
~ {{ entity.title }}, {{ period.title }}. Figures as at {{ as_at }}. Version {{ version }}.
{% if draft %}
* DRAFT: not to be circulated
{{ findings }}
{% endif %}
{% repeat bullet in bullets %}
- {{ bullet.words }}
{% endrepeat %}
{% if confirmed %}
{{ confirmed }}
{% endif %}
{% if unverified %}
~ {{ unverified }} The day on which it is due is assumed and unverified too.
{% endif %}
{% if by_part %}
=## {{ part_title }}
{{ by_part }}
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
_CASES = """\
{% if case_list %}
=# The cases
> A case counts in the year in which it was found. Names of people are not in this report.
{{ case_list }}
=## What failed, and what is done
{{ causes }}
{% endif %}
"""
_FORMULAS = """\
=# Formulas in force
{{ review_formulas }}
~ Where each figure was read stands in the review of this return and in its workbook.
"""
PLANS = {
    "efficiency-savings": Plan(
        title="Efficiency savings",
        created=datetime(2014, 4, 1),
        parts=((_OPENING, False), (_SAVINGS, True), (_FORMULAS, False)),
        cover=False,
    ),
    "fraud-report": Plan(
        title="Fraud report",
        created=datetime(2014, 4, 1),
        parts=((_OPENING + _CASES + _FORMULAS, False),),
        cover=False,
    ),
}


def main() -> None:
    """Write the templates of both papers, and of their reviews."""
    for key, plan in PLANS.items():
        write(Path("report_templates") / key / EDITION / f"{key}.docx", plan)
        return_template.main(key, EDITION)


if __name__ == "__main__":
    main()
