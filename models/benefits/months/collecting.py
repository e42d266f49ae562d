"""Who did not collect, month after month, and who was last seen alive when.

Promises: only cash counts towards the three-month rule, money paid into an account never does (benefits.md 15.2, 7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

from sqlalchemy import func, select, text

from models.benefits.events.tables import SignOfLife
from models.benefits.months.stored import TABLE
from models.benefits.months.tables import UNCOLLECTED, PayMonth
from models.people.queries import Reader
from models.store.dates import Month, month_start

ROWS_AT_ONCE: Final = 400
LOOKED_BACK: Final = 12
"""Months of payouts that are looked at; three decide."""


def uncollected_months(reader: Reader, month: Month) -> dict[int, int]:
    """Entitlement -> in how many reconciled payouts running before `month`, up to the last, its cash stayed."""
    kept = select(PayMonth.id, PayMonth.month).where(
        PayMonth.reconciled_at.is_not(None), PayMonth.opening == 0, PayMonth.month < month
    )
    payouts = [row[0] for row in reader.execute(kept.order_by(PayMonth.month.desc()).limit(LOOKED_BACK))]
    if not payouts:
        return {}
    stayed = select(TABLE.c.entitlement_id, TABLE.c.pay_month_id).where(
        TABLE.c.pay_month_id.in_(payouts), text(UNCOLLECTED), TABLE.c.channel == "cash"
    )
    missed: dict[int, set[int]] = defaultdict(set)
    for entitlement, payout in reader.execute(stayed):
        if entitlement is not None:
            missed[entitlement].add(payout)
    last = {entitlement for entitlement, there in missed.items() if payouts[0] in there}
    collected = _collected(reader, payouts, last)
    return {one: _running(payouts, missed[one], collected.get(one, set())) for one in sorted(last)}


def _collected(reader: Reader, payouts: list[int], entitlements: set[int]) -> dict[int, set[int]]:
    got = select(TABLE.c.entitlement_id, TABLE.c.pay_month_id).where(
        TABLE.c.entitlement_id.in_(entitlements), TABLE.c.pay_month_id.in_(payouts), TABLE.c.paid_amount > 0
    )
    found: dict[int, set[int]] = defaultdict(set)
    for entitlement, payout in reader.execute(got):
        found[entitlement].add(payout)
    return found


def _running(payouts: list[int], missed: set[int], collected: set[int]) -> int:
    count = 0
    for payout in payouts:
        if payout not in missed or payout in collected:
            return count
        count += 1
    return count


def last_seen(reader: Reader, people: Collection[int], before: date) -> dict[int, date]:
    """Of these people, those whom nobody saw alive since `before`: person -> the last day on which somebody did.

    A sign of life counts, and cash that was collected. Who was never seen counts from the first month kept: of the
    years before nothing is known.
    """
    first = reader.execute(select(func.min(PayMonth.month))).scalar()
    if first is None:
        return {}
    since = month_start(Month(first)).isoformat()
    signs = select(SignOfLife.person_id, func.max(SignOfLife.seen_on)).group_by(SignOfLife.person_id)
    seen = {row[0]: row[1] for row in reader.execute(signs)}
    limit = before.isoformat()
    silent = {one: day for one in people if (day := max(seen.get(one, ""), since)) < limit}
    for some in _slices(sorted(silent)):
        cash = (
            select(TABLE.c.person_id, func.max(TABLE.c.paid_on))
            .where(TABLE.c.person_id.in_(some), TABLE.c.recipient_id == TABLE.c.person_id)
            .where(TABLE.c.channel == "cash", TABLE.c.paid_on.is_not(None), TABLE.c.paid_amount > 0)
            .group_by(TABLE.c.person_id)
        )
        for person, day in reader.execute(cash):
            silent[person] = max(silent[person], day)
    return {one: date.fromisoformat(day) for one, day in silent.items() if day < limit}


def _slices(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), ROWS_AT_ONCE):
        yield ids[start : start + ROWS_AT_ONCE]
