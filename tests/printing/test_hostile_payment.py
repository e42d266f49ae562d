"""The payment list of the worst lists: the pay-desk copy says only what the desk needs, no copy speaks of HIV/AIDS."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest

from models.benefits.papers import DeskList, PaymentEntry, PaymentList, desk_copy, payment_list
from models.store.dates import Month
from models.store.money import amount_in_words, format_amount
from models.store.vietnamese import search_text
from printing.benefits import payment_pdf, payment_xlsx
from tests.postings.crowd import LETTERHEAD, VILLAGES, name_of
from tests.postings.test_hostile_lists import CUT_OFF, HUNG_ON, OF_HIV
from tests.printing.reading import PRINTED_AT, pdf_text, sheet_cells, sheet_text

PEOPLE = 1200
SPOKEN = re.compile(r"h\W?i\W?v|aids|si da|nhiem h(?!\w)")
FIXED = """Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc Ủy ban nhân dân xã Hưng Đạo Số: /TB-UBND
Hưng Đạo, ngày tháng năm Danh sách chi trả Trợ cấp xã hội hằng tháng, tháng 11/2026 Đơn vị tính: đồng STT Mã đối tượng
Họ và tên Năm sinh Số tiền Ký nhận Cộng trang: người (tiếp theo) TỔNG CỘNG Tổng số: số tiền Bằng chữ: NGƯỜI LẬP
(Ký, ghi rõ họ tên) ĐẠI DIỆN ĐƠN VỊ CHI TRẢ"""


def entry(number: int, chance: random.Random) -> PaymentEntry:
    """Somebody with something behind the name, the payee, the label or the note."""
    behind = chance.choice(CUT_OFF[1:]).format(chance.choice([*HUNG_ON, *OF_HIV]))
    village = chance.randrange(len(VILLAGES))
    return PaymentEntry(
        village=VILLAGES[village],
        village_order=village,
        code=f"{number:06d}-{number % 10}",
        name=name_of(number) + (behind if chance.random() < 0.7 else ""),
        birth_year=str(chance.randint(1930, 2024)),
        monthly=540 * chance.randint(1000, 9999),
        sex=chance.choice(["male", "female", None]),
        id_number=f"0{31 * 10**9 + number * 7:011d}",
        group=chance.choice(["K5a", "K8", None]),
        label=chance.choice([*OF_HIV, "Khuyết tật nặng"]),
        coefficient=150,
        account=f"88{number:011d}",
        bank="Agribank",
        payee=f"Người Nhận Thay {chance.choice(['', *OF_HIV])}",
        note=chance.choice([*OF_HIV, *HUNG_ON, ""]),
    )


@cache
def lists() -> tuple[PaymentList, DeskList]:
    chance = random.Random(9)
    facts = payment_list([entry(n, chance) for n in range(PEOPLE)], letterhead=LETTERHEAD, month=Month(202611))
    return facts, desk_copy(facts)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def test_the_desk_reads_numbers_codes_names_years_and_amounts_and_no_other_word() -> None:
    facts, desk = lists()
    sums = [desk.total, *(village.total for village in desk.villages), *(line.entry.total for line in facts.lines())]
    texts = [FIXED, *VILLAGES, amount_in_words(desk.total), *map(str, range(1, PEOPLE + 1)), *map(str, sums)]
    texts += [f"{line.entry.code} {line.entry.birth_year}" for line in facts.lines()]
    texts += [f"{name_of(number)} {format_amount(number)}" for number in range(PEOPLE + 1)]
    texts += [format_amount(amount) for amount in sums]
    allowed = words(" ".join(texts))
    pages = pdf_text(payment_pdf(desk, printed_at=PRINTED_AT))
    page_sums = re.findall(r"Cộng trang: \d+ người ([\d.]+)", " ".join(pages))
    assert len(page_sums) == len(pages)
    assert words(" ".join(pages)) - allowed - words(" ".join(page_sums)) == set()
    cells = {str(cell) for row in sheet_cells(payment_xlsx(desk, printed_at=PRINTED_AT)) for cell in row if cell}
    assert words(" ".join(cells)) - allowed == set()


@pytest.mark.parametrize("copy", [0, 1])
def test_no_copy_speaks_of_hiv(copy: int) -> None:
    paper = lists()[copy]
    spoken = [line.entry.name for line in lists()[0].lines() if SPOKEN.search(search_text(line.entry.name))]
    assert len(spoken) > PEOPLE // 10
    pages = pdf_text(payment_pdf(paper, printed_at=PRINTED_AT))
    for text in (" ".join(pages), sheet_text(payment_xlsx(paper, printed_at=PRINTED_AT))):
        assert SPOKEN.findall(search_text(re.sub(r"\s+", " ", text))) == []
