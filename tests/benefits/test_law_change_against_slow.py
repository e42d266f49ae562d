"""The change of 05/10/2026 over many entitlements against the slow computation: amounts by month, monthly sum, arrears.

Each entitlement was paid as the law stood before August 2026; what each is worth from 07/2026 on, and the sums, are
computed a second time from the slow levels of its group.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from models.benefits.entitlements.law_change import Change, ChangeFacts, LawChange, reckon
from models.benefits.entitlements.law_rates import Rates
from models.benefits.entitlements.queries import DueSpan
from models.law import places
from models.law.book import shipped_book
from models.store.dates import Month, PartialDate
from tests.law import people, slow_level

BEFORE, NOW = date(2026, 8, 15), date(2026, 11, 22)
SINCE, PAYOUT = Month(202607), Month(202611)
MONTHS = (202607, 202608, 202609, 202610, 202611)
ENTITLEMENTS = 20_000
PROVINCES = ("Lâm Đồng", "Hà Nội", "Hải Phòng", "Tuyên Quang")
GROUPS = [group for group in slow_level.GROUPS if not group.startswith(("old", "CS-"))]


def span(number: int, group: str, amount: int, coefficient: int) -> DueSpan:
    """An allowance paid since 01/2023 without an end."""
    return DueSpan(
        entitlement_id=number,
        person_id=number,
        carer_id=None,
        kind="allowance",
        origin="granted",
        opening_amount=None,
        opening_from=None,
        opening_until=None,
        line_id=number,
        group_code=group,
        label=group,
        start=202301,
        stop=None,
        standing="paid",
        amount=amount,
        coefficient=coefficient,
        law_table="central",
        base_rate=None,
        decision_id=None,
        decision_number="",
        decision_day="",
        channel="",
    )


def expected_change(group: str, born: str, paid: int, province: str, count: int) -> tuple[int, int] | None:
    """(monthly difference, arrears); None where nothing changes."""
    worth = [slow_level.level(group, born, month, NOW, province, count=count) for month in MONTHS]
    differences = [amount - paid for amount in worth]
    return (differences[-1], sum(differences[:-1])) if any(differences) else None


@pytest.mark.drill
@pytest.mark.parametrize("province", PROVINCES)
def test_preview_of_the_change(province: str, drill_count: Callable[[int], int]) -> None:
    random = Random(province)
    spans: list[DueSpan] = []
    born: dict[int, PartialDate | None] = {}
    expected: dict[int, tuple[int, int]] = {}
    for number in range(drill_count(ENTITLEMENTS) // len(PROVINCES)):
        group, count = random.choice(GROUPS), 1
        if group == "K4":
            count = random.choice((1, 2, 3))
        birth = people.any_birth(random, MONTHS)
        paid = slow_level.level(group, birth, 202606, BEFORE, province, count=count)
        lasts = all(slow_level.level(group, birth, month, NOW, province, count=count) for month in MONTHS)
        if not paid or not lasts:
            continue  # who stops fitting in these months is a matter of the events, not of this change
        spans.append(span(number, group, paid, count * 100))
        born[number] = PartialDate.from_iso(birth)
        change = expected_change(group, birth, paid, province, count)
        if change is not None:
            expected[number] = change
    rates = Rates(shipped_book(), NOW, places.province(province), born)
    found = reckon(ChangeFacts(SINCE, PAYOUT, spans, {}, {}, rates))
    changes: tuple[Change, ...] = found.changes + found.pending
    assert expected
    assert {one.entitlement_id: (one.monthly, one.arrears) for one in changes} == expected
    assert_sums(found, expected)


def assert_sums(found: LawChange, expected: dict[int, tuple[int, int]]) -> None:
    """Sums of everybody equal the totals, and who loses is set apart."""
    losing = {number for number, (monthly, arrears) in expected.items() if monthly < 0 or arrears < 0}
    apart = {one.entitlement_id for one in found.pending}
    assert losing <= apart
    told = [expected[number] for number in expected if number not in apart]
    assert (found.monthly, found.arrears) == (sum(one[0] for one in told), sum(one[1] for one in told))
    assert sum(one.arrears for one in found.by_group()) == found.arrears
