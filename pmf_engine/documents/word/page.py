"""A plain page in the house look, for what has no template of its own."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.documents.package import CONTENT_TYPES, RELATIONSHIPS, Package
from pmf_engine.documents.word.build import build_word
from pmf_engine.documents.word.styles import STYLES_LINK, STYLES_TYPE, add_house_styles
from pmf_engine.documents.word.xml import W
from pmf_engine.model.content import Grid, Identity

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_FONT = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>'
_STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONT}<w:sz w:val="20"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Heading1">'
    '<w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/>'
    '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:color w:val="12436D"/><w:sz w:val="32"/>'
    "</w:rPr></w:style></w:styles>"
)
_BODY = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    "<w:r><w:t>{{ title }}</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>{% for line in lines %}</w:t></w:r></w:p><w:p><w:r><w:t>{{ line }}</w:t></w:r>"
    "</w:p><w:p><w:r><w:t>{% endfor %}</w:t></w:r></w:p><w:p><w:r><w:t>{{ grid }}</w:t></w:r></w:p>"
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134"'
    ' w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    "</w:body></w:document>"
)


def build_page(title: str, lines: Sequence[str], grid: Grid, identity: Identity) -> bytes:
    """Return an A4 page: a heading, paragraphs and one table."""
    context = {"title": title, "lines": list(lines), "grid": grid}
    return build_word(add_house_styles(_blank()), context, identity, [])


def _blank() -> bytes:
    links = f'<Relationships xmlns="{RELATIONSHIPS}"/>'.encode()
    package = Package({CONTENT_TYPES: _TYPES.encode(), "_rels/.rels": links})
    body = package.add("word/document.xml", _BODY.encode(), _MAIN)
    styles = package.add("word/styles.xml", _STYLES.encode(), STYLES_TYPE)
    package.relate("", body, f"{_OFFICE}/officeDocument")
    package.relate(body, styles, STYLES_LINK)
    return package.to_bytes()
