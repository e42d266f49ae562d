"""The household page: members with their relation, poor or near-poor, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from models.people import household_register, page, queries
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.parts import Button, Card, EmptyState, PrimaryButton, ToneLabel, title_label
from ui.people.facts import membership_dialog, poverty_dialog
from ui.people.picker import pick_person
from ui.theme import em

_COLUMNS = (("Họ và tên", 16), ("Quan hệ", 8), ("Ngày sinh", 7), ("Mã đối tượng", 8), ("Tình trạng", 12))
_PERSON = int(Qt.ItemDataRole.UserRole)


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
        self.table: QTableWidget | None = None
        self.show_household()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again when this household or a person became stale."""
        if any(subject in ("people", "households") for subject, _ in stale):
            self.show_household()

    def show_household(self) -> None:
        """Read and draw."""
        with self._desk.read() as session:
            found = page.household_page(session, self.household_id, self._desk.today)
            row = household_register.rows(session, [self.household_id], self._desk.today)
        old = self._content
        if found is None or not row:
            self._content = EmptyState("house", "Hộ này không còn trong sổ", "Có thể vừa được gộp hoặc hoàn tác.")
        else:
            self._content = self._page(found, row[0])
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._column.addWidget(self._content)

    def _page(self, found: page.HouseholdPage, row: household_register.HouseholdRow) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.6))
        top = QHBoxLayout()
        title = title_label(f"Hộ {row.head}" if row.head else "Hộ chưa có chủ hộ", 1.6)
        title.setWordWrap(True)
        top.addWidget(title, 1)
        back = Button("Danh sách", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        poverty = Button("Diện hộ…")
        poverty.clicked.connect(lambda: self._run(poverty_dialog(self, self._desk, self.household_id)))
        add = PrimaryButton("Thêm thành viên", "user-plus")
        add.clicked.connect(self._add_member)
        for button in (back, poverty, add):
            top.addWidget(button)
        column.addLayout(top)
        facts = (row.village, f"{row.members} người", row.poverty, f"số hộ {row.number}" if row.number else "")
        column.addWidget(ToneLabel("  ·  ".join(part for part in facts if part), "quiet", wrap=False))
        column.addWidget(self._members(found), 1)
        if found.poverty:
            card = Card()
            card.body.addWidget(title_label("Diện hộ qua các năm", 1.1))
            for fact in found.poverty:
                until = f" đến {fact.until}" if fact.until else " đến nay"
                card.body.addWidget(ToneLabel(f"{fact.text}: từ {fact.since or 'chưa rõ'}{until}", "quiet"))
            column.addWidget(card)
        return whole

    def _members(self, found: page.HouseholdPage) -> QTableWidget:
        table = QTableWidget(len(found.members), len(_COLUMNS))
        table.setHorizontalHeaderLabels([title for title, _ in _COLUMNS])
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(em(self, 2.1))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setAlternatingRowColors(True)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for index, (_, width) in enumerate(_COLUMNS):
            table.setColumnWidth(index, em(self, width))
        for row, member in enumerate(found.members):
            status = member.status if member.now else f"Đã ra khỏi hộ {member.until}"
            for index, text in enumerate((member.name, member.relation, member.born, member.code, status)):
                item = QTableWidgetItem(text)
                item.setData(_PERSON, member.person_id)
                table.setItem(row, index, item)
        table.itemActivated.connect(lambda item: self.person_asked.emit(int(item.data(_PERSON))))
        self.table = table
        return table

    def _add_member(self) -> None:
        person = pick_person(self, self._desk, "Đưa ai vào hộ này?")
        if not person:
            return
        with self._desk.read() as session:
            found = queries.rows(session, [person], self._desk.today)
        if found:
            self._run(membership_dialog(self, self._desk, self.household_id, person, found[0].name))

    def _run(self, dialog: FormDialog) -> None:
        dialog.exec()
        dialog.deleteLater()
