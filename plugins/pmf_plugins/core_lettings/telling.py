"""What was found in an upload, as findings with their places."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import FileFinding, Finding, GivenFile, PmfError
from pmf_engine.model.findings import Level
from pmf_plugins.core_lettings.categories import Category
from pmf_plugins.core_lettings.checking import Checked, check
from pmf_plugins.core_lettings.context import Context
from pmf_plugins.core_lettings.editions import EDITIONS, Edition, edition_of
from pmf_plugins.core_lettings.reader import Upload, read_upload
from pmf_plugins.core_lettings.tables import REFERENCE

_LEVELS = {Category.SOFT: Level.WARNING, Category.NOT_RUN: Level.NOTE}
_FILE_FAULTS = {
    "file-empty": "The file is empty. Choose the file with the lettings in it.",
    "no-headers": "The file has no header rows: in none does the first cell say “Field number”."
    " Keep the header rows of the template above the lettings.",
    "wrong-field-numbers": "The header row does not hold each field number of {title} once. Use"
    " the template of that year.",
}


def findings_of(given: GivenFile) -> Iterator[Finding]:
    """Yield what is wrong with a file in the bulk-upload layout.

    Raises PmfError where the file is a workbook that cannot be opened, and for a year without an
    edition.
    """
    edition = _edition(given)
    upload = _read(given, edition)
    if upload.fault:
        said = _FILE_FAULTS[upload.fault].format(title=edition.title)
        yield _of_the_file(given, upload.fault, said)
        return
    if upload.rows.is_empty():
        said = "The file has no lettings: every row below the headings is blank."
        yield _of_the_file(given, "no-lettings", said, Category.NOT_RUN)
        return
    if wrong := _wrong_year(upload, edition):
        yield _of_the_file(given, "wrong-year", wrong)
    tables = {name: given.data[name] for name in REFERENCE}
    yield from _told(given, upload, check(upload.rows, edition, Context.of(tables), given.today))


def _edition(given: GivenFile) -> Edition:
    year = given.period.start_date if given.period else given.today
    first = year.year - (year.month < 4)
    if first in EDITIONS:
        return edition_of(first)
    known = " and ".join(edition_of(one).title for one in EDITIONS)
    raise PmfError(f"CORE lettings has the rules of {known}. Name one of them: --year 2026.")


def _read(given: GivenFile, edition: Edition) -> Upload:
    try:
        return read_upload(given.content, edition)
    except PmfError as fault:
        raise PmfError(f"{given.name}: {fault}.") from None


def _wrong_year(upload: Upload, edition: Edition) -> str:
    """Why the first letting does not belong into a file of this year; blank where it does."""
    begins = upload.first_start()
    if begins is None or edition.starts <= begins <= edition.ends:
        return ""
    return (
        f"The first letting begins in another collection year than {edition.title}, for which this"
        " file is. Use the template of its year, or correct its start date."
    )


def _of_the_file(
    given: GivenFile, code: str, message: str, category: Category = Category.SETUP
) -> Finding:
    level = _LEVELS.get(category, Level.ERROR)
    return FileFinding(
        level=level, code=code, message=message, workbook=given.name, category=str(category)
    )


def _told(given: GivenFile, upload: Upload, checked: Checked) -> Iterator[Finding]:
    for rule, lacking in checked.not_run:
        table = REFERENCE[lacking].name
        said = f"Not run, as {table} holds nothing: {rule.summary}"
        yield _of_the_file(given, rule.code, said, Category.NOT_RUN)
    for row, field, code, category, message in checked.findings.iter_rows():
        line, column = row + upload.above, upload.columns.get(field)
        yield FileFinding(
            level=_LEVELS.get(Category(category), Level.ERROR),
            code=code,
            message=message,
            workbook=given.name,
            cell=f"{column}{line}" if column else None,
            field=field,
            row=row,
            category=category,
        )
