"""The program's own path from the first run over the sheet to the book, and what closing a window on the way leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.program import LEFT_HERE, Program
from models.office.open_office import OpenOffice
from models.safekeeping.sheets import valid_sheet
from models.store import recovery
from ui.frame.window import MainWindow
from ui.unlock.first_run import FirstRun, FirstRunWindow
from ui.unlock.left_window import LeftWindow
from ui.unlock.new_password import NewPasswordWindow
from ui.unlock.recovery_window import RecoveryWindow
from ui.unlock.sheet_page import SheetPage
from ui.unlock.window import UnlockWindow

pytestmark = pytest.mark.usefixtures("cheap_keys")
PASSWORD = "con trâu đen gặm cỏ"
ASKED = FirstRun("xã", "Tà Đùng", "66", "Lê Thị Hoa", PASSWORD)
LONG_MS = 20_000


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    monkeypatch.setattr("desktop.program.window_memory", lambda: str(tmp_path / "window.ini"))
    monkeypatch.setattr("desktop.traces.forget_folders", lambda: None)
    made = Program(qapp, tmp_path / "data")
    yield made
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()
    made.office_closed()
    made.guard().idle.stop()
    made.guard().events.stop()
    if made._loading is not None:
        made._loading.wait()
    made.deleteLater()


def founded(qtbot: QtBot, program: Program) -> SheetPage:
    """Through the first run to the sheet."""
    program.start()
    first = program.window
    assert isinstance(first, FirstRunWindow)
    first.created.emit(program._create(ASKED))
    page = program.window
    assert isinstance(page, SheetPage)
    qtbot.waitUntil(lambda: not page.drawing, timeout=LONG_MS)
    return page


def test_the_sheet_put_off_leads_to_the_book_and_its_warning(qtbot: QtBot, program: Program) -> None:
    page = founded(qtbot, program)
    page.left.emit()
    frame = program.window
    assert isinstance(frame, MainWindow)
    assert frame.security.notice.words
    assert program.guard().idle.running
    frame.close()
    assert program.office is None


def test_a_machine_that_was_left_says_so_before_its_first_run(qtbot: QtBot, program: Program) -> None:
    program.memory.setValue(LEFT_HERE, f"{program.data}\n")
    program.start()
    farewell = program.window
    assert isinstance(farewell, LeftWindow)
    farewell.go_on.click()
    assert isinstance(program.window, FirstRunWindow)
    program.start()
    assert isinstance(program.window, FirstRunWindow), "it is said once"


def test_closing_the_sheet_leaves_no_open_book(qtbot: QtBot, program: Program) -> None:
    founded(qtbot, program).close()
    assert program.office is None
    office = OpenOffice.unlock(program.data, PASSWORD)
    assert valid_sheet(office.store) is None
    office.close()


def test_the_sheet_then_the_way_back_with_it(qtbot: QtBot, program: Program) -> None:
    page = founded(qtbot, program)
    key = page._key
    page.preview.printed.emit()
    page.tick.setChecked(True)
    page.button.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=LONG_MS)
    assert program.window is not None
    program.window.close()
    program.framed = False
    program.show_unlock()
    unlock = program.window
    assert isinstance(unlock, UnlockWindow)
    assert unlock.handle == "1"
    unlock.recovery.click()
    door = program.window
    assert isinstance(door, RecoveryWindow)
    for line, group in zip(door.groups.lines, recovery.groups(key), strict=True):
        line.setText(group)
    door.unlock()
    qtbot.waitUntil(lambda: isinstance(program.window, NewPasswordWindow), timeout=LONG_MS)
    asking = program.window
    assert isinstance(asking, NewPasswordWindow)
    assert program.office is not None
    assert program.office.actor.staff_id is None, "nobody is signed in before the new password"
    asking.password.editor.setText("mật khẩu mới tinh")
    asking.again.editor.setText("mật khẩu mới tinh")
    asking.submit()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=LONG_MS)
    assert program.office.actor.staff_id == 1


def test_closing_the_new_password_window_closes_the_book(qtbot: QtBot, program: Program) -> None:
    page = founded(qtbot, program)
    page.left.emit()
    assert program.office is not None
    key = recovery.new_key()
    from models.safekeeping.sheets import use_sheet

    use_sheet(program.office, key)
    assert program.window is not None
    program.window.close()
    program.framed = False
    program._ask_new_password(program.sign_in().open_by_sheet(key))
    assert isinstance(program.window, NewPasswordWindow)
    program.window.close()
    assert program.office is None
