"""The change of 05/10/2026 over the made-up commune: everything that an office does, held against the slow computation.

`SO_AN_SINH_DRILL=full` plays it with 20,000 beneficiaries and prints what each step took.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.benefits.months import queries
from models.benefits.months.rules import MonthState
from tests.benefits.october import NOVEMBER, Play, new_office, report
from tests.benefits.october_compared import Comparison, compare
from tests.conftest import FULL_DRILL

PEOPLE, SEED = (273_000, 5) if FULL_DRILL else (1_500, 60)
"""Of 273,000 people 20,000 get a benefit; seed 60 has every kind of case among few."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """The whole change, played once."""
    with new_office(tmp_path_factory.mktemp("october") / "data") as office:
        play = Play(office, PEOPLE, SEED)
        play.through()
        yield play


@pytest.fixture(scope="module")
def compared(played: Play) -> Comparison:
    """Every person and month against the slow computation."""
    return compare(played)


@pytest.mark.drill
def test_everybody_gets_what_the_slow_computation_says(played: Play, compared: Comparison) -> None:
    print(*report(played), *compared.told(), sep="\n")
    assert compared.differences == []
    assert compared.benefits > PEOPLE // 20
    assert min(compared.arrears, compared.granted, compared.over) > 0


def test_whoever_must_be_looked_at_was_set_apart(played: Play) -> None:
    assert played.found is not None
    told = {reason for one in played.found.pending for reason in one.pending}
    assert {"granted", "care", "stopped", "no_level"} <= told
    assert not any(one.pending for one in played.found.changes)


def test_the_month_went_from_its_opening_to_its_closing(played: Play, compared: Comparison) -> None:
    row = played.office.read(queries.month_row, NOVEMBER)
    bridge = played.office.read(queries.bridge_of, NOVEMBER)
    assert (row.state, row.total) == (MonthState.CLOSED, compared.total)
    assert bridge.step("total").amount == compared.total
    assert bridge.step("arrears").amount == compared.arrears
    again = played.office.read(queries.recomputed, NOVEMBER)
    assert sum(line.amount for line in again) == compared.total


def test_every_paper_was_drawn(played: Play) -> None:
    drawn = {step.name: step for step in played.steps if step.size}
    assert len(drawn) == len(played.papers) > 20
    assert all(step.pages or step.name.endswith("-xlsx") for step in drawn.values())
    assert [drawn[name].pages for name in ("rut-du-toan", "quyet-toan")] == [1, 1]
