"""Cells as other offices type them: names, numbers, dates and sums that were once refused or bent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.imports.values.amounts import parse_amount, parse_coefficient, parse_start
from models.imports.values.births import parse_born
from models.imports.values.flaws import ERROR
from models.imports.values.names import parse_name
from models.imports.values.numbers import parse_account, parse_id, parse_phones
from models.imports.values.occasions import gone_flaw, pays_once, takes_off
from tests.imports.by_hand import D, H, T, from_rows
from tests.imports.workbooks import TODAY

SURNAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Bế Bá Cù Ong Ông Chí Chi Anh Em Cháu Cô "
    "Dì Già Lão Bà Cụ Ba Tổng Tống Cộng Công Tổ Khu Khổng Thôn Bản Làng Lương Lường Lò Lù Vàng Giàng Mùa Thào Cứ Hờ Vừ "
    "Sùng Nông Ma Hà Quàng Cà Tòng Lữ Vi Kha Lang Lô Mạc Mẫu Danh Thạch Kim Sơn Chau Lâm Y H' K' Ksor Rơ Siu Nay Kpă "
    "Rah Niê Mlô Ayun Êban Pơloong Alăng Zơrâm Bhling Đinh A U Thị Văn Trưởng Chủ Kế Thủ Lưu Ký Phó Bí Nam Nữ Mã Số"
).split(" ")
MIDDLE = "Văn Thị Hữu Đức Đình Xuân Thị Kim Thị Bích Ngọc Quang Công Quốc Bá A Y Thị Mỹ Diệu Minh".split(" ")
GIVEN = (
    "An Bình Đàn Chuyển Mất Chết Cắt Cộng Tổng Nam Nữ Bé Cụ Bà Ông Anh Em Chị Cháu Hai Ba Tư Năm Sáu Bảy Thôn Tổ Khu "
    "Bản Đội Chủ Hộ Ghi Chú Dính Pó Súa Mỷ Hờ Blơm Ngai Đạt Hưởng Ngoẵng Thuỷ Thủy Hoà Hòa Xuyến Huệ Quý Giảm Tăng"
).split(" ")


@given(st.sampled_from(SURNAMES), st.sampled_from(MIDDLE), st.sampled_from(GIVEN), st.booleans())
def test_no_part_of_a_name_is_taken_for_something_else(
    family: str, middle: str, given_name: str, capitals: bool
) -> None:
    name = f"{family} {middle} {given_name}"
    read, remark, flaw = parse_name(name.upper() if capitals else name)
    assert (read or "").casefold() == name.casefold()
    assert (remark, flaw) == (None, None)


@given(st.sampled_from(SURNAMES), st.sampled_from(MIDDLE), st.sampled_from(GIVEN))
def test_a_counted_row_with_a_birth_is_a_person_whatever_the_name(family: str, middle: str, given_name: str) -> None:
    name = f"{family} {middle} {given_name}"
    found = from_rows(
        [[T, H, D, "CCCD"], [1, "Lê Văn Sơn", 1950, "031050000001"], [2, name, 1951, ""], [3, "Hồ Thị Hoa", 1952, ""]]
    )
    assert [(row.person.name or "").casefold() for row in found.rows] == ["lê văn sơn", name.casefold(), "hồ thị hoa"]


@pytest.mark.parametrize(
    ("cell", "name", "remark"),
    [
        ("Bế Văn Đàn", "Bế Văn Đàn", None),
        ("Bé Lê Văn Đàn", "Lê Văn Đàn", None),
        ("Ông Văn Chiêm", "Ông Văn Chiêm", None),
        ("Đ/c Nguyễn Văn An", "Nguyễn Văn An", None),
        ("Nguyễn Văn An - con ông B", "Nguyễn Văn An", "con ông B"),
        ("Nguyễn Văn An đã chết", "Nguyễn Văn An", "đã chết"),
        ("NGUYỄN VĂN AN ĐÃ CHẾT", "Nguyễn Văn An", "ĐÃ CHẾT"),
        ("nguyễn văn chuyển", "Nguyễn Văn Chuyển", None),
        ("Nguyễn VĂN An", "Nguyễn Văn An", None),
        ("NguyễN VăN AN", "Nguyễn Văn An", None),
        ("Y- Thô", "Y- Thô", None),
    ],
)
def test_what_stands_beside_a_name(cell: str, name: str, remark: str | None) -> None:
    assert parse_name(cell)[:2] == (name, remark)


@pytest.mark.parametrize("cell", ["Nguyễn Văn An, Trần Thị Bé", "Nguyễn Văn An/Trần Thị Bé", "Lê Văn An và Lê Thị Bé"])
def test_two_people_in_one_cell_stop_the_row(cell: str) -> None:
    name, _, flaw = parse_name(cell)
    assert name is None
    assert flaw is not None
    assert (flaw.code, flaw.severity) == ("two_names", ERROR)


@pytest.mark.parametrize(
    ("cell", "born"),
    [
        ("05 tháng 03 năm 1950", "1950-03-05"),
        ("05-Mar-1950", "1950-03-05"),
        ("5-Mar-50", "1950-03-05"),
        ("19500305", "1950-03-05"),
        (19500305.0, "1950-03-05"),
        ("20021950", "1950-02-20"),
        ("5031950", "1950-03-05"),
        ("1,950", "1950"),
        ("1.950", "1950"),
        ("s.1950", "1950"),
        ("không rõ/1950", "1950"),
        ("KR/3/1950", "1950-03"),
        ("(05/03/1950)", "1950-03-05"),
        ("1950*", "1950"),
        ("1950 -", "1950"),
    ],
)
def test_more_spellings_of_births(cell: Any, born: str) -> None:
    read = parse_born(cell, TODAY)[0]
    assert read is not None
    assert read.iso() == born


@pytest.mark.parametrize("cell", ["76 tuổi", "50", "195O", "1950-1952", "5//3/1950", "Canh Dần", "31/04/50"])
def test_births_that_are_not_guessed(cell: str) -> None:
    born, flaw = parse_born(cell, TODAY)
    assert born is None
    assert flaw is not None
    assert flaw.severity == ERROR


@pytest.mark.parametrize(
    ("cell", "number", "old"),
    [
        ("CCCD 031050000001 cấp 12/3/2021", "031050000001", None),
        ("031050000001 - 012345678", "031050000001", "012345678"),
        ("３１０", None, None),
        ("０３１０５００００００１", "031050000001", None),
        ("3.1050000001E+10", "031050000001", None),
        ("trẻ em chưa có", None, None),
        ("không có CCCD", None, None),
        ("đang chờ cấp", None, None),
        ("giấy khai sinh", None, None),
    ],
)
def test_more_spellings_of_numbers(cell: str, number: str | None, old: str | None) -> None:
    reading = parse_id(cell)
    assert (reading.number, reading.old_number) == (number, old)
    if number is None and not any(map(str.isdecimal, cell)):
        assert reading.flaw is None


@pytest.mark.parametrize("cell", ["1.23457E+11", "031O50000001", "012345678 112345679", "B1234567"])
def test_numbers_that_are_not_guessed(cell: str) -> None:
    reading = parse_id(cell)
    assert reading.number is None
    assert reading.flaw is not None


def test_more_spellings_of_money_and_months() -> None:
    assert [parse_amount(cell) for cell in ("500.000 (T11)", "500.000.", "–")] == [
        (500_000, None),
        (500_000, None),
        (None, None),
    ]
    flaw = parse_amount("(500.000)")[1]
    assert flaw is not None
    assert flaw.code == "amount_unreadable"
    assert [parse_coefficient(cell)[0] for cell in ("1, 5", "2,5 (NKT)", "15", 15, "1'5")] == [
        150,
        250,
        None,
        None,
        None,
    ]
    assert [parse_start(cell)[0] for cell in ("11/2023 đến nay", "từ 01/11/2023 đến 31/12/2026", "Nov-23")] == [
        202311
    ] * 3


def test_more_spellings_of_phones_and_accounts() -> None:
    for cell in ("0912345678 (con gái)", "ĐT: 0912345678", "con: 0912.345.678", "0912345678 Lan"):
        assert parse_phones(cell) == (("0912345678",), None), cell
    assert parse_phones("0912345678 0987654321")[0] == ("0912345678", "0987654321")
    odd = parse_phones("091234567")[1]
    assert odd is not None
    assert parse_account("Vietcombank: 0031000123456 (Nguyễn Văn An)")[:2] == ("0031000123456", "Vietcombank")
    glued = parse_account("VQ0912345678")
    assert glued.number is None
    assert glued.flaw is not None


def test_a_sum_too_small_for_a_month_stops_the_row() -> None:
    found = from_rows(
        [
            [T, H, "Năm sinh", "Mức hưởng"],
            [1, "Lê Văn Sơn", 1950, "500.000"],
            [2, "Lê Thị Hoa", 1951, "1.250"],
        ]
    )
    assert [row.wrong for row in found.rows] == [False, True]
    assert found.rows[1].problems[0].code == "amount_small"


def test_a_holder_beside_an_account_is_no_bank() -> None:
    (row,) = from_rows([[T, H, "Năm sinh", "Số TK"], [1, "Lê Văn Sơn", 1950, "0031000123456 LE VAN SON"]]).rows
    assert row.account is not None
    assert (row.account.number, row.account.bank) == ("0031000123456", None)


def test_occasions() -> None:
    assert pays_once(("DANH SÁCH CHÚC THỌ, MỪNG THỌ NĂM 2026",), "Mức quà")
    assert not pays_once(("DANH SÁCH CHI TRẢ TRỢ CẤP THÁNG 11/2026",), "Số tiền")
    assert takes_off("II. Danh sách giảm do chết")
    assert takes_off("DANH SÁCH THÔI HƯỞNG TRỢ CẤP")
    for title in ("DANH SÁCH TĂNG, GIẢM THÁNG 11", "Hộ nghèo chương trình giảm nghèo", "Danh sách tăng"):
        assert not takes_off(title)
    assert all(map(gone_flaw, ("Đã chết", "chết 5/2026", "chuyển đi xã An Bình", "đã mất ngày 3/4")))
    for remark in ("mất CCCD", "mất sức lao động", "chuyển tiền qua thẻ", "chuyển đến", ""):
        assert gone_flaw(remark) is None, remark
