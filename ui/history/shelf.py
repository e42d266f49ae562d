"""The way through the history inside a section: the register of changes, one change, back again."""

from __future__ import annotations

from collections.abc import Callable

from ui.desk import Desk
from ui.frame.section import Section
from ui.history.change_page import ChangePage
from ui.history.register_page import HistoryPage
from ui.register.view import RegisterView


class HistoryShelf:
    """Opens pages of the history on top of a section; belongs to it."""

    def __init__(
        self,
        section: Section,
        desk: Desk,
        export: Callable[[RegisterView], object],
        person: Callable[[int], object],
    ) -> None:
        self._section, self._desk, self._export, self._person = section, desk, export, person

    def open_register(self, person_id: int | None = None, name: str = "") -> HistoryPage:
        """All changes, or those of one person; the page keeps this shelf alive."""
        page = HistoryPage(self._desk, person_id, name)
        page.left.connect(self._section.back)
        page.opened.connect(self.open_change)
        page.export_asked.connect(self._export)
        page.shelf = self
        self._section.push(page)
        return page

    def open_change(self, change_id: int) -> None:
        """One change with its records."""
        page = ChangePage(self._desk, change_id)
        page.left.connect(self._section.back)
        page.person_asked.connect(self._person)
        self._section.push(page)
