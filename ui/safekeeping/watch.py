"""What safekeeping does beside every screen: the lamp in the status line, the daily reminder, the weekly drill, and the
offer on closing. News are lines in the window; the one question, on closing, never stands in the way of leaving.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from models.safekeeping.handover_state import taking_over
from models.safekeeping.rules import Moment
from ui.desk import Desk
from ui.dialogs import Question
from ui.frame.status import StatusLine
from ui.leaving import flush_forms
from ui.parts import Notice
from ui.safekeeping.engine import StoreCopies
from ui.safekeeping.facts import Found, Proved
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.places import Drives
from ui.safekeeping.reminding import reminder_words
from ui.safekeeping.state_page import StatePage

FIRST_REMINDER_MS: Final = 2 * 60_000
"""Nobody is reminded the moment the book opens."""
ROUND_MS: Final = 10 * 60_000
"""So often the lamp, the reminder and the weekly drill are looked at."""
CALM_MS: Final = 3000
"""Changes are often several in a row."""
REST_S: Final = 120
_USED: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel})
TAKING: Final = (
    "{giver} đã bàn giao sổ cho bạn. Chừng nào chưa đổi khóa sổ, tài khoản và mật khẩu của bên giao còn mở được sổ "
    "trên máy này. Nút bên cạnh dẫn đến: Sao lưu, Bàn giao sổ."
)
ASKED: Final = "safekeeping/asked"
ASKED_ON_CLOSING: Final = "safekeeping/asked-on-closing"


class Watch(QObject):
    """Belongs to the main window. `back_up_asked` when the clerk follows a reminder; `leave` closes the window.

    `taking` is a line for whoever received the book by minutes of another machine and has not made its new key yet;
    `handover_asked` when they follow it.
    """

    back_up_asked = Signal()
    handover_asked = Signal()

    def __init__(self, window: QWidget, desk: Desk, drives: Drives, status: StatusLine) -> None:
        super().__init__(window)
        self._window, self._desk, self._status = window, desk, status
        self.engine = StoreCopies(desk, drives)
        self.keeper = Keeper(self.engine, self)
        self.notice = Notice("", "soon", button="Sao lưu ngay")
        self.notice.pressed.connect(self._follow)
        self.taking = Notice("", "soon", button="Đổi khóa sổ…")
        self.taking.pressed.connect(self.handover_asked)
        self._last_used = time.monotonic()
        self._calm = self._timer(CALM_MS, self.keeper.renew, single=True)
        self._round = self._timer(ROUND_MS, self.go_round)
        self._first = self._timer(FIRST_REMINDER_MS, self.remind, single=True)
        self.keeper.state_changed.connect(self.show_lamp)
        self.keeper.began.connect(self._began)
        self.keeper.ended.connect(lambda: status.say(""))
        self.keeper.proved.connect(self._proved)
        self.keeper.problem.connect(self._problem)
        self.keeper.checked.connect(lambda _outcome: status.say("Đã kiểm tra xong bản sao lưu."))
        self.show_lamp()
        self.show_taking()

    def _timer(self, wait: int, call: Callable[[], object], *, single: bool = False) -> QTimer:
        made = QTimer(self)
        made.setInterval(wait)
        made.setSingleShot(single)
        made.timeout.connect(call)
        return made

    def start(self) -> None:
        """Begin to watch; the window is shown."""
        native = self._window.windowHandle()
        if native is not None:
            native.installEventFilter(self)  # the native window alone: a filter on every widget would slow it down
        self.keeper.start()
        self._round.start()
        self._first.start()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Something was changed: soon it may want a copy."""
        if any(subject in ("safekeeping", "staff") for subject, _ in stale):
            self.show_taking()
        if stale and not self._calm.isActive():
            self._calm.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USED:
            self._last_used = time.monotonic()
        return False

    def rested_s(self) -> float:
        """Seconds since keys or mouse were last used over the window."""
        return time.monotonic() - self._last_used

    def close(self) -> None:
        """Stop a running job and every timer."""
        for timer in (self._calm, self._round, self._first):
            timer.stop()
        self.keeper.close()

    def hold(self, on: bool, parts: Sequence[QWidget]) -> None:
        """While the store under the windows is replaced nothing reads or writes it; what is typed is kept before."""
        if on:
            flush_forms(self._window)
            self.close()
            self.notice.say("")
        else:
            self.start()
        for part in parts:
            part.setEnabled(not on)

    # -- the lamp and the reminder -----------------------------------------------------------------------------------

    def show_lamp(self) -> None:
        """The lamp of the status line."""
        state = self.keeper.state
        words = f"{state.lamp.why} {state.lamp.todo}".strip()
        self._status.show_backup(state.lamp.short, state.lamp.tone, words)
        if not state.due:
            self.notice.say("")

    def show_taking(self) -> None:
        """Until the key is changed whoever gave the book away opens it still: every screen says so."""
        found = taking_over(self._desk.store, self._desk.office.actor.staff_id or 0)
        self.taking.say(TAKING.format(giver=found.giver) if found is not None else "")

    def go_round(self) -> None:
        """Every ten minutes."""
        self.keeper.renew()
        self.remind()
        self.drill_if_due()

    def remind(self) -> None:
        """The daily reminder, once a day, as a line in the window."""
        state, today = self.keeper.state, self._desk.today.isoformat()
        asked = str(self._desk.memory.value(ASKED) or "")
        if state.due and state.choices.remind_daily and asked != today and not self.keeper.busy:
            self._desk.memory.setValue(ASKED, today)
            self.notice.say(state.due, "soon")

    def _follow(self) -> None:
        self.notice.say("")
        self.back_up_asked.emit()

    def _began(self, words: str) -> None:
        self.notice.say("")
        self._status.say(words)

    def _proved(self, proved: Proved) -> None:
        self._status.say(f"Đã sao lưu và kiểm chứng trên {proved.medium}.")

    def _problem(self, words: str) -> None:
        """A backup that failed is news on every screen; the page of safekeeping says it itself."""
        if not any(page.isVisible() for page in self._window.findChildren(StatePage)):
            self.notice.say(words, "wrong")

    # -- the weekly drill --------------------------------------------------------------------------------------------

    def drill_if_due(self) -> bool:
        """Begin the weekly drill when a copy can be reached and nobody is working; True when it began."""
        if self.keeper.busy or not self.engine.drill_due() or self.rested_s() < REST_S:
            return False
        place = next((one for one in self.keeper.found if one.standing == "ours" and one.copies), None)
        return place is not None and self.keeper.drill(place)

    # -- closing -----------------------------------------------------------------------------------------------------

    def stays(self, leave: Callable[[], object]) -> bool:
        """Offer a copy before the clerk leaves; True when the window stays open for it.

        Asked once a day, and never while the system shuts down. Every way out of the question but one is to leave.
        """
        app, today = QApplication.instance(), self._desk.today.isoformat()
        if isinstance(app, QApplication) and app.isSavingSession():
            return False
        if self.keeper.busy:
            return self._stays_for_job(leave)
        why = reminder_words(self._desk, Moment.CLOSING)
        if not why or str(self._desk.memory.value(ASKED_ON_CLOSING) or "") == today:
            return False
        self._desk.memory.setValue(ASKED_ON_CLOSING, today)
        place = self.own_place()
        words = why if place is not None else f"{why} Cắm USB của cơ quan vào máy rồi chọn Sao lưu."
        if not self._ask("Sao lưu trước khi đóng?", words, "Sao lưu rồi đóng", "Đóng luôn"):
            return False
        if place is None or not self.keeper.back_up(place, then=lambda: QTimer.singleShot(0, self, leave)):
            self.back_up_asked.emit()
        return True

    def own_place(self) -> Found | None:
        """A stick of the office that is plugged in, one off this disk first."""
        ours = [one for one in self.keeper.found if one.standing == "ours" and not one.drive.read_only]
        return min(ours, key=lambda one: not one.drive.outside, default=None)

    def _stays_for_job(self, leave: Callable[[], object]) -> bool:
        words = "Đóng bây giờ thì việc đang làm trên USB dừng lại; các bản sao có từ trước vẫn nguyên vẹn."
        if not self._ask("Đang sao lưu dở", words, "Chờ xong rồi đóng", "Dừng và đóng"):
            return False
        self.keeper.ended.connect(lambda: QTimer.singleShot(0, self, leave))
        if not self.keeper.busy:
            leave()
        return True

    def _ask(self, title: str, words: str, yes: str, no: str) -> bool:
        question = Question(self._window, title, words, yes, no)
        answer = question.exec() == Question.DialogCode.Accepted
        question.deleteLater()
        return answer
