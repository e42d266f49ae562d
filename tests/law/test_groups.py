"""Each group with its conditions and age bands, under the text that holds for the month (NĐ 335 Đ5, Đ6, Đ17)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.law.asking import ask, payable

NOVEMBER = "2026-11"
EARLIER = "2024-10"
DEAD, UNDETERMINED, MISSING, FACILITY, PRISON = "dead", "undetermined", "missing", "in_facility", "in_prison"
NOTHING_ELSE: dict[str, Any] = {"disability": None, "hiv": False, "abandoned": False, "carer": None, "children": []}


def due(month: str = NOVEMBER, **facts: Any) -> dict[str, int]:
    """What is paid, with everything else told to be absent."""
    return payable(ask({**NOTHING_ELSE, **facts}, month))


@pytest.mark.parametrize(
    ("first", "second", "group", "under_20"),
    [
        (DEAD, DEAD, "K1b", True),
        (DEAD, UNDETERMINED, "K1b", False),
        (DEAD, MISSING, "K1c", True),
        (UNDETERMINED, MISSING, "K1c", False),
        (DEAD, FACILITY, "K1d", True),
        (UNDETERMINED, FACILITY, "K1d", False),
        (DEAD, PRISON, "K1dd", True),
        (UNDETERMINED, PRISON, "K1dd", False),
        (MISSING, MISSING, "K1e", True),
        (FACILITY, FACILITY, "K1g", True),
        (PRISON, PRISON, "K1h", True),
        (MISSING, FACILITY, "K1i", True),
        (MISSING, PRISON, "K1k", True),
        (FACILITY, PRISON, "K1l", True),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["", "other way round"])
def test_k1_by_both_parents_nd335_d5_k1(first: str, second: str, group: str, under_20: bool, turned: bool) -> None:
    parents = [second, first] if turned else [first, second]
    assert due(born="2016-01-01", parents=parents) == {group: 810_000}
    assert due(EARLIER, born="2016-01-01", parents=parents) == ({group: 750_000} if under_20 else {})


@pytest.mark.parametrize("parents", [["alive", "dead"], ["alive", "alive"], ["alive", MISSING],
                                     [UNDETERMINED, UNDETERMINED], [UNDETERMINED, "alive"]], ids="-".join)  # fmt: skip
def test_k1_needs_both_parents_gone_nd335_d5_k1(parents: list[str]) -> None:
    assert due(born="2016-01-01", parents=parents) == {}


@pytest.mark.parametrize(
    ("born", "amount"),
    [
        ("2022-12-01", 1_350_000),  # 3 years on 30/11
        ("2022-11-30", 810_000),  # 4 years on the last day of the month
        ("2010-12-01", 810_000),  # 15 years
        ("2010-11-30", 810_000),  # turns 16 within the month: it is the last one
        ("2010-10-31", 0),
    ],
)
def test_k1a_bands_and_end_nd335_d6_k1(born: str, amount: int) -> None:
    assert sum(due(born=born, abandoned=True).values()) == amount


@pytest.mark.parametrize(
    ("month", "born", "studying", "receiving", "amount"),
    [
        (EARLIER, "2004-01-01", True, ["K1b"], 750_000),
        (EARLIER, "2002-10-01", True, ["K2"], 750_000),  # turns 22 in this month: paid for it
        (EARLIER, "2002-09-30", True, ["K2"], 0),
        (EARLIER, "2004-01-01", False, ["K1b"], 0),
        (EARLIER, "2004-01-01", True, [], 0),
        (EARLIER, "2004-01-01", True, ["K6N"], 0),
        (NOVEMBER, "2000-01-01", True, ["K2"], 810_000),
        (NOVEMBER, "2010-11-15", True, ["K1a"], 810_000),
    ],
)
def test_k2_studying_on_nd335_d5_k2(month: str, born: str, studying: bool, receiving: list[str], amount: int) -> None:
    found = due(month, born=born, studying=studying, receiving=receiving)
    assert sum(found.values()) == amount


@pytest.mark.parametrize(
    ("born", "household", "amounts"),
    [
        ("2023-01-01", "poor", {"K3": 1_350_000}),
        ("2022-11-30", "poor", {"K3": 1_080_000}),
        ("2011-01-01", "poor", {"K3": 1_080_000}),
        ("2011-01-01", "near_poor", {}),
        ("2011-01-01", "none", {}),
    ],
)
def test_k3_nd335_d5_k3(born: str, household: str, amounts: dict[str, int]) -> None:
    assert due(born=born, household=household, hiv=True, parents=["alive", "alive"]) == amounts


@pytest.mark.parametrize(
    ("change", "amount"),
    [
        ({}, 810_000),
        ({"household": "near_poor"}, 0),
        ({"hiv": False}, 0),
        ({"income": {"wage": 1, "pension": 0, "social_insurance": 0}}, 0),
        ({"income": {"wage": 0, "pension": 1, "social_insurance": 0}}, 0),
        ({"income": {"wage": 0, "pension": 0, "social_insurance": 1}}, 0),
        ({"income": {"wage": 0, "pension": 0, "social_insurance": 0, "merit": 5_000_000}}, 810_000),
        ({"born": "2010-11-30"}, 810_000),
    ],
)
def test_k8_nd335_d5_k8(change: dict[str, Any], amount: int) -> None:
    facts = {
        "born": "1990-01-01",
        "household": "poor",
        "hiv": True,
        "income": {"wage": 0, "pension": 0, "social_insurance": 0},
        "marital": "married",
        **change,
    }
    assert due(**facts).get("K8", 0) == amount


@pytest.mark.parametrize("marital", ["single", "widowed", "spouse_missing", "married", "divorced"])
@pytest.mark.parametrize("household", ["poor", "near_poor", "none"])
def test_k4_who_counts_as_alone_nd335_d5_k4(marital: str, household: str) -> None:
    children = [{"born": "2015-01-01", "raised_by_person": True, "studying": True}]
    fits = marital in ("single", "widowed", "spouse_missing") and household != "none"
    found = due(born="1985-01-01", household=household, marital=marital, children=children)
    assert found == ({"K4": 540_000} if fits else {})


@pytest.mark.parametrize(
    ("month", "child", "receiving", "counts"),
    [
        (NOVEMBER, {"born": "2010-12-01", "studying": False}, [], True),
        (NOVEMBER, {"born": "2010-10-31", "studying": False}, ["K4"], False),
        (NOVEMBER, {"born": "2010-10-31", "studying": True}, ["K4"], True),
        (NOVEMBER, {"born": "2000-10-31", "studying": True}, ["K4"], True),
        (NOVEMBER, {"born": "2010-10-31", "studying": True}, [], False),
        (EARLIER, {"born": "2008-01-01", "studying": True}, [], True),
        (EARLIER, {"born": "2008-01-01", "studying": False}, ["K4"], False),
        (EARLIER, {"born": "2002-09-30", "studying": True}, ["K4"], False),
        (NOVEMBER, {"born": "2015-01-01", "studying": True, "raised_by_person": False}, [], False),
        (NOVEMBER, {"born": "2026-12-01", "studying": False}, [], False),
    ],
)
def test_k4_which_children_count_nd335_d5_k4(
    month: str, child: dict[str, Any], receiving: list[str], counts: bool
) -> None:
    children = [{"raised_by_person": True, **child}]
    found = due(
        month, born="1980-01-01", household="poor", marital="single", children=children, receiving=receiving, hiv=False
    )
    assert ("K4" in found) == counts


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_k4_is_paid_for_each_child_nd335_d6(count: int) -> None:
    children = [{"born": "2015-01-01", "raised_by_person": True}] * count
    assert due(born="1985-01-01", household="poor", marital="single", children=children) == {"K4": 540_000 * count}


@pytest.mark.parametrize(
    ("month", "born", "amount"),
    [
        ("2021-07", "1961-07-31", 540_000),
        ("2021-07", "1961-08-01", 0),
        ("2024-06", "1944-06-30", 720_000),
        ("2024-06", "1944-07-01", 540_000),
        ("2026-06", "1946-06-30", 750_000),  # NĐ 147: the band changes from the month after
        ("2026-06", "1946-05-31", 1_000_000),
        ("2026-07", "1951-06-30", 1_080_000),
        ("2026-07", "1951-07-01", 810_000),
        ("2026-11", "1951-11-30", 1_080_000),
        ("2026-11", "1951-12-01", 810_000),
        ("2026-11", "1966-11-30", 810_000),
        ("2026-11", "1966-12-01", 0),
    ],
)
def test_k5a_bands_nd20_d6_nd335_d6_d32(month: str, born: str, amount: int) -> None:
    found = due(month, born=born, household="poor", no_supporter=True, can_live_in_community=True, accepted_carer=False)
    assert found.get("K5a", 0) == amount


@pytest.mark.parametrize(
    "change", [{"household": "near_poor"}, {"household": "none"}, {"no_supporter": False}], ids=str
)
def test_k5a_needs_poverty_and_nobody_to_support_nd335_d5_k5(change: dict[str, Any]) -> None:
    facts = {"born": "1960-01-01", "household": "poor", "no_supporter": True, **change}
    assert "K5a" not in due(**facts)


@pytest.mark.parametrize("month", [EARLIER, NOVEMBER])
@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"can_live_in_community": True}, False),
        ({"accepted_carer": False}, False),
        ({"no_supporter": False}, False),
        ({"household": "near_poor"}, False),
        ({"born": "1975-01-01"}, False),
    ],
    ids=str,
)
def test_k5b_needs_an_accepted_carer_nd335_d5_k5(month: str, change: dict[str, Any], fits: bool) -> None:
    facts = {
        "born": "1955-01-01", "household": "poor", "no_supporter": True, "can_live_in_community": False,
        "accepted_carer": True, **change,
    }  # fmt: skip
    assert due(month, **facts).get("K5b", 0) == ((1_500_000 if month == EARLIER else 1_620_000) if fits else 0)


@pytest.mark.parametrize(
    ("month", "born", "household", "hard_area", "amounts"),
    [
        ("2025-06", "1950-06-30", "poor", True, {"old K5b": 500_000}),
        ("2025-06", "1950-06-30", "near_poor", True, {"old K5b": 500_000}),
        ("2025-06", "1950-06-30", "none", True, {}),
        ("2025-06", "1950-06-30", "poor", False, {}),
        ("2025-06", "1950-07-01", "poor", True, {}),
        ("2025-07", "1950-06-30", "poor", True, {"HTXH": 500_000}),
        ("2025-06", "1945-06-30", "none", False, {"old K5c": 500_000}),
        ("2024-06", "1944-06-30", "none", False, {"old K5c": 360_000}),
        ("2025-07", "1945-06-30", "none", False, {"HTXH": 500_000}),
    ],
)
def test_old_k5b_and_k5c_until_june_2025_nd20_d5_nd176(
    month: str, born: str, household: str, hard_area: bool, amounts: dict[str, int]
) -> None:
    income = {"pension": 0, "social_insurance": 0}
    facts = {"born": born, "household": household, "hard_area": hard_area, "no_supporter": False, "income": income}
    assert due(month, **facts) == amounts


@pytest.mark.parametrize(("name", "amount"), [("pension", 1), ("social_insurance", 1)])
def test_old_k5c_needs_no_pension_nd20_d5_k5(name: str, amount: int) -> None:
    income = {"pension": 0, "social_insurance": 0, name: amount}
    assert due("2025-06", born="1940-01-01", household="none", no_supporter=False, income=income) == {}


@pytest.mark.parametrize(
    ("degree", "born", "amount"),
    [
        ("severe", "2010-12-01", 1_080_000),
        ("severe", "2010-11-30", 810_000),
        ("severe", "1966-12-01", 810_000),
        ("severe", "1966-11-30", 1_080_000),
        ("extremely_severe", "2010-12-01", 1_350_000),
        ("extremely_severe", "2010-11-30", 1_080_000),
        ("extremely_severe", "1966-12-01", 1_080_000),
        ("extremely_severe", "1966-11-30", 1_350_000),
        ("mild", "1990-01-01", 0),
    ],
)
def test_k6_bands_nd335_d6_k1(degree: str, born: str, amount: int) -> None:
    found = payable(ask({"born": born, "disability": {"degree": degree}}, NOVEMBER))
    assert sum(found.values()) == amount
    assert not amount or set(found) == {"K6DBN" if degree == "extremely_severe" else "K6N"}


@pytest.mark.parametrize(
    ("change", "amounts"),
    [
        ({}, {"K7": 810_000}),
        ({"household": "near_poor"}, {"K7": 810_000}),
        ({"household": "none"}, {}),
        ({"hard_area": False}, {}),
        ({"born": "2023-11-01"}, {"K7": 810_000}),  # turns 3 within the month: the last one
        ({"born": "2023-10-31"}, {}),
        ({"parents": ["dead", "dead"]}, {"K1b": 1_350_000}),
        ({"disability": {"degree": "severe"}}, {"K6N": 1_080_000}),
        ({"hiv": True}, {"K3": 1_350_000}),
        ({"disability": {"degree": "mild"}}, {"K7": 810_000}),
    ],
    ids=str,
)
def test_k7_nd335_d5_k7(change: dict[str, Any], amounts: dict[str, int]) -> None:
    facts = {"born": "2025-01-01", "household": "poor", "hard_area": True, "parents": ["alive", "alive"], **change}
    assert due(**facts) == amounts


@pytest.mark.parametrize(
    ("month", "born", "household", "income", "amount"),
    [
        ("2026-11", "1951-11-30", "none", {}, 540_000),
        ("2026-11", "1951-12-01", "none", {}, 0),
        ("2026-11", "1956-11-30", "poor", {}, 540_000),
        ("2026-11", "1956-12-01", "poor", {}, 0),
        ("2026-11", "1956-11-30", "near_poor", {}, 540_000),
        ("2026-11", "1956-11-30", "none", {}, 0),
        ("2026-11", "1940-01-01", "none", {"pension": 539_999}, 540_000),
        ("2026-11", "1940-01-01", "none", {"pension": 540_000}, 0),
        ("2026-11", "1940-01-01", "none", {"social_insurance": 540_000}, 0),
        ("2026-06", "1940-01-01", "none", {"social_insurance": 499_999}, 500_000),
        ("2026-06", "1940-01-01", "none", {"social_insurance": 500_000}, 0),
        ("2025-06", "1948-01-01", "none", {}, 0),
        ("2026-11", "1951", "none", {}, 540_000),
        ("2026-11", "1951-12", "none", {}, 0),
        ("2027-02", "1952-02-29", "none", {}, 0),  # born on 29/02: reached on 01/03 in a common year
        ("2027-03", "1952-02-29", "none", {}, 540_000),
        ("2028-02", "1953-02-28", "none", {}, 540_000),
    ],
)
def test_social_pension_nd176_d2(month: str, born: str, household: str, income: dict[str, int], amount: int) -> None:
    told = {"pension": 0, "social_insurance": 0, **income}
    found = due(month, born=born, household=household, no_supporter=False, hard_area=False, income=told)
    assert sum(found.values()) == amount


@pytest.mark.parametrize(
    ("carer", "amounts"),
    [
        ({"for": "child", "cared_born": "2022-12-01"}, {"CS-TE": 1_350_000}),
        ({"for": "child", "cared_born": "2022-11-30"}, {"CS-TE": 810_000}),
        ({"for": "child", "cared_born": "2010-11-01"}, {"CS-TE": 810_000}),
        ({"for": "child", "cared_born": "2010-10-31"}, {}),
        ({"for": "older"}, {"CS-NCT": 810_000}),
        ({"for": "disabled", "degree": "extremely_severe", "own_family": True}, {"CS-HGD": 540_000}),
        (
            {"for": "disabled", "degree": "extremely_severe", "own_family": False, "cared_born": "1990-01-01"},
            {"CS-NKT": 810_000},
        ),
        (
            {"for": "disabled", "degree": "extremely_severe", "own_family": False, "cared_born": "2015-01-01"},
            {"CS-TEKT": 1_350_000},
        ),
        (  # turns 16 within the month: adjusted from this month, never both
            {"for": "disabled", "degree": "extremely_severe", "own_family": False, "cared_born": "2010-11-15"},
            {"CS-NKT": 810_000},
        ),
        ({"for": "disabled", "degree": "severe", "own_family": True}, {}),
        ({"for": "disabled", "degree": "mild", "own_family": False, "cared_born": "1990"}, {}),
        (None, {}),
    ],
    ids=str,
)
def test_care_support_nd335_d17(carer: dict[str, Any] | None, amounts: dict[str, int]) -> None:
    assert due(born="1975-01-01", carer=carer) == amounts


@pytest.mark.parametrize(
    ("pregnant", "births", "amount"),
    [
        (True, [], 810_000),
        (False, ["2024-01-01"], 810_000),
        (True, ["2024-01-01"], 1_080_000),
        (False, ["2024-01-01", "2025-01-01"], 1_080_000),
        (True, ["2024-01-01", "2025-01-01"], 1_080_000),
        (False, [], 0),
        (False, ["2023-11-01"], 810_000),  # three years within the month: the last one
        (False, ["2023-10-31"], 0),
        (True, ["2023-10-31"], 810_000),
    ],
)
@pytest.mark.parametrize("degree", ["severe", "extremely_severe", "mild"])
def test_disabled_mother_or_father_nd335_d17_k2(pregnant: bool, births: list[str], amount: int, degree: str) -> None:
    children = [{"born": born, "raised_by_person": True} for born in births]
    facts: dict[str, Any] = {
        "born": "1996-01-01",
        "disability": {"degree": degree},
        "pregnant": pregnant,
        "children": children,
    }
    assert due(**facts, household="none").get("CS-MT", 0) == (0 if degree == "mild" else amount)


def test_children_raised_by_others_do_not_count_for_care_support_nd335_d17_k2() -> None:
    children = [{"born": "2024-01-01", "raised_by_person": False}]
    facts: dict[str, Any] = {
        "born": "1996-01-01",
        "disability": {"degree": "severe"},
        "pregnant": False,
        "children": children,
    }
    assert due(**facts) == {"K6N": 810_000}
