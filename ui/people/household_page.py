"""The household page: members with their relation, poor or near-poor, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from models.people import household_register, page, queries
from models.people.facts import FactView, FactWords
from models.people.masking import numbers_for
from models.store.errors import EnvironmentProblem, RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.parts import Button, EmptyState, Notice, PrimaryButton, ToneLabel, title_label
from ui.people.correct import can_end, correct_dialog, end_dialog, remove_household_dialog, withdraw_fact
from ui.people.fact_card import FactCard
from ui.people.facts import household_dialog, membership_dialog, poverty_dialog
from ui.people.member_table import MemberTable
from ui.people.menus import Offer, offer
from ui.people.picker import pick_person
from ui.rights import guarded, why_not
from ui.theme import em

OPEN_WORDS = "Mở trang người này"


class HouseholdPage(QWidget):
    """Shows one household."""

    left = Signal()
    person_asked = Signal(int)

    def __init__(self, desk: Desk, household_id: int) -> None:
        super().__init__()
        self._desk = desk
        self.household_id = household_id
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        self._content: QWidget | None = None
        self.table: MemberTable | None = None
        self.notice = Notice("", "wrong")
        self._column.addWidget(self.notice)
        menu = QShortcut(QKeySequence("F2"), self)
        menu.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        menu.setWhatsThis("Việc với thành viên đang chọn")
        menu.activated.connect(self._open_menu)
        self.show_household()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again when this household or a person became stale."""
        if any(subject in ("people", "households") for subject, _ in stale):
            self.show_household()

    def show_household(self) -> None:
        """Read and draw, the chosen member kept."""
        with self._desk.read() as session:
            found = page.household_page(session, self.household_id, self._desk.today)
            row = household_register.rows(session, [self.household_id], self._desk.today)
        found = numbers_for(self._desk.rights, found)
        old, chosen = self._content, self.table.currentRow() if self.table is not None else -1
        focus: QWidget | None = self.focusWidget()
        inside = old is not None and focus is not None and old.isAncestorOf(focus)
        self.table = None
        if found is None or not row:
            self._content = EmptyState("house", "Hộ này không còn trong sổ", "Có thể vừa được gộp hoặc hoàn tác.")
        else:
            self._content = self._page(found, row[0])
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._column.addWidget(self._content)
        self._choose(max(chosen, 0), with_keyboard=inside)

    def _choose(self, row: int, *, with_keyboard: bool) -> None:
        if self.table is not None:
            self.table.setCurrentCell(min(row, self.table.rowCount() - 1), 0)
            if with_keyboard:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self, found: page.HouseholdPage, row: household_register.HouseholdRow) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.6))
        top = QHBoxLayout()
        title = title_label(f"Hộ {row.head}" if row.head else "Hộ chưa có chủ hộ", 1.6)
        title.setWordWrap(True)
        top.addWidget(title, 1)
        for button in self._buttons(found):
            top.addWidget(button)
        column.addLayout(top)
        number = f"số hộ {row.number}" if row.number else ""
        facts = (row.village, f"{row.members} người", row.poverty, number, found.note)
        column.addWidget(ToneLabel("  ·  ".join(part for part in facts if part), "quiet"))
        for doubt in found.doubts:
            column.addWidget(Notice(doubt, "soon"))
        if found.members:
            column.addWidget(self._members(found), 1)
        else:
            column.addWidget(EmptyState("users", "Hộ chưa có ai", "Thêm thành viên, hoặc xóa hộ nếu lập nhầm."), 1)
        if found.poverty:
            column.addWidget(
                FactCard(
                    "Diện hộ", (), found.poverty, self._poverty_offers, others="Các năm khác", why_not=self._why_not
                )
            )
        return whole

    def _buttons(self, found: page.HouseholdPage) -> Sequence[Button]:
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        member = Button("Thành viên", tip="Việc với thành viên đang chọn (F2)")
        member.setEnabled(bool(found.members))
        member.setMenu(self._member_menu(member))
        more = Button("Hộ…")
        menu = QMenu(more)
        one = self.household_id
        offer(menu, "Diện hộ nghèo, cận nghèo…", lambda: self._run(poverty_dialog(self, self._desk, one)))
        offer(menu, "Số hộ, ghi chú…", lambda: self._run(household_dialog(self, self._desk, found)))
        offer(menu, "Xóa hộ ghi nhầm…", self._remove)
        more.setMenu(menu)
        add = PrimaryButton("Thêm thành viên", "user-plus", shortcut="Ctrl+N")
        add.clicked.connect(self._add_member)
        for changing in (more, add):
            guarded(self._desk, "change", changing)
        return (back, member, more, add)

    @property
    def _why_not(self) -> str:
        """Why who is signed in may change nothing here; "" when they may."""
        return why_not(self._desk, "change")

    def _members(self, found: page.HouseholdPage) -> MemberTable:
        self.table = MemberTable(found.members)
        self.table.opened.connect(self.person_asked)
        return self.table

    # -- members -----------------------------------------------------------------------------------------------------

    def member(self) -> page.MemberView | None:
        """The chosen member."""
        return self.table.member() if self.table is not None else None

    def _member_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for words, action in (
            (OPEN_WORDS, lambda one: self.person_asked.emit(one.person_id)),
            ("Đổi quan hệ, chọn làm chủ hộ…", self._relate),
            ("Ra khỏi hộ từ ngày…", self._leave),
            ("Sửa cho đúng (đã ghi sai)…", lambda one: self._run(correct_dialog(self, self._desk, _fact(one)))),
            ("Chưa bao giờ thuộc hộ này…", self._never),
        ):
            free = words == OPEN_WORDS
            offer(menu, words, partial(self._with_member, action), why_not="" if free else self._why_not)
        return menu

    def _open_menu(self) -> None:
        if self.table is None:
            return
        menu = self._member_menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        row = self.table.visualItemRect(self.table.currentItem()) if self.table.currentItem() else self.table.rect()
        menu.popup(self.table.viewport().mapToGlobal(row.bottomLeft()))

    def _with_member(self, action: Callable[[page.MemberView], object]) -> None:
        chosen = self.member()
        if chosen is not None:
            action(chosen)

    def _relate(self, one: page.MemberView) -> None:
        dialog = membership_dialog(self, self._desk, self.household_id, one.person_id, one.name, one.relation_key)
        self._run(dialog)

    def _leave(self, one: page.MemberView) -> None:
        if not one.now:
            self.notice.say(f"{one.name} nay không ở trong hộ này.", "soon")
            return
        self._run(end_dialog(self, self._desk, one.person_id, _fact(one)))

    def _never(self, one: page.MemberView) -> None:
        self._try(lambda: withdraw_fact(self, self._desk, _fact(one)))

    def _add_member(self) -> None:
        person = pick_person(self, self._desk, "Đưa ai vào hộ này?")
        if not person:
            return
        with self._desk.read() as session:
            found = queries.rows(session, [person], self._desk.today)
        if found:
            self._run(membership_dialog(self, self._desk, self.household_id, person, found[0].name))

    # -- the household itself ----------------------------------------------------------------------------------------

    def _poverty_offers(self, fact: FactView) -> Sequence[Offer]:
        made: list[Offer] = []
        if fact.now:
            change = poverty_dialog
            made.append(("Thay đổi từ ngày…", lambda: self._run(change(self, self._desk, self.household_id))))
        if can_end(fact):
            made.append(("Hết từ ngày…", lambda: self._run(end_dialog(self, self._desk, self.household_id, fact))))
        made.append(("Sửa cho đúng (đã ghi sai)…", lambda: self._run(correct_dialog(self, self._desk, fact))))
        made.append(("Chưa bao giờ đúng…", lambda: self._try(lambda: withdraw_fact(self, self._desk, fact))))
        return made

    def _remove(self) -> None:
        if self._run(remove_household_dialog(self, self._desk, self.household_id)):
            self.left.emit()

    def _run(self, dialog: FormDialog | None) -> bool:
        """Show a form; whether it was saved."""
        if dialog is None:
            self.show_household()
            self.notice.say("Thông tin này vừa được sửa. Trang đã được đọc lại.", "soon")
            return False
        saved = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return saved

    def _try(self, action: Callable[[], object]) -> None:
        """Do what was confirmed; a refusal stands on the page."""
        self.notice.say("")
        try:
            action()
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(problem.message, "wrong")


def _fact(one: page.MemberView) -> FactWords:
    """A membership as the forms of dated facts know it."""
    return FactWords(one.fact_id, "household_membership", f"{one.name}, quan hệ với chủ hộ", one.relation)
