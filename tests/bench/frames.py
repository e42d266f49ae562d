"""Frame time of the window while a list of 20,000 rows is read, matched and stored beside it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.founding import found_store
from models.demo.services import FillDemo, demo_commune, fill_demo
from models.office.open_office import OpenOffice
from tests.bench.lists import workbook
from tests.bench.measure import Figure, percentile
from tests.bench.register import NoMemory
from ui.desk import Desk
from ui.imports.task import ImportTask
from ui.imports.wizard import ImportWizard
from ui.people.source import PeopleSource
from ui.register.view import RegisterView
from ui.theme import Theme

ROWS = 20_000
PEOPLE = 20_000
PASSWORD = "đo tốc độ"
FRAME_MS = 16
BOUND_MS = 50


class Scrolled(RegisterView):
    """The register as a clerk scrolls it: one step each frame, the time between paints noted."""

    def follow(self) -> list[float]:
        """Scroll from now on; the list fills with seconds from one frame to the next."""
        frames: list[float] = []
        self.last = time.perf_counter()
        self.frames = frames
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._step)
        self.timer.start(FRAME_MS)
        return frames

    def _step(self) -> None:
        bar = self.table.verticalScrollBar()
        bar.setValue((bar.value() + 1) % max(bar.maximum(), 1))
        self.table.viewport().repaint()
        now = time.perf_counter()
        self.frames.append(now - self.last)
        self.last = now


def run() -> list[Figure]:
    """p95 of the frames against 50 ms, while reading and while storing; the slowest frame is printed."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme(app, "light")
    data = workbook(ROWS, seed=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data"
        found_store(path, PASSWORD, demo_commune(1))
        office = OpenOffice.unlock(path, PASSWORD)
        office.store.transact("Mẫu", office.actor, fill_demo, FillDemo(PEOPLE, 1))
        office.worker.warm()
        desk = Desk(office, NoMemory())
        view = Scrolled(PeopleSource(desk), title="Người dân", noun="người", memory=desk.memory)
        view.resize(1366, 700)
        view.start()
        view.show()
        wizard = ImportWizard(desk, ImportTask("list.xlsx", data))
        ended: list[str] = []
        wizard.ready.connect(lambda: ended.append("read"))
        wizard.stored.connect(lambda: ended.append("stored"))
        wizard.refused.connect(ended.append)
        figures = []
        for name, start in (("read", wizard.read), ("stored", wizard.store)):
            frames = view.follow()
            started = time.perf_counter()
            start()
            while name not in ended:
                app.processEvents()
                assert not ended or ended[-1] in ("read", "stored"), ended
            view.timer.stop()
            took = time.perf_counter() - started
            print(
                f"    {name}: {took:.1f} s, {len(frames)} frames, median {1000 * percentile(frames, 0.5):.0f} ms,"
                f" p95 {1000 * percentile(frames, 0.95):.0f} ms, slowest {1000 * max(frames):.0f} ms"
            )
            p95 = percentile(frames, 0.95)
            figures.append(Figure(f"frame p95 while a list is {name}", p95, BOUND_MS / 1000, f"{BOUND_MS} ms", 1.0))
        for widget in (wizard, view):
            widget.close()
            widget.deleteLater()
        desk.close()
        office.close()
        del theme
    return figures
