"""Facts of a handover between two colleagues and what its minutes say, without a database and without drawing.

The minutes (biên bản bàn giao) name the work, both sides, a list of what is handed over with numbers and states, the
number of copies and who signs (papers.md 12.2). They hold no personal data of anybody in the register, so they may lie
in the archive beside other papers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from models.benefits.papers import Letterhead, Signatory
from models.store.errors import RuleError
from models.store.frozen import freeze, packed, thaw, unpacked
from models.store.vietnamese import tidy, tidy_name

COPIES: Final = 3
MOST_TITLES: Final = 40
"""Open papers named one by one; more are counted."""
BLANK_NAME: Final = "........................................"


@dataclass(frozen=True, slots=True)
class Party:
    """One side: name and what they are. An empty name leaves room for the pen."""

    name: str = ""
    role: str = ""

    @property
    def shown(self) -> str:
        """ "Nguyễn Văn A, Công chức", or a dotted line."""
        return ", ".join(part for part in (self.name or BLANK_NAME, self.role) if part)


NOBODY: Final = Party()
"""A side that is filled in by pen."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of a list: what, how many, in which state."""

    label: str
    number: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """A paper that is prepared and not issued."""

    title: str
    state: str
    made_on: date


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A sum in đồng and how many lines it is made of."""

    label: str
    lines: int
    amount: int


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A running number: whose, its sign on paper, the year (0: all years) and the last number given (0: none)."""

    label: str
    sign: str
    year: int
    last: int


@dataclass(frozen=True, slots=True)
class MediumLine:
    """A stick of the office: what it is called, who keeps it, its copies (days as ISO), and the newest proved one."""

    label: str
    keeper: str
    outside: bool
    copies: int
    oldest_day: str = ""
    newest_day: str = ""
    generation: str = ""
    proved_at: str = ""
    manifest_sha256: str = ""
    head_change: int = 0


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A colleague's account: name, role in words, sign-in handle, what becomes of it."""

    name: str
    role: str
    handle: str
    state: str


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """Everything the minutes say. Instants are already in the office's time, as shown."""

    letterhead: Letterhead
    commune: str
    made_on: date
    made_at: str
    giver: Party
    receiver: Party
    witness: Party
    why: str
    program: str
    store_code: str
    head_change: int
    head_code: str
    registers: tuple[Counted, ...]
    open_work: tuple[Counted, ...]
    open_papers: tuple[OpenPaper, ...]
    money: tuple[MoneyLine, ...]
    series: tuple[SeriesLine, ...]
    media: tuple[MediumLine, ...]
    accounts: tuple[AccountLine, ...]
    sheet: str = ""
    scans: int = 0

    @property
    def old_copies(self) -> tuple[MediumLine, ...]:
        """Media with copies made before the new data key: they open with the passwords of that time."""
        return tuple(one for one in self.media if one.copies)


def checked_party(name: str, role: str) -> Party:
    """A side as told; the name may be left for the pen."""
    return Party(tidy_name(name), tidy(role))


def demand_two(giver_id: int, receiver_id: int | None) -> None:
    """Nobody hands over to themselves; RuleError names the field."""
    if giver_id == receiver_id:
        raise RuleError("Bên nhận phải là người khác bên giao.", field="receiver", code="same_person")


def signatories(facts: HandoverFacts) -> tuple[Signatory, ...]:
    """The three who sign, in the order in which they stand on the paper."""
    hint = "(Ký, ghi rõ họ tên)"
    return (
        Signatory(("BÊN GIAO",), facts.giver.name, hint),
        Signatory(("BÊN NHẬN",), facts.receiver.name, hint),
        Signatory(("NGƯỜI CHỨNG KIẾN",), facts.witness.name, hint),
    )


def packed_facts(facts: HandoverFacts) -> tuple[bytes, bytes]:
    """Canonical bytes of the facts, and the same compressed for the store."""
    return packed(freeze(facts))


def facts_again(data: bytes) -> HandoverFacts:
    """The facts that `packed_facts` compressed; raises ValueError for anything else."""
    made: Any = thaw(HandoverFacts, unpacked(data))
    if not isinstance(made, HandoverFacts):
        raise ValueError("no handover")
    return made
