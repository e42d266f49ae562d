"""Every window is looked at by reckoning: nothing cut, nothing over another, strong colours, every control reached.

The same walk makes the developer's pictures; here it runs without them, over an office of long names, an empty one and
an ordinary one, at the smallest screen (1366×768 at Windows' 125 %) and the usual one, and with the largest letters.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.office.open_office import OpenOffice
from models.store.opened import OpenedFolder
from tests.store.fixtures import CLERK, NOW, PASSWORD
from tests.ui.imports.test_wizard import SAMPLE
from tests.ui.long_names import fill_long_names
from tests.ui.looks import contrast, faults, unreached
from ui.camera import SETTLE_MS, pause
from ui.pictures import Views, draw_windows
from ui.theme import Theme

SMALLEST, USUAL = (1093, 580), (1366, 768)


@pytest.fixture(scope="session")
def long_data(bare_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of long names, made once; do not change it."""
    data = tmp_path_factory.mktemp("long") / "data"
    shutil.copytree(bare_data, data)
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW) as folder:
        fill_long_names(folder.store)
    return data


@pytest.fixture(autouse=True)
def usual_letters(qapp: QApplication) -> Iterator[None]:
    """Other tests find the letters and colours as they were."""
    yield
    Theme(qapp, "light")


def looked_at(data: Path, copy: Path, views: Views, *, sample: bool = False, tab: bool = False) -> list[str]:
    """What is wrong in any window of this office in these views."""
    shutil.copytree(data, copy)
    office = OpenOffice(OpenedFolder(copy, PASSWORD, clock=lambda: NOW), CLERK)
    found: list[str] = []

    def look(window: QWidget, name: str) -> None:
        found.extend(faults(window, name))
        if tab:
            window.activateWindow()
            pause(SETTLE_MS)
            found.extend(f"{name}: {said}" for said in unreached(window))

    try:
        given = (SAMPLE.name, SAMPLE.read_bytes()) if sample else None
        draw_windows(office, None, sample=given, views=views, look=look)
    finally:
        office.close()
    return found


@pytest.mark.long
def test_every_control_is_reached_by_tab(sample_data: Path, tmp_path: Path, qtbot: QtBot) -> None:
    views = Views(sizes=[USUAL], schemes=["light"])
    assert looked_at(sample_data, tmp_path / "data", views, sample=True, tab=True) == []


@pytest.mark.long
def test_long_names_are_not_cut_on_the_smallest_screen(long_data: Path, tmp_path: Path, qtbot: QtBot) -> None:
    assert looked_at(long_data, tmp_path / "data", Views(sizes=[SMALLEST], schemes=["light"]), sample=True) == []


@pytest.mark.long
def test_the_largest_letters_are_not_cut(long_data: Path, tmp_path: Path, qtbot: QtBot) -> None:
    assert looked_at(long_data, tmp_path / "data", Views(sizes=[USUAL], schemes=["dark"], percents=[150])) == []


@pytest.mark.long
def test_an_empty_office_looks_whole(empty_data: Path, tmp_path: Path, qtbot: QtBot) -> None:
    assert looked_at(empty_data, tmp_path / "data", Views(sizes=[SMALLEST], schemes=["dark"], percents=[90])) == []


def test_contrast_is_that_of_the_guidelines(qapp: QApplication) -> None:
    assert round(contrast(QColor("#000000"), QColor("#ffffff")), 1) == 21.0
    assert round(contrast(QColor("#777777"), QColor("#ffffff")), 2) == 4.48
