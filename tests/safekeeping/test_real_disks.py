"""The same on disks of our own that are really full or really read-only, where the system lets us mount them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.safekeeping.medium import Medium
from models.store import vault
from models.store.errors import EnvironmentProblem
from models.store.folder import current_set
from models.store.store import Store
from tests.people.commune import Office
from tests.safekeeping.sticks import backed_up, good_ones
from tests.store.children import in_child, limit_file_size, may_mount, mount_memory, mount_read_only, own_mounts
from tests.store.fixtures import PASSWORD

SMALL_DISK = 3 * 2**20


def opened(data: Path) -> Store:
    """The store of a data folder."""
    key, _ = vault.unlock(vault.read_vault(current_set(data).vault), PASSWORD)
    return Store(current_set(data), key)


def tried(store: Store, root: Path) -> str:
    """The code of the problem, "done" when there was none."""
    try:
        backed_up(store, Medium(root))
    except EnvironmentProblem as problem:
        return problem.code
    return "done"


def fill_a_small_disk(data: Path, disk: Path) -> list[str]:
    """Backups until the disk is full, with room that shrinks between them; what was good stays good."""
    own_mounts()
    mount_memory(disk, SMALL_DISK)
    store, codes = opened(data), []
    try:
        for turn in range(12):
            before = set(good_ones(store, disk))
            codes.append(tried(store, disk))
            assert set(good_ones(store, disk)) >= before, turn
            with (disk / "photos").open("ab") as file:
                free = shutil.disk_usage(disk).free
                file.write(bytes(free // 8))
        assert not [path for path in disk.rglob("*") if path.name.startswith("~")]
        (disk / "photos").unlink()
        codes.append(tried(store, disk))
    finally:
        store.close()
    return codes


def test_a_stick_that_is_really_full(office: Office, tmp_path: Path) -> None:
    if not may_mount():
        pytest.skip("no right to mount a small disk")
    office.store.close()
    disk = tmp_path / "disk"
    disk.mkdir()
    codes = in_child(fill_a_small_disk, office.data, disk)
    assert codes[0] == "done"
    assert "medium_full" in codes
    assert set(codes) == {"done", "medium_full"}


def lock_the_stick(data: Path, stick: Path) -> str:
    own_mounts()
    mount_read_only(stick)
    store = opened(data)
    try:
        assert good_ones(store, stick), "a locked stick can still be read and proved"
        return tried(store, stick)
    finally:
        store.close()


def test_a_stick_that_is_really_read_only(office: Office, stick: Path) -> None:
    if not may_mount():
        pytest.skip("no right to mount a disk read-only")
    backed_up(office.store, Medium(stick))
    office.store.close()
    assert in_child(lock_the_stick, office.data, stick) == "medium_read_only"


def grow_no_file(data: Path, stick: Path) -> str:
    store = opened(data)
    try:
        store.fold_log()
        limit_file_size(300_000)
        return tried(store, stick)
    finally:
        store.close()


def test_files_that_cannot_grow_are_named(office: Office, stick: Path) -> None:
    """Here the scratch copy hits the limit first: the office's own disk is full, and no stick is blamed."""
    office.store.close()
    assert in_child(grow_no_file, office.data, stick) in {"disk_full", "disk_error"}
    store = opened(office.data)
    try:
        assert good_ones(store, stick) == {}
    finally:
        store.close()
