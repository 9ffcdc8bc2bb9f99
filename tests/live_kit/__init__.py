"""An xlwings engine over a live LibreOffice Calc: how the ribbon is tested without Excel.

    from tests.live_kit import excel

    with excel() as app:
        book = app.books.open("scorecard.xlsx")
        book.sheets["Scorecard"]["B2"].value

The ribbon's own code runs through `xw.Book`, `Sheet`, `Range`, `Name` and `Table` as on Windows and
Mac; only the spreadsheet behind them is another. Only the part of xlwings under the BSD licence is
used. Needs LibreOffice Calc and its Python bridge (`libreoffice-calc-nogui`, `python3-uno`).

The engine is stricter than Calc, so that it does not flatter: it raises `ExcelWouldCoerce` where
Excel would turn text into a number or a day, or a number into text, and `PermissionError` where a
sheet is protected. What xlwings leaves to each platform stands under `.api`, by Excel's own names:
`Saved` of a book, `ProtectContents` of a sheet, `Locked` and `HasSpill` of a range.

`office.py` starts and ends LibreOffice, `engine.py` has the application, `books.py` what a book
holds, `ranges.py` cells, `blocks.py` how a block of values is read and written.
"""

from tests.live_kit.coercion import ExcelWouldCoerce
from tests.live_kit.engine import attach, excel
from tests.live_kit.office import UnoError, why_not

__all__ = ["ExcelWouldCoerce", "UnoError", "attach", "excel", "why_not"]
