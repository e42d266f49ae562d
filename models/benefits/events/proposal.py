"""What an event proposes: decisions with items, the effect on the coming month, sentences, questions, papers. Pure.

Promises: a proposal names no ground, so it may be shown to whoever works with the list; its items carry the grounds
for the decision alone. The effect is reckoned with the very functions that entering the decision uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from models.benefits.entitlements import effects
from models.benefits.entitlements.effects import Source, Span, Worth
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import Item
from models.benefits.events.facts import Benefit
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.money import format_amount

_NO_SOURCE = Source(None)


@dataclass(frozen=True, slots=True)
class ProposedDecision:
    """A decision to be prepared for one person; `title` and `reason` as the paper says them."""

    kind: DecisionKind
    person_id: int
    items: tuple[Item, ...]
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class FuneralLevel:
    """One amount that funeral support may have, in đồng, and by which rate of which article."""

    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class FuneralOffer:
    """Funeral support that may be due once: its levels, form, article, working days until it must be decided.

    Two levels: the base rate was counted back over the day of death, and the law does not say which of the two holds
    (benefits.md 15.2, 5): the clerk chooses, nothing is chosen beforehand.
    """

    person_id: int
    month: Month
    levels: tuple[FuneralLevel, ...]
    form: str
    article: str
    working_days: int

    @property
    def amount(self) -> int | None:
        """The one level in đồng; None where it must be chosen."""
        return self.levels[0].amount if len(self.levels) == 1 else None

    @property
    def amounts(self) -> str:
        """ "10.000.000 hoặc 10.800.000"."""
        return " hoặc ".join(format_amount(one.amount) for one in self.levels)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the clerk is asked to decide. `effect` is đồng of the coming month, after less before."""

    decisions: tuple[ProposedDecision, ...] = ()
    effect: int = 0
    sentences: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    funeral: FuneralOffer | None = None


@dataclass
class Draft:
    """A proposal in the making."""

    coming: Month
    title: str
    steps: list[tuple[DecisionKind, Item, tuple[Span, ...]]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    funeral: FuneralOffer | None = None
    effect: int = 0

    def step(self, kind: DecisionKind, item: Item, benefit: Benefit | None = None) -> bool:
        """Add one item of a decision; False when it would change nothing, because the benefit ended before."""
        before = () if benefit is None else benefit.spans
        try:
            after = _after(kind, before, item)
        except RuleError:
            return False
        self.effect += effects.due(after, self.coming) - effects.due(before, self.coming)
        self.steps.append((kind, item, after))
        return True

    def done(self) -> Proposal:
        """The proposal: one decision for each person and kind, so that nobody's ground stands beside another's name."""
        order = dict.fromkeys((kind, item.person_id) for kind, item, _ in self.steps)
        decisions = tuple(
            ProposedDecision(kind, person, _items(self.steps, kind, person), self.title, " ".join(self.sentences[:1]))
            for kind, person in order
        )
        return Proposal(
            decisions,
            self.effect,
            tuple(self.sentences),
            tuple(self.questions),
            tuple(self.papers),
            self.funeral,
        )


def _items(
    steps: Iterable[tuple[DecisionKind, Item, tuple[Span, ...]]], kind: DecisionKind, person_id: int
) -> tuple[Item, ...]:
    return tuple(item for its_kind, item, _ in steps if its_kind == kind and item.person_id == person_id)


def _after(kind: DecisionKind, before: Sequence[Span], item: Item) -> tuple[Span, ...]:
    """The spans once the item took effect. RuleError when nothing runs that it could change."""
    month = item.from_month
    if month is None:
        return tuple(before)
    worth = Worth(item.group_code, item.label, item.amount, item.coefficient, item.law_table, item.base_rate)
    match kind:
        case DecisionKind.STOP | DecisionKind.TRANSFER_OUT:
            return effects.stopped(before, month)
        case DecisionKind.SUSPEND:
            return effects.suspended(before, month, _NO_SOURCE)
        case DecisionKind.RESUME:
            return effects.resumed(before, month, _NO_SOURCE)
        case DecisionKind.ADJUST:
            return effects.adjusted(before, month, worth, _NO_SOURCE)
        case DecisionKind.GRANT | DecisionKind.TRANSFER_IN:
            return effects.granted(month, worth, _NO_SOURCE)
        case _:
            return tuple(before)
