"""Times Word documents against docxtpl and python-docx: medians of fresh processes, and ratios.

    python benchmarks/write_word.py [RUNS]

Imports happen before the clock starts, for every contender alike; a template is prepared within it.
"""

from __future__ import annotations

import io
import json
import statistics
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

SECTIONS, ROWS, COLUMNS, CHARTS, LONG = 60, 12, 6, 40, 5000
MONTHS = tuple(f"Month {number}" for number in range(1, 13))
SENTENCE = "Repairs completed on time rose by 1.4 percentage points to 93.1%, an improvement. "
Job = Callable[[], bytes]


def sections() -> list[dict[str, Any]]:
    """Return the content of the pack, the same for every contender."""
    rows = [[f"Measure {row}, column {column}" for column in range(COLUMNS)] for row in range(ROWS)]
    texts = {"first": SENTENCE * 6, "second": SENTENCE * 4, "rows": rows}
    return [{"title": f"Section {number}", **texts} for number in range(SECTIONS)]


def points(number: int) -> list[list[float]]:
    """Return two series of twelve points for one chart."""
    random = Random(number)
    return [[round(random.uniform(80, 99), 1) for _ in MONTHS] for _ in range(2)]


def picture(number: int) -> bytes:
    """Return a PNG of about 30 KB that does not compress."""
    random = Random(number)
    raw = b"".join(b"\0" + random.randbytes(300) for _ in range(100))

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    size = struct.pack(">IIBBBBB", 100, 100, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def saved(document: Any) -> bytes:
    """Return the bytes of a python-docx or docxtpl document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def identity() -> Any:
    from pmf_engine.model.content import Identity

    return Identity(
        report="pack", title="Pack", entity="OVH", entity_title="Orchard Vale Homes",
        period="2026-Q2", period_title="Quarter 2 2026/27", workspace="benchmark",
        template="pack.docx", engine="0", today="2026-10-20",
    )  # fmt: skip


def pack_by_engine() -> Job:
    """Make the pack with native charts, by this engine."""
    import docx

    from pmf_engine.documents.word import build_word
    from pmf_engine.model.content import Chart, Field, Grid, Series

    template = docx.Document()
    for text in ("{% for s in sections %}", "{{ s.title }}", "{{ s.first }}", "{{ s.second }}"):
        template.add_paragraph(text, style="Heading 1" if "title" in text else None)
    for text in ("{{ s.grid }}", "{% if s.chart %}", "{{ s.chart }}", "{% endif %}"):
        template.add_paragraph(text)
    template.add_page_break()
    template.add_paragraph("{% endfor %}")
    data = saved(template)
    fields = tuple(Field(title=f"Column {n}", width=2.8) for n in range(COLUMNS))

    def chart(number: int) -> Any:
        from decimal import Decimal

        series = tuple(
            Series(name=name, values=tuple(Decimal(str(point)) for point in values))
            for name, values in zip(("Result", "Peer group"), points(number), strict=True)
        )
        return Chart(
            slot=f"chart-{number}", kind="line", title=f"Chart {number}", subtitle="%, 2026",
            alt=f"Line chart {number}", categories=MONTHS, series=series,
        )  # fmt: skip

    def work() -> bytes:
        content = []
        for number, section in enumerate(sections()):
            rows = section.pop("rows")
            grid = Grid(slot=f"table-{number}", caption="Measures", fields=fields, rows=rows)
            drawn = chart(number) if number < CHARTS else None
            content.append({**section, "grid": grid, "chart": drawn})
        return build_word(data, {"sections": content}, identity(), [])

    return work


def docxtpl_template() -> bytes:
    """Return the same pack as a docxtpl template."""
    import docx

    template = docx.Document()
    template.add_paragraph("{%p for s in sections %}")
    template.add_paragraph("{{ s.title }}", style="Heading 1")
    template.add_paragraph("{{ s.first }}")
    template.add_paragraph("{{ s.second }}")
    table = template.add_table(rows=4, cols=COLUMNS)
    table.rows[1].cells[0].text = "{%tr for row in s.rows %}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for number in range(COLUMNS):
        table.rows[0].cells[number].text = f"Column {number}"
        table.rows[2].cells[number].text = f"{{{{ row[{number}] }}}}"
    template.add_paragraph("{%p if s.picture %}")
    template.add_paragraph("{{ s.picture }}")
    template.add_paragraph("{%p endif %}")
    template.add_page_break()
    template.add_paragraph("{%p endfor %}")
    return saved(template)


def pack_by_docxtpl(draw: Callable[[int], bytes]) -> Job:
    """Make the pack with pictures, by docxtpl."""
    from docx.shared import Cm
    from docxtpl import DocxTemplate, InlineImage

    data = docxtpl_template()

    def work() -> bytes:
        template = DocxTemplate(io.BytesIO(data))
        content = sections()
        for number in range(CHARTS):
            stream = io.BytesIO(draw(number))
            content[number]["picture"] = InlineImage(template, stream, width=Cm(17))
        template.render({"sections": content}, autoescape=True)
        return saved(template)

    return work


def pack_with_pictures() -> Job:
    """Make the pack by docxtpl, its pictures drawn before the clock starts."""
    pictures = [picture(number) for number in range(CHARTS)]
    return pack_by_docxtpl(pictures.__getitem__)


def pack_with_matplotlib() -> Job:
    """Make the pack by docxtpl, its charts drawn by matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    def draw(number: int) -> bytes:
        figure = Figure(figsize=(6.7, 2.6), dpi=150)
        axes = figure.add_subplot()
        for values in points(number):
            axes.plot(MONTHS, values, marker="o")
        axes.set_title(f"Chart {number}")
        stream = io.BytesIO()
        FigureCanvasAgg(figure).print_png(stream)
        return stream.getvalue()

    return pack_by_docxtpl(draw)


def long_rows() -> list[list[str]]:
    return [[f"Row {row} column {column}" for column in range(8)] for row in range(LONG)]


def table_by_engine() -> Job:
    """Make a long table by this engine, from its rows."""
    import docx

    from pmf_engine.documents.word import build_word
    from pmf_engine.model.content import Field, Grid

    template = docx.Document()
    template.add_paragraph("{{ grid }}")
    data = saved(template)
    fields = tuple(Field(title=f"Column {n}") for n in range(8))
    grid = Grid(slot="long", caption="", fields=fields, rows=long_rows())
    return lambda: build_word(data, {"grid": grid}, identity(), [])


def table_by_string() -> Job:
    """Parse a long table's ready XML, append it and save, by python-docx."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    data = saved(docx.Document())
    width = '<w:tcPr><w:tcW w:w="1134" w:type="dxa"/></w:tcPr>'
    cell = f"<w:tc>{width}<w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:tc>"
    rows = "".join(
        f"<w:tr>{''.join(cell.format(text) for text in row)}</w:tr>" for row in long_rows()
    )
    grid = "<w:gridCol/>" * 8
    xml = f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def work() -> bytes:
        document = docx.Document(io.BytesIO(data))
        document.element.body.insert(0, parse_xml(xml))
        return saved(document)

    return work


JOBS: dict[str, Callable[[], Job]] = {
    "pack, engine, native charts": pack_by_engine,
    "pack, docxtpl, pictures drawn before": pack_with_pictures,
    "pack, docxtpl with matplotlib": pack_with_matplotlib,
    "5,000-row table, engine": table_by_engine,
    "5,000-row table, ready XML by python-docx": table_by_string,
}


def once(name: str) -> None:
    """Run one job and print its seconds and the size of what it made."""
    work = JOBS[name]()
    start = time.perf_counter()
    size = len(work())
    print(json.dumps([time.perf_counter() - start, size]))


def fresh(name: str) -> list[float]:
    """Run one job in a fresh process."""
    command = [sys.executable, __file__, "--job", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def main(runs: int) -> None:
    """Time every job, in turns, and print medians and ratios."""
    results: dict[str, list[list[float]]] = {name: [] for name in JOBS}
    for _ in range(runs):
        for name in JOBS:
            results[name].append(fresh(name))
    seconds = {name: statistics.median(r[0] for r in rs) for name, rs in results.items()}
    for name, median in seconds.items():
        fastest = min(r[0] for r in results[name])
        print(
            f"{name:45} {median:7.3f} s  (min {fastest:.3f})  {results[name][0][1] / 1e3:6.0f} KB"
        )
    pack, pictures, matplotlib, table, string = seconds.values()
    print(f"pack, docxtpl over engine, pictures drawn before: {pictures / pack:.1f} (above 1)")
    print(f"pack, docxtpl with matplotlib over engine:        {matplotlib / pack:.1f} (3 or more)")
    print(f"table, engine over ready XML:                     {table / string:.2f} (1.5 or less)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        once(sys.argv[2])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 5)
