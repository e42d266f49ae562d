"""A month from its opening to its closing over a small store, and what a later month does about what went before."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from models.benefits.months import queries
from models.benefits.months.services import ConfirmMonth, confirm_month
from models.benefits.months.stored import ordered
from models.store.dates import Month
from models.store.errors import EnvironmentProblem, RuleError
from models.store.work import Actor
from tests.benefits.months.book import DEC, FEB, JAN, NOV, Book, Buried, Given, Owes, bring_back, bury, owe

MAR = Month(202703)


def taken_over(book: Book, name: str, amount: int = 540_000, **details: Any) -> int:
    """The entitlement of a new person, paid before the program kept the months."""
    return book.give(Given(book.person(name), amount, opened=DEC, **details))


def step(book: Book, month: Month, key: str) -> int:
    return book.office.read(queries.bridge_of, month).step(key).amount


def refused(book: Book, code: str, verb: Any, *arguments: Any) -> None:
    with pytest.raises(RuleError) as caught:
        verb(*arguments)
    assert caught.value.code == code


def test_first_bridge_starts_from_what_was_taken_over(book: Book) -> None:
    for name in ("Trần Văn An", "Lê Thị Bích"):
        taken_over(book, name)
    book.give(Given(book.person("Vũ Văn Cừ"), 810_000, start=DEC))
    book.opening()
    assert book.told(NOV) == [("regular", NOV, 540_000)] * 2
    book.open(DEC)
    assert book.told(DEC) == [("regular", DEC, 540_000)] * 2 + [("regular", DEC, 810_000)]
    assert (step(book, DEC, "last"), step(book, DEC, "new"), step(book, DEC, "total")) == (
        1_080_000,
        810_000,
        1_890_000,
    )


def test_law_change_is_paid_back_once(book: Book) -> None:
    """Example 1 of benefits.md 15.1: 750.000 paid for 07 to 10/2026, 810.000 due."""
    one = book.give(Given(book.person("Trần Văn An"), 750_000, opened=Month(202611)))
    book.opening(Month(202610))
    book.change(one, 202607, 810_000)
    book.open(NOV)
    arrears = [("arrears", month, 60_000) for month in (202607, 202608, 202609, 202610)]
    assert book.told(NOV) == [*arrears, ("regular", NOV, 810_000)]
    assert (step(book, NOV, "up"), step(book, NOV, "arrears"), step(book, NOV, "total")) == (60_000, 240_000, 1_050_000)
    book.confirm(NOV)
    book.open(DEC)
    assert book.told(DEC) == [("regular", DEC, 810_000)]


def test_granted_late_counts_from_its_month(book: Book) -> None:
    book.opening()
    book.run(DEC)
    book.give(Given(book.person("Trần Văn An"), 540_000, start=DEC))
    book.open(JAN)
    assert book.told(JAN) == [("arrears", DEC, 540_000), ("regular", JAN, 540_000)]


def test_uncollected_money_comes_back_exactly_once(book: Book) -> None:
    one = taken_over(book, "Trần Văn An")
    book.opening()
    book.run(DEC, one)
    book.run(JAN)
    assert book.told(JAN) == [("carried", DEC, 540_000), ("regular", JAN, 540_000)]
    book.open(FEB)
    assert book.told(FEB) == [("regular", FEB, 540_000)]


def test_carried_again_while_nobody_comes(book: Book) -> None:
    one = taken_over(book, "Trần Văn An")
    book.opening()
    book.run(DEC, one)
    book.run(JAN, one)
    book.open(FEB)
    assert book.told(FEB) == [("carried", DEC, 540_000), ("carried", JAN, 540_000), ("regular", FEB, 540_000)]


def test_partly_collected_leaves_the_rest(book: Book) -> None:
    one = taken_over(book, "Trần Văn An")
    book.opening()
    book.open(DEC)
    book.confirm(DEC)
    book.send(DEC)
    book.results(DEC, partly=((one, 200_000),))
    book.open(JAN)
    assert book.told(JAN) == [("carried", DEC, 340_000), ("regular", JAN, 540_000)]


def test_month_without_an_answer_carries_nothing(book: Book) -> None:
    taken_over(book, "Trần Văn An")
    book.opening()
    book.open(DEC)
    book.confirm(DEC)
    book.open(JAN)
    assert book.told(JAN) == [("regular", JAN, 540_000)]


def test_month_of_death_goes_to_the_heirs(book: Book) -> None:
    person = book.person("Trần Văn An")
    book.give(Given(person, 540_000, opened=DEC))
    book.opening()
    book.left(person, "dead", "2026-12-03")
    book.open(DEC)
    assert book.told(DEC) == [("heirs", DEC, 540_000)]
    assert (step(book, DEC, "stopped"), step(book, DEC, "heirs")) == (-540_000, 540_000)
    book.confirm(DEC)
    book.open(JAN)
    assert book.told(JAN) == []


def test_paid_after_death_is_no_line_but_over(book: Book) -> None:
    person = book.person("Trần Văn An")
    one = book.give(Given(person, 540_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.left(person, "dead", "2026-11-20")
    book.open(JAN)
    assert book.told(JAN) == []
    assert step(book, JAN, "stopped") == -540_000
    assert book.office.read(queries.overpaid_before, JAN) == {(one, DEC): 540_000}


def test_uncollected_after_death_lapses_and_nobody_owes_it(book: Book) -> None:
    person = book.person("Trần Văn An")
    one = book.give(Given(person, 540_000, opened=DEC))
    book.opening()
    book.run(DEC, one)
    book.left(person, "dead", "2026-11-20")
    book.run(JAN)
    assert book.told(JAN) == []
    assert book.office.read(queries.overpaid_before, FEB) == {}
    book.left(person, "living", "")
    book.open(FEB)
    assert book.told(FEB) == [("arrears", JAN, 540_000), ("carried", DEC, 540_000), ("regular", FEB, 540_000)]


def test_uncollected_money_of_the_dead_goes_to_the_heirs(book: Book) -> None:
    person = book.person("Trần Văn An")
    one = book.give(Given(person, 540_000, opened=DEC))
    book.opening()
    book.run(DEC, one)
    book.left(person, "dead", "2026-12-20")
    book.open(JAN)
    assert book.told(JAN) == [("carried", DEC, 540_000)]
    assert "người thừa kế" in book.lines(JAN)[0].reason


def test_recovery_takes_an_entered_decision_and_no_more_than_is_paid(book: Book) -> None:
    person = book.person("Trần Văn An")
    one = book.give(Given(person, 810_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.run(JAN)
    book.change(one, DEC, 300_000)
    book.open(FEB)
    assert book.told(FEB) == [("regular", FEB, 300_000)]
    book.office.do(owe, Owes(person, one, DEC, FEB, 1_020_000))
    book.recompute(FEB)
    assert book.told(FEB) == [("recovery", DEC, -300_000), ("regular", FEB, 300_000)]
    book.confirm(FEB)
    book.open(MAR)
    assert book.told(MAR) == [("recovery", DEC, -210_000), ("recovery", JAN, -90_000), ("regular", MAR, 300_000)]
    assert {line.budget_year for line in book.lines(MAR) if line.kind == "recovery"} == {2026}


def test_no_recovery_without_its_decision(book: Book) -> None:
    person = book.person("Trần Văn An")
    one = book.give(Given(person, 810_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.change(one, DEC, 500_000)
    book.office.do(owe, Owes(person, one, DEC, JAN, 310_000, decided=False))
    book.open(JAN)
    assert book.told(JAN) == [("regular", JAN, 500_000)]


def test_money_brought_back_is_owed_no_more_and_comes_back_when_it_was_due(book: Book) -> None:
    person = book.person("Trần Văn An")
    one = book.give(Given(person, 540_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.left(person, "dead", "2026-11-20")
    debt = book.office.do(owe, Owes(person, one, DEC, JAN, 540_000))
    book.office.do(bring_back, (debt, 540_000))
    book.open(JAN)
    assert (book.told(JAN), book.office.read(queries.overpaid_before, JAN)) == ([], {})
    book.left(person, "living", "")
    book.recompute(JAN)
    assert book.told(JAN) == [("arrears", DEC, 540_000), ("regular", JAN, 540_000)]
    book.confirm(JAN)
    book.open(FEB)
    assert book.told(FEB) == [("regular", FEB, 540_000)]


def test_suspended_and_resumed(book: Book) -> None:
    one = taken_over(book, "Trần Văn An")
    book.opening()
    book.run(DEC)
    book.change(one, JAN, 540_000, "suspended")
    book.run(JAN)
    assert (book.told(JAN), step(book, JAN, "suspended")) == ([], -540_000)
    book.change(one, JAN, 540_000)
    book.open(FEB)
    assert book.told(FEB) == [("arrears", JAN, 540_000), ("regular", FEB, 540_000)]
    assert step(book, FEB, "resumed") == 540_000


def test_resuming_counts_uncollected_months_once(book: Book) -> None:
    """benefits.md 15.2, 7: months carried as unpaid are not counted twice."""
    one = taken_over(book, "Trần Văn An")
    book.opening()
    book.run(DEC, one)
    book.change(one, JAN, 540_000, "suspended")
    book.run(JAN, one)
    book.change(one, JAN, 540_000)
    book.open(FEB)
    assert book.told(FEB) == [("arrears", JAN, 540_000), ("carried", DEC, 540_000), ("regular", FEB, 540_000)]


def test_care_support_is_the_carers_and_ends_with_either(book: Book) -> None:
    cared, carer = book.person("Trần Văn An"), book.person("Lê Thị Bích")
    book.give(Given(cared, 540_000, opened=DEC, carer_id=carer))
    book.opening()
    book.open(DEC)
    line = book.lines(DEC)[0]
    assert (line.person_id, line.recipient_id, line.payee) == (cared, carer, "Lê Thị Bích")
    book.left(cared, "dead", "2026-12-05")
    book.recompute(DEC)
    assert book.told(DEC) == [("regular", DEC, 540_000)]
    book.left(carer, "dead", "2026-12-05")
    book.recompute(DEC)
    assert book.told(DEC) == [("heirs", DEC, 540_000)]
    book.confirm(DEC)
    book.open(JAN)
    assert book.told(JAN) == []


def test_funeral_support_is_listed_once(book: Book) -> None:
    dead, child = book.person("Trần Văn An"), book.person("Trần Văn Em")
    book.opening()
    book.left(dead, "dead", "2026-12-03")
    book.office.do(bury, Buried(dead, child, 10_800_000))
    book.open(DEC)
    assert [(line.kind, line.amount, line.payee) for line in book.lines(DEC)] == [
        ("funeral", 10_800_000, "Trần Văn Em")
    ]
    book.confirm(DEC)
    book.open(JAN)
    assert book.told(JAN) == []


def test_two_months_paid_together(book: Book) -> None:
    one = taken_over(book, "Trần Văn An")
    book.opening()
    book.change(one, NOV, 600_000)
    book.open(DEC, JAN)
    assert book.told(DEC) == [("arrears", NOV, 60_000), ("regular", DEC, 600_000)]
    assert book.told(JAN) == [("regular", JAN, 600_000)]
    refused(book, "earlier_open", book.open, FEB)
    book.confirm(JAN)
    assert step(book, JAN, "total") == 600_000
    book.open(FEB)
    assert book.told(FEB) == [("regular", FEB, 600_000)]


def test_what_the_first_of_two_months_holds_is_not_listed_in_the_second(book: Book) -> None:
    person = book.person("Trần Văn An")
    one = book.give(Given(person, 540_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.change(one, DEC, 500_000)
    book.office.do(owe, Owes(person, one, DEC, JAN, 40_000))
    book.run(JAN, one)
    book.open(FEB, MAR)
    assert book.told(FEB) == [("carried", DEC, -40_000), ("carried", JAN, 500_000), ("regular", FEB, 500_000)]
    assert book.told(MAR) == [("regular", MAR, 500_000)]
    book.confirm(FEB)
    assert ordered(book.office.read(queries.recomputed, MAR)) == ordered(book.lines(MAR))


def test_lapsed_money_stays_lapsed_in_the_second_of_two_months(book: Book) -> None:
    one = taken_over(book, "Trần Văn An")
    book.opening()
    book.run(DEC, one)
    book.change(one, DEC, 500_000)
    book.open(JAN, FEB)
    assert book.told(JAN) == [("carried", DEC, 500_000), ("regular", JAN, 500_000)]
    assert book.told(FEB) == [("regular", FEB, 500_000)]


def test_budget_year_of_january_is_that_of_december(book: Book) -> None:
    taken_over(book, "Trần Văn An")
    book.opening()
    book.run(DEC)
    book.run(JAN)
    book.open(FEB)
    assert [book.lines(month)[0].budget_year for month in (DEC, JAN, FEB)] == [2026, 2026, 2027]


def test_order_of_months(book: Book) -> None:
    refused(book, "no_opening", book.open, DEC)
    book.opening()
    refused(book, "opening_exists", book.opening)
    refused(book, "not_the_next", book.open, JAN)
    book.open(DEC)
    refused(book, "month_state", book.send, DEC)
    book.confirm(DEC)
    refused(book, "month_state", book.confirm, DEC)
    refused(book, "month_state", book.recompute, DEC)
    refused(book, "month_state", book.close, DEC)
    refused(book, "no_month", book.confirm, JAN)


def test_list_that_is_out_of_date_is_not_confirmed(book: Book) -> None:
    one = taken_over(book, "Trần Văn An")
    book.opening()
    book.open(DEC)
    book.change(one, DEC, 600_000)
    refused(book, "list_outdated", book.confirm, DEC)
    (told,) = book.recompute(DEC)
    assert (told.added, told.removed, told.total) == (1, 1, 600_000)
    book.confirm(DEC)


def test_confirming_takes_its_right(book: Book) -> None:
    book.opening()
    book.open(DEC)
    clerk = Actor(1, frozenset({"change"}))
    with pytest.raises(RuleError) as caught:
        book.office.store.transact("Chốt", clerk, confirm_month, ConfirmMonth(DEC))
    assert caught.value.code == "no_right"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pay_line SET amount = amount + 1",
        "UPDATE pay_line SET account = '123'",
        "UPDATE pay_line SET result = 'paid'",
        "DELETE FROM pay_line",
        "INSERT INTO pay_line SELECT 999, {columns} FROM pay_line LIMIT 1",
        "UPDATE pay_month SET total = 1 WHERE month = 202612",
        "UPDATE pay_month SET state = 'open' WHERE month = 202612",
        "UPDATE pay_month SET computed_at = '' WHERE month = 202612",
        "DELETE FROM pay_month WHERE month = 202612",
    ],
)
@pytest.mark.parametrize("state", ["confirmed", "closed"])
def test_confirmed_list_is_frozen_whoever_writes(book: Book, statement: str, state: str) -> None:
    taken_over(book, "Trần Văn An")
    book.opening()
    if state == "closed":
        book.run(DEC)
    else:
        book.open(DEC)
        book.confirm(DEC)
    before = book.lines(DEC)
    with book.office.store.read() as reader:
        names = [row[1] for row in reader.execute(text("PRAGMA table_info(pay_line)")) if row[1] != "id"]

    def break_in(work: Any, _command: None) -> Any:
        work.session.execute(text(statement.format(columns=", ".join(names))))

    with pytest.raises((EnvironmentProblem, Exception), match="confirmed"):
        book.office.do(break_in, None)
    assert book.lines(DEC) == before


def test_answer_stands_once_its_money_was_listed_again(book: Book) -> None:
    """Else a late file could say "paid" of money that the next list pays once more."""
    one = taken_over(book, "Trần Văn An")
    book.opening()
    book.open(DEC)
    book.confirm(DEC)
    book.send(DEC)
    book.results(DEC, one)
    book.open(JAN)
    book.confirm(JAN)
    with pytest.raises(Exception, match="confirmed"):
        book.results(DEC)


def test_confirmed_month_recomputes_to_the_same_data(book: Book) -> None:
    person = book.person("Trần Văn An")
    one = book.give(Given(person, 540_000, opened=DEC))
    two = taken_over(book, "Lê Thị Bích")
    book.opening()
    book.run(DEC, one)
    debt = book.office.do(owe, Owes(person, two, DEC, JAN, 40_000))
    book.change(two, DEC, 500_000)
    book.run(JAN, two)
    book.left(person, "dead", "2026-11-05")
    book.change(two, DEC, 700_000)
    book.office.do(bring_back, (debt, 40_000))
    book.run(FEB)
    for month in (DEC, JAN, FEB):
        assert ordered(book.office.read(queries.recomputed, month)) == ordered(book.lines(month))
