"""Money paid without being due: found and kept as debts. How a debt is followed to zero stands in recovering.py.

Promises: a debt holds months of one budget year, so money of this year restores the estimate and money of earlier years
goes to the budget; what is found twice is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import column, func, select, table

from models.benefits.entitlements.tables import Entitlement
from models.benefits.entitlements.writing import among, id_list
from models.benefits.events.rules import DebtState
from models.benefits.events.services import EVENTS
from models.benefits.events.tables import ChangeEvent, Debt, DebtReturn
from models.benefits.services import BENEFITS
from models.store.dates import Month, add_months
from models.store.errors import RuleError
from models.store.uids import new_uid
from models.store.work import Outcome, Stale, Work

_debt: Any = Debt.__table__
_entitlement: Any = Entitlement.__table__
_pay_line = table(
    "pay_line", column("entitlement_id"), column("benefit_month"), column("kind"), column("budget_year"), column("id")
)
"""Named without importing it: the months stand on events, not these on them."""
CAUSES = ("death", "move_out")
NOTHING_OVER = "Xem lại: các tháng này được hưởng, hoặc tiền chưa được nhận."
_OPEN = (DebtState.FOUND, DebtState.DEMANDED)


class OverMonth(NamedTuple):
    """A month for which more was listed than is due; `amount` đồng, `budget_year` whose money it was."""

    entitlement_id: int
    month: Month
    amount: int
    budget_year: int


class Stretch(NamedTuple):
    """Neighbouring months of one budget year, from the first to before `until`, and their sum in đồng."""

    start: Month
    until: Month
    amount: int


def stretches(months: Iterable[OverMonth]) -> list[Stretch]:
    """Months of one entitlement put together: a gap or another budget year begins the next stretch. Pure."""
    found: list[Stretch] = []
    year = 0
    for one in sorted(months, key=lambda over: over.month):
        last = found[-1] if found else None
        if last is not None and last.until == one.month and year == one.budget_year:
            found[-1] = Stretch(last.start, add_months(one.month, 1), last.amount + one.amount)
        else:
            found.append(Stretch(one.month, add_months(one.month, 1), one.amount))
        year = one.budget_year
    return found


@dataclass(frozen=True, slots=True)
class RecordDebts:
    """Everything that is over now, of all entitlements or of `only` these."""

    over: tuple[OverMonth, ...]
    only: frozenset[int] | None = None


def record_debts(work: Work, command: RecordDebts) -> Outcome[tuple[int, ...]]:
    """Keep what is over and not kept yet as debts; returns the ids of new ones.

    An open debt names no more than is still over: what the organisation's answer shows to be never collected is owed by
    nobody. Where nothing is over any more (a report was wrong) it is given up with that reason.
    """
    by_entitlement: dict[int, list[OverMonth]] = defaultdict(list)
    for one in command.over:
        if command.only is None or one.entitlement_id in command.only:
            by_entitlement[one.entitlement_id].append(one)
    kept = _kept(work, command.only)
    payees = _payees(work, by_entitlement)
    made: list[int] = []
    changed = False
    for entitlement_id in {*by_entitlement, *kept}:
        debts = kept.get(entitlement_id, ())
        fresh, unfounded = _told_apart(by_entitlement.get(entitlement_id, ()), debts)
        for stretch in stretches(fresh):
            made.append(_add(work, entitlement_id, payees[entitlement_id], stretch))
        for debt in debts:
            if debt.state in _OPEN:
                changed |= _shrink(work, debt, unfounded[debt.id])
    return Outcome(tuple(made), debts_stale(made) if made or changed else frozenset())


class _Kept(NamedTuple):
    id: int
    from_month: int
    until_month: int
    amount: int
    back: int
    state: str

    @property
    def open(self) -> int:
        """What is still over by this debt; what was given up stays over for ever."""
        return self.amount - self.back

    def covers(self, month: int) -> bool:
        """Whether it is about that month."""
        return self.from_month <= month < self.until_month


def _kept(work: Work, only: frozenset[int] | None) -> dict[int, list[_Kept]]:
    back = select(DebtReturn.debt_id, func.sum(DebtReturn.amount)).group_by(DebtReturn.debt_id)
    returned: dict[int, int] = {row[0]: row[1] for row in work.session.execute(back)}
    columns = (_debt.c.id, _debt.c.entitlement_id, _debt.c.from_month, _debt.c.until_month, _debt.c.amount)
    found: dict[int, list[_Kept]] = defaultdict(list)
    for row in work.session.execute(select(*columns, _debt.c.state).where(_debt.c.entitlement_id.is_not(None))):
        if only is None or row[1] in only:
            found[row[1]].append(_Kept(row[0], *row[2:5], returned.get(row[0], 0), row[5]))
    return found


def _told_apart(months: Sequence[OverMonth], kept: Sequence[_Kept]) -> tuple[list[OverMonth], dict[int, int]]:
    """What is over beyond the debts that are kept, and debt -> how much of it is over no more, in đồng."""
    left = {one.id: one.open for one in kept}
    fresh: list[OverMonth] = []
    for over in sorted(months, key=lambda one: one.month):
        rest = over.amount
        for debt in kept:
            if rest and debt.covers(over.month):
                taken = min(rest, left[debt.id])
                left[debt.id] -= taken
                rest -= taken
        if rest:
            fresh.append(over._replace(amount=rest))
    return fresh, left


def _shrink(work: Work, debt: _Kept, unfounded: int) -> bool:
    """Take off what is over no more; a debt that comes to nothing is settled."""
    if unfounded <= 0:
        return False
    record = demand_debt(work, debt.id)
    record.amount -= unfounded
    if unfounded == debt.open:
        settled = DebtState.RETURNED if debt.back else DebtState.WRITTEN_OFF
        record.state, record.reason = settled.value, NOTHING_OVER
    work.flush()
    return True


def _payees(work: Work, entitlements: Iterable[int]) -> dict[int, int]:
    chosen = select(_entitlement.c.id, func.coalesce(_entitlement.c.carer_id, _entitlement.c.person_id))
    found = work.session.execute(chosen.where(among(_entitlement.c.id)), {"wanted": id_list(entitlements)})
    return {row[0]: row[1] for row in found}


def _add(work: Work, entitlement_id: int, person_id: int, stretch: Stretch) -> int:
    debt = Debt(
        uid=new_uid(),
        person_id=person_id,
        entitlement_id=entitlement_id,
        event_id=_cause(work, entitlement_id),
        from_month=stretch.start,
        until_month=stretch.until,
        amount=stretch.amount,
        state=DebtState.FOUND.value,
    )
    return work.add(debt).id


def _cause(work: Work, entitlement_id: int) -> int | None:
    """The death or move that made the months undue, where one was told."""
    owner = work.get(Entitlement, entitlement_id)
    if owner is None:
        return None
    people = [one for one in (owner.person_id, owner.carer_id) if one is not None]
    told = select(ChangeEvent.id).where(
        ChangeEvent.person_id.in_(people), ChangeEvent.kind.in_(CAUSES), ChangeEvent.state != "dismissed"
    )
    return work.session.execute(told.order_by(ChangeEvent.id.desc()).limit(1)).scalar()


def budget_year_of(work: Work, debt: Debt) -> int:
    """Whose money it was: as listed, else the year of its first month."""
    listed = select(_pay_line.c.budget_year).where(
        _pay_line.c.entitlement_id == debt.entitlement_id,
        _pay_line.c.benefit_month == debt.from_month,
        _pay_line.c.kind != "recovery",
    )
    year = work.session.execute(listed.order_by(_pay_line.c.id.desc()).limit(1)).scalar()
    return debt.from_month // 100 if year is None else int(year)


def left_of(work: Work, debt: Debt) -> int:
    """What is still to come back, in đồng."""
    back = select(func.coalesce(func.sum(DebtReturn.amount), 0)).where(DebtReturn.debt_id == debt.id)
    return debt.amount - int(work.session.execute(back).scalar_one())


def demand_debt(work: Work, debt_id: int) -> Debt:
    """The debt; RuleError when there is none."""
    debt = work.get(Debt, debt_id)
    if debt is None:
        raise RuleError("Không có khoản phải thu hồi này trong sổ.", field="debt", code="debt_gone")
    return debt


def demand_open_debt(work: Work, debt_id: int) -> Debt:
    """The debt as long as something is open; RuleError when it is settled."""
    debt = demand_debt(work, debt_id)
    if debt.state in (DebtState.RETURNED, DebtState.WRITTEN_OFF):
        raise RuleError("Khoản này đã thu xong hoặc không thu nữa.", field="debt", code="debt_settled")
    return debt


def debts_stale(ids: Iterable[int]) -> Stale:
    return frozenset({("debts", 0), (EVENTS, 0), (BENEFITS, 0), *(("debts", one) for one in ids)})
