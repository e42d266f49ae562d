"""Commands of village slips: print or export, take the answer, name the villages that have not answered."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from desktop.commands.context import Session, answer, json_option, read_file, write_file
from desktop.commands.keeping import office_now
from desktop.commands.kinds import MonthType, PaperPath
from desktop.commands.people import today, village_id
from models.benefits.events.preparing import village_slips
from models.benefits.events.rules import Tick, answer_by
from models.benefits.events.slips import AnswerSlip, PrintSlips, SlipRow, print_slips, slip_standings
from models.benefits.months import late
from models.store.dates import Month, month_display, month_iso, month_of
from models.store.errors import RuleError
from models.store.store import PRINT
from models.store.verify import foot_line


@click.group()
def slip() -> None:
    """Phiếu báo biến động của thôn: in, nhập trả lời, thôn nào chưa trả lời."""


@slip.command("print")
@click.option("--month", type=MonthType(), default=None, help="Tháng của phiếu (mặc định: tháng này).")
@click.option("--village", default=None, help="Chỉ một thôn, tổ dân phố.")
@click.option("--out", required=True, type=PaperPath(), help="Nơi lưu phiếu; đuôi .pdf hoặc .xlsx.")
@json_option
@click.pass_obj
def print_command(session: Session, month: Month | None, village: str | None, out: Path, as_json: bool) -> None:
    """In phiếu (PDF) hoặc xuất để đánh dấu trên máy (Excel), mỗi thôn một tờ."""
    with session.opened("print") as store:
        with store.read() as reader:
            wanted = month or month_of(today(store))
            place = village_id(reader, village)
            sheets = village_slips(reader, wanted, None if place is None else (place,))
        if out.suffix.lower() == ".pdf":
            from printing.benefits.village_slip import village_slip_pdf

            drawn = village_slip_pdf(sheets, printed_at=office_now(store), foot=foot_line(store))
        else:
            from printing.benefits.village_slip_sheet import village_slip_xlsx

            drawn = village_slip_xlsx(sheets, printed_at=office_now(store))
        write_file(out, drawn)
        command = PrintSlips(wanted, tuple(sheet.village_id for sheet in sheets))
        store.transact("In phiếu báo biến động", session.actor, print_slips, command, kind=PRINT)
    names = sum(len(sheet.lines) for sheet in sheets)
    if as_json:
        answer({"out": str(out), "month": month_iso(wanted), "villages": len(sheets), "people": names})
        return
    click.echo(f"Đã in phiếu tháng {month_display(wanted)} của {len(sheets)} thôn, {names} người, vào {out}.")


@slip.command("answer")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--village", default=None, help="Nhập tay: thôn nào.")
@click.option("--month", type=MonthType(), default=None, help="Nhập tay: phiếu tháng nào (mặc định: tháng này).")
@click.option("--dead", multiple=True, help="Nhập tay: mã người đã mất (lặp lại được).")
@click.option("--moved", multiple=True, help="Nhập tay: mã người chuyển đi (lặp lại được).")
@click.option("--rest-unchanged", is_flag=True, help="Ai không đánh dấu là không đổi.")
@json_option
@click.pass_obj
def answer_command(session: Session, file: Path | None, village: str | None, month: Month | None,
                   dead: tuple[str, ...], moved: tuple[str, ...], rest_unchanged: bool,
                   as_json: bool) -> None:  # fmt: skip
    """Nhập trả lời của thôn: từ tệp Excel đã xuất, hoặc gõ mã người mất, người chuyển đi."""
    with session.opened("change") as store:
        if file is not None:
            from models.imports.slips import read_slips

            commands = read_slips(read_file(file), file.name, today(store), rest_unchanged=rest_unchanged).answers
        else:
            with store.read() as reader:
                place = village_id(reader, village)
            if place is None:
                raise RuleError("Hãy chọn tệp phiếu, hoặc ghi --village.", field="village", code="village_missing")
            ticks = [(Tick.DEAD, code) for code in dead] + [(Tick.MOVED, code) for code in moved]
            rows = tuple(SlipRow(code, tick) for tick, code in ticks)
            commands = (AnswerSlip(month or month_of(today(store)), place, rows, (), rest_unchanged),)
        told = store.transact("Nhập phiếu của thôn", session.actor, late.answer_all, commands).value
    if as_json:
        answer(
            {"answers": [{"village": one.village_id, **asdict(each)} for one, each in zip(commands, told, strict=True)]}
        )
        return
    for each in told:
        if each.blank:
            click.echo("Một phiếu chưa điền gì: thôn vẫn tính là chưa trả lời.")
            continue
        left = f", {len(each.unticked)} người chưa đánh dấu" if each.unticked else ""
        click.echo(f"Mất {each.dead}, chuyển đi {each.moved}, không đổi {each.unchanged}, người mới {each.new}{left}.")


@slip.command()
@click.option("--month", type=MonthType(), default=None, help="Tháng của phiếu (mặc định: tháng này).")
@json_option
@click.pass_obj
def missing(session: Session, month: Month | None, as_json: bool) -> None:
    """Phiếu của từng thôn: đã in, đã trả lời, quá hạn ngày 18."""
    with session.opened() as store, store.read() as reader:
        day = today(store)
        wanted = month or month_of(day)
        found = slip_standings(reader, wanted, day)
    if as_json:
        due = answer_by(wanted).isoformat()
        answer({"month": month_iso(wanted), "answer_by": due, "villages": [asdict(one) for one in found]})
        return
    for one in found:
        state = "đã trả lời" if one.answered_on else "QUÁ HẠN" if one.late else "chưa trả lời"
        if one.unticked:
            state = f"{state}, thiếu {one.unticked} người"
        click.echo(f"{one.village}: {one.people} người, {state}")
    click.echo(f"Hạn trả lời: {answer_by(wanted):%d/%m/%Y}")
