"""Lists as other offices keep them: each layout here was once read wrongly."""

from __future__ import annotations

from typing import Any

import pytest

from models.imports.lists.facts import UnderstoodRow
from models.imports.lists.meanings import Meaning
from tests.imports.by_hand import D, H, T, codes, from_rows, names
from tests.imports.judging import read
from tests.imports.writers import Grid, write_xlsx


def born(rows: tuple[UnderstoodRow, ...]) -> list[str | None]:
    return [row.person.born.iso() if row.person.born else None for row in rows]


def amounts(rows: tuple[UnderstoodRow, ...]) -> list[int | None]:
    return [row.benefit.amount if row.benefit else None for row in rows]


def test_a_total_of_men_and_women_does_not_turn_birth_years_into_marks() -> None:
    found = from_rows(
        [
            [T, H, "Ngày, tháng, năm sinh", "", "Tuổi"],
            ["", "", "Nam", "Nữ", ""],
            [1, "Lê Văn Sơn", "01/02/1936", "", 90],
            [2, "Lê Thị Hoa", "", "1926", 100],
            ["", "Cộng", "1", "1", ""],
        ],
        [(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4)],
    )
    assert born(found.rows) == ["1936-02-01", "1926"]
    assert [row.person.sex for row in found.rows] == ["male", "female"]


def test_gifts_are_told_and_never_paid_each_month() -> None:
    rows: list[Any] = [
        ["DANH SÁCH TẶNG QUÀ TẾT NGUYÊN ĐÁN 2026"],
        [T, H, "Năm sinh", "Địa chỉ", "Số tiền"],
        [1, "Lê Văn Sơn", 1940, "Xóm 1", 300000],
        [2, "Lê Thị Hoa", 1938, "Xóm 2", 300000],
    ]
    found = from_rows(rows)
    assert [codes(row) for row in found.rows] == [["paid_once"], ["paid_once"]]
    assert amounts(found.rows) == [300000, 300000]
    assert not any(row.benefit and row.benefit.monthly for row in found.rows)
    monthly = from_rows([["DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI HẰNG THÁNG, TẾT NGUYÊN ĐÁN"], *rows[1:]])
    assert all(row.benefit and row.benefit.monthly for row in monthly.rows)


def test_people_taken_off_or_gone_start_no_payment() -> None:
    found = from_rows(
        [
            [T, H, "Năm sinh", "Đối tượng", "Số tiền", "Ghi chú"],
            ["A", "DANH SÁCH TĂNG"],
            [1, "Lê Văn Sơn", 1940, "NKT nặng", 750000, ""],
            [2, "Lê Thị Hoa (đã chết)", 1938, "NKT nặng", 750000, ""],
            [3, "Lý Thị Mai", 1938, "NKT nặng", 750000, "Chết 12/5/2026"],
            [4, "Hồ Thị Ba", 1938, "NKT nặng", 750000, "mất CCCD"],
            ["B", "DANH SÁCH GIẢM"],
            [1, "Hồ Văn Đạt", 1961, "NKT nặng", 750000, ""],
        ]
    )
    assert names(found) == ["Lê Văn Sơn", "Lê Thị Hoa", "Lý Thị Mai", "Hồ Thị Ba", "Hồ Văn Đạt"]
    assert [codes(row) for row in found.rows] == [[], ["person_gone"], ["person_gone"], [], ["taken_off"]]
    assert [row.benefit and row.benefit.monthly for row in found.rows] == [True, False, False, True, False]


def test_day_month_and_year_under_headers_of_their_own() -> None:
    for words in (("Ngày", "Tháng", "Năm"), ("Ngày sinh", "Tháng sinh", "Năm sinh"), ("NGAY", "THANG", "NAM")):
        found = from_rows(
            [
                [T, H, *words, "CCCD"],
                [1, "Lê Văn Sơn", 12, 3, 1940, "031040000001"],
                [2, "Lê Thị Hoa", "", "05", 1938, "031138000002"],
                [3, "Lý Thị Mai", "", "", 1937, "031137000003"],
            ]
        )
        assert born(found.rows) == ["1940-03-12", "1938-05", "1937"], words
        assert [row.person.sex for row in found.rows] == ["male", "female", "female"]


def test_headers_whose_words_are_broken_over_rows_without_merged_cells() -> None:
    found = from_rows(
        [
            [T, H, "Ngày, tháng,", "", "Số CMND/", "Mức"],
            ["", "", "năm sinh", "", "CCCD", "hưởng"],
            ["", "", "Nam", "Nữ", "", ""],
            [1, "Lê Văn Sơn", "12/03/1940", "", "031040000001", 500000],
            [2, "Lê Thị Hoa", "", "1938", "031138000002", 750000],
        ]
    )
    assert born(found.rows) == ["1940-03-12", "1938"]
    assert amounts(found.rows) == [500000, 750000]
    assert found.tables[0].header_rows == (1, 2, 3)


def test_a_name_broken_over_two_rows_is_joined_and_told() -> None:
    found = from_rows(
        [
            ["Số", H, "Năm", "Địa chỉ", "Mức trợ"],
            ["TT", "", "sinh", "", "cấp"],
            ["1", "Lê Văn Sơn", "1940", "Thôn Đoài", "500.000"],
            ["2", "Trần Thị", "1938", "Thôn Đông", "500.000"],
            ["", "Bé", "", "", ""],
            ["3", "Hồ Văn Đạt", "1950", "Thôn Đông", "750.000"],
        ]
    )
    assert names(found) == ["Lê Văn Sơn", "Trần Thị Bé", "Hồ Văn Đạt"]
    assert [codes(row) for row in found.rows] == [[], ["joined_lines"], []]
    assert amounts(found.rows) == [500000, 500000, 750000]
    assert [row.person.village for row in found.rows] == ["Thôn Đoài", "Thôn Đông", "Thôn Đông"]


def test_tables_side_by_side_have_their_own_titles_and_keys() -> None:
    found = from_rows(
        [
            ["KHÓM 1", "", "", "", "", "KHÓM 2"],
            [T, H, "Năm sinh", "Số tiền", "", T, H, "Năm sinh", "Số tiền"],
            [1, "Lê Văn Sơn", 1940, 500000, "", 1, "Lê Thị Hoa", 1938, 500000],
            [2, "Lý Văn Tư", 1941, 500000, "", 2, "Lý Thị Mai", 1939, 500000],
        ]
    )
    assert {row.person.name: row.person.village for row in found.rows} == {
        "Lê Văn Sơn": "Khóm 1",
        "Lý Văn Tư": "Khóm 1",
        "Lê Thị Hoa": "Khóm 2",
        "Lý Thị Mai": "Khóm 2",
    }
    assert len({row.key for row in found.rows}) == 4
    assert {(row.sheet, row.row) for row in found.rows} == {("DS", 3), ("DS", 4)}


def test_headers_of_other_systems() -> None:
    english = from_rows(
        [
            [
                "No.",
                "Full name",
                "Year of birth",
                "Gender",
                "ID No",
                "Address",
                "Phone",
                "Account No.",
                "Bank",
                "Amount",
            ],
            [1, "Le Van Son", 1940, "M", "031040000001", "Thon Doai", "0912345678", "1234567890", "VBSP", 500000],
        ]
    )
    (row,) = english.rows
    assert (row.person.name, row.person.sex, row.person.id_number) == ("Le Van Son", "male", "031040000001")
    assert (amounts(english.rows), row.account and (row.account.number, row.account.bank)) == (
        [500000],
        ("1234567890", "VBSP"),
    )
    portal = from_rows(
        [
            [
                T,
                "Mã hồ sơ",
                "Họ và tên công dân",
                D,
                "Giới tính",
                "Số định danh cá nhân",
                "Nơi thường trú",
                "Trạng thái",
            ],
            ["1", "G22-01", "LÊ VĂN SƠN", "12/03/1940", "Nam", "031040000001", "Thôn Đoài, Xã Hưng Đạo", "Hoàn thành"],
        ]
    )
    assert names(portal) == ["Lê Văn Sơn"]
    assert portal.rows[0].person.village == "Thôn Đoài"
    wide = from_rows(
        [
            [T, H, D, "Số CCCD", "Thôn", "Mức hưởng", *(f"Cột {place}" for place in range(200))],
            [1, "Lê Văn Sơn", 1940, "031040000001", "Thôn Đoài", "500.000", *("x" * 200)],
        ]
    )
    assert (names(wide), wide.rows[0].wrong) == (["Lê Văn Sơn"], False)


def test_a_list_for_insurance_cards() -> None:
    found = from_rows(
        [
            ["DANH SÁCH CẤP THẺ BẢO HIỂM Y TẾ"],
            [T, H, D, "Giới tính", "Số thẻ BHYT", "Nơi đăng ký KCB ban đầu", "Địa chỉ", "Từ ngày", "Đến ngày"],
            [1, "Lê Văn Sơn", 1940, 1, "BT2313120012345", "Trạm y tế xã", "Thôn Đoài", "01/01/2026", "31/12/2026"],
            [2, "Lê Thị Hoa", 1938, 2, "BT2313120012346", "Trạm y tế xã", "Thôn Đông", "01/01/2026", "31/12/2026"],
        ]
    )
    assert [(row.person.village, row.person.address) for row in found.rows] == [
        ("Thôn Đoài", "Thôn Đoài"),
        ("Thôn Đông", "Thôn Đông"),
    ]
    assert [row.benefit for row in found.rows] == [None, None]


@pytest.mark.parametrize(
    ("signs", "sexes"), [((1, 0), ["male", "female"]), ((0, 1), ["male", "female"]), (("T", "G"), ["male", "female"])]
)
def test_signs_for_the_sexes_are_learnt_from_the_numbers(signs: tuple[Any, Any], sexes: list[str]) -> None:
    rows: list[Any] = [[T, H, D, "Giới tính", "CCCD"]]
    for number in range(4):
        man = number % 2 == 0
        name = f"Lê Văn {'Sơn' if man else 'Hoa'}"
        rows.append([number + 1, name, 1940, signs[0 if man else 1], f"031{0 if man else 1}40000{number:03d}"])
    rows.append([5, "Hồ Văn Không", 1950, signs[0], ""])
    rows.append([6, "Hồ Thị Có", 1950, signs[1], ""])
    found = from_rows(rows)
    assert [row.person.sex for row in found.rows][-2:] == sexes
    assert not any(row.wrong for row in found.rows)


def test_the_place_is_the_larger_of_two_columns_of_places() -> None:
    found = from_rows(
        [
            [T, H, "Năm sinh", "CCCD", "Tổ", "Khu phố"],
            [1, "Lê Văn Sơn", 1940, "079040000001", 3, 5],
            [2, "Lê Thị Hoa", 1938, "079138000002", 4, "KP6"],
        ]
    )
    assert [row.person.village for row in found.rows] == ["Khu phố 5", "KP6"]


def test_sums_under_the_names_of_groups() -> None:
    rows: list[Any] = [
        [T, H, "Năm sinh", "Hưu trí xã hội", "NKT nặng", "Trẻ mồ côi", "Tổng cộng"],
        [1, "Lê Văn Sơn", 1940, 500000, "", "", 500000],
        [2, "Lê Thị Hoa", 1978, "", 750000, "", 750000],
        [3, "Lý Thị Mai", 2018, "", "", 750000, 750000],
    ]
    for table in (rows, [row[:-1] for row in rows]):
        found = from_rows(table)
        assert [row.benefit and (row.benefit.group, row.benefit.amount) for row in found.rows] == [
            ("HTXH", 500000),
            ("K6N", 750000),
            ("K1", 750000),
        ]


def test_circumstances_of_children_are_groups() -> None:
    found = from_rows(
        [
            [T, "Họ và tên trẻ", D, "Họ và tên cha/mẹ", "Hoàn cảnh", "Thôn"],
            [1, "Lê Văn Sơn", "12/03/2015", "Lê Thị Hoa", "Mồ côi cha", "Thôn Đoài"],
            [2, "Lý Thị Mai", "05/2018", "Lý Văn Tư", "Trẻ em khuyết tật nặng", "Thôn Đông"],
        ]
    )
    assert [row.benefit and row.benefit.group for row in found.rows] == ["K1", "K6N"]
    assert [row.household for row in found.rows] == [None, None]


def test_dates_that_were_saved_month_first_are_turned_and_told() -> None:
    rows: list[Any] = [
        [T, H, D],
        [1, "Lê Văn Sơn", "3/15/1950"],
        [2, "Lê Thị Hoa", "12/31/1948"],
        [3, "Lý Thị Mai", "5/3/1960"],
    ]
    found = from_rows(rows)
    assert born(found.rows) == ["1950-03-15", "1948-12-31", "1960-05-03"]
    assert all(codes(row) == ["month_first"] for row in found.rows)
    rows.append([4, "Hồ Văn Đạt", "25/12/1950"])
    mixed = from_rows(rows)
    assert [codes(row) for row in mixed.rows] == [["impossible_date"], ["impossible_date"], [], []]


def test_invisible_signs_are_taken_out() -> None:
    found = from_rows(
        [
            [T, "Họ\u200b và\u00ad tên", "Năm\u200b sinh", "CCCD"],
            [1, "Lê Văn S\u00adơn\u200b", "\u200b1940\ufeff", "\u200e031040000001\u200b"],
            [2, "Đặn\u00adg Thị Hoa", 1938, "031138000002"],
        ]
    )
    assert names(found) == ["Lê Văn Sơn", "Đặng Thị Hoa"]
    assert (born(found.rows), found.rows[0].person.id_number) == (["1940", "1938"], "031040000001")


def test_texts_that_a_program_wrapped_in_formulas_for_excel() -> None:
    rows = [[T, H, "Năm sinh", "CCCD"], ["1", "Lê Văn Sơn", "1940", "031040000001"]]
    text = "\r\n".join(",".join(f'="{cell}"' for cell in row) for row in rows)
    (row,) = read(text.encode("utf-8"), "a.csv").rows
    assert (row.person.name, row.person.id_number) == ("Lê Văn Sơn", "031040000001")


def test_a_header_that_is_not_understood_is_no_person() -> None:
    found = from_rows(
        [
            ["Trang", "Hồ Sơ Số", "Lần Trước"],
            ["x", "Lê Văn Sơn", "12/03/1940"],
            ["y", "Lê Thị Hoa", "1938"],
            ["z", "Lý Thị Mai", "1937"],
        ]
    )
    assert names(found) == ["Lê Văn Sơn", "Lê Thị Hoa", "Lý Thị Mai"]


def test_the_clerk_may_say_that_a_gift_is_a_benefit() -> None:
    from models.imports.lists.understanding import understand
    from models.imports.workbook.reading import read_workbook
    from tests.imports.workbooks import TODAY

    grid = Grid("DS", [["DANH SÁCH TẶNG QUÀ TẾT"], [T, H, "Năm sinh", "Số tiền"], [1, "Lê Văn Sơn", 1940, 300000]])
    book = read_workbook(write_xlsx([grid]), "a.xlsx")
    (row,) = understand(book, today=TODAY, overrides={"DS": {"D": Meaning.AMOUNT}}).rows
    assert row.benefit is not None
    assert row.benefit.monthly
    assert not row.problems


def test_a_second_benefit_stands_in_a_row_of_its_own_without_a_name() -> None:
    rows: list[Any] = [
        [T, H, "Năm sinh", "Đối tượng", "Mức hưởng"],
        [1, "Lê Văn Sơn", 1940, "Hưu trí xã hội", 500000],
        ["", "", "", "NKT nặng", 1000000],
        [2, "Lê Thị Hoa", 1938, "Hưu trí xã hội", 500000],
        ["", "", "", "Cộng", 2000000],
    ]
    for merged in ([], [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)]):
        found = from_rows(rows, merged)
        assert [(row.person.name, row.benefit and row.benefit.group, row.twin_of) for row in found.rows] == [
            ("Lê Văn Sơn", "HTXH", None),
            ("Lê Văn Sơn", "K6N", ("DS", 2)),
            ("Lê Thị Hoa", "HTXH", None),
        ]


def test_bare_names_of_villages_between_people_are_nobody() -> None:
    found = from_rows(
        [
            [H, "Năm sinh", "Số tiền"],
            ["Đồng Cầu"],
            ["Lê Văn Sơn", 1940, 500000],
            ["Cao Xá"],
            ["Lê Thị Hoa", 1938, 500000],
            ["Nguyễn An", "", ""],
        ]
    )
    assert [(row.person.name, row.person.village) for row in found.rows] == [
        ("Lê Văn Sơn", "Đồng Cầu"),
        ("Lê Thị Hoa", "Cao Xá"),
        ("Nguyễn An", "Cao Xá"),
    ]


def test_ages_give_the_sex_and_no_birth() -> None:
    found = from_rows(
        [
            [T, H, "Tuổi", "", "Đối tượng"],
            ["", "", "Nam", "Nữ", ""],
            [1, "Lê Văn Sơn", 86, "", "Hưu trí xã hội"],
            [2, "Lê Thị Hoa", "", 88, "Hưu trí xã hội"],
        ],
        [(0, 2, 0, 3)],
    )
    assert [(row.person.sex, row.person.born, codes(row), row.wrong) for row in found.rows] == [
        ("male", None, ["age_only"], False),
        ("female", None, ["age_only"], False),
    ]


def test_several_facts_in_one_column() -> None:
    found = from_rows(
        [
            [T, "Họ và tên/ Số CCCD", "Số QĐ, ngày tháng QĐ"],
            [1, "Lê Văn Sơn\n031040000001", "QĐ 123/QĐ-UBND ngày 05/3/2024"],
            [2, "Lê Thị Hoa - CCCD: 031138000002", "QĐ 124/QĐ-UBND ngày 06/3/2024"],
        ]
    )
    assert [(row.person.name, row.person.id_number) for row in found.rows] == [
        ("Lê Văn Sơn", "031040000001"),
        ("Lê Thị Hoa", "031138000002"),
    ]
    assert [row.benefit and str(row.benefit.decision_date) for row in found.rows] == ["2024-03-05", "2024-03-06"]
    in_brackets = from_rows([[T, H, "CCCD"], [1, "Lê Văn Sơn (1940)", "031040000001"], [2, "Lê Thị Hoa (SN 1938)", ""]])
    assert born(in_brackets.rows) == ["1940", "1938"]


def test_sums_in_millions_do_not_belie_their_header() -> None:
    found = from_rows(
        [[T, H, "Năm sinh", "Mức hưởng (triệu đồng)"], [1, "Lê Văn Sơn", 1940, "0,5"], [2, "Lê Thị Hoa", 1938, 1.25]]
    )
    assert amounts(found.rows) == [500_000, 1_250_000]
    assert not any(column.conflict for column in found.tables[0].columns)
