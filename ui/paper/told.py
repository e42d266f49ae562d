"""What is told of a kept paper: its title and state, the next step, what was entered, and the papers around it."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from models.office.paper_queries import PaperView
from models.office.paper_rules import STATE_LABELS, PaperKind, PaperState
from models.store.money import format_amount
from models.store.work import OFFICE_TIME
from ui.parts import Button, Lamp, ToneLabel, title_label
from ui.theme import Tone, em

FROZEN = (PaperState.ISSUED, PaperState.CANCELLED)
_NEXT: dict[PaperState, str] = {
    PaperState.PREPARED: "Khi văn thư cho số, ghi số, ngày ký và người ký vào đây.",
    PaperState.ENTERED: "Đã đủ. Xem lại tờ giấy bên phải rồi phát hành; sau đó không sửa được nữa.",
    PaperState.ISSUED: "Mọi lần in lại đều đúng bản này. Nếu sai, hủy và lập tờ khác thay.",
    PaperState.CANCELLED: "Tờ này không còn hiệu lực; bản đã phát hành vẫn xem lại được.",
}
_TONES: dict[PaperState, Tone] = {
    PaperState.PREPARED: "soon",
    PaperState.ENTERED: "accent",
    PaperState.ISSUED: "done",
    PaperState.CANCELLED: "wrong",
}


class PaperTold(QWidget):
    """Shows one paper; `opened` carries the id of the paper it replaces or that replaced it."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._title = title_label("", 1.2)
        self._title.setWordWrap(True)
        self._state = Lamp("", "quiet")
        self._next = ToneLabel("", "quiet")
        self._facts: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self._title, self._state, self._next):
            self._column.addWidget(part)

    def show_paper(self, view: PaperView) -> None:
        """Tell how the paper stands now."""
        self._title.setText(view.title)
        self._state.show_state(STATE_LABELS[view.state], _TONES[view.state])
        self._next.setText(_next(view))
        if self._facts is not None:
            self._facts.hide()
            self._facts.deleteLater()
        self._facts = self._grid(view)
        self._column.addWidget(self._facts)

    def _grid(self, view: PaperView) -> QWidget:
        facts = QWidget()
        grid = QGridLayout(facts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(self, 0.8))
        grid.setVerticalSpacing(em(self, 0.25))
        grid.setColumnStretch(1, 1)
        for row, (label, text) in enumerate(_said(view)):
            grid.addWidget(ToneLabel(label, "quiet", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(ToneLabel(text, "text"), row, 1)
        for other, words in ((view.replaces, "Xem tờ bị thay"), (view.replaced_by, "Xem tờ thay")):
            if other is not None:
                button = Button(words, "file-text")
                button.clicked.connect(lambda _checked=False, one=other: self.opened.emit(one))
                grid.addWidget(button, grid.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        return facts


def _next(view: PaperView) -> str:
    """A decision is put right by another decision, not by another paper."""
    if view.kind is PaperKind.DECISION and view.state is PaperState.ISSUED:
        return "Mọi lần in lại đều đúng bản này. Nếu sai, hủy quyết định ở thẻ Quyết định rồi lập lại."
    return _NEXT[view.state]


def _said(view: PaperView) -> list[tuple[str, str]]:
    """Label and text of what is known of a paper."""
    entry = view.entry
    entered = [
        ("Số, ký hiệu", entry.shown_number),
        ("Ngày ký", _day(entry.signed_on)),
        ("Người ký", entry.signer_name),
    ]
    shown = [
        *(entered if view.state in FROZEN else ()),
        ("Số dòng", format_amount(view.lines)),
        ("Số tiền", "" if view.total is None else f"{format_amount(view.total)} đồng"),
        ("Treo", f"{_day(view.shown_from)} đến hết {_day(view.shown_until)}" if view.shown_from else ""),
        ("Lập lúc", _moment(view.made_at)),
        ("Phát hành lúc", _moment(view.issued_at)),
        ("Hủy lúc", _moment(view.ended_at)),
        ("Lý do", view.reason),
    ]
    return [(label, text) for label, text in shown if text]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _moment(instant: str | None) -> str:
    return f"{datetime.fromisoformat(instant).astimezone(OFFICE_TIME):%H:%M %d/%m/%Y}" if instant else ""
