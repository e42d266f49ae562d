"""What a stranger's vault may make this machine do, in counted work: bytes parsed and passwords stretched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.store import vault
from models.store.errors import EnvironmentProblem
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.vault import WrongPassword
from models.store.vault_format import LARGEST_VAULT, MOST_SLOTS, MOST_WORK_IN_ALL, KdfProfile, Slot, Vault
from tests.store.fixtures import CHEAP_KDF, PASSWORD

HANDLES = tuple(f"can-bo-{number}" for number in range(MOST_SLOTS))


@pytest.fixture
def stretched(monkeypatch: pytest.MonkeyPatch) -> list[KdfProfile]:
    """The profiles that a password was stretched with."""
    costs: list[KdfProfile] = []

    def count(_secret: bytes, _salt: bytes, kdf: KdfProfile) -> bytes:
        costs.append(kdf)
        return bytes(32)

    monkeypatch.setattr(vault, "stretched", count)
    return costs


def crowded(data: Path, kdf: KdfProfile) -> Path:
    """The vault filled with slots of this cost, as somebody without the key can write it (its sum is right)."""
    place = current_set(data).vault
    known = vault.read_vault(place)
    slots = tuple(replace(known.slots[0], handle=handle, kdf=kdf) for handle in HANDLES)
    vault.write_vault(place, replace(known, slots=slots), b"no key of ours".ljust(32))
    return place


def test_a_vault_that_asks_for_too_much_stretches_nothing(data_folder: Path, stretched: list[KdfProfile]) -> None:
    each = MOST_WORK_IN_ALL // MOST_SLOTS
    crowded(data_folder, KdfProfile(1, each + 1, 1))
    with pytest.raises(EnvironmentProblem) as refused:
        OpenedFolder(data_folder, PASSWORD)
    assert refused.value.code == "vault_damaged"
    assert stretched == []


def test_with_a_handle_one_slot_alone_is_tried(data_folder: Path, stretched: list[KdfProfile]) -> None:
    crowded(data_folder, CHEAP_KDF)
    with pytest.raises(WrongPassword):
        OpenedFolder(data_folder, "không có dấu kép", HANDLES[40])
    assert len(stretched) == 1
    with pytest.raises(WrongPassword):
        OpenedFolder(data_folder, "không có dấu kép", "nobody")
    assert len(stretched) == 1


def test_the_work_of_all_slots_together_is_that_of_sixty_four_of_ours(
    data_folder: Path, stretched: list[KdfProfile]
) -> None:
    """A password without a handle, with every spelling of it."""
    crowded(data_folder, vault.STANDARD_KDF)
    with pytest.raises(WrongPassword):
        OpenedFolder(data_folder, "không có dấu kép")
    assert sum(kdf.iterations * kdf.memory_kib for kdf in stretched) <= MOST_WORK_IN_ALL


def test_a_vault_without_end_is_not_parsed(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = current_set(data_folder).vault
    with place.open("r+b") as file:
        file.truncate(LARGEST_VAULT + 1)
    parsed: list[int] = []
    monkeypatch.setattr(vault, "parse_canonical", lambda data: parsed.append(len(data)))
    with pytest.raises(EnvironmentProblem) as refused:
        vault.read_vault(place)
    assert refused.value.code == "vault_damaged"
    with pytest.raises(EnvironmentProblem):
        vault.parse_vault(b" " * (LARGEST_VAULT + 1))
    assert parsed == []


def test_the_largest_vault_of_ours_is_far_smaller(data_folder: Path) -> None:
    place = current_set(data_folder).vault
    known = vault.read_vault(place)
    crowd: tuple[Slot, ...] = tuple(replace(known.slots[0], handle="ă" * 100) for _ in range(MOST_SLOTS))
    fullest = Vault(known.store_uid, known.set_id, crowd, known.head, known.days * 400)
    vault.write_vault(place, fullest, bytes(32))
    assert place.stat().st_size * 4 < LARGEST_VAULT
