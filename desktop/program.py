"""The program with windows: unlock or first run, then the frame; lock and end. The composition root of the windows.

Until the unlock window is painted only what it is painted with is imported; the frame with everything behind it is
loaded in a thread while the clerk types.
"""

from __future__ import annotations

import gc
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.paths import APP, state_folder
from ui.theme import Scheme, Theme
from ui.unlock.ways import Asked, Ways
from ui.unlock.window import UnlockWindow
from ui.words import install_words

if TYPE_CHECKING:
    from desktop.book_watch import BookWatch
    from desktop.locking import Lock
    from desktop.rekeying import Rekeyer
    from desktop.signing import SignIn
    from models.office.open_office import OpenOffice
    from ui.frame.window import MainWindow
    from ui.unlock.first_run import FirstRun
    from ui.waiting import Waiting

SCHEMES: tuple[Scheme, ...] = ("light", "dark", "system")
REMEMBERED = "sign-in/last"
"""In the window memory: data folder, handle used last, handles, handles with a PIN; what the first paint shows."""
LEFT_HERE = "leave/left"
"""In the window memory, from leaving this machine until that was read: the data folder that was left."""


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
        self.framed = False
        """Whether the main window stands over the office; before that a window of its own leads there."""
        self.rekeying = False
        """Whether the store is getting a new key just now, under a window that shows nothing."""
        self._lock: Lock | None = None
        self._watch: BookWatch | None = None
        self._sign_in: SignIn | None = None
        self._loading: Waiting | None = None
        self._warming: Waiting | None = None

    def _scheme(self) -> Scheme:
        kept = self.memory.value("look/scheme")
        return next((scheme for scheme in SCHEMES if scheme == kept), "system")

    def _percent(self) -> int:
        kept = str(self.memory.value("look/percent") or "100")
        return int(kept) if kept.isdigit() else 100

    # -- before unlocking --------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Show the unlock window, or the first run where there is no store yet."""
        from models.store.folder import has_store

        if self.memory.contains(LEFT_HERE) and self._farewell():
            QTimer.singleShot(0, self, self._first_painted)
        elif has_store(self.data):
            self.show_unlock()
        else:
            self._show_first_run()
            QTimer.singleShot(0, self, self._first_painted)

    def _farewell(self) -> bool:
        from desktop.leaving_machine import say_farewell

        return say_farewell(self)

    def show_unlock(self) -> None:
        """The unlock window with what is remembered of the last sign-in; the vault itself is read after the paint."""
        unlock = UnlockWindow(self._unlock, sample_password=self.sample_password, ways=self._remembered())
        unlock.opened.connect(self.show_frame)
        unlock.painted.connect(self._first_painted)
        unlock.recovery_asked.connect(self._show_recovery)
        unlock.restore_asked.connect(self.show_restore)
        self.show(unlock)

    def _first_painted(self) -> None:
        from ui.waiting import Waiting

        if self._loading is not None:
            return
        gc.enable()
        self.theme.settle()
        self._loading = Waiting(self)
        self._loading.done.connect(self._loaded)
        self._loading.start(self._load)
        self.painted.emit()

    def _load(self) -> Ways:
        """In a thread: who may come in here, then the frame and all that is behind it."""
        ways = self.sign_in().ways(self._remembered().chosen)
        importlib.import_module("ui.frame.window")
        return ways

    def _loaded(self, ways: object) -> None:
        if isinstance(self.window, UnlockWindow) and isinstance(ways, Ways) and ways != self._remembered():
            self.window.set_ways(ways)

    def sign_in(self) -> SignIn:
        """The sign-in desk; imported after the first paint."""
        if self._sign_in is None:
            from desktop.signing import SignIn
            from desktop.workstation import Workstation

            self._sign_in = SignIn(self.data, Workstation(state_folder()))
        return self._sign_in

    def _remembered(self) -> Ways:
        """What the last sign-in left for the first paint; nothing of it is believed afterwards."""
        parts = str(self.memory.value(REMEMBERED) or "").split("\n")
        if len(parts) != 4 or parts[0] != str(self.data):
            return Ways()
        return Ways(tuple(parts[2].split()), parts[1], tuple(parts[3].split()))

    def remember_ways(self, handle: str) -> None:
        """Keep for the next first paint who came in last, and how."""
        ways = self.sign_in().ways(handle)
        parts = (str(self.data), handle, " ".join(ways.handles), " ".join(ways.quick))
        self.memory.setValue(REMEMBERED, "\n".join(parts))

    def _unlock(self, asked: Asked) -> OpenOffice:
        """In a thread: Argon2 and the imports take their time there."""
        return self.sign_in().open(asked)

    def _show_first_run(self) -> None:
        from models.office.places import provinces
        from ui.unlock.first_run import FirstRunWindow

        choices = [(province.code, province.name) for province in provinces()]
        first = FirstRunWindow(choices, self._create, folder=str(self.data))
        first.created.connect(self._offer_sheet)
        first.restore_asked.connect(self.show_restore)
        self.show(first)

    def _create(self, asked: FirstRun) -> OpenOffice:
        """In a thread: make the store and open it."""
        from desktop.founding import found_store
        from models.office.services import CreateCommune

        commune = CreateCommune(asked.commune, asked.province, kind=asked.kind, staff_name=asked.staff_name)
        found_store(self.data, asked.password, commune)
        return self._unlock(Asked(asked.password))

    # -- without a password ------------------------------------------------------------------------------------------

    def _show_recovery(self) -> None:
        """Ask for the recovery sheet instead of a password."""
        from ui.unlock.recovery_window import RecoveryWindow

        window = RecoveryWindow(lambda key: self.sign_in().open_by_sheet(key))
        window.left.connect(self.show_unlock)
        window.opened.connect(self._ask_new_password)
        self.show(window)

    def _ask_new_password(self, office: OpenOffice) -> None:
        """Opened by a sheet: nothing is shown before a colleague has a new password."""
        from models.office.staff_keys import colleagues, recover
        from ui.unlock.new_password import NewPasswordWindow

        self.office = office
        known = [one for one in colleagues(office.store) if one.left_on is None]
        known.sort(key=lambda one: not one.administrator)
        choices = [(one.handle, f"{one.display_name} ({one.handle}, {one.role_text.lower()})") for one in known]
        window = NewPasswordWindow(choices, lambda handle, password: recover(office, handle, password))
        window.done.connect(lambda: self.show_frame(office))
        window.closed.connect(self.left_unfinished)
        self.show(window)
        self.guard().watch()

    def left_unfinished(self) -> None:
        """A window over an opened office was closed before the frame came: the program ends, and the office with it."""
        if self.office is not None and not self.framed:
            self.office_closed()

    def _offer_sheet(self, office: OpenOffice) -> None:
        """The first run goes on with the recovery sheet, before the book is shown."""
        from desktop.first_sheet import FirstSheet

        self.office = office
        FirstSheet(self, office).start()
        self.guard().watch()

    def show_restore(self) -> None:
        """Restore from a stick where there is no store, or one that opens no longer."""
        from desktop.drives import drives_beside
        from ui.safekeeping.restore_window import RestoreWindow

        window = RestoreWindow(self.data, drives_beside(self.data))
        window.left.connect(self.start)
        window.restored.connect(self._restored)
        self.show(window)

    def _restored(self) -> None:
        self.remember_ways("")  # who came in before may not be known in this store
        self.sign_in().forget_book()
        self.start()

    # -- the opened office -------------------------------------------------------------------------------------------

    def show_frame(self, office: OpenOffice) -> None:
        """The main window over an opened office."""
        from desktop.quick_unlock import handle_of
        from desktop.traces import forget_folders

        forget_folders()
        self.office = office
        self.remember_ways(handle_of(office))
        self.framed = True
        self.frame()
        QTimer.singleShot(0, self, self._warm)

    def frame(self) -> MainWindow | None:
        """The main window anew over the office that is open; where the clerk was before locking is gone back to."""
        from desktop.drives import drives_beside
        from desktop.quick_unlock import handle_of
        from ui.desk import Desk
        from ui.frame.places import taken_place
        from ui.frame.window import MainWindow

        if self.office is None:
            return None
        desk = Desk(self.office, self.memory)
        drives = drives_beside(self.data)
        frame = MainWindow(desk, self.theme, quick=self.sign_in().quick_of(self.office), drives=drives)
        frame.lock_asked.connect(self.lock)
        frame.store_replaced.connect(self._store_replaced)
        frame.closed.connect(self.office_closed)
        frame.ways_changed.connect(lambda: self.remember_ways(handle_of(desk.office)))
        frame.rebuild_asked.connect(lambda: QTimer.singleShot(0, self, self._rebuild))
        frame.rekey_asked.connect(lambda asked: QTimer.singleShot(0, self, lambda: self._rekeying().start(asked)))
        frame.leave_asked.connect(lambda: QTimer.singleShot(0, self, self._leave_machine))
        frame.fit_screen()
        self.show(frame)
        self.guard().watch()
        self._watch_book(self.office, frame)
        taken_place(frame)
        return frame

    def _store_replaced(self) -> None:
        """A restore over the open store: what was seen of the book before may have gone further, and that is known."""
        self.sign_in().forget_book()
        self.guard().lock_at_once()

    def _watch_book(self, office: OpenOffice, frame: MainWindow) -> None:
        from desktop.book_watch import BookWatch

        if self._watch is None:
            self._watch = BookWatch(self)
        self._watch.start(office, frame.trouble.renew)

    def _warm(self) -> None:
        """Start the worker before its first job, beside the window."""
        from ui.waiting import Waiting

        if self._warming is None:
            self._warming = Waiting(self)
        if self.office is not None and not self._warming.busy:
            self._warming.start(self.office.worker.warm)

    def _rebuild(self) -> None:
        """Text size or colours changed: the same office in a new frame."""
        self.office = self.detach()
        self.frame()

    def detach(self) -> OpenOffice | None:
        """Close the frame and keep the office that is open behind it."""
        office, self.office = self.office, None
        if self.window is not None:
            self.window.close()
        return office

    def office_closed(self) -> None:
        """The frame went: end what runs beside it, and the office behind it unless it was detached."""
        if self._watch is not None:
            self._watch.stop()
        if self._warming is not None:
            self._warming.wait()
        if self.office is not None:
            office, self.office = self.office, None
            office.close()

    def _rekeying(self) -> Rekeyer:
        from desktop.rekeying import Rekeyer

        return Rekeyer(self)

    def guard(self) -> Lock:
        """What locks the office; imported with the frame."""
        if self._lock is None:
            from desktop.locking import Lock

            self._lock = Lock(self)
        return self._lock

    def _leave_machine(self) -> None:
        from desktop.leaving_machine import leave_machine

        leave_machine(self)

    def lock(self) -> None:
        """Close everything and replace this process by a fresh unlock window: copies of the key stay in memory."""
        self.guard().lock()

    def show(self, window: QWidget) -> None:
        previous, self.window = self.window, window
        window.show()
        if previous is not None:
            previous.close()
            previous.deleteLater()
