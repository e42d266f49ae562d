"""A new data key: the store copied under it into a new set, sealed to the slots that stay, checked, swapped in.

Killed at any step there is exactly one whole store: the old set until `current` names the new one, which is whole by
then. The old key is kept inside the new set alone (`FormerKey`), so that older backups can still be proved and the old
set be thrown away with proof; the new key is never written where the old one opens.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from models.store import engine as engines
from models.store import vault
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import SCANS, StoreSet, drop_set, new_set, swap_to
from models.store.scans.segments import link_segments
from models.store.store import Store
from models.store.vault_format import PASSWORD, Slot
from models.store.work import instant_text


def new_data_key(
    data: Path, store: Store, keep: Callable[[Slot], bool], work: Callable[[Store], None] | None = None
) -> Store:
    """The store under a new key, open; `store` is closed then. What `OpenedFolder.rekey` does, which see.

    No change comes in meanwhile; where this raises, `store` goes on and nothing has changed.
    """
    store.seal_head()
    with store.giving_way():
        fresh = new_set(data)
        try:
            key = vault.new_data_key()
            _build(store, fresh, key, keep)
            built = Store(fresh, key, clock=store.clock)
            try:
                if work is not None:
                    work(built)
                built.seal_head()
            finally:
                built.close()
            chosen = swap_to(data, fresh)
        except BaseException:
            drop_set(data, fresh)
            raise
    return Store(chosen, key, clock=store.clock)


def _build(store: Store, fresh: StoreSet, key: bytes, keep: Callable[[Slot], bool]) -> None:
    """Everything of the open set under `key` in `fresh`, counted and checked."""
    known = store.authenticated_vault()
    stay = replace(known, slots=tuple(slot for slot in known.slots if keep(slot)))
    if not any(slot.kind == PASSWORD for slot in stay.slots):
        raise RuleError("Phải còn ít nhất một người mở được sổ.", code="no_slot_left")
    with (
        engines.environment_errors(),
        closing(engines.connect(store.set.database, store.raw_key())) as source,
        closing(engines.connect_new(fresh.database, key)) as copied,
    ):
        source.backup(copied)
        copied.execute(
            "INSERT OR REPLACE INTO former_key (key_id, set_id, key, until) VALUES (?, ?, ?, ?)",
            (vault.key_id(store.raw_key()), store.set.set_id, store.raw_key(), instant_text(store.now())),
        )
        _demand_equal(source, copied)
    link_segments(store.set.folder / SCANS, fresh.folder / SCANS)
    vault.write_vault(fresh.vault, vault.resealed(stay, store.raw_key(), key, fresh.set_id), key)


def _demand_equal(source: engines.Connection, copied: engines.Connection) -> None:
    """Raise EnvironmentProblem unless the copy is whole, under its own cipher, and holds as much as the source."""
    copied.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    whole = (
        not copied.execute("PRAGMA cipher_integrity_check").fetchall()
        and copied.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        and _counts(source) == {**_counts(copied), "former_key": _counts(source)["former_key"]}
    )
    if not whole:
        raise EnvironmentProblem(
            "Làm khóa mới không thành công; sổ cũ vẫn còn nguyên. Kiểm tra ổ đĩa rồi thử lại.", code="rekey_failed"
        )


def _counts(connection: engines.Connection) -> dict[str, int]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names out of the schema
        for (name,) in tables
    }
