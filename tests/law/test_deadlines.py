"""Working days of the office: 24/11 by its months (benefits.md 15.2, 14), swapped days, and time that is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.law.book import LawBook, shipped_book, shipped_rows
from models.law.deadlines import Calendar, calendar_on, deadline, procedure_on, working_days_after
from models.law.rows import Rule, WorkDay
from models.store.dates import Month
from models.store.errors import RuleError

OFFICE = shipped_rows().documents[0].key
MONDAY, SATURDAY = date(2026, 11, 16), date(2026, 11, 21)


def culture_day(word: str, first: int, last: int | None) -> Rule:
    """24/11 is off or worked from a month to a month."""
    return Rule("culture_day", Month(first), None if last is None else Month(last), word, OFFICE, "", "", "office")


def book(*rules: Rule, days: tuple[WorkDay, ...] = ()) -> LawBook:
    rows = shipped_rows()
    return LawBook(replace(rows, rules=(*rows.rules, *rules), days=days))


@pytest.mark.parametrize(
    ("rules", "off"),
    [
        ((), False),
        ((culture_day("off", 202610, None),), True),
        ((culture_day("off", 202611, 202611),), True),
        ((culture_day("off", 202601, 202610),), False),
        ((culture_day("off", 202612, None),), False),
        ((culture_day("works", 202601, None),), False),
        ((culture_day("off", 202601, None), culture_day("works", 202611, None)), False),
        ((culture_day("works", 202601, None), culture_day("off", 202611, 202612)), True),
    ],
)
def test_24_11_is_off_in_the_months_of_the_offices_switch_first_and_last_among_them(
    rules: tuple[Rule, ...], off: bool
) -> None:
    assert calendar_on(book(*rules), date(2026, 11, 20)).culture_day_off is off


def test_a_switch_of_another_name_does_not_touch_24_11() -> None:
    other = replace(culture_day("off", 202601, None), rule="culture_night")
    assert not calendar_on(book(other), date(2026, 11, 20)).culture_day_off


def test_days_swapped_are_off_and_worked_each_by_its_own_word() -> None:
    days = (WorkDay(MONDAY, False, OFFICE, "nghỉ bù"), WorkDay(SATURDAY, True, OFFICE, "làm bù"))
    calendar = calendar_on(book(days=days), MONDAY)
    assert (calendar.off, calendar.worked) == (frozenset({MONDAY}), frozenset({SATURDAY}))
    assert not calendar.works(MONDAY)
    assert calendar.works(SATURDAY)
    assert working_days_after(date(2026, 11, 13), 5, calendar) == SATURDAY


def test_the_week_ends_with_friday_and_a_worked_day_wins_over_everything() -> None:
    week = [date(2026, 11, 16 + count) for count in range(7)]
    assert [Calendar().works(day) for day in week] == [True] * 5 + [False] * 2
    both = Calendar(off=frozenset({MONDAY}), worked=frozenset({MONDAY}))
    assert both.works(MONDAY)
    assert not Calendar().works(date(2026, 9, 2))
    assert Calendar(worked=frozenset({date(2026, 9, 2)})).works(date(2026, 9, 2))


def test_24_11_alone_is_the_culture_day() -> None:
    calendar = Calendar(culture_day_off=True)
    assert [calendar.works(date(2026, 11, day)) for day in (23, 24, 25)] == [True, False, True]
    assert calendar.works(date(2026, 12, 24))


def test_no_working_day_is_over_at_once() -> None:
    assert working_days_after(SATURDAY, 0, Calendar()) == SATURDAY


def test_an_unknown_procedure_is_refused_with_its_day() -> None:
    with pytest.raises(RuleError) as refused:
        procedure_on(shipped_book(), "9.999999", date(2026, 11, 2))
    assert (refused.value.code, refused.value.field) == ("procedure_unknown", "procedure")
    assert str(refused.value) == "Không có thủ tục mã «9.999999» cho hồ sơ nhận ngày 02/11/2026."


def test_of_two_rows_for_one_day_the_one_known_later_holds_and_each_on_its_first_and_last_day() -> None:
    rows = shipped_rows()
    earlier, later = sorted(rows.documents, key=lambda one: one.known_from)[:: len(rows.documents) - 1]
    july = replace(rows.procedures[0], procedure="x", first=date(2026, 7, 1), last=date(2026, 7, 31))
    first, second = replace(july, document=later.key, working_days=1), replace(july, document=earlier.key)
    made = LawBook(replace(rows, procedures=(first, replace(second, working_days=2))))
    for day in (1, 31):
        assert procedure_on(made, "x", date(2026, 7, day)).working_days == 1
    for outside in (date(2026, 6, 30), date(2026, 8, 1)):
        with pytest.raises(RuleError):
            procedure_on(made, "x", outside)


def test_time_that_is_not_known_has_no_last_day() -> None:
    rows = shipped_rows()
    unknown = replace(rows.procedures[0], procedure="x", first=date(2026, 1, 1), last=None, working_days=None)
    found = deadline(LawBook(replace(rows, procedures=(unknown,))), "x", MONDAY)
    assert (found.due, found.procedure) == (None, unknown)


def test_a_calendar_that_is_given_counts_instead_of_the_books() -> None:
    rows = shipped_rows()
    row = replace(rows.procedures[0], procedure="x", first=date(2026, 1, 1), last=None, working_days=1)
    made = LawBook(replace(rows, procedures=(row,), days=(WorkDay(date(2026, 11, 17), False, OFFICE, ""),)))
    assert deadline(made, "x", MONDAY).due == date(2026, 11, 18)
    assert deadline(made, "x", MONDAY, Calendar()).due == date(2026, 11, 17)
