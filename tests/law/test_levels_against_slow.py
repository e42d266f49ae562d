"""The amount of a known group, asked for entitlements already decided, against the slow computation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest

from models.law.amounts import amount_for
from models.law.book import shipped_book
from models.law.facts import parse_facts
from models.store.dates import Month
from tests.law import people, slow, slow_level

ASKED = 40_000


@pytest.mark.drill
def test_amounts_of_known_groups(drill_count: Callable[[int], int]) -> None:
    random = Random(22)
    compared: set[str] = set()
    for _ in range(drill_count(ASKED)):
        group, month = random.choice(slow_level.GROUPS), random.choice(people.eight_months(random))
        born = people.any_birth(random, [month])
        known_on = random.choice((people.known_now(random), people.known_then(random, month)))
        if random.randrange(3) == 0:
            known_on = max(date(2021, 3, 15), random.choice(sorted(slow.KNOWN_FROM.values())) - timedelta(days=1))
        place, former = random.choice(people.PROVINCES), random.choice(people.FORMER_PROVINCES)
        count = random.choice((1, 1, 2, 3)) if group == "K4" else 1
        expected = slow_level.level(group, born, month, known_on, place, former, count)
        if not expected:
            continue
        told: people.Facts = {"province": place, "former_province": former}
        told |= {"carer": {"cared_born": born}} if group in slow_level.CARED else {"born": born}
        found = amount_for(shipped_book().at(Month(month), known_on), group, parse_facts(told), count=count)
        assert found is not None
        assert found.amount == expected, f"{group} born {born} in {month} known on {known_on}, {place}, {former}"
        compared.add(group)
    assert compared == set(slow_level.GROUPS)
