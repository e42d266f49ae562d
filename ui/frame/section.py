"""A section of the frame: a stack of pages, where Esc steps back to the one below.

A page may offer `renew(stale)`; the section passes on what became stale to every page that is alive.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget


class Section(QStackedWidget):
    """A stack whose first page stays."""

    def __init__(self) -> None:
        super().__init__()
        self._escape = QShortcut(QKeySequence("Esc"), self)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self.back)
        self._escape.setEnabled(False)

    def push(self, page: QWidget) -> None:
        """Show a page on top."""
        self.addWidget(page)
        self.setCurrentWidget(page)
        self._escape.setEnabled(self.count() > 1)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """Close the top page."""
        if self.count() <= 1:
            return
        page: QWidget | None = self.currentWidget()
        if page is None:
            return
        self.removeWidget(page)
        page.close()
        page.deleteLater()
        self.setCurrentIndex(self.count() - 1)
        self._escape.setEnabled(self.count() > 1)
        self.focus_page()

    def focus_page(self) -> None:
        """Put the keyboard into the page on top."""
        page: QWidget | None = self.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def home(self) -> None:
        """Close all pages but the first."""
        while self.count() > 1:
            self.back()

    def close_pages(self) -> None:
        """Close every page, so that none leaves a thread or a document behind."""
        for index in range(self.count()):
            page: QWidget | None = self.widget(index)
            if page is not None:
                page.close()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Pass on what became stale."""
        for index in range(self.count()):
            renew = getattr(self.widget(index), "renew", None)
            if renew is not None:
                renew(stale)
