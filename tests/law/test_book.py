"""The law as data: every row can be read and stands in a document; of two rows for one thing the later known holds."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from models.law import reading
from models.law.book import LawBook, shipped_book, shipped_rows
from models.law.rows import CERTAINTIES
from models.law.vocabulary import read_condition
from models.store.dates import Month
from models.store.errors import RuleError
from tests.law.asking import NOW


def base(month: int, known_on: date = NOW) -> int:
    """The country's base rate."""
    return shipped_book().at(Month(month), known_on).central.base.amount


@pytest.mark.parametrize(
    ("month", "known_on", "amount"),
    [
        (202107, NOW, 360_000),
        (202406, NOW, 360_000),
        (202407, NOW, 500_000),
        (202407, date(2024, 6, 30), 360_000),
        (202606, NOW, 500_000),
        (202607, NOW, 540_000),
        (202607, date(2026, 8, 20), 500_000),
        (202607, date(2026, 8, 21), 540_000),
        (203001, NOW, 540_000),
    ],
)
def test_base_rates_nd20_nd76_nd335_d4(month: int, known_on: date, amount: int) -> None:
    assert base(month, known_on) == amount


@pytest.mark.parametrize(("month", "known_on"), [(202106, NOW), (202107, date(2021, 3, 14)), (201001, NOW)])
def test_before_the_law_nothing_is_reckoned(month: int, known_on: date) -> None:
    with pytest.raises(RuleError) as refused:
        shipped_book().at(Month(month), known_on)
    assert (refused.value.code, refused.value.field) == ("before_law", "month")


def test_every_row_names_a_document_with_an_article() -> None:
    law = shipped_rows()
    keys = {one.key for one in law.documents}
    assert len(keys) == len(law.documents)
    for name in ("rates", "who", "levels", "tables", "rules", "procedures", "helps"):
        for row in getattr(law, name):
            assert row.document in keys
            assert row.certainty in CERTAINTIES
            assert row.article or name == "helps"


def test_every_document_is_the_ground_of_some_row() -> None:
    law = shipped_rows()
    named = {row.document for name in law.__slots__ if name != "documents" for row in getattr(law, name)}
    assert named == {one.key for one in law.documents}


def test_every_group_of_a_month_has_its_coefficients() -> None:
    for month, missing in ((202409, {"HTXH"}), (202507, {"old K5b", "old K5c"}), (202611, {"old K5b", "old K5c"})):
        groups = {one.code for one in shipped_book().at(Month(month), NOW).central.groups}
        assert groups == {row.group for row in shipped_rows().who} - missing


def test_the_day_of_asking_stays_with_the_law_of_the_month() -> None:
    book = LawBook(shipped_rows())
    first, second = book.at(Month(202611), NOW), book.at(Month(202611), date(2027, 3, 1))
    assert (first.known_on, second.known_on) == (NOW, date(2027, 3, 1))
    assert first.central is second.central
    assert book.at(Month(202611), NOW).known_on == NOW


@pytest.mark.parametrize(
    "condition",
    [
        None, [], {}, {"age": {}}, {"age": {"over": 3}}, {"age": 5}, {"ages": {"from": 3}}, {"true": "rich"},
        {"household": []}, {"household": ["rich"]}, {"marital": ["engaged"]}, {"degree": ["heavy"]},
        {"parents": [["dead"]]}, {"parents": [["dead"], ["gone"]]}, {"zero": ["salary"]}, {"carer": "friend"},
        {"burden": {}}, {"counted_children": {"studying_below": 22}}, {"all": [{"age": {"from": 1}}, {}]},
        {"age": {"from": 1}, "true": "hiv"},
    ],
    ids=str,
)  # fmt: skip
def test_a_strange_condition_is_refused_when_it_is_read(condition: Any) -> None:
    with pytest.raises(ValueError, match="strange condition"):
        read_condition(condition)


LEVEL: dict[str, Any] = {
    "group": "K6N", "place": None, "from": "2026-07", "to": None, "by": "benefit_month", "document": "x",
    "article": "y", "per": None, "bands": [{"coefficient": "1.5", "when": None, "words": ""}], "certainty": "found",
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"by": "receipt_day"}, {"certainty": "sure"}, {"from": "2026-7"}, {"to": "2026-06"}, {"per": "week"},
        {"bands": []}, {"bands": [{"coefficient": "0", "when": None, "words": ""}]},
        {"bands": [{"coefficient": "1.555", "when": None, "words": ""}]},
        {"bands": [{"coefficient": 1.5, "when": None, "words": "", "more": 1}]},
        {"bands": [{"amount": -1, "when": None, "words": ""}]}, {"place": {"village": "x"}}, {"more": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_strange_row_is_refused_when_it_is_read(change: dict[str, Any]) -> None:
    assert reading.read_level(LEVEL).bands[0].coefficient == 150
    with pytest.raises(ValueError, match=r"strange|ends before|not a month"):
        reading.read_level({**copy.deepcopy(LEVEL), **change})


def test_a_row_without_a_field_is_refused() -> None:
    for name in LEVEL:
        with pytest.raises(ValueError, match="strange fields"):
            reading.read_level({key: value for key, value in LEVEL.items() if key != name})
