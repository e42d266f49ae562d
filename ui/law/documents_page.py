"""Văn bản địa phương: what the office entered, which documents count here, and the way to switch one on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.law import services
from models.law.queries import OfficeDocumentView
from models.law.services import SwitchLaw
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.law.dialogs import close_dialog, document_dialog, gift_dialog, group_dialog, rate_dialog
from ui.law.office_source import DocumentSource, OfficeRowSource
from ui.parts import Button, Card, EmptyState, Notice, ToneLabel, title_label
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em

CARD_EM = 30.0
CARD_SHARE = 0.43
COUNTS_WORDS = "Đang áp dụng tại đơn vị này."
WAITS_WORDS = "Chưa áp dụng: không mức nào của văn bản được tính."
ELSEWHERE_WORDS = "Áp dụng ở tỉnh khác: không mức nào của văn bản dùng tại đơn vị này."


class DocumentsPage(QWidget):
    """Documents on the left, the chosen one's rows and steps on the right. `preview_asked` carries a document's key."""

    left = Signal()
    preview_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source, self.row_source = DocumentSource(desk), OfficeRowSource(desk)
        self.notice = Notice("", "accent")
        self.register = RegisterView(self.source, title="Văn bản", noun="văn bản", memory=desk.memory, exports=False)
        self.register.add_step("Quay lại", "arrow-left", self.left.emit)
        add = self.register.add_step("Thêm văn bản", "plus", self.add_document, shortcut="Ctrl+N", primary=True)
        guarded(desk, "change", add)
        empty = EmptyState("file-text", "Chưa có mức nào", "Thêm mức, nhóm đối tượng hoặc quà theo văn bản này.")
        self.rows = RegisterView(
            self.row_source, title="Các mức của văn bản", noun="dòng", memory=desk.memory, empty=empty, exports=False
        )
        self._card = Card()
        self._card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._title = title_label("", 1.15)
        self._title.setWordWrap(True)
        self._about = ToneLabel("", "quiet")
        self._state = ToneLabel("", "quiet")
        self._buttons = self._make_buttons()
        self._lay_out()
        self.register.escaped.connect(self.left)
        self.register.table.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.rows.table.selectionModel().currentChanged.connect(lambda *_: self._follow_row())
        self.register.start()
        if self.register.model.ids:
            self.register.select_id(self.register.model.ids[0])

    def _make_buttons(self) -> dict[str, Button]:
        made: dict[str, Button] = {
            "switch": Button("Xem trước và áp dụng", "check", tip="Xem ai tăng, ai giảm, bao nhiêu"),
            "off": Button("Thôi áp dụng", "x"),
            "rate": Button("Thêm mức", "plus"),
            "group": Button("Thêm nhóm", "user-plus"),
            "gift": Button("Thêm quà", "plus"),
            "close": Button("Hết hiệu lực", "calendar", tip="Tháng cuối cùng còn áp dụng dòng đang chọn"),
            "withdraw": Button("Bỏ dòng nhập nhầm", "trash-2"),
        }
        steps: dict[str, Callable[[], None]] = {
            "switch": self.switch_on,
            "off": self.switch_off,
            "rate": lambda: self._with_document(rate_dialog),
            "group": lambda: self._with_document(group_dialog),
            "gift": lambda: self._with_document(gift_dialog),
            "close": self.close_row,
            "withdraw": self.withdraw_row,
        }
        for key, button in made.items():
            guarded(self._desk, "change", button)
            button.clicked.connect(lambda _checked=False, step=steps[key]: step())
        return made

    def _lay_out(self) -> None:
        for widget in (self._title, self._about, self._state):
            self._card.body.addWidget(widget)
        for keys in (("switch", "off"), ("rate", "group", "gift"), ("close", "withdraw")):
            row = QHBoxLayout()
            for key in keys:
                row.addWidget(self._buttons[key])
            row.addStretch(1)
            self._card.body.addLayout(row)
        right = QVBoxLayout()
        right.setContentsMargins(0, em(self, 0.8), 0, 0)
        right.addWidget(self._card)
        right.addWidget(self.rows, 1)
        right.addStretch(0)
        beside = QWidget()
        beside.setLayout(right)
        self._beside = beside
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 0, em(self, 0.6), 0)
        sides.setSpacing(0)
        sides.addWidget(self.register, 1)
        sides.addWidget(beside)
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.4), em(self), 0)
        news.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(news)
        column.addLayout(sides, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    # -- what is chosen ----------------------------------------------------------------------------------------------

    @property
    def document(self) -> OfficeDocumentView | None:
        """The chosen document."""
        return self.source.document(self.register.current_id())

    def _follow(self) -> None:
        view = self.document
        self._card.setVisible(view is not None)
        own = view is not None and view.own_id is not None
        self.rows.setVisible(own)
        for key in ("rate", "group", "gift", "close", "withdraw"):
            self._buttons[key].setVisible(own)
        if view is None:
            return
        document = view.document
        self._title.setText(document.title)
        signed = f", ký ngày {document.signed:%d/%m/%Y}" if document.signed else ""
        self._about.setText(f"{document.number}, {document.issuer}{signed}. Hiệu lực từ {document.in_force:%d/%m/%Y}.")
        self._state.setText(ELSEWHERE_WORDS if view.elsewhere else COUNTS_WORDS if view.counts else WAITS_WORDS)
        self._buttons["switch"].setVisible(not view.counts and not view.elsewhere)
        self._buttons["off"].setVisible(view.counts and not view.elsewhere)
        self.row_source.document_id = view.own_id or 0
        if own:
            self.rows.start()
        self._follow_row()

    def _follow_row(self) -> None:
        chosen = self.rows.current_id() is not None
        self._buttons["close"].setEnabled(chosen)
        self._buttons["withdraw"].setEnabled(chosen)

    # -- steps -------------------------------------------------------------------------------------------------------

    def add_document(self) -> None:
        """Ask for a document."""
        self._run(document_dialog(self, self._desk))

    def _with_document(self, make: Callable[[QWidget, Desk, int], FormDialog]) -> None:
        view = self.document
        if view is not None and view.own_id is not None:
            self._run(make(self, self._desk, view.own_id))

    def close_row(self) -> None:
        """Ask after which month the chosen row no longer holds."""
        row, words = self.rows.current_id(), self._row_words()
        if row is not None:
            self._run(close_dialog(self, self._desk, (row,), words))

    def withdraw_row(self) -> None:
        """Take the chosen row out after a question."""
        row = self.rows.current_id()
        title = "Bỏ dòng nhập nhầm?"
        words = f"{self._row_words()}. Dòng này coi như chưa từng đúng; lịch sử vẫn giữ."
        if row is not None and confirmed(self, title, words, "Bỏ dòng này"):
            command = services.WithdrawOfficeLaw(row)
            self._desk.do("Bỏ dòng mức nhập nhầm", services.withdraw_office_law, command)

    def _row_words(self) -> str:
        one = self.rows.current_id()
        return "" if one is None else " ".join(self.row_source.rows([one]).get(one, ())[:1])

    def switch_on(self) -> None:
        """The preview comes first."""
        view = self.document
        if view is not None:
            self.preview_asked.emit(view.document.key)

    def switch_off(self) -> None:
        """Ask, then let the document's rows count no longer."""
        view = self.document
        if view is None:
            return
        words = "Các mức của văn bản không còn được tính cho tháng nào chưa chốt. Tháng đã chốt không đổi."
        if not confirmed(self, f"Thôi áp dụng {view.document.number}?", words, "Thôi áp dụng"):
            return
        try:
            self._desk.do("Thôi áp dụng văn bản", services.switch_law, SwitchLaw(view.document.key, False))
        except RuleError as refused:
            self.notice.say(refused.message, "wrong")

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read documents and rows again, keeping what is chosen."""
        if any(subject == "law" for subject, _ in stale):
            chosen = self.document
            self.source.look()
            self.register.reload()
            key = chosen.document.key if chosen is not None else ""
            places = self.register.model.ids
            again = [one for one in places if (view := self.source.document(one)) and view.document.key == key]
            if again:
                self.register.select_id(again[0])
            self._follow()

    def _run(self, dialog: FormDialog) -> None:
        dialog.exec()
        dialog.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With large letters the documents keep room for their steps."""
        super().resizeEvent(event)
        self._beside.setFixedWidth(min(em(self, CARD_EM), round(self.width() * CARD_SHARE)))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.register.model.stop()
        self.rows.model.stop()
        super().closeEvent(event)
