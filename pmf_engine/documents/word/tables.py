"""Tables of a Word document, each written as one string of XML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pmf_engine.documents.word.controls import Marks
from pmf_engine.documents.word.matrix import matrix_row
from pmf_engine.documents.word.styles import cell_style
from pmf_engine.documents.word.xml import attribute, paragraph, run, styled
from pmf_engine.model.content import CellValue, Field, Grid, Wording

TABLE, CAPTION = "PMF Table", "PMF Caption"
HEADER, CELL, NUMBER = "PMF Table Header", "PMF Table Text", "PMF Table Number"
TOTAL, TOTAL_NUMBER = "PMF Table Total", "PMF Table Total Number"
_ABOVE_TOTAL = (
    '<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="1F2933"/></w:tcBorders>'
)
_TWIPS_PER_CM = 1440 / 2.54
_ZEBRA_FROM = 8
_FIRST_ROW, _NO_ROW_BANDS, _NO_COLUMN_BANDS = 0x0020, 0x0200, 0x0400


class Rows:
    """The rows of a grid as XML, each made when asked for; `show` gives what is not plain text."""

    def __init__(
        self, grid: Grid, styles: Mapping[str, str], show: Callable[[CellValue], str]
    ) -> None:
        self.grid, self.styles, self.show = grid, styles, show
        self.widths = [round(field.width * _TWIPS_PER_CM) for field in grid.fields]
        columns = list(zip(grid.fields, self.widths, strict=True))
        self._cells = [_cell(field, width, styles, grid.keep) for field, width in columns]
        self._totals = [
            _cell(field, width, styles, grid.keep, strong=True) for field, width in columns
        ]

    def header(self, titles: Sequence[str]) -> str:
        """Return the header row of these runs."""
        return _header(titles, self.grid.fields, self.widths, self.styles)

    def titles(self) -> list[str]:
        """Return the runs of the headings."""
        return [run(field.title) for field in self.grid.fields]

    def __getitem__(self, number: int) -> str:
        """Return one row, counted from 0."""
        cells = self._totals if number in self.grid.strong else self._cells
        if self.grid.shades:
            return matrix_row(self.grid, number, self.widths, cells)
        return _row(self.grid.rows[number], cells, self.styles, self.show)


def table(
    grid: Grid, styles: Mapping[str, str], marks: Marks, show: Callable[[CellValue], str]
) -> str:
    """Return the caption and the w:tbl of a grid; `show` gives the runs of a value not plain text.

    The bookmark of the grid's slot is on the caption or, without one, on the first heading.
    """
    made = Rows(grid, styles, show)
    titles, caption = made.titles(), ""
    if grid.caption:
        form = styled(styles.get(CAPTION, ""), "<w:keepNext/>")
        caption = paragraph(marks.marked(grid.slot, run(grid.caption)), form)
    else:
        titles[0] = marks.marked(grid.slot, titles[0])
    rows = "".join([made[number] for number in range(len(grid.rows))])
    columns = "".join([f'<w:gridCol w:w="{width}"/>' for width in made.widths])
    properties = _properties(grid, sum(made.widths), styles.get(TABLE, ""))
    body = f"{made.header(titles)}{rows}"
    return f"{caption}<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"


def _properties(grid: Grid, width: int, style: str) -> str:
    bands = 0 if len(grid.rows) >= _ZEBRA_FROM else _NO_ROW_BANDS
    look = _FIRST_ROW | _NO_COLUMN_BANDS | bands
    name = f'<w:tblStyle w:val="{attribute(style)}"/>' if style else ""
    title = f'<w:tblCaption w:val="{attribute(grid.caption)}"/>' if grid.caption else ""
    summary = f'<w:tblDescription w:val="{attribute(grid.summary)}"/>' if grid.summary else ""
    return (
        f'<w:tblPr>{name}<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{look:04X}" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="{int(bool(bands))}" w:noVBand="1"/>'
        f"{title}{summary}</w:tblPr>"
    )


def _header(
    titles: Sequence[str], fields: Sequence[Field], widths: Sequence[int], styles: Mapping[str, str]
) -> str:
    style = styles.get(HEADER, "")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(title, styled(style, _right(field)))}</w:tc>"
        for title, field, width in zip(titles, fields, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _right(field: Field) -> str:
    return '<w:jc w:val="right"/>' if field.right else ""


def _cell(
    field: Field, width: int, styles: Mapping[str, str], keep: bool, *, strong: bool = False
) -> str:
    """Return the XML of a column's cells up to their runs."""
    extra = "<w:keepNext/>" if keep else ""
    names = (TOTAL, TOTAL_NUMBER) if strong else (CELL, NUMBER)
    form = styled(styles.get(names[field.right], ""), extra)
    border = _ABOVE_TOTAL if strong else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}</w:tcPr><w:p>{form}'


def _begun(start: str, value: CellValue, styles: Mapping[str, str]) -> str:
    """Return the XML up to a cell's runs, in the style of the status that it may hold."""
    if type(value) is not Wording or not value.style:
        return start
    status = styles.get(cell_style(value.style), "")
    plain = attribute(styles.get(CELL, ""))
    return start.replace(f'w:val="{plain}"', f'w:val="{attribute(status)}"', 1) if status else start


def _row(
    row: Sequence[CellValue],
    cells: Sequence[str],
    styles: Mapping[str, str],
    show: Callable[[CellValue], str],
) -> str:
    body = "".join(
        [
            _begun(start, value, styles)
            + (run(value) if type(value) is str else show(value))
            + "</w:p></w:tc>"
            for start, value in zip(cells, row, strict=True)
        ]
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{body}</w:tr>"
