"""Scans move with the store into new sets as the same files, and keep no older set alive without need."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from models.store import migrate
from models.store.check import check_store
from models.store.folder import current_set, finished_sets, make_current
from models.store.leftovers import is_older_copy
from models.store.opened import OpenedFolder
from models.store.scans import services
from models.store.scans.queries import read_scan
from models.store.scans.services import NewScan, add_scans, seal
from models.store.store import Store
from tests.store.fixtures import CLERK, NOW, PASSWORD
from tests.store.test_leftovers import Upgraded, newer_program
from tests.store.test_migrations import next_scripts

__all__ = ["newer_program", "next_scripts"]
ORPHAN = "ab" * 32


@pytest.fixture
def scanned(data_folder: Path, bare_key: bytes) -> Path:
    """One sealed scan, one staged, and what a sealing left that was cut off."""
    store = Store(current_set(data_folder), bare_key, clock=lambda: NOW - timedelta(days=60))
    store.transact("Quét", CLERK, add_scans, (NewScan(b"sealed", "image/png"),))
    seal(store, least=1)
    store.transact("Quét", CLERK, add_scans, (NewScan(b"staged", "image/png"),))
    store.seal_head()
    services.mark(store.set.scans, ORPHAN)
    (store.set.scans / ORPHAN).write_bytes(b"x")
    store.close()
    return data_folder


def after(days: int) -> datetime:
    return NOW + timedelta(days=days)


def test_a_migration_links_segments_and_the_old_set_goes_in_time(scanned: Path, newer_program: Upgraded) -> None:
    older = current_set(scanned)
    (name,) = {path.name for path in older.scans.iterdir() if not path.name.startswith(ORPHAN)}
    newer_program()
    for days, there in ((0, True), (31, False)):
        with OpenedFolder(scanned, PASSWORD, clock=partial(after, days)) as folder:
            assert folder.store.set != older
            assert check_store(folder.store, scanned).ok
            assert [path.name for path in folder.store.set.scans.iterdir()] == [name]
            assert [read_scan(folder.store, one) for one in (1, 2)] == [b"sealed", b"staged"]
            assert older.folder.exists() == there
            if there:
                assert (older.scans / name).samefile(folder.store.set.scans / name)


@pytest.mark.parametrize("lost", [False, True])
def test_a_set_is_an_older_copy_only_while_its_segments_are_here_too(
    scanned: Path, bare_key: bytes, lost: bool
) -> None:
    chosen = current_set(scanned)
    made = migrate.migrate_current(scanned, chosen, bare_key)
    make_current(scanned, chosen)
    store = Store(chosen, bare_key)
    services.drop_cut_off(store)
    assert (made.scans / ORPHAN).exists()
    if lost:
        for path in chosen.scans.iterdir():
            path.unlink()
    assert is_older_copy(store, made) == (not lost)
    store.close()
    assert len(finished_sets(scanned)) == 2
