"""From opening to closing: seals after each change, closing beside work, listeners that break, ids given once."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.imports.tables import ImportBatch
from models.office.open_office import OpenOffice
from models.office.tables import Village
from models.store.check import check_store
from models.store.errors import EnvironmentProblem
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.tables import Change
from models.store.undo import undo_change
from models.store.work import Outcome, Work, next_ids
from tests.store.fixtures import CLERK, KILL, PASSWORD
from tests.store.test_store import add_village, many_villages


def crashed_copy(store: Store, target: Path) -> Path:
    """The data folder as a power cut would leave it: the log is not folded in."""
    shutil.copytree(store.set.folder.parent.parent, target)
    return target


def test_every_change_is_sealed_before_the_next(store: Store) -> None:
    for number in range(3):
        store.transact("Thêm", CLERK, add_village, f"Thôn {number}")
        sealed = store.authenticated_vault().head
        assert sealed is not None
        assert sealed.change_id == number + 1


def test_a_damaged_log_that_loses_changes_is_told(store: Store, tmp_path: Path) -> None:
    for number in range(20):
        store.transact("Thêm", CLERK, add_village, f"Thôn {number}")
    data = crashed_copy(store, tmp_path / "crashed")
    log = current_set(data).folder / "store.db-wal"
    spoiled = bytearray(log.read_bytes())
    spoiled[len(spoiled) // 2] ^= 1
    log.write_bytes(spoiled)
    with OpenedFolder(data, PASSWORD) as opened:
        with opened.store.read() as session:
            assert (session.scalar(select(func.count()).select_from(Village)) or 0) < 20
        assert not opened.whole
        report = check_store(opened.store, data)
        opened.store.transact("Thêm", CLERK, add_village, "Sau")
        assert not opened.store.is_whole()
    assert [part.name for part in report.parts if not part.ok] == ["vault", "days"]


def test_an_older_set_is_told_when_opened(data_folder: Path) -> None:
    with OpenedFolder(data_folder, PASSWORD) as opened:
        opened.store.transact("Một", CLERK, add_village, "Một")
        assert opened.whole
    older = current_set(data_folder).database.read_bytes()
    with OpenedFolder(data_folder, PASSWORD) as opened:
        opened.store.transact("Hai", CLERK, add_village, "Hai")
    current_set(data_folder).database.write_bytes(older)
    with OpenedFolder(data_folder, PASSWORD) as opened:
        assert not opened.whole


def test_a_closed_store_stays_closed(store: Store) -> None:
    store.close()
    with pytest.raises(EnvironmentProblem) as caught:
        store.transact("Thêm", CLERK, add_village, "Một")
    assert caught.value.code == "closed"
    with pytest.raises(EnvironmentProblem) as caught, store.read() as session:
        session.scalar(select(Village.id))
    assert caught.value.code == "closed"


def test_closing_waits_for_the_running_change(data_folder: Path) -> None:
    opened = OpenedFolder(data_folder, PASSWORD)
    inside = threading.Event()

    def slow(work: Work, _: None) -> Outcome[None]:
        many_villages(work, 500)
        inside.set()
        time.sleep(0.3)
        return Outcome(None)

    writer = threading.Thread(target=lambda: opened.store.transact("Chậm", CLERK, slow, None))
    writer.start()
    inside.wait(10)
    opened.close()
    writer.join(10)
    with OpenedFolder(data_folder, PASSWORD) as again, again.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Village)) == 500


def test_a_listener_that_breaks_does_not_undo_a_commit(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: told.append(kind))
    office = OpenOffice(OpenedFolder(data_folder, PASSWORD), CLERK)
    heard: list[object] = []

    def breaks(_: object) -> None:
        raise KeyError("hỏng")

    office.on_stale(breaks)
    office.on_stale(heard.append)
    assert office.transact("Thêm", add_village, "Một") == 1
    assert len(heard) == 1
    office.close()
    assert told == [KeyError]


def test_closing_goes_on_when_one_end_breaks(data_folder: Path) -> None:
    office = OpenOffice(OpenedFolder(data_folder, PASSWORD), CLERK)

    def breaks() -> None:
        raise KeyError("hỏng")

    office.on_close(breaks)
    with pytest.raises(KeyError):
        office.close()
    OpenedFolder(data_folder, PASSWORD).close()


def test_ids_of_an_undone_change_are_not_given_again(store: Store) -> None:
    first = store.transact("Nhập", CLERK, many_villages, 3).value
    store.transact("Hoàn tác", CLERK, lambda work, change: Outcome(undo_change(work, change)), 1)
    again = store.transact("Nhập", CLERK, many_villages, 3).value
    single = store.transact("Thêm", CLERK, add_village, "Một").value
    assert again.start == first.stop
    assert single == again.stop
    with store.connection() as connection:
        tables = [Village.__table__, ImportBatch.__table__]
        assert next_ids(connection, tables) == {"village": single + 1, "import_batch": 1}  # type: ignore[arg-type]  # Tables


def test_a_killed_process_leaves_its_last_change_sealed(data_folder: Path, bare_key: bytes) -> None:
    if sys.platform == "win32":
        pytest.skip("forks")
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        store = Store(current_set(data_folder), bare_key)
        store.transact("Thêm", CLERK, add_village, "Một")
        os.write(told, b".")
        time.sleep(60)
        os._exit(0)
    os.read(heard, 1)
    os.kill(child, KILL)
    os.waitpid(child, 0)
    os.close(heard)
    os.close(told)
    with OpenedFolder(data_folder, PASSWORD) as opened:
        sealed = opened.store.authenticated_vault().head
        with opened.store.read() as session:
            assert session.scalar(select(func.count()).select_from(Change)) == 1
    assert sealed is not None
    assert sealed.change_id == 1
