"""A walk through every window of the program, for pictures and for checks of what is drawn.

Each stop shows a window in a state worth looking at and hands it to the camera. Nothing is stored on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QDialog, QWidget

from models.benefits import lines as benefits
from models.office.open_office import OpenOffice
from models.people import page
from models.store.dates import month_of
from ui.benefits.line_dialog import add_line_dialog
from ui.benefits.section import BenefitSection
from ui.benefits.tour import see_benefits
from ui.camera import Camera, NoMemory, wait_for, wait_while
from ui.desk import Desk
from ui.dialogs import Question
from ui.frame.keys import KeysPanel
from ui.frame.trouble import example_troubles
from ui.frame.window import BENEFITS, IMPORTS, PEOPLE, POSTINGS, SETTINGS, MainWindow
from ui.history.register_page import HistoryPage
from ui.imports.section import ImportSection
from ui.office.dialogs import body_dialog, commune_dialog, series_dialog, signer_dialog, village_dialog
from ui.office.section import OfficeSection
from ui.office.staff_dialogs import add_staff_dialog, own_password_dialog
from ui.paper.paper_page import PaperPage
from ui.people.facts import FACTS, dead_dialog, fact_dialog, move_dialog
from ui.people.merge_page import MergePage
from ui.people.picker import PersonPicker
from ui.safekeeping.example import ExampleRestore
from ui.safekeeping.places import NoDrives
from ui.safekeeping.restore_window import RestoreWindow
from ui.safekeeping.tour import see_restore_window, see_safekeeping
from ui.theme import Theme
from ui.tour_doors import see_doors, see_security

COUNT_MS: Final = 600
GROUND: Final = "Kế hoạch số 15/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân xã"


class Tour:
    """One walk at one size, scheme and text size. It must not change the store."""

    def __init__(self, camera: Camera, office: OpenOffice, theme: Theme, sample: tuple[str, bytes] | None) -> None:
        self._camera = camera
        self._office = office
        self._theme = theme
        self._sample = sample

    def walk(self) -> None:
        """See every window."""
        self._before_unlocking()
        desk = Desk(self._office, NoMemory())
        window = MainWindow(desk, self._theme)
        try:
            self._camera.shoot(window, "people", COUNT_MS)
            self._people(window, desk)
            self._trouble(window)
            self._registers(window)
            self._settings(window, desk)
            see_security(self._camera, window)
            self._history(window)
            see_safekeeping(self._camera, window, desk)
            self._papers(window, desk)
            self._wizard(window)
            self._camera.shoot_small(KeysPanel(window, window.people), "keys")
        finally:
            window.close()
            window.deleteLater()

    def _before_unlocking(self) -> None:
        see_doors(self._camera)
        data, engine = self._office.folder.data, ExampleRestore(sealed=True)
        see_restore_window(self._camera, RestoreWindow(data, NoDrives(), engine))

    def _registers(self, window: MainWindow) -> None:
        for index, name in ((BENEFITS, "benefits"), (IMPORTS, "imports")):
            window.go_to(index)
            self._camera.shoot(window, name, COUNT_MS)

    def _trouble(self, window: MainWindow) -> None:
        """The red lines about the book itself, put aside again afterwards."""
        folder = self._office.folder
        for part, words in example_troubles().items():
            folder.tell(part, words)
        window.trouble.renew()
        self._camera.shoot(window, "trouble")
        folder.troubles.clear()
        window.trouble.renew()

    # -- people ------------------------------------------------------------------------------------------------------

    def _people(self, window: MainWindow, desk: Desk) -> None:
        people, camera = window.people, self._camera
        person = self._someone(window, desk)
        if person:
            people.open_person(person)
            camera.shoot(window, "person")
            people.edit_person(person)
            camera.shoot(window, "person-form")
            self._household(window, desk, person)
            people.home()
            self._person_dialogs(window, desk, person)
        people.new_person()
        camera.shoot(window, "person-new")
        people.home()
        people.tabs.setCurrentIndex(1)
        camera.shoot(window, "households", COUNT_MS)
        people.tabs.setCurrentIndex(0)
        window.focus_search()
        window.search.setText("hanh")
        window.search.look()
        camera.shoot(window, "search")
        window.search.finish()
        window.go_to(PEOPLE)

    def _someone(self, window: MainWindow, desk: Desk) -> int:
        """Somebody with a benefit, else anybody; 0 when the store is empty."""
        with desk.read() as session:
            lines = benefits.ids(session, benefits.LineFilter(day=desk.today, month=month_of(desk.today)), limit=20)
            rows = benefits.rows(session, lines, desk.today)
        ids = [row.person_id for row in rows] or list(window.people.people.model.ids[:1])
        return int(ids[-1]) if ids else 0

    def _household(self, window: MainWindow, desk: Desk, person: int) -> None:
        with desk.read() as session:
            home = page.household_of(session, person, desk.today)
        if home is not None:
            window.people.open_household(home)
            self._camera.shoot(window, "household")

    def _person_dialogs(self, window: MainWindow, desk: Desk, person: int) -> None:
        camera = self._camera
        camera.shoot_small(move_dialog(window, desk, person), "dialog-move")
        camera.shoot_small(dead_dialog(window, desk, person, "Nguyễn Thị Hạnh"), "dialog-dead")
        camera.shoot_small(add_line_dialog(window, desk, person), "dialog-line")
        for fact in FACTS:
            camera.shoot_small(fact_dialog(window, desk, person, fact), f"dialog-{fact}")
        camera.shoot_small(PersonPicker(window, desk, "Gộp với người nào?", besides=person), "picker")
        others = [one for one in window.people.people.model.ids[:2] if one != person]
        if others:
            merge = MergePage(desk, person, others[0])
            window.people.push(merge)
            camera.shoot(window, "merge")
            window.people.home()

    # -- settings ----------------------------------------------------------------------------------------------------

    def _settings(self, window: MainWindow, desk: Desk) -> None:
        camera = self._camera
        window.go_to(SETTINGS)
        camera.shoot(window, "office", COUNT_MS)
        settings = window.section(SETTINGS)
        if isinstance(settings, OfficeSection):
            for index, name in ((1, "villages"), (2, "screen"), (3, "staff")):
                settings.tabs.setCurrentIndex(index)
                camera.shoot(window, name)
            settings.tabs.setCurrentIndex(0)
        body = "committee"
        makers: tuple[tuple[str, Callable[[], QDialog]], ...] = (
            ("dialog-commune", lambda: commune_dialog(window, desk)),
            ("dialog-body", lambda: body_dialog(window, desk, body)),
            ("dialog-series", lambda: series_dialog(window, desk, "front")),
            ("dialog-signer", lambda: signer_dialog(window, desk, body, 0)),
            ("dialog-village", lambda: village_dialog(window, desk, 0)),
            ("dialog-staff", lambda: add_staff_dialog(window, desk)),
            ("dialog-own-password", lambda: own_password_dialog(window, desk)),
            (
                "question",
                lambda: Question(window, "Xóa lần nhập này?", "Mọi điều lần nhập đưa vào được bỏ.", "Hoàn tác"),
            ),
        )
        for name, make in makers:
            camera.shoot_small(make(), name)

    def _history(self, window: MainWindow) -> None:
        window.go_to(PEOPLE)
        window.open_history()
        self._camera.shoot(window, "history", COUNT_MS)
        page = window.people.currentWidget()
        if isinstance(page, HistoryPage) and page.register.model.ids:
            page.opened.emit(page.register.model.ids[-1])
            self._camera.shoot(window, "history-change")
        window.people.home()

    # -- papers and lists --------------------------------------------------------------------------------------------

    def _papers(self, window: MainWindow, desk: Desk) -> None:
        window.go_to(POSTINGS)
        section = window.section(POSTINGS)
        posting = section.currentWidget()
        if isinstance(posting, PaperPage):
            self._camera.shoot(window, "posting-form")
            posting.form.fields["ground"].restore(GROUND)
            self._make(window, posting, "posting")
        window.open_papers()
        self._camera.shoot(window, "papers", COUNT_MS)
        section.home()
        window.go_to(BENEFITS)
        benefit_section = window.section(BENEFITS)
        if isinstance(benefit_section, BenefitSection):
            benefit_section.open_payment()
            payment = benefit_section.currentWidget()
            if isinstance(payment, PaperPage):
                self._make(window, payment, "payment")
            see_benefits(self._camera, window, benefit_section, desk, self._someone(window, desk))

    def _make(self, window: QWidget, paper: PaperPage, name: str) -> None:
        paper.make()
        wait_while(lambda: paper.busy)
        self._camera.shoot(window, name)

    def _wizard(self, window: MainWindow) -> None:
        window.go_to(IMPORTS)
        section = window.section(IMPORTS)
        if self._sample is None or not isinstance(section, ImportSection):
            return
        name, data = self._sample
        wizard = section.open_data(data, name)
        wait_for(wizard.ready, lambda: None)
        self._camera.shoot(window, "import-rows")
        wizard.tabs.setCurrentIndex(1)
        self._camera.shoot(window, "import-columns")
        section.home()
