"""Đối soát: a file of the payment organisation is looked at row by row, settled, and then written whole or not at all.

Reading and matching run in the worker process; nothing is stored before the clerk agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from models.benefits.months.returns import Blank, Verdict
from models.benefits.months.returns_services import Applied, apply_return
from models.imports.returns.columns import MEANING_LABELS, ReturnMeaning
from models.imports.returns.matching import VERDICT_LABELS, Choices, Judged
from models.imports.returns.process import Looked, command_of, look_at
from models.imports.returns.queries import payments
from models.store.dates import Month, month_display
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from models.store.store import SourceFile
from models.store.vietnamese import search_text
from models.store.worker import JobCancelled
from ui.benefits.months.sentence import SentenceLine
from ui.benefits.page_head import lay_out_page
from ui.desk import CANCELLED, Desk
from ui.dialogs import FormDialog
from ui.forms.combo import QuietCombo
from ui.forms.fields import ChoiceField
from ui.parts import Button, EmptyState, Notice, PrimaryButton, ToneLabel, title_label
from ui.register.source import Column, Wanted
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

FILES: Final = "Bảng tính (*.xlsx *.xls *.xlsb *.ods *.csv)"
FIRST: Final = (
    "Chọn tệp mà ngân hàng, bưu điện điền và gửi về; người nhận tiền mặt thì ghi theo bảng ký nhận. Xem từng dòng "
    "trước, rồi mới ghi vào sổ."
)
LOOKING: Final = "Đang đọc tệp…"
WRITING: Final = "Đang ghi kết quả…"
HOW: Final = "sửa tệp rồi đọc lại, hoặc chọn dòng rồi bấm «Bỏ dòng này» hay «Đúng người này»."
BLANK_EM: Final = 16.0
_BLANKS: Final = (
    (Blank.ASK.value, "Ô trống: hỏi từng dòng"),
    (Blank.PAID.value, "Ô trống: đã nhận"),
    (Blank.UNPAID.value, "Ô trống: chưa nhận"),
    (Blank.NOTHING.value, "Ô trống: không nói gì"),
)


class JudgedSource:
    """The rows of a file with what each would do; ids are places in this order."""

    subject = "answer"
    columns = (
        Column("rows", "Dòng", 4.5, "right", sortable=False),
        Column("name", "Họ và tên", 12, filter="text", ghost="Tên…", sortable=False),
        Column("code", "Mã đối tượng", 7.2, sortable=False),
        Column("verdict", "Sẽ ghi", 12, filter="choice", choices=tuple(VERDICT_LABELS.items()), sortable=False),
        Column("message", "Cần xử lý", 26, sortable=False),
        Column("listed", "Phải chi", 7, "right", sortable=False),
        Column("paid", "Đã nhận", 7, "right", sortable=False),
    )

    def __init__(self) -> None:
        self.judged: Sequence[Judged] = ()

    def show(self, judged: Sequence[Judged]) -> None:
        """Take what a look found."""
        self.judged = judged

    def words(self, place: int) -> str:
        """The whole message of a place."""
        return self.judged[place - 1].message

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        verdict, words = wanted.of("verdict"), search_text(wanted.of("name")).split()
        found: Sequence[int] = range(1, len(self.judged) + 1)
        if verdict:
            found = [place for place in found if self.judged[place - 1].verdict == verdict]
        if words:
            names = ((place, search_text(_name(self.judged[place - 1]))) for place in found)
            found = [place for place, name in names if all(word in name for word in words)]
        return found[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.ids(wanted, len(self.judged), 0))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: _strings(self.judged[one - 1]) for one in ids if 0 < one <= len(self.judged)}

    def summary(self, wanted: Wanted) -> str:
        return ""


def _name(one: Judged) -> str:
    return one.payment.name if one.payment is not None else one.name


def _strings(one: Judged) -> Sequence[str]:
    paid = sum(result.paid_amount for result in one.results)
    return (
        ", ".join(map(str, one.rows)),
        _name(one),
        "" if one.payment is None else one.payment.code,
        VERDICT_LABELS[one.verdict],
        one.message,
        "" if one.payment is None else format_amount(one.payment.total),
        format_amount(paid) if one.results else "",
    )


class AnswerPage(QWidget):
    """One file for one month. `looked` is what the last look found."""

    left = Signal()
    hand_asked = Signal()
    export_asked = Signal(object)

    def __init__(self, desk: Desk, month: Month) -> None:
        super().__init__()
        self._desk, self.month = desk, month
        self._data, self._name = b"", ""
        self._choices = Choices()
        self._meanings: dict[int, ReturnMeaning] = {}
        self.looked: Looked | None = None
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._answered)
        self._waiting.refused.connect(self._refused)
        self.source = JudgedSource()
        self.notice = Notice("", "accent")
        self.told = ToneLabel("", "quiet")
        self.blank = QuietCombo()
        self.blank.setAccessibleName("Ô kết quả để trống nghĩa là")
        self.blank.setToolTip("Ô kết quả để trống nghĩa là")
        for key, words in _BLANKS:
            self.blank.addItem(words, key)
        self.blank.setFixedWidth(em(self, BLANK_EM))
        self.blank.activated.connect(lambda _index: self._blank_changed())
        self.choose = Button("Chọn tệp…", "folder-open", tip="Chọn tệp trả về")
        self.choose.clicked.connect(self.ask_file)
        self.hand = Button("Phát tiền mặt…", "banknote", tip="Ghi tay theo bảng ký nhận")
        self.hand.clicked.connect(self.hand_asked)
        self.columns = Button("Cột của tệp…", "columns-3", tip="Sửa ý nghĩa của các cột")
        self.columns.clicked.connect(self.ask_columns)
        self.write = guarded(desk, "change", PrimaryButton("Ghi kết quả", "save"))
        self.write.clicked.connect(self.store)
        empty = EmptyState("file-spreadsheet", "Chưa có kết quả nào của kỳ này ở đây", FIRST)
        empty.add_step("Chọn tệp…", "folder-open", self.ask_file)
        empty.add_step("Phát tiền mặt…", "banknote", self.hand_asked.emit)
        self.register = RegisterView(self.source, title="Kết quả", noun="dòng", memory=desk.memory, empty=empty)
        self.leave_out = self.register.add_step("Bỏ dòng này", "x", self.leave_rows_out)
        self.leave_out.setToolTip("Không tính các dòng đang chọn")
        self.take_back = self.register.add_step("", "undo-2", self.take_rows_back)
        self.take_back.setToolTip("Tính lại các dòng đã bỏ")
        self.accept = self.register.add_step("Đúng người này", "check", self.accept_rows)
        self.accept.setToolTip("Nhận dòng đang chọn dù tên ghi khác")
        self.register.start()
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self._lay_out()
        self._allow()

    def _lay_out(self) -> None:
        back = Button("Quay lại", "arrow-left", tip="Quay lại, chưa ghi gì (Esc)")
        back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(title_label(f"Đối soát tháng {month_display(self.month)}", 1.4), 1)
        for button in (back, self.write):
            top.addWidget(button)
        self._of_file = self._row(self.choose, self.hand, self.columns, self.blank)
        self._sentence = SentenceLine(self.register, self.source.words)
        lay_out_page(self, (top, self._of_file, self.notice, self.told), self.register, self._sentence)

    def _row(self, *parts: QWidget) -> QWidget:
        """Steps beside each other."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.5))
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        return made

    @property
    def busy(self) -> bool:
        """Whether it is reading or writing."""
        return self._waiting.busy

    # -- looking -----------------------------------------------------------------------------------------------------

    def ask_file(self) -> None:
        """Ask for the file."""
        name, _ = QFileDialog.getOpenFileName(self, "Chọn tệp trả về", "", FILES)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Look at a file; what was settled of another one is forgotten."""
        try:
            self._data = path.read_bytes()
        except OSError:
            self.notice.say(f"Không đọc được tệp {path.name}.", "wrong")
            return
        self._name = path.name
        self._choices, self._meanings = Choices(self._blank), {}
        self.look()

    def look(self) -> None:
        """Read and match in the worker process."""
        if not self._data or self._waiting.busy:
            return
        self.looked = None
        self._allow()
        self.notice.say(LOOKING, "accent")
        self._waiting.start(self._look)

    def _look(self) -> object:
        with self._desk.store.read() as reader:
            there = payments(reader, self.month)
        try:
            return self._desk.worker.run(
                look_at, self._data, self._name, self._desk.today, there, self._choices, wanted=self._meanings
            )
        except JobCancelled:
            return CANCELLED

    def _answered(self, found: object) -> None:
        if isinstance(found, Looked):
            self._show(found)
        elif isinstance(found, Applied):
            self._written(found)

    def _show(self, looked: Looked) -> None:
        self.looked = looked
        self.source.show(looked.preview.judged)
        self.register.start()
        stops, unnamed = len(looked.preview.stops), len(looked.preview.unnamed)
        if stops:
            self.notice.say(f"Còn {format_amount(stops)} dòng phải xử lý trước khi ghi: {HOW}", "soon")
        else:
            self.notice.say("Mọi dòng đã rõ. Bấm «Ghi kết quả» để ghi cả tệp.", "done")
        counts = looked.preview.counts
        parts = [f"{VERDICT_LABELS[one]}: {format_amount(counts[one])}" for one in Verdict if counts.get(one)]
        if unnamed:
            cash = sum(1 for one in looked.preview.unnamed if not one.account)
            parts.append(f"Không có trong tệp: {format_amount(unnamed)}, trong đó {format_amount(cash)} nhận tiền mặt")
        self.told.setText(f"{looked.file_name}. " + "; ".join(parts) + ".")
        known = [
            f"{column.header} → {MEANING_LABELS[column.meaning]}"
            for column in looked.sheet.columns
            if column.meaning is not ReturnMeaning.IGNORE
            and search_text(column.header) != search_text(MEANING_LABELS[column.meaning])
        ]
        self.columns.setToolTip("Sửa ý nghĩa của các cột" + ("; đang hiểu: " + "; ".join(known) if known else ""))
        self._allow()

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.notice.say(problem.message, "wrong")
        self._allow()

    def _allow(self) -> None:
        there = self.looked is not None
        self._of_file.setVisible(bool(self._data))
        self._sentence.setVisible(there)
        self.told.setVisible(there)
        for button in (self.columns, self.leave_out, self.accept):
            button.setEnabled(there)
        left_out = len(self._choices.left_out)
        self.take_back.setText(f"Nhận lại {format_amount(left_out)} dòng")
        self.take_back.setVisible(bool(left_out))
        self.write.setEnabled(self.looked is not None and not self.looked.preview.stops)

    # -- settling ----------------------------------------------------------------------------------------------------

    @property
    def _blank(self) -> Blank:
        """What an empty cell means."""
        return Blank(str(self.blank.currentData()))

    def _blank_changed(self) -> None:
        self._choices = replace(self._choices, blank=self._blank)
        self.look()

    def leave_rows_out(self) -> None:
        """The chosen rows do not count."""
        rows = frozenset(row for one in self._chosen() for row in one.rows)
        self._choices = replace(self._choices, left_out=self._choices.left_out | rows)
        self.look()

    def take_rows_back(self) -> None:
        """Rows that were left out count again."""
        self._choices = replace(self._choices, left_out=frozenset())
        self.look()

    def accept_rows(self) -> None:
        """The chosen rows are of the person whose key they carry."""
        rows = frozenset(row for one in self._chosen() if one.acceptable for row in one.rows)
        self._choices = replace(self._choices, accepted=self._choices.accepted | rows)
        self.look()

    def _chosen(self) -> list[Judged]:
        return [self.source.judged[one - 1] for one in self.register.selected_ids()]

    def ask_columns(self) -> None:
        """What each column means, to be set right."""
        looked = self.looked
        if looked is None:
            return
        words = "Chương trình đoán theo tiêu đề cột; hãy sửa cột nào đoán sai."
        key = f"answer-columns/{looked.sha256[:16]}"
        dialog = FormDialog(self, self._desk, "Cột của tệp", words=words, yes="Đọc lại", draft_key=key)
        meanings = tuple((key, label) for key, label in MEANING_LABELS.items())
        for column in looked.sheet.columns:
            field = ChoiceField(str(column.place), column.header or f"Cột {column.place + 1}", meanings, empty=None)
            field.restore(column.meaning.value)
            dialog.form.add(field)
        dialog.on_save(lambda: None)
        if dialog.exec() == FormDialog.DialogCode.Accepted:
            told = dialog.form.draft()
            self._meanings = {int(key): ReturnMeaning(value) for key, value in told.items()}
            self.look()
        dialog.deleteLater()

    # -- writing -----------------------------------------------------------------------------------------------------

    def store(self) -> None:
        """Write the whole file."""
        looked = self.looked
        if looked is None or self._waiting.busy:
            return
        self.write.setEnabled(False)
        self.notice.say(WRITING, "accent")
        self._waiting.start(lambda: self._store(looked))

    def _store(self, looked: Looked) -> Applied:
        source = SourceFile(looked.file_name, looked.sha256)
        return self._desk.do("Đối soát chi trả", apply_return, command_of(self.month, looked), source=source)

    def _written(self, found: Applied) -> None:
        if found.open_lines:
            words = f"Đã ghi. {self._waiting_told()}: chọn tệp tiếp theo, hoặc ghi tay bằng «{self.hand.text()}»."
            self._data, self.looked = b"", None
            self._allow()
            self.notice.say(words, "soon")
            return
        self.left.emit()

    def _waiting_told(self) -> str:
        with self._desk.read() as reader:
            waiting = [one for one in payments(reader, self.month) if not one.result]
        cash = sum(1 for one in waiting if not one.account)
        words = f", trong đó {format_amount(cash)} nhận tiền mặt" if cash else ""
        return f"Còn {format_amount(len(waiting))} khoản chưa có kết quả{words}"

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._waiting.busy:
            self._desk.worker.cancel()
        self._waiting.wait()
        self.register.model.stop()
        super().closeEvent(event)
