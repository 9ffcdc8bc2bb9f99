"""Makes the risk review's Word template: an ordinary document, to be restyled in Word.

Run as `python -m tools.risk_template` from the repository root. Once a template has been restyled
by hand, that file is the original and this script is history.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools.template_kit import Plan, write

TARGET = Path("report_templates/gbac-risk-review/2023-24/gbac-risk-review.docx")

_BODY = """\
# 1 Decisions asked
{% repeat decision in decisions %}
1 {{ decision.words }}
{% endrepeat %}
* From the secretary
{{ secretary }}
=# 2 Summary
! {{ verdict }}
{% repeat bullet in bullets %}
- {{ bullet.words }}
{% endrepeat %}
{{ bands }}
{{ appetite }}
{{ moves }}
~ {{ compared }}
# 3 Risk map
{{ risk_map }}
{% repeat one in map_key %}
~ {{ one.words }}
{% endrepeat %}
{% repeat one in crowded %}
{{ one.grid }}
{% endrepeat %}
# 4 Movers
{% repeat one in late_title %}
* {{ one.title }}
{% endrepeat %}
{% repeat one in late_scores %}
{{ one.words }}
{% endrepeat %}
{% repeat one in no_movers %}
{{ one.words }}
{% endrepeat %}
{% repeat group in movers %}
## {{ group.title }}
{% repeat one in group.words %}
- {{ one.words }}
{% endrepeat %}
{% if group.grid %}
{{ group.grid }}
{% endif %}
{% endrepeat %}
# 5 Risks above appetite
{% repeat one in none_above %}
{{ one.words }}
{% endrepeat %}
{% repeat one in beyond %}
~ A page each, those outside tolerance first.
{{ one.grid }}
{% endrepeat %}
{% repeat one in escalated %}
{{ one.grid }}
{% endrepeat %}
{% repeat r in outside %}
^## {{ r.code }} {{ r.title }}: {{ r.standing }}
{{ r.facts }}
* Cause, event, effect
- Cause: {{ r.cause }}
- Event: {{ r.event }}
- Effect: {{ r.effect }}
* Where it stands
{% repeat one in r.words %}
{{ one.words }}
{% endrepeat %}
{{ r.chart }}
* Why, in the words of {{ r.attribution }}
{{ r.commentary }}
* What keeps it down
{% if r.controls %}
{{ r.controls }}
{% else %}
No control has been entered.
{% endif %}
* What we are doing
{{ r.actions_words }}
{% if r.actions %}
{{ r.actions }}
{% endif %}
{% endrepeat %}
# 6 Overdue actions and reviews
> {{ late_actions_words }}
{% repeat one in late_actions %}
{{ one.grid }}
{% endrepeat %}
> {{ late_reviews_words }}
{% repeat one in late_reviews %}
{{ one.grid }}
{% endrepeat %}
=# 7 Assurance map
> {{ gap_words }}
~ Risks above appetite or with a gap; every risk stands in the Excel companion.
{% repeat one in assurance %}
{{ one.grid }}
{% endrepeat %}
{% repeat one in open_findings %}
{{ one.grid }}
{% endrepeat %}
{% repeat one in no_findings %}
{{ one.words }}
{% endrepeat %}
=# 8 Linked measures
> {{ links_words }}
{% repeat one in links %}
{{ one.grid }}
{% endrepeat %}
=# 9 Horizon
{% repeat one in horizon %}
~ A dated list, to be replaced when its source is.
{{ one.grid }}
{% endrepeat %}
{% repeat one in no_horizon %}
{{ one.words }}
{% endrepeat %}
* What we add
{{ horizon_note }}
"""
_APPENDIX = """\
# 10 Appendix: register
{{ register }}
"""
PLAN = Plan(
    title="GBAC quarterly risk review",
    created=datetime(2023, 4, 1),
    purpose="Purpose: to decide what part 1 asks, and to note the rest.",
    parts=((_BODY, False), (_APPENDIX, True)),
    name="paper_title",
    dated="Scores as at the end of the period; lateness as at {{ as_at }}.",
    air={"PMF Lead": 8, "PMF Intro": 10, "PMF Note": 4},
)


if __name__ == "__main__":
    write(TARGET, PLAN)
