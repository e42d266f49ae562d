"""Progress of work over bytes: a bar, the stage in words, how long it still takes, and the button that stops it.

Time left comes from the pace of the last seconds on this very stick; nothing here starts or ends work.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from ui.parts import Button, ToneLabel
from ui.progress import FULLEST, STEPS, time_words
from ui.safekeeping.facts import Told
from ui.theme import em

LOOK_BACK_S: Final = 15.0
"""The pace is that of these last seconds: a stick slows down when its fast memory is full."""
SPEAK_AFTER_S: Final = 3.0
CALM_S: Final = 1.0
"""The remaining time changes no more often than this."""


class ByteProgress(QWidget):
    """Shown while work runs; `stopped` when the clerk presses Dừng."""

    stopped = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()
        self._stage = ""
        self._said_at = -CALM_S
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Tiến độ")
        self.stage = ToneLabel("", "text", wrap=True)
        self.words = ToneLabel("", "quiet", wrap=True)
        one_line = round(self.words.fontMetrics().lineSpacing() * 1.15)
        for label in (self.stage, self.words):
            label.setMinimumHeight(one_line)
        self.button = Button("Dừng", "x", tip="Dừng việc này; các bản sao đã có vẫn nguyên vẹn")
        self.button.clicked.connect(self._stop)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(self, 0.6))
        grid.setVerticalSpacing(em(self, 0.2))
        grid.addWidget(self.stage, 0, 0, 1, 2)
        grid.addWidget(self.bar, 1, 0)
        grid.addWidget(self.words, 2, 0)
        grid.addWidget(self.button, 1, 1, 2, 1)
        grid.setColumnStretch(0, 1)
        self.hide()

    def begin(self, words: str) -> None:
        """Work begins."""
        self._seen.clear()
        self._stage = ""
        self._said_at = -CALM_S
        self.stage.setText(words)
        self.words.setText("")
        self.bar.setRange(0, 0)
        self.button.setEnabled(True)
        self.show()

    def show_told(self, told: Told) -> None:
        """What the work told last."""
        now = self._clock()
        if told.stage != self._stage:
            self._stage = told.stage
            self._seen.clear()
            self._said_at = -CALM_S
        self.stage.setText(told.stage)
        if told.total <= 0:
            self.bar.setRange(0, 0)
            self.words.setText("")
            return
        self.bar.setRange(0, STEPS)
        self.bar.setValue(round(min(told.done / told.total, FULLEST) * STEPS))
        self._seen.append((now, told.done))
        while now - self._seen[0][0] > LOOK_BACK_S:
            self._seen.popleft()
        if now - self._said_at >= CALM_S:
            self._said_at = now
            self.words.setText(self._speak(told))

    def _speak(self, told: Told) -> str:
        done = f"{min(100 * told.done // told.total, 99)} %"
        (began, first), (now, last) = self._seen[0], self._seen[-1]
        if now - began < SPEAK_AFTER_S or last <= first:
            return done
        left = (told.total - told.done) * (now - began) / (last - first)
        return f"{done}, {time_words(left)}"

    def _stop(self) -> None:
        self.button.setEnabled(False)
        self.stage.setText("Đang dừng…")
        self.stopped.emit()

    def end(self) -> None:
        """The work is over."""
        self.hide()
