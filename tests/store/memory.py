"""What a workstation would keep of books, in a dict."""

from __future__ import annotations

from collections.abc import Mapping

from models.store.known import KnownHead, Seen


class Memory:
    """A models.store.known.BookMemory of one book."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}
        self.last: KnownHead | None = None

    def head(self, _store_uid: str) -> KnownHead | None:
        return self.last

    def keep_head(self, _store_uid: str, head: KnownHead) -> None:
        self.last = head

    def segments(self, _store_uid: str) -> Mapping[str, Seen]:
        return dict(self.seen)

    def keep_segments(self, _store_uid: str, seen: Mapping[str, Seen]) -> None:
        self.seen = dict(seen)
