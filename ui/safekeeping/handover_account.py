"""The step in which the successor gets an account and types a password of their own."""

from __future__ import annotations

from PySide6.QtCore import Signal

from models.office.staff_queries import StaffMemberView
from models.office.staff_services import StaffMember
from models.safekeeping.handover_services import SUCCESSOR, make_successor
from models.store.errors import EnvironmentProblem, RuleError
from models.store.store import STAFF
from ui.desk import Desk
from ui.forms.combo import QuietCombo
from ui.office.staff_dialogs import SecretDialog, add_staff_dialog, set_password_dialog
from ui.parts import Button, ToneLabel
from ui.safekeeping.handover_steps import StepCard
from ui.safekeeping.parts import button_row
from ui.theme import em

LACKS_OFFICE = "Còn cần quyền quản trị sổ"


class AccountStep(StepCard):
    """`picked` when another colleague is chosen, `over` when something was written into the book."""

    picked = Signal()
    over = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Tài khoản và mật khẩu riêng của bên nhận")
        self._desk = desk
        self._known: tuple[StaffMemberView, ...] = ()
        self.named = ""
        """A receiver whom the minutes name and who has no account yet."""
        words = "Bên nhận tự gõ mật khẩu; bên giao không nhìn. Chọn cán bộ đã có tài khoản, hoặc thêm mới."
        self.body.addWidget(ToneLabel(words, "quiet"))
        self.receiver = QuietCombo()
        self.receiver.setAccessibleName("Bên nhận")
        self.receiver.setMinimumWidth(em(self, 22))
        self.receiver.currentIndexChanged.connect(lambda _index: self.picked.emit())
        self.add_button = Button("Thêm tài khoản…", "user-plus")
        self.add_button.clicked.connect(self.add_receiver)
        self.password_button = Button("Đặt mật khẩu…", "lock")
        self.password_button.clicked.connect(self.set_password)
        self.office_button = Button("Cho làm người quản trị sổ", "check", tip="Cần để đổi khóa sổ trên máy kia")
        self.office_button.clicked.connect(self.make_successor)
        self.body.addLayout(button_row(self.receiver, self.add_button, self.password_button, self.office_button))

    @property
    def chosen(self) -> StaffMemberView | None:
        """The colleague who receives, None until one is chosen."""
        return next((one for one in self._known if one.id == self.receiver.currentData()), None)

    def show_receivers(self, known: tuple[StaffMemberView, ...], proposed: int) -> None:
        """Who may receive; whoever was chosen stays chosen, else the one who is proposed (0: nobody)."""
        wanted = self.receiver.currentData() or proposed
        self._known = known
        self.receiver.blockSignals(True)
        self.receiver.clear()
        self.receiver.addItem("Chọn bên nhận…", 0)
        for one in known:
            self.receiver.addItem(f"{one.display_name} ({one.handle})", one.id)
        self.receiver.setCurrentIndex(max(self.receiver.findData(wanted), 0))
        self.receiver.blockSignals(False)

    def show_account(self, *, elsewhere: bool, allowed: bool) -> bool:
        """What the chosen one still needs; True when nothing. On another machine they must administer the book."""
        receiver = self.chosen
        ready = receiver is not None and receiver.state == "ready"
        lacks_office = ready and elsewhere and receiver is not None and not receiver.administrator
        self.show_done("Đã có mật khẩu riêng" if ready and not lacks_office else "")
        if lacks_office:
            self.lamp.show_state(LACKS_OFFICE, "soon")
        self.office_button.setVisible(lacks_office)
        self.password_button.setVisible(receiver is not None and not ready)
        self.add_button.setEnabled(allowed)
        return ready and not lacks_office

    def add_receiver(self) -> None:
        """A new account, whose password its owner types."""
        before = {one.id for one in self._known}
        dialog = add_staff_dialog(self, self._desk)
        if self.named:
            dialog.form.fields["display_name"].restore(self.named)
        self._run(dialog)
        fresh = [one.id for one in self._known if one.id not in before]
        if fresh:
            self.receiver.setCurrentIndex(self.receiver.findData(fresh[-1]))

    def set_password(self) -> None:
        """A first password for a colleague who has none."""
        if self.chosen is not None:
            self._run(set_password_dialog(self, self._desk, self.chosen))

    def make_successor(self) -> None:
        """The successor needs the administrator's rights on the other machine."""
        if self.chosen is None:
            return
        self.say("")
        try:
            self._desk.do(SUCCESSOR, make_successor, StaffMember(self.chosen.id), kind=STAFF)
        except (RuleError, EnvironmentProblem) as problem:
            self.say(problem.message)
        self.over.emit()

    def _run(self, dialog: SecretDialog) -> None:
        dialog.exec()
        dialog.deleteLater()
        self.over.emit()
