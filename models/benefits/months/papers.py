"""Frozen facts of the papers of a month: changes, summary, bridge note, drawing request, settlement.

Promises: sums are computed here from the lines and a bridge that does not close is refused; people whose ground tells
of HIV/AIDS are counted and summed without their names (privacy.md 11.1). Must not open a session or draw anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

from models.benefits.frozen import entered_letterhead
from models.benefits.papers import Letterhead, Signatory
from models.office.paper_rules import KIND_LABELS, PaperEntry, PaperKind
from models.office.paper_services import PreparePaper
from models.store.dates import Month, month_display
from models.store.errors import RuleError
from models.store.frozen import thaw

PERCENT: Final = 10_000
"""A fee of 0,5 % is 50: hundredths of a percent."""
MOST_FEE: Final = Decimal(10)
SIGNATORIES: Final = (
    Signatory(("NGƯỜI LẬP",), hint="(Ký, ghi rõ họ tên)"),
    Signatory(("TRƯỞNG PHÒNG VH-XH",), hint="(Ký, ghi rõ họ tên)"),
    Signatory(("CHỦ TỊCH",), hint="(Ký tên, đóng dấu)"),
)
MONEY_SIGNATORIES: Final = (
    Signatory(("NGƯỜI LẬP",), hint="(Ký, ghi rõ họ tên)"),
    Signatory(("KẾ TOÁN",), hint="(Ký, ghi rõ họ tên)"),
    Signatory(("CHỦ TỊCH",), hint="(Ký tên, đóng dấu)"),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What all papers of a month share; `draft` as long as the month is not confirmed."""

    letterhead: Letterhead
    month: Month
    signatories: tuple[Signatory, ...]
    draft: bool = False


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One person whose amount changed: before and after in đồng a month, from which month, by which decision.

    `money` are arrears on the increase list and what has to come back on the decrease list.
    """

    code: str
    name: str
    born_year: str
    id_number: str
    village: str
    group: str
    coefficient: int | None
    before: int
    after: int
    decision: str
    since: Month | None
    money: int
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeList:
    """The increase or decrease list; `unnamed` counts people without names, whose sums are in `unnamed_*`."""

    heading: Heading
    direction: Literal["increase", "decrease"]
    lines: tuple[ChangeLine, ...]
    unnamed: int = 0
    unnamed_before: int = 0
    unnamed_after: int = 0
    unnamed_money: int = 0

    @property
    def people(self) -> int:
        """How many lines there are, named or not."""
        return len(self.lines) + self.unnamed

    @property
    def change(self) -> int:
        """Sum of what the amounts changed by, in đồng a month; below zero on the decrease list."""
        return sum(line.after - line.before for line in self.lines) + self.unnamed_after - self.unnamed_before

    @property
    def money(self) -> int:
        """Sum of arrears, or of what has to come back."""
        return sum(line.money for line in self.lines) + self.unnamed_money


@dataclass(frozen=True, slots=True)
class GroupSums:
    """One group of the summary; counts of lines and sums in đồng. `paid` None: the organisation has not answered."""

    name: str
    before_lines: int
    before: int
    up_lines: int
    up: int
    down_lines: int
    down: int
    after_lines: int
    after: int
    arrears: int
    recovery: int
    other: int
    paid: int | None = None

    def __post_init__(self) -> None:
        if self.before + self.up - self.down != self.after:
            raise ValueError("a group's sums must close")

    @property
    def total(self) -> int:
        """What the list pays."""
        return self.after + self.arrears - self.recovery + self.other


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of a month by group."""

    heading: Heading
    groups: tuple[GroupSums, ...]

    @property
    def total(self) -> int:
        """What the list pays."""
        return sum(group.total for group in self.groups)


@dataclass(frozen=True, slots=True)
class NoteStep:
    """A step of the bridge note: what, how many lines, how much; sums stand out."""

    label: str
    lines: int
    amount: int
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class NotedPerson:
    """Somebody behind a step, or several of them together (`people` above 1) where there are too many to name."""

    step: str
    code: str
    name: str
    village: str
    before: int
    after: int
    amount: int
    decision: str
    reason: str
    people: int = 1


@dataclass(frozen=True, slots=True)
class BridgeNote:
    """From last month's list to this one's: the first step, the movements, what is due, what comes on top, the total.

    Refuses steps that do not close to the đồng, and people who do not make their steps.
    """

    heading: Heading
    before: Month
    moves: tuple[NoteStep, ...]
    on_top: tuple[NoteStep, ...]
    people: tuple[NotedPerson, ...]

    def __post_init__(self) -> None:
        for steps in (self.moves, self.on_top):
            *added, closing = steps
            if sum(one.amount for one in added) != closing.amount:
                raise ValueError("the bridge does not close")
        if self.on_top[0].amount != self.moves[-1].amount:
            raise ValueError("the bridge does not close")
        for step in (*self.moves[1:-1], *self.on_top[1:-1]):
            behind = [one for one in self.people if one.step == step.label]
            if sum(one.amount for one in behind) != step.amount or sum(one.people for one in behind) != step.lines:
                raise ValueError("a step is not what its people make")

    @property
    def total(self) -> int:
        """What the list pays."""
        return self.on_top[-1].amount


@dataclass(frozen=True, slots=True)
class DrawRow:
    """One item of a drawing request: `people` lines, `amount` đồng (recoveries below zero)."""

    label: str
    people: int
    amount: int


@dataclass(frozen=True, slots=True)
class Fee:
    """What the organisation gets for paying out: so many hundredths of a percent of a sum, rounded to whole đồng.

    From half a đồng on it is rounded up: benefits need no rounding, fees do, and the rule stands on the paper.
    """

    rate: int
    base: int

    @property
    def amount(self) -> int:
        """In đồng."""
        return (self.base * self.rate + PERCENT // 2) // PERCENT


def fee_rate(text: str) -> int:
    """ "0,5" or "0.5" percent -> 50 hundredths of a percent; raises RuleError (field "fee")."""
    try:
        read = Decimal(text.strip().rstrip("%").strip().replace(",", "."))
    except InvalidOperation:
        read = Decimal(-1)
    if not read.is_finite() or not 0 <= read <= MOST_FEE or read * 100 % 1:
        words = "Cần phần trăm như 0,5: từ 0 đến 10, nhiều nhất hai chữ số thập phân."
        raise RuleError(words, field="fee", code="not_a_fee")
    return int(read * 100)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The request to draw money for a month's list out of the estimate of a budget year.

    `back_to_budget` is held back for years before this one: it is drawn, but goes back to the budget. `kept` still lies
    with the payment organisation from earlier months.
    """

    heading: Heading
    budget_year: int
    rows: tuple[DrawRow, ...]
    fee: Fee
    back_to_budget: int = 0
    kept: int = 0

    @property
    def listed(self) -> int:
        """What is paid to people and, of earlier years, to the budget."""
        return sum(row.amount for row in self.rows)

    @property
    def total(self) -> int:
        """What is asked for."""
        return self.listed + self.fee.amount - self.kept


@dataclass(frozen=True, slots=True)
class SettledRow:
    """One kind of benefit: what was to be paid, and what was."""

    label: str
    lines: int
    due: int
    paid_lines: int
    paid: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a month's money: estimate of the year (None: not told), drawn, paid, the fee, what is left."""

    heading: Heading
    budget_year: int
    rows: tuple[SettledRow, ...]
    drawn: int
    fee: Fee
    estimate: int | None = None

    @property
    def due(self) -> int:
        """What the list was to pay."""
        return sum(row.due for row in self.rows)

    @property
    def paid(self) -> int:
        """What reached people."""
        return sum(row.paid for row in self.rows)

    @property
    def left(self) -> int:
        """What of the drawn money neither people nor the organisation got; below zero: more is needed."""
        return self.drawn - self.paid - self.fee.amount


MonthPaper = ChangeList | Summary | BridgeNote | Drawing | Settlement
_SHAPES: Final = {
    PaperKind.INCREASE: ChangeList,
    PaperKind.DECREASE: ChangeList,
    PaperKind.SUMMARY: Summary,
    PaperKind.BRIDGE: BridgeNote,
    PaperKind.DRAWING: Drawing,
    PaperKind.SETTLEMENT: Settlement,
}
MONTH_PAPERS: Final = frozenset(_SHAPES)


def kind_of_paper(paper: MonthPaper) -> PaperKind:
    """The kind it is kept as."""
    if isinstance(paper, ChangeList):
        return PaperKind(paper.direction)
    return next(kind for kind, shape in _SHAPES.items() if shape is type(paper))


def kept_month_paper(paper: MonthPaper) -> PreparePaper:
    """What is kept of it; its facts still to be packed."""
    kind, heading = kind_of_paper(paper), paper.heading
    lines, total = _size(paper)
    return PreparePaper(
        kind=kind,
        body="committee",
        title=f"{KIND_LABELS[kind]} tháng {month_display(heading.month)}",
        facts=b"",
        lines=lines,
        month=heading.month,
        total=total,
        sign=heading.letterhead.sign,
    )


def _size(paper: MonthPaper) -> tuple[int, int]:
    """How many lines, and the sum the paper is about."""
    if isinstance(paper, ChangeList):
        return paper.people, abs(paper.change)
    if isinstance(paper, Summary):
        return len(paper.groups), paper.total
    if isinstance(paper, BridgeNote):
        return paper.on_top[-1].lines, paper.total
    return len(paper.rows), paper.total if isinstance(paper, Drawing) else paper.paid


def month_paper_again(kind: PaperKind, content: Any, entry: PaperEntry) -> MonthPaper:
    """A kept paper with number, date and signer; who signs stands last. Raises ValueError for strange facts."""
    made: MonthPaper = thaw(_SHAPES[kind], content)
    heading = replace(made.heading, letterhead=entered_letterhead(made.heading.letterhead, entry))
    if entry.signer_name:
        *others, last = heading.signatories
        signer = Signatory(entry.signer_lines, entry.signer_name, last.hint)
        heading = replace(heading, signatories=(*others, signer))
    return replace(made, heading=heading)
