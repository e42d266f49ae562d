"""The office's own rows by themselves: their months, what is refused in which words, and how a document is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.law.amounts import amount_for
from models.law.book import LawBook, shipped_book, shipped_rows
from models.law.deadlines import deadline, procedure_on
from models.law.facts import Facts, parse_facts
from models.law.office_rules import (
    OfficeRow,
    as_law,
    check_apart,
    check_group,
    check_row,
    document_of,
    office_law,
)
from models.law.places import province
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError

PLACE = province("Lâm Đồng")
JULY, AUGUST, SEPTEMBER, OCTOBER = Month(202607), Month(202608), Month(202609), Month(202610)
RATE = {"rate": "base", "amount": 600_000, "article": "Điều 2"}
GIFT = {
    "help": "gift", "title": "Quà Tết", "by": "event_day", "times": None, "of": "base", "amount": 300_000,
    "kilos": None, "at_least": False, "form": "", "article": "Điều 5", "words": "mỗi người một suất",
}  # fmt: skip
LAST_DAY = {"rule": "partial_birth", "is": "last_day", "article": "Điều 1", "words": "Ngày cuối"}


def rate(first: Month, last: Month | None, name: str = "base") -> OfficeRow:
    return OfficeRow("rate", name, first, last, "12/2026", RATE)


def refused(verb: Callable[..., Any], *arguments: Any) -> tuple[str | None, str | None, str]:
    """(code, field, words) of the refusal."""
    with pytest.raises(RuleError) as caught:
        verb(*arguments)
    return caught.value.code, caught.value.field, str(caught.value)


def test_a_gift_runs_from_the_first_day_to_the_last_of_its_months() -> None:
    open_end = as_law(OfficeRow("help", "gift", AUGUST, None, "12/2026", GIFT), PLACE)
    assert (open_end.first, open_end.last, open_end.amount) == (date(2026, 8, 1), None, 300_000)
    ended = as_law(OfficeRow("help", "gift", AUGUST, SEPTEMBER, "12/2026", GIFT), PLACE)
    assert (ended.first, ended.last, ended.title, ended.document) == (
        date(2026, 8, 1),
        date(2026, 9, 30),
        "Quà Tết",
        "12/2026",
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (OfficeRow("village", "x", JULY, None, "12/2026", {}), "strange kind of row"),
        (OfficeRow("rule", "adjust", JULY, None, "12/2026", {**LAST_DAY, "rule": "adjust"}), "a rule that the law"),
    ],
)
def test_what_is_no_row_of_an_office(row: OfficeRow, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}"):
        as_law(row, PLACE)


def test_a_row_may_hold_for_one_month() -> None:
    check_row(rate(AUGUST, AUGUST), PLACE)
    words = "Tháng kết thúc trước tháng bắt đầu."
    assert refused(check_row, rate(AUGUST, JULY), PLACE) == ("months_reversed", "last_month", words)


def test_a_strange_body_is_refused_by_the_name_of_its_kind() -> None:
    row = OfficeRow("rate", "base", JULY, None, "12/2026", {**RATE, "amount": "600"})
    words = "Nội dung «Mức chuẩn, mức trợ cấp hưu trí xã hội» chưa đúng mẫu: hãy xem lại mức, hệ số và điều kiện."
    assert refused(check_row, row, PLACE) == ("law_row", "body", words)
    assert "«village»" in refused(check_row, OfficeRow("village", "x", JULY, None, "12/2026", {}), PLACE)[2]


def test_a_level_waits_for_its_group() -> None:
    level = OfficeRow("level", "ĐP1", JULY, None, "12/2026", {})
    words = "Chưa có nhóm đối tượng «ĐP1»: hãy nhập nhóm và điều kiện trước, mức sau."
    assert refused(check_group, level, ["K1a"]) == ("group_unknown", "group", words)
    check_group(level, ["K1a", "ĐP1"])
    check_group(rate(JULY, None, "ĐP1"), [])


@pytest.mark.parametrize(
    ("row", "other"),
    [
        (rate(SEPTEMBER, None), rate(JULY, AUGUST)),
        (rate(JULY, AUGUST), rate(SEPTEMBER, None)),
        (rate(JULY, None, "pension"), rate(JULY, None)),
        (OfficeRow("level", "base", JULY, None, "12/2026", {}), rate(JULY, None)),
    ],
)
def test_rows_that_stand_apart(row: OfficeRow, other: OfficeRow) -> None:
    check_apart(row, [(other, "1/2026")])


@pytest.mark.parametrize(
    ("row", "other"),
    [
        (rate(AUGUST, None), rate(JULY, AUGUST)),
        (rate(JULY, AUGUST), rate(AUGUST, None)),
        (rate(AUGUST, AUGUST), rate(JULY, OCTOBER)),
        (rate(JULY, None), rate(AUGUST, SEPTEMBER)),
    ],
)
def test_rows_that_say_the_same_twice(row: OfficeRow, other: OfficeRow) -> None:
    others = [
        (rate(JULY, None, "pension"), "1/2026"),
        (rate(Month(202501), Month(202502)), "2/2026"),
        (other, "3/2026"),
    ]
    words = (
        f"Mức này đã có theo 3/2026 từ tháng {other.first % 100:02d}/2026. "
        "Hãy cho hết hiệu lực mức cũ trước, hoặc chọn tháng khác."
    )
    assert refused(check_apart, row, others) == ("law_overlap", "first_month", words)


@pytest.mark.parametrize(("file_name", "source"), [("nq12.pdf", "Tệp nq12.pdf"), ("", "Cơ quan nhập")])
def test_an_office_document_says_where_it_comes_from(file_name: str, source: str) -> None:
    signed, force, known = date(2026, 7, 10), date(2026, 8, 1), date(2026, 7, 15)
    made = document_of("khóa", "12/2026", "Nghị quyết", "HĐND tỉnh", signed, force, known, file_name)
    assert (made.key, made.number, made.title, made.issuer) == ("khóa", "12/2026", "Nghị quyết", "HĐND tỉnh")
    assert (made.signed, made.in_force, made.ended, made.known_from) == (signed, force, None, known)
    assert (made.certainty, made.source) == ("office", source)


def test_a_known_group_is_reckoned_with_the_offices_own_reading_of_a_year_alone() -> None:
    document = document_of("12/2026", "12/2026", "", "", JULY_1, JULY_1, JULY_1, "")
    rule = OfficeRow("rule", "partial_birth", JULY, None, "12/2026", LAST_DAY)
    book = LawBook(shipped_rows().plus(office_law([document], [rule], PLACE)))
    facts = parse_facts({"born": "1951"})
    amounts = [amount_for(one.at(Month(202611), date(2026, 11, 22)), "K5a", facts) for one in (shipped_book(), book)]
    assert [level and level.amount for level in amounts] == [1_080_000, 810_000]


JULY_1 = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("group", "born", "amount", "coefficient"),
    [
        ("K1a", "2000-05-05", 810_000, 150),  # long over the age of the group: its lowest band
        ("K7", "2026-11-20", 810_000, 150),  # born on a day of the month
        ("K5a", "1990", 810_000, 150),
    ],
)
def test_who_does_not_fit_any_more_is_still_told_an_amount(
    group: str, born: str, amount: int, coefficient: int
) -> None:
    law = shipped_book().at(Month(202611), date(2026, 11, 22))
    found = amount_for(law, group, Facts(born=PartialDate.from_iso(born)))
    assert found is not None
    assert (found.amount, found.coefficient, found.base_rate, found.table) == (amount, coefficient, 540_000, "central")
    assert "335/2026/NĐ-CP" in found.article


def test_one_child_counts_where_nothing_else_is_said() -> None:
    law = shipped_book().at(Month(202611), date(2026, 11, 22))
    found = amount_for(law, "K4", Facts())
    assert found is not None
    assert (found.amount, found.coefficient) == (540_000, 100)
    two = amount_for(law, "K4", Facts(), count=2)
    assert two is not None
    assert (two.amount, two.coefficient) == (1_080_000, 200)


def test_the_last_day_of_a_procedure_is_its_own() -> None:
    """NĐ 147/2025 Đ5 rules papers received up to 04/10/2026, NĐ 335/2026 Đ8 those of 05/10/2026."""
    book = shipped_book()
    assert [procedure_on(book, "1.001776", date(2026, 10, day)).working_days for day in (4, 5)] == [10, 7]
    code, field, words = refused(procedure_on, book, "9.999999", date(2026, 10, 5))
    assert (code, field) == ("procedure_unknown", "procedure")
    assert words == "Không có thủ tục mã «9.999999» cho hồ sơ nhận ngày 05/10/2026."


def test_where_no_time_is_known_the_row_is_told_all_the_same() -> None:
    told = deadline(shipped_book(), "1.001731", date(2026, 2, 13))
    assert (told.due, told.procedure.procedure) == (None, "1.001731")


@pytest.mark.parametrize(
    ("mine", "theirs", "apart"),
    [({}, {}, False), ({"everywhere": True}, {}, True), ({}, {"everywhere": True}, True),
     ({"everywhere": True}, {"everywhere": True}, False), ({"everywhere": False}, {}, False)],
)  # fmt: skip
def test_a_correction_of_the_countrys_table_stands_beside_the_provinces_own(
    mine: dict[str, bool], theirs: dict[str, bool], apart: bool
) -> None:
    one = OfficeRow("rate", "base", AUGUST, None, "12/2026", {**RATE, **mine})
    other = OfficeRow("rate", "base", AUGUST, None, "13/2026", {**RATE, **theirs})
    if apart:
        check_apart(one, [(other, "13/2026")])
    else:
        assert refused(check_apart, one, [(other, "13/2026")])[0] == "law_overlap"
