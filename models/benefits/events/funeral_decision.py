"""The decision on funeral support: prepared once somebody asked for it, with the level that the clerk named.

Promises: who else may pay was asked before (benefits.md 15.2, 9); of two levels none is taken silently, and one funeral
is never paid twice: a second decision gives the difference alone (benefits.md 15.2, 5).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.services import Item, PrepareDecision
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.benefits.events.proposal import FuneralLevel, FuneralOffer
from models.people.services import demand_person
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.work import Work

TITLE = "Hỗ trợ chi phí mai táng"


@dataclass(frozen=True, slots=True)
class FuneralWish:
    """Funeral support is asked for: who is paid (None: not in the register), and that nobody else pays it.

    `amount` in đồng says which of two levels (benefits.md 15.2, 5); where an earlier decision gave the lower one, the
    higher gives the difference.
    """

    recipient_id: int | None = None
    nobody_else_pays: bool = False
    amount: int | None = None


def funeral_decision(work: Work, offer: FuneralOffer | None, wish: FuneralWish) -> PrepareDecision:
    """The decision to be prepared. RuleError: none is due, nobody was asked, no level named, decided before."""
    if offer is None:
        words = "Người này không hưởng gì trong tháng mất, nên không có hỗ trợ mai táng theo diện đang hưởng."
        raise RuleError(words, field="funeral", code="no_funeral")
    level = _level(offer, wish)
    before = _decided(work, offer.person_id)
    if before >= level.amount or (before and wish.amount is None):
        raise RuleError("Người này đã có quyết định hỗ trợ mai táng.", field="funeral", code="funeral_twice")
    if not wish.nobody_else_pays:
        words = "Hãy hỏi bảo hiểm xã hội và chế độ người có công trước: nơi khác đã trả mai táng thì không hỗ trợ nữa."
        raise RuleError(words, field="nobody_else_pays", code="ask_first")
    if wish.recipient_id is not None and demand_person(work, wish.recipient_id).status == "dead":
        raise RuleError("Người nhận hỗ trợ mai táng phải là người còn sống.", field="recipient", code="recipient_dead")
    rest = f" Đã quyết định {format_amount(before)} đồng, nay thêm phần chênh lệch." if before else ""
    item = Item(
        offer.person_id,
        kind="funeral",
        label=TITLE,
        carer_id=wish.recipient_id,
        from_month=offer.month,
        amount=level.amount - before,
        why=f"Bằng {level.words}. Đã hỏi: không nơi nào khác trả mai táng phí.{rest}",
        article=offer.article,
    )
    return PrepareDecision(DecisionKind.FUNERAL, (item,), f"Người hưởng mất. {offer.form}.{rest}", TITLE)


def _level(offer: FuneralOffer, wish: FuneralWish) -> FuneralLevel:
    """The level that was named, or the only one."""
    if wish.amount is None and offer.amount is not None:
        return offer.levels[0]
    named = next((one for one in offer.levels if one.amount == wish.amount), None)
    if named is None:
        words = f"Hãy chọn mức hỗ trợ mai táng: {offer.amounts} đồng."
        raise RuleError(words, field="amount", code="choose_amount")
    return named


def _decided(work: Work, person_id: int) -> int:
    """What standing decisions give for this funeral already, in đồng."""
    found = (
        select(func.coalesce(func.sum(DecisionItem.amount), 0))
        .join(Decision, DecisionItem.decision_id == Decision.id)
        .where(
            Decision.kind == DecisionKind.FUNERAL.value,
            Decision.state != DecisionState.CANCELLED.value,
            DecisionItem.person_id == person_id,
        )
    )
    return int(work.session.execute(found).scalar_one() or 0)
