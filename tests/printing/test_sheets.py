"""Excel sheets: made in memory alone, the same bytes each time, text that stays text."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.sheets.register import ColumnKind, RegisterColumn, register_sheet
from tests.printing.reading import PRINTED_AT, sheet_cells

COLUMNS = (
    RegisterColumn("STT", ColumnKind.NUMBER, 6),
    RegisterColumn("Họ và tên", width=30),
    RegisterColumn("Số định danh", ColumnKind.CENTERED),
    RegisterColumn("Số tiền", ColumnKind.AMOUNT),
)
ROWS = [(n, f"Nguyễn Thị Hạnh {n}", f"00105001{n:04d}", 1_250_000 + n) for n in range(1, 200)]


def test_numbers_are_numbers_and_codes_are_text() -> None:
    found = sheet_cells(register_sheet("Người dân", COLUMNS, ROWS, printed_at=PRINTED_AT))
    assert found[0][0] == "Người dân"
    assert found[1] == [column.name for column in COLUMNS]
    assert [tuple(row) for row in found[2:]] == ROWS


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5", "@SUM(A1)", "=cmd|'/c calc'!A1", "\t=1"])
def test_text_never_becomes_a_formula(text: str) -> None:
    xlsx = register_sheet("Sổ", COLUMNS, [(1, text, text, None)], printed_at=PRINTED_AT)
    sheet = openpyxl.load_workbook(BytesIO(xlsx)).worksheets[0]
    for column in (2, 3):
        cell = sheet.cell(3, column)
        assert cell.data_type == "s"
        assert cell.value == text
        assert cell.quotePrefix
    assert "<f>" not in ZipFile(BytesIO(xlsx)).read("xl/worksheets/sheet1.xml").decode("utf-8")


@given(st.text(max_size=30))
def test_any_text_can_be_written(text: str) -> None:
    register_sheet(text, COLUMNS, [(1, text, text, 2)], printed_at=PRINTED_AT)


def test_header_stays_and_is_printed_on_each_page() -> None:
    sheet = openpyxl.load_workbook(BytesIO(register_sheet("Sổ", COLUMNS, ROWS, printed_at=PRINTED_AT))).worksheets[0]
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.auto_filter.ref == f"A2:D{len(ROWS) + 2}"
    assert sheet.page_setup.paperSize == 9


def test_same_rows_same_bytes_and_the_caller_s_date() -> None:
    first = register_sheet("Sổ", COLUMNS, ROWS, printed_at=PRINTED_AT)
    assert first == register_sheet("Sổ", COLUMNS, ROWS, printed_at=PRINTED_AT)
    assert first != register_sheet("Sổ", COLUMNS, ROWS, printed_at=PRINTED_AT + timedelta(days=1))
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 1, 30, 0)}
    about = openpyxl.load_workbook(BytesIO(first)).properties
    assert about.creator == about.lastModifiedBy == "Sổ An Sinh"


def test_nothing_reaches_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened: list[object] = []

    def refuse(*_: object, **__: object) -> None:
        opened.append(1)
        raise AssertionError("a temporary file was asked for")

    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    register_sheet("Sổ", COLUMNS, ROWS, printed_at=PRINTED_AT)
    assert opened == []
    assert list(tmp_path.iterdir()) == []
