"""A consistent copy of the open store in a private scratch folder, under the key, and what counting it gives.

The scratch folder lies beside the sets under a name that the next opening throws away, so a kill leaves nothing for
long. Reading goes through connections of its own: the clerk's work goes on beside it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from models.safekeeping.progress import BackupStopped, Meter
from models.store import engine as engines
from models.store.errors import EnvironmentProblem
from models.store.files import UNFINISHED, disk_problem
from models.store.folder import DATABASE, SCRATCH
from models.store.history import GENESIS
from models.store.scans.queries import Segment, recorded_segments, scans_of
from models.store.store import Store
from models.store.vault_format import Head

STEPS_BETWEEN_LOOKS = 200_000
"""Steps of the database's machine between two looks at whether to stop: some milliseconds."""
LOW_BITS = 2**40 - 1
"""Sums take this much of each number, so that a table of any size fits 63 bits; no amount in đồng is larger."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a database holds: rows and sums of whole numbers by table, and its last change."""

    counts: Mapping[str, int]
    sums: Mapping[str, Mapping[str, int]]
    head: Head


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of the store's database at one moment, the segments that it needs, and {sha256: size} in each."""

    database: Path
    head: Head
    segments: tuple[Segment, ...]
    scans: Mapping[str, Mapping[str, int]]


@contextmanager
def scratch(sets: Path) -> Iterator[Path]:
    """A private folder for encrypted working copies inside the folder of the sets; gone afterwards."""
    folder = sets / f"{SCRATCH}{os.urandom(8).hex()}{UNFINISHED}"
    try:
        folder.mkdir(mode=0o700)
    except OSError as problem:
        raise disk_problem(problem) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def take_snapshot(store: Store, folder: Path, meter: Meter) -> Snapshot:
    """Copy the database as it is now into `folder`; raises EnvironmentProblem or BackupStopped."""
    copy = folder / DATABASE
    connection = engines.connect(store.set.database, store.raw_key())
    try:
        with stoppable(connection, meter):
            connection.execute("VACUUM INTO ?", (str(copy),)).fetchall()
    finally:
        connection.close()
    connection = open_immutable(copy, store.raw_key())
    try:
        with engines.environment_errors():
            known = recorded_segments(connection.execute)
            held = {segment.name: scans_of(connection.execute, segment.name) for segment in known}
            return Snapshot(copy, head_of(connection), known, held)
    finally:
        connection.close()


def open_immutable(path: Path, key: bytes) -> engines.Connection:
    """A connection to a database that nobody changes; it leaves no trace beside the file.

    Raises EnvironmentProblem when the file is missing or does not open with this key.
    """
    connection = None
    try:
        with engines.environment_errors():
            connection = driver.connect(
                engines.immutable_uri(path.absolute()),
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            connection.execute(f"PRAGMA cache_size=-{engines.CACHE_KIB}")
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute("PRAGMA query_only=ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


@contextmanager
def stoppable(connection: engines.Connection, meter: Meter) -> Iterator[None]:
    """Within, long statements end when the run is stopped (BackupStopped); the driver's complaints get names."""
    connection.set_progress_handler(lambda: int(meter.is_over()), STEPS_BETWEEN_LOOKS)
    try:
        with engines.environment_errors():
            yield
    except driver.OperationalError as error:
        if "interrupted" in str(error):
            raise BackupStopped from None
        raise
    except EnvironmentProblem:
        meter.demand_going()
        raise
    finally:
        connection.set_progress_handler(None, 0)
    meter.demand_going()


def counted(connection: engines.Connection) -> Counted:
    """Count every table, and sum every column of whole numbers; ids included, so that an exchanged row shows."""
    counts: dict[str, int] = {}
    sums: dict[str, dict[str, int]] = {}
    for table in _tables(connection):
        columns = _whole_numbers(connection, table)
        wanted = "".join(f', coalesce(sum("{name}" & {LOW_BITS}), 0)' for name in columns)
        row = connection.execute(f'SELECT count(*){wanted} FROM "{table}"').fetchone()  # noqa: S608 - own names
        counts[table] = row[0]
        if columns:
            sums[table] = dict(zip(columns, row[1:], strict=True))
    return Counted(counts, sums, head_of(connection))


def head_of(connection: engines.Connection) -> Head:
    """The last link of the history."""
    row = connection.execute("SELECT id, digest FROM change ORDER BY id DESC LIMIT 1").fetchone()
    return Head(0, GENESIS.hex()) if row is None else Head(row[0], row[1].hex())


def _tables(connection: engines.Connection) -> list[str]:
    """Ordinary tables: indexes of the full-text kind are made of others."""
    found = connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' ORDER BY 1")
    return [name for (name,) in found.fetchall() if not name.startswith("sqlite_")]


def _whole_numbers(connection: engines.Connection, table: str) -> list[str]:
    found = connection.execute("SELECT name FROM pragma_table_info(?) WHERE type = 'INTEGER' ORDER BY 1", (table,))
    return [name for (name,) in found.fetchall()]
