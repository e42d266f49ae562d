"""The sheet that hangs on the wall, as frozen facts.

Promise: a `PostingSheet` exists only when `models.postings.rules.prepare_posting` made it, and its rows have room for
nothing but what may be read by everybody (privacy.md 11.1): no identity number, label, group, address below the
village, sex, full birth date, count of lines left out. Printers accept this type alone. Picklable for the worker
process. Must not read a store or decide anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from datetime import date
from enum import StrEnum

from models.benefits.papers import Letterhead, Signatory
from models.store.dates import Month, month_iso
from models.store.vietnamese import search_text


class PostingKind(StrEnum):
    """What kind of list hangs on the wall."""

    ALLOWANCE = "allowance"
    POOR = "poor"
    NEAR_POOR = "near_poor"
    LONGEVITY = "longevity"


@dataclass(frozen=True, slots=True)
class PostingRequest:
    """What the clerk asks for.

    `ground` is the legal ground printed on the sheet, `body` the body that posts (empty: that of the letterhead),
    `first_day` and `last_day` the window, `objections_to` whom to tell an objection, `village` one village or None for
    the whole commune.
    """

    kind: PostingKind
    ground: str
    letterhead: Letterhead
    first_day: date
    last_day: date
    objections_to: str
    body: str = ""
    village: str | None = None
    month: Month | None = None
    signatory: Signatory | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostedRow:
    """One row of the wall sheet.

    `birth_year` is empty for children and in lists of households, `gift` is for longevity lists only.
    """

    number: int
    name: str
    birth_year: str
    village: str
    gift: str = ""


@dataclass(frozen=True, slots=True)
class PostingSheet:
    """A wall sheet that passed the rules; only `models.postings.rules` holds the `permit` that makes one."""

    kind: PostingKind
    letterhead: Letterhead
    title: str
    subject: str
    ground: str
    body: str
    window: str
    objections_to: str
    village: str | None
    month: Month | None
    rows: tuple[PostedRow, ...]
    signatory: Signatory | None
    recipients: tuple[str, ...]
    permit: InitVar[object] = field(repr=False, kw_only=True)

    def __post_init__(self, permit: object) -> None:
        if permit is not _PERMIT:
            raise TypeError("a posting sheet is made by models.postings.rules.prepare_posting alone")

    def file_stem(self) -> str:
        """A neutral file name without its ending, for example "niem-yet-2026-11-thon-1".

        A village whose own name tells something about its people has no place on the sheet (`village` is None).
        """
        parts = ["niem-yet"]
        if self.month is not None:
            parts.append(month_iso(self.month))
        if self.village is not None:
            parts.append(re.sub(r"[^a-z0-9]+", "-", search_text(self.village)).strip("-"))
        return "-".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class LabelQuestion:
    """A ground as written that nobody has ruled yet: the clerk says which group it is. `key` goes into the rulings."""

    key: str
    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """What was left out of a sheet, for the clerk's screen only; no printer is given it.

    `hiv`: lines whose ground is HIV/AIDS or that speak of it; `remark`: lines with a remark of disability, illness,
    prison, poverty, death or care behind the name or in the village, of the people `remarked`; `unrecognised`: lines
    whose ground nobody ruled, asked in `questions` (a line without any words asks nothing: its benefit line must be
    completed); `nameless`: lines without a name; `initialled`: people shown by initials, of them `unknown_age` only
    because their birth date is not known.
    """

    hiv: int = 0
    remark: int = 0
    unrecognised: int = 0
    nameless: int = 0
    initialled: int = 0
    unknown_age: int = 0
    questions: tuple[LabelQuestion, ...] = ()
    remarked: tuple[str, ...] = field(default=(), repr=False)

    @property
    def lines(self) -> int:
        """All lines left out."""
        return self.hiv + self.remark + self.unrecognised + self.nameless


@dataclass(frozen=True, slots=True)
class Posting:
    """The outcome: the sheet for the printer, and what the screen tells the clerk."""

    sheet: PostingSheet
    withheld: Withheld


Rulings = Mapping[str, str]
"""Label key (`models.benefits.rules.label_key`) to the group code the clerk ruled."""

_PERMIT = object()
