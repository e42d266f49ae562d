"""A process that writes is killed at random moments: what it committed is there, nothing half-done is."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.office.tables import Village
from models.store.check import check_store
from models.store.folder import current_set, drop_unfinished
from models.store.store import Store
from models.store.tables import Audit, Change
from models.store.work import Outcome, Work
from tests.store.children import killed_after
from tests.store.fixtures import CLERK

FULL_RUNS = 200
BATCH = 300
LONGEST_LIFE_SECONDS = 0.6


def edit(work: Work, number: int) -> Outcome[None]:
    """One record."""
    work.add(Village(uid=f"e{number}", kind="thôn", name=f"Đơn {number}", sort_order=number, closed_on=None))
    return Outcome(None)


def bulk(work: Work, number: int) -> Outcome[None]:
    """Many records at once, as an import writes them."""
    rows = [
        {"uid": f"b{number}-{index}", "kind": "thôn", "name": f"Loạt {number}", "sort_order": index}
        for index in range(BATCH)
    ]
    work.insert_many(Village.__table__, rows)  # type: ignore[arg-type]  # a Table
    return Outcome(None)


def write_until_killed(data: Path, key: bytes, told: int) -> None:
    """Runs in the child: every third change is a bulk one; each is told after its commit."""
    store = Store(current_set(data), key)
    number = 0
    while True:
        number += 1
        store.transact("Ghi", CLERK, bulk if number % 3 == 0 else edit, number)
        if number % 5 == 0:
            store.seal_head()
        os.write(told, b".")


def killed_run(data: Path, key: bytes, life: float) -> int:
    """Let a fork write for `life` seconds after its first commit, kill it; how many commits it told of."""
    return killed_after(life, lambda told: write_until_killed(data, key, told))


@pytest.mark.drill
def test_killed_while_writing(
    bare_data: Path, bare_key: bytes, tmp_path: Path, drill_count: Callable[[int], int]
) -> None:
    chance = random.Random(20261122)
    for run in range(drill_count(FULL_RUNS)):
        data = tmp_path / f"run{run}"
        shutil.copytree(bare_data, data)
        told = killed_run(data, bare_key, chance.random() * LONGEST_LIFE_SECONDS)
        drop_unfinished(data)
        store = Store(current_set(data), bare_key)
        try:
            report = check_store(store, data)
            with store.read() as session:
                changes = session.scalar(select(func.count()).select_from(Change)) or 0
                villages = session.scalar(select(func.count()).select_from(Village))
                audits = session.scalar(select(func.count()).select_from(Audit))
        finally:
            store.close()
        assert report.ok, (run, report)
        assert told <= changes <= told + 1, run
        whole = sum(BATCH if number % 3 == 0 else 1 for number in range(1, changes + 1))
        assert villages == audits == whole, run
        shutil.rmtree(data)
