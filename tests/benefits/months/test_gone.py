"""Why somebody of last month's list is not on this one: the suspension, the decision that ended it, death or move."""

from __future__ import annotations

from datetime import date

import pytest

from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import EnterDecision, Item, PrepareDecision, enter_decision, prepare_decision
from models.benefits.months import gone
from models.benefits.months.bridge import Gone
from models.benefits.months.facts import Line, Who
from models.benefits.months.gone import gone_from
from models.benefits.months.rules import Step, usual_budget_year
from models.store.dates import Month
from tests.benefits.entitlements.test_decisions import decide, taken
from tests.benefits.months.book import leave
from tests.people.commune import Office

NOV, DEC = Month(202611), Month(202612)


def line(person: int, entitlement: int | None, kind: str = "regular") -> Line:
    who = Who(person, person, person, "Nguyễn Văn Mẫu", "1986", "", "", None, "", "cash", "", "", "", "")
    ground = ("K6N", "", "central", None, None)
    return Line(*who, entitlement, None, kind, NOV, 2026, *ground, 750_000, "", None, None, "same", "")


def told(office: Office, *last: Line, now: tuple[Line, ...] = (), month: Month = DEC) -> dict[int, Gone]:
    return office.read(gone_from, month, last, now, None)


def instant(office: Office) -> str:
    return office.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_who_is_still_there_or_was_not_there_for_the_month_is_not_gone(office: Office) -> None:
    person, number = taken(office)
    assert told(office, line(person, number), now=(line(person, number),)) == {}
    assert told(office, line(person, number, "arrears"), line(person, None)) == {}
    assert list(told(office, line(person, number), now=(line(person, number, "arrears"),))) == [number]


def test_a_decision_to_stop_tells_its_number_and_day_and_the_items_reason_before_its_own(office: Office) -> None:
    person, number = taken(office)
    stop = Item(person, number, from_month=DEC, why="Không còn đủ điều kiện.")
    decide(office, DecisionKind.STOP, stop, number="5/QĐ-UBND")
    decision = "5/QĐ-UBND ngày 20/11/2026"
    assert told(office, line(person, number)) == {number: Gone(Step.STOPPED, "Không còn đủ điều kiện.", decision, 2)}


@pytest.mark.parametrize("kind", [DecisionKind.STOP, DecisionKind.TRANSFER_OUT])
def test_without_a_reason_of_the_item_the_decisions_own_is_told(office: Office, kind: DecisionKind) -> None:
    person, number = taken(office)
    office.do(leave, (person, "moved", "2026-11-10"))
    decide(office, kind, Item(person, number, from_month=DEC))
    (found,) = told(office, line(person, number)).values()
    assert (found.step, found.reason, found.decision_id) == (Step.STOPPED, "thử", 2)


@pytest.mark.parametrize(
    ("status", "day", "reason"),
    [
        ("dead", "2026-11-03", "Mất 03/11/2026."),
        ("dead", "2026", "Mất 2026."),
        ("dead", "", "Mất."),
        ("moved", "2026-11", "Chuyển đi 11/2026."),
        ("living", "", ""),
    ],
)
def test_without_a_decision_what_is_known_of_the_person_is_told(
    office: Office, status: str, day: str, reason: str
) -> None:
    person, number = taken(office)
    taken(office, "Nguyễn Văn Hai")
    office.do(leave, (person, status, day))
    assert told(office, line(person, number)) == {number: Gone(Step.STOPPED, reason, "", None)}


def test_a_prepared_decision_tells_nothing_and_an_earlier_instant_does_not_know_it(office: Office) -> None:
    person, number = taken(office)
    stop = Item(person, number, from_month=DEC)
    made = office.do(prepare_decision, PrepareDecision(DecisionKind.STOP, (stop,), reason="chờ"))
    nothing = {number: Gone(Step.STOPPED, "", "", None)}
    assert told(office, line(person, number)) == nothing
    before = instant(office)
    office.do(enter_decision, EnterDecision(made, "5/QĐ-UBND", date(2026, 11, 20), "Trần Thị Ký"))
    office.do(leave, (person, "dead", "2026-11-03"))
    assert office.read(gone_from, DEC, [line(person, number)], [], before) == nothing
    after = office.read(gone_from, DEC, [line(person, number)], [], instant(office))
    assert after == told(office, line(person, number))
    assert after[number].decision == "5/QĐ-UBND ngày 20/11/2026"


def test_the_death_of_then_is_told_where_it_was_taken_back_since(office: Office) -> None:
    person, number = taken(office)
    office.do(leave, (person, "dead", "2026-11-03"))
    before = instant(office)
    office.do(leave, (person, "living", ""))
    found = office.read(gone_from, DEC, [line(person, number)], [], before)
    assert found == {number: Gone(Step.STOPPED, "Mất 03/11/2026.", "", None)}
    assert told(office, line(person, number))[number].reason == ""


@pytest.mark.parametrize(("since", "resting"), [(202610, True), (202611, True), (202612, True), (202701, False)])
def test_a_suspension_is_told_before_everything_else_nd335_d9(office: Office, since: int, resting: bool) -> None:
    person, number = taken(office)
    decide(office, DecisionKind.SUSPEND, Item(person, number, from_month=Month(since)), number="6/QĐ-UBND")
    office.do(leave, (person, "dead", "2026-11-03"))
    (found,) = told(office, line(person, number)).values()
    words = "6/QĐ-UBND ngày 20/11/2026"
    if resting:
        assert found == Gone(Step.SUSPENDED, "Tạm dừng.", words, 2)
    else:
        assert (found.step, found.decision_id) == (Step.STOPPED, 2)


def test_a_suspension_that_was_stopped_since_is_a_stop(office: Office) -> None:
    person, number = taken(office)
    decide(office, DecisionKind.SUSPEND, Item(person, number, from_month=NOV), number="6/QĐ-UBND")
    decide(office, DecisionKind.STOP, Item(person, number, from_month=DEC), number="7/QĐ-UBND")
    (found,) = told(office, line(person, number)).values()
    assert (found.step, found.decision) == (Step.STOPPED, "7/QĐ-UBND ngày 20/11/2026")


def test_each_of_many_has_its_own_and_all_are_read_where_there_are_too_many_to_ask_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, one = taken(office)
    second, other = taken(office, "Nguyễn Văn Hai")
    decide(office, DecisionKind.SUSPEND, Item(first, one, from_month=NOV), number="6/QĐ-UBND")
    decide(office, DecisionKind.STOP, Item(second, other, from_month=DEC), number="7/QĐ-UBND")
    both = told(office, line(first, one), line(second, other))
    assert {number: found.step for number, found in both.items()} == {one: Step.SUSPENDED, other: Step.STOPPED}
    monkeypatch.setattr(gone, "MOST_ASKED", 1)
    assert told(office, line(first, one), line(second, other)) == both
    assert told(office, line(first, one)) == {one: both[one]}


def test_of_two_endings_the_one_entered_last_is_told(office: Office) -> None:
    person, number = taken(office)
    decide(office, DecisionKind.STOP, Item(person, number, from_month=Month(202701)), number="8/QĐ-UBND")
    decide(office, DecisionKind.STOP, Item(person, number, from_month=DEC), number="9/QĐ-UBND")
    assert told(office, line(person, number))[number].decision == "9/QĐ-UBND ngày 20/11/2026"


@pytest.mark.parametrize(
    ("month", "year"), [(202611, 2026), (202612, 2026), (202701, 2026), (202702, 2027), (202710, 2027), (202711, 2027)]
)
def test_the_january_list_is_drawn_in_december_benefits_15_2_10(month: int, year: int) -> None:
    assert usual_budget_year(Month(month)) == year
