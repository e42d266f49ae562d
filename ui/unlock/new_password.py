"""A new password after a recovery sheet opened the store: asked before anything else is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from ui.forms.fields import ChoiceField
from ui.forms.form import Form
from ui.parts import PrimaryButton, ToneLabel, title_label
from ui.theme import em
from ui.unlock.editor import SHOW_WORDS
from ui.unlock.password import PasswordField, password_problem
from ui.unlock.strength_bar import StrengthBar
from ui.unlock.window import PROGRAM_NAME
from ui.waiting import Waiting

COLUMN_EM: Final = 36
FORM_EM: Final = 24
WORDS: Final = (
    "Sổ vừa được mở bằng phiếu khôi phục. Hãy chọn người nhận mật khẩu mới; mật khẩu và mã PIN cũ của người đó hết "
    "hiệu lực. Việc này được ghi vào nhật ký."
)


class NewPasswordWindow(QWidget):
    """Sets one colleague's password. `set_password(handle, password)` runs in a thread; `done` comes after it."""

    done = Signal()
    closed = Signal()

    def __init__(self, colleagues: Sequence[tuple[str, str]], set_password: Callable[[str, str], object]) -> None:
        """`colleagues`: pairs of handle and what is shown for it."""
        super().__init__()
        self._set = set_password
        self._waiting = Waiting(self)
        self._waiting.done.connect(lambda _value: self.done.emit())
        self._waiting.refused.connect(self._refused)
        self.setWindowTitle(PROGRAM_NAME)
        self.form = Form()
        self.who = ChoiceField("handle", "Người nhận mật khẩu mới", tuple(colleagues), empty=None)
        self.password = PasswordField("password", "Mật khẩu mới")
        self.again = PasswordField("again", "Gõ lại mật khẩu mới")
        self.strength = StrengthBar()
        self.show_letters = QCheckBox(SHOW_WORDS)
        self.button = PrimaryButton("Đặt mật khẩu và mở sổ", "check")
        self._build()

    def _build(self) -> None:
        form = self.form
        form.add(self.who)
        form.add(self.password)
        form.add_widget(self.strength)
        form.add(self.again)
        form.add_widget(self.show_letters)
        form.submitted.connect(self.submit)
        self.password.editor.textChanged.connect(self.strength.judge)
        self.show_letters.toggled.connect(self.password.show_letters)
        self.show_letters.toggled.connect(self.again.show_letters)
        self.button.clicked.connect(self.submit)
        column = QWidget()
        column.setMaximumWidth(em(self, COLUMN_EM))
        stack = QVBoxLayout(column)
        side = em(self)
        stack.setContentsMargins(0, side, 0, side)
        top = QVBoxLayout()
        top.setContentsMargins(side, 0, side, 0)  # as the form around its fields
        top.addWidget(title_label("Đặt mật khẩu mới", 1.5))
        top.addWidget(ToneLabel(WORDS, "quiet"))
        stack.addLayout(top)
        form.setMaximumHeight(em(self, FORM_EM))
        stack.addWidget(form, 1000)
        row = QHBoxLayout()
        row.setContentsMargins(side, 0, side, 0)
        row.addStretch(1)
        row.addWidget(self.button)
        stack.addLayout(row)
        stack.addStretch(1)
        whole = QHBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(column, 1000)
        whole.addStretch(1)
        self.resize(em(self, 44), em(self, 36))
        self.password.setFocus()

    def submit(self) -> None:
        """Check both, then set."""
        if self._waiting.busy or not self.form.check():
            return
        handle, password = self.who.draft(), self.password.editor.text()
        problem = password_problem(password, self.again.editor.text())
        if problem is not None:
            self.form.show_problem(problem)
            return
        self.button.setEnabled(False)
        self._waiting.start(lambda: self._set(handle, password))

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.button.setEnabled(True)
        self.form.show_problem(problem if isinstance(problem, RuleError) else RuleError(problem.message))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waiting.wait()
        self.closed.emit()
        super().closeEvent(event)
