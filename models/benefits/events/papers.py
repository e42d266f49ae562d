"""Frozen facts of the papers of events: the village slip and the recovery letter.

Promises: no ground, no amount and no number of anybody stands on a slip (privacy.md 11.1); the letter names the benefit
by the one neutral label. Everything is picklable. Must not open a session or draw anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from models.benefits.frozen import entered_letterhead
from models.benefits.papers import Letterhead, Signatory
from models.benefits.secrecy import mentions_hiv, name_alone
from models.office.paper_rules import KIND_LABELS, PaperEntry, PaperKind
from models.office.paper_services import PreparePaper
from models.store.dates import Month, month_display
from models.store.frozen import thaw
from models.store.vietnamese import initials, tidy

NEW_LINES = 4
"""Empty lines for people who are new."""


def slip_name(name: str) -> str:
    """The name alone; lists write remarks behind it. By initials when it still speaks of HIV/AIDS."""
    alone = name_alone(name) or tidy(name)
    return initials(alone) if mentions_hiv(alone) else alone


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One name; `born` is the year."""

    number: int
    code: str
    name: str
    born: str


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """The slip of one village for a month; `back_by` is the last day on which an answer is in time."""

    letterhead: Letterhead
    month: Month
    village_id: int
    village: str
    lines: tuple[SlipLine, ...]
    back_by: date
    signatory: Signatory

    @property
    def subject(self) -> str:
        """What the slip is about."""
        return f"Tháng {month_display(self.month)} - {self.village}"

    @property
    def mark(self) -> str:
        """By which the sheet is known when it comes back: month and village."""
        return f"{self.month // 100:04d}-{self.month % 100:02d}/{self.village_id}"


@dataclass(frozen=True, slots=True)
class RecoveryLetter:
    """The letter to whoever was paid without being due. Amounts in đồng.

    `to` is who is written to, `months` the months as people read them, `why` sentences with the article, `pay_by` the
    day until which money should be back, `contact` where to pay, to ask and to object.
    """

    letterhead: Letterhead
    to: str
    person: str
    code: str
    village: str
    months: str
    amount: int
    back: int
    why: str
    pay_by: date
    contact: str
    signatory: Signatory
    recipients: tuple[str, ...]

    @property
    def left(self) -> int:
        """What is still to come back, in đồng."""
        return self.amount - self.back


def kept_letter(letter: RecoveryLetter) -> PreparePaper:
    """What is kept of the letter; its facts still to be packed."""
    return PreparePaper(
        kind=PaperKind.RECOVERY_LETTER,
        body="committee",
        title=f"{KIND_LABELS[PaperKind.RECOVERY_LETTER]} - {letter.person}",
        facts=b"",
        lines=1,
        total=letter.left,
        sign=letter.letterhead.sign,
    )


def letter_again(content: Any, entry: PaperEntry) -> RecoveryLetter:
    """A kept letter with number, date and signer. Raises ValueError for strange facts."""
    made: RecoveryLetter = thaw(RecoveryLetter, content)
    made = replace(made, letterhead=entered_letterhead(made.letterhead, entry))
    if not entry.signer_name:
        return made
    return replace(made, signatory=Signatory(entry.signer_lines, entry.signer_name, made.signatory.hint))
