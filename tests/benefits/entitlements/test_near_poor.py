"""Hà Nội's K5a is open to near-poor households too, by its own table alone (NQ 63/2025 Điều 4)."""

from __future__ import annotations

from datetime import date

import pytest

from models.benefits.entitlements.law_rates import rates_for
from models.office.services import ChangeCommune, change_commune
from models.people.households import NewHousehold, SetPoverty, create_household, set_poverty
from models.store.dates import Month
from tests.people.commune import DAY, Office

NOV = Month(202611)


@pytest.fixture
def hanoi(office: Office) -> Office:
    """The small commune, in Hà Nội."""
    office.do(change_commune, ChangeCommune("xã", "Mẫu", "01"))
    return office


def household(office: Office, person: int, kind: str, since: date, until: date | None = None) -> None:
    home = office.do(create_household, NewHousehold(person))
    office.do(set_poverty, SetPoverty(home, kind, since, until))


def amount(office: Office, person: int, month: Month) -> int | None:
    level = office.read(rates_for, [person], DAY).level(person, "K5a", month, None)
    return None if level is None else level.amount


def test_a_near_poor_person_of_76_gets_the_citys_level_and_not_the_countrys(hanoi: Office) -> None:
    """It was told 1.080.000: the country's 2,0 from 75 on is for poor households alone; the city's 1,5 up to 80."""
    near, poor = hanoi.person("Trần Văn An", "1950-03-05"), hanoi.person("Lê Thị Bích", "1950-03-05")
    household(hanoi, near, "near_poor", date(2026, 1, 1))
    household(hanoi, poor, "poor", date(2026, 1, 1))
    assert (amount(hanoi, near, NOV), amount(hanoi, poor, NOV)) == (975_000, 1_080_000)


def test_the_state_of_the_month_counts(hanoi: Office) -> None:
    person = hanoi.person("Trần Văn An", "1950-03-05")
    household(hanoi, person, "near_poor", date(2026, 1, 1), date(2026, 11, 10))
    rates = hanoi.read(rates_for, [person], DAY)
    assert rates.near_poor == {person: [("2026-01-01", "2026-11-10")]}
    assert (amount(hanoi, person, Month(202610)), amount(hanoi, person, NOV)) == (975_000, 1_080_000)


def test_elsewhere_nothing_is_read(office: Office) -> None:
    person = office.person("Trần Văn An", "1950-03-05")
    household(office, person, "near_poor", date(2026, 1, 1))
    assert office.read(rates_for, [person], DAY).near_poor == {}
