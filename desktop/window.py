"""The program with windows: unlock or first run, then the frame; lock and end. The composition root of the windows.

Until the unlock window is painted only what it is painted with is imported; the frame with everything behind it is
loaded in a thread while the clerk types.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.paths import APP, data_folder, log_folder
from ui.theme import STYLE_ARGUMENTS, Scheme, Theme
from ui.unlock.window import PROGRAM_NAME, UnlockWindow
from ui.words import install_words

if TYPE_CHECKING:
    from models.office.open_office import OpenOffice
    from ui.frame.window import MainWindow
    from ui.unlock.first_run import FirstRun
    from ui.waiting import Waiting

SCHEMES: tuple[Scheme, ...] = ("light", "dark", "system")


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


def window_memory() -> str:
    """The file of window sizes, columns and text size; never anything about a person, and not in the data folder."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return f"{folder}/{APP}/window.ini"


class Program(QObject):
    """Holds what lives as long as the process: theme, window memory, and whichever window is shown.

    `painted` comes when the first window is painted; what that window can do without is loaded afterwards.
    """

    painted = Signal()

    def __init__(self, app: QApplication, data: Path, sample_password: str | None = None) -> None:
        super().__init__(app)
        self.app = app
        self.data = data
        self.sample_password = sample_password
        self.memory = QSettings(window_memory(), QSettings.Format.IniFormat)
        install_words(app)
        self.theme = Theme(app, self._scheme(), self._percent(), settled=False)
        self.window: QWidget | None = None
        self.office: OpenOffice | None = None
        self._loading: Waiting | None = None
        self._warming: Waiting | None = None

    def _scheme(self) -> Scheme:
        kept = self.memory.value("look/scheme")
        return next((scheme for scheme in SCHEMES if scheme == kept), "system")

    def _percent(self) -> int:
        kept = str(self.memory.value("look/percent") or "100")
        return int(kept) if kept.isdigit() else 100

    def start(self) -> None:
        """Show the unlock window, or the first run where there is no store yet."""
        from models.store.folder import has_store

        if has_store(self.data):
            unlock = UnlockWindow(self._unlock, sample_password=self.sample_password)
            unlock.opened.connect(self.show_frame)
            unlock.painted.connect(self._first_painted)
            self._show(unlock)
        else:
            self._show_first_run()
            QTimer.singleShot(0, self, self._first_painted)

    def _first_painted(self) -> None:
        from ui.waiting import Waiting

        gc.enable()
        self.theme.settle()
        self._loading = Waiting(self)
        self._loading.start(lambda: importlib.import_module("ui.frame.window"))
        self.painted.emit()

    def _unlock(self, password: str) -> OpenOffice:
        """In a thread: Argon2 and the imports take their time there."""
        from models.office.open_office import OpenOffice

        return OpenOffice.unlock(self.data, password)

    def _show_first_run(self) -> None:
        from models.office.places import provinces
        from ui.unlock.first_run import FirstRunWindow

        choices = [(province.code, province.name) for province in provinces()]
        first = FirstRunWindow(choices, self._create, folder=str(self.data))
        first.created.connect(self.show_frame)
        self._show(first)

    def _create(self, asked: FirstRun) -> OpenOffice:
        """In a thread: make the store and open it."""
        from desktop.founding import found_store
        from models.office.services import CreateCommune

        commune = CreateCommune(asked.commune, asked.province, kind=asked.kind, staff_name=asked.staff_name)
        found_store(self.data, asked.password, commune)
        return self._unlock(asked.password)

    def show_frame(self, office: OpenOffice) -> None:
        """The main window over an opened office."""
        from desktop.traces import forget_folders

        forget_folders()
        self.office = office
        self._frame()
        QTimer.singleShot(0, self, self._warm)

    def _frame(self) -> None:
        from ui.desk import Desk
        from ui.frame.window import MainWindow

        if self.office is None:
            return
        frame: MainWindow = MainWindow(Desk(self.office, self.memory), self.theme)
        frame.lock_asked.connect(self.lock)
        frame.closed.connect(self._frame_closed)
        frame.rebuild_asked.connect(lambda: QTimer.singleShot(0, self, self._rebuild))
        frame.fit_screen()
        self._show(frame)

    def _warm(self) -> None:
        """Start the worker before its first job, beside the window."""
        from ui.waiting import Waiting

        if self._warming is None:
            self._warming = Waiting(self)
        if self.office is not None and not self._warming.busy:
            self._warming.start(self.office.worker.warm)

    def _rebuild(self) -> None:
        """Text size or colours changed: the same office in a new frame."""
        office, self.office = self.office, None
        if self.window is not None:
            self.window.close()
        self.office = office
        self._frame()

    def _frame_closed(self) -> None:
        if self._warming is not None:
            self._warming.wait()
        if self.office is not None:
            office, self.office = self.office, None
            office.close()

    def lock(self) -> None:
        """Close everything and replace this process by a fresh unlock window: copies of the key stay in memory."""
        from PySide6.QtCore import QProcess

        if self.window is not None:
            self.window.close()
        self._frame_closed()
        program, arguments = relaunch_command(self.data, self.sample_password)
        QProcess.startDetached(program, arguments)
        self.app.quit()

    def _show(self, window: QWidget) -> None:
        previous, self.window = self.window, window
        window.show()
        if previous is not None:
            previous.close()
            previous.deleteLater()


def relaunch_command(data: Path, sample_password: str | None) -> tuple[str, list[str]]:
    """How to start this program again, frozen or not."""
    arguments = ["--data", str(data)]
    if sample_password is not None:
        arguments += ["--sample-password", sample_password]
    if getattr(sys, "frozen", False):
        return sys.executable, arguments
    return sys.executable, ["-m", "desktop.main", *arguments]
