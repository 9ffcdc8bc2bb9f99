"""What holds of every refresh, whatever the document and whatever people did to it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pmf_engine.documents.rawzip import RawZip
from pmf_engine.documents.word.controls import STORE
from pmf_engine.documents.word.scanning import scan
from pmf_engine.documents.word.spans import Edit, Span, changed
from pmf_engine.model.content import Block, Narrative, Region, Wording, Words, sentences
from tests.refresh_kit import BODY, built, edited, own_name, refreshed, seen, with_parts
from tests.test_word_refresh import chart
from tests.word_kit import figure, find, grid, raw, template

SOURCE = template("First {{ f }}.", "Second {{ f }}.", "{{ why }}", "Third {{ f }}.")
OLD, NEW = figure(value="93.14"), figure(value="94.0")
GIVEN: dict[str, Any] = {"why": Narrative("why", "Because.")}

# What other programs and people may write between the paragraphs of a document.
ODD = [
    "<w:p><w:r><w:t>A plain paragraph.</w:t></w:r></w:p>",
    "<w:p w:rsidR='00A' ><w:r ><w:t xml:space='preserve'> it&apos;s &quot;odd&quot; </w:t ></w:r>"
    "</w:p>",
    "<w:p/>", "<w:p />", "\r\n\t", "<!-- <w:sdt><w:sdtPr><w:tag w:val=\"pmf:REP01\"/> -->",
    "<!-- it's \"quoted -->", "<?odd <w:sdt> it's ?>",
    "<x:y xmlns:x=\"urn:x\" b='1 > 0' a=\"it's\"/>",
    "<w:sdt><w:sdtPr><w:id w:val='7'/><w:tag w:val='theirs'/></w:sdtPr><w:sdtContent>"
    "<w:p><w:r><w:t>Their own control.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    "<w:sdt ><w:sdtContent ><w:p/></w:sdtContent></w:sdt>", "<w:sdt/>",
    "<w:p><w:ins w:author=\"Ann\" w:id=\"1\"><w:r><w:t>Tracked.</w:t></w:r></w:ins></w:p>",
    "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>Pasted</w:t></w:r></w:p></w:tc></w:tr>"
    "</w:tbl>",
    "<w:bookmarkStart w:name='mine' w:id=\"99\"/><w:bookmarkEnd w:id='99'/>",
    f"<w:sdt><w:sdtPr><w:dataBinding w:storeItemID=\"{STORE}\" w:xpath=\"/a[1]/b[1]\"/></w:sdtPr>"
    "<w:sdtContent><w:p/></w:sdtContent></w:sdt>",
]  # fmt: skip
PLACES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(ODD)), max_size=8)


def strewn(data: bytes, places: Sequence[tuple[int, str]]) -> bytes:
    """The document with pieces of XML between the paragraphs of its body."""
    xml = raw(data, BODY).decode()
    body = etree.fromstring(xml.encode()).find("{*}body")
    assert body is not None
    head, rest = xml.split("<w:body>")
    pieces = ["", *(_plain(one) for one in body)]
    assert "".join(pieces) + "</w:body></w:document>" == rest
    for number, odd in places:
        pieces[number] += odd
    return with_parts(
        data, {BODY: f"{head}<w:body>{''.join(pieces)}</w:body></w:document>".encode()}
    )


def _plain(element: etree._Element) -> str:
    """An element as it stands in its part, without the namespaces that the root declares."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    for prefix, uri in element.nsmap.items():
        text = text.replace(f' xmlns:{prefix}="{uri}"', "")
    return text


@settings(deadline=None, max_examples=30)
@given(PLACES)
def test_whatever_stands_outside_the_slots_stays_byte_for_byte(
    places: list[tuple[int, str]],
) -> None:
    before = strewn(built(SOURCE, f=OLD, **GIVEN), places)
    etree.fromstring(raw(before, BODY))
    done = refreshed(before, SOURCE, f=NEW, **GIVEN)
    assert raw(done.data, BODY) == raw(before, BODY).replace(b"93.1%", b"94.0%")
    assert refreshed(done.data, SOURCE, f=NEW, **GIVEN).data is done.data


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False), st.binary(max_size=50), st.text(max_size=8))
def test_other_members_of_the_zip_keep_their_bytes_and_their_order(
    chance: Any, content: bytes, name: str
) -> None:
    before = odd_zip(built(SOURCE, f=OLD, **GIVEN), chance, content, name)
    after = refreshed(before, SOURCE, f=NEW, **GIVEN).data
    old, new = RawZip(before), RawZip(after)
    assert list(old) == list(new)
    written = {BODY, own_name(before)}
    for one, member in old.members.items():
        same = bytes(member.packed) == bytes(new.members[one].packed)
        assert same or one in written, one


def odd_zip(data: bytes, chance: Any, content: bytes, name: str) -> bytes:
    """The document with its parts in any order, packed in any way, and an unknown one more."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts["customXml/" + "".join(c for c in name if c.isalnum()) + "x.bin"] = content
    names = list(parts)
    chance.shuffle(names)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for one in names:
            method = chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
            archive.writestr(one, parts[one], method, compresslevel=chance.choice([1, 6, 9]))
    return stream.getvalue()


# Everything that a template can hold and a refresh brings up to date

PACK = template(
    "As at {{ day }}: {{ f }} {{ s }}", "{{ w }}", "{{ g }}", "{{ c }}",
    "{% repeat n in notes %}", "{{ n.words }}", "{% endrepeat %}",
    "{% repeat e in r %}", "{{ e.f }} and {{ e.why }}", "{% endrepeat %}", "End", styles=True,
)  # fmt: skip
TENTHS = st.integers(0, 1000).map(lambda number: f"{number / 10}")
STATUS = st.sampled_from([("Met", "status-green"), ("Near", "status-amber"), ("Missed", "")])
KEYS = st.lists(st.sampled_from("ABCDE"), unique=True, max_size=4)
NAMED = ["Gas", "Lifts", "Fire", "Damp & mould", "<x>"]
ROWS = st.lists(st.tuples(st.sampled_from(NAMED), TENTHS),
                unique_by=lambda row: row[0], max_size=5)  # fmt: skip
GIVENS = st.fixed_dictionaries(
    {"day": st.sampled_from(["1 May", "2 May"]), "value": TENTHS, "status": STATUS,
     "words": st.sampled_from(["It was ", "Now & then ", ""]), "rows": ROWS, "notes": KEYS,
     "blocks": KEYS, "last": TENTHS}
)  # fmt: skip


def given_by(one: dict[str, Any]) -> dict[str, Any]:
    shown = figure("F", one["value"])
    rows = [[name, figure(f"row-{NAMED.index(name)}", value)] for name, value in one["rows"]]
    table = replace(grid([["Name", "Value"]]), rows=rows)
    notes = [Words(f"notes/{key}", (f"Note {key}: ", shown)) for key in one["notes"]]
    blocks = tuple(
        Block(key, {"f": figure(key), "why": Narrative(f"why/{key}", f"Why {key}.")})
        for key in one["blocks"]
    )
    return {
        "day": one["day"], "f": shown, "s": Wording("s", *one["status"]),
        "w": Words("summary", (one["words"], shown, ".")), "g": table,
        "c": chart(last=one["last"]), "notes": sentences("notes", notes),
        "r": Region("exceptions", blocks),
    }  # fmt: skip


def followed_by(first: list[str], second: list[str]) -> list[str]:
    """The second list in the order in which a refresh leaves it."""
    return [key for key in first if key in second] + [key for key in second if key not in first]


@settings(deadline=None, max_examples=20)
@given(GIVENS, GIVENS)
def test_a_document_that_nobody_edited_reads_as_if_newly_built(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    second["notes"] = followed_by(first["notes"], second["notes"])
    second["blocks"] = followed_by(first["blocks"], [*first["blocks"], *second["blocks"]])
    before, now = built(PACK, **given_by(first)), given_by(second)
    done = refreshed(before, PACK, **now)
    assert seen(done.data) == seen(built(PACK, **now))
    again = refreshed(done.data, PACK, **now)
    assert again.data is done.data and again.changes == ()
    back = refreshed(done.data, PACK, **given_by(first))
    assert refreshed(back.data, PACK, **given_by(first)).changes == ()


def _rewrite(document: Any) -> None:
    for text in find(
        document.element.body, "//w:t[.='Column 0' or .='Gas' or starts-with(.,'It was')]"
    ):
        text.text = "Ours"


def _remove(path: str) -> Any:
    def remove(document: Any) -> None:
        for element in find(document.element.body, path)[:1]:
            element.getparent().remove(element)

    return remove


def _own(document: Any) -> None:
    document.add_paragraph("Our own.")


def _typed(document: Any) -> None:
    for text in find(document.element.body, "//w:sdt[w:sdtPr/w:tag/@w:val='pmf:F']//w:t"):
        text.text = "typed"


EDITS = [
    _rewrite, _own, _typed, _remove("//w:tr[2]"), _remove("//w:tc"), _remove("//w:sdt"),
    _remove("//w:drawing"), _remove("//w:bookmarkStart"), _remove("//w:tbl"),
    _remove("//w:sdt/w:sdtContent/w:sdt"), _remove("//w:sdtContent/w:p"),
]  # fmt: skip


@settings(deadline=None, max_examples=20)
@given(GIVENS, GIVENS, st.lists(st.sampled_from(EDITS), max_size=3), st.booleans())
def test_a_second_refresh_changes_nothing_whatever_people_did(
    first: dict[str, Any], second: dict[str, Any], edits: list[Any], overwrite: bool
) -> None:
    before = built(PACK, **given_by(first))
    for edit in edits:
        before = edited(before, edit)
    now = given_by(second)
    done = refreshed(before, PACK, overwrite=overwrite, **now)
    assert seen(done.data).count("Our own.") == edits.count(_own)
    again = refreshed(done.data, PACK, **now)
    assert again.data is done.data
    assert {change.kind for change in again.changes} <= {"typed-over"}


# What the document keeps of its filling


# Any XML at all

NAMES = ["w:sdt", "w:sdt", "w:sdtPr", "w:sdtContent", "w:sdtContent", "w:p", "w:tbl", "w:tr",
         "w:tag", "w:dataBinding", "w:bookmarkStart", "w:bookmarkEnd", "wp:docPr",
         "w:drawing"]  # fmt: skip
PATH = "/p:pmf[1]/p:figure[@id=&apos;A&apos;][1]/p:text[1]"
VALUES = st.sampled_from(
    ["pmf:A", "pmf-text:A", "pmf_A", "1", "-7", "9" * 5000, STORE, "1 > 0", "&lt;w:sdt&gt;", PATH]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["w:val", "w:id", "w:name", "name", "id", "w:xpath", "w:storeItemID"]),
    VALUES, max_size=3,
)  # fmt: skip
SPACE = st.sampled_from(["", " ", "\n", "\r\n\t"])


@st.composite
def tags(draw: st.DrawFn, inner: str | None) -> str:
    """An element, its quotes and spaces as odd as XML allows."""
    name, space = draw(st.sampled_from(NAMES)), draw(SPACE)
    quote = draw(st.sampled_from("\"'"))
    told = "".join(
        f"{draw(SPACE) or ' '}{k}={quote}{v}{quote}" for k, v in draw(ATTRIBUTES).items()
    )
    if inner is None:
        return f"<{name}{told}{space}/>"
    return f"<{name}{told}{space}>{inner}</{name}{draw(SPACE)}>"


LEAVES = st.one_of(
    tags(None), st.sampled_from(["", "words", "<!-- <w:sdt> ' -->", "<?x </w:sdt> ?>", "&amp;"])
)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4).map("".join).flatmap(tags), max_leaves=12
)
ROOT = ('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:wp="urn:wp">')  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(TREES)
def test_a_scan_never_fails_and_its_spans_nest(tree: str) -> None:
    data = f"{ROOT}{tree}</w:document>".encode()
    root = etree.fromstring(data, etree.XMLParser(huge_tree=True))
    found = scan(data)
    begun = [e for e in root.iter("{*}sdt") if len(e) or e.text]
    assert len(found.controls) >= len(begun)
    for control in found.controls:
        assert data[control.whole.start :].startswith(b"<w:sdt")
        assert control.whole.holds(control.properties) and control.whole.holds(control.content)
    for one, other in combinations(found.controls, 2):
        assert nested(one.whole, other.whole) and nested(one.content, other.whole)


def test_what_is_put_in_stays_where_the_next_edit_begins() -> None:
    edits = [Edit(Span(1, 3), b"wide"), Edit(Span(1, 1), b"in "), Edit(Span(2, 3), b"lost")]
    assert changed(b"abcd", edits) == b"ain wided"


def nested(one: Span, other: Span) -> bool:
    apart = one.end <= other.start or other.end <= one.start
    return apart or one.holds(other) or other.holds(one)
