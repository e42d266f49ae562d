"""A child's birthday changes what the parent gets, where the household says whose child it is (NĐ 335/2026 Đ5 k4)."""

from __future__ import annotations

from datetime import date

import pytest

from models.benefits.events.rules import EventKind
from models.people.households import NewHousehold, SetMembership, create_household, set_membership
from models.people.services import SetPersonFact, set_person_fact
from models.store.dates import Month
from tests.benefits.events.desk import Desk
from tests.benefits.events.scenes import benefit, proposed, told
from tests.benefits.months.book import NOV, Given

DAY = date(2026, 1, 1)


def family(
    desk: Desk, *born: str, group: str = "K4", amount: int = 1_080_000, count: int = 200
) -> tuple[int, list[int]]:
    """A parent with children in the household, who is paid for so many: parent and children."""
    parent = desk.person("Trần Thị An", "1986-03-05")
    household = desk.office.do(create_household, NewHousehold(parent))
    children = [desk.person(f"Lê Văn {name}", one) for name, one in zip(("Bình", "Cường", "Dũng"), born, strict=False)]
    for child in children:
        desk.office.do(set_membership, SetMembership(child, household, "child", DAY))
    desk.give(Given(parent, amount, opened=NOV, group=group, coefficient=count))
    return parent, children


def test_a_child_of_sixteen_is_found_with_the_parent(desk: Desk) -> None:
    parent, _ = family(desk, "2010-11-18", "2016-05-05")
    assert desk.find(NOV) == {"birthday": 1}
    (row,) = desk.inbox()
    assert (row.person_id, row.happened) == (parent, "18/11/2026")
    assert row.note == "Con: Lê Văn Bình, đủ 16 tuổi trong tháng."
    found = desk.proposal(row.id)
    assert told(found) == [("adjust", 202611, "K4", 540_000)]
    assert any("còn đi học" in one for one in found.questions)
    assert desk.find(NOV) == {}


def test_the_last_child_ends_it_after_its_month(desk: Desk) -> None:
    """The month itself is still due: NĐ 335/2026 Đ8, stop from the month after."""
    family(desk, "2010-11-18", amount=540_000, count=100)
    desk.find(NOV)
    (row,) = desk.inbox()
    assert told(desk.proposal(row.id)) == [("stop", 202612, "", None)]


@pytest.mark.parametrize(
    ("born", "amount", "count"),
    [(("2010-11-18", "2016-05-05"), 540_000, 100), (("2010-11-18", "2016-05-05", "2018-05-05"), 1_080_000, 200)],
)
def test_a_child_whom_the_list_never_counted_changes_nothing(
    desk: Desk, born: tuple[str, ...], amount: int, count: int
) -> None:
    """A list pays for the younger ones: who turns 16 beside them took nothing away."""
    family(desk, *born, amount=amount, count=count)
    desk.find(NOV)
    assert desk.inbox() == []


def test_of_two_small_children_one_stays(desk: Desk) -> None:
    """NĐ 335/2026 Đ17: two burdens were paid for, one child is still below 36 months."""
    family(desk, "2023-11-18", "2025-02-02", group="CS-MT", amount=1_080_000, count=200)
    desk.find(NOV)
    (row,) = desk.inbox()
    assert told(desk.proposal(row.id)) == [("adjust", 202611, "CS-MT", 810_000)]


def test_a_child_that_studies_on_counts_on(desk: Desk) -> None:
    """NĐ 335/2026 Đ5 k4: until the end of study; the 22nd birthday changes nothing any more."""
    _, (older, _) = family(desk, "2010-11-18", "2004-11-20")
    desk.find(NOV)
    (row,) = desk.inbox()
    desk.office.do(set_person_fact, SetPersonFact(older, "study", {"level": "school"}, DAY))
    assert desk.proposal(row.id).decisions == ()
    desk.find(NOV)
    assert desk.inbox() == []


def test_a_mother_of_a_child_of_three_years(desk: Desk) -> None:
    """NĐ 335/2026 Đ17: children below 36 months."""
    family(desk, "2023-11-18", group="CS-MT", amount=810_000, count=150)
    desk.find(NOV)
    (row,) = desk.inbox()
    found = desk.proposal(row.id)
    assert told(found) == [("stop", 202612, "", None)]
    assert any("mang thai" in one for one in found.questions)


@pytest.mark.parametrize("age", [16, 22])
def test_under_the_older_decree_a_student_counts_to_twenty_two(age: int) -> None:
    """NĐ 20/2021 Đ5 k4 with NĐ 147/2025 Đ5: from the month after; as known before NĐ 335."""
    parent = benefit("K4", 1_000_000, coefficient=200)
    details = {"child": 1, "age": age}
    asked = proposed(
        EventKind.BIRTHDAY, "2026-07-03", parent, told=date(2026, 7, 10), details=details, studying=True,
        coming=Month(202608),
    )  # fmt: skip
    assert told(asked) == ([] if age == 16 else [("adjust", 202608, "K4", 500_000)])
