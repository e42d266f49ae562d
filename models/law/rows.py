"""Rows of the law as they are used: what every kind of row says. How they are read from data stands in reading.py.

Every row says from when to when it holds, its article and document, and how sure it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.law.conditions import Condition
from models.law.places import Place
from models.store.dates import Month

By = Literal["benefit_month", "receipt_day", "death_day", "event_day"]
CERTAINTIES: Mapping[str, str] = {
    "found": "đã đọc văn bản hoặc nguồn tin cậy",
    "press": "theo báo chí",
    "medium": "tin được vừa phải",
    "recalled": "theo trí nhớ, cần đối chiếu",
    "interpretation": "cách hiểu câu chữ",
    "practice": "thông lệ",
    "unknown": "chưa rõ",
    "office": "cơ quan nhập",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A law paper. `key` is what rows name; `known_from` is the first day on which the office could know it.

    `edition` is that of the shipped law which first held it: in an office that began with an earlier one it waits to be
    switched on.
    """

    key: str
    number: str
    title: str
    issuer: str
    signed: date | None
    in_force: date
    ended: date | None
    known_from: date
    certainty: str
    source: str
    edition: int = 1

    @property
    def order(self) -> tuple[date, str]:
        """By the day it was signed, or could first be known."""
        return self.signed or self.known_from, self.number


@dataclass(frozen=True, slots=True)
class Rate:
    """The base rate ("base") or the social pension's level ("pension") of the country or a place, đồng a month."""

    rate: str
    place: Place | None
    first: Month
    last: Month | None
    amount: int
    document: str
    article: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Who:
    """Who belongs to a group: in words and as a condition; None for `when`: abolished from then on."""

    group: str
    slot: str
    place: Place | None
    first: Month
    last: Month | None
    document: str
    article: str
    title: str
    words: str
    when: Condition | None
    certainty: str


@dataclass(frozen=True, slots=True)
class Band:
    """A coefficient in hundredths, or a whole amount in đồng, for those of a group of whom `when` holds."""

    coefficient: int | None
    amount: int | None
    when: Condition | None
    words: str


@dataclass(frozen=True, slots=True)
class Level:
    """What a group gets: the highest band that holds; times the counted children where `per` says so."""

    group: str
    place: Place | None
    first: Month
    last: Month | None
    document: str
    article: str
    per: str | None
    bands: tuple[Band, ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class LocalTable:
    """A place's own table: `stands_on` is the document whose groups and coefficients it takes over, minus `without`."""

    place: Place
    first: Month
    last: Month | None
    document: str
    article: str
    stands_on: str | None
    without: tuple[str, ...]
    words: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of time or of combining; `is_` is the word the program reads, `words` what people read."""

    rule: str
    first: Month
    last: Month | None
    is_: str | int | tuple[str, ...]
    document: str
    article: str
    words: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Step:
    """Part of a procedure's time."""

    days: int
    words: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure for papers received from a day on: working days (None: not known), forms, papers to show."""

    procedure: str
    title: str
    first: date
    last: date | None
    working_days: int | None
    steps: tuple[Step, ...]
    forms: tuple[str, ...]
    papers: tuple[str, ...]
    document: str
    article: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Help:
    """Help paid once: `times` (hundredths) the base rate or pension (`of`), or đồng, or kilos of rice."""

    help: str
    title: str
    first: date
    last: date | None
    by: By
    times: int | None
    of: str
    amount: int | None
    kilos: int | None
    at_least: bool
    form: str
    document: str
    article: str
    words: str
    certainty: str


@dataclass(frozen=True, slots=True)
class WorkDay:
    """A day that is off or worked against the calendar, such as a swapped one before a holiday."""

    day: date
    works: bool
    document: str
    words: str
