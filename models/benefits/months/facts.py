"""Frozen facts of a month run, as read from the store, and the lines that come out of it. Pure and picklable.

Months are YYYYMM; `0` stands for "since ever" and `NEVER` for "until further notice". Amounts are đồng.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from models.benefits.months.rules import PayKind
from models.store.dates import Month

NEVER: Final = Month(999_912)


class SpanFact(NamedTuple):
    """What an entitlement is worth a month from `start` to before `stop`; `paid` is False while it is suspended."""

    start: int
    stop: int
    paid: bool
    amount: int | None
    group_code: str
    label: str
    law_table: str
    base_rate: int | None
    coefficient: int | None
    decision_id: int | None
    decision: str
    channel: str

    def covers(self, month: int) -> bool:
        """Whether the span holds in a month."""
        return self.start <= month < self.stop


class EntitlementFact(NamedTuple):
    """Whose it is, who is paid (`carer_id` for care support), and what was paid before the program kept the months.

    `spans` stand in order; the opening runs from `opening_from` (0: not known since when) to before `opening_until`.
    """

    id: int
    kind: str
    person_id: int
    carer_id: int | None
    opening_amount: int
    opening_from: int
    opening_until: int
    spans: tuple[SpanFact, ...]


class PersonFact(NamedTuple):
    """A person as the list snapshots them; `village_order` sorts lists, texts that are not known are ""."""

    id: int
    code: int
    name: str
    born: str
    sex: str
    id_number: str
    status: str
    status_on: str
    village_id: int | None
    village: str
    account: str
    bank: str
    holder: str
    payee: str
    payee_id_number: str


class Who(NamedTuple):
    """Whose money it is, who is paid, and where: the first columns of a line."""

    person_id: int
    recipient_id: int
    code: int
    name: str
    born: str
    sex: str
    id_number: str
    village_id: int | None
    village: str
    channel: str
    account: str
    bank: str
    payee: str
    payee_id_number: str


class Line(NamedTuple):
    """A line of a month's list: the columns of `PayLine` that are frozen at the confirmation; `Who` comes first."""

    person_id: int
    recipient_id: int
    code: int
    name: str
    born: str
    sex: str
    id_number: str
    village_id: int | None
    village: str
    channel: str
    account: str
    bank: str
    payee: str
    payee_id_number: str
    entitlement_id: int | None
    debt_id: int | None
    kind: str
    benefit_month: int
    budget_year: int
    group_code: str
    label: str
    law_table: str
    base_rate: int | None
    coefficient: int | None
    amount: int
    decision: str
    decision_id: int | None
    carried_from_id: int | None
    step: str
    reason: str

    @property
    def who(self) -> Who:
        """Its first columns."""
        return Who(*self[:14])

    def paid_to(self, who: Who) -> Line:
        """The same line for somebody else."""
        return self._replace(**who._asdict())


@dataclass(frozen=True, slots=True)
class Uncollected:
    """A line of a reconciled month whose money did not reach its recipient whole, and was not carried yet."""

    line_id: int
    line: Line
    remainder: int
    payout_month: Month
    why: str


@dataclass(frozen=True, slots=True)
class DebtFact:
    """A debt with its entered decision: what is still to come back, and what came back by hand (not in a list).

    `from_month` up to before `until_month` are the months paid without being due. `decision_id` is None as long as no
    decision to recover was entered: then nothing is held back. `monthly` is how much one list may hold back at most
    (None: all that it can).
    """

    id: int
    person_id: int
    entitlement_id: int | None
    from_month: int
    until_month: int
    left: int
    by_hand: int
    decision_id: int | None
    decision: str
    monthly: int | None = None


@dataclass(frozen=True, slots=True)
class FuneralFact:
    """Funeral support that was decided and not listed yet; `person_id` is the dead, `recipient_id` who is paid."""

    decision_id: int
    decision: str
    person_id: int
    recipient_id: int
    month: Month
    amount: int
    group_code: str
    label: str


Listed = Mapping[int, Mapping[int, int]]
"""Entitlement -> month -> what the confirmed lists say of it, in đồng, less what lapsed uncollected."""


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """Everything a month's list is computed from.

    `last` tells what each entitlement was listed with for the month before, in that month; `drawn` tells of which
    budget year a month's money was: entitlement -> month -> year.
    """

    month: Month
    budget_year: int
    entitlements: Sequence[EntitlementFact]
    people: Mapping[int, PersonFact]
    listed: Listed = field(default_factory=dict)
    drawn: Listed = field(default_factory=dict)
    uncollected: Sequence[Uncollected] = ()
    debts: Sequence[DebtFact] = ()
    funerals: Sequence[FuneralFact] = ()
    last: Mapping[int, int] = field(default_factory=dict)


def following(facts: MonthFacts, lines: Sequence[Line], month: Month) -> MonthFacts:
    """The facts of the next month when both are paid out together: what the first list holds is listed by then."""
    listed = {entitlement: dict(months) for entitlement, months in facts.listed.items()}
    rests = {one.line_id: one.remainder for one in facts.uncollected}
    held: dict[int, int] = {}
    for line in lines:
        if line.debt_id is not None:
            held[line.debt_id] = held.get(line.debt_id, 0) - line.amount
        if line.entitlement_id is None:
            continue
        amount = line.amount
        if line.carried_from_id is not None:
            amount -= rests[line.carried_from_id]
        months = listed.setdefault(line.entitlement_id, {})
        months[line.benefit_month] = months.get(line.benefit_month, 0) + amount
    carried = {line.carried_from_id for line in lines}
    return replace(
        facts,
        month=month,
        listed=listed,
        uncollected=[one for one in facts.uncollected if one.line_id not in carried],
        debts=[replace(one, left=one.left - held.get(one.id, 0)) for one in facts.debts],
        funerals=(),
        last=regular_amounts(lines),
    )


def regular_amounts(lines: Sequence[Line]) -> dict[int, int]:
    """Entitlement -> what its line for the month itself pays."""
    return {
        line.entitlement_id: line.amount
        for line in lines
        if line.kind == PayKind.REGULAR and line.entitlement_id is not None
    }
