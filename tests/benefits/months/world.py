"""A commune in memory: people, spans, lists and what was truly handed out, to hold the pure month run against.

The world keeps its own account of money in hands (`received`), which the program never sees: whatever happened, once
everybody collects, each month of each benefit has given exactly what is due, or a debt names the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from models.benefits.months.bridge import Gone, build_bridge
from models.benefits.months.compute import compute, opening_lines, overpaid
from models.benefits.months.facts import (
    NEVER,
    DebtFact,
    EntitlementFact,
    Line,
    MonthFacts,
    PersonFact,
    SpanFact,
    Uncollected,
    following,
    regular_amounts,
)
from models.benefits.months.returns import PartLine, spread
from models.benefits.months.rules import PayKind, Step
from models.store.dates import Month, add_months

FIRST = Month(202601)
AMOUNTS = (360_000, 500_000, 540_000, 750_000, 810_000, 1_080_000)


@dataclass
class Kept:
    """A line of a list, with what was handed out; `paid` None: no answer yet."""

    number: int
    line: Line
    month: Month
    paid: int | None = None


@dataclass
class World:
    """The commune; `month` is the next one to be listed."""

    month: Month = FIRST
    people: dict[int, PersonFact] = field(default_factory=dict)
    entitlements: dict[int, EntitlementFact] = field(default_factory=dict)
    lines: list[Kept] = field(default_factory=list)
    last: list[Line] = field(default_factory=list)
    debts: dict[int, DebtFact] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def person(self) -> int:
        number = len(self.people) + 1
        told = ("living", "", 1, "Thôn 1", "", "", "", "", "")
        self.people[number] = PersonFact(number, number, f"Người {number}", "1960", "", "", *told)
        return number

    def grant(self, start: Month, amount: int, carer: bool, opened: bool) -> None:
        number = len(self.entitlements) + 1
        opening = (amount, 0, FIRST) if opened else (0, 0, 0)
        spans = (span(202501 if opened else start, amount),)
        carer_id = self.person() if carer else None
        self.entitlements[number] = EntitlementFact(number, "allowance", self.person(), carer_id, *opening, spans)

    def change(self, number: int, start: Month, amount: int, paid: bool) -> None:
        """From a month on it is worth something else (0: it ends)."""
        one = self.entitlements[number]
        before = [old._replace(stop=min(old.stop, start)) for old in one.spans if old.start < start]
        after = [span(start, amount, paid)] if amount else []
        spans = tuple(before + after) or (span(start, 1, False),)
        self.entitlements[number] = one._replace(spans=spans)

    def status(self, person: int, status: str, month: Month | None) -> None:
        day = "" if month is None else f"{month // 100}-{month % 100:02d}-10"
        self.people[person] = self.people[person]._replace(status=status, status_on=day)

    def facts(self) -> MonthFacts:
        """What a month run would read from the store."""
        listed: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        sources = {kept.number: kept for kept in self.lines}
        carried = {kept.line.carried_from_id for kept in self.lines}
        for kept in self.lines:
            amount = kept.line.amount
            if kept.line.carried_from_id is not None:
                source = sources[kept.line.carried_from_id]
                amount -= source.line.amount - (source.paid or 0)
            listed[kept.line.entitlement_id or 0][kept.line.benefit_month] += amount
        uncollected = [
            Uncollected(kept.number, kept.line, rest, kept.month, "")
            for kept in self.lines
            if kept.paid is not None and (rest := kept.line.amount - kept.paid) and kept.number not in carried
        ]
        return MonthFacts(
            month=self.month,
            budget_year=self.month // 100,
            entitlements=list(self.entitlements.values()),
            people=self.people,
            listed={one: dict(months) for one, months in listed.items()},
            uncollected=uncollected,
            debts=[replace(debt, left=max(0, debt.left - self.held[debt.id])) for debt in self.debts.values()],
            last=regular_amounts(self.last),
        )

    def begin(self) -> None:
        """Last month's list is what the openings say."""
        facts = self.facts()
        self.last = opening_lines(add_months(self.month, -1), 2025, facts.entitlements, self.people)

    def law(self, start: Month, amounts: dict[int, int]) -> None:
        """The law changes from a month on, perhaps one long listed: everybody who is paid then gets the new amount."""
        for number, one in self.entitlements.items():
            if any(span.paid and span.covers(start) for span in one.spans):
                self.change(number, start, amounts[number % len(amounts)], paid=True)

    def run(
        self, absent: set[int], answered: bool = True, *, partly: Set[int] = frozenset(), together: bool = False
    ) -> list[Line]:
        """List the month, or two that are paid out together; of the recipients those in `absent` do not collect, those
        in `partly` get half. Returns the lines of the last list, after every check of each."""
        facts = self.facts()
        lines = self._list(facts)
        before = [self._keep(line) for line in lines]
        self.month = add_months(self.month, 1)
        if together:
            lines = self._list(following(facts, lines, self.month))
            before += [self._keep(line) for line in lines]
            self.month = add_months(self.month, 1)
        if answered:
            self._pay(before, absent, partly)
        return lines

    def _list(self, facts: MonthFacts) -> list[Line]:
        lines = compute(facts)
        assert compute(facts) == lines
        self.check_list(lines)
        self.last = lines
        return lines

    def _keep(self, line: Line) -> Kept:
        kept = Kept(len(self.lines) + 1, line, self.month)
        self.lines.append(kept)
        if line.debt_id is not None and line.kind == PayKind.RECOVERY:
            self.held[line.debt_id] -= line.amount
        return kept

    def _pay(self, fresh: Sequence[Kept], absent: Set[int], partly: Set[int]) -> None:
        """What is handed out: all, nothing, or half of a payment as the organisation's answer spreads it."""
        payments: dict[tuple[int, Month], list[Kept]] = defaultdict(list)
        for kept in fresh:
            payments[kept.line.recipient_id, kept.month].append(kept)
        for (recipient, _), many in payments.items():
            total = sum(kept.line.amount for kept in many)
            if recipient in absent or recipient in partly:
                parts = [PartLine(kept.number, Month(kept.line.benefit_month), "", kept.line.amount) for kept in many]
                given = spread(parts, 0 if recipient in absent else total // 2, "")
                for kept, part in zip(many, given, strict=True):
                    kept.paid = 0 if recipient in absent else part.paid_amount
            else:
                for kept in many:
                    kept.paid = kept.line.amount

    def check_list(self, lines: list[Line]) -> None:
        """The bridge closes, nobody is listed below nothing, no line stands twice."""
        before = add_months(self.month, -1)
        gone = {line.entitlement_id or 0: Gone(Step.STOPPED, "", "", None) for line in self.last}
        bridge = build_bridge(self.month, before, self.last, lines, gone)
        assert bridge.step("total").amount == sum(line.amount for line in lines)
        gets: dict[int, int] = defaultdict(int)
        for line in lines:
            gets[line.recipient_id] += line.amount
            assert line.amount != 0
            assert (line.amount > 0) or line.kind in (PayKind.RECOVERY, PayKind.CARRIED)
        assert all(amount >= 0 for amount in gets.values())
        sources = [line.carried_from_id for line in lines if line.carried_from_id is not None]
        assert len(sources) == len(set(sources))

    def answer(self) -> None:
        """A late answer of the payment organisation: everything was collected."""
        for kept in self.lines:
            if kept.paid is None:
                kept.paid = kept.line.amount

    def owe(self, decided: bool, by_hand: bool) -> None:
        """The first overpaid stretch becomes a debt; `by_hand`: it comes back at once."""
        over = {key: amount for key, amount in overpaid(self.facts()).items() if key[1] < self.month}
        taken = {(debt.entitlement_id, month) for debt in self.debts.values() for month in _months(debt)}
        free = sorted(key for key in over if key not in taken and self._answered(*key))
        if not free:
            return
        (number, month), amount = free[0], over[free[0]]
        one = self.entitlements[number]
        debt_id = len(self.debts) + 1
        self.debts[debt_id] = DebtFact(
            debt_id,
            one.carer_id or one.person_id,
            number,
            month,
            add_months(Month(month), 1),
            0 if by_hand else amount,
            amount if by_hand else 0,
            1 if decided else None,
            "",
        )

    def _answered(self, number: int, month: int) -> bool:
        cells = [kept for kept in self.lines if (kept.line.entitlement_id, kept.line.benefit_month) == (number, month)]
        return all(kept.paid is not None for kept in cells)

    def received(self, number: int, month: Month) -> int:
        """What truly came into hands for a month, by the world's own account."""
        one = self.entitlements[number]
        money = one.opening_amount if one.opening_until and month < one.opening_until and month >= 202501 else 0
        for kept in self.lines:
            if (kept.line.entitlement_id, kept.line.benefit_month) == (number, month):
                money += kept.paid or 0
        for debt in self.debts.values():
            if debt.entitlement_id == number and debt.from_month == month:
                money -= debt.by_hand
        return money

    def due(self, number: int, month: Month) -> int:
        """What is due for a month, said as plainly as can be."""
        one = self.entitlements[number]
        for person in (one.person_id, one.carer_id):
            if person is not None and self.people[person].status != "living":
                day = self.people[person].status_on
                if month > int(day[:4]) * 100 + int(day[5:7]):
                    return 0
        return sum(each.amount or 0 for each in one.spans if each.paid and each.start <= month < each.stop)


def span(start: int, amount: int, paid: bool = True) -> SpanFact:
    return SpanFact(start, NEVER, paid, amount, "K6N", "", "central", None, 150, None, "", "")


def _months(debt: DebtFact) -> list[int]:
    return [debt.from_month]
