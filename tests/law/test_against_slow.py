"""The program against the slow computation: random people, at random months, as known then and as known now.

10,000 people at eight months each with SO_AN_SINH_DRILL=full, else a tenth. A seed names a person: a difference prints
it with the month and the day of looking.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given

from models.law.assess import Assessment, assess
from models.law.book import shipped_book
from models.law.facts import parse_facts, read_facts
from models.store.dates import parse_month
from models.store.errors import RuleError
from tests.law import slow
from tests.law.people import Facts, eight_months, known_now, known_then, month_text, neighbour, people, person

PEOPLE = 10_000
ANY_DAY_PEOPLE = 2_000
NEIGHBOURHOODS = 2_000


def program(facts: Facts, month: str, known_on: date) -> Assessment:
    """The program's answer, through the same reader that the command line uses."""
    when = parse_month(month)
    return assess(parse_facts(facts), when, shipped_book().at(when, known_on))


def difference(facts: Facts, month: str, known_on: date) -> str:
    """ "" when both agree on the total, the payable lines, their tables and amounts."""
    expected = slow.due(facts, month, known_on)
    answer = program(facts, month, known_on)
    lines = {slow.Line(line.group, line.table, line.amount) for line in answer.payable}
    assert (answer.month, answer.known_on) == (parse_month(month), known_on)
    if answer.total == expected.total and lines == expected.lines and len(answer.payable) == len(lines):
        return ""
    asked = f"{month} known on {known_on}, {json.dumps(facts, ensure_ascii=False)}"
    return f"program {answer.total} {lines}, slow {expected.total} {set(expected.lines)}: {asked}"


def questions(seed: int, days: Callable[[Random, int], tuple[date, ...]]) -> Iterator[tuple[Facts, str, date]]:
    """One person's FACTS at eight months, each looked at on the given days."""
    random = Random(seed)
    months = eight_months(random)
    facts = person(random, months)
    for month in months:
        for day in days(random, month):
            yield facts, month_text(month), day


def differences(count: int, first_seed: int, days: Callable[[Random, int], tuple[date, ...]]) -> list[str]:
    found = []
    for seed in range(first_seed, first_seed + count):
        found += [f"seed {seed}: {told}" for asked in questions(seed, days) if (told := difference(*asked))]
    return found


@pytest.mark.drill
def test_random_people_as_known_then_and_as_known_now(drill_count: Callable[[int], int]) -> None:
    def then_and_now(random: Random, month: int) -> tuple[date, ...]:
        return known_then(random, month), known_now(random)

    found = differences(drill_count(PEOPLE), 0, then_and_now)
    assert not found, f"{len(found)} differences, the first: {found[0]}"


@pytest.mark.drill
def test_random_people_as_known_on_any_day(drill_count: Callable[[int], int]) -> None:
    """Months long before and long after the day of looking: a law not yet known changes nothing."""

    def any_day(random: Random, month: int) -> tuple[date, ...]:
        edge = random.choice(sorted(slow.KNOWN_FROM.values()))
        beside = edge + timedelta(days=random.choice((-1, 0, 1)))
        anywhere = date(2021, 3, 15) + timedelta(days=random.randrange(2500))
        return max(beside, date(2021, 3, 15)), anywhere

    found = differences(drill_count(ANY_DAY_PEOPLE), 1_000_000, any_day)
    assert not found, f"{len(found)} differences, the first: {found[0]}"


@pytest.mark.drill
def test_neighbours_that_differ_in_one_field(drill_count: Callable[[int], int]) -> None:
    """The program assesses people who are alike once: nobody may be given a neighbour's answer."""
    for seed in range(3_000_000, 3_000_000 + drill_count(NEIGHBOURHOODS)):
        random = Random(seed)
        months = eight_months(random)
        facts = person(random, months)
        for _ in range(20):
            month, known_on = month_text(random.choice(months[:2])), known_now(random)
            assert difference(facts, month, known_on) == "", f"seed {seed}"
            facts = neighbour(random, facts, months)


@given(people())
def test_people_that_hypothesis_finds(asked: tuple[Facts, list[int], list[date]]) -> None:
    facts, months, days = asked
    for month, known_on in zip(months, days, strict=True):
        assert difference(facts, month_text(month), known_on) == ""
        assert difference(facts, month_text(month), date(2026, 11, 22)) == ""


@pytest.mark.parametrize(("month", "known_on"), [("2021-06", date(2026, 11, 22)), ("2021-07", date(2021, 3, 14))])
def test_both_refuse_a_month_before_the_law(month: str, known_on: date) -> None:
    with pytest.raises(slow.BeforeTheLawError):
        slow.due({}, month, known_on)
    with pytest.raises(RuleError) as refused:
        program({}, month, known_on)
    assert refused.value.code == "before_law"


def test_the_file_and_the_parsed_facts_give_the_same_answer() -> None:
    for seed in range(200):
        facts, month, known_on = next(questions(seed, lambda random, month: (known_then(random, month),)))
        when = parse_month(month)
        law = shipped_book().at(when, known_on)
        read = assess(read_facts(json.dumps(facts, ensure_ascii=False)), when, law)
        assert read == assess(parse_facts(facts), when, law)
