"""What is paid, asked for a whole register, is what the full assessment says, whichever of the two is asked first."""

from __future__ import annotations

import json
from random import Random

from models.law.assess import assess, paid_lines
from models.law.book import shipped_book
from models.law.facts import read_facts
from models.store.dates import Month
from tests.law.people import eight_months, known_now, person

PEOPLE = 150


def test_paid_lines_are_the_payable_ones_of_the_assessment() -> None:
    found = 0
    for seed in range(PEOPLE):
        random = Random(seed)
        months = eight_months(random)
        facts = read_facts(json.dumps(person(random, months)))
        known_on = known_now(random)
        for place, number in enumerate(months):
            month = Month(number)
            law = shipped_book().at(month, known_on)
            first = paid_lines(facts, month, law) if place % 2 else assess(facts, month, law).payable
            assert first == (assess(facts, month, law).payable if place % 2 else paid_lines(facts, month, law))
            found += len(first)
    assert found > PEOPLE
