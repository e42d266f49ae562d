"""The first-run window: commune, province, the first staff member and the password that guards the store.

It says plainly what cannot be undone. The store is made by `create`, which runs in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from models.store.vietnamese import tidy
from ui.forms.fields import ChoiceField, TextField
from ui.forms.form import Form
from ui.parts import Notice, PrimaryButton, ToneLabel, title_label
from ui.plain import LinkButton
from ui.theme import em
from ui.unlock.editor import SHOW_WORDS
from ui.unlock.password import PasswordField, password_problem
from ui.unlock.strength_bar import StrengthBar
from ui.waiting import Waiting

KINDS: Final = (("xã", "Xã"), ("phường", "Phường"), ("đặc khu", "Đặc khu"))
COLUMN_EM: Final = 40
MUCH: Final = 1000
"""Against a stretch of 1: as much as there is."""


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first run asks: kind is "xã", "phường" or "đặc khu"; province is the code of the given list."""

    kind: str
    commune: str
    province: str
    staff_name: str
    password: str


class FirstRunWindow(QWidget):
    """Makes a new store. `create(FirstRun)` runs in a thread and returns the opened office."""

    created = Signal(object)
    restore_asked = Signal()

    def __init__(
        self,
        provinces: Sequence[tuple[str, str]],
        create: Callable[[FirstRun], object],
        *,
        folder: str = "",
    ) -> None:
        super().__init__()
        self._create = create
        self._waiting = Waiting(self)
        self._waiting.done.connect(self.created)
        self._waiting.refused.connect(self._refused)
        self.setWindowTitle("Sổ An Sinh: lập sổ mới")
        self.form = Form()
        self.kind = ChoiceField("kind", "Loại đơn vị", KINDS, empty=None)
        self.commune = TextField("commune", "Tên xã, phường, đặc khu", required=True, hint="Ví dụ: Đồng Cầu")
        self.province = ChoiceField("province", "Tỉnh, thành phố", provinces, required=True, empty="Chọn tỉnh…")
        self.staff = TextField(
            "staff_name", "Họ tên người dùng sổ", required=True, hint="Tên này đứng ở nhật ký thay đổi"
        )
        self.password = PasswordField("password", "Mật khẩu")
        self.again = PasswordField("again", "Gõ lại mật khẩu")
        self.show_letters = QCheckBox(SHOW_WORDS)
        self.strength = StrengthBar()
        self.button = PrimaryButton("Lập sổ", "check")
        self.restore = LinkButton("Đã có bản sao lưu? Khôi phục từ USB…")
        self.restore.clicked.connect(self.restore_asked)
        self._build(folder)

    def _build(self, folder: str) -> None:
        form = self.form
        form.add_group("Đơn vị")
        for field in (self.kind, self.commune, self.province, self.staff):
            form.add(field)
        form.add_group("Mật khẩu mở sổ")
        warning = (
            "Không ai lấy lại được mật khẩu này, kể cả người làm ra chương trình. Bước sau in phiếu khôi phục: quên "
            "mật khẩu mà không có phiếu là mất toàn bộ sổ."
        )
        form.add_widget(Notice(warning, "soon"))
        form.add(self.password)
        form.add_widget(self.strength)
        form.add(self.again)
        form.add_widget(self.show_letters)
        for field in (self.password, self.again):
            self.show_letters.toggled.connect(field.show_letters)
        self.password.editor.textChanged.connect(self.strength.judge)
        form.submitted.connect(self.submit)
        self.button.clicked.connect(self.submit)
        self.button.setToolTip("Lập sổ (Ctrl+Enter)")
        top = QVBoxLayout()
        top.setContentsMargins(em(self), em(self), em(self), 0)
        top.addWidget(title_label("Lập sổ mới", 1.6))
        where = f" Sổ được mã hóa và chỉ nằm trên máy này: {folder}" if folder else ""
        top.addWidget(ToneLabel(f"Chỉ làm một lần, mất khoảng hai phút.{where}", "quiet"))
        foot = QHBoxLayout()
        foot.setContentsMargins(em(self), 0, em(self), em(self))
        foot.addWidget(self.restore)
        foot.addStretch(1)
        foot.addWidget(self.button)
        column = QWidget()
        column.setMaximumWidth(em(self, COLUMN_EM))
        stack = QVBoxLayout(column)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.addLayout(top)
        stack.addWidget(form, MUCH)
        stack.addLayout(foot)
        stack.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(column, MUCH)
        whole.addStretch(1)
        form.inner.installEventFilter(self)
        self.resize(em(self, COLUMN_EM), em(self, 48))
        self.commune.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The form is never higher than its fields, so that the button stands below the last one."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and isinstance(watched, QWidget):
            self.form.setMaximumHeight(max(watched.heightForWidth(watched.width()), watched.sizeHint().height()))
        return super().eventFilter(watched, event)

    def submit(self) -> None:
        """Check everything and make the store."""
        if self._waiting.busy or not self.form.check():
            return
        password = self.password.editor.text()
        problem = password_problem(password, self.again.editor.text())
        if problem is not None:
            self.form.show_problem(problem)
            return
        asked = FirstRun(
            kind=self.kind.draft(),
            commune=tidy(self.commune.draft()),
            province=self.province.draft(),
            staff_name=tidy(self.staff.draft()),
            password=password,
        )
        self.button.setEnabled(False)
        self.restore.setEnabled(False)
        self.button.setText("Đang lập sổ…")
        self._waiting.start(lambda: self._create(asked))

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.button.setEnabled(True)
        self.restore.setEnabled(True)
        self.button.setText("Lập sổ")
        self.form.show_problem(problem if isinstance(problem, RuleError) else RuleError(problem.message))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waiting.wait()
        super().closeEvent(event)
