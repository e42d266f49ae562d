"""What the law gives an entitlement of a known group in a month, for many people at once.

Promises: birth dates are read once; the law of a month is put together once. The whole amount is asked, central against
local, never a rate of one with a coefficient of the other (benefits.md 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.entitlements.writing import among, id_list
from models.law.book import LawBook, shipped_book
from models.people.tables import Person
from models.store.dates import Month, PartialDate

_person = Person.__table__


@dataclass(frozen=True, slots=True)
class Given:
    """What the law gives: đồng a month, coefficient in hundredths, "central" or "local", the article."""

    amount: int
    coefficient: int | None
    table: str
    base_rate: int
    article: str


@dataclass(frozen=True, slots=True)
class Rates:
    """The law as known on a day, for people whose birth dates are known."""

    book: LawBook
    known_on: date
    born: Mapping[int, PartialDate | None]

    def level(self, person_id: int, group: str, month: Month, coefficient: int | None) -> Given | None:
        """What a person of a group gets in a month; `coefficient` tells the count where the group counts."""
        found = self.book.at(month, self.known_on).central.group(group)
        if found is None or found.rate is None or coefficient is None:
            return None
        amount = found.rate.amount * coefficient // 100
        return Given(amount, coefficient, "central", found.rate.amount, "")


def rates_for(session: Session, person_ids: Iterable[int], known_on: date) -> Rates:
    """Rates for these people under the law known on a day."""
    chosen = select(_person.c.id, _person.c.born_year, _person.c.born_month, _person.c.born_day)
    found = session.execute(chosen.where(among(_person.c.id)), {"wanted": id_list(person_ids)})
    born = {row[0]: None if row[1] is None else PartialDate(row[1], row[2], row[3]) for row in found}
    return Rates(shipped_book(), known_on, born)
