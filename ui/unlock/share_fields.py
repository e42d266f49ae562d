"""Two of three shares of a recovery sheet: words typed or read from their QR codes, each share checked by itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.store.errors import RuleError
from models.store.recovery import RecoveryKey, check_share, join
from ui.forms.fields import NoteField

TITLES: Final = ("Mảnh thứ nhất", "Mảnh thứ hai")
HINT: Final = "Gõ các từ theo thứ tự, cách nhau bằng dấu cách; bốn chữ đầu của mỗi từ là đủ. Hoặc quét mã QR."
RIGHT: Final = "Mảnh này đúng."


class ShareFields(QWidget):
    """`changed` comes with each key."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.fields = [NoteField(f"share-{index}", title, hint=HINT) for index, title in enumerate(TITLES)]
        for field in self.fields:
            field.changed.connect(self.changed)
            field.left.connect(lambda one=field: self._judge(one))
            column.addWidget(field)

    def key(self) -> RecoveryKey:
        """The key of both shares; raises RuleError."""
        for field in self.fields:
            self._judge(field)
        missing = [field for field in self.fields if not field.draft().strip()]
        for field in missing:
            field.say("Còn thiếu.")
        if missing:
            missing[0].setFocus()
            raise RuleError(f"Còn thiếu {missing[0].label.lower()}.", field="recovery", code="missing")
        return join([field.draft() for field in self.fields])

    def clear(self) -> None:
        """Forget what was typed."""
        for field in self.fields:
            field.restore("")

    def _judge(self, field: NoteField) -> None:
        text = field.draft()
        if not text.strip():
            field.say(None)
            return
        try:
            check_share(text)
        except RuleError as wrong:
            field.say(wrong.message)
        else:
            field.say(RIGHT, "done")
