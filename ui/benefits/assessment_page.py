"""Xét theo luật: what a person has a right to in a month, why, why not, and what is still to be asked.

Only for who may read grounds; what tells of HIV/AIDS is shown when asked for, which is noted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.entitlements.facts_of import facts_of
from models.benefits.secrecy import NEUTRAL_LABEL, is_hiv_group
from models.law import saying
from models.law.assess import Assessment, Line, assess
from models.law.book import LawOfMonth
from models.law.facts import INCOMES, Facts, Income
from models.law.queries import law_book
from models.people import queries
from models.people.viewing import GROUND_VIEWED, PAGE_VIEWED
from models.store.dates import Month, month_display, month_end, month_of
from models.store.errors import RuleError
from models.store.money import format_amount
from ui.benefits.decision_dialogs import grant_dialog
from ui.benefits.missing_facts import questions
from ui.desk import Desk
from ui.forms.values import MonthField
from ui.parts import Button, Card, Notice, ToneLabel, title_label
from ui.people.page_parts import holding, scrolled
from ui.rights import guarded
from ui.theme import em

MONTH_EM: Final = 12.0
GUARDED_NOTE: Final = "Có căn cứ được giữ kín nên chưa hiện lý do. Bấm Hiện căn cứ để xem; lượt xem được ghi lại."
ASK_WORDS: Final = "Biết thêm những điều này có thể được hưởng cao hơn:"
ASK_FIRST: Final = "Phải biết những điều này mới kết luận được:"
SUPPOSED: Final = "Nếu không có lương, lương hưu, trợ cấp bảo hiểm xã hội hằng tháng (sổ chưa biết):"
NONE: Final = 0


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found, with what is needed to say why."""

    name: str
    facts: Facts
    law: LawOfMonth
    assessment: Assessment
    supposed: tuple[Line, ...] = ()

    @property
    def secret(self) -> bool:
        """Whether any ground tells of HIV/AIDS."""
        return any(is_hiv_group(line.group) for line in self.assessment.lines)

    def why(self, line: Line) -> str:
        """Why a line fits and is paid or not."""
        return saying.why(line, self.assessment, self.facts, self.law)


class AssessmentPage(QWidget):
    """One person, one month; nothing is stored."""

    left = Signal()

    def __init__(self, desk: Desk, person_id: int) -> None:
        super().__init__()
        self._desk, self.person_id = desk, person_id
        self._open = False
        self._content: QWidget | None = None
        self._title = title_label("", 1.4)
        self._title.setWordWrap(True)
        self.month = MonthField("month", "Tháng hưởng", required=True)
        self.month.restore(month_display(month_of(desk.today)))
        self.month.editor.editingFinished.connect(self.look)
        self.notice = Notice("", "accent", button="Hiện căn cứ")
        self.notice.pressed.connect(self._reveal)
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.6))
        top.addWidget(self._title, 1)
        self.month.setFixedWidth(em(self, MONTH_EM))
        top.addWidget(self.month, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        self._column.setSpacing(em(self, 0.5))
        self._column.addLayout(top)
        self._column.addWidget(self.notice)
        desk.views.note(PAGE_VIEWED, person_id)
        self.look()

    def look(self) -> None:
        """Reckon for the month that stands in the field."""
        if not self.month.check():
            return
        month = self.month.read()
        try:
            found = None if month is None else self._reckon(month)
        except RuleError as refused:
            self.month.say(refused.message)
            return
        if found is not None:
            self._show(found)

    def _reckon(self, month: Month) -> _Answer:
        day = min(month_end(month), self._desk.today)
        with self._desk.read() as session:
            facts = facts_of(session, self.person_id, day)
            law = law_book(session).at(month, self._desk.today)
            rows = queries.rows(session, [self.person_id], self._desk.today)
        name = rows[0].name if rows else ""
        found = assess(facts, month, law)
        return _Answer(name, facts, law, found, _supposed(facts, month, law, found))

    def _reveal(self) -> None:
        self._desk.views.note(GROUND_VIEWED, self.person_id)
        self._open = True
        self.look()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again when anything of people or benefits changes."""
        if any(subject in ("people", "households", "benefits", "law") for subject, _ in stale):
            self.look()

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _show(self, found: _Answer) -> None:
        hidden = found.secret and not self._open
        self.notice.say(GUARDED_NOTE if hidden else "", "accent")
        self._title.setText(f"Xét theo luật: {found.name}")
        old = self._content
        body = QVBoxLayout()
        body.setSpacing(em(self, 0.6))
        body.addWidget(self._sums(found))
        for line in found.assessment.lines:
            body.addWidget(self._line(found, line, hidden=hidden))
        for line in found.supposed:
            body.addWidget(_if_so(found, line))
        asked = questions(found.assessment.missing, sex=found.facts.sex)
        if asked:
            body.addWidget(_to_ask(asked, ASK_WORDS if found.assessment.total else ASK_FIRST))
        body.addStretch(1)
        self._content = scrolled(holding(body))
        self._column.addWidget(self._content, 1)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _sums(self, found: _Answer) -> QWidget:
        month, total = month_display(found.assessment.month), found.assessment.total
        card = Card()
        asks = bool(found.supposed or found.assessment.missing)
        nothing = f"Chưa kết luận được cho tháng {month}" if asks else f"Không có diện nào phù hợp cho tháng {month}"
        words = f"Theo luật được {format_amount(total)} đồng cho tháng {month}" if total else nothing
        card.body.addWidget(title_label(words, 1.15))
        documents = ", ".join(found.assessment.law)
        known = (
            f"Theo {documents}, theo những điều sổ biết đến nay." if documents else "Theo những điều sổ biết đến nay."
        )
        card.body.addWidget(ToneLabel(known, "quiet"))
        return card

    def _line(self, found: _Answer, line: Line, *, hidden: bool) -> QWidget:
        card = Card()
        secret = hidden and line.kind == "allowance"
        title = NEUTRAL_LABEL if secret else f"{line.source.who.title}  ·  {line.group}"
        top = QHBoxLayout()
        top.addWidget(ToneLabel(title, "accent" if line.payable else "quiet"), 1)
        paid = f"{format_amount(line.amount)} đ" if line.payable else "không trả khoản này"
        amount = title_label(paid, 1.0) if line.payable else ToneLabel(paid, "quiet", wrap=False)
        top.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(top)
        if not hidden:
            card.body.addWidget(ToneLabel(found.why(line), "text"))
        receiving = found.facts.receiving or frozenset()
        if line.payable and line.group in receiving:
            card.body.addWidget(ToneLabel("Sổ ghi người này đang hưởng nhóm này.", "done"))
        elif line.payable and not secret and found.assessment.month == month_of(self._desk.today):
            card.body.addLayout(self._next_step(line))
        return card

    def _next_step(self, line: Line) -> QHBoxLayout:
        row = QHBoxLayout()
        grant = Button("Lập quyết định hưởng nhóm này", "plus")
        grant.setAccessibleName(f"Lập quyết định hưởng nhóm {line.group}")
        grant.clicked.connect(lambda _checked=False: self._grant(line))
        row.addWidget(guarded(self._desk, "change", grant))
        row.addStretch(1)
        return row

    def _grant(self, line: Line) -> None:
        why = "" if is_hiv_group(line.group) else f"Thuộc diện {line.source.who.title.lower()}"
        dialog = grant_dialog(self, self._desk, self.person_id, group=line.group, why=why)
        dialog.exec()
        dialog.deleteLater()


def _supposed(facts: Facts, month: Month, law: LawOfMonth, found: Assessment) -> tuple[Line, ...]:
    """What would be paid besides if the incomes that are not known were none; never a ground that may not be read."""
    income = facts.income or Income()
    known = {name: NONE if getattr(income, name) is None else getattr(income, name) for name in INCOMES}
    lines = assess(replace(facts, income=Income(**known)), month, law).lines
    paid = {(line.kind, line.group) for line in found.lines if line.payable}
    return tuple(
        line for line in lines if line.payable and (line.kind, line.group) not in paid and not is_hiv_group(line.group)
    )


def _if_so(found: _Answer, line: Line) -> QWidget:
    card = Card()
    card.body.addWidget(ToneLabel(SUPPOSED, "quiet"))
    top = QHBoxLayout()
    top.addWidget(ToneLabel(f"{line.source.who.title}  ·  {line.group}", "accent"), 1)
    top.addWidget(title_label(f"{format_amount(line.amount)} đ", 1.0), 0, Qt.AlignmentFlag.AlignTop)
    card.body.addLayout(top)
    if line.group in (found.facts.receiving or frozenset()):
        card.body.addWidget(ToneLabel("Sổ ghi người này đang hưởng nhóm này.", "done"))
    return card


def _to_ask(asked: list[str], lead: str) -> QWidget:
    card = Card()
    card.body.addWidget(ToneLabel(lead, "text"))
    for question in asked:
        card.body.addWidget(ToneLabel(f"•  {question}", "quiet"))
    return card
