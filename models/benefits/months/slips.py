"""What citizens take home of a month: a slip for everybody whose benefit began, changed or ended by a decision.

Promises: people come from the bridge of the month, words from their decisions; a ground that tells of HIV/AIDS stands
on no slip, because each decision is told apart from the others (privacy.md 11.1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.entitlements.citizen_slips import CitizenSlips
from models.benefits.entitlements.preparing import citizen_slips
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision
from models.benefits.months import queries
from models.benefits.months.rules import Step
from models.people.codes import display_code
from models.store.dates import Month, month_display
from models.store.errors import RuleError

BEGAN, CHANGED, ENDED = "began", "changed", "ended"
SLIP_LABELS: Final = {BEGAN: "Mới hưởng, hưởng lại", CHANGED: "Đổi mức", ENDED: "Thôi hưởng, tạm dừng"}
_STEPS: Final[dict[str, tuple[Step, ...]]] = {
    BEGAN: (Step.NEW, Step.RESUMED),
    CHANGED: (Step.UP, Step.DOWN),
    ENDED: (Step.STOPPED, Step.SUSPENDED),
}


def month_slips(session: Session, month: Month, today: date, *, what: str = "", village: str = "") -> CitizenSlips:
    """The slips of a month, by decision; `what` BEGAN, CHANGED or ENDED ("" all), `village` as papers name it ("" all).

    RuleError "nobody" when no decision moved anybody; otherwise as `queries.bridge_of`.
    """
    bridge = queries.bridge_of(session, month)
    moved: dict[int, set[str]] = defaultdict(set)
    for key in (step for kind, steps in _STEPS.items() if what in ("", kind) for step in steps):
        for one in bridge.step(key).movements:
            if one.decision_id is not None and village in ("", one.village):
                moved[one.decision_id].add(display_code(one.code))
    told = _told(session, moved)
    made = [citizen_slips(session, (number,), today, moved[number]) for number in told]
    if not made:
        words = f"Tháng {month_display(month)} không có quyết định nào như vậy nên chưa có phiếu báo."
        raise RuleError(words, code="nobody")
    return CitizenSlips(made[0].body, made[0].department, tuple(slip for one in made for slip in one.slips))


def _told(session: Session, decision_ids: Iterable[int]) -> list[int]:
    """Which of these decisions citizens are told of: signed ones, not the taking over of old lists."""
    found = select(Decision.id).where(
        Decision.id.in_(decision_ids),
        Decision.state == DecisionState.ENTERED.value,
        Decision.kind != DecisionKind.TAKEN_OVER.value,
    )
    return list(session.scalars(found.order_by(Decision.id)))
