"""A village slip goes out as Excel, is ticked, and comes back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest

from models.benefits.events.papers import SlipLine, SlipSheet
from models.benefits.events.rules import Tick
from models.benefits.events.slips import NewName, SlipRow
from models.benefits.papers import Letterhead, Signatory
from models.imports.slips import read_slips
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from printing.benefits.village_slip_sheet import village_slip_xlsx

AT = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HEAD = Letterhead("ỦY BAN NHÂN DÂN XÃ MẪU", "Xã Mẫu")
UNCHANGED, DEAD, MOVED, DAY, NOTE = 5, 6, 7, 8, 9


def sheet(village: str = "Thôn 1", number: int = 1) -> SlipSheet:
    lines = tuple(
        SlipLine(place, code, name, "1950")
        for place, (code, name) in enumerate([("000001-3", "Lê Văn An"), ("000002-6", "Vũ Thị Bê")], start=1)
    )
    signatory = Signatory(("TRƯỞNG THÔN",), "", "(Ký, ghi rõ họ tên)")
    return SlipSheet(HEAD, Month(202611), number, village, lines, date(2026, 11, 18), signatory)


def ticked(change: Callable[[Any, int], None], *sheets: SlipSheet) -> bytes:
    """The exported file after the village changed its first sheet; `change` gets the sheet and its first name's row."""
    book = openpyxl.load_workbook(io.BytesIO(village_slip_xlsx(sheets or (sheet(),), printed_at=AT)))
    page = book.worksheets[0]
    first = next(row[0].row for row in page.iter_rows(min_col=2, max_col=2) if row[0].value == "000001-3")
    change(page, first)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_what_went_out_comes_back_empty() -> None:
    found = read_slips(village_slip_xlsx((sheet(), sheet("Thôn 2", 2)), printed_at=AT), "phieu.xlsx", TODAY)
    assert [(one.month, one.village_id, one.rows, one.new) for one in found.answers] == [
        (202611, 1, (), ()),
        (202611, 2, (), ()),
    ]


def test_ticks_days_and_new_names() -> None:
    def change(page: Any, first: int) -> None:
        page.cell(first, DEAD).value = "x"
        page.cell(first, DAY).value = "3/11"
        page.cell(first + 1, MOVED).value = "X"
        page.cell(first + 1, DAY).value = date(2026, 11, 5)
        page.cell(first + 1, NOTE).value = "xã Bên"
        page.cell(first + 3, 3).value = "Phạm Thị Mới"
        page.cell(first + 3, 4).value = 1948
        page.cell(first + 4, 3).value = "Đỗ Văn Chưa Rõ"

    (answer,) = read_slips(ticked(change), "phieu.xlsx", TODAY, rest_unchanged=True).answers
    assert answer.rows == (
        SlipRow("000001-3", Tick.DEAD, PartialDate(2026, 11, 3)),
        SlipRow("000002-6", Tick.MOVED, PartialDate(2026, 11, 5), "xã Bên"),
    )
    assert answer.new == (NewName("Phạm Thị Mới", "1948"), NewName("Đỗ Văn Chưa Rõ"))
    assert answer.rest_unchanged


@pytest.mark.parametrize("mark", ["x", "X", "✓", 1, True, "có"])
def test_any_mark_is_a_tick(mark: Any) -> None:
    def change(page: Any, first: int) -> None:
        page.cell(first, UNCHANGED).value = mark

    assert [row.tick for row in read_slips(ticked(change), "p.xlsx", TODAY).answers[0].rows] == [Tick.UNCHANGED]


@pytest.mark.parametrize("mark", ["0", "không", "-", 0, False, " "])
def test_a_no_is_none(mark: Any) -> None:
    def change(page: Any, first: int) -> None:
        page.cell(first, DEAD).value = mark

    assert read_slips(ticked(change), "p.xlsx", TODAY).answers[0].rows == ()


def two_ticks(page: Any, first: int) -> None:
    page.cell(first, DEAD).value = page.cell(first, MOVED).value = "x"


def tick_of_nobody(page: Any, first: int) -> None:
    page.cell(first, 2).value = page.cell(first, 3).value = None
    page.cell(first, DEAD).value = "x"


def no_code(page: Any, first: int) -> None:
    page.cell(first, 2).value = None


def bad_day(page: Any, first: int) -> None:
    page.cell(first, DEAD).value = "x"
    page.cell(first, DAY).value = "31/2"


def unreadable_day(page: Any, first: int) -> None:
    page.cell(first, DEAD).value = "x"
    page.cell(first, DAY).value = "hôm nọ"


def ticked_newcomer(page: Any, first: int) -> None:
    page.cell(first + 3, 3).value = "Phạm Thị Mới"
    page.cell(first + 3, DEAD).value = "x"


def no_mark(page: Any, first: int) -> None:
    page.delete_rows(first - 2)


def no_header(page: Any, first: int) -> None:
    page.delete_rows(first - 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (two_ticks, "ticked_twice"),
        (no_code, "code_missing"),
        (tick_of_nobody, "tick_without_code"),
        (bad_day, "day_unreadable"),
        (unreadable_day, "day_unreadable"),
        (ticked_newcomer, "tick_without_code"),
        (no_mark, "no_slip"),
        (no_header, "no_header"),
    ],
)
def test_what_is_unclear_is_refused_by_its_row(change: Callable[[Any, int], None], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_slips(ticked(change), "phieu.xlsx", TODAY)
    assert caught.value.code == code


def test_one_village_twice_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        read_slips(village_slip_xlsx((sheet(), sheet("Thôn khác")), printed_at=AT), "phieu.xlsx", TODAY)
    assert caught.value.code == "slip_twice"
