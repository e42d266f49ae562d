"""What this workstation remembers of the books it opened: the last head of each, and which scan segments were read.

One small canonical file for each book and data folder, outside the data folder: numbers, digests and instants, nothing
about anybody, and no path. Any other spelling counts as nothing kept. Losing it costs one reading of the segments, and
an older copy put in the folder's place is then not told.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from models.store.canonical import canonical_bytes, parse_canonical
from models.store.errors import EnvironmentProblem
from models.store.files import write_durably
from models.store.folder import is_segment_name
from models.store.known import KnownHead, Seen
from models.store.vault_format import is_hex

FORMAT: Final = 1
LARGEST: Final = 10_000_000
"""Bytes; what is larger was not written by us."""
NAME_DIGITS: Final = 32


class _Kept(NamedTuple):
    head: KnownHead | None = None
    segments: Mapping[str, Seen] = {}


class KnownBooks:
    """The memory for one data folder, in the state folder of this workstation; a models.store.known.BookMemory.

    Two copies of one book in two folders have a memory each: work in one does not make the other look old.
    """

    def __init__(self, folder: Path, data: Path) -> None:
        self._folder = folder
        self._place = str(data.absolute())
        self._keeping = threading.Lock()

    def head(self, store_uid: str) -> KnownHead | None:
        """The last head seen, or None."""
        return self._read(store_uid).head

    def keep_head(self, store_uid: str, head: KnownHead) -> None:
        """Remember a head; a disk that refuses leaves the one before."""
        with self._keeping:
            known = self._read(store_uid)
            if known.head is None or replace(known.head, seen_at=head.seen_at) != head:
                self._write(store_uid, known._replace(head=head))

    def segments(self, store_uid: str) -> Mapping[str, Seen]:
        """When each segment was read, by its name."""
        return self._read(store_uid).segments

    def keep_segments(self, store_uid: str, seen: Mapping[str, Seen]) -> None:
        """Remember these readings in place of those before."""
        with self._keeping:
            self._write(store_uid, self._read(store_uid)._replace(segments=seen))

    def forget(self, store_uid: str) -> None:
        """Nothing is known of this book here any more."""
        with self._keeping, suppress(OSError):
            self._file(store_uid).unlink(missing_ok=True)

    def _file(self, store_uid: str) -> Path:
        name = hashlib.sha256(f"{store_uid}\0{self._place}".encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / f"book-{name[:NAME_DIGITS]}.json"

    def _read(self, store_uid: str) -> _Kept:
        file = self._file(store_uid)
        try:
            if file.stat().st_size > LARGEST:
                return _Kept()
            return _from_json(parse_canonical(file.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return _Kept()

    def _write(self, store_uid: str, kept: _Kept) -> None:
        with suppress(EnvironmentProblem, OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_durably(self._file(store_uid), canonical_bytes(_to_json(kept)))


def _to_json(kept: _Kept) -> dict[str, Any]:
    head = kept.head
    return {
        "format": FORMAT,
        "head": None
        if head is None
        else {
            "set": head.set_id,
            "change": head.change_id,
            "digest": head.digest,
            "seen": head.seen_at,
            "met": head.met,
        },
        "segments": {name: [one.at, one.changed_ns, one.whole] for name, one in kept.segments.items()},
    }


def _from_json(body: Any) -> _Kept:
    """Raises KeyError, TypeError, AttributeError or ValueError for anything that `_to_json` would not give."""
    told = body["head"]
    head = None
    if told is not None:
        head = KnownHead(told["set"], told["change"], told["digest"], _instant(told["seen"]), told["met"])
        numbers = (head.change_id, *(() if head.met is None else (head.met,)))
        if not is_hex(head.set_id, 16) or not is_hex(head.digest, 32) or not all(map(_is_number, numbers)):
            raise ValueError("head")
    segments: dict[str, Seen] = {}
    for name, (at, changed_ns, whole) in body["segments"].items():
        if not is_segment_name(name) or type(changed_ns) is not int or type(whole) is not bool:
            raise ValueError("segments")
        segments[name] = Seen(_instant(at), changed_ns, whole)
    kept = _Kept(head, segments)
    if _to_json(kept) != body:
        raise ValueError("spelling")
    return kept


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _instant(value: Any) -> str:
    """A UTC instant as text; raises ValueError or TypeError."""
    if datetime.fromisoformat(value).tzinfo is None:
        raise ValueError("instant")
    return str(value)
