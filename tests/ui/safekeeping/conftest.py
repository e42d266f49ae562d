"""A desk with made-up safekeeping behind it, and the section that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.safekeeping.made_up import MadeUpCopies, MadeUpRestore
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.section import SafekeepingSection

WAIT_MS = 5000


@pytest.fixture
def copies() -> MadeUpCopies:
    """The made-up copy engine; plug sticks in before or after."""
    return MadeUpCopies()


@pytest.fixture
def restore() -> MadeUpRestore:
    return MadeUpRestore()


@pytest.fixture
def keeper(copies: MadeUpCopies, qapp: QApplication) -> Iterator[Keeper]:
    made = Keeper(copies)
    yield made
    made.close()


@pytest.fixture
def section(desk: Desk, keeper: Keeper, restore: MadeUpRestore, qtbot: QtBot) -> Iterator[SafekeepingSection]:
    made = SafekeepingSection(desk, keeper, lambda: restore, keeper_name="Nguyễn Thị Hạnh")
    qtbot.addWidget(made)
    made.resize(1200, 680)
    made.show()
    made.activateWindow()
    with qtbot.waitActive(made):
        pass
    yield made
    made.close_pages()


def seen(keeper: Keeper, qtbot: QtBot) -> None:
    """Let the keeper look at the drives once."""
    qtbot.waitUntil(lambda: not keeper._look.busy, timeout=WAIT_MS)
    with qtbot.waitSignal(keeper.places_changed, timeout=WAIT_MS):
        keeper.look()


def in_form(work: Callable[[FormDialog], None]) -> None:
    """Run `work` in the form dialog that the next click opens; the dialog is closed whatever happens."""

    def run() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, FormDialog):
            QTimer.singleShot(10, run)
            return
        try:
            work(dialog)
        finally:
            if dialog.isVisible():
                dialog.cancel.click()

    QTimer.singleShot(10, run)
