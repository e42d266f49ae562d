"""What is due against what was listed, month by month, for one entitlement. Pure.

Promises: a month for which less was listed than is due is short, one for which more was listed is over; the one is
never netted against the other, because holding money back takes a decision of its own (benefits.md 15.2, 10).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from models.benefits.months.facts import NEVER, EntitlementFact, PersonFact, SpanFact
from models.store.dates import Month, add_months

FIRST_LAW: Final = Month(202107)
"""No month before NĐ 20/2021 is looked at where nobody knows since when a benefit runs."""
_LEFT = frozenset(("dead", "moved"))
Stretch = tuple[int, int, int, int]
"""First month, first month no longer, due and paid by the opening in each of its months."""


class Difference(NamedTuple):
    """A month whose listed amount is not what is due, both in đồng."""

    month: Month
    due: int
    listed: int


def last_due(person: PersonFact, computed: Month) -> Month:
    """The last month for which a person may be due something: that of a death or a move itself (benefits.md 15.2, 7).

    A year alone counts as its December. Without a date nothing is due from the month computed on, and nothing is said
    of the months before.
    """
    if person.status not in _LEFT:
        return NEVER
    if not person.status_on:
        return add_months(computed, -1)
    if len(person.status_on) == 4:
        return Month(int(person.status_on) * 100 + 12)
    return Month(int(person.status_on[:4]) * 100 + int(person.status_on[5:7]))


def died_in(person: PersonFact, month: Month) -> bool:
    """Whether a person died in that month."""
    return person.status == "dead" and bool(person.status_on) and last_due(person, month) == month


def due_until(entitlement: EntitlementFact, people: Mapping[int, PersonFact], computed: Month) -> Month:
    """The last month an entitlement may be due: care support ends with either of the two (benefits.md 15.2, 8)."""
    until = last_due(people[entitlement.person_id], computed)
    if entitlement.carer_id is None:
        return until
    return min(until, last_due(people[entitlement.carer_id], computed))


def paid_span(entitlement: EntitlementFact, month: int) -> SpanFact | None:
    """The span that is paid in a month."""
    return next((span for span in entitlement.spans if span.paid and span.covers(month)), None)


Known = dict[tuple[tuple[Stretch, ...], int], list[Difference]]
"""Answers kept for one run: thousands share their stretches, and `listed` as one and the same object."""


def differences(
    entitlement: EntitlementFact, until: Month, listed: Mapping[int, int], before: Month, known: Known | None = None
) -> list[Difference]:
    """Every month before `before` in which due and listed differ, the earliest first.

    `until` is the last month that may be due; `listed` is what confirmed lists say, the opening comes on top of it.
    `known` may be given where `before` and every `listed` outlive it.
    """
    stretches = _standing(entitlement, until, before)
    if known is None:
        return _differences(stretches, listed, before)
    key = (stretches, id(listed))
    if key not in known:
        known[key] = _differences(stretches, listed, before)
    return known[key]


def _differences(stretches: tuple[Stretch, ...], lists: Mapping[int, int], before: Month) -> list[Difference]:
    found: list[Difference] = []
    for start, stop, due, opened in stretches:
        alike = due == opened
        for month in [month for month in lists if start <= month < stop] if alike else months_between(start, stop):
            told = opened + lists.get(month, 0)
            if told != due:
                found.append(Difference(Month(month), due, told))
    for month, amount in lists.items():
        if amount and month < before and not any(start <= month < stop for start, stop, _, _ in stretches):
            found.append(Difference(Month(month), 0, amount))
    return sorted(found)


def opening_of(entitlement: EntitlementFact, month: int) -> int:
    """What was paid for a month before the program kept the months."""
    runs = entitlement.opening_from <= month < entitlement.opening_until
    return entitlement.opening_amount if runs else 0


def _standing(entitlement: EntitlementFact, until: Month, before: Month) -> tuple[Stretch, ...]:
    """Stretches of months before `before` in which neither what is due nor the opening changes."""
    end = before if until == NEVER else min(before, add_months(until, 1))
    known = [span.start for span in entitlement.spans if span.start]
    earliest = entitlement.opening_from or FIRST_LAW
    pieces = [
        (span.start or earliest, min(span.stop, end), span.amount, 0)
        for span in entitlement.spans
        if span.paid and span.amount
    ]
    if entitlement.opening_amount:
        opened_from = entitlement.opening_from or min(known, default=FIRST_LAW)
        pieces.append((opened_from, min(entitlement.opening_until, before), 0, entitlement.opening_amount))
    return _stretches(tuple(pieces))


@lru_cache(maxsize=65_536)
def _stretches(pieces: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Pieces cut where one begins or ends; thousands of entitlements run alike."""
    points = sorted({point for start, stop, _, _ in pieces if start < stop for point in (start, stop)})
    made: list[Stretch] = []
    for start, stop in pairwise(points):
        due = sum(amount for first, last, amount, _ in pieces if first <= start < last)
        opened = sum(amount for first, last, _, amount in pieces if first <= start < last)
        if due or opened:
            made.append((start, stop, due, opened))
    return tuple(made)


def months_between(start: int, stop: int) -> Iterator[Month]:
    """The months from `start` to before `stop`."""
    month = Month(start)
    while month < stop:
        yield month
        month = Month(month + 1 if month % 100 < 12 else month + 89)
