"""The posting list: page by NĐ 30/2020/NĐ-CP, and nothing on it that may not hang on a wall."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any, cast

import openpyxl
import pytest
from pypdf import PdfReader

from models.benefits.papers import Letterhead, PostingCandidate
from models.postings.papers import PostingKind, PostingSheet
from models.postings.rules import prepare_posting
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from models.store.vietnamese import initials
from printing.postings import posting_pdf, posting_xlsx
from tests.postings.crowd import KNOWN, SECRET, UNKNOWN, crowd, name_of, request
from tests.printing.reading import MM, PRINTED_AT, crowded, joined, pdf_text, pieces, sheet_cells, sheet_text

PEOPLE = 4000


def pdf_of(people: list[PostingCandidate], **changes: object) -> bytes:
    return posting_pdf(prepare_posting(people, request(**changes)).sheet, printed_at=PRINTED_AT)


@pytest.fixture(scope="module")
def papers() -> SimpleNamespace:
    """A crowd of thousands with its PDF text and its sheet's text."""
    people = crowd(PEOPLE, seed=7)
    posting = prepare_posting(people, request(month=Month(202611)))
    pdf = posting_pdf(posting.sheet, printed_at=PRINTED_AT)
    xlsx = posting_xlsx(posting.sheet, printed_at=PRINTED_AT)
    return SimpleNamespace(people=people, posting=posting, pdf=pdf, pages=pdf_text(pdf), xlsx=xlsx)


def test_every_allowed_person_hangs_there_in_order(papers: SimpleNamespace) -> None:
    text = joined(papers.pages)
    position = 0
    for row in papers.posting.sheet.rows:
        position = text.index(f"{row.number}{row.name}{row.birth_year}{row.village}".replace(" ", ""), position)
    cells = [row[:4] for row in sheet_cells(papers.xlsx) if row[0] and str(row[0]).isdigit()]
    rows = [[row.number, row.name, row.birth_year or None, row.village] for row in papers.posting.sheet.rows]
    assert cells == rows


def test_nobody_held_back_or_secret_hangs_there(papers: SimpleNamespace) -> None:
    shown = {re.sub(r"\s", "", row.name) for row in papers.posting.sheet.rows}
    text, sheet = joined(papers.pages), sheet_text(papers.xlsx)
    hidden = [person for person in papers.people if (person.label, person.group) not in KNOWN]
    assert len(hidden) > PEOPLE // 10
    for person in hidden:
        name = person.name.replace(" ", "")
        assert name not in shown
        assert name not in text
        assert person.name not in sheet


def test_children_stand_by_initials(papers: SimpleNamespace) -> None:
    text, sheet = joined(papers.pages), sheet_text(papers.xlsx)
    allowed = [person for person in papers.people if (person.label, person.group) in KNOWN]
    children = [person for person in allowed if person.born is None or person.born.year >= 2011]
    assert len(children) > 300
    for person in children:
        assert person.name.replace(" ", "") not in text
        assert person.name not in sheet
        assert initials(person.name) in text


def test_no_other_fact_hangs_there(papers: SimpleNamespace) -> None:
    for text in ("".join(papers.pages), sheet_text(papers.xlsx)):
        flat = text.lower()
        for label, group in (*KNOWN, *SECRET, *UNKNOWN):
            for word in (label, group):
                assert not word or word.lower() not in flat or word == "HTXH"
        for word in ("hiv", "aids", "chủ hộ thứ", "khuyết tật", "mồ côi", "9000", "còn lại", "không niêm yết"):
            assert word not in flat
        for person in papers.people:
            if person.born is not None and person.born.precision != "year":
                assert person.born.iso() not in text
                assert person.born.display() not in text


def test_no_count_betrays_a_line_left_out(papers: SimpleNamespace) -> None:
    withheld = papers.posting.withheld
    text = joined(papers.pages)
    for count in {withheld.lines, withheld.hiv, withheld.unrecognised, len(papers.people)}:
        assert not re.search(rf"(?<!\d){count}(?:người|dòng|trườnghợp)", text)
    assert f"{len(papers.people)}" not in text


def test_each_sheet_tells_ground_body_window_and_objections(papers: SimpleNamespace) -> None:
    first, sheet = re.sub(r"\s+", " ", papers.pages[0]), sheet_text(papers.xlsx)
    for words in (
        "Căn cứ: Kế hoạch số 12/KH-UBND",
        "Cơ quan niêm yết: Ủy ban nhân dân xã Hưng Đạo",
        "từ ngày 23/11/2026 đến hết ngày 24/11/2026",
        "Nơi tiếp nhận ý kiến: Bộ phận Một cửa",
        "tháng 11/2026",
    ):
        assert words in first
        assert words in sheet


def test_printers_take_nothing_but_a_sheet_of_the_rules() -> None:
    sheet = prepare_posting(crowd(3, 1), request()).sheet
    fake = SimpleNamespace(**{name: getattr(sheet, name) for name in PostingSheet.__slots__})
    for printer in (posting_pdf, posting_xlsx):
        with pytest.raises(TypeError):
            printer(cast(Any, fake), printed_at=PRINTED_AT)


def test_same_sheet_same_bytes() -> None:
    sheet = prepare_posting(crowd(200, 3), request()).sheet
    for printer in (posting_pdf, posting_xlsx):
        assert printer(sheet, printed_at=PRINTED_AT) == printer(sheet, printed_at=PRINTED_AT)
        assert printer(sheet, printed_at=PRINTED_AT) != printer(sheet, printed_at=PRINTED_AT + timedelta(days=1))


def test_page_by_decree() -> None:
    pdf = pdf_of(crowd(100, 2))
    page = PdfReader(BytesIO(pdf)).pages[0]
    assert [round(float(side) / MM) for side in page.mediabox[2:]] == [210, 297]
    first, second = pieces(pdf, 0), pieces(pdf, 1)
    assert not [piece for piece in first if piece.y > (297 - 20) * MM]
    [number] = [piece for piece in second if piece.y > (297 - 20) * MM]
    assert (number.text, number.size, number.font.endswith("LiberationSerif")) == ("2", 13, True)
    assert number.x + 3.25 == pytest.approx((30 + (210 - 30 - 15) / 2) * MM, abs=0.1)
    for piece in (*first, *second):
        assert 30 * MM <= piece.x <= (210 - 15) * MM
        assert piece.y >= 20 * MM
    sizes = {piece.text: (piece.size, piece.font.split("-")[-1]) for piece in first}
    assert sizes["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == (12, "Bold")
    assert sizes["Độc lập - Tự do - Hạnh phúc"] == (13, "Bold")
    assert sizes["ỦY BAN NHÂN DÂN"] == sizes["XÃ HƯNG ĐẠO"] == (12, "Bold")
    assert sizes["DANH SÁCH NIÊM YẾT"] == (14, "Bold")
    place = next(piece for piece in first if piece.text.startswith("Hưng Đạo, ngày"))
    numbered = next(piece for piece in first if piece.text.startswith("Số:"))
    assert place.y == numbered.y
    assert place.font.endswith("Italic")
    assert place.size == numbered.size == 13
    assert "......" in place.text


def test_nothing_runs_over_its_cell() -> None:
    names = ["Công Tằng Tôn Nữ Hoàng Thị Ngọc Phương Thanh Thảo Nguyên Hương", "Nguyễn" * 12, "Y Ơ"]
    villages = ["Thôn 1", "Tổ dân phố Nguyễn Trãi 2 (khu tái định cư Đồng Xuân)", "Bon " + "Đ" * 60]
    people = [
        PostingCandidate(n, names[n % 3], PartialDate(1950), villages[n // 3 % 3], n % 9, label="x", group="K5a")
        for n in range(90)
    ]
    assert crowded(pdf_of(people), (210 - 15) * MM) == []


def test_fonts_are_embedded_and_metadata_is_neutral() -> None:
    reader = PdfReader(BytesIO(pdf_of(crowd(100, 2))))
    for page in reader.pages:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index] # a dictionary in every PDF
        for name in fonts:
            assert "LiberationSerif" in fonts[name]["/BaseFont"]
            assert fonts[name]["/FontDescriptor"]["/FontFile2"].get_data()
    about = reader.metadata
    assert about is not None
    assert about.title == "Danh sách niêm yết - Người hưởng trợ cấp xã hội hằng tháng"
    assert about.author in (None, "")
    assert about.producer == about.creator == "Sổ An Sinh"
    assert about.creation_date == PRINTED_AT


def test_empty_list_says_so() -> None:
    assert "Không có trường hợp nào" in pdf_text(pdf_of([]))[0]
    sheet = prepare_posting([], request()).sheet
    assert "Không có trường hợp nào" in sheet_text(posting_xlsx(sheet, printed_at=PRINTED_AT))


def test_missing_glyph_is_refused_by_name() -> None:
    odd = PostingCandidate(1, "Nguyễn Văn 漢", PartialDate(1950), "Thôn 1", label="x", group="K5a")
    with pytest.raises(RuleError) as refused:
        pdf_of([odd])
    assert "漢" in refused.value.message
    with pytest.raises(RuleError) as refused:
        pdf_of([], ground="Kế hoạch 漢")
    assert "漢" in refused.value.message


def test_other_kinds_have_their_own_columns() -> None:
    head = PostingCandidate(1, name_of(5), PartialDate(1950), "Thôn 1")
    gifted = PostingCandidate(1, name_of(5), PartialDate(1936), "Thôn 1", gift="700.000 đồng")
    poor = pdf_text(pdf_of([head], kind=PostingKind.POOR))[0]
    assert "Hộ nghèo năm 2026" in poor
    assert "1950" not in poor
    assert "Quà tặng" not in pdf_text(pdf_of([head], kind=PostingKind.LONGEVITY))[0]
    longevity = pdf_text(pdf_of([gifted], kind=PostingKind.LONGEVITY))[0]
    assert "700.000 đồng" in longevity
    assert "1936" in longevity


def test_recipients_stand_beside_the_signature_on_the_sheet() -> None:
    sheet = prepare_posting(crowd(3, 1), request(recipients=("Các thôn, tổ dân phố (để niêm yết);", "Lưu: VT."))).sheet
    xlsx = posting_xlsx(sheet, printed_at=PRINTED_AT)
    rows = sheet_cells(xlsx)
    top = next(index for index, row in enumerate(rows) if row[0] == "Nơi nhận:")
    assert [cell for cell in rows[top] if cell] == ["Nơi nhận:", "CHỦ TỊCH"]
    assert [row[0] for row in rows[top + 1 : top + 3]] == ["- Các thôn, tổ dân phố (để niêm yết);", "- Lưu: VT."]
    heights = openpyxl.load_workbook(BytesIO(xlsx)).worksheets[0].row_dimensions
    assert all((heights[top + step].height or 0) < 20 for step in range(1, 4))
    text = pdf_text(posting_pdf(sheet, printed_at=PRINTED_AT))[0]
    assert text.index("Nơi nhận:") < text.index("Các thôn, tổ dân phố (để niêm yết);") < text.index("Lưu: VT.")


def test_long_headings_do_not_touch_what_is_under_them() -> None:
    head = Letterhead("Ủy ban nhân dân xã Hưng Đạo", "Ba Chẽ Trà My Thượng Nguyên Bình Hưng Hòa Đông", sign="TB-UBND")
    village = "Tổ dân phố Khu tái định cư Đồng Xuân Trung Nghĩa 2"
    sheet = prepare_posting([], request(letterhead=head, village=village, month=Month(202611))).sheet
    drawn = pieces(posting_pdf(sheet, printed_at=PRINTED_AT), 0)
    title = next(piece for piece in drawn if piece.text == "DANH SÁCH NIÊM YẾT")
    place = [piece for piece in drawn if piece.font.endswith("Italic")]
    assert len(place) == 2
    assert min(piece.y for piece in place) - title.y > 2 * title.size
    assert village in [piece.text for piece in drawn]
