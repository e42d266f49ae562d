"""Bàn giao sổ: the ceremony, step by step. What is done is read from the book, so it may be left and taken up again.

On this machine: a proved copy, the minutes, the successor's account, the new data key. For another machine: the account
first, so that the copy opens with the successor's own password; then minutes, copy, and leaving this machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QHBoxLayout, QVBoxLayout

from models.office.open_office import OpenOffice
from models.office.staff_queries import StaffMemberView
from models.office.staff_services import StaffMember
from models.safekeeping.handover_services import (
    SUCCESSOR,
    Handing,
    check_receiver,
    hand_over_and_sign_in,
    make_successor,
)
from models.safekeeping.handover_state import HandoverState, handover_state, taking_over
from models.safekeeping.leaving import demand_copied
from models.store.errors import EnvironmentProblem, RuleError
from models.store.rights import may, may_not
from models.store.store import STAFF
from ui.desk import Desk
from ui.dialogs import confirmed
from ui.forms.combo import QuietCombo
from ui.frame.menus import SAFEKEEPING
from ui.frame.places import FORM as PLACE
from ui.frame.rekeying import Rekeying
from ui.office.staff_dialogs import SecretDialog, add_staff_dialog, set_password_dialog
from ui.paper.preview import keys_in_order
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.safekeeping.facts import Proved
from ui.safekeeping.handover_minutes import AskedDialog, MinutesPage
from ui.safekeeping.handover_steps import CopyStep, RestCard, StepCard
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.parts import Choice, Scrolling, button_row
from ui.theme import em
from ui.unlock.password import PasswordField

PLACE_WORD: Final = "handover"
INTRODUCTION: Final = (
    "Làm lần lượt khi người giao và người nhận cùng có mặt. Mỗi bước xong được ghi vào sổ; dừng giữa chừng thì mở lại "
    "trang này làm tiếp."
)
TAKING: Final = (
    "{giver} đã bàn giao sổ cho bạn bằng biên bản. Đổi khóa sổ để tài khoản và mật khẩu của bên giao không mở được "
    "sổ này nữa, rồi sao lưu lại."
)
HERE, ELSEWHERE = 0, 1
KEY_WORDS: Final = (
    "Sổ được mã hóa lại bằng khóa mới. Tài khoản của bên giao không mở được sổ nữa, mã PIN của họ trên máy này bị xóa; "
    "bên nhận thành người quản trị sổ và làm tiếp ngay. USB cũ vẫn mở bằng mật khẩu cũ, như biên bản đã ghi."
)
OTHER_MACHINE: Final = (
    "Trên máy của bên nhận: cài chương trình, cắm USB, chọn «Khôi phục từ USB», mở bằng mật khẩu riêng của bên "
    "nhận (hoặc phiếu khôi phục). Rồi vào Sao lưu, Bàn giao sổ trên máy đó để đổi khóa, và sao lưu lại."
)
ONCE_MORE: Final = "Sao lưu lần nữa, để biên bản cùng sang máy kia"
LEAVING_WORDS: Final = (
    "Khi máy của bên nhận đã mở được sổ: xóa khóa của sổ khỏi máy này. Sau đó không mật khẩu hay phiếu nào mở được "
    "phần còn lại trên máy này."
)
HANDING: Final = "Đang bàn giao và làm khóa mới của sổ. Việc này mất vài giây; đừng tắt máy."


class HandoverPage(Scrolling):
    """`rekey_asked` carries a Rekeying, `minutes_asked` a page to show on top; `leave_asked`: wipe this machine."""

    left = Signal()
    minutes_asked = Signal(object)
    rekey_asked = Signal(object)
    leave_asked = Signal()

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__()
        self._desk, self.keeper = desk, keeper
        self.actor_id = desk.office.actor.staff_id or 0
        self.taking = taking_over(desk.store, self.actor_id)
        """Who handed over to whoever is signed in, by minutes of another machine; None: who is signed in gives."""
        self.giver_id = self.actor_id if self.taking is None else self.taking.giver_id
        self.state: HandoverState | None = None
        self.notice = Notice("", "accent")
        self.rest = RestCard()
        self.rest.again.connect(self._begin_again)
        self._anew = False
        self._named = ""
        self.ways = self._ways()
        self.copy_card, self.minutes_card = CopyStep(desk, keeper), self._minutes_card()
        self.copy_card.said.connect(lambda words: self.notice.say(words, "soon"))
        self.copy_card.over.connect(self.show_state)
        self.account_card, self.key_card = self._account_card(), self._key_card()
        self.leave_card = self._leave_card()
        self._steps = QVBoxLayout()
        self._steps.setSpacing(em(self, 0.8))
        self._build()
        keeper.began.connect(self._show_steps)
        keeper.proved.connect(self._proved)
        keeper.problem.connect(lambda words: self.notice.say(words, "wrong"))
        self.show_state()

    # -- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.addWidget(title_label("Bàn giao sổ", 1.4), 1)
        top.addWidget(back)
        self.column.addLayout(top)
        words = INTRODUCTION if self.taking is None else TAKING.format(giver=self.taking.giver)
        self.column.addWidget(ToneLabel(words, "quiet"))
        self.column.addWidget(self.rest)
        self.column.addWidget(self.notice)
        row = QHBoxLayout()
        for one in self.ways.buttons():
            row.addWidget(one)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addLayout(self._steps)
        self.column.addStretch(1)

    def _ways(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for number, words in ((HERE, "Bên nhận dùng tiếp máy này"), (ELSEWHERE, "Bên nhận dùng máy khác")):
            radio = Choice(words)
            radio.setMinimumHeight(em(radio, 1.8))
            radio.setChecked(number == HERE)
            group.addButton(radio, number)
        group.idClicked.connect(lambda _way: self._arrange())
        return group

    def _minutes_card(self) -> StepCard:
        card = StepCard("Biên bản bàn giao")
        words = "Lập, xem, lưu vào sổ, in ba bản, ba bên ký. USB và dấu kiểm lấy từ bản sao vừa làm."
        card.body.addWidget(ToneLabel(words, "quiet"))
        self.minutes_button = Button("Lập biên bản…", "file-text")
        self.minutes_button.clicked.connect(self.ask_minutes)
        card.body.addLayout(button_row(self.minutes_button))
        return card

    def _account_card(self) -> StepCard:
        card = StepCard("Tài khoản và mật khẩu riêng của bên nhận")
        words = "Bên nhận tự gõ mật khẩu; bên giao không nhìn. Chọn cán bộ đã có tài khoản, hoặc thêm mới."
        card.body.addWidget(ToneLabel(words, "quiet"))
        self.receiver = QuietCombo()
        self.receiver.setAccessibleName("Bên nhận")
        self.receiver.setMinimumWidth(em(self, 22))
        self.receiver.currentIndexChanged.connect(lambda _index: self._show_steps())
        self.add_button = Button("Thêm tài khoản…", "user-plus")
        self.add_button.clicked.connect(self.add_receiver)
        self.password_button = Button("Đặt mật khẩu…", "lock")
        self.password_button.clicked.connect(self.set_password)
        self.office_button = Button("Cho làm người quản trị sổ", "check", tip="Cần để đổi khóa sổ trên máy kia")
        self.office_button.clicked.connect(self.make_successor)
        card.body.addLayout(button_row(self.receiver, self.add_button, self.password_button, self.office_button))
        return card

    def _key_card(self) -> StepCard:
        card = StepCard("Đổi khóa sổ")
        card.body.addWidget(ToneLabel(KEY_WORDS, "quiet"))
        self.keep_sheet = QCheckBox("Giữ phiếu khôi phục đang có (chỉ khi bên giao chưa từng giữ phiếu)")
        card.body.addWidget(self.keep_sheet)
        self.key_button = PrimaryButton("Bàn giao, đổi khóa sổ…", "lock")
        self.key_button.clicked.connect(self.hand_over)
        card.body.addLayout(button_row(self.key_button))
        return card

    def _leave_card(self) -> StepCard:
        card = StepCard("Rời máy này")
        card.body.addWidget(ToneLabel(OTHER_MACHINE, "quiet"))
        card.body.addWidget(ToneLabel(LEAVING_WORDS, "quiet"))
        self.leave_button = Button("Xóa khóa khỏi máy này…", "trash-2")
        self.leave_button.clicked.connect(self.leave_machine)
        card.body.addLayout(button_row(self.leave_button))
        return card

    def _wanted(self) -> tuple[StepCard, ...]:
        """The steps of the chosen way, in order."""
        if self.over:
            return (self.copy_card,)
        if self.taking is not None:
            return (self.key_card, self.copy_card)
        if self.ways.checkedId() == HERE:
            return (self.copy_card, self.minutes_card, self.account_card, self.key_card)
        return (self.account_card, self.copy_card, self.minutes_card, self.leave_card)

    def _arrange(self) -> None:
        """Show the steps of the chosen way, numbered; Tab goes through them as they stand."""
        wanted = self._wanted()
        self.rest.setVisible(self.over)
        for way in self.ways.buttons():
            way.setVisible(self.taking is None and not self.over)
        cards = (self.copy_card, self.minutes_card, self.account_card, self.key_card, self.leave_card)
        for card in (*wanted, *(one for one in cards if one not in wanted)):
            self._steps.removeWidget(card)
            self._steps.addWidget(card)
            card.setVisible(card in wanted)
        for number, card in enumerate(wanted, start=1):
            card.show_number(number if len(wanted) > 1 else 0)
        keys_in_order([*self.ways.buttons(), *(stop for card in wanted for stop in card.stops())])
        self._show_steps()

    # -- what is shown -----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keeper.look()
        self.show_state()  # a recovery sheet may have been made on another page

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again when copies, colleagues or minutes changed."""
        if any(subject in ("safekeeping", "staff", "office") for subject, _ in stale):
            self.show_state()

    def show_state(self) -> None:
        """Read from the book what is done."""
        self.state = handover_state(self._desk.store, self.giver_id)
        chosen = self.receiver.currentData() or self.state.receiver_id
        self.receiver.blockSignals(True)
        self.receiver.clear()
        self.receiver.addItem("Chọn bên nhận…", 0)
        for one in self.state.receivers:
            self.receiver.addItem(f"{one.display_name} ({one.handle})", one.id)
        self.receiver.setCurrentIndex(max(self.receiver.findData(chosen), 0))
        self.receiver.blockSignals(False)
        if not may(self._desk.rights, "safekeeping") or not may(self._desk.rights, "staff"):
            self.notice.say(may_not("safekeeping"), "soon")
        if self.state.finished is not None:
            self.rest.show_rest(self.state.finished)
        self._arrange()

    @property
    def over(self) -> bool:
        """Whether the last handover came to its end and no other one was begun here."""
        finished = self.state.finished if self.state is not None and self.taking is None and not self._anew else None
        return self.state is not None and finished is not None and self.state.handed <= finished.handover_id

    def _begin_again(self) -> None:
        """Another handover: the steps instead of what is left of the last one."""
        self._anew = True
        self.notice.say("")
        self._arrange()

    @property
    def chosen(self) -> StaffMemberView | None:
        """The colleague who receives, None until one is chosen."""
        known = self.state.receivers if self.state is not None else ()
        wanted = self.receiver.currentData() if self.taking is None else self.actor_id
        return next((one for one in known if one.id == wanted), None)

    def _show_steps(self) -> None:
        state, receiver = self.state, self.chosen
        if state is None:
            return
        ready = receiver is not None and receiver.state == "ready"
        elsewhere = self.taking is None and self.ways.checkedId() == ELSEWHERE
        lacks_office = ready and elsewhere and receiver is not None and not receiver.administrator
        stale = self.taking is not None or (self.over and state.finished and not state.finished.copied_since)
        copied = "" if stale else state.copied
        self.copy_card.show_done(f"Xong, trên {copied}" if copied else "")
        if elsewhere and state.minutes and not state.whole:
            self.copy_card.lamp.show_state(ONCE_MORE, "soon")
        self.minutes_card.show_done("Đã lưu vào sổ" if state.minutes else "")
        self.account_card.show_done("Đã có mật khẩu riêng" if ready and not lacks_office else "")
        if lacks_office:
            self.account_card.lamp.show_state("Còn cần quyền quản trị sổ", "soon")
        self.office_button.setVisible(lacks_office)
        self.password_button.setVisible(receiver is not None and not ready)
        self.keep_sheet.setVisible(bool(state.sheet))
        allowed = may(self._desk.rights, "safekeeping") and may(self._desk.rights, "staff")
        busy = self.keeper.busy
        self.minutes_button.setEnabled(allowed)
        self.add_button.setEnabled(allowed)
        done_before = self.taking is not None or bool(state.copied and state.minutes)
        self.key_button.setEnabled(allowed and not busy and ready and done_before)
        whole = bool(state.handed and state.whole)
        self.leave_button.setEnabled(allowed and not busy and ready and not lacks_office and whole)

    # -- minutes and account -----------------------------------------------------------------------------------------

    def ask_minutes(self) -> None:
        """Ask who takes part, then show the paper."""
        dialog = AskedDialog(self, self._desk, self.giver_id, self.state.receivers if self.state else ())
        dialog.offer()
        if self.chosen is not None:
            dialog.form.fields["receiver"].restore(str(self.chosen.id))
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        asked = dialog.asked
        dialog.deleteLater()
        if accepted and asked is not None:
            self._named = "" if asked.receiver_id is not None else asked.receiver.name
            page = MinutesPage(self._desk, asked)
            page.kept.connect(lambda _kept: self.show_state())
            self.minutes_asked.emit(page)

    def add_receiver(self) -> None:
        """A new account, whose password its owner types."""
        before = {one.id for one in self.state.receivers} if self.state is not None else set()
        dialog = add_staff_dialog(self, self._desk)
        if self._named:
            dialog.form.fields["display_name"].restore(self._named)
        self._run(dialog)
        fresh = [one.id for one in self.state.receivers if one.id not in before] if self.state is not None else []
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
        try:
            self._desk.do(SUCCESSOR, make_successor, StaffMember(self.chosen.id), kind=STAFF)
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(problem.message, "wrong")
        self.show_state()

    def _run(self, dialog: SecretDialog) -> None:
        dialog.exec()
        dialog.deleteLater()
        self.show_state()

    def _proved(self, proved: Proved) -> None:
        self.notice.say(f"Đã sao lưu và kiểm chứng xong trên {proved.medium}.", "done")

    # -- the key -----------------------------------------------------------------------------------------------------

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
        receiver = self.chosen
        if receiver is None:
            return
        dialog = self.key_dialog(receiver)
        password_field = dialog.form.fields["password"]
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        handing = Handing(self.giver_id, receiver.id, password_field.draft(), self.keep_sheet.isChecked())
        dialog.deleteLater()
        if accepted:
            done = f"Đã bàn giao cho {receiver.display_name}. Sổ có khóa mới."
            self.rekey_asked.emit(Rekeying(HANDING, _handing(handing), done))

    # -- leaving -----------------------------------------------------------------------------------------------------

    def leave_machine(self) -> None:
        """Ask twice; then this machine's keys are wiped."""
        try:
            medium = demand_copied(self._desk.store)
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(problem.message, "wrong")
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
        office.keep_draft(PLACE, {"section": str(SAFEKEEPING), "page": f"{PLACE_WORD}/1"})

    return run
