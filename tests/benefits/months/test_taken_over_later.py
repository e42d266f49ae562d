"""A line of the old list found after the first month of our own: it is paid from that month on, by our lists."""

from __future__ import annotations

from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.services import LineDetails, NewLine, add_line
from models.store.dates import Month
from tests.benefits.months.book import NOV, Book, Given

OCT = Month(202610)


def test_a_line_taken_over_with_an_open_month_is_paid_in_it(book: Book) -> None:
    """Fifteen people of the demo lost November: it was taken for the last month of the old list."""
    book.give(Given(book.person("Trần Văn An"), 500_000, opened=NOV))
    book.opening(OCT)
    book.open(NOV)
    late = book.person("Lê Thị Bích", "1950-01-01")
    details = LineDetails("Người khuyết tật nặng", 810_000, "K6N", 150, start_month=NOV)
    book.office.do(add_line, NewLine(late, details))
    book.office.do(take_over, TakeOver(NOV))
    book.recompute(NOV)
    assert book.told(NOV) == [("regular", 202611, 500_000), ("regular", 202611, 810_000)]
    assert [line.step for line in book.lines(NOV) if line.person_id == late] == ["new"]
    book.confirm(NOV)
