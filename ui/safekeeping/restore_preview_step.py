"""The last steps of the restore wizard: what would change, and what was done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from models.store.errors import RuleError
from ui.forms.fields import LineField
from ui.parts import Notice, ToneLabel, title_label
from ui.safekeeping.facts import Preview, SeriesLine, moment
from ui.safekeeping.parts import Scrolling, clear_column
from ui.safekeeping.restore_copy_step import WIDEST_EM
from ui.safekeeping.tables import plain_table, table_cell, table_height
from ui.theme import em

_CHANGES = (
    ("Loại", 14.0),
    ("Sổ hiện nay", 8.5),
    ("Bản sao", 8.5),
    ("Sẽ mất", 7.0),
    ("Sẽ có lại", 7.5),
    ("Trở về như cũ", 9.5),
)
COMPARED = (1, 3, 4, 5)
"""Columns that say something only beside a present store."""
SERIES_ABREAST = 3


class PreviewStep(Scrolling):
    """What restoring would change and which numbers go on from where; `agree` stands beside the wizard's button.

    Where other colleagues than now could open the book, that is said first and agreed to by itself.
    """

    agreed = Signal(bool)

    def __init__(self) -> None:
        super().__init__(WIDEST_EM)
        self.head = title_label("", 1.1)
        self.head.setWordWrap(True)
        self.warning = Notice("", "wrong")
        self.table = plain_table(_CHANGES, "Những gì khác với sổ hiện nay")
        self.lost = ToneLabel("", "text")
        self.safety = ToneLabel("", "quiet")
        self.agree = QCheckBox("Tôi đã xem những gì sẽ khác đi")
        self.agree.toggled.connect(self._toggled)
        self.entry = Notice("", "wrong")
        self.entry_todo = ToneLabel("", "text")
        self.entry_agree = QCheckBox("Tôi hiểu ai mở được sổ và ai không mở được sổ sau khi khôi phục")
        self.entry_agree.toggled.connect(self._toggled)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(em(self, 0.3))
        self._series: dict[str, LineField[int]] = {}
        for one in (self.head, self.entry, self.entry_todo, self.entry_agree, self.warning, self.table, self.lost):
            self.column.addWidget(one)
        self.column.addLayout(self._fields)
        self.column.addWidget(self.safety)
        self.column.addStretch(1)

    def show_preview(self, preview: Preview) -> None:
        """Fill the step."""
        by = f", {preview.who} lập" if preview.who else ""
        at = f" trên máy {preview.workstation}" if preview.workstation else ""
        self.head.setText(preview.head or f"Bản sao lúc {moment(preview.made_at)}{by}{at}")
        words = " Những gì ghi dưới đây sẽ không còn trong sổ." if preview.lost else ""
        self.warning.say(preview.sentence + words, "wrong" if preview.lost else "accent")
        self.lost.setText("\n".join(f"• {line}" for line in preview.lost))
        self.lost.setVisible(bool(preview.lost))
        self.table.setRowCount(0)
        self.table.setRowCount(len(preview.lines))
        for row, line in enumerate(preview.lines):
            for index, text in enumerate((line.what, line.here, line.there, line.lost, line.back, line.changed)):
                self.table.setItem(row, index, table_cell(text, right=index > 0))
        for index in COMPARED:
            self.table.setColumnHidden(index, not any(line.here for line in preview.lines))
        self.table.setFixedHeight(table_height(self.table, len(preview.lines)))
        self._ask_numbers(preview.series)
        self.safety.setText(preview.safety_copy)
        self.safety.setVisible(bool(preview.safety_copy))
        self._show_entry(preview)
        self.agree.setChecked(False)

    def _show_entry(self, preview: Preview) -> None:
        """Who may open the restored book: the one thing that no colleague can mend alone afterwards."""
        self.entry.say("\n• ".join(preview.entry), "wrong")
        self.entry_todo.setText(preview.entry_todo)
        self.entry_agree.setChecked(False)
        for part in (self.entry_todo, self.entry_agree):
            part.setVisible(bool(preview.entry))

    def _toggled(self, on: bool) -> None:
        self.agreed.emit(self.is_agreed)
        if on and self.agree.isChecked() and not self.is_agreed:
            self.ensureWidgetVisible(self.entry_agree)  # the button waits for this one, which may be out of sight
            self.entry_agree.setFocus()

    def add_below(self, widget: QWidget) -> None:
        """Something that is asked below everything else."""
        self.column.insertWidget(self.column.count() - 1, widget)

    @property
    def is_agreed(self) -> bool:
        """Whether all that must be agreed to was."""
        return self.agree.isChecked() and (not self.entry.words or self.entry_agree.isChecked())

    def _ask_numbers(self, series: tuple[SeriesLine, ...]) -> None:
        clear_column(self._fields)
        self._series = {}
        if not series:
            return
        self._fields.addWidget(title_label("Số lớn nhất đã dùng của từng loại", 1.1))
        words = (
            "Số đã cấp sau bản sao này không được cấp lần nữa: nếu trên giấy tờ có số lớn hơn số ở đây, hãy gõ số đó."
        )
        self._fields.addWidget(ToneLabel(words, "quiet"))
        board = QWidget()
        grid = QGridLayout(board)
        grid.setContentsMargins(0, 0, 0, 0)
        for index, one in enumerate(series):
            known = max(one.there, one.here or 0)
            field = LineField(one.key, one.words, _number, required=True)
            here = f", trong sổ hiện nay {one.here}" if one.here is not None else ""
            field.set_hint(f"Trong bản sao {one.there}{here}")
            field.restore(str(known))
            field.editor.setMaximumWidth(em(self, 10))
            grid.addWidget(field, index // SERIES_ABREAST, index % SERIES_ABREAST)
            self._series[one.key] = field
        self._fields.addWidget(board)

    def given_numbers(self) -> dict[str, int] | None:
        """The highest number used per series; None when one is wrong, which is then said."""
        if not all(field.check() for field in self._series.values()):
            return None
        return {key: field.read() or 0 for key, field in self._series.items()}

    @property
    def fields(self) -> dict[str, LineField[int]]:
        return self._series


class DoneStep(Scrolling):
    """What was done, in plain sentences."""

    def __init__(self) -> None:
        super().__init__()
        self.notice = Notice("Đã khôi phục xong.", "done")
        self.words = ToneLabel("", "text")
        self.column.addWidget(self.notice)
        self.column.addWidget(self.words)
        self.column.addStretch(1)

    def show_done(self, sentences: tuple[str, ...]) -> None:
        self.notice.say("Đã khôi phục xong.", "done")
        self.words.setText("\n".join(f"• {one}" for one in sentences))


def _number(text: str) -> int | None:
    plain = text.strip().replace(".", "")
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise RuleError("Gõ một số, ví dụ 125.", code="number")
    return int(plain)
