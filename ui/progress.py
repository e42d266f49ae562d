"""Long work on the screen: a bar, how long it will still take, and the button that stops it. One place for all of it.

The estimate comes from how long the same kind of work took on this machine before (remembered with the window's state),
so that it is there from the start, counts down steadily and never jumps. Nothing here starts or ends work.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from ui.parts import Button, ToneLabel
from ui.register.source import Memory
from ui.theme import em

WORDS_AFTER_S: Final = 2.0
"""Work that is done sooner never speaks of time."""
TICK_MS: Final = 200
LEAST_S: Final = 0.3
"""What any job takes besides its units."""
STEPS: Final = 1000
FULLEST: Final = 0.98
"""The bar is full when the work is done, not before."""
STEADY: Final = 0.3
"""A later estimate replaces what is shown only when it is longer by this share."""

FIRST_PACES: Final[Mapping[str, float]] = {
    "facts": 0.3,
    "pack": 0.000_05,
    "draw-posting": 0.000_25,
    "draw-payment_finance": 0.000_45,
    "draw-payment_desk": 0.000_2,
    "sheet-posting": 0.000_3,
    "sheet-payment_finance": 0.000_6,
    "sheet-payment_desk": 0.000_3,
    "register": 0.000_5,
    "import-read": 0.000_01,
    "import-plan": 0.000_05,
    "import-store": 0.000_15,
}
"""Seconds per unit until this machine has shown its own: rows for papers and plans, bytes of the file for reading."""


class Pace:
    """Seconds per unit of each kind of work, as this machine did it before."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def expected(self, kind: str, units: int) -> float:
        """Seconds that `units` of this kind will take."""
        return LEAST_S + self._of(kind) * max(units, 0)

    def learn(self, kind: str, units: int, seconds: float) -> None:
        """Remember what it took; a quick job teaches nothing about the pace."""
        if units > 0 and seconds > LEAST_S:
            made = (seconds - LEAST_S) / units
            self._memory.setValue(f"pace/{kind}", repr((self._of(kind) + made) / 2))

    def _of(self, kind: str) -> float:
        try:
            kept = float(str(self._memory.value(f"pace/{kind}")))
        except ValueError:
            kept = 0.0
        return kept if 0 < kept < math.inf else FIRST_PACES.get(kind, 0.0005)


class Estimate:
    """How long work will still take: counts down, slows before its end is overdue, and rises only with a new stage."""

    def __init__(self, expected: float) -> None:
        self._end = expected
        self._shown = math.inf

    def restart(self, elapsed: float, expected: float) -> None:
        """A new stage begins after `elapsed` seconds and is expected to take `expected` more."""
        self._end = elapsed + expected
        if expected > self._shown * (1 + STEADY):
            self._shown = math.inf

    def remaining(self, elapsed: float) -> float:
        """Seconds still to go; never zero while the work goes on."""
        late = 0.2 * self._end
        left = self._end - elapsed
        if left < late:
            left = late * math.exp((left - late) / max(late, 0.001))
        self._shown = min(self._shown, left)
        return self._shown

    def share(self, elapsed: float) -> float:
        """How much of the work is done, 0 to 1."""
        left = self.remaining(elapsed)
        return min(elapsed / (elapsed + left), FULLEST) if elapsed + left > 0 else 0.0


def time_words(seconds: float) -> str:
    """Remaining seconds as the clerk reads them."""
    if seconds <= 3:
        return "sắp xong"
    if seconds < 10:
        return "còn vài giây"
    if seconds < 55:
        return f"còn khoảng {5 * math.ceil(seconds / 5)} giây"
    return f"còn khoảng {max(round(seconds / 60), 1)} phút"


class WorkProgress(QWidget):
    """The bar of one job. `begin` shows it, `end` hides it; `stopped` comes when the clerk wants no more of it."""

    stopped = Signal()

    def __init__(self, memory: Memory, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._pace = Pace(memory)
        self._clock = clock
        self._began = self._stage_began = 0.0
        self._kind, self._units = "", 0
        self._estimate = Estimate(0.0)
        self._share = 0.0
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Tiến độ")
        self.words = ToneLabel("", "quiet", wrap=False)
        self.words.setMinimumHeight(round(self.words.fontMetrics().lineSpacing() * 1.15))
        self.button = Button("Dừng", "x", tip="Dừng việc này; không có gì dở dang")
        self.button.clicked.connect(self.stopped)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(self, 0.6))
        grid.setVerticalSpacing(em(self, 0.2))
        grid.addWidget(self.bar, 0, 0)
        grid.addWidget(self.words, 1, 0)
        grid.addWidget(self.button, 0, 1, 2, 1)
        grid.setColumnStretch(0, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.show_state)
        self.hide()

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def begin(self, kind: str, units: int, *, then: Mapping[str, int] | None = None, stoppable: bool = True) -> None:
        """A job of `units` of a kind begins; `then` names stages that will follow, with their units as far as known."""
        self._began = self._stage_began = self._clock()
        self._kind, self._units = kind, units
        later = sum(self._pace.expected(name, count) for name, count in (then or {}).items())
        self._estimate = Estimate(self._pace.expected(kind, units) + later)
        self._share = 0.0
        self.button.setVisible(stoppable)
        self.show()
        self._timer.start()
        self.show_state()

    def stage(self, kind: str, units: int, *, then: Mapping[str, int] | None = None) -> None:
        """The next stage of the same job begins; the one before taught the pace."""
        self._learn()
        now = self._clock()
        later = sum(self._pace.expected(name, count) for name, count in (then or {}).items())
        self._kind, self._units, self._stage_began = kind, units, now
        self._estimate.restart(now - self._began, self._pace.expected(kind, units) + later)
        self.show_state()

    def end(self, *, finished: bool = True) -> None:
        """The job is over; only a finished one teaches the pace. Harmless when none runs."""
        if self.running and finished:
            self._learn()
        self._timer.stop()
        self.hide()

    def _learn(self) -> None:
        self._pace.learn(self._kind, self._units, self._clock() - self._stage_began)

    def show_state(self) -> None:
        """Renew bar and words."""
        elapsed = self._clock() - self._began
        self._share = max(self._share, self._estimate.share(elapsed))
        self.bar.setValue(round(self._share * STEPS))
        self.words.setText(time_words(self._estimate.remaining(elapsed)) if elapsed >= WORDS_AFTER_S else "")
