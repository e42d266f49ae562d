"""A restore killed at any moment leaves exactly one whole store, the replaced one or the restored one; the stick as is.

Half of the runs die after a random time, half at a random file operation: over a present store under the same key and
under another one, and into a bare folder.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from models.safekeeping.queries import data_keys
from models.safekeeping.restoring import restore
from models.store.folder import current_set, finished_sets, has_store, unknown_files
from models.store.opened import OpenedFolder
from tests.people.commune import Clock
from tests.safekeeping.killing import in_fork
from tests.safekeeping.restores import BEFORE, SINCE, Kept, kept, kept_once, looked_over
from tests.store.fixtures import PASSWORD

__all__ = ["kept", "kept_once"]
FULL_RUNS = 100
WAYS = ("over", "rekeyed", "bare")


def run(kept: Kept, way: str) -> None:
    """One restore, as the program does it."""
    if way == "bare":
        restore(kept.data.with_name("bare"), kept.opened(), replaced=None, clock=Clock())
        return
    present = OpenedFolder(kept.data, PASSWORD, clock=Clock())
    restore(kept.data, kept.opened(None, data_keys(present.store)), replaced=present)


def digest_of(folder: Path) -> str:
    """All files under `folder`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(one).encode() + one.read_bytes() for one in files)).hexdigest()


@pytest.fixture
def rekeyed(kept_once: Kept, tmp_path: Path) -> Kept:
    """The present store got a new data key since the backup."""
    made = kept_once.copied(tmp_path / "rekeyed")
    with OpenedFolder(made.data, PASSWORD, clock=Clock()) as folder:
        folder.rekey(lambda _: True)
    return made


def look_after(kept: Kept, way: str) -> str:
    """Exactly one whole store, and nothing strange beside it; which one it is."""
    data = kept.data.with_name("bare") if way == "bare" else kept.data
    if way == "bare" and not has_store(data):
        assert not finished_sets(data)
        restore(data, kept.opened(), replaced=None, clock=Clock())  # what was cut off is no obstacle
        assert looked_over(data) == set(BEFORE)
        return "old"
    found = looked_over(data)
    assert found in (set(BEFORE), {*BEFORE, *SINCE} if way != "bare" else set(BEFORE)), found
    assert unknown_files(data) == []
    new = found == set(BEFORE)
    assert len(finished_sets(data)) == (2 if new and way != "bare" else 1)
    assert current_set(data) in finished_sets(data)
    return "new" if new else "old"


@pytest.mark.drill
def test_killed_at_any_moment(
    kept_once: Kept, rekeyed: Kept, tmp_path: Path, drill_count: Callable[[int], int]
) -> None:
    chance = random.Random(20261122)
    templates = {"over": kept_once, "bare": kept_once, "rekeyed": rekeyed}
    long: dict[str, float] = {}
    steps: dict[str, int] = {}
    for way in WAYS:
        long[way] = float(in_fork(partial(run, templates[way].copied(tmp_path / f"timed-{way}"), way)))
        steps[way] = int(in_fork(partial(run, templates[way].copied(tmp_path / f"counted-{way}"), way), step=0))
        assert steps[way] > 10
    left = []
    for number in range(drill_count(FULL_RUNS)):
        way = WAYS[number % len(WAYS)]
        place = templates[way].copied(tmp_path / f"run{number}")
        before = digest_of(place.stick)
        if number % 2:
            in_fork(partial(run, place, way), life=chance.random() * long[way] * 1.1)
        else:
            in_fork(partial(run, place, way), step=chance.randint(1, steps[way]))
        assert digest_of(place.stick) == before, number
        left.append(look_after(place, way))
        shutil.rmtree(tmp_path / f"run{number}")
    assert "old" in left


@pytest.mark.parametrize("way", WAYS)
def test_killed_at_the_last_steps(kept_once: Kept, rekeyed: Kept, tmp_path: Path, way: str) -> None:
    """Around the swap of `current` every single step is tried."""
    template = rekeyed if way == "rekeyed" else kept_once
    steps = int(in_fork(partial(run, template.copied(tmp_path / "counted"), way), step=0))
    left = set()
    for step in range(max(1, steps - 8), steps + 3):
        place = template.copied(tmp_path / f"step{step}")
        in_fork(partial(run, place, way), step=step)
        left.add(look_after(place, way))
    assert "new" in left
