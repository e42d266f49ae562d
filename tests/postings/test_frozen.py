"""Wall sheets kept as facts: the same sheet comes back with number, date and signer; nothing else may hang."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.benefits.papers import PostingCandidate, Signatory
from models.office.paper_facts import asked_of, content_of, kept_facts
from models.office.paper_rules import PaperEntry, PaperKind
from models.postings.frozen import posting_again
from models.postings.papers import PostingKind
from models.postings.rules import prepare_posting
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.frozen import freeze
from printing.office.paper import paper_pdf
from printing.postings import posting_pdf
from tests.postings.crowd import crowd, request
from tests.printing.reading import PRINTED_AT, joined, pdf_text

ENTRY = PaperEntry(5, "DS-UBND", date(2026, 2, 3), "Lê Văn Ký", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))


@pytest.mark.parametrize("kind", list(PostingKind))
def test_the_same_sheet_comes_back(kind: PostingKind) -> None:
    people = [replace(one, gift="Một thùng sữa") for one in crowd(2000, 11)]
    sheet = prepare_posting(people, request(kind=kind)).sheet
    facts = kept_facts(sheet, {"month": "11/2026"})
    assert asked_of(facts) == {"month": "11/2026"}
    again = posting_again(content_of(facts), PaperEntry(sign=sheet.letterhead.sign))
    assert again == sheet
    assert len(again.rows) > 1000


def test_people_told_apart_come_back() -> None:
    one = PostingCandidate(1, "Ka Nhỡ", PartialDate(1956), "Thôn 1", head="Lê Thị Tư", head_born=PartialDate(1980))
    other = replace(one, person=2, head="Trần Văn Ba", head_born=None)
    elders = prepare_posting([one, other], request(kind=PostingKind.LONGEVITY)).sheet
    heads = prepare_posting([one, replace(other, born=PartialDate(1961))], request(kind=PostingKind.POOR)).sheet
    assert [row.name for row in elders.rows] == ["Ka Nhỡ (hộ Lê Thị Tư)", "Ka Nhỡ (hộ T.V.B.)"]
    assert [row.name for row in heads.rows] == ["Ka Nhỡ (sinh năm 1956)", "Ka Nhỡ (sinh năm 1961)"]
    for sheet in (elders, heads):
        assert posting_again(freeze(sheet), PaperEntry(sign=sheet.letterhead.sign)) == sheet


def test_number_date_and_signer_are_printed() -> None:
    sheet = prepare_posting(crowd(5, 1), request()).sheet
    facts = kept_facts(sheet, {})
    entered = posting_again(content_of(facts), ENTRY)
    assert entered.signatory == Signatory(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Lê Văn Ký")
    drawn = paper_pdf(PaperKind.POSTING, facts, ENTRY, printed_at=PRINTED_AT)
    assert drawn == posting_pdf(entered, printed_at=PRINTED_AT)
    text = joined(pdf_text(drawn))
    for words in ("Số: 05/DS-UBND", "ngày 03 tháng 02 năm 2026", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Ký"):
        assert joined([words]) in text


def test_without_a_signer_the_place_stays_as_prepared() -> None:
    sheet = prepare_posting(crowd(5, 1), request()).sheet
    assert posting_again(freeze(sheet), PaperEntry()).signatory == sheet.signatory


def spoiled(**changes: Any) -> Any:
    """Facts of a good sheet with something changed; "row_x" changes x of the first row."""
    facts = copy.deepcopy(freeze(prepare_posting(crowd(30, 2), request()).sheet))
    for name, value in changes.items():
        if name.startswith("row_"):
            facts["rows"][0][name.removeprefix("row_")] = value
        else:
            facts[name] = value
    return facts


@pytest.mark.parametrize(
    "changes",
    [
        {"ground": " "},
        {"ground": "Kế hoạch phòng, chống HIV/AIDS"},
        {"body": ""},
        {"window": ""},
        {"objections_to": "-"},
        {"row_name": "Nguyễn Văn An 001088123456"},
        {"row_name": "Nguyễn Văn An khuyết tật nặng"},
        {"row_name": "Nguyễn Văn An (hộ Trần Thị Mù lòa)"},
        {"row_name": ""},
        {"row_birth_year": "05/03/1950"},
        {"row_birth_year": "195"},
        {"row_birth_year": "19xx"},
        {"row_name": "N.V.A.", "row_birth_year": "2015"},
        {"row_name": "Nguyễn Văn An (sinh ngày 05/03/1950)"},
        {"row_village": "Thôn Một, khu người nhiễm HIV"},
        {"row_name": "Nguyễn Văn An HIV"},
        {"row_name": "Nguyễn Văn An (hộ Trần Bê AIDS)"},
        {"subject": "Người nhiễm HIV được trợ cấp"},
        {"title": "DANH SÁCH HIV"},
        {"village": "Khu người nhiễm HIV"},
        {"objections_to": "Phòng khám HIV"},
        {"recipients": ["Trung tâm phòng, chống HIV/AIDS"]},
        {"row_gift": "Quà cho người khuyết tật"},
        {"row_gift": "Chuyển khoản 8801205123456"},
        {"row_village": "Thôn 1, 0912.345.678"},
        {"row_number": 7},
    ],
)
def test_facts_that_may_not_hang_make_no_sheet(changes: dict[str, Any]) -> None:
    with pytest.raises(RuleError) as caught:
        posting_again(spoiled(**changes), ENTRY)
    assert caught.value.code == "not_for_the_wall"
    posting_again(spoiled(), ENTRY)


@pytest.mark.parametrize("changes", [{"row_id_number": "001088123456"}, {"kind": "all"}, {"permit": None}])
def test_facts_with_a_strange_field_make_no_sheet(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each with its own words
        posting_again(spoiled(**changes), ENTRY)
