"""Process start to painted unlock window against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop.founding import found_store
from models.office.services import CreateCommune
from tests.bench.measure import Figure, in_turn

PASSWORD = "đo tốc độ"

PAINTED = """
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and watched.isWindow():
            QTimer.singleShot(0, lambda: os._exit(0))
        return False
"""
OURS = f"""
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
{PAINTED}
import desktop.window
init = desktop.window.Program.start
def start(self):
    self.painted = Painted()
    self.app.installEventFilter(self.painted)
    init(self)
desktop.window.Program.start = start
sys.argv = ["so-an-sinh", "--data", sys.argv[1]]
import desktop.main
desktop.main.main()
"""
BARE = f"""
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
{PAINTED}
app = QApplication([])
painted = Painted()
app.installEventFilter(painted)
window = QWidget()
window.resize(640, 480)
window.show()
app.exec()
"""


def run() -> list[Figure]:
    """One figure; both processes end at the first paint of their window."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        found_store(data, PASSWORD, CreateCommune("Xã Đo", "01"))
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

        def start(code: str) -> None:
            subprocess.run([sys.executable, "-c", code, str(data)], env=environment, check=True, timeout=60)

        a, b = in_turn(lambda: start(OURS), lambda: start(BARE), runs=9)
    return [Figure("process start to painted unlock window", a, b, "bare PySide6 window", 1.6)]
