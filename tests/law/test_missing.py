"""`missing` names a field exactly when knowing it could raise the total.

One field of a random person is taken away; then every value that the law can tell apart is tried in its place with the
slow computation. The field is to be named when one of them gives more than is due without it, and only then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest

from tests.law import slow
from tests.law.people import GROUPS, PARENT_STATES, PROVINCES, Facts, eight_months, known_then, month_text, person
from tests.law.test_against_slow import program

NOW = date(2026, 11, 22)
DEGREES = ["mild", "severe", "extremely_severe"]
PEOPLE = 2_000
YES_OR_NO = ("pregnant no_supporter can_live_in_community accepted_carer abandoned studying hiv hard_area").split()


def birth_dates(month: str) -> list[str]:
    """A day in every age that a band knows, on both sides of the month's ends."""
    first = date.fromisoformat(f"{month}-01")
    ages = (0, 2, 3, 4, 15, 16, 17, 21, 22, 30, 60, 70, 74, 75, 79, 80)
    days = (first + timedelta(days=shift) for shift in (-1, 10, 45))
    return [day.replace(year=day.year - years, day=min(day.day, 28)).isoformat() for day in days for years in ages]


def babies(month: str) -> list[Facts]:
    born = (date.fromisoformat(f"{month}-01") - timedelta(days=60)).isoformat()
    return [{"born": born, "studying": False, "raised_by_person": True} for _ in range(9)]


def values(field: str, month: str) -> list[Any]:
    """What to try in the place of an absent field."""
    if field in YES_OR_NO:
        return [True, False]
    no_income = {"wage": 0, "pension": 0, "social_insurance": 0, "merit": 0}
    ready: dict[str, list[Any]] = {
        "born": birth_dates(month),
        "household": ["poor", "near_poor", "none"],
        "disability": [None, {"degree": "mild"}, {"degree": "severe"}, {"degree": "extremely_severe"}],
        "children": [[], babies(month)[:1], babies(month)],
        "marital": ["single", "married"],
        "parents": [list(pair) for pair in product(PARENT_STATES, repeat=2)],
        "receiving": [[], *([group] for group in GROUPS)],
        "income": [no_income, {**no_income, "wage": 5_000_000, "pension": 5_000_000}],
        "province": list(PROVINCES),
        "former_province": ["Hải Dương", "Lâm Đồng"],
        "carer": [None, {"for": "child", "cared_born": babies(month)[0]["born"]}],
        "sex": ["female", "male"],
        "area": ["rural", "urban"],
    }
    return ready[field]


def without_holes(facts: Facts) -> bool:
    """Whether nothing is absent below the top either."""
    children_known = all(len(child) == 3 for child in facts["children"])
    carer_known = facts["carer"] is None or len(facts["carer"]) == 4
    return children_known and carer_known and len(facts["income"]) == 4 and facts["disability"] != {}


def whole_people(count: int) -> Iterator[tuple[Random, Facts, int]]:
    """Random people of whom everything is known, each with a month."""
    for seed in range(2_000_000, 2_000_000 + count):
        random = Random(seed)
        months = eight_months(random)
        facts = person(random, months)
        if len(facts) == 21 and without_holes(facts):
            yield random, facts, random.choice(months)


@pytest.mark.drill
def test_an_absent_field_is_named_exactly_when_it_could_raise_the_total(drill_count: Callable[[int], int]) -> None:
    asked = 0
    for random, facts, when in whole_people(drill_count(PEOPLE)):
        month = month_text(when)
        known_on = random.choice((NOW, known_then(random, when)))
        assert program(facts, month, known_on).missing == ()
        field = random.choice(sorted(facts))
        known = {name: value for name, value in facts.items() if name != field}
        answer = program(known, month, known_on)
        raises = any(
            slow.due({**known, field: value}, month, known_on).total > answer.total for value in values(field, month)
        )
        assert answer.missing == ((field,) if raises else ()), (
            f"{month} known on {known_on}, without {field}: {json.dumps(known, ensure_ascii=False)}"
        )
        asked += 1
    assert asked > drill_count(PEOPLE) // 4


def holes(random: Random, facts: Facts, month: str) -> tuple[str, Facts, list[Facts]] | None:
    """One thing below the top taken away: its name, the facts without it, and the facts with each value it may have."""
    values_below: dict[str, dict[str, list[Any]]] = {
        "income": {kind: [0, 499_999, 9_000_000] for kind in ("wage", "pension", "social_insurance", "merit")},
        "carer": {"cared_born": birth_dates(month), "degree": DEGREES, "own_family": [True, False]},
        "disability": {"degree": DEGREES},
        "children": {"born": birth_dates(month), "studying": [True, False], "raised_by_person": [True, False]},
    }
    whole = random.choice(sorted(values_below))
    values_of = values_below[whole]
    if not facts[whole]:
        return None
    field = random.choice(sorted(values_of))
    if whole != "children":
        kept = {name: value for name, value in facts[whole].items() if name != field}
        tried = [{**facts, whole: {**kept, field: value}} for value in values_of[field]]
        return f"{whole}.{field}", {**facts, whole: kept}, tried
    chosen = random.randrange(len(facts["children"]))
    others = [child for number, child in enumerate(facts["children"]) if number != chosen]
    left = {name: value for name, value in facts["children"][chosen].items() if name != field}
    tried = [{**facts, "children": [*others, {**left, field: value}]} for value in values_of[field]]
    return f"children.{field}", {**facts, "children": [*others, left]}, tried


@pytest.mark.drill
def test_a_gap_below_the_top_is_named_exactly_when_it_could_raise_the_total(drill_count: Callable[[int], int]) -> None:
    raised: set[str] = set()
    for random, facts, when in whole_people(drill_count(2 * PEOPLE)):
        month = month_text(when)
        found = holes(random, facts, month)
        if found is None:
            continue
        name, known, tried = found
        known_on = random.choice((NOW, known_then(random, when)))
        answer = program(known, month, known_on)
        raises = any(slow.due(one, month, known_on).total > answer.total for one in tried)
        assert answer.missing == ((name,) if raises else ()), (
            f"{month} known on {known_on}, without {name}: {json.dumps(known, ensure_ascii=False)}"
        )
        raised |= {name} if raises else set()
    assert len(raised) > 4
