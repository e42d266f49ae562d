"""The minutes of a handover: every fact on paper, three signatures, headings never alone, long lists over pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.benefits.papers import Letterhead
from models.safekeeping.handover_rules import (
    AccountLine,
    Counted,
    HandoverFacts,
    MediumLine,
    MoneyLine,
    OpenPaper,
    Party,
    SeriesLine,
)
from models.store.money import format_amount
from printing.page.sizes import BOTTOM_MARGIN, LEFT_MARGIN
from printing.safekeeping.handover import handover_pdf
from tests.printing.reading import MM, PRINTED_AT, end_of, joined, page_count, pdf_text, pieces

DIGEST = "0123456789abcdef" * 4


def facts(media: int = 2, papers: int = 1, accounts: int = 2) -> HandoverFacts:
    """Minutes of an office that handed over so many sticks, open papers and accounts."""
    stick = MediumLine("USB xanh", "Nguyễn Thị Hoa, văn thư", True, 3, "2026-11-01", "2026-11-20",
                       "20261120T031500Z-1a2b3c4d", "20/11/2026 10:16", DIGEST, 41)  # fmt: skip
    return HandoverFacts(
        letterhead=Letterhead("ỦY BAN NHÂN DÂN XÃ MẪU", "Mẫu", sign="BB-UBND", signed_on=date(2026, 11, 22)),
        commune="xã Mẫu, tỉnh Lâm Đồng",
        made_on=date(2026, 11, 22),
        made_at="09 giờ 14",
        giver=Party("Nguyễn Văn An", "Công chức"),
        receiver=Party("Trần Thị Bích", "Công chức"),
        witness=Party("", "Trưởng phòng"),
        why="chuyển công tác",
        program="0.1.0",
        store_code="15392908",
        head_change=42,
        head_code="7Q2M-K4TX-BHDA",
        registers=tuple(Counted(f"Sổ thứ {number}", 1000 + number, "ghi chú") for number in range(12)),
        open_work=(Counted("Biểu mẫu gõ dở còn giữ", 2),),
        open_papers=tuple(OpenPaper(f"Danh sách số {number}", "Chờ số", date(2026, 11, 3)) for number in range(papers)),
        money=(MoneyLine("Danh sách chi trả tháng 11/2026 theo sổ", 23, 15_930_000),),
        series=(SeriesLine("Mã đối tượng", "", 0, 300), SeriesLine("Ủy ban nhân dân, DS", "DS-UBND", 2026, 7)),
        media=(*(replace(stick, label=f"USB số {number}") for number in range(media)), MediumLine("Ổ D", "", False, 0)),
        accounts=tuple(AccountLine(f"Cán bộ {number}", "Công chức", f"can-bo-{number}", "Đang dùng")
                       for number in range(accounts)),
        sheet="phieu-1",
    )  # fmt: skip


def test_every_fact_is_on_paper() -> None:
    words = joined(pdf_text(handover_pdf(facts(), printed_at=PRINTED_AT)))
    told = (
        "Số: /BB-UBND", "ngày 22 tháng 11 năm 2026", "BIÊN BẢN", "Bên giao: Nguyễn Văn An, Công chức.",
        "Bên nhận: Trần Thị Bích, Công chức.", "vì chuyển công tác", "thay đổi số 42, mã 7Q2M-K4TX-BHDA",
        "Sổ thứ 11", format_amount(1011), "Danh sách số 0", "15.930.000",
        "Mười lăm triệu chín trăm ba mươi nghìn đồng", "DS-UBND", "20261120T031500Z-1a2b3c4d", DIGEST,
        "Nguyễn Thị Hoa, văn thư", "01/11/2026 đến 20/11/2026", "phieu-1", "can-bo-1", "BÊN GIAO", "BÊN NHẬN",
        "NGƯỜI CHỨNG KIẾN", "03 bản",
    )  # fmt: skip
    for one in told:
        assert joined([one]) in words, one
    assert words.index("BÊNGIAO") < words.index("BÊNNHẬN") < words.index("NGƯỜICHỨNGKIẾN", words.index("BÊNGIAO"))


@pytest.mark.parametrize(("media", "papers", "accounts"), [(0, 0, 1), (2, 1, 2), (30, 40, 40)])
def test_pages_keep_their_margins_and_no_heading_stands_alone(media: int, papers: int, accounts: int) -> None:
    pdf = handover_pdf(facts(media, papers, accounts), printed_at=PRINTED_AT)
    for page in range(page_count(pdf)):
        drawn = pieces(pdf, page)
        assert min(piece.y for piece in drawn) >= BOTTOM_MARGIN
        assert min(piece.x for piece in drawn) >= LEFT_MARGIN - 0.01
        assert max(end_of(piece) for piece in drawn) <= 195 * MM + 0.5
        lowest = min(drawn, key=lambda piece: piece.y)
        assert not (lowest.font.endswith("Bold") and lowest.text[:1].isdigit() and ". " in lowest.text)
        assert [piece.text for piece in drawn if piece.y > 277 * MM] == ([str(page + 1)] if page else [])


def test_the_same_facts_are_the_same_bytes_and_the_foot_is_on_every_page() -> None:
    foot = "Sổ An Sinh · thay đổi số 42 · mã 7Q2M-K4TX-BHDA"
    pdf = handover_pdf(facts(), printed_at=PRINTED_AT, foot=foot)
    assert pdf == handover_pdf(facts(), printed_at=PRINTED_AT, foot=foot)
    for page in range(page_count(pdf)):
        assert foot in "".join(piece.text for piece in pieces(pdf, page))


def test_the_signatures_never_stand_on_a_page_of_their_own() -> None:
    """Over these lengths the end of the text wanders from the middle of a page to the next one."""
    for accounts in range(26, 42):
        pdf = handover_pdf(facts(accounts=accounts), printed_at=PRINTED_AT)
        signed = [page for page in pdf_text(pdf) if "BÊN NHẬN" in page]
        assert len(signed) == 1
        assert "Cam kết" in signed[0]
