"""The combo box of forms and filters: quiet under the wheel, found by typing without marks, its focus plain to see."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from models.store.vietnamese import search_text
from ui.plain import paint_focus_ring
from ui.theme import em, tone

TYPE_AHEAD_S: Final = 1.0


class QuietCombo(QComboBox):
    """A combo box that leaves the wheel to the page unless it has the focus, and whose list shows whole words.

    What is typed on it finds an entry without marks and by any of its words: "da n" is Đà Nẵng. Space opens the list
    only when nothing was typed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self._typed = ""
        self._typed_at = 0.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if time.monotonic() - self._typed_at > TYPE_AHEAD_S:
            self._typed = ""
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        letter = event.text()
        if event.key() == Qt.Key.Key_Backspace and self._typed:
            self._find(self._typed[:-1])  # UniKey takes letters back before it writes the marked one
        elif letter.isprintable() and letter and not held and (letter != " " or self._typed):
            self._find(self._typed + letter)
        elif held and letter:
            event.ignore()  # Qt would search for the control character of Ctrl+N; the window wants the key
        else:
            super().keyPressEvent(event)

    def _find(self, typed: str) -> None:
        self._typed, self._typed_at = typed, time.monotonic()
        wanted = search_text(typed)
        entries = [search_text(self.itemText(index)) for index in range(self.count())]
        ranked = [index for index, entry in enumerate(entries) if entry.startswith(wanted)]
        ranked += [index for index, entry in enumerate(entries) if f" {wanted}" in entry]
        if wanted and ranked and ranked[0] != self.currentIndex():
            self.setCurrentIndex(ranked[0])
            self.activated.emit(ranked[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus_ring(self, tone("accent_ink"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def showPopup(self) -> None:
        view = self.view()
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + em(self, 2), em(self, 40)))
        super().showPopup()
