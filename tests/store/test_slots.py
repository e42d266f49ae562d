"""Key slots: who may open the store, their own passwords, forgotten ones, and the recovery sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store import recovery, slots, vault
from models.store.errors import RuleError
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.vault import QuickVoid, SheetVoid, WrongPassword
from models.store.vault_format import MOST_SLOTS
from tests.store.fixtures import PASSWORD

pytestmark = pytest.mark.usefixtures("cheap_keys")
OTHER = "một mật khẩu khác"


def opens(data: Path, secret: vault.Secret, handle: str | None = None) -> str | None:
    """The handle that `secret` opens `data` with, None when it opens nothing."""
    try:
        with OpenedFolder(data, secret, handle) as opened:
            return opened.handle
    except (WrongPassword, SheetVoid, QuickVoid):
        return None


def code_of(deed: object) -> str:
    with pytest.raises(RuleError) as caught:
        deed()  # type: ignore[operator]  # a lambda
    return caught.value.code


def test_a_second_colleague_opens_with_an_own_password_at_the_own_handle(store: Store, data_folder: Path) -> None:
    slots.add_slot(store, "can-bo-2", OTHER)
    store.close()
    assert slots.slot_handles(data_folder) == ("1", "can-bo-2")
    assert opens(data_folder, OTHER) == opens(data_folder, OTHER, "can-bo-2") == "can-bo-2"
    assert opens(data_folder, PASSWORD, "1") == "1"
    assert opens(data_folder, OTHER, "1") is None
    assert opens(data_folder, PASSWORD, "can-bo-2") is None
    assert opens(data_folder, PASSWORD, "nobody") is None


def test_unfit_slots_are_refused_and_nothing_is_written(store: Store, data_folder: Path) -> None:
    before = store.set.vault.read_bytes()
    assert code_of(lambda: slots.add_slot(store, "1", OTHER)) == "handle_taken"
    assert code_of(lambda: slots.add_slot(store, "", OTHER)) == "bad_handle"
    assert code_of(lambda: slots.add_slot(store, "x" * 101, OTHER)) == "bad_handle"
    assert code_of(lambda: slots.add_slot(store, "2", "ngắn")) == "password_too_short"
    assert code_of(lambda: slots.rewrap(store, "1", PASSWORD, "ngắn")) == "password_too_short"
    assert code_of(lambda: slots.rewrap(store, "1", "không phải thế", OTHER)) == "wrong_password"
    assert code_of(lambda: slots.rewrap(store, "2", PASSWORD, OTHER)) == "no_slot"
    assert code_of(lambda: slots.replace_slot(store, "2", OTHER)) == "no_slot"
    assert store.set.vault.read_bytes() == before


def test_there_is_a_most_of_slots(store: Store) -> None:
    for number in range(2, MOST_SLOTS + 1):
        slots.add_slot(store, str(number), OTHER)
    assert code_of(lambda: slots.add_slot(store, "more", OTHER)) == "too_many_slots"
    assert len(store.authenticated_vault().slots) == MOST_SLOTS


def test_an_own_new_password_keeps_the_pair(store: Store, data_folder: Path) -> None:
    before = store.authenticated_vault().slots[0]
    slots.rewrap(store, "1", PASSWORD, OTHER)
    after = store.authenticated_vault().slots[0]
    assert after.public_key == before.public_key
    assert after.salt != before.salt
    assert vault.private_key(after, OTHER) == vault.private_key(before, PASSWORD)
    store.close()
    assert opens(data_folder, PASSWORD) is None
    assert opens(data_folder, OTHER) == "1"


def test_a_forgotten_password_is_replaced_with_a_new_pair(store: Store, data_folder: Path) -> None:
    quick = vault.QuickKey("1", vault.private_key(store.authenticated_vault().slots[0], PASSWORD))
    before = store.authenticated_vault().slots[0]
    slots.rewrap(store, "1", PASSWORD, "giữa chừng đổi")
    assert vault.unlock(store.authenticated_vault(), quick)[0] == store.raw_key()
    slots.replace_slot(store, "1", OTHER)
    assert store.authenticated_vault().slots[0].public_key != before.public_key
    store.close()
    assert opens(data_folder, "giữa chừng đổi") is None
    assert opens(data_folder, quick) is None
    assert opens(data_folder, OTHER) == "1"


def test_the_recovery_sheet_opens_and_is_told(store: Store, data_folder: Path) -> None:
    key = recovery.new_key()
    assert slots.recovery_handle(store.authenticated_vault()) is None
    assert slots.set_recovery(store, key) == "phieu-1"
    assert slots.recovery_handle(store.authenticated_vault()) == "phieu-1"
    assert code_of(lambda: slots.set_recovery(store, recovery.new_key(), "phieu-2")) == "sheet_exists"
    assert code_of(lambda: slots.rewrap(store, "phieu-1", key.letters, OTHER)) == "no_slot"
    store.close()
    assert slots.slot_handles(data_folder) == ("1",)
    with OpenedFolder(data_folder, recovery.parse(" ".join(recovery.groups(key)).lower())) as opened:
        assert opened.by_recovery
        assert opened.handle == "phieu-1"
        slots.replace_slot(opened.store, "1", OTHER)
    with OpenedFolder(data_folder, OTHER) as opened:
        assert not opened.by_recovery
    assert opens(data_folder, recovery.new_key()) is None
    assert opens(data_folder, key.letters) is None, "the letters are no password"


def test_sheets_are_numbered() -> None:
    assert [slots.next_sheet(handle) for handle in (None, "phieu-1", "phieu-9", "khác")] == [
        "phieu-1",
        "phieu-2",
        "phieu-10",
        "phieu-1",
    ]
    assert slots.next_sheet(None, made=2) == slots.next_sheet("phieu-1", made=2) == "phieu-3"
    assert slots.next_sheet("phieu-7", made=2) == "phieu-8"


def test_the_vault_says_nothing_of_secrets(store: Store) -> None:
    key = recovery.new_key()
    slots.set_recovery(store, key)
    slots.add_slot(store, "2", OTHER)
    text = store.set.vault.read_text(encoding="utf-8")
    assert not [part for part in (key.letters, key.raw.hex(), OTHER, store.raw_key().hex()) if part in text]
    quick = vault.QuickKey("1", b"q" * 32)
    assert "..." in repr(key) + repr(quick)
    assert key.letters not in repr(key)
