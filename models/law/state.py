"""What a person is on one day, as the conditions ask it: ages in full years, beside the facts that have no date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.law.facts import Facts
from models.store.dates import PartialDate, age_on

SMALL_CHILD_YEARS = 3
"""36 months (NĐ 335/2026 Đ17): a birthday in whole years."""

ChildState = tuple[int | None, bool | None, bool | None]
"""A child's age, whether it studies, whether this person raises it."""


@dataclass(frozen=True, slots=True)
class State:
    """The facts with every age as on one day; `pension_level` is what incomes are measured by."""

    facts: Facts
    age: int | None
    cared_age: int | None
    children: tuple[ChildState, ...] | None
    pension_level: int

    @property
    def burden(self) -> tuple[int, int]:
        """Pregnancy and raised children below 36 months: certain, and possible ones."""
        pregnant = self.facts.pregnant
        least, most = int(pregnant is True), int(pregnant is not False)
        if self.children is None:
            return least, most + 2
        for age, _, raised in self.children:
            if raised is False or (age is not None and not 0 <= age < SMALL_CHILD_YEARS):
                continue
            most += 1
            least += age is not None and raised is True
        return least, most

    def burden_gaps(self) -> frozenset[str]:
        """What is not told of the pregnancy and the small children."""
        found = set() if self.facts.pregnant is not None else {"pregnant"}
        if self.children is None:
            return frozenset(found | {"children"})
        for age, _, raised in self.children:
            if raised is False or (age is not None and not 0 <= age < SMALL_CHILD_YEARS):
                continue
            found |= {"children.born"} if age is None else set()
            found |= {"children.raised_by_person"} if raised is None else set()
        return frozenset(found)


def years(born: PartialDate | None, day: date, *, last_day: bool) -> int | None:
    """Full years on `day`; of a year or month alone its first day counts, or its last (`last_day`)."""
    if born is None:
        return None
    return age_on(born.latest if last_day else born.earliest, day)


def state_on(facts: Facts, day: date, pension_level: int, *, last_day: bool = False) -> State:
    """The person on `day`."""
    children = facts.children
    return State(
        facts,
        years(facts.born, day, last_day=last_day),
        years(facts.carer.cared_born, day, last_day=last_day) if facts.carer is not None else None,
        None
        if children is None
        else tuple([(years(one.born, day, last_day=last_day), one.studying, one.raised_by_person) for one in children]),
        pension_level,
    )
