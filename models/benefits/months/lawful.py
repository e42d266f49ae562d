"""What the law gives for each line of a list, and whether an age may still belong to a line's group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from models.benefits.entitlements.ages import may_fit
from models.benefits.entitlements.law_rates import Rates, rates_for
from models.benefits.months.facts import Line
from models.benefits.months.risks import Lawful
from models.law.assess import days_of
from models.law.book import LawOfMonth
from models.law.state import years
from models.store.dates import Month, PartialDate

FIRST_MONTH_OF_LAW = Month(202107)


@dataclass(frozen=True, slots=True)
class _Ages:
    """Whether ages belong to groups; each birth date is read once, each group looked at once for each age."""

    law: LawOfMonth
    _ages: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    _known: dict[tuple[str, tuple[int | None, ...]], bool] = field(default_factory=dict)

    def fit(self, group: str, born: str) -> bool:
        """False only where the birth date alone rules the group out."""
        if not born:
            return True
        ages = self._ages.get(born)
        if ages is None:
            day, last_day = PartialDate.from_iso(born), self.law.last_day
            ages = tuple(years(day, one, last_day=last_day) for one in days_of(self.law.month, self.law))
            self._ages[born] = ages
        key = (group, ages)
        if key not in self._known:
            self._known[key] = may_fit(self.law, group, PartialDate.from_iso(born))
        return self._known[key]


def lawful_amounts(reader: Session, month: Month, lines: Iterable[Line], known_on: date) -> dict[int, Lawful]:
    """Entitlement -> what the law gives, of the lines for the month itself whose group is known.

    The law is that of `month` as known on a day; months before 07/2021 have none.
    """
    if month < FIRST_MONTH_OF_LAW:
        return {}
    chosen = [line for line in lines if line.entitlement_id is not None and line.group_code]
    rates = rates_for(reader, {line.person_id for line in chosen}, known_on)
    ages = _Ages(rates.law(month))
    return {line.entitlement_id or 0: _lawful(rates, ages, line, month) for line in chosen}


def _lawful(rates: Rates, ages: _Ages, line: Line, month: Month) -> Lawful:
    level = rates.level(line.person_id, line.group_code, month, line.coefficient)
    return Lawful(None if level is None else level.amount, ages.fit(line.group_code, line.born))
