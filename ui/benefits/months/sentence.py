"""The whole sentence of a register's current row below it, where the table had to cut it; its room does not jump."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt

from ui.parts import ToneLabel
from ui.register.view import RegisterView
from ui.theme import em

LINES: Final = 2
SIDE_EM: Final = 1.0


class SentenceLine(ToneLabel):
    """Follows the current row of a register; `words` tells the sentence of a record."""

    def __init__(self, view: RegisterView, words: Callable[[int], str]) -> None:
        super().__init__("", "quiet")
        self._view, self._words = view, words
        side = em(self, SIDE_EM)
        self.setContentsMargins(side, 0, side, em(self, 0.6))
        self.setFixedHeight(LINES * self.fontMetrics().lineSpacing() + em(self, 0.6))
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        view.table.selectionModel().currentChanged.connect(self._follow)
        view.model.modelReset.connect(self._follow)

    def _follow(self) -> None:
        current = self._view.current_id()
        self.setText("" if current is None else self._words(current))
