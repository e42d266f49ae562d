"""The verb that takes the payment organisation's answer: the whole file or nothing.

What shall be written was worked out in a preview (returns.py); here it is only taken when the month and its lines still
stand as they did then. A month whose every line has a result is reconciled; debts that counted money which nobody took
are looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import aliased

from models.benefits.events.tables import Debt
from models.benefits.months.late import FindDebts, find_debts
from models.benefits.months.returns import LineResult, Verdict, month_refusal
from models.benefits.months.rules import MonthState
from models.benefits.months.tables import PayLine, PayMonth, PayReturn
from models.store import history
from models.store.dates import Month, month_display
from models.store.errors import RuleError
from models.store.work import Outcome, Stale, Work

PAY_MONTHS: Final = "pay_months"
_line = cast(Table, PayLine.__table__)
_RESULT_COLUMNS: Final = ("result", "paid_amount", "paid_on", "unpaid_reason", "return_id")


@dataclass(frozen=True, slots=True)
class TakenLine:
    """What a line shall carry, and the result it carried when the preview was made."""

    result: LineResult
    before: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ApplyReturn:
    """An answer as previewed: the file's name and SHA-256, the day of payment (None: the file does not say it).

    Without a file (told by hand, by_hand.py) the SHA-256 is empty.
    """

    month: Month
    file_name: str
    file_sha256: str
    lines: tuple[TakenLine, ...]
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The record of the file, and how many lines of the month have no result yet."""

    return_id: int
    open_lines: int


def apply_return(work: Work, command: ApplyReturn) -> Outcome[Applied]:
    """Write all results of a file.

    Raises RuleError: the month takes no answer, the day of payment is still to come, the same file was taken before, a
    line is not of the month or changed since the preview, nothing to write.
    """
    month = work.session.scalars(select(PayMonth).filter_by(month=command.month)).one_or_none()
    if month is None:
        raise RuleError(f"Chưa lập danh sách tháng {month_display(command.month)}.", field="month", code="no_month")
    refusal = month_refusal(month.state)
    if refusal:
        raise RuleError(refusal, field="month", code="month_takes_no_answer")
    if command.paid_on is not None and command.paid_on > work.today:
        raise RuleError(f"Ngày phát tiền {command.paid_on:%d/%m/%Y} chưa tới.", field="paid_on", code="day_ahead")
    _demand_new(work, month, command)
    _demand_not_carried(work, month)
    found = _stored(work, month.id)
    _demand_unchanged(found, command)
    if command.file_sha256:
        work.from_file(command.file_name, command.file_sha256)
    kept = work.add(_record(work, month, command, found))
    _write(work, kept.id, found, command)
    open_lines = work.session.scalar(
        select(func.count()).select_from(PayLine).where(PayLine.pay_month_id == month.id, PayLine.result == "")
    )
    if not open_lines and month.state == MonthState.SENT:
        month.state, month.reconciled_at = MonthState.RECONCILED.value, work.instant
        work.flush()
    stale = frozenset({(PAY_MONTHS, month.id), (PAY_MONTHS, 0)}) | _owed_less(work, month)
    return Outcome(Applied(kept.id, int(open_lines or 0)), stale)


def _owed_less(work: Work, month: PayMonth) -> Stale:
    """What was not collected is owed by nobody: debts that count it are looked at again."""
    missed = select(PayLine.entitlement_id).where(
        PayLine.pay_month_id == month.id, PayLine.result.in_(("unpaid", "partly", "returned"))
    )
    open_ones = select(Debt.person_id).where(Debt.state.in_(("found", "demanded")), Debt.entitlement_id.in_(missed))
    people = frozenset(work.session.scalars(open_ones))
    return find_debts(work, FindDebts(people)).stale if people else frozenset()


def _demand_new(work: Work, month: PayMonth, command: ApplyReturn) -> None:
    taken = select(PayReturn.applied_at).where(
        PayReturn.pay_month_id == month.id, PayReturn.file_sha256 == command.file_sha256
    )
    if command.file_sha256 and work.session.scalar(taken) is not None:
        raise RuleError("Tệp này đã được đối soát cho kỳ này rồi.", code="file_taken")
    if not command.lines:
        raise RuleError("Không có kết quả nào mới để ghi.", code="nothing_to_write")


def _demand_not_carried(work: Work, month: PayMonth) -> None:
    """What was not collected is in a later list already once that list is confirmed: it can be answered there only."""
    later, carried = aliased(PayMonth), aliased(PayLine)
    found = (
        select(later.month)
        .join(carried, carried.pay_month_id == later.id)
        .join(PayLine, PayLine.id == carried.carried_from_id)
        .where(PayLine.pay_month_id == month.id, later.state != MonthState.OPEN.value)
        .limit(1)
    )
    in_month = work.session.scalar(found)
    if in_month is not None:
        raise RuleError(
            f"Tiền chưa nhận của kỳ này đã chuyển vào danh sách tháng {month_display(Month(in_month))} đã chốt. "
            "Kết quả đến sau thì ghi ở kỳ đó.",
            field="month",
            code="carried_already",
        )


def _stored(work: Work, month_id: int) -> dict[int, Mapping[str, Any]]:
    work.flush()
    names = ("id", "amount", *_RESULT_COLUMNS)
    wanted = select(*(_line.c[name] for name in names)).where(_line.c.pay_month_id == month_id)
    return {row["id"]: dict(row) for row in work.session.execute(wanted).mappings()}


def _demand_unchanged(found: Mapping[int, Mapping[str, Any]], command: ApplyReturn) -> None:
    ids = [one.result.line_id for one in command.lines]
    if len(set(ids)) < len(ids):
        raise ValueError("a line has two results")
    for one in command.lines:
        line = found.get(one.result.line_id)
        if line is None or line["result"] != one.before:
            raise RuleError(
                "Danh sách vừa có thay đổi sau khi xem trước. Hãy xem trước lại rồi ghi.", code="changed_since_preview"
            )


def _record(work: Work, month: PayMonth, command: ApplyReturn, found: Mapping[int, Mapping[str, Any]]) -> PayReturn:
    paid = [one.result for one in command.lines if one.result.paid_amount]
    unpaid = [one.result for one in command.lines if one.result.result in ("unpaid", "returned", "partly")]
    missing = sum(found[one.line_id]["amount"] - one.paid_amount for one in unpaid)
    return PayReturn(
        pay_month_id=month.id,
        file_name=command.file_name,
        file_sha256=command.file_sha256,
        applied_at=work.instant,
        paid_lines=len(paid),
        paid_amount=sum(one.paid_amount for one in paid),
        unpaid_lines=len(unpaid),
        unpaid_amount=missing,
    )


def _write(work: Work, return_id: int, found: Mapping[int, Mapping[str, Any]], command: ApplyReturn) -> None:
    day = None if command.paid_on is None else command.paid_on.isoformat()
    rows = []
    for one in command.lines:
        told = one.result
        fresh = {
            "result": told.result,
            "paid_amount": told.paid_amount,
            "paid_on": day if told.paid_amount else None,
            "unpaid_reason": told.unpaid_reason,
            "return_id": return_id,
        }
        old = found[told.line_id]
        fields = {name: [old[name], value] for name, value in fresh.items() if old[name] != value}
        work.audits.append(history.audit_row(_line.name, told.line_id, history.CHANGED, fields, one.source))
        rows.append({"line": told.line_id, **fresh})
    changed = update(_line).where(_line.c.id == bindparam("line"))
    work.session.connection().execute(changed.values({name: bindparam(name) for name in _RESULT_COLUMNS}), rows)
    work.session.expire_all()


CHANGES: Final = frozenset({Verdict.SET_PAID, Verdict.SET_UNPAID, Verdict.SET_PARTLY, Verdict.SET_RETURNED})
"""Verdicts that write something."""
