"""What a workstation remembers of a book beside it: the last head seen there, and which segments were read whole.

An older copy of the whole data folder agrees with itself; only somebody who saw the newer one can tell. The memory lies
outside the data folder and opens nothing. A missing or damaged one tells nothing and locks nobody out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import select

from models.store.chain import digest_at, last_change
from models.store.rights import needs
from models.store.seals import head_code
from models.store.store import Store
from models.store.tables import Change, KeptSet
from models.store.work import OFFICE_TIME, Outcome, Work

ACCEPTED: Final = "Chấp nhận dùng tiếp bản cũ của sổ"


@dataclass(frozen=True, slots=True)
class KnownHead:
    """The last link of a book's history that was seen here: its set, change, digest (hex), and when (UTC text).

    `met`: where an older copy ended when it was first met; None as long as none was.
    """

    set_id: str
    change_id: int
    digest: str
    seen_at: str
    met: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A segment that was read in full at `at` (UTC text): the time its file bore, and whether it was whole."""

    at: str
    changed_ns: int
    whole: bool


class BookMemory(Protocol):
    """What is kept about books, by the store's uid. No call complains about the machine; what is odd counts as none."""

    def head(self, store_uid: str) -> KnownHead | None: ...
    def keep_head(self, store_uid: str, head: KnownHead) -> None: ...
    def segments(self, store_uid: str) -> Mapping[str, Seen]: ...
    def keep_segments(self, store_uid: str, seen: Mapping[str, Seen]) -> None: ...


class NoMemory:
    """Remembers nothing."""

    def head(self, _store_uid: str) -> KnownHead | None:
        return None

    def keep_head(self, _store_uid: str, _head: KnownHead) -> None:
        return None

    def segments(self, _store_uid: str) -> Mapping[str, Seen]:
        return {}

    def keep_segments(self, _store_uid: str, _seen: Mapping[str, Seen]) -> None:
        return None


@dataclass(frozen=True, slots=True)
class OlderCopy:
    """The open book does not hold what this workstation saw of it: it ended at `last` (made at `last_at`, "" for 0)."""

    known: KnownHead
    last: int
    last_at: str

    @property
    def told(self) -> str:
        """What the clerk is told, with what to do."""
        return (
            f"{self._what()} Thư mục dữ liệu đã bị thay bằng bản khác. Đừng nhập thêm; hãy khôi phục bản sao lưu mới "
            "nhất ở mục Sao lưu."
        )

    def _what(self) -> str:
        known = self.known
        seen = f"lúc {_day_and_time(known.seen_at)}"
        if self.last >= known.change_id:
            return (
                f"Sổ này là sổ khác: việc ghi mà máy này đã thấy {seen} (mã {head_code(known.digest)}) không có trong "
                "sổ này."
            )
        until = f"chỉ ghi đến {_day_and_time(self.last_at)}" if self.last_at else "lúc mới lập, chưa ghi gì"
        first, gone = self.last + 1, known.change_id - self.last
        numbers = f"thay đổi số {first}" + (f" đến {known.change_id}" if gone > 1 else "")
        return f"Đây là bản cũ của sổ, {until}. Máy này đã thấy sổ {seen}: {gone} việc ghi sau đó ({numbers}) đã mất."

    @property
    def short(self) -> str:
        """The same for the history: both ends, and nothing about anybody."""
        known = self.known
        return (
            f"Bản mở ra dừng ở thay đổi số {self.last}; máy này đã thấy thay đổi số {known.change_id}, "
            f"mã {head_code(known.digest)}, lúc {_day_and_time(known.seen_at)}."
        )


def older_copy(store: Store, known: KnownHead | None) -> OlderCopy | None:
    """Whether `store` lacks the link that was seen last; None too when a restore put the set of that link aside."""
    if known is None:
        return None
    with store.connection() as connection:
        if digest_at(connection, known.change_id) == known.digest:
            return None
        aside = connection.execute(select(KeptSet.head_change).where(KeptSet.set_id == known.set_id)).scalars().all()
        if any(head == 0 or head >= known.change_id for head in aside):  # 0: what was put aside could not be read
            return None
        last, _ = last_change(connection)
        met = last if known.met is None else min(known.met, last)
        at = connection.execute(select(Change.at).where(Change.id == met)).scalar()
    return OlderCopy(replace(known, met=met), met, at or "")


def head_now(store: Store) -> KnownHead:
    """The open store's last link, to be remembered."""
    with store.connection() as connection:
        change_id, digest = last_change(connection)
    return KnownHead(store.set.set_id, change_id, digest.hex(), store.now().isoformat(timespec="seconds"))


@needs("safekeeping")
def accept(work: Work, _older: OlderCopy) -> Outcome[int]:
    """An older copy is used on purpose; a change of kind SAFEKEEPING named ACCEPTED, its reason `OlderCopy.short`."""
    return Outcome(work.change_id)


def _day_and_time(instant: str) -> str:
    return f"{datetime.fromisoformat(instant).astimezone(OFFICE_TIME):%H:%M ngày %d/%m/%Y}"
