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

from models.benefits.merged import MergedLines, merged_lines
from models.benefits.secrecy import GUARDED_WORDS, grounds_for, mentions_hiv
from models.people import merging, page, queries
from models.people.masking import numbers_for
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from ui.benefits.card import BenefitCard
from ui.desk import Desk
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.rights import guarded
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
            grounds = grounds_for(desk.office.actor.rights)
            benefits = merged_lines(session, keep_id, other_id, desk.today, grounds=grounds)
        lines, rows = numbers_for(desk.rights, (lines, rows))
        self._column.addLayout(self._head())
        words = (
            "Chọn ở mỗi dòng điều đúng. Người bên trái được giữ lại; mã của người bên phải vẫn tìm ra người này. "
            "Diễn biến của cả hai được giữ."
        )
        self._column.addWidget(ToneLabel(words, "quiet"))
        self._column.addWidget(self.notice)
        self._column.addWidget(self._table(lines, rows, benefits), 1)

    def _head(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.addWidget(title_label("Gộp hai người"))
        top.addStretch(1)
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        swap = Button("Đổi bên", tip="Giữ lại người bên phải")
        swap.clicked.connect(self._swap)
        merge = guarded(self._desk, "change", PrimaryButton("Gộp thành một", "merge"))
        merge.clicked.connect(self.merge)
        for button in (back, swap, merge):
            top.addWidget(button)
        return top

    def _swap(self) -> None:
        self.swapped.emit(self._other, self._keep)

    def _table(
        self, lines: list[merging.MergeLine], rows: dict[int, queries.PersonRow], benefits: MergedLines
    ) -> QWidget:
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
        if benefits.rows:
            self.paid = ToneLabel(_paid_words(benefits), "soon" if benefits.paid > 1 else "quiet")
            grid.addWidget(self.paid, len(lines) + 1, 0, 1, 3)
            grid.addWidget(BenefitCard(benefits.rows), len(lines) + 2, 0, 1, 3)
        grid.setRowStretch(len(lines) + 3, 1)
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


def _paid_words(benefits: MergedLines) -> str:
    """What is paid after the merge: two lines with different amounts both stay, and the clerk must know it."""
    words = f"Sau khi gộp, tháng này có {benefits.paid} khoản được chi, tổng {format_amount(benefits.total)} đ."
    if benefits.folded:
        words += f" {benefits.folded} khoản ghi trùng được nhập làm một."
    if benefits.paid > 1:
        words += " Nếu là một khoản ghi hai mức, sau khi gộp hãy bỏ khoản sai ở trang của người này."
    return words


def _shown(text: str) -> str:
    """A value of the preview; words that speak of HIV/AIDS are merged unread."""
    return GUARDED_WORDS if mentions_hiv(text) else text or NOTHING
