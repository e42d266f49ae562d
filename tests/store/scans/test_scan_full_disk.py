"""A disk that is full at any byte of a sealing: a named problem, everything still there, nothing left lying about."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.store.errors import EnvironmentProblem
from models.store.folder import current_set
from models.store.scans.services import seal
from models.store.store import Store
from tests.store.children import in_child, lift_limit, limit_file_size, may_mount, mount_memory, own_mounts
from tests.store.scans.test_scan_kills import add, content, demand_whole

FULL_RUNS = 60
SCANS = 3
WHOLE = sum(len(content(number)) for number in range(SCANS))
MOST = 4_000_000
"""More than any file of the set has."""
DISK = 32_000_000


def seal_within(data: Path, key: bytes, size: int) -> list[str]:
    """Runs in the child: the code of the problem, then what lies in scans/ once there is room again."""
    store = Store(current_set(data), key)
    limit_file_size(size)
    try:
        seal(store, least=1)
        code = "done"
    except EnvironmentProblem as problem:
        code = problem.code
    lift_limit()
    left = sorted(path.name for path in store.set.scans.iterdir())
    store.close()
    return [code, *left]


def seal_beside(ready: Path, small: Path, key: bytes, room: int) -> str:
    """Runs in the child, on a disk of its own with `room` bytes left: the code, after all was looked over."""
    own_mounts()
    mount_memory(small, DISK)
    data = small / "data"
    shutil.copytree(ready, data)
    store = Store(current_set(data), key)
    filler = small / "filler"
    with filler.open("wb") as file:
        file.write(bytes(max(0, shutil.disk_usage(small).free - room)))
    try:
        seal(store, least=1)
        code = "done"
    except EnvironmentProblem as problem:
        code = problem.code
        assert list(store.set.scans.iterdir()) == [], "a full disk must not stay full by what failed"
    filler.unlink()
    store.close()
    demand_whole(data, SCANS)
    return code


@pytest.fixture
def ready(bare_data: Path, bare_key: bytes, tmp_path: Path) -> Path:
    """A data folder with three staged scans."""
    data = tmp_path / "ready"
    shutil.copytree(bare_data, data)
    store = Store(current_set(data), bare_key)
    add(store, 0, SCANS)
    store.close()
    return data


@pytest.mark.drill
def test_no_file_may_grow(ready: Path, bare_key: bytes, tmp_path: Path, drill_count: Callable[[int], int]) -> None:
    runs = drill_count(FULL_RUNS)
    codes = set()
    for run in range(runs + 1):
        data = tmp_path / f"run{run}"
        shutil.copytree(ready, data)
        codes.add(in_child(seal_within, data, bare_key, MOST * run // runs)[0])
        demand_whole(data, SCANS)
        shutil.rmtree(data)
    assert "done" in codes
    assert codes - {"done"} <= {"disk_full", "disk_error", "segment_unreadable"}
    assert len(codes) > 1, "no write ever failed: the drill proves nothing"


@pytest.mark.drill
def test_a_disk_that_is_really_full(
    ready: Path, bare_key: bytes, tmp_path: Path, drill_count: Callable[[int], int]
) -> None:
    if not may_mount():
        pytest.skip("no right to mount a small disk")
    small = tmp_path / "small"
    small.mkdir()
    runs = drill_count(FULL_RUNS)
    codes = [in_child(seal_beside, ready, small, bare_key, 3 * WHOLE * run // runs) for run in range(runs + 1)]
    assert codes[-1] == "done"
    assert set(codes) == {"disk_full", "done"}
