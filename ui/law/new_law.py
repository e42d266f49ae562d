"""The notice that a document of the law is in force and does not count here yet, with the step that leads to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.benefits.entitlements.law_since import overdue
from ui.desk import Desk
from ui.parts import Button, Notice
from ui.rights import guarded


class NewLaw(Notice):
    """Shows itself while such a document waits. `preview_asked` carries its key; it changes nothing itself."""

    preview_asked = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__("", "soon", button="Xem trước và áp dụng")
        self.setParent(page)  # a notice without a parent stays hidden
        self._desk = desk
        self.key = ""
        self.button.setToolTip("Xem ai tăng, ai giảm, bao nhiêu; chưa đổi gì trong sổ")
        if isinstance(self.button, Button):
            guarded(desk, "change", self.button)
        self.pressed.connect(lambda: self.preview_asked.emit(self.key))
        self.look()

    def look(self) -> None:
        """Read which documents wait; the one in force longest is named first."""
        with self._desk.read() as session:
            found = sorted(overdue(session, self._desk.today), key=lambda one: one.in_force)
        self.key = found[0].key if found else ""
        if not found:
            self.say("")
            return
        first = found[0]
        words = f"{first.number} có hiệu lực từ {first.in_force:%d/%m/%Y} nhưng chưa áp dụng trong sổ: mức chưa đổi."
        if len(found) > 1:
            words += f" Còn chờ: {', '.join(one.number for one in found[1:])}."
        self.say(words)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """The office's own law has changed."""
        if any(subject == "law" for subject, _ in stale):
            self.look()
