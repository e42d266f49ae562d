"""Restoring over the present store, on a bare machine, over a damaged store; what goes on, what stays, what is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from models.office.tables import NumberSeries, Staff
from models.safekeeping import queries
from models.safekeeping.manifest import BackupDamaged
from models.safekeeping.opening import looked_into
from models.safekeeping.preview import OLDER, UNREADABLE, differences
from models.safekeeping.progress import BackupStopped
from models.safekeeping.restoring import restore
from models.safekeeping.snapshot import scratch
from models.store import migrate, schema_version, vault
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import current_set, finished_sets, make_current, unknown_files
from models.store.opened import OpenedFolder
from models.store.seals import head_code
from models.store.slots import replace_slot, rewrap
from models.store.tables import Change, FormerKey, KeptSet
from models.store.work import Outcome, Work
from tests.people.commune import Clock
from tests.safekeeping.restores import BEFORE, SINCE, Kept, add_people, kept, kept_once, looked_over, take
from tests.store.fixtures import CLERK, PASSWORD
from tests.store.test_migrations import next_scripts

__all__ = ["kept", "kept_once", "next_scripts"]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_over_the_present_store(kept: Kept) -> None:
    before, on_stick = current_set(kept.data), files_of(kept.stick)
    assert looked_over(kept.data) == {*BEFORE, *SINCE}
    restored = kept.restored()
    assert current_set(kept.data).set_id == restored.set_id != before.set_id
    assert restored.put_aside == (before.set_id,)
    assert restored.present_ways
    assert restored.handles == ("1",)
    assert looked_over(kept.data) == set(BEFORE)
    assert before.folder.is_dir()
    assert files_of(kept.stick) == on_stick


def test_both_heads_are_named_in_the_history(kept: Kept) -> None:
    with OpenedFolder(kept.data, PASSWORD) as folder, folder.store.read() as session:
        last = session.scalars(select(Change).order_by(Change.id.desc())).first()
        replaced_head = (last.id, last.digest.hex())
    restored = kept.restored()
    head = kept.newest().clear.head
    with OpenedFolder(kept.data, PASSWORD) as folder, folder.store.read() as session:
        change = session.get(Change, restored.change_id)
        row = session.scalars(select(KeptSet)).one()
        assert change.kind == "safekeeping"
        assert change.actor_id == 1
        assert change.id == head.change_id + 1
        assert f"thay đổi số {head.change_id} (mã {head_code(head.digest)})" in str(change.reason)
        assert f"thay đổi số {replaced_head[0]} (mã {head_code(replaced_head[1])})" in str(change.reason)
        assert (row.head_change, row.head_digest) == replaced_head
        assert row.set_id == restored.put_aside[0]


def test_on_a_bare_machine(kept: Kept, tmp_path: Path) -> None:
    restored = kept.restored(over=False, data=tmp_path / "other")
    assert restored.put_aside == ()
    assert looked_over(tmp_path / "other") == set(BEFORE)
    assert unknown_files(tmp_path / "other") == []
    with OpenedFolder(tmp_path / "other", PASSWORD) as folder, folder.store.read() as session:
        assert session.get(Change, restored.change_id).actor_id == 1
        (backup,) = queries.backups(session)  # the stick is known, and what was restored from it was read in full
        assert (backup.generation, backup.standing) == (kept.newest().name, "good")


def test_a_wrong_password_opens_nothing(kept: Kept) -> None:
    with pytest.raises(vault.WrongPassword):
        kept.opened(PASSWORD + "x")
    with pytest.raises(vault.WrongPassword):
        kept.opened(None)


def test_a_known_key_needs_no_password(kept: Kept) -> None:
    with OpenedFolder(kept.data, PASSWORD) as folder:
        opened = kept.opened(None, queries.data_keys(folder.store))
    assert opened.handle == ""
    assert opened.facts.maker.name == "Lê Thị Sổ"


def test_number_series_go_on_after_the_highest(kept: Kept) -> None:
    with OpenedFolder(kept.data, PASSWORD) as folder:
        folder.store.transact("Số", CLERK, take, ("front/BL", 7))
        folder.store.transact("Số", CLERK, take, ("committee/DS", 3))
    restored = kept.restored(series={("committee/DS", 0): 12, ("front/BL", 0): 2, ("committee/QĐ", 2026): 4})
    with OpenedFolder(kept.data, PASSWORD) as folder, folder.store.read() as session:
        rows = {(row.key, row.year): row for row in session.scalars(select(NumberSeries))}
        reason = str(session.get(Change, restored.change_id).reason)
    assert rows["front/BL", 0].last == 7
    assert rows["committee/DS", 0].last == 12
    assert rows["committee/QĐ", 2026].last == 4
    assert rows["committee/QĐ", 2026].body_id == rows["committee/DS", 0].body_id
    assert rows["person", 0].last == len(BEFORE) + len(SINCE) + 20
    assert "Số DS của UBND: 0 → 12" in reason


def test_strange_numbers_are_refused(kept: Kept) -> None:
    with pytest.raises(RuleError) as caught:
        kept.restored(series={("person", 0): -1})
    assert caught.value.code == "series_out_of_range"
    assert looked_over(kept.data) == {*BEFORE, *SINCE}


def test_a_changed_password_goes_on(kept: Kept) -> None:
    new = "mật khẩu hoàn toàn mới"
    with OpenedFolder(kept.data, PASSWORD) as folder:
        key = vault.read_vault(folder.store.set.vault).slots[0].kdf
        assert key.iterations == 1
        rewrap(folder.store, "1", PASSWORD, new)
    with OpenedFolder(kept.data, new) as folder:
        opened = kept.opened(None, queries.data_keys(folder.store))
        restore(kept.data, opened, replaced=folder)
    with pytest.raises(vault.WrongPassword):
        OpenedFolder(kept.data, PASSWORD)
    assert looked_over(kept.data, new) == set(BEFORE)


def test_a_key_that_was_given_up_does_not_come_back(kept: Kept) -> None:
    old = kept.opened().data_key
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder:
        folder.rekey(lambda _: True)
        new = folder.store.raw_key()
        opened = kept.opened(None, queries.data_keys(folder.store))
        restored = restore(kept.data, opened, replaced=folder)
    assert new != old
    assert restored.present_ways
    assert looked_over(kept.data) == set(BEFORE)
    with OpenedFolder(kept.data, PASSWORD) as folder:
        assert folder.store.raw_key() == new
        assert queries.data_keys(folder.store) == {vault.key_id(old): old, vault.key_id(new): new}
        with folder.store.read() as session:
            assert session.scalars(select(FormerKey.key_id)).all() == [vault.key_id(old)]


def test_somebody_who_is_not_in_the_backup_does_not_lock_the_store(kept: Kept) -> None:
    """The present slots are of nobody whom the backup knows: the passwords of that day hold."""

    def another(work: Work, uid: str) -> Outcome[None]:
        work.session.get(Staff, 1).uid = uid
        work.flush()
        return Outcome(None)

    with OpenedFolder(kept.data, PASSWORD) as folder:
        folder.store.transact("Đổi", CLERK, another, "somebody else")
        replace_slot(folder.store, "1", "mật khẩu người khác")
    present = OpenedFolder(kept.data, "mật khẩu người khác")
    restored = restore(kept.data, kept.opened(), replaced=present)
    assert not restored.present_ways
    assert looked_over(kept.data) == set(BEFORE)


def test_the_set_put_aside_goes_after_its_days(kept: Kept) -> None:
    restored = kept.restored()
    for days, there in ((0, True), (29, True), (31, False)):
        clock = Clock()
        clock.now += timedelta(days=days)
        OpenedFolder(kept.data, PASSWORD, clock=clock).close()
        assert (restored.put_aside[0] in {one.set_id for one in finished_sets(kept.data)}) == there, days


def test_restoring_twice_keeps_both_sets(kept: Kept) -> None:
    first = kept.restored()
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as folder:
        add_people(folder.store, "Lò Văn Sau")
    second = kept.restored()
    assert looked_over(kept.data) == set(BEFORE)
    ids = {one.set_id for one in finished_sets(kept.data)}
    assert ids == {*first.put_aside, *second.put_aside, second.set_id}


DAMAGES: list[tuple[tuple[str, ...], str]] = [
    (("village",), OLDER),
    (("person",), UNREADABLE),
    (("staff", "number_series"), UNREADABLE),
    (("kept_set", "medium", "former_key"), OLDER),
    (("change",), UNREADABLE),
]


@pytest.mark.parametrize(
    ("tables", "relation"),
    DAMAGES,
)
def test_over_a_store_that_opens_and_is_damaged(kept: Kept, tables: tuple[str, ...], relation: str) -> None:
    """What cannot be read is not taken over; the restore itself goes on."""
    chosen = current_set(kept.data)
    with OpenedFolder(kept.data, PASSWORD) as present, present.store.connection() as connection:
        found = connection.execute(text("SELECT name, rootpage FROM sqlite_master")).all()
    data = bytearray(chosen.database.read_bytes())
    for name, page in found:
        if name in tables:
            data[(page - 1) * 4096 + 100] ^= 1
    chosen.database.write_bytes(data)
    with OpenedFolder(kept.data, PASSWORD, clock=Clock()) as present, scratch(kept.data / "sets") as folder:
        assert "store.db" in str(present.trouble)
        with looked_into(kept.opened(), folder) as backup:
            assert differences(present.store, backup).relation == relation
    restored = kept.restored()
    assert restored.put_aside == (chosen.set_id,)
    assert restored.present_ways
    assert looked_over(kept.data) == set(BEFORE)


def test_over_a_damaged_store(kept: Kept) -> None:
    damaged = current_set(kept.data)
    damaged.vault.write_bytes(b"damaged")
    with pytest.raises(EnvironmentProblem):
        OpenedFolder(kept.data, PASSWORD)
    restored = kept.restored(over=False)
    assert restored.put_aside == (damaged.set_id,)
    assert looked_over(kept.data) == set(BEFORE)


def test_without_a_pointer(kept: Kept) -> None:
    (kept.data / "current").write_bytes(b"\x00\x00")
    kept.restored(over=False)
    assert looked_over(kept.data) == set(BEFORE)


def test_another_instance_is_left_alone(kept: Kept) -> None:
    with OpenedFolder(kept.data, PASSWORD), pytest.raises(EnvironmentProblem) as caught:
        kept.restored(over=False)
    assert caught.value.code == "already_open"


@pytest.mark.parametrize("after", [1, 2, 3, 4, 5, 8])
def test_stopped_at_any_moment_changes_nothing(kept: Kept, after: int) -> None:
    looks = iter(range(10_000))
    present = OpenedFolder(kept.data, PASSWORD, clock=Clock())
    with pytest.raises(BackupStopped):
        restore(kept.data, kept.opened(), replaced=present, stopped=lambda: next(looks) >= after)
    add_people(present.store, "Lò Văn Sau")
    present.close()
    assert looked_over(kept.data) == {*BEFORE, *SINCE, "Lò Văn Sau"}
    assert unknown_files(kept.data) == []


@pytest.fixture
def newer_program(next_scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is one schema newer than the backup."""
    run = migrate.migrate_database
    monkeypatch.setattr(
        migrate, "migrate_database", lambda chosen, key: run(chosen, key, scripts=next_scripts, head="0002")
    )
    monkeypatch.setattr(schema_version, "HEAD", "0002")


@pytest.mark.parametrize("over", [True, False])
def test_a_backup_of_an_older_schema(kept: Kept, tmp_path: Path, newer_program: None, over: bool) -> None:
    data = kept.data if over else tmp_path / "other"
    with scratch(kept.data / "sets") as folder, looked_into(kept.opened(), folder) as backup:
        assert not differences(None, backup).loses
    kept.restored() if over else kept.restored(over=False, data=data)
    assert looked_over(data) == set(BEFORE)
    with OpenedFolder(data, PASSWORD) as opened, opened.store.connection() as connection:
        assert connection.execute(text("SELECT colour FROM village LIMIT 1")).first() == (None,)


def test_a_backup_of_a_newer_schema_is_told(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_version, "HEAD", "0000")
    monkeypatch.setattr(schema_version, "KNOWN", ("0000",))
    with pytest.raises(EnvironmentProblem) as caught:
        kept.restored(over=False, data=tmp_path / "other")
    assert caught.value.code == "newer_version"
    assert not finished_sets(tmp_path / "other")


def test_a_spoilt_segment_is_not_restored(kept: Kept, tmp_path: Path) -> None:
    (segment,) = kept.stick.glob("SoAnSinh/*/segments/*")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    with pytest.raises(BackupDamaged) as caught:
        kept.restored(over=False, data=tmp_path / "other")
    assert caught.value.part == "segment"
    assert not finished_sets(tmp_path / "other")
    assert kept.restored().put_aside  # the segment lies whole on this disk


def test_turning_back_to_the_set_put_aside_by_hand_is_told(kept: Kept) -> None:
    before = current_set(kept.data)
    restored = kept.restored()
    make_current(kept.data, before)
    with OpenedFolder(kept.data, PASSWORD) as folder:
        assert restored.set_id[:8] in (folder.trouble or "")
    assert {found.set_id for found in finished_sets(kept.data)} == {before.set_id, restored.set_id}
