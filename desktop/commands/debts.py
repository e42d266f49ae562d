"""Commands of money paid without being due: the list, the letter, the decision to recover, returns, giving up."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import click

from desktop.commands.context import Session, answer, json_option, write_file
from desktop.commands.keeping import echo_kept, note_print, office_now
from desktop.commands.kinds import RECORD, DayType, PaperPath
from desktop.commands.people import today
from models.benefits.events.letters import KeepLetter, keep_letter
from models.benefits.events.papers import kept_letter
from models.benefits.events.preparing import recovery_letter
from models.benefits.events.queries import debts as all_debts
from models.benefits.events.recovering import (
    BY_HAND,
    PartDebt,
    RecoverDebt,
    ReturnDebt,
    WriteOffDebt,
    part_debt,
    recover_debt,
    return_debt,
    write_off_debt,
)
from models.office.paper_facts import kept_facts
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.verify import foot_line

debt_argument = click.argument("debt", type=RECORD)


@click.group()
def debts() -> None:
    """Khoản phải thu hồi: danh sách, giấy báo, quyết định, tiền nộp lại, không thu."""


@debts.command("list")
@click.option("--settled", is_flag=True, help="Cả khoản đã thu xong hoặc không thu.")
@json_option
@click.pass_obj
def list_debts(session: Session, settled: bool, as_json: bool) -> None:
    """Các khoản phải thu hồi và còn lại bao nhiêu."""
    with session.opened() as store, store.read() as reader:
        rows = all_debts(reader, today(store), settled=settled)
    left = sum(row.left for row in rows)
    if as_json:
        answer({"left": left, "debts": [asdict(row) for row in rows]})
        return
    for row in rows:
        sums = f"{format_amount(row.amount)} đồng, còn {format_amount(row.left)}"
        click.echo(f"[{row.id}] {row.name} {row.code} ({row.village}): tháng {row.months}, {sums} - {row.state_label}")
    click.echo(f"{len(rows)} khoản, còn phải thu {format_amount(left)} đồng")


@debts.command()
@debt_argument
@click.option("--out", required=True, type=PaperPath(), help="Nơi lưu giấy báo; đuôi .pdf.")
@json_option
@click.pass_obj
def letter(session: Session, debt: int, out: Path, as_json: bool) -> None:
    """In giấy báo nộp lại và lưu thành giấy tờ: ghi số, ngày, người ký rồi phát hành bằng papers issue."""
    if out.suffix.lower() != ".pdf":
        raise RuleError("Giấy báo chỉ có dạng PDF. Hãy đặt đuôi tệp .pdf.", field="out", code="pdf_only")
    with session.opened("change") as store:
        from printing.benefits.recovery_letter import recovery_letter_pdf

        with store.read() as reader:
            facts = recovery_letter(reader, debt, today(store))
        drawn = recovery_letter_pdf(facts, printed_at=office_now(store), foot=foot_line(store))
        command = KeepLetter(debt, replace(kept_letter(facts), facts=kept_facts(facts, {})))
        kept = store.transact("Lập giấy báo nộp lại", session.actor, keep_letter, command).value
        write_file(out, drawn)
        note_print(store, session.actor, "In giấy báo nộp lại")
    if as_json:
        answer({"out": str(out), "debt": debt, "left": facts.left, "paper": kept})
        return
    click.echo(f"Đã in giấy báo nộp lại {format_amount(facts.left)} đồng vào {out}.")
    echo_kept(kept)


@debts.command()
@debt_argument
@click.option("--monthly", type=click.IntRange(1), default=None,
              help="Trừ dần: mỗi kỳ nhiều nhất bấy nhiêu đồng (mặc định: trừ hết mức có thể).")  # fmt: skip
@json_option
@click.pass_obj
def recover(session: Session, debt: int, monthly: int | None, as_json: bool) -> None:
    """Lập quyết định thu hồi; ghi số, ngày bằng benefits enter, rồi danh sách tháng mới được trừ."""
    with session.opened("change") as store:
        command = RecoverDebt(debt, monthly)
        made = store.transact("Lập quyết định thu hồi", session.actor, recover_debt, command).value
    if as_json:
        answer({"debt": debt, "decision": made, "monthly": monthly})
        return
    click.echo(f"Đã lập quyết định thu hồi, mã {made}.")


@debts.command("parts")
@debt_argument
@click.option("--monthly", type=click.IntRange(1), default=None, help="Mỗi kỳ nhiều nhất (không ghi: trừ hết có thể).")
@json_option
@click.pass_obj
def parts(session: Session, debt: int, monthly: int | None, as_json: bool) -> None:
    """Đổi mức trừ dần của một khoản đã có quyết định thu hồi, từ danh sách tới."""
    with session.opened("change") as store:
        store.transact("Đổi mức trừ dần", session.actor, part_debt, PartDebt(debt, monthly))
    if as_json:
        answer({"debt": debt, "monthly": monthly})
        return
    each = "trừ hết mức có thể" if monthly is None else f"trừ mỗi kỳ nhiều nhất {format_amount(monthly)} đồng"
    click.echo(f"Từ danh sách tới: {each}.")


@debts.command("return")
@debt_argument
@click.option("--amount", type=click.IntRange(1), required=True, help="Số tiền nộp lại (đồng).")
@click.option("--day", type=DayType(), default=None, help="Ngày nộp (mặc định: hôm nay).")
@click.option("--way", type=click.Choice(BY_HAND), default=BY_HAND[0], show_default=True,
              help="Tiền mặt hay chuyển khoản.")  # fmt: skip
@click.option("--note", default="", help="Ghi chú, số phiếu thu.")
@json_option
@click.pass_obj
def return_money(
    session: Session, debt: int, amount: int, day: date | None, way: str, note: str, as_json: bool
) -> None:
    """Ghi tiền đã nộp lại."""
    with session.opened("change") as store:
        command = ReturnDebt(debt, day or today(store), amount, way, note)
        told = store.transact("Ghi tiền nộp lại", session.actor, return_debt, command).value
    if as_json:
        answer({"debt": debt, **asdict(told)})
        return
    where = f"khôi phục dự toán năm {told.budget_year}" if told.restores else "nộp ngân sách nhà nước (tiền năm trước)"
    left = f"Còn phải thu {format_amount(told.left)} đồng." if told.left else "Đã thu đủ, khoản này xong."
    click.echo(f"{left} Số tiền này: {where}.")


@debts.command("write-off")
@debt_argument
@click.option("--reason", required=True, help="Vì sao không thu.")
@click.option("--decision", required=True, help="Số, ngày văn bản cho phép.")
@json_option
@click.pass_obj
def write_off(session: Session, debt: int, reason: str, decision: str, as_json: bool) -> None:
    """Không thu nữa, theo văn bản của người có thẩm quyền."""
    with session.opened("change") as store:
        store.transact("Không thu hồi", session.actor, write_off_debt, WriteOffDebt(debt, reason, decision))
    if as_json:
        answer({"debt": debt, "state": "written_off"})
        return
    click.echo("Đã ghi không thu.")
