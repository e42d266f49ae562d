"""Widths of columns: the page is filled, header words stay whole, one long text starves nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.page.columns import MOST_LINES, Need, columns_to_fit, needs_of
from printing.page.table import Align, Part, Role, Row, styles

BODY, _, STRONG = styles(8)
PARTS: tuple[Part, ...] = (
    ("STT", 10, Align.CENTER),
    ("Họ và tên", 60, Align.LEFT),
    ("Số tiền", 20, Align.RIGHT),
    ("Ghi chú", 10, Align.LEFT),
)


def widths(rows: list[Row], width: float = 300) -> list[float]:
    return [column.width for column in columns_to_fit(width, PARTS, needs_of(PARTS, rows, BODY, STRONG, 2))]


def people(notes: list[str], amount: str = "540.000") -> list[Row]:
    return [Row((str(number), "Nguyễn Thị Hạnh", amount, note)) for number, note in enumerate(notes)]


@given(st.lists(st.text("aệ ", max_size=300), max_size=30), st.floats(200, 800))
def test_widths_fill_the_page_and_hold_the_headers(notes: list[str], width: float) -> None:
    rows = people(notes)
    found = widths(rows, width)
    assert sum(found) == pytest.approx(width)
    for column, need in zip(found, needs_of(PARTS, rows, BODY, STRONG, 2), strict=True):
        assert column >= need.least - 1e-6


def test_figures_are_not_wrapped_and_texts_pay_for_it() -> None:
    small, large = widths(people([""])), widths(people([""], "123.456.789.012.345"))
    need = needs_of(PARTS, people([""], "123.456.789.012.345"), BODY, STRONG, 2)[2]
    assert small[2] < need.longest
    assert large[2] == pytest.approx(need.longest)
    assert large[1] < small[1]


def test_one_long_note_gets_room_and_leaves_the_names_theirs() -> None:
    notes = [*[""] * 99, "trả lời bằng văn bản " * 15]
    plain, noted = widths(people([""] * 99), 500), widths(people(notes), 500)
    need = needs_of(PARTS, people(notes), BODY, STRONG, 2)
    assert plain[3] < need[3].longest / MOST_LINES
    assert noted[3] == pytest.approx(need[3].longest / MOST_LINES)
    assert noted[1] >= need[1].usual


def test_the_longest_twentieth_does_not_count_as_usual() -> None:
    few, more = (
        needs_of(PARTS, people([*["Mới"] * (100 - long), *["Chuyển từ xã khác đến"] * long]), BODY, STRONG, 2)[3]
        for long in (5, 6)
    )
    assert few.usual < few.longest
    assert more.usual == more.longest


def test_spans_count_only_where_they_cover_one_column() -> None:
    rows = [Row(("TỔNG CỘNG của cả danh sách rất dài", "9.999.999", ""), Role.TOTAL, (2, 1, 1))]
    need = needs_of(PARTS, rows, BODY, STRONG, 2)
    assert need[1].longest == need[1].least
    assert need[2].longest > needs_of(PARTS, [], BODY, STRONG, 2)[2].longest


def test_without_texts_the_shares_hold() -> None:
    found = columns_to_fit(200, PARTS, [Need(0, 0, 0)] * len(PARTS))
    assert [round(column.width) for column in found] == [20, 120, 40, 20]


def test_a_code_is_not_broken_though_few_lines_have_it() -> None:
    """ "CS-HGD" stood as "CS-HG" and "D" among hundreds of shorter groups."""
    needs = needs_of(PARTS, people([*["HTXH"] * 300, "CS-HGD-12345"]), BODY, STRONG, 2)
    found = widths(people([*["HTXH"] * 300, "CS-HGD-12345"]), 250)
    assert needs[3].usual < needs[3].least
    assert found[3] >= needs[3].least - 1e-6
