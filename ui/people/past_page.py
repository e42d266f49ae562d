"""A person as of a day: as known now, or as known on that day. Only to look at, and marked so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.page import past_view
from models.benefits.secrecy import grounds_for
from models.people.masking import numbers_for
from models.people.viewing import PAGE_VIEWED
from models.store.errors import RuleError
from ui.benefits.card import BenefitCard
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField
from ui.forms.values import DateField
from ui.parts import Button, EmptyState, Notice, ToneLabel, title_label
from ui.people.fact_card import FactCard
from ui.people.fact_fields import day_of, text_of
from ui.people.page_parts import holding, scrolled
from ui.theme import em

_KNOWING = (
    ("now", "Như nay biết: kể cả điều sau này mới biết"),
    ("then", "Như lúc đó đã biết: đúng những gì sổ đã ghi"),
)


@dataclass(frozen=True, slots=True)
class Past:
    """Whose page, of which day, and by which knowledge."""

    person_id: int
    day: date
    as_known_then: bool


def ask_past(parent: QWidget | None, desk: Desk, person_id: int) -> Past | None:
    """Ask for a day and a knowledge; None when the clerk thinks better of it."""
    words = "Trang của người này như vào ngày đó. Chỉ để xem, không sửa được gì."
    dialog = FormDialog(parent, desk, "Xem như ngày", words=words, yes="Xem", draft_key=f"past/{person_id}")
    form = dialog.form
    form.add(DateField("day", "Ngày", required=True, latest=desk.today))
    form.add(ChoiceField("knowing", "Theo hiểu biết nào", _KNOWING, empty=None))
    asked: list[Past] = []

    def look() -> None:
        day = day_of(form, "day")
        if day is None:
            raise RuleError("Còn thiếu ngày.", field="day")
        asked.append(Past(person_id, day, text_of(form, "knowing") == "then"))

    dialog.on_save(look)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return asked[-1] if accepted and asked else None


class PastPage(QWidget):
    """The page of a person as of a day; offers nothing but the way back."""

    left = Signal()

    def __init__(self, desk: Desk, past: Past) -> None:
        super().__init__()
        self._desk, self.past = desk, past
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        self._column.setSpacing(em(self, 0.6))
        self._draw()

    def _draw(self) -> None:
        past, day = self.past, self.past.day.strftime("%d/%m/%Y")
        with self._desk.read() as session:
            grounds = grounds_for(self._desk.office.actor.rights)
            found = past_view(session, past.person_id, past.day, as_known_then=past.as_known_then, grounds=grounds)
        found = numbers_for(self._desk.rights, found)
        back = Button("Về hiện nay", "arrow-left", tip="Quay lại trang hiện nay (Esc)")
        back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.addWidget(title_label(found.page.name if found else "Chưa có trong sổ", 1.6), 1)
        top.addWidget(back)
        self._column.addLayout(top)
        knowing = "theo đúng những gì sổ đã ghi đến hết ngày đó" if past.as_known_then else "theo điều nay biết"
        self._column.addWidget(Notice(f"Đang xem như ngày {day}, {knowing}. Chỉ để xem.", "soon"))
        if found is None:
            words = f"Đến hết ngày {day} sổ chưa ghi người này."
            self._column.addWidget(EmptyState("user", "Lúc đó chưa có trong sổ", words), 1)
            return
        if found.sensitive:
            self._desk.views.note(PAGE_VIEWED, past.person_id)
        about = f"Mã đối tượng {found.page.code}  ·  {found.page.status}"
        self._column.addWidget(ToneLabel(about, "quiet", wrap=False))
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(FactCard(f"Thông tin ngày {day}", found.page.fields, found.page.facts))
        left.addStretch(1)
        right.addWidget(BenefitCard(found.lines))
        right.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(em(self))
        sides.addWidget(scrolled(holding(left)), 5)
        sides.addWidget(scrolled(holding(right)), 4)
        self._column.addLayout(sides, 1)
