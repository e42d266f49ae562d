"""Benefit lines: rules, verbs, what a month's payment list and a posting get."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.benefits import lines, queries, rules
from models.benefits.lines import LineFilter
from models.benefits.papers import Letterhead, payment_list
from models.benefits.services import (
    CorrectLine,
    LineDetails,
    NewLine,
    RuleLabel,
    StopLine,
    add_line,
    add_lines,
    correct_line,
    rule_label,
    stop_line,
)
from models.people import queries as people
from models.people.households import NewHousehold, SetPoverty, create_household, set_poverty
from models.people.services import MoveResidence, SetPersonFact, move_residence, set_person_fact
from models.people.status import MarkDead, MarkMoved, mark_dead, mark_moved
from models.people.tables import HouseholdMembership
from models.postings.households import household_candidates
from models.store.dates import Month, PartialDate, add_months
from models.store.errors import RuleError
from models.store.work import Outcome, Work
from tests.people.commune import DAY, Office

NOVEMBER = Month(202611)
SEVERE = LineDetails("Người khuyết tật nặng", 810_000, "K6N", 150, start_month=Month(202301))


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_due_from_start_until_before_stop(start: int, length: int, at: int) -> None:
    first = Month(202401)
    begins, ends = add_months(first, start), add_months(first, start + length)
    assert rules.is_due(begins, ends, add_months(first, at)) == (start <= at < start + length)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (LineDetails("x", -1), "amount"),
        (LineDetails("x", 10**9), "amount"),
        (LineDetails("x", 1, coefficient=0), "coefficient"),
        (LineDetails("x", 1, start_month=Month(202613)), "start"),
        (LineDetails("x", 1, start_month=Month(202605), stop_month=Month(202604)), "stop"),
        (LineDetails("x", 1, channel="post"), "channel"),
    ],
)
def test_wrong_lines_are_refused(office: Office, details: LineDetails, field: str) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    with pytest.raises(RuleError) as refused:
        office.do(add_line, NewLine(person, details))
    assert refused.value.field == field


def test_many_lines_are_stored_as_one_is(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    one = office.do(add_line, NewLine(person, SEVERE))
    many = office.do(add_lines, [NewLine(person, SEVERE)])
    assert office.read(lines.details, one) == office.read(lines.details, many[0]) == SEVERE


def entries(office: Office, month: int = 202611, village: int | None = None) -> list[Any]:
    return office.read(queries.payment_lines, Month(month), village)


def test_an_entry_carries_what_the_finance_copy_shows(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05", village=2, sex="female", id_number="001150000001")
    office.do(add_line, NewLine(person, SEVERE))
    office.do(set_person_fact, SetPersonFact(person, "account", {"number": "530020512", "bank": "Agribank"}))
    office.do(set_person_fact, SetPersonFact(person, "payee", {"name": "Trần Văn B"}))
    (entry,) = entries(office)
    assert (entry.village, entry.village_order, entry.code, entry.name) == (
        "Thôn Đồng Cầu",
        2,
        "000001-3",
        "Nguyễn Thị Hạnh",
    )
    assert (entry.birth_year, entry.sex, entry.id_number) == ("1950", "female", "001150000001")
    assert (entry.monthly, entry.coefficient, entry.group, entry.label) == (
        810_000,
        150,
        "K6N",
        "Người khuyết tật nặng",
    )
    assert (entry.account, entry.bank, entry.payee) == ("530020512", "Agribank", "Trần Văn B")
    head = Letterhead("ỦY BAN NHÂN DÂN XÃ MẪU", "Mẫu")
    assert payment_list(entries(office), letterhead=head, month=NOVEMBER).sums.total == 810_000


def test_cash_shows_no_account(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    office.do(add_line, NewLine(person, LineDetails("x", 540_000, channel="cash")))
    office.do(set_person_fact, SetPersonFact(person, "account", {"number": "530020512", "bank": "Agribank"}))
    assert [(entry.account, entry.bank) for entry in entries(office)] == [("", "")]


def test_months_and_villages_choose_lines(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", village=1)
    line = office.do(add_line, NewLine(person, LineDetails("x", 540_000, start_month=Month(202610))))
    office.do(stop_line, StopLine(line, Month(202612)))
    assert [len(entries(office, month)) for month in (202609, 202610, 202611, 202612)] == [0, 1, 1, 0]
    office.do(move_residence, MoveResidence(person, 3, "", date(2026, 11, 15)))
    assert [len(entries(office, 202610, village)) for village in (1, 3)] == [1, 0]
    assert [len(entries(office, 202611, village)) for village in (1, 3)] == [0, 1]


@pytest.mark.parametrize(
    ("died", "due"),
    [("2026-10-31", [1, 0]), ("2026-11-03", [1, 1]), ("2026-11", [1, 1]), ("2026", [1, 1]), ("2025", [0, 0])],
)
def test_the_month_of_death_is_due_and_none_after(office: Office, died: str, due: list[int]) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950")
    office.do(add_line, NewLine(person, SEVERE))
    office.do(mark_dead, MarkDead(person, PartialDate.from_iso(died)))
    assert [len(entries(office, month)) for month in (202610, 202611)] == due
    assert office.read(queries.posting_candidates, NOVEMBER) == []


def test_who_moved_away_is_paid_through_the_month_of_the_move(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    running = office.do(add_line, NewLine(person, SEVERE))
    office.do(mark_moved, MarkMoved(person, date(2026, 10, 1)))
    assert [len(entries(office, month)) for month in (202609, 202610, 202611)] == [1, 1, 0]
    assert [office.read(queries.moved_away, Month(month)) for month in (202610, 202611)] == [0, 1]
    office.do(stop_line, StopLine(running, Month(202611)))
    assert office.read(queries.moved_away, NOVEMBER) == 0


def test_a_household_of_two_heads_counts_each_line_once(office: Office) -> None:
    head, wife = office.person("Trần Văn Ba", "1950"), office.person("Lê Thị Tư", "1951")
    household = office.do(create_household, NewHousehold(head, ((wife, "spouse"),)))
    for person in (head, wife):
        office.do(add_line, NewLine(person, SEVERE))

    def second_head(work: Work, _: None) -> Outcome[None]:
        members = work.session.scalars(select(HouseholdMembership).where(HouseholdMembership.person_id == wife))
        members.one().relation = "head"
        work.flush()
        return Outcome(None)

    office.do(second_head, None)
    found = office.read(queries.posting_candidates, NOVEMBER)
    assert sorted((c.person, c.head) for c in found) == [(head, "Trần Văn Ba"), (wife, "Trần Văn Ba")]
    office.do(set_poverty, SetPoverty(household, "poor", date(2026, 1, 1)))
    assert len(office.read(household_candidates, "poor", DAY)) == 1


def test_lines_without_an_amount_are_told(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    office.do(add_line, NewLine(person, LineDetails("x")))
    assert entries(office) == []
    assert [office.read(queries.without_amount, NOVEMBER, village) for village in (None, 1, 2)] == [1, 1, 0]


def test_candidates_carry_label_group_and_head(office: Office) -> None:
    head, person = office.person("Trần Văn Ba", "1950"), office.person("Nguyễn Thị Hạnh", "1960-02", village=2)
    office.do(create_household, NewHousehold(head, ((person, "spouse"),)))
    office.do(add_line, NewLine(person, LineDetails("Diện khác", 540_000)))
    (candidate,) = office.read(queries.posting_candidates, NOVEMBER)
    assert (candidate.person, candidate.name, candidate.born) == (person, "Nguyễn Thị Hạnh", PartialDate(1960, 2))
    assert (candidate.village, candidate.village_order, candidate.label, candidate.group) == (
        "Thôn Đồng Cầu",
        2,
        "Diện khác",
        None,
    )
    assert candidate.head == "Trần Văn Ba"
    assert office.read(queries.posting_candidates, NOVEMBER, 1) == []


def test_poor_households_are_told_by_their_head(office: Office) -> None:
    head, wife = office.person("Trần Văn Ba"), office.person("Lê Thị Tư")
    number = office.do(create_household, NewHousehold(head, ((wife, "spouse"),)))
    office.do(set_poverty, SetPoverty(number, "poor", date(2026, 1, 1), date(2027, 1, 1)))
    assert [c.name for c in office.read(household_candidates, "poor", DAY)] == ["Trần Văn Ba"]
    assert office.read(household_candidates, "near_poor", DAY) == []
    assert office.read(household_candidates, "poor", date(2027, 1, 1)) == []
    office.do(mark_dead, MarkDead(head, PartialDate(2026, 10)))
    assert [c.name for c in office.read(household_candidates, "poor", DAY)] == ["Lê Thị Tư"]


def test_a_ruling_counts_for_every_line_with_that_label(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    for label in ("Diện khác", "DIỆN  KHÁC", "Diện lạ"):
        office.do(add_line, NewLine(person, LineDetails(label, 540_000)))
    wanted = LineFilter(DAY, unrecognised=True)
    assert office.read(lines.count, wanted) == (3, 1_620_000)
    office.do(rule_label, RuleLabel("diện khác", "K6N"))
    assert office.read(lines.count, wanted) == (1, 540_000)
    assert sorted(entry.group or "" for entry in entries(office)) == ["", "K6N", "K6N"]
    office.do(rule_label, RuleLabel("diện khác", "HTXH"))
    assert office.read(queries.rulings) == {rules.label_key("Diện khác"): "HTXH"}
    with pytest.raises(RuleError):
        office.do(rule_label, RuleLabel(" ", "K6N"))


def test_the_register_of_lines(office: Office) -> None:
    first, second = office.person("Nguyễn Thị Hạnh", village=1), office.person("Trần Văn An", village=2)
    one = office.do(add_line, NewLine(first, SEVERE))
    two = office.do(
        add_line,
        NewLine(second, LineDetails("Trợ cấp hưu trí xã hội", 540_000, "HTXH", 100, start_month=Month(202612))),
    )
    assert office.read(lines.ids, LineFilter(DAY), limit=9) == [two, one]
    assert office.read(lines.ids, LineFilter(DAY, "hanh"), limit=9) == [one]
    assert office.read(lines.count, LineFilter(DAY, month=NOVEMBER)) == (1, 810_000)
    assert office.read(lines.ids, LineFilter(DAY, village_id=2), limit=9) == [two]
    row = office.read(lines.rows, [one, 99], DAY)[0]
    assert (row.name, row.group, row.coefficient, row.amount, row.start, row.stop) == (
        "Nguyễn Thị Hạnh",
        "K6N",
        "1,5",
        "810.000",
        "01/2023",
        "",
    )
    assert [line.id for line in office.read(lines.lines_of, first, DAY)] == [one]
    changed = LineDetails("Người khuyết tật nặng", 1_080_000, "K6N", 200, start_month=Month(202301))
    assert office.do(correct_line, CorrectLine(one, changed)) is True
    assert office.do(correct_line, CorrectLine(one, changed)) is False
    assert office.read(queries.amounts, [first, second], NOVEMBER) == {first: 1_080_000}
    receiving = people.PersonFilter(DAY, among=queries.receiving(NOVEMBER))
    assert office.read(people.ids, receiving, limit=9) == [first]
    others = people.PersonFilter(DAY, not_among=queries.receiving(NOVEMBER))
    assert office.read(people.ids, others, limit=9) == [second]


def test_who_has_no_village_is_told_by_number(office: Office) -> None:
    for name, village in (("Lê Văn Sơn", None), ("Lê Thị Yến", 1), ("Lê Văn Ước", None)):
        office.do(add_line, NewLine(office.person(name, village=village), SEVERE))
    office.do(add_line, NewLine(office.person("Lê Văn Hùng", village=None), replace(SEVERE, amount=None)))
    assert office.read(queries.without_village, NOVEMBER) == 2
    whole = office.read(queries.payment_lines, NOVEMBER)
    of_villages = [line for one in (1, 2, 3) for line in office.read(queries.payment_lines, NOVEMBER, one)]
    assert len(whole) - len(of_villages) == 2
