"""Decisions on entitlements: prepared with blanks, entered, cancelled; what each does to the spans."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.benefits import queries as lines
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import (
    CancelDecision,
    EnterDecision,
    Entered,
    Item,
    PrepareDecision,
    cancel_decision,
    enter_decision,
    prepare_decision,
)
from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.entitlements.taking_over import TakeOver, preview, take_over
from models.benefits.services import (
    CorrectLine,
    LineDetails,
    NewLine,
    StopLine,
    WithdrawLine,
    add_line,
    correct_line,
    stop_line,
    withdraw_line,
)
from models.benefits.tables import BenefitLine
from models.people.dated import known
from models.store.dates import Month
from models.store.errors import RuleError
from tests.people.commune import Office

OCTOBER, NOVEMBER, DECEMBER = Month(202610), Month(202611), Month(202612)
SEVERE = LineDetails("Người khuyết tật nặng", 750_000, "K6N", 150, start_month=Month(202301))


def spans(office: Office, entitlement: int) -> list[tuple[Any, ...]]:
    """Start, stop, amount and standing of an entitlement's spans as known now."""
    columns = (BenefitLine.start_month, BenefitLine.stop_month, BenefitLine.amount, BenefitLine.standing)
    chosen = select(*columns).where(BenefitLine.entitlement_id == entitlement, known(BenefitLine, None))
    return office.read(lambda session: [tuple(row) for row in session.execute(chosen.order_by(columns[0]))])


def taken(office: Office, name: str = "Nguyễn Văn Mẫu", born: str = "1986-03-05") -> tuple[int, int]:
    """A person with a severe disability whose line was taken over in 10/2026: ids of person and entitlement."""
    person = office.person(name, born)
    office.do(add_line, NewLine(person, SEVERE))
    office.do(take_over, TakeOver(OCTOBER))
    return person, office.read(lambda s: s.scalar(select(Entitlement.id).filter_by(person_id=person)))


def decide(
    office: Office, kind: DecisionKind, *items: Item, number: str = "12/QĐ-UBND", on: date = date(2026, 11, 20)
) -> Entered:
    decision = office.do(prepare_decision, PrepareDecision(kind, items, reason="thử"))
    entered: Entered = office.do(enter_decision, EnterDecision(decision, number, on, "Trần Thị Ký"))
    return entered


def test_a_taken_over_line_is_one_span_and_pays_as_before(office: Office) -> None:
    _, entitlement = taken(office)
    assert spans(office, entitlement) == [(202301, None, 750_000, "paid")]
    row = office.read(lambda s: s.get(Entitlement, entitlement))
    assert row is not None
    told = (row.origin, row.kind, row.group_code, row.opening_amount, row.opening_from, row.opening_until)
    assert told == ("taken_over", "allowance", "K6N", 750_000, 202301, 202611)
    assert [entry.monthly for entry in office.read(lines.payment_lines, NOVEMBER)] == [750_000]


def test_what_is_taken_over_is_not_found_again(office: Office) -> None:
    taken(office)
    assert office.read(preview, OCTOBER).lines == ()
    with pytest.raises(RuleError, match="Không có khoản nào"):
        office.do(take_over, TakeOver(OCTOBER))


def test_an_adjustment_counts_from_its_month_and_keeps_what_was_known(office: Office) -> None:
    person, entitlement = taken(office)
    before = office.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    worth = Item(person, entitlement, from_month=Month(202607), amount=810_000, coefficient=150, base_rate=540_000)
    decide(office, DecisionKind.ADJUST, worth)
    assert spans(office, entitlement) == [(202301, 202607, 750_000, "paid"), (202607, None, 810_000, "paid")]
    assert [entry.monthly for entry in office.read(lines.payment_lines, NOVEMBER)] == [810_000]
    then = office.read(lines.payment_lines, NOVEMBER, known_at=before)
    assert [entry.monthly for entry in then] == [750_000]


def test_nothing_happens_before_number_and_day_are_entered(office: Office) -> None:
    person, entitlement = taken(office)
    stop = PrepareDecision(DecisionKind.STOP, (Item(person, entitlement, from_month=DECEMBER),))
    decision = office.do(prepare_decision, stop)
    assert spans(office, entitlement) == [(202301, None, 750_000, "paid")]
    office.do(enter_decision, EnterDecision(decision, "7/QĐ-UBND", date(2026, 11, 20), "Trần Thị Ký"))
    assert spans(office, entitlement) == [(202301, 202612, 750_000, "paid")]
    with pytest.raises(RuleError, match="đã ghi số"):
        office.do(enter_decision, EnterDecision(decision, "8/QĐ-UBND", date(2026, 11, 20), "Trần Thị Ký"))


def test_a_grant_counts_from_the_month_of_its_signing(office: Office) -> None:
    person = office.person("Lê Thị Thử", "1950")
    item = Item(person, None, "social_pension", "HTXH", "Trợ cấp hưu trí xã hội", amount=540_000, from_month=NOVEMBER)
    decision = office.do(prepare_decision, PrepareDecision(DecisionKind.GRANT, (item,)))
    entered = office.do(enter_decision, EnterDecision(decision, "9/QĐ-UBND", date(2026, 10, 30), "Trần Thị Ký"))
    assert len(entered.changed) == 1
    row = office.read(lambda s: s.scalars(select(DecisionItem).filter_by(decision_id=decision)).one())
    assert row.from_month == 202610
    assert row.entitlement_id is not None
    assert spans(office, row.entitlement_id) == [(202610, None, 540_000, "paid")]


def test_a_resumption_pays_from_the_month_of_the_suspension(office: Office) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=NOVEMBER), number="1/QĐ-UBND")
    assert office.read(lines.payment_lines, NOVEMBER) == []
    assert spans(office, entitlement)[-1] == (202611, None, 750_000, "suspended")
    decide(office, DecisionKind.RESUME, Item(person, entitlement), number="2/QĐ-UBND")
    assert spans(office, entitlement) == [(202301, 202611, 750_000, "paid"), (202611, None, 750_000, "paid")]


def test_a_cancelled_decision_gives_the_spans_back(office: Office) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.STOP, Item(person, entitlement, from_month=Month(202309)))
    decision = office.read(lambda s: s.scalar(select(Decision.id).filter_by(kind="stop")))
    office.do(cancel_decision, CancelDecision(decision, "nhầm người"))
    assert spans(office, entitlement) == [(202301, None, 750_000, "paid")]


def test_a_decision_with_a_later_one_on_it_is_not_cancelled(office: Office) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=NOVEMBER), number="1/QĐ-UBND")
    decide(office, DecisionKind.STOP, Item(person, entitlement, from_month=DECEMBER), number="2/QĐ-UBND")
    decision = office.read(lambda s: s.scalar(select(Decision.id).filter_by(kind="suspend")))
    with pytest.raises(RuleError, match="về sau"):
        office.do(cancel_decision, CancelDecision(decision, "nhầm người"))


def test_the_verbs_of_lists_refuse_a_span(office: Office) -> None:
    taken(office)
    line = office.read(lambda s: s.scalar(select(BenefitLine.id)))
    for verb, command in (
        (correct_line, CorrectLine(line, SEVERE)),
        (stop_line, StopLine(line, DECEMBER)),
        (withdraw_line, WithdrawLine(line)),
    ):
        with pytest.raises(RuleError, match="quyết định"):
            office.do(verb, command)


def test_what_a_late_list_brings_is_first_paid_by_the_program(office: Office) -> None:
    person = office.person("Lê Thị Muộn", "1950")
    office.do(add_line, NewLine(person, LineDetails("Hưu trí xã hội", 540_000, "HTXH", start_month=DECEMBER)))
    assert office.read(preview, NOVEMBER).lines == ()
    office.do(take_over, TakeOver(DECEMBER, kept_from=DECEMBER))
    row = office.read(lambda s: s.scalars(select(Entitlement)).one())
    assert (row.opening_from, row.opening_until) == (202612, 202612)
