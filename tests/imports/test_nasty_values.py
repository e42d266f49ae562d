"""Lists as bad as real ones, each made by hand for one trouble: what stands in the cells."""

from __future__ import annotations

from typing import Any

import pytest

from models.imports.lists.understanding import understand
from models.imports.workbook.reading import read_workbook
from tests.imports.by_hand import D, H, T, codes, from_rows, names
from tests.imports.judging import read
from tests.imports.workbooks import TODAY
from tests.imports.writers import Grid, write_ods, write_xls, write_xlsx


def test_two_digit_years_need_another_witness() -> None:
    found = from_rows(
        [
            [T, H, D, "CCCD"],
            [1, "Lê Văn Sơn", "05/03/15", "031215000001"],
            [2, "Lý Thị Mai", "05/03/15", ""],
            [3, "Hồ Văn Đạt", "05/03/61", ""],
        ]
    )
    assert found.rows[0].person.born is not None
    assert found.rows[0].person.born.iso() == "2015-03-05"
    assert codes(found.rows[1]) == ["two_digit_year"]
    assert found.rows[2].person.born is not None
    assert found.rows[2].person.born.year == 1961
    assert not found.rows[2].wrong


def test_names_with_titles_numbers_and_remarks() -> None:
    found = from_rows(
        [
            [H, "Năm sinh", "Ghi chú"],
            ["1. Ông Nguyễn Văn An", 1950, ""],
            ["Bà Lê Thị Hoa (mẹ anh Tý)", 1951, "yếu"],
            ["Ông Ích Khiêm", 1952, ""],
            ["Lý\nThị Mai", 1953, ""],
        ]
    )
    assert names(found) == ["Nguyễn Văn An", "Lê Thị Hoa", "Ông Ích Khiêm", "Lý Thị Mai"]
    assert found.rows[1].person.note == "mẹ anh Tý; yếu"


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_ods])
def test_the_title_says_the_money_is_in_thousands(write: Any) -> None:
    rows = [
        ["DANH SÁCH"],
        ["", "", "", "Đơn vị tính: nghìn đồng"],
        [T, H, "Năm sinh", "Mức hưởng"],
        [1, "Lê Văn Sơn", 1950, 1250],
        [2, "Lý Thị Mai", 1960, "750"],
    ]
    found = read(write([Grid("DS", rows)]), "a")
    assert [row.benefit and row.benefit.amount for row in found.rows] == [1250000, 750000]
    assert found.tables[0].unit == 1000


def test_a_group_from_the_title_of_the_list() -> None:
    found = from_rows(
        [
            ["DANH SÁCH ĐỐI TƯỢNG HƯỞNG TRỢ CẤP HƯU TRÍ XÃ HỘI"],
            [T, H, "Năm sinh", "Số tiền"],
            [1, "Lê Văn Sơn", 1948, 500000],
        ]
    )
    assert found.rows[0].benefit is not None
    assert found.rows[0].benefit.group == "HTXH"


def test_disability_registers_give_kind_and_degree() -> None:
    found = from_rows(
        [
            [T, H, "Năm sinh", "Dạng tật", "Mức độ KT", "Đối tượng", "Mức hưởng"],
            [1, "Lê Văn Sơn", 1980, "Vận động", "Đặc biệt nặng", "Người khuyết tật", 1000000],
            [2, "Lý Thị Mai", 1980, "Nhìn", "Nặng", "", 750000],
        ]
    )
    assert [(row.person.disability_degree, row.benefit and row.benefit.group) for row in found.rows] == [
        ("Đặc biệt nặng", "K6DBN"),
        ("Nặng", "K6N"),
    ]


def test_hidden_sheets_and_sheets_without_a_list_are_told() -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "DS"
    for row in ([T, H, "Năm sinh"], [1, "Lê Văn Sơn", 1950]):
        book.active.append(row)
    old = book.create_sheet("Cũ")
    old.append([T, H, "Năm sinh"])
    old.append([1, "Lý Thị Mai", 1960])
    old.sheet_state = "hidden"
    book.create_sheet("Ghi chép").append(["Hướng dẫn", "nhập liệu"])
    out = io.BytesIO()
    book.save(out)
    workbook = read_workbook(out.getvalue(), "a.xlsx")
    found = understand(workbook, today=TODAY)
    assert names(found) == ["Lê Văn Sơn"]
    assert {(sheet.name, sheet.reason) for sheet in found.skipped} == {("Cũ", "hidden"), ("Ghi chép", "no_table")}
    assert names(understand(workbook, today=TODAY, show_hidden=True)) == ["Lê Văn Sơn", "Lý Thị Mai"]


def test_pages_with_sums_carried_over() -> None:
    head = ["TT", H, "Năm sinh", "Thôn", "Số tiền", "Ký nhận"]
    rows: list[list[Any]] = [
        ["DANH SÁCH"],
        head,
        [1, "Lê Văn Sơn", 1950, "Thôn 1", 500000],
        ["", "Cộng trang 1", "", "", 500000],
        head,
    ]
    rows += [
        ["", "Trang trước chuyển sang", "", "", 500000],
        [2, "Lý Thị Mai", 1960, "Thôn 2", 500000],
        ["", "Tổng cộng (trang 1+2)", "", "", 1000000],
    ]
    found = from_rows(rows)
    assert names(found) == ["Lê Văn Sơn", "Lý Thị Mai"]
    assert len({table.fingerprint for table in found.tables}) == 1


def test_villages_headed_by_bare_names() -> None:
    head = [T, H, "Năm sinh", "Số tiền"]
    people = [[1, "Lê Văn Sơn", 1950, 500000], [1, "Lý Thị Mai", 1960, 500000]]
    for first, second in (
        (["ĐỒNG CẦU"], ["CAO XÁ"]),
        (["I", "Đồng Cầu", "", 1000000], ["II", "Cao Xá", "", 500000]),
        (["", "Đồng Cầu"], ["", "Cao Xá"]),
    ):
        found = from_rows([head, first, people[0], second, people[1]])
        assert [(row.person.name, row.person.village) for row in found.rows] == [
            ("Lê Văn Sơn", "Đồng Cầu"),
            ("Lý Thị Mai", "Cao Xá"),
        ]


def test_degrees_as_headings_within_a_group() -> None:
    found = from_rows(
        [
            [T, H, "Năm sinh", "CCCD", "Mức hưởng"],
            ["A", "Khoản 5: Người cao tuổi nghèo không có người phụng dưỡng"],
            ["1", "Lê Văn Sơn", 1950, "031050000001", 750000],
            ["B", "Khoản 6: Người khuyết tật"],
            ["1", "Nhóm 1: Đặc biệt nặng"],
            ["1", "Lý Thị Mai", 1980, "031180000002", 1000000],
            ["2", "Nhóm 2: Nặng"],
            ["1", "Lý Thị Hoa", 1981, "031181000003", 750000],
        ]
    )
    assert [row.benefit and row.benefit.group for row in found.rows] == ["K5a", "K6DBN", "K6N"]


def test_marks_for_kind_and_degree_of_disability() -> None:
    rows = [
        [T, H, D, "Dạng tật", "", "", "Mức độ", "", "Số GXN"],
        ["", "", "", "Vận động", "Nhìn", "Khác", "ĐBN", "Nặng", ""],
        [1, "Lê Văn Sơn", 1950, "x", "", "", "x", "", "12/2020"],
        [2, "Lý Thị Mai", 1960, "", "x", "", "", "x", ""],
    ]
    found = from_rows(rows, [(0, 3, 0, 5), (0, 6, 0, 7)])
    assert [(row.person.disability_kind, row.person.disability_degree) for row in found.rows] == [
        ("Vận động", "ĐBN"),
        ("Nhìn", "Nặng"),
    ]
    assert all(row.benefit is None for row in found.rows)


def test_lists_of_banks_and_of_health_insurance() -> None:
    bank = from_rows(
        [
            ["STT", "SỐ TÀI KHOẢN", "TÊN CHỦ TÀI KHOẢN", "SỐ TIỀN", "NỘI DUNG"],
            [1, "5517777377776", "LE VAN SON", 500000, "TCXH T11"],
        ]
    )
    assert [(row.person.name, row.account and row.account.number) for row in bank.rows] == [
        ("Le Van Son", "5517777377776")
    ]
    card = from_rows(
        [
            [T, H, D, "Giới tính", "Mã thẻ BHYT"],
            [1, "Lê Văn Sơn", 1950, 1, "BT2313120123456"],
            [2, "Lý Thị Mai", 1960, 2, "HT3 31 31 201 23457"],
        ]
    )
    assert [(row.person.sex, row.person.insurance) for row in card.rows] == [
        ("male", "BT2313120123456"),
        ("female", "HT3313120123457"),
    ]


def test_an_unreadable_sex_stops_the_row_unless_the_number_tells_it() -> None:
    found = from_rows(
        [
            [T, H, D, "Giới tính", "CCCD"],
            *[[n, "Lê Văn Sơn", 1950 + n, "Nam", ""] for n in range(5)],
            [6, "Lý Thị Mai", 1960, "khác", ""],
            [7, "Lý Thị Hoa", 1960, "khác", "031160000002"],
        ]
    )
    assert [row.wrong for row in found.rows[-2:]] == [True, False]
    assert found.rows[-1].person.sex == "female"


def test_money_in_one_column_for_each_coefficient() -> None:
    found = from_rows(
        [
            [T, H, "Năm sinh", "Hệ số 1,0", "Hệ số 1,5", "Cộng"],
            [1, "Lê Văn Sơn", 1950, "", 750000, 750000],
            [2, "Lý Thị Mai", 1960, 500000, "", 500000],
        ]
    )
    assert [row.benefit and (row.benefit.amount, row.benefit.coefficient) for row in found.rows] == [
        (750000, None),
        (500000, None),
    ]


def test_a_summary_below_the_list_gives_nobody() -> None:
    rows = [
        [T, H, "Năm sinh", "CCCD", "Số tiền"],
        [1, "Lê Văn A", 1950, "031050000001", 500000],
        ["", "Tổng cộng", "", "", 500000],
        [],
        ["TỔNG HỢP"],
    ]
    rows += [["STT", "Đối tượng", "Số người", "Số tiền"], [1, "NKT nặng", 1, 500000], [2, "HTXH", 0, 0]]
    assert names(from_rows(rows)) == ["Lê Văn A"]


def test_header_words_in_a_remark_start_no_table() -> None:
    rows = [
        [T, H, "Năm sinh", "CCCD", "Ghi chú"],
        [1, "Lê Văn A", "1950", "031050000001", "Họ và tên, năm sinh sai CCCD"],
        ["2", "Lê Văn B", "1951", "031051000002", "sai STT, họ và tên"],
    ]
    found = from_rows(rows)
    assert names(found) == ["Lê Văn A", "Lê Văn B"]
    assert len(found.tables) == 1


def test_the_village_of_a_title_or_of_a_sheet() -> None:
    list_rows: list[list[Any]] = [[T, H, "Năm sinh"], [1, "Lê Văn A", 1950]]
    cases = {
        "THÔN CAO XÁ": "Thôn Cao Xá",
        "BAN QUẢN LÝ THÔN CAO XÁ": "Thôn Cao Xá",
        "DANH SÁCH TDP SỐ 3 - PHƯỜNG VIỆT HÒA": "TDP số 3",
        "Danh sách các thôn, tổ dân phố của xã": "TDP 9",
    }
    for title, village in cases.items():
        found = from_rows([["UBND XÃ HƯNG ĐẠO"], [title], *list_rows], name="TDP 9")
        assert found.rows[0].person.village == village


def test_confirmations_and_telephones_below_the_list() -> None:
    rows = [
        [T, H, "Năm sinh", "CCCD", "Số tiền"],
        [1, "Lê Văn A", 1950, "031050000001", 500000],
        ["", "XÁC NHẬN CỦA UBND XÃ", "", "TRƯỞNG THÔN"],
        ["", "CHỦ TỊCH"],
        [],
    ]
    rows += [
        ["", "Nguyễn Văn Chủ", "", "Trần Văn Trưởng"],
        ["", "ĐT: 0912345678", "", "0987654321"],
        ["- Như trên"],
        ["- Lưu VT"],
    ]
    assert names(from_rows(rows)) == ["Lê Văn A"]


def test_poverty_headings_inside_villages() -> None:
    rows = [
        [T, H, "Năm sinh"],
        ["A", "THÔN ĐÔNG"],
        ["I", "Hộ nghèo"],
        ["1", "Lê Văn A", 1950],
        ["II", "Hộ cận nghèo"],
        ["2", "Lê Văn B", 1951],
        ["B", "THÔN TÂY"],
        ["3", "Lê Văn C", 1952],
    ]
    assert [(row.person.name, row.person.village) for row in from_rows(rows).rows] == [
        ("Lê Văn A", "Thôn Đông"),
        ("Lê Văn B", "Thôn Đông"),
        ("Lê Văn C", "Thôn Tây"),
    ]


def test_the_sex_written_before_the_year() -> None:
    found = from_rows(
        [
            [T, H, "Năm sinh (Nam/Nữ)", "CCCD"],
            [1, "Lê Văn A", "Nam 1950", "031050000001"],
            [2, "Lê Thị B", "Nữ 1951", "031151000002"],
        ]
    )
    assert [(row.person.born and row.person.born.year, row.wrong) for row in found.rows] == [
        (1950, False),
        (1951, False),
    ]
