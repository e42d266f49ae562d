"""Village slips: who stands on them, what ticks do, who has not answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from models.benefits.events.papers import slip_name
from models.benefits.events.preparing import village_slips
from models.benefits.events.rules import EventKind, Tick, answer_by, print_by
from models.benefits.events.slip_names import names_on_slips
from models.benefits.events.slips import (
    AnswerSlip,
    NewName,
    PrintSlips,
    SlipAnswered,
    SlipRow,
    answer_slips,
    print_slips,
    slip_standings,
)
from models.benefits.events.tables import SignOfLife
from models.benefits.months import late
from models.benefits.tables import BenefitLine
from models.people.codes import display_code
from models.people.tables import Person
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from models.store.work import Outcome, Work
from tests.benefits.events.desk import Desk
from tests.benefits.months.book import NOV, Given


def code_of(desk: Desk, person: int) -> str:
    return desk.office.read(lambda session: display_code(session.get(Person, person).code))


def given(desk: Desk, name: str, born: str = "1950", village: int = 1, **more: Any) -> int:
    """A person with a benefit."""
    person = desk.person(name, born, village=village)
    desk.give(Given(person, 540_000, **more))
    return person


def answer(desk: Desk, *rows: SlipRow, new: tuple[NewName, ...] = (), rest: bool = False, village: int = 1) -> Any:
    told: SlipAnswered = desk.office.do(late.answer, AnswerSlip(NOV, village, rows, new, rest))
    return told


def signs(desk: Desk) -> int:
    return int(desk.office.read(lambda session: session.scalar(select(func.count()).select_from(SignOfLife))) or 0)


def refused(code: str, verb: Any, *arguments: Any, **named: Any) -> None:
    with pytest.raises(RuleError) as caught:
        verb(*arguments, **named)
    assert caught.value.code == code


def test_names_of_a_village_without_any_ground(desk: Desk) -> None:
    """privacy.md 11.1: name, birth year, code; K3 and K8 never."""
    given(desk, "Vũ Thị Bê", "1961-05-06")
    given(desk, "Lê Văn An")
    given(desk, "Trần Văn Kín", group="K8")
    both = given(desk, "Trần Văn Hai Khoản", group="K8")
    desk.give(Given(both, 540_000, group="K5a"))
    given(desk, "Hà Văn Khác", village=2)
    dead = given(desk, "Ngô Văn Mất")
    desk.left(dead, "dead", "2026-11-01")
    (sheet, other) = desk.office.read(village_slips, NOV)
    assert [(one.number, one.name, one.born) for one in sheet.lines] == [
        (1, "Lê Văn An", "1950"),
        (2, "Vũ Thị Bê", "1961"),
        (3, "Trần Văn Hai Khoản", "1950"),
    ]
    assert (sheet.village, other.village) == ("Thôn 1", "Thôn Đồng Cầu")
    assert (sheet.subject, sheet.mark, sheet.back_by) == ("Tháng 11/2026 - Thôn 1", "2026-11/1", date(2026, 11, 18))


def test_carers_stand_on_the_slip_of_their_own_village(desk: Desk) -> None:
    carer = desk.person("Lê Thị Chăm", "1970", village=2)
    cared = desk.person("Lê Văn Được", "1990", village=1)
    desk.give(Given(cared, 540_000, carer_id=carer, group="CS-HGD"))
    names = desk.office.read(names_on_slips, NOV)
    assert [(one.village_id, one.person_id) for one in names] == [(1, cared), (2, carer)]


def test_a_name_with_a_remark_is_printed_alone() -> None:
    """Luật 64/2006 Đ8 k5: whatever an old list wrote into the name."""
    assert slip_name("Lê Văn An (nhiễm HIV)") == "Lê Văn An"
    assert slip_name("Nhiễm HIV Lê An") == "N.H.L.A."


def test_only_months_that_are_due_make_a_name(desk: Desk) -> None:
    given(desk, "Lê Văn Sau", start=202612)
    ended = desk.give(Given(desk.person("Lê Văn Hết"), 540_000))
    desk.change(ended, 202611, None)
    assert desk.office.read(names_on_slips, NOV) == []


def test_ticks_become_events_and_signs_of_life(desk: Desk) -> None:
    dead, moved, same = (given(desk, name) for name in ("Lê Văn An", "Lê Văn Ba", "Lê Văn Cả"))
    told = answer(
        desk,
        SlipRow(code_of(desk, dead), Tick.DEAD, PartialDate(2026, 11, 3)),
        SlipRow(code_of(desk, moved), Tick.MOVED, None, "xã Bên"),
        SlipRow(code_of(desk, same), Tick.UNCHANGED),
        new=(NewName("Phạm Thị Mới", "1948", "sống một mình"),),
    )
    assert (told.dead, told.moved, told.unchanged, told.new, told.unticked) == (1, 1, 1, 1, ())
    rows = {row.kind: row for row in desk.inbox()}
    assert set(rows) == {EventKind.DEATH, EventKind.MOVE_OUT, EventKind.NEWCOMER}
    assert rows["death"].happened == "03/11/2026"
    assert rows["move_out"].happened == "11/2026"
    assert (rows["newcomer"].name, rows["newcomer"].source) == ("Phạm Thị Mới", "Phiếu của thôn")
    assert desk.office.read(lambda session: session.get(Person, moved).moved_to) == "xã Bên"
    assert signs(desk) == 1


def test_rest_unchanged_and_a_second_answer(desk: Desk) -> None:
    first, second = given(desk, "Lê Văn An"), given(desk, "Lê Văn Ba")
    told = answer(desk, SlipRow(code_of(desk, first), Tick.UNCHANGED))
    assert told.unticked == (code_of(desk, second),)
    assert answer(desk, rest=True).unchanged == 1
    assert signs(desk) == 2


def test_a_late_slip_finds_what_was_paid_after_the_death(desk: Desk) -> None:
    person = given(desk, "Lê Văn An", opened=Month(202610))
    desk.opening(Month(202609))
    desk.run(Month(202610))
    desk.run(NOV)
    answer(desk, SlipRow(code_of(desk, person), Tick.DEAD, PartialDate(2026, 9, 20)))
    assert [(debt.months, debt.amount) for debt in desk.debts()] == [("10/2026 - 11/2026", 1_080_000)]


def test_a_bad_answer_is_refused_whole(desk: Desk) -> None:
    person, other = given(desk, "Lê Văn An"), given(desk, "Hà Văn Khác", village=2)
    good = SlipRow(code_of(desk, person), Tick.DEAD, PartialDate(2026, 11, 3))
    refused("not_on_slip", answer, desk, good, SlipRow(code_of(desk, other), Tick.UNCHANGED))
    refused("not_on_slip", answer, desk, good, SlipRow("000999-0", Tick.UNCHANGED))
    refused("ticked_twice", answer, desk, good, SlipRow(good.code, Tick.MOVED))
    refused("died_future", answer, desk, SlipRow(good.code, Tick.DEAD, PartialDate(2026, 12, 3)))
    refused("village_gone", answer, desk, village=77, rest=True)
    assert desk.inbox() == []
    assert signs(desk) == 0


def test_villages_that_have_not_answered_by_the_eighteenth(desk: Desk) -> None:
    given(desk, "Lê Văn An")
    given(desk, "Hà Văn Khác", village=2)
    assert desk.office.do(print_slips, PrintSlips(NOV, (1, 2))) == 2
    answer(desk, rest=True)
    in_time = desk.office.read(slip_standings, NOV, date(2026, 11, 18))
    assert [(one.village, one.people, one.late) for one in in_time] == [
        ("Thôn 1", 1, False),
        ("Thôn Đồng Cầu", 1, False),
    ]
    late_now = desk.office.read(slip_standings, NOV, date(2026, 11, 19))
    assert [one.village for one in late_now if one.late] == ["Thôn Đồng Cầu"]
    assert all(one.printed_on == "2026-11-22" for one in late_now)
    assert (print_by(NOV), answer_by(NOV)) == (date(2026, 11, 15), date(2026, 11, 18))


def numbers(desk: Desk, village: int = 1) -> list[tuple[int, str, str]]:
    names = desk.office.read(names_on_slips, NOV)
    return [(one.number, one.name, one.tick) for one in names if one.village_id == village]


def test_a_printed_slip_keeps_its_names_and_numbers(desk: Desk) -> None:
    """The village answers to the sheet it holds, whatever was reported since."""
    first, _second = given(desk, "Lê Văn An"), given(desk, "Lê Văn Cả")
    desk.office.do(print_slips, PrintSlips(NOV, (1,)))
    desk.left(first, "dead", "2026-11-01")
    given(desk, "Lê Văn Ba")
    assert numbers(desk) == [(1, "Lê Văn An", ""), (2, "Lê Văn Cả", ""), (3, "Lê Văn Ba", "")]
    (sheet,) = desk.office.read(village_slips, NOV)
    assert [(one.number, one.name) for one in sheet.lines] == [(1, "Lê Văn An"), (2, "Lê Văn Cả"), (3, "Lê Văn Ba")]
    (standing,) = desk.office.read(slip_standings, NOV, date(2026, 11, 22))
    assert (standing.people, standing.unticked) == (3, 0)


def _regroup(work: Work, person: int) -> Outcome[None]:
    for line in work.session.scalars(select(BenefitLine).filter_by(person_id=person)):
        line.group_code = "K8"
    work.flush()
    return Outcome(None)


def test_whose_ground_became_secret_is_printed_no_more(desk: Desk) -> None:
    """Luật 64/2006 Đ8 k5: also where the name was printed before."""
    person = given(desk, "Lê Văn An")
    given(desk, "Lê Văn Ba")
    desk.office.do(print_slips, PrintSlips(NOV, (1,)))
    desk.office.do(_regroup, person)
    (sheet,) = desk.office.read(village_slips, NOV)
    assert [(one.number, one.name) for one in sheet.lines] == [(2, "Lê Văn Ba")]


def test_the_same_answer_again_reports_nothing_twice(desk: Desk) -> None:
    person = given(desk, "Lê Văn An")
    row = SlipRow(code_of(desk, person), Tick.DEAD, PartialDate(2026, 11, 3))
    assert len(answer(desk, row).gone) == 1
    again = answer(desk, row)
    assert (again.dead, again.gone) == (1, ())
    assert len(desk.inbox()) == 1


def test_who_was_told_dead_is_not_told_unchanged_without_a_word(desk: Desk) -> None:
    person = given(desk, "Lê Văn An")
    code = code_of(desk, person)
    answer(desk, SlipRow(code, Tick.DEAD, PartialDate(2026, 11, 3)))
    refused("ticked_before", answer, desk, SlipRow(code, Tick.UNCHANGED))
    answer(desk, rest=True)
    assert numbers(desk) == [(1, "Lê Văn An", "dead")]
    assert signs(desk) == 0


def test_unchanged_may_turn_into_moved(desk: Desk) -> None:
    person = given(desk, "Lê Văn An")
    code = code_of(desk, person)
    answer(desk, SlipRow(code, Tick.UNCHANGED))
    answer(desk, SlipRow(code, Tick.MOVED, None, "xã Bên"))
    assert numbers(desk) == [(1, "Lê Văn An", "moved")]


def test_an_empty_slip_is_no_answer(desk: Desk) -> None:
    """Whoever has nothing to report ticks "unchanged": an empty sheet was not looked at."""
    given(desk, "Lê Văn An")
    given(desk, "Hà Văn Khác", village=2)
    refused("slips_blank", answer, desk)
    told = desk.office.do(answer_slips, (AnswerSlip(NOV, 1), AnswerSlip(NOV, 2, rest_unchanged=True)))
    assert [one.blank for one in told] == [True, False]
    late_now = desk.office.read(slip_standings, NOV, date(2026, 11, 19))
    assert [one.village for one in late_now if one.late] == ["Thôn 1"]


def test_an_answer_that_forgets_people_says_so(desk: Desk) -> None:
    first = given(desk, "Lê Văn An")
    given(desk, "Lê Văn Ba")
    answer(desk, SlipRow(code_of(desk, first), Tick.UNCHANGED))
    (standing,) = desk.office.read(slip_standings, NOV, date(2026, 11, 22))
    assert (standing.unticked, standing.late) == (1, False)
    answer(desk, rest=True)
    (standing,) = desk.office.read(slip_standings, NOV, date(2026, 11, 22))
    assert standing.unticked == 0
