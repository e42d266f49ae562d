"""What is known of a person: plain fields, the facts that hold now, and those before and after.

Each fact offers a change of the world and a correction apart. The card only draws and asks; the page does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from models.people.facts import FactView
from ui.parts import Card, ToneLabel, title_label
from ui.people.menus import Offer, menu_button
from ui.theme import em

FactOffers = Callable[[FactView], Sequence[Offer]]


def no_offers(_fact: FactView) -> Sequence[Offer]:
    """A card that is only to be looked at."""
    return ()


class FactCard(Card):
    """Fields and facts in rows: label, text, days, and a menu where something can be done (`why_not`: but may not)."""

    def __init__(
        self,
        title: str,
        fields: Sequence[tuple[str, str]],
        facts: Sequence[FactView],
        offers: FactOffers = no_offers,
        *,
        others: str = "Trước đây và sắp tới",
        why_not: str = "",
    ) -> None:
        super().__init__()
        self._why_not = why_not
        self._offers = offers
        self.body.addWidget(title_label(title, 1.1))
        self._grid = self._new_grid()
        for label, text in fields:
            if text:
                self._row(self._grid, label, text, "")
        for fact in facts:
            if fact.now:
                self._fact(self._grid, fact)
        rest = [fact for fact in facts if not fact.now]
        if rest:
            self.body.addWidget(ToneLabel(others, "accent"))
            grid = self._new_grid()
            for fact in rest:
                self._fact(grid, fact)

    def _new_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self))
        grid.setVerticalSpacing(em(self, 0.35))
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        return grid

    def _fact(self, grid: QGridLayout, fact: FactView) -> None:
        offers = self._offers(fact)
        name = f"Sửa {fact.label}: {fact.text}"
        button = menu_button("Sửa…", name, offers, why_not=self._why_not) if offers else None
        self._row(grid, fact.label, fact.text, _days(fact), button)

    def _row(self, grid: QGridLayout, label: str, text: str, days: str, button: QWidget | None = None) -> None:
        row = grid.rowCount()
        top = Qt.AlignmentFlag.AlignVCenter if button is not None else Qt.AlignmentFlag.AlignTop
        grid.addWidget(ToneLabel(label, "quiet", wrap=False), row, 0, top)
        value = QLabel(text)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(value, row, 1, top)
        if days:
            grid.addWidget(ToneLabel(days, "quiet", factor=0.92, wrap=False), row, 2, top)
        if button is not None:
            grid.addWidget(button, row, 3, top)


def _days(fact: FactView) -> str:
    parts = (f"từ {fact.since}" if fact.since else "", f"đến hết {fact.last}" if fact.last else "")
    return " ".join(part for part in parts if part)
