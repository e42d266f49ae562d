"""`month answer`: what came of the cash by the signed sheet: everybody received but those who are named."""

from __future__ import annotations

from datetime import date

import click

from desktop.commands.context import Session, answer, json_option
from desktop.commands.kinds import DayType, MonthType
from desktop.commands.reconciling import month_json
from models.benefits.months import queries
from models.benefits.months.by_hand import command_by_hand, partly, said_of, sums, unpaid
from models.benefits.months.returns import Payment, RowSays
from models.benefits.months.returns_services import apply_return
from models.benefits.months.rules import MONTH_STATE_LABELS
from models.imports.returns.queries import payments
from models.store.dates import Month, month_display
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.vietnamese import search_text


@click.command("answer")
@click.argument("month", type=MonthType())
@click.option("--village", default=None, help="Chỉ một thôn, tổ dân phố.")
@click.option("--all-channels", is_flag=True, help="Cả khoản trả qua tài khoản; không ghi thì chỉ tiền mặt.")
@click.option("--paid-on", type=DayType(), default=None, help="Ngày phát tiền.")
@click.option("--unpaid", nargs=2, multiple=True, metavar="MÃ LÝ_DO", help="Người chưa nhận (nhiều lần được).")
@click.option("--partly", "parts", nargs=3, multiple=True, metavar="MÃ SỐ LÝ_DO", help="Người nhận một phần.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem, không ghi gì.")
@json_option
@click.pass_obj
def answer_by_hand(
    session: Session,
    month: Month,
    village: str | None,
    all_channels: bool,
    paid_on: date | None,
    unpaid: tuple[tuple[str, str], ...],
    parts: tuple[tuple[str, str, str], ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Ghi kết quả phát tiền theo bảng ký nhận: ai cũng đã nhận, trừ những người được nêu."""
    with session.opened(None if dry_run else "change") as store:
        with store.read() as reader:
            queries.month_row(reader, month)
            there = _asked(payments(reader, month), village, all_channels=all_channels)
        said = said_of(there, _told(there, unpaid, parts))
        command = command_by_hand(month, there, said, paid_on)
        if not dry_run:
            store.transact("Ghi kết quả phát tiền", session.actor, apply_return, command)
        with store.read() as reader:
            row = queries.month_row(reader, month)
    told = sums(there, said)
    if as_json:
        counted = {
            "paid": told.paid,
            "paid_amount": told.paid_amount,
            "unpaid": told.unpaid,
            "unpaid_amount": told.unpaid_amount,
        }
        answer({**counted, "stored": not dry_run, "month": month_json(row)})
        return
    click.echo(
        f"Đã nhận đủ: {told.paid} khoản; tiền đã phát {format_amount(told.paid_amount)} đồng. "
        f"Chưa nhận đủ: {told.unpaid} khoản, còn {format_amount(told.unpaid_amount)} đồng."
    )
    click.echo("Chỉ xem, chưa ghi gì vào sổ." if dry_run else "Đã ghi vào sổ.")
    click.echo(f"Tháng {month_display(row.month)}: {MONTH_STATE_LABELS[row.state]}.")


def _asked(found: list[Payment], village: str | None, *, all_channels: bool) -> list[Payment]:
    wanted = None if village is None else search_text(village)
    there = [
        one
        for one in found
        if (all_channels or not one.account) and (wanted is None or search_text(one.village) == wanted)
    ]
    if not there:
        raise RuleError("Kỳ này không có khoản nào như vậy.", field="village", code="no_payments")
    return there


def _told(
    there: list[Payment], missing: tuple[tuple[str, str], ...], parts: tuple[tuple[str, str, str], ...]
) -> dict[int, RowSays]:
    told: dict[int, RowSays] = {}
    for code, reason in missing:
        told.update(dict.fromkeys(_places(there, code), unpaid(reason)))
    for code, amount, reason in parts:
        places = _places(there, code)
        if len(places) > 1:
            raise RuleError(f"Mã «{code}» có nhiều khoản trong kỳ: hãy ghi ở cửa sổ Kỳ chi trả.", code="many_payments")
        if not amount.isdigit():
            raise RuleError(f"«{amount}» không phải số tiền.", field="amount", code="amount")
        told.update({place: partly(there[place], int(amount), reason) for place in places})
    return told


def _places(there: list[Payment], code: str) -> list[int]:
    found = [place for place, payment in enumerate(there) if payment.code == code.strip()]
    if not found:
        raise RuleError(f"Không có khoản nào mang mã «{code}» trong phần này của kỳ.", field="person", code="unknown")
    return found
