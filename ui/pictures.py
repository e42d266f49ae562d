"""Pictures of every window, drawn without a display, to be looked at before a screen is called done.

The caller makes the QApplication (offscreen) and opens the office. Nothing is stored: papers are drawn, not saved, and
a list is shown in the wizard without being agreed to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget

from models.benefits import lines as benefits
from models.office.places import provinces
from models.people import page
from models.store.dates import month_of
from models.store.open_office import OpenOffice
from ui.desk import Desk
from ui.frame.window import BENEFITS, IMPORTS, PEOPLE, POSTINGS, SETTINGS, MainWindow
from ui.imports.section import ImportSection
from ui.office.section import OfficeSection
from ui.paper.paper_page import PaperPage
from ui.theme import Scheme, Theme
from ui.unlock.first_run import FirstRunWindow
from ui.unlock.window import UnlockWindow
from ui.words import install_words

SIZES: Sequence[tuple[int, int]] = ((1366, 768), (1093, 580), (1920, 1080))
SETTLE_MS = 60
COUNT_MS = 600
LONGEST_WAIT_MS = 60_000
GROUND = "Kế hoạch số 15/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân xã"
SAMPLE_PASSWORD = "dữ liệu mẫu"  # noqa: S105 - shown in a picture, opens nothing


class NoMemory:
    """Window state that is forgotten."""

    def value(self, key: str, /) -> object:
        return None

    def setValue(self, key: str, value: object, /) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Camera:
    """Where pictures go, and at which size."""

    folder: Path
    size: tuple[int, int]
    suffix: str

    def shoot(self, window: QWidget, name: str, settle: int = SETTLE_MS) -> Path:
        """Let the window settle and save its picture."""
        window.resize(*self.size)
        window.show()
        pause(settle)
        path = self.folder / f"{name}-{self.suffix}.png"
        window.grab().save(str(path))
        return path


def pause(milliseconds: int) -> None:
    """Let the windows work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(signal: SignalInstance, start: Callable[[], object]) -> None:
    """Start something and wait until it says that it is there."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    patience = QTimer()
    patience.setSingleShot(True)
    patience.timeout.connect(loop.quit)
    patience.start(LONGEST_WAIT_MS)
    start()
    loop.exec()
    patience.stop()


def draw_windows(
    office: OpenOffice,
    folder: Path,
    *,
    sample: tuple[str, bytes] | None = None,
    sizes: Sequence[tuple[int, int]] = SIZES,
    schemes: Sequence[Scheme] = ("light", "dark"),
) -> list[Path]:
    """Draw every window at every size and scheme into `folder`; `sample` is a list (name, bytes) for the wizard.

    Needs a QApplication. Returns the files in the order drawn.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("a QApplication must exist")
    folder.mkdir(parents=True, exist_ok=True)
    install_words(app)
    drawn: list[Path] = []
    for scheme in schemes:
        theme = Theme(app, scheme)
        for size in sizes:
            camera = Camera(folder, size, f"{size[0]}x{size[1]}-{scheme}")
            drawn += _unlock(camera)
            drawn += _office(camera, office, theme, sample)
    return drawn


def _unlock(camera: Camera) -> Iterator[Path]:
    unlock = UnlockWindow(lambda _password: None, sample_password=SAMPLE_PASSWORD)
    yield camera.shoot(unlock, "unlock")
    unlock.close()
    choices = [(one.code, one.full_name) for one in provinces()]
    first = FirstRunWindow(choices, lambda _asked: None)
    yield camera.shoot(first, "first-run")
    first.close()


def _office(camera: Camera, office: OpenOffice, theme: Theme, sample: tuple[str, bytes] | None) -> Iterator[Path]:
    desk = Desk(office, NoMemory())
    window = MainWindow(desk, theme)
    yield camera.shoot(window, "people", COUNT_MS)
    yield from _people(camera, window, desk)
    for index, name in ((BENEFITS, "benefits"), (IMPORTS, "imports"), (SETTINGS, "office")):
        window.go_to(index)
        yield camera.shoot(window, name, COUNT_MS)
    settings = window.section(SETTINGS)
    if isinstance(settings, OfficeSection):
        settings.tabs.setCurrentIndex(1)
        yield camera.shoot(window, "villages")
    yield from _papers(camera, window)
    if sample is not None:
        yield from _wizard(camera, window, sample)
    window.close()
    window.deleteLater()


def _people(camera: Camera, window: MainWindow, desk: Desk) -> Iterator[Path]:
    people = window.people
    with desk.read() as session:
        lines = benefits.ids(session, benefits.LineFilter(day=desk.today, month=month_of(desk.today)), limit=20)
        rows = benefits.rows(session, lines, desk.today)
    ids = [row.person_id for row in rows] or list(people.people.model.ids[:1])
    if ids:
        people.open_person(ids[-1])
        yield camera.shoot(window, "person")
        people.edit_person(ids[-1])
        yield camera.shoot(window, "person-form")
        with desk.read() as session:
            home = page.household_of(session, ids[-1], desk.today)
        if home is not None:
            people.open_household(home)
            yield camera.shoot(window, "household")
        people.home()
    people.tabs.setCurrentIndex(1)
    yield camera.shoot(window, "households", COUNT_MS)
    people.tabs.setCurrentIndex(0)
    window.focus_search()
    window.search.setText("hanh")
    window.search.look()
    yield camera.shoot(window, "search")
    window.search.finish()
    window.go_to(PEOPLE)


def _papers(camera: Camera, window: MainWindow) -> Iterator[Path]:
    window.go_to(POSTINGS)
    posting = window.section(POSTINGS).currentWidget()
    if isinstance(posting, PaperPage):
        posting.form.fields["ground"].restore(GROUND)
        wait_for(posting.shown, posting.make)
        yield camera.shoot(window, "posting")
    window.open_payment()
    payment = window.section(BENEFITS).currentWidget()
    if isinstance(payment, PaperPage):
        wait_for(payment.shown, payment.make)
        yield camera.shoot(window, "payment")


def _wizard(camera: Camera, window: MainWindow, sample: tuple[str, bytes]) -> Iterator[Path]:
    window.go_to(IMPORTS)
    section = window.section(IMPORTS)
    if not isinstance(section, ImportSection):
        return
    name, data = sample
    wizard = section.open_data(data, name)
    wait_for(wizard.ready, lambda: None)
    yield camera.shoot(window, "import-rows")
    wizard.tabs.setCurrentIndex(1)
    yield camera.shoot(window, "import-columns")
    section.home()
