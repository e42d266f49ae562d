"""What the pages of safekeeping ask of the rooms below. `ui.safekeeping.engine` answers with the models; tests answer
with made-up facts.

Calls marked "waits" belong into a thread; the others answer within a frame and belong to the window's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ui.safekeeping.facts import Choices, CopyLine, Found, KeptLine, NewMedium, Preview, Proved, Restored, State, Told

Tell = Callable[[Told], None]
Stopped = Callable[[], bool]


class Places(Protocol):
    """Drives and folders, and what lies on them."""

    def glance(self) -> str:
        """Changes when something is plugged in or taken out."""

    def look(self) -> tuple[Found, ...]:
        """Everything that copies may go to, recognised by the small file on it; waits."""

    def at(self, folder: Path) -> Found:
        """A folder that the clerk chose; waits."""


class CopyEngine(Places, Protocol):
    """Safekeeping of an open store. `back_up`, `drill` and `prove_again` give what `note` then puts into the store."""

    def state(self) -> State:
        """What the store knows."""

    def register(self, answer: NewMedium) -> Found:
        """Take the answer to the first question about a stick into the store; raises RuleError."""

    def forget(self, medium_id: int) -> None:
        """The office has a medium no longer."""

    def back_up(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        """Make and prove a copy; waits; raises CopyStopped or EnvironmentProblem."""

    def drill(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        """Open the newest copy in a private place, count and compare it, wipe it; waits; raises as back_up."""

    def prove_again(self, copy: CopyLine, found: Found, tell: Tell, stopped: Stopped) -> object:
        """Read a copy from its medium and check it in full; waits; raises as back_up."""

    def note(self, outcome: object) -> Proved | str | None:
        """Put what a thread found into the store; returns what a backup proved, or in words what is wrong."""

    def reconcile(self) -> bool:
        """Note what the last looks have shown of copies that are gone or broken; True when something changed."""

    def copies(self, reachable: tuple[Found, ...]) -> tuple[CopyLine, ...]:
        """All copies that the store or a reachable medium knows, the newest first; waits."""

    def settle_entry(self) -> None:
        """Who opens the book after a restore was read and settled; raises RuleError."""

    def choose(self, choices: Choices) -> None:
        """Keep other choices of the office; raises RuleError."""


class CopyStopped(Exception):
    """The clerk stopped it; nothing half done is left."""


class KeptEngine(Protocol):
    """Going back to a set that was put aside on this machine."""

    def kept(self) -> tuple[KeptLine, ...]:
        """The sets that lie there, the newest first; waits."""

    def open(self, line: KeptLine) -> Preview:
        """Compare it with the present store; waits; raises RuleError or EnvironmentProblem."""

    def go_back(self, line: KeptLine, password: str) -> Restored:
        """Make it the store again; waits; raises RuleError (field "password") or EnvironmentProblem."""


class RestoreEngine(Places, Protocol):
    """Restoring, with or without an open store."""

    def copies(self, found: Found) -> tuple[CopyLine, ...]:
        """The copies on one medium, the newest first; waits; raises EnvironmentProblem."""

    def handles(self, found: Found, copy: CopyLine) -> tuple[str, ...]:
        """The sign-in handles that open this copy; waits."""

    def needs_secret(self, copy: CopyLine) -> bool:
        """False when the open store holds the key of this copy."""

    def open(self, found: Found, copy: CopyLine, secret: str | None, handle: str | None, *, sheet: bool) -> Preview:
        """Open a copy with a password, the text of a recovery sheet, or None with a known key, and compare; waits.

        Raises RuleError (field "secret") or EnvironmentProblem.
        """

    def restore(self, numbers: dict[str, int], tell: Tell, stopped: Stopped) -> Restored:
        """Put the opened copy in the place of the present store; waits; raises CopyStopped or EnvironmentProblem."""

    def close(self) -> None:
        """Forget keys and scratch files; harmless when done twice."""
