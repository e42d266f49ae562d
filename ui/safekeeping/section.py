"""Sao lưu: the state with its one button, all copies, the choices; restoring and handover open on top."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.frame.section import Section
from ui.frame.tabs import Tabs
from ui.safekeeping.choices_page import ChoicesPage
from ui.safekeeping.copies_page import CopiesPage
from ui.safekeeping.handover_ending import HANDED, PLACE_WORD
from ui.safekeeping.handover_minutes import MinutesPage
from ui.safekeeping.handover_page import HandoverPage
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.kept_engine import KeptSets
from ui.safekeeping.kept_page import KeptPage
from ui.safekeeping.ports import KeptEngine, RestoreEngine
from ui.safekeeping.restore_page import RestorePage
from ui.safekeeping.state_page import StatePage
from ui.safekeeping.wizard import Wizard


class SafekeepingSection(Section):
    """Three tabs. `restoring` while the open store is being replaced; `restored` when the clerk goes on from there.

    `rekey_asked` carries a Rekeying of a handover, `leave_asked` asks for this machine's keys to be wiped,
    `lock_asked` for the lock.
    """

    restored = Signal()
    restoring = Signal(bool)
    rekey_asked = Signal(object)
    leave_asked = Signal()
    lock_asked = Signal()

    def __init__(
        self,
        desk: Desk,
        keeper: Keeper,
        restore: Callable[[], RestoreEngine],
        *,
        kept: Callable[[], KeptEngine] | None = None,
        keeper_name: str = "",
    ) -> None:
        super().__init__()
        self._desk, self._keeper, self._restore = desk, keeper, restore
        self._kept: Callable[[], KeptEngine] = kept or (lambda: KeptSets(desk.office))
        self.state = StatePage(desk, keeper, keeper_name)
        self.copies = CopiesPage(desk, keeper)
        self.choices = ChoicesPage(keeper)
        self.tabs = Tabs()
        self.tabs.addTab(self.state, "Tình trạng")
        self.tabs.addTab(self.copies, "Các bản sao lưu")
        self.tabs.addTab(self.choices, "Đèn và lời nhắc")
        self.state.restore_asked.connect(self.open_restore)
        self.state.handover_asked.connect(self.open_handover)
        self.copies.kept_asked.connect(self.open_kept)
        self.copies.back_up_asked.connect(lambda: self.tabs.setCurrentIndex(0))
        self.push(self.tabs)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        if any(subject == "safekeeping" for subject, _ in stale):
            self._keeper.renew()
            self.choices.show_choices()
        super().renew(stale)

    def back_up(self) -> None:
        """Show the state and make a copy, as the button does."""
        self.home()
        self.tabs.setCurrentIndex(0)
        self.state.back_up()

    def open_restore(self) -> RestorePage:
        """The restore wizard on top."""
        page = RestorePage(self._restore())
        page.left.connect(self.home)
        page.restored.connect(self.restored)
        page.restoring.connect(self.restoring)
        self.push(page)
        return page

    def open_kept(self) -> KeptPage:
        """The sets that were put aside, on top."""
        page = KeptPage(self._kept())
        page.left.connect(self.home)
        page.restored.connect(self.restored)
        page.restoring.connect(self.restoring)
        self.push(page)
        return page

    def open_handover(self, *, just_handed: bool = False) -> None:
        """The ceremony on top; `just_handed`: it has changed the key a moment ago."""
        page = HandoverPage(self._desk, self._keeper, just_handed=just_handed)
        page.left.connect(self.back)
        page.minutes_asked.connect(self._open_minutes)
        page.rekey_asked.connect(self.rekey_asked)
        page.leave_asked.connect(self.leave_asked)
        page.lock_asked.connect(self.lock_asked)
        self.push(page)

    def _open_minutes(self, page: MinutesPage) -> None:
        page.left.connect(self.back)
        self.push(page)

    def place_of(self, page: QWidget) -> str:
        return f"{PLACE_WORD}/1" if isinstance(page, HandoverPage) else super().place_of(page)

    def open_place(self, kind: str, which: str) -> None:
        if kind == PLACE_WORD:
            self.open_handover(just_handed=which == HANDED)
        else:
            super().open_place(kind, which)

    def back(self) -> None:
        page: QWidget | None = self.currentWidget()
        if isinstance(page, Wizard) and not page.may_leave:
            return
        super().back()

    def close_pages(self) -> None:
        self.copies.close()
        super().close_pages()
