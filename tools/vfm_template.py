"""Makes the Word template of the value-for-money self-assessment.

Run as `python -m tools.vfm_template` from the repository root.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools import return_template
from tools.template_kit import Plan, write

KEY, EDITION = "vfm-self-assessment", "2017-18"
TARGET = Path(f"report_templates/{KEY}/{EDITION}/vfm-self-assessment.docx")
_PAPER = """\
# Summary
! {{ verdict }}
{% repeat message in messages %}
- {{ message.words }}
{% endrepeat %}
{% if unverified %}
~ {{ unverified }}
{% endif %}
=# {{ headings.approach }}
{{ narratives.approach }}
# {{ headings.metrics }}
{{ metrics }}
+ {{ narratives.metrics }}
{% if forecast %}
{{ forecast }}
^ A forecast is the business plan in the workbook, by the same formulas.
{% endif %}
{% if companies %}
{{ companies }}
^ The group is the sum of its entities and of the eliminations between them, so it may lie outside\
 its landlords.
{% endif %}
## Compared with others
> {{ quartiles_words }}
{% if quartiles %}
{{ quartiles }}
{% endif %}
# {{ headings.costs }}
{% if costs %}
{{ costs }}
^ Services are rounded to whole pounds so that they add up to the cost of a home.
{% else %}
> The workbook does not hold what a home costs by service.
{% endif %}
{{ narratives.costs }}
{% if built_up %}
{{ built_up }}
{% endif %}
{% if changed %}
{{ changed }}
{% endif %}
# {{ headings.own }}
{% if own %}
{{ own }}
{% else %}
> The register holds no measure of economy or efficiency with a target for this Board.
{% endif %}
+ {{ narratives.own }}
=# {{ headings.gains }}
> {{ gains_words }}
{% repeat part in made %}
{{ part.grid }}
{% endrepeat %}
{% repeat part in planned %}
{{ part.grid }}
{% endrepeat %}
+ {{ narratives.gains }}
=# {{ headings.improve }}
{{ narratives.improve }}
# Appendix: formulas in force
~ “No” under Verified means that nobody has held the formula against its source.
{% if nil_words %}
~ {{ nil_words }}
{% endif %}
{{ formulas }}
"""
PLAN = Plan(
    title="Value-for-money self-assessment",
    created=datetime(2018, 4, 1),
    parts=((_PAPER, False),),
    purpose="Purpose: for approval by the Board and publication with the accounts.",
)


if __name__ == "__main__":
    write(TARGET, PLAN)
    return_template.main(KEY, EDITION)
