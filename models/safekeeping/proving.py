"""Proving a generation: everything that it needs is read from the medium and compared with its manifest.

Files and segments are hashed as the device gives them; the database on the medium is opened with the key (read-only,
immutable) and checked in full: cipher, structure, foreign keys, counts and sums, the history's head; vault and manifest
are authenticated. `Proof` exists only when all of it held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.safekeeping.crew import Crew
from models.safekeeping.generations import MANIFEST, Listed, damaged_segment, segment_at
from models.safekeeping.manifest import BackupDamaged, Clear, Facts, FilePart, Manifest, read_manifest
from models.safekeeping.medium import Medium, Written, failing
from models.safekeeping.progress import Meter, Progress, Stage, ignore, never
from models.safekeeping.snapshot import Counted, counted, open_immutable, stoppable
from models.store import engine as engines
from models.store import vault
from models.store.errors import EnvironmentProblem
from models.store.files import disk_problem
from models.store.folder import DATABASE, VAULT
from models.store.scans import segments
from models.store.scans.queries import Segment, recorded_segments, scans_of

STRUCTURE = "structure"
"""Part of a BackupDamaged whose bytes are as they were written, while what they say is not sound."""
_OF_THE_DEVICE = {"disk_error", "segment_unreadable"}


@dataclass(frozen=True, slots=True)
class Proof:
    """A generation that was found whole: its manifest, what only the key's holder may read, and what was counted."""

    clear: Clear
    facts: Facts
    counted: Counted
    manifest_sha256: str


def prove(
    medium: Medium,
    listed: Listed,
    keys: Mapping[str, bytes],
    *,
    scratch: Path,
    progress: Callable[[Progress], None] = ignore,
    stopped: Callable[[], bool] = never,
    scans: bool = False,
) -> Proof:
    """Prove a listed generation with one of `keys` (by key_id); `scans`: also open every segment and hash each scan.

    `scratch` is a private folder, needed where store.db lies in parts. Raises BackupDamaged naming the part,
    EnvironmentProblem ("key_unknown", troubles of the medium), BackupStopped.
    """
    if listed.trouble is not None:
        raise listed.trouble
    meter = Meter(progress, stopped)
    meter.enter(Stage.PROVE)
    return prove_folder(medium, listed.place, listed.folder, keys, scratch=scratch, meter=meter, scans=scans)


def prove_folder(
    medium: Medium,
    place: str,
    folder: str,
    keys: Mapping[str, bytes],
    *,
    scratch: Path,
    meter: Meter,
    proved: Collection[str] = (),
    expected: int = 0,
    scans: bool = False,
) -> Proof:
    """`prove` for a folder that may still bear its temporary name.

    Segments in `proved` were read in this run; the meter knows of `expected` bytes already.
    """
    spelled = medium.read_small(f"{folder}/{MANIFEST}")
    manifest = read_manifest(spelled)
    clear = manifest.clear
    key = keys.get(clear.key_id)
    if key is None:
        raise EnvironmentProblem(
            "Sổ đang mở không có khóa của bản sao lưu này. Hãy mở bản sao lưu bằng mật khẩu của chính nó.",
            code="key_unknown",
        )
    facts = manifest.facts(key)
    rest = [segment for segment in clear.segments if segment.name not in proved]
    size = sum(part.size for part in clear.files) + sum(segment.size for segment in rest)
    meter.expect(max(0, size - expected))
    with Crew(meter) as crew:
        hashing = [crew.start(_prove_file, medium, folder, part, meter) for part in clear.files]
        hashed = [crew.start(rehash, medium, place, segment.name, meter) for segment in rest]
        for one in hashing:
            one.result()
        _prove_vault(medium, folder, manifest, key)
        database = _whole_database(medium, folder, clear.database, scratch, meter)
        structure = crew.start(_check_structure, medium, database, key, meter)
        found = _check_and_count(medium, database, key, meter)
        structure.result()
        for rehashed, segment in zip(hashed, rest, strict=True):
            if not rehashed.result():
                raise damaged_segment(segment.name)
    if scans:
        _prove_scans(medium, place, clear, database, key, meter)
    _compare(clear, facts, found)
    return Proof(clear, facts, found, hashlib.sha256(spelled).hexdigest())


def rehash(medium: Medium, place: str, name: str, meter: Meter) -> bool:
    """Whether the segment on the medium is what its name says; raises EnvironmentProblem when it cannot be read."""
    return medium.hashed(segment_at(place, name), meter.tick).sha256 == name


def check_scans(medium: Medium, relative: str, segment: Segment, held: Mapping[str, int]) -> None:
    """Open a segment whose bytes were proved and hash each scan in it; raises EnvironmentProblem."""
    with _of_medium(medium):
        segments.verify(medium.path(relative), segment.key, name=None, scans=held)


def joined_database(medium: Medium, folder: str, parts: tuple[FilePart, ...], into: Path, meter: Meter) -> None:
    """Write store.db of a generation as one file to `into`, which must not exist; every part's hash is compared.

    Raises BackupDamaged; EnvironmentProblem for troubles of either side.
    """
    try:
        file = into.open("xb")
    except OSError as problem:
        raise disk_problem(problem) from None
    with file:
        for part in parts:
            digest, size = hashlib.sha256(), 0
            for block in medium.read(f"{folder}/{part.name}"):
                digest.update(block)
                size += len(block)
                try:
                    file.write(block)
                except OSError as problem:
                    raise disk_problem(problem) from None
                meter.tick(len(block))
            _demand(part, Written(size, digest.hexdigest()))


def _prove_file(medium: Medium, folder: str, part: FilePart, meter: Meter) -> None:
    _demand(part, medium.hashed(f"{folder}/{part.name}", meter.tick))


def _demand(part: FilePart, found: Written) -> None:
    if found != Written(part.size, part.sha256):
        kind, words = ("vault", "Tệp khóa") if part.name == VAULT else ("database", "Tệp sổ")
        raise BackupDamaged(
            kind,
            f"{words} ({part.name}) của bản sao lưu bị hỏng. Đừng dùng bản này; hãy chọn bản khác hoặc sao lưu lại.",
        )


def _prove_vault(medium: Medium, folder: str, manifest: Manifest, key: bytes) -> None:
    clear = manifest.clear
    try:
        known = vault.authenticated(medium.read_small(f"{folder}/{VAULT}"), key)
    except EnvironmentProblem as problem:
        if not problem.code.startswith("vault"):
            raise
        known = None
    sealed = None if known is None else (known.store_uid, known.set_id, known.head)
    if sealed != (clear.store_uid, clear.set_id, clear.head):
        raise BackupDamaged(
            "vault", "Tệp khóa (vault.json) của bản sao lưu không khớp với tệp kê khai. Hãy chọn bản khác."
        )


def _whole_database(medium: Medium, folder: str, parts: tuple[FilePart, ...], scratch: Path, meter: Meter) -> Path:
    """Where the database can be opened: on the medium itself, or joined from its parts in the scratch folder."""
    if len(parts) == 1:
        return medium.path(f"{folder}/{parts[0].name}")
    meter.expect(sum(part.size for part in parts))
    whole = scratch / f"{folder.rpartition('/')[2]}.{DATABASE}"
    whole.unlink(missing_ok=True)
    joined_database(medium, folder, parts, whole, meter)
    return whole


def _check_structure(medium: Medium, database: Path, key: bytes, meter: Meter) -> None:
    with _opened(medium, database, key) as connection, stoppable(connection, meter):
        if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            raise _unsound("Cấu trúc tệp sổ trong bản sao lưu không đúng.")


def _check_and_count(medium: Medium, database: Path, key: bytes, meter: Meter) -> Counted:
    with _opened(medium, database, key) as connection, stoppable(connection, meter):
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise BackupDamaged(
                "database", "Tệp sổ (store.db) của bản sao lưu có trang dữ liệu bị hỏng. Hãy chọn bản khác."
            )
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise _unsound("Trong bản sao lưu có bản ghi trỏ tới bản ghi không còn.")
        return counted(connection)


def _prove_scans(medium: Medium, place: str, clear: Clear, database: Path, key: bytes, meter: Meter) -> None:
    with _opened(medium, database, key) as connection, engines.environment_errors():
        known = recorded_segments(connection.execute)
        held = {segment.name: scans_of(connection.execute, segment.name) for segment in known}
    if [segment.name for segment in clear.segments] != sorted(held):
        raise damaged_segment(next(iter(sorted(held)), ""))
    with Crew(meter) as crew:
        for segment in known:
            crew.start(check_scans, medium, segment_at(place, segment.name), segment, held[segment.name])


def _compare(clear: Clear, facts: Facts, found: Counted) -> None:
    if found.head != clear.head or found.counts != facts.counts or found.sums != facts.sums:
        raise BackupDamaged(
            "counts",
            "Số liệu đếm lại trong bản sao lưu không khớp với tệp kê khai. Đừng dùng bản này; hãy chọn bản khác.",
        )


def _unsound(message: str) -> BackupDamaged:
    return BackupDamaged(STRUCTURE, f"{message} Hãy kiểm tra sổ trên máy (lệnh check) và chọn bản sao lưu khác.")


@contextmanager
def _opened(medium: Medium, database: Path, key: bytes) -> Iterator[engines.Connection]:
    with _of_medium(medium):
        connection = open_immutable(database, key)
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def _of_medium(medium: Medium) -> Iterator[None]:
    """What the database library says of a file on the medium, in the medium's words."""
    try:
        yield
    except BackupDamaged:
        raise
    except EnvironmentProblem as problem:
        medium.path("")
        if problem.code in _OF_THE_DEVICE:
            raise failing() from None
        if problem.code.startswith("database"):
            raise BackupDamaged(
                "database", "Tệp sổ (store.db) của bản sao lưu bị hỏng. Đừng dùng bản này; hãy chọn bản khác."
            ) from None
        raise
