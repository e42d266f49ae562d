"""A grant and the stop of what gives way to it, prepared in one step: whatever day they are signed, no month is paid
twice and none is missed.

Promises: only decisions made at the same instant for the same person belong together; what was entered stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.benefits.entitlements.writing import change_many
from models.store.dates import Month, month_of
from models.store.work import Work

_item: Any = DecisionItem.__table__
_decision: Any = Decision.__table__


def waiting_beside(work: Work, decision: Decision, kind: DecisionKind) -> list[Any]:
    """Items of decisions of a kind that were prepared together with this one and wait for their number."""
    chosen = (
        select(_item)
        .join(_decision, _decision.c.id == _item.c.decision_id)
        .where(
            _decision.c.made_at == decision.made_at,
            _decision.c.id != decision.id,
            _decision.c.kind == kind.value,
            _decision.c.state == DecisionState.PREPARED.value,
        )
    )
    return list(work.session.execute(chosen.order_by(_item.c.id)))


def stops_follow(work: Work, decision: Decision, granted: Iterable[tuple[int, Month | None, Month]]) -> None:
    """Move the stops that wait beside a grant to its month; `granted` are person, planned and true first month."""
    months = {person: (planned, month) for person, planned, month in granted}
    settled = {
        row.id: {"from_month": months[row.person_id][1]}
        for row in waiting_beside(work, decision, DecisionKind.STOP)
        if row.person_id in months and row.from_month == months[row.person_id][0] != months[row.person_id][1]
    }
    change_many(work, _item, settled)


def with_the_grant(work: Work, decision: Decision, items: Sequence[Any], signed: date) -> tuple[list[Any], list[int]]:
    """A stop's items, those whose grant still waits from the month of signing on, and the ids of those that moved.

    Both count from the month in which they are signed, as the grant will.
    """
    grants = {(row.person_id, row.from_month) for row in waiting_beside(work, decision, DecisionKind.GRANT)}
    month = month_of(signed)
    moved = [item.id for item in items if (item.person_id, item.from_month) in grants and item.from_month != month]
    if not moved:
        return list(items), []
    change_many(work, _item, {one: {"from_month": month} for one in moved})
    chosen = select(_item).where(_item.c.decision_id == decision.id).order_by(_item.c.id)
    return list(work.session.execute(chosen)), moved
