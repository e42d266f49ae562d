"""The lamp in words: the rule's colour and reasons as the status line and the page say them. Never greener than it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from models.safekeeping.rules import Colour, Lamp
from ui.safekeeping.facts import LampTone, LampView, days_words
from ui.safekeeping.reading import office_time

TONES: Final[dict[Colour, LampTone]] = {Colour.GREEN: "done", Colour.AMBER: "soon", Colour.RED: "wrong"}
_TITLES: Final[dict[Colour, str]] = {
    Colour.GREEN: "Sổ có bản sao tốt",
    Colour.AMBER: "Nên sao lưu",
    Colour.RED: "Cần sao lưu ngay",
}


def lamp_view(lamp: Lamp, now: datetime, days: int) -> LampView:
    """Words for a lamp; `now` is UTC, `days` those that a copy keeps it green."""
    return LampView(TONES[lamp.colour], _short(lamp, now), _TITLES[lamp.colour], lamp.why, _todo(lamp, now, days))


def _short(lamp: Lamp, now: datetime) -> str:
    if lamp.copy is None:
        return "Chưa có bản sao lưu tốt"
    if not lamp.copy.outside:
        return "Bản sao nằm cùng ổ đĩa với sổ"
    return f"Sao lưu: {days_words(office_time(lamp.copy.made_at).date(), office_time(now).date())}"


def _todo(lamp: Lamp, now: datetime, days: int) -> str:
    if lamp.colour is not Colour.GREEN or lamp.copy is None:
        return lamp.advice
    left = days - (now - lamp.copy.made_at).days
    return (
        f"Bản sao này còn được tính trong {left} ngày." if left > 1 else "Bản sao này chỉ còn được tính đến ngày mai."
    )
