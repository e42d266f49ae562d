"""The whole program on a machine without a store: first run, restore from a folder, unlock, the main window.

Run as a process of its own: arguments are the data folder, the folder with the copies and the password. Prints what
stood on the screen at each door.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.program import Program
from ui.frame.window import MainWindow
from ui.safekeeping.restore_page import DONE, PREVIEW, SECRET
from ui.safekeeping.restore_window import RestoreWindow
from ui.unlock.first_run import FirstRunWindow
from ui.unlock.window import UnlockWindow

LONGEST_S = 40


def turn(app: QApplication, until: Callable[[], bool]) -> None:
    """Let the windows work until something is there."""
    end = time.monotonic() + LONGEST_S
    while not until():
        if time.monotonic() > end:
            raise TimeoutError
        app.processEvents()
        time.sleep(0.005)


def restored(data: Path, copies: Path, password: str) -> None:
    app = QApplication([])
    program = Program(app, data)
    program.start()
    first = program.window
    assert isinstance(first, FirstRunWindow)
    first.restore.click()
    window = program.window
    assert isinstance(window, RestoreWindow)
    page = window.page
    turn(app, lambda: not page.busy)
    page.copy_step.places.choose_folder(copies)
    turn(app, lambda: bool(page.copy_step.lines) and not page.busy)
    page.button.click()
    turn(app, lambda: page.step == SECRET)
    page.secret_step.password.editor.setText(password)
    page.button.click()
    turn(app, lambda: page.step == PREVIEW)
    page.preview_step.agree.click()
    page.button.click()
    turn(app, lambda: page.step == DONE)
    page.button.click()
    unlock = program.window
    assert isinstance(unlock, UnlockWindow)
    print(unlock.windowTitle(), flush=True)
    unlock.password.setText(password)
    unlock.unlock()
    turn(app, lambda: isinstance(program.window, MainWindow))
    frame = program.window
    assert isinstance(frame, MainWindow)
    print(frame.windowTitle(), flush=True)
    frame.close()
    turn(app, lambda: program.office is None)
    os._exit(0)


if __name__ == "__main__":
    restored(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
