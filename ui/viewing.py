"""Noting that sensitive content was seen, beside the window: the clerk never waits for it.

Promises: each title once per person and signed-in session; what is under way when the desk closes is written first. A
disk that refuses makes the next view try again.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress

from PySide6.QtCore import QObject

from models.people.viewing import NoteView, note_view
from models.store.errors import EnvironmentProblem, RuleError
from models.store.store import VIEW, Store
from models.store.work import Actor
from ui.waiting import Waiting

Seen = tuple[str, int]
"""Title of the view and person."""


class ViewNotes(QObject):
    """The views of one signed-in clerk."""

    def __init__(self, store: Store, actor: Actor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._actor = store, actor
        self._seen: set[Seen] = set()
        self._queue: deque[Seen] = deque()
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._go_on)
        self._waiting.refused.connect(self._refused)

    def note(self, title: str, person_id: int) -> None:
        """Note a view unless it was noted in this session."""
        if (title, person_id) not in self._seen:
            self._seen.add((title, person_id))
            self._queue.append((title, person_id))
            self._go_on()

    def _go_on(self) -> None:
        if self._queue and not self._waiting.busy:
            seen = self._queue.popleft()
            self._waiting.start(lambda: self._write(seen))

    def _refused(self) -> None:
        self._seen.clear()
        self._go_on()

    def _write(self, seen: Seen) -> None:
        self._store.transact(seen[0], self._actor, note_view, NoteView(seen[1]), kind=VIEW)

    def close(self) -> None:
        """Write what is still to be written; afterwards nothing may be noted."""
        self._waiting.wait()
        while self._queue:
            with suppress(RuleError, EnvironmentProblem):
                self._write(self._queue.popleft())
