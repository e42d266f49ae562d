"""The desk: what every window after unlocking is given, and the only way a window reaches the store.

Promises: a change goes through `do`, whose stale pairs are announced to every view; reads use one autocommitting
session; long work runs in the worker process while a thread waits. No window sees a record or SQL. `close` ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from models.office.open_office import OpenOffice
from models.store.store import CHANGE, EXPORT, PRINT, ReadConnection, ReadSession, SourceFile, Store
from models.store.verify import foot_line
from models.store.work import OFFICE_TIME, Outcome, Work
from models.store.worker import JobCancelled
from ui.register.source import Memory
from ui.viewing import ViewNotes
from ui.waiting import Waiting

Command = TypeVar("Command")
Value = TypeVar("Value")
CANCELLED = object()
"""What a cancelled job answers."""


class Desk(QObject):
    """One signed-in clerk at one open office. `stale` carries a frozenset of (subject, id) after each commit."""

    stale = Signal(object)

    def __init__(self, office: OpenOffice, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.memory = memory
        self.worker = office.worker
        self.views = ViewNotes(office.store, office.actor, self)
        self._stop_listening = office.on_stale(self.stale.emit)

    def close(self) -> None:
        """Hear nothing more; the office itself belongs to whoever opened it."""
        self._stop_listening()
        self.views.close()

    @property
    def store(self) -> Store:
        return self.office.store

    @property
    def rights(self) -> frozenset[str]:
        """What who is signed in may do and see."""
        return self.office.actor.rights

    @property
    def now(self) -> datetime:
        """Now in the office's time."""
        return self.store.now().astimezone(OFFICE_TIME)

    @property
    def today(self) -> date:
        return self.now.date()

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A session for queries."""
        with self.store.read() as session:
            yield session

    @contextmanager
    def connection(self) -> Iterator[ReadConnection]:
        """A bare reading connection for registers."""
        with self.store.connection() as connection:
            yield connection

    def do(
        self,
        name: str,
        verb: Callable[[Work, Command], Outcome[Value]],
        command: Command,
        *,
        kind: str = CHANGE,
        source: SourceFile | None = None,
    ) -> Value:
        """Run a verb in one transaction and announce what became stale. RuleError and EnvironmentProblem come out."""
        return self.office.transact(name, verb, command, kind=kind, source=source)

    def note_print(self, name: str, *, exported: bool = False) -> None:
        """Put a print or an export into the history."""
        self.office.transact(name, _note, None, kind=EXPORT if exported else PRINT)

    @property
    def foot(self) -> str:
        """The line of the history's code for the foot of a paper drawn now."""
        return foot_line(self.store)

    def work_out(self, waiting: Waiting, function: Callable[..., Any], *arguments: Any) -> None:
        """Run `function` in the worker process; `waiting.done` brings its value, or CANCELLED."""

        def run() -> object:
            try:
                return self.worker.run(function, *arguments)
            except JobCancelled:
                return CANCELLED

        waiting.start(run)

    def draft(self, form: str) -> dict[str, str]:
        """The kept draft of a form as plain text; empty without one."""
        found = self.office.draft(form)
        return {str(key): str(text) for key, text in (found or {}).items()}

    def keep_draft(self, form: str, draft: dict[str, str]) -> None:
        """Keep a half-filled form, encrypted in the store."""
        self.office.keep_draft(form, dict(draft))

    def drop_draft(self, form: str) -> None:
        """Forget the draft of a form."""
        self.office.drop_draft(form)

    def drafts(self) -> list[str]:
        """Forms with a draft, newest first."""
        return self.store.drafts(self.office.actor)


def _note(work: Work, _command: None) -> Outcome[int]:
    return Outcome(work.change_id)
