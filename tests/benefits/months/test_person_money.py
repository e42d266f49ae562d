"""What one person was listed for and got: one line for like money, what came of it, and secret grounds kept."""

from __future__ import annotations

import pytest

from models.benefits.months.person_money import PaidRow, paid_to
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds
from tests.benefits.months.book import DEC, FEB, JAN, NOV, Book, Given


def told(book: Book, person: int, grounds: Grounds = "guarded") -> list[PaidRow]:
    with book.office.store.read() as reader:
        return paid_to(reader, person, grounds=grounds)


def test_arrears_of_several_months_are_one_line_newest_payout_first(book: Book) -> None:
    person = book.person("Trần Văn An", "1980-05-01")
    one = book.give(Given(person, 750_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.run(JAN)
    book.change(one, DEC, 810_000)
    book.open(FEB)
    found = [(row.payout, row.what, row.months, row.amount, row.came) for row in told(book, person)]
    ground = "Người khuyết tật nặng"
    assert found == [
        (FEB, f"Hưởng trong tháng: {ground}", "02/2027", 810_000, "Trong danh sách đang lập"),
        (FEB, f"Truy lĩnh: {ground}", "12/2026 - 01/2027", 120_000, "Trong danh sách đang lập"),
        (JAN, f"Hưởng trong tháng: {ground}", "01/2027", 750_000, "Đã nhận"),
        (DEC, f"Hưởng trong tháng: {ground}", "12/2026", 750_000, "Đã nhận"),
        (NOV, f"Hưởng trong tháng: {ground}", "11/2026", 750_000, "Theo danh sách cũ"),
    ]


def test_what_was_not_collected_and_paid_again_stands_twice(book: Book) -> None:
    person = book.person("Trần Văn An", "1980-05-01")
    one = book.give(Given(person, 810_000, opened=DEC))
    book.opening()
    book.run(DEC, one)
    book.open(JAN)
    book.confirm(JAN)
    found = [(row.payout, row.what.partition(":")[0], row.came) for row in told(book, person)]
    assert (DEC, "Hưởng trong tháng", "Chưa nhận") in [(one, what, came.partition(":")[0]) for one, what, came in found]
    assert (JAN, "Chưa nhận kỳ trước", "Đã chốt, chưa gửi") in found


def test_the_carer_is_told_of_what_is_paid_to_them(book: Book) -> None:
    cared, carer = book.person("Trần Văn An"), book.person("Lê Thị Bích")
    book.give(Given(cared, 540_000, opened=DEC, carer_id=carer, group="CS-HGD"))
    book.opening()
    assert [row.amount for row in told(book, carer)] == [540_000]


@pytest.mark.parametrize(("grounds", "shown"), [("guarded", False), ("neutral", False), ("open", True)])
def test_a_secret_ground_is_told_only_when_asked_for(book: Book, grounds: Grounds, shown: bool) -> None:
    person = book.person("Trần Văn An", "1980-05-01")
    book.give(Given(person, 810_000, opened=DEC, group="K8"))
    book.opening()
    (row,) = told(book, person, grounds)
    assert (NEUTRAL_LABEL in row.what) is not shown
    assert row.secret is (grounds == "guarded")
