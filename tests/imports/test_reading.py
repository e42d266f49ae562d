"""Files that are no workbooks, or not readable ones, say so in the clerk's words."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.imports.lists.understanding import understand
from models.imports.workbook import reading
from models.imports.workbook.reading import read_workbook
from models.store.errors import EnvironmentProblem, RuleError
from tests.imports.workbooks import TODAY
from tests.imports.writers import Grid, write_csv, write_html, write_ods, write_xls, write_xlsx

ROWS = [["STT", "Họ và tên", "Ngày"], [1, "Nguyễn Thị Hằng", date(1950, 3, 5)], [2.5, "x\u00ady", ""]]


def packed(**names: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in names.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"  \r\n", "empty_file"),
        (b"hello", "not_a_workbook"),
        (b"%PDF-1.7 abc", "not_a_workbook"),
        (b"<html><body>x</body></html>", "not_a_workbook"),
        (bytes(range(256)) * 8, "not_a_workbook"),
        (b"PK\x03\x04broken", "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged_file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
            "password_protected",
        ),
        (packed(word__document_xml=b"<a/>"), "not_a_workbook"),
        (packed(photo=b"1"), "not_a_workbook"),
        (write_xlsx([Grid("A", ROWS)])[:900], "damaged_file"),
        (write_xlsx([Grid("A", [[]])]), "empty_file"),
    ],
)
def test_files_that_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        read_workbook(data, "C:\\Danh sách\\a.xlsx")
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def test_files_that_are_too_big(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_xlsx([Grid("A", ROWS)])
    with monkeypatch.context() as patch:
        patch.setattr(reading, "LARGEST_FILE", 100)
        with pytest.raises(RuleError, match="quá lớn"):
            read_workbook(data, "a.xlsx")
    with monkeypatch.context() as patch:
        patch.setattr(reading, "LARGEST_UNPACKED", 100)
        with pytest.raises(RuleError, match="quá lớn"):
            read_workbook(data, "a.xlsx")
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    for made in (data, write_csv([Grid("A", ROWS)])):
        with pytest.raises(RuleError) as caught:
            read_workbook(made, "a.xlsx")
        assert caught.value.code == "too_many_rows"


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_ods])
def test_cells_of_every_kind_of_workbook(write: object) -> None:
    book = read_workbook(write([Grid("Trang một", ROWS), Grid("Hai", [["a"]])]), "D:/x/sổ.dat")  # type: ignore[operator]  # a parameter of the test
    assert (book.name, [sheet.name for sheet in book.sheets]) == ("sổ.dat", ["Trang một", "Hai"])
    rows = book.sheets[0].rows
    assert rows[0] == ["STT", "Họ và tên", "Ngày"]
    assert rows[1][:2] == [1, "Nguyễn Thị Hằng"]
    assert str(rows[1][2])[:10] == "1950-03-05"
    assert rows[2][:2] == [2.5, "x\u00ady"]


def test_text_with_any_separator_quotes_and_excels_hint() -> None:
    text = 'STT;Họ tên;Ghi chú\n1;"Lê; Văn";"hai\ndòng"\n2;An;\n'
    assert read_workbook(text.encode(), "a.csv").sheets[0].rows[1] == ["1", "Lê; Văn", "hai\ndòng"]
    for sign in ",;\t|":
        rows = read_workbook(f"STT{sign}Tên{sign}Tiền\n1{sign}An{sign}5\n".encode(), "a.csv").sheets[0].rows
        assert rows == [["STT", "Tên", "Tiền"], ["1", "An", "5"]]
    hinted = read_workbook("sep=|\nSTT|Họ, tên\n1|a, b\n".encode("utf-16"), "a.csv").sheets[0]
    assert hinted.rows == [["STT", "Họ, tên"], ["1", "a, b"]]


def test_pages_and_xml_saved_as_xls() -> None:
    page = read_workbook(
        write_html(
            [Grid("A", [["STT", "Năm sinh", ""], ["", "Nam", "Nữ"], ["1", "1950", ""]], [(0, 1, 0, 2), (0, 0, 1, 0)])]
        ),
        "a.xls",
    )
    (sheet,) = page.sheets
    assert sheet.rows == [["STT", "Năm sinh", ""], ["", "Nam", "Nữ"], ["1", "1950", ""]]
    assert set(sheet.merged) == {(0, 1, 0, 2), (0, 0, 1, 0)}
    xml = (
        '<?xml version="1.0"?><Workbook xmlns:ss="urn:x"><Worksheet ss:Name="Thôn '
        '1"><Table><Row><Cell><Data ss:Type="String">STT</Data></Cell>'
        '<Cell ss:MergeAcross="1"><Data ss:Type="String">Họ tên</Data></Cell></Row><Row '
        'ss:Index="3"><Cell ss:Index="2"><Data ss:Type="String">Lê An</Data></Cell>'
        '<Cell><Data ss:Type="Number">1950</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    (sheet,) = read_workbook(xml.encode(), "a.xls").sheets
    assert (sheet.name, sheet.rows) == ("Thôn 1", [["STT", "Họ tên", ""], ["", "", ""], ["", "Lê An", 1950.0]])


def test_hidden_sheets_and_merged_cells_are_marked() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.merge_cells("A1:B1")
    other = book.create_sheet("Ẩn")
    other.append(["c"])
    other.sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    first, second = read_workbook(out.getvalue(), "a.xlsx").sheets
    assert (first.hidden, second.hidden, first.merged) == (False, True, ((0, 0, 0, 1),))


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<table><tr><td>", b"\xff\xfe", b"\x09\x08"]
    ),
)
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    with contextlib.suppress(EnvironmentProblem, RuleError):
        assert read_workbook(start + data, "a").sheets


def test_merged_cells_of_an_open_document() -> None:
    rows: list[Any] = [
        ["DANH SÁCH CHI TRẢ"],
        ["STT", "Họ tên", "Năm sinh", "Thôn"],
        [1, "Lê Văn Sơn", 1950, "Đoài"],
        [2, "Lê Thị Hoa", 1951, None],
        [3, "Lý Thị Mai", 1960, "Đông"],
    ]
    data = write_ods([Grid("Trang & 1", rows, [(0, 0, 0, 3), (2, 3, 3, 3)]), Grid("Trang 2", rows)])
    book = read_workbook(data, "a.ods")
    assert [sheet.merged for sheet in book.sheets] == [((0, 0, 0, 3), (2, 3, 3, 3)), ()]
    found = understand(book, today=TODAY)
    assert [row.person.village for row in found.rows if row.sheet == "Trang & 1"] == [
        "Thôn Đoài",
        "Thôn Đoài",
        "Thôn Đông",
    ]


def test_an_old_workbook_under_a_password_is_told() -> None:
    data = write_xls([Grid("DS", [["STT", "Họ tên"], [1, "Lê Văn Sơn"]])])
    begins = data.index(b"\x09\x08\x10\x00")
    second = begins + 4 + int.from_bytes(data[begins + 2 : begins + 4], "little")
    locked = data[:second] + b"\x2f\x00" + data[second + 2 :]
    with pytest.raises(EnvironmentProblem) as told:
        read_workbook(locked, "a.xls")
    assert told.value.code == "password_protected"
