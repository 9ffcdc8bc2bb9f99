"""What the ribbon asks of a spreadsheet, tried on a live one: Calc in CI, Excel on a desk.

Nothing here needs more than xlwings, pytest and the engine, so that `pmf ribbon doctor --live` can
run it on the computer of somebody who has Excel.
"""
