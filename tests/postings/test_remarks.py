"""Remarks behind a name: held back in every spelling, and no real name taken for one."""

from __future__ import annotations

import itertools
import unicodedata
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.benefits.papers import PostingCandidate
from models.benefits.secrecy import name_alone
from models.demo.names import GIVEN, MIDDLE_NAMES, OLD_GIVEN, YOUNG_GIVEN, YOUNG_MIDDLE_NAMES, family_name, person_name
from models.people.identity import Sex
from models.postings.papers import PostingKind
from models.postings.remarks import holds_remark, tells_condition
from models.postings.rules import SOME_VILLAGE, prepare_posting
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from models.store.vietnamese import search_text, tidy_name
from tests.postings.crowd import FAMILIES, SYLLABLES, request

REMARKS = [
    "khuyết tật nặng",
    "khuyết tật",
    "KT nặng",
    "NKT",
    "NKTĐBN",
    "đặc biệt nặng",
    "tâm thần",
    "tâm thần phân liệt",
    "thần kinh",
    "động kinh",
    "bại não",
    "bị mù",
    "mù hai mắt",
    "câm điếc",
    "khiếm thị",
    "liệt nửa người",
    "ung thư",
    "chạy thận",
    "bệnh hiểm nghèo",
    "tai biến",
    "da cam",
    "đi tù",
    "đang chấp hành án",
    "nghiện ma túy",
    "cai nghiện",
    "hộ nghèo",
    "cận nghèo",
    "hoàn cảnh khó khăn",
    "đã chết",
    "đã mất",
    "chết năm",
    "qua đời",
    "mất tích",
    "mồ côi",
    "mồ côi cha mẹ",
    "bỏ rơi",
    "con nuôi",
    "được nuôi dưỡng",
    "bảo trợ xã hội",
    "đơn thân",
    "vợ liệt sĩ",
    "mù",
    "chết",
]
OLD_AND_ROUGH_NAMES = [
    "Nguyễn Thị Nghèo",
    "Nguyễn Thị nghèo",
    "Hồ Nghèo",
    "Hồ Thị Nghèo",
    "Trần Văn Tật",
    "Lê Thị Bệnh",
    "Lê Bần",
    "Trần Văn Liệt",
    "Nguyễn Văn Oanh Liệt",
    "Lê Văn Mù",
    "Lê Thị Điếc",
    "Nguyễn Văn Chết",
    "Nguyễn Thị Bị",
    "Hà Thị Đang",
    "Lê Thị Mất",
    "Nguyễn Thị Nặng",
    "nguyễn thị mù",
    "Cụt Văn Bốn",
    "Vàng Tù Sa",
    "Ma Túy",
    "Ma Thị Túy",
    "Đặng Văn Đã",
    "Tạ Thế Anh",
    "Nguyễn Tạ Thế Anh",
    "Từ Trần Bảo Ngọc",
    "Nguyễn Hoàn Cảnh",
    "Nguyễn Tự Kỷ",
    "Ung Thị Thư",
    "Trầm Thị Cảm",
    "Nguyễn Khiêm Thị Hoa",
    "Nguyễn Thương Binh",
    "Nguyễn Tâm Thân",
    "Trần Bảo Trợ",
    "H'Hen Niê",
    "Y Blô niê kdăm",
    "Ksor H'Nhan",
    "Nguyễn văn an",
    "Nguyen Tai Bien",
    "Ho Thi Ngheo",
    "Dang Da Huong",
    "Tô Thị Con",
]


def line(person: int = 1, name: str = "Nguyễn Thị Hạnh", **changes: object) -> PostingCandidate:
    parts: dict[str, object] = {"born": PartialDate(1950), "village": "Thôn 1", "label": "x", "group": "K6N", **changes}
    return PostingCandidate(person, name, **parts)  # type: ignore[arg-type] # the tests change parts by name


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_behind_a_name_is_heard(remark: str) -> None:
    written = f"Nguyễn Văn Bốn {remark}"
    for name in (written, tidy_name(written.upper()), written.title(), unicodedata.normalize("NFD", written)):
        assert holds_remark(name_alone(name)), name
        posting = prepare_posting([line(name=name)], request())
        assert posting.sheet.rows == ()
        assert (posting.withheld.remark, posting.withheld.lines) == (1, 1)
        assert [unicodedata.normalize("NFC", name)] == list(posting.withheld.remarked)
        assert "Bốn" not in repr(posting.withheld)


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Văn A.KT nặng",
        "Nguyễn Văn A-tâm thần",
        "Nguyễn Văn A tâmthần",
        "Nguyễn Văn A khuyết.tật",
        "NGUYEN VAN BON TAM THAN",
        "Nguyen Van Bon khuyet tat",
        "Nguyễn Văn Bốn hay quên",
        "Khuyết tật",
        "Lê Ba ung thư",
    ],
)
def test_separators_joined_words_and_missing_marks_do_not_hide_it(name: str) -> None:
    assert holds_remark(name_alone(name))


@pytest.mark.parametrize("name", OLD_AND_ROUGH_NAMES)
def test_rough_names_of_old_people_are_names(name: str) -> None:
    assert not holds_remark(name)


def test_thousands_of_names_are_names() -> None:
    chance = Random(11)
    names = {
        person_name(chance, ethnic, family_name(chance, ethnic), sex, year)
        for ethnic in ("Kinh", "Tày", "Mông", "Mạ", "M'Nông")
        for sex in ("male", "female")
        for year in range(1925, 2025)
        for _ in range(5)
    }
    sexes: tuple[Sex, Sex] = ("male", "female")
    given_names = [*SYLLABLES]
    middle_names = ["Văn", "Thị"]
    for sex in sexes:
        given_names += [*OLD_GIVEN[sex], *GIVEN[sex], *YOUNG_GIVEN[sex]]
        middle_names += [*MIDDLE_NAMES[sex], *YOUNG_MIDDLE_NAMES[sex]]
    crossed = itertools.product(FAMILIES[:3], sorted(set(middle_names)), sorted(set(given_names)))
    names |= {" ".join(parts) for parts in crossed}
    names |= {f"{family} Thị {one} {two}" for family in FAMILIES[:2] for one in given_names for two in given_names}
    assert len(names) > 50_000
    assert [name for name in names if holds_remark(name)] == []
    assert [name for name in names if holds_remark(name.upper())] == []
    assert [name for name in names if holds_remark(tidy_name(search_text(name)))] == []


@given(st.sampled_from(FAMILIES), st.sampled_from(SYLLABLES), st.sampled_from(SYLLABLES), st.sampled_from(REMARKS))
def test_whatever_the_name_the_remark_is_heard(family: str, middle: str, given: str, remark: str) -> None:
    assert holds_remark(f"{family} {middle} {given} {remark}")


def test_the_rest_of_the_list_hangs_without_a_gap() -> None:
    people = line(1, "Lê Văn An Đã Chết"), line(2, "Lê Văn Bình"), line(3, "Lê Văn Cường")
    for kind in PostingKind:
        rows = prepare_posting(people, request(kind=kind)).sheet.rows
        assert [(row.number, row.name) for row in rows] == [(1, "Lê Văn Bình"), (2, "Lê Văn Cường")]


def test_a_remark_behind_the_head_is_not_printed() -> None:
    twins = line(1, head="Lê Văn Dũng tâm thần"), line(2, head="Trần Văn Ba", head_born=PartialDate(1970))
    rows = prepare_posting(twins, request()).sheet.rows
    assert [row.name for row in rows] == ["Nguyễn Thị Hạnh", "Nguyễn Thị Hạnh (hộ Trần Văn Ba)"]


@pytest.mark.parametrize("where", ["village", "head"])
def test_hiv_in_the_village_or_the_head_holds_the_line(where: str) -> None:
    told: dict[str, Any] = {where: "Trung tâm 06 nhiễm HIV"}
    posting = prepare_posting([line(**told)], request())
    assert (posting.sheet.rows, posting.withheld.hiv) == ((), 1)


def test_a_village_that_tells_something_holds_the_line() -> None:
    posting = prepare_posting([line(village="Khu nuôi dưỡng người tâm thần")], request())
    assert (posting.sheet.rows, posting.withheld.remark) == ((), 1)


@pytest.mark.parametrize("village", ["Thôn Nhiễm H", "Trại HIV", "Trung tâm Bảo trợ xã hội 2", "Trại Tâm Thần"])
def test_such_a_village_is_neither_in_the_title_nor_in_the_file_name(village: str) -> None:
    sheet = prepare_posting([line(village=village)], request(village=village, month=Month(202611))).sheet
    assert sheet.file_stem() == "niem-yet-2026-11"
    assert sheet.subject.endswith(SOME_VILLAGE)
    assert village not in repr(sheet)


@pytest.mark.parametrize("village", ["Thôn 1", "Tổ dân phố Đồng Cầu 2", "Bon B'Nâm", "Xóm Bệnh Viện", "Thôn Tân Thịnh"])
def test_other_villages_hang(village: str) -> None:
    assert not tells_condition(village)


@pytest.mark.parametrize("gift", ["Quà cho người khuyết tật", "500.000 đồng (nhiễm HIV)", "Xe lăn cho hộ nghèo"])
def test_a_gift_that_tells_something_is_not_printed(gift: str) -> None:
    rows = prepare_posting([line(gift=gift)], request(kind=PostingKind.LONGEVITY)).sheet.rows
    assert [row.gift for row in rows] == [""]


def test_a_ground_about_hiv_is_refused() -> None:
    with pytest.raises(RuleError) as refused:
        prepare_posting([line()], request(ground="Kế hoạch phòng, chống HIV/AIDS số 5/KH-UBND"))
    assert (refused.value.field, refused.value.code) == ("ground", "ground_hiv")
