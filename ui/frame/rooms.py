"""The sections of one main window: each is made when it is first shown, and its wishes go to the window.

Knows which section belongs to which place of the navigation; must not decide what is shown (the window does).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject

from ui.benefits.section import BenefitSection
from ui.frame.look import LookPage
from ui.frame.menus import BENEFITS, IMPORTS, PEOPLE, POSTINGS, SAFEKEEPING, SETTINGS
from ui.frame.section import Section
from ui.imports.section import ImportSection
from ui.office.section import OfficeSection
from ui.paper.section import PostingSection
from ui.people.section import PeopleSection
from ui.safekeeping.places import Drives
from ui.safekeeping.restore_engine import StoreRestore
from ui.safekeeping.section import SafekeepingSection
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.frame.window import MainWindow

S = TypeVar("S", bound=Section)

PLACES: Final = (
    ("Người dân", "users"),
    ("Trợ cấp", "banknote"),
    ("Nhập danh sách", "file-spreadsheet"),
    ("Niêm yết", "stamp"),
    ("Sao lưu", "hard-drive"),
    ("Cài đặt", "settings"),
)
"""Words and icons of the navigation, in the order of PEOPLE, BENEFITS, ..."""


class Rooms(QObject):
    """Makes and keeps the sections; `window` is what they ask for other places, exports and copies."""

    def __init__(self, window: MainWindow, theme: Theme, drives: Drives) -> None:
        super().__init__(window)
        self._window, self._theme, self._drives = window, theme, drives
        self._made: dict[int, Section] = {}
        makers = {
            PEOPLE: self._people,
            BENEFITS: self._benefits,
            IMPORTS: self._imports,
            POSTINGS: self._postings,
            SAFEKEEPING: self._safekeeping,
            SETTINGS: self._settings,
        }
        self._makers = makers

    def section(self, index: int) -> Section:
        """The section at this place, made when it is first needed."""
        if index not in self._made:
            self._made[index] = self._makers[index]()
            self._window.stack.addWidget(self._made[index])
        return self._made[index]

    @property
    def made(self) -> Iterable[Section]:
        """The sections that were shown so far."""
        return self._made.values()

    def place_of(self, shown: object) -> int:
        """Where the navigation has this section."""
        return next((index for index, one in self._made.items() if one is shown), PEOPLE)

    @property
    def people(self) -> PeopleSection:
        return self._as(PEOPLE, PeopleSection)

    @property
    def benefits(self) -> BenefitSection:
        return self._as(BENEFITS, BenefitSection)

    @property
    def postings(self) -> PostingSection:
        return self._as(POSTINGS, PostingSection)

    @property
    def safekeeping(self) -> SafekeepingSection:
        return self._as(SAFEKEEPING, SafekeepingSection)

    @property
    def settings(self) -> OfficeSection:
        return self._as(SETTINGS, OfficeSection)

    def _as(self, index: int, kind: type[S]) -> S:
        section = self.section(index)
        if not isinstance(section, kind):
            raise TypeError(f"place {index} is another section's")
        return section

    # -- making ------------------------------------------------------------------------------------------------------

    def _people(self) -> Section:
        made = PeopleSection(self._window.desk)
        made.import_asked.connect(lambda: self._window.go_to(IMPORTS))
        made.export_asked.connect(self._window.export)
        return made

    def _benefits(self) -> Section:
        made = BenefitSection(self._window.desk)
        made.person_asked.connect(self._window.open_person)
        made.newcomer_asked.connect(self._add_person)
        made.import_asked.connect(lambda: self._window.go_to(IMPORTS))
        made.export_asked.connect(self._window.export)
        return made

    def _add_person(self, known: dict[str, str]) -> None:
        """The form of a new person, with what is known of them."""
        before = self._window.place
        self._window.go_to(PEOPLE)
        self.people.new_person(known=known)
        self.people.leads_back(lambda: self._window.go_to(before))

    def _imports(self) -> Section:
        made = ImportSection(self._window.desk)
        made.posting_asked.connect(lambda: self._window.go_to(POSTINGS))
        made.people_asked.connect(lambda: self._window.go_to(PEOPLE))
        made.back_up_asked.connect(self._window.back_up)
        return made

    def _postings(self) -> Section:
        made = PostingSection(self._window.desk)
        made.export_asked.connect(self._window.export)
        return made

    def _safekeeping(self) -> Section:
        window = self._window
        made = SafekeepingSection(
            window.desk, window.watch.keeper, self._restore_engine, keeper_name=window.status.clerk
        )
        made.restoring.connect(window.hold)
        made.restored.connect(window.store_replaced)
        made.rekey_asked.connect(window.rekey_asked)
        made.leave_asked.connect(window.leave_asked)
        made.lock_asked.connect(window.lock_asked)
        return made

    def _restore_engine(self) -> StoreRestore:
        folder = self._window.desk.office.folder
        return StoreRestore(folder.data, self._drives, folder)

    def _settings(self) -> Section:
        window = self._window
        look = LookPage(self._theme, window.desk.memory)
        look.changed.connect(window.rebuild_asked)
        made = OfficeSection(window.desk, look)
        made.rekey_asked.connect(window.rekey_asked)
        made.rights_changed.connect(window.rebuild_asked)
        window.security.add_to(made)
        return made
