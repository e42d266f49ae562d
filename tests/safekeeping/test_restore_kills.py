"""A restore killed at any moment leaves exactly one whole store, the replaced one or the restored one; the stick as is.

Half of the runs die after a random time, half at a random file operation: over a present store under the same key and
under another one, and into a bare folder.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.safekeeping.queries import data_keys
from models.safekeeping.restoring import restore
from models.store.folder import current_set, finished_sets, has_store, unknown_files
from models.store.opened import OpenedFolder
from tests.people.commune import Clock
from tests.safekeeping.restores import BEFORE, SINCE, Kept, kept, kept_once, looked_over
from tests.store.children import ended, fork
from tests.store.fixtures import KILL, PASSWORD

__all__ = ["kept", "kept_once"]
FULL_RUNS = 100
WAYS = ("over", "rekeyed", "bare")
STEPS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.link", "os.rmdir", "shutil.rmtree"})
"""What the interpreter tells of before it does it (PEP 578)."""


def run(kept: Kept, way: str) -> None:
    """One restore, as the program does it."""
    if way == "bare":
        restore(kept.data.with_name("bare"), kept.opened(), replaced=None, clock=Clock())
        return
    present = OpenedFolder(kept.data, PASSWORD, clock=Clock())
    restore(kept.data, kept.opened(None, data_keys(present.store)), replaced=present)


class Step:
    """Dies by its own hand at the n-th file operation; counts them when `last` is 0."""

    def __init__(self, last: int) -> None:
        self.count, self.last = 0, last

    def __call__(self, event: str, _: object) -> None:
        if event in STEPS:
            self.count += 1
            if self.count == self.last:
                os.kill(os.getpid(), KILL)


def in_fork(kept: Kept, way: str, *, step: int | None = None, life: float | None = None) -> float | int:
    """Run it in a child: seconds it took, or the count of its steps (step=0); kills it as told."""
    heard, told = os.pipe()
    begun = time.monotonic()
    child = fork()
    if child == 0:
        try:
            steps = Step(step or 0)
            if step is not None:
                sys.addaudithook(steps)
            run(kept, way)
            os.write(told, str(steps.count).encode())
        except BaseException as trouble:
            os.write(told, repr(trouble).encode())
        finally:
            os._exit(0)
    os.close(told)
    if life is not None:
        time.sleep(life)
        os.kill(child, KILL)
    ended(child)
    took = time.monotonic() - begun
    with os.fdopen(heard, encoding="utf-8") as pipe:
        answer = pipe.read()
    assert not answer or answer.isdigit(), answer
    return int(answer) if step == 0 else took


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
        long[way] = float(in_fork(templates[way].copied(tmp_path / f"timed-{way}"), way))
        steps[way] = int(in_fork(templates[way].copied(tmp_path / f"counted-{way}"), way, step=0))
        assert steps[way] > 10
    left = []
    for number in range(drill_count(FULL_RUNS)):
        way = WAYS[number % len(WAYS)]
        place = templates[way].copied(tmp_path / f"run{number}")
        before = digest_of(place.stick)
        if number % 2:
            in_fork(place, way, life=chance.random() * long[way] * 1.1)
        else:
            in_fork(place, way, step=chance.randint(1, steps[way]))
        assert digest_of(place.stick) == before, number
        left.append(look_after(place, way))
        shutil.rmtree(tmp_path / f"run{number}")
    assert "old" in left


@pytest.mark.parametrize("way", WAYS)
def test_killed_at_the_last_steps(kept_once: Kept, rekeyed: Kept, tmp_path: Path, way: str) -> None:
    """Around the swap of `current` every single step is tried."""
    template = rekeyed if way == "rekeyed" else kept_once
    steps = int(in_fork(template.copied(tmp_path / "counted"), way, step=0))
    left = set()
    for step in range(max(1, steps - 12), steps + 1):
        place = template.copied(tmp_path / f"step{step}")
        in_fork(place, way, step=step)
        left.add(look_after(place, way))
    assert "new" in left
