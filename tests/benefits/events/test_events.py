"""Events over a small store: reported, proposed, decided, dismissed, opened again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.benefits.entitlements.services import CancelDecision, cancel_decision
from models.benefits.events.details import details_words
from models.benefits.events.funeral_decision import FuneralWish
from models.benefits.events.rules import EventKind
from models.benefits.events.services import (
    DecideFuneral,
    DismissEvent,
    ReopenEvent,
    ReportEvent,
    decide_funeral,
    dismiss_event,
    reopen_event,
    report_event,
)
from models.benefits.events.tables import SignOfLife
from models.people.tables import Person
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from tests.benefits.events.desk import Desk
from tests.benefits.months.book import DEC, NOV, Given


def refused(code: str, verb: Any, *arguments: Any, **named: Any) -> None:
    with pytest.raises(RuleError) as caught:
        verb(*arguments, **named)
    assert caught.value.code == code


def status(desk: Desk, person: int) -> tuple[str, str]:
    def told(session: Any) -> tuple[str, str]:
        found = session.get(Person, person)
        return found.status, found.status_on

    return desk.office.read(told)


def test_a_death_marks_the_person_and_proposes_the_stop_and_the_funeral(desk: Desk) -> None:
    """Example 6 of benefits.md 15.1."""
    person, child = desk.person("Trần Văn An", "1986-03-05"), desk.person("Trần Văn Con", "2000-01-01")
    desk.give(Given(person, 810_000))
    event = desk.report(EventKind.DEATH, person, "2026-11-03").event_id
    assert status(desk, person) == ("dead", "2026-11-03")
    found = desk.proposal(event)
    assert found.effect == -810_000
    stop, funeral = desk.decide(event, FuneralWish(child, nobody_else_pays=True))
    assert desk.items(stop) == [("stop", 202612, None)]
    assert desk.items(funeral) == [("funeral", 202611, 10_800_000)]
    (row,) = desk.inbox("decided")
    assert (row.name, row.decision_ids) == ("Trần Văn An", (stop, funeral))
    assert desk.inbox() == []


def test_of_two_funeral_levels_the_clerk_names_one_and_the_higher_may_follow(desk: Desk) -> None:
    """benefits.md 15.2, 5: 10.000.000 was paid for a death of 08/2026; nothing is chosen silently, nor paid twice."""
    person = desk.person("Trần Văn An", "1940-03-05")
    desk.give(Given(person, 810_000, opened=NOV))
    event = desk.report(EventKind.DEATH, person, "2026-08-03").event_id
    refused("choose_amount", desk.decide, event, FuneralWish(None, nobody_else_pays=True))
    refused("choose_amount", desk.decide, event, FuneralWish(None, nobody_else_pays=True, amount=10_500_000))
    _, first = desk.decide(event, FuneralWish(None, nobody_else_pays=True, amount=10_000_000))
    assert desk.items(first) == [("funeral", 202608, 10_000_000)]
    more = FuneralWish(None, nobody_else_pays=True, amount=10_800_000)
    second = desk.office.do(decide_funeral, DecideFuneral(event, more))
    assert desk.items(second) == [("funeral", 202608, 800_000)]
    refused("funeral_twice", desk.office.do, decide_funeral, DecideFuneral(event, more))


def test_the_funeral_is_asked_for_elsewhere_first(desk: Desk) -> None:
    """benefits.md 15.2, 9."""
    person = desk.person("Trần Văn An", "1986-03-05")
    desk.give(Given(person, 810_000))
    event = desk.report(EventKind.DEATH, person, "2026-11-03").event_id
    refused("ask_first", desk.decide, event, FuneralWish(None))
    refused("recipient_dead", desk.decide, event, FuneralWish(person, nobody_else_pays=True))
    other = desk.person("Lê Thị Bích", "1986-03-05")
    nothing = desk.report(EventKind.DEATH, other, "2026-11-03").event_id
    refused("no_funeral", desk.decide, nothing, FuneralWish(None, nobody_else_pays=True))


def test_an_entered_stop_closes_the_spans(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1986-03-05")
    desk.give(Given(person, 810_000))
    (decision,) = desk.decide(desk.report(EventKind.MOVE_OUT, person, "2026-11-18").event_id)
    assert desk.items(decision) == [("transfer_out", 202612, None)]
    desk.enter(decision)
    assert status(desk, person) == ("moved", "2026-11-18")


def test_two_people_get_two_decisions(desk: Desk) -> None:
    cared, carer = desk.person("Trần Văn An", "1986-03-05"), desk.person("Lê Thị Bích", "1970-01-01")
    desk.give(Given(cared, 540_000, carer_id=carer, group="CS-HGD"))
    desk.give(Given(carer, 810_000, group="K8"))
    decisions = desk.decide(desk.report(EventKind.DEATH, carer, "2026-11-03").event_id)
    assert [desk.items(one) for one in decisions] == [[("stop", 202612, None)]] * 2


def test_what_is_told_is_told_once(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1986-03-05")
    event = desk.report(EventKind.PRISON, person, "2026-11-03").event_id
    refused("told_already", desk.report, EventKind.PRISON, person, "2026-11-03")
    desk.office.do(dismiss_event, DismissEvent(event, "nhầm người"))
    desk.report(EventKind.PRISON, person, "2026-11-04")


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("nobody", ReportEvent(EventKind.PRISON, happened_on=PartialDate(2026, 11, 3))),
        ("day_missing", ReportEvent(EventKind.DEATH, 1)),
        ("person_gone", ReportEvent(EventKind.PRISON, 999)),
        ("household_gone", ReportEvent(EventKind.POVERTY, household_id=9, happened_on=PartialDate(2026))),
        ("day_ahead", ReportEvent(EventKind.DEGREE, 1, happened_on=PartialDate(2028), details={"degree": "mild"})),
        ("died_future", ReportEvent(EventKind.DEATH, 1, happened_on=PartialDate(2026, 12, 1))),
        ("moved_future", ReportEvent(EventKind.MOVE_OUT, 1, happened_on=PartialDate(2026, 12, 1))),
        ("details_missing", ReportEvent(EventKind.DEGREE, 1, happened_on=PartialDate(2026, 11, 1))),
        ("details", ReportEvent(EventKind.DEGREE, 1, happened_on=PartialDate(2026), details={"degree": "bad"})),
        ("details", ReportEvent(EventKind.PRISON, 1, details={"degree": "mild"})),
    ],
)
def test_a_report_that_cannot_be_is_refused(desk: Desk, code: str, command: ReportEvent) -> None:
    desk.person("Trần Văn An", "1986-03-05")
    refused(code, desk.office.do, report_event, command)
    assert desk.inbox(None) == []


def test_a_dismissal_needs_a_reason_and_closes(desk: Desk) -> None:
    event = desk.report(EventKind.PRISON, desk.person("Trần Văn An"), "2026-11-03").event_id
    refused("reason_missing", desk.office.do, dismiss_event, DismissEvent(event, "  "))
    desk.office.do(dismiss_event, DismissEvent(event, "tòa tuyên án treo"))
    (row,) = desk.inbox("dismissed")
    assert row.reason == "tòa tuyên án treo"
    refused("event_closed", desk.decide, event)


def test_an_event_opens_again_once_its_decision_is_cancelled(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1986-03-05")
    desk.give(Given(person, 810_000))
    event = desk.report(EventKind.PRISON, person, "2026-11-03").event_id
    (decision,) = desk.decide(event)
    refused("decision_stands", desk.office.do, reopen_event, ReopenEvent(event))
    desk.office.do(cancel_decision, CancelDecision(decision, "nhầm người"))
    desk.office.do(reopen_event, ReopenEvent(event))
    (row,) = desk.inbox()
    assert row.decision_ids == ()
    assert desk.decide(event)


def test_an_event_without_a_decision_is_just_closed(desk: Desk) -> None:
    event = desk.report(EventKind.ACCOUNT, desk.person("Trần Văn An"), "2026-11-03").event_id
    assert desk.decide(event) == ()
    assert [row.state_label for row in desk.inbox("decided")] == ["Đã quyết định"]


def test_example_12_from_silence_to_suspension_and_back(desk: Desk) -> None:
    """benefits.md 15.1, 12: nothing collected in three payouts; paid back from the suspension, carried money once."""
    person = desk.person("Trần Văn An", "1986-03-05")
    one = desk.give(Given(person, 540_000, opened=Month(202609)))
    desk.opening(Month(202608))
    for month in (Month(202609), Month(202610), NOV):
        desk.run(month, one)
    assert desk.find(DEC) == {"uncollected": 1}
    assert desk.find(DEC) == {}
    (row,) = desk.inbox()
    (decision,) = desk.decide(row.id)
    assert desk.items(decision) == [("suspend", 202612, None)]
    desk.enter(decision)
    desk.open(DEC)
    assert [line for line in desk.told(DEC) if line[0] == "regular"] == []
    back = desk.report(EventKind.REAPPEARED, person, "2026-11-22").event_id
    (resumed,) = desk.decide(back)
    desk.enter(resumed, "13/QĐ-UBND")
    desk.recompute(DEC)
    assert [line for line in desk.told(DEC) if line[0] == "regular"] == [("regular", 202612, 540_000)]
    carried = [line[1] for line in desk.told(DEC) if line[0] == "carried"]
    assert carried == [202609, 202610, 202611]


def test_details_read_as_words_and_keep_secrets() -> None:
    """privacy.md, item 1: the history shows them to everybody who may read it."""
    told = '{"decisions":[3],"group":"K8","months":["2026-09","2026-10"],"stopped_from":"2026-12"}'
    words = details_words(told)
    assert words == ("Nhóm: Trợ cấp xã hội hằng tháng; Các tháng: 09/2026, 10/2026; Nơi cũ thôi chi từ tháng: 12/2026")
    assert details_words('{"degree":"severe","household":"none"}') == (
        "Mức độ mới: Nặng; Hộ nay thuộc diện: Không thuộc diện nào"
    )
    assert details_words("") == ""


def test_the_familys_form_may_come_later_and_is_decided_once(desk: Desk) -> None:
    """NĐ 335/2026 Đ11."""
    person, child = desk.person("Trần Văn An", "1986-03-05"), desk.person("Trần Văn Con", "2000-01-01")
    desk.give(Given(person, 810_000))
    event = desk.report(EventKind.DEATH, person, "2026-11-03").event_id
    wish = FuneralWish(child, nobody_else_pays=True)
    refused("not_decided", desk.office.do, decide_funeral, DecideFuneral(event, wish))
    (stop,) = desk.decide(event)
    desk.enter(stop)
    refused("ask_first", desk.office.do, decide_funeral, DecideFuneral(event, FuneralWish(child)))
    made = desk.office.do(decide_funeral, DecideFuneral(event, wish))
    assert desk.items(made) == [("funeral", 202611, 10_800_000)]
    assert desk.inbox("decided")[0].decision_ids == (stop, made)
    refused("funeral_twice", desk.office.do, decide_funeral, DecideFuneral(event, wish))


def seen(desk: Desk) -> list[tuple[int, str, str]]:
    columns = (SignOfLife.person_id, SignOfLife.seen_on, SignOfLife.how)
    return desk.office.read(lambda session: [(row[0], row[1], row[2]) for row in session.execute(select(*columns))])


def test_who_comes_back_and_who_is_found_alive_was_seen(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1986-03-05")
    desk.report(EventKind.REAPPEARED, person, "2026-11-22")
    assert seen(desk) == [(person, "2026-11-22", "office")]
    desk.decide(desk.report(EventKind.ALIVE, person, "2026-11").event_id)
    assert seen(desk)[1:] == [(person, "2026-11-22", "visit")]


def test_an_event_before_every_law_does_not_break_the_inbox(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1986-03-05")
    event = desk.report(EventKind.MOVE_IN, person, "2019-01", details={"group": "K6N", "stopped_from": "2019-02"})
    found = desk.proposal(event.event_id)
    assert found.decisions == ()
    assert found.sentences


def test_a_decided_death_is_not_reported_again(desk: Desk) -> None:
    """A second event would offer funeral support once more."""
    person = desk.person("Lê Văn An", "1940")
    desk.give(Given(person, 540_000))
    event = desk.report(EventKind.DEATH, person, "2026-11-03").event_id
    desk.decide(event)
    refused("told_already", desk.report, EventKind.DEATH, person, "2026-11-03")
