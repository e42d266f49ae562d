"""What a set takes over from those that it replaces, and what is known of those, however damaged they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from models.safekeeping.continuing import Carried, PutAside, carried_from
from models.safekeeping.ways_in import unless_damaged
from models.store import vault
from models.store.chain import last_change
from models.store.errors import EnvironmentProblem
from models.store.folder import StoreSet, finished_sets
from models.store.leftovers import kept_sets
from models.store.store import Store
from models.store.vault_format import Head


def carried_where_readable(present: Store | None, *, same_store: bool) -> Carried:
    """What goes on; of a store too damaged to be read nothing does, which is why somebody restores."""
    if present is None:
        return Carried()
    return unless_damaged(lambda: carried_from(present, same_store=same_store), Carried())


def put_aside(data: Path, present: Store | None, key_id: str) -> tuple[PutAside, ...]:
    """The sets in `data` that are replaced: the open one, and whatever lies there and was not put aside before."""
    if present is None:
        return tuple(_told_by_vault(found) for found in finished_sets(data))
    head = unless_damaged(lambda: head_of(present), present.authenticated_vault().head)
    kept: dict[str, datetime] = {}
    known = {present.set.set_id, *unless_damaged(lambda: kept_sets(present), kept)}
    others = tuple(_told_by_vault(found) for found in finished_sets(data) if found.set_id not in known)
    return (PutAside(present.set.set_id, head, key_id), *others)


def head_of(store: Store) -> Head:
    """The last change and its digest."""
    with store.connection() as connection:
        change_id, digest = last_change(connection)
    return Head(change_id, digest.hex())


def _told_by_vault(found: StoreSet) -> PutAside:
    try:
        return PutAside(found.set_id, vault.read_vault(found.vault).head, "")
    except EnvironmentProblem:
        return PutAside(found.set_id, None, "")
