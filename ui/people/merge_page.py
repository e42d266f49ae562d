"""Merging two records of one person: each field side by side, the clerk chooses, nothing is lost."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.benefits.secrecy import GUARDED_WORDS, mentions_hiv
from models.people import merging, page, queries
from models.store.errors import EnvironmentProblem, RuleError
from ui.desk import Desk
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.theme import em

NOTHING = "(trống)"


class MergePage(QWidget):
    """`merged` brings the id that stays; `left` steps back."""

    merged = Signal(int)
    left = Signal()
    swapped = Signal(int, int)

    def __init__(self, desk: Desk, keep_id: int, other_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._keep, self._other = keep_id, other_id
        self._groups: dict[str, tuple[QButtonGroup, QRadioButton]] = {}
        self.notice = Notice("", "wrong")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        self._column.setSpacing(em(self, 0.6))
        with desk.read() as session:
            lines = page.merge_preview(session, keep_id, other_id, desk.today)
            rows = {row.id: row for row in queries.rows(session, [keep_id, other_id], desk.today)}
        self._column.addLayout(self._head())
        words = (
            "Chọn ở mỗi dòng điều đúng. Người bên trái được giữ lại; mã của người bên phải vẫn tìm ra người này. "
            "Diễn biến của cả hai được giữ."
        )
        self._column.addWidget(ToneLabel(words, "quiet"))
        self._column.addWidget(self.notice)
        self._column.addWidget(self._table(lines, rows), 1)

    def _head(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.addWidget(title_label("Gộp hai người"))
        top.addStretch(1)
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        swap = Button("Đổi bên", tip="Giữ lại người bên phải")
        swap.clicked.connect(self._swap)
        merge = PrimaryButton("Gộp thành một", "merge")
        merge.clicked.connect(self.merge)
        for button in (back, swap, merge):
            top.addWidget(button)
        return top

    def _swap(self) -> None:
        self.swapped.emit(self._other, self._keep)

    def _table(self, lines: list[merging.MergeLine], rows: dict[int, queries.PersonRow]) -> QWidget:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(em(self, 1.2))
        grid.setVerticalSpacing(em(self, 0.5))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, one in ((1, self._keep), (2, self._other)):
            words = f"{rows[one].name}  ·  {rows[one].code}" if one in rows else ""
            grid.addWidget(title_label(f"{'Giữ lại' if column == 1 else 'Gộp vào'}: {words}", 1.05), 0, column)
        for row, line in enumerate(lines, start=1):
            grid.addWidget(ToneLabel(line.label, "quiet", wrap=False), row, 0)
            if not line.differs:
                grid.addWidget(ToneLabel(_shown(line.keep), "quiet"), row, 1)
                continue
            keep, other = QRadioButton(_shown(line.keep)), QRadioButton(_shown(line.other))
            group = QButtonGroup(inner)
            group.addButton(keep)
            group.addButton(other)
            (keep if line.proposed == "keep" else other).setChecked(True)
            self._groups[line.field] = (group, other)
            grid.addWidget(keep, row, 1)
            grid.addWidget(other, row, 2)
        grid.setRowStretch(len(lines) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        return area

    def merge(self) -> None:
        """Merge with what is chosen."""
        choices: dict[str, merging.Choice] = {
            field: "other" if other.isChecked() else "keep" for field, (_, other) in self._groups.items()
        }
        command = merging.MergePeople(self._keep, self._other, choices)
        try:
            kept = self._desk.do("Gộp hai người", merging.merge_people, command)
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(problem.message, "wrong")
            return
        self.merged.emit(kept)


def _shown(text: str) -> str:
    """A value of the preview; words that speak of HIV/AIDS are merged unread."""
    return GUARDED_WORDS if mentions_hiv(text) else text or NOTHING
