"""Who can open a restored store: the present store's slots, for colleagues that the backup knows, else the backup's.

A colleague is the same when handle and uid of the staff record agree; a handle alone could have gone to another since.
Whoever was removed since the backup does not come back in with the password of that day, unless nobody else could
administer the restored store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import select

from models.office.tables import Staff
from models.store import vault
from models.store.errors import EnvironmentProblem
from models.store.store import Store
from models.store.vault_format import RECOVERY, Slot, Vault

Value = TypeVar("Value")
DAMAGED = frozenset({"database_damaged", "disk_error"})


def unless_damaged(read: Callable[[], Value], otherwise: Value) -> Value:
    """What `read` gives, or `otherwise` where the store that is to be replaced cannot be read any more."""
    try:
        return read()
    except EnvironmentProblem as problem:
        if problem.code not in DAMAGED:
            raise
        return otherwise


@dataclass(frozen=True, slots=True)
class Colleague:
    """A staff record, as far as it matters here; `active`: has not left."""

    staff_id: int
    uid: str
    administrator: bool
    active: bool


Colleagues = dict[str, Colleague]
"""By handle."""


def colleagues(store: Store) -> Colleagues:
    """The staff of a store."""
    with store.connection() as connection:
        columns = (Staff.handle, Staff.id, Staff.uid, Staff.administrator, Staff.left_on)
        found = connection.execute(select(*columns)).all()
    return {row[0]: Colleague(row[1], row[2], bool(row[3]), row[4] is None) for row in found}


def ways_in(
    backup: Vault, restored: Colleagues, present: Vault | None, here: Colleagues
) -> tuple[tuple[Slot, ...], bool]:
    """The slots of the restored store, and whether they are those of the present one (None: there is none)."""
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


def settle_ways_in(store: Store, present: Store | None) -> bool:
    """Seal the key of a store that is not current yet to those who may sign in; whether as into the present one."""
    there = colleagues(store)
    here: Colleagues = {} if present is None else unless_damaged(lambda: colleagues(present), there)
    now = None
    if present is not None:
        now = present.authenticated_vault()
        now = vault.resealed(now, present.raw_key(), store.raw_key(), store.set.set_id)
    slots, present_ways = ways_in(store.authenticated_vault(), there, now, here)
    store.change_vault(lambda known: replace(known, slots=slots))
    return present_ways


def colleague_in(store: Store, handle: str, present: Store | None) -> int | None:
    """Who signed in as `handle` (into `present`, where there is one) as a colleague of `store`; None: unknown there."""
    there = colleagues(store)
    known = there if present is None else unless_damaged(lambda: colleagues(present), there)
    if handle not in there or handle not in known or there[handle].uid != known[handle].uid:
        return None
    return there[handle].staff_id
