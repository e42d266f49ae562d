"""The payment list: sums equal to rows, and a pay-desk copy that tells no more than it must."""

from __future__ import annotations

import dataclasses
import pickle
import random
import re
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from models.benefits.papers import (
    DeskLine,
    Letterhead,
    PaymentEntry,
    PaymentLine,
    PaymentList,
    PaymentVillage,
    desk_copy,
    payment_list,
)
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.money import amount_in_words, format_amount
from printing.benefits import payment_pdf, payment_xlsx
from tests.postings.crowd import VILLAGES, name_of
from tests.printing.reading import MM, PRINTED_AT, crowded, joined, pdf_text, pieces, sheet_cells, sheet_text

HEAD = Letterhead(
    superior="Ủy ban nhân dân xã Hưng Đạo", body="Phòng Văn hóa - Xã hội", place="Hưng Đạo", sign="DS-VHXH"
)
MONTH = Month(202611)


def entries(count: int, seed: int = 1) -> list[PaymentEntry]:
    chance = random.Random(seed)
    found = []
    for index in range(count):
        village = chance.randrange(len(VILLAGES))
        coefficient = chance.choice([100, 150, 200, 250])
        account = chance.random() < 0.6
        found.append(
            PaymentEntry(
                village=VILLAGES[village],
                village_order=village,
                code=f"{index:06d}-{index % 9}",
                name=name_of(index),
                birth_year=str(chance.randint(1930, 2024)),
                monthly=5400 * coefficient,
                sex=chance.choice(["male", "female"]),
                id_number=f"0{31 * 10**10 + index * 7:011d}",
                group=chance.choice(["K5a", "K6N", "K8", None]),
                label=chance.choice(["Nhiễm HIV/AIDS", "Khuyết tật nặng"]),
                coefficient=coefficient,
                arrears=chance.choice([0, 0, 0, 1_080_000]),
                arrears_months=2,
                recovery=chance.choice([0, 0, 0, 540_000]),
                account=f"88{index:011d}" if account else "",
                bank="Agribank" if account else "",
                payee=f"Người Nhận {index}" if index % 10 == 0 else "",
                note="điều trị HIV" if index % 50 == 0 else "",
            )
        )
    return found


def facts_of(count: int, **changes: object) -> PaymentList:
    return payment_list(entries(count), letterhead=HEAD, month=MONTH, **changes)  # type: ignore[arg-type] # by name


@pytest.fixture(scope="module")
def papers() -> SimpleNamespace:
    facts = facts_of(2000)
    desk = desk_copy(facts)
    return SimpleNamespace(
        facts=facts,
        desk=desk,
        finance_pages=pdf_text(payment_pdf(facts, printed_at=PRINTED_AT)),
        desk_pages=pdf_text(payment_pdf(desk, printed_at=PRINTED_AT)),
        finance_xlsx=payment_xlsx(facts, printed_at=PRINTED_AT),
        desk_xlsx=payment_xlsx(desk, printed_at=PRINTED_AT),
    )


def squeezed(*parts: object) -> str:
    return re.sub(r"\s", "", "".join(str(part) for part in parts))


def test_finance_copy_has_every_column_of_every_line(papers: SimpleNamespace) -> None:
    text = joined(papers.finance_pages)
    for line in papers.facts.lines():
        entry = line.entry
        assert squeezed(line.number, entry.code, entry.name, entry.birth_year, entry.id_number) in text
        if entry.account:
            assert entry.account in text
        if entry.payee:
            assert squeezed(entry.payee) in text
    for title in ("NGƯỜI LẬP", "TRƯỞNG PHÒNG VH-XH", "KẾ TOÁN", "CHỦ TỊCH"):
        assert title in papers.finance_pages[-1]


def test_sums_on_paper_are_those_of_the_lines(papers: SimpleNamespace) -> None:
    for pages in (papers.finance_pages, papers.desk_pages):
        text = joined(pages)
        for village in papers.facts.villages:
            total = sum(line.entry.total for line in village.lines)
            found = re.search(rf"Cộng{squeezed(village.name)}:{len(village.lines)}người([\d.]+)", text)
            assert found
            assert format_amount(total) in text[found.start() : found.start() + 120]
        total = sum(entry.total for entry in entries(2000))
        assert squeezed("TỔNG CỘNG: 2.000 người") in text
        assert squeezed(f"số tiền: {format_amount(total)} đồng") in text
        assert squeezed(amount_in_words(total)) in text


def test_page_sums_add_up(papers: SimpleNamespace) -> None:
    sums = []
    for page in papers.desk_pages:
        found = re.search(r"Cộng trang: (\d+) người ([\d.]+)", page)
        assert found
        sums.append((int(found[1]), int(found[2].replace(".", ""))))
    assert (sum(people for people, _ in sums), sum(total for _, total in sums)) == (2000, papers.desk.total)


def test_desk_copy_tells_no_more_than_the_desk_needs(papers: SimpleNamespace) -> None:
    assert [f.name for f in dataclasses.fields(DeskLine)] == ["number", "code", "name", "birth_year", "amount", "last"]
    text, sheet = joined(papers.desk_pages), sheet_text(papers.desk_xlsx)
    for line in papers.facts.lines():
        entry = line.entry
        assert squeezed(line.number, entry.code, entry.name, entry.birth_year, format_amount(entry.total)) in text
        for secret in (entry.id_number, entry.account, entry.payee):
            assert not secret or (secret not in sheet and squeezed(secret) not in text)
    for word in ("K5a", "K6N", "K8", "HIV", "Khuyết tật", "Agribank", "Hệ số", "định danh", "Truy lĩnh", "Nhóm"):
        assert squeezed(word) not in text
        assert word not in sheet


def test_finance_copy_never_speaks_of_hiv(papers: SimpleNamespace) -> None:
    for text in (joined(papers.finance_pages), sheet_text(papers.finance_xlsx)):
        assert "HIV" not in text.upper()
        assert "K6N" in text


@pytest.mark.parametrize(
    ("written", "finance", "desk"),
    [
        ("Nguyễn Văn Ba (khuyết tật nặng)", "Nguyễn Văn Ba (khuyết tật nặng)", "Nguyễn Văn Ba"),
        ("Nguyễn Văn Ba 001150012345", "Nguyễn Văn Ba 001150012345", "Nguyễn Văn Ba"),
        ("Nguyễn Văn Ba - nhiễm H", "Nguyễn Văn Ba", "Nguyễn Văn Ba"),
        ("Nguyễn Văn Ba nhiễm HIV", "N.V.B.N.H.", "N.V.B.N.H."),
        ("  Nguyễn  Văn Ba ", "Nguyễn Văn Ba", "Nguyễn Văn Ba"),
        ("???", "???", "???"),
    ],
)
def test_what_stands_behind_a_name_stays_off_the_desk_and_hiv_off_both(written: str, finance: str, desk: str) -> None:
    [entry] = entries(1)
    facts = payment_list([dataclasses.replace(entry, name=written)], letterhead=HEAD, month=MONTH)
    for paper, name in ((facts, finance), (desk_copy(facts), desk)):
        [row] = [row for row in sheet_cells(payment_xlsx(paper, printed_at=PRINTED_AT)) if row[0] == 1]
        assert row[2] == name
        assert squeezed(name) in joined(pdf_text(payment_pdf(paper, printed_at=PRINTED_AT)))


def test_a_payee_whose_words_speak_of_hiv_is_left_out() -> None:
    [entry] = entries(1)
    told = dataclasses.replace(entry, payee="Trần Thị Bốn (mẹ, nhiễm HIV)")
    [row] = [
        row
        for row in sheet_cells(payment_xlsx(payment_list([told], letterhead=HEAD, month=MONTH), printed_at=PRINTED_AT))
        if row[0] == 1
    ]
    assert row[14] is None


def test_sheets_hold_real_numbers_and_text_codes(papers: SimpleNamespace) -> None:
    rows = [row for row in sheet_cells(papers.finance_xlsx) if row[0] and str(row[0]).isdigit()]
    assert len(rows) == 2000
    for row, line in zip(rows, papers.facts.lines(), strict=True):
        entry = line.entry
        assert row[1] == entry.code
        assert row[5] == entry.id_number
        assert (row[8], row[12]) == (entry.monthly, entry.total)
        assert type(row[12]) is int
    totals = [row for row in sheet_cells(papers.finance_xlsx) if str(row[0]).startswith("TỔNG CỘNG")]
    assert [totals[0][index] for index in (8, 10, 11, 12)] == [
        papers.facts.sums.monthly,
        papers.facts.sums.arrears,
        papers.facts.sums.recovery,
        papers.facts.sums.total,
    ]
    desk = [row for row in sheet_cells(papers.desk_xlsx) if row[0] and str(row[0]).isdigit()]
    assert [row[4] for row in desk] == [line.entry.total for line in papers.facts.lines()]


def test_sheet_prints_across_a4_with_repeated_header(papers: SimpleNamespace) -> None:
    for xlsx, orientation in ((papers.finance_xlsx, "landscape"), (papers.desk_xlsx, "portrait")):
        sheet = openpyxl.load_workbook(BytesIO(xlsx)).worksheets[0]
        header = next(row[0].row for row in sheet.iter_rows() if row[0].value == "STT")
        last = int(re.sub(r"\D", "", str(sheet.freeze_panes))) - 1
        assert sheet.print_title_rows == f"${header}:${last}"
        assert str(sheet.cell(last + 1, 1).value).startswith("Thôn")
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, orientation)
        assert sheet.page_setup.fitToHeight == 0


def test_page_by_decree() -> None:
    facts = facts_of(60)
    for paper, wide, high in ((facts, 297, 210), (desk_copy(facts), 210, 297)):
        pdf = payment_pdf(paper, printed_at=PRINTED_AT)
        page = PdfReader(BytesIO(pdf)).pages[0]
        assert [round(float(side) / MM) for side in page.mediabox[2:]] == [wide, high]
        for index in (0, 1):
            drawn = pieces(pdf, index)
            assert all(30 * MM <= piece.x <= (wide - 15) * MM and piece.y >= 20 * MM for piece in drawn)
            assert [piece.text for piece in drawn if piece.y > (high - 20) * MM] == ["2"] * index
    amounts = [piece for piece in pieces(payment_pdf(facts, printed_at=PRINTED_AT), 0) if piece.text.endswith(".000")]
    assert len(amounts) > 10


def test_nothing_runs_over_its_cell() -> None:
    wide = [
        dataclasses.replace(
            entry,
            name="Công Tằng Tôn Nữ Hoàng Thị Ngọc Phương Thanh Thảo" if number % 7 == 0 else entry.name,
            village="Tổ dân phố Nguyễn Trãi 2 (khu tái định cư Đồng Xuân)" if number % 3 else entry.village,
            bank="Ngân hàng TMCP Công thương Việt Nam chi nhánh Bắc Hưng Yên" if number % 5 == 0 else entry.bank,
            account="9" * 30 if number % 11 == 0 else entry.account,
            monthly=entry.monthly * 997 if number % 13 == 0 else entry.monthly,
            group=None if number % 17 == 0 else entry.group,
            label="Người khuyết tật đặc biệt nặng là người cao tuổi",
            note="Chuyển từ xã khác đến, đang xác minh" if number % 9 == 0 else "",
        )
        for number, entry in enumerate(entries(300))
    ]
    facts = payment_list(wide, letterhead=HEAD, month=MONTH)
    assert crowded(payment_pdf(facts, printed_at=PRINTED_AT), (297 - 15) * MM) == []
    assert crowded(payment_pdf(desk_copy(facts), printed_at=PRINTED_AT), (210 - 15) * MM) == []


def test_large_sums_are_not_broken() -> None:
    rich = [dataclasses.replace(entry, monthly=9_876_543_210) for entry in entries(30)]
    pages = pdf_text(payment_pdf(payment_list(rich, letterhead=HEAD, month=MONTH), printed_at=PRINTED_AT))
    assert "296.296.296.300" in pages[-1]


def test_one_village_has_no_subtotal() -> None:
    facts = facts_of(300, village="Thôn 2")
    text = joined(pdf_text(payment_pdf(facts, printed_at=PRINTED_AT)))
    assert {village.name for village in facts.villages} == {"Thôn 2"}
    assert "CộngThôn2" not in text
    assert "TỔNGCỘNG" in text
    assert [line.number for line in facts.lines()] == list(range(1, facts.count + 1))


def test_rows_of_one_page_have_no_page_sum_though_the_heading_stands_alone() -> None:
    [entry] = entries(1)
    long = dataclasses.replace(entry, note="Đang xác minh việc thay đổi nơi cư trú, chờ văn bản trả lời; " * 5)
    pages = pdf_text(payment_pdf(payment_list([long], letterhead=HEAD, month=MONTH), printed_at=PRINTED_AT))
    assert [entry.code in page for page in pages] == [False, True]
    assert "Cộng trang" not in pages[1]


def test_same_facts_same_bytes_also_after_the_trip_to_the_worker() -> None:
    facts = facts_of(40)
    for paper in (facts, desk_copy(facts)):
        for printer in (payment_pdf, payment_xlsx):
            sent = pickle.loads(pickle.dumps(paper))
            assert printer(paper, printed_at=PRINTED_AT) == printer(sent, printed_at=PRINTED_AT)


def test_empty_list_says_so() -> None:
    for paper in (facts_of(0), desk_copy(facts_of(0))):
        page = pdf_text(payment_pdf(paper, printed_at=PRINTED_AT))[0]
        assert "Không có người nhận trong tháng" in page
        assert "Không đồng" in page


def test_stated_total_must_be_that_of_the_lines() -> None:
    total = facts_of(20).sums.total
    assert facts_of(20, stated_total=total).sums.total == total
    with pytest.raises(ValueError, match="stated total"):
        facts_of(20, stated_total=total + 1)


def test_numbers_must_run_through() -> None:
    line = PaymentLine(2, entries(1)[0])
    with pytest.raises(ValueError, match="running numbers"):
        PaymentList(HEAD, MONTH, (PaymentVillage("Thôn 1", (line,)),), ())


def test_recovery_above_the_amount_is_told_without_a_name() -> None:
    [entry] = entries(1)
    with pytest.raises(RuleError) as refused:
        payment_list([dataclasses.replace(entry, recovery=10**9)], letterhead=HEAD, month=MONTH)
    assert refused.value.field == "recovery"
    assert entry.name not in refused.value.message


def test_unknown_sex_puts_the_year_into_neither_column() -> None:
    [entry] = entries(1)
    facts = payment_list([dataclasses.replace(entry, sex=None)], letterhead=HEAD, month=MONTH)
    [row] = [row for row in sheet_cells(payment_xlsx(facts, printed_at=PRINTED_AT)) if row[0] == 1]
    assert (row[3], row[4]) == (None, None)
    assert f"Sinh năm {entry.birth_year}" in row[16]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 10**9), st.integers(0, 10**7)), max_size=40))
def test_any_amounts_keep_their_sums(parts: list[tuple[int, int, int]]) -> None:
    people = [
        PaymentEntry(VILLAGES[village], f"{n:04d}", name_of(n), "1950", monthly, village_order=village, arrears=arrears)
        for n, (village, monthly, arrears) in enumerate(parts)
    ]
    facts = payment_list(people, letterhead=HEAD, month=MONTH)
    assert facts.sums.total == sum(monthly + arrears for _, monthly, arrears in parts)
    assert sum(village.sums.total for village in facts.villages) == facts.sums.total == desk_copy(facts).total
    assert [line.number for line in facts.lines()] == list(range(1, len(parts) + 1))


def twice_paid() -> PaymentList:
    """Two people, one of whom has two lines."""
    person = PaymentEntry("Thôn 1", "000002-7", "Nguyễn Thị Ba", "1960", 540_000)
    lines = [
        person,
        PaymentEntry("Thôn 1", "000001-9", "Trần Văn An", "1950", 810_000),
        dataclasses.replace(person, monthly=270_000),
    ]
    return payment_list(lines, letterhead=HEAD, month=MONTH)


def test_a_person_of_two_lines_signs_once_on_the_desk_copy() -> None:
    facts = twice_paid()
    desk = desk_copy(facts)
    (village,) = desk.villages
    assert [(line.shown_number, line.name, line.amount) for line in village.lines] == [
        ("1", "Trần Văn An", 810_000),
        ("2, 3", "Nguyễn Thị Ba", 810_000),
    ]
    assert (desk.people, desk.total) == (2, facts.sums.total)
    text = joined(pdf_text(payment_pdf(desk, printed_at=PRINTED_AT)))
    assert text.count(squeezed("Nguyễn Thị Ba")) == 1
    assert "Nguyễn Thị Ba" in sheet_text(payment_xlsx(desk, printed_at=PRINTED_AT))


def test_people_are_counted_once_on_both_copies() -> None:
    facts = twice_paid()
    assert (facts.count, facts.sums.people) == (3, 2)
    for paper in (facts, desk_copy(facts)):
        text = joined(pdf_text(payment_pdf(paper, printed_at=PRINTED_AT)))
        for words in ("Cộng Thôn 1: 2 người", "TỔNG CỘNG: 2 người", "Tổng số: 2 người"):
            assert squeezed(words) in text, words
        assert squeezed("Cộng trang: 3 người") not in text


def test_page_sums_count_a_person_on_one_page_alone() -> None:
    entry = entries(1)[0]
    people = [
        dataclasses.replace(entry, code=f"{index:06d}-0", name=f"Nguyễn Văn {index:05d}", village="Thôn 1")
        for index in range(60)
    ]
    facts = payment_list([one for one in people for _ in range(2)], letterhead=HEAD, month=MONTH)
    pages = pdf_text(payment_pdf(facts, printed_at=PRINTED_AT))
    found = [re.search(r"Cộng trang: (\d+) người", page) for page in pages]
    assert len(pages) > 2
    assert sum(int(one[1]) for one in found if one) == 60


def test_without_a_code_each_line_is_a_person() -> None:
    facts = payment_list([dataclasses.replace(one, code="") for one in entries(4)], letterhead=HEAD, month=MONTH)
    assert facts.sums.people == desk_copy(facts).people == 4
