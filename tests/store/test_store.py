"""The open store: transactions, history, drafts, locks, and each trouble with its own message."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from models.office.tables import Village
from models.store import history, vault
from models.store.chain import audit_records, change_records
from models.store.check import check_store
from models.store.create import create_store
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.tables import Audit, Change
from models.store.undo import undo_change
from models.store.work import Outcome, Work
from tests.store.fixtures import CLERK, NOW, PASSWORD


def add_village(work: Work, name: str) -> Outcome[int]:
    """A verb of the tests: one village."""
    village = work.add(Village(uid=f"uid-{name}", kind="thôn", name=name, sort_order=1, closed_on=None))
    return Outcome(village.id, frozenset({("office", village.id)}))


def rename_village(work: Work, command: tuple[int, str]) -> Outcome[None]:
    """A verb of the tests: a new name."""
    village = work.get(Village, command[0])
    assert village is not None
    work.session.expire(village)
    village.name = command[1]
    return Outcome(None)


def many_villages(work: Work, count: int) -> Outcome[range]:
    """A verb of the tests: many rows through the driver."""
    rows = [
        {"uid": f"many-{number}", "kind": "thôn", "name": f"Thôn {number}", "sort_order": number}
        for number in range(count)
    ]
    sources = [f"DS!{number}" for number in range(count)]
    return Outcome(work.insert_many(Village.__table__, rows, sources=sources))  # type: ignore[arg-type]  # a Table


def broken_chain(store: Store) -> history.Break | None:
    with store.connection() as connection:
        return history.first_break(change_records(connection), audit_records(connection))


def test_a_change_is_stored_with_its_history(store: Store) -> None:
    done = store.transact("Thêm thôn", CLERK, add_village, "Đông")
    store.transact("Đổi tên thôn", CLERK, rename_village, (done.value, "Đoài"), reason="nhập sai")
    with store.read() as session:
        changes = session.scalars(select(Change).order_by(Change.id)).all()
        audits = session.scalars(select(Audit).order_by(Audit.id)).all()
    assert [(change.name, change.actor_id, change.reason) for change in changes] == [
        ("Thêm thôn", 1, None),
        ("Đổi tên thôn", 1, "nhập sai"),
    ]
    assert changes[0].at == "2026-11-22T02:00:00.000Z"
    assert audits[1].fields == '{"name":["Đông","Đoài"]}'
    assert (audits[1].record_table, audits[1].record_id, audits[1].operation) == ("village", done.value, "changed")
    assert done.stale == {("office", done.value)}
    assert broken_chain(store) is None


def test_whatever_a_verb_raises_rolls_everything_back(store: Store) -> None:
    def fails(work: Work, _: None) -> Outcome[None]:
        add_village(work, "Mất")
        raise RuleError("không được", code="no")

    with pytest.raises(RuleError):
        store.transact("Hỏng", CLERK, fails, None)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Village)) == 0
        assert session.scalar(select(func.count()).select_from(Change)) == 0


def test_many_rows_know_their_source_and_join_the_chain(store: Store) -> None:
    ids = store.transact("Nhập", CLERK, many_villages, 1234).value
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Village)) == 1234
        last = session.scalars(select(Audit).filter_by(record_id=ids[-1])).one()
    assert last.source == "DS!1233"
    assert broken_chain(store) is None


@pytest.mark.parametrize(
    ("spoil", "change_id", "what"),
    [
        ("UPDATE audit SET fields = replace(fields, 'Thôn 6', 'Thôn 8') WHERE record_id = 8", 2, "record"),
        ("UPDATE audit SET record_id = 99 WHERE record_id = 8", 2, "record"),
        ("DELETE FROM audit WHERE record_id = 8", 2, "link"),
        ("UPDATE change SET name = 'khác' WHERE id = 1", 1, "header"),
        ("UPDATE change SET at = '2020' WHERE id = 2", 2, "header"),
        ("DELETE FROM change WHERE id = 1", 2, "order"),
    ],
)
def test_tampering_with_history_names_the_first_broken_link(
    store: Store, spoil: str, change_id: int, what: str
) -> None:
    store.transact("Một", CLERK, add_village, "Một")
    store.transact("Hai", CLERK, many_villages, 20)
    store.transact("Ba", CLERK, add_village, "Ba")
    with store._writer.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(text(spoil))
        connection.commit()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
    broken = broken_chain(store)
    assert broken is not None
    assert (broken.change_id, broken.what) == (change_id, what)


def test_a_body_can_be_erased_without_breaking_the_chain(store: Store) -> None:
    store.transact("Một", CLERK, add_village, "Một")
    with store._writer.begin() as connection:
        connection.execute(text("UPDATE audit SET fields = NULL, source = NULL, salt = NULL"))
    assert broken_chain(store) is None


def test_a_print_is_a_change_without_records(store: Store) -> None:
    store.transact("In danh sách", CLERK, lambda work, _: Outcome(work.change_id), None, kind="print")
    store.transact("Không đổi gì", CLERK, lambda work, _: Outcome(work.change_id), None)
    with store.read() as session:
        assert session.scalars(select(Change.kind)).all() == ["print"]


def test_undo_takes_back_a_whole_change(store: Store) -> None:
    store.transact("Trước", CLERK, add_village, "Trước")
    store.transact("Nhập", CLERK, many_villages, 30)
    store.transact("Hoàn tác", CLERK, lambda work, change: Outcome(undo_change(work, change)), 2)
    with store.read() as session:
        assert session.scalars(select(Village.name)).all() == ["Trước"]
    assert broken_chain(store) is None


def test_undo_refuses_when_something_later_depends_on_it(store: Store) -> None:
    done = store.transact("Nhập", CLERK, many_villages, 3)
    store.transact("Sửa", CLERK, rename_village, (done.value[1], "Khác"))
    with pytest.raises(RuleError) as caught:
        store.transact("Hoàn tác", CLERK, lambda work, change: Outcome(undo_change(work, change)), 1)
    assert caught.value.code == "later_change"


def test_undo_restores_old_values(store: Store) -> None:
    done = store.transact("Thêm", CLERK, add_village, "Cũ")
    store.transact("Sửa", CLERK, rename_village, (done.value, "Mới"))
    store.transact("Hoàn tác", CLERK, lambda work, change: Outcome(undo_change(work, change)), 2)
    with store.read() as session:
        assert session.scalars(select(Village.name)).all() == ["Cũ"]


def test_drafts_are_kept_per_actor_and_form(store: Store) -> None:
    store.keep_draft(CLERK, "person", {"name": "Nguyễn Thị H"})
    store.keep_draft(CLERK, "person", {"name": "Nguyễn Thị Hạnh"})
    assert store.draft(CLERK, "person") == {"name": "Nguyễn Thị Hạnh"}
    assert store.drafts(CLERK) == ["person"]
    store.drop_draft(CLERK, "person")
    assert store.draft(CLERK, "person") is None


def test_pragmas_hold_on_every_connection(store: Store) -> None:
    for engine in (store._writer, store._readers):
        with engine.connect() as connection:
            pragma = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "cache_size", "temp_store")
            }
        assert pragma == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "cache_size": -65536,
            "temp_store": 2,
        }


def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(EnvironmentProblem) as caught, store.connection() as connection:
        connection.execute(text("DELETE FROM change"))
    assert caught.value.code == "read_only"


def test_exceptions_hide_values(store: Store) -> None:
    store.transact("Thêm", CLERK, add_village, "Bí mật")
    with pytest.raises(IntegrityError) as caught:
        store.transact("Thêm", CLERK, add_village, "Bí mật")
    assert "Bí mật" not in str(caught.value)
    assert caught.value.params is None
    assert caught.value.statement is None


def test_file_is_not_readable_without_key(store: Store) -> None:
    store.transact("Thêm", CLERK, add_village, "Tên rất riêng")
    folder = store.set.folder
    for file in folder.iterdir():
        if file.is_file() and file.name != "vault.json":
            data = file.read_bytes()
            assert not data.startswith(b"SQLite format 3")
            assert "Tên rất riêng".encode() not in data
            assert "Tên rất riêng".encode("utf-16-le") not in data


def opened_code(data: Path, password: str = PASSWORD) -> str:
    """Open the folder and give the code of what went wrong, or "open"."""
    try:
        OpenedFolder(data, password).close()
    except (EnvironmentProblem, RuleError) as problem:
        return problem.code
    return "open"


def test_each_trouble_has_its_own_code(data_folder: Path, tmp_path: Path) -> None:
    files = current_set(data_folder)
    assert opened_code(data_folder) == "open"
    assert opened_code(tmp_path / "nothing") == "store_missing"
    assert opened_code(data_folder, "sai mật khẩu") == "wrong_password"
    whole = files.database.read_bytes()
    files.database.write_bytes(whole[:100] + b"\x00" * 200 + whole[300:])
    assert opened_code(data_folder) == "database_damaged"
    files.database.write_bytes(b"SQLite format 3\x00" + whole[16:])
    assert opened_code(data_folder) == "not_encrypted"
    files.database.unlink()
    assert opened_code(data_folder) == "database_missing"
    files.database.write_bytes(whole)
    (data_folder / "current").write_text("../../etc", encoding="ascii")
    assert opened_code(data_folder) == "pointer_damaged"
    (data_folder / "current").unlink()
    assert opened_code(data_folder) == "open"
    assert (data_folder / "current").read_text(encoding="ascii").strip() == files.set_id
    (data_folder / "current").unlink()
    (files.folder.parent / ("1" * 32)).mkdir()
    assert opened_code(data_folder) == "pointer_damaged"
    (files.folder.parent / ("1" * 32)).rmdir()
    (data_folder / "current").write_bytes(b"0" * 32 + b"\n")
    assert opened_code(data_folder) == "set_missing"


def test_newer_schema_is_refused(data_folder: Path, bare_key: bytes) -> None:
    opened = Store(current_set(data_folder), bare_key)
    with opened._writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    assert opened_code(data_folder) == "newer_version"


def test_second_instance_is_kept_out(data_folder: Path) -> None:
    with OpenedFolder(data_folder, PASSWORD):
        code = (
            "import sys; from pathlib import Path; from models.store.opened import OpenedFolder\n"
            "from models.store.errors import EnvironmentProblem\n"
            "try: OpenedFolder(Path(sys.argv[1]), sys.argv[2])\n"
            "except EnvironmentProblem as problem: print(problem.code)\n"
        )
        answer = subprocess.run(
            check=False,
            args=[sys.executable, "-c", code, str(data_folder), PASSWORD],
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    assert answer.stdout.strip() == "already_open"
    assert opened_code(data_folder) == "open"


def test_a_store_is_not_made_over_another(data_folder: Path) -> None:
    from models.schema import METADATA

    with pytest.raises(EnvironmentProblem) as caught:
        create_store(data_folder, PASSWORD, METADATA, first_work=lambda store: None)
    assert caught.value.code == "store_exists"


def test_check_is_clean_and_tells_an_older_set(data_folder: Path, tmp_path: Path) -> None:
    with OpenedFolder(data_folder, PASSWORD) as opened:
        opened.store.transact("Một", CLERK, add_village, "Một")
        assert check_store(opened.store, data_folder).ok
    older = current_set(data_folder).database.read_bytes()
    with OpenedFolder(data_folder, PASSWORD) as opened:
        opened.store.transact("Hai", CLERK, add_village, "Hai")
    current_set(data_folder).database.write_bytes(older)
    (data_folder / "la.txt").write_text("tệp lạ", encoding="utf-8")
    with OpenedFolder(data_folder, PASSWORD) as opened:
        report = check_store(opened.store, data_folder)
    assert {part.name for part in report.parts if not part.ok} == {"vault", "days", "folder"}
    assert next(part for part in report.parts if part.name == "vault").message.startswith("Sổ cũ hơn")
    with OpenedFolder(data_folder, PASSWORD) as opened:
        opened.store.transact("Khác", CLERK, add_village, "Khác")
    with OpenedFolder(data_folder, PASSWORD) as opened:  # neither closing nor new work covers the loss up
        report = check_store(opened.store, data_folder)
    assert {part.name for part in report.parts if not part.ok} == {"vault", "days", "folder"}


def test_check_finds_a_damaged_page(store: Store, data_folder: Path, bare_key: bytes) -> None:
    store.transact("Nhiều", CLERK, many_villages, 3000)
    store.close()
    file = current_set(data_folder).database
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    opened = Store(current_set(data_folder), bare_key, clock=lambda: NOW)
    try:
        report = check_store(opened, data_folder)
    finally:
        opened.close()
    assert not next(part for part in report.parts if part.name == "cipher").ok


def test_creation_that_fails_leaves_no_store(tmp_path: Path) -> None:
    from models.schema import METADATA
    from tests.store.fixtures import CHEAP_KDF

    def fails(store: Store) -> None:
        raise RuleError("hỏng giữa chừng", code="no")

    data = tmp_path / "data"
    with pytest.raises(RuleError):
        create_store(data, PASSWORD, METADATA, first_work=fails, kdf=CHEAP_KDF, make_slot=vault.wrap_slot)
    assert opened_code(data) == "store_missing"
    shutil.rmtree(data)
