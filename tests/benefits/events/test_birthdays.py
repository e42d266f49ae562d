"""After any birthday, what was proposed leaves exactly what the law gives in each month around it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models.benefits.entitlements import effects
from models.benefits.entitlements.effects import Source, Span, Worth
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.events.debts import OverMonth, stretches
from models.benefits.events.facts import Benefit
from models.benefits.events.proposing import propose
from models.benefits.events.rules import EventKind
from models.benefits.events.timing import as_carer, may_fit
from models.store.dates import Month, PartialDate, add_months, month_end, month_of
from tests.benefits.events.scenes import PERSON, scene

GROUPS = ("K1a", "K6N", "K6DBN", "K5a", "K7", "CS-TE", "CS-TEKT", "HTXH")
TOLD = date(2027, 6, 1)
MONTHS = [Month(one) for one in (202508, 202511, 202512, 202601, 202602, 202611, 202612, 202701, 202702, 202705)]
"""Months of both laws of timing, away from those in which the law itself changes."""
AGES = (3, 4, 16, 60, 70, 75, 80, 33)


def applied(benefit: Benefit, born: str, month: Month) -> tuple[Span, ...]:
    """The spans of a benefit once what a birthday proposes was decided."""
    happened = PartialDate.from_iso(born)
    on = f"{month // 100}-{month % 100:02d}-{min(happened.day or 1, month_end(month).day):02d}"
    asked = scene(EventKind.BIRTHDAY, on, benefit, born=born, told=TOLD, household="poor", studying=False)
    spans = benefit.spans
    for decision in propose(asked).decisions:
        for item in decision.items:
            assert item.from_month is not None
            worth = Worth(item.group_code, item.label, item.amount, item.coefficient, item.law_table, item.base_rate)
            if decision.kind == DecisionKind.STOP:
                spans = effects.stopped(spans, item.from_month)
            elif decision.kind == DecisionKind.ADJUST:
                spans = effects.adjusted(spans, item.from_month, worth, Source(2))
    return spans


@given(st.sampled_from(GROUPS), st.sampled_from(MONTHS), st.sampled_from(AGES), st.integers(1, 31))
def test_a_birthday_leaves_what_the_law_gives(group: str, month: Month, age: int, day: int) -> None:
    born_month = Month(month - age * 100)
    born = f"{born_month // 100}-{born_month % 100:02d}-{min(day, month_end(born_month).day):02d}"
    law_scene = scene(EventKind.BIRTHDAY, "2026-11-01", born=born, told=TOLD, household="poor", studying=False)
    rates, facts = law_scene.rates, law_scene.facts_of(PERSON)
    asked = as_carer(facts) if group.startswith("CS-") else facts
    before = add_months(month, -1)
    level = rates.level(PERSON, group, before, None)
    if level is None or not may_fit(rates.law(before), group, asked):
        return
    worth = Worth(group, "nhãn", level.amount, level.coefficient, level.table, level.base_rate)
    carer = 2 if group.startswith("CS-") else None
    benefit = Benefit(7, PERSON, carer, "allowance", (Span(Month(202301), None, worth, Source(1)),))
    spans = applied(benefit, born, month)
    for ahead in range(4):
        then = add_months(month, ahead)
        now = next((one.worth for one in spans if one.covers(then)), None)
        code = group if now is None or now.group_code == group else now.group_code
        fits = may_fit(rates.law(then), code, asked)
        expected = rates.level(PERSON, code, then, None)
        assert (now is not None) == fits
        if now is not None and expected is not None:
            assert now.coefficient == expected.coefficient


over_months = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10**6), st.integers(2026, 2028)), unique_by=lambda one: one[0]
)


@given(over_months)
def test_stretches_hold_every_month_once(told: list[tuple[int, int, int]]) -> None:
    start = month_of(date(2026, 1, 1))
    months = [OverMonth(1, add_months(start, index), amount, year) for index, amount, year in told]
    found = stretches(months)
    assert sum(one.amount for one in found) == sum(one.amount for one in months)
    held: list[Month] = []
    for one in found:
        month = one.start
        while month < one.until:
            held.append(month)
            month = add_months(month, 1)
    assert sorted(held) == sorted(one.month for one in months)
    for one in found:
        assert len({over.budget_year for over in months if one.start <= over.month < one.until}) == 1
