"""Commands `backup restore` (into a folder, bare or with a store in it), `kept`, `go-back` and `accept-older`.

Importing this module completes the group of commands about backups.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from desktop.commands.backup import backup, chosen, demand_medium, store_option, telling
from desktop.commands.context import Session, answer, json_option, read_file
from models.safekeeping.continuing import SeriesKey
from models.safekeeping.going_back import go_back
from models.safekeeping.kept import kept_copies
from models.safekeeping.opening import OpenedGeneration, open_generation
from models.safekeeping.queries import data_keys
from models.safekeeping.restoring import Restored, restore
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import has_store
from models.store.opened import OpenedFolder
from models.store.recovery import RecoveryKey, read
from models.store.rights import demand

BROKEN = frozenset({"vault_damaged", "vault_forged", "vault_missing", "database_damaged", "database_missing"})
"""Codes of a present store that cannot be opened any more, only set aside."""

__all__ = ["backup"]


@backup.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--into", required=True, type=click.Path(path_type=Path, file_okay=False), help="Thư mục dữ liệu nhận.")
@click.option("--generation", help="Tên bản sao lưu; không nói thì bản mới nhất.")
@store_option
@click.option(
    "--recovery-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Tệp chứa mã phiếu khôi phục, hoặc hai mảnh của phiếu.",
)
@click.option(
    "--present-password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Mật khẩu của sổ đang có trong thư mục nhận, nếu khác.",
)
@click.option("--set-aside", is_flag=True, help="Cất riêng sổ đang có mà không mở (khi sổ đó hỏng).")
@click.option("--given", multiple=True, metavar="DÃY=SỐ", help="Số đã cấp sau bản sao lưu, ví dụ committee/DS:2026=12.")
@json_option
@click.pass_obj
def restore_backup(
    session: Session,
    folder: Path,
    into: Path,
    generation: str | None,
    store_uid: str | None,
    recovery_file: Path | None,
    present_password_file: Path | None,
    set_aside: bool,
    given: tuple[str, ...],
    as_json: bool,
) -> None:
    """Khôi phục sổ từ bản sao lưu vào một thư mục; sổ đang có ở đó được giữ lại 30 ngày."""
    series = dict(_series(text) for text in given)
    medium = demand_medium(folder)
    listed = chosen(Session(into, None), medium, store_uid, generation)
    sheet = None if recovery_file is None else _sheet(recovery_file)
    with _present(session, into, present_password_file, set_aside=set_aside) as replaced:
        if generation is None and replaced is not None and replaced.older is not None:
            raise RuleError(
                "Sổ đang có là bản cũ, nên bản sao lưu mới nhất theo ngày có thể cũng lập từ bản cũ ấy. Xem các bản "
                "bằng backup list rồi nói rõ bản nào bằng --generation.",
                field="generation",
                code="older_copy_present",
            )
        known = {} if replaced is None else data_keys(replaced.store)
        needs_secret = not listed.good_looking or listed.clear.key_id not in known
        secret = sheet or (session.password() if needs_secret else None)
        opened = open_generation(medium, listed, secret, session.handle if sheet is None else None, known=known)
        done = restore(into, opened, replaced=replaced, series=series, progress=telling(quiet=as_json))
    Session(into, None).memory.forget(opened.clear.store_uid)
    _tell(opened, done, as_json=as_json)


@backup.command()
@json_option
@click.pass_obj
def kept(session: Session, as_json: bool) -> None:
    """Các sổ được giữ lại trên máy này sau khi khôi phục."""
    with session.opened() as store, store.read() as reader:
        copies = kept_copies(reader, session.data)
    if as_json:
        answer({"kept": [asdict(one) for one in copies]})
        return
    for one in copies:
        click.echo(f"{one.set_id}\tgiữ đến {one.kept_until[:10]}\tthay đổi số {one.head_change}\t{one.code}")


@backup.command("go-back")
@click.argument("set_id")
@json_option
@click.pass_obj
def go_back_to(session: Session, set_id: str, as_json: bool) -> None:
    """Quay lại một sổ được giữ lại; sổ đang dùng được giữ lại thay nó."""
    with session.opened_folder() as present:
        demand(session.actor.rights, "safekeeping")
        uid = present.store.authenticated_vault().store_uid
        done = go_back(session.data, set_id, present)
    session.memory.forget(uid)
    if as_json:
        answer({"set": done.set_id, "change": done.change_id, "put_aside": list(done.put_aside)})
    else:
        click.echo(f"Sổ đang dùng nay là {done.set_id}.")


@backup.command("accept-older")
@json_option
@click.pass_obj
def accept_older(session: Session, as_json: bool) -> None:
    """Dùng tiếp bản cũ của sổ, khi thư mục dữ liệu đã bị thay bằng bản cũ hơn bản máy này từng mở."""
    with session.opened_folder() as present:
        older = present.older
        present.accept_older(session.actor)
    if as_json:
        answer({"accepted": older is not None, "last": None if older is None else older.last})
    else:
        click.echo("Sổ nối tiếp lần mở trước trên máy này." if older is None else f"Đã ghi lại. {older.short}")


def _tell(opened: OpenedGeneration, done: Restored, *, as_json: bool) -> None:
    if as_json:
        answer(
            {
                "generation": opened.clear.generation,
                "set": done.set_id,
                "change": done.change_id,
                "handles": list(done.handles),
                "present_passwords": done.present_ways,
                "put_aside": list(done.put_aside),
                "counts": dict(opened.facts.counts),
            }
        )
        return
    people = opened.facts.counts.get("person", 0)
    click.echo(f"Đã khôi phục bản {opened.clear.generation}: {opened.facts.commune}, {people} người.")
    click.echo("Mở sổ bằng mật khẩu hiện nay." if done.present_ways else "Mở sổ bằng mật khẩu của ngày sao lưu.")
    for set_id in done.put_aside:
        click.echo(f"Sổ được thay giữ lại 30 ngày: {set_id}")


@contextmanager
def _present(
    session: Session, into: Path, password_file: Path | None, *, set_aside: bool
) -> Iterator[OpenedFolder | None]:
    """The store that stands in the folder, opened by somebody who may replace it; None when there is none to open."""
    if set_aside or not has_store(into):
        yield None
        return
    there = Session(into, session.password_file if password_file is None else password_file, session.handle)
    try:
        with there.opened_folder() as replaced:
            demand(there.actor.rights, "safekeeping")
            yield replaced
    except EnvironmentProblem as problem:
        if problem.code not in BROKEN:
            raise
        raise EnvironmentProblem(
            f"{problem.message} Để khôi phục và cất riêng sổ hỏng này, thêm --set-aside.", code=problem.code
        ) from None


def _sheet(file: Path) -> RecoveryKey:
    try:
        return read(read_file(file).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise EnvironmentProblem(f"Tệp {file.name} không phải tệp chữ.", code="file_unreadable") from None


def _series(text: str) -> tuple[SeriesKey, int]:
    """ "committee/DS:2026=12" or "person=120"; raises RuleError."""
    name, _, number = text.partition("=")
    key, _, year = name.strip().partition(":")
    if not key or not number.strip().isdecimal() or not (year or "0").isdecimal():
        raise RuleError("Hãy viết như committee/DS:2026=12 hoặc person=120.", field="given", code="series_unclear")
    return (key, int(year or 0)), int(number)
