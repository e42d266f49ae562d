"""The last steps of a handover: the new data key under the successor's hands, and leaving a machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog

from models.office.open_office import OpenOffice
from models.office.staff_queries import StaffMemberView
from models.safekeeping.handover_services import Handing, check_receiver, hand_over_and_sign_in
from models.safekeeping.leaving import demand_copied
from models.store.errors import EnvironmentProblem, RuleError
from ui.desk import Desk
from ui.dialogs import confirmed
from ui.frame.menus import SAFEKEEPING
from ui.frame.places import FORM as PLACE
from ui.frame.rekeying import Rekeying
from ui.office.staff_dialogs import SecretDialog
from ui.parts import Button, PrimaryButton, ToneLabel
from ui.safekeeping.handover_steps import StepCard
from ui.safekeeping.parts import button_row
from ui.unlock.password import PasswordField

PLACE_WORD: Final = "handover"
HANDED: Final = "handed"
"""The page is opened with this just after a new key was made in this very process."""
KEY_WORDS: Final = (
    "Sổ được mã hóa lại bằng khóa mới. Tài khoản của bên giao không mở được sổ nữa, mã PIN của họ trên máy này bị xóa; "
    "bên nhận thành người quản trị sổ và làm tiếp ngay. USB cũ vẫn mở bằng mật khẩu cũ, như biên bản đã ghi."
)
OTHER_MACHINE: Final = (
    "Trên máy của bên nhận: cài chương trình, cắm USB, chọn «Khôi phục từ USB», mở bằng mật khẩu riêng của bên "
    "nhận (hoặc phiếu khôi phục). Rồi vào Sao lưu, Bàn giao sổ trên máy đó để đổi khóa, và sao lưu lại."
)
LEAVING_WORDS: Final = (
    "Khi máy của bên nhận đã mở được sổ: xóa khóa của sổ khỏi máy này. Sau đó không mật khẩu hay phiếu nào mở được "
    "phần còn lại trên máy này."
)
HANDING: Final = "Đang bàn giao và làm khóa mới của sổ. Việc này mất vài giây; đừng tắt máy."


class KeyStep(StepCard):
    """`rekey_asked` carries the Rekeying once the successor has proved the own password."""

    rekey_asked = Signal(object)

    def __init__(self, desk: Desk, giver_id: int) -> None:
        super().__init__("Đổi khóa sổ")
        self._desk, self._giver_id = desk, giver_id
        self.receiver: StaffMemberView | None = None
        """Who receives; told by the page."""
        self.body.addWidget(ToneLabel(KEY_WORDS, "quiet"))
        self.keep_sheet = QCheckBox("Giữ phiếu khôi phục đang có (chỉ khi bên giao chưa từng giữ phiếu)")
        self.body.addWidget(self.keep_sheet)
        self.button = PrimaryButton("Bàn giao, đổi khóa sổ…", "lock")
        self.button.clicked.connect(self.hand_over)
        self.body.addLayout(button_row(self.button))

    def key_dialog(self, receiver: StaffMemberView) -> SecretDialog:
        """The successor proves the own password before the old key goes."""
        name = receiver.display_name
        words = f"{name} gõ mật khẩu riêng để chứng tỏ mở được sổ. Sau bước này bên giao không mở được nữa."
        dialog = SecretDialog(self, self._desk, f"Bàn giao cho {name}", words=words, yes="Bàn giao, đổi khóa")
        dialog.form.add(PasswordField("password", "Mật khẩu riêng của bên nhận"))

        def read() -> Callable[[], object]:
            password = dialog.form.fields["password"].draft()
            if not password:
                raise RuleError("Còn thiếu mật khẩu.", field="password", code="missing")
            return lambda: check_receiver(self._desk.store, receiver.id, password)

        dialog.on_work(read)
        return dialog

    def hand_over(self) -> None:
        """Ask for the successor's password, then hand over while no frame stands over the book."""
        receiver = self.receiver
        if receiver is None:
            return
        dialog = self.key_dialog(receiver)
        password_field = dialog.form.fields["password"]
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        handing = Handing(self._giver_id, receiver.id, password_field.draft(), self.keep_sheet.isChecked())
        dialog.deleteLater()
        if accepted:
            done = f"Đã bàn giao cho {receiver.display_name}. Sổ có khóa mới."
            self.rekey_asked.emit(Rekeying(HANDING, _handing(handing), done))


class LeaveStep(StepCard):
    """`leave_asked` after two questions: wipe this machine's keys."""

    leave_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Rời máy này")
        self._desk = desk
        self.body.addWidget(ToneLabel(OTHER_MACHINE, "quiet"))
        self.body.addWidget(ToneLabel(LEAVING_WORDS, "quiet"))
        self.button = Button("Xóa khóa khỏi máy này…", "trash-2")
        self.button.clicked.connect(self.leave_machine)
        self.body.addLayout(button_row(self.button))

    def leave_machine(self) -> None:
        """Ask twice; then this machine's keys are wiped."""
        try:
            medium = demand_copied(self._desk.store)
        except (RuleError, EnvironmentProblem) as problem:
            self.say(problem.message)
            return
        first = (
            f"Bản sao trên {medium} chứa đủ những gì đã ghi. Khóa của sổ trên máy này sẽ bị xóa, mã PIN và phần "
            "ghi nhớ đăng nhập cũng vậy. Chỉ làm khi máy của bên nhận đã mở được sổ."
        )
        if not confirmed(self, "Rời máy này?", first, "Tiếp tục"):
            return
        second = "Việc này không hoàn tác được. Muốn mở sổ trên máy này lần nữa phải khôi phục từ USB."
        if confirmed(self, "Xóa khóa của sổ khỏi máy này?", second, "Xóa khóa"):
            self.leave_asked.emit()


def _handing(handing: Handing) -> Callable[[OpenOffice], None]:
    def run(office: OpenOffice) -> None:
        hand_over_and_sign_in(office, handing)
        office.keep_draft(PLACE, {"section": str(SAFEKEEPING), "page": f"{PLACE_WORD}/{HANDED}"})

    return run
