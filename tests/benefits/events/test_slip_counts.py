"""The numbers of a slip are those of its names, though no name is read for them."""

from __future__ import annotations

from collections import Counter

from models.benefits.events.rules import Tick
from models.benefits.events.slip_names import SlipCount, count_on_slips, names_on_slips
from models.benefits.events.slips import PrintSlips, SlipRow, print_slips
from tests.benefits.events.desk import Desk
from tests.benefits.events.test_slips import answer, code_of, given
from tests.benefits.months.book import NOV


def counted(desk: Desk) -> dict[int, SlipCount]:
    """The same by the names; both must agree."""
    names = desk.office.read(names_on_slips, NOV)
    people = Counter(one.village_id for one in names)
    unticked = Counter(one.village_id for one in names if not one.tick and one.living)
    told: dict[int, SlipCount] = desk.office.read(count_on_slips, NOV)
    assert told == {village: SlipCount(count, unticked[village]) for village, count in people.items()}
    return told


def test_printed_ticked_dead_and_new(desk: Desk) -> None:
    first, dead = given(desk, "Lê Văn An"), given(desk, "Ngô Văn Mất")
    given(desk, "Vũ Thị Bê", village=2)
    given(desk, "Trần Văn Kín", group="K8")
    assert counted(desk) == {1: SlipCount(2, 2), 2: SlipCount(1, 1)}
    desk.office.do(print_slips, PrintSlips(NOV, (1,)))
    given(desk, "Hà Văn Mới")
    numbers = {one.person_id: one.number for one in desk.office.read(names_on_slips, NOV) if one.village_id == 1}
    assert sorted(numbers.values()) == [1, 2, 3]
    answer(desk, SlipRow(code_of(desk, first), Tick.UNCHANGED))
    assert counted(desk) == {1: SlipCount(3, 2), 2: SlipCount(1, 1)}
    desk.left(dead, "dead", "2026-11-01")
    assert counted(desk)[1] == SlipCount(3, 1)
