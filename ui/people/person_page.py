"""The person page: who it is, what holds now, the benefits, and the whole story on one time line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from models.benefits.page import PersonView, person_view
from models.benefits.secrecy import Grounds, grounds_for
from models.people import status
from models.people.facts import FactView
from models.people.masking import numbers_for
from models.people.page import PersonPage as PageFacts
from models.people.viewing import AUDIT_RIGHT, GROUND_VIEWED, PAGE_VIEWED
from models.store.errors import EnvironmentProblem, RuleError
from ui.benefits.person_part import PersonBenefits
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.parts import Button, Card, EmptyState, Notice, PrimaryButton, ToneLabel, title_label
from ui.people.correct import can_end, correct_dialog, end_dialog, remove_person_dialog, withdraw_fact
from ui.people.fact_card import FactCard
from ui.people.fact_fields import FACT_FIELDS
from ui.people.facts import FACTS, dead_dialog, fact_dialog, membership_dialog, move_dialog, moved_dialog
from ui.people.menus import Offer, offer
from ui.people.page_parts import holding, scrolled
from ui.people.past_page import ask_past
from ui.people.picker import pick_person
from ui.people.story import Story
from ui.rights import guarded, why_not
from ui.theme import em

GONE_WORDS = "Thông tin này vừa được sửa. Trang đã được đọc lại."


class PersonPage(QWidget):
    """Shows one person and offers what can be done. Reads itself again when the person becomes stale."""

    left = Signal()
    edit_asked = Signal(int)
    household_asked = Signal(int)
    new_household_asked = Signal(int)
    merge_asked = Signal(int, int)
    past_asked = Signal(object)
    history_asked = Signal(int, str)
    decision_asked = Signal(int)
    assessment_asked = Signal(int)
    money_asked = Signal(int)

    def __init__(self, desk: Desk, person_id: int) -> None:
        super().__init__()
        self._desk = desk
        self.person_id = person_id
        self.grounds: Grounds = grounds_for(desk.office.actor.rights)
        self._views = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        self._content: QWidget | None = None
        self.notice = Notice("", "wrong")
        self._column.addWidget(self.notice)
        self.benefits = PersonBenefits(
            self,
            desk,
            person_id,
            self.notice,
            self._run,
            reveal=self._reveal,
            assess=lambda: self.assessment_asked.emit(self.person_id),
            open_decision=self.decision_asked.emit,
            money=lambda: self.money_asked.emit(self.person_id),
        )
        edit = QShortcut(QKeySequence("F2"), self)
        edit.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        edit.setWhatsThis("Sửa thông tin")
        edit.activated.connect(self._edit)
        self.show_person()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again when this person, or all people, became stale."""
        alone = {("people", self.person_id)}
        whole = {(subject, 0) for subject in ("people", "households", "villages", "benefits", "decisions")}
        if (alone | whole) & stale:
            self.show_person()

    def show_person(self) -> None:
        """Read and draw; the keyboard stays where it was."""
        with self._desk.read() as session:
            found = person_view(session, self.person_id, self._desk.today, grounds=self.grounds, views=self._views)
        if found is not None and found.sensitive:
            self._desk.views.note(PAGE_VIEWED, self.person_id)
        found = numbers_for(self._desk.rights, found)
        old, focus = self._content, self._focused()
        self._content = self._gone() if found is None else self._page(found)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._column.addWidget(self._content)
        if focus:
            again = [one for one in self._content.findChildren(QWidget) if one.accessibleName() == focus]
            (again[0] if again else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> str:
        """The name of the button that has the keyboard, "" when it is elsewhere."""
        widget: QWidget | None = self.focusWidget()
        inside = widget is not None and self._content is not None and self._content.isAncestorOf(widget)
        return widget.accessibleName() if inside and widget is not None else ""

    def _gone(self) -> QWidget:
        words = "Có thể vừa được gộp vào một người khác, hoặc được xóa vì ghi nhầm."
        state = EmptyState("user", "Người này không còn trong sổ", words)
        state.add_step("Quay lại danh sách", "arrow-left", self.left.emit, primary=True)
        return state

    def _page(self, found: PersonView) -> QWidget:
        page = found.page
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.6))
        column.addLayout(self._head(page))
        for doubt in page.doubts:
            column.addWidget(Notice(doubt, "soon"))
        left = QVBoxLayout()
        left.addWidget(self._facts(page))
        left.addWidget(self.benefits.card(found.lines, self.grounds))
        left.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(em(self))
        sides.addWidget(scrolled(holding(left)), 5)
        sides.addWidget(self._story(page), 4)
        column.addLayout(sides, 1)
        return whole

    def _head(self, found: PageFacts) -> QVBoxLayout:
        name = title_label(found.name, 1.6)
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        name.setWordWrap(True)
        former = f" (mã cũ {', '.join(found.former_codes)})" if found.former_codes else ""
        about = ToneLabel(f"Mã đối tượng {found.code}{former}  ·  {found.status}", "quiet", wrap=False)
        buttons = QHBoxLayout()
        buttons.setSpacing(em(self, 0.5))
        back = Button("Quay lại", "arrow-left", tip="Về nơi vừa mở người này (Esc)")
        back.clicked.connect(self.left)
        past = Button("Xem như ngày…", "history", shortcut="Ctrl+D")
        past.clicked.connect(self._ask_past)
        edit = PrimaryButton("Sửa", "pencil", tip="Sửa thông tin (F2)")
        edit.clicked.connect(self._edit)
        more = Button("Ghi thay đổi")
        more.setAccessibleName("Ghi thay đổi")
        more.setMenu(self._change_menu(more, found))
        for changing in (more, edit):
            guarded(self._desk, "change", changing)
        for button in (back, past, more, edit):
            buttons.addWidget(button)
        top = QHBoxLayout()
        top.addWidget(name, 1)
        top.addLayout(buttons)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addLayout(top)
        head.addWidget(about)
        return head

    def _change_menu(self, parent: QWidget, found: PageFacts) -> QMenu:
        menu = QMenu(parent)
        desk, one = self._desk, self.person_id
        offer(menu, "Chuyển chỗ ở trong xã…", lambda: self._run(move_dialog(self, desk, one)))
        for fact in FACTS:
            offer(menu, f"{FACT_FIELDS[fact].title}…", partial(self._change_fact, fact))
        offer(menu, "Quyết định hưởng trợ cấp…", self.benefits.grant)
        offer(menu, "Khoản trợ cấp theo danh sách cũ…", self.benefits.add_line)
        menu.addSeparator()
        if found.household_id is None:
            offer(menu, "Lập hộ mới, làm chủ hộ", lambda: self.new_household_asked.emit(one))
        else:
            offer(menu, "Mở hộ gia đình", lambda: self.household_asked.emit(found.household_id or 0))
        menu.addSeparator()
        if found.status == "Đang ở":
            offer(menu, "Người này đã mất…", lambda: self._run(dead_dialog(self, desk, one, found.name)))
            offer(menu, "Chuyển khỏi xã…", lambda: self._run(moved_dialog(self, desk, one, found.name)))
        else:
            offer(menu, "Ghi nhầm: người này vẫn đang ở", self._back_to_life)
        offer(menu, "Gộp với người khác…", self._merge)
        menu.addSeparator()
        offer(menu, "Xóa người ghi nhầm…", lambda: self._remove(f"{found.name}, mã {found.code}"))
        return menu

    @property
    def _why_not(self) -> str:
        """Why who is signed in may change nothing here; "" when they may."""
        return why_not(self._desk, "change")

    def _edit(self) -> None:
        if self._why_not:
            self.notice.say(self._why_not, "soon")
        else:
            self.edit_asked.emit(self.person_id)

    # -- doing -------------------------------------------------------------------------------------------------------

    def _run(self, dialog: FormDialog | None) -> bool:
        """Show a form; whether it was saved."""
        if dialog is None:
            self.show_person()
            self.notice.say(GONE_WORDS, "soon")
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

    def _change_fact(self, fact: str) -> None:
        self._run(fact_dialog(self, self._desk, self.person_id, fact))

    def _back_to_life(self) -> None:
        words = "Ghi nhận đã mất hoặc đã chuyển đi sẽ được bỏ; nhật ký vẫn giữ cả hai."
        if confirmed(self, "Người này vẫn đang ở?", words, "Đúng, vẫn đang ở"):
            command = status.MarkLiving(self.person_id)
            self._try(lambda: self._desk.do("Sửa ghi nhầm tình trạng", status.mark_living, command))

    def _merge(self) -> None:
        other = pick_person(self, self._desk, "Gộp với người nào?", besides=self.person_id)
        if other:
            self.merge_asked.emit(self.person_id, other)

    def _remove(self, named: str) -> None:
        if self._run(remove_person_dialog(self, self._desk, self.person_id, named)):
            self._desk.drop_draft(f"people/{self.person_id}")
            self.left.emit()

    def _ask_past(self) -> None:
        asked = ask_past(self, self._desk, self.person_id)
        if asked is not None:
            self.past_asked.emit(asked)

    def _reveal(self) -> None:
        """Show the grounds on this page; that they were seen is noted."""
        self._desk.views.note(GROUND_VIEWED, self.person_id)
        self.grounds = "open"
        self.show_person()

    # -- facts, lines, story -----------------------------------------------------------------------------------------

    def _facts(self, found: PageFacts) -> QWidget:
        card = FactCard(
            "Thông tin hiện nay", found.fields, found.facts, partial(self._fact_offers, found), why_not=self._why_not
        )
        if found.household_id is not None:
            home = Button("Mở hộ gia đình", "house")
            home.clicked.connect(lambda: self.household_asked.emit(found.household_id or 0))
            row = QHBoxLayout()
            row.addWidget(home)
            row.addStretch(1)
            card.body.addLayout(row)
        return card

    def _fact_offers(self, found: PageFacts, fact: FactView) -> Sequence[Offer]:
        """The world changed, or the record was wrong: both are offered, never mixed."""
        desk = self._desk
        if fact.fact == "household_poverty":
            return ()  # the household's own, on its page
        made: list[Offer] = []
        if fact.now:
            made.append(("Thay đổi từ ngày…", lambda: self._run(self._change_dialog(found, fact))))
        if can_end(fact):
            made.append(("Hết từ ngày…", lambda: self._run(end_dialog(self, desk, self.person_id, fact))))
        made.append(("Sửa cho đúng (đã ghi sai)…", lambda: self._run(correct_dialog(self, desk, fact))))
        made.append(("Chưa bao giờ đúng…", lambda: self._try(lambda: withdraw_fact(self, desk, fact))))
        return made

    def _change_dialog(self, found: PageFacts, fact: FactView) -> FormDialog:
        if fact.fact == "residence":
            return move_dialog(self, self._desk, self.person_id)
        if fact.fact == "household_membership":
            return membership_dialog(self, self._desk, found.household_id or 0, self.person_id, found.name)
        return fact_dialog(self, self._desk, self.person_id, fact.fact)

    def _story(self, found: PageFacts) -> QWidget:
        card = Card()
        top = QHBoxLayout()
        top.addWidget(title_label("Diễn biến", 1.1))
        top.addStretch(1)
        changes = Button("Từng thay đổi", "history", tip="Lịch sử của người này: ai sửa gì, lúc nào, trước và nay")
        changes.clicked.connect(lambda: self.history_asked.emit(self.person_id, found.name))
        top.addWidget(changes)
        if {"all", AUDIT_RIGHT} & self._desk.office.actor.rights:
            views = QCheckBox("Cả lượt xem")
            views.setAccessibleName("Cả lượt xem")
            views.setChecked(self._views)
            views.toggled.connect(self._show_views)
            top.addWidget(views)
        card.body.addLayout(top)
        card.body.addWidget(scrolled(Story(found.story)), 1)
        return card

    def _show_views(self, shown: bool) -> None:
        self._views = shown
        self.show_person()
