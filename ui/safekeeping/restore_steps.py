"""The steps of the restore wizard as widgets: which copy, with what it is opened, what would change, what was done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.store import recovery
from models.store.errors import RuleError
from ui.forms.fields import ChoiceField, LineField
from ui.forms.form import Form
from ui.imports.look import dress
from ui.parts import Notice, ToneLabel, title_label
from ui.safekeeping.facts import COPY_STATES, CopyLine, Found, Preview, SeriesLine, moment, size_words
from ui.safekeeping.parts import Choice, Scrolling, clear_column
from ui.safekeeping.places_card import PlacesCard
from ui.theme import em
from ui.unlock.password import PasswordField

NO_STICK = (
    "Chưa thấy USB nào. Cắm USB có bản sao vào máy: chương trình tự nhận ra. Cũng có thể chọn thư mục chứa bản sao."
)
_COPIES = (("Lập lúc", 11.0), ("Đếm được", 12.0), ("Người lập, máy", 20.0), ("Tình trạng", 10.5), ("Cỡ", 5.0))
_CHANGES = (
    ("Loại", 14.0),
    ("Sổ hiện nay", 8.5),
    ("Bản sao", 8.5),
    ("Sẽ mất", 7.0),
    ("Sẽ có lại", 7.5),
    ("Trở về như cũ", 9.5),
)
WIDEST_EM = 110
COMPARED = (1, 3, 4, 5)
"""Columns that say something only beside a present store."""
ROWS_SHOWN = 7
SERIES_ABREAST = 3


class CopyStep(Scrolling):
    """Choose the stick, then the copy. `place_chosen` asks for its copies; `ready` says whether one is marked."""

    place_chosen = Signal(object)
    ready = Signal(bool)

    def __init__(self) -> None:
        super().__init__(WIDEST_EM)
        self.lines: tuple[CopyLine, ...] = ()
        self.places = PlacesCard("Bản sao nằm ở đâu?", NO_STICK, any_owner=True)
        self.places.chosen.connect(self.place_chosen)
        self.words = ToneLabel("", "quiet")
        self.table = _table(_COPIES, "Các bản sao trên USB này")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.itemSelectionChanged.connect(lambda: self.ready.emit(self.current is not None))
        self.column.addWidget(self.places)
        self.column.addWidget(self.words)
        self.column.addWidget(self.table)
        self.column.addStretch(1)
        self.show_copies(None, ())

    @property
    def current(self) -> CopyLine | None:
        """The copy that is marked and can be restored."""
        row = self.table.currentRow()
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line if line is not None and line.state != "bad" else None

    def show_copies(self, found: Found | None, lines: tuple[CopyLine, ...]) -> None:
        """The copies on the chosen place; the newest good one is marked."""
        self.lines = lines
        self.table.setRowCount(0)
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            cells = (
                moment(line.made_at),
                line.counts,
                ", ".join(one for one in (line.who, line.workstation) if one),
                COPY_STATES[line.state],
                size_words(line.size) if line.size else "",
            )
            for index, text in enumerate(cells):
                self.table.setItem(row, index, _cell(text, right=index == len(cells) - 1))
        self.table.setVisible(bool(lines))
        if found is None:
            self.words.setText("")
        elif lines:
            self.words.setText("Chọn bản sao để khôi phục; bản mới nhất ở trên cùng.")
        else:
            self.words.setText(f"Không có bản sao nào của Sổ An Sinh trên {found.name}.")
        best = next((row for row, line in enumerate(lines) if line.state != "bad"), -1)
        if best >= 0:
            self.table.setCurrentCell(best, 0)
        self.ready.emit(self.current is not None)

    def say(self, words: str) -> None:
        """Reading goes on, or failed."""
        self.words.setText(words)


class SecretStep(QWidget):
    """The password of a colleague, or the recovery sheet, as they were when the copy was made; Enter goes on."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.note = ToneLabel("", "quiet", wrap=False)
        self.by_password = Choice("Bằng mật khẩu")
        self.by_sheet = Choice("Bằng phiếu khôi phục")
        self._ways = QButtonGroup(self)
        for way in (self.by_password, self.by_sheet):
            self._ways.addButton(way)
        self.by_password.setChecked(True)
        self.handle = ChoiceField("handle", "Tên đăng nhập", (), empty=None)
        self.password = PasswordField("password", "Mật khẩu khi lập bản sao này")
        self.show_letters = QCheckBox("Hiện mật khẩu")
        self.show_letters.toggled.connect(self.password.show_letters)
        self.sheet: LineField[str] = LineField(
            "sheet",
            "Mã trên phiếu khôi phục",
            lambda text: text.strip() or None,
            neat=str.strip,
            hint="Gõ các nhóm chữ, hoặc quét mã QR. Phiếu chia ba mảnh: gõ hoặc quét hai mảnh, mảnh này sau mảnh kia",
        )
        self.form.add_widget(self.note)
        self.form.add_widget(self.by_password)
        self.form.add_widget(self.by_sheet)
        self.form.add(self.handle)
        self.form.add(self.password)
        self.form.add_widget(self.show_letters)
        self.form.add(self.sheet)
        self.by_password.toggled.connect(lambda _on: self._show_way())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self.form.submitted.connect(self.entered)
        for editor in (self.password.editor, self.sheet.editor):
            editor.installEventFilter(self)  # before the field's own, where Enter only moves on
        self._show_way()

    def showEvent(self, event: QShowEvent) -> None:
        """Fields that were hidden while the page had no size know their height only now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        for field in (self.handle, self.password, self.sheet):
            field.updateGeometry()
        layout = self.form.inner.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is not self.sheet.editor or not self._waits_for_second():
                    self.entered.emit()
                return True
        return super().eventFilter(watched, event)

    def _waits_for_second(self) -> bool:
        """Whether one share of three stands there; a reader ends what it typed with Enter, and the next one follows."""
        try:
            recovery.check_share(self.sheet.editor.text())
        except RuleError:
            return False
        self.sheet.editor.end(False)
        self.sheet.editor.insert(" ")
        self.sheet.say("Mảnh này đúng. Hãy gõ hoặc quét tiếp mảnh thứ hai.", "done")
        return True

    def ask(self, line: CopyLine, handles: tuple[str, ...]) -> None:
        """Ask for this copy."""
        self.note.setText(
            f"Bản sao lập lúc {moment(line.made_at)}.\nMật khẩu đổi sau ngày đó không mở được: hãy gõ mật khẩu khi ấy."
        )
        self.handle.editor.clear()
        for handle in handles:
            self.handle.editor.addItem(handle, handle)
        self.password.editor.clear()
        self.sheet.editor.clear()
        self._show_way()

    def _show_way(self) -> None:
        by_password = self.by_password.isChecked()
        self.handle.setVisible(by_password and self.handle.editor.count() > 1)
        self.password.setVisible(by_password)
        self.show_letters.setVisible(by_password)
        self.sheet.setVisible(not by_password)
        QTimer.singleShot(0, self, self._settle)

    def answer(self) -> tuple[str, str | None, bool] | None:
        """(secret, handle, whether it is the sheet); None when something is missing, which is then said."""
        sheet = self.by_sheet.isChecked()
        secret = (self.sheet if sheet else self.password).editor.text()
        if not secret.strip():
            self.show_problem(RuleError("Còn thiếu mã trên phiếu." if sheet else "Còn thiếu mật khẩu."))
            return None
        return secret, None if sheet else self.handle.draft() or None, sheet

    def show_problem(self, problem: RuleError) -> None:
        """Beside the field that was typed into."""
        field = "sheet" if self.by_sheet.isChecked() else "password"
        self.form.show_problem(RuleError(problem.message, field=field, code=problem.code))

    def forget(self) -> None:
        """Nothing secret stays on the page."""
        self.password.editor.clear()
        self.sheet.editor.clear()


class PreviewStep(Scrolling):
    """What restoring would change and which numbers go on from where; `agree` stands beside the wizard's button."""

    agreed = Signal(bool)

    def __init__(self) -> None:
        super().__init__(WIDEST_EM)
        self.head = title_label("", 1.1)
        self.head.setWordWrap(True)
        self.warning = Notice("", "wrong")
        self.table = _table(_CHANGES, "Những gì khác với sổ hiện nay")
        self.lost = ToneLabel("", "text")
        self.safety = ToneLabel("", "quiet")
        self.agree = QCheckBox("Tôi đã xem: sổ sẽ trở về như trong bản sao này")
        self.agree.toggled.connect(self.agreed)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(em(self, 0.3))
        self._series: dict[str, LineField[int]] = {}
        for one in (self.head, self.warning, self.table, self.lost):
            self.column.addWidget(one)
        self.column.addLayout(self._fields)
        self.column.addWidget(self.safety)
        self.column.addStretch(1)

    def show_preview(self, preview: Preview) -> None:
        """Fill the step."""
        by = f", {preview.who} lập" if preview.who else ""
        at = f" trên máy {preview.workstation}" if preview.workstation else ""
        self.head.setText(f"Bản sao lúc {moment(preview.made_at)}{by}{at}")
        words = " Những gì ghi dưới đây sẽ không còn trong sổ." if preview.lost else ""
        self.warning.say(preview.sentence + words, "wrong" if preview.lost else "accent")
        self.lost.setText("\n".join(f"• {line}" for line in preview.lost))
        self.lost.setVisible(bool(preview.lost))
        self.table.setRowCount(0)
        self.table.setRowCount(len(preview.lines))
        for row, line in enumerate(preview.lines):
            for index, text in enumerate((line.what, line.here, line.there, line.lost, line.back, line.changed)):
                self.table.setItem(row, index, _cell(text, right=index > 0))
        for index in COMPARED:
            self.table.setColumnHidden(index, not any(line.here for line in preview.lines))
        self.table.setFixedHeight(_height(self.table, len(preview.lines)))
        self._ask_numbers(preview.series)
        self.safety.setText(preview.safety_copy)
        self.safety.setVisible(bool(preview.safety_copy))
        self.agree.setChecked(False)

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


def _table(columns: tuple[tuple[str, float], ...], name: str) -> QTableWidget:
    table = QTableWidget(0, len(columns))
    table.setHorizontalHeaderLabels([title for title, _ in columns])
    table.verticalHeader().hide()
    dress(table)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAccessibleName(name)
    for index, (_, width) in enumerate(columns):
        table.setColumnWidth(index, em(table, width))
    stretched = 1 if columns is _COPIES else 0
    table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    table.setFixedHeight(_height(table, ROWS_SHOWN))
    return table


def _height(table: QTableWidget, rows: int) -> int:
    row = table.verticalHeader().defaultSectionSize()
    return row * rows + table.horizontalHeader().sizeHint().height() + em(table, 1.4)


def _cell(text: str, *, right: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    if right:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
