"""The unlock window, the first thing painted.

It imports Qt's widgets, the theme and the plain parts only, and says when it is painted, so that everything else is
loaded afterwards. The password goes to `open_with`, which runs in a thread; the office it returns is announced.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.plain import Card, PrimaryButton, ToneLabel, leave_room_for_marks, title_label
from ui.theme import Tone, em
from ui.unlock.editor import CAPS_WORDS, SHOW_WORDS, PasswordEditor

if TYPE_CHECKING:
    from models.store.errors import EnvironmentProblem, RuleError
    from ui.parts import Notice
    from ui.waiting import Waiting

OpenWith = Callable[[str], object]

PROGRAM_NAME: Final = "Sổ An Sinh"
CARD_EM: Final = 26
SIDE_EM: Final = 1.6
FIELD_EM: Final = 2.1
NOTE_LINE: Final = 1.15


class UnlockWindow(QWidget):
    """Asks for the password and opens the office.

    `open_with(password)` runs in a thread and returns the opened office or raises RuleError or EnvironmentProblem.
    Nothing about the commune is readable before unlocking. `painted` comes once, after the first paint.
    """

    opened = Signal(object)
    painted = Signal()

    def __init__(self, open_with: OpenWith, *, sample_password: str | None = None) -> None:
        super().__init__()
        self._open_with = open_with
        self._was_painted = False
        self._waiting: Waiting | None = None
        self._notice: Notice | None = None
        self.setWindowTitle(PROGRAM_NAME)
        self.password = PasswordEditor()
        self.password.returnPressed.connect(self.unlock)
        self.password.textEdited.connect(self._typed)
        self.password.caps_lock.connect(self._caps_lock)
        self.note = ToneLabel("", "quiet", factor=0.9)
        self.show_letters = QCheckBox(SHOW_WORDS)
        self.show_letters.toggled.connect(self.password.show_letters)
        self.button = PrimaryButton("Mở sổ")
        self.button.clicked.connect(self.unlock)
        self._build(sample_password)

    def _build(self, sample_password: str | None) -> None:
        self._card = card = Card()
        card.setFixedWidth(em(self, CARD_EM))
        side = em(self, SIDE_EM)
        card.body.setContentsMargins(side, side, side, side)
        card.body.setSpacing(em(self, 0.6))
        card.body.addWidget(title_label(PROGRAM_NAME, 1.8))
        card.body.addWidget(ToneLabel("Sổ theo dõi an sinh xã hội của xã, phường", "quiet"))
        card.body.addSpacing(em(self, 0.4))
        if sample_password is not None:
            sample = Card(fill="soon_soft")
            words = f"Đây là dữ liệu mẫu, không có người thật. Mật khẩu: {sample_password}"
            sample.body.addWidget(ToneLabel(words, "soon"))
            card.body.addWidget(sample)
        self._field = QVBoxLayout()
        self._field.setSpacing(round(em() * 0.2))
        label = QLabel("Mật khẩu")
        leave_room_for_marks(label)
        label.setBuddy(self.password)
        self.password.setAccessibleName(label.text())
        self.password.setMinimumHeight(em(self, FIELD_EM))
        for one in (label, self.password, self.note):
            self._field.addWidget(one)
        card.body.addLayout(self._field)
        row = QHBoxLayout()
        row.addWidget(self.show_letters)
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(1)
        self._say("")
        self.resize(em(self, 48), em(self, 34))
        self.password.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def unlock(self) -> None:
        """Try the typed password."""
        if self._waiting is None:
            self._waiting = self._made_waiting()
        if self._waiting.busy:
            return
        password = self.password.text()
        if not password:
            self._say("Hãy gõ mật khẩu.", "wrong")
            self.password.setFocus()
            return
        if self._notice is not None:
            self._notice.say("")
        self._say("Đang mở… (khoảng một giây)")
        self._enable(False)
        self._waiting.start(lambda: self._open_with(password))

    def _made_waiting(self) -> Waiting:
        from ui.waiting import Waiting  # noqa: PLC0415 - the first paint does not wait for it

        waiting = Waiting(self)
        waiting.done.connect(self._done)
        waiting.refused.connect(self._refused)
        return waiting

    def _say(self, words: str, name: Tone = "quiet") -> None:
        """Words under the field, which keeps room for one line of them."""
        self.note.setText(words)
        self.note.set_tone(name)
        width = self._card.width() - 2 * em(self, SIDE_EM)
        one_line = round(self.note.fontMetrics().lineSpacing() * NOTE_LINE)
        self.note.setMinimumHeight(max(one_line, self.note.heightForWidth(width)))

    def _typed(self) -> None:
        if self.note.text() != CAPS_WORDS:
            self._say("")

    def _caps_lock(self, on: bool) -> None:
        if on:
            self._say(CAPS_WORDS, "soon")
        elif self.note.text() == CAPS_WORDS:
            self._say("")

    def _enable(self, on: bool) -> None:
        self.password.setReadOnly(not on)
        self.button.setEnabled(on)
        self.button.setText("Mở sổ" if on else "Đang mở…")

    def _done(self, office: object) -> None:
        self.password.clear()
        self._say("")
        self._enable(True)
        self.opened.emit(office)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        from models.store.errors import RuleError  # noqa: PLC0415 - the first paint does not wait for it

        self._enable(True)
        self.password.setFocus()
        self.password.selectAll()
        if isinstance(problem, RuleError):
            self._say(problem.message, "wrong")
            return
        self._say("")
        self.notice().say(problem.message, "wrong")

    def notice(self) -> Notice:
        """Where troubles of the machine are told, above the password."""
        if self._notice is None:
            from ui.parts import Notice  # noqa: PLC0415 - the first paint does not wait for it

            self._notice = Notice("", "wrong")
            self._card.body.insertWidget(self._card.body.indexOf(self._field), self._notice)
        return self._notice

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._waiting is not None:
            self._waiting.wait()
        super().closeEvent(event)
