"""What is said of an assessment, and the law as shown on a day: sentences a citizen understands, with articles."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.law import saying
from models.law.book import shipped_book
from models.law.facts import parse_facts
from models.law.show import CHAPTERS, RULE_WORDS, entries
from models.store.dates import parse_month
from models.store.errors import RuleError
from tests.law.asking import NOW, ask

NO_INCOME = {"wage": 0, "pension": 0, "social_insurance": 0}
POOR_OLD = {"born": "1950", "household": "poor", "no_supporter": True, "income": NO_INCOME}
PARENT = {"household": "poor", "marital": "widowed", "children": [{"born": "2015", "raised_by_person": True}] * 2}


def told(facts: dict[str, Any], month: str = "2026-11") -> dict[str, str]:
    """Each line's why."""
    law = shipped_book().at(parse_month(month), NOW)
    answer = saying.answer(ask(facts, month), parse_facts(facts), law)
    return {line["group"]: line["why"] for line in answer["lines"]}


def test_why_names_group_article_age_reckoning_and_ground_of_the_birth_date() -> None:
    assert told(POOR_OLD)["K5a"] == (
        "Người cao tuổi thuộc hộ nghèo không có người phụng dưỡng (điểm a khoản 5 Điều 5, khoản 1 Điều 6 Nghị định "
        "335/2026/NĐ-CP), 76 tuổi vào ngày 30/11/2026. Hệ số 2,0 (từ đủ 75 tuổi) nhân mức chuẩn 540.000 đồng bằng "
        "1.080.000 đồng một tháng. Được trả. Ngày sinh chỉ biết đến năm 1950, theo thông lệ tính là 01/01/1950."
    )
    assert "Ngày sinh chỉ biết" not in told({**POOR_OLD, "born": "1950-03-05"})["K5a"]


@pytest.mark.parametrize(
    ("facts", "group", "words"),
    [
        (POOR_OLD, "HTXH", "Không trả vì trợ cấp xã hội «Người cao tuổi thuộc hộ nghèo không có người phụng"),
        ({**POOR_OLD, "province": "Hà Nội"}, "K5a",
         "bảng riêng của Hà Nội cho 975.000 đồng, không cao hơn nên trả theo mức chung"),
        ({**POOR_OLD, "born": "1940", "province": "Hà Nội"}, "K5a",
         "theo bảng riêng của Hà Nội, cao hơn mức chung 1.080.000 đồng"),
        ({**POOR_OLD, "household": "near_poor", "province": "Hà Nội", "income": {"pension": 10**6}}, "K5a",
         "một tháng, theo bảng riêng của Hà Nội. Được trả."),
        ({"born": "2015-01-01", "disability": {"degree": "severe"}, "abandoned": True}, "K1a",
         "thuộc nhiều nhóm chỉ hưởng mức cao nhất, là «Người khuyết tật nặng» (khoản 2 Điều 6"),
        ({"born": "2015-01-01", "disability": {"degree": "severe"}, "abandoned": True}, "K6N",
         "Được trả vì là mức cao nhất trong các nhóm phù hợp"),
        ({**PARENT, "disability": {"degree": "severe"}}, "K4", "Được trả cùng với «Người khuyết tật nặng»"),
        ({**PARENT}, "K4", "Hệ số 2,0 (2 con) nhân mức chuẩn 540.000 đồng bằng 1.080.000 đồng"),
        ({**PARENT, "born": "1950", "income": NO_INCOME, "province": "Quảng Ninh", "children": PARENT["children"][:1]},
         "HTXH", "Được trả vì cao hơn so với trợ cấp xã hội"),
        ({**PARENT, "born": "1950", "income": NO_INCOME, "province": "Quảng Ninh", "children": PARENT["children"][:1]},
         "K4", "Không trả vì trợ cấp hưu trí xã hội cao hơn"),
        ({**PARENT, "born": "1950", "income": NO_INCOME, "receiving": ["HTXH"], "children": PARENT["children"][:1]},
         "HTXH", "bằng nhau và đang trả"),
        ({**PARENT, "born": "1950", "income": NO_INCOME, "receiving": ["K4"], "children": PARENT["children"][:1]},
         "HTXH", "không thấp hơn"),
        ({"carer": {"for": "child", "cared_born": "2020"}}, "CS-TE", "người được chăm sóc 6 tuổi vào ngày 30/11/2026"),
        ({"carer": {"for": "child", "cared_born": "2020"}}, "CS-TE", "Ngày sinh chỉ biết đến năm 2020"),
        ({"carer": {"for": "older"}}, "CS-NCT", "Được trả riêng, ngoài mức trợ cấp của từng người (Điều 17"),
        ({"born": "1990-01-01", "disability": {"degree": "severe"}, "province": "Hải Phòng"}, "K6N",
         "hệ số của từng nhóm chưa ghi"),
        ({"born": "1990-05", "disability": {"degree": "severe"}}, "K6N", "Ngày sinh chỉ biết đến tháng 05/1990"),
    ],
)  # fmt: skip
def test_why_says_how_tables_and_rules_came_out(facts: dict[str, Any], group: str, words: str) -> None:
    assert words in told(facts)[group]


def test_why_never_names_the_illness_nd335_d5_k3_k8() -> None:
    whys = told({"born": "1990", "hiv": True, "household": "poor", "income": NO_INCOME})
    assert "HIV" not in whys["K8"]
    assert "HIV" not in told({"born": "2015", "hiv": True, "household": "poor"})["K3"]


def test_the_answer_has_exactly_the_fields_promised() -> None:
    facts = parse_facts(POOR_OLD)
    law = shipped_book().at(parse_month("2026-11"), NOW)
    answer = saying.answer(ask(POOR_OLD, "2026-11"), facts, law)
    assert list(answer) == ["month", "known_on", "law", "lines", "total", "missing"]
    assert [list(line) for line in answer["lines"]] == [
        ["kind", "group", "table", "base_rate", "coefficient", "amount", "payable", "basis", "why"]
    ] * 2
    assert answer["lines"][0] | {"why": "", "basis": ""} == {
        "kind": "allowance", "group": "K5a", "table": "central", "base_rate": 540_000, "coefficient": "2.0",
        "amount": 1_080_000, "payable": True, "basis": "", "why": "",
    }  # fmt: skip
    assert answer["lines"][1]["coefficient"] is None
    assert (answer["month"], answer["known_on"], answer["total"]) == ("2026-11", "2026-11-22", 1_080_000)


@pytest.mark.parametrize(
    ("on", "known_on", "key", "chapter", "value", "first", "last"),
    [
        (date(2026, 8, 15), None, "base", "rates", "500.000 đồng", "07/2024", ""),
        (date(2026, 8, 15), NOW, "base", "rates", "540.000 đồng", "07/2026", ""),
        (date(2025, 6, 1), NOW, "base", "rates", "500.000 đồng", "07/2024", "06/2026"),
        (date(2026, 9, 1), NOW, "K2", "groups", "810.000 đồng", "07/2021", "09/2026"),
        (date(2026, 10, 1), NOW, "K2", "groups", "810.000 đồng", "10/2026", ""),
        (date(2025, 6, 30), NOW, "old K5c", "groups", "500.000 đồng", "07/2021", "06/2025"),
        (date(2025, 7, 1), NOW, "old K5c", "groups", "bãi bỏ", "07/2025", ""),
        (date(2026, 10, 4), NOW, "1.001776", "procedures", "10 ngày làm việc", "01/07/2025", "04/10/2026"),
        (date(2026, 10, 5), NOW, "1.001776", "procedures", "7 ngày làm việc", "05/10/2026", ""),
        (date(2026, 11, 1), None, "funeral", "helps", "ít nhất 20 lần mức chuẩn = 10.800.000 đồng", "05/10/2026", ""),
        (date(2026, 11, 1), None, "house_build", "helps", "ít nhất 40.000.000 đồng", "05/10/2026", ""),
        (date(2026, 11, 1), None, "rice_tet", "helps", "15 kg gạo", "05/10/2026", ""),
        (date(2026, 9, 1), NOW, "adjust", "rules", "", "07/2025", "09/2026"),
    ],
)
def test_rows_as_at_a_day(
    on: date, known_on: date | None, key: str, chapter: str, value: str, first: str, last: str
) -> None:
    found = [one for one in entries(shipped_book(), on, known_on) if one.key == key and one.place == "Cả nước"]
    [row] = [one for one in found if one.chapter == chapter]
    assert (row.value, row.first, row.last) == (value, first, last)


def test_levels_show_the_coefficient_and_the_money_of_the_month() -> None:
    rows = entries(shipped_book(), date(2026, 11, 1), text="K5a hệ số")
    shown = {one.place: one.value for one in rows}
    assert shown == {
        "Cả nước": "từ đủ 60 đến dưới 75 tuổi: hệ số 1,5 = 810.000 đồng; từ đủ 75 tuổi: hệ số 2,0 = 1.080.000 đồng",
        "Hà Nội": "từ đủ 60 đến dưới 80 tuổi: hệ số 1,5 = 975.000 đồng; từ đủ 80 tuổi: hệ số 2,0 = 1.300.000 đồng",
    }


def test_groups_show_every_amount_of_the_month() -> None:
    [row] = [one for one in entries(shipped_book(), date(2026, 11, 1)) if (one.chapter, one.key) == ("groups", "K1a")]
    assert row.value == "810.000 / 1.350.000 đồng"


def test_abolished_levels_are_not_shown_and_ended_documents_neither() -> None:
    rows = entries(shipped_book(), date(2026, 11, 1))
    assert not any(one.key.startswith("old") for one in rows if one.chapter == "levels")
    numbers = {one.key for one in rows if one.chapter == "documents"}
    assert "335/2026/NĐ-CP" in numbers
    assert "20/2021/NĐ-CP" not in numbers


@pytest.mark.parametrize(
    ("text", "keys"), [("nguoi don than", {"K4"}), ("335/2026 mai táng", {"funeral", "1.001731"}), ("zzz", set())]
)
def test_search_needs_every_word_and_no_marks(text: str, keys: set[str]) -> None:
    found = {one.key for one in entries(shipped_book(), NOW, text=text)}
    assert keys <= found
    assert bool(keys) == bool(found)


def test_every_row_tells_chapter_source_and_certainty() -> None:
    for one in entries(shipped_book(), NOW):
        assert one.chapter in CHAPTERS
        assert one.certainty_words
        assert one.document
        assert one.source
        assert one.chapter != "rules" or one.key in RULE_WORDS
        assert set(one.told) >= {"key", "title", "value", "first", "last", "article", "document"}


def test_days_before_the_law_show_nothing_but_say_so() -> None:
    with pytest.raises(RuleError) as refused:
        entries(shipped_book(), date(2021, 6, 30))
    assert refused.value.code == "before_law"
