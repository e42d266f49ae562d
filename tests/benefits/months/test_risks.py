"""The review: each oddity is named once, the riskiest first, and an ordinary list names nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.benefits.events.tables import SignOfLife
from models.benefits.months.collecting import uncollected_months
from models.benefits.months.reviewing import risks_of
from models.benefits.months.risks import RISK_LABELS, WEIGHTS, RiskKind
from models.benefits.services import LineDetails, NewLine, add_line
from models.people.services import SetPersonFact, set_person_fact
from models.store.dates import Month, add_months
from models.store.work import Outcome, Work
from tests.benefits.months.book import DEC, FEB, JAN, Book, Given

ADULT = "1980-05-01"


def kinds(book: Book, month: Month) -> list[str]:
    return [str(risk.kind) for risk in book.office.read(risks_of, month)]


def account(book: Book, person: int, number: str, since: date | None = None) -> None:
    book.office.do(set_person_fact, SetPersonFact(person, "account", {"number": number}, since))


def payee(book: Book, person: int, name: str, since: date) -> None:
    book.office.do(set_person_fact, SetPersonFact(person, "payee", {"name": name, "relation": "child"}, since))


def listed(book: Book, name: str, amount: int = 810_000, born: str = ADULT, **details: Any) -> tuple[int, int]:
    person = book.person(name, born)
    return person, book.give(Given(person, amount, opened=DEC, **details))


def test_weights_follow_the_order_of_the_labels() -> None:
    assert set(RISK_LABELS) == set(RiskKind)
    assert sorted(WEIGHTS, key=lambda kind: -WEIGHTS[kind]) == list(RISK_LABELS)


def test_ordinary_list_has_no_risk(book: Book) -> None:
    for name in ("Trần Văn An", "Lê Thị Bích"):
        listed(book, name)
    book.opening()
    book.open(DEC)
    assert kinds(book, DEC) == []


def test_amount_off_the_law_names_both_amounts(book: Book) -> None:
    listed(book, "Trần Văn An", 750_000)
    book.opening()
    book.open(DEC)
    (risk,) = book.office.read(risks_of, DEC)
    assert (risk.kind, "750.000" in risk.text, "810.000" in risk.text) == (RiskKind.OFF_LAW, True, True)


@pytest.mark.parametrize(("born", "expected"), [("2010-12-01", []), ("2010-11-30", ["age"]), ("2010", ["age"])])
def test_child_over_sixteen_in_a_childrens_group(book: Book, born: str, expected: list[str]) -> None:
    """Đ5 k1: under 16; the month of the birthday is still paid (NĐ 335/2026 Đ8: stop from the month after)."""
    listed(book, "Trần Văn An", 810_000, born, group="K1a")
    book.opening()
    book.open(DEC)
    assert kinds(book, DEC) == expected


def test_one_account_of_two_people_and_none_of_a_carer_for_two(book: Book) -> None:
    one, _ = listed(book, "Trần Văn An")
    two, _ = listed(book, "Lê Thị Bích")
    carer = book.person("Vũ Thị Cúc", ADULT)
    for name in ("Hồ Văn Dần", "Hồ Văn Dậu"):
        book.give(Given(book.person(name, ADULT), 810_000, opened=DEC, carer_id=carer, group="CS-NKT"))
    account(book, carer, "55555")
    account(book, one, "12345")
    account(book, two, "12345")
    book.opening()
    book.open(DEC)
    assert kinds(book, DEC) == ["shared_account"] * 2


def test_changed_account_and_new_payee_against_last_month(book: Book) -> None:
    one, _ = listed(book, "Trần Văn An")
    two, _ = listed(book, "Lê Thị Bích")
    account(book, one, "12345")
    book.opening()
    account(book, one, "45678", date(2026, 12, 5))
    payee(book, two, "Lê Văn Con", date(2026, 12, 5))
    book.open(DEC)
    assert kinds(book, DEC) == ["changed_account", "new_payee"]


def test_one_person_twice_and_two_people_alike(book: Book) -> None:
    one, _ = listed(book, "Trần Văn An")
    book.give(Given(one, 540_000, opened=DEC, group="HTXH"))
    listed(book, "Lê Thị Bích", born="1980-07-07")
    listed(book, "Lê Thị Bích", born="1980-07-07")
    book.opening()
    book.open(DEC)
    found = [risk for risk in book.office.read(risks_of, DEC) if risk.kind == RiskKind.DOUBLE]
    assert sorted("Một người" in risk.text for risk in found) == [False, True]


def test_single_parent_may_have_two(book: Book) -> None:
    """Đ6 k2: K4 stands beside K5, K6 and K8."""
    one, _ = listed(book, "Trần Thị An")
    book.give(Given(one, 540_000, opened=DEC, group="K4"))
    book.opening()
    book.open(DEC)
    assert "double" not in kinds(book, DEC)


def test_dead_with_a_running_benefit_and_paid_after_death(book: Book) -> None:
    person, _ = listed(book, "Trần Văn An")
    book.opening()
    book.run(DEC)
    book.left(person, "dead", "2026-11-20")
    book.open(JAN)
    risks = book.office.read(risks_of, JAN)
    assert [str(risk.kind) for risk in risks] == ["overpaid", "left"]
    assert (risks[0].amount, "12/2026" in risks[0].text, "20/11/2026" in risks[1].text) == (810_000, True, True)


def test_without_amount_or_village_or_account(book: Book) -> None:
    book.give(Given(book.person("Trần Văn An", ADULT), None, opened=DEC))  # type: ignore[arg-type]  # as lists bring it
    book.give(Given(book.person("Lê Thị Bích", ADULT, village=None), 810_000, opened=DEC))
    book.give(Given(book.person("Vũ Văn Cừ", ADULT), 810_000, opened=DEC, channel="account"))
    book.opening()
    book.open(DEC)
    assert kinds(book, DEC) == ["no_account", "no_amount", "no_village"]


def test_cash_that_stays_three_months_counts_and_an_account_never(book: Book) -> None:
    """benefits.md 15.2, 7."""
    _, one = listed(book, "Trần Văn An")
    other, two = listed(book, "Lê Thị Bích")
    account(book, other, "12345")
    book.opening()
    month = DEC
    for count in (1, 2, 3):
        book.run(month, one, two)
        month = add_months(month, 1)
        assert book.office.read(uncollected_months, month) == {one: count}
    book.open(month)
    assert kinds(book, month) == ["uncollected"]


def test_coming_once_ends_the_count(book: Book) -> None:
    _, one = listed(book, "Trần Văn An")
    book.opening()
    book.run(DEC, one)
    book.run(JAN)
    book.run(FEB, one)
    assert book.office.read(uncollected_months, add_months(FEB, 1)) == {one: 1}


def seen(work: Work, person: int) -> Outcome[None]:
    work.add(SignOfLife(person_id=person, seen_on="2027-11-01", how="visit"))
    return Outcome(None)


def test_account_without_a_sign_of_life_for_a_year(book: Book) -> None:
    one, _ = listed(book, "Trần Văn An", 810_000)
    two, _ = listed(book, "Lê Thị Bích", 810_000)
    listed(book, "Vũ Văn Cừ", 810_000)
    account(book, one, "12345")
    account(book, two, "45678")
    book.opening()
    month = DEC
    while month < 202712:
        book.run(month)
        month = add_months(month, 1)
    book.office.do(seen, two)
    book.open(month)
    (risk,) = [risk for risk in book.office.read(risks_of, month) if risk.kind == RiskKind.NO_LIFE]
    assert risk.person_id == one


def test_line_that_was_never_taken_over_is_told(book: Book) -> None:
    """Else somebody whom a list brought is silently left out of every month."""
    listed(book, "Trần Văn An")
    book.opening()
    person = book.person("Lê Thị Bích", ADULT)
    book.office.do(add_line, NewLine(person, LineDetails("Người khuyết tật nặng", 810_000, "K6N", 150)))
    book.open(DEC)
    (risk,) = book.office.read(risks_of, DEC)
    assert (risk.kind, risk.person_id, risk.amount) == (RiskKind.LOOSE, person, 810_000)
