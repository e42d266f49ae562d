"""A section of the frame: a stack of pages, where Esc steps back to the one below.

A page may offer `renew(stale)`; the section passes on what became stale to every page that is alive. A page that is
shown takes the keyboard where work begins: in its table or first field, else on its own first step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from ui.parts import PrimaryButton

WORK: Final = (QAbstractItemView, QLineEdit, QComboBox, QPlainTextEdit)
"""Where a clerk works: tables and fields."""


class Section(QStackedWidget):
    """A stack whose first page stays."""

    def __init__(self) -> None:
        super().__init__()
        self._escape = QShortcut(QKeySequence("Esc"), self)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self.back)
        self._escape.setEnabled(False)
        self._ways_back: dict[QWidget, Callable[[], None]] = {}

    def push(self, page: QWidget) -> None:
        """Show a page on top."""
        self.addWidget(page)
        self.setCurrentWidget(page)
        self._escape.setEnabled(self.count() > 1)
        take_keyboard(page)

    def leads_back(self, way: Callable[[], None]) -> None:
        """Who closes the page on top goes `way`: back to the section from which it was opened."""
        page: QWidget | None = self.currentWidget()
        if page is not None and self.count() > 1:
            self._ways_back[page] = way

    def take_way(self) -> Callable[[], None] | None:
        """The way back of the page on top, for the page that takes its place; closing it then stays here."""
        page: QWidget | None = self.currentWidget()
        return None if page is None else self._ways_back.pop(page, None)

    def forget_ways(self) -> None:
        """The clerk came here of their own: whoever closes a page stays here."""
        self._ways_back.clear()

    def back(self) -> None:
        """Close the top page."""
        if self.count() <= 1:
            return
        page: QWidget | None = self.currentWidget()
        if page is None:
            return
        way = self._ways_back.pop(page, None)
        self.removeWidget(page)
        page.close()
        page.deleteLater()
        self.setCurrentIndex(self.count() - 1)
        self._escape.setEnabled(self.count() > 1)
        self.focus_page()
        if way is not None:
            way()

    def focus_page(self) -> None:
        """Put the keyboard into the page on top."""
        page: QWidget | None = self.currentWidget()
        if page is not None:
            take_keyboard(page)

    def home(self) -> None:
        """Close all pages but the first."""
        self.forget_ways()
        while self.count() > 1:
            self.back()

    def place(self) -> str:
        """Where in the section the clerk is, page over page, for `return_to`: "tab/1 person/12 form/12"."""
        words = [self.place_of(page) for index in range(self.count()) if (page := self.widget(index)) is not None]
        return " ".join(word for word in words if word)

    def return_to(self, place: str) -> None:
        """Go back to what `place` said before the store was locked; a word that is not understood is passed over."""
        for word in place.split():
            kind, _, which = word.partition("/")
            self.open_place(kind, which)

    def place_of(self, page: QWidget) -> str:
        """The word for one page, "kind/which"; empty for a page that is not gone back to."""
        return f"tab/{page.currentIndex()}" if isinstance(page, QTabWidget) else ""

    def open_place(self, kind: str, which: str) -> None:
        """Open what `place_of` named."""
        first: QWidget | None = self.widget(0)
        if kind == "tab" and which.isdigit() and isinstance(first, QTabWidget):
            first.setCurrentIndex(int(which))

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


def take_keyboard(page: QWidget) -> None:
    """Give the keyboard to where work on this page begins.

    A page with a place of its own keeps it; else the first table or field has it, else the first button when it is the
    primary one, else the page itself: a second Enter must not step back or change anything.
    """
    shown: QWidget | None = page.currentWidget() if isinstance(page, QTabWidget) else page
    target = shown if shown is not None else page
    if target.focusProxy() is None and target.focusPolicy() == Qt.FocusPolicy.NoFocus:
        stops = list(_stops(target))
        first = next((one for one in stops if isinstance(one, WORK)), stops[0] if stops else None)
        if isinstance(first, (*WORK, PrimaryButton)):
            target = first
    target.setFocus(Qt.FocusReason.OtherFocusReason)


def _stops(page: QWidget) -> Iterator[QWidget]:
    """The controls inside the page, in the order in which Tab reaches them."""
    one = page.nextInFocusChain()
    while one is not None and one is not page:
        tab = one.focusPolicy() & Qt.FocusPolicy.TabFocus
        if page.isAncestorOf(one) and tab and one.isEnabled() and one.isVisibleTo(page) and one.focusProxy() is None:
            yield one
        one = one.nextInFocusChain()
