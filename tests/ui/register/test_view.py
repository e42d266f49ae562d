"""The register under real keys over 100,000 made-up people."""

from __future__ import annotations

import time

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeMemory, FakePeople
from tests.ui.register.conftest import make
from ui.register.clipboard import clear_ours
from ui.register.model import FIRST_IDS, GONE_WORDS
from ui.register.view import RegisterView


def typed(view: RegisterView) -> QLineEdit:
    editor = view.header.editors["name"]
    assert isinstance(editor, QLineEdit)
    return editor


def test_first_ids_at_once_and_the_rest_while_idle(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    assert view.model.rowCount() == FIRST_IDS
    qtbot.waitUntil(lambda: view.model.rowCount() == 1000, timeout=3000)
    assert view.footer.text().startswith("1.000 người")


def test_rows_are_read_by_visible_range_only(qtbot: QtBot) -> None:
    source = FakePeople(20_000)
    view = make(qtbot, source)
    view.grab()
    assert source.row_reads <= 3
    view.model.finish()
    view.table.scrollToBottom()
    view.grab()
    assert source.row_reads <= 8


def test_filter_finds_without_marks_and_escape_clears(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    qtbot.keyClicks(typed(view), "hung 0900000001")
    assert view.model.rowCount() == 1
    assert few.people[view.model.ids[0]][5] == "0900000001"
    qtbot.keyClick(typed(view), Qt.Key.Key_Down)
    assert view.table.hasFocus()
    assert view.current_id() == view.model.ids[0]
    with qtbot.waitSignal(view.opened) as caught:
        qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert caught.args == [view.current_id()]
    qtbot.keyClick(view.table, Qt.Key.Key_Escape)
    assert view.model.rowCount() == FIRST_IDS


def test_nothing_found_says_how_to_go_back(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    qtbot.keyClicks(typed(view), "xyz")
    assert view.none_here.isVisible()
    assert "khớp bộ lọc" in view.footer.text()


def test_copied_rows_paste_into_excel(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.table.selectRow(0)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    cells = mime.text().split("\t")
    assert cells == list(few.people[view.model.ids[0]][:7])
    assert "mso-number-format" in mime.html()
    clear_ours()
    assert QGuiApplication.clipboard().text() == ""


def test_what_another_program_copied_stays(qtbot: QtBot, few: FakePeople) -> None:
    foreign = QMimeData()
    foreign.setText("của chương trình khác")
    QGuiApplication.clipboard().setMimeData(foreign)
    clear_ours()
    assert QGuiApplication.clipboard().text() == "của chương trình khác"


def test_a_gone_row_says_so_and_keeps_selection_and_scroll(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.model.finish()
    view.table.selectRow(500)
    view.table.scrollTo(view.table.currentIndex())
    top, chosen = view.table.verticalScrollBar().value(), view.current_id()
    assert chosen is not None
    del few.people[chosen]
    view.renew({("people", chosen)})
    assert view.model.index(500, 0).data() == GONE_WORDS
    assert view.table.verticalScrollBar().value() == top
    assert view.current_id() == chosen


def test_something_new_is_read_in_and_keeps_the_chosen_row(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.model.finish()
    view.table.selectRow(400)
    chosen = view.current_id()
    few.people[2000] = ("Ân An", *few.people[1][1:])
    few._order.insert(0, 2000)
    few._search[2000] = "an an"
    view.renew({("people", 2000)})
    assert view.model.ids[0] == 2000
    assert view.current_id() == chosen
    view.renew({("villages", 1)})
    assert view.current_id() == chosen


def test_behind_another_page_it_reads_only_once_it_is_seen_again(qtbot: QtBot, few: FakePeople) -> None:
    view = make(qtbot, few)
    view.hide()
    del few.people[few._order[0]]
    gone = view.model.ids[0]
    few.asked.clear()
    for _ in range(3):
        view.renew({("people", 0)})
    assert not few.asked
    view.show()
    assert few.asked == [(FIRST_IDS, 0)]
    assert gone not in view.model.ids
    view.hide()
    view.show()
    assert few.asked == [(FIRST_IDS, 0)]


def test_the_rest_is_asked_for_in_one_question(qtbot: QtBot) -> None:
    source = FakePeople(25_000)
    view = make(qtbot, source)
    source.asked.clear()
    view.model.finish()
    assert [offset for _limit, offset in source.asked] == [FIRST_IDS]
    assert (len(view.model.ids), view.model.total, view.model.complete) == (25_000, 25_000, True)


def test_empty_register_offers_the_next_step(qtbot: QtBot) -> None:
    view = make(qtbot, FakePeople(0))
    assert view._empty is not None
    assert view._empty.isVisible()
    assert not view.table.isVisible()


class Instant(FakePeople):
    """Answers like an index: the cost measured is the window's own."""

    def ids(self, wanted: object, limit: int, offset: int) -> list[int]:
        return self._order[offset : offset + limit]

    def count(self, wanted: object) -> int:
        return len(self._order)


def test_a_key_press_paints_within_a_frame_over_100000(qtbot: QtBot) -> None:
    view = make(qtbot, Instant(100_000))
    qtbot.waitUntil(lambda: view.model.complete, timeout=10_000)
    times = []
    for letter in "nguyenthihanhnguyenthihanh":
        begun = time.perf_counter()
        qtbot.keyClicks(typed(view), letter)
        view.repaint()
        times.append(time.perf_counter() - begun)
    assert sorted(times)[len(times) // 2] < 0.05


def test_tab_goes_round_everything(qtbot: QtBot, few: FakePeople) -> None:
    """From a line above the register through filters, table and buttons, back to that line."""
    page = QWidget()
    column = QVBoxLayout(page)
    above = QLineEdit()
    view = RegisterView(few, title="Người dân", noun="người", memory=FakeMemory())
    step = view.add_step("Thêm người", "user-plus", lambda: None, primary=True)
    column.addWidget(above)
    column.addWidget(view)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    with qtbot.waitActive(page):
        pass
    view.start()
    view.setFocus()
    assert view.table.hasFocus()
    met = []
    for _ in range(30):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
        if met[-1] is view.table:
            break
    assert met[-1] is view.table
    assert {above, step, view._columns_button, *view.header.editors.values()} <= set(met)
