"""Leaving this machine after a handover: PINs, sign-in memory and every way into the book go, then a fresh start.

The page asked twice and a proved copy outside this disk holds everything; both are demanded again here.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from desktop.locking import replace_process
from desktop.program import REMEMBERED
from models.safekeeping.leaving import demand_copied, wipe_keys
from models.store.errors import EnvironmentProblem, RuleError
from models.store.rights import demand
from ui.frame.window import MainWindow
from ui.leaving import put_down
from ui.register.clipboard import clear_ours

if TYPE_CHECKING:
    from desktop.program import Program
    from models.office.open_office import OpenOffice


def leave_machine(program: Program) -> None:
    """Wipe this machine's keys and show what a machine without a book shows; a refusal stands in the frame."""
    office = program.office
    if office is None:
        return
    try:
        demand(office.actor.rights, "safekeeping")
        demand_copied(office.store)
    except (RuleError, EnvironmentProblem) as problem:
        if isinstance(program.window, MainWindow):
            program.window.missing.say(problem.message, "wrong")
        return
    put_down(program.app)
    program.detach()
    forget(program, office)
    clear_ours()
    replace_process(program.app, program.data, program.sample_password)


def forget(program: Program, office: OpenOffice) -> None:
    """PINs and counters first (they are found through the vault), then the vaults themselves."""
    with suppress(EnvironmentProblem):
        program.sign_in().forget_keys()
    program.memory.remove(REMEMBERED)
    actor, folder = office.actor, office.folder
    with suppress(EnvironmentProblem):  # a vault that the disk would not give up: the fresh window shows that it opens
        wipe_keys(folder, actor)
    office.close()
