"""Defined names of figures: pointed at where the figures stand now, and figures moved elsewhere."""

from __future__ import annotations

from pmf_engine.documents.excel.memory import number_token, text_token
from pmf_engine.documents.excel.refresh.cells import Slot, Spot, Verdict, decide, note_value
from pmf_engine.documents.excel.refresh.looks import Looks
from pmf_engine.documents.excel.refresh.session import Session
from pmf_engine.model.cells import Area
from pmf_engine.model.lineage import LineageFigure


def refresh_names(session: Session, looks: Looks) -> dict[str, str]:
    """Point every figure's name at its cell and return the names by slot.

    A cell that somebody cut out of its table keeps its name, and is filled where it stands.
    """
    names = {}
    taken = {each.get("name", "").casefold() for each in session.old.names}
    for slot, fresh_name in session.now.cell_names.items():
        name = session.was.cell_names.get(slot) or _free(fresh_name, taken)
        names[slot] = name
        place = session.fresh.names.place(fresh_name)
        spot = session.spots.get((place[0], place[1].top, place[1].left)) if place else None
        stands = session.old.names.place(name)
        if stands and _outside(session, *stands):
            _fill(session, looks, slot, Spot(stands[0], stands[1].top, stands[1].left), place)
        elif spot:
            sheet, row, column = spot
            session.old.names.point(name, sheet, Area(column, row, column, row))
    return names


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found.casefold() in taken:
        found, number = f"{name}_{number}", number + 1
    taken.add(found.casefold())
    return found


def _outside(session: Session, sheet: str, area: Area) -> bool:
    """Whether a name points at a cell that is in none of our tables."""
    ours = [table.name for table in session.was.memory.tables.values()]
    tables = (session.old.tables.get(name.casefold()) for name in ours)
    single = area.top == area.bottom and area.left == area.right
    inside = any(t and t.sheet == sheet and t.area.holds(area.top, area.left) for t in tables)
    return single and not inside and sheet in session.old.parts


def _fill(
    session: Session, looks: Looks, slot: str, spot: Spot, place: tuple[str, Area] | None
) -> None:
    if place is None:
        return
    was = next((each for each in session.was.lineage.figures if each.slot == slot), None)
    title = next(each.title for each in session.now.lineage.figures if each.slot == slot)
    now = session.fresh.sheet(place[0]).read(place[1].top, place[1].left)
    sheet = session.old.sheet(spot.sheet)
    before = sheet.read(spot.row, spot.column)
    known = Slot(slot, title, live=True)
    if decide(session, spot, known, _token(was) if was else None, now) is Verdict.WRITE:
        code = session.fresh.styles.code(now.style) if now.content.kind == "n" else None
        style = looks.follow(before.style, now.style, None, code)
        sheet.write(spot.row, spot.column, now.content, style)
        note_value(session, spot, known, before, now)


def _token(figure: LineageFigure) -> str:
    """The token of a figure as it was last filled."""
    return text_token(figure.short) if figure.value is None else number_token(figure.value)
