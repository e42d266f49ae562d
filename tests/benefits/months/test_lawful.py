"""What the law gives for each line of a list, and whether an age may still belong to its group."""

from __future__ import annotations

import pytest

from models.benefits.months.facts import Line, Who
from models.benefits.months.lawful import lawful_amounts
from models.benefits.months.risks import Lawful
from models.law.services import SwitchLaw, switch_law
from models.store.dates import Month
from tests.law.test_office_law import KEY, add, document
from tests.people.commune import DAY, Office

NOV = Month(202611)


def line(person: int, group: str, born: str, coefficient: int | None = None, entitlement: int | None = 1) -> Line:
    """A line of somebody's group; what it pays does not matter."""
    who = Who(person, person, person, "Trần Văn An", born, "", "", None, "", "cash", "", "", "", "")
    ground = (group, "", "central", None, coefficient)
    return Line(*who, entitlement, None, "regular", NOV, 2026, *ground, 1, "", None, None, "same", "")


def lawful(office: Office, group: str, born: str, month: Month = NOV, coefficient: int | None = None) -> Lawful:
    person = office.person("Trần Văn An", born)
    return office.read(lawful_amounts, month, [line(person, group, born, coefficient)], DAY)[1]


@pytest.mark.parametrize(
    ("group", "born", "amount", "fits"),
    [
        ("K6N", "1990-01-01", 810_000, True),
        ("K6N", "1966-11-30", 1_080_000, True),
        ("K1a", "2010-11-30", 810_000, True),
        ("K1a", "2010-11-01", 810_000, True),
        ("K1a", "2010-10-31", 810_000, False),
        ("K5a", "1966-12-01", None, False),
        ("CS-TE", "2010-11-30", 810_000, True),
        ("CS-TE", "2010-10-31", 810_000, False),
        ("CS-TE", "2023-12-01", 1_350_000, True),
        ("HTXH", "1956-11-30", 540_000, True),
        ("HTXH", "1956-12-01", 540_000, False),
        ("K9", "1990-01-01", None, True),
        ("K6N", "", 810_000, True),
    ],
)
def test_amount_and_age_by_the_law_of_the_month(
    office: Office, group: str, born: str, amount: int | None, fits: bool
) -> None:
    """The month of a birthday is still paid: the day before it counts too (NĐ 335/2026 Đ8)."""
    found = lawful(office, group, born)
    assert found.fits is fits
    if fits:
        assert found.amount == amount


def test_the_children_that_a_line_counts_are_read_from_its_coefficient(office: Office) -> None:
    assert lawful(office, "K4", "1990-01-01", coefficient=300) == Lawful(1_620_000, True)


def test_the_law_of_the_month_counts_and_before_07_2021_there_is_none(office: Office) -> None:
    assert lawful(office, "K6N", "1990-01-01", Month(202406)).amount == 540_000
    assert lawful(office, "K6N", "1990-01-01", Month(202107)).amount == 540_000
    person = office.person("Lê Thị Bích", "1990-01-01")
    assert office.read(lawful_amounts, Month(202106), [line(person, "K6N", "1990-01-01")], DAY) == {}


def test_each_line_by_its_own_group_and_age_and_none_without_group_or_entitlement(office: Office) -> None:
    child, adult = office.person("Trần Văn An", "2015-01-01"), office.person("Lê Thị Bích", "1990-01-01")
    lines = [
        line(child, "K1a", "2015-01-01", entitlement=1),
        line(adult, "K1a", "1990-01-01", entitlement=2),
        line(adult, "K6N", "1990-01-01", entitlement=3),
        line(adult, "K1a", "", entitlement=4),
        line(adult, "", "1990-01-01", entitlement=5),
        line(adult, "K6N", "1990-01-01", entitlement=None),
    ]
    found = office.read(lawful_amounts, NOV, lines, DAY)
    assert {number: one.fits for number, one in found.items()} == {1: True, 2: False, 3: True, 4: True}
    assert found[1].amount == found[3].amount == 810_000


def test_as_known_on_a_day_before_the_law_was_known(office: Office) -> None:
    person = office.person("Trần Văn An", "1990-01-01")
    told = [line(person, "K6N", "1990-01-01")]
    assert office.read(lawful_amounts, Month(202608), told, DAY.replace(month=8, day=20))[1].amount == 750_000
    assert office.read(lawful_amounts, Month(202608), told, DAY)[1].amount == 810_000


def test_an_office_that_counts_the_last_day_of_a_birth_year_benefits_15_2_12(office: Office) -> None:
    assert not lawful(office, "K1a", "2010").fits
    document(office)
    add(
        office, "rule", {"rule": "partial_birth", "is": "last_day", "article": "công văn", "words": "Ngày cuối"}, 202601
    )
    office.do(switch_law, SwitchLaw(KEY, True))
    assert lawful(office, "K1a", "2010").fits
