"""Cán bộ: who may sign in with which role, one's own password, and what an administrator does with the others.

Removing a colleague needs the book for itself: the page asks for it (`rekey_asked`) and the program does it while no
frame is open.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.office.open_office import OpenOffice
from models.office.staff_keys import colleagues, demand_removable, remove_colleague
from models.office.staff_queries import StaffMemberView
from models.store.errors import EnvironmentProblem, RuleError
from models.store.rights import may
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.frame.rekeying import Rekeying
from ui.office.staff_dialogs import add_staff_dialog, change_staff_dialog, own_password_dialog, set_password_dialog
from ui.parts import Button, Card, Notice, ToneLabel, title_label
from ui.register.source import Column, Wanted
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em

REMOVING = "Đang làm khóa mới của sổ. Việc này mất vài giây; đừng tắt máy."
KEY_LEFT = "Có cán bộ đã thôi mà sổ chưa đổi khóa. Chọn người đó rồi nhấn Cho thôi để làm tiếp."
NO_PASSWORD = "Có cán bộ chưa có mật khẩu nên chưa đăng nhập được. Chọn người đó rồi nhấn Đặt mật khẩu."  # noqa: S105 - words


class StaffSource:
    """All colleagues as a register, who left last; read once until `forget`."""

    subject = "staff"
    columns = (
        Column("name", "Họ và tên", 15, sortable=False),
        Column("handle", "Tên đăng nhập", 9, sortable=False),
        Column("role", "Vai trò", 16, sortable=False),
        Column("state", "Tình trạng", 14, sortable=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: list[StaffMemberView] | None = None

    def all(self) -> list[StaffMemberView]:
        if self._known is None:
            self._known = colleagues(self._desk.store)
        return self._known

    def forget(self) -> None:
        """Read again the next time."""
        self._known = None

    def ids(self, wanted: Wanted, limit: int, offset: int) -> list[int]:
        return [one.id for one in self.all()][offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.all())

    def rows(self, ids: object) -> dict[int, tuple[str, ...]]:
        return {one.id: (one.display_name, one.handle, one.role_text, one.state_text) for one in self.all()}

    def summary(self, wanted: Wanted) -> str:
        return ""


class StaffPage(QWidget):
    """Who am I on top, everybody below. `rights_changed`: who is signed in may now do something else."""

    rekey_asked = Signal(object)
    rights_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source = StaffSource(desk)
        self.notice = Notice("", "soon")
        self._me = ToneLabel("", "quiet")
        self.own = Button("Đổi mật khẩu của mình…", "lock")
        self.own.clicked.connect(lambda _checked=False: self._run(own_password_dialog(self, desk), "Đã đổi mật khẩu."))
        self.register = RegisterView(self.source, title="Cán bộ", noun="cán bộ", memory=desk.memory, exports=False)
        self._steps = self._add_steps()
        self._build()
        self.register.table.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.register.model.modelReset.connect(self._follow)
        self.register.opened.connect(lambda _one: self.change())
        self.register.start()
        self._tell()
        self._follow()

    def _add_steps(self) -> tuple[Button, Button, Button]:
        add = self.register.add_step
        steps = (
            add("Cho thôi…", "x", self.remove),
            add("Đặt mật khẩu…", "lock", self.set_password),
            add("Vai trò…", "pencil", self.change, shortcut="F2"),
        )
        for button in (*steps, add("Thêm cán bộ", "user-plus", self.add, shortcut="Ctrl+N", primary=True)):
            guarded(self._desk, "staff", button)
        return steps

    def _build(self) -> None:
        card = Card()
        row = QHBoxLayout()
        row.addWidget(self._me, 1)
        row.addWidget(self.own)
        card.body.addWidget(title_label("Người đang mở sổ", 1.1))
        card.body.addLayout(row)
        top = QVBoxLayout()
        top.setContentsMargins(em(self), em(self, 0.8), em(self), 0)
        top.addWidget(card)
        top.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.register, 1)

    # -- reading -----------------------------------------------------------------------------------------------------

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again when colleagues changed."""
        if any(subject == "staff" for subject, _ in stale):
            self.source.forget()
            self.register.renew({("staff", 0)})
            self._tell()
            self._follow()

    def _tell(self) -> None:
        found = self.source.all()
        me = next((one for one in found if one.id == self._desk.office.actor.staff_id), None)
        told = "" if me is None else f"{me.display_name}  ·  tên đăng nhập {me.handle}  ·  {me.role_text}"
        self._me.setText(told)
        states = {one.state for one in found} if may(self._desk.rights, "staff") else set()
        self.notice.say(KEY_LEFT if "key_left" in states else NO_PASSWORD if "no_password" in states else "", "soon")

    def chosen(self) -> StaffMemberView | None:
        """The colleague that is chosen in the list."""
        number = self.register.current_id()
        return next((one for one in self.source.all() if one.id == number), None)

    def _follow(self) -> None:
        one = self.chosen()
        here = one is not None and one.left_on is None
        remove, password, change = self._steps
        change.setEnabled(here)
        password.setEnabled(here)
        remove.setEnabled(one is not None and one.state != "left")

    # -- doing -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a new colleague."""
        self._run(add_staff_dialog(self, self._desk), "Đã thêm cán bộ.")

    def change(self) -> None:
        """Ask for name and role of the chosen colleague."""
        one = self.chosen()
        if one is None or not self._steps[2].isEnabled():
            return
        if self._run(change_staff_dialog(self, self._desk, one), "") and one.id == self._desk.office.actor.staff_id:
            before = self._desk.rights
            self._desk.office.renew_rights()
            if self._desk.rights != before:
                self.rights_changed.emit()

    def set_password(self) -> None:
        """Ask for a new password of the chosen colleague; one's own is changed knowing the old one."""
        one = self.chosen()
        if one is not None and one.id == self._desk.office.actor.staff_id:
            self._run(own_password_dialog(self, self._desk), "Đã đổi mật khẩu.")
        elif one is not None:
            self._run(set_password_dialog(self, self._desk, one), f"Đã đặt mật khẩu cho {one.display_name}.")

    def remove(self) -> None:
        """Ask, then have the colleague removed and the book given a new key while no frame is open."""
        one = self.chosen()
        if one is None:
            return
        try:
            one = demand_removable(self._desk.office, one.id)
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(problem.message, "wrong")
            return
        words = (
            f"{one.display_name} (tên đăng nhập {one.handle}) sẽ không mở được sổ nữa; mật khẩu và mã PIN mở nhanh của "
            "người này hết tác dụng. Sổ được đổi khóa mới: các cửa sổ đóng lại vài giây rồi mở ra.\n\n"
            "Các USB đã sao lưu trước hôm nay vẫn mở được bằng mật khẩu cũ của người này. Hãy cất giữ chúng, và sao "
            "lưu ngay sau khi xong. Nhật ký vẫn giữ tên người này ở những gì đã làm."
        )
        if confirmed(self, f"Cho {one.display_name} thôi dùng sổ?", words, "Cho thôi dùng sổ"):
            self.rekey_asked.emit(Rekeying(REMOVING, _removal(one.id), f"{one.display_name} đã thôi dùng sổ."))

    def _run(self, dialog: FormDialog, done: str) -> bool:
        saved = dialog.exec() == FormDialog.DialogCode.Accepted
        dialog.deleteLater()
        if saved and done:
            self.notice.say(done, "done")
        return saved


def _removal(staff_id: int) -> Callable[[OpenOffice], None]:
    return lambda office: remove_colleague(office.folder, office.actor, staff_id)
