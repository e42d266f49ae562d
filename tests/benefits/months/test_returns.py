"""The decision table of the payment organisation's answer, cell by cell (NĐ 335/2026 Đ28)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.benefits.months.returns import (
    TABLE,
    Blank,
    LineResult,
    PartLine,
    Payment,
    RowSays,
    Told,
    Verdict,
    month_refusal,
    rule,
    spread,
)
from models.benefits.months.rules import RESULT_LABELS, MonthState
from models.store.dates import Month

NOVEMBER, OCTOBER = Month(202611), Month(202610)


def payment(result: str = "", paid: int | None = None) -> Payment:
    """750.000 for November and 60.000 of arrears for October, both with the same result."""
    share = {"paid": (750_000, 60_000), "partly": (paid, 0)}.get(result, (0, 0) if result else (None, None))
    lines = (
        PartLine(1, NOVEMBER, "regular", 750_000, result, share[0]),
        PartLine(2, OCTOBER, "arrears", 60_000, result, share[1]),
    )
    return Payment(7, "000123-4", "Lê Thị Hạnh", "1950", "001150000001", "", "", "Thôn 1", lines)


def said(told: Told, paid: int | None = None) -> RowSays:
    amount = {Told.PAID: 810_000, Told.UNPAID: 0, Told.PARTLY: 500_000}.get(told) if paid is None else paid
    return RowSays(told, amount, reason="đi vắng" if told is Told.UNPAID else "", word="hửm")


EXPECTED = {
    ("", Told.PAID): "paid",
    ("", Told.UNPAID): "unpaid",
    ("", Told.PARTLY): "partly",
    ("", Told.BLANK_CELL): "stop",
    ("", Told.BLANK_COLUMN): "stop",
    ("", Told.UNKNOWN_WORD): "stop",
    ("paid", Told.PAID): "keep",
    ("paid", Told.UNPAID): "returned",
    ("paid", Told.PARTLY): "stop",
    ("paid", Told.BLANK_CELL): "stop",
    ("paid", Told.BLANK_COLUMN): "stop",
    ("paid", Told.UNKNOWN_WORD): "stop",
    ("partly", Told.PAID): "paid",
    ("partly", Told.UNPAID): "stop",
    ("partly", Told.PARTLY): "partly",
    ("partly", Told.BLANK_CELL): "stop",
    ("partly", Told.BLANK_COLUMN): "stop",
    ("partly", Told.UNKNOWN_WORD): "stop",
    ("unpaid", Told.PAID): "paid",
    ("unpaid", Told.UNPAID): "keep",
    ("unpaid", Told.PARTLY): "partly",
    ("unpaid", Told.BLANK_CELL): "stop",
    ("unpaid", Told.BLANK_COLUMN): "stop",
    ("unpaid", Told.UNKNOWN_WORD): "stop",
    ("returned", Told.PAID): "paid",
    ("returned", Told.UNPAID): "keep",
    ("returned", Told.PARTLY): "stop",
    ("returned", Told.BLANK_CELL): "stop",
    ("returned", Told.BLANK_COLUMN): "stop",
    ("returned", Told.UNKNOWN_WORD): "stop",
}
"""What the clerk is told in the manual: stored result and told value -> what happens."""


def test_every_stored_result_and_every_told_value_has_a_row() -> None:
    assert set(EXPECTED) == set(itertools.product(RESULT_LABELS, Told))
    assert set(TABLE) == {(stored, told) for stored, told in EXPECTED if not told.startswith(("blank", "unknown"))}


@pytest.mark.parametrize(("stored", "told"), list(EXPECTED))
def test_the_table_cell_by_cell(stored: str, told: Told) -> None:
    ruling = rule(payment(stored, 400_000), said(told))
    wanted = EXPECTED[stored, told]
    assert ruling.verdict.removeprefix("set_") == wanted
    assert bool(ruling.message) == (wanted == "stop")
    assert bool(ruling.results) == (wanted not in ("stop", "keep"))
    if wanted in ("paid", "unpaid", "returned"):
        assert {one.result for one in ruling.results} == {wanted}
    if ruling.results:
        told_amount = {"paid": 810_000, "partly": 500_000}.get(wanted, 0)
        assert sum(one.paid_amount for one in ruling.results) == told_amount


@pytest.mark.parametrize("told", [Told.BLANK_CELL, Told.BLANK_COLUMN])
@pytest.mark.parametrize(
    ("blank", "verdict"),
    [
        (Blank.ASK, Verdict.STOP),
        (Blank.PAID, Verdict.SET_PAID),
        (Blank.UNPAID, Verdict.SET_UNPAID),
        (Blank.NOTHING, Verdict.KEEP),
    ],
)
def test_what_an_empty_cell_means_is_the_clerks_word(told: Told, blank: Blank, verdict: Verdict) -> None:
    assert rule(payment(), RowSays(told), blank).verdict is verdict


def test_nobody_received_without_a_reason_unnoticed() -> None:
    (first, _) = rule(payment(), RowSays(Told.UNPAID)).results
    assert first == LineResult(1, "unpaid", 0, "Tệp không ghi lý do")


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (RowSays(Told.PAID, 810_000, listed_amount=750_000), "Tệp ghi 750.000 đồng, danh sách là 810.000 đồng."),
        (RowSays(Told.PAID, 900_000), "Tệp ghi đã chi 900.000 đồng, danh sách là 810.000 đồng."),
        (RowSays(Told.PAID, -1), "Tệp ghi đã chi -1 đồng, danh sách là 810.000 đồng."),
        (RowSays(Told.PAID, 750_000), "Kết quả và số tiền trái nhau"),
        (RowSays(Told.UNPAID, 810_000), "Kết quả và số tiền trái nhau"),
        (RowSays(Told.PARTLY, 0), "Kết quả và số tiền trái nhau"),
        (RowSays(Told.PARTLY, 810_000), "Kết quả và số tiền trái nhau"),
        (RowSays(Told.PARTLY), "không ghi số tiền đã nhận"),
    ],
)
def test_another_amount_stops_the_file(says: RowSays, words: str) -> None:
    ruling = rule(payment(), says)
    assert (ruling.verdict, ruling.results) == (Verdict.STOP, ())
    assert words in ruling.message


def test_less_than_recorded_before_stops_the_file_and_the_same_changes_nothing() -> None:
    before = payment("partly", 600_000)
    assert "ít hơn" in rule(before, RowSays(Told.PARTLY, 500_000)).message
    lines = (
        PartLine(1, NOVEMBER, "regular", 750_000, "partly", 440_000),
        PartLine(2, OCTOBER, "arrears", 60_000, "paid", 60_000),
    )
    now = Payment(7, "000123-4", "Lê Thị Hạnh", "1950", "", "", "", "", lines)
    assert rule(now, RowSays(Told.PARTLY, 500_000, reason="nhận thiếu")).verdict is Verdict.KEEP
    assert rule(now, RowSays(Told.PARTLY, 700_000)).verdict is Verdict.SET_PARTLY


@pytest.mark.parametrize(
    ("state", "takes"),
    [
        (MonthState.OPEN, False),
        (MonthState.CONFIRMED, False),
        (MonthState.SENT, True),
        (MonthState.RECONCILED, True),
        (MonthState.CLOSED, False),
    ],
)
def test_which_months_take_an_answer(state: MonthState, takes: bool) -> None:
    assert (month_refusal(state) == "") is takes


LINES = st.lists(
    st.tuples(st.sampled_from([202608, 202609, 202610, 202611]), st.integers(-300, 1500).map(lambda n: n * 1000)),
    min_size=1,
    max_size=6,
).map(lambda rows: [PartLine(place, Month(month), "regular", amount) for place, (month, amount) in enumerate(rows)])


@given(LINES.filter(lambda lines: sum(line.amount for line in lines) > 0), st.data())
def test_a_part_of_the_money_is_counted_once_and_oldest_first(lines: list[PartLine], data: st.DataObject) -> None:
    total = sum(line.amount for line in lines)
    paid = data.draw(st.integers(0, total))
    results = spread(lines, paid, "thiếu")
    assert sum(one.paid_amount for one in results) == paid
    for line, one in zip(lines, results, strict=True):
        assert one.line_id == line.line_id
        assert min(0, line.amount) <= one.paid_amount <= max(0, line.amount)
        assert one.result == ("paid" if one.paid_amount == line.amount else "partly" if one.paid_amount else "unpaid")
    money = [(line, one) for line, one in zip(lines, results, strict=True) if line.amount > 0]
    money.sort(key=lambda pair: (pair[0].benefit_month, pair[0].line_id))
    full = [one.paid_amount == line.amount for line, one in money]
    assert full == sorted(full, reverse=True)


def test_more_than_the_payment_cannot_be_spread() -> None:
    with pytest.raises(ValueError, match="more or less"):
        spread(payment().lines, 810_001, "")


@pytest.mark.parametrize(
    ("told", "where"), [(Told.BLANK_CELL, "Ô kết quả để trống"), (Told.BLANK_COLUMN, "Tệp không có cột kết quả nào")]
)
def test_what_is_blank_is_said(told: Told, where: str) -> None:
    message = rule(payment(), RowSays(told)).message
    assert message.startswith(where)
    assert message.endswith(": hãy chọn để trống nghĩa là đã nhận hay chưa nhận.")


def test_an_unknown_word_and_a_contradiction_are_quoted() -> None:
    assert rule(payment(), said(Told.UNKNOWN_WORD)).message == "Không rõ “hửm” nghĩa là đã nhận hay chưa nhận."
    told = {
        ("paid", Told.PARTLY): "Đã ghi nhận đủ, tệp lại ghi nhận một phần.",
        ("partly", Told.UNPAID): "Đã ghi nhận một phần, tệp lại ghi chưa nhận.",
        ("returned", Told.PARTLY): "Đã ghi trả lại cả khoản, tệp lại ghi nhận một phần.",
    }
    for (stored, value), words in told.items():
        assert rule(payment(stored, 400_000), said(value)).message == words


def test_the_reason_of_the_file_stands_on_each_line_that_was_not_paid_whole() -> None:
    says = RowSays(Told.PARTLY, 500_000, reason="thiếu tiền")
    assert rule(payment(), says).results == (
        LineResult(1, "partly", 440_000, "thiếu tiền"),
        LineResult(2, "paid", 60_000),
    )
    small = RowSays(Told.PARTLY, 60_000)
    assert rule(payment(), small).results[0] == LineResult(1, "unpaid", 0, "Tệp không ghi lý do")
    away = RowSays(Told.UNPAID, 0, reason="đi vắng")
    assert rule(payment(), away).results == tuple(LineResult(one, "unpaid", 0, "đi vắng") for one in (1, 2))
    back = rule(payment("paid"), away)
    assert back.results == tuple(LineResult(one, "returned", 0, "đi vắng") for one in (1, 2))


def test_an_empty_cell_read_as_paid_keeps_what_else_the_row_says() -> None:
    says = RowSays(Told.BLANK_CELL, 810_000, 810_000, "lý do", "")
    assert rule(payment(), says, Blank.UNPAID).verdict is Verdict.STOP
    assert rule(payment(), RowSays(Told.BLANK_CELL, None, 1), Blank.PAID).verdict is Verdict.STOP
    found = rule(payment(), RowSays(Told.BLANK_COLUMN, reason="lý do"), Blank.UNPAID)
    assert {one.unpaid_reason for one in found.results} == {"lý do"}


def test_lines_of_different_results_are_a_payment_in_part() -> None:
    """One line was answered before, the other not: what is told next is weighed against the part."""
    one, other = payment("paid").lines[0], payment().lines[1]
    mixed = Payment(7, "000123-4", "Lê Thị Hạnh", "1950", "", "", "", "", (one, other))
    assert (mixed.result, mixed.paid_amount, mixed.total) == ("partly", 750_000, 810_000)
    assert rule(mixed, RowSays(Told.UNPAID, 0)).verdict is Verdict.STOP


def test_less_than_before_is_refused_with_both_amounts_and_a_first_part_is_not() -> None:
    words = "Đã ghi nhận 600.000 đồng, tệp lại ghi ít hơn: 500.000 đồng."
    assert rule(payment("partly", 600_000), RowSays(Told.PARTLY, 500_000)).message == words
    assert rule(payment("partly", 500_000), RowSays(Told.PARTLY, 500_000)).verdict is not Verdict.STOP
    assert rule(payment("unpaid"), RowSays(Told.PARTLY, 1)).verdict is Verdict.SET_PARTLY


def test_why_a_month_takes_no_answer() -> None:
    closed = "Kỳ này đã khóa sổ. Điều thay đổi sau đó là dòng của kỳ sau."
    assert month_refusal(MonthState.CLOSED) == closed
    unsent = "Danh sách kỳ này chưa gửi cho tổ chức chi trả. Hãy chốt và gửi trước khi đối soát."
    assert {month_refusal(state) for state in (MonthState.OPEN, MonthState.CONFIRMED)} == {unsent}


def test_a_blank_beside_an_amount_is_asked_as_a_blank() -> None:
    for told, where in ((Told.BLANK_CELL, "Ô kết quả để trống"), (Told.BLANK_COLUMN, "Tệp không có cột")):
        assert rule(payment(), RowSays(told, 810_000)).message.startswith(where)
    assert rule(payment(), RowSays(Told.UNKNOWN_WORD, 1, word="x")).message.startswith("Không rõ “x”")


def test_the_same_part_told_again_changes_nothing_though_a_line_got_none_of_it() -> None:
    lines = (
        PartLine(1, NOVEMBER, "regular", 750_000, "unpaid", 0),
        PartLine(2, OCTOBER, "arrears", 60_000, "paid", 60_000),
    )
    before = Payment(7, "000123-4", "Lê Thị Hạnh", "1950", "", "", "", "", lines)
    assert rule(before, RowSays(Told.PARTLY, 60_000)).verdict is Verdict.KEEP
    assert rule(before, RowSays(Told.PARTLY, 60_001)).verdict is Verdict.SET_PARTLY
