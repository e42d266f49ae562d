"""What a person's page shows and does about benefits: decisions for entitlements, corrections for lines of lists.

Belongs to the page, which reads itself again when anything changes; the card is made anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.benefits.entitlements.decision_people import waiting_for
from models.benefits.entitlements.histories import EntitlementView, entitlements_of
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.lines import LineRow
from models.benefits.secrecy import Grounds, may_see_grounds
from models.people.masking import numbers_for
from models.store.errors import EnvironmentProblem, RuleError
from ui.benefits.card import line_block
from ui.benefits.carer_field import carer_dialog
from ui.benefits.decision_dialogs import adjust_dialog, ending_dialog, grant_dialog
from ui.benefits.entering import enter_dialog
from ui.benefits.entitlement_card import entitlement_block, waiting_block
from ui.benefits.line_dialog import (
    add_line_dialog,
    change_line_dialog,
    correct_line_dialog,
    stop_line_dialog,
    withdraw_line,
)
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.parts import Button, Card, Notice, ToneLabel, title_label
from ui.people.menus import Offer
from ui.rights import guarded, why_not


class PersonBenefits:
    """The benefits of one person on their page.

    `run` shows a form on the page; `reveal` None: grounds may not be asked. `assess` opens what the law says of this
    person, `open_decision` a decision, `money` what was paid and why.
    """

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        person_id: int,
        notice: Notice,
        run: Callable[[FormDialog | None], bool],
        *,
        reveal: Callable[[], object],
        assess: Callable[[], object],
        open_decision: Callable[[int], object],
        money: Callable[[], object],
    ) -> None:
        self._page, self._desk, self._person_id, self._notice, self._run = page, desk, person_id, notice, run
        self._reveal, self._assess, self._open_decision, self._money = reveal, assess, open_decision, money

    @property
    def _why_not(self) -> str:
        return why_not(self._desk, "change")

    def card(self, lines: Sequence[LineRow], grounds: Grounds) -> Card:
        """Everything about benefits, as read now; `lines` as the page tells them."""
        with self._desk.read() as session:
            owned = entitlements_of(session, self._person_id, grounds=grounds)
            waits = waiting_for(session, self._person_id, grounds=grounds)
        owned, waits = numbers_for(self._desk.rights, (owned, waits))
        free = [line for line in lines if line.entitlement_id is None]
        card = Card()
        card.body.addWidget(title_label("Trợ cấp", 1.1))
        for each in waits:
            open_it, enter = partial(self._open_decision, each.decision_id), partial(self._enter, each.decision_id)
            card.body.addWidget(waiting_block(each, enter, open_it, self._why_not))
        if not owned and not free:
            card.body.addWidget(ToneLabel("Chưa có khoản trợ cấp nào.", "quiet"))
        for one in owned:
            card.body.addWidget(entitlement_block(one, self._offers, self._why_not))
        if owned and free:
            card.body.addWidget(ToneLabel("Từ danh sách, chưa tiếp nhận vào quyết định:", "quiet"))
        for line in free:
            card.body.addWidget(line_block(line, self._line_offers, self._why_not))
        hidden = any(one.guarded for one in owned) or any(line.guarded for line in lines)
        card.body.addLayout(self._buttons(hidden=hidden))
        return card

    def _buttons(self, *, hidden: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        grant = guarded(self._desk, "change", Button("Lập quyết định hưởng", "plus"))
        grant.clicked.connect(lambda _checked=False: self.grant())
        row.addWidget(grant)
        law = Button("Xét theo luật", "landmark", tip="Người này đủ điều kiện hưởng gì, vì sao, còn thiếu gì")
        law.clicked.connect(lambda _checked=False: self._assess())
        row.addWidget(guarded(self._desk, "grounds", law))
        money = Button("Tiền đã chi", "banknote", tip="Từng kỳ đã chi, vì sao được số tiền ấy, in phiếu báo")
        money.clicked.connect(lambda _checked=False: self._money())
        row.addWidget(money)
        if hidden and may_see_grounds(self._desk.rights):
            show = Button("Hiện căn cứ", "eye", tip="Hiện căn cứ của khoản được giữ kín; lượt xem được ghi lại")
            show.clicked.connect(lambda _checked=False: self._reveal())
            row.addWidget(show)
        row.addStretch(1)
        return row

    # -- decisions ---------------------------------------------------------------------------------------------------

    def grant(self) -> None:
        """Prepare a grant."""
        self._run(grant_dialog(self._page, self._desk, self._person_id))

    def _offers(self, one: EntitlementView) -> Sequence[Offer]:
        """What can be decided about an entitlement as it stands."""
        made: list[Offer] = []
        if one.runs and one.lacks_carer:
            made.append(("Ghi người chăm sóc…", lambda: self._run(carer_dialog(self._page, self._desk, one))))
        if one.runs:
            made.append(("Điều chỉnh mức, nhóm…", lambda: self._adjust(one)))
        if one.runs and not one.suspended:
            made.append(("Tạm dừng…", lambda: self._end(one, DecisionKind.SUSPEND)))
        if one.suspended or not one.runs:
            made.append(("Hưởng tiếp…", lambda: self._end(one, DecisionKind.RESUME)))
        if one.runs:
            made.append(("Thôi hưởng…", lambda: self._end(one, DecisionKind.STOP)))
            made.append(("Thôi vì chuyển đi nơi khác…", lambda: self._end(one, DecisionKind.TRANSFER_OUT)))
        return made

    def _adjust(self, one: EntitlementView) -> None:
        self._run(adjust_dialog(self._page, self._desk, one.person_id, one.id, guarded=one.guarded))

    def _end(self, one: EntitlementView, kind: DecisionKind) -> None:
        self._run(ending_dialog(self._page, self._desk, one.person_id, one.id, kind))

    def _enter(self, decision_id: int) -> None:
        self._run(enter_dialog(self._page, self._desk, decision_id, lambda words: self._notice.say(words, "done")))

    # -- lines of lists ----------------------------------------------------------------------------------------------

    def add_line(self) -> None:
        """Write down a benefit that no decision in the book governs."""
        self._run(add_line_dialog(self._page, self._desk, self._person_id))

    def _line_offers(self, line: LineRow) -> Sequence[Offer]:
        page, desk = self._page, self._desk
        made: list[Offer] = []
        if not line.stop:
            made.append(("Thay đổi từ tháng…", lambda: self._run(change_line_dialog(page, desk, line))))
        made.append(("Thôi hưởng từ tháng…", lambda: self._run(stop_line_dialog(page, desk, line))))
        made.append(("Sửa cho đúng (đã ghi sai)…", lambda: self._run(correct_line_dialog(page, desk, line))))
        made.append(("Bỏ khoản ghi nhầm…", lambda: self._withdraw(line)))
        return made

    def _withdraw(self, line: LineRow) -> None:
        self._notice.say("")
        try:
            withdraw_line(self._page, self._desk, line)
        except (RuleError, EnvironmentProblem) as problem:
            self._notice.say(problem.message, "wrong")
