"""Levels that are kept for people alike are those that the law gives each of them."""

from __future__ import annotations

from datetime import date

from models.benefits.entitlements.law_rates import Rates
from models.law.amounts import amount_for
from models.law.book import shipped_book
from models.law.facts import Facts
from models.law.places import province
from models.store.dates import Month, PartialDate

KNOWN_ON = date(2026, 11, 22)
PLACE = province("Lâm Đồng")
MONTHS = [Month(number) for number in (202401, 202402, 202406, 202607, 202610, 202612, 202802, 202803)]
GROUPS = ("K1a", "K2", "K5a", "K6N", "K6DBN", "HTXH")


def born_about(years: int) -> list[PartialDate]:
    """Birth dates around the end of a February, in a leap year and beside it, and such as are not known to the day."""
    leap = years - years % 4
    return [
        PartialDate(leap, 2, 28), PartialDate(leap, 2, 29), PartialDate(leap, 3, 1), PartialDate(leap + 1, 2, 28),
        PartialDate(leap, 2), PartialDate(leap, 12), PartialDate(leap), PartialDate(leap + 1), PartialDate(leap, 1, 31),
        PartialDate(leap, 12, 31),
    ]  # fmt: skip


def test_a_level_is_that_of_the_own_birth_date() -> None:
    births = [born for years in (1948, 1952, 2004, 2008, 2012, 2024) for born in born_about(years)]
    people: dict[int, PartialDate | None] = dict(enumerate(births)) | {len(births): None}
    rates = Rates(shipped_book(), KNOWN_ON, PLACE, people)
    told = set()
    for month in MONTHS:
        law = shipped_book().at(month, KNOWN_ON)
        for group in GROUPS:
            for person, born in people.items():
                level = rates.level(person, group, month, None)
                assert level == amount_for(law, group, Facts(born=born, province=PLACE)), (group, month, born)
                told.add(level and level.amount)
    assert len(told) > len(GROUPS)
