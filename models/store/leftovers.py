"""Sets that `current` does not name: what a kill between finishing and swapping left, and what was replaced.

A set is thrown away only with proof that the open store holds all that it holds: its vault is sealed under this data
key, or one that this store had before, and names this store, its database opens, its last change is a link of this
store's history, and its scans are here too. A set that a restore put aside stays until the day that its `KeptSet` row
says, and goes then. Everything else stays, and `check` names it. The set that `current` names is never looked at.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.store import engine as engines
from models.store import schema_version, vault
from models.store.chain import digest_at
from models.store.errors import EnvironmentProblem
from models.store.files import UNFINISHED
from models.store.folder import SEALING, StoreSet, current_set, finished_sets
from models.store.history import GENESIS
from models.store.scans.tables import ScanSegment
from models.store.tables import Change, FormerKey, KeptSet

if TYPE_CHECKING:
    from models.store.store import Store

KEPT_AFTER_MIGRATION = timedelta(days=30)
"""So long the set of the older schema stays, should the new version of the program turn out to be wrong."""


def other_sets(data: Path, store: Store) -> list[StoreSet]:
    """Finished sets that are not the open one."""
    return [found for found in finished_sets(data) if found.set_id != store.set.set_id]


def drop_older_copies(data: Path, store: Store) -> None:
    """Throw away what is proven to be an older copy of `store`, itself whole; call it under the instance lock.

    Trouble with a set that nobody needs is no reason not to open: it stays, and the next opening looks again.
    """
    if current_set(data).set_id != store.set.set_id:
        return
    kept = kept_sets(store)
    for found in other_sets(data, store):
        with suppress(EnvironmentProblem, OSError):
            if _is_superfluous(store, found, kept.get(found.set_id)):
                _drop(found)


def drop_replaced(store: Store, found: StoreSet) -> None:
    """Throw away the set that `store` was copied from, once that is proven; also where sealed changes are missing.

    Those were missing in the copied set as well, while any other set might still hold them.
    """
    with suppress(EnvironmentProblem, OSError):
        if found.set_id != store.set.set_id and is_older_copy(store, found):
            _drop(found)


def _drop(found: StoreSet) -> None:
    gone = found.folder.rename(found.folder.with_name(found.set_id + UNFINISHED))
    shutil.rmtree(gone, ignore_errors=True)


def unproven_sets(data: Path, store: Store) -> list[StoreSet]:
    """Sets that may hold what `store` does not, and that nobody put aside."""
    kept = kept_sets(store)
    return [found for found in other_sets(data, store) if found.set_id not in kept and not is_older_copy(store, found)]


def kept_sets(store: Store) -> dict[str, datetime]:
    """Sets that were put aside for safety: set id -> until when they stay."""
    with store.connection() as connection:
        rows = connection.execute(select(KeptSet.set_id, KeptSet.kept_until)).all()
    return {row[0]: datetime.fromisoformat(row[1]) for row in rows}


def _is_superfluous(store: Store, found: StoreSet, kept_until: datetime | None) -> bool:
    if kept_until is not None:
        return kept_until <= store.now()
    return is_older_copy(store, found) and not _is_kept(store, found)


def is_older_copy(store: Store, found: StoreSet) -> bool:
    """Whether `store` is proven to hold everything that the closed set `found` holds."""
    try:
        key = _key_of(store, found)
        known = vault.authenticate(found.vault, key)
        last, digest, _ = _end_of(found, key)
    except EnvironmentProblem:
        return False
    ours = store.authenticated_vault()
    with store.connection() as connection:
        ours_there = digest_at(connection, last)
    if known.store_uid != ours.store_uid or known.set_id != found.set_id or digest.hex() != ours_there:
        return False
    return _scans_of(store, found).items() <= _sizes(store.set.scans).items()


def _is_kept(store: Store, found: StoreSet) -> bool:
    """A set of an older schema was once current: it stays for a while after the change that followed it.

    Not under a former key: that key was given up so that somebody's way in, which opens the set, ends.
    """
    if _key_of(store, found) != store.raw_key():
        return False
    last, _, schema = _end_of(found, store.raw_key())
    if schema == schema_version.HEAD or schema not in schema_version.KNOWN:
        return False
    with store.connection() as connection:
        following = connection.execute(select(Change.at).where(Change.id > last).order_by(Change.id).limit(1)).scalar()
    return following is None or store.now() - datetime.fromisoformat(following) < KEPT_AFTER_MIGRATION


def _key_of(store: Store, found: StoreSet) -> bytes:
    """The key among the store's own and its former ones that `found` is sealed under; raises EnvironmentProblem."""
    with store.connection() as connection:
        former = connection.execute(select(FormerKey.key).order_by(FormerKey.until.desc())).scalars().all()
    for key in former:
        with suppress(EnvironmentProblem):
            vault.authenticate(found.vault, key)
            return key
    vault.authenticate(found.vault, store.raw_key())
    return store.raw_key()


def _end_of(found: StoreSet, key: bytes) -> tuple[int, bytes, str]:
    """Last change, its digest and the schema of a set that nobody has open."""
    connection = engines.connect(found.database, key)
    try:
        with engines.environment_errors():
            schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            last = connection.execute("SELECT id, digest FROM change ORDER BY id DESC LIMIT 1").fetchone()
    finally:
        connection.close()
    return (*(last or (0, GENESIS)), "" if schema is None else schema[0])


def _scans_of(store: Store, found: StoreSet) -> dict[str, int]:
    """Files of the scans of `found`, but for what a sealing that was cut off left: no row ever knew its key."""
    with store.connection() as connection:
        recorded = set(connection.execute(select(ScanSegment.name)).scalars())
    sizes = _sizes(found.scans)
    for mark in [name for name in sizes if name.endswith(SEALING)]:
        del sizes[mark]
        if mark.removesuffix(SEALING) not in recorded:
            sizes.pop(mark.removesuffix(SEALING), None)
    return sizes


def _sizes(folder: Path) -> dict[str, int]:
    found: Iterable[Path] = folder.rglob("*") if folder.is_dir() else ()
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in found if path.is_file()}
