"""News in a window: icon, first line and button stand on one line, however many lines the words take."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts import Notice
from ui.plain import RING_INSET, RING_WIDTH
from ui.safekeeping.parts import Choice

LONG = "Chưa có bản sao lưu nào mở được bằng phiếu này. " * 4


def middle(part: QWidget, height: int, top: int = 0) -> float:
    return part.mapTo(part.window(), QPoint(0, top)).y() + height / 2


@pytest.mark.parametrize("words", ["Một dòng.", LONG])
@pytest.mark.parametrize("button", ["", "Sao lưu ngay"])
def test_icon_words_and_button_stand_on_one_line(qtbot: QtBot, words: str, button: str) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    notice = Notice(words, "soon", button=button)
    column.addWidget(notice)
    column.addStretch(1)
    page.resize(420, 400)
    page.show()
    sign, text = notice._sign, notice._words
    line = middle(text, text.fontMetrics().height(), text.contentsRect().top())
    assert abs(middle(sign, sign.height()) - line) <= 1
    if button:
        assert abs(middle(notice.button, notice.button.height()) - line) <= 1


def test_the_focus_ring_goes_around_the_circle(qtbot: QtBot) -> None:
    choice = Choice("Bên nhận dùng máy khác")
    qtbot.addWidget(choice)
    choice.resize(choice.sizeHint())
    edge = RING_INSET + RING_WIDTH + 1
    assert QRectF(choice.rect()).adjusted(edge, edge, -edge, -edge).contains(choice.circle())
