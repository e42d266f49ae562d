"""Everything that is open after unlocking hangs on one object: store, worker process, who is signed in, who listens.

`close` ends it all; what a window adds (timers, views) registers its own end with `on_close`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from models.office.failures import Failures
from models.office.signing_in import signed_in
from models.office.staff_queries import actor_now
from models.store.known import BookMemory
from models.store.opened import OpenedFolder
from models.store.store import CHANGE, SourceFile, Store, Verb
from models.store.vault import Secret
from models.store.work import OFFICE_TIME, Actor, Outcome, Stale
from models.store.worker import Worker

Command = TypeVar("Command")
Value = TypeVar("Value")


class OpenOffice:
    """An unlocked office. Windows write through `transact` alone, so that everyone hears what became stale."""

    def __init__(self, folder: OpenedFolder, actor: Actor, *, sign_in_noted: bool = True) -> None:
        """Take over `folder`: closing the office closes it."""
        self.folder = folder
        self.actor = actor
        self.sign_in_noted = sign_in_noted
        """Whether the history knows of this sign-in and of the failures before it."""
        self.worker = Worker()
        self._listeners: list[Callable[[Stale], None]] = []
        self._ends: list[Callable[[], None]] = []

    @classmethod
    def unlock(
        cls,
        data: Path,
        secret: Secret,
        handle: str | None = None,
        *,
        failures: Failures | None = None,
        memory: BookMemory | None = None,
    ) -> OpenOffice:
        """Open `data` and sign in whoever the key slot belongs to; takes half a second, so call it beside the window.

        `failures` before it enter the history; `memory` is what this workstation knows of the book. Opened by a
        recovery sheet nobody is signed in: the office may do nothing before `staff_keys.recover`. Raises as
        OpenedFolder does, and RuleError "not_staff".
        """
        folder = OpenedFolder(data, secret, handle, memory=memory)
        try:
            actor, noted = signed_in(folder, failures)
        except BaseException:
            folder.close()
            raise
        return cls(folder, actor, sign_in_noted=noted)

    @property
    def store(self) -> Store:
        """The folder's store: another one after a new data key was made."""
        return self.folder.store

    def renew_rights(self) -> None:
        """Read the rights of who is signed in again: their own role may have changed."""
        if self.actor.staff_id is not None:
            with self.store.read() as session:
                self.actor = actor_now(session, self.actor.staff_id)

    @property
    def today(self) -> date:
        """The office's date."""
        return self.store.now().astimezone(OFFICE_TIME).date()

    def transact(
        self,
        name: str,
        verb: Verb[Command, Value],
        command: Command,
        *,
        kind: str = CHANGE,
        reason: str | None = None,
        source: SourceFile | None = None,
    ) -> Value:
        """Run a verb as the person signed in and tell every listener what became stale; raises as Store.transact."""
        outcome: Outcome[Value] = self.store.transact(
            name, self.actor, verb, command, kind=kind, reason=reason, source=source
        )
        if outcome.stale:
            self._announce(outcome.stale)
        return outcome.value

    def _announce(self, stale: Stale) -> None:
        """A listener that breaks must not make a committed change look failed, or it would be entered twice."""
        for listener in tuple(self._listeners):
            try:
                listener(stale)
            except Exception as error:
                sys.excepthook(type(error), error, error.__traceback__)

    def on_stale(self, listener: Callable[[Stale], None]) -> Callable[[], None]:
        """Call `listener` after each commit, in the thread that committed; returns how to stop that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def keep_draft(self, form: str, body: dict[str, Any]) -> None:
        """Keep a half-filled form."""
        self.store.keep_draft(self.actor, form, body)

    def draft(self, form: str) -> dict[str, Any] | None:
        """The half-filled form kept before, or None."""
        return self.store.draft(self.actor, form)

    def drop_draft(self, form: str) -> None:
        """The form is done or given up."""
        self.store.drop_draft(self.actor, form)

    def on_close(self, end: Callable[[], None]) -> None:
        """Call `end` when the office closes, the last registered first."""
        self._ends.append(end)

    def close(self) -> None:
        """End the worker, what windows registered, and the store; harmless when done twice."""
        with ExitStack() as ends:
            ends.callback(self.folder.close)
            ends.callback(self.worker.close)
            ends.callback(self._listeners.clear)
            for end in self._ends:
                ends.callback(end)
            self._ends = []
