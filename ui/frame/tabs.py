"""Tabs of one screen: words over a line, the chosen one underlined, with room for the marks above and below letters."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QTabBar, QTabWidget

from ui.theme import em, tone

HEIGHT_EM: Final = 2.4
SIDE_EM: Final = 0.9
UNDERLINE: Final = 3


class FlatTabBar(QTabBar):
    """Draws its tabs itself: Fusion moves the words of a tab that is not chosen down and cuts their descenders."""

    def tabSizeHint(self, index: int) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.tabText(index))
        return QSize(words + 2 * em(self, SIDE_EM), em(self, HEIGHT_EM))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), tone("line"))
            for index in range(self.count()):
                self._draw(painter, index)

    def _draw(self, painter: QPainter, index: int) -> None:
        box, chosen = self.tabRect(index), index == self.currentIndex()
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText) if chosen else tone("quiet"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
        if chosen:
            line = QRect(box.left() + 2, box.bottom() - UNDERLINE + 1, box.width() - 4, UNDERLINE)
            painter.fillRect(line, tone("accent"))
        if chosen and self.hasFocus():
            painter.setPen(tone("accent_ink"))
            painter.drawRoundedRect(QRectF(box).adjusted(1.5, 1.5, -1.5, -UNDERLINE - 1.5), 4, 4)


class Tabs(QTabWidget):
    """A QTabWidget in our look; Ctrl+Tab goes to the next tab."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabBar(FlatTabBar())
        self.tabBar().setDrawBase(False)
        self.setDocumentMode(True)
