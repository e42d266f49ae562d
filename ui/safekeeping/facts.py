"""What the pages of safekeeping show, as frozen facts: lamp, places, copies, drills, what restoring changes.

The pages know these alone; `ui.safekeeping.engine` makes them from the models. Nothing here is Qt, nothing here waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ui.safekeeping.places import Drive

LampTone = Literal["done", "soon", "wrong"]
Standing = Literal["ours", "foreign", "new"]
CopyState = Literal["good", "bad", "gone", "unproved"]

GIVEN_UP = "Đã dừng. Các bản sao có từ trước vẫn nguyên vẹn."
"""What is said when the clerk stopped a copy."""

COPY_STATES: dict[CopyState, str] = {
    "good": "Đã kiểm chứng",
    "bad": "Hỏng",
    "gone": "Đã bỏ bớt",
    "unproved": "Chưa kiểm chứng",
}


@dataclass(frozen=True, slots=True)
class LampView:
    """The lamp and its words: `short` for the status line, `why` and `todo` for the page."""

    tone: LampTone
    short: str
    title: str
    why: str
    todo: str


@dataclass(frozen=True, slots=True)
class Found:
    """A drive or folder that can be reached now, and whether the office knows it. `uid` is empty when it never held
    copies of ours; `medium_id` 0 when this store was never told of it; `newest` is its newest copy of this store."""

    drive: Drive
    standing: Standing = "new"
    uid: str = ""
    medium_id: int = 0
    label: str = ""
    keeper: str = ""
    copies: int = 0
    newest: datetime | None = None

    @property
    def called(self) -> str:
        """Its name without where it is reached, for sentences: "USB 1"."""
        return self.label or self.drive.label or str(self.drive.root)

    @property
    def name(self) -> str:
        """What a clerk calls it: "USB VĂN PHÒNG (E:\\)"."""
        label = self.label or self.drive.label
        where = str(self.drive.root)
        return where if not label or label == where else f"{label} ({where})"


@dataclass(frozen=True, slots=True)
class Told:
    """How far long work is: the stage in words, bytes done and in all (0: unknown)."""

    stage: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Proved:
    """A copy that was made and proved just now: where, and what was proved in plain sentences."""

    medium: str
    made_at: datetime
    outside: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy on one medium. `id` is the row in this store, negative for one that only the stick tells of;
    `reachable` when its medium is plugged in; counts are ready words, empty when only the key would tell.
    `nothing_more`: an older copy of the book is open, and holds all that this copy does."""

    id: int
    name: str
    made_at: datetime
    medium_id: int
    medium: str
    keeper: str
    counts: str
    who: str
    workstation: str
    proved_at: datetime | None
    size: int
    state: CopyState
    reachable: bool
    nothing_more: bool = False


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A set that was put aside on this machine: since when and why, until when it stays, its last change, its size."""

    set_id: str
    since: datetime
    why: str
    until: datetime
    last_change: str
    size: int


@dataclass(frozen=True, slots=True)
class DrillView:
    """The last restore drill: when, of which copy, and what was found in words."""

    at: datetime
    passed: bool
    copy_made_at: datetime | None
    message: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the office chose: days of the green lamp, and when it wants to be reminded."""

    green_days: int = 7
    remind_daily: bool = True
    remind_on_closing: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """Everything the state page says that comes from the store."""

    lamp: LampView
    choices: Choices
    last: Proved | None
    drill: DrillView | None
    due: str
    """Why a copy is wanted today, in words; empty when none is."""
    entry: str = ""
    """Who may open the book again, or no longer, since it was restored; empty when all stayed or it was settled."""


@dataclass(frozen=True, slots=True)
class NewMedium:
    """The answer to the first question about a stick."""

    found: Found
    ours: bool
    label: str
    keeper: str


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One kind of thing: how many here now, in the copy, how many would be lost, come back, or read otherwise."""

    what: str
    here: str
    there: str
    lost: str
    back: str
    changed: str


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A number series: the highest number in the copy and here (None: no store here); the next one goes above both."""

    key: str
    words: str
    there: int
    here: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What restoring would change. `sentence` says how the two stand to each other; `lost` is empty when nothing is.

    `entry` says who may open the book again and who no longer, `entry_todo` what to do about it; empty when all stay.
    """

    made_at: datetime
    who: str
    workstation: str
    sentence: str
    lines: tuple[PreviewLine, ...]
    series: tuple[SeriesLine, ...]
    lost: tuple[str, ...]
    safety_copy: str
    """What becomes of the present store, in words; empty when there is none."""
    entry: tuple[str, ...] = ()
    entry_todo: str = ""
    head: str = ""
    """What is looked at, where it is no copy on a medium."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done, in plain sentences."""

    sentences: tuple[str, ...]


def size_words(size: int) -> str:
    """A size for people: 512 kB, 1,5 MB, 12 GB; decimal units, as sticks are sold."""
    value, unit = float(size), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    digits = 1 if value < 10 and unit not in ("B", "kB") else 0
    return f"{value:.{digits}f}".replace(".", ",") + f" {unit}"


def moment(at: datetime) -> str:
    """A time of the office: 22/11/2026 09:14."""
    return f"{at:%d/%m/%Y %H:%M}"


def days_words(since: date, today: date) -> str:
    """How long ago, in words."""
    days = (today - since).days
    if days <= 0:
        return "hôm nay"
    return "hôm qua" if days == 1 else f"{days} ngày trước"
