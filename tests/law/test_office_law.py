"""The office's own law: entered with its document, switched on, closed, withdrawn; as known then and as known now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.law import queries
from models.law.assess import assess
from models.law.book import LawBook, shipped_rows
from models.law.deadlines import deadline
from models.law.facts import parse_facts
from models.law.services import (
    AddOfficeDocument,
    AddOfficeLaw,
    CloseOfficeLaw,
    SwitchLaw,
    WithdrawOfficeLaw,
    add_office_document,
    add_office_law,
    begin_law,
    close_office_law,
    switch_law,
    withdraw_office_law,
)
from models.law.tables import LawSwitch
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.work import instant_text
from tests.law.asking import NOW, payable
from tests.people.commune import Office

RESOLUTION = AddOfficeDocument(
    "12/2026/NQ-HĐND", "Nghị quyết về mức trợ giúp xã hội", "HĐND tỉnh Lâm Đồng", date(2026, 7, 10), date(2026, 8, 1)
)
KEY = "HĐND tỉnh Lâm Đồng 12/2026/NQ-HĐND"
RATE: Mapping[str, Any] = {"rate": "base", "amount": 600_000, "article": "Điều 2"}
TABLE: Mapping[str, Any] = {
    "article": "Điều 3", "stands_on": "335/2026/NĐ-CP", "without": [], "words": "Mức chuẩn của tỉnh",
}  # fmt: skip
GROUP: Mapping[str, Any] = {
    "group": "ĐP1", "slot": "main", "article": "Điều 4", "title": "Người từ đủ 65 tuổi hộ cận nghèo",
    "words": "Người từ đủ 65 tuổi thuộc hộ cận nghèo",
    "when": {"all": [{"age": {"from": 65}}, {"household": ["near_poor"]}]},
}  # fmt: skip
LEVEL: Mapping[str, Any] = {
    "group": "ĐP1", "article": "Điều 4", "per": None, "bands": [{"amount": 400_000, "when": None, "words": ""}],
}  # fmt: skip
SEVERE = {"born": "1990-01-01", "disability": {"degree": "severe"}, "province": "Lâm Đồng"}


def document(office: Office, command: AddOfficeDocument = RESOLUTION) -> int:
    """Enter a document."""
    made: int = office.do(add_office_document, command)
    return made


def add(
    office: Office, kind: str, body: Mapping[str, Any], first: int = 202608, last: int | None = None, to: int = 1
) -> int:
    """Enter a row."""
    end = None if last is None else Month(last)
    made: int = office.do(add_office_law, AddOfficeLaw(to, kind, body, Month(first), end))
    return made


def due(book: LawBook, facts: Mapping[str, Any], month: int, known_on: date = NOW) -> dict[str, int]:
    """What is paid under a book."""
    return payable(assess(parse_facts(dict(facts)), Month(month), book.at(Month(month), known_on)))


def now(office: Office, at: str | None = None) -> LawBook:
    """The office's book."""
    return office.read(queries.law_book, at)


def test_without_rows_of_its_own_an_office_has_the_shipped_law(office: Office) -> None:
    assert now(office).rows == shipped_rows()
    assert now(office) is now(office)


def test_a_local_rate_counts_once_it_is_switched_on(office: Office) -> None:
    document(office)
    add(office, "rate", RATE)
    add(office, "table", TABLE)
    assert due(now(office), SEVERE, 202608) == {"K6N": 810_000}
    assert due(office.read(queries.law_book, supposing=[KEY]), SEVERE, 202608) == {"K6N": 900_000}
    before = instant_text(office.clock())
    office.do(switch_law, SwitchLaw(KEY, True, "Sau khi xem trước", {"gain": 90_000}))
    assert due(now(office), SEVERE, 202608) == {"K6N": 900_000}
    assert due(now(office), SEVERE, 202607) == {"K6N": 810_000}
    assert due(now(office), SEVERE, 202608, date(2026, 7, 9)) == {"K6N": 750_000}
    assert due(now(office), {**SEVERE, "province": "Hà Nội"}, 202608) == {"K6N": 975_000}
    assert due(now(office, before), SEVERE, 202608) == {"K6N": 810_000}


def test_a_group_of_the_place_is_one_more_row_with_its_own_ground(office: Office) -> None:
    document(office)
    add(office, "who", GROUP)
    add(office, "level", LEVEL)
    office.do(switch_law, SwitchLaw(KEY, True))
    facts = {"born": "1960-01-01", "household": "near_poor", "province": "Lâm Đồng"}
    assert due(now(office), facts, 202611) == {"ĐP1": 400_000}
    assert due(now(office), {**facts, "province": "Hà Nội"}, 202611) == {}


def test_a_grant_on_top_stands_beside_the_allowance(office: Office) -> None:
    document(office)
    add(office, "who", {**GROUP, "slot": "extra"})
    add(office, "level", LEVEL)
    office.do(switch_law, SwitchLaw(KEY, True))
    facts = {**SEVERE, "born": "1960-01-01", "household": "near_poor"}
    assert due(now(office), facts, 202611) == {"K6N": 1_080_000, "ĐP1": 400_000}


def test_a_closed_row_no_longer_counts_after_its_last_month_yet_was_believed_then(office: Office) -> None:
    document(office)
    rate, table = add(office, "rate", RATE), add(office, "table", TABLE)
    office.do(switch_law, SwitchLaw(KEY, True))
    before = instant_text(office.clock())
    assert office.do(close_office_law, CloseOfficeLaw([rate, table], Month(202610))) == 2
    assert due(now(office), SEVERE, 202610) == {"K6N": 900_000}
    assert due(now(office), SEVERE, 202611) == {"K6N": 810_000}
    assert due(now(office, before), SEVERE, 202611) == {"K6N": 900_000}
    for last in (202607, 202610, 202612):
        with pytest.raises(RuleError):
            office.do(close_office_law, CloseOfficeLaw([rate], Month(last)))


def test_after_closing_another_row_may_follow(office: Office) -> None:
    document(office)
    rate = add(office, "rate", RATE)
    with pytest.raises(RuleError) as refused:
        add(office, "rate", {**RATE, "amount": 650_000}, 202701)
    assert refused.value.code == "law_overlap"
    office.do(close_office_law, CloseOfficeLaw([rate], Month(202612)))
    add(office, "rate", {**RATE, "amount": 650_000}, 202701)
    assert [(view.row.first, view.row.last) for view in office.read(queries.office_rows)] == [
        (202608, 202612),
        (202701, None),
    ]


def test_a_withdrawn_row_was_never_so_but_was_believed(office: Office) -> None:
    document(office)
    rate = add(office, "rate", RATE)
    add(office, "table", TABLE)
    office.do(switch_law, SwitchLaw(KEY, True))
    before = instant_text(office.clock())
    office.do(withdraw_office_law, WithdrawOfficeLaw(rate))
    assert due(now(office), SEVERE, 202608) == {"K6N": 810_000}
    assert due(now(office, before), SEVERE, 202608) == {"K6N": 900_000}
    with pytest.raises(RuleError) as refused:
        office.do(withdraw_office_law, WithdrawOfficeLaw(rate))
    assert refused.value.code == "law_row_gone"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("rate", {**RATE, "amount": 0}),
        ("rate", {**RATE, "amount": "600000"}),
        ("rate", {**RATE, "rate": "gift"}),
        ("rate", {**RATE, "more": 1}),
        ("who", {**GROUP, "when": {"age": {"over": 65}}}),
        ("who", {**GROUP, "slot": "somewhere"}),
        ("level", {**LEVEL, "group": "K6N", "bands": []}),
        ("rule", {"rule": "stop", "is": "month_after", "article": "", "words": ""}),
        ("rule", {"rule": "adjust", "is": "next_year", "article": "", "words": ""}),
        ("day", {"day": "2026-12-31", "works": "yes", "words": ""}),
        ("village", {}),
    ],
)
def test_a_strange_row_is_refused(office: Office, kind: str, body: Mapping[str, Any]) -> None:
    document(office)
    with pytest.raises(RuleError) as refused:
        add(office, kind, body)
    assert refused.value.code == "law_row"


def test_a_level_needs_its_group_first(office: Office) -> None:
    document(office)
    with pytest.raises(RuleError) as refused:
        add(office, "level", LEVEL)
    assert refused.value.code == "group_unknown"


def test_how_a_birth_year_alone_counts_is_the_offices_to_settle(office: Office) -> None:
    document(office)
    add(office, "rule", {"rule": "partial_birth", "is": "last_day", "article": "Điều 1", "words": "Ngày cuối"})
    facts = {"born": "1951", "household": "none", "income": {"pension": 0, "social_insurance": 0}}
    assert due(now(office), facts, 202611) == {"HTXH": 540_000}
    office.do(switch_law, SwitchLaw(KEY, True))
    assert due(now(office), facts, 202611) == {}
    assert due(now(office), facts, 202612) == {"HTXH": 540_000}


def test_the_new_decree_can_wait_for_its_preview(office: Office) -> None:
    office.do(switch_law, SwitchLaw("335/2026/NĐ-CP", False, "Chưa xem trước"))
    assert due(now(office), SEVERE, 202611) == {"K6N": 750_000}
    assert due(office.read(queries.law_book, supposing=["335/2026/NĐ-CP"]), SEVERE, 202611) == {"K6N": 810_000}
    office.do(switch_law, SwitchLaw("335/2026/NĐ-CP", True))
    assert due(now(office), SEVERE, 202611) == {"K6N": 810_000}


@pytest.mark.parametrize(
    ("key", "counts", "code"), [("9/9999", True, "document_unknown"), ("335/2026/NĐ-CP", True, "switched_already")]
)
def test_a_switch_that_changes_nothing_is_refused(office: Office, key: str, counts: bool, code: str) -> None:
    document(office)
    with pytest.raises(RuleError) as refused:
        office.do(switch_law, SwitchLaw(key, counts))
    assert refused.value.code == code


def test_documents_of_a_later_edition_wait_in_an_office_that_began_earlier(office: Office) -> None:
    begun = queries.EVERYTHING
    assert all(office.read(queries.standings).values())

    def begin_before_everything(work: Any, _command: None) -> Any:
        work.add(LawSwitch(document_key=begun, counts=1, edition=0, switched_at=work.instant))
        return begin_law(work)

    office.do(begin_before_everything, None)
    assert not any(office.read(queries.standings).values())


def test_an_office_notes_once_with_which_edition_it_began(office: Office) -> None:
    for _ in range(2):
        office.do(lambda work, _command: begin_law(work), None)
    with office.store.read() as session:
        assert session.query(LawSwitch).count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": " "}, "number"),
        ({"title": ""}, "title"),
        ({"issuer": ""}, "issuer"),
        ({"known_from": date(2026, 7, 9)}, "known_from"),
    ],
)
def test_a_document_needs_its_parts(office: Office, change: dict[str, Any], field: str) -> None:
    parts = {name: getattr(RESOLUTION, name) for name in RESOLUTION.__slots__}
    with pytest.raises(RuleError) as refused:
        document(office, AddOfficeDocument(**{**parts, **change}))
    assert refused.value.field == field


def test_a_document_is_entered_once(office: Office) -> None:
    document(office)
    with pytest.raises(RuleError) as refused:
        document(office)
    assert refused.value.code == "document_known"
    with pytest.raises(RuleError) as refused:
        add(office, "rate", RATE, to=99)
    assert refused.value.code == "document_gone"
    with pytest.raises(RuleError) as refused:
        add(office, "rate", RATE, 202608, 202607)
    assert refused.value.code == "months_reversed"


def test_what_is_not_sure_of_the_country_can_be_corrected_everywhere(office: Office) -> None:
    document(office, replace(RESOLUTION, signed_on=date(2026, 9, 1)))
    level = {"group": "K5a", "article": "công văn", "per": None, "everywhere": True, "bands": [
        {"coefficient": "1.5", "when": None, "words": "từ đủ 60 đến dưới 80 tuổi"},
        {"coefficient": "2.0", "when": {"age": {"from": 80}}, "words": "từ đủ 80 tuổi"},
    ]}  # fmt: skip
    add(office, "level", level, 202607, 202609)
    add(office, "level", {**level, "everywhere": False}, 202601, 202603)
    office.do(switch_law, SwitchLaw(KEY, True))
    facts = {"born": "1950-01-01", "household": "poor", "no_supporter": True, "province": "Hà Nội"}
    assert due(now(office), facts, 202608) == {"K5a": 975_000}
    assert due(now(office), {**facts, "province": "Lâm Đồng"}, 202608) == {"K5a": 810_000}
    assert due(now(office), {**facts, "province": "Lâm Đồng"}, 202610) == {"K5a": 1_080_000}


def test_how_a_change_counted_under_nd147_can_be_settled(office: Office) -> None:
    document(office, replace(RESOLUTION, signed_on=date(2025, 7, 1), in_force=date(2025, 7, 1)))
    words = {"rule": "adjust", "is": "month_of_change", "article": "công văn", "words": "Từ tháng thay đổi"}
    add(office, "rule", words, 202507, 202609)
    office.do(switch_law, SwitchLaw(KEY, True))
    facts = {"born": "2021-11-20", "parents": ["dead", "dead"]}
    assert due(now(office), facts, 202511) == {"K1b": 750_000}
    assert due(now(office), facts, 202510) == {"K1b": 1_250_000}


def test_the_offices_own_days_and_procedures_count_for_deadlines(office: Office) -> None:
    document(office)
    funeral = {"procedure": "1.001731", "title": "Mai táng", "by": "receipt_day", "working_days": 3, "steps": [],
               "forms": [], "papers": [], "article": "công văn"}  # fmt: skip
    add(office, "procedure", funeral, 202507, 202609)
    add(office, "day", {"day": "2026-12-31", "works": False, "words": "nghỉ bù"})
    add(office, "day", {"day": "2027-01-02", "works": True, "words": "làm bù"})
    add(office, "rule", {"rule": "culture_day", "is": "off", "article": "công văn", "words": "Được nghỉ"}, 202611)
    office.do(switch_law, SwitchLaw(KEY, True))
    book = now(office)
    assert deadline(book, "1.001731", date(2026, 9, 7)).due == date(2026, 9, 10)
    assert deadline(book, "1.001776", date(2026, 11, 23)).due == date(2026, 12, 3)
    assert deadline(book, "1.001653", date(2026, 12, 24)).due == date(2027, 1, 2)
    assert deadline(book, "1.001653", date(2020, 1, 6)).due == date(2020, 1, 13)
