"""What an office types of a resolution becomes rows of the law's own schema, or is refused beside its field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.law.drafting import GroupDraft, gift_rows, group_rows, rate_rows, table_rows
from models.law.office_rules import OfficeRow, as_law
from models.law.places import province
from models.law.show import row_words
from models.store.dates import Month
from models.store.errors import RuleError

HERE = province("Lâm Đồng")
DRAFT = GroupDraft("ĐP1", "Người già yếu", "Điều 3", age_from=65, households=("poor", "near_poor"), coefficient="0,5")


def law_of(kind: str, body: Any) -> Any:
    """The row as the law book reads it."""
    return as_law(OfficeRow(kind, "", Month(202608), None, "key", body), HERE)


def test_a_group_has_its_conditions_and_its_level() -> None:
    (kind, who), (level_kind, level) = group_rows(DRAFT)
    assert (kind, level_kind) == ("who", "level")
    assert who["when"] == {"all": [{"age": {"from": 65}}, {"household": ["poor", "near_poor"]}]}
    assert who["words"] == "Người già yếu (từ đủ 65 tuổi; hộ nghèo hoặc hộ cận nghèo)"
    assert law_of(kind, who).place == HERE
    assert law_of(level_kind, level).bands[0].coefficient == 50
    assert [row_words(kind, who), row_words("level", level)] == [f"ĐP1: {who['words']}", "ĐP1: hệ số 0,5"]


def test_every_condition_may_stand_alone() -> None:
    bare = replace(DRAFT, age_from=None, households=(), amount=300_000, coefficient="")
    cases: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        ({"age_below": 6}, {"age": {"below": 6}}),
        ({"households": ("poor",)}, {"household": ["poor"]}),
        ({"degrees": ("severe",)}, {"degree": ["severe"]}),
        ({"hard_area": True}, {"true": "hard_area"}),
    )
    for change, expected in cases:
        (kind, who), (_, level) = group_rows(replace(bare, **change))
        assert who["when"] == {"all": [expected]}
        assert law_of(kind, who).when is not None
        assert law_of("level", level).bands[0].amount == 300_000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": " "}, "code"),
        ({"title": ""}, "title"),
        ({"age_from": None, "households": ()}, "age_from"),
        ({"age_from": 0}, "age_from"),
        ({"age_below": 200}, "age_below"),
        ({"age_below": 65}, "age_below"),
        ({"coefficient": ""}, "amount"),
        ({"amount": 100_000}, "amount"),
        ({"coefficient": "nửa"}, "coefficient"),
        ({"coefficient": "0"}, "coefficient"),
        ({"coefficient": "0,555"}, "coefficient"),
    ],
    ids=str,
)
def test_what_makes_no_group_is_refused(change: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        group_rows(replace(DRAFT, **change))
    assert refused.value.field == field


def test_rates_tables_and_gifts() -> None:
    [(kind, body)] = rate_rows("base", 600_000, "Điều 2")
    assert (law_of(kind, body).amount, row_words(kind, body)) == (600_000, "Mức chuẩn trợ giúp xã hội: 600.000 đồng")
    [(kind, body)] = table_rows("335/2026/NĐ-CP", "Điều 2")
    assert law_of(kind, body).stands_on == "335/2026/NĐ-CP"
    assert row_words(kind, body) == "Nhóm và hệ số theo 335/2026/NĐ-CP"
    [(kind, body)] = table_rows("", "Điều 2")
    assert law_of(kind, body).stands_on is None
    assert "chưa tính" in row_words(kind, body)
    [(kind, body)] = gift_rows("", "Quà Tết", 500_000, "mỗi người", "Điều 4")
    assert (law_of(kind, body).help, law_of(kind, body).amount) == ("Quà Tết", 500_000)
    assert row_words(kind, body) == "Quà Tết: 500.000 đồng"
    assert row_words("rule", {"words": "Ngày cuối"}) == "Ngày cuối"
