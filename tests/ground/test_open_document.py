"""Our .ods writer is read back by the library that the program reads with."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineWorkbook

from tests.ground.open_document import write_ods


@dataclass
class Page:
    """The smallest sheet."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def test_cells_come_back_as_they_went_in() -> None:
    rows: list[list[Any]] = [
        ["Họ và tên", None, "Số & <mã>"],
        ["Nguyễn Thị Đào", 1950, 1.5],
        ["", date(1950, 3, 5), "0012"],
    ]
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(write_ods([Page('Thôn "1"', rows, [(0, 0, 0, 1)]), Page("2", [["x"]])]))
    )
    assert book.sheet_names == ['Thôn "1"', "2"]
    read = book.get_sheet_by_index(0)
    day = read.to_python()[2][1]
    assert (day.date() if isinstance(day, datetime) else day) == date(1950, 3, 5)
    assert [row[2] for row in read.to_python()] == ["Số & <mã>", 1.5, "0012"]
    assert read.to_python()[1][:2] == ["Nguyễn Thị Đào", 1950]
    assert read.merged_cell_ranges in (None, [((0, 0), (0, 1))])
