"""`month reconcile`: the payment organisation's file against the list that was sent, the whole file or nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from desktop.commands.context import Session, answer, json_option, read_file
from desktop.commands.kinds import RECORD, MonthType
from desktop.commands.people import today
from models.benefits.months import queries
from models.benefits.months.queries import MonthRow
from models.benefits.months.returns import Blank, Payment, Verdict
from models.benefits.months.returns_services import Applied, apply_return
from models.benefits.months.rules import MONTH_STATE_LABELS, MonthState
from models.imports.returns.matching import VERDICT_LABELS, Choices, Judged
from models.imports.returns.process import Looked, command_of, look_at
from models.imports.returns.queries import payments
from models.people.masking import numbers_for
from models.store.dates import Month, month_display, month_iso
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.store import SourceFile

MOST_NAMED: Final = 20
"""Payments that the file does not name are told one by one up to so many."""
SETTLE: Final = (
    "Hãy sửa tệp; hoặc dùng --leave-out DÒNG để bỏ một dòng, --accept DÒNG để nhận dòng ghi tên khác, "
    "--blank để nói ô trống nghĩa là gì."
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("month", type=MonthType())
@click.option("--blank", type=click.Choice(["ask", "paid", "unpaid", "nothing"]), default="ask", show_default=True,
              help="Ô kết quả để trống nghĩa là gì.")  # fmt: skip
@click.option("--leave-out", type=RECORD, multiple=True, help="Dòng của tệp được bỏ qua (nhiều lần được).")
@click.option("--accept", type=RECORD, multiple=True, help="Dòng được nhận dù tên ghi khác (nhiều lần được).")
@click.option("--dry-run", is_flag=True, help="Chỉ xem, không ghi gì.")
@json_option
@click.pass_obj
def reconcile(
    session: Session,
    file: Path,
    month: Month,
    blank: str,
    leave_out: tuple[int, ...],
    accept: tuple[int, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Đối soát tệp của tổ chức chi trả với danh sách đã gửi: cả tệp, hoặc không dòng nào."""
    data = read_file(file)
    choices = Choices(Blank(blank), frozenset(leave_out), frozenset(accept))
    applied: Applied | None = None
    with session.opened(None if dry_run else "change") as store:
        with store.read() as reader:
            queries.month_row(reader, month)
            looked = look_at(data, file.name, today(store), payments(reader, month), choices)
        if not dry_run and not looked.preview.stops:
            source, command = SourceFile(looked.file_name, looked.sha256), command_of(month, looked)
            applied = store.transact("Đối soát chi trả", session.actor, apply_return, command, source=source).value
        with store.read() as reader:
            row = queries.month_row(reader, month)
    if as_json:
        told = numbers_for(session.actor.rights, _looked_json(looked))
        left = None if applied is None else applied.open_lines
        answer({**told, "stored": applied is not None, "open_lines": left, "month": month_json(row)})
    else:
        for sentence in numbers_for(session.actor.rights, _told(looked)):
            click.echo(sentence)
        for sentence in _next(row, looked, applied, dry_run=dry_run):
            click.echo(sentence)
    if looked.preview.stops and not dry_run:
        stops = len(looked.preview.stops)
        raise RuleError(f"Còn {stops} dòng phải xử lý; chưa ghi gì vào sổ.", code="rows_to_settle")


def month_json(row: MonthRow) -> dict[str, Any]:
    """A month as JSON values."""
    paid_with = None if row.paid_with is None else month_iso(row.paid_with)
    words = {"month": month_iso(row.month), "paid_with": paid_with, "state_label": MONTH_STATE_LABELS[row.state]}
    return {**asdict(row), **words}


def _sums(looked: Looked) -> dict[Verdict, tuple[int, int, int]]:
    """Verdict -> payments, đồng that were paid, đồng that were not."""
    found: dict[Verdict, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in looked.preview.judged:
        sums = found[one.verdict]
        sums[0] += 1
        if one.payment is not None and one.verdict is not Verdict.STOP:
            paid = sum(result.paid_amount for result in one.results) if one.results else one.payment.paid_amount
            sums[1] += paid
            sums[2] += one.payment.total - paid
    return {verdict: (sums[0], sums[1], sums[2]) for verdict, sums in found.items()}


def _told(looked: Looked) -> list[str]:
    """What the file says, line by line, for the terminal."""
    told = [f"Tệp {looked.file_name}, trang {looked.sheet.sheet}: {len(looked.sheet.rows)} dòng kết quả."]
    sums = _sums(looked)
    for verdict in Verdict:
        if verdict in sums:
            count, paid, unpaid = sums[verdict]
            money = (
                ""
                if verdict is Verdict.STOP
                else (f"; đã nhận {format_amount(paid)} đồng, chưa nhận {format_amount(unpaid)} đồng")
            )
            told.append(f"  {VERDICT_LABELS[verdict]}: {format_amount(count)} khoản{money}.")
    told += [f"  {_place(one)}: {one.message}" for one in looked.preview.stops]
    unnamed = looked.preview.unnamed
    if unnamed:
        money = format_amount(sum(one.total for one in unnamed))
        told.append(f"  Có trong danh sách mà tệp không nêu: {format_amount(len(unnamed))} khoản, {money} đồng.")
        told += [_payment(one) for one in unnamed[:MOST_NAMED]]
        if len(unnamed) > MOST_NAMED:
            told.append(f"    … và {format_amount(len(unnamed) - MOST_NAMED)} khoản nữa.")
    return told


def _place(one: Judged) -> str:
    name = one.name or (one.payment.name if one.payment is not None else "")
    return f"Dòng {', '.join(map(str, one.rows))}{f' ({name})' if name else ''}"


def _payment(one: Payment) -> str:
    return f"    {one.code}  {one.name}: {format_amount(one.total)} đồng"


def _next(row: MonthRow, looked: Looked, applied: Applied | None, *, dry_run: bool) -> list[str]:
    """Whether anything was written, where the month stands, and what comes next."""
    stands = f"Tháng {month_display(row.month)}: {MONTH_STATE_LABELS[row.state]}."
    if looked.preview.stops:
        return ["Chưa ghi gì vào sổ.", stands, SETTLE]
    if applied is None:
        words = "Bỏ --dry-run để ghi cả tệp." if dry_run else ""
        return ["Chỉ xem, chưa ghi gì vào sổ.", stands, words]
    if row.state == MonthState.RECONCILED:
        return ["Đã ghi cả tệp vào sổ.", stands, f"Bước tiếp: so-an-sinh month close {month_iso(row.month)}"]
    left = format_amount(applied.open_lines)
    return ["Đã ghi cả tệp vào sổ.", stands, f"Còn {left} dòng của danh sách chưa có kết quả: nạp tệp tiếp theo."]


def _looked_json(looked: Looked) -> dict[str, Any]:
    rows = [
        {
            "rows": list(one.rows),
            "verdict": str(one.verdict),
            "message": one.message,
            "name": one.name,
            "code": "" if one.payment is None else one.payment.code,
            "acceptable": one.acceptable,
        }
        for one in looked.preview.judged
    ]
    sums = _sums(looked)
    return {
        "file": looked.file_name,
        "counts": {str(verdict): count for verdict, count in looked.preview.counts.items()},
        "paid": sum(paid for _, paid, _ in sums.values()),
        "unpaid": sum(unpaid for _, _, unpaid in sums.values()),
        "paid_on": None if looked.paid_on is None else looked.paid_on.isoformat(),
        "rows": rows,
        "unnamed": [{"code": one.code, "name": one.name, "amount": one.total} for one in looked.preview.unnamed],
    }
