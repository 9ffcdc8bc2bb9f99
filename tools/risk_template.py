"""Makes the risk review's Word template: an ordinary document, to be restyled in Word.

Run as `python -m tools.risk_template` from the repository root. Once a template has been restyled
by hand, that file is the original and this script is history.
"""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Pt

from pmf_engine.documents.word import add_house_styles
from tools import template_kit as house

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
{% if late_scores|length > 0 %}
* Changed since GBAC was shown
{% repeat one in late_scores %}
{{ one.words }}
{% endrepeat %}
{% endif %}
# 3 Risk map
{{ risk_map }}
{% repeat one in map_key %}
~ {{ one.words }}
{% endrepeat %}
{% repeat part in crowded %}
{{ part.grid }}
{% endrepeat %}
# 4 Movers
~ {{ compared }}
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
{% repeat one in none_outside %}
{{ one.words }}
{% endrepeat %}
{% repeat part in beyond %}
~ A page each, those outside tolerance first.
{{ part.grid }}
{% endrepeat %}
{% repeat part in escalated %}
{{ part.grid }}
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
{% repeat part in late_actions %}
{{ part.grid }}
{% endrepeat %}
> {{ late_reviews_words }}
{% repeat part in late_reviews %}
{{ part.grid }}
{% endrepeat %}
=# 7 Assurance map
> {{ gap_words }}
~ Risks above appetite or with a gap; every risk stands in the Excel companion.
{% if assurance %}
{{ assurance }}
{% endif %}
{% repeat part in open_findings %}
{{ part.grid }}
{% endrepeat %}
{% repeat one in no_open_findings %}
{{ one.words }}
{% endrepeat %}
=# 8 Linked measures
> {{ links_words }}
{% repeat part in links %}
{{ part.grid }}
{% endrepeat %}
=# 9 Horizon
{% if horizon %}
~ A dated list, to be replaced when its source is.
{{ horizon }}
{% else %}
No list is kept in the workbook.
{% endif %}
* What we add
{{ horizon_note }}
"""
_APPENDIX = """\
# 10 Appendix: register
{{ register }}
"""


def make() -> bytes:
    """Return the template's bytes, the same each time."""
    document = Document()
    properties = document.core_properties
    properties.created = properties.modified = datetime(2023, 4, 1)
    properties.author = properties.last_modified_by = "PMF Engine"
    properties.title, properties.comments = "GBAC quarterly risk review", ""
    house._page(document, cover=True)
    house._styles(document)
    _space(document)
    _cover(document)
    house._contents(document)
    _body(document, _BODY)
    house._furniture(document.sections[0], house.PORTRAIT)
    house._section(document, landscape=True)
    _body(document, _APPENDIX)
    for section in document.sections:
        section.header.paragraphs[
            0
        ].text = "{{ entity.title }}\t{{ paper_title }}, {{ period.name }}"
    house._compatible(document)
    stream = io.BytesIO()
    document.save(stream)
    return add_house_styles(stream.getvalue())


def _space(document: Any) -> None:
    """Give what stands under a table some air: tables have no space of their own."""
    for name, before in (("PMF Lead", 8), ("PMF Intro", 10), ("PMF Note", 4)):
        document.styles[name].paragraph_format.space_before = Pt(before)


def _cover(document: Any) -> None:
    document.add_paragraph("{{ marking }}", style="PMF Note")
    first = document.add_paragraph("{{ entity.title }}", style="PMF Cover")
    first.paragraph_format.space_before = Pt(150)
    document.add_paragraph("{{ paper_title }}", style="Title")
    document.add_paragraph("{{ period.title }}", style="PMF Cover")
    ask = document.add_paragraph("Purpose: to decide what part 1 asks, and to note the rest.")
    ask.paragraph_format.space_before = Pt(40)
    document.add_paragraph("Scores as at the end of the period; lateness as at {{ as_at }}.")
    document.add_paragraph("Version: {{ version }}", style="PMF Note")
    for text in ("{% if draft %}", "DRAFT: not to be circulated", "{{ findings }}", "{% endif %}"):
        document.add_paragraph(text, style="PMF Lead" if text.startswith("DRAFT") else None)


def _body(document: Any, text: str) -> None:
    """Add paragraphs: `1 ` numbers one, `^` begins a page with it, `=` keeps a heading on its."""
    for line in text.splitlines():
        if line.startswith("1 "):
            document.add_paragraph(line[2:], style="List Number")
            continue
        paragraph = house._paragraph(document, line.lstrip("=^"))
        if line[:1] in ("=", "^"):
            paragraph.paragraph_format.page_break_before = line.startswith("^")


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(make())
    sys.stdout.write(f"{TARGET}\n")
