"""Who can open a restored store: the present store's slots, for colleagues that the backup knows, else the backup's.

A colleague is the same when handle and uid of the staff record agree; a handle alone could have gone to another since.
Whoever was removed since the backup does not come back in with the password of that day, unless nobody else could
administer the restored store.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select

from models.office.tables import Staff
from models.store import vault
from models.store.store import Store
from models.store.vault_format import RECOVERY, Slot, Vault


@dataclass(frozen=True, slots=True)
class Colleague:
    """A staff record, as far as it matters here; `active`: has not left."""

    uid: str
    administrator: bool
    active: bool


Colleagues = dict[str, Colleague]
"""By handle."""


def colleagues(store: Store) -> Colleagues:
    """The staff of a store."""
    with store.connection() as connection:
        found = connection.execute(select(Staff.handle, Staff.uid, Staff.administrator, Staff.left_on)).all()
    return {row[0]: Colleague(row[1], bool(row[2]), row[3] is None) for row in found}


def ways_in(
    backup: Vault, restored: Colleagues, present: Vault | None, here: Colleagues
) -> tuple[tuple[Slot, ...], bool]:
    """The slots of the restored store, and whether they are those of the present one (None: there is none).

    The slots still have to be sealed for the new set.
    """
    if present is None or present.store_uid != backup.store_uid:
        return backup.slots, False
    stay = tuple(slot for slot in present.slots if slot.kind == RECOVERY or _is_same(slot.handle, restored, here))
    if any(restored[slot.handle].administrator for slot in stay if slot.kind != RECOVERY):
        return stay, True
    taken = {slot.handle for slot in stay}
    sheet = any(slot.kind == RECOVERY for slot in stay)
    more = (slot for slot in backup.slots if slot.handle not in taken and not (sheet and slot.kind == RECOVERY))
    return (*stay, *more), False


def _is_same(handle: str, restored: Colleagues, here: Colleagues) -> bool:
    then, now = restored.get(handle), here.get(handle)
    return then is not None and now is not None and then.active and now.active and then.uid == now.uid


def settle_ways_in(store: Store, then: Vault, present: Store | None) -> bool:
    """Seal the key of a store that is not current yet to those who may sign in; whether as into the present one.

    `then` is the vault that it had, under whatever set and key.
    """
    here: Colleagues = {} if present is None else colleagues(present)
    now = None if present is None else present.authenticated_vault()
    slots, present_ways = ways_in(then, colleagues(store), now, here)
    sealed = tuple(vault.reseal(slot, store.raw_key(), store.set.set_id) for slot in slots)

    def settle(known: Vault) -> Vault:
        return replace(known, slots=sealed)

    store.change_vault(settle)
    return present_ways


def colleague_in(store: Store, handle: str, present: Store | None) -> int | None:
    """Who signed in as `handle` (into `present`, where there is one) as a colleague of `store`; None: unknown there."""
    wanted = Staff.handle == handle
    if present is not None:
        with present.connection() as connection:
            wanted = Staff.uid == connection.execute(select(Staff.uid).where(Staff.handle == handle)).scalar()
    with store.connection() as connection:
        return connection.execute(select(Staff.id).where(wanted)).scalar()
