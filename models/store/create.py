"""Making a new store: a whole set is built and checked before `current` names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import MetaData, insert, text

from models.store import engine as engines
from models.store import vault
from models.store.errors import EnvironmentProblem
from models.store.files import InstanceLock, disk_problem
from models.store.folder import (
    LOCK,
    StoreSet,
    drop_set,
    drop_unfinished,
    finish_set,
    has_store,
    make_current,
    new_set,
)
from models.store.schema_version import HEAD
from models.store.store import Store
from models.store.tables import StoreFact
from models.store.uids import new_uid
from models.store.vault_format import KdfProfile, Slot, Vault

FIRST_HANDLE = "1"
"""Sign-in handle of staff member 1; never a name."""


def create_store(
    data: Path,
    password: str,
    metadata: MetaData,
    *,
    first_work: Callable[[Store], None],
    facts: Mapping[str, str] | None = None,
    kdf: KdfProfile | None = None,
    make_slot: Callable[..., Slot] = vault.new_slot,
) -> None:
    """Make a store in `data`, unlocked by `password`; `first_work` writes staff member 1 and the commune.

    Killed at any step, `data` holds no store or a whole one. Raises EnvironmentProblem when one is there already or the
    disk refuses, RuleError for a weak password.
    """
    vault.check_password(password)
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise disk_problem(problem) from None
    with InstanceLock(data / LOCK):
        if has_store(data):
            raise EnvironmentProblem("Thư mục này đã có sổ. Hãy mở sổ đó, hoặc chọn thư mục khác.", code="store_exists")
        drop_unfinished(data)
        fresh = new_set(data)
        try:
            data_key = vault.new_data_key()
            slot = make_slot(FIRST_HANDLE, password, data_key, set_id=fresh.set_id, kdf=kdf or vault.STANDARD_KDF)
            uid = new_uid()
            vault.write_vault(fresh.vault, Vault(uid, fresh.set_id, (slot,)), data_key)
            build_database(fresh, data_key, metadata, {"uid": uid, **(facts or {})})
            store = Store(fresh, data_key)
            try:
                first_work(store)
                store.seal_head()
            finally:
                store.close()
            make_current(data, finish_set(fresh))
        except BaseException:
            drop_set(data, fresh)
            raise


def build_database(chosen: StoreSet, data_key: bytes, metadata: MetaData, facts: Mapping[str, str]) -> None:
    """An empty database of the newest schema, as the migrations would make it."""
    with engines.environment_errors():
        engine = engines.writing_engine(lambda: engines.connect_new(chosen.database, data_key))
        try:
            with engine.begin() as connection:
                metadata.create_all(connection)
                connection.execute(
                    text(
                        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
                        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
                    )
                )
                connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
                rows = [{"name": name, "value": value} for name, value in facts.items()]
                connection.execute(insert(StoreFact), rows)
        finally:
            engine.dispose()
