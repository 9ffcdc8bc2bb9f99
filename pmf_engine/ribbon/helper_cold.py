"""RunPython's way: a new Python for one press, its answer left in the request folder."""

from __future__ import annotations

import sys

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.helper_answer import respond
from pmf_engine.ribbon.helper_box import Box
from pmf_engine.ribbon.machine import Machine


def answer(control: str, tag: str, request: str) -> None:
    """Do what a button asks in the workbook that called, and leave the answer for the add-in.

    Ends with a sentence, which RunPython shows, where the request folder cannot be trusted.
    """
    import xlwings

    machine = Machine.here()
    box = Box(machine.requests)
    try:
        box.prepare()
        told = respond(
            control, tag, xlwings.Book.caller, machine, may_begin=lambda: box.begin(request)
        )
        box.reply(request, told)
    except PmfError as fault:
        sys.exit(str(fault))
