"""Forms about colleagues: a new one, their role, their password, one's own password.

Promises: a form with a password keeps no draft of anything, and the slow work on keys runs beside the window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from models.office import staff_keys
from models.office.staff_queries import StaffMemberView, handles_ever
from models.office.staff_rules import (
    ADMINISTRATOR_LABEL,
    ROLE_LABELS,
    ROLE_WORDS,
    ROLES,
    check_display_name,
    check_handle,
    next_handle,
)
from models.office.staff_services import AddStaff, ChangeStaff, change_staff
from models.store.errors import EnvironmentProblem, RuleError
from models.store.store import STAFF
from models.store.vault import WrongPassword
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import CheckField, ChoiceField, TextField
from ui.parts import ToneLabel
from ui.unlock.password import PasswordField, password_problem
from ui.waiting import Waiting

ROLE_CHOICES: Final = tuple((role, ROLE_LABELS[role]) for role in ROLES)
KEYS_HINT: Final = "Ít nhất 8 ký tự; không lấy lại được, chỉ đặt lại được"
ADMINISTRATOR_HINT: Final = "Được quản lý cán bộ, khôi phục, bàn giao, hủy phiếu"


class SecretDialog(FormDialog):
    """A form with passwords. `on_work` reads the fields (RuleError refuses) and gives back the slow call to make."""

    def __init__(self, parent: QWidget | None, desk: Desk, title: str, *, words: str, yes: str) -> None:
        super().__init__(parent, desk, title, words=words, yes=yes)
        self._read: Callable[[], Callable[[], object]] = lambda: lambda: None
        self._waiting = Waiting(self)
        self._waiting.done.connect(lambda _value: self._finished())
        self._waiting.refused.connect(self._refused)

    def on_work(self, read: Callable[[], Callable[[], object]]) -> None:
        """What saving does; call after all fields were added."""
        self._read = read
        self.on_save(lambda: None)

    def submit(self) -> None:
        """Check, then run the slow call; the fields wait meanwhile."""
        if self._waiting.busy or not self.form.check():
            return
        self.notice.say("")
        try:
            call = self._read()
        except RuleError as error:
            self.form.show_problem(error)
            return
        self._hold(True)
        self._waiting.start(call)

    def _hold(self, on: bool) -> None:
        for part in (self.form, self.button, self.cancel):
            part.setEnabled(not on)
        self.button.setText("Đang làm khóa…" if on else self._yes)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._hold(False)
        if isinstance(problem, RuleError):
            self.form.show_problem(problem)
        else:
            self.notice.say(problem.message, "wrong")

    def _finished(self) -> None:
        self._forget()
        self.accept()

    def reject(self) -> None:
        """Esc waits until the key is made: half a second."""
        if not self._waiting.busy:
            super().reject()

    def done(self, result: int) -> None:
        """Closed, also by the lock: no thread may outlive the store."""
        self._waiting.wait()
        super().done(result)


def _text(dialog: FormDialog, key: str) -> str:
    return str(dialog.form.value(key) or "")


def _add_role(dialog: FormDialog) -> None:
    """The choice of a role, with what it allows below it."""
    role = ChoiceField("role", "Vai trò", ROLE_CHOICES, empty=None)
    told = ToneLabel("", "quiet", factor=0.95)
    role.editor.currentIndexChanged.connect(lambda _index: told.setText(_role_words(role.draft())))
    dialog.form.add(role)
    dialog.form.add_widget(told)
    dialog.form.add(CheckField("administrator", ADMINISTRATOR_LABEL, hint=ADMINISTRATOR_HINT))
    told.setText(_role_words(role.draft()))


def _role_words(role: str) -> str:
    words = ROLE_WORDS.get(role, "")
    return f"{words[:1].upper()}{words[1:]}."


def _add_passwords(dialog: SecretDialog, label: str) -> None:
    dialog.form.add(PasswordField("password", label, hint=KEYS_HINT))
    dialog.form.add(PasswordField("again", "Gõ lại lần nữa"))


def _new_password(dialog: SecretDialog) -> str:
    """What was typed twice; RuleError names the field."""
    fields = dialog.form.fields
    password, again = fields["password"].draft(), fields["again"].draft()
    problem = password_problem(password, again)
    if problem is not None:
        raise problem
    return password


def add_staff_dialog(parent: QWidget, desk: Desk) -> SecretDialog:
    """A new colleague with the first password."""
    words = "Mật khẩu đầu tiên do chính cán bộ mới gõ, hai lần; người khác không cần biết."
    dialog = SecretDialog(parent, desk, "Thêm cán bộ", words=words, yes="Thêm")
    with desk.read() as session:
        proposed = next_handle(handles_ever(session))
    form = dialog.form
    form.add(TextField("display_name", "Họ và tên", required=True, hint="Đứng ở nhật ký thay đổi"))
    _add_role(dialog)
    form.add(TextField("handle", "Tên đăng nhập", required=True, hint="Chữ thường, số; không phải họ tên"))
    _add_passwords(dialog, "Mật khẩu của cán bộ mới")
    form.load({"handle": proposed, "role": "clerk"})

    def read() -> Callable[[], object]:
        name = check_display_name(_text(dialog, "display_name"))
        handle = check_handle(_text(dialog, "handle"), name)
        command = AddStaff(name, _text(dialog, "role"), handle, bool(form.value("administrator")))
        password = _new_password(dialog)
        return lambda: staff_keys.add_colleague(desk.office, command, password)

    dialog.on_work(read)
    return dialog


def change_staff_dialog(parent: QWidget, desk: Desk, one: StaffMemberView) -> FormDialog:
    """Name, role, administration."""
    dialog = FormDialog(parent, desk, f"Vai trò của {one.display_name}", draft_key=f"office/staff/{one.id}")
    form = dialog.form
    form.add(TextField("display_name", "Họ và tên", required=True))
    _add_role(dialog)
    form.load({"display_name": one.display_name, "role": one.role, "administrator": "1" if one.administrator else ""})

    def save() -> None:
        command = ChangeStaff(
            one.id, _text(dialog, "display_name"), _text(dialog, "role"), bool(form.value("administrator"))
        )
        desk.do(staff_keys.CHANGED, change_staff, command, kind=STAFF)

    dialog.on_save(save)
    return dialog


def set_password_dialog(parent: QWidget, desk: Desk, one: StaffMemberView) -> SecretDialog:
    """A password for a colleague who forgot theirs or has none yet."""
    words = (
        f"{one.display_name} gõ mật khẩu mới, hai lần. Mật khẩu cũ và mã PIN mở nhanh hết tác dụng; "
        "USB đã sao lưu trước đây vẫn mở bằng mật khẩu cũ."
    )
    dialog = SecretDialog(parent, desk, f"Đặt mật khẩu cho {one.handle}", words=words, yes="Đặt mật khẩu")
    _add_passwords(dialog, "Mật khẩu mới")

    def read() -> Callable[[], object]:
        password = _new_password(dialog)
        return lambda: staff_keys.set_password(desk.office, one.id, password)

    dialog.on_work(read)
    return dialog


def own_password_dialog(parent: QWidget, desk: Desk) -> SecretDialog:
    """The own password, knowing the old one."""
    words = "Mã PIN mở nhanh vẫn dùng được. USB đã sao lưu trước đây vẫn mở bằng mật khẩu cũ."
    dialog = SecretDialog(parent, desk, "Đổi mật khẩu của mình", words=words, yes="Đổi mật khẩu")
    dialog.form.add(PasswordField("old", "Mật khẩu đang dùng"))
    _add_passwords(dialog, "Mật khẩu mới")

    def read() -> Callable[[], object]:
        old = dialog.form.fields["old"].draft()
        if not old:
            raise RuleError("Còn thiếu mật khẩu đang dùng.", field="old", code="missing")
        password = _new_password(dialog)
        return lambda: _change_own(desk, old, password)

    dialog.on_work(read)
    return dialog


def _change_own(desk: Desk, old: str, new: str) -> None:
    """A wrong old password is told beside its own field."""
    try:
        staff_keys.change_own_password(desk.office, old, new)
    except WrongPassword as wrong:
        raise RuleError("Mật khẩu đang dùng không đúng.", field="old", code=wrong.code) from None
