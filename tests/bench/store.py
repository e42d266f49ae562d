"""Store operations on the keyed store against the same library, pragmas and cache without a key."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from desktop.founding import found_store
from models.demo.services import FillDemo, demo_commune, fill_demo
from models.people.services import MoveResidence, move_residence
from models.store import engine as engines
from models.store.folder import StoreSet
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.work import Actor
from tests.bench.measure import Figure, in_turn

PEOPLE = 20_000
PASSWORD = "đo tốc độ"
ACTOR = Actor(1, frozenset({"all"}))
BOUND = 1.4


def plain_copy(keyed: Path, key: bytes, plain: Path) -> None:
    """The same database without a key; made-up people only, and only here."""
    connection = engines.connect(keyed, key)
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
    connection.execute("SELECT sqlcipher_export('plain')")
    connection.execute("DETACH DATABASE plain")
    connection.close()


def plain_connection(path: Path) -> Any:
    """A connection that differs from the program's in nothing but the key."""
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False)
    engines.apply_pragmas(connection)
    return connection


class PlainStore(Store):
    """The program's store class over an unkeyed file."""

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__(StoreSet(path.parent), key, connect=lambda: plain_connection(path))


def operations(store: Store) -> dict[str, Callable[[], None]]:
    """The measured operations over one store."""
    chance = random.Random(1)
    points = [chance.randint(1, PEOPLE) for _ in range(1000)]
    offsets = [chance.randint(0, PEOPLE - 50) for _ in range(100)]
    movers = iter(chance.sample(range(1, PEOPLE), 2000))

    def point_reads() -> None:
        with store.connection() as connection:
            for number in points:
                connection.exec_driver_sql("SELECT name, id_number FROM person WHERE id = ?", (number,)).fetchone()

    def pages() -> None:
        with store.connection() as connection:
            for offset in offsets:
                query = "SELECT * FROM person WHERE id > ? ORDER BY id LIMIT 50"
                connection.exec_driver_sql(query, (offset,)).fetchall()

    def scan() -> None:
        with store.connection() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM person WHERE note LIKE '%x%'").fetchone()

    def writes() -> None:
        for _ in range(50):
            command = MoveResidence(next(movers), 1, "nhà mới", store.now().date())
            store.transact("Chuyển nhà", ACTOR, move_residence, command)

    return {"1,000 point reads": point_reads, "100 pages of 50": pages, "1 scan": scan, "50 audited writes": writes}


def run() -> list[Figure]:
    """One figure per operation."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        found_store(data, PASSWORD, demo_commune(1))
        with OpenedFolder(data, PASSWORD) as opened:
            opened.store.transact("Mẫu", ACTOR, fill_demo, FillDemo(PEOPLE, 1))
            keyed = opened.store
            plain_path = Path(folder) / "plain" / "store.db"
            plain_path.parent.mkdir()
            plain_copy(keyed.set.database, keyed.raw_key(), plain_path)
            shutil.copy(keyed.set.vault, plain_path.with_name("vault.json"))
            plain = PlainStore(plain_path, keyed.raw_key())
            ours, theirs = operations(keyed), operations(plain)
            figures = []
            for name in ours:
                a, b = in_turn(ours[name], theirs[name], runs=9)
                figures.append(Figure(name, a, b, "the same without a key", BOUND))
            plain.close()
        return figures
