"""Key press to first visible rows painted over 100,000 people against the bare SQL of the first 200 ids."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.founding import found_store
from models.demo.services import FillDemo, demo_commune, fill_demo
from models.office.open_office import OpenOffice
from models.store.work import Actor
from tests.bench.measure import Figure, percentile
from ui.desk import Desk
from ui.people.source import PeopleSource
from ui.register.view import RegisterView
from ui.theme import Theme

PEOPLE = 100_000
PASSWORD = "đo tốc độ"
ACTOR = Actor(1, frozenset({"all"}))
WORDS = ("hanh", "nguyen thi", "van an", "le thi huong", "hoa", "tran", "0912", "binh duong", "y", "ksor")
SLOWEST_MS = 50


class Painted(QObject):
    """Notes that the table's viewport is being painted; it is painted when control is back from the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.begun = True
        return False


class NoMemory:
    """Window memory that forgets."""

    def value(self, key: str, /) -> object:
        return None

    def setValue(self, key: str, value: object, /) -> None:
        pass


def bare_sql(office: OpenOffice, text: str) -> float:
    """Seconds of the first 200 ids by plain SQL over the covering index."""
    conditions = " AND ".join("search LIKE ?" for _ in text.split())
    statement = f"SELECT id FROM person WHERE {conditions} ORDER BY name_sort, id LIMIT 200"
    arguments = tuple(f"%{word}%" for word in text.split())
    with office.store.connection() as connection:
        started = time.perf_counter()
        connection.exec_driver_sql(statement, arguments).fetchall()
        return time.perf_counter() - started


def run() -> list[Figure]:
    """Two figures: medians, and our p95 against 50 ms."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        found_store(data, PASSWORD, demo_commune(1))
        office = OpenOffice.unlock(data, PASSWORD)
        office.store.transact("Mẫu", ACTOR, fill_demo, FillDemo(PEOPLE, 1))
        desk = Desk(office, NoMemory())
        view = RegisterView(PeopleSource(desk), title="Người dân", noun="người", memory=desk.memory)
        view.resize(1366, 700)
        opened = time.perf_counter()
        view.start()
        view.show()
        app.processEvents()
        print(f"    register over {PEOPLE:,} people opens in {1000 * (time.perf_counter() - opened):.0f} ms")
        ours, theirs = keys(app, view, office)
        view.close()
        view.deleteLater()
        desk.close()
        office.close()
        del theme
    p95 = percentile(ours, 0.95)
    middle = percentile(ours, 0.5)
    return [
        Figure("key press to painted rows, median", middle, percentile(theirs, 0.5), "bare SQL of 200 ids", 2.0),
        Figure("key press to painted rows, p95", p95, percentile(theirs, 0.95), "bare SQL of 200 ids, p95", 2.0),
        Figure("key press to painted rows, p95", p95, SLOWEST_MS / 1000, f"{SLOWEST_MS} ms", 1.0),
    ]


def keys(app: QApplication, view: RegisterView, office: OpenOffice) -> tuple[list[float], list[float]]:
    """Type every text three times, key by key; seconds of each key and of the same question in bare SQL."""
    painted = Painted()
    view.table.viewport().installEventFilter(painted)
    editor = next(box for box in view.findChildren(QLineEdit) if box.isVisible())
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(3):
        for text in WORDS:
            editor.clear()
            app.processEvents()
            typed = ""
            for letter in text:
                typed += letter
                if not letter.strip():
                    QTest.keyClicks(editor, letter)
                    continue
                painted.begun = False
                started = time.perf_counter()
                QTest.keyClicks(editor, letter)
                while not painted.begun:
                    app.processEvents()
                ours.append(time.perf_counter() - started)
                theirs.append(bare_sql(office, typed))
    view.table.viewport().removeEventFilter(painted)
    return ours, theirs
