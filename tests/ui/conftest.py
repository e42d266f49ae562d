"""One application with the theme and the Vietnamese words, and a desk at a small made-up office, for window tests."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from models.demo.services import FillDemo, demo_commune, fill_demo
from models.office import open_office
from models.office.open_office import OpenOffice
from models.office.services import create_commune
from models.store.opened import OpenedFolder
from tests.store.fixtures import CLERK, FOUNDER, NOW, PASSWORD
from tests.ui.fakes import FakeMemory
from tests.ui.lent_worker import LentWorker
from ui.desk import Desk
from ui.theme import Theme
from ui.words import install_words

PEOPLE = 300


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """pytest-qt's application, dressed as ours."""
    install_words(qapp)
    Theme(qapp, "light")
    return qapp


@pytest.fixture(scope="session")
def sample_data(bare_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up commune of 300 people, made once; do not change it."""
    data = tmp_path_factory.mktemp("sample") / "data"
    shutil.copytree(bare_data, data)
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW) as folder:
        folder.store.transact("Lập sổ", FOUNDER, create_commune, demo_commune(7))
        folder.store.transact("Điền dữ liệu mẫu", CLERK, fill_demo, FillDemo(PEOPLE, 7))
    return data


@pytest.fixture(scope="session")
def empty_data(bare_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A commune without a person, made once; do not change it."""
    data = tmp_path_factory.mktemp("empty") / "data"
    shutil.copytree(bare_data, data)
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW) as folder:
        folder.store.transact("Lập sổ", FOUNDER, create_commune, demo_commune(7))
    return data


def desk_at(data: Path) -> Iterator[Desk]:
    """A desk at this data folder, everything closed in the end."""
    office = OpenOffice(OpenedFolder(data, PASSWORD, clock=lambda: NOW), CLERK)
    desk = Desk(office, FakeMemory())
    yield desk
    desk.close()
    office.close()


@pytest.fixture
def desk(qapp: QApplication, sample_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk at its own copy of the made-up commune."""
    shutil.copytree(sample_data, tmp_path / "data")
    yield from desk_at(tmp_path / "data")


@pytest.fixture
def empty_desk(qapp: QApplication, empty_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk at its own copy of the empty commune."""
    shutil.copytree(empty_data, tmp_path / "data")
    yield from desk_at(tmp_path / "data")


@pytest.fixture(autouse=True)
def lent_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offices share a warm worker process."""
    monkeypatch.setattr(open_office, "Worker", LentWorker)


@pytest.fixture(autouse=True)
def collect_in_the_main_thread() -> Iterator[None]:
    """Garbage is collected here alone: the thread that talks to pytest-xdist would free widgets, which crashes Qt."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()
