"""How one recorded value is written for the clerk: days, months, money, choices, references.

Pure functions but for the names that references ask for. An empty value reads "(trống)".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from models.history.naming import Names
from models.people.codes import display_code
from models.people.dated import OPEN_END, UNKNOWN_START
from models.people.identity import display_phone
from models.store.dates import Month, PartialDate, month_display
from models.store.money import format_amount, format_coefficient
from models.store.work import OFFICE_TIME

EMPTY: Final = "(trống)"
Guard = Literal["", "number"]
Show = Callable[[Any, Names], str]


@dataclass(frozen=True, slots=True)
class Field:
    """A column: what the clerk calls it, how a value reads, and whether the right "numbers" guards it."""

    label: str
    show: Show
    guard: Guard = ""


def plain(value: Any, _names: Names) -> str:
    """Text and numbers as they are."""
    return str(value)


def choice(labels: Mapping[str, str]) -> Show:
    """One of the known words, by its label."""
    return lambda value, _names: labels.get(str(value), str(value)) or EMPTY


def yes_no(value: Any, _names: Names) -> str:
    """A flag."""
    return "có" if value else "không"


def day(value: Any, _names: Names) -> str:
    """An ISO day, also one of which only the year or month is known."""
    if value in (UNKNOWN_START, OPEN_END):
        return EMPTY
    with suppress(ValueError):
        return PartialDate.from_iso(str(value)).display()
    return str(value)


def last_day(value: Any, names: Names) -> str:
    """The first day that no longer counts, told as the last one that does."""
    if value in (UNKNOWN_START, OPEN_END):
        return EMPTY
    with suppress(ValueError):
        return day((date.fromisoformat(str(value)) - timedelta(days=1)).isoformat(), names)
    return str(value)


def instant(value: Any, _names: Names) -> str:
    """A UTC text in the office's time."""
    return office_time(str(value))


def office_time(text: str) -> str:
    """ "2026-11-22T02:14:00.000Z" -> "22/11/2026 09:14"; anything else as it stands."""
    try:
        return datetime.fromisoformat(text).astimezone(OFFICE_TIME).strftime("%d/%m/%Y %H:%M")
    except ValueError:
        return text


def month(value: Any, _names: Names) -> str:
    """YYYYMM -> "11/2026"."""
    return month_display(Month(value))


def money(value: Any, _names: Names) -> str:
    """Đồng with dots."""
    return f"{format_amount(value)} đ"


def count(value: Any, _names: Names) -> str:
    """A number with dots."""
    return format_amount(value)


def coefficient(value: Any, _names: Names) -> str:
    """Hundredths -> "1,5"."""
    return format_coefficient(value)


def code(value: Any, _names: Names) -> str:
    """A person's number with its check digit."""
    return display_code(value)


def phones(value: Any, _names: Names) -> str:
    """Phones of a field, one after another."""
    return ", ".join(display_phone(one) for one in str(value).split())


def lines(value: Any, _names: Names) -> str:
    """The lines above a signature, kept as JSON."""
    with suppress(ValueError, TypeError):
        return " / ".join(map(str, json.loads(value)))
    return str(value)


def digest(value: Any, _names: Names) -> str:
    """Enough of a hash to compare by eye."""
    return f"{str(value)[:12]}…"
