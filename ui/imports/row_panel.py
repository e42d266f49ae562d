"""The panel under the list of rows: what a row says, and what the clerk decides about it.

New: take it or leave it out. Match: old beside new, each change ticked. Unsure: candidates side by side. Wrong: the
cell can be corrected right here, or taken as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.imports.matching.differences import BY_DECISION
from models.imports.matching.verdicts import Status
from models.imports.planning.plan import RowChoice
from models.imports.values.flaws import ERROR, KEPT, NAMELESS
from models.people import queries
from models.people.merging import FIELD_LABELS
from models.store.dates import PartialDate
from ui.desk import Desk
from ui.imports.task import SEX_WORDS, ImportTask
from ui.parts import Button, PrimaryButton, ToneLabel, title_label
from ui.theme import em

MOST_CANDIDATES = 12
"""More people alike nobody can tell apart on a screen; the number in the list decides then."""
_LABELS = {
    **FIELD_LABELS,
    "address": "Địa chỉ",
    "account": "Tài khoản",
    "village": "Nơi ở",
    "disability": "Khuyết tật",
    "payee": "Người nhận thay",
    "guardian": "Người giám hộ",
    "household": "Hộ của",
    "poverty": "Diện hộ",
    "line": "Khoản trợ cấp thêm",
    "amount": "Mức hưởng",
    "coefficient": "Hệ số",
    "start": "Hưởng từ tháng",
    "decision": "Quyết định",
    BY_DECISION: "Trợ cấp theo quyết định",
}


class RowPanel(QScrollArea):
    """`decided`: a choice changed; `corrected`: the file must be read again; `typed`: a cell is being typed."""

    decided = Signal(int)
    corrected = Signal()
    typed = Signal()

    def __init__(self, desk: Desk, task: ImportTask) -> None:
        super().__init__()
        self._desk, self._task = desk, task
        self._index = -1
        self._keep: list[object] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_row(self, index: int) -> None:
        """Show a row; -1 shows none."""
        self._index = index
        self._keep = []
        inner = QWidget()
        whole = QHBoxLayout(inner)
        whole.setContentsMargins(0, em(self, 0.4), em(self, 0.4), 0)
        whole.setSpacing(em(self, 1.5))
        if index >= 0:
            whole.addLayout(self._facts(index), 2)
            status = self._task.verdicts[index].status
            makers: dict[Status, Callable[[int], QVBoxLayout]] = {
                Status.NEW: self._new,
                Status.MATCH: self._match,
                Status.UNSURE: self._unsure,
                Status.WRONG: self._wrong,
            }
            whole.addLayout(makers[status](index), 3)
        self.setWidget(inner)

    def controls(self) -> list[QWidget]:
        """What can be worked with the keyboard, in its order."""
        inner = self.widget()
        kinds = (QLineEdit, QAbstractButton)
        return [one for one in inner.findChildren(QWidget) if isinstance(one, kinds)] if inner is not None else []

    def focus_first(self) -> None:
        """Put the keyboard where this row is decided: a cell to correct, a candidate, a tick."""
        for kind in (QLineEdit, QRadioButton, QCheckBox, QPushButton):
            inner = self.widget()
            found = inner.findChildren(kind) if inner is not None else []
            chosen = [one for one in found if isinstance(one, QRadioButton) and one.isChecked()]
            if found:
                (chosen or found)[0].setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(em(self, 0.35))
        return column

    def _facts(self, index: int) -> QVBoxLayout:
        column = self._column()
        row = self._task.rows[index]
        column.addWidget(title_label(f"Trang {row.sheet}, dòng {row.row}", 1.0))
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self, 0.8))
        grid.setVerticalSpacing(em(self, 0.1))
        grid.setColumnStretch(1, 1)
        for place, (label, text) in enumerate(self._task.details(index)):
            grid.addWidget(ToneLabel(label, "quiet", wrap=False, factor=0.95), place, 0)
            grid.addWidget(ToneLabel(text, "text", factor=0.95), place, 1)
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def _skip_box(self, index: int) -> QCheckBox:
        box = QCheckBox("Bỏ qua dòng này, không nhập")
        box.setChecked(self._task.skipped(index))
        box.clicked.connect(lambda on: self._decide(index, RowChoice(skip=on)))
        return box

    def _decide(self, index: int, choice: RowChoice) -> None:
        self._task.decide(index, choice)
        self.decided.emit(index)

    def _new(self, index: int) -> QVBoxLayout:
        column = self._column()
        column.addWidget(title_label("Sẽ thêm thành người mới", 1.0))
        for problem in self._task.rows[index].problems:
            column.addWidget(ToneLabel(problem.message, "soon"))
        column.addWidget(self._skip_box(index))
        column.addStretch(1)
        return column

    def _match(self, index: int) -> QVBoxLayout:
        column = self._column()
        verdict = self._task.verdicts[index]
        if verdict.twin_of is not None:
            column.addWidget(title_label("Cùng người với một dòng khác của danh sách", 1.0))
            column.addWidget(ToneLabel("Khoản trợ cấp của dòng này được ghi thêm cho người đó.", "quiet"))
        else:
            column.addWidget(title_label("Đã có trong sổ", 1.0))
            column.addWidget(ToneLabel(self._person_words(verdict.person_id or 0), "quiet"))
        if verdict.changes:
            column.addLayout(self._changes(index))
        elif verdict.twin_of is None:
            column.addWidget(ToneLabel("Nhân thân không có gì khác với sổ.", "done"))
        column.addWidget(self._skip_box(index))
        column.addStretch(1)
        return column

    def _changes(self, index: int) -> QGridLayout:
        choice = self._task.choices.get(self._task.rows[index].key) or RowChoice()
        taken = choice.take
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self))
        for place, words in enumerate(("Điều khác", "Trong sổ", "Trong danh sách (đánh dấu để lấy)")):
            grid.addWidget(ToneLabel(words, "quiet", factor=0.95, wrap=False), 0, place)
        boxes: dict[str, QCheckBox] = {}
        for place, change in enumerate(self._task.changes(index), start=1):
            grid.addWidget(ToneLabel(_LABELS.get(change.field, change.field), "quiet", wrap=False), place, 0)
            grid.addWidget(ToneLabel(_shown(change.field, change.old) or "(trống)", "quiet"), place, 1)
            if change.field == BY_DECISION:
                words = f"{change.new}. Danh sách không đổi được: hãy lập quyết định."
                grid.addWidget(ToneLabel(words, "quiet"), place, 2)
                continue
            box = QCheckBox(_shown(change.field, change.new) or "(trống)")
            box.setChecked(change.field in taken if taken is not None else change.taken)
            boxes[change.field] = box
            box.clicked.connect(lambda _on: self._take(index, boxes))
            grid.addWidget(box, place, 2)
        grid.setColumnStretch(2, 1)
        return grid

    def _take(self, index: int, boxes: dict[str, QCheckBox]) -> None:
        choice = self._task.choices.get(self._task.rows[index].key) or RowChoice()
        ticked = frozenset(name for name, one in boxes.items() if one.isChecked())
        self._decide(index, replace(choice, take=ticked))

    def _person_words(self, person_id: int) -> str:
        with self._desk.read() as session:
            found = queries.rows(session, [person_id], self._desk.today)
        if not found:
            return ""
        row = found[0]
        parts = (row.name, row.born, row.village, row.id_number, row.code, row.status)
        return "  ·  ".join(part for part in parts if part)

    def _unsure(self, index: int) -> QVBoxLayout:
        column = self._column()
        verdict, choice = self._task.verdicts[index], self._task.choices.get(self._task.rows[index].key)
        column.addWidget(title_label("Có phải một trong những người này không?", 1.0))
        followed = choice if choice is not None else RowChoice()
        differences = QVBoxLayout()
        group = QButtonGroup(self)
        self._keep.append(group)
        options: list[tuple[str, str, RowChoice]] = []
        if verdict.twin_of is not None:
            first = self._task.rows[verdict.twin_of]
            words = f"Cùng người với trang {first.sheet}, dòng {first.row}"
            options.append((words, "Cùng tên, cùng năm sinh, cùng thôn", RowChoice(twin=True)))
        options += [
            (self._person_words(one.person_id), one.reason, RowChoice(person_id=one.person_id))
            for one in verdict.candidates[:MOST_CANDIDATES]
        ]
        options.append(("Không phải ai ở trên: thêm người mới", "", RowChoice(person_id=0)))
        options.append(("Để lại, không nhập dòng này", "", RowChoice(skip=True)))
        for words, reason, made in options:
            button = QRadioButton(words)
            same = (made.person_id, made.skip, made.twin) == (followed.person_id, followed.skip, followed.twin)
            button.setChecked(choice is not None and same)
            group.addButton(button)
            button.clicked.connect(lambda _on, one=made: self._choose(index, one, differences))
            column.addWidget(button)
            if reason:
                note = ToneLabel(reason, "quiet", factor=0.95)
                note.setIndent(em(self, 1.6))
                column.addWidget(note)
        column.addLayout(differences)
        self._show_differences(index, differences)
        column.addStretch(1)
        return column

    def _choose(self, index: int, choice: RowChoice, differences: QVBoxLayout) -> None:
        self._decide(index, choice)
        self._show_differences(index, differences)

    def _show_differences(self, index: int, differences: QVBoxLayout) -> None:
        """What the row would change of the person chosen, under the candidates."""
        while (old := differences.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        if self._task.changes(index):
            holder = QWidget()
            holder.setLayout(self._changes(index))
            differences.addWidget(holder)

    def _wrong(self, index: int) -> QVBoxLayout:
        column = self._column()
        row = self._task.rows[index]
        column.addWidget(title_label("Dòng này chưa nhập được", 1.0))
        edits: dict[str, QLineEdit] = {}
        for problem in row.problems:
            column.addWidget(ToneLabel(problem.message, "wrong" if problem.severity == ERROR else "soon"))
            if problem.column and problem.column not in edits:
                place = (row.sheet, row.row, problem.column)
                edit = QLineEdit(self._task.typed.get(place, self._task.cell(index, problem.column)))
                edit.textEdited.connect(lambda text, at=place: self._type(at, text))
                edit.setMaximumWidth(em(self, 24))
                header = self._task.header(index, problem.column)
                edit.setAccessibleName(f"Ô {problem.column}{row.row} {header}")
                edits[problem.column] = edit
                line = QHBoxLayout()
                line.addWidget(ToneLabel(f"Ô {problem.column}{row.row} ({header}):", "quiet", wrap=False))
                line.addWidget(edit, 1)
                line.addStretch(1)
                column.addLayout(line)
                edit.returnPressed.connect(lambda: self._correct(index, edits))
        buttons = QHBoxLayout()
        fix = PrimaryButton("Sửa và đọc lại", "check")
        fix.clicked.connect(lambda: self._correct(index, edits))
        if edits:
            buttons.addWidget(fix)
        if words := _acceptance({problem.code for problem in row.problems if problem.severity == ERROR}):
            accept = Button(words)
            accept.clicked.connect(lambda: self._accept(index))
            buttons.addWidget(accept)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        return column

    def _correct(self, index: int, edits: dict[str, QLineEdit]) -> None:
        row = self._task.rows[index]
        for letter, edit in edits.items():
            if edit.text() != self._task.cell(index, letter):
                self._task.corrections[row.sheet, row.row, letter] = edit.text()
            self._task.typed.pop((row.sheet, row.row, letter), None)
        self.corrected.emit()

    def _type(self, place: tuple[str, int, str], text: str) -> None:
        self._task.typed[place] = text
        self.typed.emit()

    def _accept(self, index: int) -> None:
        row = self._task.rows[index]
        for problem in row.problems:
            if problem.severity == ERROR:
                self._task.accepted.add((row.sheet, row.row, problem.code))
        self.corrected.emit()


def _acceptance(errors: set[str]) -> str:
    """What the button says that takes a row in spite of its errors; "" when nobody can."""
    if errors & NAMELESS:
        return ""
    return "Đúng như đang ghi, vẫn nhập" if errors <= KEPT else "Bỏ trống ô sai, nhập phần còn lại"


def _shown(name: str, text: str) -> str:
    if name == "sex":
        return SEX_WORDS.get(text, text)
    if name == "born":
        try:
            return PartialDate.from_iso(text).display()
        except ValueError:
            return text
    return text
