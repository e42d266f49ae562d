"""The restore wizard as a window of its own: on a machine without a store, or over one that opens no longer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.safekeeping.places import Drives
from ui.safekeeping.ports import RestoreEngine
from ui.safekeeping.restore_engine import StoreRestore
from ui.safekeeping.restore_page import RestorePage
from ui.theme import em


class RestoreWindow(QWidget):
    """`restored`: the restored store can be opened; `left`: nothing was changed."""

    restored = Signal()
    left = Signal()

    def __init__(self, data: Path, drives: Drives, engine: RestoreEngine | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Sổ An Sinh: khôi phục từ bản sao lưu")
        self.page = RestorePage(engine or StoreRestore(data, drives, None))
        self.page.left.connect(self.left)
        self.page.restored.connect(self.restored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.resize(em(self, 68), em(self, 44))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.page.close()
        super().closeEvent(event)
