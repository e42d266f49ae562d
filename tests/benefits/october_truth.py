"""What the people of the made-up commune must get for 07..11/2026, from the slow computation of the law alone.

The old lists say who had which group since when and what was paid; the law's answer is `tests.law.slow_level`, which
never reads the program. Nothing here opens the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from models.demo.benefits import ADULT_AGE, BenefitMaker
from models.demo.commune import make_commune
from tests.law import slow, slow_level

DAY = date(2026, 11, 22)
MONTHS = (202607, 202608, 202609, 202610, 202611)
LAST_OLD = 202610
FOREVER = 999_912
YOUNGEST = "2026-01-01"
"""The old list counted who was born since as if there before."""
_GROUNDS = {"K2": ("K1b", "K2")}
"""Whom a list of October calls a pupil of 16 was an orphan until then: another group, the same amount."""


@dataclass(frozen=True)
class OldLine:
    """A line of the old lists: whose (their number in the commune, from 1), the group, since and until when, how much.

    `born` is an ISO date, a year, or a year and month; `children` are the births of those whom a single parent is paid
    for; `stop` the first month no longer paid.
    """

    person: int
    group: str
    label: str
    born: str
    children: tuple[str, ...]
    amount: int
    start: int
    stop: int

    def listed(self, month: int) -> int:
        """What the old lists paid for a month, in đồng; they ended with 10/2026."""
        return self.amount if self.start <= month < self.stop and month <= LAST_OLD else 0

    def due(self, month: int) -> int:
        """What is due for a month under the law known on DAY; nobody knows a law for a group nobody recognised."""
        if not self.start <= month < self.stop:
            return 0
        if not self.group:
            return self.amount
        return max(_level(group, self.born, month, self.children) for group in _GROUNDS.get(self.group, (self.group,)))

    @property
    def arrears(self) -> int:
        """What the list of 11/2026 owes for the months before it, in đồng."""
        return sum(max(0, self.due(month) - self.listed(month)) for month in MONTHS[:-1])

    @property
    def over(self) -> int:
        """What was paid for the months before 11/2026 without being due, in đồng."""
        return sum(max(0, self.listed(month) - self.due(month)) for month in MONTHS[:-1])


def old_lines(people: int, seed: int) -> Iterator[OldLine]:
    """Every line of the old lists of `FillDemo(people, seed, before_october=True)`."""
    commune = make_commune(people, seed)
    members = (person for household in commune.households for person in household.members)
    number = {id(person): place for place, person in enumerate(members, start=1)}
    home = {id(person): household for household in commune.households for person in household.members}
    for benefit in BenefitMaker(seed, before_october=True).make(commune):
        for line in benefit.lines:
            family = home[id(benefit.person)].members if line.group == "K4" else ()
            children = tuple(min(one.born.iso(), YOUNGEST) for one in family if one.age < ADULT_AGE)
            stop = FOREVER if line.stop_month is None else line.stop_month
            person = benefit.person
            told = (line.group, line.label, person.born.iso(), children, line.amount, line.start_month, stop)
            yield OldLine(number[id(person)], *told)


@lru_cache(maxsize=1_000_000)
def _level(group: str, born: str, month: int, children: tuple[str, ...]) -> int:
    return slow_level.level(group, born, month, DAY, province="Lâm Đồng", children=children)


@dataclass(frozen=True)
class Neighbour:
    """Somebody living in the commune: number, birth date (ISO, perhaps a year), "poor", "near_poor" or "none"."""

    person: int
    born: str
    household: str


def neighbours(people: int, seed: int) -> Iterator[Neighbour]:
    """Everybody who lives there."""
    place = 0
    for household in make_commune(people, seed).households:
        for person in household.members:
            place += 1
            if person.status == "living":
                yield Neighbour(place, person.born.iso(), household.poverty or "none")


def pension_of(one: Neighbour) -> int:
    """The social pension of somebody without any income for 11/2026, in đồng."""
    facts = {"born": one.born, "household": one.household, "income": slow_level.NO_INCOME, "province": "Lâm Đồng"}
    return slow.due(facts, "2026-11", DAY).total
