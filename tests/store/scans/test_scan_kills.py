"""Killed while scans come in and are sealed: every scan that was told of is there, and no orphan stays.

Twice over: at random moments, and at each step of a sealing.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models.store.check import check_store
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.scans import segments, services
from models.store.scans.queries import read_scan, recorded_segments
from models.store.scans.services import NewScan, add_scans, seal
from models.store.scans.tables import Scan
from models.store.store import Store
from tests.store.children import ended, fork, killed_after
from tests.store.fixtures import CLERK, PASSWORD

FULL_RUNS = 100
LONGEST_LIFE_SECONDS = 0.6
MOST_BYTES = 400_000


def content(number: int) -> bytes:
    """Bytes of the scan with this number, between 1 and 400,000."""
    chance = random.Random(number)
    return chance.randbytes(chance.randint(1, MOST_BYTES))


def add(store: Store, first: int, count: int) -> None:
    files = tuple(NewScan(content(number), "image/jpeg") for number in range(first, first + count))
    store.transact("Quét", CLERK, add_scans, files)


def work_until_killed(data: Path, key: bytes, told: int) -> None:
    """Runs in the child: two scans a change, each told after its commit; a sealing after every second change."""
    store = Store(current_set(data), key)
    for number in range(0, 1000, 2):
        add(store, number, 2)
        os.write(told, b"..")
        if number % 4 == 2:
            seal(store, least=1)


def killed_run(data: Path, key: bytes, life: float) -> int:
    """How many scans the child told of before it was killed `life` seconds after the first."""
    return killed_after(life, lambda told: work_until_killed(data, key, told))


def demand_whole(data: Path, told: int) -> None:
    """Open as the clerk does; everything told of is there, the check is content, and nothing lies about."""
    with OpenedFolder(data, PASSWORD) as folder:
        store = folder.store
        assert folder.whole
        report = check_store(store, data)
        assert report.ok, report
        with store.connection() as connection:
            ids = connection.execute(select(Scan.id).order_by(Scan.id)).scalars().all()
            names = {one.name for one in recorded_segments(connection.exec_driver_sql)}
        assert told <= len(ids) <= told + 2
        for number, scan_id in enumerate(ids):
            assert read_scan(store, scan_id) == content(number), number
        assert {path.name for path in store.set.scans.iterdir()} == names
        seal(store, least=1)
        assert check_store(store, data).ok


@pytest.mark.drill
def test_killed_at_random_moments(
    bare_data: Path, bare_key: bytes, tmp_path: Path, drill_count: Callable[[int], int]
) -> None:
    chance = random.Random(20261122)
    for run in range(drill_count(FULL_RUNS)):
        data = tmp_path / f"run{run}"
        shutil.copytree(bare_data, data)
        told = killed_run(data, bare_key, chance.random() * LONGEST_LIFE_SECONDS)
        demand_whole(data, told)
        shutil.rmtree(data)


def dies(after: Any) -> Callable[..., Any]:
    """`after`, and then the process is gone."""

    def last(*arguments: Any, **named: Any) -> Any:
        after(*arguments, **named)
        os._exit(9)

    return last


STEPS: dict[str, tuple[Any, str]] = {
    "while the segment is written": (segments, "_keyed"),
    "written": (segments, "write_segment"),
    "checked": (segments, "verify"),
    "marked": (services, "mark"),
    "renamed": (Path, "rename"),
    "recorded, not committed": (services, "_record"),
    "committed": (Store, "_seal"),
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step(data_folder: Path, bare_key: bytes, step: str) -> None:
    place, name = STEPS[step]
    child = fork()
    if child == 0:
        try:
            store = Store(current_set(data_folder), bare_key)
            add(store, 0, 3)
            setattr(place, name, dies(getattr(place, name)))
            seal(store, least=1)
        finally:
            os._exit(1)
    assert ended(child) == 9
    demand_whole(data_folder, 3)
