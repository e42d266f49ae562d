"""Every page of long lists, read back piece by piece: margins, header, page number, village, numbers and all sums."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from models.benefits.papers import PaymentEntry, desk_copy, payment_list
from models.postings.rules import prepare_posting
from models.store.dates import Month
from models.store.money import amount_in_words, format_amount
from printing.benefits import payment_pdf
from printing.postings import posting_pdf
from tests.postings.crowd import LETTERHEAD, crowd, name_of, request
from tests.printing.reading import MM, PRINTED_AT, Piece, end_of, page_count, pdf_text, pieces

LONG_NAME = "Công Tằng Tôn Nữ Hoàng Thị Ngọc Phương Thanh Thảo Nguyên Hương"
NOTE = "Đang xác minh việc thay đổi nơi cư trú, chờ văn bản trả lời của nơi đi; " * 4
AMOUNTS = {"finance": 4, "desk": 1}
"""How many amounts the row of sums has."""


@dataclass(frozen=True)
class Line:
    """A line read from paper: its number and what stands in the columns of amounts."""

    number: int
    amounts: tuple[int, ...]


def entries(seed: int) -> list[PaymentEntry]:
    """Villages of one to 150 people, long names and notes, amounts from thousands to hundreds of millions."""
    chance = random.Random(seed)
    found: list[PaymentEntry] = []
    for village, people in enumerate([1, 2, 3, *chance.choices(range(1, 60), k=8), 150]):
        for _ in range(people):
            monthly = chance.choice([540_000, 1_080_000, 810_000, 123_456_789])
            found.append(
                PaymentEntry(
                    village=f"Thôn Số {village}" if village % 4 else f"Tổ dân phố Đồng Xuân {village}",
                    village_order=village,
                    code=f"{len(found):06d}-0",
                    name=LONG_NAME if chance.random() < 0.1 else name_of(len(found)),
                    birth_year="1950",
                    monthly=monthly,
                    sex=chance.choice(["male", "female", None]),
                    group=chance.choice(["K5a", "K6N", None]),
                    label="Đối tượng khác theo nghị quyết của tỉnh",
                    coefficient=150,
                    arrears=chance.choice([0, 0, 1_080_000]),
                    arrears_months=2,
                    recovery=chance.choice([0, 0, 270_000]),
                    account=chance.choice(["", "8801205123456"]),
                    bank="Ngân hàng Nông nghiệp và Phát triển nông thôn",
                    note=NOTE if chance.random() < 0.03 else "",
                )
            )
    return found


@cache
def paper(copy: str, seed: int) -> bytes:
    facts = payment_list(entries(seed), letterhead=LETTERHEAD, month=Month(202611))
    return payment_pdf(facts if copy == "finance" else desk_copy(facts), printed_at=PRINTED_AT)


@cache
def pages_of(pdf: bytes) -> list[list[Piece]]:
    return [pieces(pdf, page) for page in range(page_count(pdf))]


def number_of(text: str) -> int:
    return int(text.replace(".", ""))


def sums_beside(page: list[Piece], label: Piece, count: int) -> tuple[int, ...]:
    """The bold amounts on the row of a sum's label."""
    row = sorted((p for p in page if p.y == label.y and p.x > label.x), key=lambda piece: piece.x)
    assert len(row) == count, [piece.text for piece in row]
    return tuple(number_of(piece.text) for piece in row)


def amount_edges(pages: list[list[Piece]], count: int) -> list[float]:
    """Where the columns of amounts end, by the row of the grand total."""
    [(page, label)] = [(page, p) for page in pages for p in page if p.text.startswith("TỔNG CỘNG")]
    ends = sorted(end_of(p) for p in page if p.y == label.y and p.x > label.x)
    assert len(ends) == count
    return ends


def lines_of(page: list[Piece], edges: list[float]) -> Iterator[Line]:
    """The lines of a page from top to bottom; a blank amount counts nothing."""
    header = next(piece for piece in page if piece.text == "STT")
    middle = (header.x + end_of(header)) / 2
    for first in sorted(page, key=lambda piece: -piece.y):
        in_column = abs((first.x + end_of(first)) / 2 - middle) < 1 and first.y < header.y
        if not in_column or not first.text.isdigit():
            continue
        row = [piece for piece in page if piece.y == first.y]
        amounts = (next((p for p in row if abs(end_of(p) - edge) < 0.2 and p is not first), None) for edge in edges)
        yield Line(int(first.text), tuple(number_of(p.text) if p else 0 for p in amounts))


def added(lines: list[Line]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*(line.amounts for line in lines), strict=True))


@pytest.mark.parametrize("copy", AMOUNTS)
@pytest.mark.parametrize("seed", range(3))
def test_sums_of_pages_villages_and_list_are_those_of_the_lines_read(copy: str, seed: int) -> None:
    pages, count = pages_of(paper(copy, seed)), AMOUNTS[copy]
    edges = amount_edges(pages, count)
    whole: list[Line] = []
    villages: dict[str, tuple[int, tuple[int, ...]]] = {}
    for page in pages:
        lines = list(lines_of(page, edges))
        whole += lines
        [label] = [piece for piece in page if piece.text.startswith("Cộng trang: ")]
        assert label.text == f"Cộng trang: {len(lines)} người"
        assert sums_beside(page, label, count) == added(lines)
        for piece in page:
            if found := re.fullmatch(r"Cộng (T.+): (\d+) người", piece.text):
                villages[found[1]] = (int(found[2]), sums_beside(page, piece, count))
    assert [line.number for line in whole] == list(range(1, len(entries(seed)) + 1))
    position = 0
    for people, sums in villages.values():
        assert sums == added(whole[position : position + people])
        position += people
    assert position == len(whole)
    total = next(piece for piece in pages[-1] if piece.text.startswith("TỔNG CỘNG"))
    assert sums_beside(pages[-1], total, count) == added(whole)
    paid = added(whole)[-1]
    last = re.sub(r"\s+", " ", pdf_text(paper(copy, seed))[-1])
    assert f"{format_amount(len(whole))} người, số tiền: {format_amount(paid)} đồng." in last
    assert f"Bằng chữ: {amount_in_words(paid)}." in last


@pytest.mark.parametrize("copy", AMOUNTS)
def test_each_page_names_the_village_of_its_first_line(copy: str) -> None:
    pages = pages_of(paper(copy, 1))
    village_of = {number: entry.village for number, entry in enumerate(sorted_entries(1), start=1)}
    edges = amount_edges(pages, AMOUNTS[copy])
    begun: set[str] = set()
    for page in pages:
        first = next(lines_of(page, edges)).number
        header = next(piece for piece in page if piece.text == "STT")
        below = [piece for piece in page if piece.y < header.y and piece.font.endswith("Bold") and piece.x < 32 * MM]
        named = max((piece for piece in below if piece.text.startswith("T")), key=lambda piece: piece.y).text
        expected = village_of[first]
        assert named == (f"{expected} (tiếp theo)" if expected in begun else expected)
        begun |= {village_of[line.number] for line in lines_of(page, edges)}


def sorted_entries(seed: int) -> list[PaymentEntry]:
    facts = payment_list(entries(seed), letterhead=LETTERHEAD, month=Month(202611))
    return [line.entry for line in facts.lines()]


@pytest.mark.parametrize("copy", [*AMOUNTS, "wall"])
@pytest.mark.parametrize("seed", range(2))
def test_margins_header_and_page_number_of_every_page(copy: str, seed: int) -> None:
    wide, high = (297, 210) if copy == "finance" else (210, 297)
    pages = pages_of(wall(seed) if copy == "wall" else paper(copy, seed))
    assert len(pages) > 10
    for number, page in enumerate(pages, start=1):
        above = [piece for piece in page if piece.y > (high - 20) * MM]
        assert [piece.text for piece in above] == ([str(number)] if number > 1 else [])
        assert sum(piece.text == "STT" for piece in page) == 1
        for piece in page:
            assert piece.x >= 30 * MM - 0.01
            assert end_of(piece) <= (wide - 15) * MM + 0.01
            assert piece.y >= 20 * MM


@pytest.mark.parametrize("copy", [*AMOUNTS, "wall"])
def test_no_two_texts_overlap_on_any_page(copy: str) -> None:
    for page in pages_of(wall(1) if copy == "wall" else paper(copy, 1)):
        ordered = sorted(page, key=lambda piece: piece.x)
        for index, left in enumerate(ordered):
            for right in ordered[index + 1 :]:
                if right.x >= end_of(left) - 0.05:
                    break
                assert abs(left.y - right.y) >= 0.85 * min(left.size, right.size), (left.text, right.text)


@cache
def wall(seed: int) -> bytes:
    people = [
        dataclasses.replace(one, name=f"{LONG_NAME} {one.name}" if one.person % 9 == 0 else one.name)
        for one in crowd(600, seed)
    ]
    return posting_pdf(prepare_posting(people, request()).sheet, printed_at=PRINTED_AT)


@pytest.mark.parametrize("seed", range(2))
def test_every_row_of_the_wall_is_there_and_in_order(seed: int) -> None:
    numbers = [line.number for page in pages_of(wall(seed)) for line in lines_of(page, [])]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 400
