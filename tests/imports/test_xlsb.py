"""Excel binary workbooks are read like the others: several sheets, old fonts, dates, hidden sheets, headers in rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from models.imports.workbook.reading import read_workbook
from models.store.errors import EnvironmentProblem
from tests.imports.judging import differences, read
from tests.imports.legacy import to_tcvn3
from tests.imports.workbooks import make
from tests.imports.writers import Grid
from tests.imports.xlsb import write_xlsb

ROWS: list[Any] = [
    ["DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI HẰNG THÁNG CỦA XÃ"],
    ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Hệ số", "Mức hưởng"],
    [1, "Nguyễn Văn Hưởng", date(1950, 3, 5), "031050000001", 1.5, 750000],
    [2, "Trần Thị Bé", 1938, 31138000002.0, 2, 1_000_000_000],
]


def test_every_kind_of_cell() -> None:
    (sheet,) = read_workbook(write_xlsb([Grid("Thôn Đoài", ROWS)]), "a.xlsb").sheets
    assert sheet.name == "Thôn Đoài"
    assert sheet.rows[0][0] == ROWS[0][0]
    born = sheet.rows[2][2]
    assert (born.date() if isinstance(born, datetime) else born) == date(1950, 3, 5)
    assert sheet.rows[2][:2] == [1, "Nguyễn Văn Hưởng"]
    assert sheet.rows[2][3:] == ["031050000001", 1.5, 750000]
    assert sheet.rows[3][2:] == [1938, 31138000002, 2, 1_000_000_000]


def test_a_list_is_understood() -> None:
    found = read(write_xlsb([Grid("Thôn Đoài", ROWS[:3])]), "a.xlsb")
    (row,) = found.rows
    assert (row.person.name, row.person.id_number, row.person.village) == (
        "Nguyễn Văn Hưởng",
        "031050000001",
        "Thôn Đoài",
    )
    assert row.person.born is not None
    assert row.person.born.iso() == "1950-03-05"
    assert row.benefit is not None
    assert (row.benefit.amount, row.benefit.coefficient) == (750000, 150)


@pytest.mark.parametrize("seed", range(3000, 3016))
def test_made_lists_read_as_from_xlsx(seed: int) -> None:
    made = make(seed)
    found = read(write_xlsb(made.grids), "a.xlsb")
    assert differences(found, made.expected, made.holds) == [], made.layout


def test_hidden_sheets_are_named_and_not_read() -> None:
    grids = [Grid("Một", ROWS), Grid("Hai", ROWS), Grid("Ba", ROWS)]
    found = read(write_xlsb(grids, ["visible", "hidden", "veryHidden"]), "a.xlsb")
    assert {row.sheet for row in found.rows} == {"Một"}
    assert [(sheet.name, sheet.reason) for sheet in found.skipped] == [("Hai", "hidden"), ("Ba", "hidden")]


def test_old_fonts() -> None:
    found = read(write_xlsb([Grid("DS", ROWS).mapped(to_tcvn3)]), "a.xlsb")
    assert [row.person.name for row in found.rows] == ["Nguyễn Văn Hưởng", "Trần Thị Bé"]


def test_a_damaged_one_is_told() -> None:
    data = write_xlsb([Grid("DS", ROWS)])
    with pytest.raises(EnvironmentProblem) as told:
        read_workbook(data[: len(data) // 2], "a.xlsb")
    assert told.value.code == "damaged_file"


def test_a_village_merged_over_rows() -> None:
    rows: list[Any] = [
        ["STT", "Họ tên", "Năm sinh", "Thôn"],
        [1, "Lê Văn Sơn", 1950, "Đoài"],
        [2, "Lê Thị Hoa", 1951, None],
        [3, "Lý Thị Mai", 1960, "Đông"],
    ]
    grids = [Grid("Trước", rows), Grid("Sau", rows, [(1, 3, 2, 3), (0, 0, 0, 0)])]
    book = read_workbook(write_xlsb(grids), "a.xlsb")
    assert [sheet.merged for sheet in book.sheets] == [(), ((1, 3, 2, 3), (0, 0, 0, 0))]
    found = read(write_xlsb(grids), "a.xlsb")
    assert [row.person.village for row in found.rows if row.sheet == "Sau"] == ["Thôn Đoài", "Thôn Đoài", "Thôn Đông"]
