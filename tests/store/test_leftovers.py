"""Sets that nobody names: proven copies go, and whatever might hold more than the open store stays and is told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from models.store import migrate, schema_version, vault
from models.store.check import check_store
from models.store.errors import EnvironmentProblem
from models.store.folder import StoreSet, current_set, finished_sets, make_current
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.vault_format import Head
from tests.store.children import ended, fork
from tests.store.fixtures import CLERK, NOW, PASSWORD, make_data_folder
from tests.store.test_migrations import next_scripts
from tests.store.test_store import add_village

__all__ = ["next_scripts"]
Upgraded = Callable[[], None]


@pytest.fixture
def newer_program(next_scripts: Path, monkeypatch: pytest.MonkeyPatch) -> Upgraded:
    """Calling it makes the program one schema newer."""

    def upgrade() -> None:
        run = migrate.migrate_database
        monkeypatch.setattr(
            migrate, "migrate_database", lambda chosen, key: run(chosen, key, scripts=next_scripts, head="0002")
        )
        monkeypatch.setattr(schema_version, "HEAD", "0002")

    return upgrade


@pytest.fixture
def filled(data_folder: Path, bare_key: bytes) -> Path:
    """A store whose few changes are two months old."""
    store = Store(current_set(data_folder), bare_key, clock=lambda: NOW - timedelta(days=60))
    for name in ("Một", "Hai", "Ba"):
        store.transact("Thôn", CLERK, add_village, name)
    store.seal_head()
    store.close()
    return data_folder


def copy_of(data: Path, key: bytes) -> StoreSet:
    """Another finished set with the same content under a name of its own, as a migration makes it."""
    chosen = current_set(data)
    made = migrate.migrate_current(data, chosen, key)
    make_current(data, chosen)
    return made


def killed_between_finishing_and_swapping(data: Path, key: bytes) -> None:
    """A child migrates and is gone just before `current` is written."""
    child = fork()
    if child == 0:
        try:
            vars(migrate)["make_current"] = lambda _data, _chosen: os._exit(9)
            migrate.migrate_current(data, current_set(data), key)
        finally:
            os._exit(1)
    assert ended(child) == 9


def opened_and_checked(data: Path, later: timedelta = timedelta(0)) -> tuple[bool, str]:
    """Open, check the folder, close."""
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW + later) as opened:
        parts = {part.name: part for part in check_store(opened.store, data).parts}
        return parts["folder"].ok, parts["folder"].message


def test_a_copy_left_by_a_kill_goes_at_the_next_opening(filled: Path, bare_key: bytes, newer_program: Upgraded) -> None:
    older = current_set(filled)
    newer_program()
    killed_between_finishing_and_swapping(filled, bare_key)
    assert len(finished_sets(filled)) == 2
    assert current_set(filled) == older
    assert opened_and_checked(filled)[0]
    assert finished_sets(filled) == sorted([older, current_set(filled)], key=lambda found: found.set_id)
    assert current_set(filled) != older


def test_the_set_before_a_migration_stays_a_month(filled: Path, newer_program: Upgraded) -> None:
    older = current_set(filled)
    newer_program()
    for days, there in ((0, True), (1, True), (29, True), (31, False)):
        assert opened_and_checked(filled, timedelta(days=days))[0]
        assert older.folder.exists() == there, days
    assert finished_sets(filled) == [current_set(filled)]


def test_a_proven_copy_goes_and_the_named_set_stays(filled: Path, bare_key: bytes) -> None:
    named = current_set(filled)
    copy_of(filled, bare_key)
    assert opened_and_checked(filled)[0]
    assert finished_sets(filled) == [named]


def add_a_change(copied: StoreSet, key: bytes) -> None:
    store = Store(copied, key, clock=lambda: NOW)
    store.transact("Thôn", CLERK, add_village, "Bốn")
    store.close()


def add_a_scan(copied: StoreSet, key: bytes) -> None:
    (copied.folder / "scans" / "giay").write_bytes(b"sealed")


def spoil_the_database(copied: StoreSet, key: bytes) -> None:
    copied.database.write_bytes(b"\x00" * 8192)


def spoil_the_vault(copied: StoreSet, key: bytes) -> None:
    copied.vault.write_bytes(b"{}")


def lose_the_vault(copied: StoreSet, key: bytes) -> None:
    copied.vault.unlink()


def put_another_store_there(copied: StoreSet, key: bytes) -> None:
    elsewhere = copied.folder.parent.parent.parent / "another"
    make_data_folder(elsewhere)
    shutil.rmtree(copied.folder)
    shutil.copytree(current_set(elsewhere).folder, copied.folder)


def seal_for_another_store(copied: StoreSet, key: bytes) -> None:
    known = vault.authenticate(copied.vault, key)
    vault.write_vault(copied.vault, replace(known, store_uid="another"), key)


@pytest.mark.parametrize(
    "spoil",
    [
        add_a_change,
        add_a_scan,
        spoil_the_database,
        spoil_the_vault,
        lose_the_vault,
        put_another_store_there,
        seal_for_another_store,
    ],
)
def test_without_proof_a_set_stays_and_is_told(
    filled: Path, bare_key: bytes, spoil: Callable[[StoreSet, bytes], None]
) -> None:
    copied = copy_of(filled, bare_key)
    spoil(copied, bare_key)
    files = {path: path.read_bytes() for path in copied.folder.rglob("*") if path.is_file()}
    ok, message = opened_and_checked(filled)
    assert not ok
    assert copied.set_id in message
    with OpenedFolder(filled, PASSWORD) as opened:
        assert copied.set_id[:8] in (opened.trouble or ""), "told at the door too"
    assert {path: path.read_bytes() for path in copied.folder.rglob("*") if path.is_file()} == files


def test_a_store_that_lost_changes_throws_nothing_away(filled: Path, bare_key: bytes) -> None:
    """The copy holds less than was sealed, but perhaps more than what is left."""
    copied = copy_of(filled, bare_key)
    named = current_set(filled)
    known = vault.authenticate(named.vault, bare_key)
    head = Head(known.head.change_id + 1, "ab" * 32)
    vault.write_vault(named.vault, replace(known, head=head), bare_key)
    with OpenedFolder(filled, PASSWORD) as opened:
        assert opened.whole is False
    assert copied.folder.exists()


def test_a_set_that_cannot_be_removed_does_not_keep_the_store_shut(
    filled: Path, bare_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = copy_of(filled, bare_key)

    def held(_path: Path, _target: Path) -> Path:
        raise PermissionError(13, "held")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", held)
        assert opened_and_checked(filled)[0]
    assert copied.folder.exists()


def test_two_sets_without_a_name_are_never_guessed(filled: Path, bare_key: bytes) -> None:
    copy_of(filled, bare_key)
    (filled / "current").unlink()
    with pytest.raises(EnvironmentProblem) as caught:
        OpenedFolder(filled, PASSWORD)
    assert caught.value.code == "pointer_damaged"
    assert len(finished_sets(filled)) == 2
