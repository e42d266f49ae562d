"""Commands about the law: what is due to somebody by facts alone, and the law as at a day. No store is opened."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from desktop.commands.context import answer, json_option, read_file
from desktop.commands.kinds import DayType, MonthType
from models.law import saying
from models.law import show as showing
from models.law.assess import assess as assess_person
from models.law.book import shipped_book
from models.law.facts import read_facts
from models.store.dates import Month, month_display
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
