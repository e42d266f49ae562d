"""Verbs of the scans' store: scans come in with their bytes; staged bytes go into sealed segments.

`add_scans` puts bytes into the database in the same transaction as whatever they belong to. `seal` moves them out: the
segment is written, checked and flushed before one transaction records it and drops the staged bytes. Killed at any
step nothing is lost: until that commit the bytes are still staged. A small mark beside the segment says that its
sealing has begun; only a marked segment that no row knows is ever thrown away.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select

from models.store.errors import EnvironmentProblem, RuleError
from models.store.files import disk_problem, flush_folder
from models.store.folder import SEALING, is_segment_name
from models.store.scans import segments
from models.store.scans.queries import staged_bytes, staged_damaged
from models.store.scans.tables import Scan, ScanContent, ScanSegment
from models.store.store import SAFEKEEPING, Store
from models.store.uids import new_uid
from models.store.work import Actor, Outcome, Work

MIB = 1024 * 1024
SEGMENT_BYTES = 64 * MIB
"""So many staged bytes are sealed together. Small enough that a check holds two at once in memory."""
MOST_SCAN_BYTES = 64 * MIB
"""With a scan of this size at its end a segment is still far below the 512 MiB that every file keeps."""
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,60}")


@dataclass(frozen=True, slots=True)
class NewScan:
    """The bytes of one file and what they are ("image/jpeg", "application/pdf")."""

    content: bytes
    media_type: str


def add_scans(work: Work, files: tuple[NewScan, ...]) -> Outcome[tuple[int, ...]]:
    """Keep the files; answers their scan ids in order. Bytes that are known already are the scan that they were.

    Raises RuleError for an empty or too large file or no media type.
    """
    ids = tuple(_added(work, file) for file in files)
    return Outcome(ids, frozenset(("scan", scan_id) for scan_id in ids))


def _added(work: Work, file: NewScan) -> int:
    if not file.content:
        raise RuleError("Tệp quét trống, không có gì để lưu.", field="file", code="scan_empty")
    if len(file.content) > MOST_SCAN_BYTES:
        raise RuleError(
            f"Tệp quét lớn hơn {MOST_SCAN_BYTES // MIB} MB. Hãy quét lại với độ phân giải thấp hơn.",
            field="file",
            code="scan_too_large",
        )
    if not _MEDIA_TYPE.fullmatch(file.media_type):
        raise RuleError("Không rõ loại tệp quét.", field="file", code="scan_type")
    sha256 = hashlib.sha256(file.content).hexdigest()
    known = work.session.execute(select(Scan.id).where(Scan.sha256 == sha256)).scalar()
    if known is not None:
        return known
    scan = Scan(uid=new_uid(), sha256=sha256, size=len(file.content), media_type=file.media_type, added_at=work.instant)
    scan_id = work.add(scan).id
    work.session.execute(insert(ScanContent).values(scan_id=scan_id, content=file.content))
    return scan_id


@dataclass(frozen=True, slots=True)
class _Staged:
    """A scan whose bytes are still in the database."""

    id: int
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A segment that lies whole on the disk and is to be recorded."""

    name: str
    size: int
    key: bytes
    scan_ids: tuple[int, ...]


class _SealedElsewhereError(Exception):
    """The scans were sealed by somebody else meanwhile: this segment is not needed."""


def seal(store: Store, *, least: int = SEGMENT_BYTES, stopped: Callable[[], bool] = lambda: False) -> tuple[str, ...]:
    """Move staged bytes into sealed segments as long as at least `least` bytes are staged; answers their names.

    `least=1` seals all. Runs beside other work: the store is held for the recording alone. Raises EnvironmentProblem
    when the disk refuses; everything is then staged as before.
    """
    names: list[str] = []
    while not stopped():
        with store.connection() as connection:
            if staged_bytes(connection) < max(1, least):
                break
        with suppress(_SealedElsewhereError):
            names.append(_seal_one(store))
    return tuple(names)


def _seal_one(store: Store) -> str:
    chosen = _next_batch(store)
    folder = store.set.scans
    key = segments.new_key()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise disk_problem(problem) from None
    built = segments.write_segment(folder, key, _contents(store, chosen))
    try:
        name = segments.file_sha256(built)
        segments.verify(built, key, name=None, scans={one.sha256: one.size for one in chosen})
        size = built.stat().st_size
        mark(folder, name)
        built.rename(folder / name)
        flush_folder(folder)
    except BaseException as problem:
        with suppress(OSError):
            built.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise disk_problem(problem) from None
        raise
    sealed = _Sealed(name, size, key, tuple(one.id for one in chosen))
    try:
        store.transact("Niêm phong bản quét", Actor(None), _record, sealed, kind=SAFEKEEPING)
    except _SealedElsewhereError:
        _forget(store, name)
        raise
    except EnvironmentProblem as problem:
        if problem.code == "disk_full":  # certainly not committed; after any other trouble the next opening decides
            _forget(store, name)
        raise
    with suppress(OSError):  # the next opening takes it away
        _mark_of(folder, name).unlink()
    return name


def _next_batch(store: Store) -> list[_Staged]:
    """The oldest staged scans, together about one segment."""
    columns = (Scan.id, Scan.sha256, Scan.size, Scan.media_type)
    chosen: list[_Staged] = []
    total = 0
    with store.connection() as connection:
        for row in connection.execute(select(*columns).where(Scan.segment_id.is_(None)).order_by(Scan.id)):
            if total >= SEGMENT_BYTES:
                break
            chosen.append(_Staged(*row))
            total += chosen[-1].size
    if not chosen:
        raise _SealedElsewhereError
    return chosen


def _contents(store: Store, chosen: list[_Staged]) -> Iterator[segments.Content]:
    """One after the other, so that one is in memory at a time."""
    for one in chosen:
        with store.connection() as connection:
            content = connection.execute(select(ScanContent.content).where(ScanContent.scan_id == one.id)).scalar()
        if content is None:
            raise _SealedElsewhereError
        if hashlib.sha256(content).hexdigest() != one.sha256:
            raise staged_damaged()
        yield segments.Content(one.sha256, one.media_type, content)


def _record(work: Work, sealed: _Sealed) -> Outcome[int]:
    segment = work.add(
        ScanSegment(
            name=sealed.name, size=sealed.size, scans=len(sealed.scan_ids), sealed_at=work.instant, key=sealed.key
        )
    )
    ids = [(scan_id,) for scan_id in sealed.scan_ids]
    moved = work.session.connection().exec_driver_sql(
        "UPDATE scan SET segment_id = ? WHERE id = ? AND segment_id IS NULL", [(segment.id, *one) for one in ids]
    )
    if not moved.rowcount == _drop_staged(work, ids) == len(ids):
        raise _SealedElsewhereError
    return Outcome(segment.id)


def _drop_staged(work: Work, ids: list[tuple[int]]) -> int:
    """Delete the staged bytes of these scans; answers how many there were.

    SQLCipher overwrites each freed page, so that no page is left in the file which was never written. The pages freed
    here were all written long ago; leaving them saves writing 64 MiB of zeros twice while everybody waits.
    """
    run = work.session.connection().exec_driver_sql
    run("PRAGMA secure_delete=OFF")
    try:
        return run("DELETE FROM scan_content WHERE scan_id = ?", ids).rowcount
    finally:
        run("PRAGMA secure_delete=ON")


def mark(folder: Path, name: str) -> None:
    """Note on the device that the sealing of segment `name` has begun."""
    _mark_of(folder, name).touch(mode=0o600)
    flush_folder(folder)


def _mark_of(folder: Path, name: str) -> Path:
    return folder / (name + SEALING)


def drop_cut_off(store: Store) -> None:
    """Throw away segments whose sealing was cut off before its record; call it under the instance lock, nobody sealing.

    Their bytes are still staged, and no row has their key. A segment without a mark is never touched: `check` names it.
    """
    for name in marked(store.set.scans):
        _forget(store, name)


def marked(folder: Path) -> list[str]:
    """Names of segments whose sealing has begun and may have been cut off."""
    names = (path.name.removesuffix(SEALING) for path in folder.glob("*" + SEALING))
    return sorted(filter(is_segment_name, names))


def _forget(store: Store, name: str) -> None:
    """Take the mark away, and the segment too when no row knows it; what the disk holds fast stays for next time."""
    folder = store.set.scans
    with store.connection() as connection:
        recorded = connection.execute(select(ScanSegment.id).where(ScanSegment.name == name)).scalar()
    with suppress(OSError):
        if recorded is None:
            (folder / name).unlink(missing_ok=True)
        _mark_of(folder, name).unlink()
