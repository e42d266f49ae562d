"""Short ways to build the scene of an event: people, benefits, the shipped law as known on 22/11/2026."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from models.benefits.entitlements.effects import Source, Span, Worth
from models.benefits.entitlements.law_rates import Rates
from models.benefits.events.facts import Benefit, Happening, Scene
from models.benefits.events.proposal import Proposal
from models.benefits.events.proposing import propose
from models.benefits.events.rules import EventKind
from models.law.book import shipped_book
from models.law.facts import Facts
from models.law.places import province
from models.store.dates import Month, PartialDate

TODAY = date(2026, 11, 22)
PERSON, CARER = 1, 2
DEC = Month(202612)


def benefit(
    group: str,
    amount: int,
    *,
    kind: str = "allowance",
    start: int = 202301,
    coefficient: int | None = 150,
    carer: int | None = None,
    standing: str = "paid",
    number: int = 7,
    person: int = PERSON,
) -> Benefit:
    """A benefit that runs from `start` on."""
    worth = Worth(group, "nhãn", amount, coefficient, "central", 540_000)
    return Benefit(number, person, carer, kind, (Span(Month(start), None, worth, Source(1), standing),))


def suspended_from(one: Benefit, month: int) -> Benefit:
    """The benefit, suspended from a month on."""
    first = one.spans[0]
    return one._replace(
        spans=(first._replace(stop=Month(month)), first._replace(start=Month(month), standing="suspended"))
    )


def scene(
    kind: EventKind,
    on: str,
    *benefits: Benefit,
    born: str = "1960-01-01",
    details: Mapping[str, Any] | None = None,
    coming: Month = DEC,
    place: str = "Lâm Đồng",
    told: date = TODAY,
    **facts: Any,
) -> Scene:
    """An event on a partial ISO date ("" when it is not known)."""
    day = PartialDate.from_iso(on) if on else None
    birth = PartialDate.from_iso(born)
    where = province(place)
    rates = Rates(shipped_book(), told, where, {PERSON: birth, CARER: PartialDate.from_iso("1970-05-05")})
    happening = Happening(kind, PERSON, day, told, details or {})
    return Scene(happening, benefits, {PERSON: replace(Facts(born=birth, province=where), **facts)}, rates, coming)


def proposed(kind: EventKind, on: str, *benefits: Benefit, **more: Any) -> Proposal:
    """What such an event proposes."""
    return propose(scene(kind, on, *benefits, **more))


def told(proposal: Proposal) -> list[tuple[str, int | None, str, int | None]]:
    """(kind, from month, group, amount) of every item."""
    return [
        (decision.kind.value, item.from_month, item.group_code, item.amount)
        for decision in proposal.decisions
        for item in decision.items
    ]
