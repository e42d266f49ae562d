"""Commands about the history: who changed what, and whether its chain is the one that was sealed and printed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import click

from desktop.commands.context import Session, answer, json_option, warn
from desktop.commands.kinds import RECORD, DayType
from desktop.commands.people import today
from models.benefits.secrecy import grounds_for
from models.history import queries
from models.history.telling import Viewer
from models.history.words import KIND_WORDS
from models.people.viewing import PAGE_VIEWED, NoteView, note_view
from models.store import lookback
from models.store.errors import RuleError
from models.store.opened import OpenedFolder
from models.store.store import VIEW
from models.store.verify import BREAKS, Verified, code_fits, verify_history


@click.group("history")
def history() -> None:
    """Lịch sử thay đổi: ai sửa gì, trước và nay; kiểm tra chuỗi niêm phong."""


@history.command()
@click.option("--change", type=RECORD, default=None, help="Số thay đổi in ở chân tờ giấy.")
@click.option("--code", default=None, metavar="XXXX-XXXX-XXXX", help="Mã in ở chân tờ giấy.")
@json_option
@click.pass_obj
def verify(session: Session, change: int | None, code: str | None, as_json: bool) -> int:
    """Kiểm tra lịch sử từ thay đổi đầu tiên, các ngày đã niêm phong, và mã in trên tờ giấy."""
    if (change is None) != (code is None):
        raise RuleError("Cần cả số thay đổi và mã in trên tờ giấy.", field="code", code="change_and_code")
    # Where it is damaged nobody signs in: that would write to it.
    with OpenedFolder(session.data, session.password(), session.handle, memory=session.memory) as folder:
        if folder.older is not None:
            warn(folder.older.told)
        found = verify_history(folder.store)
        fits = None if change is None or code is None else code_fits(folder.store, change, code)
    ok = found.ok and fits is not False and folder.older is None
    if as_json:
        answer({"ok": ok, **_told(found), "paper": None if fits is None else {"change": change, "fits": fits}})
    else:
        _echo(found, fits, change)
    return 0 if ok else 1


def _told(found: Verified) -> dict[str, Any]:
    return {
        "changes": found.changes,
        "records": found.records,
        "head": {"change": found.head_change, "code": found.head_code},
        "broken": None if found.broken is None else {"change": found.broken.change_id, "what": found.broken.what},
        "missing": found.missing,
        "days": [{"day": day.day, "change": day.change_id, "code": day.code, "whole": day.whole} for day in found.days],
    }


def _echo(found: Verified, fits: bool | None, change: int | None) -> None:
    if found.broken is None:
        click.echo(f"✓ Chuỗi lịch sử liền mạch: {found.changes} thay đổi, {found.records} bản ghi.")
    else:
        click.echo(f"✗ Chuỗi lịch sử đứt ở thay đổi số {found.broken.change_id}: {BREAKS[found.broken.what]}.")
    if found.missing is not None:
        click.echo(f"✗ Sổ cũ hơn lần niêm phong gần nhất: thay đổi số {found.missing} không còn như đã niêm phong.")
    wrong = [day for day in found.days if not day.whole]
    for day in wrong:
        click.echo(f"✗ Ngày {day.day}: thay đổi số {day.change_id} không còn như đã niêm phong (mã {day.code}).")
    if not wrong:
        click.echo(f"✓ {len(found.days)} ngày đã niêm phong đều khớp.")
    click.echo(f"  Đầu chuỗi: thay đổi số {found.head_change}, mã {found.head_code}")
    if fits is not None:
        sign, words = ("✓", "khớp") if fits else ("✗", "KHÔNG khớp")
        click.echo(f"{sign} Mã trên tờ giấy {words} với sổ ở thay đổi số {change}.")


@history.command("list")
@click.option("--person", default="", help="Tên, số hoặc mã của một người.")
@click.option("--kind", type=click.Choice(list(KIND_WORDS)), default=None, help="Chỉ một loại.")
@click.option("--from", "first_day", type=DayType(), default=None, help="Từ ngày.")
@click.option("--to", "last_day", type=DayType(), default=None, help="Đến hết ngày.")
@click.option("--text", default="", help="Từ trong tên việc, lý do hoặc tên tệp.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Nhiều nhất bao nhiêu.")
@json_option
@click.pass_obj
def list_changes(
    session: Session,
    person: str,
    kind: str | None,
    first_day: date | None,
    last_day: date | None,
    text: str,
    limit: int,
    as_json: bool,
) -> None:
    """Ai sửa gì, lúc nào: mới nhất trước."""
    with session.opened() as store, store.read() as reader:
        viewer = _viewer(session)
        wanted = queries.wanted_changes(
            reader, viewer, kind=kind or "", person=person, text=text, days=(first_day, last_day), today=today(store)
        )
        ids = lookback.ids(reader, wanted, limit=limit)
        found, count = queries.rows(reader, ids, viewer), lookback.count(reader, wanted)
    rows = [found[one] for one in ids]
    if as_json:
        answer({"count": count, "changes": [asdict(row) for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.id}\t{row.at}\t{row.who}\t{row.name}\t{row.text}")
    click.echo(f"{count} thay đổi")


@history.command("show")
@click.argument("change", type=RECORD, metavar="SỐ")
@json_option
@click.pass_obj
def show_change(session: Session, change: int, as_json: bool) -> None:
    """Một thay đổi: từng bản ghi, trước và nay. Xem tài khoản, khuyết tật, căn cứ sức khỏe thì được ghi lại."""
    with session.opened() as store:
        with store.read() as reader:
            view = queries.change(reader, change, _viewer(session))
        if view is None:
            raise RuleError("Không có thay đổi này, hoặc vai trò của bạn không được xem.", code="change_missing")
        for person_id in view.sensitive:
            store.transact(PAGE_VIEWED, session.actor, note_view, NoteView(person_id), kind=VIEW)
    if as_json:
        answer({**asdict(view.row), "total": view.total, "records": [asdict(one) for one in view.records]})
        return
    click.echo(f"{view.row.id}  {view.row.at}  {view.row.who}  {view.row.name}  {view.row.reason}".rstrip())
    for one in view.records:
        click.echo(f"  {one.operation} {one.label}: {one.whose}".rstrip(": "))
        for part in one.fields:
            click.echo(f"    {part.label}: {part.old} → {part.new}")


def _viewer(session: Session) -> Viewer:
    return Viewer(session.actor.rights, grounds_for(session.actor.rights))
