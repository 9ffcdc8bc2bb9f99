"""Makes the reviewer's Word template of a return: check list first, the same for every return.

Run as `python -m tools.return_template KEY [EDITION]` from the repository root; the edition is the
folder, 2023-24 when not given.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from tools.template_kit import Plan, write

ROOT = Path(__file__).resolve().parent.parent
_CHECKS = """\
=# Check list
! {% if entity.title != report.title %}{{ entity.title }}, {% endif %}{{ report.title }},\
 {{ period.name }}
! {{ review_ready }}
~ Figures as at {{ as_at }}. Version {{ version }}. A check that could not be run has not passed.\
 Initials and dates are yours to fill.
{% if draft %}
* DRAFT: not to be submitted
{{ findings }}
{% endif %}
{{ review_checks }}
{% repeat part in review_found %}
{{ part.grid }}
{% endrepeat %}
{{ review_signed }}
=# Movement since last year
> {{ review_compared }}
{% if review_movement %}
{{ review_movement }}
{% endif %}
{% if review_explain|length %}
## Explanations
{% repeat e in review_explain %}
### {{ e.title }}
{{ e.facts }}
{{ e.commentary }}
{% endrepeat %}
{% endif %}
# Formulas in force
{% if review_unverified %}
> {{ review_unverified }}
{% endif %}
{{ review_formulas }}
~ {{ review_formula_sources }}
# Sources of the figures
{% if review_marks %}
~ Marks: {{ review_marks }}.
{% endif %}
~ A cell read is not always a cell counted: the sources are what was looked at.
{{ review_sources }}
"""
PLAN = Plan(
    title="Review of a return",
    created=datetime(2023, 4, 1),
    parts=((_CHECKS, False),),
    cover=False,
)


def target(key: str, edition: str = "2023-24") -> Path:
    """Return where the template of a return stands."""
    return ROOT / "report_templates" / key / edition / "review.docx"


def main(key: str, edition: str = "2023-24") -> None:
    """Write the template of one return."""
    write(target(key, edition), PLAN)


if __name__ == "__main__":
    main(*sys.argv[1:])
