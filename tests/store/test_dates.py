"""Partial dates, ages and months at their edges."""

from __future__ import annotations

from datetime import date

import pytest

from models.store.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    Month,
    PartialDate,
    add_months,
    age_on,
    month_display,
    month_end,
    month_iso,
    month_of,
    month_start,
    parse_month,
)


def test_years_from_1880_to_2200() -> None:
    assert (FIRST_YEAR, LAST_YEAR) == (1880, 2200)
    for year in (1880, 2200):
        assert PartialDate(year).year == year
        assert parse_month(f"{year}-01") == year * 100 + 1
    for year in (1879, 2201):
        with pytest.raises(ValueError, match="year out of range"):
            PartialDate(year)
        with pytest.raises(ValueError, match="not a month"):
            parse_month(f"{year}-01")


def test_parts_that_make_no_date() -> None:
    with pytest.raises(ValueError, match="a day needs a month"):
        PartialDate(1950, None, 5)
    for parts in ((1950, 0), (1950, 13), (1950, 2, 30), (1950, 1, 0), (1951, 2, 29)):
        with pytest.raises(ValueError):  # noqa: PT011 - the words are the standard library's
            PartialDate(*parts)


@pytest.mark.parametrize(
    ("partial", "precision", "iso", "read", "earliest", "latest"),
    [
        (PartialDate(1950), "year", "1950", "1950", date(1950, 1, 1), date(1950, 12, 31)),
        (PartialDate(1950, 3), "month", "1950-03", "03/1950", date(1950, 3, 1), date(1950, 3, 31)),
        (PartialDate(1952, 2), "month", "1952-02", "02/1952", date(1952, 2, 1), date(1952, 2, 29)),
        (PartialDate(1950, 3, 5), "day", "1950-03-05", "05/03/1950", date(1950, 3, 5), date(1950, 3, 5)),
    ],
)
def test_what_a_partial_date_says(
    partial: PartialDate, precision: str, iso: str, read: str, earliest: date, latest: date
) -> None:
    assert (partial.precision, partial.iso(), partial.display()) == (precision, iso, read)
    assert (partial.earliest, partial.latest) == (earliest, latest)
    assert PartialDate.from_iso(iso) == partial


@pytest.mark.parametrize(
    "text", ["", "50", "1950-3", "1950-03-5", "1950/03/05", "1950-03-05 ", "x1950", "1950-", "05-03-1950"]
)
def test_other_spellings_are_no_iso_date(text: str) -> None:
    with pytest.raises(ValueError, match="not a partial ISO date"):
        PartialDate.from_iso(text)


@pytest.mark.parametrize(
    ("one", "other", "may_be_same"),
    [
        (PartialDate(1950), PartialDate(1950, 12, 31), True),
        (PartialDate(1950), PartialDate(1950, 1, 1), True),
        (PartialDate(1950), PartialDate(1951, 1, 1), False),
        (PartialDate(1950, 3), PartialDate(1950, 4, 1), False),
        (PartialDate(1950, 3), PartialDate(1950, 3, 31), True),
        (PartialDate(1950, 3, 5), PartialDate(1950, 3, 5), True),
        (PartialDate(1950, 3, 5), PartialDate(1950, 3, 6), False),
    ],
)
def test_compatible(one: PartialDate, other: PartialDate, may_be_same: bool) -> None:
    assert one.compatible(other) is may_be_same
    assert other.compatible(one) is may_be_same


def test_order_puts_the_coarser_date_first() -> None:
    ordered = [
        PartialDate(1949, 12, 31),
        PartialDate(1950),
        PartialDate(1950, 1),
        PartialDate(1950, 1, 1),
        PartialDate(1950, 1, 2),
        PartialDate(1950, 2),
    ]
    for first, one in enumerate(ordered):
        for second, other in enumerate(ordered):
            assert (one < other) is (first < second)
            assert (one <= other) is (first <= second)


def test_a_partial_date_is_a_value() -> None:
    born = PartialDate(1950, 3)
    assert {born: 1}[PartialDate(1950, 3)] == 1
    with pytest.raises(AttributeError):
        born.day = 5  # type: ignore[misc] # frozen: that is what is tested


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2010, 11, 23), date(2026, 11, 22), 15),
        (date(2010, 11, 23), date(2026, 11, 23), 16),
        (date(2010, 11, 23), date(2026, 11, 24), 16),
        (date(2010, 12, 1), date(2026, 11, 30), 15),
        (date(2010, 10, 31), date(2026, 11, 1), 16),
        (date(2008, 2, 29), date(2025, 2, 28), 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2026, 11, 22), date(2026, 11, 22), 0),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("month", "count", "found"),
    [
        (202611, 0, 202611),
        (202611, 1, 202612),
        (202612, 1, 202701),
        (202601, -1, 202512),
        (202611, 14, 202801),
        (202611, -23, 202412),
    ],
)
def test_counting_months(month: int, count: int, found: int) -> None:
    assert add_months(Month(month), count) == found


def test_months() -> None:
    assert month_of(date(2026, 3, 31)) == 202603
    assert (month_iso(Month(202603)), month_display(Month(202603))) == ("2026-03", "03/2026")
    assert (month_start(Month(202402)), month_end(Month(202402))) == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_end(Month(202612)) == date(2026, 12, 31)
    assert [parse_month(text) for text in ("2026-01", "2026-12")] == [202601, 202612]
    for text in ("2026-00", "2026-13", "2026-1", "202601", "2026-01-01", " 2026-01", "2026-01\n"):
        with pytest.raises(ValueError, match="not a month"):
            parse_month(text)
