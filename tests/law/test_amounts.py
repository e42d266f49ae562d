"""What a known group gives in a month, for entitlements already decided; and when papers are due."""

from __future__ import annotations

from datetime import date

import pytest

from models.law.amounts import amount_for, base_rate
from models.law.book import shipped_book
from models.law.deadlines import Calendar, deadline, procedure_on, working_days_after
from models.law.facts import Carer, Facts
from models.law.places import former_province, province
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from tests.law.asking import NOW


@pytest.mark.parametrize(
    ("group", "born", "month", "amount"),
    [
        ("K5a", "1950", 202606, 750_000),
        ("K5a", "1950", 202607, 1_080_000),
        ("K6N", "1990-01-01", 202611, 810_000),
        ("K6N", "2015-01-01", 202611, 1_080_000),
        ("K1b", "2022-11-20", 202611, 810_000),
        ("K1b", "2022-11-20", 202610, 1_350_000),
        ("K1b", "2010-11-20", 202611, 810_000),  # the month in which it ends
        ("HTXH", "1940", 202611, 540_000),
        ("old K5c", "1940", 202506, 500_000),
    ],
)
def test_amounts_of_known_groups(group: str, born: str, month: int, amount: int) -> None:
    law = shipped_book().at(Month(month), NOW)
    found = amount_for(law, group, Facts(born=PartialDate.from_iso(born)))
    assert found is not None
    assert found.amount == amount
    assert found.coefficient is None or found.base_rate * found.coefficient // 100 == amount


@pytest.mark.parametrize(("group", "month"), [("HTXH", 202506), ("old K5b", 202507), ("K9", 202611)])
def test_a_group_that_the_month_does_not_have(group: str, month: int) -> None:
    assert amount_for(shipped_book().at(Month(month), NOW), group, Facts()) is None


@pytest.mark.parametrize(
    ("group", "count", "amount"), [("K4", 3, 1_620_000), ("CS-MT", 1, 810_000), ("CS-MT", 2, 1_080_000)]
)
def test_amounts_by_count(group: str, count: int, amount: int) -> None:
    found = amount_for(shipped_book().at(Month(202611), NOW), group, Facts(), count=count)
    assert found is not None
    assert found.amount == amount


def test_care_of_a_child_by_the_childs_age() -> None:
    law = shipped_book().at(Month(202611), NOW)
    for born, amount in ((PartialDate(2024), 1_350_000), (PartialDate(2015), 810_000)):
        found = amount_for(law, "CS-TE", Facts(born=PartialDate(1970), carer=Carer("child", born)))
        assert found is not None
        assert found.amount == amount


def test_the_higher_table_counts_unless_the_person_surely_does_not_belong_to_it() -> None:
    law = shipped_book().at(Month(202611), NOW)
    hanoi = province("Hà Nội")
    poor = amount_for(law, "K5a", Facts(born=PartialDate(1950), province=hanoi, household="poor"))
    near_poor = amount_for(law, "K5a", Facts(born=PartialDate(1950), province=hanoi, household="near_poor"))
    assert poor is not None
    assert near_poor is not None
    assert (poor.table, poor.amount) == ("central", 1_080_000)
    assert (near_poor.table, near_poor.amount, near_poor.documents) == ("local", 975_000, ("63/2025/NQ-HĐND",))


def test_a_whole_amount_is_its_own_base() -> None:
    law = shipped_book().at(Month(202506), NOW)
    found = amount_for(law, "old K5c", Facts(born=PartialDate(1940), former_province=former_province("Hải Dương")))
    assert found is not None
    assert (found.table, found.base_rate, found.coefficient, found.amount) == ("local", 550_000, None, 550_000)


def test_the_base_rate_of_a_month() -> None:
    assert base_rate(shipped_book().at(Month(202611), NOW)) == 540_000


@pytest.mark.parametrize(
    ("code", "received", "due"),
    [
        ("1.001776", date(2025, 7, 1), date(2025, 7, 15)),
        ("1.001776", date(2026, 10, 4), date(2026, 10, 16)),
        ("1.001776", date(2026, 11, 20), date(2026, 12, 1)),
        ("1.014027", date(2026, 10, 2), date(2026, 10, 16)),
        ("1.014027", date(2026, 10, 5), date(2026, 10, 14)),
        ("1.014028", date(2026, 11, 6), date(2026, 11, 11)),
        ("1.001699", date(2026, 11, 2), date(2026, 12, 7)),
        ("1.001731", date(2026, 2, 13), None),
        ("1.001731", date(2027, 2, 3), date(2027, 2, 15)),  # Tết between
    ],
)
def test_due_days_by_the_law_of_the_day_of_receipt(code: str, received: date, due: date | None) -> None:
    assert deadline(shipped_book(), code, received).due == due


def test_the_offices_own_days() -> None:
    swapped = Calendar(off=frozenset({date(2026, 11, 23)}), worked=frozenset({date(2026, 11, 28)}))
    assert working_days_after(date(2026, 11, 20), 1, swapped) == date(2026, 11, 24)
    assert working_days_after(date(2026, 11, 27), 1, swapped) == date(2026, 11, 28)
    assert working_days_after(date(2026, 4, 24), 1, Calendar()) == date(2026, 4, 28)  # 10/3 of the lunar year, made up


@pytest.mark.parametrize("code", ["1.014027", "9.999999"])
def test_a_procedure_that_is_none_on_that_day(code: str) -> None:
    with pytest.raises(RuleError) as refused:
        procedure_on(shipped_book(), code, date(2025, 6, 30))
    assert refused.value.code == "procedure_unknown"
