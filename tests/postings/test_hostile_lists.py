"""Thousands of people as the worst lists have them: every word on the wall is one that may hang there, and no other.

The words allowed are known by how the people were made, not by the rules that are tested: whatever else a rule, a
printer or a sheet lets through shows here.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from pypdf import PdfReader

from models.benefits.papers import PostingCandidate
from models.postings.papers import Posting, PostingKind
from models.postings.rules import prepare_posting
from models.store.dates import Month, PartialDate
from models.store.vietnamese import initials
from printing.postings import posting_pdf, posting_xlsx
from tests.postings.crowd import KNOWN, SECRET, UNKNOWN, VILLAGES, name_of, request
from tests.printing.reading import PRINTED_AT, pdf_text, sheet_cells

KINDS = list(PostingKind)
PEOPLE = {kind: 3000 if kind is PostingKind.ALLOWANCE else 1000 for kind in KINDS}
CUT_OFF = [
    "",
    " ({})",
    " - {}",
    ", {}",
    "; {}",
    " [{}]",
    " / {}",
    "\n({})",
]
"""Ways in which lists hang something on a name."""
HUNG_ON = [
    "001150012345",
    "001***345",
    "241022525",
    "0912.345.678",
    "STK 8801205123456 Agribank",
    "sinh 05/03/1950",
    "số nhà 12 đường Lê Lợi",
    "BHYT GD4010012345678",
    "hộ nghèo số 17",
    "khuyết tật nặng",
    "tâm thần",
    "đã chết 2024",
    "mồ côi cha mẹ",
    "đi tù",
    "con Trần Thị Mẹ",
]
OPEN_REMARKS = ["khuyết tật nặng", "tâm thần", "đã chết", "mồ côi", "đi tù", "hộ nghèo"]
OF_HIV = ["nhiễm HIV", "H.I.V", "bị si đa", "nhiễm H"]
TELLING_VILLAGES = ["Khu điều trị tâm thần", "Trại phong, nhà 0912345678", "Trung tâm nuôi dưỡng người khuyết tật nặng"]
GIFTS = ["500.000 đồng", "01 tấm chăn", "Chuyển khoản 8801205123456", "Quà cho người khuyết tật", ""]
OPEN_GIFTS = {"500.000 đồng", "01 tấm chăn", ""}


@dataclass(frozen=True)
class Made:
    """A person of the list and what may be read of it."""

    line: PostingCandidate
    clean: str
    shown: bool

    @property
    def child(self) -> bool:
        """Under 16 on 23/11/2026 for all that is known."""
        born = self.line.born
        return born is None or (born.year, born.month or 12, born.day or 31) > (2010, 11, 23)

    @property
    def words(self) -> tuple[str, str]:
        """Name and birth year as they may hang, whatever the kind of list."""
        if self.child:
            return initials(self.clean), ""
        return self.clean, str(self.line.born.year) if self.line.born else ""


def made(number: int, chance: random.Random, kind: PostingKind) -> Made:
    clean = name_of(number)
    label, group = chance.choice(chance.choices((KNOWN, SECRET, UNKNOWN), weights=(8, 1, 1))[0])
    ground_open = (label, group) in KNOWN or (kind is not PostingKind.ALLOWANCE)
    if kind is not PostingKind.ALLOWANCE:
        label, group = "", None
    dice = chance.random()
    name, village, shown = clean, chance.choice(VILLAGES), ground_open
    if dice < 0.4:
        name = clean + chance.choice(CUT_OFF[1:]).format(chance.choice(HUNG_ON))
    elif dice < 0.5:
        name, shown = f"{clean} {chance.choice(OPEN_REMARKS)}", False
    elif dice < 0.55:
        name, shown = clean + chance.choice([*CUT_OFF[1:], " {}"]).format(chance.choice(OF_HIV)), False
    elif dice < 0.6:
        village, shown = chance.choice(TELLING_VILLAGES), False
    year, month, day = chance.randint(1925, 2025), chance.randint(1, 12), chance.randint(1, 28)
    born = chance.choice([PartialDate(year), PartialDate(year, month), PartialDate(year, month, day), None])
    gift = chance.choice(GIFTS)
    line = PostingCandidate(number, name, born, village, 0, label, group, f"Chủ Hộ {number}", PartialDate(1970), gift)
    return Made(line, clean, shown)


@cache
def posted(kind: PostingKind) -> tuple[list[Made], Posting, bytes, bytes]:
    chance = random.Random(f"{kind} 20")
    people = [made(number, chance, kind) for number in range(PEOPLE[kind])]
    posting = prepare_posting([one.line for one in people], request(kind=kind, month=Month(202611)))
    sheet = posting.sheet
    return people, posting, posting_pdf(sheet, printed_at=PRINTED_AT), posting_xlsx(sheet, printed_at=PRINTED_AT)


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_people_who_may_hang_there_do(kind: PostingKind) -> None:
    people, posting, _, xlsx = posted(kind)
    households = kind in (PostingKind.POOR, PostingKind.NEAR_POOR)
    expected = Counter((*one.words, one.line.village) for one in people if one.shown)
    if households:
        expected = Counter((one.words[0], "", one.line.village) for one in people if one.shown)
    assert Counter((row.name, row.birth_year, row.village) for row in posting.sheet.rows) == expected
    assert PEOPLE[kind] // 3 < len(posting.sheet.rows) == PEOPLE[kind] - posting.withheld.lines
    cells = [row for row in sheet_cells(xlsx) if isinstance(row[0], int)]
    assert [row[0] for row in cells] == list(range(1, len(cells) + 1))
    place = 2 if households else 3
    assert Counter((row[1], "" if households else row[2] or "", row[place]) for row in cells) == expected


def vocabulary(kind: PostingKind) -> set[str]:
    """Every word that may be read on the sheet, by how the people and the request were made."""
    people, posting, _, _ = posted(kind)
    sheet = posting.sheet
    texts = [
        *(text for one in people if one.shown for text in (*one.words, one.line.village)),
        *(OPEN_GIFTS if kind is PostingKind.LONGEVITY else ()),
        "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc Danh sách niêm yết",
        "Căn cứ: Cơ quan niêm yết: Thời gian niêm yết: Nơi tiếp nhận ý kiến:",
        "STT Họ và tên chủ hộ Năm sinh Thôn, tổ dân phố Quà tặng Số: /TB-UBND ngày tháng năm CHỦ TỊCH",
        "Người hưởng trợ cấp xã hội hằng tháng, Hộ nghèo, Hộ cận nghèo, Người cao tuổi được chúc thọ, mừng thọ",
        "11/2026 từ 23/11/2026 đến hết 24/11/2026 Hưng Đạo, Trần Văn Ký",
        *(sheet.ground, sheet.objections_to, "Ủy ban nhân dân xã Hưng Đạo"),
    ]
    return {word for text in texts for word in re.findall(r"\w+", text.casefold())}


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_word_is_in_the_pdf_or_the_sheet(kind: PostingKind) -> None:
    _, posting, pdf, xlsx = posted(kind)
    allowed = vocabulary(kind)
    pages = pdf_text(pdf)
    numbers = {str(number) for number in range(1, max(len(posting.sheet.rows), len(pages)) + 1)}
    on_paper = set(re.findall(r"\w+", " ".join(pages).casefold()))
    assert on_paper - allowed - numbers == set()
    in_cells = {str(cell) for row in sheet_cells(xlsx) for cell in row if cell is not None}
    assert set(re.findall(r"\w+", " ".join(in_cells).casefold())) - allowed - numbers == set()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_hidden_in_the_files(kind: PostingKind) -> None:
    _, posting, pdf, xlsx = posted(kind)
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    assert set(root) <= {"/Type", "/Pages", "/PageMode", "/Lang", "/Outlines"}
    assert reader.metadata is not None
    assert {key for key, value in reader.metadata.items() if value} <= {
        "/CreationDate",
        "/ModDate",
        "/Creator",
        "/Producer",
        "/Title",
        "/Trapped",
    }
    assert reader.metadata.title == f"Danh sách niêm yết - {posting.sheet.subject}"
    for page in reader.pages:
        assert "/Annots" not in page
        assert "/Thumb" not in page
        assert page.mediabox == page.cropbox
    with ZipFile(BytesIO(xlsx)) as archive:
        assert {name for name in archive.namelist() if "theme" not in name} == {
            "docProps/app.xml",
            "docProps/core.xml",
            "xl/worksheets/sheet1.xml",
            "xl/styles.xml",
            "_rels/.rels",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "[Content_Types].xml",
        }
    book = openpyxl.load_workbook(BytesIO(xlsx))
    tables: Any = book.worksheets
    [table] = tables
    assert (table.sheet_state, list(book.defined_names)) == ("visible", [])
    assert not [name for name, column in table.column_dimensions.items() if column.hidden]
    assert not [number for number, row in table.row_dimensions.items() if row.hidden]
    assert not [cell.coordinate for row in table.iter_rows() for cell in row if cell.comment or cell.hyperlink]
    about = book.properties
    assert (about.title, about.creator) == (reader.metadata.title, "Sổ An Sinh")
    assert not any((about.subject, about.description, about.keywords, about.category, about.identifier))
