"""The shape of a page of benefits: its head with room at the sides, and below it what takes the rest of the height."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from ui.theme import em

SPACING_EM: Final = 0.4


def lay_out_page(page: QWidget, head: Sequence[QWidget | QLayout], *below: QWidget, gap: float = SPACING_EM) -> None:
    """Lay `head` over `below`, the first of which stretches; `gap` in em between the parts of the head."""
    top = QVBoxLayout()
    top.setContentsMargins(em(page), em(page, 0.8), em(page), 0)
    top.setSpacing(em(page, gap))
    for part in head:
        if isinstance(part, QWidget):
            top.addWidget(part)
        else:
            top.addLayout(part)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(top)
    for place, part in enumerate(below):
        column.addWidget(part, 0 if place else 1)
