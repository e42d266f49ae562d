"""What the payment organisation's answer means for the lines of a month: one decision table, no store, no file.

The organisation pays one sum per payee of a person; `Payment` is that sum with the lines it is made of. Promises: each
pair of stored result and told value has exactly one verdict; a value that is not clear, contradicts what is recorded or
does not fit the amount stops the whole file (NĐ 335/2026 Đ28: list paid, amount paid, list not yet received).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from models.benefits.months.rules import MonthState
from models.store.dates import Month
from models.store.money import format_amount


class Told(StrEnum):
    """What a row of the file says of one payment."""

    PAID = "paid"
    UNPAID = "unpaid"
    PARTLY = "partly"
    BLANK_CELL = "blank_cell"
    BLANK_COLUMN = "blank_column"
    UNKNOWN_WORD = "unknown_word"


class Verdict(StrEnum):
    """What happens with the payment."""

    SET_PAID = "set_paid"
    SET_UNPAID = "set_unpaid"
    SET_PARTLY = "set_partly"
    SET_RETURNED = "set_returned"
    KEEP = "keep"
    STOP = "stop"


class Blank(StrEnum):
    """What an empty cell means in this file, as the clerk says; nobody guesses it."""

    ASK = "ask"
    PAID = "paid"
    UNPAID = "unpaid"
    NOTHING = "nothing"


_P, _U, _Y, _R, _K, _X = (
    Verdict.SET_PAID,
    Verdict.SET_UNPAID,
    Verdict.SET_PARTLY,
    Verdict.SET_RETURNED,
    Verdict.KEEP,
    Verdict.STOP,
)
TABLE: Final = MappingProxyType(
    {
        ("", Told.PAID): _P,
        ("", Told.UNPAID): _U,
        ("", Told.PARTLY): _Y,
        ("paid", Told.PAID): _K,
        ("paid", Told.UNPAID): _R,
        ("paid", Told.PARTLY): _X,
        ("partly", Told.PAID): _P,
        ("partly", Told.UNPAID): _X,
        ("partly", Told.PARTLY): _Y,
        ("unpaid", Told.PAID): _P,
        ("unpaid", Told.UNPAID): _K,
        ("unpaid", Told.PARTLY): _Y,
        ("returned", Told.PAID): _P,
        ("returned", Told.UNPAID): _K,
        ("returned", Told.PARTLY): _X,
    }
)
"""Stored result of the payment and what the file says -> verdict, in a month that was sent and is not closed."""
TAKES_ANSWERS: Final = frozenset({MonthState.SENT, MonthState.RECONCILED})
NO_REASON: Final = "Tệp không ghi lý do"

_CONTRADICTIONS: Final = MappingProxyType(
    {
        ("paid", Told.PARTLY): "Đã ghi nhận đủ, tệp lại ghi nhận một phần.",
        ("partly", Told.UNPAID): "Đã ghi nhận một phần, tệp lại ghi chưa nhận.",
        ("returned", Told.PARTLY): "Đã ghi trả lại cả khoản, tệp lại ghi nhận một phần.",
    }
)


@dataclass(frozen=True, slots=True)
class PartLine:
    """One line of a payment: its id, what it pays for and its amount in đồng (below zero: held back)."""

    line_id: int
    benefit_month: Month
    kind: str
    amount: int
    result: str = ""
    paid_amount: int | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """The sum that one payee of a person gets in a month, and how it can be found in a file."""

    person_id: int
    code: str
    name: str
    born_year: str
    id_number: str
    account: str
    payee: str
    village: str
    lines: tuple[PartLine, ...]

    @property
    def total(self) -> int:
        """What is to be paid, in đồng."""
        return sum(line.amount for line in self.lines)

    @property
    def result(self) -> str:
        """The result recorded so far: that of all lines, "partly" when they differ."""
        results = {line.result for line in self.lines}
        return results.pop() if len(results) == 1 else "partly"

    @property
    def paid_amount(self) -> int:
        """What is recorded as paid so far, in đồng."""
        return sum(line.paid_amount or 0 for line in self.lines)


@dataclass(frozen=True, slots=True)
class RowSays:
    """What one row tells of a payment. Amounts in đồng, None: the row does not say it."""

    told: Told
    paid_amount: int | None = None
    listed_amount: int | None = None
    reason: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class LineResult:
    """What a line shall carry: result, money paid in đồng, and why not."""

    line_id: int
    result: str
    paid_amount: int
    unpaid_reason: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict on one payment with the lines' results, or why the file cannot be taken (`message`)."""

    verdict: Verdict
    results: tuple[LineResult, ...] = ()
    message: str = ""


def month_refusal(state: str) -> str:
    """Why a month takes no answer of the organisation; empty when it does."""
    if state in TAKES_ANSWERS:
        return ""
    if state == MonthState.CLOSED:
        return "Kỳ này đã khóa sổ. Điều thay đổi sau đó là dòng của kỳ sau."
    return "Danh sách kỳ này chưa gửi cho tổ chức chi trả. Hãy chốt và gửi trước khi đối soát."


def settled(says: RowSays, blank: Blank) -> RowSays:
    """`says` with an empty cell or column read as the clerk said."""
    if says.told not in (Told.BLANK_CELL, Told.BLANK_COLUMN) or blank in (Blank.ASK, Blank.NOTHING):
        return says
    told = Told.PAID if blank is Blank.PAID else Told.UNPAID
    return RowSays(told, says.paid_amount, says.listed_amount, says.reason, says.word)


def rule(payment: Payment, says: RowSays, blank: Blank = Blank.ASK) -> Ruling:
    """The verdict on a payment; of a month that takes answers (`month_refusal`)."""
    says = settled(says, blank)
    wrong = _wrong_amount(payment, says)
    if wrong:
        return Ruling(Verdict.STOP, message=wrong)
    if says.told is Told.UNKNOWN_WORD:
        return Ruling(Verdict.STOP, message=f"Không rõ “{says.word}” nghĩa là đã nhận hay chưa nhận.")
    if says.told in (Told.BLANK_CELL, Told.BLANK_COLUMN):
        return _blank(says.told, blank)
    stored = payment.result
    verdict = TABLE[stored, says.told]
    if verdict is Verdict.STOP:
        return Ruling(verdict, message=_CONTRADICTIONS[stored, says.told])
    if verdict is Verdict.KEEP:
        return Ruling(verdict)
    return _results(payment, verdict, says)


def _blank(told: Told, blank: Blank) -> Ruling:
    if blank is Blank.NOTHING:
        return Ruling(Verdict.KEEP)
    where = "Ô kết quả để trống" if told is Told.BLANK_CELL else "Tệp không có cột kết quả nào được ghi"
    return Ruling(Verdict.STOP, message=f"{where}: hãy chọn để trống nghĩa là đã nhận hay chưa nhận.")


def _wrong_amount(payment: Payment, says: RowSays) -> str:
    total = payment.total
    if says.listed_amount is not None and says.listed_amount != total:
        return f"Tệp ghi {format_amount(says.listed_amount)} đồng, danh sách là {format_amount(total)} đồng."
    paid = says.paid_amount
    if paid is None:
        return "Tệp ghi nhận một phần mà không ghi số tiền đã nhận." if says.told is Told.PARTLY else ""
    if not 0 <= paid <= total:
        return f"Tệp ghi đã chi {format_amount(paid)} đồng, danh sách là {format_amount(total)} đồng."
    fits = {Told.PAID: paid == total, Told.UNPAID: paid == 0, Told.PARTLY: 0 < paid < total}
    if not fits.get(says.told, True):
        return f"Kết quả và số tiền trái nhau: tệp ghi đã chi {format_amount(paid)} trên {format_amount(total)} đồng."
    if says.told is Told.PARTLY and payment.result == "partly" and paid < payment.paid_amount:
        return f"Đã ghi nhận {format_amount(payment.paid_amount)} đồng, tệp lại ghi ít hơn: {format_amount(paid)} đồng."
    return ""


def _results(payment: Payment, verdict: Verdict, says: RowSays) -> Ruling:
    if verdict is Verdict.SET_PAID:
        return Ruling(verdict, tuple(LineResult(line.line_id, "paid", line.amount) for line in payment.lines))
    reason = says.reason or NO_REASON
    if verdict is Verdict.SET_PARTLY:
        spread_out = spread(payment.lines, says.paid_amount or 0, reason)
        same = spread_out == tuple(
            LineResult(line.line_id, line.result, line.paid_amount or 0, one.unpaid_reason)
            for line, one in zip(payment.lines, spread_out, strict=True)
        )
        return Ruling(Verdict.KEEP) if same else Ruling(verdict, spread_out)
    result = "unpaid" if verdict is Verdict.SET_UNPAID else "returned"
    return Ruling(verdict, tuple(LineResult(line.line_id, result, 0, reason) for line in payment.lines))


def spread(lines: Sequence[PartLine], paid: int, reason: str) -> tuple[LineResult, ...]:
    """How a part of the money counts for the lines: what was held back is held back whole, then the oldest month first.

    The sum of the results' amounts is `paid`; results stand in the order of `lines`. ValueError when `paid` is below
    zero or above the sum of the lines.
    """
    if not 0 <= paid <= sum(line.amount for line in lines):
        raise ValueError("more or less than the payment")
    left = paid - sum(line.amount for line in lines if line.amount < 0)
    given: dict[int, int] = {line.line_id: line.amount for line in lines if line.amount < 0}
    for line in sorted((one for one in lines if one.amount >= 0), key=lambda one: (one.benefit_month, one.line_id)):
        given[line.line_id] = min(line.amount, left)
        left -= given[line.line_id]
    return tuple(_part(line, given[line.line_id], reason) for line in lines)


def _part(line: PartLine, given: int, reason: str) -> LineResult:
    if given == line.amount:
        return LineResult(line.line_id, "paid", given)
    return LineResult(line.line_id, "partly" if given else "unpaid", given, reason)
