"""Commands about people: list, search, show."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import click
from sqlalchemy.orm import Session as Reader

from desktop.commands.context import Session, answer, json_option
from models.people import queries
from models.people.codes import parse_code
from models.people.finding import find_person
from models.people.page import person_page
from models.store.errors import RuleError
from models.store.store import Store
from models.store.work import OFFICE_TIME

MOST_PEOPLE = 10**9
"""More than any register holds, less than the store can count."""


@click.group()
def people() -> None:
    """Người dân: danh sách, tìm, xem một người."""


@people.command("list")
@click.option("--village", default=None, help="Chỉ một thôn, tổ dân phố.")
@click.option("--limit", type=click.IntRange(1, MOST_PEOPLE), default=200, show_default=True,
              help="Nhiều nhất mấy người.")  # fmt: skip
@click.option("--offset", type=click.IntRange(0, MOST_PEOPLE), default=0, help="Bỏ qua mấy người đầu.")
@json_option
@click.pass_obj
def list_people(session: Session, village: str | None, limit: int, offset: int, as_json: bool) -> None:
    """Danh sách theo tên."""
    with session.opened() as store, store.read() as reader:
        day = today(store)
        wanted = queries.PersonFilter(day=day, village_id=village_id(reader, village))
        ids = queries.ids(reader, wanted, limit=limit, offset=offset)
        _show(reader, ids, day, as_json, count=queries.count(reader, wanted))


@people.command()
@click.argument("text")
@json_option
@click.pass_obj
def search(session: Session, text: str, as_json: bool) -> None:
    """Tìm theo tên (không cần dấu), số định danh, mã, điện thoại hoặc chuỗi QR của thẻ."""
    with session.opened() as store, store.read() as reader:
        day = today(store)
        found = find_person(reader, text, day, limit=200)
        _show(reader, found.ids, day, as_json, count=len(found.ids), by=str(found.by))


@people.command()
@click.argument("person")
@json_option
@click.pass_obj
def show(session: Session, person: str, as_json: bool) -> None:
    """Một người: số thứ tự trong sổ (cột đầu của people list) hoặc mã đối tượng như 000123-4."""
    with session.opened() as store, store.read() as reader:
        number = None if person.isdigit() and not person.startswith("0") else parse_code(person)
        person_id = queries.id_of_code(reader, number) if number is not None else _plain_id(person)
        page = None if person_id is None else person_page(reader, person_id, today(store))
        if page is None:
            raise RuleError(f"Không có người nào mang mã «{person}».", field="person", code="person_unknown")
    if as_json:
        answer(asdict(page))
        return
    click.echo(f"{page.name}   mã {page.code}   {page.status}")
    for label, value in page.fields:
        click.echo(f"  {label}: {value}")
    for fact in page.facts:
        click.echo(f"  {fact.label}: {fact.text} {fact.since}".rstrip())


def today(store: Store) -> date:
    """The office's date."""
    return store.now().astimezone(OFFICE_TIME).date()


def village_id(reader: Reader, text: str | None) -> int | None:
    """The village meant by `text`; None for none, RuleError when unknown."""
    from models.office.queries import village_id as find

    if text is None:
        return None
    found = find(reader, text)
    if found is None:
        raise RuleError(f"Không có thôn, tổ dân phố tên «{text}».", field="village", code="village_unknown")
    return found


def _plain_id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _show(reader: Reader, ids: Any, day: date, as_json: bool, *, count: int, by: str | None = None) -> None:
    rows = queries.rows(reader, ids, day)
    if as_json:
        listed: dict[str, Any] = {"count": count, "people": [asdict(row) for row in rows]}
        answer({**listed, "by": by} if by else listed)
        return
    for row in rows:
        click.echo(f"{row.id}\t{row.code}\t{row.name}\t{row.born}\t{row.village}")
    click.echo(f"{count} người")
