"""Migrations: they build the schema the program declares, and bring an older store up without losing a row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text

from models.office.tables import Village
from models.schema import METADATA
from models.store import engine as engines
from models.store import migrate, schema_version
from models.store.create import build_database
from models.store.errors import EnvironmentProblem
from models.store.folder import StoreSet, current_set
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.vault import new_data_key
from tests.store.fixtures import CLERK, PASSWORD
from tests.store.test_store import many_villages


def schema(database: Path, key: bytes) -> dict[str, object]:
    """Columns, keys and indexes of every table, in a shape that two databases can be compared by."""
    connection = engines.connect(database, key)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: dict[str, object] = {}
        for table in tables:
            found[table] = {
                "columns": [row[1:] for row in connection.execute(f"PRAGMA table_xinfo({table})")],
                "foreign_keys": sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({table})")),
            }
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        found["never reused"] = sorted(name for name, sql in made if "AUTOINCREMENT" in (sql or ""))
        indexes = connection.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'").fetchall()
        found["indexes"] = sorted((name, table, " ".join((sql or "").split())) for name, table, sql in indexes)
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        found["triggers"] = sorted((name, " ".join(sql.split())) for name, sql in triggers)
        return found
    finally:
        connection.close()


def test_migrations_build_what_the_program_declares(tmp_path: Path) -> None:
    key = new_data_key()
    migrate.build_by_migrations(tmp_path / "migrated.db", key)
    (tmp_path / "made").mkdir()
    build_database(StoreSet(tmp_path / "made"), key, METADATA, {"uid": "u"})
    migrated, made = schema(tmp_path / "migrated.db", key), schema(tmp_path / "made" / "store.db", key)
    assert migrated == made


def test_head_is_the_newest_script() -> None:
    scripts = ScriptDirectory(str(migrate.SCRIPTS))
    assert scripts.get_current_head() == schema_version.HEAD
    assert [script.revision for script in reversed(list(scripts.walk_revisions()))] == list(schema_version.KNOWN)


SECOND = """
import sqlalchemy as sa
from alembic import op
revision = "0002"
down_revision = "0001"
def upgrade():
    with op.batch_alter_table("village") as batch:
        batch.add_column(sa.Column("colour", sa.Text))
        batch.alter_column("name", existing_type=sa.Text, nullable=False)
"""


@pytest.fixture
def next_scripts(tmp_path: Path) -> Path:
    """The scripts with one more, which rebuilds a parent table in batch mode."""
    scripts = tmp_path / "scripts"
    shutil.copytree(migrate.SCRIPTS, scripts)
    (scripts / "versions" / "schema_0002.py").write_text(SECOND, encoding="utf-8")
    return scripts


def test_a_rebuilt_parent_keeps_its_children(data_folder: Path, bare_key: bytes, next_scripts: Path) -> None:
    chosen = current_set(data_folder)
    store = Store(chosen, bare_key)
    ids = store.transact("Thôn", CLERK, many_villages, 40).value
    with store._writer.begin() as connection:
        for village in ids:
            values = {"village": village, "name": f"Cũ {village}"}
            connection.execute(
                text("INSERT INTO village_old_name (village_id, kind, name) VALUES (:village, 'thôn', :name)"), values
            )
    store.close()
    migrate.migrate_database(chosen, bare_key, scripts=next_scripts, head="0002")
    connection = engines.connect(chosen.database, bare_key)
    try:
        assert connection.execute("SELECT count(*) FROM village_old_name").fetchone() == (40,)
        assert connection.execute("SELECT count(*) FROM village").fetchone() == (40,)
        assert connection.execute("SELECT colour FROM village LIMIT 1").fetchone() == (None,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def test_an_older_store_is_migrated_in_a_new_set_when_opened(
    data_folder: Path, bare_key: bytes, next_scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = current_set(data_folder)
    store = Store(older, bare_key)
    store.transact("Thôn", CLERK, many_villages, 5)
    store.seal_head()
    store.close()
    upgrade = migrate.migrate_database
    monkeypatch.setattr(
        migrate, "migrate_database", lambda chosen, key: upgrade(chosen, key, scripts=next_scripts, head="0002")
    )
    monkeypatch.setattr(schema_version, "HEAD", "0002")
    with OpenedFolder(data_folder, PASSWORD) as opened:
        assert current_set(data_folder).set_id != older.set_id
        with opened.store.read() as session:
            assert session.scalar(select(func.count()).select_from(Village)) == 5
    assert older.folder.is_dir()


def test_a_migration_that_loses_rows_leaves_the_old_set(
    data_folder: Path, bare_key: bytes, next_scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (next_scripts / "versions" / "schema_0002.py").write_text(
        SECOND + '\n    op.execute("DELETE FROM village WHERE id > 2")\n', encoding="utf-8"
    )
    older = current_set(data_folder)
    store = Store(older, bare_key)
    store.transact("Thôn", CLERK, many_villages, 5)
    store.close()
    upgrade = migrate.migrate_database
    monkeypatch.setattr(
        migrate, "migrate_database", lambda chosen, key: upgrade(chosen, key, scripts=next_scripts, head="0002")
    )
    monkeypatch.setattr(schema_version, "HEAD", "0002")
    with pytest.raises(EnvironmentProblem) as caught:
        OpenedFolder(data_folder, PASSWORD)
    assert caught.value.code == "migration_failed"
    assert current_set(data_folder).set_id == older.set_id
    assert [path.name for path in (data_folder / "sets").iterdir()] == [older.set_id]
