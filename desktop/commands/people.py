"""Commands about people: list, search, show, remove."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import click
from sqlalchemy.orm import Session as Reader

from desktop.commands.context import Session, answer, json_option
from desktop.commands.kinds import DayType
from models.benefits.page import past_view, person_view
from models.benefits.secrecy import Grounds, grounds_for
from models.people import queries
from models.people.codes import parse_code
from models.people.finding import by_number, find_person
from models.people.masking import numbers_for
from models.people.removing import RemovePerson, remove_person
from models.people.viewing import GROUND_VIEWED, PAGE_VIEWED, NoteView, note_view
from models.store.errors import RuleError
from models.store.rights import demand, may
from models.store.store import VIEW, Store
from models.store.work import OFFICE_TIME

IDENTITY_DIGITS = (9, 12)
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
        _show(session, reader, ids, day, as_json, count=queries.count(reader, wanted))


@people.command()
@click.argument("text")
@json_option
@click.pass_obj
def search(session: Session, text: str, as_json: bool) -> None:
    """Tìm theo tên (không cần dấu), số định danh, mã, điện thoại hoặc chuỗi QR của thẻ."""
    with session.opened() as store, store.read() as reader:
        day = today(store)
        whole = not may(session.actor.rights, "numbers")
        found = find_person(reader, text, day, limit=200, whole_numbers=whole)
        _show(session, reader, found.ids, day, as_json, count=len(found.ids), by=str(found.by))


@people.command()
@click.argument("person")
@click.option("--day", type=DayType(), default=None, help="Xem như ngày YYYY-MM-DD (mặc định: hôm nay).")
@click.option("--known", type=click.Choice(["now", "then"]), default="now", show_default=True,
              help="Cùng --day: theo điều nay biết (now) hay đúng như sổ đã ghi đến hết ngày đó (then).")  # fmt: skip
@click.option("--reveal", is_flag=True, help="Hiện cả căn cứ được giữ kín; lượt xem được ghi lại.")
@json_option
@click.pass_obj
def show(session: Session, person: str, day: date | None, known: str, reveal: bool, as_json: bool) -> None:
    """Một người: số thứ tự trong sổ (cột đầu của people list) hoặc mã đối tượng như 000123-4."""
    with session.opened() as store:
        rights = session.actor.rights
        if reveal:
            demand(rights, "grounds")
        grounds: Grounds = "open" if reveal else grounds_for(rights)
        with store.read() as reader:
            person_id = asked_person(reader, person)
            if day is None:
                view = person_view(reader, person_id, today(store), grounds=grounds)
            else:
                view = past_view(reader, person_id, day, as_known_then=known == "then", grounds=grounds)
        if view is None:
            raise RuleError(f"Lúc đó sổ chưa có người mang mã «{person}».", field="day", code="not_yet_known")
        view = numbers_for(rights, view)
        for title, seen in ((PAGE_VIEWED, view.sensitive), (GROUND_VIEWED, reveal)):
            if seen:
                store.transact(title, session.actor, note_view, NoteView(person_id), kind=VIEW)
    if as_json:
        answer({**asdict(view.page), "benefits": [asdict(line) for line in view.lines]})
        return
    page = view.page
    click.echo(f"{page.name}   mã {page.code}   {page.status}")
    for label, value in page.fields:
        click.echo(f"  {label}: {value}")
    for fact in page.facts:
        click.echo(f"  {fact.label}: {fact.text} {fact.since}".rstrip())
    for line in view.lines:
        parts = (line.label, f"{line.amount} đ", line.start, line.stop and f"thôi từ {line.stop}")
        click.echo(f"  Trợ cấp: {', '.join(part for part in parts if part)}")


@people.command()
@click.argument("person")
@click.option("--reason", required=True, help="Vì sao xóa; được giữ trong nhật ký.")
@json_option
@click.pass_obj
def remove(session: Session, person: str, reason: str, as_json: bool) -> None:
    """Xóa một người ghi nhầm (không hoàn tác được). Người đã mất, chuyển đi thì không xóa."""
    with session.opened() as store:
        with store.read() as reader:
            person_id = asked_person(reader, person)
        store.transact("Xóa người ghi nhầm", session.actor, remove_person, RemovePerson(person_id, reason))
    if as_json:
        answer({"removed": person_id})
        return
    click.echo(f"Đã xóa người mang mã «{person}».")


def asked_person(reader: Reader, person: str) -> int:
    """The id meant by a number in the book, a code or a whole identity number; RuleError when there is nobody."""
    if person.isascii() and person.isdigit() and len(person) in IDENTITY_DIGITS:
        owners = by_number(reader, person)
        if len(owners) == 1:
            return owners[0]
    number = None if person.isdigit() and not person.startswith("0") else parse_code(person)
    person_id = queries.id_of_code(reader, number) if number is not None else _plain_id(person)
    if person_id is None or queries.details(reader, person_id) is None:
        raise RuleError(f"Không có người nào mang mã «{person}».", field="person", code="person_unknown")
    return person_id


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


def _show(
    session: Session, reader: Reader, ids: Any, day: date, as_json: bool, *, count: int, by: str | None = None
) -> None:
    rows = numbers_for(session.actor.rights, queries.rows(reader, ids, day))
    if as_json:
        listed: dict[str, Any] = {"count": count, "people": [asdict(row) for row in rows]}
        answer({**listed, "by": by} if by else listed)
        return
    for row in rows:
        click.echo(f"{row.id}\t{row.code}\t{row.name}\t{row.born}\t{row.village}")
    click.echo(f"{count} người")
