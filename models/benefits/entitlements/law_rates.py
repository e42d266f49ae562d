"""What the law gives an entitlement of a known group in a month, for many people at once.

Promises: birth dates are read once, and people of one group and age are reckoned once a month. The whole amount is
asked, central against local, never a rate of one with a coefficient of the other (benefits.md 6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from models.benefits.entitlements.ages import may_fit
from models.benefits.entitlements.writing import among, id_list
from models.law.amounts import GroupLevel, amount_for
from models.law.assess import days_of
from models.law.book import LawBook, LawOfMonth
from models.law.facts import Carer, Facts
from models.law.places import Place
from models.law.queries import law_book, own_place
from models.people.dated import known
from models.people.queries import bare
from models.people.tables import HouseholdMembership, HouseholdPoverty, Person
from models.store.dates import Month, PartialDate, age_on

ONE_CHILD = 100
"""Hundredths of the coefficient that one counted child gives (NĐ 335/2026 Đ6 k1, group K4)."""
TWO_BURDENS = 200
"""The coefficient of CS-MT with a pregnancy and a child, or two children (NĐ 335/2026 Đ17)."""
_person = Person.__table__
_Birth = tuple[int, int, bool, bool]
"""Year, month (0: not known), whether the day is not known, whether it is 29/02: all that counts at a month's end."""
_Key = tuple[str, Month, int, _Birth | None, bool]
_Ages = tuple[str, Month, int, tuple[int, int] | None, bool]
_Days = tuple[str, str]
"""ISO days: the first, and the first no longer."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The law as known on a day, for people whose birth dates are known.

    `near_poor` are the days on which people's households were near-poor, where the place has a table of its own: there
    a ground may be open to them by the place's table alone (Hà Nội: NQ 63/2025 Điều 4).
    """

    book: LawBook
    known_on: date
    place: Place
    born: Mapping[int, PartialDate | None]
    near_poor: Mapping[int, Sequence[_Days]] = field(default_factory=dict)
    _levels: dict[_Key, GroupLevel | None] = field(default_factory=dict, compare=False, repr=False)
    _by_ages: dict[_Ages, GroupLevel | None] = field(default_factory=dict, compare=False, repr=False)
    _laws: dict[Month, LawOfMonth] = field(default_factory=dict, compare=False, repr=False)
    _fits: dict[tuple[str, Month, _Birth | None], bool] = field(default_factory=dict, compare=False, repr=False)
    _births: dict[int, _Birth | None] = field(default_factory=dict, compare=False, repr=False)

    def law(self, month: Month) -> LawOfMonth:
        """The law of a month. RuleError "before_law" before 07/2021."""
        found = self._laws.get(month)
        if found is None:
            found = self._laws[month] = self.book.at(month, self.known_on)
        return found

    def level(self, person_id: int, group: str, month: Month, coefficient: int | None) -> GroupLevel | None:
        """What a person of a group gets in a month; None when the law of the month has no such group.

        `coefficient` in hundredths is that of the present amount: it tells how many children count. For care support
        the person is the one who is cared for.
        """
        count = count_of(group, coefficient)
        near = bool(self.near_poor) and self._near_poor(person_id, month)
        key = (group, month, count, self._birth(person_id), near)
        if key not in self._levels:
            self._levels[key] = self._by_age(group, month, count, self.born.get(person_id), near)
        return self._levels[key]

    def fits(self, person_id: int, group: str, month: Month) -> bool:
        """False only where the birth date alone rules the group out in a month."""
        born = self.born.get(person_id)
        if born is None:
            return True
        key = (group, month, self._birth(person_id))
        if key not in self._fits:
            self._fits[key] = may_fit(self.law(month), group, born)
        return self._fits[key]

    def _near_poor(self, person_id: int, month: Month) -> bool:
        """Whether the household was near-poor on the day that decides for the month."""
        day = days_of(month, self.law(month))[0].isoformat()
        return any(first <= day < end for first, end in self.near_poor.get(person_id, ()))

    def _by_age(self, group: str, month: Month, count: int, born: PartialDate | None, near: bool) -> GroupLevel | None:
        law, ages = self.law(month), None
        if born is not None:
            day = born.latest if law.last_day else born.earliest
            one, other = days_of(month, law)
            ages = (age_on(day, one), age_on(day, other))
        key = (group, month, count, ages, near)
        if key not in self._by_ages:
            self._by_ages[key] = amount_for(law, group, self._facts(group, born, near=near), count=count)
        return self._by_ages[key]

    def _birth(self, person_id: int) -> _Birth | None:
        if person_id in self._births:
            return self._births[person_id]
        born, birth = self.born.get(person_id), None
        if born is not None:
            birth = (born.year, born.month or 0, born.day is None, born.month == 2 and born.day == 29)
        self._births[person_id] = birth
        return birth

    def _facts(self, group: str, born: PartialDate | None, *, near: bool) -> Facts:
        if group.startswith("CS-"):
            return Facts(province=self.place, carer=Carer(cared_born=born))
        return Facts(born=born, province=self.place, household="near_poor" if near else None)


def count_of(group: str, coefficient: int | None) -> int:
    """How many children, or small children and pregnancies, a present coefficient stands for."""
    if coefficient is None:
        return 1
    if group == "CS-MT":
        return 2 if coefficient >= TWO_BURDENS else 1
    return max(1, coefficient // ONE_CHILD) if group == "K4" else 1


def rates_for(session: Session, person_ids: Iterable[int], known_on: date, *, book: LawBook | None = None) -> Rates:
    """Rates for these people under the law known on a day; `book` when not that which counts here now."""
    chosen = select(_person.c.id, _person.c.born_year, _person.c.born_month, _person.c.born_day)
    found = bare(session).execute(chosen.where(among(_person.c.id)), {"wanted": id_list(person_ids)}).all()
    born = {row[0]: None if row[1] is None else PartialDate(row[1], row[2], row[3]) for row in found}
    law, place = law_book(session) if book is None else book, own_place(session)
    own_table = any(row.place == place for row in law.rows.tables)
    return Rates(law, known_on, place, born, _near_poor_days(session, born) if own_table else {})


def _near_poor_days(session: Session, person_ids: Iterable[int]) -> dict[int, list[_Days]]:
    """Person -> the days on which they belonged to a near-poor household, as known now."""
    member: Any = HouseholdMembership.__table__
    poverty: Any = HouseholdPoverty.__table__
    chosen = (
        select(member.c.person_id, func.max(member.c.valid_from, poverty.c.valid_from),
               func.min(member.c.valid_to, poverty.c.valid_to))
        .join(poverty, and_(poverty.c.household_id == member.c.household_id, known(HouseholdPoverty, None)))
        .where(known(HouseholdMembership, None), poverty.c.kind == "near_poor", among(member.c.person_id))
    )  # fmt: skip
    found: dict[int, list[_Days]] = defaultdict(list)
    for person, first, end in bare(session).execute(chosen, {"wanted": id_list(person_ids)}):
        if first < end:
            found[person].append((first, end))
    return dict(found)
