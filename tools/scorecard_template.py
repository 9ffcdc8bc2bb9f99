"""Makes the customer scorecard's Word template: an ordinary document, to be restyled in Word.

Run as `python -m tools.scorecard_template` from the repository root. Once a template has been
restyled by hand, that file is the original and this script is history.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools.template_kit import Plan, write

TARGET = Path("report_templates/customer-scorecard/2023-24/customer-scorecard.docx")

_OPENING = """\
=# {{ report.title }}, {{ period.name }}
~ {{ entity.title }}. For the {{ panel }}. Figures as at {{ as_at }}. Version {{ version }}.
{% if draft %}
* DRAFT: not to be circulated
{{ findings }}
{% endif %}
! {{ verdict }}
{% repeat bullet in bullets %}
- {{ bullet.words }}
{% endrepeat %}
{{ counts }}
~ {{ compared }}
=# What tenants told us
{% repeat one in told %}
- {{ one.words }}
{% endrepeat %}
{% repeat one in feedback %}
{{ one.grid }}
{% endrepeat %}
{% repeat one in complaints %}
{{ one.chart }}
{% endrepeat %}
{% repeat one in services %}
{{ one.grid }}
{% endrepeat %}
"""
_SCORECARD = """\
=# Balanced scorecard
~ Latest is each measure's own last period. An arrow is the way the number moved; the word says\
 whether that is better.
{% repeat mark in marks %}
~ {{ mark.words }}
{% endrepeat %}
{% repeat part in scorecard %}
## {{ part.title }}
> {{ part.words }}
{{ part.grid }}
{% endrepeat %}
"""
_REST = """\
=# Questions you might ask
> Made from what moved, what is late and what is missing. Ask others as you like.
{% repeat one in no_questions %}
{{ one.words }}
{% endrepeat %}
{% repeat q in questions %}
* {{ q.ask }}
{{ q.why }}
~ Who can answer: {{ q.who }}
{{ q.answer }}
{% endrepeat %}
=# What scrutiny recommended
> {{ scrutiny_words }}
{% repeat one in recommendations %}
{{ one.grid }}
{% endrepeat %}
# What was referred to the Scrutiny Team
> The Scrutiny Team decides its projects from this list.
{% repeat one in referrals %}
{{ one.grid }}
{% endrepeat %}
{% repeat one in no_referrals %}
{{ one.words }}
{% endrepeat %}
=# Refer a concern to the Scrutiny Team
> Fill in this page and give it to the Customer Empowerment Team. They enter it in the list above.
{{ form }}
"""
PLAN = Plan(
    title="Customer scorecard",
    created=datetime(2023, 4, 1),
    parts=((_OPENING + _REST, False), (_SCORECARD, True)),
    cover=False,
)


if __name__ == "__main__":
    write(TARGET, PLAN)
