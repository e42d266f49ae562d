"""What this workstation keeps about signing in: failures since the last sign-in, and quick slots. No names.

One small canonical file outside the data folder; any other spelling counts as nothing kept. It holds no secret that
opens anything by itself. Losing it costs a count of failures and the quick slots, never the store.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from models.office.failures import Failures
from models.store.canonical import canonical_bytes, parse_canonical
from models.store.files import disk_problem, write_durably

FILE: Final = "workstation.json"
FORMAT: Final = 1
LARGEST: Final = 1_000_000
"""Bytes; what is larger was not written by us."""
MOST_COUNTED: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Entry:
    store: str
    handle: str
    failures: Failures | None = None
    quick: str = ""

    @property
    def empty(self) -> bool:
        return self.failures is None and not self.quick


class Workstation:
    """The state file in `folder`; each call reads it anew, each change replaces it whole.

    Writing raises EnvironmentProblem when the disk refuses; reading never complains.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / FILE

    def failures(self, store: str, handle: str) -> Failures | None:
        """What failed for this handle since its last sign-in."""
        return self._entry(store, handle).failures

    def note_failure(self, store: str, handle: str, at: datetime) -> None:
        """Count one more."""
        known = self._entry(store, handle)
        instant = at.isoformat(timespec="seconds")
        before = known.failures or Failures(0, instant, instant)
        count = min(before.count + 1, MOST_COUNTED)
        self._keep(replace(known, failures=Failures(count, before.first, instant)))

    def clear_failures(self, store: str, handle: str) -> None:
        """They are in the history now."""
        known = self._entry(store, handle)
        if known.failures is not None:
            self._keep(replace(known, failures=None))

    def quick(self, store: str, handle: str) -> str:
        """The quick slot's record, empty without one."""
        return self._entry(store, handle).quick

    def keep_quick(self, store: str, handle: str, record: str) -> None:
        """Keep a record instead of the one before; empty forgets it."""
        known = self._entry(store, handle)
        if known.quick != record:
            self._keep(replace(known, quick=record))

    def quick_handles(self, store: str) -> frozenset[str]:
        """Handles of this store that have a quick slot here."""
        return frozenset(one.handle for one in self._read() if one.store == store and one.quick)

    def quick_records(self, store: str) -> tuple[str, ...]:
        """All records of this store, for whoever wipes this machine's keys."""
        return tuple(one.quick for one in self._read() if one.store == store and one.quick)

    def forget(self, store: str) -> None:
        """Wipe what is kept about this store."""
        self._write(tuple(one for one in self._read() if one.store != store))

    def _entry(self, store: str, handle: str) -> _Entry:
        found = (one for one in self._read() if (one.store, one.handle) == (store, handle))
        return next(found, _Entry(store, handle))

    def _keep(self, entry: _Entry) -> None:
        others = tuple(one for one in self._read() if (one.store, one.handle) != (entry.store, entry.handle))
        self._write(others if entry.empty else (*others, entry))

    def _read(self) -> tuple[_Entry, ...]:
        try:
            if self._file.stat().st_size > LARGEST:
                return ()
            body = parse_canonical(self._file.read_bytes())
            if body["format"] != FORMAT:
                return ()
            return tuple(_from_json(one) for one in body["entries"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return ()

    def _write(self, entries: tuple[_Entry, ...]) -> None:
        ordered = sorted(entries, key=lambda one: (one.store, one.handle))
        body = {"format": FORMAT, "entries": [_to_json(one) for one in ordered]}
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as problem:
            raise disk_problem(problem) from None
        write_durably(self._file, canonical_bytes(body))


def _to_json(entry: _Entry) -> dict[str, Any]:
    known = entry.failures
    failures = None if known is None else {"count": known.count, "first": known.first, "last": known.last}
    return {"store": entry.store, "handle": entry.handle, "failures": failures, "quick": entry.quick}


def _from_json(body: dict[str, Any]) -> _Entry:
    """Raises KeyError, TypeError or ValueError for anything that `_to_json` would not give."""
    known = body["failures"]
    failures = None if known is None else Failures(known["count"], known["first"], known["last"])
    entry = _Entry(body["store"], body["handle"], failures, body["quick"])
    texts = (entry.store, entry.handle, entry.quick, *((failures.first, failures.last) if failures else ()))
    if not all(isinstance(text, str) for text in texts) or (failures and type(failures.count) is not int):
        raise TypeError
    if _to_json(entry) != body:
        raise ValueError
    return entry
