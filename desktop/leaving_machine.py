"""Leaving this machine after a handover: PINs, sign-in memory and every way into the book go, then a fresh start.

The page asked twice and a proved copy outside this disk holds everything; both are demanded again here. The fresh
process, in whose memory no key ever was, says what went and what stayed.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from desktop.locking import replace_process
from desktop.program import LEFT_HERE, REMEMBERED
from models.safekeeping.leaving import demand_copied, left_on, wipe_keys
from models.store.errors import EnvironmentProblem, RuleError
from models.store.rights import demand
from ui.frame.window import MainWindow
from ui.leaving import put_down
from ui.register.clipboard import clear_ours
from ui.unlock.left_window import LeftWindow

if TYPE_CHECKING:
    from desktop.program import Program
    from models.office.open_office import OpenOffice

PINS_STAYED = "pins"


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
    """PINs and counters first (they are found through the vault), then the vaults; noted for the farewell."""
    pins = ""
    try:
        program.sign_in().forget_keys()
    except EnvironmentProblem:
        pins = PINS_STAYED
    program.memory.remove(REMEMBERED)
    actor, folder = office.actor, office.folder
    with suppress(EnvironmentProblem):  # a vault that the disk would not give up: the farewell finds it and says so
        wipe_keys(folder, actor)
    office.close()
    program.memory.setValue(LEFT_HERE, f"{program.data}\n{pins}")
    program.memory.sync()


def say_farewell(program: Program) -> bool:
    """Tell what leaving did where this data folder was left and nobody has read it yet; False where it was not."""
    data, _, pins = str(program.memory.value(LEFT_HERE) or "").partition("\n")
    if data != str(program.data):
        return False
    left = left_on(program.data)
    window = LeftWindow(program.data, keys=left.keys, rest=left.rest, pins=pins == PINS_STAYED)

    def read() -> None:
        program.memory.remove(LEFT_HERE)

    window.ended.connect(read)
    window.go_on_asked.connect(read)
    window.go_on_asked.connect(program.start)
    program.show(window)
    return True
