"""A grant and the stop of what gives way: signed on whatever day, no month is paid twice and none is missed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.benefits.entitlements.queries import due_spans
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import (
    EnterDecision,
    Item,
    PrepareDecision,
    enter_decision,
    prepare_decision,
)
from models.store.dates import Month
from models.store.work import Outcome, Work
from tests.benefits.months.book import Given, give
from tests.people.commune import Office

DEC = Month(202612)


def both(work: Work, command: tuple[PrepareDecision, PrepareDecision]) -> Outcome[tuple[int, ...]]:
    """Two decisions in one step, as an event prepares them."""
    return Outcome(tuple(prepare_decision(work, one).value for one in command))


@pytest.fixture
def pair(office: Office) -> tuple[Office, int, int]:
    """Somebody with a pension who gets an allowance in its place, planned for 12/2026: the grant and the stop."""
    person = office.person("Trần Văn An", "1950-03-05")
    old = office.do(give, Given(person, 540_000, group="HTXH"))
    grant = Item(person, kind="allowance", group_code="K6N", label="NKT nặng", from_month=DEC, amount=1_080_000,
                 coefficient=200, base_rate=540_000, law_table="central")  # fmt: skip
    stop = Item(person, old, from_month=DEC, why="Chỉ hưởng một mức cao nhất.")
    commands = PrepareDecision(DecisionKind.GRANT, (grant,)), PrepareDecision(DecisionKind.STOP, (stop,))
    return (office, *office.do(both, commands))


def sign(office: Office, decision: int, number: int, day: date) -> Any:
    return office.do(enter_decision, EnterDecision(decision, f"{number}/QĐ-UBND", day, "Trần Văn Bình"))


def months(office: Office) -> dict[str, tuple[int | None, int | None]]:
    """Group -> first month, first month no longer."""
    return {one.group_code: (one.start, one.stop) for one in office.read(due_spans)}


@pytest.mark.parametrize("first", ["grant", "stop"])
@pytest.mark.parametrize(("day", "month"), [(date(2026, 11, 20), 202611), (date(2026, 10, 30), 202610)])
def test_both_count_from_the_month_of_signing(pair: tuple[Office, int, int], first: str, day: date, month: int) -> None:
    office, grant, stop = pair
    order = (grant, stop) if first == "grant" else (stop, grant)
    for number, decision in enumerate(order, start=1):
        sign(office, decision, number, day)
    assert months(office) == {"HTXH": (202301, month), "K6N": (month, None)}


def test_a_stop_prepared_apart_keeps_its_month(pair: tuple[Office, int, int]) -> None:
    office, grant, _ = pair
    other = office.person("Lê Thị Bích", "1950-03-05")
    old = office.do(give, Given(other, 540_000, group="HTXH"))
    apart = office.do(prepare_decision, PrepareDecision(DecisionKind.STOP, (Item(other, old, from_month=DEC),)))
    sign(office, apart, 1, date(2026, 11, 20))
    sign(office, grant, 2, date(2026, 11, 20))
    spans = {one.person_id: one.stop for one in office.read(due_spans) if one.group_code == "HTXH"}
    assert spans[other] == 202612
