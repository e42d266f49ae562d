"""Sets that `current` does not name: what a kill between finishing and swapping left, and the set before a migration.

A set is thrown away only with proof that the open store holds all that it holds: its vault is sealed under this data
key and names this store, its database opens, its last change is a link of this store's history, and its scans are here
too. Everything else stays, and `check` names it. The set that `current` names is never looked at.
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
from models.store.folder import SCANS, StoreSet, current_set, finished_sets
from models.store.history import GENESIS
from models.store.tables import Change

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
    for found in other_sets(data, store):
        with suppress(EnvironmentProblem, OSError):
            if is_older_copy(store, found) and not _is_kept(store, found):
                gone = found.folder.rename(found.folder.with_name(found.set_id + UNFINISHED))
                shutil.rmtree(gone, ignore_errors=True)


def unproven_sets(data: Path, store: Store) -> list[StoreSet]:
    """Sets that may hold what `store` does not."""
    return [found for found in other_sets(data, store) if not is_older_copy(store, found)]


def is_older_copy(store: Store, found: StoreSet) -> bool:
    """Whether `store` is proven to hold everything that the closed set `found` holds."""
    try:
        known = vault.authenticate(found.vault, store.raw_key())
        last, digest, _ = _end_of(store, found)
    except EnvironmentProblem:
        return False
    ours = store.authenticated_vault()
    with store.connection() as connection:
        ours_there = digest_at(connection, last)
    if known.store_uid != ours.store_uid or known.set_id != found.set_id or digest.hex() != ours_there:
        return False
    return _sizes(found.folder / SCANS).items() <= _sizes(store.set.folder / SCANS).items()


def _is_kept(store: Store, found: StoreSet) -> bool:
    """A set of an older schema was once current: it stays for a while after the change that followed it."""
    last, _, schema = _end_of(store, found)
    if schema == schema_version.HEAD or schema not in schema_version.KNOWN:
        return False
    with store.connection() as connection:
        following = connection.execute(select(Change.at).where(Change.id > last).order_by(Change.id).limit(1)).scalar()
    return following is None or store.now() - datetime.fromisoformat(following) < KEPT_AFTER_MIGRATION


def _end_of(store: Store, found: StoreSet) -> tuple[int, bytes, str]:
    """Last change, its digest and the schema of a set that nobody has open."""
    connection = engines.connect(found.database, store.raw_key())
    try:
        with engines.environment_errors():
            schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            last = connection.execute("SELECT id, digest FROM change ORDER BY id DESC LIMIT 1").fetchone()
    finally:
        connection.close()
    return (*(last or (0, GENESIS)), "" if schema is None else schema[0])


def _sizes(folder: Path) -> dict[str, int]:
    found: Iterable[Path] = folder.rglob("*") if folder.is_dir() else ()
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in found if path.is_file()}
