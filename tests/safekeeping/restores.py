"""A small office that was backed up and worked on since, made once and copied; short ways to restore it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models.office.services import next_numbers
from models.people.services import NewPerson, PersonDetails, add_person
from models.people.tables import Person
from models.safekeeping import generations
from models.safekeeping.continuing import SeriesKey
from models.safekeeping.generations import Listed
from models.safekeeping.medium import Medium
from models.safekeeping.opening import OpenedGeneration, open_generation
from models.safekeeping.restoring import Restored, restore
from models.safekeeping.rules import OURS
from models.safekeeping.services import NoteBackup, RegisterMedium, note_backup, register_medium
from models.store import vault
from models.store.check import check_store
from models.store.opened import OpenedFolder
from models.store.scans.services import NewScan, add_scans, seal
from models.store.store import SAFEKEEPING, Store
from models.store.work import Outcome, Work
from tests.people.commune import Clock
from tests.safekeeping.sticks import backed_up
from tests.store.deeds import import_list
from tests.store.fixtures import CLERK, PASSWORD

BEFORE = ("Lò Văn Một", "Lò Văn Hai", "Lò Văn Ba")
SINCE = ("Lò Văn Bốn", "Lò Văn Năm")
LISTED = 20
"""People that a list brought in before the backup."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A data folder and the stick that it was backed up on."""

    data: Path
    stick: Path

    def copied(self, to: Path) -> Kept:
        """Both anew, for a test that spoils them."""
        shutil.copytree(self.data, to / "data")
        shutil.copytree(self.stick, to / "stick")
        return Kept(to / "data", to / "stick")

    @property
    def medium(self) -> Medium:
        """The stick."""
        return Medium(self.stick)

    def newest(self) -> Listed:
        """The newest generation on the stick."""
        (place,) = generations.stores_on(self.medium)
        return generations.listed(self.medium, place)[0]

    def opened(
        self, secret: vault.Secret | None = PASSWORD, known: Mapping[str, bytes] | None = None
    ) -> OpenedGeneration:
        """The newest generation, opened."""
        return open_generation(self.medium, self.newest(), secret, known=known)

    def restored(self, *, over: bool = True, series: Mapping[SeriesKey, int] | None = None, **more: Any) -> Restored:
        """Restore the newest generation over the present store, or into a folder given as `data`."""
        if not over:
            return restore(more.pop("data", self.data), self.opened(), replaced=None, series=series, **more)
        present = OpenedFolder(self.data, PASSWORD, clock=Clock())
        try:
            return restore(self.data, self.opened(), replaced=present, series=series, **more)
        except BaseException:
            present.close()
            raise


def add_people(store: Store, *names: str) -> None:
    """Each in a change of its own."""
    for name in names:
        store.transact("Thêm", CLERK, add_person, NewPerson(PersonDetails(name), 1))


def add_segment(store: Store, seed: int, size: int = 20_000) -> None:
    """Three scans, sealed."""
    chance = random.Random(seed)
    files = tuple(NewScan(chance.randbytes(size), "image/jpeg") for _ in range(3))
    store.transact("Thêm bản quét", CLERK, add_scans, files)
    seal(store, least=1)


def make_kept(data: Path, stick: Path) -> None:
    """Over the small commune in `data`: some of everything, a backup on a registered stick, work since."""
    stick.mkdir()
    medium = Medium(stick)
    uid = medium.claim()
    with OpenedFolder(data, PASSWORD, clock=Clock()) as folder:
        store = folder.store
        register = RegisterMedium(uid, "USB xanh", OURS, outside=True)
        store.transact("Ghi nhận USB", CLERK, register_medium, register)
        add_people(store, *BEFORE)
        import_list(store, LISTED, 1)
        add_segment(store, 1)
        proved = backed_up(store, medium)
        store.transact("Sao lưu", CLERK, note_backup, NoteBackup(uid, proved), kind=SAFEKEEPING)
        add_people(store, *SINCE)
        add_segment(store, 2)


def take(work: Work, command: tuple[str, int]) -> Outcome[range]:
    """Numbers of a series."""
    return Outcome(next_numbers(work, *command))


def names(store: Store) -> set[str]:
    """Everybody whose name begins as those of these tests do."""
    with store.read() as session:
        return set(session.scalars(select(Person.name).where(Person.name.startswith("Lò Văn "))))


def looked_over(data: Path, secret: vault.Secret = PASSWORD) -> set[str]:
    """Open, check everything, close; whose names stand there."""
    with OpenedFolder(data, secret, clock=Clock()) as folder:
        report = check_store(folder.store, data)
        assert report.ok, report
        assert folder.whole
        return names(folder.store)


@pytest.fixture(scope="session")
def kept_once(commune_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Made once; do not change it."""
    folder = tmp_path_factory.mktemp("kept")
    shutil.copytree(commune_data, folder / "data")
    make_kept(folder / "data", folder / "stick")
    return Kept(folder / "data", folder / "stick")


@pytest.fixture
def kept(kept_once: Kept, tmp_path: Path) -> Kept:
    """A copy that a test may spoil."""
    return kept_once.copied(tmp_path)
