"""The organisation's fee and the yearly estimate: kept from a month on, offered on the money papers."""

from __future__ import annotations

import pytest

from models.benefits.months.preparing import drawing, settlement
from models.benefits.months.terms import SetTerm, estimate_of, fee_of, percent, remove_term, set_term, terms
from models.store.dates import Month
from models.store.errors import RuleError
from tests.benefits.months.book import NOV, Book, Given

OCT = Month(202610)
PAPER = "12/2025/QĐ-UBND ngày 20/12/2025"


def test_a_fee_holds_until_the_next_and_a_second_word_corrects_it(book: Book) -> None:
    do, read = book.office.do, book.office.read
    assert read(fee_of, NOV) is None
    first = do(set_term, SetTerm("fee", Month(202601), 50, PAPER))
    do(set_term, SetTerm("fee", Month(202612), 80, PAPER))
    assert [read(fee_of, Month(one)) for one in (202512, 202601, 202611, 202612, 202712)] == [None, 50, 50, 80, 80]
    assert do(set_term, SetTerm("fee", Month(202601), 55, PAPER)) == first
    assert read(fee_of, NOV) == 55
    do(remove_term, first)
    assert read(fee_of, NOV) is None


def test_an_estimate_is_the_years_whatever_month_is_named(book: Book) -> None:
    book.office.do(set_term, SetTerm("estimate", Month(202605), 9_000_000_000, PAPER))
    book.office.do(set_term, SetTerm("fee", Month(202601), 50, PAPER))
    assert book.office.read(estimate_of, 2026) == 9_000_000_000
    assert book.office.read(estimate_of, 2027) is None
    assert [(one.label, one.when, one.shown) for one in book.office.read(terms)] == [
        ("Chi phí chi trả", "từ 01/2026", "0,5 %"),
        ("Dự toán năm", "2026", "9.000.000.000 đồng"),
    ]


@pytest.mark.parametrize(
    ("term", "code"),
    [
        (SetTerm("fee", NOV, 1_001, PAPER), "value_range"),
        (SetTerm("fee", NOV, -1, PAPER), "value_range"),
        (SetTerm("estimate", NOV, 0, PAPER), "value_range"),
        (SetTerm("fee", NOV, 50, "  "), "document_missing"),
    ],
)
def test_refusals(book: Book, term: SetTerm, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        book.office.do(set_term, term)
    assert caught.value.code == code


def test_drawing_and_settlement_take_them_unless_another_is_named(book: Book) -> None:
    book.office.do(set_term, SetTerm("fee", Month(202601), 50, PAPER))
    book.office.do(set_term, SetTerm("estimate", Month(202601), 9_000_000_000, PAPER))
    book.give(Given(book.person("Trần Văn An"), 1_000_000, opened=NOV))
    book.opening(OCT)
    book.run(NOV)
    assert book.office.read(drawing, NOV).fee.amount == 5_000
    assert book.office.read(drawing, NOV, fee=0).fee.amount == 0
    made = book.office.read(settlement, NOV)
    assert (made.fee.rate, made.estimate) == (50, 9_000_000_000)
    other = book.office.read(settlement, NOV, fee=20, estimate=1)
    assert (other.fee.rate, other.estimate) == (20, 1)


def test_percent_in_words() -> None:
    assert [percent(one) for one in (0, 5, 50, 80, 100, 125, 1_000)] == [
        "0 %", "0,05 %", "0,5 %", "0,8 %", "1 %", "1,25 %", "10 %"
    ]  # fmt: skip
