"""The country's table and a province's, whole amount against whole amount (benefits.md 6; NĐ 335 Đ4 k3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.law.asking import ask, payable

NO_INCOME = {"pension": 0, "social_insurance": 0}
OLD_POOR: dict[str, Any] = {"household": "poor", "no_supporter": True, "province": "Hà Nội"}


@pytest.mark.parametrize(
    ("born", "month", "table", "amount"),
    [
        ("1950-01-01", "2026-11", "central", 1_080_000),  # 540 x 2,0 against 650 x 1,5: never 650 x 2,0
        ("1945-01-01", "2026-11", "local", 1_300_000),
        ("1960-01-01", "2026-11", "local", 975_000),
        ("1950-01-01", "2026-06", "local", 975_000),
        ("1950-01-01", "2025-12", "central", 750_000),
    ],
)
def test_hanoi_old_poor_row_by_row_nq63(born: str, month: str, table: str, amount: int) -> None:
    found = ask({**OLD_POOR, "born": born}, month)
    [line] = [line for line in found.payable if line.kind == "allowance"]
    assert (line.group, line.table, line.amount) == ("K5a", table, amount)


def test_hanoi_counts_the_near_poor_whom_the_country_does_not_nq63_d4() -> None:
    facts = {**OLD_POOR, "born": "1960-01-01", "household": "near_poor"}
    assert payable(ask(facts, "2026-11")) == {"K5a": 975_000}
    assert payable(ask({**facts, "province": "Lâm Đồng"}, "2026-11")) == {}


@pytest.mark.parametrize(
    ("facts", "amounts"),
    [
        ({"born": "1990-01-01", "disability": {"degree": "severe"}}, {"K6N": 975_000}),
        ({"born": "2024-06-01", "parents": ["dead", "dead"]}, {"K1b": 1_625_000}),
        ({"born": "2024-06-01", "parents": ["dead", "undetermined"]}, {"K1b": 1_350_000}),  # new in NĐ 335 alone
        ({"carer": {"for": "older"}}, {"CS-NCT": 975_000}),
        ({"born": "2004-01-01", "studying": True, "receiving": ["K2"]}, {"K2": 810_000}),  # past 22: NĐ 335 alone
    ],
)
def test_hanoi_stands_on_the_text_of_nd20(facts: dict[str, Any], amounts: dict[str, int]) -> None:
    assert payable(ask({"province": "thành phố Hà Nội", **facts}, "2026-11")) == amounts


@pytest.mark.parametrize(
    ("province", "month", "amount", "table"),
    [
        ("Hà Nội", "2026-11", 650_000, "local"),
        ("Hải Phòng", "2026-11", 700_000, "local"),
        ("TP.HCM", "2026-11", 650_000, "local"),
        ("Quảng Ninh", "2026-11", 700_000, "local"),
        ("Tuyên Quang", "2026-11", 540_000, "central"),
        ("Tuyên Quang", "2026-06", 530_000, "local"),
        ("Lâm Đồng", "2026-11", 540_000, "central"),
        ("Hà Nội", "2025-12", 500_000, "central"),
        ("31", "2026-11", 700_000, "local"),
        ("Hải Dương", "2026-11", 700_000, "local"),  # part of Hải Phòng now
    ],
)
def test_social_pension_of_the_provinces_nd176_d3(province: str, month: str, amount: int, table: str) -> None:
    found = ask({"born": "1940-01-01", "province": province, "income": NO_INCOME}, month)
    [line] = found.payable
    assert (line.group, line.amount, line.base_rate, line.coefficient, line.table) == (
        "HTXH", amount, amount, None, table,
    )  # fmt: skip


def test_who_gets_the_pension_is_measured_by_the_countrys_level_nd176_d3_k2() -> None:
    facts = {"born": "1940-01-01", "province": "Hà Nội", "income": {"pension": 600_000, "social_insurance": 0}}
    assert ask(facts, "2026-11").total == 0


def test_hai_phong_without_known_coefficients_is_not_reckoned_and_says_so_nq48() -> None:
    found = ask({"born": "1990-01-01", "disability": {"degree": "severe"}, "province": "Hải Phòng"}, "2026-11")
    assert payable(found) == {"K6N": 810_000}
    assert found.notes
    assert "700.000" in found.notes[0]


@pytest.mark.parametrize(
    ("month", "former", "amount"),
    [("2024-07", "Hải Dương", 550_000), ("2025-06", "Hải Dương", 550_000), ("2024-06", "Hải Dương", 360_000),
     ("2025-06", "Hải Phòng", 500_000), ("2025-07", "Hải Dương", 500_000)],
)  # fmt: skip
def test_former_hai_duong_paid_its_oldest_a_whole_amount(month: str, former: str, amount: int) -> None:
    facts = {"born": "1940-01-01", "former_province": former, "province": "Hải Phòng", "income": NO_INCOME}
    assert ask({**facts, "household": "none"}, month).total == amount


def test_a_local_table_counts_from_the_day_it_could_be_known() -> None:
    facts = {"born": "1990-01-01", "disability": {"degree": "severe"}, "province": "Hà Nội"}
    assert ask(facts, "2026-01", date(2025, 11, 26)).total == 750_000
    assert ask(facts, "2026-01", date(2025, 11, 27)).total == 975_000


def test_the_documents_used_are_named_by_the_day_they_were_signed() -> None:
    found = ask({**OLD_POOR, "born": "1945-01-01", "income": NO_INCOME}, "2026-08")
    assert found.law == ("147/2025/NĐ-CP", "176/2025/NĐ-CP", "63/2025/NQ-HĐND")
    assert ask({"born": "1990-01-01", "disability": {"degree": "severe"}}, "2026-08").law == (
        "20/2021/NĐ-CP", "147/2025/NĐ-CP", "335/2026/NĐ-CP",
    )  # fmt: skip
