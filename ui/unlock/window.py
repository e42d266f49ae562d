"""The unlock window, the first thing painted.

It imports Qt, the standard library and the vault's neighbours only: whatever pulls the database or the paper libraries
is loaded later. The password goes to `open_with`, which runs in a thread; the office it returns is announced.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from ui.parts import Card, Notice, PrimaryButton, ToneLabel, title_label
from ui.theme import em
from ui.unlock.password import PasswordField
from ui.waiting import Waiting

OpenWith = Callable[[str], object]

PROGRAM_NAME = "Sổ An Sinh"


class UnlockWindow(QWidget):
    """Asks for the password and opens the office.

    `open_with(password)` runs in a thread and returns the opened office or raises RuleError or EnvironmentProblem.
    `commune` may be empty: nothing about the commune is readable before unlocking unless the caller knows it.
    """

    opened = Signal(object)

    def __init__(self, open_with: OpenWith, *, commune: str = "", sample_password: str | None = None) -> None:
        super().__init__()
        self._open_with = open_with
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._done)
        self._waiting.refused.connect(self._refused)
        self.setWindowTitle(PROGRAM_NAME)
        self.password = PasswordField("password", "Mật khẩu", last=True)
        self.password.entered.connect(self.unlock)
        self.button = PrimaryButton("Mở sổ")
        self.button.clicked.connect(self.unlock)
        self.notice = Notice("", "wrong")
        self._build(commune, sample_password)

    def _build(self, commune: str, sample_password: str | None) -> None:
        card = Card()
        card.setFixedWidth(em(self, 26))
        side = em(self, 1.6)
        card.body.setContentsMargins(side, side, side, side)
        card.body.setSpacing(em(self, 0.6))
        card.body.addWidget(title_label(PROGRAM_NAME, 1.8))
        card.body.addWidget(ToneLabel(commune or "Sổ theo dõi an sinh xã hội của xã, phường", "quiet"))
        card.body.addSpacing(em(self, 0.4))
        if sample_password is not None:
            words = f"Đây là dữ liệu mẫu, không có người thật. Mật khẩu: {sample_password}"
            card.body.addWidget(Notice(words, "soon"))
        card.body.addWidget(self.notice)
        card.body.addWidget(self.password)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        self.resize(em(self, 48), em(self, 34))
        self.password.setFocus()

    def unlock(self) -> None:
        """Try the typed password."""
        if self._waiting.busy:
            return
        password = self.password.editor.text()
        if not password:
            self.password.say("Hãy gõ mật khẩu.")
            self.password.setFocus()
            return
        self.notice.say("")
        self.password.say("Đang mở… (khoảng một giây)", "quiet")
        self._enable(False)
        self._waiting.start(lambda: self._open_with(password))

    def _enable(self, on: bool) -> None:
        self.password.editor.setReadOnly(not on)
        self.button.setEnabled(on)
        self.button.setText("Mở sổ" if on else "Đang mở…")

    def _done(self, office: object) -> None:
        self.password.editor.clear()
        self.password.say(None)
        self._enable(True)
        self.opened.emit(office)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._enable(True)
        self.password.setFocus()
        self.password.editor.selectAll()
        if isinstance(problem, RuleError):
            self.password.say(problem.message)
        else:
            self.password.say(None)
            self.notice.say(problem.message, "wrong")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waiting.wait()
        super().closeEvent(event)
