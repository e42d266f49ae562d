"""Commands about backups: create, list, verify. A medium is any folder; a stick's top folder is the usual one."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from desktop.commands.context import Session, answer, json_option
from desktop.drives import drives_beside
from models.office.open_office import OpenOffice
from models.office.staff_queries import staff_members
from models.safekeeping.backup import back_up
from models.safekeeping.generations import Listed, listed, place_of, stores_on
from models.safekeeping.manifest import BackupDamaged, Facts, Maker
from models.safekeeping.medium import Medium
from models.safekeeping.opening import open_generation
from models.safekeeping.progress import Progress, Stage
from models.safekeeping.proving import Proof, prove
from models.safekeeping.queries import backups, data_keys, medium_of
from models.safekeeping.rules import BAD, GONE, GOOD, OURS
from models.safekeeping.services import (
    NoteBackup,
    NoteStanding,
    RegisterMedium,
    note_backup,
    note_standing,
    register_medium,
)
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import current_set, has_store
from models.store.seals import head_code
from models.store.store import SAFEKEEPING
from models.store.vault import key_id, read_vault

MONEY = frozenset({"amount", "total"})
"""Columns in đồng; the other sums are for the check and say nothing to people."""
folder_argument = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
store_option = click.option("--store", "store_uid", help="Sổ nào, nếu trên USB có bản sao lưu của nhiều sổ.")


@click.group()
def backup() -> None:
    """Sao lưu ra USB, xem và kiểm chứng các bản sao lưu."""


@backup.command()
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="USB, thư mục.")
@click.option("--label", default="", help="Tên gọi của USB trong lần đầu, ví dụ «USB xanh số 1».")
@json_option
@click.pass_obj
def create(session: Session, folder: Path, label: str, as_json: bool) -> None:
    """Sao lưu sổ ra USB rồi đọc lại từ USB để kiểm chứng."""
    medium = demand_medium(folder)
    with session.opened_office() as office:
        uid = _registered(office, medium, label, session.data)
        made = back_up(office.store, medium, _maker(office), progress=telling(quiet=as_json))
        office.transact("Sao lưu", note_backup, NoteBackup(uid, made), kind=SAFEKEEPING)
        _note_missing(office, medium, uid, made.place)
    if as_json:
        answer(
            {
                "store": made.place,
                "generation": made.generation,
                "made_at": made.made_at,
                "proved_at": made.proved_at,
                "size": made.size,
                "copied": made.copied,
                "thinned": list(made.thinned),
                "note": made.untidy,
            }
        )
        return
    click.echo(f"Đã sao lưu và kiểm chứng: {made.generation} ({_megabytes(made.size)}, chép {_megabytes(made.copied)})")
    if made.untidy:
        click.echo(made.untidy)


@backup.command("list")
@folder_argument
@store_option
@click.option("--facts", is_flag=True, help="Hỏi mật khẩu để xem thêm số liệu, người và máy đã sao lưu.")
@json_option
@click.pass_obj
def list_backups(session: Session, folder: Path, store_uid: str | None, facts: bool, as_json: bool) -> None:
    """Các bản sao lưu trên USB, mới nhất trước."""
    medium = demand_medium(folder)
    secret = session.password() if facts or session.password_file is not None else None
    known: dict[str, bytes] = {}
    rows = []
    for place in [place_of(store_uid)] if store_uid else stores_on(medium):
        for one in listed(medium, place):
            rows.append(_row(one) | _facts_of(medium, one, secret, session.handle, known))
    if as_json:
        answer({"backups": rows})
        return
    for row in rows:
        click.echo("\t".join(_told(row)))


@backup.command()
@folder_argument
@store_option
@click.option("--generation", help="Tên bản sao lưu; không nói thì bản mới nhất.")
@json_option
@click.pass_obj
def verify(session: Session, folder: Path, store_uid: str | None, generation: str | None, as_json: bool) -> None:
    """Đọc lại toàn bộ một bản sao lưu và kiểm chứng từng phần; cần mật khẩu."""
    medium = demand_medium(folder)
    one = chosen(session, medium, store_uid, generation)
    proof = _proved(session, medium, one, quiet=as_json)
    if as_json:
        answer({"ok": True} | _row(one) | _facts_json(proof.facts))
    else:
        click.echo(f"Bản sao lưu {one.name} còn nguyên vẹn ({_megabytes(proof.clear.size)}).")


def demand_medium(folder: Path) -> Medium:
    """The medium at a folder the clerk named; EnvironmentProblem when there is none."""
    if not folder.is_dir():
        raise EnvironmentProblem(f"Không có thư mục {folder}.", code="folder_missing")
    return Medium(folder)


def chosen(session: Session, medium: Medium, store_uid: str | None, generation: str | None) -> Listed:
    """The named generation, or the newest of the named store, of this machine's store, or of the only one there is.

    RuleError "backup_missing" or "store_unclear".
    """
    places = [place_of(store_uid)] if store_uid else list(stores_on(medium))
    own = _own_place(session.data)
    if not store_uid and own in places:
        places = [own]
    found = [one for place in places for one in listed(medium, place) if generation in {None, one.name}]
    if not found:
        raise RuleError("Không tìm thấy bản sao lưu trong thư mục này.", field="generation", code="backup_missing")
    if len({one.place for one in found}) > 1:
        raise RuleError("Trên USB có bản sao lưu của nhiều sổ; hãy chọn một (--store).", code="store_unclear")
    return found[0]


def _own_place(data: Path) -> str | None:
    with suppress(EnvironmentProblem):
        return place_of(read_vault(current_set(data).vault).store_uid) if has_store(data) else None
    return None


def _registered(office: OpenOffice, medium: Medium, label: str, data: Path) -> str:
    """The medium's uid; whoever names a folder to copy to says with it that it is the office's."""
    uid = medium.claim()
    with office.store.read() as reader:
        known = medium_of(reader, uid)
    if known is None:
        drive = drives_beside(data).at(medium.root)
        command = RegisterMedium(uid, label or drive.label or medium.root.name, OURS, drive.outside, drive.volume)
        office.transact("Ghi nhận USB sao lưu", register_medium, command, kind=SAFEKEEPING)
    elif known.standing != OURS:
        raise RuleError("USB này được ghi nhận là không phải của cơ quan, nên không sao lưu.", code="medium_not_ours")
    return uid


def _note_missing(office: OpenOffice, medium: Medium, uid: str, place: str) -> None:
    """Copies that somebody took off the medium by hand light no lamp any more."""
    there = {one.name for one in listed(medium, place)}
    with office.store.read() as reader:
        noted = [one.generation for one in backups(reader) if one.medium_uid == uid and one.standing == GOOD]
    for name in noted:
        if name not in there:
            office.transact("Bản sao lưu không còn", note_standing, NoteStanding(name, GONE), kind=SAFEKEEPING)


def _maker(office: OpenOffice) -> Maker:
    with office.store.read() as reader:
        names = {one.id: one.display_name for one in staff_members(reader, ())}
    return Maker(office.folder.handle, names.get(office.actor.staff_id or 0, ""), platform.node())


def _proved(session: Session, medium: Medium, one: Listed, *, quiet: bool) -> Proof:
    """Prove with this machine's store when it has the keys, else with the backup's own vault and the password."""
    if has_store(session.data) and one.place == _own_place(session.data):
        with session.opened_office() as office:
            keys = data_keys(office.store)
            if one.good_looking and one.clear.key_id in keys:
                return _proved_and_noted(office, medium, one, keys, quiet=quiet)
    opened = open_generation(medium, one, session.password(), session.handle)
    with _scratch() as scratch:
        keys = {key_id(opened.data_key): opened.data_key}
        return prove(medium, one, keys, scratch=scratch, progress=telling(quiet=quiet), scans=True)


def _proved_and_noted(
    office: OpenOffice, medium: Medium, one: Listed, keys: Mapping[str, bytes], *, quiet: bool
) -> Proof:
    try:
        with _scratch() as scratch:
            return prove(medium, one, keys, scratch=scratch, progress=telling(quiet=quiet), scans=True)
    except BackupDamaged:
        office.transact("Bản sao lưu bị hỏng", note_standing, NoteStanding(one.name, BAD), kind=SAFEKEEPING)
        raise


@contextmanager
def _scratch() -> Iterator[Path]:
    """Used only where a database lies in parts; what is put there is encrypted."""
    with TemporaryDirectory(prefix="so-an-sinh-") as folder:
        yield Path(folder)


def _row(one: Listed) -> dict[str, Any]:
    """What can be told without a password."""
    row: dict[str, Any] = {
        "store": one.place,
        "generation": one.name,
        "made_at": one.made_at.isoformat(),
        "good_looking": one.good_looking,
        "trouble": None if one.trouble is None else one.trouble.message,
    }
    if one.manifest is not None:
        clear = one.manifest.clear
        row |= {"size": clear.size, "change": clear.head.change_id, "code": head_code(clear.head.digest)}
        row |= {"program": clear.program, "segments": len(clear.segments), "sequence": clear.sequence}
    return row


def _facts_of(
    medium: Medium, one: Listed, secret: str | None, handle: str | None, known: dict[str, bytes]
) -> dict[str, Any]:
    """What the password tells; nothing for a backup that is older than the password or damaged."""
    if secret is None or one.manifest is None:
        return {}
    try:
        opened = open_generation(medium, one, secret, handle, known=known)
    except RuleError as wrong:
        return {"facts": None, "locked": wrong.message}
    except BackupDamaged as damaged:
        return {"facts": None, "trouble": damaged.message, "good_looking": False}
    known[key_id(opened.data_key)] = opened.data_key
    return _facts_json(opened.facts)


def _facts_json(facts: Facts) -> dict[str, Any]:
    maker = facts.maker
    return {
        "facts": {
            "commune": facts.commune,
            "handle": maker.handle,
            "name": maker.name,
            "workstation": maker.workstation,
            "counts": dict(facts.counts),
            "money": {
                f"{table}.{name}": value
                for table, sums in facts.sums.items()
                for name, value in sums.items()
                if name in MONEY
            },
        }
    }


def _told(row: dict[str, Any]) -> Iterator[str]:
    yield row["generation"]
    yield row["trouble"] or "chưa thấy lỗi"
    if "size" in row:
        yield _megabytes(row["size"])
        yield f"thay đổi số {row['change']}"
    if row.get("facts"):
        facts = row["facts"]
        yield f"{facts['commune']}: {facts['counts'].get('person', 0)} người"
        yield f"{facts['name']} ({facts['handle']}), {facts['workstation']}"
    elif row.get("locked"):
        yield row["locked"]


def telling(*, quiet: bool) -> Any:
    """Says each stage once on stderr."""
    told: list[Stage] = []

    def tell(now: Progress) -> None:
        if not quiet and now.stage not in told:
            told.append(now.stage)
            click.echo(f"{now.stage.words}…", err=True)

    return tell


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
