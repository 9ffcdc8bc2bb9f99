"""Makes the fraud report's Word template: an ordinary document, to be restyled in Word.

Run as `python -m tools.fraud_template` from the repository root.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools.template_kit import Plan, write

TARGET = Path("report_templates/fraud-report/2014-15/fraud-report.docx")
_BODY = """\
=# Fraud in {{ period.name }}
! {{ verdict }}
~ {{ entity.title }}, {{ period.title }}. Figures as at {{ as_at }}. Version {{ version }}.
{% if draft %}
* DRAFT: not to be circulated
{{ findings }}
{% endif %}
{% for bullet in bullets %}
- {{ bullet }}
{% endfor %}
{{ confirmed }}
{% if unverified %}
~ {{ unverified }} The day on which the report is due is assumed and unverified too.
{% endif %}
{% if by_type %}
=## By type
{{ by_type }}
{% endif %}
{% if chart %}
{{ chart }}
{% endif %}
=## The last three years
{{ by_year }}
{% if case_list %}
=# The cases
> A case counts in the year in which it was found. Names of people are not in this report.
{{ case_list }}
=## What failed, and what is done
{{ causes }}
{% endif %}
=# Formulas in force
{{ review_formulas }}
~ Where each figure was read stands in the review of this return and in its workbook.
"""
PLAN = Plan(
    title="Fraud report",
    created=datetime(2014, 4, 1),
    parts=((_BODY, False),),
    cover=False,
)


if __name__ == "__main__":
    write(TARGET, PLAN)
