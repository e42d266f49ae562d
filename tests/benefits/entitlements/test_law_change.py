"""The change of 05/10/2026 over entitlements: pieces, arrears, what is set apart, the bulk decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.benefits.entitlements.law_change import Change, LawChange
from models.benefits.entitlements.law_change_facts import preview
from models.benefits.entitlements.law_decisions import PrepareLawChange, prepare_law_change
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import EnterDecision, Item, enter_decision
from models.benefits.entitlements.tables import DecisionItem, Entitlement
from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.services import LineDetails, NewLine, add_line
from models.people.status import MarkDead, mark_dead
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from tests.benefits.entitlements.test_decisions import decide, spans
from tests.people.commune import DAY, Office

JULY, OCTOBER, NOVEMBER = Month(202607), Month(202610), Month(202611)


def gets(
    office: Office, group: str, amount: int, coefficient: int | None, born: str, start: int = 202301, label: str = ""
) -> int:
    """Somebody who gets an amount since a month; the id."""
    person = office.person("Nguyễn Văn Mẫu", born)
    details = LineDetails(label or group, amount, group, coefficient, start_month=Month(start))
    office.do(add_line, NewLine(person, details))
    return person


def looked_at(office: Office) -> LawChange:
    return office.read(preview, JULY, NOVEMBER, DAY)


def only(found: tuple[Change, ...]) -> Change:
    (one,) = found
    return one


def pieces(change: Change) -> list[tuple[int, int | None, int | None]]:
    return [(piece.month, piece.worth.amount, piece.worth.coefficient) for piece in change.pieces]


def test_example_1_severe_disability_gets_60000_more_for_four_months(office: Office) -> None:
    gets(office, "K6N", 750_000, 150, "1986-03-05")
    office.do(take_over, TakeOver(OCTOBER))
    change = only(looked_at(office).changes)
    assert pieces(change) == [(202607, 810_000, 150)]
    assert (change.monthly, change.arrears, change.before, change.after) == (60_000, 240_000, 750_000, 810_000)


def test_the_age_break_of_75_counts_from_july_too(office: Office) -> None:
    """Đ32 k3 with Đ6: K5a aged 76: 1.080.000 − 750.000 = 330.000 a month (benefits.md 15)."""
    gets(office, "K5a", 750_000, 150, "1950-02-01")
    office.do(take_over, TakeOver(OCTOBER))
    change = only(looked_at(office).changes)
    assert pieces(change) == [(202607, 1_080_000, 200)]
    assert change.arrears == 4 * 330_000


def test_a_birthday_in_between_makes_a_second_piece(office: Office) -> None:
    """Turning 75 on 20/08/2026: NĐ 147 counts from the month after."""
    gets(office, "K5a", 750_000, 150, "1951-08-20")
    office.do(take_over, TakeOver(OCTOBER))
    change = only(looked_at(office).changes)
    assert pieces(change) == [(202607, 810_000, 150), (202609, 1_080_000, 200)]
    assert change.arrears == 2 * 60_000 + 2 * 330_000


def test_a_single_parent_counts_the_same_children(office: Office) -> None:
    gets(office, "K4", 1_000_000, 200, "1990")
    office.do(take_over, TakeOver(OCTOBER))
    assert pieces(only(looked_at(office).changes)) == [(202607, 1_080_000, 200)]


@pytest.mark.parametrize(
    ("group", "amount", "coefficient", "born", "start", "reason"),
    [
        ("CS-HGD", 500_000, 100, "1950", 202301, "care"),
        ("K6N", 750_000, 150, "1986", 202608, "granted"),
        ("K6N", 700_000, 150, "1986", 202301, "off_before"),
        ("K6N", 750_000, 150, "", 202301, "no_birth"),
        ("", 500_000, 100, "1986", 202301, "no_level"),
        ("K1a", 1_250_000, 250, "2022-08-03", 202301, "loses"),
        ("K2", 750_000, 150, "2004-09-03", 202301, "student22"),
        ("K5a", 750_000, 150, "1966-10-04", 202301, "off_age"),
    ],
)
def test_what_needs_a_look_is_set_apart(
    office: Office, group: str, amount: int, coefficient: int, born: str, start: int, reason: str
) -> None:
    gets(office, group, amount, coefficient, born, start, label="Trợ cấp khác")
    office.do(take_over, TakeOver(OCTOBER))
    found = looked_at(office)
    assert found.changes == ()
    assert reason in only(found.pending).pending


def test_who_died_in_between_waits_and_who_died_before_is_left_out(office: Office) -> None:
    first = gets(office, "K6N", 750_000, 150, "1986")
    second = gets(office, "K6N", 750_000, 150, "1987")
    office.do(take_over, TakeOver(OCTOBER))
    office.do(mark_dead, MarkDead(first, PartialDate(2026, 9, 3)))
    office.do(mark_dead, MarkDead(second, PartialDate(2026, 5, 3)))
    change = only(looked_at(office).pending)
    assert (change.person_id, change.pending) == (first, ("died",))


def test_a_suspension_and_a_stop_in_between_wait(office: Office) -> None:
    for born, kind, month in (("1986", DecisionKind.SUSPEND, 202609), ("1987", DecisionKind.STOP, 202610)):
        person = gets(office, "K6N", 750_000, 150, born)
        office.do(take_over, TakeOver(OCTOBER))
        entitlement = office.read(lambda s, one=person: s.scalar(select(Entitlement.id).filter_by(person_id=one)))
        decide(office, kind, Item(person, entitlement, from_month=Month(month)), number=f"{born}/QĐ-UBND")
    assert {one.pending for one in looked_at(office).pending} == {("suspended",), ("stopped",)}


def test_one_decision_adjusts_everybody_chosen_and_nothing_is_left(office: Office) -> None:
    old = gets(office, "K5a", 750_000, 150, "1951-08-20")
    gets(office, "K6N", 750_000, 150, "1986-03-05")
    office.do(take_over, TakeOver(OCTOBER))
    made = office.do(prepare_law_change, PrepareLawChange(JULY, NOVEMBER))
    assert (made.people, made.single, made.arrears) == (2, (), 240_000 + 780_000)
    office.do(enter_decision, EnterDecision(made.common, "15/QĐ-UBND", date(2026, 11, 20), "Trần Thị Ký"))
    entitlement = office.read(lambda s: s.scalar(select(Entitlement.id).filter_by(person_id=old)))
    assert spans(office, entitlement) == [
        (202301, 202607, 750_000, "paid"),
        (202607, 202609, 810_000, "paid"),
        (202609, None, 1_080_000, "paid"),
    ]
    after = looked_at(office)
    assert (after.changes, after.pending, after.same) == ((), (), 2)


def test_a_secret_ground_gets_a_decision_of_its_own(office: Office) -> None:
    gets(office, "K8", 750_000, 150, "1986-03-05")
    gets(office, "K6N", 750_000, 150, "1987-03-05")
    office.do(take_over, TakeOver(OCTOBER))
    made = office.do(prepare_law_change, PrepareLawChange(JULY, NOVEMBER))
    assert made.common is not None
    (single,) = made.single
    grounds: Any = select(DecisionItem.decision_id, DecisionItem.group_code)
    found = office.read(lambda s: {tuple(row) for row in s.execute(grounds.where(DecisionItem.decision_id > 1))})
    assert found == {(made.common, "K6N"), (single, "K8")}


def test_what_has_nothing_to_adjust_is_not_taken(office: Office) -> None:
    gets(office, "K6N", 810_000, 150, "1986", 202610)
    office.do(take_over, TakeOver(OCTOBER))
    with pytest.raises(RuleError, match="Không có chế độ nào"):
        office.do(prepare_law_change, PrepareLawChange(JULY, NOVEMBER))
    with pytest.raises(RuleError, match="không có gì để điều chỉnh"):
        office.do(prepare_law_change, PrepareLawChange(JULY, NOVEMBER, (1,)))


def test_sums_by_group_and_village(office: Office) -> None:
    gets(office, "K5a", 750_000, 150, "1950-02-01")
    gets(office, "K6N", 750_000, 150, "1986-03-05")
    office.do(take_over, TakeOver(OCTOBER))
    found = looked_at(office)
    by_group = [(one.name, one.count, one.monthly, one.arrears) for one in found.by_group()]
    assert by_group == [("K5a", 1, 330_000, 1_320_000), ("K6N", 1, 60_000, 240_000)]
    assert [(one.name, one.count) for one in found.by_village()] == [("Thôn 1", 2)]
