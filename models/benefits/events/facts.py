"""What an event is proposed from: what happened, the benefits it touches, and the law. Pure and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from models.benefits.entitlements.effects import Span, Worth
from models.benefits.entitlements.law_rates import Rates
from models.benefits.entitlements.rules import PAID
from models.benefits.events.rules import EventKind
from models.law.facts import Facts
from models.store.dates import Month, PartialDate, month_of


class Benefit(NamedTuple):
    """One entitlement: whose it is (care support: who is cared for), who cares, and its spans in order."""

    entitlement_id: int
    person_id: int
    carer_id: int | None
    kind: str
    spans: tuple[Span, ...]

    @property
    def payee_id(self) -> int:
        """Who gets the money."""
        return self.carer_id or self.person_id

    def worth(self, month: Month) -> Worth | None:
        """What is paid in a month and on what ground; None when nothing is."""
        return next((one.worth for one in self.spans if one.standing == PAID and one.covers(month)), None)

    def runs_in(self, month: Month) -> bool:
        """Whether it has not been stopped for that month; a suspended one still runs."""
        return any(one.covers(month) for one in self.spans)


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to one person or household; `happened_on` None: the day is not known.

    `details` by kind: birthday {"group"}; degree {"degree"}; poverty {"household"}; move_in {"group", "stopped_from",
    "children", "carer", "counts_from", "why"}; study_end {"children"}; uncollected {"months"}; all plain JSON values.
    """

    kind: EventKind
    person_id: int | None
    happened_on: PartialDate | None
    told_on: date
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def month(self) -> Month:
        """The month it counts in: of a year alone its December, without a day the month in which it was told."""
        return month_of(self.told_on if self.happened_on is None else self.happened_on.latest)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a proposal looks at.

    `benefits` are those of everybody whom the event touches, stopped ones too; `facts` what is known of each of these
    people for the law; `coming` is the first month whose list is not confirmed yet.
    """

    happening: Happening
    benefits: tuple[Benefit, ...]
    facts: Mapping[int, Facts]
    rates: Rates
    coming: Month

    def own(self) -> list[Benefit]:
        """Benefits of the person, among them care support that others are paid for them."""
        return [one for one in self.benefits if one.person_id == self.happening.person_id]

    def caring(self) -> list[Benefit]:
        """Care support that the person is paid for others."""
        return [one for one in self.benefits if one.carer_id == self.happening.person_id]

    def facts_of(self, person_id: int) -> Facts:
        """What is known of a person; the birth date and the place at least."""
        known = self.facts.get(person_id)
        return known if known is not None else Facts(born=self.rates.born.get(person_id), province=self.rates.place)
