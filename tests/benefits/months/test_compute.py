"""Corners of the month run that random histories seldom reach."""

from __future__ import annotations

from dataclasses import replace

from models.benefits.months.compute import compute, overpaid
from models.benefits.months.facts import DebtFact, MonthFacts, Uncollected
from models.store.dates import Month, add_months
from tests.benefits.months.world import FIRST, World

FEB = add_months(FIRST, 1)


def one_person(amount: int = 540_000) -> MonthFacts:
    """February of somebody who was listed in January."""
    world = World()
    world.grant(FIRST, amount, carer=False, opened=True)
    world.begin()
    world.run(set())
    return world.facts()


def debt(number: int, left: int) -> DebtFact:
    return DebtFact(number, 1, 1, FIRST, FEB, left, 0, 5, "7/QĐ-UBND")


def over(facts: MonthFacts, listed: int) -> MonthFacts:
    """The same with more listed for January than was due."""
    return replace(facts, listed={1: {FIRST: listed}})


def test_two_debts_of_one_month_hold_back_its_money_once() -> None:
    facts = replace(over(one_person(), 640_000), debts=[debt(1, 100_000), debt(2, 100_000)])
    held = [line.amount for line in compute(facts) if line.kind == "recovery"]
    assert held == [-100_000]
    assert overpaid(facts) == {(1, FIRST): 100_000}


def test_what_was_held_back_in_a_list_that_nobody_collected_is_still_owed() -> None:
    """The money of January was never handed out, so nothing was held back from it; the person died before."""
    facts = one_person()
    (line,) = [one for one in compute(facts) if one.kind == "regular"]
    held = line._replace(kind="recovery", amount=-100_000, benefit_month=FIRST)
    person = facts.people[1]._replace(status="dead", status_on="2025-12-01")
    facts = replace(over(facts, 0), people={1: person}, uncollected=[Uncollected(9, held, -100_000, FIRST, "")])
    assert compute(facts) == []
    assert overpaid(facts) == {(1, FIRST): 100_000}


def test_month_that_was_paid_before_is_not_listed_again() -> None:
    """Taken over later, with an opening that reaches into the month."""
    facts = one_person()
    opened = facts.entitlements[0]._replace(opening_until=add_months(FEB, 1), opening_amount=500_000)
    facts = replace(facts, entitlements=[opened], listed={})
    assert [(line.kind, line.benefit_month, line.amount) for line in compute(facts) if line.benefit_month == FEB] == [
        ("regular", FEB, 40_000)
    ]
    full = replace(facts, entitlements=[opened._replace(opening_amount=540_000)])
    assert [line for line in compute(full) if line.benefit_month == FEB] == []


def test_year_alone_of_a_death_counts_as_december() -> None:
    facts = one_person()
    for day, kinds in (("2026", ["regular"]), ("2025", []), ("", []), ("2026-02", ["heirs"]), ("2026-01-31", [])):
        dead = facts.people[1]._replace(status="dead", status_on=day)
        found = [str(line.kind) for line in compute(replace(facts, people={1: dead}))]
        assert found == kinds, day


def test_unknown_day_says_nothing_of_the_months_before() -> None:
    facts = one_person()
    moved = facts.people[1]._replace(status="moved", status_on="")
    facts = replace(facts, people={1: moved})
    assert (compute(facts), overpaid(facts)) == ([], {})


def test_month_of_a_move_is_still_due_and_goes_to_nobody_else() -> None:
    facts = one_person()
    moved = facts.people[1]._replace(status="moved", status_on="2026-02-03")
    assert [str(line.kind) for line in compute(replace(facts, people={1: moved}))] == ["regular"]


def test_account_of_the_dead_is_not_paid_into() -> None:
    facts = one_person()
    dead = facts.people[1]._replace(status="dead", status_on="2026-02-03", account="12345")
    (line,) = compute(replace(facts, people={1: dead}))
    assert (line.kind, line.account, line.channel) == ("heirs", "", "cash")
    (one,) = facts.entitlements
    into_account = one._replace(spans=tuple(each._replace(channel="account") for each in one.spans))
    (line,) = compute(replace(facts, people={1: dead}, entitlements=[into_account]))
    assert (line.kind, line.account, line.channel) == ("heirs", "", "cash")


def test_months_from_an_unknown_start_are_not_claimed() -> None:
    """A span and an opening of which nobody knows since when say the same of every month before."""
    facts = one_person()
    unknown = facts.entitlements[0]
    spans = tuple(span._replace(start=0) for span in unknown.spans)
    facts = replace(facts, entitlements=[unknown._replace(spans=spans)])
    assert {line.benefit_month for line in compute(facts)} == {Month(FEB)}
