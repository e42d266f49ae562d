"""The slow computation gives the amounts of the worked examples and stands on the dates of the decrees by itself."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from tests.law.people import Facts, eight_months, known_then, person
from tests.law.slow import BeforeTheLawError, Line, due

NOW = date(2026, 11, 22)
NO_INCOME: Facts = {"wage": 0, "pension": 0, "social_insurance": 0, "merit": 0}
SUPPORTED_BY_NOBODY: Facts = {"household": "poor", "no_supporter": True}


def total(month: str, known_on: date = NOW, **facts: Any) -> int:
    return due(facts, month, known_on).total


def test_example_1_rate_is_counted_back_to_july_2026() -> None:
    severe: Facts = {"born": "1986-05-01", "disability": {"degree": "severe"}}
    assert [total(f"2026-{month:02d}", **severe) for month in (6, 7, 8, 9, 10)] == [750_000] + [810_000] * 4
    assert total("2026-08", date(2026, 8, 15), **severe) == 750_000


def test_example_2_the_allowance_is_higher_than_the_pension() -> None:
    answer = due({"born": "1950-01-05", **SUPPORTED_BY_NOBODY, "income": NO_INCOME}, "2026-07", NOW)
    assert answer.lines == {Line("K5a", "central", 1_080_000)}


def test_example_3_disabled_elder_and_the_one_who_cares() -> None:
    assert total("2026-11", born="1944-01-01", disability={"degree": "extremely_severe"}) == 1_350_000
    carer = {"for": "disabled", "degree": "extremely_severe", "own_family": True, "cared_born": "1944"}
    assert total("2026-11", carer=carer) == 540_000


def test_example_4_single_parent_adds() -> None:
    children = [{"born": born, "studying": True, "raised_by_person": True} for born in ("2015-02-01", "2018-06-03")]
    mother: Facts = {"born": "1990", "household": "poor", "marital": "single", "children": children}
    assert total("2026-11", **mother, disability={"degree": "severe"}) == 1_890_000


def test_example_5_the_month_of_change() -> None:
    orphan: Facts = {"born": "2022-11-20", "parents": ["dead", "dead"]}
    assert [total(month, **orphan) for month in ("2026-10", "2026-11")] == [1_350_000, 810_000]
    earlier: Facts = {"born": "2021-11-20", "parents": ["dead", "dead"]}
    assert [total(month, **earlier) for month in ("2025-11", "2025-12")] == [1_250_000, 750_000]


def test_example_9_the_poverty_condition_falls_away_at_75() -> None:
    elder: Facts = {"born": "1951-12-15", "household": "none", "income": NO_INCOME}
    assert [total(month, **elder) for month in ("2026-11", "2026-12")] == [0, 540_000]
    assert total("2026-11", **{**elder, "household": "near_poor"}) == 540_000


def test_example_13_pregnant_and_raising_a_small_child() -> None:
    child = {"born": "2025-03-10", "raised_by_person": True}
    assert total("2026-11", born="1995", disability={"degree": "severe"}, pregnant=True, children=[child]) == 1_890_000


def test_example_14_merit_does_not_exclude_the_pension() -> None:
    assert total("2026-11", born="1945", income={**NO_INCOME, "merit": 2_500_000}) == 540_000


def test_local_tables_are_computed_apart() -> None:
    elder: Facts = {"born": "1950-01-01", "province": "Hà Nội", **SUPPORTED_BY_NOBODY}
    assert due(elder, "2026-11", NOW).lines == {Line("K5a", "central", 1_080_000)}
    assert due({**elder, "born": "1946"}, "2026-11", NOW).lines == {Line("K5a", "local", 1_300_000)}
    assert due({**elder, "born": "1946"}, "2025-12", NOW).lines == {Line("K5a", "central", 750_000)}


def test_month_of_the_sixteenth_birthday_pays_one_care_of_a_disabled_child() -> None:
    carer = {"for": "disabled", "degree": "extremely_severe", "own_family": False, "cared_born": "2010-11-10"}
    amounts = [total(month, carer=carer) for month in ("2026-10", "2026-11", "2026-12")]
    assert amounts == [1_350_000, 810_000, 810_000]


def test_before_the_law_there_is_no_answer() -> None:
    for month, known_on in (("2021-06", NOW), ("2021-07", date(2021, 3, 14))):
        with pytest.raises(BeforeTheLawError):
            due({}, month, known_on)
    assert total("2021-07", date(2021, 3, 15)) == 0


def test_random_people_reach_every_group() -> None:
    groups: set[str] = set()
    for seed in range(3000):
        random = Random(seed)
        months = eight_months(random)
        facts = person(random, months)
        for month in months:
            answer = due(facts, f"{month // 100}-{month % 100:02d}", known_then(random, month))
            groups |= {line.group for line in answer.lines}
    central = set("K1a K1b K1c K1d K1dd K1e K1g K1h K1i K1k K1l K2 K3 K4 K5a K5b K6DBN K6N K7 K8 HTXH".split())
    assert groups == central | {"old K5b", "old K5c"} | set("CS-TE CS-NCT CS-HGD CS-NKT CS-TEKT CS-MT".split())
