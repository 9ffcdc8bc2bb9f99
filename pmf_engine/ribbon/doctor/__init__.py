"""The doctor: whether the ribbon can work on this computer, and what to do where it cannot."""

from __future__ import annotations

from pmf_engine.ribbon.doctor import installation, surroundings
from pmf_engine.ribbon.doctor.check import Check, State
from pmf_engine.ribbon.doctor.look import Look
from pmf_engine.ribbon.machine import Machine

__all__ = ["Check", "Look", "State", "examine"]


def examine(machine: Machine, look: Look) -> list[Check]:
    """Return every check, in the order in which they are worth mending.

    Where there is no Excel nothing can be installed, so only what holds there is looked at.
    """
    if not machine.has_excel:
        return [installation.addin(machine), installation.xlwings(machine)]
    return [
        installation.python(machine, look),
        installation.xlwings(machine),
        installation.addin(machine),
        surroundings.trust(machine, look),
        surroundings.mark_of_the_web(machine, look),
        surroundings.child_processes(machine, look),
        installation.helper(machine),
        installation.folder(machine),
        surroundings.cloud(machine, look),
    ]
