"""A process that makes a new data key is killed: at a random moment, or at a chosen step of its work with files.

Whatever the moment, there is exactly one whole store: the old one, which both colleagues open, or the new one, which
only the one opens who stays, with all that was in the old. Half of them are killed once more while they are opened.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.store import slots, vault
from models.store.check import check_store
from models.store.folder import current_set, finished_sets
from models.store.opened import OpenedFolder
from models.store.tables import FormerKey
from tests.people.commune import commune_data
from tests.store.children import ended, fork, kill
from tests.store.deeds import counted, import_list
from tests.store.fixtures import CHEAP_KDF, CLERK, KILL, PASSWORD
from tests.store.test_rekey import noted, without_two
from tests.store.test_slots import OTHER, opens

__all__ = ["commune_data"]
FULL_RUNS = 200
"""Half of them at random moments, half at steps, each of which has its turn."""
SEGMENT = "ab" * 32
STEPS = {
    "open",
    "os.rename",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "os.chmod",
    "shutil.rmtree",
    "os.truncate",
}
_left = [0]
"""Steps until this process dies by its own hand; 0: not at all. An audit hook cannot be taken off again."""


def _step(event: str, _arguments: Any) -> None:
    if _left[0] and event in STEPS:
        _left[0] -= 1
        if _left[0] == 0:
            os.kill(os.getpid(), KILL)


@pytest.fixture(scope="module")
def two_colleagues(commune_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A commune with people, two colleagues, a draft and a scan segment; do not change it."""
    data = tmp_path_factory.mktemp("rekey") / "data"
    shutil.copytree(commune_data, data)
    with OpenedFolder(data, PASSWORD) as opened:
        key, set_id = opened.store.raw_key(), opened.store.set.set_id
        two = vault.wrap_slot("2", OTHER, key, set_id=set_id, kdf=CHEAP_KDF)
        opened.store.change_vault(lambda known: vault_with(known, two))
        import_list(opened.store, 200)
        opened.store.keep_draft(CLERK, "person", {"name": "dở"})
    (current_set(data).scans / SEGMENT).write_bytes(b"sealed" * 1000)
    return data


def vault_with(known: Any, slot: Any) -> Any:
    from dataclasses import replace

    return replace(known, slots=(*known.slots, slot))


def make_key(data: Path) -> None:
    with OpenedFolder(data, PASSWORD) as opened:
        opened.rekey(without_two, noted)


def open_it(data: Path) -> None:
    OpenedFolder(data, PASSWORD).close()


def in_child(work: Callable[[Path], None], data: Path, *, step: int = 0, seconds: float = 0.0) -> int:
    """Do it in a forked child that dies at its `step`, or is killed after `seconds`; its exit code, -9 when killed."""
    child = fork()
    if child == 0:
        code = 1
        try:
            sys.addaudithook(_step)
            _left[0] = step
            work(data)
            code = 0
        finally:
            os._exit(code)
    if not step:
        time.sleep(seconds)
        kill(child)
        return -KILL
    return ended(child)


def steps_of(work: Callable[[Path], None], data: Path) -> int:
    """How many steps it takes: the first one at which nobody dies any more, less one."""
    low, high = 1, 4096
    while low < high:
        middle = (low + high) // 2
        copy = data.with_name("counted")
        shutil.copytree(data, copy)
        died = in_child(work, copy, step=middle) != 0
        shutil.rmtree(copy)
        low, high = (middle + 1, high) if died else (low, middle)
    return low - 1


def looked_over(data: Path, before: dict[str, int]) -> str:
    """Demand one whole store and nothing else; "old" or "new"."""
    with OpenedFolder(data, PASSWORD) as opened:
        report = check_store(opened.store, data)
        wrong = [part.name for part in report.parts if not part.ok and part.name != "scans"]
        assert wrong == [], [part.message for part in report.parts if not part.ok]
        counts = counted(opened.store)
        assert opened.store.draft(CLERK, "person") == {"name": "dở"}
        assert (opened.store.set.scans / SEGMENT).read_bytes() == b"sealed" * 1000
        with opened.store.read() as reader:
            former = reader.query(FormerKey).count()
    assert [found.name for found in (data / "sets").iterdir()] == [current_set(data).set_id]
    assert finished_sets(data) == [current_set(data)]
    if slots.slot_handles(data) == ("1", "2"):
        assert (counts, former, opens(data, OTHER)) == (before, 0, "2")
        return "old"
    assert opens(data, OTHER) is None
    assert former == 1
    assert counts == {**before, "change": before["change"] + 1, "audit": before["audit"] + 1}
    return "new"


@pytest.mark.drill
def test_killed_while_a_new_key_is_made(
    two_colleagues: Path, tmp_path: Path, drill_count: Callable[[int], int]
) -> None:
    chance = random.Random(20261122)
    shutil.copytree(two_colleagues, tmp_path / "timed")
    steps = steps_of(make_key, tmp_path / "timed")
    order = chance.sample(range(1, steps + 1), steps)
    started = time.perf_counter()
    make_key(tmp_path / "timed")
    longest = time.perf_counter() - started
    with OpenedFolder(two_colleagues, PASSWORD) as opened:
        before = counted(opened.store)
    found = {"old": 0, "new": 0}
    runs = drill_count(FULL_RUNS)
    for run in range(runs):
        data = tmp_path / f"run{run}"
        shutil.copytree(two_colleagues, data)
        if run % 2:
            assert in_child(make_key, data, step=order[run // 2 % steps]) == -KILL
        else:
            in_child(make_key, data, seconds=chance.random() * longest)
        if chance.random() < 0.5:
            in_child(open_it, data, step=chance.randint(1, 60))
        found[looked_over(data, before)] += 1
        shutil.rmtree(data)
    print(f"{runs} runs, {steps} steps, {longest:.2f} s: {found}")
    assert min(found.values()) > 0
