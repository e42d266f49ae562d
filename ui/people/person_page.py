"""The person page: who it is, what holds now, the benefits, and the whole story on one time line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from models.benefits import lines as benefits
from models.people import page, services
from models.store.errors import EnvironmentProblem, RuleError
from ui.benefits.line_dialog import line_dialog
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.parts import Button, Card, EmptyState, Notice, PrimaryButton, ToneLabel, title_label
from ui.people.facts import FACTS, dead_dialog, fact_dialog, move_dialog, moved_dialog
from ui.people.picker import pick_person
from ui.people.story import Story
from ui.theme import em


class PersonPage(QWidget):
    """Shows one person and offers what can be done. Reads itself again when the person becomes stale."""

    left = Signal()
    edit_asked = Signal(int)
    household_asked = Signal(int)
    new_household_asked = Signal(int)
    merge_asked = Signal(int, int)

    def __init__(self, desk: Desk, person_id: int) -> None:
        super().__init__()
        self._desk = desk
        self.person_id = person_id
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        self._content: QWidget | None = None
        self.notice = Notice("", "wrong")
        self._column.addWidget(self.notice)
        edit = QShortcut(QKeySequence("F2"), self)
        edit.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        edit.activated.connect(lambda: self.edit_asked.emit(self.person_id))
        self.show_person()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again when this person, or all people, became stale."""
        if {("people", self.person_id), ("people", 0), ("households", 0), ("villages", 0)} & stale:
            self.show_person()

    def show_person(self) -> None:
        """Read and draw."""
        with self._desk.read() as session:
            found = page.person_page(session, self.person_id, self._desk.today)
            lines = benefits.lines_of(session, self.person_id, self._desk.today) if found else []
        old = self._content
        self._content = self._gone() if found is None else self._page(found, lines)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._column.addWidget(self._content)

    def _gone(self) -> QWidget:
        state = EmptyState("user", "Người này không còn trong sổ", "Có thể vừa được gộp vào một người khác.")
        state.add_step("Quay lại danh sách", "arrow-left", self.left.emit, primary=True)
        return state

    def _page(self, found: page.PersonPage, lines: Sequence[benefits.LineRow]) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.6))
        column.addLayout(self._head(found))
        for doubt in found.doubts:
            column.addWidget(Notice(doubt, "soon"))
        left = QVBoxLayout()
        left.addWidget(self._facts(found))
        left.addWidget(self._benefits(found, lines))
        left.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(em(self))
        sides.addWidget(_scrolled(_holding(left)), 5)
        sides.addWidget(self._story(found), 4)
        column.addLayout(sides, 1)
        return whole

    def _head(self, found: page.PersonPage) -> QVBoxLayout:
        name = title_label(found.name, 1.6)
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        name.setWordWrap(True)
        former = f" (mã cũ {', '.join(found.former_codes)})" if found.former_codes else ""
        about = ToneLabel(f"Mã đối tượng {found.code}{former}  ·  {found.status}", "quiet", wrap=False)
        buttons = QHBoxLayout()
        buttons.setSpacing(em(self, 0.5))
        back = Button("Danh sách", "arrow-left", tip="Quay lại danh sách (Esc)")
        back.clicked.connect(self.left)
        edit = PrimaryButton("Sửa", "pencil", tip="Sửa thông tin (F2)")
        edit.clicked.connect(lambda: self.edit_asked.emit(self.person_id))
        more = Button("Ghi thay đổi")
        more.setMenu(self._change_menu(more, found))
        buttons.addWidget(back)
        buttons.addWidget(more)
        buttons.addWidget(edit)
        top = QHBoxLayout()
        top.addWidget(name, 1)
        top.addLayout(buttons)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addLayout(top)
        head.addWidget(about)
        return head

    def _change_menu(self, parent: QWidget, found: page.PersonPage) -> QMenu:
        menu = QMenu(parent)
        desk, one = self._desk, self.person_id
        _offer(menu, "Chuyển chỗ ở trong xã…", lambda: self._run(move_dialog(self, desk, one)))
        for fact, words in FACTS.items():
            _offer(menu, f"{words}…", partial(self._change_fact, fact))
        _offer(menu, "Khoản trợ cấp…", lambda: self._run(line_dialog(self, desk, one)))
        menu.addSeparator()
        if found.household_id is None:
            _offer(menu, "Lập hộ mới, làm chủ hộ", lambda: self.new_household_asked.emit(one))
        else:
            _offer(menu, "Mở hộ gia đình", lambda: self.household_asked.emit(found.household_id or 0))
        menu.addSeparator()
        if found.status == "Đang ở":
            _offer(menu, "Người này đã mất…", lambda: self._run(dead_dialog(self, desk, one, found.name)))
            _offer(menu, "Chuyển khỏi xã…", lambda: self._run(moved_dialog(self, desk, one, found.name)))
        else:
            _offer(menu, "Ghi nhầm: người này vẫn đang ở", self._back_to_life)
        _offer(menu, "Gộp với người khác…", self._merge)
        return menu

    def _change_fact(self, fact: str) -> None:
        self._run(fact_dialog(self, self._desk, self.person_id, fact))

    def _run(self, dialog: FormDialog) -> None:
        dialog.exec()
        dialog.deleteLater()

    def _back_to_life(self) -> None:
        words = "Ghi nhận đã mất hoặc đã chuyển đi sẽ được bỏ; nhật ký vẫn giữ cả hai."
        if confirmed(self, "Người này vẫn đang ở?", words, "Đúng, vẫn đang ở"):
            try:
                self._desk.do("Sửa ghi nhầm tình trạng", services.mark_living, services.MarkLiving(self.person_id))
            except (RuleError, EnvironmentProblem) as problem:
                self.notice.say(problem.message, "wrong")

    def _merge(self) -> None:
        other = pick_person(self, self._desk, "Gộp với người nào?", besides=self.person_id)
        if other:
            self.merge_asked.emit(self.person_id, other)

    def _facts(self, found: page.PersonPage) -> QWidget:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self))
        grid.setVerticalSpacing(em(self, 0.35))
        grid.setColumnStretch(1, 1)
        pairs = [(label, text, "") for label, text in found.fields if text]
        for fact in found.facts:
            if fact.now:
                pairs.append((fact.label, fact.text, f"từ {fact.since}" if fact.since else ""))
        for row, (label, text, since) in enumerate(pairs):
            grid.addWidget(ToneLabel(label, "quiet", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            value = QLabel(text)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, row, 1)
            if since:
                grid.addWidget(ToneLabel(since, "quiet", factor=0.92, wrap=False), row, 2, Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(title_label("Thông tin hiện nay", 1.1))
        card.body.addLayout(grid)
        if found.household_id is not None:
            home = Button("Mở hộ gia đình", "house")
            home.clicked.connect(lambda: self.household_asked.emit(found.household_id or 0))
            row_of = QHBoxLayout()
            row_of.addWidget(home)
            row_of.addStretch(1)
            card.body.addLayout(row_of)
        return card

    def _benefits(self, found: page.PersonPage, lines: Sequence[benefits.LineRow]) -> QWidget:
        card = Card()
        card.body.addWidget(title_label("Trợ cấp", 1.1))
        if not lines:
            card.body.addWidget(ToneLabel("Chưa có khoản trợ cấp nào.", "quiet"))
        for line in lines:
            card.body.addWidget(self._benefit(line))
        add = Button("Thêm khoản trợ cấp", "plus")
        add.clicked.connect(lambda: self._run(line_dialog(self, self._desk, self.person_id)))
        row = QHBoxLayout()
        row.addWidget(add)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _benefit(self, line: benefits.LineRow) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(ToneLabel(line.label or "(không ghi diện)", "accent"), 0, 0)
        amount = title_label(f"{line.amount} đ" if line.amount else "chưa rõ mức", 1.0)
        grid.addWidget(amount, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        span = f"từ {line.start}" if line.start else "chưa rõ từ tháng nào"
        span += f", thôi từ {line.stop}" if line.stop else ""
        group = f"nhóm {line.group}" if line.group else "chưa nhận ra nhóm"
        parts = (group, f"hệ số {line.coefficient}" if line.coefficient else "", span, line.decision, line.channel)
        grid.addWidget(ToneLabel("  ·  ".join(part for part in parts if part), "quiet", factor=0.95), 1, 0)
        change = Button("Sửa…")
        change.clicked.connect(lambda: self._run(line_dialog(self, self._desk, self.person_id, line.id)))
        grid.addWidget(change, 1, 1, Qt.AlignmentFlag.AlignRight)
        return box

    def _story(self, found: page.PersonPage) -> QWidget:
        card = Card()
        card.body.addWidget(title_label("Diễn biến", 1.1))
        card.body.addWidget(_scrolled(Story(found.story)), 1)
        return card


def _offer(menu: QMenu, words: str, action: Callable[[], object]) -> None:
    made = menu.addAction(words)
    made.triggered.connect(lambda _checked=False: action())


def _holding(layout: QVBoxLayout) -> QWidget:
    widget = QWidget()
    layout.setContentsMargins(0, 0, em(widget, 0.4), 0)
    widget.setLayout(layout)
    return widget


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    area.viewport().setAutoFillBackground(False)
    widget.setAutoFillBackground(False)
    return area
