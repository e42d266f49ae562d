"""Lists as bad as real ones, each made by hand for one trouble."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.imports.lists.meanings import Meaning
from models.imports.lists.understanding import understand
from models.imports.workbook.reading import read_workbook
from tests.imports.by_hand import D, H, T, codes, from_rows, names
from tests.imports.legacy import to_tcvn3
from tests.imports.workbooks import TODAY
from tests.imports.writers import Grid, write_xlsx


def test_signers_totals_and_notes_are_nobody() -> None:
    found = from_rows(
        [
            ["DANH SÁCH NGƯỜI CAO TUỔI"],
            [],
            [T, H, "Năm sinh", "Số tiền"],
            [1, "Nguyễn Văn An", 1950, 500000],
            [2, "Trần Thị Bình", 1948, 500000],
            ["", "Tổng cộng: 2 người", "", 1000000],
            ["", "(Bằng chữ: Một triệu đồng chẵn)"],
            ["Danh sách này gồm 02 người."],
            ["", "", "Hưng Đạo, ngày 12 tháng 11 năm 2026"],
            ["NGƯỜI LẬP", "", "TM. UBND XÃ"],
            ["", "", "KT. CHỦ TỊCH"],
            ["(Ký, ghi rõ họ tên)"],
            [],
            ["", "Nguyễn Thị Lập", "Lê Văn Chủ"],
            ["", "Hoàng Văn Ký"],
            ["Ghi chú: Nguyễn Văn An đã chuyển đi"],
        ]
    )
    assert names(found) == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert not any(row.problems for row in found.rows)


def test_a_person_called_tong_or_cong_is_a_person() -> None:
    found = from_rows(
        [
            [T, H, D, "CCCD"],
            [1, "Tống Văn Cộng", "05/03/1950", "031050000001"],
            [2, "Công Thị Tổng", 1950, "031150000002"],
            ["", "Tổng", "", ""],
        ]
    )
    assert names(found) == ["Tống Văn Cộng", "Công Thị Tổng"]


def test_counts_of_men_and_women_in_a_total_are_no_birth_years() -> None:
    rows = [
        [T, H, "Năm sinh", "", "Thôn"],
        ["", "", "Nam", "Nữ", ""],
        [1, "Lê Văn Sơn", 1950, "", "Thôn 1"],
        [2, "Lê Thị Hoa", "", 1960, "Thôn 1"],
        ["", "Cộng", 1, 1, ""],
        ["", "Thôn 2", 12, 15, ""],
        [3, "Lý Thị Mai", "", "12/1970", ""],
    ]
    found = from_rows(rows, [(0, 2, 0, 3)])
    assert names(found) == ["Lê Văn Sơn", "Lê Thị Hoa", "Lý Thị Mai"]
    assert [row.person.sex for row in found.rows] == ["male", "female", "female"]
    assert [row.person.village for row in found.rows] == ["Thôn 1", "Thôn 1", "Thôn 2"]


def test_two_tables_side_by_side() -> None:
    head = [T, H, "Năm sinh", "CCCD"]
    found = from_rows(
        [
            [*head, "", *head],
            [1, "Lê Văn Sơn", 1950, "031050000001", "", 3, "Lý Thị Mai", 1960, "031160000003"],
            [2, "Lê Thị Hoa", 1951, "031151000002", "", 4, "Hồ Văn Đạt", 1961, "031061000004"],
        ]
    )
    assert sorted(filter(None, names(found))) == ["Hồ Văn Đạt", "Lê Thị Hoa", "Lê Văn Sơn", "Lý Thị Mai"]
    assert not any(row.wrong for row in found.rows)


def test_marks_under_group_columns() -> None:
    rows = [
        ["TT", H, D, "Đối tượng", "", "", "Giới tính", "", "Số tiền"],
        ["", "", "", "NKT ĐBN", "NKT nặng", "Trẻ em mồ côi", "Nam", "Nữ", ""],
        [1, "Lê Văn Sơn", 1950, "x", "", "", "x", "", 1250000],
        [2, "Lê Thị Hoa", 2015, "", "", "X", "", "x", 750000],
        [3, "Lý Thị Mai", 1980, "", "x", "", "", "x", 750000],
        ["", "Cộng", "", 1, 1, 1, 1, 2, 2750000],
    ]
    found = from_rows(rows, [(0, 3, 0, 5), (0, 6, 0, 7), (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 8, 1, 8)])
    assert [row.benefit and (row.benefit.label, row.benefit.group) for row in found.rows] == [
        ("NKT ĐBN", "K6DBN"),
        ("Trẻ em mồ côi", "K1"),
        ("NKT nặng", "K6N"),
    ]
    assert [row.person.sex for row in found.rows] == ["male", "female", "female"]


def test_households_with_merged_heads() -> None:
    rows = [
        [T, "Họ tên chủ hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Mã hộ", "Hộ nghèo/cận nghèo"],
        [1, "Lê Văn Sơn", "Lê Văn Sơn", "Chủ hộ", 1950, "HN01", "Hộ nghèo"],
        ["", "", "Lê Thị Hoa", "Vợ", 1951, "", ""],
        ["", "", "Lê Văn Con", "Con", 2015, "", ""],
        [2, "Lý Thị Mai", "Lý Thị Mai", "Chủ hộ", 1960, "HN02", "Cận nghèo"],
    ]
    found = from_rows(rows, [(1, 0, 3, 0), (1, 1, 3, 1), (1, 5, 3, 5), (1, 6, 3, 6)])
    assert [
        row.household and (row.household.head, row.household.relation, row.household.code) for row in found.rows
    ] == [
        ("Lê Văn Sơn", "Chủ hộ", "HN01"),
        ("Lê Văn Sơn", "Vợ", "HN01"),
        ("Lê Văn Sơn", "Con", "HN01"),
        ("Lý Thị Mai", "Chủ hộ", "HN02"),
    ]
    assert not any(row.wrong for row in found.rows)


def test_groups_inside_villages_and_villages_inside_groups() -> None:
    inside = from_rows(
        [
            [T, H, D, "CCCD", "Số tiền"],
            ["I", "THÔN ĐÔNG"],
            ["", "Trẻ em mồ côi"],
            [1, "Lê Văn Sơn", 2015, "031215000001", 750000],
            ["", "Người khuyết tật nặng"],
            [2, "Lê Thị Hoa", 1981, "031181000002", 750000],
            ["II", "THÔN TÂY"],
            [3, "Lý Thị Mai", 1950, "031150000003", 500000],
        ]
    )
    assert [(row.person.village, row.benefit and row.benefit.group) for row in inside.rows] == [
        ("Thôn Đông", "K1"),
        ("Thôn Đông", "K6N"),
        ("Thôn Tây", None),
    ]
    outside = from_rows(
        [
            [T, H, D, "CCCD", "Số tiền"],
            ["A", "Người khuyết tật nặng"],
            ["", "Thôn Đông"],
            [1, "Lê Văn Sơn", 1985, "031085000001", 750000],
            ["", "Thôn Tây"],
            [2, "Lê Thị Hoa", 1981, "031181000002", 750000],
            ["B", "Trẻ em mồ côi"],
            [3, "Lý Thị Mai", 2015, "031315000003", 750000],
        ]
    )
    assert [(row.person.village, row.benefit and row.benefit.group) for row in outside.rows] == [
        ("Thôn Đông", "K6N"),
        ("Thôn Tây", "K6N"),
        (None, "K1"),
    ]


def test_the_payee_is_not_the_person() -> None:
    rows = [
        [T, "Đối tượng", "", "", "Người nhận thay", "", "", "Mức hưởng"],
        ["", H, D, "Số CCCD", H, "Số CCCD", "Quan hệ", ""],
        [1, "Lê Văn Sơn", "05/03/2015", "031215000001", "Lý Thị Mai", "031180000003", "Mẹ", "750.000"],
    ]
    found = from_rows(rows, [(0, 1, 0, 3), (0, 4, 0, 6), (0, 0, 1, 0), (0, 7, 1, 7)])
    (row,) = found.rows
    assert (row.person.name, row.person.id_number, row.person.payee) == ("Lê Văn Sơn", "031215000001", "Lý Thị Mai")
    assert not row.wrong


def test_arrears_and_totals_are_not_the_monthly_amount() -> None:
    rows = [
        ["TT", H, "NS", "Trợ cấp", "", "", "Tổng cộng"],
        ["", "", "", "Hệ số", "Mức hưởng", "Truy lĩnh", ""],
        [1, "Lê Văn Sơn", 1950, "2,0", 1000000, 3000000, 4000000],
    ]
    (row,) = from_rows(rows, [(0, 3, 0, 5)]).rows
    assert row.benefit is not None
    assert (row.benefit.amount, row.benefit.coefficient) == (1000000, 200)


def test_a_header_over_three_rows() -> None:
    rows = [
        ["DANH SÁCH"],
        ["STT", "THÔNG TIN CÁ NHÂN", "", "", "", "TRỢ CẤP", ""],
        ["", H, "Năm sinh", "", "CCCD", "Hệ số", "Mức"],
        ["", "", "Nam", "Nữ", "", "", ""],
        ["1", "2", "3", "4", "5", "6", "7"],
        [1, "Lê Văn Sơn", 1950, "", "031050000001", 2, 1000000],
        [2, "Lý Thị Mai", "", 1960, "031160000003", 1.5, 750000],
    ]
    merges = [
        (1, 0, 3, 0),
        (1, 1, 1, 4),
        (1, 5, 1, 6),
        (2, 1, 3, 1),
        (2, 2, 2, 3),
        (2, 4, 3, 4),
        (2, 5, 3, 5),
        (2, 6, 3, 6),
    ]
    found = from_rows(rows, merges)
    assert found.tables[0].header_rows == (2, 3, 4)
    assert [
        (row.person.sex, row.person.born and row.person.born.year, row.benefit and row.benefit.amount)
        for row in found.rows
    ] == [("male", 1950, 1000000), ("female", 1960, 750000)]


def test_a_plain_list_without_header() -> None:
    found = from_rows(
        [
            ["Lê Văn Sơn", "05/03/1950", "Nam", "031050000001", "Thôn Đông"],
            ["Lý Thị Mai", 1960, "Nữ", 31160000003, "Thôn Tây"],
            ["Hồ Văn Đạt", "1961", "Nam", "031061000004", "Thôn Tây"],
        ]
    )
    assert [(row.person.name, row.person.sex, row.person.village) for row in found.rows] == [
        ("Lê Văn Sơn", "male", "Thôn Đông"),
        ("Lý Thị Mai", "female", "Thôn Tây"),
        ("Hồ Văn Đạt", "male", "Thôn Tây"),
    ]
    assert found.rows[1].person.id_number == "031160000003"


def test_two_tables_one_under_the_other() -> None:
    found = from_rows(
        [
            ["I. DANH SÁCH TĂNG"],
            [T, H, "Năm sinh", "CCCD", "Mức hưởng"],
            [1, "Lê Văn Sơn", 1950, "031050000001", 500000],
            ["", "Cộng", "", "", 500000],
            [],
            ["II. DANH SÁCH GIẢM"],
            [T, H, "Số CCCD", "Ngày sinh", "Lý do", "Thôn"],
            [1, "Lý Thị Mai", "031160000003", "03/1960", "Chết", "Thôn Tây"],
        ]
    )
    assert [
        (row.person.name, row.person.id_number, row.person.born and row.person.born.iso()) for row in found.rows
    ] == [
        ("Lê Văn Sơn", "031050000001", "1950"),
        ("Lý Thị Mai", "031160000003", "1960-03"),
    ]
    assert len(found.tables) == 2


def test_a_list_typed_without_marks() -> None:
    found = from_rows(
        [
            ["DANH SACH DOI TUONG THON DONG CAU"],
            ["TT", "Ho va ten", "Nam sinh", "Gioi tinh", "So CCCD", "Doi tuong", "So tien"],
            [1, "Le Van Son", 1950, "Nam", "031050000001", "Nguoi khuyet tat nang", "750000"],
            ["", "Tong cong", "", "", "", "", "750000"],
        ]
    )
    (row,) = found.rows
    assert (row.person.name, row.person.sex, row.benefit and row.benefit.group) == ("Le Van Son", "male", "K6N")
    assert row.person.village == "THON Dong Cau" or row.person.village == "Thon Dong Cau"


def test_cells_that_belie_their_header_are_told() -> None:
    rows = [[T, H, D, "Số điện thoại", "CCCD"]] + [
        [n, f"Lê Văn {given}", 1950 + n, f"0310{50 + n}00000{n}", f"091234567{n}"]
        for n, given in enumerate(("Sơn", "Đạt", "Hùng", "An"), 1)
    ]
    found = from_rows(rows)
    columns = {column.letter: column for column in found.tables[0].columns}
    assert columns["D"].meaning is Meaning.ID_NUMBER
    assert columns["D"].conflict
    assert "Số điện thoại" in columns["D"].conflict
    assert found.rows[0].person.id_number == "031051000001"
    assert columns["E"].meaning is Meaning.PHONE


def test_a_few_old_cells_in_a_unicode_list_and_the_other_way_round() -> None:
    people = ["Lê Văn Hoàng", "Võ Thị Toàn", "Nguyễn Hữu Đạt", "Đặng Thị Huệ", "Lý Hoà", "Hồ Văn Nam"]
    rows: list[list[Any]] = [[T, H, "Năm sinh"]] + [[n, name, 1950] for n, name in enumerate(people, 1)]
    mixed = [*rows, [7, to_tcvn3("Nguyễn Thị Phượng"), 1951], [8, to_tcvn3("Trần Văn Dũng"), 1952]]
    assert names(from_rows(mixed)) == [*people, "Nguyễn Thị Phượng", "Trần Văn Dũng"]
    old = [[to_tcvn3(cell) if isinstance(cell, str) else cell for cell in row] for row in rows] + [
        [7, "Nguyễn Thị Phượng", 1951]
    ]
    assert names(from_rows(old)) == [*people, "Nguyễn Thị Phượng"]


def test_the_letter_lost_with_soft_hyphens_is_told_not_guessed() -> None:
    rows: list[Any] = [
        [T, H, "Năm sinh", "Thôn"],
        [1, "Dương Văn Hùng", 1950, "Thôn Thượng"],
        [2, "Nguyễn Văn Mạnh", 1950, "Thôn Đoài"],
    ]
    typed = [[to_tcvn3(cell).replace("\u00ad", "") if isinstance(cell, str) else cell for cell in row] for row in rows]
    first, second = from_rows(typed).rows
    assert "lost_letter" in codes(first)
    assert first.wrong
    assert not second.wrong


def test_what_excel_destroyed_is_not_guessed() -> None:
    found = from_rows(
        [
            [T, H, D, "CCCD", "Hệ số", "Mức hưởng", "Số TK"],
            [1, "Lê Văn Sơn", 1950, "031050000001", date(2026, 5, 1), 750000, 1234567890123456.0],
            [2, "Lý Thị Mai", 1960, "3.116E+10", "1,5", "theo QĐ", "1.23457E+12"],
        ]
    )
    assert {"coefficient_is_date", "account_lost_digits"} <= set(codes(found.rows[0]))
    assert {"id_lost_digits", "amount_unreadable", "account_lost_digits"} <= set(codes(found.rows[1]))
    assert found.rows[0].benefit is not None
    assert found.rows[0].benefit.coefficient is None
    assert found.rows[0].account is None
    assert [problem.column for problem in found.rows[0].problems] == ["E", "G"] or {
        problem.column for problem in found.rows[0].problems
    } == {"E", "G"}


def test_a_village_column_of_bare_numbers_and_names() -> None:
    found = from_rows(
        [
            ["TT", H, "NS", "CCCD", "Thôn"],
            [1, "Lê Văn Sơn", 1950, "031050000001", 3],
            [2, "Lý Thị Mai", 1960, "031160000003", "Đồng Cầu"],
            [3, "Hồ Văn Đạt", 1961, "031061000004", "THÔN ĐỒNG CẦU"],
        ]
    )
    assert [row.person.village for row in found.rows] == ["Thôn 3", "Thôn Đồng Cầu", "Thôn Đồng Cầu"]


def test_a_summary_by_village_gives_nobody() -> None:
    found = from_rows(
        [
            ["TT", "Tên thôn", "Số người", "Số tiền"],
            [1, "Thôn Đông", 12, 6000000],
            [2, "Thôn Tây", 15, 7500000],
            ["", "Cộng", 27, 13500000],
        ]
    )
    assert names(found) == []


def test_the_same_number_twice() -> None:
    found = from_rows(
        [
            [T, H, D, "CCCD", "Đối tượng"],
            [1, "Lê Văn Sơn", 1950, "031050000001", "NKT nặng"],
            [2, "LÊ VĂN SƠN", 1950, 31050000001, "Đơn thân nuôi con"],
            [3, "Hồ Văn Đạt", 1950, "031050000001", "NKT nặng"],
        ]
    )
    assert found.rows[1].twin_of == ("DS", 2)
    assert codes(found.rows[2]) == ["id_of_other"]
    assert found.rows[2].wrong


def test_family_and_given_name_under_one_merged_header() -> None:
    found = from_rows([[T, H, "", "Năm sinh"], [1, "Lê Văn", "Sơn", 1950], [2, "Lý Thị", "Mai", 1960]], [(0, 1, 0, 2)])
    assert names(found) == ["Lê Văn Sơn", "Lý Thị Mai"]


def test_the_clerk_decides_columns_cells_and_errors() -> None:
    book = read_workbook(
        write_xlsx([Grid("DS", [[T, H, D, "Mã", "Tiền"], [1, "Lê Văn Sơn", "31/02/1950", "031150000001", 500000]])]),
        "a.xlsx",
    )
    first = understand(book, today=TODAY)
    assert codes(first.rows[0]) == ["impossible_date"]
    chosen = understand(
        book,
        today=TODAY,
        overrides={"DS": {"D": Meaning.ID_NUMBER}},
        corrections={("DS", 2, "C"): "28/02/1950", ("DS", 2, "B"): "Lê Thị Sơn"},
    )
    (row,) = chosen.rows
    assert (row.person.name, row.person.id_number, row.person.born and row.person.born.iso()) == (
        "Lê Thị Sơn",
        "031150000001",
        "1950-02-28",
    )
    assert not row.wrong
    strict = understand(
        book,
        today=TODAY,
        overrides={"DS": {"D": Meaning.ID_NUMBER, "A": Meaning.IGNORE}},
        corrections={("DS", 2, "C"): "1951"},
    )
    assert codes(strict.rows[0]) == ["id_birth_mismatch"]
    taken = understand(
        book,
        today=TODAY,
        overrides={"DS": {"D": Meaning.ID_NUMBER}},
        corrections={("DS", 2, "C"): "1951"},
        accepted={("DS", 2, "id_birth_mismatch")},
    )
    assert not taken.rows[0].wrong
    assert taken.rows[0].problems[0].severity == "warning"


def test_old_and_new_numbers_in_two_columns_or_one_cell() -> None:
    found = from_rows(
        [
            [T, H, D, "Số CMND", "Số CCCD"],
            [1, "Lê Văn Sơn", 1950, "012345678", "031050000001"],
            [2, "Lý Thị Mai", 1960, "112345678", ""],
        ]
    )
    assert [(row.person.id_number, row.person.old_id_number) for row in found.rows] == [
        ("031050000001", "012345678"),
        ("112345678", None),
    ]
