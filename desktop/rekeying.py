"""A new data key while the program is open: the frame goes, the work runs beside a waiting window, a frame returns."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from desktop.quick_unlock import handle_of
from models.store.errors import EnvironmentProblem, RuleError
from ui.frame.places import keep_place
from ui.frame.rekeying import Rekeying
from ui.frame.window import MainWindow
from ui.leaving import put_down
from ui.unlock.busy import BusyWindow
from ui.waiting import Waiting

if TYPE_CHECKING:
    from desktop.program import Program
    from models.office.open_office import OpenOffice

TITLE: Final = "Xin đợi một chút"


class Rekeyer(QObject):
    """One such work; it goes when it is done."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._words = ""
        self._busy: BusyWindow | None = None
        self._waiting = Waiting(self)
        self._waiting.done.connect(lambda _value: self._end(self._words, "done"))
        self._waiting.refused.connect(self._refused)

    def start(self, asked: Rekeying) -> None:
        """Put the frame away and begin."""
        program = self._program
        window = program.window
        if program.office is None or not isinstance(window, MainWindow):
            return
        put_down(program.app)
        with suppress(EnvironmentProblem):
            keep_place(window)
        self._words = asked.done
        office = program.detach()
        program.office = office
        program.rekeying = True
        self._busy = BusyWindow(TITLE, asked.words)
        program.show(self._busy)
        self._waiting.start(lambda: self._run(asked, office))

    def _run(self, asked: Rekeying, office: OpenOffice | None) -> None:
        """In the thread: the work, then the PINs of those who have no slot any more."""
        if office is None:
            return
        asked.run(office)
        with suppress(EnvironmentProblem):
            self._program.sign_in().forget_gone()

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._end(problem.message, "wrong")

    def _end(self, words: str, tone: str) -> None:
        if self._busy is not None:
            self._busy.let_go()
        self._program.rekeying = False
        office = self._program.office
        if tone == "done" and office is not None:
            self._program.remember_ways(handle_of(office))
        frame = self._program.frame()
        if frame is not None and tone == "done":
            frame.status.say(words)
        elif frame is not None:
            frame.missing.say(words, "wrong")
        self._program.guard().catch_up()
        self.deleteLater()
