"""The sealed files under scans/: SQLCipher databases written once, each with a raw key of its own.

A segment's name is the SHA-256 of its bytes, so a copy anywhere is proved by reading it once. Nothing here knows the
store: keys, names and what a segment should hold are given. No segment is ever changed; opening one writes nothing
beside it (`immutable`: no journal, no lock). A stranger opens one with the sqlcipher shell:

    PRAGMA key = "x'64 hex digits of scan_segment.key'";
    PRAGMA cipher_page_size = 32768;
    PRAGMA cipher_hmac_algorithm = HMAC_SHA256;
    SELECT writefile(sha256, content) FROM scan;
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from models.store.engine import KEY_BYTES, Connection, immutable_uri
from models.store.errors import EnvironmentProblem
from models.store.files import TEMPORARY, UNFINISHED, disk_full, disk_problem, flush_folder
from models.store.folder import SEALING, is_segment_name

PAGE_BYTES = 32_768
"""Measured on scans of 200 kB: pages of 4 KiB cost twice the time of writing and of checking; 64 KiB save no more time
and cost 3 % of room."""
HMAC = "HMAC_SHA256"
"""With the processor's SHA instructions it takes two thirds of the time of SQLCipher's own choice, HMAC_SHA512."""
BLOCK_BYTES = 1024 * 1024
KEPT_PAGES_KIB = 192 * 1024
"""Pages that a full check keeps, so that it decrypts each page once; a segment is smaller."""
_LAYOUT = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "INSERT INTO about VALUES ('format', '1')",
    "CREATE TABLE scan (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, media_type TEXT NOT NULL,"
    " content BLOB NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class Content:
    """One scan on its way into a segment."""

    sha256: str
    media_type: str
    content: bytes


def new_key() -> bytes:
    """A fresh raw key."""
    return os.urandom(KEY_BYTES)


def write_segment(folder: Path, key: bytes, contents: Iterable[Content]) -> Path:
    """Write `contents` into a new file under an unfinished name in `folder`, flushed to the device.

    Raises EnvironmentProblem when the disk refuses; then nothing stays behind.
    """
    path = folder / f"{TEMPORARY}{os.urandom(8).hex()}{UNFINISHED}"
    try:
        with _problems(), closing(_keyed(str(path), key)) as connection:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN EXCLUSIVE")
            for statement in _LAYOUT:
                connection.execute(statement)
            for scan in contents:
                row = (scan.sha256, scan.media_type, scan.content)
                connection.execute("INSERT INTO scan (sha256, media_type, content) VALUES (?, ?, ?)", row)
            connection.execute("COMMIT")
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    except BaseException as problem:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise disk_problem(problem) from None
        raise
    return path


def read_content(path: Path, key: bytes, sha256: str) -> bytes:
    """The bytes of one scan; raises EnvironmentProblem when they are not there or not those bytes."""
    with _problems(), closing(_opened(path, key)) as connection:
        row = connection.execute("SELECT content FROM scan WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None or hashlib.sha256(row[0]).hexdigest() != sha256:
        raise segment_damaged()
    return bytes(row[0])


def file_sha256(path: Path, each: Callable[[], None] = lambda: None) -> str:
    """SHA-256 of a file's bytes in hex; `each` is called after every block, and may raise.

    Raises EnvironmentProblem when it cannot be read.
    """
    digest = hashlib.sha256()
    block = bytearray(BLOCK_BYTES)
    view = memoryview(block)
    try:
        with path.open("rb", buffering=0) as file:
            while count := file.readinto(block):
                digest.update(view[:count])
                each()
    except FileNotFoundError:
        raise segment_missing() from None
    except OSError:
        raise segment_unreadable() from None
    return digest.hexdigest()


def verify(path: Path, key: bytes, *, name: str | None, scans: Mapping[str, int] | None = None) -> dict[str, int]:
    """Check a segment in full; answers {sha256: size} of the scans in it.

    `name`: the SHA-256 that the file's bytes must have (None: already seen). `scans`: what must be in it, no more and
    no less (None: whatever is there). Each page is decrypted and its HMAC compared: the structure check walks every
    page of a database that has no free ones, so `cipher_integrity_check` would only read the file once more. Raises
    EnvironmentProblem ("segment_damaged", "segment_missing", "segment_unreadable"). Needs memory for the file's pages.
    """
    if name is not None and file_sha256(path) != name:
        raise segment_damaged()
    with _problems(), closing(_opened(path, key)) as connection:
        connection.execute(f"PRAGMA cache_size=-{KEPT_PAGES_KIB}")
        if connection.execute("PRAGMA freelist_count").fetchone() != (0,):
            raise segment_damaged()
        if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            raise segment_damaged()
        found: dict[str, int] = {}
        for sha256, content in connection.execute("SELECT sha256, content FROM scan ORDER BY id"):
            if hashlib.sha256(content).hexdigest() != sha256:
                raise segment_damaged()
            found[sha256] = len(content)
    if scans is not None and found != dict(scans):
        raise segment_damaged()
    return found


def link_segments(from_folder: Path, to_folder: Path) -> None:
    """Give `to_folder` every sealed segment of `from_folder` (folders scans/ of two sets) without copying its bytes.

    Where the file system has no hard links each is copied and flushed. Raises EnvironmentProblem.
    """
    try:
        to_folder.mkdir(mode=0o700, exist_ok=True)
        for path in sorted(from_folder.glob("*")):  # an empty folder may be missing: some tools leave it out
            if is_segment_name(path.name):
                mark = path.with_name(path.name + SEALING)
                if mark.exists():  # first: whoever finds the segment must find that it may not be needed
                    (to_folder / mark.name).touch(mode=0o600)
                _link(path, to_folder / path.name)
        flush_folder(to_folder)
    except OSError as problem:
        raise disk_problem(problem) from None


def _link(path: Path, fresh: Path) -> None:
    if fresh.exists():
        return
    try:
        os.link(path, fresh)
    except OSError:
        beside = fresh.with_name(f"{TEMPORARY}{os.urandom(8).hex()}{UNFINISHED}")
        try:
            shutil.copyfile(path, beside)
            with beside.open("r+b") as file:
                os.fsync(file.fileno())
            beside.rename(fresh)
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise


def _keyed(target: str, key: bytes, *, uri: bool = False) -> Connection:
    connection = driver.connect(target, uri=uri, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA cipher_page_size={PAGE_BYTES}")
        connection.execute(f"PRAGMA cipher_hmac_algorithm={HMAC}")
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise EnvironmentProblem("Thư viện mã hóa không hoạt động; hãy cài lại chương trình.", code="no_cipher")
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, key: bytes) -> Connection:
    if not path.exists():
        raise segment_missing()
    return _keyed(immutable_uri(path.absolute()), key, uri=True)


@contextmanager
def _problems() -> Iterator[None]:
    """The driver's complaints about a segment as named problems; bugs of ours pass through."""
    try:
        yield
    except driver.DatabaseError as error:
        text = str(error)
        if "disk is full" in text:
            raise disk_full() from None
        if "disk I/O error" in text or "unable to open" in text:
            raise segment_unreadable() from None
        if any(words in text for words in ("not a database", "malformed", "encrypted", "no such table")):
            raise segment_damaged() from None
        raise


def segment_damaged() -> EnvironmentProblem:
    """A segment that is not what was sealed."""
    return EnvironmentProblem(
        "Một tệp bản quét (thư mục scans) bị hỏng. Các phần khác của sổ vẫn dùng được; hãy khôi phục từ bản sao lưu "
        "gần nhất để có lại bản quét.",
        code="segment_damaged",
    )


def segment_missing() -> EnvironmentProblem:
    """A segment that is not there."""
    return EnvironmentProblem(
        "Không tìm thấy một tệp bản quét (thư mục scans). Các phần khác của sổ vẫn dùng được; hãy khôi phục từ bản sao "
        "lưu gần nhất để có lại bản quét.",
        code="segment_missing",
    )


def segment_unreadable() -> EnvironmentProblem:
    """A segment that the disk does not give or take."""
    return EnvironmentProblem(
        "Ổ đĩa không đọc hoặc không ghi được tệp bản quét (thư mục scans). Dữ liệu đã lưu vẫn còn nguyên; kiểm tra "
        "ổ đĩa còn cắm chắc, còn chỗ trống và cho phép ghi, rồi thử lại.",
        code="segment_unreadable",
    )
