"""Rules of safekeeping without a database: the lamp, the reminders, the office's settings.

The lamp is green only while a copy that was proved, is not older than the chosen days and lies on a medium outside this
disk is known; it never guesses in the office's favour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import Enum

from models.store.work import OFFICE_TIME

GOOD, GONE, BAD = "good", "gone", "bad"
"""Standing of a backup: proved; thinned out; found damaged later."""
OURS, FOREIGN = "ours", "foreign"
"""Standing of a medium."""
LEAST_DAYS, MOST_DAYS = 1, 60
CLOCK_SLACK = timedelta(hours=1)
"""A copy this far in the future is the same clock's, corrected."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup as the rules see it. `made_at` UTC; `followed`: its last change is a link of the present history.

    After an older backup was restored, copies of what was replaced are no copies of the present store. `own_key`: made
    since the store got its present data key; an older one opens with the passwords of its day alone.
    """

    made_at: datetime
    medium: str
    outside: bool
    standing: str
    head_change: int
    followed: bool = True
    own_key: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """The office's choices. `days`: how old the newest copy may be; the others: when to remind."""

    days: int = 7
    remind_daily: bool = True
    remind_on_closing: bool = True
    remind_before_risk: bool = True

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Settings:
        """From stored texts; what is missing or unknown has its default."""
        own = cls()
        chosen = {each.name: texts[each.name] for each in fields(cls) if each.name in texts}
        days = chosen.pop("days", "")
        whole = int(days) if days.isascii() and days.isdigit() and LEAST_DAYS <= int(days) <= MOST_DAYS else own.days
        flags = {name: value == "yes" for name, value in chosen.items() if value in {"yes", "no"}}
        return cls(days=whole, **flags)

    def as_texts(self) -> dict[str, str]:
        """What is stored, by key."""
        return {
            each.name: str(value) if each.name == "days" else ("yes" if value else "no")
            for each in fields(self)
            for value in [getattr(self, each.name)]
        }


class Colour(Enum):
    """Of the lamp in the status line."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Lamp:
    """The lamp's colour, why it has it, and what to do (empty when green)."""

    colour: Colour
    why: str
    advice: str
    copy: Copy | None = None


def lamp(copies: Iterable[Copy], now: datetime, days: int) -> Lamp:
    """The lamp for all copies that were ever noted, at `now` (UTC), with copies good for `days` days."""
    noted = tuple(copies)
    good = [each for each in noted if each.standing == GOOD and each.followed]
    outside = [each for each in good if each.outside]
    if not outside:
        return _without_copy_outside(noted, good)
    timely = [each for each in outside if each.made_at <= now + CLOCK_SLACK]
    if not timely:
        return Lamp(
            Colour.AMBER,
            "Bản sao lưu gần nhất mang ngày giờ ở tương lai, nên không biết đã cũ bao lâu.",
            "Kiểm tra ngày giờ của máy rồi sao lưu lại.",
            outside[0],
        )
    present = [each for each in timely if each.own_key]
    newest = max(present or timely, key=lambda each: each.made_at)
    age = now - newest.made_at
    words = f"Bản sao lưu đã kiểm chứng gần nhất: {_age_words(newest.made_at, now)}, trên {newest.medium}."
    if age <= timedelta(days=days):
        return Lamp(Colour.GREEN, words, "", newest) if present else _before_the_key(words, newest)
    colour = Colour.AMBER if age <= timedelta(days=2 * days) else Colour.RED
    return Lamp(colour, f"{words} Quá {days} ngày.", "Cắm USB của cơ quan rồi bấm «Sao lưu ngay».", newest)


def _before_the_key(words: str, newest: Copy) -> Lamp:
    """After a handover nobody who is still here may be able to open it."""
    why = f"{words} Bản này lập trước khi sổ đổi khóa: chỉ mở được bằng mật khẩu, phiếu khôi phục của ngày đó."
    return Lamp(Colour.AMBER, why, "Cắm USB của cơ quan rồi bấm «Sao lưu ngay» để có bản theo khóa mới.", newest)


def _without_copy_outside(noted: tuple[Copy, ...], good: list[Copy]) -> Lamp:
    plug = "Cắm USB của cơ quan rồi bấm «Sao lưu ngay»."
    if good:
        return Lamp(Colour.AMBER, "Bản sao lưu chỉ nằm trên chính ổ đĩa này; ổ hỏng là mất cả hai.", plug, good[0])
    if any(each.standing == BAD for each in noted):
        return Lamp(Colour.RED, "Bản sao lưu đã hỏng, hiện không còn bản nào tốt.", f"{plug} Nên dùng USB khác.")
    return Lamp(Colour.RED, "Chưa có bản sao lưu nào được kiểm chứng.", plug)


def _age_words(made_at: datetime, now: datetime) -> str:
    days = (_office_day(now) - _office_day(made_at)).days
    if days <= 0:
        return f"hôm nay lúc {made_at.astimezone(OFFICE_TIME):%H:%M}"
    return "hôm qua" if days == 1 else f"{days} ngày trước"


class Moment(Enum):
    """When a reminder may come up."""

    DAY = "day"
    CLOSING = "closing"
    MIGRATION = "migration"
    IMPORT = "import"
    RESTORE = "restore"


RISKY = frozenset({Moment.MIGRATION, Moment.IMPORT, Moment.RESTORE})
_BEFORE = {
    Moment.MIGRATION: "nâng cấp sổ",
    Moment.IMPORT: "nhập danh sách",
    Moment.RESTORE: "khôi phục",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to ask the clerk. Saying no is always possible."""

    moment: Moment
    message: str


def reminder(
    moment: Moment,
    copies: Iterable[Copy],
    now: datetime,
    chosen: Settings,
    *,
    last_change: int,
    asked_on: date | None = None,
) -> Reminder | None:
    """Whether to remind at `moment` (UTC `now`).

    `last_change`: number of the newest change that is work; `asked_on`: the office's day of the last daily reminder.
    Never without something that no good copy outside this disk holds; daily and on closing only when today has no copy
    yet, daily once a day; before a risky step always when something new is not copied.
    """
    good = [each for each in copies if each.standing == GOOD and each.followed and each.outside]
    uncopied = last_change - max((each.head_change for each in good), default=0)
    if uncopied <= 0:
        return None
    told = "Chưa có bản sao lưu nào" if not good else f"Có {uncopied} thay đổi chưa được sao lưu"
    if moment in RISKY:
        ask = f"{told}. Nên sao lưu trước khi {_BEFORE[moment]}."
        return Reminder(moment, ask) if chosen.remind_before_risk else None
    today = _office_day(now)
    if any(_office_day(each.made_at) == today for each in good):
        return None
    if moment is Moment.CLOSING:
        return Reminder(moment, f"{told}. Sao lưu trước khi đóng?") if chosen.remind_on_closing else None
    if not chosen.remind_daily or asked_on == today:
        return None
    return Reminder(moment, f"{told}. Cắm USB của cơ quan và sao lưu hôm nay.")


def _office_day(instant: datetime) -> date:
    return instant.astimezone(OFFICE_TIME).date()
