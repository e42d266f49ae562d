"""Commands that print a month's papers: changes, summary, bridge note, drawing request, settlement, bank file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.orm import Session as Reader

from desktop.commands.context import Session, answer, json_option, write_file
from desktop.commands.keeping import Keeping, echo_kept, keep_options, note_print, office_now, told
from desktop.commands.kinds import MonthType, PaperPath
from models.benefits.frozen import demand_readable
from models.benefits.months.papers import MonthPaper, fee_rate, kept_month_paper, kind_of_paper
from models.benefits.months.preparing import bank_rows, drawing, settlement
from models.benefits.months.preparing_changes import bridge_note, change_list, summary
from models.office.paper_rules import KIND_LABELS, PaperKind
from models.store.dates import Month, month_display
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.rights import demand
from models.store.verify import foot_line

month_option = click.option("--month", type=MonthType(), required=True, help="Tháng chi trả YYYY-MM.")
out_option = click.option("--out", required=True, type=PaperPath(), help="Nơi lưu tờ giấy; đuôi .pdf hoặc .xlsx.")
money = click.IntRange(0, 10**15)


class PercentType(click.ParamType[int]):
    """A percentage such as 0.5 or 0,5, in hundredths of a percent."""

    name = "PHẦN TRĂM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Hundredths of a percent, or a usage error."""
        try:
            return fee_rate(str(value))
        except RuleError as refused:
            self.fail(refused.message, param, ctx)


fee_option = click.option("--fee", type=PercentType(), default=None,
                          help="Chi phí chi trả, phần trăm, ví dụ 0.5 (mặc định: như month terms).")  # fmt: skip


def _print(
    session: Session, kind: PaperKind, prepare: Callable[[Reader], MonthPaper], out: Path, as_json: bool,
    keeping: Keeping,
) -> None:  # fmt: skip
    """Read the facts, draw them, keep and write the paper, note the print."""
    with session.opened("print") as store:
        demand_readable(kind, session.actor.rights)
        with store.read() as reader:
            paper = prepare(reader)
        if out.suffix.lower() == ".pdf":
            from printing.benefits.month_forms import month_paper_pdf

            drawn = month_paper_pdf(paper, printed_at=office_now(store), foot=foot_line(store))
        else:
            from printing.benefits.month_forms import month_paper_xlsx

            drawn = month_paper_xlsx(paper, printed_at=office_now(store))
        about = kept_month_paper(paper)
        kept = keeping.keep(store, session.actor, about, paper)
        write_file(out, drawn)
        note_print(store, session.actor, f"In {KIND_LABELS[kind_of_paper(paper)].lower()}")
    if as_json:
        answer({"out": str(out), "lines": about.lines, "total": about.total, **told(kept)})
        return
    click.echo(f"Đã in {about.title.lower()}: {about.lines} dòng, {format_amount(about.total or 0)} đồng vào {out}.")
    echo_kept(kept)


@click.command()
@month_option
@out_option
@keep_options
@json_option
@click.pass_obj
def increase(session: Session, month: Month, out: Path, as_json: bool, keeping: Keeping) -> None:
    """Danh sách tăng: mới hưởng, hưởng lại, điều chỉnh tăng."""
    _print(session, PaperKind.INCREASE, lambda reader: change_list(reader, month, increase=True), out, as_json, keeping)


@click.command()
@month_option
@out_option
@keep_options
@json_option
@click.pass_obj
def decrease(session: Session, month: Month, out: Path, as_json: bool, keeping: Keeping) -> None:
    """Danh sách giảm: thôi hưởng, tạm dừng, điều chỉnh giảm."""
    _print(
        session, PaperKind.DECREASE, lambda reader: change_list(reader, month, increase=False), out, as_json, keeping
    )


@click.command("summary")
@month_option
@out_option
@keep_options
@json_option
@click.pass_obj
def print_summary(session: Session, month: Month, out: Path, as_json: bool, keeping: Keeping) -> None:
    """Tổng hợp chi trả theo nhóm."""
    _print(session, PaperKind.SUMMARY, lambda reader: summary(reader, month), out, as_json, keeping)


@click.command("bridge")
@month_option
@out_option
@keep_options
@json_option
@click.pass_obj
def print_bridge(session: Session, month: Month, out: Path, as_json: bool, keeping: Keeping) -> None:
    """Thuyết minh tăng, giảm so với tháng trước, khớp đến từng đồng."""
    _print(session, PaperKind.BRIDGE, lambda reader: bridge_note(reader, month), out, as_json, keeping)


@click.command("drawing")
@month_option
@fee_option
@click.option("--kept", type=money, default=0, help="Số tiền kỳ trước còn tại tổ chức chi trả (đồng).")
@out_option
@keep_options
@json_option
@click.pass_obj
def print_drawing(
    session: Session, month: Month, fee: int | None, kept: int, out: Path, as_json: bool, keeping: Keeping
) -> None:
    """Giấy đề nghị rút dự toán để chi trả một tháng."""
    _print(session, PaperKind.DRAWING, lambda reader: drawing(reader, month, fee=fee, kept=kept), out, as_json, keeping)


@click.command("settlement")
@month_option
@fee_option
@click.option("--drawn", type=money, default=None, help="Số đã rút (mặc định: như giấy đề nghị rút dự toán).")
@click.option("--estimate", type=money, default=None, help="Dự toán giao cả năm (đồng; mặc định: như đã ghi).")
@out_option
@keep_options
@json_option
@click.pass_obj
def print_settlement(session: Session, month: Month, fee: int | None, drawn: int | None, estimate: int | None,
                     out: Path, as_json: bool, keeping: Keeping) -> None:  # fmt: skip
    """Bảng quyết toán một tháng đã đối soát."""

    def prepare(reader: Reader) -> MonthPaper:
        return settlement(reader, month, fee=fee, drawn=drawn, estimate=estimate)

    _print(session, PaperKind.SETTLEMENT, prepare, out, as_json, keeping)


@click.command("bank-file")
@month_option
@click.option("--out", required=True, type=PaperPath(), help="Nơi lưu tệp .xlsx.")
@json_option
@click.pass_obj
def bank_file(session: Session, month: Month, out: Path, as_json: bool) -> None:
    """Tệp .xlsx gửi ngân hàng; tổ chức chi trả điền kết quả vào chính tệp này rồi đọc lại bằng month reconcile."""
    if out.suffix.lower() != ".xlsx":
        raise click.BadParameter("tệp gửi ngân hàng phải là .xlsx", param_hint="--out")
    with session.opened("print") as store:
        demand(session.actor.rights, "numbers")
        with store.read() as reader:
            rows = bank_rows(reader, month)
        from printing.benefits.bank_file import bank_xlsx

        write_file(out, bank_xlsx(rows, month, printed_at=office_now(store)))
        note_print(store, session.actor, "Lập tệp gửi ngân hàng")
    total = sum(row.amount for row in rows)
    if as_json:
        answer({"out": str(out), "rows": len(rows), "total": total})
        return
    click.echo(f"Đã lập tệp {out}: {len(rows)} khoản tháng {month_display(month)}, {format_amount(total)} đồng.")


COMMANDS = (increase, decrease, print_summary, print_bridge, print_drawing, print_settlement, bank_file)
