"""Which papers a month can have: every kind is named, what is too early says so, what may not be seen says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.benefits.months.offered import BANK, DECISIONS, OPENING, SLIPS, offers, stands
from models.benefits.months.papers import MONTH_PAPERS
from models.benefits.months.queries import MonthRow
from models.benefits.months.rules import MonthState
from models.office.paper_rules import PaperKind
from models.store.dates import Month

EVERYTHING: frozenset[str] = frozenset({"change", "print", "export", "grounds", "numbers", "confirm"})
ROW = MonthRow(
    1, Month(202612), MonthState.OPEN, False, "2026-11-22", None, 2026, 3, 1_620_000, "", "", None, None, None, None
)


def refused(row: MonthRow, rights: frozenset[str] = EVERYTHING) -> set[str]:
    return {one.key for one in offers(row, rights) if one.why_not}


def test_every_paper_of_a_month_has_its_place() -> None:
    named = {one.key for one in offers(ROW, EVERYTHING)}
    payments = {PaperKind.PAYMENT_FINANCE, PaperKind.PAYMENT_DESK}
    assert named == {*MONTH_PAPERS, *payments, BANK, SLIPS, DECISIONS}
    assert all(one.title and one.words for one in offers(ROW, EVERYTHING))


@pytest.mark.parametrize(
    ("state", "early"),
    [
        (MonthState.OPEN, {BANK, PaperKind.DRAWING, PaperKind.SETTLEMENT}),
        (MonthState.CONFIRMED, {PaperKind.SETTLEMENT}),
        (MonthState.SENT, {PaperKind.SETTLEMENT}),
        (MonthState.RECONCILED, set()),
        (MonthState.CLOSED, set()),
    ],
)
def test_what_is_too_early_waits(state: MonthState, early: set[str]) -> None:
    row = replace(ROW, state=state)
    assert refused(row) == early
    assert bool(stands(row)) == (state is MonthState.OPEN)


def test_the_opening_month_has_none() -> None:
    row = replace(ROW, state=MonthState.CLOSED, opening=True)
    assert refused(row) == {one.key for one in offers(row, EVERYTHING)} - {DECISIONS}
    assert {one.why_not for one in offers(row, EVERYTHING)} == {OPENING, ""}
    assert stands(replace(row, state=MonthState.OPEN)) == ""


def test_who_may_not_see_grounds_gets_the_neutral_papers_alone() -> None:
    row = replace(ROW, state=MonthState.CLOSED)
    left = {one.key for one in offers(row, EVERYTHING - {"grounds"}) if not one.why_not}
    assert left == {PaperKind.PAYMENT_DESK, BANK, PaperKind.DRAWING, PaperKind.SETTLEMENT}
    left = {one.key for one in offers(row, EVERYTHING - {"numbers"}) if not one.why_not}
    assert left == {PaperKind.SUMMARY, PaperKind.BRIDGE, PaperKind.DRAWING, PaperKind.SETTLEMENT}
