"""Process start to painted unlock window against a bare PySide6 window."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop.founding import found_store
from models.office.services import CreateCommune
from tests.bench.measure import Figure

PASSWORD = "đo tốc độ"
PAIRS = 15

OURS = """
import os, sys
import desktop.main, desktop.window
desktop.window.Program._first_painted = lambda self: os._exit(0)
sys.argv = ["so-an-sinh", "--data", sys.argv[1]]
desktop.main.main()
"""
"""The program itself, which announces its first paint."""
BARE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Bare(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, self, lambda: os._exit(0))

app = QApplication([])
window = Bare()
window.resize(640, 480)
window.show()
app.exec()
"""


def run() -> list[Figure]:
    """One figure; both processes end at the first paint of their window."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        found_store(data, PASSWORD, CreateCommune("Xã Đo", "01"))
        seconds_of(OURS, data)
        seconds_of(BARE, data)
        pairs = []
        for _ in range(PAIRS):
            gc.collect()
            pairs.append((seconds_of(OURS, data), seconds_of(BARE, data)))
    ratios = sorted(ours / bare for ours, bare in pairs)
    print(
        f"    {PAIRS} pairs in turn: ratio {ratios[0]:.2f} to {ratios[-1]:.2f}, median {statistics.median(ratios):.2f}"
    )
    a, b = (statistics.median(one) for one in zip(*pairs, strict=True))
    return [Figure("process start to painted unlock window", a, b, "bare PySide6 window", 1.6)]


def seconds_of(code: str, data: Path) -> float:
    """From the start of a process to its end, which is its first paint.

    No time limit: Python 3.11 waits under a limit in steps of 50 ms, which made ratios of 1.3 and 1.9 of the same 1.7.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(data)], env=environment, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started
