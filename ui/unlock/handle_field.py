"""Whose sign-in it is, asked only where several colleagues may sign in. Handles are no names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.forms.combo import QuietCombo
from ui.plain import leave_room_for_marks
from ui.theme import em

FIELD_EM = 2.1


class HandleField(QWidget):
    """A choice among handles; `changed` comes when another one is chosen."""

    changed = Signal(str)

    def __init__(self, handles: Sequence[str], chosen: str) -> None:
        super().__init__()
        label = QLabel("Tên đăng nhập")
        leave_room_for_marks(label)
        self.combo = QuietCombo()
        self.combo.setMinimumHeight(em(self, FIELD_EM))
        self.combo.addItems(list(handles))
        self.combo.setCurrentIndex(max(self.combo.findText(chosen), 0))
        self.combo.setAccessibleName(label.text())
        label.setBuddy(self.combo)
        self.combo.currentTextChanged.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(em() * 0.2))
        column.addWidget(label)
        column.addWidget(self.combo)

    @property
    def handle(self) -> str:
        """The chosen handle."""
        return self.combo.currentText()
