"""The village slip and the recovery letter, read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.benefits.events.papers import RecoveryLetter, SlipLine, SlipSheet
from models.benefits.papers import Letterhead, Signatory
from models.store.dates import Month
from models.store.errors import RuleError
from printing.benefits.recovery_letter import recovery_letter_pdf
from printing.benefits.village_slip import COLUMNS, village_slip_pdf
from printing.benefits.village_slip_sheet import village_slip_xlsx
from tests.printing.reading import PRINTED_AT, joined, page_count, pdf_text, pieces

HEAD = Letterhead("ỦY BAN NHÂN DÂN XÃ MẪU", "Mẫu", sign="TB-UBND")
LONGEST = "Trần Nguyễn Hoàng Phương Khánh Linh"


def slip(people: int, village: str = "Thôn Đồng Cầu", number: int = 1) -> SlipSheet:
    lines = tuple(SlipLine(place, f"{place:06d}-3", LONGEST, "1950") for place in range(1, people + 1))
    signatory = Signatory(("TRƯỞNG THÔN",), "", "(Ký, ghi rõ họ tên)")
    return SlipSheet(replace(HEAD, sign=""), Month(202611), number, village, lines, date(2026, 11, 18), signatory)


LETTER = RecoveryLetter(
    HEAD,
    "Gia đình ông (bà) Trần Văn An",
    "Trần Văn An",
    "000123-4",
    "Thôn 1",
    "10/2026 - 11/2026",
    1_620_000,
    0,
    "Người hưởng mất ngày 03/09/2026.",
    date(2026, 12, 22),
    "Ủy ban nhân dân xã Mẫu",
    Signatory(("CHỦ TỊCH",), "Lê Thị Ký"),
    ("Như trên;", "Lưu: VT."),
)


def test_every_village_begins_on_a_page_and_every_name_is_there() -> None:
    pdf = village_slip_pdf([slip(45), slip(2, "Bon B'Nâm", 2)], printed_at=PRINTED_AT)
    pages = pdf_text(pdf)
    begins = [number for number, text in enumerate(pages) if joined(["PHIẾU BÁO BIẾN ĐỘNG"]) in joined([text])]
    assert begins == [0, len(pages) - 1]
    whole = joined(pages)
    assert all(f"{place:06d}-3" in whole for place in range(1, 46))
    assert joined(["Thôn Đồng Cầu - trang 2"]) in joined([pages[1]])
    assert joined(["Mã phiếu: 2026-11/2"]) in joined([pages[-1]])
    assert whole.count(joined(["TRƯỞNG THÔN"])) == 2


def test_the_header_stands_on_every_page_and_no_word_of_it_is_broken() -> None:
    pdf = village_slip_pdf([slip(60)], printed_at=PRINTED_AT)
    words = {word for name, _, _ in COLUMNS for word in name.replace(",", "").split()}
    for page in range(page_count(pdf)):
        drawn = {part.strip(",") for piece in pieces(pdf, page) for part in piece.text.split()}
        assert words <= drawn


def test_same_slips_same_bytes_and_none_is_refused() -> None:
    assert village_slip_pdf([slip(3)], printed_at=PRINTED_AT) == village_slip_pdf([slip(3)], printed_at=PRINTED_AT)
    assert village_slip_xlsx([slip(3)], printed_at=PRINTED_AT) == village_slip_xlsx([slip(3)], printed_at=PRINTED_AT)
    for printer in (village_slip_pdf, village_slip_xlsx):
        with pytest.raises(RuleError, match="Không có thôn nào"):
            printer([], printed_at=PRINTED_AT)


def test_the_letter_names_sum_reason_day_and_where() -> None:
    pdf = recovery_letter_pdf(LETTER, printed_at=PRINTED_AT)
    text = joined(pdf_text(pdf))
    assert page_count(pdf) == 1
    for words in (
        "Kính gửi: Gia đình ông (bà) Trần Văn An",
        "1.620.000 đồng (bằng chữ: Một triệu sáu trăm hai mươi nghìn đồng)",
        "mất ngày 03/09/2026",
        "trước ngày 22/12/2026",
        "khiếu nại",
        "trợ cấp xã hội hằng tháng",
        "Lê Thị Ký",
        "/TB-UBND",
    ):
        assert joined([words]) in text
    assert joined(["Đến nay đã nộp lại"]) not in text


def test_what_came_back_is_taken_off() -> None:
    text = joined(pdf_text(recovery_letter_pdf(replace(LETTER, back=620_000), printed_at=PRINTED_AT)))
    assert joined(["còn phải nộp 1.000.000 đồng (bằng chữ: Một triệu đồng)"]) in text
    assert joined(["Đề nghị nộp lại số tiền 1.000.000 đồng"]) in text


def test_a_missing_glyph_is_refused() -> None:
    with pytest.raises(RuleError):
        recovery_letter_pdf(replace(LETTER, person="Trần 𓀀"), printed_at=PRINTED_AT)
    sheet = slip(1)
    with pytest.raises(RuleError):
        village_slip_pdf([replace(sheet, lines=(SlipLine(1, "000001-3", "𓀀", ""),))], printed_at=PRINTED_AT)
