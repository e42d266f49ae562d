"""The look at every byte of the sealed segments, held beside the clerk's work soon after each sign-in.

At the door only names and sizes are compared, as gigabytes cannot be read while somebody waits. A round reads gently:
it rests as long as it read, and stops within one block. A segment that was read whole within the last day is passed
over while its file bears the same time and size; one that was found damaged is read again in the first round after each
opening, and told at the door until then. Nothing is written into the store.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from models.store.errors import EnvironmentProblem
from models.store.known import BookMemory, Seen
from models.store.scans.checking import DAMAGED, UNREADABLE, Bad, bad_told, quick_trouble, strangers_told
from models.store.scans.queries import Segment, recorded_segments
from models.store.scans.segments import file_sha256
from models.store.store import Store

FRESH: Final = timedelta(days=1)
"""So long a segment that was read counts as read, while its file looks untouched."""
LONGEST_REST_S: Final = 0.1


class _StoppedError(Exception):
    """Somebody asked the round to stop."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round found: the sentence for the clerk (None: all is whole), and how many segments it read."""

    trouble: str | None
    read: int


class Vigil:
    """The rounds over one opened store, in a thread that may wait; `stop` may come from any other."""

    def __init__(self, store: Store, memory: BookMemory) -> None:
        self._store, self._memory = store, memory
        self._stop = threading.Event()
        self._first = True
        self._resumed = 0.0

    def stop(self) -> None:
        """End the round that runs, and every later one at once."""
        self._stop.set()

    def go_round(self) -> Round | None:
        """Read what is due; None when it was stopped. Raises EnvironmentProblem when the store cannot be asked."""
        uid, known = _recorded(self._store)
        before = self._memory.segments(uid)
        seen = {one.name: before[one.name] for one in known if one.name in before}
        bad: list[Bad] = []
        read = 0
        try:
            for one in sorted(known, key=lambda one: _order(seen.get(one.name))):
                trouble, was_read = self._looked_at(one, seen)
                read += was_read
                if trouble is not None:
                    bad.append((one, trouble))
        except _StoppedError:
            return None
        finally:
            if seen != before:
                self._memory.keep_segments(uid, seen)
        self._first = False
        return Round(bad_told(bad) or strangers_told(self._store, known), read)

    def _looked_at(self, one: Segment, seen: dict[str, Seen]) -> tuple[str | None, bool]:
        """What is wrong with a segment, and whether its bytes were read for it; `seen` gets what was found."""
        path = self._store.set.scans / one.name
        trouble = quick_trouble(self._store.set.scans, one)
        if trouble is not None:
            seen.pop(one.name, None)
            return trouble, False
        try:
            changed_ns = path.stat().st_mtime_ns
            before = seen.get(one.name)
            if before is not None and before.changed_ns == changed_ns and self._is_fresh(before):
                return (None if before.whole else DAMAGED), False
            whole = self._hashed(path) == one.name
        except (EnvironmentProblem, OSError):
            seen.pop(one.name, None)
            return UNREADABLE, True
        seen[one.name] = Seen(self._now().isoformat(timespec="seconds"), changed_ns, whole)
        return (None if whole else DAMAGED), True

    def _is_fresh(self, before: Seen) -> bool:
        age = self._now() - datetime.fromisoformat(before.at)
        return timedelta(0) <= age < FRESH and (before.whole or not self._first)

    def _now(self) -> datetime:
        return self._store.now()

    def _hashed(self, path: Path) -> str:
        self._resumed = time.monotonic()
        return file_sha256(path, self._rest)

    def _rest(self) -> None:
        """After each block: leave the disk to others for as long as it was held."""
        held = time.monotonic() - self._resumed
        if self._stop.wait(min(held, LONGEST_REST_S)):
            raise _StoppedError
        self._resumed = time.monotonic()


def remembered_damage(store: Store, memory: BookMemory) -> str | None:
    """Segments that an earlier round found damaged and that nobody touched since, told without reading them."""
    uid, known = _recorded(store)
    damaged = {name: one for name, one in memory.segments(uid).items() if not one.whole}
    bad = [(one, DAMAGED) for one in known if one.name in damaged and _untouched(store, one, damaged[one.name])]
    return bad_told(bad)


def _untouched(store: Store, one: Segment, before: Seen) -> bool:
    try:
        return (store.set.scans / one.name).stat().st_mtime_ns == before.changed_ns
    except OSError:
        return False


def _recorded(store: Store) -> tuple[str, tuple[Segment, ...]]:
    """The store's uid, and the segments it counts on."""
    with store.connection() as connection:
        known = recorded_segments(connection.exec_driver_sql)
    return store.authenticated_vault().store_uid, known


def _order(before: Seen | None) -> tuple[int, str]:
    """Damaged ones first, then those never read, then those read longest ago."""
    if before is None:
        return (1, "")
    return (2, before.at) if before.whole else (0, before.at)
