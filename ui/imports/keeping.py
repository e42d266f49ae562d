"""Unfinished imports: what the clerk decided is kept a second after it was said, and offered again on the first page.

The file itself is not kept, only where it was and its digest: decisions are taken up for exactly the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.imports.planning.decisions import FORM, Decisions, from_draft, to_draft
from models.store.errors import EnvironmentProblem
from ui.desk import Desk
from ui.forms.keeping import GO_ON
from ui.imports.task import ImportTask
from ui.parts import Button, Card, ToneLabel, title_label
from ui.theme import em

KEEP_AFTER_MS: Final = 1000
MOST_OFFERED: Final = 3


class DecisionKeeper(QObject):
    """Keeps the decisions of one task as a draft; `refused` brings a sentence when the disk does not take it."""

    refused = Signal(str)

    def __init__(self, desk: Desk, task: ImportTask, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._task = desk, task
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep)

    def changed(self) -> None:
        """Something was said; it is kept in a moment."""
        self._timer.start()

    def keep(self) -> None:
        """Keep what was said now."""
        self._timer.stop()
        decisions = self._task.decisions()
        try:
            if decisions.count:
                self._desk.keep_draft(decisions.form, to_draft(decisions))
            else:
                self._desk.drop_draft(decisions.form)
        except EnvironmentProblem as problem:
            self.refused.emit(f"{problem.message} {GO_ON}")

    def flush(self) -> None:
        """Keep at once what still waits."""
        if self._timer.isActive():
            self.keep()

    def drop(self) -> None:
        """The list is in the book, or given up for good: nothing is offered again."""
        self._timer.stop()
        self._desk.drop_draft(self._task.decisions().form)


def unfinished(desk: Desk) -> list[Decisions]:
    """Lists whose import was begun, the newest first."""
    drafts = (desk.draft(form) for form in desk.drafts() if form.startswith(FORM))
    return [found for draft in drafts if (found := from_draft(draft)) is not None]


def kept_for(desk: Desk, digest: str) -> Decisions | None:
    """What was decided about exactly this file."""
    draft = desk.draft(FORM + digest)
    return from_draft(draft) if draft else None


class UnfinishedCard(Card):
    """Offers lists that were begun; `resumed` and `dropped` carry the digest."""

    resumed = Signal(str)
    dropped = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.body.addWidget(title_label("Danh sách đang làm dở", 1.1))
        self._lines = QVBoxLayout()
        self.body.addLayout(self._lines)
        self._holder: QWidget | None = None

    def offer(self, lists: list[Decisions]) -> None:
        """Show them; hidden when there are none."""
        if self._holder is not None:
            self._lines.removeWidget(self._holder)
            self._holder.deleteLater()
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.3))
        for one in lists[:MOST_OFFERED]:
            row = QHBoxLayout()
            folder = str(Path(one.path).parent) if one.path else ""
            words = ToneLabel(f"{one.name}: {one.count} điều đã sửa hoặc đã chọn, chưa nhập vào sổ", "text")
            words.setToolTip(folder)
            row.addWidget(words, 1)
            go_on = Button("Làm tiếp", "pencil")
            go_on.setAccessibleName(f"Làm tiếp {one.name}")
            go_on.clicked.connect(lambda _checked=False, digest=one.digest: self.resumed.emit(digest))
            away = Button("Bỏ…", "x")
            away.setAccessibleName(f"Bỏ {one.name}")
            away.clicked.connect(lambda _checked=False, made=one: self.dropped.emit(made.digest, made.name))
            row.addWidget(go_on)
            row.addWidget(away)
            column.addLayout(row)
        self._lines.addWidget(self._holder)
        self.setVisible(bool(lists))
