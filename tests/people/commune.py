"""A store with a small commune for tests of office subjects: three villages, staff member 1."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from models.office.services import AddVillage, CreateCommune, add_village, create_commune
from models.people.services import NewPerson, PersonDetails, add_person
from models.schema import METADATA
from models.store import vault
from models.store.create import create_store
from models.store.dates import PartialDate
from models.store.folder import current_set
from models.store.store import Store
from models.store.work import Work
from tests.store.fixtures import CHEAP_KDF, CLERK, FOUNDER, PASSWORD

Value = TypeVar("Value")
DAY = date(2026, 11, 22)
START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


class Clock:
    """A clock that a test moves on; each reading is a second later."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Office:
    """A store and short ways to act in it."""

    def __init__(self, store: Store, clock: Clock, data: Path) -> None:
        self.store, self.clock, self.data = store, clock, data

    def do(self, verb: Callable[[Work, Any], Any], command: Any, name: str = "Thử") -> Any:
        """Run a verb as the clerk and give its value."""
        return self.store.transact(name, CLERK, verb, command).value

    def read(self, query: Callable[..., Value], *arguments: Any, **named: Any) -> Value:
        """Run a query in a reading session."""
        with self.store.read() as session:
            return query(session, *arguments, **named)

    def person(self, name: str, born: str = "", village: int | None = 1, **details: Any) -> int:
        """Add a person and give the id; `born` is a partial ISO date."""
        known = PersonDetails(name, PartialDate.from_iso(born) if born else None, **details)
        value: int = self.do(add_person, NewPerson(known, village))
        return value


def make_small_commune(data: Path) -> None:
    """Make the store once: a xã with Thôn 1, Thôn Đồng Cầu and Bon B'Nâm."""

    def first_work(store: Store) -> None:
        store.transact("Lập sổ", FOUNDER, create_commune, CreateCommune("Xã Mẫu", "68", staff_name="cán bộ thử"))
        for name in ("Thôn 1", "Thôn Đồng Cầu", "Bon B'Nâm"):
            store.transact("Thêm thôn", FOUNDER, add_village, AddVillage(name))

    create_store(data, PASSWORD, METADATA, first_work=first_work, kdf=CHEAP_KDF, make_slot=vault.wrap_slot)


@pytest.fixture(scope="session")
def commune_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small commune, made once; do not change it."""
    data = tmp_path_factory.mktemp("commune") / "data"
    make_small_commune(data)
    return data


@pytest.fixture
def office(commune_data: Path, tmp_path: Path) -> Iterator[Office]:
    """A copy of the small commune that a test may change."""
    data = tmp_path / "data"
    shutil.copytree(commune_data, data)
    key, _ = vault.unlock(vault.read_vault(current_set(data).vault), PASSWORD)
    clock = Clock()
    store = Store(current_set(data), key, clock=clock)
    yield Office(store, clock, data)
    store.close()
