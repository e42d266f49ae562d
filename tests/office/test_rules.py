"""Commune kinds, letterheads, signatures, provinces."""

from __future__ import annotations

import pytest

from models.office.places import (
    former_provinces,
    number_prefixes,
    province_by_code,
    province_by_name,
    provinces,
)
from models.office.rules import (
    committee_defaults,
    front_defaults,
    paper_number,
    parse_commune,
    signature_lines,
)
from models.store.errors import RuleError


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Xã Tà Đùng", "Xã Tà Đùng"),
        ("tà đùng", "Xã tà đùng"),
        ("PHƯỜNG Việt Hoà", "Phường Việt Hoà"),
        ("đặc khu Cát Hải", "Đặc khu Cát Hải"),
    ],
)
def test_reads_the_kind_from_the_name(text: str, full: str) -> None:
    assert parse_commune(text).full == full


def test_a_chosen_kind_wins_and_an_unknown_one_is_refused() -> None:
    assert parse_commune("Lưu Kiếm", "phường").full == "Phường Lưu Kiếm"
    with pytest.raises(RuleError) as refused:
        parse_commune("Lưu Kiếm", "thị trấn")
    assert refused.value.field == "kind"
    with pytest.raises(RuleError):
        parse_commune("  ")


def test_letterheads_of_both_bodies() -> None:
    name = parse_commune("Xã Hưng Đạo")
    committee, front = committee_defaults(name), front_defaults(name, "thành phố Hà Nội")
    assert (committee.superior_line, committee.name_line) == ("", "ỦY BAN NHÂN DÂN XÃ HƯNG ĐẠO")
    assert front.superior_line == "ỦY BAN MTTQ VIỆT NAM THÀNH PHỐ HÀ NỘI"
    assert front.department_line == "BAN THƯỜNG TRỰC"
    assert committee.series["QĐ"] == "QĐ-UBND"
    assert front.series["QĐ"] == "QĐ-MTTQ-BTT"


def test_signature_forms() -> None:
    assert signature_lines("head", "Chủ tịch") == ("CHỦ TỊCH",)
    assert signature_lines("deputy", "Phó Chủ tịch") == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert signature_lines("authorised", "Trưởng phòng") == ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG")
    assert signature_lines("standing", "Chủ tịch", body="front") == ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH")
    with pytest.raises(RuleError):
        signature_lines("deputy", " ")


def test_paper_numbers() -> None:
    assert paper_number(5, "QĐ-UBND") == "05/QĐ-UBND"
    assert paper_number(None, "QĐ-UBND").strip() == "/QĐ-UBND"


def test_34_provinces_hold_each_of_the_63_old_prefixes_once() -> None:
    held = [prefix for province in provinces() for prefix in province.number_prefixes]
    assert len(provinces()) == 34
    assert sorted(held) == sorted(number_prefixes())
    assert len(held) == 63


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hà Nội", "01"),
        ("tỉnh Lâm Đồng", "68"),
        ("TP. Hồ Chí Minh", "79"),
        ("TPHCM", "79"),
        ("dak lak", "66"),
        ("Hải Dương", "31"),
    ],
)
def test_finds_a_province_by_name(text: str, code: str) -> None:
    found = province_by_name(text)
    assert found is not None
    assert found.code == code


def test_unknown_provinces_are_none() -> None:
    assert province_by_name("Nowhere") is None
    assert province_by_name("") is None
    assert province_by_code("00") is None


def test_former_provinces_of_lam_dong() -> None:
    lam_dong = province_by_code("68")
    assert lam_dong is not None
    assert former_provinces(lam_dong) == ("Bình Thuận", "Đắk Nông", "Lâm Đồng")
