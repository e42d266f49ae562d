"""The edges of a change of the law: which months count, what is set apart, what is said. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.benefits.entitlements.effects import Worth
from models.benefits.entitlements.law_change import Change, ChangeFacts, LawChange, Piece, reckon, why
from models.benefits.entitlements.law_rates import Rates
from models.benefits.entitlements.queries import DueSpan
from models.law.book import shipped_book
from models.law.places import province
from models.store.dates import Month, PartialDate

JULY, NOVEMBER = Month(202607), Month(202611)
PLAIN = DueSpan(
    entitlement_id=1,
    person_id=1,
    carer_id=None,
    kind="allowance",
    origin="taken_over",
    opening_amount=None,
    opening_from=None,
    opening_until=None,
    line_id=1,
    group_code="K6N",
    label="Người khuyết tật nặng",
    start=202301,
    stop=None,
    standing="paid",
    amount=750_000,
    coefficient=150,
    law_table="",
    base_rate=None,
    decision_id=1,
    decision_number="",
    decision_day="",
    channel="",
)


def looked(*spans: DueSpan, born: str = "1986-03-05", reasons: tuple[str, ...] = ()) -> LawChange:
    rates = Rates(shipped_book(), date(2026, 11, 22), province("68"), {1: PartialDate.from_iso(born)})
    told = {1: frozenset(reasons)} if reasons else {}
    return reckon(ChangeFacts(JULY, NOVEMBER, spans, {1: "Thôn 1"}, told, rates))


def span(**values: Any) -> DueSpan:
    return PLAIN._replace(**values)


def only(found: LawChange) -> Change:
    (one,) = (*found.changes, *found.pending)
    return one


def reasons(*spans: DueSpan) -> tuple[str, ...]:
    return only(looked(*spans)).pending


@pytest.mark.parametrize(
    ("values", "arrears", "told"),
    [
        ({}, 240_000, ()),
        ({"start": None}, 240_000, ()),
        ({"start": 202607}, 240_000, ()),
        ({"start": 202608}, 180_000, ("granted",)),
        ({"start": 202611}, 0, ("granted",)),
        ({"stop": 202612}, 240_000, ()),
        ({"stop": 202611}, 240_000, ("stopped",)),
        ({"stop": 202608}, 60_000, ("stopped",)),
    ],
)
def test_the_months_that_count(values: dict[str, Any], arrears: int, told: tuple[str, ...]) -> None:
    change = only(looked(span(**values)))
    assert (change.arrears, change.pending) == (arrears, told)
    assert change.paid_before == 750_000
    due = values.get("stop", 202612) == 202612
    assert (change.before, change.after) == ((750_000, 810_000) if due else (0, 0))
    assert change.monthly == (60_000 if due else 0)


@pytest.mark.parametrize("values", [{"stop": 202607}, {"start": 202612}, {"amount": 810_000, "start": 202607}])
def test_nothing_happens_to_what_is_over_comes_later_or_is_right(values: dict[str, Any]) -> None:
    found = looked(span(**values))
    assert (found.changes, found.pending, found.same) == ((), (), 1)


def test_the_month_before_the_change_tells_who_was_off_the_law() -> None:
    wrong_in_june = (span(stop=202606), span(start=202606, amount=700_000))
    assert reasons(*wrong_in_june) == ("off_before",)
    wrong_in_may = (span(stop=202606, amount=700_000), span(start=202606))
    assert reasons(*wrong_in_may) == ()


def test_a_rest_before_the_change_is_no_suspension_in_between() -> None:
    rested = (span(stop=202607, standing="suspended", amount=1), span(start=202607))
    assert reasons(*rested) == ()
    resting = (span(stop=202608), span(start=202608, stop=202610, standing="suspended"), span(start=202610))
    change = only(looked(*resting))
    assert (change.pending, change.arrears) == (("suspended",), 120_000)


def test_a_birthday_in_the_payout_month_alone_is_a_plain_change() -> None:
    """Turning 75 on 05/11/2026: K5a goes from 1,5 to 2,0 in that month (NĐ 335 Đ6, Đ8)."""
    listed = span(group_code="K5a", amount=810_000, start=202607)
    change = only(looked(listed, born="1951-11-05"))
    assert (change.pending, change.monthly, change.arrears, change.paid_before) == ((), 270_000, 0, 810_000)
    assert [piece.month for piece in change.pieces] == [202611]


def test_who_loses_and_who_is_looked_at_anyway() -> None:
    more = only(looked(span(amount=900_000, start=202607)))
    assert (more.pending, more.monthly, more.arrears) == (("loses",), -90_000, -360_000)
    asked = only(looked(PLAIN, reasons=("degree", "died")))
    assert asked.pending == ("died", "degree")
    rising = only(looked(span(stop=202610, amount=820_000, start=202607), span(start=202610, amount=1)))
    assert rising.monthly > 0
    assert rising.pending == ()


def test_an_unknown_group_has_no_sums() -> None:
    change = only(looked(span(group_code="", label="Trợ cấp cũ")))
    assert (change.pending, change.pieces, change.group) == (("no_level",), (), "Trợ cấp cũ")
    assert (change.before, change.after, change.arrears, change.paid_before) == (0, 0, 0, 0)


def test_sums_are_of_changes_alone() -> None:
    found = looked(PLAIN, span(entitlement_id=2, start=202608), span(entitlement_id=3))
    assert (found.monthly, found.arrears, len(found.pending), found.same) == (120_000, 480_000, 1, 0)
    for sums in (found.by_group(), found.by_village()):
        assert [(one.count, one.monthly, one.arrears) for one in sums] == [(2, 120_000, 480_000)]
    assert (found.by_group()[0].name, found.by_village()[0].name) == ("K6N", "Thôn 1")


@pytest.mark.parametrize(
    ("rate", "coefficient", "made"),
    [(540_000, 150, " (540.000 đồng × 1,5)"), (540_000, None, ""), (None, 150, "")],
)
def test_the_sentence_for_the_citizen(rate: int | None, coefficient: int | None, made: str) -> None:
    piece = Piece(JULY, Worth("K6N", "", 810_000, coefficient, "central", rate), "")
    assert why(piece, 750_000) == f"Mức theo luật là 810.000 đồng{made}, trước là 750.000 đồng."


def test_an_old_list_without_an_amount_was_paid_nothing() -> None:
    change = only(looked(span(amount=None, start=202607)))
    assert (change.paid_before, change.before, change.arrears) == (0, 0, 4 * 810_000)
    assert [piece.month for piece in change.pieces] == [202607]
