"""One change: who, when, why, from which file, and what each record said before and says now.

Sensitive values that are shown here are noted as seen; grounds that tell HIV/AIDS only after they were asked for.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from models.benefits.secrecy import GUARDED_WORDS, grounds_for, may_see_grounds
from models.history import queries
from models.history.queries import ChangeView
from models.history.telling import RecordTold, Viewer
from models.people.viewing import GROUND_VIEWED, PAGE_VIEWED
from models.store.money import format_amount
from ui.desk import Desk
from ui.parts import Button, Card, EmptyState, ToneLabel, title_label
from ui.people.page_parts import holding, scrolled
from ui.theme import em

RECORDS_AT_ONCE: Final = 30


class ChangePage(QWidget):
    """Shows one change; `person_asked` carries the person whose page is wanted."""

    left = Signal()
    person_asked = Signal(int)

    def __init__(self, desk: Desk, change_id: int) -> None:
        super().__init__()
        self._desk = desk
        self.change_id = change_id
        rights = desk.office.actor.rights
        self._viewer = Viewer(rights, grounds_for(rights))
        self._first = 0
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        self.show_change()

    def show_change(self) -> None:
        """Read and draw the records from the one that comes first."""
        with self._desk.read() as session:
            view = queries.change(session, self.change_id, self._viewer, limit=RECORDS_AT_ONCE, offset=self._first)
        for person_id in view.sensitive if view is not None else ():
            self._desk.views.note(PAGE_VIEWED, person_id)
        old = self._content
        self._content = self._gone() if view is None else self._page(view)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._column.addWidget(self._content)

    def _gone(self) -> QWidget:
        state = EmptyState("history", "Không xem được thay đổi này", "Thay đổi không có, hoặc không thuộc quyền xem.")
        state.add_step("Quay lại", "arrow-left", self.left.emit, primary=True)
        return state

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _page(self, view: ChangeView) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.6))
        column.addLayout(self._head(view))
        body = QVBoxLayout()
        body.setSpacing(em(self, 0.6))
        for record in view.records:
            body.addWidget(self._record(record))
        if not view.records:
            words = "Thay đổi này không ghi nội dung: chỉ ghi việc đã làm." if not view.total else "Không có gì để đọc."
            body.addWidget(ToneLabel(words, "quiet"))
        body.addStretch(1)
        column.addWidget(scrolled(holding(body)), 1)
        if view.total > RECORDS_AT_ONCE:
            column.addLayout(self._turning(view))
        return whole

    def _head(self, view: ChangeView) -> QVBoxLayout:
        row = view.row
        title = title_label(row.name, 1.4)
        title.setWordWrap(True)
        back = Button("Lịch sử", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        if self._viewer.grounds == "guarded" and may_see_grounds(self._viewer.rights) and _guards(view):
            reveal = Button("Hiện căn cứ", "eye", tip="Hiện căn cứ được giữ kín; lượt xem được ghi lại")
            reveal.clicked.connect(lambda: self._reveal(view))
            top.addWidget(reveal)
        top.addWidget(back)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addLayout(top)
        about = (f"Thay đổi số {row.id}", row.at, row.who, row.kind, f"{format_amount(view.total)} bản ghi")
        head.addWidget(ToneLabel("  ·  ".join(about), "quiet"))
        for label, text in (("Lý do", row.reason), ("Tệp nguồn", row.source)):
            if text:
                head.addWidget(ToneLabel(f"{label}: {text}", "quiet"))
        return head

    def _record(self, record: RecordTold) -> Card:
        card = Card()
        top = QHBoxLayout()
        whose = f": {record.whose}" if record.whose else ""
        named = title_label(f"{record.operation} {record.label[:1].lower()}{record.label[1:]}{whose}", 1.05)
        named.setWordWrap(True)
        top.addWidget(named, 1)
        if record.person_id is not None:
            person_id = record.person_id
            page = Button("Mở trang", "user", tip=f"Mở trang của {record.whose}")
            page.setAccessibleName(f"Mở trang của {record.whose}")
            page.clicked.connect(lambda: self.person_asked.emit(person_id))
            top.addWidget(page)
        card.body.addLayout(top)
        if record.fields:
            card.body.addLayout(self._fields(record))
        if record.source:
            card.body.addWidget(ToneLabel(f"Từ {record.source} của tệp nguồn", "quiet"))
        return card

    def _fields(self, record: RecordTold) -> QGridLayout:
        """Both values where something was changed; one where the record came or went."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self))
        grid.setVerticalSpacing(em(self, 0.3))
        both = record.operation == "Sửa"
        if both:
            for place, words in ((1, "Trước"), (2, "Nay")):
                grid.addWidget(ToneLabel(words, "quiet", factor=0.92, wrap=False), 0, place)
        for row, part in enumerate(record.fields, start=1):
            grid.addWidget(ToneLabel(part.label, "quiet", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            one = part.new if record.operation.startswith("Thêm") else part.old
            for place, text in enumerate((part.old, part.new) if both else (one,), start=1):
                grid.addWidget(_value(text), row, place, Qt.AlignmentFlag.AlignTop)
        grid.setColumnMinimumWidth(0, em(self, 11))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1 if both else 0)
        return grid

    def _turning(self, view: ChangeView) -> QHBoxLayout:
        """Where one is among many records, and the way to the others."""
        last = min(self._first + RECORDS_AT_ONCE, view.total)
        before = Button("Trước", "chevron-left")
        before.setEnabled(self._first > 0)
        before.clicked.connect(lambda: self._turn(-RECORDS_AT_ONCE))
        after = Button("Tiếp", "chevron-right")
        after.setEnabled(last < view.total)
        after.clicked.connect(lambda: self._turn(RECORDS_AT_ONCE))
        row = QHBoxLayout()
        where = f"Bản ghi {format_amount(self._first + 1)} đến {format_amount(last)} trong {format_amount(view.total)}"
        row.addWidget(ToneLabel(where, "quiet", wrap=False))
        row.addStretch(1)
        row.addWidget(before)
        row.addWidget(after)
        return row

    def _turn(self, by: int) -> None:
        self._first = max(self._first + by, 0)
        self.show_change()

    def _reveal(self, view: ChangeView) -> None:
        """Show the grounds; that they were seen is noted for each person whose they are."""
        for person_id in {one.person_id for one in view.records if one.person_id is not None}:
            self._desk.views.note(GROUND_VIEWED, person_id)
        self._viewer = Viewer(self._viewer.rights, "open")
        self.show_change()


def _guards(view: ChangeView) -> bool:
    """Whether something on the page is kept back."""
    words = (view.row.reason, view.row.source, *(text for one in view.records for text in _texts(one)))
    return GUARDED_WORDS in words or any(one.table == "benefit_line" and one.health for one in view.records)


def _texts(record: RecordTold) -> list[str]:
    return [record.source, *(text for part in record.fields for text in (part.old, part.new))]


def _value(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
