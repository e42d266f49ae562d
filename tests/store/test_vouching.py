"""A vault made by somebody who has only a copy of ours: no secret of ours opens it, whatever they put together."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.store import recovery, slots, vault, vouching
from models.store.errors import EnvironmentProblem
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.recovery import RecoveryKey
from models.store.store import Store
from models.store.vault import WrongPassword
from models.store.vault_format import Slot, Vault
from tests.store.fixtures import PASSWORD
from tests.store.forging import forged_for, sealed_by
from tests.store.test_rekey import everybody, without_two
from tests.store.test_slots import OTHER, opens

pytestmark = pytest.mark.usefixtures("cheap_keys")
SHEET = RecoveryKey(b"k" * 20)
THIRD = "mật khẩu thứ ba"


@pytest.fixture
def store(store: Store) -> Store:
    """Two colleagues and a recovery sheet."""
    slots.add_slot(store, "2", OTHER)
    slots.set_recovery(store, SHEET)
    return store


def secrets_of(known: Vault) -> list[vault.Secret]:
    """Every secret that opens it: both passwords, the sheet, and what a PIN gives back."""
    return [PASSWORD, OTHER, SHEET, vault.QuickKey("1", vault.private_key(known.slots[0], PASSWORD))]


def refusal(known: Vault, secret: vault.Secret) -> str:
    """The code with which this vault is refused to who has this secret."""
    with pytest.raises(EnvironmentProblem) as caught:
        vault.unlock(known, secret)
    return caught.value.code


def test_each_secret_opens_what_the_book_vouches_for(store: Store) -> None:
    known = store.authenticated_vault()
    assert {vault.unlock(known, secret)[0] for secret in secrets_of(known)} == {store.raw_key()}


@pytest.mark.parametrize("guess", [lambda slot: os.urandom(32), lambda slot: bytes.fromhex(slot.public_key)])
def test_a_key_that_a_stranger_sealed_is_refused_with_every_secret(
    store: Store, guess: Callable[[Slot], bytes]
) -> None:
    """The stranger knows every byte of vault.json, and no secret."""
    known = store.authenticated_vault()
    theirs = vault.new_data_key()
    forged = replace(known, slots=tuple(sealed_by(guess(slot), slot, theirs, known.set_id) for slot in known.slots))
    for secret in secrets_of(known):
        assert refusal(forged, secret) == "vault_forged"


def test_vouchers_of_the_true_book_vouch_for_no_other_key_set_or_slot(store: Store) -> None:
    known = store.authenticated_vault()
    theirs = vault.new_data_key()
    first, second, _ = known.slots

    def kept(slot: Slot, like: Slot, set_id: str) -> Vault:
        fresh = sealed_by(os.urandom(32), slot, theirs, set_id)
        fresh = replace(fresh, vouching_key=like.vouching_key, voucher=like.voucher)
        return replace(known, set_id=set_id, slots=(fresh,))

    for like, set_id in ((first, known.set_id), (second, known.set_id), (first, "f" * 32)):
        assert refusal(kept(first, like, set_id), PASSWORD) == "vault_forged"


def test_the_door_refuses_the_forged_book_and_says_what_to_do(store: Store, data_folder: Path) -> None:
    known = store.authenticated_vault()
    store.close()
    chosen = current_set(data_folder)
    vault.write_vault(chosen.vault, forged_for(known, theirs := vault.new_data_key()), theirs)
    with pytest.raises(EnvironmentProblem) as caught:
        OpenedFolder(data_folder, PASSWORD)
    assert caught.value.code == "vault_forged"
    assert "sổ giả" in caught.value.message
    assert "khôi phục" in caught.value.message


def test_colleagues_who_were_absent_for_many_new_keys_still_open(store: Store, data_folder: Path) -> None:
    store.close()
    for _ in range(5):
        with OpenedFolder(data_folder, PASSWORD) as opened:
            opened.rekey(everybody)
    with OpenedFolder(data_folder, PASSWORD) as opened:
        known, key = opened.store.authenticated_vault(), opened.store.raw_key()
    assert {vault.unlock(known, secret)[0] for secret in secrets_of(known)} == {key}
    assert len({slot.vouching_key for slot in known.slots}) == len(known.slots)


def test_a_new_password_has_a_vouching_key_of_its_own_and_the_pin_goes_on(store: Store) -> None:
    before = store.authenticated_vault()
    quick = secrets_of(before)[-1]
    slots.rewrap(store, "1", PASSWORD, THIRD)
    after = store.authenticated_vault()
    assert vault.unlock(after, THIRD)[0] == vault.unlock(after, quick)[0] == store.raw_key()
    held = [vouching.kept_by(known.slots[0], store.raw_key()) for known in (before, after)]
    assert held[0] != held[1]
    private = vault.private_key(after.slots[0], THIRD)
    assert held[1] == vouching.vouching_key(private, after.slots[0].salt)
    assert private not in held


def test_who_was_removed_cannot_vouch_to_a_password_that_was_changed_since(store: Store, data_folder: Path) -> None:
    """They know the data key of their time, all it gave, and each vault.json since; not the key of today."""
    then, their_key = store.authenticated_vault(), store.raw_key()
    remembered = [vouching.kept_by(slot, their_key) for slot in then.slots]
    store.close()
    with OpenedFolder(data_folder, PASSWORD) as opened:
        opened.rekey(without_two)
        slots.rewrap(opened.store, "1", PASSWORD, THIRD)
        now = opened.store.authenticated_vault()
    for told in remembered:
        forged = replace(now, slots=(sealed_by(told, now.slots[0], bytes(32), now.set_id),))
        assert refusal(forged, THIRD) == "vault_forged"
    with pytest.raises(WrongPassword):
        vault.unlock(then, THIRD)
    assert opens(data_folder, THIRD) == "1"


def test_a_new_key_is_not_made_over_a_vault_of_another_key(store: Store) -> None:
    known = store.authenticated_vault()
    with pytest.raises(EnvironmentProblem) as caught:
        vault.resealed(known, bytes(32), bytes(32), known.set_id)
    assert caught.value.code == "vault_damaged"


def test_a_sheet_made_beside_a_new_key_opens(store: Store, data_folder: Path) -> None:
    fresh = recovery.new_key()
    store.close()
    with OpenedFolder(data_folder, PASSWORD) as opened:

        def enter(built: Store) -> None:
            slots.set_recovery(built, fresh, "phieu-2")

        opened.rekey(lambda slot: slot.kind == "password", enter)
    assert opens(data_folder, fresh) == "phieu-2"
    assert opens(data_folder, SHEET) is None
