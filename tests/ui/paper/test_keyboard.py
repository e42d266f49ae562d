"""Where the keyboard is after a paper was drawn."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.frame.test_window import show
from tests.ui.paper.test_papers import GROUND, PATIENCE_MS
from ui.desk import Desk
from ui.paper.paper_page import PaperPage
from ui.paper.posting_page import PostingPage


def beside_a_search_line(desk: Desk, qtbot: QtBot) -> tuple[QWidget, PaperPage, QLineEdit]:
    """The page with its ground, in a window whose other line could take the keyboard; the keyboard is on the button."""
    window, search, page = QWidget(), QLineEdit(), PostingPage(desk)
    column = QVBoxLayout(window)
    column.addWidget(search)
    column.addWidget(page)
    show(window, qtbot)
    page.form.fields["ground"].restore(GROUND)
    page.button.setFocus()
    assert page.button.hasFocus()
    return window, page, search


def test_the_paper_has_the_keyboard_that_the_button_had(desk: Desk, qtbot: QtBot) -> None:
    window, page, search = beside_a_search_line(desk, qtbot)
    with qtbot.waitSignal(page.shown, timeout=PATIENCE_MS):
        qtbot.keyClick(page.button, Qt.Key.Key_Return)
        assert not page.button.hasFocus()
    assert QApplication.focusWidget() is page.preview.view
    assert not search.hasFocus()
    window.close()


def test_whoever_went_elsewhere_meanwhile_is_left_there(desk: Desk, qtbot: QtBot) -> None:
    window, page, search = beside_a_search_line(desk, qtbot)
    with qtbot.waitSignal(page.shown, timeout=PATIENCE_MS):
        qtbot.keyClick(page.button, Qt.Key.Key_Return)
        elsewhere = page.papers if not page.papers.hasFocus() else search
        elsewhere.setFocus()
    assert QApplication.focusWidget() is elsewhere
    window.close()
