"""Dated facts against a plain model: a day-by-day table for every instant of knowing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.people.dated import (
    OPEN_END,
    STILL_KNOWN,
    AsOf,
    correct_fact,
    holds,
    set_fact,
    spans,
    values_of,
    withdraw_fact,
)
from models.people.services import NewPerson, PersonDetails, add_person
from models.people.tables import MaritalState
from models.store.errors import RuleError
from models.store.work import Outcome, Work
from tests.people.commune import Office

FIRST = date(2020, 1, 1)
DAYS = 12


class Undo(Exception):
    """Ends an example without keeping anything."""


def iso(index: int) -> str:
    return (FIRST + timedelta(days=index)).isoformat()


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["single", "married", "widowed", None]),
        st.integers(0, DAYS - 2),
        st.one_of(st.none(), st.integers(1, DAYS)),
    ),
    min_size=1,
    max_size=7,
)


def apply_to_model(days: list[str | None], starts: set[int], operation: tuple[str | None, int, int | None]) -> None:
    """The same rule as `set_fact`, day by day: until the next known span, or the given end."""
    state, first, end = operation
    if end is not None and end <= first:
        return
    later = min((start for start in starts if start > first), default=DAYS)
    if days[first] is None and state is None:
        return
    stop = min(later, DAYS if end is None else end)
    if state is None:
        covering_end = next((i for i in range(first, DAYS) if days[i] is None or (i in starts and i > first)), DAYS)
        stop = min(covering_end, DAYS if end is None else end)
    for index in range(first, stop):
        days[index] = state


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(operations=OPERATIONS)
def test_every_day_as_known_then_and_as_known_now(office: Office, operations: list[Any]) -> None:
    seen: list[tuple[str, list[str | None]]] = []
    current: list[list[str | None]] = []

    def run(work: Work, _: None) -> Outcome[None]:
        model: list[str | None] = [None] * DAYS
        person_id = add_person(work, NewPerson(PersonDetails("Nguyễn Thị Hạnh"))).value
        for state, first, end in operations:
            work.now += timedelta(seconds=1)
            starts = {(date.fromisoformat(row.valid_from) - FIRST).days for row in spans(work, MaritalState, person_id)}
            apply_to_model(model, starts, (state, first, end))
            if end is None or end > first:
                values = None if state is None else {"state": state}
                set_fact(
                    work, MaritalState, person_id, values, iso(first), to_day=OPEN_END if end is None else iso(end)
                )
            known = spans(work, MaritalState, person_id)
            assert all(one.valid_to <= two.valid_from for one, two in pairwise(known))
            seen.append((work.instant, list(model)))
        for instant, expected in seen:
            current.append([_state_on(work, person_id, index, instant) for index in range(DAYS)])
            assert current[-1] == expected
        assert [_state_on(work, person_id, index, None) for index in range(DAYS)] == seen[-1][1]
        raise Undo

    with pytest.raises(Undo):
        office.do(run, None)


def _state_on(work: Work, person_id: int, index: int, known_at: str | None) -> str | None:
    as_of = AsOf(FIRST + timedelta(days=index), known_at)
    found = select(MaritalState.state).where(MaritalState.person_id == person_id, holds(MaritalState, as_of))
    states = list(work.session.scalars(found))
    assert len(states) <= 1
    return states[0] if states else None


def test_a_correction_is_no_change_of_the_world(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")

    def marry(work: Work, _: None) -> Outcome[str]:
        set_fact(work, MaritalState, person, {"state": "married"}, "2020-01-01")
        return Outcome(work.instant)

    then = office.do(marry, None)

    def correct(work: Work, _: None) -> Outcome[None]:
        fact = spans(work, MaritalState, person)[0]
        correct_fact(work, fact, {"state": "divorced"}, valid_from="2019-06-01")
        return Outcome(None)

    office.do(correct, None)

    def ask(work: Work, known_at: str | None) -> Outcome[list[str]]:
        found = select(MaritalState).where(holds(MaritalState, AsOf(date(2020, 5, 1), known_at)))
        return Outcome([fact.state for fact in work.session.scalars(found)])

    assert office.do(ask, None) == ["divorced"]
    assert office.do(ask, then) == ["married"]


def test_a_correction_must_not_overlap_and_a_withdrawal_leaves_nothing(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")

    def run(work: Work, _: None) -> Outcome[Any]:
        set_fact(work, MaritalState, person, {"state": "single"}, "2018-01-01")
        set_fact(work, MaritalState, person, {"state": "married"}, "2020-01-01")
        single, married = spans(work, MaritalState, person)
        with pytest.raises(RuleError):
            correct_fact(work, single, {}, valid_to="2021-01-01")
        with pytest.raises(RuleError):
            correct_fact(work, single, {}, valid_from="2020-01-01", valid_to="2019-01-01")
        withdraw_fact(work, married)
        return Outcome([(values_of(fact), fact.valid_to) for fact in spans(work, MaritalState, person)])

    assert office.do(run, None) == [({"state": "single"}, "2020-01-01")]


def test_nothing_is_overwritten(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    states = ("single", "married", "widowed")

    def run(work: Work, _: None) -> Outcome[Any]:
        for number, state in enumerate(states):
            work.now += timedelta(seconds=1)
            set_fact(work, MaritalState, person, {"state": state}, iso(number))
        return Outcome(None)

    office.do(run, None)
    with office.store.read() as session:
        rows = list(session.scalars(select(MaritalState).order_by(MaritalState.id)))
    assert [row.state for row in rows if row.known_until == STILL_KNOWN] == list(states)
    assert len(rows) == 5


def test_an_empty_span_is_refused(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")

    def run(work: Work, _: None) -> Outcome[bool]:
        return Outcome(set_fact(work, MaritalState, person, {"state": "single"}, iso(3), to_day=iso(3)))

    with pytest.raises(RuleError):
        office.do(run, None)
