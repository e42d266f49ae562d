"""Connections to the encrypted database.

Every connection opens with the raw 64-digit key, demands a cipher, and sets the same pragmas. Exceptions hide values.
Writers begin with BEGIN IMMEDIATE; readers autocommit, because an open read blocks the checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import StatementError
from sqlalchemy.pool import QueuePool, StaticPool

from models.store.errors import EnvironmentProblem
from models.store.files import disk_full, disk_problem, disk_read_only

KEY_BYTES = 32
CACHE_KIB = 65_536
BUSY_TIMEOUT_MS = 10_000
READERS = 4
PLAIN_HEADER = b"SQLite format 3\x00"

Connection = Any
"""A sqlcipher3 connection (the driver has no type stubs)."""


def apply_pragmas(connection: Connection) -> None:
    """Pragmas that hold for each connection, keyed or (in measurements only) not."""
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    connection.execute("PRAGMA temp_store=MEMORY")


def connect(path: Path, key: bytes) -> Connection:
    """Open `path` with the raw data key.

    Raises EnvironmentProblem when the file is missing, damaged or readable without a key.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the data key has 32 bytes")
    if not path.exists():
        raise EnvironmentProblem(
            "Không tìm thấy tệp sổ (store.db). Hãy khôi phục từ bản sao lưu gần nhất.", code="database_missing"
        )
    return _connect(path, key)


def connect_new(path: Path, key: bytes) -> Connection:
    """Make an empty encrypted database at `path`, which must not exist."""
    if path.exists():
        raise FileExistsError(path.name)
    return _connect(path, key)


def _connect(path: Path, key: bytes) -> Connection:
    if path.exists() and _header(path) == PLAIN_HEADER:
        raise EnvironmentProblem(
            "Tệp sổ không được mã hóa nên chương trình từ chối mở. Hãy khôi phục từ bản sao lưu.",
            code="not_encrypted",
        )
    connection = None
    try:
        with environment_errors():
            connection = driver.connect(str(path), isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            if not connection.execute("PRAGMA cipher_version").fetchone():
                raise EnvironmentProblem("Thư viện mã hóa không hoạt động; hãy cài lại chương trình.", code="no_cipher")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            apply_pragmas(connection)
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(PLAIN_HEADER))
    except OSError as problem:
        raise disk_problem(problem) from None


def immutable_uri(path: PurePath) -> str:
    """What the driver opens an absolute `path` by when nobody writes to it: nothing is then left beside the file.

    `PurePath.as_uri` would make a network share's name the authority of the URI, which SQLite refuses.
    """
    spelled = path.as_posix()
    return f"file://{'' if spelled.startswith('/') else '/'}{quote(spelled, safe='/:')}?mode=ro&immutable=1"


def writing_engine(creator: Callable[[], Connection]) -> Engine:
    """An engine with one connection whose transactions begin IMMEDIATE."""
    engine = create_engine(
        "sqlite://", module=driver, creator=creator, poolclass=StaticPool, hide_parameters=True, isolation_level=None
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def reading_engine(creator: Callable[[], Connection]) -> Engine:
    """An engine for reads; its connections are query_only and autocommit."""

    def reader() -> Connection:
        connection = creator()
        connection.execute("PRAGMA query_only=ON")
        return connection

    return create_engine(
        "sqlite://",
        module=driver,
        creator=reader,
        poolclass=QueuePool,
        pool_size=READERS,
        max_overflow=0,
        pool_reset_on_return=None,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
    )


_BY_TEXT = (
    ("database or disk is full", disk_full),
    ("readonly database", disk_read_only),
    ("read-only", disk_read_only),
)


@contextmanager
def environment_errors() -> Iterator[None]:
    """Turn the driver's complaints about the machine into named problems; bugs of ours pass through."""
    try:
        yield
    except StatementError as error:
        raise_problem(error.orig)
        _forget_values(error)
        raise
    except driver.DatabaseError as error:
        raise_problem(error)
        raise


def _forget_values(error: StatementError) -> None:
    """Take out of a fault of ours what was to be written: whoever prints the exception must print nobody's name.

    The driver's own words name tables and columns; a conversion that failed before it quotes the value.
    """
    error.params = error.statement = None
    if not isinstance(error.orig, driver.Error):
        error.args = (f"({type(error.orig).__name__})",)
        error.orig = error.__cause__ = error.__context__ = None


def raise_problem(error: BaseException | None) -> None:
    """Raise the EnvironmentProblem that `error` stands for, or return when it is no fault of the machine."""
    text = str(error)
    for words, problem in _BY_TEXT:
        if words in text:
            raise problem() from None
    if "not a database" in text or "malformed" in text or "file is encrypted" in text:
        raise EnvironmentProblem(
            "Tệp sổ (store.db) bị hỏng. Đừng ghi thêm; hãy khôi phục từ bản sao lưu gần nhất.", code="database_damaged"
        ) from None
    if "disk I/O error" in text or "unable to open database file" in text:
        raise EnvironmentProblem(
            "Ổ đĩa không đọc hoặc không ghi được sổ. Dữ liệu đã lưu vẫn còn nguyên; kiểm tra ổ đĩa còn cắm chắc, "
            "còn chỗ trống và cho phép ghi, rồi thử lại.",
            code="disk_error",
        ) from None
    if "database is locked" in text:
        raise EnvironmentProblem("Sổ đang bận ở nơi khác. Chờ vài giây rồi thử lại.", code="busy") from None
