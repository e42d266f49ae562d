"""Books that bear our uid and were made for our slots, by a stranger with a stick of ours or by who had the key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from models.safekeeping import queries
from models.safekeeping.manifest import BackupDamaged
from models.safekeeping.medium import Medium
from models.safekeeping.opening import open_generation
from models.safekeeping.restoring import restore
from models.store import recovery, slots, vault
from models.store.errors import EnvironmentProblem
from models.store.folder import current_set, finished_sets
from models.store.opened import OpenedFolder
from models.store.recovery import RecoveryKey
from models.store.vault_format import Vault
from tests.people.commune import make_small_commune
from tests.safekeeping.restores import BEFORE, SINCE, Kept, kept, kept_once, looked_over
from tests.safekeeping.sticks import backed_up
from tests.store.fixtures import PASSWORD
from tests.store.forging import forged_for

__all__ = ["kept", "kept_once"]
pytestmark = pytest.mark.usefixtures("cheap_keys")
Reseal = Callable[[Vault, bytes], Vault]
"""Ours and the forger's data key -> the slots of ours with that key sealed to them."""


def planted(kept: Kept, folder: Path, reseal: Reseal) -> Kept:
    """A whole other commune under our uid and for our slots, backed up on a stick of its own."""
    ours = vault.read_vault(current_set(kept.data).vault)
    make_small_commune(folder / "forged")
    stick = folder / "forged stick"
    stick.mkdir()
    with OpenedFolder(folder / "forged", PASSWORD) as forged:
        store = forged.store
        with store._writer.begin() as connection:
            connection.execute(text("UPDATE store_fact SET value = :uid WHERE name = 'uid'"), {"uid": ours.store_uid})
        made = reseal(replace(ours, set_id=store.set.set_id), store.raw_key())
        store.change_vault(lambda known: replace(known, store_uid=ours.store_uid, slots=made.slots))
        backed_up(store, Medium(stick))
    return Kept(kept.data, stick)


def test_a_strangers_book_is_refused_on_a_bare_machine_and_over_the_real_one(kept: Kept, tmp_path: Path) -> None:
    """Public and wrapped keys lie in clear on each stick: anybody can seal a data key of theirs to them."""
    sheet = recovery.new_key()
    with OpenedFolder(kept.data, PASSWORD) as folder:
        slots.set_recovery(folder.store, sheet)
    fake = planted(kept, tmp_path, forged_for)
    before = current_set(kept.data)
    for secret in (PASSWORD, sheet):
        with pytest.raises(BackupDamaged) as caught:
            fake.opened(secret)
        assert caught.value.part == "vault"
        assert "làm giả" in caught.value.message
    with pytest.raises(BackupDamaged):
        fake.restored()
    with pytest.raises(BackupDamaged):
        fake.restored(over=False, data=tmp_path / "bare")
    assert not (tmp_path / "bare").exists()
    assert current_set(kept.data) == before
    assert looked_over(kept.data) == {*BEFORE, *SINCE}


def test_a_strangers_book_in_the_data_folder_does_not_open(kept: Kept, tmp_path: Path) -> None:
    planted(kept, tmp_path, forged_for)
    (found,) = finished_sets(tmp_path / "forged")
    with pytest.raises(EnvironmentProblem) as caught:
        OpenedFolder(tmp_path / "forged", PASSWORD)
    assert caught.value.code == "vault_forged"
    assert current_set(tmp_path / "forged") == found


def test_who_had_the_data_key_is_still_told_over_the_real_book(kept: Kept, tmp_path: Path) -> None:
    """They can vouch; what they made shares no change with the real one."""
    with OpenedFolder(kept.data, PASSWORD) as folder:
        key = folder.store.raw_key()
    fake = planted(kept, tmp_path, lambda ours, theirs: vault.resealed(ours, key, theirs, ours.set_id))
    assert fake.opened().handle == "1"
    before = current_set(kept.data)
    with pytest.raises(BackupDamaged) as caught:
        fake.restored()
    assert caught.value.part == "history"
    assert current_set(kept.data) == before
    assert looked_over(kept.data) == {*BEFORE, *SINCE}


def test_every_way_in_holds_through_backup_new_key_and_restore(kept: Kept, tmp_path: Path) -> None:
    """An absent colleague and the sheet: in the present store, in a copy on the stick, after each kind of restore."""
    absent, sheet = "mật khẩu của người vắng", RecoveryKey(b"s" * 20)
    with OpenedFolder(kept.data, PASSWORD) as folder:
        slots.add_slot(folder.store, "vang", absent)
        slots.set_recovery(folder.store, sheet)
        backed_up(folder.store, kept.medium)
        folder.rekey(lambda _: True)
        folder.rekey(lambda _: True)
        keys = queries.data_keys(folder.store)
    secrets: tuple[vault.Secret, ...] = (PASSWORD, absent, sheet)

    def all_open(data: Path, which: tuple[vault.Secret, ...] = secrets) -> None:
        for secret in which:
            OpenedFolder(data, secret).close()

    all_open(kept.data)
    listed = kept.newest()
    opened = [open_generation(kept.medium, listed, secret) for secret in secrets]
    restore(tmp_path / "bare", opened[1], replaced=None)
    all_open(tmp_path / "bare")
    with OpenedFolder(kept.data, PASSWORD) as folder:
        restored = restore(kept.data, open_generation(kept.medium, listed, None, known=keys), replaced=folder)
    assert restored.present_ways
    all_open(kept.data, (PASSWORD, sheet))
