"""Cells as people type them -> values, or the reason why not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.imports.values.amounts import parse_amount, parse_coefficient, parse_start
from models.imports.values.births import parse_born
from models.imports.values.names import looks_like_name, parse_name, parse_sex
from models.imports.values.numbers import (
    id_flaws,
    parse_account,
    parse_id,
    parse_insurance,
    parse_phones,
    sex_of_id,
    year_of_id,
)
from models.imports.values.villages import tidy_village, village_heading, village_in, village_key
from models.store.dates import PartialDate
from models.store.money import format_amount
from tests.imports.workbooks import TODAY


@pytest.mark.parametrize(
    ("cell", "born"),
    [
        (1950.0, "1950"),
        (1950, "1950"),
        ("1950", "1950"),
        ("1950.0", "1950"),
        ("5/3/1950", "1950-03-05"),
        ("05-03-1950", "1950-03-05"),
        ("5.3.1950", "1950-03-05"),
        ("05 03 1950", "1950-03-05"),
        ("03/1950", "1950-03"),
        ("00/00/2016", "2016"),
        ("0/3/1950", "1950-03"),
        ("05/00/1950", "1950"),
        ("sinh năm 1950", "1950"),
        ("Năm 1950", "1950"),
        ("NS: 1950", "1950"),
        ("17/4/2018 ", "2018-04-17"),
        (18322.0, "1950-02-28"),
        (5031950.0, "1950-03-05"),
        ("05031950", "1950-03-05"),
        (3.195, "1950-03"),
        ("--/--/1950", "1950"),
        ("../../1950", "1950"),
        ("xx/03/1950", "1950-03"),
        ("/ /1950", "1950"),
        ("ngày 5 tháng 3 năm 1950", "1950-03-05"),
        ("tháng 3/1950", "1950-03"),
        ("1950-03-05", "1950-03-05"),
        ("1950-03-05 00:00:00", "1950-03-05"),
        (datetime.fromisoformat("1950-03-05"), "1950-03-05"),
        (date(1950, 3, 5), "1950-03-05"),
        (date(1905, 5, 3), "1950"),
        ("'05/03/1950", "1950-03-05"),
        ("05/03/1950 (âm lịch)", "1950-03-05"),
        ("29/02/2000", "2000-02-29"),
        ("22/11/2026", "2026-11-22"),
        ("", None),
        ("-", None),
        ("không rõ", None),
        ("?", None),
        (0, None),
        ("05-03-50", "1950-03-05"),
        ("khoảng 1950", "1950"),
    ],
)
def test_births(cell: Any, born: str | None) -> None:
    value, flaw = parse_born(cell, TODAY)
    assert (value.iso() if value else None) == born
    assert flaw is None or flaw.severity == "warning"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/1950", "impossible_date"),
        ("29/02/1900", "too_old"),
        ("29/02/2001", "impossible_date"),
        ("05/13/1950", "impossible_date"),
        ("32/01/1950", "impossible_date"),
        ("01/01/2031", "future_birth"),
        ("23/11/2026", "future_birth"),
        (2027, "future_birth"),
        ("1850", "too_old"),
        (1800.0, "too_old"),
        ("05/03/15", "two_digit_year"),
        ("abc", "unreadable_date"),
        ("195", "unreadable_date"),
        (True, "unreadable_date"),
        ("20/10/2O15", "unreadable_date"),
    ],
)
def test_births_that_cannot_be(cell: Any, code: str) -> None:
    value, flaw = parse_born(cell, TODAY)
    assert value is None
    assert flaw is not None
    assert (flaw.code, flaw.severity) == (code, "error")


@given(st.dates(date(1910, 1, 1), TODAY))
def test_any_real_day_is_read_in_any_spelling(day: date) -> None:
    spelled = (
        day,
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02d}-{day.month:02d}-{day.year}",
        day.isoformat(),
        f"{day.day:02d}{day.month:02d}{day.year}",
        (day - date(1899, 12, 30)).days,
    )
    for cell in spelled:
        assert parse_born(cell, TODAY) == (PartialDate.of(day), None), cell


@given(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(".1 /-(x0a").flatmap(lambda sign: st.integers(1, 6000).map(lambda count: sign * count)),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
        st.dates(),
    )
)
def test_no_cell_breaks_a_reader(cell: Any) -> None:
    for parse in (
        lambda c: parse_born(c, TODAY),
        parse_amount,
        parse_coefficient,
        parse_start,
        parse_id,
        parse_account,
        parse_phones,
        parse_insurance,
        parse_name,
        parse_sex,
    ):
        parse(cell)
    looks_like_name(cell)
    born, _ = parse_born(cell, TODAY)
    assert born is None or born.earliest <= TODAY


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("750.000đ", 1, 750000),
        ("1,000,000", 1, 1000000),
        ("1.250.000 đồng", 1, 1250000),
        (750000.0, 1, 750000),
        ("540 000", 1, 540000),
        ("540.000 đ/tháng", 1, 540000),
        ("1.000.000,00", 1, 1000000),
        ("750.000 VNĐ", 1, 750000),
        ("500k", 1, 500000),
        ("1tr250", 1, 1250000),
        ("1,25 triệu", 1, 1250000),
        ("2 triệu", 1, 2000000),
        ("750", 1000, 750000),
        ("1.250", 1000, 1250000),
        (1250.0, 1000, 1250000),
        (810000.0, 1000, 810000),
        (1.25, 1000000, 1250000),
        ("750.000,-", 1, 750000),
        ("-", 1, None),
        ("", 1, None),
        (0, 1, None),
    ],
)
def test_amounts(cell: Any, unit: int, amount: int | None) -> None:
    assert parse_amount(cell, unit) == (amount, None)


@pytest.mark.parametrize(
    "cell", ["theo QĐ", "500,5", True, date(2026, 1, 1), "-500000", -500000, "1.2.3", "500.00"[:3] + "x"]
)
def test_amounts_that_are_none(cell: Any) -> None:
    value, flaw = parse_amount(cell)
    assert value is None
    assert flaw is not None
    assert flaw.code == "amount_unreadable"


@given(st.integers(1, 99_999).map(lambda thousands: thousands * 1000))
def test_our_own_amounts_are_read_back(amount: int) -> None:
    for cell in (
        format_amount(amount),
        f"{amount:,}",
        str(amount),
        amount,
        float(amount),
        format_amount(amount) + " đ",
    ):
        assert parse_amount(cell) == (amount, None)


def test_coefficients() -> None:
    cells = ["1,5", 1.5, "1.5", "2", 2.0, "hệ số 2,5", "2,0", "1,25", "", "-"]
    assert [parse_coefficient(cell) for cell in cells] == [
        (value, None) for value in (150, 150, 150, 200, 200, 250, 200, 125, None, None)
    ]
    for cell, code in (
        ("abc", "coefficient_unreadable"),
        (date(2026, 5, 1), "coefficient_is_date"),
        (500000, "coefficient_unreadable"),
        (1e300, "coefficient_unreadable"),
    ):
        value, flaw = parse_coefficient(cell)
        assert value is None
        assert flaw is not None
        assert flaw.code == code


def test_months() -> None:
    cells = [
        "11/2023",
        "T11/2023",
        "11-2023",
        datetime.fromisoformat("2023-11-01"),
        "tháng 11 năm 2023",
        "01/11/2023",
        "T11.2023",
        11.2023,
        202311.0,
        "2023-11",
        "11/23",
        "từ tháng 11/2023",
        45231.0,
        112023.0,
    ]
    assert [parse_start(cell) for cell in cells] == [(202311, None)] * len(cells)
    value, flaw = parse_start("13/2023")
    assert value is None
    assert flaw is not None
    assert flaw.severity == "warning"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (31216544341.0, "031216544341"),
        (1221327733.0, "001221327733"),
        ("'031192922487", "031192922487"),
        ("068 212 523 053", "068212523053"),
        ("CCCD: 031216544341", "031216544341"),
        (123456789.0, "123456789"),
        ("123456789", "123456789"),
        (12345678, "012345678"),
        ("031.216.544.341", "031216544341"),
        ("31216544341", "031216544341"),
        ("031216544341.0", "031216544341"),
        ("", None),
        ("chưa có", None),
        ("031216544341/123456789", "031216544341"),
        ("031216544341\n123456789", "031216544341"),
    ],
)
def test_identity_numbers(cell: Any, number: str | None) -> None:
    reading = parse_id(cell)
    assert (reading.number, reading.flaw) == (number, None)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0010600", "short_id"),
        ("12345678", "short_id"),
        ("0312165443411", "long_id"),
        ("03121654434", "short_id"),
        ("3.12E+10", "id_lost_digits"),
        ("abc", "id_unreadable"),
        (12345.5, "id_unreadable"),
        ("031216544341 031216544342", "long_id"),
        ("031216544341/031216544342", "id_unreadable"),
        (99999999999.0, "short_id"),
    ],
)
def test_identity_numbers_that_are_none(cell: Any, code: str) -> None:
    reading = parse_id(cell)
    assert reading.number is None
    assert reading.flaw is not None
    assert (reading.flaw.code, reading.flaw.severity) == (code, "error")


def test_the_structure_of_a_number() -> None:
    assert (year_of_id("031216544341"), sex_of_id("031216544341")) == (2016, "male")
    assert (year_of_id("031150000001"), sex_of_id("031150000001")) == (1950, "female")
    assert [flaw.code for flaw in id_flaws("031150000001", "male", PartialDate(1951))] == [
        "id_sex_mismatch",
        "id_birth_mismatch",
    ]
    assert id_flaws("031150000001", "female", PartialDate(1950, 3)) == []
    assert id_flaws("031150000001", None, None) == []
    assert id_flaws("123456789", "male", PartialDate(1950)) == []
    unknown = parse_id("003150000001")
    assert unknown.number == "003150000001"
    assert unknown.flaw is not None
    assert unknown.flaw.severity == "warning"


def test_phones() -> None:
    cells = ("0476410827", 912345678.0, "0912.345.678", "+84912345678", "84912345678", "(0912) 345 678")
    assert [parse_phones(cell)[0] for cell in cells] == [("0476410827",), *[("0912345678",)] * 5]
    assert parse_phones("0912345678/0987654321") == (("0912345678", "0987654321"), None)
    assert parse_phones("091 234 5678 - 0987 654 321") == (("0912345678", "0987654321"), None)
    assert parse_phones("")[0] == ()
    flaw = parse_phones("12345")[1]
    assert flaw is not None
    assert flaw.severity == "warning"


def test_accounts_and_insurance() -> None:
    assert parse_account("5517777377776").number == parse_account(5517777377776.0).number == "5517777377776"
    assert parse_account("0123 4567 8901").number == "012345678901"
    assert parse_account("Agribank 2300205123456")[:2] == ("2300205123456", "Agribank")
    assert parse_account("tiền mặt") == (None, None, None)
    for cell in (1234567890123456.0, "1.23E+12", 9.9e20):
        flaw = parse_account(cell).flaw
        assert flaw is not None
        assert flaw.code == "account_lost_digits"
    assert parse_insurance("BT 2 31 3120123456 78".replace(" ", "")[:15] + "")[0] is not None
    assert parse_insurance(123456789.0)[0] == "0123456789"
    assert parse_insurance("abc")[1] is not None


def test_names_and_sexes() -> None:
    cells = {
        "  Phạm  Công  An ": "Phạm Công An",
        "LÊ ĐỨC BÌNH": "Lê Đức Bình",
        "nguyễn văn an": "Nguyễn Văn An",
        "Nguyễn văn an": "Nguyễn Văn An",
        "H'HEN NIÊ": "H'Hen Niê",
        "Ông Nguyễn Văn A": "Nguyễn Văn A",
        "Ông Ích Khiêm": "Ông Ích Khiêm",
        "3. Lê Hoa": "Lê Hoa",
    }
    assert {cell: parse_name(cell)[0] for cell in cells} == cells
    assert [parse_sex(cell)[0] for cell in ("Nam", "NỮ", "nu", "F", "gái", "x", "Nữ ", "")] == [
        "male",
        "female",
        "female",
        "female",
        "female",
        None,
        "female",
        None,
    ]
    assert parse_name("")[2] is None
    flaw = parse_name(5.0)[2]
    assert flaw is not None
    assert flaw.code == "name_unreadable"


def test_villages_written_in_many_ways_are_one() -> None:
    assert (
        len(
            {
                village_key(text)
                for text in ("TDP 3", "Tổ dân phố 3", "Tổ DP số 3", "Tổ dân phố số 03", "tdp3", "Tổ 3", "TDP Số 3")
            }
        )
        == 1
    )
    assert (
        len(
            {
                village_key(text)
                for text in ("THÔN ĐỒNG CẦU", "Thôn Đồng Cầu", "T. Đồng Cầu", "T.Đồng Cầu", "thôn  đồng cầu")
            }
        )
        == 1
    )
    assert village_key("Thôn Hoà Bình") == village_key("Thôn Hòa Bình")
    assert village_key("Thôn 1") != village_key("Thôn 11") != village_key("TDP 11")
    assert tidy_village("BON B'NƠR") == "Bon B'Nơr"
    assert tidy_village("TDP PHÚ THỌ") == "TDP Phú Thọ"


def test_villages_in_headings_and_addresses() -> None:
    headings = {
        "I. THÔN ĐÔNG": "Thôn Đông",
        "* Thôn 3": "Thôn 3",
        "Khu phố 5 (12 người)": "Khu phố 5",
        "Thôn: Đồng Cầu": "Thôn Đồng Cầu",
        "THÔN ĐỒNG CẦU, XÃ HƯNG ĐẠO": "Thôn Đồng Cầu",
        "II/ Tổ dân phố số 3": "Tổ dân phố số 3",
        "Thôn Đông: 12 người": "Thôn Đông",
        "Tổ trưởng": None,
        "Bản tổng hợp": None,
        "Biên bản": None,
        "Thôn, TDP": None,
        "Lê Văn Thôn": None,
    }
    assert {text: village_heading(text) for text in headings} == headings
    places = {
        "Số 5, thôn Đồng Cầu, xã Hưng Đạo": "Thôn Đồng Cầu",
        "DANH SÁCH NGƯỜI KHUYẾT TẬT - THÔN 1": "Thôn 1",
        "Tổ 3, KP 5, phường X": "KP 5",
        "Hưng Đạo": None,
        "DANH SÁCH CÁC THÔN, TDP": None,
        "Danh sách các thôn, tổ dân phố của xã": None,
        "địa bàn thôn và xã": None,
        "ĐỐI TƯỢNG THÔN TRUNG XÃ HƯNG ĐẠO NĂM 2025": "Thôn Trung",
        "T. Đồng Cầu - Hưng Đạo": "Thôn Đồng Cầu",
    }
    assert {text: village_in(text) for text in places} == places
