"""How the rows of a register are painted, looked at pixel by pixel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from pytestqt.exceptions import capture_exceptions
from pytestqt.logging import _QtMessageCapture
from pytestqt.qtbot import QtBot

from models.store.errors import EnvironmentProblem
from tests.ui.fakes import FakePeople
from tests.ui.register.conftest import make
from ui.register.model import GONE_WORDS
from ui.register.table import PADDING_EM
from ui.register.view import RegisterView
from ui.theme import em, tone

DARK = 140


def ink(picture: QImage, area: QRect) -> list[int]:
    """The x of every pixel in the area that is as dark as letters are."""
    return [
        x
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
        if QColor(picture.pixel(x, y)).lightness() < DARK
    ]


def cell(view: RegisterView, row: int, section: int) -> QRect:
    return view.table.visualRect(view.model.index(row, section))


def test_titles_and_cells_stand_in_one_line(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.header.editors["name"].setFocus()
    rows, titles = view.table.viewport().grab().toImage(), view.header.viewport().grab().toImage()
    padding = em(view.table, PADDING_EM)
    for section in (1, 3, 5):
        left = view.header.sectionViewportPosition(section)
        title = QRect(left, 2, view.header.sectionSize(section) - 2, view.header._title_height() - 4)
        first = min(ink(titles, title)) - left
        assert padding <= first <= padding + 3
        assert abs(min(ink(rows, cell(view, 2, section))) - left - first) <= 2
    amount = cell(view, 2, 6)
    assert padding <= amount.right() - max(ink(rows, amount)) <= padding + 3


def test_chosen_rows_are_filled_and_the_others_parted_by_a_hairline(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.table.selectRow(3)
    picture = view.table.viewport().grab().toImage()
    chosen, above = cell(view, 3, 0), cell(view, 2, 0)
    accent = view.palette().color(QPalette.ColorRole.Highlight)
    assert QColor(picture.pixel(chosen.right() - 3, chosen.top() + 3)) == accent
    assert QColor(picture.pixel(above.right() - 3, above.bottom())) == tone("hairline")
    assert QColor(picture.pixel(above.right() - 3, above.bottom() - 3)) == view.palette().color(QPalette.ColorRole.Base)


def test_the_row_with_the_keyboard_has_a_frame(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.table.setCurrentIndex(view.model.index(2, 0))
    view.table.clearSelection()
    edge = cell(view, 2, 0).topLeft()
    accent = view.palette().color(QPalette.ColorRole.Highlight)
    view.table.setFocus()
    assert QColor(view.table.viewport().grab().toImage().pixel(edge.x(), edge.y() + 4)) == accent
    view.header.editors["name"].setFocus()
    assert QColor(view.table.viewport().grab().toImage().pixel(edge.x(), edge.y() + 4)) != accent


def test_a_narrow_cell_ends_before_its_neighbour(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.table.setColumnWidth(3, 60)
    picture = view.table.viewport().grab().toImage()
    narrow = cell(view, 2, 3)
    assert max(ink(picture, narrow)) <= narrow.right() - em(view.table, PADDING_EM) + 1


def test_a_gone_row_is_quiet(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    gone = view.model.ids[2]
    del few.people[gone]
    view.renew({("people", gone)})
    view.header.editors["name"].setFocus()
    assert view.model.index(2, 0).data() == GONE_WORDS
    picture = view.table.viewport().grab().toImage()
    darkest = [min(QColor(picture.pixel(x, y)).lightness() for x, y in _points(cell(view, row, 0))) for row in (2, 4)]
    assert darkest[0] > darkest[1] + 20


def _points(area: QRect) -> list[tuple[int, int]]:
    return [(x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom() - 1)]


def test_scrolling_reads_ahead_and_paints_every_row(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.model.finish()
    before = few.row_reads
    for _ in range(20):
        qtbot.keyClick(view.table, Qt.Key.Key_Down)
        view.table.verticalScrollBar().setValue(view.table.verticalScrollBar().value() + 3)
        picture = view.table.viewport().grab().toImage()
        last = view.table.rowAt(view.table.viewport().height() - 2 * view.table.rowHeight(0))
        assert ink(picture, cell(view, last, 0))
    assert few.row_reads - before <= 5


def test_a_row_that_cannot_be_read_leaves_no_painter_open(
    qtbot: QtBot, qtlog: _QtMessageCapture, few: FakePeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = make(qtbot, few)

    def refuse(_ids: object) -> None:
        raise EnvironmentProblem("Đĩa không đọc được.", code="disk")

    view.model._rows.clear()
    with capture_exceptions() as told, monkeypatch.context() as broken:
        broken.setattr(few, "rows", refuse)
        view.table.viewport().update()
        qtbot.waitUntil(lambda: bool(told))
        broken.undo()
        view.table.viewport().update()
        qtbot.waitUntil(lambda: bool(view.model._rows))
    assert [one.message for one in qtlog.records if "painter" in one.message] == []
