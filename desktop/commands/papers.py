"""Commands that print: the posting list for the wall and the payment list, as PDF or Excel."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from desktop.commands.context import CLERK, Session, answer, json_option, write_file
from desktop.commands.people import today, village_id
from models.benefits import queries as benefits
from models.benefits.papers import desk_copy
from models.benefits.preparing import prepare_payment
from models.postings.papers import PostingKind
from models.postings.preparing import PostingWish, prepare_from_store
from models.store.dates import FIRST_YEAR, LAST_YEAR, Month, month_of, parse_month
from models.store.money import format_amount
from models.store.store import PRINT, Store
from models.store.work import OFFICE_TIME, Outcome, Work

ENDINGS = (".pdf", ".xlsx")


class MonthType(click.ParamType[Month]):
    """YYYY-MM on the command line."""

    name = "YYYY-MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """The month, or a usage error."""
        try:
            return parse_month(str(value))
        except ValueError:
            self.fail("cần tháng dạng YYYY-MM, ví dụ 2026-11", param, ctx)


class DayType(click.ParamType[date]):
    """YYYY-MM-DD on the command line."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail("cần ngày dạng YYYY-MM-DD, ví dụ 2026-11-22", param, ctx)
        return day


class PaperPath(click.ParamType[Path]):
    """A file that ends in .pdf or .xlsx."""

    name = "TỆP.pdf|TỆP.xlsx"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, or a usage error."""
        path = Path(str(value))
        if path.suffix.lower() not in ENDINGS:
            self.fail("tên tệp phải kết thúc bằng .pdf hoặc .xlsx", param, ctx)
        return path


@click.group("print")
def print_papers() -> None:
    """In danh sách niêm yết và danh sách chi trả."""


@print_papers.command()
@click.option("--ground", required=True, help="Căn cứ niêm yết, in trên tờ giấy; không có căn cứ thì không in tên.")
@click.option("--kind", type=click.Choice([kind.value for kind in PostingKind if kind is not PostingKind.LONGEVITY]),
              default=PostingKind.ALLOWANCE.value, show_default=True,
              help="Trợ cấp, hộ nghèo hay hộ cận nghèo.")  # fmt: skip
@click.option("--village", default=None, help="Chỉ một thôn, tổ dân phố.")
@click.option("--month", type=MonthType(), default=None, help="Tháng hưởng (mặc định: tháng này).")
@click.option("--from", "first_day", type=DayType(), default=None, help="Ngày bắt đầu niêm yết.")
@click.option("--to", "last_day", type=DayType(), default=None, help="Ngày kết thúc niêm yết.")
@click.option("--objections", default="", help="Nơi tiếp nhận ý kiến.")
@click.option("--out", required=True, type=PaperPath(), help="Nơi lưu tờ giấy; đuôi .pdf hoặc .xlsx.")
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
    out: Path,
    as_json: bool,
) -> None:
    """Danh sách niêm yết."""
    with session.opened() as store:
        with store.read() as reader:
            day = today(store)
            wish = PostingWish(
                ground=ground,
                kind=PostingKind(kind),
                month=month or month_of(day),
                village_id=village_id(reader, village),
                first_day=first_day,
                last_day=last_day,
                objections_to=objections,
            )
            prepared = prepare_from_store(reader, wish, day)
        if out.suffix.lower() == ".pdf":
            from printing.postings.posting_list import posting_pdf as render
        else:
            from printing.postings.posting_sheet import posting_xlsx as render
        write_file(out, render(prepared.sheet, printed_at=office_now(store)))
        _note_print(store, "In danh sách niêm yết")
    left_out = prepared.withheld
    if as_json:
        reasons = ("hiv", "remark", "unrecognised", "nameless")
        counts = {reason: getattr(left_out, reason) for reason in reasons}
        questions = [{"label": question.label, "lines": question.lines} for question in left_out.questions]
        answer({"out": str(out), "rows": len(prepared.sheet.rows), "left_out": counts, "questions": questions})
        return
    click.echo(f"Đã in {len(prepared.sheet.rows)} dòng vào {out}; không đưa lên tường {left_out.lines} dòng.")
    if left_out.remark:
        click.echo(f"  Có lời ghi kèm họ tên hoặc tên thôn, cần sửa trong hồ sơ: {left_out.remark} dòng")
    for question in left_out.questions:
        click.echo(f"  Chưa rõ diện hưởng: «{question.label}» ({question.lines} dòng)")


@print_papers.command()
@click.option("--copy", "kind", type=click.Choice(["finance", "desk"]), default="finance", show_default=True,
              help="finance: bản tài chính đủ cột và chữ ký; desk: bản phát tiền.")  # fmt: skip
@click.option("--village", default=None, help="Chỉ một thôn, tổ dân phố.")
@click.option("--month", type=MonthType(), default=None, help="Tháng hưởng (mặc định: tháng này).")
@click.option("--out", required=True, type=PaperPath(), help="Nơi lưu tờ giấy; đuôi .pdf hoặc .xlsx.")
@json_option
@click.pass_obj
def payment(session: Session, kind: str, village: str | None, month: Month | None, out: Path, as_json: bool) -> None:
    """Danh sách chi trả: bản tài chính hoặc bản phát tiền."""
    with session.opened() as store:
        with store.read() as reader:
            wanted = month or month_of(today(store))
            place = village_id(reader, village)
            facts = prepare_payment(reader, wanted, place)
            without = benefits.without_amount(reader, wanted, place)
            moved = benefits.moved_away(reader, wanted)
        if out.suffix.lower() == ".pdf":
            from printing.benefits.payment_list import payment_pdf as render
        else:
            from printing.benefits.payment_sheet import payment_xlsx as render
        paper = desk_copy(facts) if kind == "desk" else facts
        write_file(out, render(paper, printed_at=office_now(store)))
        _note_print(store, "In danh sách chi trả")
    sums = facts.sums
    if as_json:
        told = {"without_amount": without, "moved_away": moved}
        answer({"out": str(out), "people": sums.people, "total": sums.total, **told})
        return
    click.echo(f"Đã in {sums.people} dòng, tổng {format_amount(sums.total)} đồng vào {out}.")
    if without:
        click.echo(f"  Không đưa vào danh sách {without} khoản chưa có mức hưởng.")
    if moved:
        click.echo(f"  Không đưa vào danh sách {moved} khoản của người đã chuyển đi, chưa có quyết định thôi hưởng.")


def office_now(store: Store) -> datetime:
    """Now in the office's time."""
    return store.now().astimezone(OFFICE_TIME)


def _note_print(store: Store, title: str) -> None:
    def note(work: Work, _: None) -> Outcome[int]:
        return Outcome(work.change_id)

    store.transact(title, CLERK, note, None, kind=PRINT)
