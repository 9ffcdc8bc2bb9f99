"""The tables of the workbook that analysts keep: the export, its mapping and its code lists."""

from __future__ import annotations

from pmf_engine.api import Choice, Code, Date, Table, Text, Whole, Year

BOOK = "core_lettings"
PARTS = ("whole", "day", "month", "year", "first half", "second half")

LETTINGS = Table(
    name="Lettings",
    workbook=BOOK,
    personal=True,
    records=True,
    help="The housing system's export, one row a letting, under whatever headings it has.",
    columns={
        "submitted": Date(
            optional=True,
            help="The day on which the row was uploaded: it is left out of the next file",
        ),
    },
    others=Text(required=False, raw=True),
)
MAPPING = Table(
    name="CORE_Mapping",
    workbook=BOOK,
    key=("year", "field"),
    help="Which column of the export fills which field of the upload file, by collection year.",
    columns={
        "year": Year(help="Collection year, such as 2026/27"),
        "field": Whole(minimum=1, help="Number of the field in the upload file"),
        "column": Text(help="Heading in Lettings, letter for letter"),
        "part": Choice(*PARTS, help="Part of a date or a postcode that the field takes, or whole"),
    },
)
CODES = Table(
    name="CORE_Codes",
    workbook=BOOK,
    key=("column", "value", "year"),
    help="What the words in a column of the export are in the upload file.",
    columns={
        "column": Text(help="Heading in Lettings"),
        "value": Text(help="The word in the export, in any case of letters"),
        "code": Code(required=False, help="The code in the upload file; blank: the field is blank"),
        "year": Year(optional=True, help="Where the code holds for one year only"),
    },
)
EXPORT = {"lettings": LETTINGS, "mapping": MAPPING, "codes": CODES}
