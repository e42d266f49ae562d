"""A store that is damaged says so across the whole width of its window, as long as the window stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.store.folder import current_set
from tests.ui.conftest import desk_at
from ui.desk import Desk
from ui.frame.window import MainWindow
from ui.theme import Theme


@pytest.fixture
def damaged_desk(qapp: QApplication, sample_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk at a store with one flipped bit."""
    shutil.copytree(sample_data, tmp_path / "data")
    database = current_set(tmp_path / "data").database
    pages = bytearray(database.read_bytes())
    pages[len(pages) * 7 // 10] ^= 1
    database.write_bytes(pages)
    yield from desk_at(tmp_path / "data")


def test_it_is_told(damaged_desk: Desk, qtbot: QtBot, qapp: QApplication) -> None:
    window = MainWindow(damaged_desk, Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    assert window.trouble.damage.isVisible()
    assert "Tệp sổ (store.db) bị hỏng" in window.trouble.damage.words
    window.close()


def test_a_whole_store_shows_nothing(desk: Desk, qtbot: QtBot, qapp: QApplication) -> None:
    window = MainWindow(desk, Theme(qapp, "light"))
    qtbot.addWidget(window)
    window.show()
    assert not window.trouble.damage.isVisible()
    window.close()
