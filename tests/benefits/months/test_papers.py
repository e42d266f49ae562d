"""Papers of a kept month: the list from its frozen lines, changes, summary, bridge note, drawing, settlement, bank."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.benefits.months import preparing_changes
from models.benefits.months.papers import (
    MONTH_PAPERS,
    Fee,
    GroupSums,
    MonthPaper,
    kept_month_paper,
    kind_of_paper,
    month_paper_again,
)
from models.benefits.months.preparing import bank_rows, drawing, payment_of, settlement
from models.benefits.months.preparing_changes import bridge_note, change_list, summary
from models.benefits.papers import PaymentEntry, PaymentList, desk_copy
from models.imports.returns.matching import Choices
from models.imports.returns.process import look_at
from models.imports.returns.queries import payments
from models.office.paper_facts import content_of, kept_facts
from models.office.paper_rules import PaperEntry
from models.people.tables import BankAccount
from models.store.errors import RuleError
from models.store.work import Outcome, Work
from printing.benefits import payment_pdf, payment_xlsx
from printing.benefits.bank_file import bank_xlsx
from printing.benefits.list_sheet import list_xlsx
from printing.benefits.lists import list_pdf
from printing.benefits.month_forms import form_of
from printing.office.paper import paper_pdf, paper_xlsx
from tests.benefits.months.book import DEC, JAN, NOV, Book, Buried, Given, Owes, bury, owe
from tests.printing.reading import MM, PRINTED_AT, crowded, joined, pdf_text, sheet_text

ENTRY = PaperEntry(9, "BC-UBND", date(2027, 1, 5), "Lê Văn Ký", ("CHỦ TỊCH",))


def bank(work: Work, person_id: int) -> Outcome[None]:
    """An account of their own."""
    number = f"88012051{person_id:05d}"
    work.add(BankAccount(person_id=person_id, number=number, bank="Agribank", known_since=work.instant))
    return Outcome(None)


@pytest.fixture
def january(book: Book) -> Book:
    """December was paid, one not collected; January has a rise with arrears, a secret newcomer, a stop, a carer,
    a recovery, a funeral and somebody dead."""
    office = book.office
    names = ("Trần Văn An", "Lê Thị Bích", "Phạm Thị Cúc", "Đỗ Văn Dũng", "Vũ Thị Em", "Hồ Văn Giang", "Ngô Thị Hoa")
    an, bich, cuc, dung, em, giang, hoa = (book.person(name, id_number="") for name in names)
    office.do(bank, an)
    first = book.give(Given(an, 750_000, opened=DEC))
    lost = book.give(Given(cuc, 540_000, opened=DEC, group="K5a"))
    ended = book.give(Given(em, 500_000, opened=DEC, group="K5a"))
    died = book.give(Given(giang, 600_000, opened=DEC))
    book.opening()
    book.run(DEC, lost)
    book.change(first, 202611, 810_000)
    book.give(Given(bich, 812_345, start=JAN, group="K8"))
    book.give(Given(dung, 540_000, start=202612, carer_id=hoa, group="CS-HGD"))
    book.change(ended, JAN, None)
    book.left(giang, "dead", "2027-01-03")
    office.do(owe, Owes(giang, died, 202612, 202701, 600_000, decided=False))
    office.do(bury, Buried(giang, hoa, 10_800_000))
    book.open(JAN)
    return book


def papers(book: Book) -> dict[str, MonthPaper]:
    read = book.office.read
    found: list[MonthPaper] = [
        read(change_list, JAN, increase=True),
        read(change_list, JAN, increase=False),
        read(summary, JAN),
        read(bridge_note, JAN),
        read(settlement, DEC, fee=45, estimate=10**9),
        read(drawing, DEC, fee=45),
    ]
    return {kind_of_paper(one).value: one for one in found}


def text_of(paper: MonthPaper) -> str:
    return joined(pdf_text(list_pdf(form_of(paper), printed_at=PRINTED_AT)))


def says(text: str, *words: str) -> bool:
    return all(joined([one]) in text for one in words)


def listed(book: Book) -> list[PaymentEntry]:
    return [line.entry for line in book.office.read(payment_of, JAN).lines()]


def test_the_list_is_that_of_the_lines_each_with_its_month(january: Book) -> None:
    made: PaymentList = january.office.read(payment_of, JAN)
    assert made.sums.total == sum(line.amount for line in january.lines(JAN))
    assert made.draft
    assert made.kept
    told = {(one.name, one.note): one.total for one in listed(january) if one.note}
    assert told == {
        ("Trần Văn An", "Truy lĩnh 11-12/2026"): 810_000 + 120_000,
        ("Phạm Thị Cúc", "Kỳ 12/2026 chưa nhận"): 540_000,
        ("Đỗ Văn Dũng", "Truy lĩnh 12/2026"): 540_000 + 540_000,
        ("Hồ Văn Giang", "Tháng mất, người thừa kế nhận"): 600_000,
        ("Hồ Văn Giang", "Mai táng"): 10_800_000,
    }
    arrears = next(one for one in listed(january) if one.arrears == 120_000)
    assert (arrears.arrears_months, arrears.monthly, arrears.coefficient) == (2, 810_000, 150)
    text = joined(pdf_text(payment_pdf(made, printed_at=PRINTED_AT)))
    assert says(text, "Kỳ trước, mai táng", "Truy lĩnh 11-12/2026", "(dự thảo, chưa chốt)", "11.340.000")
    assert "Truy lĩnh 11-12/2026" in sheet_text(payment_xlsx(made, printed_at=PRINTED_AT))
    assert crowded(payment_pdf(made, printed_at=PRINTED_AT), (297 - 15) * MM) == []


def test_a_confirmed_list_is_printed_as_it_was_frozen(january: Book) -> None:
    before = january.office.read(payment_of, JAN)
    january.confirm(JAN)
    january.left(1, "moved", "2026-01-01")
    after = january.office.read(payment_of, JAN)
    assert after == replace(before, draft=False)
    assert "dựthảo" not in joined(pdf_text(payment_pdf(after, printed_at=PRINTED_AT)))


def test_by_channel_and_by_village_the_parts_make_the_whole(january: Book) -> None:
    whole = january.office.read(payment_of, JAN)
    parts = [january.office.read(payment_of, JAN, None, channel) for channel in ("account", "cash")]
    assert [line.entry.name for line in parts[0].lines()] == ["Trần Văn An"]
    assert sum(one.sums.total for one in parts) == whole.sums.total
    assert "quatàikhoản" in joined(pdf_text(payment_pdf(parts[0], printed_at=PRINTED_AT)))
    assert january.office.read(payment_of, JAN, 2).count == 0


def test_at_the_desk_the_carer_signs_apart_from_the_cared_person(january: Book) -> None:
    desk = desk_copy(january.office.read(payment_of, JAN))
    names = {line.name: line.amount for village in desk.villages for line in village.lines}
    assert names["Đỗ Văn Dũng (người chăm sóc: Ngô Thị Hoa)"] == 1_080_000
    assert names["Phạm Thị Cúc"] == 1_080_000
    assert desk.total == january.office.read(payment_of, JAN).sums.total


def test_a_recovery_is_a_line_of_its_own_that_the_desk_subtracts(book: Book) -> None:
    person = book.person("Trần Văn An")
    paid = book.give(Given(person, 500_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.change(paid, DEC, 400_000)
    book.office.do(owe, Owes(person, paid, 202612, 202701, 100_000))
    book.open(JAN)
    made = book.office.read(payment_of, JAN)
    assert [(line.entry.note, line.entry.total) for line in made.lines()] == [
        ("", 400_000),
        ("Thu hồi 12/2026", -100_000),
    ]
    assert [line.amount for line in desk_copy(made).villages[0].lines] == [300_000]
    book.confirm(JAN)
    asked = book.office.read(drawing, JAN)
    assert (asked.total, asked.back_to_budget) == (300_000, 0)


def test_money_of_an_earlier_budget_year_is_drawn_and_goes_back_to_the_budget(book: Book) -> None:
    person = book.person("Trần Văn An")
    paid = book.give(Given(person, 500_000, opened=DEC))
    book.opening()
    for month in (DEC, JAN):
        book.run(month)
    book.change(paid, DEC, 400_000)
    book.office.do(owe, Owes(person, paid, 202612, 202702, 200_000))
    february = type(JAN)(202702)
    book.open(february)
    book.confirm(february)
    asked = book.office.read(drawing, february)
    assert asked.budget_year == 2027
    assert (asked.total, asked.back_to_budget) == (400_000, 200_000)
    assert says(text_of(asked), "năm ngân sách 2027", "200.000 đồng giữ lại", "nộp ngân sách nhà nước")


def test_other_months_are_listed_as_before(january: Book) -> None:
    made = january.office.read(payment_of, NOV)
    assert not made.kept
    assert {line.entry.name for line in made.lines()} >= {"Trần Văn An"}
    assert january.office.read(payment_of, NOV, None, "account").sums.total == 810_000


def test_the_increase_list_names_everybody_but_the_secret(january: Book) -> None:
    made = papers(january)["increase"]
    text = text_of(made)
    assert says(text, "Trần Văn An", "Đỗ Văn Dũng", "DANH SÁCH TĂNG", "Trợ cấp xã hội hằng tháng: 1 trường hợp")
    assert says(text, "TỔNG CỘNG: 3 trường hợp", "1.412.345", "11/2026", "120.000")
    assert "Bích" not in text
    assert "K8" not in text
    assert kept_month_paper(made).total == 60_000 + 540_000 + 812_345


def test_the_decrease_list_tells_what_has_to_come_back(january: Book) -> None:
    text = text_of(papers(january)["decrease"])
    assert says(text, "Vũ Thị Em", "Hồ Văn Giang", "DANH SÁCH GIẢM", "1.100.000", "01/2027")
    assert says(text, "600.000")


def test_the_summary_closes_by_group_and_hides_the_secret_group(january: Book) -> None:
    made = papers(january)["summary"]
    text = text_of(made)
    assert says(text, "K6N", "K5a", "CS-HGD", "Trợ cấp xã hội hằng tháng (diện khác)")
    assert "K8" not in text
    assert kept_month_paper(made).total == sum(line.amount for line in january.lines(JAN))


def test_the_summary_tells_what_was_paid_once_the_organisation_answered(january: Book) -> None:
    made = january.office.read(summary, DEC)
    assert {group.name: group.paid for group in made.groups} == {"K6N": 1_350_000, "K5a": 500_000}
    assert says(text_of(made), "Đã chi", "Chưa chi", "540.000")


def test_the_bridge_note_closes_and_names_who_is_behind_each_step(january: Book) -> None:
    made = january.office.read(bridge_note, JAN)
    text = text_of(made)
    assert says(text, "Phải chi của tháng 12/2026", "chênh lệch 0 đồng", "Tổng chi trả tháng 01/2027")
    assert says(
        text, "Trần Văn An", "Điều chỉnh từ 750.000 đồng lên 810.000 đồng.", "Trợ cấp xã hội hằng tháng: 1 khoản"
    )
    assert "Bích" not in text
    assert "K8" not in text
    with pytest.raises(ValueError, match="close"):
        replace(made, moves=(replace(made.moves[0], amount=1), *made.moves[1:]))
    with pytest.raises(ValueError, match="people"):
        replace(made, people=made.people[1:])


def test_too_many_people_are_told_by_group(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing_changes, "MOST_NAMED", 3)
    given_to = [book.give(Given(book.person(f"Nguyễn Văn {letter}"), 500_000, opened=DEC)) for letter in "ABCDE"]
    book.opening()
    book.run(DEC)
    for entitlement in given_to[:4]:
        book.change(entitlement, JAN, 540_000)
    book.change(given_to[4], JAN, None)
    book.open(JAN)
    made = book.office.read(preparing_changes.bridge_note, JAN)
    told = [(one.name, one.people, one.amount) for one in made.people]
    assert told == [("Nguyễn Văn E", 1, -500_000), ("Nhóm K6N", 4, 160_000)]


def test_the_settlement_tells_drawn_paid_fee_and_left(january: Book) -> None:
    made = january.office.read(settlement, DEC, fee=45, estimate=10**9)
    assert (made.due, made.paid, made.fee.amount) == (2_390_000, 1_850_000, 8_325)
    assert made.drawn == 2_390_000 + 10_755
    assert made.left == 2_400_755 - 1_850_000 - 8_325
    assert says(
        text_of(made), "0,45% × số tiền đã chi 1.850.000 đồng = 8.325 đồng", "làm tròn đến đồng", "1.000.000.000"
    )
    assert says(text_of(made), "Số còn lại chuyển kỳ sau: 542.430 đồng")
    short = january.office.read(settlement, DEC, fee=0, drawn=1_000_000)
    assert says(text_of(short), "Số còn thiếu: 850.000 đồng")


@given(st.integers(0, 10**12), st.integers(0, 1_000))
def test_a_fee_is_rounded_half_up_to_whole_dong(base: int, rate: int) -> None:
    exact = base * rate
    assert abs(Fee(rate, base).amount * 10_000 - exact) <= 5_000
    assert Fee(rate, base).amount * 10_000 - exact != -5_000


def test_what_is_not_confirmed_is_not_drawn_nor_sent_to_the_bank(january: Book) -> None:
    for query in (drawing, bank_rows, settlement):
        with pytest.raises(RuleError) as refused:
            january.office.read(query, JAN)
        assert refused.value.code in ("not_confirmed", "not_reconciled")
    with pytest.raises(RuleError, match="chưa chốt"):
        january.office.read(drawing, NOV)


def test_the_bank_file_is_read_back_by_the_reconciliation(january: Book) -> None:
    january.confirm(JAN)
    january.send(JAN)
    rows = january.office.read(bank_rows, JAN)
    assert [(row.name, row.amount) for row in rows] == [("Trần Văn An", 930_000)]
    file = bank_xlsx(rows, JAN, printed_at=PRINTED_AT)
    book = openpyxl.load_workbook(io.BytesIO(file))
    sheet: Any = book.active
    header = [cell.value for cell in sheet[2]]
    sheet.cell(3, header.index("Kết quả") + 1, "Đã chi")
    sheet.cell(3, header.index("Số tiền đã chi") + 1, 930_000)
    answered = io.BytesIO()
    book.save(answered)
    known = january.office.read(payments, JAN)
    looked = look_at(answered.getvalue(), "tra-loi.xlsx", date(2027, 1, 20), known, Choices())
    assert looked.preview.stops == ()
    assert [(one.payment.name, str(one.verdict)) for one in looked.preview.judged if one.payment] == [
        ("Trần Văn An", "set_paid")
    ]
    assert "K6N" not in sheet_text(file)


def test_a_kept_paper_is_drawn_again_with_number_day_and_signer(january: Book) -> None:
    made = papers(january)
    assert {kind_of_paper(one) for one in made.values()} == MONTH_PAPERS
    for paper in made.values():
        kind, facts = kind_of_paper(paper), kept_facts(paper, {})
        sign = paper.heading.letterhead.sign
        assert month_paper_again(kind, content_of(facts), PaperEntry(sign=sign)) == paper
        drawn = joined(pdf_text(paper_pdf(kind, facts, replace(ENTRY, sign=sign), printed_at=PRINTED_AT)))
        assert says(drawn, "ngày 05 tháng 01 năm 2027", "Lê Văn Ký")
        assert (f"Số:09/{sign}" in drawn) is bool(sign)
        assert paper_xlsx(kind, facts, ENTRY, printed_at=PRINTED_AT) != list_xlsx(form_of(paper), printed_at=PRINTED_AT)
        right = (297 if form_of(paper).table.landscape else 210) - 15
        if not form_of(paper).annexes:
            assert crowded(list_pdf(form_of(paper), printed_at=PRINTED_AT), right * MM) == []


def test_sums_that_do_not_close_are_refused() -> None:
    with pytest.raises(ValueError, match="close"):
        GroupSums("K6N", 1, 100, 0, 0, 0, 0, 1, 99, 0, 0, 0)
