"""Due against listed, month by month: which months differ, how far a death or a move reaches, what an opening says."""

from __future__ import annotations

from typing import Any

import pytest

from models.benefits.months.balance import (
    Difference,
    Known,
    died_in,
    differences,
    due_until,
    last_due,
    months_between,
    opening_of,
    paid_span,
)
from models.benefits.months.facts import NEVER, EntitlementFact, PersonFact, SpanFact
from models.store.dates import Month

SEP, OCT, NOV, DEC = Month(202609), Month(202610), Month(202611), Month(202612)
SPAN = SpanFact(SEP, NEVER, True, 500, "K6N", "", "central", None, None, None, "", "")
LIVING = PersonFact(1, 1, "An", "1960", "", "", "living", "", None, "", "", "", "", "", "")


def right(*spans: SpanFact, opening: tuple[int, int, int] = (0, 0, 0), carer: int | None = None) -> EntitlementFact:
    return EntitlementFact(9, "allowance", 1, carer, *opening, spans or (SPAN,))


def found(one: EntitlementFact, listed: dict[int, int], *, until: int = NEVER, before: int = NOV) -> list[Any]:
    """The differences, asked plainly and with kept answers twice."""
    plain = differences(one, Month(until), listed, Month(before))
    known: Known = {}
    for _ in range(2):
        assert differences(one, Month(until), listed, Month(before), known) == plain
    assert all(isinstance(each, Difference) for each in plain)
    return [tuple(each) for each in plain]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ({}, [(SEP, 500, 0), (OCT, 500, 0)]),
        ({SEP: 500, OCT: 500}, []),
        ({SEP: 400, OCT: 600}, [(SEP, 500, 400), (OCT, 500, 600)]),
        ({OCT: 500, 202608: 70}, [(202608, 0, 70), (SEP, 500, 0)]),
        ({SEP: 500, OCT: 500, NOV: 500, DEC: 1}, []),
        ({SEP: 500, OCT: 500, 202608: 0}, []),
    ],
)
def test_months_that_differ_before_the_month_computed(listed: dict[int, int], expected: list[Any]) -> None:
    assert found(right(), listed) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [(SEP, [(SEP, 500, 0), (OCT, 0, 9)]), (OCT, [(SEP, 500, 0), (OCT, 500, 9)]), (202608, [(OCT, 0, 9)])],
)
def test_nothing_is_due_after_the_last_month(until: int, expected: list[Any]) -> None:
    assert found(right(), {OCT: 9}, until=until) == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ((SPAN._replace(paid=False),), []),
        ((SPAN._replace(amount=None),), []),
        ((SPAN._replace(amount=0),), []),
        ((SPAN._replace(stop=OCT),), [(SEP, 500, 0)]),
        ((SPAN._replace(stop=SEP),), []),
        ((SPAN._replace(stop=OCT), SPAN._replace(start=OCT, amount=700)), [(SEP, 500, 0), (OCT, 700, 0)]),
        ((SPAN._replace(stop=OCT, paid=False), SPAN._replace(start=OCT)), [(OCT, 500, 0)]),
    ],
)
def test_what_is_due_by_the_spans(spans: tuple[SpanFact, ...], expected: list[Any]) -> None:
    assert found(right(*spans), {}) == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ((500, SEP, NOV), []),
        ((500, SEP, OCT), [(OCT, 500, 0)]),
        ((500, 0, NOV), []),
        ((400, SEP, NOV), [(SEP, 500, 400), (OCT, 500, 400)]),
        ((500, 202608, NOV), [(202608, 0, 500)]),
        ((500, SEP, DEC), []),
        ((600, OCT, NOV), [(SEP, 500, 0), (OCT, 500, 600)]),
    ],
)
def test_what_the_opening_paid_counts_as_listed(opening: tuple[int, int, int], expected: list[Any]) -> None:
    assert found(right(opening=opening), {}) == expected


def test_an_opening_and_a_list_of_one_month_are_added() -> None:
    assert found(right(opening=(300, SEP, NOV)), {SEP: 200, OCT: 250}) == [(OCT, 500, 550)]


def test_a_span_without_a_start_reaches_back_to_the_first_law_or_the_opening() -> None:
    unknown = right(SPAN._replace(start=0, stop=202109))
    assert found(unknown, {}) == [(202107, 500, 0), (202108, 500, 0)]
    opened = right(SPAN._replace(start=0), opening=(500, OCT, NOV))
    assert found(opened, {}) == []
    both = right(SPAN._replace(start=0), opening=(500, 0, NOV))
    assert found(both, {}) == []


def test_kept_answers_are_told_apart_by_what_was_listed() -> None:
    known: Known = {}
    first: dict[int, int] = {SEP: 500}
    second: dict[int, int] = {OCT: 500}
    one = right()
    told = [differences(one, NEVER, listed, NOV, known) for listed in (first, second, first)]
    assert [[each.month for each in each_told] for each_told in told] == [[OCT], [SEP], [OCT]]
    assert len(known) == 2


@pytest.mark.parametrize(
    ("status", "day", "last"),
    [
        ("living", "", NEVER),
        ("living", "2026-10-03", NEVER),
        ("dead", "2026-10-03", OCT),
        ("dead", "2026-10", OCT),
        ("dead", "2026", DEC),
        ("dead", "", OCT),
        ("moved", "2026-09-30", SEP),
        ("moved", "", OCT),
    ],
)
def test_the_month_of_a_death_or_move_is_the_last_that_may_be_due_benefits_15_2_7(
    status: str, day: str, last: int
) -> None:
    assert last_due(LIVING._replace(status=status, status_on=day), NOV) == last


@pytest.mark.parametrize(
    ("status", "day", "died"),
    [("dead", "2026-11-03", True), ("dead", "2026-10-31", False), ("dead", "", False), ("moved", "2026-11-03", False)],
)
def test_who_died_in_the_month(status: str, day: str, died: bool) -> None:
    assert died_in(LIVING._replace(status=status, status_on=day), NOV) is died
    assert not died_in(LIVING._replace(status="dead", status_on=""), OCT)


def test_care_support_ends_with_the_earlier_of_the_two_benefits_15_2_8() -> None:
    gone = LIVING._replace(status="dead", status_on="2026-10-03")
    moved = LIVING._replace(id=2, status="moved", status_on="2026-09-03")
    carer = LIVING._replace(id=2)
    assert due_until(right(), {1: gone}, NOV) == OCT
    assert due_until(right(carer=2), {1: gone, 2: carer}, NOV) == OCT
    assert due_until(right(carer=2), {1: gone, 2: moved}, NOV) == SEP
    assert due_until(right(carer=2), {1: LIVING, 2: moved}, NOV) == SEP
    assert due_until(right(carer=2), {1: LIVING, 2: carer}, NOV) == NEVER


def test_the_span_and_the_opening_of_a_month() -> None:
    spans = (SPAN._replace(stop=OCT, paid=False), SPAN._replace(start=OCT, stop=DEC))
    one = right(*spans, opening=(7, SEP, NOV))
    assert [paid_span(one, month) for month in (SEP, OCT, NOV, DEC)] == [None, spans[1], spans[1], None]
    assert [opening_of(one, month) for month in (202608, SEP, OCT, NOV)] == [0, 7, 7, 0]


def test_months_between_count_over_the_new_year() -> None:
    assert list(months_between(202611, 202703)) == [202611, 202612, 202701, 202702]
    assert list(months_between(NOV, NOV)) == []
    assert list(months_between(DEC, NOV)) == []
