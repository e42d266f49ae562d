"""After a handover: the giver's PIN is gone with the slot; leaving a machine wipes PINs, memory and every way in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.leaving_machine import forget, say_farewell
from desktop.program import LEFT_HERE, REMEMBERED
from desktop.signing import SignIn
from models.office.open_office import OpenOffice
from models.safekeeping import leaving
from models.safekeeping.backup import back_up
from models.safekeeping.handover_services import Handing, hand_over_and_sign_in
from models.safekeeping.leaving import left_on
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.safekeeping.services import NoteBackup, RegisterMedium, note_backup, register_medium
from models.store.errors import EnvironmentProblem
from models.store.folder import SETS, VAULT, current_set, has_store
from models.store.store import SAFEKEEPING
from tests.desktop.test_signing import OTHER, PASSWORD, PIN, Desk, founded
from ui.unlock.left_window import NOT_WIPED, WIPED, LeftWindow
from ui.unlock.ways import Asked

__all__ = ["founded"]

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def desk(founded: Path, tmp_path: Path) -> Desk:
    """A workstation where two colleagues sign in and the first has a PIN."""
    shutil.copytree(founded, tmp_path / "data")
    made = Desk(tmp_path)
    made.add_second()
    made.switch_on()
    return made


def pins(desk: Desk, office: OpenOffice) -> tuple[str, ...]:
    return tuple(desk.workstation.quick_handles(office.store.authenticated_vault().store_uid))


def test_the_givers_pin_goes_with_the_slot(desk: Desk) -> None:
    office = desk.sign_in.open(Asked(PASSWORD, "1"))
    try:
        desk.sign_in.forget_gone()
        assert pins(desk, office) == ("1",)
        hand_over_and_sign_in(office, Handing(1, 2, OTHER, keep_sheet=True))
        desk.sign_in.forget_gone()
        assert pins(desk, office) == ()
    finally:
        office.close()
    assert desk.comes_in(PIN, "1", by_pin=True) != "1"
    assert desk.comes_in(PASSWORD, "1") == "wrong_password"
    assert desk.comes_in(OTHER) == "can-bo-2"


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Iterator[OpenOffice]:
    """The first colleague, who has a proved copy on a stick."""
    office = desk.sign_in.open(Asked(PASSWORD, "1"))
    (tmp_path / "stick").mkdir()
    medium = Medium(tmp_path / "stick")
    uid = medium.claim()
    office.transact("USB", register_medium, RegisterMedium(uid, "USB", "ours", outside=True), kind=SAFEKEEPING)
    proved = back_up(office.store, medium, Maker("1", "a", "b"), progress=lambda _at: None, stopped=lambda: False)
    office.transact("Sao lưu", note_backup, NoteBackup(uid, proved), kind=SAFEKEEPING)
    yield office
    office.close()


class Leaver(QObject):
    """What leaving a machine asks of the program."""

    def __init__(self, desk: Desk, tmp_path: Path) -> None:
        super().__init__()
        self._desk = desk
        self.data = desk.data
        self.memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        self.memory.setValue(REMEMBERED, "somebody")
        self.shown: QWidget | None = None
        self.started = 0

    def sign_in(self) -> SignIn:
        return self._desk.sign_in

    def show(self, window: QWidget) -> None:
        self.shown = window
        window.show()

    def start(self) -> None:
        self.started += 1


@pytest.fixture
def leaver(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Any:
    return Leaver(desk, tmp_path)


def farewell(qtbot: QtBot, leaver: Leaver) -> LeftWindow:
    assert say_farewell(leaver)  # type: ignore[arg-type]  # stands for the program
    window = leaver.shown
    assert isinstance(window, LeftWindow)
    qtbot.addWidget(window)
    return window


def words_of(window: QWidget) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())


def test_leaving_wipes_this_machine(desk: Desk, office: OpenOffice, leaver: Any) -> None:
    assert pins(desk, office) == ("1",)
    store_uid = office.store.authenticated_vault().store_uid
    forget(leaver, office)
    assert not leaver.memory.contains(REMEMBERED)
    assert not has_store(desk.data)
    assert left_on(desk.data) == (False, False)
    assert tuple(desk.workstation.quick_handles(store_uid)) == ()
    with pytest.raises(EnvironmentProblem) as missing:
        desk.sign_in.open(Asked(PASSWORD, "1"))
    assert missing.value.code == "store_missing"


def test_the_farewell_says_what_went_what_stayed_and_what_becomes_of_the_sticks(
    qtbot: QtBot, office: OpenOffice, leaver: Any
) -> None:
    assert not say_farewell(leaver), "nothing was left yet"
    forget(leaver, office)
    window = farewell(qtbot, leaver)
    words = words_of(window)
    for part in (WIPED, "Mã PIN", "PDF, Excel", "USB", "sao lưu lại ngay"):
        assert part in words
    assert not window.notice.isVisible()
    qtbot.keyClick(window.button, Qt.Key.Key_Return)
    assert not window.isVisible()
    assert not say_farewell(leaver), "it is said once"
    assert leaver.started == 0


def test_from_the_farewell_one_goes_on_to_a_new_book(qtbot: QtBot, office: OpenOffice, leaver: Any) -> None:
    forget(leaver, office)
    window = farewell(qtbot, leaver)
    qtbot.mouseClick(window.go_on, Qt.MouseButton.LeftButton)
    assert leaver.started == 1
    window.close()
    assert not leaver.memory.contains(LEFT_HERE)


def test_keys_that_the_disk_kept_are_not_called_wiped(
    qtbot: QtBot, desk: Desk, office: OpenOffice, leaver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = desk.data / SETS / ("0" * 16)
    old.mkdir()
    (old / VAULT).write_bytes(b"an older set's")
    used = current_set(desk.data).vault
    destroy = leaving._destroy

    def resists(path: Path) -> None:
        if path.parent == old:
            raise EnvironmentProblem("Tệp đang bị chương trình khác giữ.", code="busy")
        destroy(path)

    monkeypatch.setattr(leaving, "_destroy", resists)
    forget(leaver, office)
    assert used.exists(), "the way in to try it again goes last"
    window = farewell(qtbot, leaver)
    assert window.title.text() == NOT_WIPED
    assert "làm lại" in window.notice.words
    assert WIPED not in words_of(window)
    desk.sign_in.open(Asked(PASSWORD, "1")).close()
    window.close()


def test_data_that_the_disk_kept_is_not_called_gone(
    qtbot: QtBot, desk: Desk, office: OpenOffice, leaver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    forget(leaver, office)
    assert left_on(desk.data) == (False, True)
    window = farewell(qtbot, leaver)
    assert window.title.text() == WIPED
    assert str(desk.data) in window.notice.words
    assert "toàn bộ dữ liệu" not in words_of(window)
    window.close()


def test_a_keyring_that_does_not_answer_is_told(
    qtbot: QtBot, office: OpenOffice, leaver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_self: SignIn) -> None:
        raise EnvironmentProblem("Kho khóa không trả lời.", code="keyring")

    monkeypatch.setattr(SignIn, "forget_keys", silent)
    forget(leaver, office)
    window = farewell(qtbot, leaver)
    assert window.title.text() == WIPED
    assert "mã PIN" in window.notice.words
    assert "bí mật của mã PIN" not in words_of(window), "it is not called gone"
    window.close()


def test_another_data_folder_reads_no_farewell(desk: Desk, office: OpenOffice, leaver: Any, tmp_path: Path) -> None:
    forget(leaver, office)
    leaver.data = tmp_path / "another"
    assert not say_farewell(leaver)
