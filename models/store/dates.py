"""Partial dates and months as the office writes them.

A birth date in an old list may be a year, a month of a year, or a day. A month is the integer YYYYMM everywhere in
code and "2026-11" in JSON.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering
from typing import NewType

Month = NewType("Month", int)
"""A calendar month as YYYYMM, for example 202611."""

FIRST_YEAR = 1880
LAST_YEAR = 2200

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day.

    Raises ValueError when the parts do not make a date between 1880 and 2200, or when a day has no month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError("year out of range")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        if self.month is not None:
            date(self.year, self.month, 1 if self.day is None else self.day)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The full date `day`."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read "1950", "1950-03" or "1950-03-05"; raises ValueError otherwise."""
        found = _ISO.fullmatch(text)
        if not found:
            raise ValueError("not a partial ISO date")
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def precision(self) -> str:
        """ "year", "month" or "day"."""
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    @property
    def earliest(self) -> date:
        """The first day it may be; 01/01 for a year alone (benefits.md 15.2, 12: the practice)."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def iso(self) -> str:
        """ "1950", "1950-03" or "1950-03-05"."""
        if self.day is not None:
            return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        return f"{self.year:04d}" if self.month is None else f"{self.year:04d}-{self.month:02d}"

    def display(self) -> str:
        """As the clerk reads it: 1950, 03/1950 or 05/03/1950."""
        if self.day is not None:
            return f"{self.day:02d}/{self.month:02d}/{self.year:04d}"
        return f"{self.year:04d}" if self.month is None else f"{self.month:02d}/{self.year:04d}"

    def compatible(self, other: PartialDate) -> bool:
        """Whether both can be the same day: no part that both know differs."""
        if self.year != other.year:
            return False
        if self.month is None or other.month is None:
            return True
        return self.month == other.month and (self.day is None or other.day is None or self.day == other.day)

    def __lt__(self, other: PartialDate) -> bool:
        return (self.year, self.month or 0, self.day or 0) < (other.year, other.month or 0, other.day or 0)


def age_on(born: date, day: date) -> int:
    """Full years reached on `day`; born on 29/02 counts from 01/03 in common years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def month_of(day: date) -> Month:
    """The month that holds `day`."""
    return Month(day.year * 100 + day.month)


def parse_month(text: str) -> Month:
    """Read "2026-11"; raises ValueError otherwise, also for years before 1880 or after 2200."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if not found or not 1 <= int(found[2]) <= 12 or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise ValueError("not a month YYYY-MM")
    return Month(int(found[1]) * 100 + int(found[2]))


def month_iso(month: Month) -> str:
    """202611 -> "2026-11"."""
    return f"{month // 100:04d}-{month % 100:02d}"


def month_display(month: Month) -> str:
    """202611 -> "11/2026"."""
    return f"{month % 100:02d}/{month // 100:04d}"


def month_start(month: Month) -> date:
    """First day of the month."""
    return date(month // 100, month % 100, 1)


@lru_cache(maxsize=4096)
def month_end(month: Month) -> date:
    """Last day of the month."""
    year, number = divmod(month, 100)
    return date(year, number, calendar.monthrange(year, number)[1])


def add_months(month: Month, count: int) -> Month:
    """The month `count` months later (earlier when negative)."""
    index = (month // 100) * 12 + month % 100 - 1 + count
    return Month(index // 12 * 100 + index % 12 + 1)
