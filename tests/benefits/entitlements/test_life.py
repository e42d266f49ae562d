"""Random lives of entitlements in the store: what stands there is what the rules say, then and now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from models.benefits.entitlements import effects
from models.benefits.entitlements.effects import Source, Span, Worth
from models.benefits.entitlements.queries import due_spans, held_by
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import (
    CancelDecision,
    EnterDecision,
    Item,
    PrepareDecision,
    cancel_decision,
    enter_decision,
    prepare_decision,
)
from models.benefits.entitlements.writing import kept_spans
from models.benefits.queries import payment_lines
from models.store.dates import Month, add_months
from models.store.errors import RuleError
from tests.people.commune import Office

FIRST = Month(202501)
KINDS = (DecisionKind.ADJUST, DecisionKind.SUSPEND, DecisionKind.RESUME, DecisionKind.STOP)
SIGNED = date(2026, 11, 20)
STEPS = 12


@dataclass
class Life:
    """One entitlement, its spans as the rules say, and what was so at each instant; `entered` can be cancelled."""

    office: Office
    random: Random
    person: int
    entitlement: int
    spans: tuple[Span, ...]
    then: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    entered: list[tuple[int, tuple[Span, ...]]] = field(default_factory=list)

    def step(self) -> None:
        """One random decision, or the last one cancelled; then the store is looked at."""
        if self.entered and self.random.random() < 0.2:
            decision, before = self.entered.pop()
            self.office.do(cancel_decision, CancelDecision(decision, "thử lại"))
            self.spans = before
        else:
            self._decide(self.random.choice(KINDS))
        self.look()

    def _decide(self, kind: DecisionKind) -> None:
        month = add_months(FIRST, self.random.randint(0, 30))
        amount = self.random.choice((501_000, 541_000, 811_000))
        label = Worth("K6N", "Người khuyết tật nặng", amount, None)
        item = Item(self.person, self.entitlement, from_month=month, amount=amount)
        command = PrepareDecision(kind, (item,), reason="thử")
        number = f"{self.random.randint(1, 10**9)}/QĐ-UBND"
        try:
            fresh = self._ruled(kind, month, label, Source(None))
        except RuleError:
            try:
                self.office.do(prepare_decision, command)
            except RuleError:
                return
            raise AssertionError("the store took what the rules refuse") from None
        assert fresh is not None
        decision = self.office.do(prepare_decision, command)
        self.look()
        self.office.do(enter_decision, EnterDecision(decision, number, SIGNED, "Lê Văn Ký"))
        self.entered.append((decision, self.spans))
        self.spans = self._ruled(kind, month, label, Source(decision, number, SIGNED.isoformat()))

    def _ruled(self, kind: DecisionKind, month: Month, worth: Worth, source: Source) -> tuple[Span, ...]:
        deeds: dict[DecisionKind, Callable[[], tuple[Span, ...]]] = {
            DecisionKind.ADJUST: lambda: effects.adjusted(self.spans, month, worth, source),
            DecisionKind.SUSPEND: lambda: effects.suspended(self.spans, month, source),
            DecisionKind.RESUME: lambda: effects.resumed(self.spans, month, source),
            DecisionKind.STOP: lambda: effects.stopped(self.spans, month),
        }
        return deeds[kind]()

    def stored(self, known_at: str | None = None) -> tuple[Span, ...]:
        kept = self.office.read(kept_spans, [self.entitlement], known_at)[self.entitlement]
        return tuple(one.span for one in kept)

    def look(self) -> None:
        """The store says what the rules say, and what it said before it still says of then."""
        assert self.stored() == self.spans
        self.then[self.office.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")] = self.spans
        at = self.random.choice(list(self.then))
        assert self.stored(at) == self.then[at]
        month = add_months(FIRST, self.random.randint(0, 30))
        paid = sum(one.monthly for one in self.office.read(payment_lines, month))
        assert paid == effects.due(self.spans, month)


def test_lives_of_entitlements(office: Office, drill_count: Callable[[int], int]) -> None:
    for seed in range(drill_count(60)):
        random = Random(seed)
        person = office.person(f"Nguyễn Văn {'ABCDEGHIKL'[seed % 10]}", "1986-03-05")
        item = Item(
            person, None, "allowance", "K6N", "Người khuyết tật nặng", amount=751_000, from_month=FIRST, why="thử"
        )
        grant = office.do(prepare_decision, PrepareDecision(DecisionKind.GRANT, (item,)))
        number = f"{seed}/HƯỞNG"
        office.do(enter_decision, EnterDecision(grant, number, date(2025, 7, 2), "Lê Văn Ký"))
        (held,) = office.read(held_by, person)
        source = Source(grant, number, "2025-07-02")
        worth = Worth("K6N", "Người khuyết tật nặng", 751_000, None)
        life = Life(office, random, person, held.entitlement_id, effects.granted(Month(202507), worth, source))
        for _ in range(STEPS):
            life.step()
        end = PrepareDecision(DecisionKind.STOP, (Item(person, held.entitlement_id, from_month=FIRST),))
        if life.spans:
            decision = office.do(prepare_decision, end)
            office.do(enter_decision, EnterDecision(decision, f"{seed}/THÔI", SIGNED, "Lê Văn Ký"))
        assert office.read(due_spans) == []
