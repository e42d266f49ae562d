"""What came of the cash, told by the signed sheet: everybody received but those who are named (NĐ 335/2026 Đ28)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.benefits.months.by_hand import command_by_hand, partly, said_of, sums, unpaid
from models.benefits.months.returns import PartLine, Payment, RowSays, Told
from models.store.dates import Month
from models.store.errors import RuleError

NOVEMBER = Month(202611)
DAY = date(2026, 11, 12)


def payment(number: int, amount: int, result: str = "", held: int = 0) -> Payment:
    paid = amount if result == "paid" else 0 if result else None
    lines = [PartLine(number * 10, NOVEMBER, "regular", amount, result, paid)]
    if held:
        lines.append(
            PartLine(number * 10 + 1, NOVEMBER, "recovery", -held, result, -held if result == "paid" else None)
        )
    return Payment(number, f"{number:06}-0", f"Người {number}", "1950", "", "", "", "Thôn 1", tuple(lines))


def test_who_is_not_named_has_received() -> None:
    there = [payment(1, 540_000), payment(2, 810_000), payment(3, 1_080_000)]
    told = {1: unpaid("Vắng nhà"), 2: partly(there[2], 400_000, "")}
    said = said_of(there, told)
    counted = sums(there, said)
    assert (counted.paid, counted.paid_amount) == (1, 940_000)
    assert (counted.unpaid, counted.unpaid_amount) == (2, 1_490_000)
    command = command_by_hand(NOVEMBER, there, said, DAY)
    found = {
        one.result.line_id: (one.result.result, one.result.paid_amount, one.result.unpaid_reason)
        for one in command.lines
    }
    assert found == {
        10: ("paid", 540_000, ""),
        20: ("unpaid", 0, "Vắng nhà"),
        30: ("partly", 400_000, "Nhận một phần"),
    }
    assert (command.file_sha256, command.paid_on) == ("", DAY)


def test_what_carries_a_result_is_left_alone_unless_something_is_said_of_it() -> None:
    there = [payment(1, 540_000, "paid"), payment(2, 810_000, "unpaid")]
    assert said_of(there, {}) == {}
    said = said_of(there, {0: unpaid("Nhầm người"), 1: RowSays(Told.PAID)})
    command = command_by_hand(NOVEMBER, there, said, DAY)
    assert [(one.result.result, one.before) for one in command.lines] == [("returned", "paid"), ("paid", "unpaid")]


def test_what_is_held_back_whole_needs_an_answer_too() -> None:
    there = [payment(1, 540_000, held=540_000)]
    command = command_by_hand(NOVEMBER, there, said_of(there, {}), DAY)
    assert [one.result.paid_amount for one in command.lines] == [540_000, -540_000]


def test_the_day_is_asked_for_where_money_was_handed_out() -> None:
    there = [payment(1, 540_000)]
    with pytest.raises(RuleError) as refused:
        command_by_hand(NOVEMBER, there, said_of(there, {}), None)
    assert refused.value.field == "paid_on"
    assert command_by_hand(NOVEMBER, there, said_of(there, {0: unpaid("Vắng")}), None).paid_on is None


def test_a_contradiction_names_the_person() -> None:
    there = [payment(1, 540_000, "paid")]
    with pytest.raises(RuleError, match="Người 1") as refused:
        command_by_hand(NOVEMBER, there, {0: RowSays(Told.PARTLY, 1)}, DAY)
    assert refused.value.code == "contradicts"


@pytest.mark.parametrize("amount", [0, -1, 540_000, 540_001])
def test_a_part_is_more_than_nothing_and_less_than_everything(amount: int) -> None:
    with pytest.raises(RuleError) as refused:
        partly(payment(1, 540_000), amount, "")
    assert refused.value.field == "amount"


def test_a_reason_is_asked_for() -> None:
    with pytest.raises(RuleError) as refused:
        unpaid("  ")
    assert refused.value.field == "reason"


@given(st.lists(st.tuples(st.integers(2, 5_000_000), st.integers(0, 2)), max_size=12))
def test_sums_are_those_of_the_command(drawn: list[tuple[int, int]]) -> None:
    there = [payment(number, amount) for number, (amount, _) in enumerate(drawn, start=1)]
    told: dict[int, RowSays] = {}
    for place, (amount, kind) in enumerate(drawn):
        if kind:
            told[place] = unpaid("Vắng") if kind == 1 else partly(there[place], amount // 2, "")
    said = said_of(there, told)
    counted = sums(there, said)
    lines = command_by_hand(NOVEMBER, there, said, DAY).lines
    assert counted.paid_amount == sum(one.result.paid_amount for one in lines)
    assert counted.paid_amount + counted.unpaid_amount == sum(one.total for one in there)
    assert counted.paid + counted.unpaid == len(there)
