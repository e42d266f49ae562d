"""Frozen facts of the benefit papers: letterhead, signatures, payment list (finance copy and pay-desk copy).

Promises: every sum printed later is computed here from the lines, and a stated total that differs is refused; the
pay-desk copy's types cannot carry a group, an identity number or an account (privacy.md 11.1). Everything is picklable,
because papers are made in a worker process. Must not open a session or draw anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Literal

from models.benefits.secrecy import mentions_hiv, name_alone
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from models.store.vietnamese import initials, name_sort, text_sort, tidy

CARER = "người chăm sóc"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above the title by NĐ 30/2020/NĐ-CP, Phụ lục I, ô 2 to 4.

    `superior` is the body above (None: none is printed), `body` the issuing body, `sign` what follows the number
    ("TB-UBND"; empty: no number line). An empty `number` and a `signed_on` of None print room to fill in by pen.
    """

    body: str
    place: str
    superior: str | None = None
    number: str = ""
    sign: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """One signature column: title lines ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), what to do, and the name if known."""

    titles: tuple[str, ...]
    name: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PostingCandidate:
    """One line that may hang on the wall, before the rules of `models.postings.rules` have seen it.

    `person` identifies the person (several lines of one person share it). `label` is the benefit's ground as written in
    the list, `group` its recognised code ("K5a", "HTXH") or None; for lists whose ground is not a benefit (poor
    households, longevity) both stay empty. `head` is the head of household's name, `head_born` when he or she was born,
    `gift` what a longevity list gives.
    """

    person: int
    name: str
    born: PartialDate | None
    village: str
    village_order: int = 0
    label: str = ""
    group: str | None = None
    head: str = ""
    head_born: PartialDate | None = None
    gift: str = ""


@dataclass(frozen=True, slots=True)
class PaymentEntry:
    """What one person gets in the month, as the store knows it; amounts in đồng, coefficient in hundredths.

    A line of a kept list holds one of the amounts. `for_carer`: the payee is paid for caring, not in somebody's stead.
    """

    village: str
    code: str
    name: str
    birth_year: str
    monthly: int
    village_order: int = 0
    sex: Literal["male", "female"] | None = None
    id_number: str = ""
    group: str | None = None
    label: str = ""
    coefficient: int | None = None
    arrears: int = 0
    arrears_months: int = 0
    recovery: int = 0
    account: str = ""
    bank: str = ""
    payee: str = ""
    note: str = ""
    other: int = 0
    for_carer: bool = False

    @property
    def total(self) -> int:
        """Monthly amount plus arrears less recovery, and what was not collected before, for a funeral or alike."""
        return self.monthly + self.arrears - self.recovery + self.other

    @property
    def shown_name(self) -> str:
        """The name, without what stands behind it when that speaks of HIV/AIDS."""
        return self.name_for_the_desk if mentions_hiv(self.name) else tidy(self.name)

    @property
    def name_for_the_desk(self) -> str:
        """The name alone; lists write remarks and numbers behind it. By initials when it still speaks of HIV/AIDS."""
        alone = name_alone(self.name) or tidy(self.name)
        shown = initials(alone) if mentions_hiv(alone) else alone
        return f"{shown} ({CARER}: {self.shown_payee})" if self.for_carer and self.shown_payee else shown

    @property
    def shown_payee(self) -> str:
        """Who receives the money in the person's stead, left out when it speaks of HIV/AIDS."""
        return "" if mentions_hiv(self.payee) else tidy(self.payee)

    @property
    def shown_group(self) -> str:
        """The clause code for every recognised group; the words as written otherwise, unless they speak of HIV/AIDS.

        The words would tell every reader of the sheet what the clause tells only the accountant (Luật 64/2006 Đ8 k5).
        """
        if self.group:
            return self.group
        return "" if mentions_hiv(self.label) else tidy(self.label)

    @property
    def shown_note(self) -> str:
        """The note, left out when it speaks of HIV/AIDS."""
        return "" if mentions_hiv(self.note) else tidy(self.note)


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """An entry with its running number."""

    number: int
    entry: PaymentEntry


@dataclass(frozen=True, slots=True)
class PaymentSums:
    """Sums of one village or of the whole list, in đồng; `people` counts each payee of a person once."""

    people: int
    monthly: int
    arrears: int
    recovery: int
    total: int
    other: int = 0


@dataclass(frozen=True, slots=True)
class PaymentVillage:
    """One village's lines in printing order."""

    name: str
    lines: tuple[PaymentLine, ...]

    @property
    def sums(self) -> PaymentSums:
        """Sums over the lines."""
        return _sums(self.lines)


@dataclass(frozen=True, slots=True)
class PaymentList:
    """The finance copy: all columns, one numbering over all villages.

    `channel` "account" or "cash" keeps only what is paid that way; `kept`: the lines of a kept month, whose notes name
    months; `draft`: that month is not confirmed yet.
    Refuses a gap in the numbering, somebody who would get less than nothing, and a `stated_total` (as the store summed
    it) that differs from the lines.
    """

    letterhead: Letterhead
    month: Month
    villages: tuple[PaymentVillage, ...]
    signatories: tuple[Signatory, ...]
    village: str | None = None
    recipients: tuple[str, ...] = ()
    stated_total: int | None = None
    channel: str = ""
    draft: bool = False
    kept: bool = False

    def __post_init__(self) -> None:
        for expected, line in enumerate(self.lines(), start=1):
            if line.number != expected:
                raise ValueError("running numbers must be 1, 2, 3 ...")
        for village in self.villages:
            for lines in of_people(village.lines):
                if sum(line.entry.total for line in lines) < 0:
                    raise RuleError(
                        f"Số tiền thu hồi của dòng {lines[0].number} (mã {lines[0].entry.code}) lớn hơn số được nhận.",
                        field="recovery",
                        code="negative_total",
                    )
        if self.stated_total is not None and self.stated_total != self.sums.total:
            raise ValueError("the stated total differs from the sum of the lines")

    def lines(self) -> Iterable[PaymentLine]:
        """All lines in printing order."""
        return chain.from_iterable(village.lines for village in self.villages)

    @property
    def count(self) -> int:
        """Number of lines; a person may have several."""
        return sum(len(village.lines) for village in self.villages)

    @property
    def sums(self) -> PaymentSums:
        """Sums over the whole list."""
        return _sums(self.lines())


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One person of the pay-desk copy, who signs once; it has no room for more (privacy.md 11.1).

    `number` is that of their line on the finance copy, `last` that of the last of several, else 0.
    """

    number: int
    code: str
    name: str
    birth_year: str
    amount: int
    last: int = 0

    @property
    def shown_number(self) -> str:
        """ "12", or "12, 13" and "12 - 14" for a person of several lines."""
        if not self.last:
            return str(self.number)
        return f"{self.number}{',' if self.last == self.number + 1 else ' -'} {self.last}"


@dataclass(frozen=True, slots=True)
class DeskVillage:
    """One village of the pay-desk copy."""

    name: str
    lines: tuple[DeskLine, ...]

    @property
    def total(self) -> int:
        """Sum of the amounts, in đồng."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class DeskList:
    """The pay-desk copy, made by `desk_copy` from the finance copy."""

    letterhead: Letterhead
    month: Month
    villages: tuple[DeskVillage, ...]
    signatories: tuple[Signatory, ...]
    village: str | None = None
    channel: str = ""
    draft: bool = False

    @property
    def people(self) -> int:
        """Number of people, each on one line."""
        return sum(len(village.lines) for village in self.villages)

    @property
    def total(self) -> int:
        """Sum of the amounts, in đồng."""
        return sum(village.total for village in self.villages)


FINANCE_SIGNATORIES = (
    Signatory(("NGƯỜI LẬP",), hint="(Ký, ghi rõ họ tên)"),
    Signatory(("TRƯỞNG PHÒNG VH-XH",), hint="(Ký, ghi rõ họ tên)"),
    Signatory(("KẾ TOÁN",), hint="(Ký, ghi rõ họ tên)"),
    Signatory(("CHỦ TỊCH",), hint="(Ký tên, đóng dấu)"),
)
DESK_SIGNATORIES = (
    Signatory(("NGƯỜI LẬP",), hint="(Ký, ghi rõ họ tên)"),
    Signatory(("ĐẠI DIỆN ĐƠN VỊ CHI TRẢ",), hint="(Ký, ghi rõ họ tên)"),
)


def payment_list(
    entries: Iterable[PaymentEntry],
    *,
    letterhead: Letterhead,
    month: Month,
    village: str | None = None,
    signatories: Sequence[Signatory] = FINANCE_SIGNATORIES,
    recipients: Sequence[str] = (),
    stated_total: int | None = None,
    channel: str = "",
    draft: bool = False,
) -> PaymentList:
    """The finance copy from entries in any order: villages in their order, people by given name, numbered through.

    `village` keeps only that village's entries (None: all), `channel` is told in the subject. Raises RuleError (field
    "recovery") when somebody would get less than nothing.
    """
    chosen = [entry for entry in entries if village is None or entry.village == village]
    chosen.sort(
        key=lambda e: (
            *(e.village_order, text_sort(e.village), e.village),
            *(name_sort(e.name), e.birth_year, e.code, e.for_carer, e.account, e.payee, _order(e)),
        )
    )
    numbered = (PaymentLine(number, entry) for number, entry in enumerate(chosen, start=1))
    villages = tuple(
        PaymentVillage(name, tuple(lines)) for name, lines in groupby(numbered, key=lambda line: line.entry.village)
    )
    rest = (tuple(recipients), stated_total, channel, draft)
    return PaymentList(letterhead, month, villages, tuple(signatories), village, *rest)


def _order(entry: PaymentEntry) -> tuple[bool, bool, bool]:
    """A person's lines: of the month, arrears, recoveries, others."""
    return not entry.monthly, not entry.arrears, not entry.recovery


def desk_copy(facts: PaymentList, *, signatories: Sequence[Signatory] = DESK_SIGNATORIES) -> DeskList:
    """The pay-desk copy of `facts`: same numbers and order, a person once, nothing that the desk does not need."""
    villages = tuple(
        DeskVillage(village.name, tuple(_desk_line(lines) for lines in of_people(village.lines)))
        for village in facts.villages
    )
    rest = (facts.village, facts.channel, facts.draft)
    copy = DeskList(facts.letterhead, facts.month, villages, tuple(signatories), *rest)
    if copy.total != facts.sums.total:
        raise ValueError("the pay-desk copy must pay what the finance copy pays")
    return copy


def of_people(lines: Iterable[PaymentLine]) -> Iterator[tuple[PaymentLine, ...]]:
    """The lines of a list, those that one payee of a person signs for together: they follow each other.

    Without a code each is a person.
    """
    for _, same in groupby(lines, key=_payee):
        yield tuple(same)


def _payee(line: PaymentLine) -> object:
    entry = line.entry
    return (entry.code, entry.for_carer, entry.account, entry.payee) if entry.code else line.number


def _desk_line(lines: Sequence[PaymentLine]) -> DeskLine:
    first = lines[0]
    entry, amount = first.entry, sum(line.entry.total for line in lines)
    last = lines[-1].number if len(lines) > 1 else 0
    return DeskLine(first.number, entry.code, entry.name_for_the_desk, entry.birth_year, amount, last)


def _sums(lines: Iterable[PaymentLine]) -> PaymentSums:
    found = tuple(lines)
    people = sum(1 for _ in of_people(found))
    monthly = arrears = recovery = other = 0
    for line in found:
        monthly += line.entry.monthly
        arrears += line.entry.arrears
        recovery += line.entry.recovery
        other += line.entry.other
    return PaymentSums(people, monthly, arrears, recovery, monthly + arrears - recovery + other, other)
