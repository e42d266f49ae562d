"""The list of a month out of frozen facts. Pure: the same facts always give the same lines in the same order.

Promises: every đồng that is due by the end of the month and was not listed yet stands on exactly one line; nothing is
held back without an entered decision; nobody's lines add up to less than nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from models.benefits.months import reasons
from models.benefits.months.balance import (
    Difference,
    Known,
    died_in,
    differences,
    due_until,
    months_between,
    opening_of,
    paid_span,
)
from models.benefits.months.facts import (
    DebtFact,
    EntitlementFact,
    FuneralFact,
    Line,
    MonthFacts,
    PersonFact,
    SpanFact,
    Uncollected,
    Who,
)
from models.benefits.months.rules import PayKind, Step
from models.store.dates import Month

_NOTHING: Mapping[int, int] = {}
Over = dict[tuple[int, int], int]
"""(entitlement, month) -> how much more was listed than is due, in đồng."""


@dataclass
class _Run:
    """A computation under way: its lines, what is over, and what each recipient gets so far."""

    facts: MonthFacts
    lines: list[Line] = field(default_factory=list)
    over: Over = field(default_factory=dict)
    gets: dict[int, int] = field(default_factory=dict)

    @cached_property
    def entitlements(self) -> dict[int, EntitlementFact]:
        return {one.id: one for one in self.facts.entitlements}

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.gets[line.recipient_id] = self.gets.get(line.recipient_id, 0) + line.amount


def compute(facts: MonthFacts) -> list[Line]:
    """The lines of the month: what is due, arrears, carried money, recoveries, funeral support."""
    return _computed(facts).lines


def opening_lines(
    month: Month, budget_year: int, entitlements: Sequence[EntitlementFact], people: Mapping[int, PersonFact]
) -> list[Line]:
    """What was paid in a month before the program kept the months, by each entitlement's own opening."""
    run = _Run(MonthFacts(month, budget_year, entitlements, people))
    for one in entitlements:
        amount = opening_of(one, month)
        if amount:
            span = paid_span(one, month) or one.spans[0]
            run.add(_line(run, one, span, (PayKind.REGULAR, month, amount, "", "")))
    return run.lines


def overpaid(facts: MonthFacts) -> Over:
    """What was listed without being due, less what was never collected and less what came back: debts to be."""
    run = _computed(facts)
    for line in run.lines:
        if line.kind == PayKind.RECOVERY and line.entitlement_id is not None:
            key = (line.entitlement_id, line.benefit_month)
            run.over[key] = run.over.get(key, 0) - line.amount
    return {key: amount for key, amount in run.over.items() if amount > 0}


def _computed(facts: MonthFacts) -> _Run:
    run = _Run(facts)
    by_hand = _by_entitlement([one for one in facts.debts if one.by_hand and one.entitlement_id is not None])
    known: Known = {}
    for entitlement in facts.entitlements:
        listed = facts.listed.get(entitlement.id, _NOTHING)
        until = due_until(entitlement, facts.people, facts.month)
        found = differences(entitlement, until, listed, facts.month, known)
        for one in found:
            if one.listed > one.due:
                run.over[entitlement.id, one.month] = one.listed - one.due
        refunds = _refunds(run.over, entitlement, listed, by_hand.get(entitlement.id, ()))
        if facts.month <= until:
            _regular(run, entitlement, facts.last.get(entitlement.id))
        for one in found:
            if one.due > one.listed:
                _arrears(run, entitlement, one)
        for month, amount in refunds:
            _refund(run, entitlement, month, amount)
    for rest in sorted(facts.uncollected, key=lambda one: (one.remainder < 0, one.line_id)):
        _carry(run, rest)
    for funeral in facts.funerals:
        _funeral(run, funeral)
    for debt in facts.debts:
        _recover(run, debt)
    return run


def _by_entitlement(debts: Sequence[DebtFact]) -> dict[int, list[DebtFact]]:
    found: dict[int, list[DebtFact]] = {}
    for debt in debts:
        if debt.entitlement_id is not None:
            found.setdefault(debt.entitlement_id, []).append(debt)
    return found


def _refunds(
    over: Over, entitlement: EntitlementFact, listed: Mapping[int, int], debts: Sequence[DebtFact]
) -> list[tuple[Month, int]]:
    """Money that came back by hand settles what is over; where nothing is over any more it is paid back."""
    back: list[tuple[Month, int]] = []
    for debt in debts:
        left = debt.by_hand
        months = list(months_between(debt.from_month, debt.until_month))
        for month in months:
            taken = min(left, over.get((entitlement.id, month), 0))
            if taken:
                over[entitlement.id, month] -= taken
                left -= taken
        for month in months:
            taken = min(left, listed.get(month, 0) + opening_of(entitlement, month))
            if taken > 0:
                back.append((month, taken))
                left -= taken
    return back


def _regular(run: _Run, entitlement: EntitlementFact, before: int | None) -> None:
    """What is due for the month itself."""
    facts = run.facts
    month = facts.month
    span = paid_span(entitlement, month)
    if span is None or not span.amount:
        return
    listed = facts.listed.get(entitlement.id, _NOTHING)
    amount = span.amount - listed.get(month, 0) - opening_of(entitlement, month)
    if amount <= 0:
        return
    recipient = _recipient(run, entitlement)
    if died_in(recipient, month):
        reason = reasons.heirs(recipient.status_on)
        run.add(_line(run, entitlement, span, (PayKind.HEIRS, month, amount, "", reason)))
        return
    if before is None:
        step = Step.RESUMED if listed else Step.NEW
    else:
        step = Step.UP if amount > before else Step.DOWN if amount < before else Step.SAME
    what = (PayKind.REGULAR, month, amount, step, reasons.regular(step, before, amount))
    run.add(_line(run, entitlement, span, what))


def _arrears(run: _Run, entitlement: EntitlementFact, one: Difference) -> None:
    span = paid_span(entitlement, one.month)
    if span is None:
        return
    dead = _recipient(run, entitlement).status == "dead"
    reason = reasons.arrears(one.month, one.due, one.listed, dead=dead)
    run.add(_line(run, entitlement, span, (PayKind.ARREARS, one.month, one.due - one.listed, "", reason)))


def _refund(run: _Run, entitlement: EntitlementFact, month: Month, amount: int) -> None:
    span = paid_span(entitlement, month)
    if span is not None:
        run.add(_line(run, entitlement, span, (PayKind.ARREARS, month, amount, "", reasons.refund(month))))


def _carry(run: _Run, rest: Uncollected) -> None:
    """What was not collected comes back, less what is no longer due: that lapses, and nobody owes it."""
    key = (rest.line.entitlement_id or 0, rest.line.benefit_month)
    lapsed = min(rest.remainder, run.over.get(key, 0)) if rest.remainder > 0 else 0
    if lapsed:
        run.over[key] -= lapsed
    amount = rest.remainder - lapsed
    who = _who_now(run, rest.line)
    if amount < 0 and run.gets.get(who.recipient_id, 0) + amount < 0:
        run.over[key] = run.over.get(key, 0) - amount  # held back in a list that was never paid out: still owed
        return
    if not amount:
        return
    recipient = run.facts.people.get(who.recipient_id)
    dead = recipient is not None and recipient.status == "dead"
    line = rest.line._replace(
        kind=PayKind.CARRIED.value,
        amount=amount,
        carried_from_id=rest.line_id,
        step="",
        reason=reasons.carried(rest.payout_month, rest.why, dead=dead),
    )
    run.add(line.paid_to(who))


def _who_now(run: _Run, line: Line) -> Who:
    """Who, where and into which account as known now; as it was where the record is gone."""
    people, entitlement = run.facts.people, run.entitlements.get(line.entitlement_id or 0)
    ids, channel = (line.person_id, line.recipient_id), line.channel
    if entitlement is not None:
        ids = (entitlement.person_id, entitlement.carer_id or entitlement.person_id)
        channel = entitlement.spans[-1].channel if entitlement.spans else line.channel
    person, recipient = people.get(ids[0]), people.get(ids[1])
    if person is None or recipient is None:
        return line.who
    return _who(person, recipient, "cash" if channel == "cash" else "")


def _funeral(run: _Run, one: FuneralFact) -> None:
    people = run.facts.people
    person = people[one.person_id]
    who, reason = _who(person, people[one.recipient_id], ""), reasons.funeral(person.status_on)
    what = (None, None, PayKind.FUNERAL.value, one.month, run.facts.budget_year, one.group_code, one.label)
    run.add(Line(*who, *what, "", None, None, one.amount, one.decision, one.decision_id, None, "", reason))


def _recover(run: _Run, debt: DebtFact) -> None:
    """Hold back what an entered decision recovers, as far as its instalment and the debtor's lines reach."""
    entitlement = run.entitlements.get(debt.entitlement_id or 0)
    if debt.decision_id is None or entitlement is None:
        return
    room = min(debt.left, run.gets.get(debt.person_id, 0))
    if debt.monthly is not None:
        room = min(room, debt.monthly)
    for month in months_between(debt.from_month, debt.until_month):
        key = (entitlement.id, month)
        amount = min(room, run.over.get(key, 0))
        if amount > 0:
            run.over[key] -= amount
            room -= amount
            run.add(_held_back(run, debt, entitlement, month, amount))


def _held_back(run: _Run, debt: DebtFact, entitlement: EntitlementFact, month: Month, amount: int) -> Line:
    facts = run.facts
    span = paid_span(entitlement, month) or entitlement.spans[-1]
    line = _line(run, entitlement, span, (PayKind.RECOVERY, month, -amount, "", reasons.recovery(month)))
    who = _who(facts.people[entitlement.person_id], facts.people[debt.person_id], "")
    return line.paid_to(who)._replace(
        debt_id=debt.id,
        budget_year=facts.drawn.get(entitlement.id, _NOTHING).get(month, facts.budget_year),
        decision=debt.decision,
        decision_id=debt.decision_id,
    )


def _recipient(run: _Run, entitlement: EntitlementFact) -> PersonFact:
    return run.facts.people[entitlement.carer_id or entitlement.person_id]


def _line(run: _Run, entitlement: EntitlementFact, span: SpanFact, what: tuple[PayKind, Month, int, str, str]) -> Line:
    """A line of an entitlement; `what` is kind, month of the benefit, amount, step and reason."""
    kind, month, amount, step, reason = what
    return Line(
        *_who(run.facts.people[entitlement.person_id], _recipient(run, entitlement), span.channel),
        entitlement.id,
        None,
        kind.value,
        month,
        run.facts.budget_year,
        span.group_code,
        span.label,
        span.law_table,
        span.base_rate,
        span.coefficient,
        amount,
        span.decision,
        span.decision_id,
        None,
        str(step),
        reason,
    )


def _who(person: PersonFact, recipient: PersonFact, channel: str) -> Who:
    if recipient.status == "dead":
        channel = "cash"  # whatever the benefit says: the heirs sign for it
    account = "" if channel == "cash" else recipient.account
    if person.id != recipient.id:
        payee, payee_id_number = recipient.name, recipient.id_number
    elif account and recipient.holder:
        payee, payee_id_number = recipient.holder, ""
    else:
        payee, payee_id_number = recipient.payee, recipient.payee_id_number
    place = recipient if recipient.village_id is not None else person
    return Who(
        person.id,
        recipient.id,
        person.code,
        person.name,
        person.born,
        person.sex,
        person.id_number,
        place.village_id,
        place.village,
        channel or ("account" if account else "cash"),
        account,
        recipient.bank if account else "",
        payee,
        payee_id_number,
    )
