"""Reads of the monthly list: the months kept, the lines of one, its bridge.

Promises: a bridge is built from the lines of two months each time it is asked for; it closes or RuleError is raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.benefits.months.bridge import Bridge, build_bridge
from models.benefits.months.circle import Circle
from models.benefits.months.compute import Over, compute, overpaid
from models.benefits.months.facts import Line, following
from models.benefits.months.gathering import gather
from models.benefits.months.gone import gone_from
from models.benefits.months.rules import MonthState
from models.benefits.months.stored import lines_of
from models.benefits.months.tables import PayMonth
from models.people.queries import AnyRow, Reader
from models.store.collector import uncollected
from models.store.dates import Month, add_months, month_display, month_of
from models.store.errors import RuleError


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month as it is kept; instants are UTC text, `total` đồng."""

    id: int
    month: Month
    state: MonthState
    opening: bool
    known_on: str
    paid_with: Month | None
    budget_year: int
    lines: int
    total: int
    digest: str
    computed_at: str
    confirmed_at: str | None
    sent_at: str | None
    reconciled_at: str | None
    closed_at: str | None


_COLUMNS = (
    PayMonth.id,
    PayMonth.month,
    PayMonth.state,
    PayMonth.opening,
    PayMonth.known_on,
    PayMonth.paid_with,
    PayMonth.budget_year,
    PayMonth.lines,
    PayMonth.total,
    PayMonth.digest,
    PayMonth.computed_at,
    PayMonth.confirmed_at,
    PayMonth.sent_at,
    PayMonth.reconciled_at,
    PayMonth.closed_at,
)


def months(reader: Reader) -> list[MonthRow]:
    """Every month kept, the latest first."""
    rows = reader.execute(select(*_COLUMNS).order_by(PayMonth.month.desc()))
    return [_month(row) for row in rows]


def _month(row: AnyRow) -> MonthRow:
    return MonthRow(
        id=row.id,
        month=Month(row.month),
        state=MonthState(row.state),
        opening=bool(row.opening),
        known_on=row.known_on,
        paid_with=None if row.paid_with is None else Month(row.paid_with),
        budget_year=row.budget_year,
        lines=row.lines,
        total=row.total,
        digest=row.digest or "",
        computed_at=row.computed_at,
        confirmed_at=row.confirmed_at,
        sent_at=row.sent_at,
        reconciled_at=row.reconciled_at,
        closed_at=row.closed_at,
    )


def next_payout(reader: Reader, today: date) -> Month:
    """The list that is open, else the one that comes next; the month after today's while none is kept."""
    kept = months(reader)
    if not kept:
        return add_months(month_of(today), 1)
    latest = kept[0]
    return latest.month if latest.state is MonthState.OPEN else add_months(latest.month, 1)


def month_row(reader: Reader, month: Month) -> MonthRow:
    """One month; RuleError "no_month" when its list was never begun."""
    found = next((one for one in months(reader) if one.month == month), None)
    if found is None:
        raise RuleError(f"Chưa lập danh sách tháng {month_display(month)}.", field="month", code="no_month")
    return found


def bridge_of(reader: Reader, month: Month) -> Bridge:
    """The bridge from the month before. RuleError: "no_month", "no_bridge" (the opening month), "bridge_open"."""
    row = month_row(reader, month)
    if row.opening:
        words = f"Tháng {month_display(month)} là tháng mở đầu, chưa có tháng trước để đối chiếu."
        raise RuleError(words, field="month", code="no_bridge")
    before = month_row(reader, add_months(month, -1))
    known_at = None if row.state == MonthState.OPEN else row.computed_at
    with uncollected():
        last = [line for _, line in lines_of(reader, before.id)]
        now = [line for _, line in lines_of(reader, row.id)]
        made = build_bridge(month, before.month, last, now, gone_from(reader, month, last, now, known_at))
    if made.step("total").amount != row.total:
        raise RuleError(f"Tổng số tiền của tháng {month_display(month)} không khớp với các dòng.", code="bridge_open")
    return made


def recomputed(reader: Reader, month: Month) -> list[Line]:
    """The lines of a kept month, computed once more from what the office knew when its list was computed."""
    row = month_row(reader, month)
    first = row if row.paid_with is None or row.paid_with > month else month_row(reader, row.paid_with)
    facts = gather(reader, first.month, first.budget_year, first.computed_at)
    lines = compute(facts)
    return lines if first is row else compute(following(facts, lines, month))


def overpaid_before(reader: Reader, month: Month, of: Circle | None = None) -> Over:
    """(entitlement, month) -> what was listed before `month` without being due, as known now: debts to be."""
    return overpaid(gather(reader, month, 0, of=of))
