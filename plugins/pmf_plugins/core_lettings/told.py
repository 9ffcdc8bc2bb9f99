"""One thing found of a letting: its kind, where it stands in the export, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

from pmf_engine.api import Run


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: what the service does with it, and what to do about it."""

    title: str
    meaning: str
    todo: str


CATEGORIES = {
    "setup": Kind(
        "Setup error",
        "Refuses the whole file.",
        "Put every one right: until then no upload file is written.",
    ),
    "hard": Kind(
        "Answer refused",
        "Takes the letting, clears the answer and leaves it incomplete.",
        "Correct the answer here, or finish the letting by hand in the service.",
    ),
    "not_answered": Kind(
        "Not answered",
        "Takes the letting and leaves it incomplete.",
        "Answer it here, or finish the letting by hand in the service.",
    ),
    "soft": Kind(
        "To confirm",
        "Asks whether the answer is right.",
        "Look at the answer; leave it where it is right.",
    ),
    "not_run": Kind(
        "Not checked",
        "Checks it with what this workspace does not have.",
        "Fill the reference table that is named, or look it up by hand.",
    ),
}
_GRAVE = ("setup", "hard", "not_answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One finding: the letting by its place in the export, None for all of it, and the field."""

    row: int | None
    number: int | None
    code: str
    category: str
    says: str
    column: str = ""
    letter: str | None = None
    label: str = ""

    @property
    def grave(self) -> bool:
        """Whether the service would not take the answer as it stands."""
        return self.category in _GRAVE

    @property
    def rank(self) -> int:
        """Its place among the kinds, the gravest first."""
        return list(CATEGORIES).index(self.category)

    @property
    def heading(self) -> str:
        """What the analyst calls the field: the column of the export, or else its number."""
        return self.column or (f"Field {self.number}" if self.number else "The file")

    def place(self, run: Run) -> dict[str, str | None]:
        """Return where it stands, as the names that a Finding takes."""
        held = run.data.lettings
        if self.row is None:
            return {"sheet": held.name, "field": self.column or None}
        name = self.column or next(iter(held.columns))
        return {**held.place(self.row, name), "field": f"field_{self.number}"}

    def line(self, run: Run) -> int | None:
        """Return the row of the export's data, 1 for the first; None where it is about all."""
        return None if self.row is None else run.data.lettings.number(self.row) - 1

    def cell(self, run: Run) -> str:
        """Return the cell of the export, or the sheet where it is about all of it."""
        place = self.place(run)
        return place.get("cell") or str(place.get("sheet"))
