"""Makes the Word template once; afterwards it is restyled in Word like any document.

Run as `python tools/make_template.py` from the folder of this package. Needs python-docx.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.shared import Cm

TARGET = Path("src/pmf_complaints/templates/2023-24/complaints.docx")
BODY = (
    ("Title", "{{ report.title }}"),
    ("Subtitle", "{{ entity.title }}, {{ period.title }}"),
    ("Normal", "{{ marking }}. Figures as at {{ as_at }}. Version {{ version }}."),
    ("Normal", "{% if draft %}"),
    ("Normal", "{{ findings }}"),
    ("Normal", "{% endif %}"),
    ("Heading 1", "How complaints were handled"),
    ("Normal", "{{ opening }}"),
    (
        "Normal",
        "{% if upheld.missing %}No complaint has been decided.{% else %}"
        "Of those decided, {{ upheld }} were upheld.{% endif %}",
    ),
    ("Normal", "{{ measures }}"),
    ("Heading 1", "How many there were"),
    ("Normal", "{{ by_month }}"),
)


def main() -> None:
    """Write the template."""
    document = Document()
    document.core_properties.author = "PMF Engine example"
    document.core_properties.created = document.core_properties.modified = datetime(2023, 4, 1)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.footer.paragraphs[0].text = "{{ entity.title }}, {{ period.name }}"
    for style, text in BODY:
        document.add_paragraph(text, style=style)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(TARGET))
    sys.stdout.write(f"{TARGET}\n")


if __name__ == "__main__":
    main()
