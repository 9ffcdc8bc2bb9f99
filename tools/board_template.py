"""Makes the Board pack's Word template: an ordinary document, to be restyled in Word.

Run as `python -m tools.board_template` from the repository root. Once a template has been restyled
by hand, that file is the original and this script is history.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools.template_kit import Plan, write

TARGET = Path("report_templates/board-pack/2023-24/board-pack.docx")

_SUMMARY = """\
# Summary
! {{ verdict }}
{% for bullet in bullets %}
- {{ bullet }}
{% endfor %}
{{ counts }}
~ {{ compared }}
{% if companies %}
{{ companies }}
{% endif %}
"""
_SCORECARD = """\
# Scorecard
~ Latest is each measure's own last period. An arrow is the way the number moved; the word says\
 whether that is better.
{% if marks %}
~ Marks: {{ marks }}.
{% endif %}
{% for part in scorecard %}
## {{ part.title }}
> {{ part.words }}
{{ part.grid }}
{% endfor %}
"""
_EXCEPTIONS = """\
# Exceptions
{% if exceptions|length == 0 %}
No measure is off target, overdue or otherwise in need of attention.
{% endif %}
{% repeat e in exceptions %}
### {{ e.title }}: {{ e.headline }}
{{ e.facts }}
{{ e.chart }}
* What happened
{% for sentence in e.happened %}
{{ sentence }}
{% endfor %}
* Why, in the words of {{ e.attribution }}
{{ e.commentary }}
* What we are doing
{{ e.actions_words }}
{% if e.actions %}
{{ e.actions }}
{% endif %}
{% endrepeat %}
"""
_REST = """\
# Plan progress
{% for plan in plans %}
## {{ plan.title }}
> {{ plan.words }}
{% if plan.chart %}
{{ plan.chart }}
{% endif %}
{{ plan.grid }}
{% endfor %}
{% if plans|length == 0 %}
No strategic plan is in force for this period.
{% endif %}
# Gaps
> {{ gap_words }}
{{ gaps }}
=# Data quality
> {{ quality_words }}
{{ quality }}
# Appendix A: definitions in force
{{ definitions }}
# Appendix B: sources of every figure
~ A cell read is not always a cell counted: the sources are what was looked at.
{{ sources }}
"""
PLAN = Plan(
    title="Board performance report",
    created=datetime(2023, 4, 1),
    purpose="Purpose: to discuss the exceptions and to note the rest.",
    parts=((_SUMMARY, False), (_SCORECARD, True), (_EXCEPTIONS + _REST, False)),
)


if __name__ == "__main__":
    write(TARGET, PLAN)
