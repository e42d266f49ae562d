"""The first step of the restore wizard: on which stick, and which copy on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView

from ui.parts import ToneLabel
from ui.safekeeping.facts import COPY_STATES, CopyLine, Found, moment, size_words
from ui.safekeeping.parts import Scrolling
from ui.safekeeping.places_card import PlacesCard
from ui.safekeeping.tables import plain_table, table_cell

NO_STICK = (
    "Chưa thấy USB nào. Cắm USB có bản sao vào máy: chương trình tự nhận ra. Cũng có thể chọn thư mục chứa bản sao."
)
_COPIES = (("Lập lúc", 11.0), ("Đếm được", 12.0), ("Người lập, máy", 20.0), ("Tình trạng", 10.5), ("Cỡ", 5.0))
WIDEST_EM = 110
SEALED = "(hiện sau khi mở)"
CHOOSE = "Chọn bản sao để khôi phục; bản mới nhất ở trên cùng."
NOTHING_MORE = "Không có gì hơn"
NOTHING_MORE_WORDS = (
    "Bản ghi «Không có gì hơn» chỉ có những việc mà bản cũ đang mở đã có: khôi phục bản đó không lấy lại được gì."
)
SEALED_WORDS = "Số đếm và người lập nằm trong phần mã hóa: hiện ra sau khi mở bằng mật khẩu hoặc phiếu ở bước 2."


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
        self.table = plain_table(_COPIES, "Các bản sao trên USB này", stretched=1)
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
        """The copies on the chosen place; the newest good one is marked that can bring something back."""
        self.lines = lines
        self.table.setRowCount(0)
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            cells = (
                moment(line.made_at),
                line.counts or SEALED,
                ", ".join(one for one in (line.who, line.workstation) if one) or SEALED,
                NOTHING_MORE if line.nothing_more and line.state != "bad" else COPY_STATES[line.state],
                size_words(line.size) if line.size else "",
            )
            for index, text in enumerate(cells):
                self.table.setItem(row, index, table_cell(text, right=index == len(cells) - 1))
        self.table.setVisible(bool(lines))
        if found is None:
            self.words.setText("")
        elif lines:
            sealed = any(not line.counts and line.state != "bad" for line in lines)
            said = [CHOOSE, *([SEALED_WORDS] if sealed else [])]
            said += [NOTHING_MORE_WORDS] if any(line.nothing_more for line in lines) else []
            self.words.setText(" ".join(said))
        else:
            self.words.setText(f"Không có bản sao nào của Sổ An Sinh trên {found.name}.")
        good = [row for row, line in enumerate(lines) if line.state != "bad"]
        best = next((row for row in good if not lines[row].nothing_more), good[0] if good else -1)
        if best >= 0:
            self.table.setCurrentCell(best, 0)
        self.ready.emit(self.current is not None)

    def say(self, words: str) -> None:
        """Reading goes on, or failed."""
        self.words.setText(words)
