"""One highest allowance, the single parent's exception, allowance or pension, and what is said of it (NĐ 335 Đ6 k2)."""

from __future__ import annotations

from typing import Any

import pytest

from models.law.assess import Assessment
from tests.law.asking import ask, payable

CHILD = {"born": "2015-01-01", "raised_by_person": True}
POOR_PARENT: dict[str, Any] = {"born": "1985-01-01", "household": "poor", "marital": "widowed", "children": [CHILD]}
NO_INCOME = {"wage": 0, "pension": 0, "social_insurance": 0}


def verdicts(found: Assessment) -> dict[str, tuple[bool, str, str]]:
    """Each line: paid, why, against what."""
    return {line.group: (line.payable, line.verdict, line.against) for line in found.lines}


def test_of_two_groups_the_higher_is_paid_and_the_other_told() -> None:
    found = ask({"born": "2024-01-01", "abandoned": True, "disability": {"degree": "severe"}}, "2026-11")
    assert payable(found) == {"K1a": 1_350_000}
    assert verdicts(found) == {"K1a": (True, "highest", ""), "K6N": (False, "one_highest", "K1a")}


@pytest.mark.parametrize(("receiving", "paid"), [([], "K3"), (["K6N"], "K6N"), (["K3", "K6N"], "K3")])
def test_of_two_equal_groups_the_one_being_paid_else_the_first_of_the_decree(receiving: list[str], paid: str) -> None:
    facts = {"born": "2015-01-01", "hiv": True, "household": "poor", "disability": {"degree": "severe"}}
    assert payable(ask({**facts, "receiving": receiving}, "2026-11")) == {paid: 1_080_000}


@pytest.mark.parametrize(
    ("more", "month", "expected"),
    [
        ({"disability": {"degree": "severe"}}, "2026-11", {"K4": 540_000, "K6N": 810_000}),
        ({"disability": {"degree": "extremely_severe"}}, "2026-11", {"K4": 540_000, "K6DBN": 1_080_000}),
        ({"hiv": True, "income": NO_INCOME}, "2026-11", {"K4": 540_000, "K8": 810_000}),
        ({"born": "1960-01-01", "no_supporter": True}, "2026-11", {"K4": 540_000, "K5a": 810_000}),
        (
            {"born": "1960-01-01", "no_supporter": True, "can_live_in_community": False, "accepted_carer": True},
            "2026-11",
            {"K4": 540_000, "K5b": 1_620_000},
        ),
        ({"born": "1949-01-01", "hard_area": True, "no_supporter": False}, "2025-06",
         {"K4": 500_000, "old K5b": 500_000}),
        ({"born": "1949-01-01", "no_supporter": True, "disability": {"degree": "severe"}}, "2025-06",
         {"K4": 500_000, "K6N": 1_000_000}),
    ],
)  # fmt: skip
def test_the_single_parent_gets_both_beside_k5_k6_k8(
    more: dict[str, Any], month: str, expected: dict[str, int]
) -> None:
    assert payable(ask({**POOR_PARENT, **more}, month)) == expected


@pytest.mark.parametrize(("children", "paid"), [(1, {"K2": 810_000}), (2, {"K4": 1_080_000})])
def test_beside_other_groups_the_single_parent_gets_the_larger(children: int, paid: dict[str, int]) -> None:
    facts = {"born": "2009-01-01", "household": "poor", "marital": "single", "children": [CHILD] * children,
             "studying": True, "receiving": ["K2"]}  # fmt: skip
    assert payable(ask(facts, "2026-11")) == paid


def test_a_higher_single_group_beats_the_single_parent_with_another() -> None:
    facts = {**POOR_PARENT, "born": "2012-01-01", "disability": {"degree": "severe"}, "abandoned": True}
    found = ask({**facts, "children": [{"born": "2026-01-01", "raised_by_person": True}]}, "2026-11")
    assert payable(found)["K6N"] == 1_080_000
    assert found.total == 540_000 + 1_080_000 + 810_000  # with CS-MT for the small child
    assert verdicts(found)["K1a"] == (False, "one_highest", "K4")


@pytest.mark.parametrize(
    ("children", "paid"), [(1, {"HTXH": 540_000}), (2, {"K4": 1_080_000})], ids=["pension kept", "allowance higher"]
)
def test_allowance_or_pension_the_higher_nd176_d3(children: int, paid: dict[str, int]) -> None:
    facts = {**POOR_PARENT, "born": "1950-01-01", "children": [CHILD] * children, "income": NO_INCOME,
             "no_supporter": False, "receiving": ["HTXH"]}  # fmt: skip
    assert payable(ask(facts, "2026-11")) == paid


def test_pension_and_allowance_say_of_each_other_why() -> None:
    facts = {**POOR_PARENT, "born": "1950-01-01", "income": NO_INCOME, "no_supporter": False, "receiving": ["HTXH"]}
    assert verdicts(ask(facts, "2026-11")) == {
        "K4": (False, "pension_kept", "HTXH"),
        "HTXH": (True, "pension_kept", "K4"),
    }
    found = ask({**facts, "receiving": ["HTXH", "K4"]}, "2026-11")
    assert verdicts(found)["HTXH"] == (False, "allowance_kept", "K4")


def test_a_higher_pension_is_paid_in_place_of_the_allowance() -> None:
    facts = {**POOR_PARENT, "born": "1950-01-01", "income": NO_INCOME, "no_supporter": False, "province": "Quảng Ninh"}
    found = ask(facts, "2026-11")
    assert payable(found) == {"HTXH": 700_000}
    assert verdicts(found)["K4"] == (False, "pension_higher", "HTXH")
    assert verdicts(found)["HTXH"] == (True, "pension_higher", "K4")


def test_care_support_is_on_top_of_everything_nd335_d17() -> None:
    carer = {"for": "disabled", "degree": "extremely_severe", "own_family": True}
    facts = {"born": "1950-01-01", "household": "poor", "no_supporter": True, "carer": carer, "income": NO_INCOME}
    assert payable(ask(facts, "2026-11")) == {"K5a": 1_080_000, "CS-HGD": 540_000}
    assert payable(ask({**facts, "no_supporter": False}, "2026-11")) == {"HTXH": 540_000, "CS-HGD": 540_000}


def test_nothing_known_is_nothing_due_and_everything_missing() -> None:
    found = ask({}, "2026-11")
    assert (found.total, found.lines) == (0, ())
    assert {"born", "household", "disability", "income", "parents"} <= set(found.missing)
    assert list(found.missing) == sorted(set(found.missing))


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"disability": {"degree": "severe"}}, "born"),
        ({"born": "1990-01-01", "disability": {}}, "disability.degree"),
        ({"born": "1990-01-01", "disability": None, "carer": {}}, "carer.for"),
        ({"born": "1945-01-01", "income": {"pension": 0}}, "income.social_insurance"),
        ({"born": "1945-01-01", "income": {"pension": 600_000}}, None),
        ({"born": "2016-01-01", "parents": ["dead", None]}, "parents"),
        ({"born": "1990-01-01", "household": "poor", "marital": "single", "children": [{"born": "2015"}]},
         "children.raised_by_person"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_where_it_is_absent(facts: dict[str, Any], missing: str | None) -> None:
    found = ask(facts, "2026-11").missing
    assert (missing in found) if missing else not any(name.startswith("income") for name in found)


def test_the_province_is_missing_where_its_table_could_give_more() -> None:
    facts = {"born": "1990-01-01", "disability": {"degree": "severe"}}
    assert "province" in ask(facts, "2026-11").missing
    assert "province" not in ask(facts, "2025-11").missing
    assert "province" not in ask({**facts, "province": "Lâm Đồng"}, "2026-11").missing
    old = {"born": "1940-01-01", "income": NO_INCOME}
    assert "former_province" in ask(old, "2025-06").missing
    assert "former_province" not in ask({**old, "former_province": "Lâm Đồng"}, "2025-06").missing
