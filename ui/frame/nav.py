"""The navigation column: icon and word, in the order of the clerk's day, only for screens that are built."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPalette, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.theme import em, tone

WIDTH_EM = 11.2


class NavButton(QAbstractButton):
    """One screen of the program."""

    def __init__(self, words: str, sign: str, keys: str) -> None:
        super().__init__()
        self._sign = sign
        self.setText(words)
        self.setCheckable(True)
        self.setToolTip(f"{words} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(em(self, WIDTH_EM), em(self, 2.7))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            if self.isChecked():
                painter.setBrush(tone("accent_soft"))
                painter.drawRoundedRect(box, 5, 5)
                painter.setBrush(tone("accent"))
                painter.drawRoundedRect(QRectF(1, box.top() + 4, 3, box.height() - 8), 1.5, 1.5)
            elif self.underMouse():
                painter.setBrush(self.palette().color(QPalette.ColorRole.Button))
                painter.drawRoundedRect(box, 5, 5)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(tone("accent"))
                painter.drawRoundedRect(box, 5, 5)
            colour = self.palette().color(QPalette.ColorRole.WindowText)
            size, ratio = em(self, 1.4), self.devicePixelRatioF()
            picture = pixmap(self._sign, colour, round(size * ratio))
            picture.setDevicePixelRatio(ratio)
            left = em(self, 0.8)
            painter.drawPixmap(left, (self.height() - size) // 2, picture)
            painter.setPen(colour)
            text = self.rect().adjusted(left + size + em(self, 0.6), 0, -2, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()


class Nav(QWidget):
    """All screens; `chosen` brings the index."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self.chosen)
        self._column = QVBoxLayout(self)
        side = em(self, 0.4)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self.buttons: list[NavButton] = []

    def add(self, words: str, sign: str) -> NavButton:
        """Add a screen at the end."""
        index = len(self.buttons)
        button = NavButton(words, sign, f"Alt+{index + 1}")
        self._group.addButton(button, index)
        QShortcut(QKeySequence(f"Alt+{index + 1}"), self, button.click)
        self._column.insertWidget(index, button)
        self.buttons.append(button)
        return button

    def show_chosen(self, index: int) -> None:
        """Mark the screen that is shown."""
        self.buttons[index].setChecked(True)
