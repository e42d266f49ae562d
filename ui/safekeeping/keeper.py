"""Safekeeping behind all windows of one signed-in clerk: which sticks are there, the lamp, and the one long job.

Promises: one job at a time, in a thread; its end comes as a signal in the main thread; `close` stops it and waits, so
that closing, locking and unplugging are safe at any moment. Nothing here draws.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from models.store.errors import EnvironmentProblem, RuleError
from ui.safekeeping.facts import CopyLine, Found, NewMedium, Proved, State, Told
from ui.safekeeping.ports import CopyEngine, CopyStopped
from ui.waiting import Waiting

GLANCE_MS: Final = 2000
TELL_MS: Final = 200
COLLECT_EVERY: Final = 50
"""Ticks between two looks for garbage while a job runs."""
LONGEST_LOOK_S: Final = 3.0
"""A dead share keeps a look at the drives waiting for a minute; locking must not wait for it."""
STOPPED: Final = object()


class Keeper(QObject):
    """`places_changed` when sticks came or went, `state_changed` when the store's own facts did.

    `began` with the words of a job, `told` with a Told while it runs, `ended` when it is over whatever came of it; then
    one of `proved` (Proved), `drilled`, `problem` (words) or `given_up`.
    """

    places_changed = Signal()
    state_changed = Signal()
    began = Signal(str)
    told = Signal(object)
    ended = Signal()
    proved = Signal(object)
    checked = Signal(object)
    problem = Signal(str)
    given_up = Signal()

    def __init__(self, engine: CopyEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine = engine
        self.found: tuple[Found, ...] = ()
        self.state: State = engine.state()
        self._chosen_folders: list[Path] = []
        self._glance = ""
        self._told: Told | None = None
        self._ticked = 0
        self._stop = threading.Event()
        self._then: Callable[[], None] | None = None
        self._look = Waiting(self)
        self._look.done.connect(self._looked)
        self._look.refused.connect(lambda _problem: None)
        self._job = Waiting(self)
        self._job.done.connect(self._done)
        self._job.refused.connect(self._refused)
        self._timer = QTimer(self)
        self._timer.setInterval(GLANCE_MS)
        self._timer.timeout.connect(self._see)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TELL_MS)
        self._ticks.timeout.connect(self._tell)

    def start(self) -> None:
        """Begin to watch for sticks."""
        self._timer.start()
        self._see()

    # -- sticks ------------------------------------------------------------------------------------------------------

    def _see(self) -> None:
        seen = self.engine.glance()
        if seen != self._glance and not self._look.busy:
            self._glance = seen
            self.look()

    def look(self) -> None:
        """Look at all drives and chosen folders again."""
        if self._look.busy:
            self._glance = ""  # the next tick looks
            return
        folders = tuple(self._chosen_folders)

        def run() -> tuple[Found, ...]:
            plugged = self.engine.look()
            roots = {found.drive.root for found in plugged}
            return plugged + tuple(self.engine.at(folder) for folder in folders if folder not in roots)

        self._look.start(run)

    def add_folder(self, folder: Path) -> None:
        """A folder that the clerk chose counts as a place as long as the window lives."""
        if folder not in self._chosen_folders:
            self._chosen_folders.append(folder)
        self.look()

    def _looked(self, found: object) -> None:
        if not isinstance(found, tuple):
            return
        self.found = found
        try:
            changed = self.engine.reconcile()
        except (RuleError, EnvironmentProblem):
            changed = False  # the next look tries again
        self.places_changed.emit()
        if changed:
            self.renew()

    def reachable(self, medium_id: int) -> Found | None:
        """The place of a medium, when it is plugged in."""
        return next((one for one in self.found if one.medium_id == medium_id and medium_id), None)

    # -- what the store says -----------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Read the store's facts again."""
        self.state = self.engine.state()
        self.state_changed.emit()

    def register(self, answer: NewMedium) -> Found:
        """The office answered what a new stick is; raises RuleError."""
        registered = self.engine.register(answer)
        same = answer.found.drive.root
        self.found = tuple(registered if one.drive.root == same else one for one in self.found)
        self.places_changed.emit()
        self.renew()
        return registered

    # -- the long job ------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        return self._job.busy

    def back_up(self, found: Found, *, then: Callable[[], None] | None = None) -> bool:
        """Make and prove a copy on a medium of the office; `then` after success. False while another job runs."""
        return self._begin(
            f"Đang sao lưu vào {found.called}…",
            lambda: self.engine.back_up(found, self._hear, self._stop.is_set),
            then,
        )

    def drill(self, found: Found) -> bool:
        """Practise restoring from the newest copy there. False while another job runs."""
        return self._begin(
            f"Đang diễn tập khôi phục từ {found.called}…",
            lambda: self.engine.drill(found, self._hear, self._stop.is_set),
        )

    def prove_again(self, copy: CopyLine, found: Found) -> bool:
        """Check a copy in full. False while another job runs."""
        return self._begin(
            f"Đang kiểm chứng bản sao trên {found.called}…",
            lambda: self.engine.prove_again(copy, found, self._hear, self._stop.is_set),
        )

    def _begin(self, words: str, call: Callable[[], object], then: Callable[[], None] | None = None) -> bool:
        if self._job.busy:
            return False
        self._stop.clear()
        self._told, self._then = None, then

        def run() -> object:
            try:
                return call()
            except CopyStopped:
                return STOPPED

        self._job.start(run)
        self._ticks.start()
        self.began.emit(words)
        return True

    def stop(self) -> None:
        """Ask the running job to stop; `ended` comes when it has."""
        self._stop.set()

    def _hear(self, told: Told) -> None:
        self._told = told  # in the job's thread: one assignment, read by the timer

    def _tell(self) -> None:
        told = self._told
        if told is not None and self._job.busy:
            self.told.emit(told)
        self._ticked += 1
        if self._ticked % COLLECT_EVERY == 0:
            gc.collect(1)  # a waiting thread holds the collector back, and this one may wait for many minutes

    def _over(self) -> Callable[[], None] | None:
        self._ticks.stop()
        then, self._then = self._then, None
        self.ended.emit()
        return then

    def _done(self, outcome: object) -> None:
        if outcome is STOPPED:
            self._over()
            self.given_up.emit()
            return
        try:
            proved = self.engine.note(outcome)
        except (RuleError, EnvironmentProblem) as problem:
            self._refused(problem)
            return
        then = self._over()
        self.renew()
        self.look()
        if isinstance(proved, Proved):
            self.proved.emit(proved)
        elif isinstance(proved, str):
            self.problem.emit(proved)
        else:
            self.checked.emit(outcome)
        if then is not None:
            then()

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._over()
        self.renew()
        self.look()
        self._glance = ""  # pulled and plugged in again between two ticks a stick looks as if nothing had happened
        self.problem.emit(problem.message)

    def close(self) -> None:
        """Stop what runs and wait for it; harmless when done twice."""
        self._timer.stop()
        self._ticks.stop()
        self._stop.set()
        self._job.wait()
        self._look.wait(LONGEST_LOOK_S)
