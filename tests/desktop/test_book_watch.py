"""Beside an opened book: a flipped bit in a segment and an older folder reach the red line of the window."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.founding import found_store
from desktop.program import Program
from models.office.services import CreateCommune
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.scans.services import NewScan, add_scans, seal
from models.store.scans.vigil import Vigil
from tests.store.fixtures import CLERK
from ui.frame import trouble
from ui.frame.trouble import TroubleLine
from ui.frame.window import MainWindow
from ui.unlock.ways import Asked

pytestmark = pytest.mark.usefixtures("cheap_keys", "own_state")
PASSWORD = "con trâu đen gặm cỏ"
LONG_MS = 20_000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A commune with one segment of scans."""
    data = tmp_path / "data"
    found_store(data, PASSWORD, CreateCommune("Tà Đùng", "66", staff_name="Lê Thị Hoa"))
    with OpenedFolder(data, PASSWORD) as folder:
        folder.store.transact("Quét", CLERK, add_scans, (NewScan(b"trang " * 9000, "image/png"),))
        seal(folder.store, least=1)
    return data


class Sitting:
    """The program opened at the folder; `end` closes it as the end of the program does."""

    def __init__(self, qapp: QApplication, data: Path) -> None:
        self.program = Program(qapp, data)
        self.program.show_frame(self.program.sign_in().open(Asked(PASSWORD, "1")))

    @property
    def line(self) -> TroubleLine:
        window = self.program.window
        assert isinstance(window, MainWindow)
        return window.trouble

    def round(self, qtbot: QtBot) -> None:
        watch = self.program._watch
        assert watch is not None
        watch.go_round()
        qtbot.waitUntil(lambda: not watch._waiting.busy, timeout=LONG_MS)

    def end(self) -> None:
        if self.program.window is not None:
            self.program.window.close()
            self.program.window.deleteLater()
            self.program.window = None
        self.program.office_closed()
        self.program.guard().idle.stop()
        self.program.guard().events.stop()
        self.program.deleteLater()


@pytest.fixture
def sit(qapp: QApplication, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Sitting]]:
    monkeypatch.setattr("desktop.program.window_memory", lambda: str(tmp_path / "window.ini"))
    monkeypatch.setattr("desktop.traces.forget_folders", lambda: None)
    sittings: list[Sitting] = []

    class Here(Sitting):
        def __init__(self) -> None:
            super().__init__(qapp, data)
            sittings.append(self)

    yield Here
    for one in sittings:
        if one.program.window is not None:
            one.end()


def test_a_flipped_bit_is_shown_beside_the_work_and_at_the_next_door(qtbot: QtBot, sit: type, data: Path) -> None:
    here = sit()
    here.round(qtbot)
    assert not here.line.isVisible()
    (segment,) = current_set(data).scans.iterdir()
    spoilt = bytearray(segment.read_bytes())
    spoilt[5000] ^= 1
    segment.write_bytes(spoilt)
    here.round(qtbot)
    assert here.line.isVisible()
    assert f"{segment.name[:12]}… bị hỏng" in here.line.damage.words
    here.program._rebuild()
    assert here.line.isVisible(), "a frame drawn anew says it too"
    here.end()
    again = sit()
    assert f"{segment.name[:12]}… bị hỏng" in again.line.damage.words
    spoilt[5000] ^= 1
    segment.write_bytes(spoilt)
    again.round(qtbot)
    assert not again.line.isVisible(), "mended"


def test_an_older_folder_put_back_is_shown_until_it_is_accepted(
    qtbot: QtBot, sit: type, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit().end()
    shutil.copytree(data, tmp_path / "older")
    sit().end()
    shutil.rmtree(data)
    (tmp_path / "older").rename(data)
    here = sit()
    assert here.line.older.isVisible()
    assert "Đây là bản cũ của sổ" in here.line.older.words
    here.round(qtbot)
    here.end()
    here = sit()
    assert here.line.older.isVisible(), "nothing silences it but the answer"
    monkeypatch.setattr(trouble, "confirmed", lambda *_words: True)
    here.line.older.button.click()
    assert not here.line.isVisible()
    here.end()
    assert not sit().line.isVisible()


def test_the_head_is_remembered_in_a_round_too(qtbot: QtBot, sit: type, data: Path) -> None:
    """A process that is killed after it has not said what it saw; the rounds have."""
    here = sit()
    office = here.program.office
    uid = office.store.authenticated_vault().store_uid
    before = here.program.sign_in().books.head(uid)
    assert before is None
    here.round(qtbot)
    assert here.program.sign_in().books.head(uid).set_id == current_set(data).set_id


def test_the_end_waits_for_no_whole_segment(qtbot: QtBot, sit: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing while a segment is read: the round stops at the next block, before the store closes."""
    reading = threading.Event()
    whole = Vigil._rest
    blocks: list[int] = []

    def slowly(self: Vigil) -> None:
        blocks.append(1)
        reading.set()
        self._stop.wait(LONG_MS / 1000)
        whole(self)

    monkeypatch.setattr(Vigil, "_rest", slowly)
    here = sit()
    watch = here.program._watch
    watch.go_round()
    assert reading.wait(LONG_MS / 1000)
    here.end()
    assert len(blocks) == 1
    assert not watch._waiting.busy


def test_a_restore_over_the_open_store_forgets_what_was_seen(
    qtbot: QtBot, sit: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy that was restored may go less far, and whoever restored it knows that."""
    monkeypatch.setattr("desktop.locking.replace_process", lambda *_asked: None)
    here = sit()
    here.round(qtbot)
    program = here.program
    office, books = program.office, program.sign_in().books
    uid = office.store.authenticated_vault().store_uid
    assert books.head(uid) is not None
    office.store.close()
    program.window.store_replaced.emit()
    assert program.office is None
    assert books.head(uid) is None


def test_a_restore_from_the_door_forgets_what_was_seen(sit: type, data: Path, tmp_path: Path) -> None:
    sit().end()
    shutil.copytree(data, tmp_path / "older")
    sit().end()
    shutil.rmtree(data)
    (tmp_path / "older").rename(data)
    program = Program(QApplication.instance(), data)  # type: ignore[arg-type]  # the application of these tests
    program.sign_in().forget_book()
    program.deleteLater()
    assert not sit().line.isVisible()
