"""Beside an opened office: the rounds over the scans' segments, and how far the book goes remembered every few minutes.

The work runs in a thread that rests as much as it reads. `stop` ends it within a block of a megabyte and waits for it,
so no file of the store is held when a lock, a new data key or the end comes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from PySide6.QtCore import QObject, QTimer

from models.office.open_office import OpenOffice
from models.store.errors import EnvironmentProblem
from models.store.opened import OpenedFolder
from models.store.scans.vigil import Round, Vigil
from ui.waiting import Waiting

FIRST_MS: Final = 3000
"""The frame is drawn and filled first."""
ROUND_MS: Final = 5 * 60_000


class BookWatch(QObject):
    """Belongs to the program; `start` over each frame, `stop` when it goes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._office: OpenOffice | None = None
        self._vigil: Vigil | None = None
        self._found: Callable[[], None] = lambda: None
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._gone_round)
        self._first = self._timer(FIRST_MS, single=True)
        self._rounds = self._timer(ROUND_MS)

    def _timer(self, wait_ms: int, *, single: bool = False) -> QTimer:
        made = QTimer(self)
        made.setInterval(wait_ms)
        made.setSingleShot(single)
        made.timeout.connect(self.go_round)
        return made

    def start(self, office: OpenOffice, found: Callable[[], None]) -> None:
        """Begin to watch `office`; `found` is called in the main thread when its folder's troubles may have changed."""
        self._office, self._found = office, found
        self._vigil = Vigil(office.store, office.folder.memory)
        self._first.start()
        self._rounds.start()

    def go_round(self) -> None:
        """A round now, unless one is under way."""
        if self._office is not None and self._vigil is not None and not self._waiting.busy:
            folder, vigil = self._office.folder, self._vigil
            self._waiting.start(lambda: _round(folder, vigil))

    def stop(self) -> None:
        """No more rounds; the one under way has ended when this returns. Harmless when done twice."""
        self._first.stop()
        self._rounds.stop()
        if self._vigil is not None:
            self._vigil.stop()
        self._waiting.wait()
        self._office = self._vigil = None

    def _gone_round(self, found: object) -> None:
        if isinstance(found, Round) and self._office is not None:
            self._office.folder.tell("scans", found.trouble)
            self._found()


def _round(folder: OpenedFolder, vigil: Vigil) -> Round | None:
    """In the thread. A store that cannot be asked just now is asked again at the next round."""
    with suppress(EnvironmentProblem):
        folder.note_head()
    with suppress(EnvironmentProblem):
        return vigil.go_round()
    return None
