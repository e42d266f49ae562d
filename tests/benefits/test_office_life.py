"""Random histories of a whole office by its own verbs, late reports and a change of the law among them.

With `SO_AN_SINH_DRILL=full` sixty histories of sixty steps.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.benefits.office_life import OfficeLife
from tests.conftest import FULL_DRILL
from tests.people.commune import Office

HISTORIES, STEPS = (60, 60) if FULL_DRILL else (2, 20)
LOOKS = 5
"""Every so many steps everything is looked at."""


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_whatever_happens_everybody_ends_with_what_is_due(seed: int, office: Office) -> None:
    life = OfficeLife(office, Random(seed))
    life.begin()
    for number in range(STEPS):
        life.step()
        if number % LOOKS == 0:
            life.look()
    life.settle()
    life.look()
    life.ask_again()
    assert life.done["move_on"] > 0
