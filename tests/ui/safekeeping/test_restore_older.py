"""Restoring while an older copy of the book is open: what was copied from that one is newest and brings nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.safekeeping.backup import back_up
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.store.opened import OpenedFolder
from tests.store.deeds import add_one
from tests.store.fixtures import CLERK, PASSWORD
from tests.store.memory import Memory
from tests.ui.safekeeping.sticks import FolderSticks
from ui.safekeeping.restore_copy_step import NOTHING_MORE, NOTHING_MORE_WORDS, CopyStep
from ui.safekeeping.restore_engine import StoreRestore

MAKER = Maker("1", "Nguyễn Thị Hạnh", "MAY-1")


def test_the_copy_that_brings_work_back_is_marked(
    sample_data: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    data, older, memory = tmp_path / "data", tmp_path / "older", Memory()
    shutil.copytree(sample_data, data)
    shutil.copytree(sample_data, older)
    stick = tmp_path / "usb"
    stick.mkdir()
    with OpenedFolder(data, PASSWORD, memory=memory) as folder:
        add_one(folder.store)
        wanted = back_up(folder.store, Medium(stick), MAKER).generation
    shutil.rmtree(data)
    older.rename(data)
    with OpenedFolder(data, PASSWORD, memory=memory) as folder:
        assert folder.older is not None
        nothing_more = back_up(folder.store, Medium(stick), MAKER).generation
        engine = StoreRestore(data, FolderSticks(stick), folder)
        (found,) = engine.look()
        step = CopyStep()
        qtbot.addWidget(step)
        step.show_copies(found, engine.copies(found))
        assert [(line.name, line.nothing_more) for line in step.lines] == [(nothing_more, True), (wanted, False)]
        assert step.current is not None
        assert step.current.name == wanted
        assert step.table.item(0, 3).text() == NOTHING_MORE
        assert NOTHING_MORE_WORDS in step.words.text()
        folder.accept_older(CLERK)
        step.show_copies(found, engine.copies(found))
        assert step.current is not None
        assert step.current.name == nothing_more
        assert NOTHING_MORE_WORDS not in step.words.text()
