"""Bytes of a workbook -> its sheets, cell by cell. Nothing is understood here.

Reads .xlsx, .xls, .xlsb, .ods, text files with separators, and the web pages and XML that old programs save under the
name .xls; the kind is told by the content, not by the name. Works in memory only: no file is opened or written.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from models.imports.workbook.binary_merges import Merge, binary_merges
from models.imports.workbook.cells import BLANK, Cell
from models.imports.workbook.encodings import decode_bytes
from models.imports.workbook.markup import read_markup
from models.imports.workbook.open_document_merges import open_document_merges
from models.store.errors import EnvironmentProblem, RuleError

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_UNPACKED = 1024 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 256
"""Columns to the right of this are not read; a list of people is never that wide."""

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF_STARTS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_BOOK_BEGINS, _FILEPASS, _FIRST_RECORDS = b"\x09\x08\x10\x00", b"\x2f\x00", 12
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_KINDS = {b"%PDF": "PDF", b"\x89PNG": "ảnh", b"\xff\xd8\xff": "ảnh", b"Rar!": "RAR", b"7z\xbc\xaf": "7z"}
_BINARY = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd]")
_FORMULA_TEXT = re.compile(r"=\"?([^\"]*)\"?")
_SEPARATORS = ";\t,|"
_SNIFFED_LINES = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it stands: every row from the first, blank cells as "" """

    name: str
    rows: list[list[Cell]]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: its name without folders and its sheets in order."""

    name: str
    sheets: tuple[Sheet, ...]


def read_workbook(data: bytes, name: str) -> Workbook:
    """Read the bytes of a list.

    Raises EnvironmentProblem for a file that cannot be read (`empty_file`, `not_a_workbook`, `damaged_file`,
    `password_protected`) and RuleError for one that is too big (`file_too_big`, `too_many_rows`).
    """
    short = PurePath(name.replace("\\", "/")).name
    _refuse_by_size(data)
    if data.startswith((_ZIP, _COMPOUND)) or data[:2] in _BIFF_STARTS:
        sheets = _read_calamine(data)
    else:
        sheets = _read_text(data, short)
    if all(not any(cell != BLANK for row in sheet.rows for cell in row) for sheet in sheets):
        raise EnvironmentProblem("Tệp không có dữ liệu: mọi trang tính đều trống.", code="empty_file")
    return Workbook(short, sheets)


def _refuse_by_size(data: bytes) -> None:
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EnvironmentProblem("Tệp trống. Hãy kiểm tra lại tệp hoặc chép lại từ nguồn.", code="empty_file")
    if len(data) > LARGEST_FILE:
        raise _too_big()
    for start, kind in _OTHER_KINDS.items():
        if data.startswith(start):
            raise EnvironmentProblem(
                f"Tệp này là {kind}, không phải bảng tính. Hãy chọn tệp Excel, ODS hoặc CSV.", code="not_a_workbook"
            )


def _too_big() -> RuleError:
    return RuleError(
        f"Tệp quá lớn (trên {LARGEST_FILE // 1024 // 1024} MB). Hãy tách danh sách thành nhiều tệp nhỏ hơn.",
        code="file_too_big",
    )


def _read_calamine(data: bytes) -> tuple[Sheet, ...]:
    if data.startswith(_COMPOUND) and _ENCRYPTED in data:
        raise _protected()
    if data.startswith(_ZIP):
        _check_zip(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            merged = {**binary_merges(data), **open_document_merges(data)} if data.startswith(_ZIP) else {}
            return tuple(
                _read_sheet(book, place, meta, merged.get(meta.name, ()))
                for place, meta in enumerate(book.sheets_metadata)
                if meta.typ == SheetTypeEnum.WorkSheet
            )
    except PasswordError as error:
        raise _protected() from error
    except CalamineError as error:
        raise (_protected() if _old_password(data) else _damaged(error)) from error


def _old_password(data: bytes) -> bool:
    """Whether an .xls says right at its beginning that what follows is under a password (record FILEPASS)."""
    place = data.find(_BOOK_BEGINS)
    for _ in range(_FIRST_RECORDS if place >= 0 else 0):
        kind, length = data[place : place + 2], int.from_bytes(data[place + 2 : place + 4], "little")
        if kind == _FILEPASS:
            return True
        place += 4 + length
    return False


def _damaged(error: Exception) -> EnvironmentProblem:
    if "password" in str(error).lower() or "encrypt" in str(error).lower():
        return _protected()
    return EnvironmentProblem(
        "Không mở được tệp: tệp hỏng hoặc không phải bảng tính. Hãy mở bằng Excel rồi lưu lại (.xlsx).",
        code="damaged_file",
    )


def _protected() -> EnvironmentProblem:
    return EnvironmentProblem(
        "Tệp được đặt mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ) rồi lưu lại.",
        code="password_protected",
    )


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except zipfile.BadZipFile as error:
        raise _damaged(error) from error
    if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
        raise _too_big()
    names = {info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        raise _protected()
    if not names & {"[Content_Types].xml", "mimetype", "content.xml"} or "word/document.xml" in names:
        raise EnvironmentProblem(
            "Tệp này không phải bảng tính. Hãy chọn tệp Excel, ODS hoặc CSV.", code="not_a_workbook"
        )
    if "META-INF/manifest.xml" in names and "mimetype" in names:
        _refuse_encrypted_ods(data)


def _refuse_encrypted_ods(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        try:
            manifest = package.read("META-INF/manifest.xml")
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise _damaged(error) from error
    if b"encryption-data" in manifest:
        raise _protected()


def _read_sheet(book: CalamineWorkbook, place: int, meta: SheetMetadata, more: tuple[Merge, ...]) -> Sheet:
    sheet = book.get_sheet_by_index(place)
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    if rows and len(rows[0]) > MOST_COLUMNS:
        rows = [row[:MOST_COLUMNS] for row in rows]
    while rows and not any(cell != BLANK for cell in rows[-1]):
        rows.pop()
    _check_rows(len(rows))
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return Sheet(meta.name, rows, merged or more, meta.visible != SheetVisibleEnum.Visible)


def _check_rows(count: int) -> None:
    if count > MOST_ROWS:
        raise RuleError(
            f"Trang tính có {count} dòng, nhiều hơn {MOST_ROWS}. Hãy tách danh sách thành nhiều tệp.",
            code="too_many_rows",
        )


def _read_text(data: bytes, name: str) -> tuple[Sheet, ...]:
    text = decode_bytes(data)
    if len(_BINARY.findall(text[:100_000])) > min(len(text), 100_000) // 100 + 2:
        raise EnvironmentProblem(
            "Tệp này không phải bảng tính. Hãy chọn tệp Excel, ODS hoặc CSV.", code="not_a_workbook"
        )
    opening = text[:4000].lstrip("\ufeff \r\n\t").lower()
    if opening.startswith("<"):
        found = read_markup(text)
        if not found:
            raise EnvironmentProblem(
                "Tệp là trang web hoặc XML nhưng không có bảng nào. Hãy mở bằng Excel rồi lưu lại (.xlsx).",
                code="not_a_workbook",
            )
        for _, rows, _ in found:
            _check_rows(len(rows))
        return tuple(
            Sheet(title or f"Bảng {number}", rows, merged) for number, (title, rows, merged) in enumerate(found, 1)
        )
    rows = _read_separated(text)
    _check_rows(len(rows))
    if max(map(len, rows), default=0) < 2:
        raise EnvironmentProblem(
            "Tệp này không phải bảng tính: không thấy cột nào. Hãy chọn tệp Excel, ODS hoặc CSV.", code="not_a_workbook"
        )
    return (Sheet(PurePath(name).stem or "CSV", rows),)


def _read_separated(text: str) -> list[list[Cell]]:
    text = text.lstrip("\ufeff")
    separator = ""
    if text[:4].lower() == "sep=" and len(text) > 4:
        separator = text[4]
        text = text.partition("\n")[2]
    separator = separator or _separator(text)
    width = 0
    rows: list[list[Cell]] = []
    limit = csv.field_size_limit()
    try:
        for record in csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=separator):
            rows.append([_as_text(cell) for cell in record[:MOST_COLUMNS]])
            width = max(width, len(rows[-1]))
    except csv.Error as error:
        raise _damaged(error) from error
    finally:
        csv.field_size_limit(limit)
    while rows and not any(rows[-1]):
        rows.pop()
    for row in rows:
        row.extend([BLANK] * (width - len(row)))
    return rows


def _as_text(cell: str) -> str:
    """A cell of a text file; `="031..."` is how programs keep Excel from cutting a number short."""
    cell = cell.strip("\ufeff")
    found = _FORMULA_TEXT.fullmatch(cell)
    return found[1] if found else cell


def _separator(text: str) -> str:
    """The sign that splits most lines into the same number (above one) of cells."""
    sample = "\n".join(text.splitlines()[:_SNIFFED_LINES])
    best, best_score = ",", 0.0
    for sign in _SEPARATORS:
        try:
            widths = Counter(len(record) for record in csv.reader(io.StringIO(sample), delimiter=sign) if record)
        except csv.Error:
            continue
        wide = {width: count for width, count in widths.items() if width > 1}
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1] * min(item[0], 8), item[0]))
        score = count / sum(widths.values()) * min(width, 8)
        if score > best_score:
            best, best_score = sign, score
    return best
