"""The parts that the unlock window is made of: buttons, labels in a colour with a meaning, titles and cards.

The first paint waits for this module: icons and shortcuts are imported when a button asks for them, and `Qt`, whose
enums take 17 ms to build, is named only once a key is pressed. Colours come from the palette and follow it.
"""

from __future__ import annotations

from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QBrush, QColor, QIcon, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.theme import Tone, colour_text, em, scaled, tone

ICON_EM: Final = 1.25
MARKS_EM: Final = 0.08
"""Marks on letters (ế, Ở, ặ) reach this far beyond the line that the font asks for."""
PRESSED: Final = 115
HOVERED: Final = 112
CARD_CORNER: Final = 6.0
BUTTON_CORNER: Final = 4.0
ICON_GAP_EM: Final = 0.4
RING_INSET: Final = 1.5
RING_WIDTH: Final = 1.5
CENTRED_WITH_MNEMONIC: Final = 0x0084 | 0x0800
"""Qt.AlignmentFlag.AlignCenter and Qt.TextFlag.TextShowMnemonic by number, see above."""


class Button(QPushButton):
    """A push button that Enter presses only when it has the focus itself."""

    def __init__(self, words: str, sign: str | None = None, *, shortcut: str | None = None, tip: str = "") -> None:
        super().__init__(words)
        self.setAutoDefault(False)
        self.setDefault(False)
        if sign:
            self._put_sign(sign)
        keys = self._put_shortcut(shortcut) if shortcut else ""
        self.setToolTip(f"{tip or words.replace('&', '')} ({keys})" if keys else tip)
        self.setMinimumHeight(em(self, 2.2))
        self._forbidden = False

    def forbid(self, why: str) -> None:
        """Never to be pressed by who is signed in; the tip says why."""
        self.setEnabled(False)
        self._forbidden = True
        self.setToolTip(why)

    def setEnabled(self, on: bool) -> None:
        """What a role forbids stays so, whatever else has become possible."""
        super().setEnabled(on and not self._forbidden)

    def _put_sign(self, sign: str) -> None:
        from ui.icons import set_icon  # noqa: PLC0415 - see above

        set_icon(self, sign, self._icon_role())
        self.setIconSize(QSize(em(self, ICON_EM), em(self, ICON_EM)))

    def _put_shortcut(self, shortcut: str) -> str:
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415 - see above

        keys = QKeySequence(shortcut)
        QShortcut(keys, self, self.click)  # a button's own shortcut waits a tenth of a second
        return keys.toString(QKeySequence.SequenceFormat.NativeText)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + em(self, 0.8), hint.height())

    def _icon_role(self) -> QPalette.ColorRole:
        return QPalette.ColorRole.ButtonText

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, keypad = QtCore.Qt.Key, QtCore.Qt.KeyboardModifier.KeypadModifier
        if event.key() in (keys.Key_Return, keys.Key_Enter) and self._presses(event.modifiers() & ~keypad):
            self.click()
            return
        super().keyPressEvent(event)

    def _presses(self, held: QtCore.Qt.KeyboardModifier) -> bool:
        """Whether Enter with these keys held presses the button."""
        return not held

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus_ring(self, tone("accent_ink"))


class PrimaryButton(Button):
    """The one button of a screen that carries the accent."""

    def __init__(self, words: str, sign: str | None = None, *, shortcut: str | None = None, tip: str = "") -> None:
        super().__init__(words, sign, shortcut=shortcut, tip=tip)
        self._tint()

    def _icon_role(self) -> QPalette.ColorRole:
        return QPalette.ColorRole.HighlightedText

    def _presses(self, held: QtCore.Qt.KeyboardModifier) -> bool:
        return not held or held == QtCore.Qt.KeyboardModifier.ControlModifier  # as Ctrl+Enter in the fields of its form

    def paintEvent(self, event: QPaintEvent) -> None:
        """Flat, where Fusion would draw a gradient."""
        role, colours = QPalette.ColorRole, self.palette()
        ground = colours.color(role.Button)
        if self.isDown():
            ground = ground.darker(PRESSED)
        elif self.underMouse() and self.isEnabled():
            ground = ground.lighter(HOVERED)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(_rounded(self, 0, BUTTON_CORNER), _filled(ground if self.isEnabled() else tone("line")))
            if not self.isEnabled():
                painter.fillPath(_rounded(self, 1, BUTTON_CORNER), _filled(ground))
            taken = 0 if self.icon().isNull() else self._paint_icon(painter)
            painter.drawText(taken, 0, self.width() - taken, self.height(), CENTRED_WITH_MNEMONIC, self.text())
        if self.hasFocus():
            paint_focus_ring(self, colours.color(role.ButtonText))

    def _paint_icon(self, painter: QPainter) -> int:
        """The icon before the words, both in the middle; how much room it takes from them."""
        side, gap = self.iconSize().width(), em(self, ICON_GAP_EM)
        left = (self.width() - side - gap - self.fontMetrics().horizontalAdvance(self.text())) // 2
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        painter.drawPixmap(left, (self.height() - side) // 2, self.icon().pixmap(QSize(side, side), mode))
        return side + gap

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.EnabledChange):
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        made = QApplication.palette()
        if self.isEnabled():
            made.setColor(QPalette.ColorRole.Button, made.color(QPalette.ColorRole.Highlight))
            made.setColor(QPalette.ColorRole.ButtonText, made.color(QPalette.ColorRole.HighlightedText))
        self.setPalette(made)


class LinkButton(Button):
    """A way out of the way: words in the accent's colour, without a frame."""

    def __init__(self, words: str, *, tip: str = "") -> None:
        super().__init__(words, tip=tip)
        self.setFlat(True)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.EnabledChange):
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        made = QApplication.palette()
        if self.isEnabled():
            made.setColor(QPalette.ColorRole.ButtonText, tone("accent_ink"))
        self.setPalette(made)


def paint_focus_ring(widget: QWidget, colour: QColor) -> None:
    """A ring inside the widget's edge, for who works without a mouse; call it in paintEvent when there is the focus."""
    ring = _rounded(widget, RING_INSET, BUTTON_CORNER)
    ring.addPath(_rounded(widget, RING_INSET + RING_WIDTH, BUTTON_CORNER))
    with QPainter(widget) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(ring, _filled(colour))


def show_as_written(label: QLabel) -> None:
    """Never read the label's words as HTML; Qt.TextFormat.PlainText by its number, see above."""
    label.setProperty("textFormat", 0)


class ToneLabel(QLabel):
    """A label in a colour with a meaning, which follows the palette."""

    def __init__(self, words: str = "", name: Tone = "quiet", *, factor: float = 1.0, wrap: bool = True) -> None:
        super().__init__(words)
        show_as_written(self)
        self.setWordWrap(wrap)
        self._name = name
        if factor != 1.0:
            scaled(self, factor)
        colour_text(self, name)

    def set_tone(self, name: Tone) -> None:
        self._name = name
        colour_text(self, name)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            colour_text(self, self._name)
        super().changeEvent(event)


def leave_room_for_marks(label: QLabel) -> None:
    """The ink of Ở, ắ and ổ reaches above what the font calls its height, and g below it in a tight label."""
    room = max(em(label, MARKS_EM), 1)
    label.setContentsMargins(0, room, 0, room)


def title_label(words: str, factor: float = 1.45) -> QLabel:
    """The title of a screen or group, with room for the marks that Vietnamese stacks on its letters."""
    label = QLabel(words)
    show_as_written(label)
    scaled(label, factor, bold=True)
    leave_room_for_marks(label)
    return label


class Card(QFrame):
    """A panel on the base colour with a thin line around it."""

    def __init__(self, parent: QWidget | None = None, *, fill: Tone | None = None) -> None:
        super().__init__(parent)
        self._fill = fill
        self.body = QVBoxLayout(self)
        side = em(self, 1)
        self.body.setContentsMargins(side, side, side, side)
        self.body.setSpacing(round(side * 0.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Two filled shapes, one in the other: a pen is asked whether it is one of Qt's styles, see above."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(_rounded(self, 0, CARD_CORNER), _filled(tone("line")))
            painter.fillPath(_rounded(self, 1, CARD_CORNER), _filled(tone(self._fill or "card")))


def _rounded(widget: QWidget, inset: float, corner: float) -> QPainterPath:
    shape = QPainterPath()
    area = QRectF(inset, inset, widget.width() - 2 * inset, widget.height() - 2 * inset)
    shape.addRoundedRect(area, corner - inset, corner - inset)
    return shape


def _filled(colour: QColor) -> QBrush:
    """A brush of one colour by way of a palette: QBrush(colour) would ask for Qt's styles, see above."""
    colours = QPalette()
    colours.setColor(QPalette.ColorRole.Base, colour)
    return colours.brush(QPalette.ColorRole.Base)
