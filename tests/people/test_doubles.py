"""Likely doubles: the same number, or a similar name with a compatible birth in one village."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.people.doubles import Face, likely_doubles, likeness
from models.store.dates import PartialDate

HANH = Face(1, "Nguyễn Thị Hạnh", PartialDate(1950, 3, 5), "female", 1, "001150000001")
BARE = replace(HANH, id=2, id_number="")


def test_the_same_number_is_surest() -> None:
    other = Face(2, "Trần Văn X", PartialDate(1970), "male", 2, HANH.id_number)
    hit = likeness(HANH, other)
    assert hit is not None
    assert hit.score == 100


def test_two_different_numbers_are_two_people() -> None:
    assert likeness(HANH, replace(BARE, id_number="001150000002")) is None


def test_name_birth_and_village() -> None:
    hit = likeness(HANH, BARE)
    assert hit is not None
    assert hit.reason == "Cùng tên, cùng ngày sinh, cùng thôn"


@pytest.mark.parametrize(
    "other",
    [
        replace(BARE, born=PartialDate(1950)),
        replace(BARE, born=None),
        replace(BARE, born=PartialDate(1951)),
        replace(BARE, village_id=None),
        replace(BARE, name="NGUYEN THI HANH"),
        replace(BARE, name="Nguyễn Hạnh"),
        replace(BARE, name="Nguyễn Thị Hạnhh"),
    ],
)
def test_still_likely(other: Face) -> None:
    assert likeness(HANH, other) is not None


@pytest.mark.parametrize(
    "other",
    [
        replace(BARE, sex="male"),
        replace(BARE, village_id=2),
        replace(BARE, born=PartialDate(1950, 3, 6)),
        replace(BARE, born=PartialDate(1953)),
        replace(BARE, name="Nguyễn Thị Hương"),
        replace(BARE, name="Trần Thị Hạnh"),
        replace(BARE, name="Hạnh"),
        replace(BARE, name="Nguyễn Thị Thanh", born=None),
    ],
)
def test_not_likely(other: Face) -> None:
    assert likeness(HANH, other) is None


def test_surest_first_and_told_apart_left_out() -> None:
    weak, strong = replace(BARE, id=3, born=PartialDate(1951)), replace(BARE, id=4)
    assert [hit.id for hit in likely_doubles(HANH, [HANH, weak, strong])] == [4, 3]
    assert [hit.id for hit in likely_doubles(HANH, [weak, strong], frozenset({4}))] == [3]
