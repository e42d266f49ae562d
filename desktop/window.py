"""Running the program with windows: options, the application, and faults of ours shown in a window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from PySide6.QtWidgets import QApplication

from desktop.paths import data_folder, log_folder
from desktop.program import Program
from ui.theme import STYLE_ARGUMENTS
from ui.unlock.window import PROGRAM_NAME

__all__ = ["Program", "run_window", "watch_for_faults", "window_options"]


def run_window(arguments: Sequence[str]) -> int:
    """Open the window on the chosen data folder; returns the exit code."""
    options = window_options(arguments)
    gc.disable()  # what is made until the first paint stays; looking for garbage in it costs 6 ms
    app = QApplication([*sys.argv[:1], *STYLE_ARGUMENTS])
    app.setApplicationName(PROGRAM_NAME)
    program = Program(app, data_folder(options.get("--data")), options.get("--sample-password"))
    with ExitStack() as ends:
        program.painted.connect(lambda: ends.callback(watch_for_faults()))
        program.start()
        return app.exec()


def watch_for_faults() -> Callable[[], None]:
    """Show faults of ours in a window from now on; returns how to stop that."""
    from desktop.crash_window import CrashWindow

    return CrashWindow(log_folder).close


def window_options(arguments: Sequence[str]) -> dict[str, str]:
    """Options as main.wants_window accepts them: "--data DIR" or "--data=DIR"."""
    found: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        found[name] = value if equals else rest.pop(0)
    return found
