"""Every window of benefits over 20,000 entitlements: how long the window's thread stands still at most."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from models.benefits.months.services import ConfirmMonth, OpenMonth, SendMonth, confirm_month, open_month, send_month
from models.imports.returns.queries import payments
from models.office.open_office import OpenOffice
from models.store.dates import add_months
from tests.bench.benefits import ACTOR, FIRST, PASSWORD, PEOPLE, filled, return_file
from tests.bench.blocks import Heartbeat, Seen
from tests.bench.measure import Figure
from tests.bench.register import NoMemory
from ui.benefits.decision_dialogs import grant_dialog
from ui.benefits.decisions_page import DecisionsPage
from ui.benefits.entering import enter_dialog
from ui.benefits.events.section import EventsSection
from ui.benefits.months.section import MonthSection
from ui.benefits.section import BenefitSection
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.frame.window import BENEFITS, MainWindow
from ui.law.section import LawSection
from ui.paper.paper_page import PaperPage
from ui.theme import Theme
from ui.waiting import Waiting

BOUND_S = 0.1
NEXT = add_months(FIRST, 1)
AFTER = add_months(FIRST, 2)
SIZE = (1366, 768)
SOMEBODY = 7
AMOUNT_COLUMN = 6
ENTRY = {"number": "77/QĐ-UBND", "signed_on": "20/11/2026"}
Page = TypeVar("Page", bound=QWidget)
Step = Callable[[], object]
Busy = Callable[[], bool]


class Walk:
    """A walk through the windows; each stop is seen under its name and printed at once."""

    def __init__(self, desk: Desk, window: MainWindow, heart: Heartbeat) -> None:
        self.desk, self.window, self.heart = desk, window, heart
        self.seen: list[Seen] = []

    @property
    def section(self) -> BenefitSection:
        """The room of benefits."""
        return self.window.rooms.benefits

    def see(self, name: str, step: Step, busy: Busy | None = None) -> None:
        """Do a step and see what it costs the window."""
        found = self.heart.see(name, step, busy)
        print("    " + found.line(), flush=True)
        self.seen.append(found)

    def open(self, name: str, make: Callable[[], Page]) -> Page:
        """Open a page or a tab, and wait until it, or its first page, is no longer busy."""
        made: list[Page] = []
        self.see(name, lambda: made.append(make()), lambda: not made or is_busy(made[0]))
        return made[0]

    def tab(self, name: str, key: str, kind: type[Page]) -> Page:
        """Open a tab."""
        page = self.open(name, lambda: self.section.show_tab(key))
        if not isinstance(page, kind):
            raise TypeError(f"the tab {key} is another page's")
        return page

    def change(self, name: str, change: Step) -> None:
        """A change that a page makes beside the window, with all that the windows read again after it."""
        waiting = Waiting(self.window)
        refused: list[object] = []
        waiting.refused.connect(refused.append)
        self.see(name, lambda: waiting.start(change), lambda: waiting.busy)
        if refused:
            raise RuntimeError(f"{name}: {refused[0]}")

    def dialog(self, name: str, make: Callable[[], FormDialog]) -> FormDialog:
        """Show a dialog."""
        made: list[FormDialog] = []

        def show() -> None:
            made.append(make())
            made[0].show()

        self.see(name, show)
        return made[0]


def is_busy(page: QWidget) -> bool:
    """Whether a page, or the first page of a section, says that it is."""
    return bool(getattr(getattr(page, "page", page), "busy", False))


def opened(section: BenefitSection, step: Step) -> PaperPage:
    """The paper that a step puts on top."""
    step()
    page: QWidget | None = section.currentWidget()
    if not isinstance(page, PaperPage):
        raise TypeError("no paper was opened")
    return page


def the_list(walk: Walk) -> None:
    """Who gets what: opened, searched, sorted, scrolled to its end; who may have a right; old lines; the paper."""
    walk.see("list of benefits", lambda: walk.window.go_to(BENEFITS))
    section, register = walk.section, walk.section.list.register
    walk.see("list: a name typed", lambda: register.header.set_filter("name", "hanh"))
    walk.see("list: everybody again", register.header.clear)
    walk.see("list: sorted by amount", lambda: register.header.sectionClicked.emit(AMOUNT_COLUMN))
    walk.see("list: scrolled to its end", register.table.scrollToBottom)
    screening = walk.open("screening of the register", section.open_screening)
    walk.see("screening: a name typed", lambda: screening.register.header.set_filter("name", "hanh"))
    walk.see("list: back", section.home)
    walk.open("take-over of old lines", section.open_take_over)
    section.home()
    paper = walk.open("payment list", lambda: opened(section, section.open_payment))
    walk.see("payment list drawn", paper.make, lambda: paper.busy)
    section.home()


def the_month(walk: Walk, folder: Path) -> None:
    """The cockpit with its bridge and risks, the whole list, and the answer of the payment organisation."""
    desk = walk.desk
    months = walk.tab("month cockpit, bridge and risks", "months", MonthSection)
    page = months.page
    if page.seen is None:
        raise RuntimeError("the cockpit shows no month")
    row = page.seen.row
    lines = walk.open("whole list of the month", lambda: months.open_lines(row))
    walk.see("whole list: a name typed", lambda: lines.register.header.set_filter("name", "hanh"))
    walk.see("cockpit: back", months.home)
    walk.see("cockpit: computed again", page.recompute, lambda: page.busy)
    walk.change("cockpit: list confirmed", lambda: desk.do("Chốt", confirm_month, ConfirmMonth(NEXT)))
    walk.change("cockpit: list sent", lambda: desk.do("Gửi", send_month, SendMonth(NEXT)))
    with desk.store.read() as reader:
        everybody = payments(reader, NEXT)
    path = folder / "tra-loi.xlsx"
    path.write_bytes(return_file([(one.code, one.name, one.total) for one in everybody]))
    answer = walk.open("reconciliation", lambda: months.open_answer(NEXT))
    walk.see("reconciliation: file read and matched", lambda: answer.open_file(path), lambda: answer.busy)
    walk.see("reconciliation: written", answer.store, lambda: answer.busy or page.busy)


def the_law(walk: Walk) -> None:
    """The table of the law, the preview of a change, and the decision for everybody."""
    law = walk.tab("law window", "law", LawSection)
    walk.see("law: searched", lambda: law.page.register.header.set_filter("title", "cao tuoi"))
    walk.open("law: documents", law.open_documents)
    walk.see("law: back", law.home)
    change = walk.open("law change with its preview", walk.section.open_law_change)
    walk.see("law change: person by person", lambda: change.tabs.setCurrentWidget(change.people))
    walk.see("law change: a name typed", lambda: change.people.header.set_filter("name", "hanh"))
    walk.see("law change: everybody again", change.people.header.clear)
    walk.see("law change: decision prepared", change.agree.click, lambda: change.busy)


def the_decision(walk: Walk) -> None:
    """A decision over everybody: looked at, drawn, entered; then the month that pays its arrears."""
    section, desk = walk.section, walk.desk
    decisions = walk.tab("decisions", "decisions", DecisionsPage)
    number = max(decisions.register.model.ids)
    page = walk.open("decision of everybody", lambda: section.open_decision(number))
    walk.see("decision: a name typed", lambda: page.register.header.set_filter("name", "hanh"))
    section.home()
    paper = walk.open("decision paper", lambda: opened(section, lambda: section.open_decision_paper((number,))))
    walk.see("decision paper drawn", paper.make, lambda: paper.busy)
    section.home()
    dialog = walk.dialog("decision: form of number and day", lambda: enter_dialog(walk.window, desk, number))
    for key, words in ENTRY.items():
        dialog.form.fields[key].restore(words)
    signer = dialog.form.fields["signer"]
    signer.restore(str(signer.editor.itemData(1)))
    walk.see("decision: entered for everybody", dialog.submit, dialog.isVisible)
    dialog.deleteLater()
    walk.change("next month computed with arrears", lambda: desk.do("Lập", open_month, OpenMonth(AFTER)))
    months = walk.tab("cockpit of a month with arrears", "months", MonthSection)
    seen = months.page.seen
    if seen is None or seen.bridge is None:
        raise RuntimeError("the cockpit shows no bridge")
    step = max((one for one in seen.bridge.steps if not one.is_sum), key=lambda one: one.lines)
    walk.open("cockpit: everybody of a step", lambda: months.open_step(step, "01/2027"))


def the_events(walk: Walk) -> None:
    """The inbox, what the program finds by itself, the village slips, the debts."""
    events = walk.tab("inbox of events", "events", EventsSection)
    page = events.page
    walk.see("inbox: events of the month looked for", page.look_for, lambda: page.searching.busy)
    walk.see("inbox: everything", page.show_every)
    walk.see("inbox: a name typed", lambda: page.register.header.set_filter("name", "hanh"))
    walk.open("village slips", events.open_slips)
    walk.see("village slips: back", events.home)
    walk.open("debts", events.open_debts)
    walk.see("debts: back", events.home)


def the_person(walk: Walk) -> None:
    """A person's page with the history of what they get, what the law says of them, the form of a grant."""
    walk.see("person's page", lambda: walk.window.open_person(SOMEBODY))
    walk.see("person: what the law says", lambda: walk.window.people.open_assessment(SOMEBODY))
    dialog = walk.dialog("person: form of a grant", lambda: grant_dialog(walk.window, walk.desk, SOMEBODY))
    dialog.close()
    dialog.deleteLater()


def walked(data: Path, folder: Path, theme: Theme, heart: Heartbeat) -> list[Seen]:
    """A walk through all windows on this store, which it changes."""
    office = OpenOffice.unlock(data, PASSWORD)
    office.worker.warm()
    desk = Desk(office, NoMemory())
    window = MainWindow(desk, theme)
    try:
        walk = Walk(desk, window, heart)
        window.resize(*SIZE)
        walk.see("main window", window.show)
        the_list(walk)
        the_month(walk, folder)
        the_law(walk)
        the_decision(walk)
        the_events(walk)
        the_person(walk)
    finally:
        window.close()
        window.deleteLater()
        office.close()
    return walk.seen


def run() -> list[Figure]:
    """The longest block of each stop against 100 ms."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "many"
        with filled(data, PEOPLE) as opened_folder:
            opened_folder.store.transact("Lập", ACTOR, open_month, OpenMonth(NEXT))
        seen = walked(data, Path(folder), theme, Heartbeat())
    del theme
    return [Figure(one.name, one.block, BOUND_S, f"{1000 * BOUND_S:.0f} ms", 1.0) for one in seen]
