"""What the chosen event proposes: what follows, what it means for the coming month, what to ask and to collect."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.events.proposal import Proposal
from models.benefits.events.queries import EventRow
from models.benefits.events.rules import EventKind, EventState
from models.store.dates import Month, month_display
from models.store.money import format_amount
from ui.benefits.events.source import signed
from ui.desk import Desk
from ui.parts import Button, Card, PrimaryButton, ToneLabel, title_label
from ui.people.page_parts import holding, scrolled
from ui.rights import guarded
from ui.theme import Tone, em

HINT = "Chọn một việc để xem chương trình đề xuất gì, vì sao, theo điều nào."


class ProposalCard(QWidget):
    """The chosen event; the signals ask for the steps."""

    decide_asked = Signal()
    dismiss_asked = Signal()
    reopen_asked = Signal()
    person_asked = Signal()
    funeral_asked = Signal()
    newcomer_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.decide = guarded(
            desk, "change", PrimaryButton("Lập quyết định", "check", shortcut="F2", tip="Lập theo đề xuất")
        )
        self.dismiss = guarded(desk, "change", Button("Bỏ qua", "x", tip="Không cần làm gì, có ghi lý do"))
        self.reopen = guarded(desk, "change", Button("Mở lại", "undo-2", tip="Đưa về danh sách chờ xử lý"))
        tip = "Tờ khai của gia đình đến sau quyết định thôi hưởng"
        self.funeral = guarded(desk, "change", Button("Hỗ trợ mai táng", "file-text", tip=tip))
        self.person = Button("Mở hồ sơ", "user", tip="Mở trang của người này")
        tip = "Mở phiếu thêm người, đã điền sẵn điều thôn ghi"
        self.newcomer = guarded(desk, "change", Button("Thêm vào sổ…", "user-plus", tip=tip))
        for button, wish in (
            (self.newcomer, self.newcomer_asked),
            (self.decide, self.decide_asked),
            (self.dismiss, self.dismiss_asked),
            (self.reopen, self.reopen_asked),
            (self.person, self.person_asked),
            (self.funeral, self.funeral_asked),
        ):
            button.clicked.connect(wish)
        self._body = QVBoxLayout()
        self._content: QWidget | None = None
        self._steps = QWidget()
        row = QHBoxLayout(self._steps)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.4))
        for button in (self.person, self.dismiss, self.reopen, self.funeral):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.newcomer)
        row.addWidget(self.decide)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, em(self, 0.8), 0, 0)
        self._column.addWidget(self._steps)
        self.show_event(None, None, Month(0))

    def show_event(self, row: EventRow | None, proposal: Proposal | None, coming: Month, owed: int = 0) -> None:
        """Show an event with its proposal (None: it is dealt with); `owed` đồng were paid after it."""
        self._steps.setVisible(row is not None)
        if row is not None:
            waits = row.state == EventState.OPEN
            needs = proposal is not None and bool(proposal.decisions or proposal.funeral)
            done = "Đã gặp" if row.kind == EventKind.ALIVE else "Đã xem xong"
            self.decide.setText("Lập quyết định" if needs else done)
            self.decide.setVisible(waits)
            self.newcomer.setVisible(waits and row.kind == EventKind.NEWCOMER)
            self.dismiss.setVisible(waits)
            self.reopen.setVisible(not waits)
            self.funeral.setVisible(row.state == EventState.DECIDED and row.kind == EventKind.DEATH)
            self.person.setVisible(row.person_id is not None)
        column = QVBoxLayout()
        column.addWidget(ToneLabel(HINT, "quiet") if row is None else _card(row, proposal, coming, owed))
        column.addStretch(1)
        old, self._content = self._content, scrolled(holding(column))
        self._column.insertWidget(0, self._content, 1)
        self._content.show()
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()


def _card(row: EventRow, proposal: Proposal | None, coming: Month, owed: int) -> Card:
    card = Card()
    title = title_label(f"{row.title}: {row.name}" if row.name else row.title, 1.15)
    title.setWordWrap(True)
    card.body.addWidget(title)
    about = "  ·  ".join(part for part in (row.code, row.village, row.happened and _when(row.happened)) if part)
    card.body.addWidget(ToneLabel(about, "quiet"))
    card.body.addWidget(ToneLabel(f"{row.source}, biết ngày {row.told}. {row.note}".strip(), "quiet"))
    if owed:
        words = f"Đã chi {format_amount(owed)} đồng sau khi không còn được hưởng: xem mục Phải thu hồi."
        card.body.addWidget(ToneLabel(words, "wrong"))
    if proposal is None:
        said = f"{row.state_label}. {row.reason}" if row.reason else f"{row.state_label}."
        card.body.addWidget(ToneLabel(said, "accent_ink"))
        return card
    _part(card, "Đề xuất", proposal.sentences, "accent_ink")
    if proposal.decisions:
        change = f"{signed(proposal.effect)} đồng một tháng" if proposal.effect else "không đổi"
        words = f"Danh sách tháng {month_display(coming)}: {change}."
        _part(card, "Ảnh hưởng", (words,), "accent_ink")
    _part(card, "Cần hỏi trước", proposal.questions, "soon")
    _part(card, "Giấy tờ", proposal.papers, "quiet")
    return card


def _when(happened: str) -> str:
    """ "ngày 03/11/2026", "tháng 11/2026", "năm 2026": as far as it is known."""
    return f"{('năm', 'tháng', 'ngày')[happened.count('/')]} {happened}"


def _part(card: Card, heading: str, lines: tuple[str, ...], tone: Tone) -> None:
    if not lines:
        return
    card.body.addWidget(title_label(heading, 1.0))
    for line in lines:
        card.body.addWidget(ToneLabel(line, tone))
