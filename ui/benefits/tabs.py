"""The tabs of Trợ cấp: each is made when it is first shown, and says its wishes through signals that it may have.

A tab is a plain page or a section of its own. Knows which tabs there are; must not know what they show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.frame.section import Section, take_keyboard

Maker = Callable[[Desk], QWidget]


def _law(desk: Desk) -> QWidget:
    from ui.law.section import LawSection  # noqa: PLC0415 - read when the tab is first shown

    return LawSection(desk)


def _events(desk: Desk) -> QWidget:
    from ui.benefits.events.section import EventsSection  # noqa: PLC0415 - read when the tab is first shown

    return EventsSection(desk)


def _months(desk: Desk) -> QWidget:
    from ui.benefits.months.section import MonthSection  # noqa: PLC0415 - read when the tab is first shown

    return MonthSection(desk)


TABS: Sequence[tuple[str, str, Maker]] = (
    ("events", "Biến động", _events),
    ("months", "Kỳ chi trả", _months),
    ("law", "Luật", _law),
)
"""Key, title and maker of each tab after the list and the decisions, in the clerk's order of the month."""


class LazyTab(QWidget):
    """Room for a page that is made when the tab is first shown; `page` is None until then."""

    def __init__(self, key: str, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self.key = key
        self.page: QWidget | None = None
        self._make = make
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def open(self) -> QWidget:
        """The page, made now if it was not."""
        if self.page is None:
            self.page = self._make()
            self._column.addWidget(self.page)
            self.page.show()  # at once: the keyboard goes to what is seen
        return self.page

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Pass on what became stale."""
        renew = getattr(self.page, "renew", None)
        if renew is not None:
            renew(stale)

    def focus_page(self) -> None:
        """Put the keyboard where work begins."""
        if isinstance(self.page, Section):
            self.page.focus_page()
        elif self.page is not None:
            take_keyboard(self.page)

    def place(self) -> str:
        """Where inside the tab the clerk is."""
        return self.page.place() if isinstance(self.page, Section) else ""

    def open_place(self, kind: str, which: str) -> None:
        """Go back to where the clerk was."""
        if isinstance(self.page, Section):
            self.page.open_place(kind, which)

    def close_pages(self) -> None:
        """Close what was made, so that it leaves no thread behind."""
        if isinstance(self.page, Section):
            self.page.close_pages()
        if self.page is not None:
            self.page.close()
