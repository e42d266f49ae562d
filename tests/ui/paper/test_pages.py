"""A page on the screen is the page that was drawn, pixel by pixel."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from models.store import recovery
from printing.safekeeping.recovery_sheet import SheetFacts, recovery_pdf
from ui.paper.pages import Pages, PagesView


def test_no_row_of_a_page_is_dropped(qtbot: QtBot) -> None:
    """A page is a fraction of a pixel higher than its box; fitting it in would cut a line of text."""
    key = recovery.new_key()
    facts = SheetFacts("phieu-1", "3F2A-91BC", recovery.groups(key), recovery.qr_text(key))
    pdf = recovery_pdf(facts, printed_at=datetime(2026, 11, 22, tzinfo=UTC))
    view = PagesView()
    qtbot.addWidget(view)
    view.resize(666, 1200)
    view.show()
    view.show_pdf(pdf)
    [box] = view._boxes()
    pages = Pages(pdf)
    drawn = pages.picture(0, view._scale() * view.devicePixelRatioF())
    pages.close()
    assert drawn.height() != box.height()
    seen = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    part = seen.copy(box)
    assert part == drawn.copy(0, 0, part.width(), part.height()).convertToFormat(QImage.Format.Format_RGB32)
    view.show_pdf(b"")
