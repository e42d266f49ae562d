"""Phiếu của thôn: print them, type or read their answers, see which village has not answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.events.papers import SlipSheet
from models.benefits.events.preparing import village_slips
from models.benefits.events.rules import answer_by, print_by
from models.benefits.events.slip_names import names_on_slips
from models.benefits.events.slips import PrintSlips, SlipAnswered, answer_slips, print_slips
from models.imports.slips import read_slips
from models.store.dates import Month, month_display, month_iso
from models.store.errors import EnvironmentProblem, RuleError
from models.store.store import PRINT
from printing.benefits.village_slip import village_slip_pdf
from printing.benefits.village_slip_sheet import village_slip_xlsx
from ui.benefits.events.dialogs import slip_dialog
from ui.benefits.events.searching import Searching
from ui.benefits.events.shown_paper import Shown
from ui.benefits.events.slip_words import answers_told
from ui.benefits.events.source import SlipSource
from ui.desk import Desk
from ui.forms.values import MonthField
from ui.parts import EmptyState, Notice, ToneLabel
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import Tone, em

MONTH_EM = 10.0
KINDS = "Bảng tính (*.xlsx *.xls *.ods)"


class SlipsPage(QWidget):
    """The slips of a month. `paper_asked` carries a paper to be shown."""

    left = Signal()
    paper_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source = SlipSource(desk)
        self.notice = Notice("", "accent")
        self._words = ""
        self.searching = Searching(desk, self)
        self.searching.told.connect(self._told)
        self.month = MonthField("month", "Tháng", required=True)
        self.month.restore(month_display(self.source.month))
        self.month.editor.editingFinished.connect(self.look)
        self._days = ToneLabel("", "quiet")
        empty = EmptyState(
            "file-text",
            "Chưa có ai để ghi vào phiếu",
            "Phiếu ghi tên người đang hưởng của từng thôn. Hãy tiếp nhận danh sách đang chi trả trước.",
        )
        empty.add_step("Quay lại", "arrow-left", self.left.emit)
        self.register = RegisterView(
            self.source, title="Phiếu của thôn", noun="thôn", memory=desk.memory, empty=empty, exports=False
        )
        self.register.add_step("Quay lại", "arrow-left", self.left.emit)
        show = self.register.add_step("In phiếu", "printer", self.show_slips, shortcut="Ctrl+P")
        read = self.register.add_step("Đọc tệp Excel", "upload", self.ask_file)
        typed = self.register.add_step("Nhập phiếu", "pencil", self.type_answer, shortcut="F2", primary=True)
        guarded(desk, "print", show)
        for button in (read, typed):
            guarded(desk, "change", button)
        self.register.escaped.connect(self.left)
        self.register.opened.connect(lambda _one: self.type_answer())
        self._lay_out()
        self.look()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(em(self), em(self, 0.6), em(self), 0)
        top.setSpacing(em(self))
        self.month.setFixedWidth(em(self, MONTH_EM))
        top.addWidget(self.month)
        top.addWidget(self._days, 1)
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.4), em(self), 0)
        news.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(news)
        column.addWidget(self.register, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    def look(self) -> None:
        """Read the slips of the month that is asked for, and name who is late."""
        try:
            month = self.month.read()
        except RuleError:
            return
        if not isinstance(month, int):
            return
        self.source.month = Month(month)
        due = f"In trước ngày {print_by(self.source.month):%d/%m/%Y}, thôn trả lời trước "
        self._days.setText(f"{due}{answer_by(self.source.month):%d/%m/%Y}.")
        self.register.start()
        self.notice.say(self.source.reminder, "soon")
        if self.register.model.ids and self.register.current_id() is None:
            self.register.select_id(self.register.model.ids[0])

    # -- steps -------------------------------------------------------------------------------------------------------

    def show_slips(self) -> None:
        """Show the slips of the chosen villages; of all where one or none is chosen."""
        chosen = self.register.selected_ids()
        month = self.source.month

        def read() -> list[SlipSheet]:
            with self._desk.read() as session:
                return village_slips(session, month, chosen if len(chosen) > 1 else None)

        def gone_out(sheets: object) -> None:
            if isinstance(sheets, list):
                command = PrintSlips(month, tuple(sheet.village_id for sheet in sheets))
                self._desk.do("In phiếu báo biến động", print_slips, command, kind=PRINT)

        title = f"Phiếu báo biến động tháng {month_display(month)}"
        stem = f"phieu-bien-dong-{month_iso(month)}"
        shown = Shown(title, read, village_slip_pdf, village_slip_xlsx, stem, title, gone_out)
        self.paper_asked.emit(shown)

    def type_answer(self) -> None:
        """Type the answer of the chosen village."""
        row = self.source.row(self.register.current_id())
        if row is None:
            return
        told: list[SlipAnswered] = []
        dialog = slip_dialog(self, self._desk, self.source.month, row.village_id, row.village, told.append)
        dialog.exec()
        dialog.deleteLater()
        if told:
            self._answered({row.village_id: row.village}, [row.village_id], told)

    def _answered(self, villages: Mapping[int, str], ids: Sequence[int], told: Sequence[SlipAnswered]) -> None:
        with self._desk.read() as session:
            names = names_on_slips(session, self.source.month)
        self.look()
        self._words = answers_told([villages.get(one, "Thôn") for one in ids], told, names)
        self.notice.say(self._words, "done")
        self.searching.debts_of({person for one in told for person in one.gone})

    def _told(self, words: str, tone: Tone) -> None:
        self.notice.say(f"{self._words} {words}".strip(), tone)

    def ask_file(self) -> None:
        """Ask for a ticked file."""
        path, _ = QFileDialog.getOpenFileName(self, "Chọn phiếu đã đánh dấu", str(Path.home()), KINDS)
        if path:
            self.read_file(Path(path))

    def read_file(self, path: Path) -> None:
        """Take every slip of a file, or none. Whoever is not ticked stays open."""
        try:
            found = read_slips(path.read_bytes(), path.name, self._desk.today)
            told = self._desk.do("Nhập phiếu của thôn", answer_slips, found.answers)
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(f"Chưa ghi gì vào sổ. {problem.message}", "wrong")
            return
        except OSError:
            self.notice.say("Không đọc được tệp. Tệp có thể đang mở trong chương trình khác.", "wrong")
            return
        names = {row_id: row.village for row_id in self.register.model.ids if (row := self.source.row(row_id))}
        self._answered(names, [one.village_id for one in found.answers], told)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the search."""
        self.searching.wait()
        super().closeEvent(event)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again after any slip."""
        if any(subject in ("slips", "benefits") for subject, _ in stale):
            self.register.reload()
