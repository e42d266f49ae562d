"""The time line of a person: what happened in the world and what was recorded here, newest first.

Drawn as one widget of rows; the dot says which kind it is, the words say it too.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from models.people.story import StoryEntry
from ui.parts import ToneLabel
from ui.theme import em, tone


class StoryRow(QWidget):
    """One entry: date at the left, dot on the line, title and text at the right."""

    def __init__(self, entry: StoryEntry, *, first: bool, last: bool) -> None:
        super().__init__()
        self._world = entry.kind == "world"
        self._first, self._last = first, last
        when = ToneLabel(entry.shown, "quiet", factor=0.92, wrap=False)
        when.setFixedWidth(em(self, 8.6))
        when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        title = ToneLabel(entry.title, "accent" if self._world else "quiet")
        text = " · ".join(part for part in (entry.text, entry.who) if part)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, em(self, 0.25), 0, em(self, 0.25))
        grid.setHorizontalSpacing(em(self, 2.2))
        grid.setVerticalSpacing(0)
        grid.addWidget(when, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(title, 0, 1)
        if text:
            body = ToneLabel(text, "quiet", factor=0.95)
            body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(body, 1, 1)
        grid.setColumnStretch(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            x = em(self, 9.7)
            y = em(self, 1.0)
            painter.setPen(QPen(tone("line"), 2))
            painter.drawLine(x, y if self._first else 0, x, y if self._last else self.height())
            radius = em(self, 0.36)
            painter.setPen(QPen(tone("accent" if self._world else "line"), 2))
            painter.setBrush(tone("accent") if self._world else self.palette().base())
            painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))


class Story(QWidget):
    """All entries, newest first."""

    def __init__(self, entries: Sequence[StoryEntry]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for index, entry in enumerate(entries):
            column.addWidget(StoryRow(entry, first=index == 0, last=index == len(entries) - 1))
        column.addStretch(1)
