"""Tiền trợ cấp của một người: what was listed and paid, and why a month gave this amount, for the talk at the desk.

Nothing is stored. A ground that tells of HIV/AIDS is shown when asked for, which is noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.months.explain import Explained, explain
from models.benefits.months.person_money import PaidRow, latest_decision, paid_to
from models.benefits.secrecy import Grounds, grounds_for
from models.people import queries
from models.people.masking import numbers_for
from models.people.queries import PersonRow
from models.people.viewing import PAGE_VIEWED
from models.store.dates import Month, month_display, month_of
from models.store.errors import RuleError
from ui.benefits.months.sources import signed
from ui.desk import Desk
from ui.forms.values import MonthField
from ui.parts import Button, Card, PrimaryButton, ToneLabel, title_label
from ui.people.page_parts import holding, scrolled
from ui.rights import why_not
from ui.theme import em

MONTH_EM: Final = 12.0
NOTHING: Final = "Chưa có trong danh sách chi trả nào của sổ này."
NO_SLIP: Final = "Chưa có quyết định nào ký trong sổ về người này nên chưa có phiếu báo."
NOT_DUE: Final = "Tháng này không có khoản trợ cấp nào của người này trong sổ."
_HEADS: Final = ("Kỳ chi trả", "Khoản", "Của tháng", "Số tiền", "Nhận qua", "Kết quả")
_AMOUNT: Final = 3


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a person."""

    person: PersonRow | None
    paid: list[PaidRow]
    explained: list[Explained]
    decision: int | None


class MoneyPage(QWidget):
    """One person; `slip_asked` carries the decision and the person's code as shown."""

    left = Signal()
    slip_asked = Signal(int, str)

    def __init__(self, desk: Desk, person_id: int) -> None:
        super().__init__()
        self._desk, self.person_id = desk, person_id
        self.grounds: Grounds = grounds_for(desk.office.actor.rights)
        self._content: QWidget | None = None
        self._slip: tuple[int, str] | None = None
        self._title = title_label("", 1.4)
        self._title.setWordWrap(True)
        self.month = MonthField("month", "Vì sao, của tháng", required=True)
        self.month.restore(month_display(month_of(desk.today)))
        self.month.editor.editingFinished.connect(self.look)
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        self.slip = PrimaryButton("In phiếu báo", "printer", shortcut="Ctrl+P")
        self.slip.clicked.connect(self._ask_slip)
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.6))
        top.addWidget(self._title, 1)
        self.month.setFixedWidth(em(self, MONTH_EM))
        for widget in (self.month, back, self.slip):
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        self._column.setSpacing(em(self, 0.5))
        self._column.addLayout(top)
        desk.views.note(PAGE_VIEWED, person_id)
        self.look()

    def look(self) -> None:
        """Read again, and tell of the month that stands in the field."""
        if not self.month.check():
            return
        month = self.month.read()
        if month is None:
            return
        try:
            self._show(month, self._read(month))
        except RuleError as refused:
            self.month.say(refused.message)

    def _read(self, month: Month) -> _Read:
        desk = self._desk
        with desk.read() as session:
            rows = queries.rows(session, [self.person_id], desk.today)
            paid = paid_to(session, self.person_id, grounds=self.grounds)
            told = explain(session, self.person_id, month, desk.today, grounds=self.grounds)
            decision = latest_decision(session, self.person_id)
        paid, told = numbers_for(desk.rights, (paid, told))
        return _Read(rows[0] if rows else None, paid, told, decision)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again when people, benefits or lists change."""
        if any(subject in ("people", "benefits", "decisions", "pay_months", "law") for subject, _ in stale):
            self.look()

    def _ask_slip(self) -> None:
        if self._slip is not None:
            self.slip_asked.emit(*self._slip)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _show(self, month: Month, found: _Read) -> None:
        name = found.person.name if found.person is not None else ""
        self._title.setText(f"Tiền trợ cấp: {name}")
        code = found.person.code if found.person is not None else ""
        self._slip = None if found.decision is None else (found.decision, code)
        why = why_not(self._desk, "print") or ("" if self._slip else NO_SLIP)
        self.slip.setEnabled(not why)
        self.slip.setToolTip(why or "In phiếu báo cho người dân (Ctrl+P)")
        old = self._content
        body = QVBoxLayout()
        body.setSpacing(em(self, 0.6))
        body.addWidget(_why(month, found.explained))
        body.addWidget(_paid(found.paid))
        body.addStretch(1)
        self._content = scrolled(holding(body))
        self._column.addWidget(self._content, 1)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()


def _why(month: Month, explained: Sequence[Explained]) -> QWidget:
    card = Card()
    card.body.addWidget(title_label(f"Vì sao tháng {month_display(month)}", 1.1))
    if not explained:
        card.body.addWidget(ToneLabel(NOT_DUE, "quiet"))
    for one in explained:
        card.body.addWidget(ToneLabel(one.ground, "accent"))
        for sentence in one.sentences:
            card.body.addWidget(ToneLabel(sentence, "text"))
    return card


def _paid(rows: Sequence[PaidRow]) -> QWidget:
    card = Card()
    card.body.addWidget(title_label("Các kỳ chi trả", 1.1))
    if not rows:
        card.body.addWidget(ToneLabel(NOTHING, "quiet"))
        return card
    grid = QGridLayout()
    grid.setHorizontalSpacing(em(card))
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(len(_HEADS) - 1, 1)
    for column, head in enumerate(_HEADS):
        grid.addWidget(ToneLabel(head, "quiet", wrap=False), 0, column, _side(column))
    last: Month | None = None
    for place, row in enumerate(rows, start=1):
        payout = "" if row.payout == last else month_display(row.payout)
        last = row.payout
        what = f"{row.what} (trả cho {row.to})" if row.to else row.what
        cells = (payout, what, row.months, signed(row.amount), row.way, row.came)
        for column, words in enumerate(cells):
            wraps = column in (1, len(cells) - 1)
            grid.addWidget(ToneLabel(words, "text", wrap=wraps), place, column, _side(column))
    card.body.addLayout(grid)
    return card


def _side(column: int) -> Qt.AlignmentFlag:
    across = Qt.AlignmentFlag.AlignRight if column == _AMOUNT else Qt.AlignmentFlag(0)
    return Qt.AlignmentFlag.AlignTop | across
