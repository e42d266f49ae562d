"""The main window: a frame around the sections, nothing more.

Navigation at the left, one search box on top, the state at the bottom. The sections live in `ui.frame.rooms`.
`lock_asked` and `closed` go to whoever opened the office; the window never ends the program itself.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from models.office import queries as office
from models.store.rights import Right
from ui.desk import Desk
from ui.frame.exporting import RegisterExport
from ui.frame.keys import KeysPanel
from ui.frame.menus import BENEFITS, IMPORTS, PEOPLE, POSTINGS, SAFEKEEPING, SETTINGS, add_menus
from ui.frame.nav import Nav
from ui.frame.reopening import Reopening
from ui.frame.rooms import PLACES, Rooms
from ui.frame.section import Section
from ui.frame.short import ShortLabel
from ui.frame.size import fit_screen, remember_size, restore_size
from ui.frame.status import StatusLine
from ui.frame.trouble import TroubleLine
from ui.history.shelf import HistoryShelf
from ui.icons import retint
from ui.office.section import OfficeSection
from ui.parts import Notice
from ui.people.picker import TopSearch
from ui.people.section import PeopleSection
from ui.progress import WorkProgress
from ui.register.clipboard import clear_ours
from ui.register.view import RegisterView
from ui.rights import why_not
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.places import Drives, NoDrives
from ui.safekeeping.watch import Watch
from ui.theme import Theme, em
from ui.unlock.quick_port import NoQuickUnlock, QuickUnlock
from ui.unlock.security import Security

__all__ = ["BENEFITS", "IMPORTS", "PEOPLE", "POSTINGS", "SAFEKEEPING", "SETTINGS", "MainWindow"]


class MainWindow(QMainWindow):
    """The frame of one signed-in clerk."""

    lock_asked = Signal()
    closed = Signal()
    rebuild_asked = Signal()
    ways_changed = Signal()
    """How whoever is signed in comes in the next time: a PIN was switched on or off."""

    leave_asked = Signal()
    rekey_asked = Signal(object)
    """A ui.frame.rekeying.Rekeying: work on the opened office while no frame stands over it."""

    store_replaced = Signal()
    """A restored store has taken the place of the open one, which is closed: only signing in anew goes on."""

    def __init__(
        self, desk: Desk, theme: Theme, *, quick: QuickUnlock | None = None, drives: Drives | None = None
    ) -> None:
        super().__init__()
        self.desk = desk
        drives = drives if drives is not None else NoDrives()
        self.progress = WorkProgress(desk.memory)
        self.progress.stopped.connect(desk.worker.cancel)
        self.nav = Nav()
        self.stack = QStackedWidget()
        self.notice = Reopening(self)
        self.missing = Notice("", "wrong")
        self.trouble = TroubleLine(desk)
        self.security = Security(self, quick or NoQuickUnlock())
        self.search = TopSearch(desk, self)
        self.status = StatusLine()
        self.watch = Watch(self, desk, drives, self.status)
        self.watch.back_up_asked.connect(self.back_up)
        self.watch.handover_asked.connect(self.open_handover)
        self._export = RegisterExport(self, desk, self.progress, self.status.say)
        self.rooms = Rooms(self, theme, drives)
        self._build()
        add_menus(self)
        desk.stale.connect(self._renew)
        self._show_commune()
        restore_size(self, desk.memory)
        self.go_to(PEOPLE)
        self.notice.offer()
        self.security.show_notice()

    def _build(self) -> None:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for words, sign in PLACES:
            self.nav.add(words, sign)
        self.nav.chosen.connect(self.go_to)
        row.addWidget(self.nav)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(em(self), em(self, 0.5), em(self), 0)
        ghost = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setMinimumWidth(ghost + em(self, 1.5))
        self.search.setMaximumWidth(em(self, 52))
        top.addWidget(self.search, 3)
        self._commune = ShortLabel()
        top.addWidget(self._commune, 2)
        column.addLayout(top)
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.4), em(self), 0)
        news.addWidget(self.trouble)
        news.addWidget(self.missing)
        news.addWidget(self.security.notice)
        news.addWidget(self.notice)
        news.addWidget(self.watch.taking)
        news.addWidget(self.watch.notice)
        news.addWidget(self.progress)
        column.addLayout(news)
        column.addWidget(self.stack, 1)
        row.addLayout(column, 1)
        outer = QWidget()
        lines = QVBoxLayout(outer)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(whole, 1)
        lines.addWidget(self.status)
        self.setCentralWidget(outer)
        self.search.chosen.connect(self.open_person)
        self.search.card_chosen.connect(self._start_from_card)
        self.status.lock_asked.connect(self.lock_asked)

    # -- sections ----------------------------------------------------------------------------------------------------

    def section(self, index: int) -> Section:
        """The section at this place."""
        return self.rooms.section(index)

    def go_to(self, index: int) -> None:
        """Show a section."""
        section = self.section(index)
        section.forget_ways()
        self.stack.setCurrentWidget(section)
        self.nav.show_chosen(index)
        section.focus_page()

    @property
    def place(self) -> int:
        """The section that is shown."""
        return self.rooms.place_of(self.stack.currentWidget())

    @property
    def people(self) -> PeopleSection:
        return self.rooms.people

    def hold(self, on: bool) -> None:
        """While the store under the windows is replaced nothing else is read or written."""
        lines = (self.trouble, self.security.notice, self.notice, self.watch.taking)
        self.watch.hold(on, (self.nav, self.search, self.menuBar(), self.status.lock, *lines))
        if on:
            self.trouble.hide()  # it tells of the store that goes
        else:
            self.trouble.renew()

    @property
    def copying(self) -> Keeper | None:
        """The backup that runs, None while none does."""
        return self.watch.keeper if self.watch.keeper.busy else None

    def back_up(self) -> None:
        """Show the state of safekeeping and make a copy."""
        self.go_to(SAFEKEEPING)
        self.rooms.safekeeping.back_up()

    def open_restore(self) -> None:
        """The restore wizard."""
        self.go_to(SAFEKEEPING)
        self.rooms.safekeeping.home()
        self.rooms.safekeeping.open_restore()

    def open_handover(self) -> None:
        """The ceremony of handover."""
        self.go_to(SAFEKEEPING)
        self.rooms.safekeeping.home()
        self.rooms.safekeeping.open_handover()

    def show_settings(self) -> OfficeSection:
        """The settings, shown."""
        self.go_to(SETTINGS)
        return self.rooms.settings

    def open_person(self, person_id: int) -> None:
        """Show a person's page; Esc on it goes back to where the person was opened."""
        self.search.finish()
        origin = self.place
        self.go_to(PEOPLE)
        self.people.open_person(person_id)
        if origin != PEOPLE:
            self.people.leads_back(lambda: self.go_to(origin))

    def _start_from_card(self, card: object) -> None:
        self.search.finish()
        if self._refused("change"):
            return
        self.go_to(PEOPLE)
        self.people.new_person(card)  # type: ignore[arg-type]  # the signal carries a CardText

    def _refused(self, right: Right) -> bool:
        """Whether who is signed in lacks the right; then the status line says so."""
        why = why_not(self.desk, right)
        if why:
            self.status.say(f"{why.partition('. ')[0]}.")
        return bool(why)

    def new_person(self) -> None:
        """Start a new person."""
        if self._refused("change"):
            return
        self.go_to(PEOPLE)
        self.people.new_person()

    # -- keys --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing nearer took: a screen with its own Ctrl+N, such as a register, has it before the frame."""
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if event.key() == Qt.Key.Key_N:
                self.new_person()
                return
            if event.key() == Qt.Key.Key_I:
                self.go_to(IMPORTS)
                return
        super().keyPressEvent(event)

    def show_keys(self) -> None:
        """List the keys of the screen that is shown."""
        section = self.stack.currentWidget()
        if isinstance(section, Section):
            panel = KeysPanel(self, section)
            panel.exec()
            panel.deleteLater()

    def open_payment(self) -> None:
        """Make the payment list."""
        self.go_to(BENEFITS)
        self.rooms.benefits.open_payment()

    def open_papers(self) -> None:
        """All kept papers."""
        self.go_to(POSTINGS)
        self.rooms.postings.home()
        self.rooms.postings.shelf.open_register()

    def open_history(self) -> None:
        """All changes, on top of the screen that is shown."""
        section = self.stack.currentWidget()
        if isinstance(section, Section):
            HistoryShelf(section, self.desk, self.export, self.open_person).open_register()

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # -- news --------------------------------------------------------------------------------------------------------

    def _renew(self, stale: frozenset[tuple[str, int]]) -> None:
        self.watch.renew(stale)
        self.security.renew(stale)
        for section in self.rooms.made:
            section.renew(stale)
        if any(subject == "office" for subject, _ in stale):
            self._show_commune()

    def _show_commune(self) -> None:
        with self.desk.read() as session:
            commune, staff = office.commune(session), office.staff(session)
        name = f"{commune.full_name}, {commune.province_name}" if commune else ""
        self._commune.show_words(name)
        self.setWindowTitle(f"Sổ An Sinh - {name}" if name else "Sổ An Sinh")
        actor = self.desk.office.actor.staff_id
        who = next((one.display_name for one in staff if one.id == actor), "")
        self.status.show_clerk(who)

    def export(self, view: RegisterView) -> None:
        """Export what a register shows."""
        if not self._refused("export"):
            self._export.start(view)

    # -- coming and going --------------------------------------------------------------------------------------------

    def fit_screen(self) -> None:
        """Call before the first show."""
        fit_screen(self, self.desk.memory)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            retint(self)
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.watch.start()

    def leave(self) -> None:
        """The clerk ends the program; a copy may be offered first."""
        if not self.watch.stays(self.close):
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous() and self.watch.stays(self.close):
            event.ignore()
            return
        self.watch.close()
        remember_size(self, self.desk.memory)
        self.desk.worker.cancel()
        self.security.close()
        self._export.wait()
        self.progress.end(finished=False)
        for section in self.rooms.made:
            section.close_pages()
        for view in self.findChildren(RegisterView):
            view.model.stop()
        clear_ours()
        self.desk.close()
        self.closed.emit()
        super().closeEvent(event)
