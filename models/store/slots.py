"""Ways into the store: key slots of colleagues and of the recovery sheet, added, rewrapped and replaced.

Each function changes the vault of the open set in one write. None of them takes a way in away: whoever held one may
have kept the data key, so that needs a new data key (models.store.rekey). Who may do what is the subjects' business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from models.store import vault
from models.store.errors import RuleError
from models.store.folder import current_set
from models.store.recovery import RecoveryKey
from models.store.store import Store
from models.store.vault_format import MOST_SLOTS, MOST_TEXT, PASSWORD, RECOVERY, Slot, Vault

SHEET = "phieu-"
"""The first sheet has the handle "phieu-1", the next one "phieu-2"."""


def slot_handles(data: Path) -> tuple[str, ...]:
    """The colleagues' handles in the current set of `data`, readable before unlocking.

    Raises EnvironmentProblem when there is no store or its vault is damaged.
    """
    return handles_of(vault.read_vault(current_set(data).vault))


def handles_of(known: Vault) -> tuple[str, ...]:
    """The handles of all slots that a password opens."""
    return tuple(slot.handle for slot in known.slots if slot.kind == PASSWORD)


def recovery_handle(known: Vault) -> str | None:
    """The handle of the recovery sheet that is valid now, None when there is none."""
    return next((slot.handle for slot in known.slots if slot.kind == RECOVERY), None)


def add_slot(store: Store, handle: str, password: str) -> None:
    """Let a further colleague in; raises RuleError: handle taken or unfit, password too short, too many slots."""
    fresh = vault.new_slot(_fit_handle(handle), password, store.raw_key(), set_id=store.set.set_id)
    store.change_vault(lambda known: _with(known, fresh))


def rewrap(store: Store, handle: str, old: str, new: str) -> None:
    """Change one's own password, knowing the old one; the key pair stays, and with it quick unlock.

    Raises WrongPassword (field "password") for a wrong old one, RuleError for a new one that is too short.
    """
    vault.check_password(new)
    before = _slot(store.authenticated_vault(), handle)
    _put(store, vault.rewrapped(before, old, new, store.raw_key(), set_id=store.set.set_id))


def replace_slot(store: Store, handle: str, password: str) -> None:
    """A new password and a new key pair for somebody who forgot the old one; quick unlock of the old pair is void."""
    _slot(store.authenticated_vault(), handle)
    _put(store, vault.new_slot(handle, password, store.raw_key(), set_id=store.set.set_id))


def set_recovery(store: Store, key: RecoveryKey, handle: str = SHEET + "1") -> str:
    """Make `key` the store's recovery sheet and return the handle; raises RuleError when a sheet is valid already.

    Voiding that one first takes a new data key (`OpenedFolder.rekey` that keeps no recovery slot).
    """
    fresh = vault.new_slot(_fit_handle(handle), key, store.raw_key(), set_id=store.set.set_id)

    def change(known: Vault) -> Vault:
        if recovery_handle(known) is not None:
            raise RuleError(
                "Sổ đang có một phiếu khôi phục còn hiệu lực. Hãy hủy phiếu đó trước khi in phiếu mới.",
                code="sheet_exists",
            )
        return _with(known, fresh)

    store.change_vault(change)
    return handle


def next_sheet(handle: str | None, made: int = 0) -> str:
    """The handle of the sheet after the one with `handle` (None: there is none) and after `made` sheets in all."""
    number = handle.removeprefix(SHEET) if handle else ""
    return f"{SHEET}{max(int(number) if number.isdecimal() else 0, made) + 1}"


def _put(store: Store, fresh: Slot) -> None:
    store.change_vault(lambda known: _swapped(known, lambda slot: fresh if slot.handle == fresh.handle else slot))


def _swapped(known: Vault, change: Callable[[Slot], Slot]) -> Vault:
    return replace(known, slots=tuple(map(change, known.slots)))


def _with(known: Vault, fresh: Slot) -> Vault:
    if any(slot.handle == fresh.handle for slot in known.slots):
        raise RuleError("Mã đăng nhập này đã có người dùng. Hãy chọn mã khác.", field="handle", code="handle_taken")
    if len(known.slots) >= MOST_SLOTS:
        raise RuleError(f"Sổ đã có {MOST_SLOTS} người đăng nhập, không thêm được nữa.", code="too_many_slots")
    return replace(known, slots=(*known.slots, fresh))


def _slot(known: Vault, handle: str) -> Slot:
    for slot in known.slots:
        if slot.handle == handle and slot.kind == PASSWORD:
            return slot
    raise RuleError("Không có mã đăng nhập này.", field="handle", code="no_slot")


def _fit_handle(handle: str) -> str:
    if not 1 <= len(handle) <= MOST_TEXT:
        raise RuleError(f"Mã đăng nhập dài từ 1 đến {MOST_TEXT} ký tự.", field="handle", code="bad_handle")
    return handle
