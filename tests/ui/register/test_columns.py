"""Order and columns of a register, by real clicks, drags and keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeMemory, FakePeople
from tests.ui.register.conftest import make
from ui.register.view import RegisterView
from ui.theme import tone


def click_title(view: RegisterView, qtbot: QtBot, section: int) -> None:
    where = QPoint(view.header.sectionViewportPosition(section) + 30, view.header._title_height() // 2)
    qtbot.mouseClick(view.header.viewport(), Qt.MouseButton.LeftButton, pos=where)


def column(view: RegisterView, section: int) -> list[str]:
    return [view.model.index(row, section).data() for row in range(view.model.rowCount())]


def test_a_click_on_a_title_sorts_and_turns(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    names = column(view, 0)
    click_title(view, qtbot, 0)
    assert view.model.wanted.descending
    assert column(view, 0) != names
    assert view.header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    click_title(view, qtbot, 1)
    assert (view.model.wanted.sort, view.model.wanted.descending) == ("born", False)
    assert column(view, 1) == sorted(column(view, 1))
    assert (view.header.sortIndicatorSection(), view.header.sortIndicatorOrder()) == (1, Qt.SortOrder.AscendingOrder)
    click_title(view, qtbot, 1)
    assert view.model.wanted.descending


def test_a_column_without_an_order_keeps_the_arrow_where_it_is(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    click_title(view, qtbot, 1)
    click_title(view, qtbot, 2)
    assert (view.model.wanted.sort, view.header.sortIndicatorSection()) == ("born", 1)
    assert view.header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder


def test_the_arrow_stands_beside_the_sorted_title_alone(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    accent = tone("accent_ink").rgb()
    for section in (0, 6):
        click_title(view, qtbot, section)
        picture = view.header.viewport().grab().toImage()
        top = view.header._title_height()
        found = {x for x in range(picture.width()) for y in range(top) if picture.pixel(x, y) == accent}
        left = view.header.sectionViewportPosition(section)
        assert found
        assert all(left <= x <= left + view.header.sectionSize(section) for x in found)


def order_menu(view: RegisterView) -> QMenu:
    menu = view._columns_button.menu()
    menu.aboutToShow.emit()
    order = menu.actions()[0].menu()
    assert isinstance(order, QMenu)
    return order


def test_the_rows_are_sorted_without_a_mouse(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    order = order_menu(view)
    titles = [action.text() for action in order.actions()]
    assert "Giới tính" not in titles
    assert [action.text() for action in order.actions() if action.isChecked()] == ["Họ và tên"]
    order.actions()[titles.index("Ngày sinh")].trigger()
    assert column(view, 1) == sorted(column(view, 1))
    assert [action.text() for action in order_menu(view).actions() if action.isChecked()] == ["Ngày sinh"]


def test_the_menu_of_the_table_opens_at_the_row_for_the_keyboard(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.table.setFocus()
    view.table.selectRow(4)
    where = view.table.visualRect(view.table.currentIndex()).center()
    view.table.customContextMenuRequested.emit(where)
    menu = next(one for one in view.findChildren(QMenu) if one.isVisible())
    assert menu.pos() == view.table.viewport().mapToGlobal(where)
    assert [action.text() for action in menu.actions()] == ["Sao chép\tCtrl+C", "Cột"]
    menu.hide()


def drag_edge(view: RegisterView, qtbot: QtBot, section: int, by: int) -> None:
    """Draw a column wider with the mouse."""
    header = view.header
    edge = QPoint(header.sectionViewportPosition(section) + header.sectionSize(section) - 1, 10)
    qtbot.mouseMove(header.viewport(), edge)
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    for step in (by // 2, by):
        there = QPointF(edge + QPoint(step, 0))
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            there,
            header.viewport().mapToGlobal(there),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(header.viewport(), move)
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(by, 0))


def tick(view: RegisterView, title: str) -> None:
    menu = view._columns_button.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == title).trigger()


def test_columns_are_remembered(qtbot: QtBot, few: FakePeople) -> None:
    memory = FakeMemory()
    view = make(qtbot, few, memory)
    tick(view, "Ghi chú")
    tick(view, "Điện thoại")
    width = view.table.columnWidth(1)
    drag_edge(view, qtbot, 1, 40)
    assert view.table.columnWidth(1) == width + 40
    other = make(qtbot, few, memory)
    assert not other.header.isSectionHidden(7)
    assert other.header.isSectionHidden(5)
    assert abs(other.table.columnWidth(1) - width - 40) <= 1
    assert not any("Nguyễn" in str(value) for value in memory.kept.values())


def test_widths_suit_another_text_size(qtbot: QtBot, few: FakePeople) -> None:
    memory = FakeMemory()
    view = make(qtbot, few, memory)
    drag_edge(view, qtbot, 1, 40)
    width = view.table.columnWidth(1)
    before = QApplication.font()
    larger = QFont(before)
    larger.setPointSizeF(before.pointSizeF() * 1.5)
    QApplication.setFont(larger)
    try:
        assert make(qtbot, few, memory).table.columnWidth(1) > 1.4 * width
    finally:
        QApplication.setFont(before)


def test_a_column_put_away_filters_no_more(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.header.set_filter("sex", "male")
    assert view.model.wanted.of("sex") == "male"
    tick(view, "Giới tính")
    assert view.header.isSectionHidden(2)
    assert view.model.wanted.of("sex") == ""


def test_the_columns_fill_the_width_and_give_a_little(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    assert abs(view.header.length() - view.table.viewport().width()) <= len(few.columns)
    needed = sum(view.choice._wanted(column) for column in few.columns if column.shown)
    frame = view.width() - view.table.viewport().width()
    view.resize(needed - 30 + frame, 600)
    qtbot.waitUntil(lambda: view.header.length() <= view.table.viewport().width(), timeout=1000)
    assert view.table.columnWidth(1) == view.choice._wanted(few.columns[1])
