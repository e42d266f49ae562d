"""Commands about the law: what is due to somebody by facts alone, the law as at a day, what a change of it means."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from desktop.commands.context import Session, answer, json_option, read_file
from desktop.commands.kinds import DayType, MonthType
from desktop.commands.law_office import COMMANDS as OFFICE_COMMANDS
from models.law import saying
from models.law import show as showing
from models.law.assess import assess as assess_person
from models.law.book import shipped_book
from models.law.facts import read_facts
from models.store.dates import Month, month_display, month_of
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.work import OFFICE_TIME


@click.group()
def law() -> None:
    """Pháp luật: tính mức được hưởng từ dữ kiện, tra bảng luật theo ngày."""


@law.command()
@click.argument("facts_file", metavar="FACTS.json", type=click.Path(path_type=Path))
@click.option("--month", type=MonthType(), required=True, help="Tháng hưởng YYYY-MM.")
@click.option("--known-on", type=DayType(), default=None, help="Theo luật biết được đến ngày này (mặc định: hôm nay).")
@json_option
def assess(facts_file: Path, month: Month, known_on: date | None, as_json: bool) -> None:
    """Một người được hưởng gì trong một tháng, vì sao, còn thiếu dữ kiện gì (docs/law-facts.md)."""
    try:
        text = read_file(facts_file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleError("Tệp dữ kiện không phải chữ UTF-8.", code="facts_json") from None
    facts = read_facts(text)
    rules = shipped_book().at(month, known_on or datetime.now(OFFICE_TIME).date())
    found = assess_person(facts, month, rules)
    told = saying.answer(found, facts, rules)
    if as_json:
        answer(told)
        return
    click.echo(f"Tháng {month_display(month)}: {format_amount(found.total)} đồng")
    for line in told["lines"]:
        mark = "trả" if line["payable"] else "không trả"
        click.echo(f"- {line['group']}: {format_amount(line['amount'])} đồng ({mark}). {line['why']}")
    if not any(line.kind == "allowance" for line in found.lines):  # else the lines say it
        for note in found.notes:
            click.echo(note)
    if found.missing:
        click.echo(f"Có thể cao hơn nếu biết thêm: {', '.join(found.missing)}")


@law.command()
@click.option("--on", "on", type=DayType(), required=True, help="Xem như ngày YYYY-MM-DD.")
@click.option("--known-on", type=DayType(), default=None, help="Theo luật biết được đến ngày này (mặc định: ngày xem).")
@click.option("--search", default="", help="Chỉ những mục có các chữ này (không cần dấu).")
@json_option
def show(on: date, known_on: date | None, search: str, as_json: bool) -> None:
    """Bảng luật như ngày đó: mức, nhóm, hệ số, quy tắc, thủ tục, mai táng, văn bản."""
    found = showing.entries(shipped_book(), on, known_on, search)
    if as_json:
        known = (known_on or on).isoformat()
        answer({"on": on.isoformat(), "known_on": known, "rows": [one.told for one in found]})
        return
    for chapter, title in showing.CHAPTERS.items():
        rows = [one for one in found if one.chapter == chapter]
        if rows:
            click.echo(f"{title}:")
        for one in rows:
            span = f"từ {one.first}" + (f" đến hết {one.last}" if one.last else "")
            basis = ", ".join(part for part in (one.article, one.document) if part)
            click.echo(f"- {one.key} {one.title} ({one.place}): {one.value} {one.words} [{basis}; {span}]")


@law.command()
@click.option("--from", "day", type=DayType(), required=True, help="Mức mới tính từ tháng của ngày này, YYYY-MM-DD.")
@click.option("--payout", type=MonthType(), default=None, help="Tháng đầu chi theo mức mới (mặc định: tháng này).")
@click.option(
    "--suppose",
    multiple=True,
    help="Chỉ coi như văn bản mang số này đã áp dụng, lặp lại được (mặc định: mọi văn bản đang chờ áp dụng).",
)
@click.option("--no-suppose", is_flag=True, help="Chỉ theo luật đang áp dụng trong sổ.")
@json_option
@click.pass_obj
def preview(session: Session, day: date, payout: Month | None, suppose: tuple[str, ...], no_suppose: bool,
            as_json: bool) -> None:  # fmt: skip
    """Luật nay biết làm đổi gì với mọi chế độ trong sổ: ai tăng, ai giảm, truy lĩnh bao nhiêu, ai cần xem riêng."""
    # Here, so that `law assess` needs no store and does not wait for its libraries.
    from models.benefits.entitlements.checks import codes_of
    from models.benefits.entitlements.law_change import PENDING_LABELS
    from models.benefits.entitlements.law_change_facts import preview as preview_change
    from models.benefits.entitlements.law_change_told import change_json
    from models.benefits.entitlements.law_since import looked_from
    from models.benefits.secrecy import grounds_for

    with session.opened() as store, store.read() as reader:
        today = store.now().astimezone(OFFICE_TIME).date()
        looked = looked_from(reader, day, today, () if no_suppose else suppose or None)
        found = preview_change(reader, looked.since, payout or month_of(today), today, supposing=looked.supposed)
        codes = codes_of(reader, {one.person_id for one in found.pending})
        told = change_json(found, codes, grounds_for(session.actor.rights))
    if as_json:
        answer({**told, "supposed": list(looked.numbers)})
        return
    supposed = f", coi như đã áp dụng {', '.join(looked.numbers)}" if looked.numbers else ""
    click.echo(f"Tính từ tháng {month_display(looked.since)}{supposed}.")
    click.echo(f"{told['changes']} chế độ đổi mức: mỗi tháng {format_amount(found.monthly)} đồng, "
               f"truy lĩnh {format_amount(found.arrears)} đồng.")  # fmt: skip
    for row in told["by_group"]:
        money = f"{format_amount(row['monthly'])} đồng một tháng, truy lĩnh {format_amount(row['arrears'])} đồng"
        click.echo(f"- {row['name']}: {row['count']} chế độ, {money}")
    for reason, count in told["pending_by_reason"].items():
        click.echo(f"Cần xem riêng, {PENDING_LABELS[reason][0].lower()}{PENDING_LABELS[reason][1:]}: {count}")


for _command in OFFICE_COMMANDS:
    law.add_command(_command)
