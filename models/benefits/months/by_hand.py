"""What came of the cash of a month, told by the signed sheet instead of a file: who did not come, the rest was there.

The verdicts are those of the decision table (returns.py); nothing is stored here. Promises: a payment that carries a
result is left as it is unless something is said of it, and what contradicts the record refuses the whole answer, as
a file would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.benefits.months.returns import Payment, RowSays, Told, Verdict, rule
from models.benefits.months.returns_services import ApplyReturn, TakenLine
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.money import format_amount

BY_HAND: Final = "Ghi tay theo bảng ký nhận"
"""Stands where a file's name stands otherwise; such an answer has no checksum."""

REASONS: Final = (
    "Vắng nhà, không đến nhận",
    "Ốm, không đến được",
    "Đã mất",
    "Đã chuyển đi nơi khác",
    "Từ chối nhận",
    "Chưa có người nhận thay",
)
"""Why somebody did not collect, as offered; any other words may be typed."""


def unpaid(reason: str) -> RowSays:
    """Did not collect. RuleError without a reason: the three-month rule asks for it later (NĐ 335/2026 Đ9)."""
    if not reason.strip():
        raise RuleError("Hãy ghi lý do chưa nhận.", field="reason", code="no_reason")
    return RowSays(Told.UNPAID, reason=reason.strip())


def partly(payment: Payment, amount: int, reason: str) -> RowSays:
    """Collected `amount` đồng of the payment. RuleError when that is nothing or everything."""
    if not 0 < amount < payment.total:
        words = f"Số đã nhận phải lớn hơn 0 và nhỏ hơn {format_amount(payment.total)} đồng."
        raise RuleError(words, field="amount", code="not_a_part")
    return RowSays(Told.PARTLY, amount, reason=reason.strip() or "Nhận một phần")


@dataclass(frozen=True, slots=True)
class Sums:
    """Payments and đồng: handed out, and still to be handed out, by what would be written."""

    paid: int
    paid_amount: int
    unpaid: int
    unpaid_amount: int


def said_of(payments: Sequence[Payment], told: Mapping[int, RowSays]) -> dict[int, RowSays]:
    """Place in `payments` -> what is written of it: what was told, and "received" where nothing is recorded yet."""
    there = RowSays(Told.PAID)
    return {
        place: told.get(place, there) for place, payment in enumerate(payments) if place in told or not payment.result
    }


def sums(payments: Sequence[Payment], said: Mapping[int, RowSays]) -> Sums:
    """What `said_of` would write, counted."""
    paid = unpaid_count = paid_amount = unpaid_amount = 0
    for place, says in said.items():
        total = payments[place].total
        given = total if says.told is Told.PAID else says.paid_amount or 0
        paid, paid_amount = paid + (given == total), paid_amount + given
        unpaid_count, unpaid_amount = unpaid_count + (given != total), unpaid_amount + total - given
    return Sums(paid, paid_amount, unpaid_count, unpaid_amount)


def command_by_hand(
    month: Month, payments: Sequence[Payment], said: Mapping[int, RowSays], paid_on: date | None
) -> ApplyReturn:
    """What is to be written of `said_of`.

    RuleError: a payment was handed out and the day is missing; a saying contradicts what is recorded (the person is
    named); nothing new is said.
    """
    lines: list[TakenLine] = []
    handed_out = False
    for place in sorted(said):
        payment = payments[place]
        ruling = rule(payment, said[place])
        if ruling.verdict is Verdict.STOP:
            raise RuleError(f"{payment.name} ({payment.code}): {ruling.message}", code="contradicts")
        before = {line.line_id: line.result for line in payment.lines}
        lines += [TakenLine(result, before[result.line_id]) for result in ruling.results]
        handed_out |= any(result.paid_amount for result in ruling.results)
    if handed_out and paid_on is None:
        raise RuleError("Hãy ghi ngày phát tiền.", field="paid_on", code="no_day")
    return ApplyReturn(month, BY_HAND, "", tuple(lines), paid_on)
