"""Decisions and proposals on paper: grounds by the day of signing, one person in the text, several in an annex."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import perf_counter

import pytest

from models.benefits.entitlements.citizen_slips import slips_of
from models.benefits.entitlements.grounds import Basis
from models.benefits.entitlements.papers import DecidedPerson, DecidedStep, DecisionPaper, decision_again, kept_decision
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.papers import Letterhead, Signatory
from models.office.paper_facts import content_of, kept_facts
from models.office.paper_rules import PaperEntry, PaperKind
from models.store.dates import Month
from models.store.errors import RuleError
from printing.benefits.citizen_slip import slips_pdf
from printing.benefits.decision import decision_pdf
from printing.office.paper import paper_pdf, paper_xlsx
from tests.printing.reading import MM, PRINTED_AT, crowded, joined, page_count, pdf_text, pieces, sheet_text

HEAD = Letterhead("ỦY BAN NHÂN DÂN XÃ MẪU", "Mẫu", sign="QĐ-UBND")
OLD, NEW = (
    Basis("Nghị định số 20/2021/NĐ-CP", date(2021, 7, 1), date(2026, 10, 5)),
    Basis("Nghị định số 335/2026/NĐ-CP", date(2026, 10, 5)),
)
DECEMBER = Month(202612)
AN = DecidedPerson(
    number=1,
    code="000001-9",
    name="Trần Văn An",
    born="05/03/1950",
    id_number="001150000001",
    village="Thôn Đồng Cầu",
    what="Người khuyết tật nặng",
    clause="khoản 6 Điều 5 Nghị định 335/2026/NĐ-CP",
    steps=(DecidedStep(DECEMBER, 810_000, 150),),
)
ENTRY = PaperEntry(7, "QĐ-UBND", date(2027, 1, 5), "Lê Văn Ký", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))


def paper(kind: DecisionKind = DecisionKind.ADJUST, *people: DecidedPerson, **more: object) -> DecisionPaper:
    made = DecisionPaper(
        letterhead=HEAD,
        kind=kind,
        benefit="trợ cấp xã hội hằng tháng",
        office="xã Mẫu",
        department="PHÒNG VĂN HÓA - XÃ HỘI",
        bases=(OLD, NEW),
        people=people or (AN,),
        signatory=Signatory(("CHỦ TỊCH",)),
        recipients=("Như Điều 3;", "Lưu: VT, VHXH."),
        on=date(2026, 11, 22),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # any field


def text_of(made: DecisionPaper) -> str:
    return joined(pdf_text(decision_pdf(made, printed_at=PRINTED_AT)))


def says(text: str, *words: str) -> bool:
    return all(joined([one]) in text for one in words)


def crowd(count: int) -> tuple[DecidedPerson, ...]:
    return tuple(replace(AN, number=n, code=f"{n:06d}-0", name=f"Nguyễn Văn {n:05d}") for n in range(1, count + 1))


@pytest.mark.parametrize(
    ("signed", "named", "not_named"), [(date(2026, 10, 4), OLD, NEW), (date(2026, 10, 5), NEW, OLD)]
)
def test_grounds_are_those_of_the_day_of_signing(signed: date, named: Basis, not_named: Basis) -> None:
    made = decision_again(content_of(kept_facts(paper(), {})), replace(ENTRY, signed_on=signed))
    text = text_of(replace(made, people=(replace(AN, clause=""),)))
    assert says(text, named.words)
    assert not says(text, not_named.words)


def test_without_a_day_the_grounds_are_those_of_its_preparing() -> None:
    assert paper().grounds == (NEW.words,)
    assert paper(on=date(2026, 9, 1)).grounds == (OLD.words,)


def test_blanks_are_printed_and_then_filled() -> None:
    facts = kept_facts(paper(), {})
    assert decision_again(content_of(facts), PaperEntry(sign="QĐ-UBND")) == paper()
    blank = joined(pdf_text(paper_pdf(PaperKind.DECISION, facts, PaperEntry(sign="QĐ-UBND"), printed_at=PRINTED_AT)))
    assert says(blank, "ngày ...... tháng ...... năm ........", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU")
    full = joined(pdf_text(paper_pdf(PaperKind.DECISION, facts, ENTRY, printed_at=PRINTED_AT)))
    assert says(full, "Số: 07/QĐ-UBND", "ngày 05 tháng 01 năm 2027", "KT. CHỦ TỊCH", "Lê Văn Ký")


def test_a_grant_counts_from_the_month_of_signing() -> None:
    granted = paper(DecisionKind.GRANT, replace(AN, by_signing=True))
    assert says(text_of(granted), "kể từ tháng ký Quyết định")
    signed = decision_again(content_of(kept_facts(granted, {})), ENTRY)
    assert says(text_of(signed), "810.000 đồng một tháng", "kể từ tháng 01/2027")
    other = decision_again(content_of(kept_facts(paper(DecisionKind.ADJUST, AN), {})), ENTRY)
    assert says(text_of(other), "kể từ tháng 12/2026")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (DecisionKind.GRANT, ("Về việc hưởng trợ cấp xã hội hằng tháng", "tám trăm mười nghìn đồng", "hệ số 1,5")),
        (DecisionKind.ADJUST, ("Về việc điều chỉnh mức trợ cấp", "thay mức 750.000 đồng", "truy lĩnh")),
        (DecisionKind.SUSPEND, ("Về việc tạm dừng chi trả", "được chi trả lại từ tháng tạm dừng")),
        (DecisionKind.RESUME, ("Về việc tiếp tục chi trả", "truy lĩnh")),
        (DecisionKind.STOP, ("Về việc thôi hưởng", "thu hồi theo quyết định riêng", "750.000 đồng một tháng")),
        (DecisionKind.TRANSFER_OUT, ("do chuyển nơi cư trú", "Hồ sơ được chuyển đến")),
        (DecisionKind.TRANSFER_IN, ("tại nơi cư trú mới", "kể từ tháng 12/2026")),
        (DecisionKind.RECOVER, ("Về việc thu hồi", "Số tiền: 810.000 đồng", "nộp lại ngân sách")),
        (DecisionKind.FUNERAL, ("Về việc hỗ trợ chi phí mai táng", "Người đứng ra mai táng", "Lê Thị Con")),
    ],
)
def test_every_kind_says_what_it_decides(kind: DecisionKind, words: tuple[str, ...]) -> None:
    person = replace(AN, before=750_000, other="Lê Thị Con" if kind is DecisionKind.FUNERAL else "")
    made = paper(kind, person)
    text = text_of(made)
    assert says(text, "Trần Văn An", "sinh ngày 05/03/1950", "001150000001", "thôn Đồng Cầu, xã Mẫu", "Điều 3.", *words)
    assert page_count(decision_pdf(made, printed_at=PRINTED_AT)) == 1
    proposal = replace(made, proposal=True, letterhead=replace(HEAD, sign="TTr-VHXH"))
    asked = text_of(proposal)
    assert says(asked, "TỜ TRÌNH", "Kính gửi: Chủ tịch Ủy ban nhân dân xã Mẫu", "Trần Văn An")
    assert not says(asked, "Theo đề nghị của")
    assert kept_decision(proposal).kind is PaperKind.PROPOSAL


def test_several_people_stand_in_an_annex_that_names_the_decision() -> None:
    made = decision_again(content_of(kept_facts(paper(DecisionKind.ADJUST, *crowd(3)), {})), ENTRY)
    pages = pdf_text(decision_pdf(made, printed_at=PRINTED_AT))
    assert len(pages) == 2
    assert says(joined(pages[:1]), "đối với 3 người", "2.430.000 đồng một tháng", "có danh sách kèm theo")
    assert "00002" not in pages[0]
    assert says(joined(pages[1:]), "(Kèm theo Quyết định số 07/QĐ-UBND ngày 05 tháng 01 năm 2027", "Nguyễn Văn 00002")
    assert says(joined(pages[1:]), "TỔNG CỘNG: 3 người", "2.430.000")
    assert kept_decision(made).title.endswith("3 người")


def test_each_month_of_an_adjustment_has_its_line() -> None:
    steps = (DecidedStep(Month(202607), 810_000, 150), DecidedStep(DECEMBER, 1_080_000, 200))
    both = [replace(one, steps=steps, before=750_000) for one in crowd(2)]
    annex = pdf_text(decision_pdf(paper(DecisionKind.ADJUST, *both), printed_at=PRINTED_AT))[1]
    for words in ("07/2026", "12/2026", "750.000", "810.000", "1.080.000"):
        assert annex.count(words) >= 2
    assert "2.160.000" in annex


def test_a_secret_stands_alone_and_names_nothing() -> None:
    alone = replace(AN, what="", clause="", why="")
    made = paper(DecisionKind.GRANT, alone, secret=True)
    text = text_of(made)
    assert says(text, "Trần Văn An", "810.000 đồng")
    assert not says(text, "Đối tượng:")
    assert "khoản" not in text.replace("tàikhoản", "")
    for people in ((alone, replace(alone, number=2)), (AN,)):
        with pytest.raises(RuleError, match="tờ riêng"):
            paper(DecisionKind.GRANT, *people, secret=True)


def test_five_thousand_people_are_drawn_fast_and_nothing_is_crowded() -> None:
    made = paper(DecisionKind.STOP, *crowd(5_000), reason="Không còn đủ điều kiện")
    began = perf_counter()
    pdf = decision_pdf(made, printed_at=PRINTED_AT)
    assert perf_counter() - began < 20
    assert says(joined(pdf_text(pdf)[-1:]), "Nguyễn Văn 05000", "Danh sách có 5.000 người")
    small = decision_pdf(paper(DecisionKind.STOP, *crowd(60)), printed_at=PRINTED_AT)
    assert crowded(small, (297 - 15) * MM) == []
    assert [piece.text for piece in pieces(small, 1) if piece.y > (210 - 20) * MM] == ["2"]


def test_the_sheet_has_the_same_people() -> None:
    made = paper(DecisionKind.ADJUST, *crowd(3))
    sheet = paper_xlsx(PaperKind.DECISION, kept_facts(made, {}), ENTRY, printed_at=PRINTED_AT)
    text = sheet_text(sheet)
    assert all(words in text for words in ("Nguyễn Văn 00003", "07/QĐ-UBND", "TỔNG CỘNG: 3 người", "810000"))


def test_a_missing_glyph_is_told_with_its_place() -> None:
    with pytest.raises(RuleError, match="Điều 1"):
        decision_pdf(paper(DecisionKind.STOP, replace(AN, name="Trần 中 An")), printed_at=PRINTED_AT)


def test_the_slip_tells_a_citizen_what_from_when_why_and_where_to_complain() -> None:
    person = replace(
        AN, before=750_000, why="Mức chuẩn tăng từ 01/7/2026.", steps=(DecidedStep(Month(202607), 810_000),)
    )
    made = replace(
        paper(DecisionKind.ADJUST, person), letterhead=replace(HEAD, number="12", signed_on=date(2026, 11, 20))
    )
    text = joined(
        pdf_text(slips_pdf(slips_of(made, {("000001-9", False): "Agribank"}, DECEMBER), printed_at=PRINTED_AT))
    )
    assert says(text, "810.000 đồng mỗi tháng (mức cũ 750.000 đồng)", "Từ tháng 07/2026", "Mức chuẩn tăng", "Agribank")
    assert says(text, "số 12/QĐ-UBND ngày 20/11/2026", "được trả thêm trong kỳ chi trả gần nhất", "Mang theo:")
    assert says(text, "khiếu nại với Chủ tịch Ủy ban nhân dân xã Mẫu trong 90 ngày", "khoản 6 Điều 5")
    assert "001150000001" not in text


def test_the_slip_of_a_secret_names_no_ground() -> None:
    made = paper(DecisionKind.GRANT, replace(AN, what="", clause="", why=""), secret=True)
    slips = slips_of(made, {}, DECEMBER)
    text = joined(pdf_text(slips_pdf(slips, printed_at=PRINTED_AT)))
    assert says(text, "Theo hồ sơ của ông (bà)", "Nhận tiền mặt")
    assert "Điều5" not in text


@pytest.mark.parametrize(("two", "pages"), [(True, 3), (False, 5)])
def test_slips_stand_two_on_a_page_or_alone_in_large_print(two: bool, pages: int) -> None:
    slips = slips_of(paper(DecisionKind.STOP, *crowd(5)), {}, DECEMBER)
    pdf = slips_pdf(slips, printed_at=PRINTED_AT, two=two)
    assert page_count(pdf) == pages
    for page in range(pages):
        assert min(piece.size for piece in pieces(pdf, page) if piece.text) >= 10
    assert max(piece.size for piece in pieces(pdf, 0)) >= 17


def test_words_that_fit_on_no_slip_are_refused() -> None:
    slips = slips_of(paper(DecisionKind.STOP, replace(AN, why="lý do rất dài " * 400)), {}, DECEMBER)
    with pytest.raises(RuleError, match="dài quá"):
        slips_pdf(slips, printed_at=PRINTED_AT)


def test_a_slip_names_the_own_benefit_of_a_decision_about_several() -> None:
    """It said all three kinds to everybody, with one amount behind."""
    two = (replace(AN, benefit="trợ cấp hưu trí xã hội hằng tháng"), replace(AN, number=2, other="Lê Thị Bích"))
    made = replace(
        paper(DecisionKind.ADJUST, *two), benefit="trợ cấp xã hội hằng tháng, trợ cấp hưu trí xã hội hằng tháng"
    )
    own, carer = slips_of(made, {("000001-9", False): "Agribank"}, DECEMBER).slips
    assert dict(own.parts)["Nội dung"].startswith("Trợ cấp hưu trí xã hội hằng tháng: ")
    assert "Agribank" in dict(own.parts)["Nhận tiền"]
    assert "Agribank" not in dict(carer.parts)["Nhận tiền"]
