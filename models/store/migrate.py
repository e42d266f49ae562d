"""Bringing an older store to the newest schema: on a copy, in a new set, checked before `current` names it.

Foreign keys are OFF while Alembic works (in batch mode it would delete the children of a rebuilt parent without a
word), everything happens under one BEGIN IMMEDIATE, and counts of rows and foreign keys are compared before the swap.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from models.store import engine as engines
from models.store import vault
from models.store.errors import EnvironmentProblem
from models.store.folder import StoreSet, drop_set, finish_set, make_current, new_set
from models.store.scans.segments import link_segments
from models.store.schema_version import HEAD, schema_of

SCRIPTS = Path(__file__).parent / "migrations"


def migrate_current(data: Path, chosen: StoreSet, data_key: bytes) -> StoreSet:
    """Copy `chosen` into a new set at the newest schema and make that current; the old set stays as it was.

    Raises EnvironmentProblem when the copy would not be whole; the old set then stays current.
    """
    fresh = new_set(data)
    try:
        known = vault.authenticate(chosen.vault, data_key)
        source = engines.connect(chosen.database, data_key)
        try:
            with engines.environment_errors():
                source.execute("VACUUM INTO ?", (str(fresh.database),))
        finally:
            source.close()
        migrate_database(fresh, data_key)
        link_segments(chosen.scans, fresh.scans)
        vault.write_vault(fresh.vault, vault.resealed(known, data_key, data_key, fresh.set_id), data_key)
        finished = finish_set(fresh)
        make_current(data, finished)
    except BaseException:
        drop_set(data, fresh)
        raise
    return finished


def migrate_database(chosen: StoreSet, data_key: bytes, *, scripts: Path = SCRIPTS, head: str = HEAD) -> None:
    """Run the missing migrations on a database that nobody else has open."""
    engine = engines.writing_engine(lambda: _without_foreign_keys(chosen, data_key))
    try:
        with engines.environment_errors(), engine.begin() as connection:
            before = _counts(connection)
            _upgrade(connection, scripts, head)
            lost = {
                name: count
                for name, count in before.items()
                if name in _tables(connection) and _count(connection, name) < count
            }
            if lost or connection.execute(text("PRAGMA foreign_key_check")).first() or schema_of(connection) != head:
                raise EnvironmentProblem(
                    "Nâng cấp sổ không thành công; sổ cũ vẫn còn nguyên. Hãy báo cho người hỗ trợ.",
                    code="migration_failed",
                )
    finally:
        engine.dispose()


def _without_foreign_keys(chosen: StoreSet, data_key: bytes) -> engines.Connection:
    connection = engines.connect(chosen.database, data_key)
    connection.execute("PRAGMA foreign_keys=OFF")
    return connection


def _upgrade(connection: Connection, scripts: Path, head: str) -> None:
    # Alembic takes half a second to import, so only a store that is behind pays for it.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, head)


def _tables(connection: Connection) -> list[str]:
    return [name for name in inspect(connection).get_table_names() if name != "alembic_version"]


def _counts(connection: Connection) -> dict[str, int]:
    return {name: _count(connection, name) for name in _tables(connection)}


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())  # noqa: S608 - own names


def build_by_migrations(database: Path, data_key: bytes, *, scripts: Path = SCRIPTS, head: str = HEAD) -> None:
    """An empty database made by running every migration; what `create.build_database` makes must equal it."""
    engine = engines.writing_engine(lambda: engines.connect_new(database, data_key))
    try:
        with engines.environment_errors(), engine.begin() as connection:
            _upgrade(connection, scripts, head)
    finally:
        engine.dispose()
