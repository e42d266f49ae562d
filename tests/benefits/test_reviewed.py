"""What a second look at the benefits found: merged records, months without a line, days to come."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.benefits.events.rules import EventKind, Tick
from models.benefits.events.services import DismissEvent, dismiss_event
from models.benefits.events.slip_names import names_on_slips
from models.benefits.events.slips import AnswerSlip, PrintSlips, SlipRow, answer_slip, print_slips
from models.benefits.events.tables import SignOfLife
from models.benefits.months.by_hand import command_by_hand, said_of, unpaid
from models.benefits.months.explain import explain
from models.benefits.months.late import answer
from models.benefits.months.queries import bridge_of
from models.benefits.months.returns_services import apply_return
from models.benefits.months.showing import shown_bridge
from models.benefits.secrecy import GUARDED_WORDS, Grounds
from models.imports.returns.queries import month_state, payments
from models.people.merging import MergePeople, merge_people
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from tests.benefits.events.desk import Desk
from tests.benefits.months.book import DEC, NOV, Given
from tests.people.commune import Office

OCT = Month(202610)


@pytest.fixture
def desk(office: Office) -> Desk:
    """A small commune that keeps no month yet."""
    return Desk(office)


def test_a_slip_is_answered_by_the_code_of_a_record_that_was_merged_since(desk: Desk) -> None:
    """The village holds the sheet as printed; its whole answer was refused for that one code."""
    stays, goes = desk.person("Trần Văn An", "1950-01-01"), desk.person("Trần Văn An", "1950")
    for one in (stays, goes):
        desk.give(Given(one, 500_000))
    desk.office.do(print_slips, PrintSlips(NOV, (1,)))
    printed = {one.person_id: one.code for one in desk.office.read(names_on_slips, NOV)}
    desk.office.do(merge_people, MergePeople(stays, goes, {}))
    rows = tuple(SlipRow(printed[one], Tick.UNCHANGED) for one in (stays, goes))
    told = desk.office.do(answer_slip, AnswerSlip(NOV, 1, rows))
    assert (told.unchanged, told.unticked) == (1, ())


def test_who_is_paid_for_caring_for_the_other_record_is_not_merged_with_it(desk: Desk) -> None:
    cared, carer = desk.person("Trần Văn An", "1950-01-01"), desk.person("Trần Văn An", "1950")
    care = desk.give(Given(cared, 540_000, carer_id=carer, group="CS-HGD"))
    for keep, other in ((cared, carer), (carer, cared)):
        with pytest.raises(RuleError) as refused:
            desk.office.do(merge_people, MergePeople(keep, other, {}))
        assert refused.value.code == "cares_for_other"
    desk.change(care, 202612, None)
    assert desk.office.do(merge_people, MergePeople(cared, carer, {})) == cared


def test_money_was_not_handed_out_on_a_day_to_come(desk: Desk) -> None:
    """The command line took 2099: a sign of life for all the years until then."""
    desk.give(Given(desk.person("Trần Văn An"), 540_000, opened=NOV, channel="cash"))
    desk.opening(OCT)
    desk.open(NOV)
    desk.confirm(NOV)
    desk.send(NOV)
    there = desk.office.read(payments, NOV)
    with pytest.raises(RuleError) as refused:
        desk.office.do(apply_return, command_by_hand(NOV, there, said_of(there, {}), date(2026, 11, 23)))
    assert (refused.value.field, refused.value.code) == ("paid_on", "day_ahead")
    desk.office.do(apply_return, command_by_hand(NOV, there, said_of(there, {}), date(2026, 11, 22)))
    assert desk.office.read(month_state, NOV) == "reconciled"


def test_a_month_without_a_line_waits_for_no_answer(desk: Desk) -> None:
    """It could never be closed: nobody answers a list on which nobody stands."""
    one = desk.give(Given(desk.person("Trần Văn An"), 540_000, opened=NOV))
    desk.opening(OCT)
    desk.change(one, 202611, None)
    desk.open(NOV)
    desk.confirm(NOV)
    desk.send(NOV)
    assert desk.office.read(month_state, NOV) == "reconciled"
    desk.close(NOV)
    desk.open(DEC)


SECRET = "đi viện điều trị HIV"


def test_what_was_typed_of_an_event_tells_nobody_of_hiv(desk: Desk) -> None:
    """The inbox is read by every role, and its list goes to Excel."""
    person = desk.person("Trần Văn An")
    desk.report(EventKind.OTHER, person, "2026-11-02", note=SECRET)
    desk.report(EventKind.OTHER, person, "2026-11-03", note="Vợ báo")
    assert [one.note for one in desk.inbox()] == [GUARDED_WORDS, "Vợ báo"]
    desk.office.do(dismiss_event, DismissEvent(desk.inbox()[0].id, SECRET))
    assert sorted(one.reason for one in desk.inbox(None)) == ["", GUARDED_WORDS]


def test_a_reason_that_tells_of_hiv_is_read_beside_no_other_ground(desk: Desk) -> None:
    """Only beside a secret ground was it kept back; who was not found at home may have any ground."""
    person = desk.person("Trần Văn An")
    one = desk.give(Given(person, 750_000, opened=NOV, channel="cash"))
    desk.opening(OCT)
    desk.open(NOV)
    desk.confirm(NOV)
    desk.send(NOV)
    there = desk.office.read(payments, NOV)
    desk.office.do(apply_return, command_by_hand(NOV, there, {0: unpaid(SECRET)}, None))
    desk.open(DEC)
    bridge = desk.office.read(bridge_of, DEC)
    every: tuple[tuple[Grounds, bool], ...] = (("open", True), ("guarded", False), ("neutral", False))
    for grounds, told in every:
        shown = shown_bridge(bridge, grounds).step("carried").movements
        explained = desk.office.read(explain, person, NOV, date(2026, 11, 22), grounds=grounds)
        lines = [line for why in explained for line in why.listed if why.entitlement_id == one]
        assert [SECRET in move.reason for move in shown] == [told]
        assert any(SECRET in line.reason for line in lines) is told


def slip_code(desk: Desk, person: int) -> str:
    """The slip of the village is printed; the code that stands on it."""
    desk.office.do(print_slips, PrintSlips(NOV, (1,)))
    return next(one.code for one in desk.office.read(names_on_slips, NOV) if one.person_id == person)


@pytest.mark.parametrize("decided", [False, True])
def test_a_village_may_tell_of_a_death_that_the_office_knows(desk: Desk, *, decided: bool) -> None:
    """While it waited, the whole slip was refused; once decided, the same death came back with its funeral support."""
    person = desk.person("Trần Văn An", "1950-01-01")
    desk.give(Given(person, 540_000, opened=NOV))
    desk.opening(OCT)
    code = slip_code(desk, person)
    event = desk.report(EventKind.DEATH, person, "2026-10-03").event_id
    if decided:
        desk.decide(event)
    rows = (SlipRow(code, Tick.DEAD, PartialDate(2026, 10, 5)),)
    assert desk.office.do(answer, AnswerSlip(NOV, 1, rows)).dead == 1
    assert len(desk.inbox(None)) == 1


def test_nobody_who_is_known_to_be_dead_was_seen_alive(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1950-01-01")
    desk.give(Given(person, 540_000))
    code = slip_code(desk, person)
    desk.report(EventKind.DEATH, person, "2026-10-03")
    desk.office.do(answer_slip, AnswerSlip(NOV, 1, (SlipRow(code, Tick.UNCHANGED),)))
    assert desk.office.read(lambda session: session.scalars(select(SignOfLife.id)).all()) == []
