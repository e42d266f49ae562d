"""Benefit lines of a person as they are shown: one block each, and the card of a past day."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from models.benefits.lines import LineRow
from ui.parts import Card, ToneLabel, title_label
from ui.people.menus import Offer, menu_button
from ui.theme import em

LineOffers = Callable[[LineRow], Sequence[Offer]]


class BenefitCard(Card):
    """Every line of a person, only to look at."""

    def __init__(self, lines: Sequence[LineRow]) -> None:
        super().__init__()
        self.body.addWidget(title_label("Trợ cấp", 1.1))
        if not lines:
            self.body.addWidget(ToneLabel("Chưa có khoản trợ cấp nào.", "quiet"))
        for line in lines:
            self.body.addWidget(line_block(line))


def line_block(line: LineRow, offers: LineOffers | None = None, why_not: str = "") -> QWidget:
    """One line; `offers` None: only to look at. `why_not`: why it may not be changed."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(em(box, 0.1))
    grid.setColumnStretch(0, 1)
    grid.addWidget(ToneLabel(line.label or "(không ghi diện)", "accent"), 0, 0)
    amount = title_label(f"{line.amount} đ" if line.amount else "chưa rõ mức", 1.0)
    grid.addWidget(amount, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    span = f"từ {line.start}" if line.start else "chưa rõ từ tháng nào"
    span += f", thôi từ {line.stop}" if line.stop else ""
    group = "" if line.guarded else f"nhóm {line.group}" if line.group else "chưa nhận ra nhóm"
    parts = (group, f"hệ số {line.coefficient}" if line.coefficient else "", span, line.decision, line.channel)
    grid.addWidget(ToneLabel("  ·  ".join(part for part in parts if part), "quiet", factor=0.95), 1, 0)
    if offers is not None:
        name = f"Sửa khoản trợ cấp: {line.label} {line.start}".strip()
        button = menu_button("Sửa…", name, offers(line), why_not=why_not)
        grid.addWidget(button, 1, 1, Qt.AlignmentFlag.AlignRight)
    return box
