"""The restore drill finds what is wrong with a backup, keeps what it found, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.safekeeping import practice, queries
from models.safekeeping.drills import last_drill
from models.safekeeping.kept import kept_copies
from models.safekeeping.practice import NoteDrill, note_drill
from models.safekeeping.progress import BackupStopped
from models.safekeeping.restoring import restore
from models.safekeeping.tables import Drill
from models.store.errors import EnvironmentProblem
from models.store.opened import OpenedFolder
from models.store.store import SAFEKEEPING
from tests.people.commune import Clock
from tests.safekeeping.restores import BEFORE, LISTED, Kept, kept, kept_once
from tests.safekeeping.sticks import backed_up
from tests.store.fixtures import CLERK, PASSWORD

__all__ = ["kept", "kept_once"]


def held(kept: Kept, folder: OpenedFolder, scratch: Path, *, noted: bool = True) -> practice.DrillReport:
    """A drill with the newest backup; its scratch place is empty afterwards."""
    scratch.mkdir(exist_ok=True)
    try:
        keys = queries.data_keys(folder.store)
        report = practice.drill(kept.medium, kept.newest(), keys, scratch, store=folder.store)
    finally:
        assert list(scratch.iterdir()) == []
    if noted:
        note = NoteDrill(report, kept.medium.uid() or "")
        folder.store.transact("Diễn tập khôi phục", CLERK, note_drill, note, kind=SAFEKEEPING)
    return report


def test_a_whole_backup_passes(kept: Kept, tmp_path: Path) -> None:
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder:
        report = held(kept, folder, tmp_path / "scratch")
        with folder.store.read() as session:
            row = session.scalars(select(Drill)).one()
            last = last_drill(session)
    assert report.passed
    assert report.in_history
    assert report.counts["person"] == len(BEFORE) + LISTED
    assert report.counts["scan"] == 3
    assert report.message.startswith(
        "Đã mở thử và kiểm tra: 23 người, 0 hộ, 0 giấy tờ, 3 bản quét. Sổ hiện tại có thêm"
    )
    assert row.passed
    assert row.medium_id == 1
    assert last.message == report.message


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("generations/*/manifest.json", "manifest"),
        ("generations/*/vault.json", "vault"),
        ("generations/*/store.db", "database"),
        ("segments/*", "segment"),
    ],
)
def test_a_damaged_part_is_told_and_the_backup_is_no_longer_good(
    kept: Kept, tmp_path: Path, pattern: str, part: str
) -> None:
    (file,) = kept.stick.glob(f"SoAnSinh/*/{pattern}")
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 4
    file.write_bytes(data)
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder:
        report = held(kept, folder, tmp_path / "scratch")
        with folder.store.read() as session:
            (backup,) = queries.backups(session)
    assert not report.passed
    assert report.part == part
    assert "hãy" in report.message.casefold()
    assert backup.standing == "bad"


def test_a_medium_that_is_gone_is_no_failed_drill(kept: Kept, tmp_path: Path) -> None:
    newest = kept.newest()
    kept.stick.rename(kept.stick.with_name("pulled"))
    (tmp_path / "scratch").mkdir()
    with OpenedFolder(kept.data, PASSWORD) as folder:
        keys = queries.data_keys(folder.store)
        with pytest.raises(EnvironmentProblem) as caught:
            practice.drill(kept.medium, newest, keys, tmp_path / "scratch", store=folder.store)
    assert caught.value.code == "medium_removed"


@pytest.mark.parametrize("after", [0, 3, 6])
def test_a_stopped_drill_leaves_nothing(kept: Kept, tmp_path: Path, after: int) -> None:
    looks = iter(range(1000))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with OpenedFolder(kept.data, PASSWORD) as folder:
        known, now = queries.data_keys(folder.store), kept.newest()
        with pytest.raises(BackupStopped):
            practice.drill(kept.medium, now, known, scratch, store=folder.store, stopped=lambda: next(looks) >= after)
    assert list(scratch.iterdir()) == []


def test_a_backup_of_the_branch_that_was_given_up_is_told(kept: Kept, tmp_path: Path) -> None:
    tomorrow = Clock()
    tomorrow.now += timedelta(days=1)
    with OpenedFolder(kept.data, PASSWORD, clock=tomorrow) as folder:
        older = kept.opened()
        backed_up(folder.store, kept.medium)
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder:
        restore(kept.data, older, replaced=folder)
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder:
        report = held(kept, folder, tmp_path / "scratch")
        with folder.store.read() as session:
            (copy,) = kept_copies(session, kept.data)
    assert report.passed
    assert not report.in_history
    assert "Chú ý" in report.message
    assert copy.size > 100_000
