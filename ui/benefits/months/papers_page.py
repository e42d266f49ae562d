"""Giấy tờ của kỳ: every paper of a month in one place, what was kept of it, and why another must still wait.

Makes no paper itself: `paper_asked` carries the key of an Offer, `kept_asked` the id of a kept paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from models.benefits.months import queries
from models.benefits.months.offered import Offer, offers, stands
from models.benefits.months.queries import MonthRow
from models.benefits.months.rules import MONTH_STATE_LABELS
from models.benefits.months.services import MONTHS
from models.office import paper_queries
from models.office.paper_queries import PaperRow
from models.office.paper_rules import STATE_LABELS
from models.office.paper_services import PAPERS
from models.store.dates import Month, month_display
from ui.desk import Desk
from ui.parts import Button, Card, Notice, ToneLabel, title_label
from ui.rights import why_not
from ui.theme import em

KEPT_EM = 20.0


class MonthPapersPage(QWidget):
    """The papers of one month."""

    left = Signal()
    paper_asked = Signal(str)
    kept_asked = Signal(int)
    papers_asked = Signal()

    def __init__(self, desk: Desk, month: Month) -> None:
        super().__init__()
        self._desk, self.month = desk, month
        self.buttons: dict[str, Button] = {}
        self.kept: dict[str, Button] = {}
        self.notice = Notice("", "soon")
        self._standing = ToneLabel("", "quiet", wrap=False)
        self.back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        self.back.clicked.connect(self.left)
        self.all_papers = Button("Giấy tờ đã lưu", "folder-open", tip="Mọi tờ đã lưu: ghi số, phát hành, in lại, hủy")
        self.all_papers.clicked.connect(self.papers_asked)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self.look()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(title_label(f"Giấy tờ của kỳ {month_display(self.month)}", 1.4))
        top.addWidget(self._standing, 1)
        top.addWidget(self.all_papers)
        top.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self), em(self, 0.8), em(self), 0)
        column.setSpacing(em(self, 0.4))
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addWidget(self._area, 1)

    def look(self) -> None:
        """Read the month and what was kept of it, and show every paper anew."""
        with self._desk.read() as reader:
            row = queries.month_row(reader, self.month)
            kept = paper_queries.of_month(reader, self.month)
        self._standing.setText(MONTH_STATE_LABELS[row.state])
        self.notice.say(stands(row))
        self._area.setWidget(self._whole(row, kept))

    def _whole(self, row: MonthRow, kept: Sequence[PaperRow]) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, em(self, 0.4), em(self, 0.4))
        column.setSpacing(em(self, 0.4))
        self.buttons, self.kept = {}, {}
        for chapter, those in groupby(offers(row, self._desk.rights), key=lambda one: one.chapter):
            card = Card()
            card.body.addWidget(title_label(chapter, 1.1))
            grid = QGridLayout()
            grid.setHorizontalSpacing(em(self))
            grid.setVerticalSpacing(em(self, 0.2))
            grid.setColumnStretch(0, 1)
            grid.setColumnMinimumWidth(1, em(self, KEPT_EM))
            for offer in those:
                self._add(grid, offer, [one for one in kept if one.kind == offer.key])
            card.body.addLayout(grid)
            column.addWidget(card)
        column.addStretch(1)
        return whole

    def _add(self, grid: QGridLayout, offer: Offer, kept: Sequence[PaperRow]) -> None:
        place = grid.rowCount()
        words = QVBoxLayout()
        words.setSpacing(0)
        title = ToneLabel(offer.title, "quiet" if offer.why_not else "text", wrap=False)
        words.addWidget(title)
        words.addWidget(ToneLabel(offer.why_not or offer.words, "soon" if offer.why_not else "quiet"))
        grid.addLayout(words, place, 0)
        if kept:
            grid.addWidget(self._kept_button(offer, kept), place, 1, Qt.AlignmentFlag.AlignRight)
        made = Button("Mở", "file-text") if offer.key == "decisions" else Button("Xem, in", "printer")
        made.setAccessibleName(f"{made.text()}: {offer.title}")
        refused = offer.why_not or why_not(self._desk, "print")
        made.setEnabled(not refused)
        made.setToolTip(refused or offer.words)
        made.clicked.connect(lambda _checked=False, key=offer.key: self.paper_asked.emit(key))
        self.buttons[offer.key] = made
        grid.addWidget(made, place, 2)

    def _kept_button(self, offer: Offer, kept: Sequence[PaperRow]) -> Button:
        newest = kept[0]
        number = f"{newest.number}: " if newest.number else ""
        more = f" (và {len(kept) - 1} tờ khác)" if len(kept) > 1 else ""
        button = Button(f"{number}{STATE_LABELS[newest.state]}{more}", "stamp", tip=f"Mở tờ đã lưu: {newest.title}")
        button.clicked.connect(lambda _checked=False, paper=newest.id: self.kept_asked.emit(paper))
        self.kept[offer.key] = button
        return button

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Look again when the month or a paper changed."""
        if {subject for subject, _ in stale} & {MONTHS, PAPERS}:
            self.look()
