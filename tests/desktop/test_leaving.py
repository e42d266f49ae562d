"""After a handover: the giver's PIN is gone with the slot; leaving a machine wipes PINs, memory and every way in."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.leaving_machine import forget
from desktop.program import REMEMBERED
from models.office.open_office import OpenOffice
from models.safekeeping.backup import back_up
from models.safekeeping.handover_services import Handing, hand_over_and_sign_in
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.safekeeping.services import NoteBackup, RegisterMedium, note_backup, register_medium
from models.store.errors import EnvironmentProblem
from models.store.folder import has_store
from models.store.store import SAFEKEEPING
from tests.desktop.test_signing import OTHER, PASSWORD, PIN, Desk, founded
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


def test_leaving_wipes_this_machine(desk: Desk, tmp_path: Path) -> None:
    office = desk.sign_in.open(Asked(PASSWORD, "1"))
    (tmp_path / "stick").mkdir()
    medium = Medium(tmp_path / "stick")
    uid = medium.claim()
    office.transact("USB", register_medium, RegisterMedium(uid, "USB", "ours", outside=True), kind=SAFEKEEPING)
    proved = back_up(office.store, medium, Maker("1", "a", "b"), progress=lambda _at: None, stopped=lambda: False)
    office.transact("Sao lưu", note_backup, NoteBackup(uid, proved), kind=SAFEKEEPING)
    assert pins(desk, office) == ("1",)
    removed: list[str] = []
    store_uid = office.store.authenticated_vault().store_uid
    program: Any = SimpleNamespace(sign_in=lambda: desk.sign_in, memory=SimpleNamespace(remove=removed.append))
    forget(program, office)
    assert removed == [REMEMBERED]
    assert not has_store(desk.data)
    assert not list(desk.data.rglob("vault.json"))
    assert tuple(desk.workstation.quick_handles(store_uid)) == ()
    with pytest.raises(EnvironmentProblem) as missing:
        desk.sign_in.open(Asked(PASSWORD, "1"))
    assert missing.value.code == "store_missing"
