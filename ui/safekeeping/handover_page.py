"""Bàn giao sổ: the ceremony, step by step. What is done is read from the book, so it may be left and taken up again.

On this machine: a proved copy, the minutes, the successor's account, the new data key. For another machine: the account
first, so that the copy opens with the successor's own password; then minutes, copy, and leaving this machine. What went
wrong is said in the step where it did: a line on top would push what the clerk reads out of sight.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QVBoxLayout

from models.office.staff_queries import StaffMemberView
from models.safekeeping.handover_state import HandoverState, handover_state, taking_over
from models.store.rights import may, may_not
from ui.desk import Desk
from ui.paper.preview import keys_in_order
from ui.parts import Button, Notice, ToneLabel, title_label
from ui.safekeeping.handover_account import AccountStep
from ui.safekeeping.handover_ending import KeyStep, LeaveStep
from ui.safekeeping.handover_minutes import AskedDialog, MinutesPage
from ui.safekeeping.handover_steps import CopyStep, RestCard, StepCard
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.parts import Choice, Scrolling, button_row
from ui.theme import em

INTRODUCTION: Final = (
    "Làm lần lượt khi người giao và người nhận cùng có mặt. Mỗi bước xong được ghi vào sổ; dừng giữa chừng thì mở lại "
    "trang này làm tiếp."
)
TAKING: Final = (
    "{giver} đã bàn giao sổ cho bạn bằng biên bản. Đổi khóa sổ để tài khoản và mật khẩu của bên giao không mở được "
    "sổ này nữa, rồi sao lưu lại."
)
HERE, ELSEWHERE = 0, 1
ONCE_MORE: Final = "Sao lưu lần nữa, để biên bản cùng sang máy kia"


class HandoverPage(Scrolling):
    """`rekey_asked` carries a Rekeying, `minutes_asked` a page to show on top; `leave_asked`: wipe this machine.

    `lock_asked`: the key was changed in this process (`just_handed`), whose memory still holds the old one.
    """

    left = Signal()
    minutes_asked = Signal(object)
    rekey_asked = Signal(object)
    leave_asked = Signal()
    lock_asked = Signal()

    def __init__(self, desk: Desk, keeper: Keeper, *, just_handed: bool = False) -> None:
        super().__init__()
        self._desk, self.keeper = desk, keeper
        self.actor_id = desk.office.actor.staff_id or 0
        self.taking = taking_over(desk.store, self.actor_id)
        """Who handed over to whoever is signed in, by minutes of another machine; None: who is signed in gives."""
        self.giver_id = self.actor_id if self.taking is None else self.taking.giver_id
        self.state: HandoverState | None = None
        self.notice = Notice("", "soon")
        self.rest = RestCard(just_handed=just_handed)
        self.rest.again.connect(self._begin_again)
        self.rest.lock_asked.connect(self.lock_asked)
        self._anew = False
        self.ways = self._ways()
        self.copy_card, self.minutes_card = CopyStep(desk, keeper), self._minutes_card()
        self.copy_card.over.connect(self.show_state)
        self.account_card, self.key_card = AccountStep(desk), KeyStep(desk, self.giver_id)
        self.account_card.picked.connect(self._show_steps)
        self.account_card.over.connect(self.show_state)
        self.key_card.rekey_asked.connect(self.rekey_asked)
        self.leave_card = LeaveStep(desk)
        self.leave_card.leave_asked.connect(self.leave_asked)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(em(self, 0.8))
        self._build()
        keeper.began.connect(self._show_steps)
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
        self.account_card.show_receivers(self.state.receivers, self.state.receiver_id)
        if not self.allowed:
            self.notice.say(may_not("safekeeping"))
        if self.state.finished is not None:
            self.rest.show_rest(self.state.finished)
        self._arrange()

    @property
    def allowed(self) -> bool:
        """Whether whoever is signed in may hand over."""
        return may(self._desk.rights, "safekeeping") and may(self._desk.rights, "staff")

    @property
    def over(self) -> bool:
        """Whether the last handover came to its end and no other one was begun here."""
        finished = self.state.finished if self.state is not None and self.taking is None and not self._anew else None
        return self.state is not None and finished is not None and self.state.handed <= finished.handover_id

    def _begin_again(self) -> None:
        """Another handover: the steps instead of what is left of the last one."""
        self._anew = True
        self._arrange()

    @property
    def chosen(self) -> StaffMemberView | None:
        """The colleague who receives, None until one is chosen."""
        if self.taking is None:
            return self.account_card.chosen
        known = self.state.receivers if self.state is not None else ()
        return next((one for one in known if one.id == self.actor_id), None)

    def _show_steps(self) -> None:
        state, receiver = self.state, self.chosen
        if state is None:
            return
        elsewhere = self.taking is None and self.ways.checkedId() == ELSEWHERE
        fit = self.account_card.show_account(elsewhere=elsewhere, allowed=self.allowed)
        ready = receiver is not None and receiver.state == "ready"
        stale = self.taking is not None or (self.over and state.finished and not state.finished.copied_since)
        copied = "" if stale else state.copied
        self.copy_card.show_done(f"Xong, trên {copied}" if copied else "")
        if elsewhere and state.minutes and not state.whole:
            self.copy_card.lamp.show_state(ONCE_MORE, "soon")
        self.minutes_card.show_done("Đã lưu vào sổ" if state.minutes else "")
        self.minutes_button.setEnabled(self.allowed)
        may_end = self.allowed and not self.keeper.busy
        done_before = self.taking is not None or bool(state.copied and state.minutes)
        self.key_card.receiver = receiver
        self.key_card.keep_sheet.setVisible(bool(state.sheet))
        self.key_card.button.setEnabled(may_end and ready and done_before)
        self.leave_card.button.setEnabled(may_end and fit and bool(state.handed and state.whole))

    # -- minutes -----------------------------------------------------------------------------------------------------

    def ask_minutes(self) -> None:
        """Ask who takes part and who keeps the sticks, then show the paper."""
        dialog = AskedDialog(self, self._desk, self.giver_id, self.state.receivers if self.state else ())
        dialog.offer()
        if self.chosen is not None:
            dialog.form.fields["receiver"].restore(str(self.chosen.id))
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        asked = dialog.asked
        dialog.deleteLater()
        if accepted and asked is not None:
            self.account_card.named = "" if asked.receiver_id is not None else asked.receiver.name
            page = MinutesPage(self._desk, asked)
            page.kept.connect(lambda _kept: self.show_state())
            self.minutes_asked.emit(page)
