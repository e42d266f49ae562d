"""What a month run reads of the confirmed lists, debts and funerals, field by field, now and as known before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from models.benefits.entitlements.tables import Decision, DecisionItem
from models.benefits.events.tables import Debt, DebtReturn
from models.benefits.months import listed
from models.benefits.months.facts import DebtFact, FuneralFact, Uncollected
from models.benefits.months.listed import KeptMonth
from models.store.dates import Month, add_months
from models.store.uids import new_uid
from models.store.work import Outcome, Work
from tests.benefits.months.book import DEC, FEB, JAN, NOV, Book, Given, Owes, bring_back, bury, owe
from tests.benefits.months.book import Buried as Burial

MAR = add_months(FEB, 1)


def kept(book: Book, month: Month = MAR, known_at: str | None = None) -> list[KeptMonth]:
    return book.office.read(listed.confirmed_before, month, known_at)


def instant(book: Book) -> str:
    return book.office.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def given(book: Book, name: str = "Trần Văn An", **told: Any) -> tuple[int, int]:
    person = book.person(name)
    return person, book.give(Given(person, 540_000, opened=DEC, **told))


def write(book: Book, table: type[Any], **values: Any) -> int:
    """Add a record as it is."""

    def add(work: Work, _command: None) -> Outcome[int]:
        return Outcome(work.add(table(**values)).id)

    number: int = book.office.do(add, None)
    return number


def put(book: Book, table: type[Any], number: int, values: Mapping[str, Any]) -> None:
    """Overwrite fields of a record."""

    def change(work: Work, _command: None) -> Outcome[None]:
        record = work.get(table, number)
        for name, value in values.items():
            setattr(record, name, value)
        work.flush()
        return Outcome(None)

    book.office.do(change, None)


def test_months_that_are_kept_and_which_of_them_were_answered(book: Book) -> None:
    given(book)
    start = instant(book)
    book.opening()
    opened = instant(book)
    book.open(DEC)
    book.confirm(DEC)
    confirmed = instant(book)
    book.send(DEC)
    book.results(DEC)
    book.close(DEC)
    book.open(JAN)
    first, second = KeptMonth(1, NOV, True, True), KeptMonth(2, DEC, False, True)
    assert kept(book) == [first, second]
    assert kept(book, DEC) == [first]
    assert kept(book, NOV) == []
    assert kept(book, known_at=start) == []
    assert [one.month for one in kept(book, known_at=opened)] == [NOV]
    assert [(one.month, one.reconciled) for one in kept(book, known_at=confirmed)] == [(NOV, True), (DEC, False)]
    assert kept(book, known_at=instant(book)) == [first, second]
    book.confirm(JAN)
    assert kept(book)[2:] == [KeptMonth(3, JAN, False, False)]


def test_what_lists_say_of_a_month_without_the_opening_and_less_what_lapsed(book: Book) -> None:
    _, one = given(book)
    _, other = given(book, "Lê Thị Bích")
    book.opening()
    book.run(DEC, one)
    book.change(one, DEC, 500_000)
    book.run(JAN)
    found = book.office.read(listed.listed, kept(book))
    assert found == {one: {DEC: 500_000, JAN: 500_000}, other: {DEC: 540_000, JAN: 540_000}}
    assert book.office.read(listed.listed, kept(book, JAN)) == {one: {DEC: 540_000}, other: {DEC: 540_000}}
    assert book.office.read(listed.listed, []) == {}


def test_the_budget_year_money_was_drawn_from_last(book: Book) -> None:
    person, one = given(book)
    _, other = given(book, "Lê Thị Bích")
    book.opening()
    book.run(DEC)
    book.run(JAN)
    book.change(one, JAN, 600_000)
    book.open(FEB)
    book.confirm(FEB)
    months = kept(book)
    assert book.office.read(listed.drawn, months, {one}) == {one: {NOV: 2026, DEC: 2026, JAN: 2027, FEB: 2027}}
    assert book.office.read(listed.drawn, months[:3], {one}) == {one: {NOV: 2026, DEC: 2026, JAN: 2026}}
    assert set(book.office.read(listed.drawn, months, {one, other})) == {one, other}
    assert book.office.read(listed.drawn, months, set()) == {}
    book.change(one, FEB, 500_000)
    book.office.do(owe, Owes(person, one, FEB, MAR, 100_000))
    book.open(MAR)
    book.confirm(MAR)
    held = book.office.read(listed.drawn, kept(book, add_months(MAR, 1)), {one})[one]
    assert held[FEB] == 2027


def test_money_that_did_not_arrive_whole_comes_back_until_a_list_carries_it(book: Book) -> None:
    _, one = given(book)
    _, other = given(book, "Lê Thị Bích")
    book.opening()
    book.open(DEC)
    book.confirm(DEC)
    book.send(DEC)
    assert book.office.read(listed.uncollected, kept(book), None) == []
    book.results(DEC, one, partly=((other, 40_000),))
    first, second = book.lines(DEC)
    found: list[Uncollected] = book.office.read(listed.uncollected, kept(book), None)
    by_entitlement = {each.line.entitlement_id: each for each in found}
    lines = {line.entitlement_id: line for line in (first, second)}
    assert by_entitlement[one] == Uncollected(by_entitlement[one].line_id, lines[one], 540_000, DEC, "đi vắng")
    assert (by_entitlement[other].remainder, by_entitlement[other].why) == (500_000, "")
    assert [each.line_id for each in found] == sorted(each.line_id for each in found)
    book.close(DEC)
    book.open(JAN)
    assert len(book.office.read(listed.uncollected, kept(book), None)) == 2
    book.confirm(JAN)
    assert book.office.read(listed.uncollected, kept(book), None) == []
    assert len(book.office.read(listed.uncollected, kept(book, JAN), None)) == 2


def test_an_opening_month_leaves_nothing_uncollected(book: Book) -> None:
    given(book)
    book.opening()
    months = [KeptMonth(1, NOV, False, True), KeptMonth(1, NOV, True, True)]
    assert book.office.read(listed.uncollected, months[1:], None) == []


def test_a_debt_field_by_field(book: Book) -> None:
    person, one = given(book)
    number = book.office.do(owe, Owes(person, one, 202609, 202611, 300_000))
    words = "7/QĐ-UBND ngày 01/12/2026"
    assert book.office.read(listed.open_debts, [], None) == [
        DebtFact(number, person, one, 202609, 202611, 300_000, 0, 1, words, None)
    ]
    put(book, Debt, number, {"monthly": 50_000})
    book.office.do(bring_back, (number, 100_000))
    write(book, DebtReturn, debt_id=number, amount=30_000, day="2026-12-02", way="list")
    other = book.office.do(owe, Owes(person, one, 202608, 202609, 7_000, decided=False))
    book.office.do(bring_back, (other, 9_000))
    assert book.office.read(listed.open_debts, [], None) == [
        DebtFact(number, person, one, 202609, 202611, 170_000, 100_000, 1, words, 50_000),
        DebtFact(other, person, one, 202608, 202609, 0, 9_000, None, "", None),
    ]


@pytest.mark.parametrize(
    ("table", "values", "recovers"),
    [
        (Debt, {"state": "written_off"}, False),
        (Debt, {"state": "returned"}, True),
        (Decision, {"kind": "stop"}, False),
        (Decision, {"state": "cancelled"}, False),
        (Debt, {"decision_id": None}, False),
    ],
)
def test_which_debts_a_list_recovers_benefits_15_2_10(
    book: Book, table: type[Any], values: dict[str, Any], recovers: bool
) -> None:
    person, one = given(book)
    number = book.office.do(owe, Owes(person, one, 202609, 202611, 300_000))
    put(book, table, number if table is Debt else 1, values)
    (debt,) = book.office.read(listed.open_debts, [], None)
    assert (debt.decision_id == 1) is recovers


def test_debts_as_known_before_what_happened_since(book: Book) -> None:
    person, one = given(book)
    start = instant(book)
    number = book.office.do(owe, Owes(person, one, 202609, 202611, 300_000))
    known = instant(book)
    before = book.office.read(listed.open_debts, [], None)
    put(book, Debt, number, {"amount": 400_000, "state": "demanded again"})
    put(book, Debt, number, {"amount": 500_000, "state": "written_off"})
    put(book, Decision, 1, {"state": "cancelled", "number": "99"})
    book.office.do(bring_back, (number, 100_000))
    assert book.office.read(listed.open_debts, [], known) == before
    assert book.office.read(listed.open_debts, [], start) == []
    (now,) = book.office.read(listed.open_debts, [], None)
    assert (now.left, now.by_hand, now.decision_id, now.decision) == (400_000, 100_000, None, "")
    assert book.office.read(listed.open_debts, [], instant(book)) == [now]


def test_funeral_support_field_by_field_and_once(book: Book) -> None:
    dead, child = book.person("Trần Văn An"), book.person("Trần Thị Con")
    decision = book.office.do(bury, Burial(dead, child, 10_800_000))
    given_once = FuneralFact(decision, "9/QĐ-UBND", dead, child, DEC, 10_800_000, "", "")
    assert book.office.read(listed.funerals, [], DEC, None) == [given_once]
    put(book, Decision, decision, {"signed_on": "2026-12-03"})
    own = {"carer_id": None, "from_month": NOV, "group_code": "MT", "label": "Mai táng"}
    put(book, DecisionItem, 1, own)
    words = "9/QĐ-UBND ngày 03/12/2026"
    assert book.office.read(listed.funerals, [], DEC, None) == [
        FuneralFact(decision, words, dead, dead, NOV, 10_800_000, "MT", "Mai táng")
    ]
    for values in ({"amount": None}, {"amount": 0}):
        put(book, DecisionItem, 1, values)
        assert book.office.read(listed.funerals, [], DEC, None) == []


@pytest.mark.parametrize("values", [{"state": "prepared"}, {"state": "cancelled"}, {"kind": "recover"}])
def test_only_an_entered_decision_on_a_funeral_pays_one(book: Book, values: dict[str, Any]) -> None:
    dead = book.person("Trần Văn An")
    decision = book.office.do(bury, Burial(dead, dead, 10_800_000))
    put(book, Decision, decision, values)
    assert book.office.read(listed.funerals, [], DEC, None) == []


def test_a_funeral_that_a_kept_list_holds_is_not_paid_again(book: Book) -> None:
    given(book)
    dead, other = book.person("Lê Văn Bình"), book.person("Lê Thị Cúc")
    book.opening()
    decision = book.office.do(bury, Burial(dead, dead, 10_800_000))
    start = instant(book)
    second = {"decision_id": decision, "person_id": other, "amount": 5_000_000, "kind": "funeral"}
    book.open(DEC)
    book.confirm(DEC)
    write(book, DecisionItem, **second)
    assert [one.person_id for one in book.office.read(listed.funerals, kept(book), JAN, None)] == [other]
    assert [one.person_id for one in book.office.read(listed.funerals, kept(book, DEC), JAN, None)] == [dead, other]
    assert [one.person_id for one in book.office.read(listed.funerals, kept(book, DEC), JAN, start)] == [dead]
    assert [one.amount for one in book.lines(DEC) if one.kind == "funeral"] == [10_800_000]


def test_a_decision_without_a_day_is_told_by_its_number(book: Book) -> None:
    person, one = given(book)
    decision = write(book, Decision, uid=new_uid(), kind="recover", state="entered", number="8", made_at="")
    values = {"person_id": person, "entitlement_id": one, "from_month": 202609, "until_month": 202610, "amount": 1}
    write(book, Debt, uid=new_uid(), decision_id=decision, state="demanded", **values)
    (debt,) = book.office.read(listed.open_debts, [], None)
    assert debt.decision == "8"
