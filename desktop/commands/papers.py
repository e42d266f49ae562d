"""Commands that print: the posting list for the wall and the payment list, as PDF or Excel."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from desktop.commands import papers_decisions, papers_months, slips
from desktop.commands.context import Session, answer, json_option, write_file
from desktop.commands.keeping import Keeping, echo_kept, keep_options, note_print, office_now, told
from desktop.commands.kinds import DayType, MonthType, PaperPath
from desktop.commands.people import today, village_id
from models.benefits import queries as benefits
from models.benefits.frozen import payment_paper
from models.benefits.months.preparing import payment_of
from models.benefits.papers import desk_copy
from models.postings.frozen import posting_paper
from models.postings.papers import PostingKind
from models.postings.preparing import USUAL_WINDOW_DAYS, PostingWish, prepare_from_store
from models.store.dates import Month, month_of
from models.store.money import format_amount
from models.store.verify import foot_line


@click.group("print")
def print_papers() -> None:
    """In danh sách niêm yết và danh sách chi trả."""


@print_papers.command()
@click.option("--ground", required=True, help="Căn cứ niêm yết, in trên tờ giấy; không có căn cứ thì không in tên.")
@click.option("--kind", type=click.Choice([kind.value for kind in PostingKind]),
              default=PostingKind.ALLOWANCE.value, show_default=True,
              help="Trợ cấp, hộ nghèo, hộ cận nghèo hay mừng thọ.")  # fmt: skip
@click.option("--village", default=None, help="Chỉ một thôn, tổ dân phố.")
@click.option("--month", type=MonthType(), default=None, help="Tháng hưởng (mặc định: tháng này).")
@click.option("--from", "first_day", type=DayType(), default=None, help="Ngày bắt đầu niêm yết.")
@click.option("--to", "last_day", type=DayType(), default=None, help="Ngày kết thúc niêm yết.")
@click.option("--objections", default="", help="Nơi tiếp nhận ý kiến.")
@click.option(
    "--body",
    type=click.Choice(["committee", "front"]),
    default="committee",
    show_default=True,
    help="Cơ quan niêm yết: Ủy ban nhân dân hay Ủy ban MTTQ.",
)
@click.option("--out", required=True, type=PaperPath(), help="Nơi lưu tờ giấy; đuôi .pdf hoặc .xlsx.")
@keep_options
@json_option
@click.pass_obj
def posting(
    session: Session,
    ground: str,
    kind: str,
    village: str | None,
    month: Month | None,
    first_day: date | None,
    last_day: date | None,
    objections: str,
    body: str,
    out: Path,
    as_json: bool,
    keeping: Keeping,
) -> None:
    """Danh sách niêm yết."""
    with session.opened("print") as store:
        with store.read() as reader:
            day = today(store)
            first = first_day or day
            last = last_day or first + timedelta(days=USUAL_WINDOW_DAYS - 1)
            wish = PostingWish(
                ground=ground,
                kind=PostingKind(kind),
                month=month or month_of(day),
                village_id=village_id(reader, village),
                body=body,
                first_day=first,
                last_day=last,
                objections_to=objections,
            )
            prepared = prepare_from_store(reader, wish, day)
        if out.suffix.lower() == ".pdf":
            from printing.postings.posting_list import posting_pdf

            drawn = posting_pdf(prepared.sheet, printed_at=office_now(store), foot=foot_line(store))
        else:
            from printing.postings.posting_sheet import posting_xlsx

            drawn = posting_xlsx(prepared.sheet, printed_at=office_now(store))
        kept = keeping.keep(store, session.actor, posting_paper(prepared.sheet, body, first, last), prepared.sheet)
        write_file(out, drawn)
        note_print(store, session.actor, "In danh sách niêm yết")
    left_out = prepared.withheld
    if as_json:
        reasons = ("hiv", "remark", "unrecognised", "nameless")
        counts = {reason: getattr(left_out, reason) for reason in reasons}
        questions = [{"label": question.label, "lines": question.lines} for question in left_out.questions]
        rows = len(prepared.sheet.rows)
        answer({"out": str(out), "rows": rows, "left_out": counts, "questions": questions, **told(kept)})
        return
    click.echo(f"Đã in {len(prepared.sheet.rows)} dòng vào {out}; không đưa lên tường {left_out.lines} dòng.")
    if left_out.remark:
        click.echo(f"  Có lời ghi kèm họ tên hoặc tên thôn, cần sửa trong hồ sơ: {left_out.remark} dòng")
    for question in left_out.questions:
        click.echo(f"  Chưa rõ diện hưởng: «{question.label}» ({question.lines} dòng)")
    echo_kept(kept)


@print_papers.command()
@click.option("--copy", "kind", type=click.Choice(["finance", "desk"]), default="finance", show_default=True,
              help="finance: bản tài chính đủ cột và chữ ký; desk: bản phát tiền.")  # fmt: skip
@click.option("--village", default=None, help="Chỉ một thôn, tổ dân phố.")
@click.option("--channel", type=click.Choice(["account", "cash"]), default=None, help="Chỉ tài khoản hoặc tiền mặt.")
@click.option("--month", type=MonthType(), default=None, help="Tháng chi trả (mặc định: tháng này).")
@click.option("--out", required=True, type=PaperPath(), help="Nơi lưu tờ giấy; đuôi .pdf hoặc .xlsx.")
@keep_options
@json_option
@click.pass_obj
def payment(
    session: Session,
    kind: str,
    village: str | None,
    channel: str | None,
    month: Month | None,
    out: Path,
    as_json: bool,
    keeping: Keeping,
) -> None:
    """Danh sách chi trả: bản tài chính hoặc bản phát tiền; tháng đã lập thì in đúng danh sách của tháng."""
    with session.opened("print") as store:
        with store.read() as reader:
            wanted = month or month_of(today(store))
            place = village_id(reader, village)
            facts = payment_of(reader, wanted, place, channel or "")
            without = benefits.without_amount(reader, wanted, place)
            moved = benefits.moved_away(reader, wanted)
            nowhere = benefits.without_village(reader, wanted)
        paper = desk_copy(facts) if kind == "desk" else facts
        if out.suffix.lower() == ".pdf":
            from printing.benefits.payment_list import payment_pdf

            drawn = payment_pdf(paper, printed_at=office_now(store), foot=foot_line(store))
        else:
            from printing.benefits.payment_sheet import payment_xlsx

            drawn = payment_xlsx(paper, printed_at=office_now(store))
        kept = keeping.keep(store, session.actor, payment_paper(paper), paper)
        write_file(out, drawn)
        note_print(store, session.actor, "In danh sách chi trả")
    sums = facts.sums
    if as_json:
        counts = {"without_amount": without, "moved_away": moved, "without_village": nowhere}
        answer({"out": str(out), "people": sums.people, "total": sums.total, **counts, **told(kept)})
        return
    click.echo(f"Đã in {facts.count} dòng, tổng {format_amount(sums.total)} đồng vào {out}.")
    if without:
        click.echo(f"  Không đưa vào danh sách {without} khoản chưa có mức hưởng.")
    if moved:
        click.echo(f"  Không đưa vào danh sách {moved} khoản của người đã chuyển đi, chưa có quyết định thôi hưởng.")
    if nowhere:
        click.echo(f"  {nowhere} khoản của người chưa ghi thôn, tổ: chỉ có trong danh sách cả xã.")
    echo_kept(kept)


for _command in (*papers_decisions.COMMANDS, *papers_months.COMMANDS):
    print_papers.add_command(_command)
print_papers.add_command(slips.print_command, "slip")
