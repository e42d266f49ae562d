"""The register of households in each order, also where no head or two heads were recorded."""

from __future__ import annotations

from datetime import date

import pytest

from models.people import household_register
from models.people.household_register import HouseholdFilter, HouseholdSort
from models.people.households import NewHousehold, SetPoverty, create_household, set_poverty
from models.people.status import MarkDead, mark_dead
from models.people.tables import HouseholdMembership
from models.store.dates import PartialDate
from models.store.work import Outcome, Work
from tests.people.commune import DAY, Office


def fill(office: Office) -> list[int]:
    """Four households: An in village 2 with two, Bình in 1 with three, Chi in 1 alone, and one without a head."""
    an, binh, chi = (
        office.person(name, "1950", village=village)
        for name, village in (("Lê Văn An", 2), ("Lê Văn Bình", 1), ("Lê Thị Chi", 1))
    )
    others = [office.person(f"Lê Thị Dần {number}".replace(str(number), "X" * number)) for number in range(1, 5)]
    made = [
        office.do(create_household, NewHousehold(an, ((others[0], "spouse"),), "03")),
        office.do(create_household, NewHousehold(binh, ((others[1], "child"), (others[2], "child")), "01")),
        office.do(create_household, NewHousehold(chi, (), "02")),
        office.do(create_household, NewHousehold(others[3], (), "04")),
    ]

    def no_head(work: Work, _: None) -> Outcome[None]:
        for one in work.session.query(HouseholdMembership).filter_by(household_id=made[3]):
            one.relation = "other"
        work.flush()
        return Outcome(None)

    office.do(no_head, None)
    office.do(set_poverty, SetPoverty(made[2], "poor", date(2026, 1, 1)))
    office.do(set_poverty, SetPoverty(made[0], "near_poor", date(2026, 1, 1)))
    office.do(mark_dead, MarkDead(others[1], PartialDate(2026, 5)))
    return made


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("head", [0, 1, 2, 3]),
        ("village", [1, 2, 0, 3]),
        ("members", [2, 3, 0, 1]),
        ("poverty", [2, 0, 1, 3]),
        ("number", [1, 2, 0, 3]),
    ],
)
def test_each_order_both_ways(office: Office, sort: HouseholdSort, order: list[int]) -> None:
    made = fill(office)
    expected = [made[place] for place in order]
    wanted = HouseholdFilter(DAY)
    assert office.read(household_register.ids, wanted, sort, limit=9) == expected
    assert office.read(household_register.ids, wanted, sort, descending=True, limit=9) == expected[::-1]
    slices = [office.read(household_register.ids, wanted, sort, limit=1, offset=place) for place in range(5)]
    assert slices == [[one] for one in expected] + [[]]


def test_a_household_of_two_heads_stands_once(office: Office) -> None:
    made = fill(office)

    def second_head(work: Work, _: None) -> Outcome[None]:
        for one in work.session.query(HouseholdMembership).filter_by(household_id=made[1]):
            one.relation = "head"
        work.flush()
        return Outcome(None)

    office.do(second_head, None)
    found = office.read(household_register.ids, HouseholdFilter(DAY), limit=9)
    assert found == made
    assert [row.head for row in office.read(household_register.rows, found, DAY)][1] == "Lê Văn Bình"
