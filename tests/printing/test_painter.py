"""The row painter and its paging."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.store.errors import RuleError
from printing.page import ground
from printing.page.columns import Need, columns_to_fit
from printing.page.faces import Style, Weight, width_of, wrap
from printing.page.ink import Ink
from printing.page.paging import MeasuredRow, Room, split
from printing.page.painter import Closing, paint_table
from printing.page.sizes import PORTRAIT
from printing.page.table import Align, HeaderCell, Role, Row, Table, styles
from tests.printing.reading import PRINTED_AT, Piece, joined, pdf_text, pieces

PARTS = (("STT", 15, Align.CENTER), ("Tên", 90, Align.LEFT), ("Tiền", 40, Align.RIGHT))


def table(*, page_total: bool = False) -> Table:
    columns = columns_to_fit(PORTRAIT.text_width, PARTS, [Need(0, 0, 0)] * 3)
    header = tuple(HeaderCell(column.name, 0, index) for index, column in enumerate(columns))
    body, head, strong = styles(12)

    def total(count: int, sums: tuple[int, ...]) -> Row:
        return Row((f"Cộng trang {count}", str(sums[2])), Role.SUBTOTAL, (2, 1))

    return Table(columns, header, 1, body, head, strong, page_total=total if page_total else None)


def paint(rows: Sequence[Row], *, page_total: bool = False, closing: float = 0.0) -> bytes:
    ink = Ink(PORTRAIT, title="Thử", printed_at=PRINTED_AT)
    ink.begin_page()

    def next_page() -> float:
        ink.begin_page()
        ground.page_number(ink)
        return PORTRAIT.text_top

    style = Style(Weight.BOLD, 12)
    end = Closing(closing, lambda top: ink.text(PORTRAIT.left, top - 12, "Ký tên", style, place="cuối"))
    paint_table(ink, table(page_total=page_total), rows, top=PORTRAIT.text_top, next_page=next_page, closing=end)
    return ink.finish()


def lines(count: int, words: int = 3) -> list[Row]:
    return [
        Row((str(n), f"Người {n} " + "Đặng " * (n * words % 40), str(n)), amounts=(0, 0, n))
        for n in range(1, count + 1)
    ]


def test_five_thousand_rows_all_there_and_none_broken() -> None:
    pdf = paint(lines(5000))
    pages = pdf_text(pdf)
    text = joined(pages)
    position = 0
    for number in range(1, 5001):
        position = text.index(f"{number}Người{number}", position)
    for index in (0, 1, len(pages) // 2, len(pages) - 1):
        drawn = pieces(pdf, index)
        assert [piece.text for piece in drawn if piece.font.endswith("Bold")][:3] == ["STT", "Tên", "Tiền"]
        first = [piece for piece in drawn if piece.font.endswith("Serif")][1 if index else 0 :][:2]
        assert first[0].text.isdigit()
        assert first[1].text.startswith(f"Người {first[0].text}") or first[1].y > first[0].y
        assert min(piece.y for piece in drawn) > PORTRAIT.bottom
        assert all(PORTRAIT.left <= piece.x < PORTRAIT.text_right for piece in drawn)


def test_no_text_is_remembered_after_the_paper() -> None:
    paint(lines(20))
    assert wrap.cache_info().currsize == 0


def test_page_sums_add_up_to_the_list() -> None:
    pages = pdf_text(paint(lines(400), page_total=True))
    counts = [int(line.split()[2]) for page in pages for line in page.splitlines() if line.startswith("Cộng trang")]
    sums = [int(line.split()[3]) for page in pages for line in page.splitlines() if line.startswith("Cộng trang")]
    assert len(counts) == len(pages) > 3
    assert sum(counts) == 400
    assert sum(sums) == sum(range(401))


def test_page_sum_stands_before_the_grand_total() -> None:
    rows = [*lines(100), Row(("TỔNG CỘNG", "5050"), Role.TOTAL, (2, 1))]
    last = pdf_text(paint(rows, page_total=True))[-1]
    assert last.index("Cộng trang") < last.index("TỔNG CỘNG")


def test_one_page_has_no_page_sum() -> None:
    assert "Cộng trang" not in pdf_text(paint(lines(3), page_total=True))[0]


def test_row_higher_than_a_page_is_refused() -> None:
    with pytest.raises(RuleError) as refused:
        paint([*lines(2), Row(("3", "Đặng " * 4000, "3"))])
    assert refused.value.code == "row_too_tall"
    assert "3" in refused.value.message


def test_missing_glyph_names_column_and_row() -> None:
    with pytest.raises(RuleError) as refused:
        paint([*lines(2), Row(("3", "Lê 漢", "3"))])
    assert refused.value.code == "missing_glyph"
    for part in ("漢", "U+6F22", "Tên", "dòng 3"):
        assert part in refused.value.message


def test_more_letters_than_one_font_subset_holds() -> None:
    letters = [
        chr(code) for code in (*range(0xF1, 0x180), *range(0x1EA0, 0x1EFA), *range(0x391, 0x3A2), *range(0x410, 0x450))
    ]
    rows = [Row((str(n), "x" + letter + "y", "(\\)")) for n, letter in enumerate(letters, start=1)]
    text = joined(pdf_text(paint(rows)))
    assert [letter for letter in letters if f"x{letter}y" not in text] == []
    assert text.count("(\\)") == len(letters)


@pytest.mark.parametrize("count", range(28, 45))
def test_closing_part_is_never_alone(count: int) -> None:
    last = pdf_text(paint(lines(count, words=0), closing=150))[-1]
    assert "Ký tên" in last
    assert f"Người {count}" in last
    assert f"Người {count - 1}" in last


def test_first_page_without_room_is_left_to_its_heading() -> None:
    rows = [MeasuredRow(Row(("x",)), (), 50.0)] * 3
    assert split(rows, Room(first=20, later=400, closing=10)) == [range(0), range(3)]


ROLES = st.sampled_from([Role.LINE, Role.LINE, Role.LINE, Role.SECTION, Role.SUBTOTAL, Role.TOTAL])


@given(st.lists(st.tuples(ROLES, st.floats(10, 90)), max_size=60), st.floats(0, 300), st.floats(0, 150))
def test_any_rows_are_dealt_out_once_and_fit(shape: list[tuple[Role, float]], first: float, closing: float) -> None:
    rows = [MeasuredRow(Row((), role), (), height) for role, height in shape]
    room = Room(first=first, later=300, closing=closing)
    pages = split(rows, room)
    assert [index for page in pages for index in page] == list(range(len(rows)))
    for number, page in enumerate(pages):
        height = sum(rows[index].height for index in page)
        height += closing if number == len(pages) - 1 and len(page) else 0
        limit = max(first, 0) if number == 0 else 300
        assert height <= limit + 1e-6 or not page or len(page) == 1


@given(st.integers(1, 12), st.integers(1, 30))
def test_village_heading_stays_with_a_line(villages: int, people: int) -> None:
    rows: list[MeasuredRow] = []
    for _ in range(villages):
        rows.append(MeasuredRow(Row((), Role.SECTION), (), 20))
        rows += [MeasuredRow(Row(()), (), 20)] * people
        rows.append(MeasuredRow(Row((), Role.SUBTOTAL), (), 20))
    for page in split(rows, Room(first=130, later=300, closing=100)):
        if page:
            assert rows[page[-1]].row.role is not Role.SECTION
            assert rows[page[0]].row.role is not Role.SUBTOTAL


def test_text_stands_in_its_column() -> None:
    drawn = {piece.text: piece for piece in pieces(paint([Row(("7", "Lê An", "1.000"))]), 0)}
    first, second, third = (column.width for column in table().columns)

    def end(piece: Piece) -> float:
        return piece.x + width_of(piece.text, Style(Weight.REGULAR, 12))

    number, name, amount = drawn["7"], drawn["Lê An"], drawn["1.000"]
    assert number.x + 3 == pytest.approx(PORTRAIT.left + first / 2, abs=0.1)
    assert name.x == pytest.approx(PORTRAIT.left + first + table().side_padding, abs=0.1)
    assert end(amount) == pytest.approx(PORTRAIT.left + first + second + third - table().side_padding, abs=0.1)
    assert number.y == name.y == amount.y
