"""Searches over all lists that run beside the window: what was paid without being due, and what the program finds."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from models.benefits.months import late
from models.store.dates import Month, month_display
from models.store.errors import EnvironmentProblem, RuleError
from ui.desk import Desk
from ui.theme import Tone
from ui.waiting import Waiting

OWED = "Thấy {count} khoản đã chi khi không còn được hưởng: xem mục Phải thu hồi."


class Searching(QObject):
    """One search at a time; `told` brings a sentence and its tone. Searches that find nothing owed say nothing."""

    told = Signal(str, str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._month = Month(0)
        self._debts, self._events = Waiting(self), Waiting(self)
        self._debts.done.connect(self._tell_debts)
        self._events.done.connect(self._tell_events)
        for waiting in (self._debts, self._events):
            waiting.refused.connect(self._refused)

    @property
    def busy(self) -> bool:
        """Whether a search runs."""
        return self._debts.busy or self._events.busy

    def debts_of(self, people: Collection[int]) -> None:
        """Look for what was paid to these people without being due."""
        if people and not self.busy:
            command = late.FindDebts(frozenset(people))
            self._debts.start(lambda: self._desk.do("Tìm khoản chi vượt", late.find_debts, command))

    def events_of(self, month: Month) -> None:
        """Look for everything that changes what is due around a month."""
        if self.busy:
            return
        self._month = month
        command = late.FindEvents(month)
        self._events.start(lambda: self._desk.do("Tìm biến động", late.find_events, command))
        self.told.emit(f"Đang tìm biến động cho tháng {month_display(month)}…", "accent")

    def _tell_debts(self, found: object) -> None:
        if isinstance(found, tuple) and found:
            self._say(OWED.format(count=len(found)), "soon")

    def _tell_events(self, found: object) -> None:
        if not isinstance(found, late.Found):
            return
        many = sum(count for _, count in found.events)
        owed = f" {OWED.format(count=len(found.debt_ids))}" if found.debt_ids else ""
        words = f"Tháng {month_display(self._month)}: {many} việc mới." if many else "Không có việc nào mới."
        self._say(f"{words}{owed}", "done")

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._say(problem.message, "wrong")

    def _say(self, words: str, tone: Tone) -> None:
        self.told.emit(words, tone)

    def wait(self) -> None:
        """Wait for what still runs, before the page goes."""
        self._debts.wait()
        self._events.wait()
