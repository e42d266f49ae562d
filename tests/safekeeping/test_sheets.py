"""Recovery sheets one after the other: each voids the one before, and no name is given twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.office.open_office import OpenOffice
from models.safekeeping.sheets import next_handle, use_sheet, valid_sheet
from models.store.errors import RuleError
from models.store.opened import OpenedFolder
from models.store.recovery import new_key
from models.store.vault import SheetVoid
from models.store.vault_format import RECOVERY
from models.store.work import Actor
from tests.store.fixtures import CLERK, PASSWORD

pytestmark = pytest.mark.usefixtures("cheap_keys")


def test_each_sheet_voids_the_one_before_and_has_a_name_of_its_own(data_folder: Path) -> None:
    keys = [new_key() for _ in range(3)]
    with OpenedFolder(data_folder, PASSWORD) as folder:
        office = OpenOffice(folder, CLERK)
        assert [use_sheet(office, key) for key in keys[:2]] == ["phieu-1", "phieu-2"]
        folder.rekey(lambda slot: slot.kind != RECOVERY)  # as a handover without the sheet does
        assert valid_sheet(folder.store) is None
        assert next_handle(folder.store) == use_sheet(office, keys[2]) == valid_sheet(folder.store) == "phieu-3"
        office.worker.close()
    for key in keys[:2]:
        with pytest.raises(SheetVoid):
            OpenedFolder(data_folder, key)
    with OpenedFolder(data_folder, keys[2]) as folder:
        assert (folder.handle, folder.by_recovery) == ("phieu-3", True)


def test_without_the_right_the_sheet_before_stays(data_folder: Path) -> None:
    key = new_key()
    with OpenedFolder(data_folder, PASSWORD) as folder:
        use_sheet(OpenOffice(folder, CLERK), key)
        with pytest.raises(RuleError) as caught:
            use_sheet(OpenOffice(folder, Actor(1, frozenset({"change"}))), new_key())
        assert caught.value.code == "no_right"
    OpenedFolder(data_folder, key).close()
