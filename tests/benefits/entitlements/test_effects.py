"""What decisions do to the spans of one entitlement, against a model that knows nothing but months."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.benefits.entitlements import effects
from models.benefits.entitlements.effects import Source, Span, Worth
from models.benefits.entitlements.rules import DecisionKind
from models.store.dates import Month, add_months
from models.store.errors import RuleError

FIRST = Month(202501)
HORIZON = 40
"""Months that the model knows; the last one stands for ever after."""
Cell = tuple[int, bool] | None
Deed = tuple[str, int, int]


def month(number: int) -> Month:
    return add_months(FIRST, number)


def worth(amount: int) -> Worth:
    return Worth("K6N", "Người khuyết tật nặng", amount, 150)


class Plain:
    """One cell a month: amount and whether it is paid; None where nothing is due."""

    def __init__(self, start: int, amount: int) -> None:
        self.cells: list[Cell] = [None if index < start else (amount, True) for index in range(HORIZON)]

    @property
    def runs(self) -> bool:
        return self.cells[-1] is not None

    def last(self) -> int | None:
        return next((index for index in reversed(range(HORIZON)) if self.cells[index] is not None), None)

    def change(self, start: int, how: Callable[[tuple[int, bool]], Cell]) -> None:
        self.cells = [cell if i < start or cell is None else how(cell) for i, cell in enumerate(self.cells)]

    def do(self, deed: Deed) -> bool:
        """Whether the deed can be done; if so, it is."""
        name, at, amount = deed
        last = self.last()
        if last is None:
            return False
        rest = [cell for cell in self.cells[at:] if cell is not None]
        if name == "resume":
            return self._resume(at, last)
        if not rest or (name == "suspend" and not any(paid for _, paid in rest)):
            return False
        if name == "adjust":
            self.change(at, lambda cell: (amount, cell[1]))
        elif name == "suspend":
            self.change(at, lambda cell: (cell[0], False))
        else:
            self.change(at, lambda _cell: None)
        return True

    def _resume(self, at: int, last: int) -> bool:
        end = self.cells[last]
        assert end is not None
        if not end[1]:
            held = [(i, cell) for i, cell in enumerate(self.cells) if cell is not None]
            paid = [i for i, cell in held if cell[1]]
            since = max(paid, default=-1) + 1
            self.change(since, lambda cell: (cell[0], True))
            return True
        if self.runs or at <= last:
            return False
        self.cells = [cell if i < at else (end[0], True) for i, cell in enumerate(self.cells)]
        return True


def done(spans: tuple[Span, ...], deed: Deed, number: int) -> tuple[Span, ...]:
    name, at, amount = deed
    source = Source(number)
    if name == "adjust":
        return effects.adjusted(spans, month(at), worth(amount), source)
    if name == "suspend":
        return effects.suspended(spans, month(at), source)
    if name == "resume":
        return effects.resumed(spans, month(at), source)
    return effects.stopped(spans, month(at))


DEEDS = st.tuples(
    st.sampled_from(["adjust", "suspend", "resume", "stop"]), st.integers(0, HORIZON - 5), st.integers(1, 9)
)


@given(st.integers(0, 6), st.lists(DEEDS, max_size=12))
def test_any_history_pays_what_the_months_say(start: int, deeds: list[Deed]) -> None:
    plain = Plain(start, 5)
    spans = effects.granted(month(start), worth(5), Source(1))
    for number, deed in enumerate(deeds, start=2):
        if plain.do(deed):
            spans = done(spans, deed, number)
        else:
            with pytest.raises(RuleError):
                done(spans, deed, number)
        told = [effects.due(spans, month(index)) for index in range(HORIZON)]
        assert told == [cell[0] if cell is not None and cell[1] else 0 for cell in plain.cells]
        held = [any(span.covers(month(index)) for span in spans) for index in range(HORIZON)]
        assert held == [cell is not None for cell in plain.cells]
        for one, other in pairwise(spans):
            assert one.stop is not None
            assert one.first < one.stop <= other.first
            assert one.stop < other.first or one[2:] != other[2:]


def test_a_start_that_nobody_knows_is_before_every_month() -> None:
    spans = (Span(None, None, worth(5), Source(1)),)
    changed = effects.adjusted(spans, month(3), worth(7), Source(2))
    assert [(span.start, span.stop, span.worth.amount) for span in changed] == [
        (None, month(3), 5),
        (month(3), None, 7),
    ]
    assert effects.due(changed, Month(199001)) == 5


def test_a_stop_before_the_start_takes_everything_back() -> None:
    assert effects.stopped(effects.granted(month(5), worth(5), Source(1)), month(5)) == ()


@pytest.mark.parametrize(
    ("kind", "given_month", "signed", "from_signing", "first"),
    [
        ("grant", None, "2026-11-20", True, 202611),
        ("grant", 202610, "2026-11-20", True, 202611),
        ("grant", 202610, "2026-12-01", True, 202612),
        ("grant", 202401, "2024-03-05", False, 202401),
        ("grant", None, "2024-03-05", False, 202403),
        ("transfer_in", 202612, "2027-01-03", True, 202612),
        ("transfer_in", None, "2026-11-20", True, 202611),
        ("adjust", 202607, "2026-11-20", True, 202607),
        ("adjust", None, "2026-11-20", True, 202611),
        ("suspend", None, "2026-12-31", True, 202701),
        ("stop", None, "2026-11-30", True, 202612),
        ("stop", 202610, "2026-11-30", True, 202610),
        ("transfer_out", 202612, "2026-11-30", True, 202612),
    ],
)
def test_the_day_of_signing_makes_the_first_month(
    kind: str, given_month: int | None, signed: str, from_signing: bool, first: int
) -> None:
    told = None if given_month is None else Month(given_month)
    day = date.fromisoformat(signed)
    assert effects.starts(DecisionKind(kind), told, day, grants_from_signing=from_signing) == first


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda spans: effects.adjusted(spans, month(9), worth(7), Source(2)), "đã thôi hưởng từ tháng 06/2025"),
        (lambda spans: effects.stopped(spans, month(5)), "không còn gì để thôi hưởng từ tháng 06/2025"),
        (lambda spans: effects.resumed(spans, month(3), Source(2)), "còn hưởng đến trước tháng 06/2025"),
    ],
)
def test_refusals_name_the_months(change: Callable[[tuple[Span, ...]], object], words: str) -> None:
    spans = effects.stopped(effects.granted(month(0), worth(5), Source(1)), month(5))
    with pytest.raises(RuleError, match=re.escape(words)):
        change(spans)


def test_a_change_where_a_span_begins_makes_no_empty_span() -> None:
    spans = effects.adjusted(effects.granted(month(0), worth(5), Source(1)), month(5), worth(7), Source(2))
    changed = effects.adjusted(spans, month(5), worth(9), Source(3))
    assert [(span.start, span.stop, span.worth.amount) for span in changed] == [
        (month(0), month(5), 5),
        (month(5), None, 9),
    ]


@pytest.mark.parametrize("given_month", [None, month(5)])
def test_what_was_stopped_begins_again_where_it_stopped(given_month: Month | None) -> None:
    stopped = effects.stopped(effects.granted(month(0), worth(5), Source(1)), month(5))
    begun = effects.resumed(stopped, given_month, Source(2))
    assert [(span.start, span.stop) for span in begun] == [(month(0), month(5)), (month(5), None)]


def test_an_amount_that_nobody_knows_is_nothing_due() -> None:
    assert effects.due((Span(None, None, Worth("", "cũ", None, None), Source(1)),), month(0)) == 0


def test_a_grant_counts_from_its_signing_unless_older_law_says_otherwise() -> None:
    assert effects.starts(DecisionKind.GRANT, Month(202601), date(2026, 11, 20)) == 202611


STOPPED = effects.stopped(effects.granted(month(0), worth(5), Source(1)), month(5))
RESTING = effects.suspended(effects.granted(month(0), worth(5), Source(1)), month(5), Source(2))


@pytest.mark.parametrize(
    ("change", "code", "field", "words"),
    [
        (lambda: effects.adjusted(STOPPED, month(5), worth(7), Source(2)), "nothing_runs", "from_month",
         "Chế độ này đã thôi hưởng từ tháng 06/2025, không còn gì để điều chỉnh từ tháng 06/2025."),
        (lambda: effects.suspended(STOPPED, month(6), Source(2)), "nothing_runs", "from_month",
         "Chế độ này đã thôi hưởng từ tháng 06/2025, không còn gì để tạm dừng từ tháng 07/2025."),
        (lambda: effects.stopped((), month(5)), "nothing_runs", "from_month",
         "Chế độ này đã thôi hưởng, không còn gì để thôi hưởng từ tháng 06/2025."),
        (lambda: effects.suspended(RESTING, month(6), Source(3)), "suspended_already", None,
         "Chế độ này đã tạm dừng trước 07/2025 rồi."),
        (lambda: effects.resumed(effects.granted(month(0), worth(5), Source(1)), None, Source(2)), "not_resting", None,
         "Chế độ này đang hưởng, không có gì để hưởng tiếp."),
        (lambda: effects.resumed((), None, Source(2)), "not_resting", None,
         "Chế độ này đang hưởng, không có gì để hưởng tiếp."),
        (lambda: effects.resumed(STOPPED, month(4), Source(2)), "overlap", "from_month",
         "Chế độ này còn hưởng đến trước tháng 06/2025."),
    ],
)  # fmt: skip
def test_each_refusal_whole(change: Callable[[], object], code: str, field: str | None, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        change()
    assert (caught.value.code, caught.value.field, str(caught.value)) == (code, field, words)


def test_spans_of_one_decision_are_joined_and_others_not() -> None:
    one, other = Source(1), Source(2)
    first = Span(month(0), month(3), worth(5), one)
    assert effects.joined((first, Span(month(3), None, worth(5), one))) == (Span(month(0), None, worth(5), one),)
    for apart in (
        Span(month(4), None, worth(5), one),
        Span(month(3), None, worth(6), one),
        Span(month(3), None, worth(5), other),
        Span(month(3), None, worth(5), one, "suspended"),
    ):
        assert effects.joined((first, apart)) == (first, apart)


def test_suspended_since_is_the_first_month_of_the_last_suspension_alone() -> None:
    paid, rest = (
        Span(month(0), month(3), worth(5), Source(1)),
        Span(month(3), month(5), worth(5), Source(2), "suspended"),
    )
    again, more = rest._replace(start=month(5), stop=month(7)), rest._replace(start=month(7), stop=None)
    assert effects.suspended_since((paid, rest)) == month(3)
    assert effects.suspended_since((paid, rest, again, more)) == month(3)
    assert effects.suspended_since((rest, paid._replace(start=month(5), stop=month(7)), more)) == month(7)
    assert effects.suspended_since((rest, paid._replace(start=month(5), stop=None))) is None
    assert effects.suspended_since(()) is None
    assert (effects.stopped_from(()), effects.stopped_from((paid, rest)), effects.stopped_from((more,))) == (
        None,
        month(5),
        None,
    )


def test_who_is_resumed_is_paid_by_the_decision_that_resumed() -> None:
    """NĐ 335/2026 Đ9: from the month of the suspension."""
    assert effects.resumed(RESTING, None, Source(3)) == (
        Span(month(0), month(5), worth(5), Source(1)),
        Span(month(5), None, worth(5), Source(3)),
    )
