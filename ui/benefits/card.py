"""A person's benefit lines on their page: change from a month, stop, correct, take back; a guarded ground is asked for.

The card only draws and asks; the page does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from models.benefits.lines import LineRow
from ui.parts import Button, Card, ToneLabel, title_label
from ui.people.menus import Offer, menu_button
from ui.theme import em

LineOffers = Callable[[LineRow], Sequence[Offer]]


class BenefitCard(Card):
    """Every line of a person; `add` None, `offers` None: only to look at; `reveal` None: grounds may not be asked.

    `why_not`: why lines may not be changed.
    """

    def __init__(
        self,
        lines: Sequence[LineRow],
        *,
        add: Callable[[], object] | None = None,
        offers: LineOffers | None = None,
        reveal: Callable[[], object] | None = None,
        why_not: str = "",
    ) -> None:
        super().__init__()
        self._why_not = why_not
        self._offers = offers
        self.body.addWidget(title_label("Trợ cấp", 1.1))
        if not lines:
            self.body.addWidget(ToneLabel("Chưa có khoản trợ cấp nào.", "quiet"))
        for line in lines:
            self.body.addWidget(self._line(line))
        buttons = QHBoxLayout()
        if add is not None:
            more = Button("Thêm khoản trợ cấp", "plus")
            more.clicked.connect(lambda _checked=False: add())
            if why_not:
                more.forbid(why_not)
            buttons.addWidget(more)
        if reveal is not None and any(line.guarded for line in lines):
            show = Button("Hiện căn cứ", "eye", tip="Hiện căn cứ của khoản được giữ kín; lượt xem được ghi lại")
            show.clicked.connect(lambda _checked=False: reveal())
            buttons.addWidget(show)
        buttons.addStretch(1)
        self.body.addLayout(buttons)

    def _line(self, line: LineRow) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(em(self, 0.1))
        grid.setColumnStretch(0, 1)
        grid.addWidget(ToneLabel(line.label or "(không ghi diện)", "accent"), 0, 0)
        amount = title_label(f"{line.amount} đ" if line.amount else "chưa rõ mức", 1.0)
        grid.addWidget(amount, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        span = f"từ {line.start}" if line.start else "chưa rõ từ tháng nào"
        span += f", thôi từ {line.stop}" if line.stop else ""
        group = "" if line.guarded else f"nhóm {line.group}" if line.group else "chưa nhận ra nhóm"
        parts = (group, f"hệ số {line.coefficient}" if line.coefficient else "", span, line.decision, line.channel)
        grid.addWidget(ToneLabel("  ·  ".join(part for part in parts if part), "quiet", factor=0.95), 1, 0)
        if self._offers is not None:
            name = f"Sửa khoản trợ cấp: {line.label} {line.start}".strip()
            button = menu_button("Sửa…", name, self._offers(line), why_not=self._why_not)
            grid.addWidget(button, 1, 1, Qt.AlignmentFlag.AlignRight)
        return box
