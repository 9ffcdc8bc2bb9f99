"""Makes the Word template of the Tenant Satisfaction Measures: for the Board, and to publish.

Run as `python -m tools.tsm_template` from the repository root. Once a template has been restyled by
hand, that file is the original and this script is history.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools import return_template
from tools.template_kit import Plan, write

TARGET = Path("report_templates/tsm/2023-24/tsm.docx")

_SUMMARY = """\
# Summary
! {{ verdict }}
{% repeat bullet in bullets %}
- {{ bullet.words }}
{% endrepeat %}
{% if unverified %}
~ {{ unverified }}
{% endif %}
{% if marks %}
~ Marks: {{ marks }}.
{% endif %}
~ {{ national }}
{% for part in parts %}
{{ part.grid }}
{% endfor %}
"""
_MEASURES = """\
# Measure by measure
{% for part in parts %}
## {{ part.title }}
{% for m in part.measures %}
### {{ m.title }}, {{ m.code }}
> {{ m.said }}
~ {{ m.rule }}
{% if m.chart %}
{{ m.chart }}
{% endif %}
{% endfor %}
{% endfor %}
"""
_SURVEY = """\
# How the survey was done
~ The margin of error is at 95% confidence for a question that everybody answered. It does not\
 allow for weighting.
{{ survey }}
{% if methods %}
{{ methods }}
{% endif %}
## Summary of approach
{% for item in approach %}
### {{ item.title }}
{{ item.text }}
{% endfor %}
{% if context %}
# More about these figures
{{ context }}
{% endif %}
{% if address %}
## Where these results are published
{{ address }}
{% endif %}
"""
PLAN = Plan(
    title="Tenant Satisfaction Measures",
    created=datetime(2023, 4, 1),
    purpose="Purpose: to approve the results for submission and to publish them.",
    notes_lead=True,
    parts=((_SUMMARY, False), (_MEASURES + _SURVEY, False)),
)


if __name__ == "__main__":
    write(TARGET, PLAN)
    return_template.main("tsm")
