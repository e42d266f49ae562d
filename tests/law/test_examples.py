"""The worked examples of the law (benefits.md 15.1), and the reading rules 15.2 that speak of one person's month."""

from __future__ import annotations

from datetime import date

import pytest

from models.law.book import shipped_book
from models.law.deadlines import Calendar, deadline, working_days_after
from models.store.dates import Month
from tests.law.asking import NOW, ask, payable

POOR_OLD = {
    "born": "1950-03-05",
    "household": "poor",
    "no_supporter": True,
    "income": {"pension": 0, "social_insurance": 0},
}


@pytest.mark.parametrize("month", ["2026-07", "2026-08", "2026-09", "2026-10"])
def test_1_severe_disability_gets_60_000_more_from_july_nd335_d32(month: str) -> None:
    facts = {"born": "1986-01-01", "disability": {"degree": "severe"}}
    assert ask(facts, month).total == 810_000
    assert ask(facts, month, date(2026, 8, 20)).total == 750_000


def test_2_old_poor_and_social_pension_gets_the_higher_nd176_d3() -> None:
    found = ask(POOR_OLD, "2026-11")
    assert payable(found) == {"K5a": 1_080_000}
    assert {line.group for line in found.lines} == {"K5a", "HTXH"}


def test_3_extremely_severe_and_old_with_care_by_the_household_nd335_d6_d17() -> None:
    assert payable(ask({"born": "1944-05-01", "disability": {"degree": "extremely_severe"}}, "2026-11")) == {
        "K6DBN": 1_350_000
    }
    carer = {"born": "1970-01-01", "carer": {"for": "disabled", "degree": "extremely_severe", "own_family": True}}
    assert payable(ask(carer, "2026-11")) == {"CS-HGD": 540_000}


def test_4_poor_single_mother_of_two_with_a_severe_disability_gets_both_nd335_d6_k2() -> None:
    facts = {
        "born": "1985-06-01",
        "household": "poor",
        "marital": "widowed",
        "disability": {"degree": "severe"},
        "children": [
            {"born": "2015-01-01", "raised_by_person": True},
            {"born": "2019-01-01", "raised_by_person": True},
        ],
    }
    found = ask(facts, "2026-11")
    assert payable(found) == {"K4": 1_080_000, "K6N": 810_000}
    assert found.total == 1_890_000


@pytest.mark.parametrize(("month", "total"), [("2026-09", 1_350_000), ("2026-10", 1_350_000), ("2026-11", 810_000)])
def test_5_an_orphan_turning_four_is_adjusted_from_that_month_nd335_d8(month: str, total: int) -> None:
    assert ask({"born": "2022-11-20", "parents": ["dead", "dead"]}, month).total == total


@pytest.mark.parametrize(("month", "total"), [("2025-11", 1_250_000), ("2025-12", 750_000)])
def test_5_the_year_before_from_the_month_after_nd147_d5(month: str, total: int) -> None:
    assert ask({"born": "2021-11-20", "parents": ["dead", "dead"]}, month).total == total


def test_6_the_month_of_death_is_due_and_funeral_support_is_twenty_rates_nd335_d11() -> None:
    law = shipped_book().at(Month(202611), NOW)
    assert law.rules["stop"].is_ == "month_after"
    [funeral] = [row for row in shipped_book().rows.helps if row.help == "funeral" and row.document == "335/2026/NĐ-CP"]
    assert funeral.times is not None
    assert law.central.base.amount * funeral.times // 100 == 10_800_000
    assert deadline(shipped_book(), "1.001731", date(2026, 11, 3)).due == date(2026, 11, 6)


def test_7_papers_of_02_10_2026_have_ten_working_days_nd147_d5() -> None:
    found = deadline(shipped_book(), "1.001776", date(2026, 10, 2))
    assert found.procedure.document == "147/2025/NĐ-CP"
    assert found.due == date(2026, 10, 16)


def test_8_papers_of_05_10_2026_are_due_on_14_10_2026_nd335_d8() -> None:
    found = deadline(shipped_book(), "1.001776", date(2026, 10, 5))
    assert found.due == date(2026, 10, 14)
    assert "Mẫu số 01" in found.procedure.forms


@pytest.mark.parametrize("month", ["2026-11", "2026-12", "2027-01"])
@pytest.mark.parametrize("household", ["near_poor", "none"])
def test_9_from_75_on_poverty_no_longer_matters_nd176_d2(month: str, household: str) -> None:
    facts = {"born": "1951-12-15", "household": household, "income": {"pension": 0, "social_insurance": 0}}
    expected = 540_000 if household == "near_poor" or month != "2026-11" else 0
    assert ask(facts, month).total == expected


@pytest.mark.parametrize(("household", "total"), [("near_poor", 540_000), ("none", 0)])
def test_10_at_72_the_pension_ends_with_poverty_nd176_d2(household: str, total: int) -> None:
    facts = {"born": "1954-06-01", "household": household, "income": {"pension": 0, "social_insurance": 0}}
    assert ask(facts, "2027-01").total == total


def test_11_the_new_commune_pays_from_the_month_the_old_one_stopped_nd335_d8() -> None:
    book = shipped_book()
    assert book.at(Month(202612), NOW).rules["move"].is_ == "month_stopped"
    assert book.at(Month(202609), NOW).rules["move"].is_ == "next_month"


def test_12_three_months_uncollected_suspend_and_resuming_pays_from_the_suspension_nd335_d9() -> None:
    rules = shipped_book().at(Month(202612), NOW).rules
    assert (rules["suspend"].is_, rules["resume"].is_) == ("unpaid_3_months", "from_suspension")


def test_13_pregnant_with_a_small_child_and_a_severe_disability_gets_care_support_on_top_nd335_d17() -> None:
    facts = {
        "born": "1998-01-01",
        "disability": {"degree": "severe"},
        "pregnant": True,
        "children": [{"born": "2025-03-10", "raised_by_person": True}],
    }
    assert payable(ask(facts, "2026-11")) == {"K6N": 810_000, "CS-MT": 1_080_000}


def test_14_the_merit_allowance_does_not_exclude_the_social_pension_nd176_d2() -> None:
    facts = {"born": "1948-01-01", "income": {"pension": 0, "social_insurance": 0, "merit": 2_055_000}}
    assert payable(ask(facts, "2026-11")) == {"HTXH": 540_000}


@pytest.mark.parametrize(("known_on", "total"), [(date(2026, 8, 15), 500_000), (date(2026, 11, 22), 540_000)])
def test_rule_1_august_2026_as_known_then_and_as_known_now(known_on: date, total: int) -> None:
    facts = {"born": "1948-01-01", "income": {"pension": 0, "social_insurance": 0}}
    assert ask(facts, "2026-08", known_on).total == total


@pytest.mark.parametrize(
    ("receiving", "month", "total"),
    [(["K2"], "2026-10", 810_000), (["K2"], "2026-09", 0), ([], "2026-10", 0), (["K1b"], "2026-10", 810_000)],
)
def test_rule_6_who_still_gets_k2_in_october_2026_goes_on_past_22_nd335_d5(
    receiving: list[str], month: str, total: int
) -> None:
    facts = {"born": "2004-01-01", "studying": True, "receiving": receiving, "parents": ["dead", "dead"]}
    assert ask(facts, month).total == total


@pytest.mark.parametrize(("receiving", "group"), [(["HTXH"], "HTXH"), ([], "K4"), (["K4"], "K4")])
def test_rule_9_where_equal_what_is_being_paid_stays_nd176_d3(receiving: list[str], group: str) -> None:
    facts = {
        "born": "1950-01-01",
        "household": "poor",
        "marital": "widowed",
        "no_supporter": False,
        "receiving": receiving,
        "income": {"pension": 0, "social_insurance": 0},
        "children": [{"born": "2015-01-01", "raised_by_person": True}],
    }
    assert payable(ask(facts, "2026-11")) == {group: 540_000}


@pytest.mark.parametrize(("born", "month", "total"), [("1951", "2025-12", 0), ("1951", "2026-01", 500_000)])
def test_rule_12_a_birth_year_alone_counts_from_01_01(born: str, month: str, total: int) -> None:
    facts = {"born": born, "household": "none", "income": {"pension": 0, "social_insurance": 0}}
    assert ask(facts, month).total == total


def test_rule_13_divorced_parents_are_not_k4() -> None:
    facts = {"household": "poor", "marital": "divorced", "children": [{"born": "2015", "raised_by_person": True}]}
    assert "K4" not in payable(ask(facts, "2026-11"))


def test_rule_14_24_11_is_a_switch() -> None:
    assert working_days_after(date(2026, 11, 23), 1, Calendar()) == date(2026, 11, 24)
    assert working_days_after(date(2026, 11, 23), 1, Calendar(culture_day_off=True)) == date(2026, 11, 25)
