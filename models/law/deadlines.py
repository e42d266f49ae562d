"""Procedures and their time: the row of the day of receipt, and the day on which the answer is due.

Working days leave out Saturdays, Sundays and holidays; the first is the day after receipt (BLDS 2015 Đ147). The library
of holidays is loaded with this module, so import it where a deadline is asked, not at the start. Promises: 24/11 counts
as a working day unless the office says otherwise (benefits.md 15.2, 14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from holidays.countries.vietnam import Vietnam

from models.law.book import LawBook
from models.law.rows import Procedure
from models.store.dates import month_of
from models.store.errors import RuleError

CULTURE_DAY = (11, 24)
"""Named by a Party resolution as a paid holiday from 2026; its enactment was not seen."""
SATURDAY = 5
YEARS_KEPT = 16


@dataclass(frozen=True, slots=True)
class Calendar:
    """The office's own days beside the library's: further days off, worked days, and whether 24/11 is off."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    culture_day_off: bool = False

    def works(self, day: date) -> bool:
        """Whether `day` is a working day."""
        if day in self.worked:
            return True
        if day in self.off or day.weekday() >= SATURDAY:
            return False
        if (day.month, day.day) == CULTURE_DAY:
            return not self.culture_day_off
        return day not in _holidays(day.year)


@lru_cache(maxsize=YEARS_KEPT)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(Vietnam(years=[year]))  # type: ignore[no-untyped-call]  # the library types its base alone


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a procedure's answer is due (None: its time is not known), and the row that says so."""

    due: date | None
    procedure: Procedure


def working_days_after(received: date, count: int, calendar: Calendar) -> date:
    """The day on which `count` working days are over, counting from the day after `received`."""
    day = received
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.works(day)
    return day


def calendar_on(book: LawBook, day: date) -> Calendar:
    """The working days as this office's law has them on a day: swapped days, and whether 24/11 is off."""
    month, days = month_of(day), book.rows.days
    rules = [row for row in book.rows.rules if row.rule == "culture_day" and row.first <= month]
    holding = [row.is_ for row in rules if row.last is None or month <= row.last]
    return Calendar(
        off=frozenset(one.day for one in days if not one.works),
        worked=frozenset(one.day for one in days if one.works),
        culture_day_off=bool(holding) and holding[-1] == "off",
    )


def procedure_on(book: LawBook, code: str, received: date) -> Procedure:
    """The row that holds for papers received on a day. RuleError "procedure_unknown" where there is none."""
    documents = book.documents()
    rows = [
        row
        for row in book.rows.procedures
        if row.procedure == code
        and row.document in documents
        and row.first <= received
        and (row.last is None or received <= row.last)
    ]
    if not rows:
        words = f"Không có thủ tục mã «{code}» cho hồ sơ nhận ngày {received:%d/%m/%Y}."
        raise RuleError(words, field="procedure", code="procedure_unknown")
    return max(rows, key=lambda row: (row.first, documents[row.document].known_from))


def deadline(book: LawBook, code: str, received: date, calendar: Calendar | None = None) -> Deadline:
    """When papers received on a day are due, by the law of that day (NĐ 335/2026 Đ8, Đ33; NĐ 147/2025 Đ5).

    Without a calendar the working days are those of the book on that day.
    """
    row = procedure_on(book, code, received)
    if row.working_days is None:
        return Deadline(None, row)
    return Deadline(working_days_after(received, row.working_days, calendar or calendar_on(book, received)), row)
