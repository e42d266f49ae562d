"""After a kill a damaged write-ahead log yields an earlier whole state, nothing else, and the lost changes are told."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from models.people.tables import Person
from models.store.check import check_store
from models.store.door import OLDER
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from tests.people.commune import Clock
from tests.safekeeping.restores import Kept, add_people, kept_once
from tests.safekeeping.spoiling import cut_short, flipped
from tests.store.fixtures import PASSWORD

__all__ = ["kept_once"]
FULL_RUNS = 500
SYLLABLES = "An Ba Cao Dung Em Giang Hoa Kim Lan Mai Nga Oanh Phong Quy Son Tam Uyen Vui Xuan Yen".split()
ADDED = tuple(f"Nông Thị {one}" for one in SYLLABLES)
SEALS = frozenset({"vault", "days"})


@pytest.fixture(scope="module")
def killed(kept_once: Kept, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a kill leaves it: people came in one by one, and the log was never folded in."""
    place = kept_once.copied(tmp_path_factory.mktemp("killed"))
    left = place.data.with_name("left")
    with OpenedFolder(place.data, PASSWORD, clock=Clock()) as folder:
        add_people(folder.store, *ADDED)
        shutil.copytree(place.data, left)
    return left


def looked_into(data: Path) -> str:
    """Open what is left: how much of it is there, once it is found an earlier whole state that tells of itself."""
    with OpenedFolder(data, PASSWORD, clock=Clock()) as folder:
        with folder.store.read() as session:
            found = session.scalars(select(Person.name).where(Person.name.in_(ADDED)).order_by(Person.id)).all()
        assert tuple(found) == ADDED[: len(found)]
        broken = {part.name for part in check_store(folder.store, data).parts if not part.ok}
        if len(found) == len(ADDED):
            assert folder.trouble is None
            assert not broken
            return "all"
        assert folder.trouble == OLDER
        assert not folder.whole
        assert broken <= SEALS
        assert "vault" in broken
        return "some" if found else "none"


@pytest.mark.drill
def test_a_damaged_log(killed: Path, tmp_path: Path, drill_count: Callable[[int], int]) -> None:
    chance = random.Random(20261122)
    left: Counter[str] = Counter()
    for number in range(drill_count(FULL_RUNS)):
        data = tmp_path / "run"
        shutil.copytree(killed, data)
        log = current_set(data).folder / "store.db-wal"
        (cut_short if number % 5 == 0 else flipped)(log, chance)
        left[looked_into(data)] += 1
        shutil.rmtree(data)
    print(sorted(left.items()))
    assert left["some"] > 0


def test_a_log_that_is_gone(killed: Path, tmp_path: Path) -> None:
    data = tmp_path / "run"
    shutil.copytree(killed, data)
    for name in ("store.db-wal", "store.db-shm"):
        (current_set(data).folder / name).unlink()
    assert looked_into(data) == "none"


def test_a_log_that_is_whole(killed: Path, tmp_path: Path) -> None:
    shutil.copytree(killed, tmp_path / "run")
    assert looked_into(tmp_path / "run") == "all"
