"""The rows of a matrix in a Word table: shaded cells, with thick lines where a limit runs."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.documents.palette import SECONDARY
from pmf_engine.documents.word.xml import run
from pmf_engine.model.content import Grid, Shade

_SIDES = ("top", "left", "bottom", "right")
_THIN, _THICK = 4, 24  # eighths of a point
_SIZE = 16  # half-points
_TWIPS_PER_CM = 1440 / 2.54


def matrix_row(grid: Grid, number: int, widths: Sequence[int], starts: Sequence[str]) -> str:
    """Return one row, counted from 0; `starts` begins the cells that have no shade."""
    cells = zip(grid.rows[number], grid.shades[number], widths, starts, strict=True)
    body = "".join(
        f"{start}{run(str(value))}</w:p></w:tc>" if shade is None else _cell(value, shade, width)
        for value, shade, width, start in cells
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{_height(grid.height)}</w:trPr>{body}</w:tr>"


def _height(cm: float) -> str:
    return f'<w:trHeight w:val="{round(cm * _TWIPS_PER_CM)}" w:hRule="atLeast"/>' if cm else ""


def _cell(value: object, shade: Shade, width: int) -> str:
    first, _, rest = str(value).partition("\n")
    words = run(first, _look(shade, "<w:b/>"))
    if rest:
        words += f"<w:r><w:br/></w:r>{run(rest, _look(shade))}"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f"<w:tcBorders>{''.join(_side(side, shade) for side in _SIDES)}</w:tcBorders>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{shade.fill.lstrip("#")}"/></w:tcPr>'
        f'<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="240"'
        f' w:lineRule="auto"/></w:pPr>{words}</w:p></w:tc>'
    )


def _look(shade: Shade, weight: str = "") -> str:
    colour = shade.ink.lstrip("#")
    return f'<w:rPr>{weight}<w:color w:val="{colour}"/><w:sz w:val="{_SIZE}"/></w:rPr>'


def _side(side: str, shade: Shade) -> str:
    if side in shade.thick:
        return f'<w:{side} w:val="single" w:sz="{_THICK}" w:space="0" w:color="000000"/>'
    colour = SECONDARY.lstrip("#")
    return f'<w:{side} w:val="single" w:sz="{_THIN}" w:space="0" w:color="{colour}"/>'
