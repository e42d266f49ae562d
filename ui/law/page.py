"""Bảng luật: every row of the law as at a day, searchable, with its article, its time and how sure it is."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.store.dates import PartialDate
from models.store.errors import RuleError
from ui.desk import Desk
from ui.forms.values import DateField
from ui.law.detail import LawDetail
from ui.law.new_law import NewLaw
from ui.law.source import LawSource
from ui.parts import Button
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em

DAY_EM = 12.5
DETAIL_EM = 22.0
DETAIL_SHARE = 0.348


class LawPage(QWidget):
    """The register of the law beside the chosen row. `documents_asked`: all documents; `preview_asked`: one's key."""

    export_asked = Signal(object)
    documents_asked = Signal()
    preview_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source = LawSource(desk)
        self.on = DateField("on", "Xem như ngày", required=True, hint="Tháng hưởng theo ngày này")
        self.known_on = DateField("known_on", "Theo luật biết đến ngày", hint="Để trống: như ngày xem")
        self.register = RegisterView(self.source, title="Bảng luật", noun="mục", memory=desk.memory)
        self.register.add_step(
            "Văn bản", "landmark", self.documents_asked.emit, shortcut="Ctrl+E", primary=True
        ).setToolTip("Áp dụng văn bản mới; thêm văn bản của địa phương (Ctrl+E)")
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        self.detail = LawDetail()
        self.new_law = NewLaw(desk, self)
        self.new_law.preview_asked.connect(self.preview_asked)
        self._lay_out()
        self.on.restore(PartialDate.of(desk.today).display())
        for field in (self.on, self.known_on):
            field.editor.editingFinished.connect(self.look)
        self.register.table.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.register.model.modelReset.connect(self._follow)
        self.register.start()
        self._name_places()

    def _lay_out(self) -> None:
        days = QHBoxLayout()
        days.setContentsMargins(em(self), em(self, 0.6), em(self), 0)
        days.setSpacing(em(self))
        self.today = Button("Hôm nay", "calendar", tip="Xem luật như hôm nay")
        self.today.clicked.connect(self.look_today)
        for field in (self.on, self.known_on):
            field.setFixedWidth(em(self, DAY_EM))
            days.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        days.addWidget(self.today)
        days.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(days)
        left.addWidget(self.register, 1)
        sides = QHBoxLayout()
        sides.setSpacing(0)
        sides.setContentsMargins(0, 0, em(self, 0.6), em(self, 0.6))
        sides.addLayout(left, 1)
        sides.addWidget(self.detail)
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.4), em(self), 0)
        news.addWidget(self.new_law)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(news)
        whole.addLayout(sides, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    def look(self) -> None:
        """Show the law as at the days that stand in the fields; a refusal is shown beside its field."""
        if not (self.on.check() and self.known_on.check()):
            return
        on, known_on = self.on.read(), self.known_on.read()
        if not isinstance(on, date):
            return
        known = known_on if isinstance(known_on, date) else on
        if (on, known) == (self.source.on, self.source.known_on):
            return
        try:
            self.source.look(on, known)
        except RuleError as refused:
            self.on.say(refused.message)
            return
        self.register.reload()
        self._name_places()

    def look_today(self) -> None:
        """Back to today."""
        self.on.restore(PartialDate.of(self._desk.today).display())
        self.known_on.restore("")
        self.look()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """The office's own law has changed."""
        self.new_law.renew(stale)
        if any(subject == "law" for subject, _ in stale):
            self.source.look(self.source.on, self.source.known_on)
            self.register.reload()
            self._name_places()

    def _name_places(self) -> None:
        self.register.header.set_choices("place", self.source.places)

    def _follow(self) -> None:
        """The chosen row's detail; of a list just read the first row's."""
        if self.register.current_id() is None and self.register.model.ids:
            self.register.select_id(self.register.model.ids[0])
            return
        self.detail.show_entry(self.source.entry(self.register.current_id()), self.source.standing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With large letters the table keeps the greater part."""
        super().resizeEvent(event)
        self.detail.setFixedWidth(min(em(self, DETAIL_EM), round(self.width() * DETAIL_SHARE)))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.register.model.stop()
        super().closeEvent(event)
