"""The security tab in the frame, and the way from it to a new recovery sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from models.safekeeping.sheets import next_handle, store_mark, use_sheet, valid_sheet, waits_for_copy
from models.store.recovery import RecoveryKey
from models.store.rights import may, may_not
from ui.frame.rekeying import Rekeying
from ui.office.section import OfficeSection
from ui.parts import Notice
from ui.unlock.quick_port import QuickUnlock
from ui.unlock.security_page import SecurityPage
from ui.unlock.sheet_page import SheetPage
from ui.waiting import Waiting

if TYPE_CHECKING:
    from ui.frame.window import MainWindow

TAB: Final = "Bảo mật"
NO_SHEET: Final = "Sổ chưa có phiếu khôi phục: quên mật khẩu là mất toàn bộ sổ."
MAKING: Final = "Đang làm khóa mới của sổ và hủy phiếu cũ. Việc này mất vài giây; đừng tắt máy."
MADE: Final = "Phiếu khôi phục mới đã có hiệu lực; phiếu cũ đã hủy."


class Security(QObject):
    """Keeps the tab, the notice that a sheet is missing, and the page that makes one."""

    def __init__(self, window: MainWindow, quick: QuickUnlock) -> None:
        super().__init__(window)
        self._window, self._quick = window, quick
        self._office = window.desk.office
        self._making: SheetPage | None = None
        self._page: SecurityPage | None = None
        self._waiting = Waiting(self)
        self._waiting.done.connect(lambda _value: self._made())
        self._waiting.refused.connect(lambda problem: self._making.refuse(problem) if self._making else None)
        self.notice = Notice("", "soon", button="Làm phiếu…")
        self.notice.pressed.connect(self.make_sheet)

    def show_notice(self) -> None:
        """Say that the sheet is missing to whoever may make one; nothing otherwise."""
        missing = self._may() and valid_sheet(self._office.store) is None
        self.notice.say(NO_SHEET if missing else "", "soon")

    def _may(self) -> bool:
        return may(self._office.actor.rights, "safekeeping")

    def add_to(self, section: OfficeSection) -> None:
        """Add the tab."""
        why = "" if self._may() else may_not("safekeeping")
        self._page = SecurityPage(self._window.desk.memory, self._quick, keeps_sheets=why)
        self._page.sheet_asked.connect(self.make_sheet)
        self._page.back_up_asked.connect(self._window.back_up)
        self._page.ways_changed.connect(self._window.ways_changed)
        self._show_sheet()
        section.tabs.addTab(self._page, TAB)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """A copy may have been made that opens with the sheet."""
        if any(subject == "safekeeping" for subject, _ in stale):
            self._show_sheet()

    def _show_sheet(self) -> None:
        store = self._office.store
        if self._page is not None:
            self._page.show_sheet(valid_sheet(store), waits=waits_for_copy(store))

    def make_sheet(self) -> None:
        """Open the page that makes a sheet, on top of this tab: here the clerk is told how to go on."""
        section = self._window.show_settings()
        section.home()
        if self._page is not None:
            section.tabs.setCurrentWidget(self._page)
        store = self._office.store
        old = valid_sheet(store)
        self._making = SheetPage(next_handle(store), store_mark(store), old=old, later="Thôi" if old else "Để sau")
        self._making.left.connect(section.back)
        self._making.settled.connect(self._settle)
        section.push(self._making)

    def _settle(self, key: RecoveryKey) -> None:
        if valid_sheet(self._office.store) is None:
            self._waiting.start(lambda: use_sheet(self._office, key))
        else:
            self._window.rekey_asked.emit(Rekeying(MAKING, lambda office: use_sheet(office, key), MADE))

    def _made(self) -> None:
        self._making = None
        self._window.show_settings().home()
        self._show_sheet()
        self.show_notice()
        self._window.status.say("Phiếu khôi phục đã có hiệu lực.")

    def close(self) -> None:
        """The frame goes."""
        self._waiting.wait()
