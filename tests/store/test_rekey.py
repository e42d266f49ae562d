"""A new data key: who stays opens as before, who goes opens nothing, and whatever goes wrong leaves one whole store."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import insert

from models.office.tables import Village
from models.store import recovery, rekey, slots, vault
from models.store.chain import last_change
from models.store.check import check_store
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import current_set, finished_sets
from models.store.opened import OpenedFolder
from models.store.store import SAFEKEEPING, Store
from models.store.tables import FormerKey, KeptSet
from models.store.vault_format import RECOVERY, Head, Slot
from tests.store.fixtures import CLERK, PASSWORD
from tests.store.test_leftovers import copy_of, newer_program
from tests.store.test_migrations import next_scripts
from tests.store.test_slots import OTHER, opens
from tests.store.test_store import add_village

__all__ = ["newer_program", "next_scripts"]
pytestmark = pytest.mark.usefixtures("cheap_keys")


def everybody(_slot: Slot) -> bool:
    return True


def without_two(slot: Slot) -> bool:
    return slot.handle != "2"


def noted(store: Store) -> None:
    store.transact("Thôi việc", CLERK, add_village, "Ghi cùng khóa mới", kind=SAFEKEEPING)


@pytest.fixture
def data(data_folder: Path) -> Path:
    """A store with two colleagues, a recovery sheet, some villages and a draft."""
    with OpenedFolder(data_folder, PASSWORD) as opened:
        slots.add_slot(opened.store, "2", OTHER)
        slots.set_recovery(opened.store, recovery.RecoveryKey(b"k" * 20))
        for name in ("Một", "Hai"):
            opened.store.transact("Thôn", CLERK, add_village, name)
        opened.store.keep_draft(CLERK, "person", {"name": "dở"})
    return data_folder


def test_who_stays_opens_as_before_and_who_goes_opens_nothing(data: Path) -> None:
    before = current_set(data)
    away = data.parent / "stick"
    with OpenedFolder(data, PASSWORD) as opened:
        old_key, old_store = opened.store.raw_key(), opened.store
        pairs = {slot.handle: slot.public_key for slot in opened.store.authenticated_vault().slots}
        shutil.copytree(data, away)
        opened.rekey(without_two, noted)
        assert opened.store.raw_key() != old_key
        with pytest.raises(EnvironmentProblem, match="đã đóng"):
            old_store.fact("uid")
        opened.store.transact("Thôn", CLERK, add_village, "Sau")
        assert check_store(opened.store, data).ok
        known = opened.store.authenticated_vault()
        assert {slot.handle: slot.public_key for slot in known.slots} == {
            handle: pair for handle, pair in pairs.items() if handle != "2"
        }
        with opened.store.read() as reader:
            former = reader.get(FormerKey, vault.key_id(old_key))
            assert former is not None
            assert (former.key, former.set_id) == (old_key, before.set_id)
        assert opened.store.draft(CLERK, "person") == {"name": "dở"}
    assert finished_sets(data) == [current_set(data)] != [before]
    assert opens(data, PASSWORD) == "1"
    assert opens(data, recovery.RecoveryKey(b"k" * 20)) == "phieu-1"
    assert opens(data, OTHER) is None
    assert opens(away, OTHER) == "2", "what was carried away stays open to who could open it"


def test_a_sheet_is_voided_by_a_new_key(data: Path) -> None:
    with OpenedFolder(data, PASSWORD) as opened:
        opened.rekey(lambda slot: slot.kind != RECOVERY)
        assert slots.recovery_handle(opened.store.authenticated_vault()) is None
        slots.set_recovery(opened.store, recovery.RecoveryKey(b"n" * 20), slots.next_sheet("phieu-1"))
    assert opens(data, recovery.RecoveryKey(b"k" * 20)) is None
    assert opens(data, recovery.RecoveryKey(b"n" * 20)) == "phieu-2"
    assert opens(data, OTHER) == "2"


def test_the_new_key_is_nowhere_where_the_old_one_opens(data: Path) -> None:
    with OpenedFolder(data, PASSWORD) as opened:
        old = opened.store.set
        old_key = opened.store.raw_key()
        kept = data.parent / "kept"
        shutil.copytree(old.folder, kept)
        opened.rekey(everybody)
        new_key = opened.store.raw_key()
    with_old = Store(type(old)(kept), old_key)
    try:
        with with_old.read() as reader:
            assert reader.query(FormerKey).count() == 0
    finally:
        with_old.close()
    assert new_key not in (kept / "store.db").read_bytes()
    assert new_key.hex() not in current_set(data).vault.read_text(encoding="utf-8")


@pytest.mark.parametrize("keep", [lambda slot: False, lambda slot: slot.kind == RECOVERY])
def test_somebody_must_be_able_to_open_the_store(data: Path, keep: Callable[[Slot], bool]) -> None:
    before = current_set(data)
    with OpenedFolder(data, PASSWORD) as opened:
        with pytest.raises(RuleError) as caught:
            opened.rekey(keep)
        assert caught.value.code == "no_slot_left"
        opened.store.transact("Thôn", CLERK, add_village, "Ba")
    assert current_set(data) == before
    assert [path.name for path in (data / "sets").iterdir()] == [before.set_id]


def test_work_that_fails_leaves_everything_as_it_was(data: Path) -> None:
    before = current_set(data)

    def fails(store: Store) -> None:
        noted(store)
        raise RuleError("không được", code="no")

    with OpenedFolder(data, PASSWORD) as opened:
        with pytest.raises(RuleError):
            opened.rekey(without_two, fails)
        opened.store.transact("Thôn", CLERK, add_village, "Ba")
        assert check_store(opened.store, data).ok
    assert current_set(data) == before
    assert [path.name for path in (data / "sets").iterdir()] == [before.set_id]
    assert opens(data, OTHER) == "2"


@pytest.mark.parametrize("step", ["_build", "_demand_equal", "link_segments", "swap_to"])
def test_a_disk_that_refuses_a_step_leaves_the_old_store_at_work(
    data: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = current_set(data)

    def refuses(*_: object) -> None:
        raise EnvironmentProblem("đầy", code="disk_full")

    with OpenedFolder(data, PASSWORD) as opened:
        with monkeypatch.context() as patched:
            patched.setattr(rekey, step, refuses)
            with pytest.raises(EnvironmentProblem):
                opened.rekey(without_two)
        opened.store.transact("Thôn", CLERK, add_village, "Ba")
        opened.rekey(without_two)
    assert current_set(data) != before
    assert opens(data, PASSWORD) == "1"


def test_scans_come_along_as_the_same_files(data: Path) -> None:
    name = "ab" * 32
    segment = current_set(data).folder / "scans" / name
    segment.write_bytes(b"sealed")
    with OpenedFolder(data, PASSWORD) as opened:
        opened.rekey(everybody)
        linked = opened.store.set.folder / "scans" / name
        assert linked.read_bytes() == b"sealed"
    assert not segment.exists()
    assert linked.stat().st_nlink == 1


def test_new_keys_in_a_row_keep_all_former_ones(data: Path) -> None:
    keys = []
    with OpenedFolder(data, PASSWORD) as opened:
        for _ in range(3):
            keys.append(opened.store.raw_key())
            opened.rekey(everybody)
        with opened.store.read() as reader:
            assert {row.key for row in reader.query(FormerKey)} == set(keys)
        assert opened.store.raw_key() not in keys
    assert finished_sets(data) == [current_set(data)]


def test_an_old_set_that_a_kill_left_goes_at_the_next_opening(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenedFolder(data, PASSWORD) as opened:
        monkeypatch.setattr("models.store.opened.drop_replaced", lambda *_: None)
        monkeypatch.setattr("models.store.opened.drop_older_copies", lambda *_: None)
        opened.rekey(without_two)
        monkeypatch.undo()
    assert len(finished_sets(data)) == 2
    assert opens(data, PASSWORD) == "1"
    assert finished_sets(data) == [current_set(data)]


def test_an_old_set_that_holds_more_stays_and_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenedFolder(data, PASSWORD) as opened:
        old, old_key = opened.store.set, opened.store.raw_key()
        with monkeypatch.context() as patched:
            patched.setattr("models.store.opened.drop_replaced", lambda *_: None)
            patched.setattr("models.store.opened.drop_older_copies", lambda *_: None)
            opened.rekey(without_two)
    more = Store(old, old_key)
    more.transact("Thôn", CLERK, add_village, "Chỉ ở đây")
    more.close()
    with OpenedFolder(data, PASSWORD) as opened:
        parts = {part.name: part for part in check_store(opened.store, data).parts}
    assert not parts["folder"].ok
    assert old.set_id in parts["folder"].message
    assert old.folder.exists()


def test_cut_off_between_naming_and_renaming_the_next_opening_ends_it(data: Path) -> None:
    with OpenedFolder(data, PASSWORD) as opened:
        opened.rekey(without_two)
        named = opened.store.set
    unfinished = named.folder.with_name(named.set_id + ".new")
    named.folder.rename(unfinished)
    (data / "sets" / ("0" * 32 + ".new")).mkdir()
    assert slots.slot_handles(data) == ("1",)
    assert opens(data, PASSWORD) == "1"
    assert [path.name for path in (data / "sets").iterdir()] == [named.set_id]


def test_a_folder_that_cannot_be_renamed_is_used_as_it_is(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> Path:
        raise PermissionError(13, "held")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", held)
        with OpenedFolder(data, PASSWORD) as opened:
            opened.rekey(without_two)
            opened.store.transact("Thôn", CLERK, add_village, "Ba")
            assert opened.store.set.folder.name.endswith(".new")
            parts = {part.name: part.message for part in check_store(opened.store, data).parts if not part.ok}
            assert ".new" not in parts.get("folder", "")
        assert opens(data, PASSWORD) == "1"
    with OpenedFolder(data, PASSWORD) as opened:
        assert opened.store.set.folder.name == opened.store.set.set_id
        assert check_store(opened.store, data).ok


def test_the_set_before_a_migration_does_not_outlive_the_key_it_opens_with(
    data: Path, newer_program: Callable[[], None]
) -> None:
    """It would open with the password of who went; otherwise it stays a month."""
    older = current_set(data)
    newer_program()
    with OpenedFolder(data, PASSWORD) as opened:
        assert older.folder.exists()
        opened.rekey(without_two)
        assert not older.folder.exists()
        assert check_store(opened.store, data).ok


def test_a_set_put_aside_for_safety_stays_and_is_no_stranger(data: Path, bare_key: bytes) -> None:
    until = {"kept_until": "2999-01-01T00:00:00.000Z", "head_change": 2, "head_digest": "", "key_id": "k"}
    with OpenedFolder(data, PASSWORD) as opened:
        kept = copy_of(data, bare_key)
        row = {"set_id": kept.set_id, "why": "thử", "made_at": "2026-11-22T02:00:00.000Z"}
        with opened.store._writer.begin() as connection:
            connection.execute(insert(KeptSet).values(**row, **until))
        opened.rekey(without_two)
        assert check_store(opened.store, data).ok
    assert kept.folder.exists()


def test_a_change_that_waits_meanwhile_is_refused_and_not_lost_without_a_word(data: Path) -> None:
    told: list[str] = []

    def too_late(store: Store) -> None:
        try:
            store.transact("Thôn", CLERK, add_village, "Muộn")
        except EnvironmentProblem as problem:
            told.append(problem.code)

    with OpenedFolder(data, PASSWORD) as opened:
        before = opened.store
        waiting = Thread(target=too_late, args=(before,))
        opened.rekey(everybody, lambda _: waiting.start())
        waiting.join(30)
        assert told == ["closed"]
        with opened.store.read() as reader:
            assert reader.query(Village).filter_by(name="Muộn").count() == 0


def test_slots_and_seals_written_at_once_lose_nothing(data: Path) -> None:
    with OpenedFolder(data, PASSWORD) as opened:
        store = opened.store

        def colleagues() -> None:
            for number in range(10):
                slots.add_slot(store, f"can-bo-{number}", OTHER)

        adding = Thread(target=colleagues)
        adding.start()
        for number in range(10):
            store.transact("Thôn", CLERK, add_village, f"Lúc ấy {number}")
        adding.join(30)
        known = store.authenticated_vault()
        with store.connection() as connection:
            last, digest = last_change(connection)
        assert len(slots.handles_of(known)) == 12
        assert known.head == Head(last, digest.hex())
        assert check_store(store, data).ok


def test_a_store_that_misses_sealed_changes_gets_its_key_and_keeps_the_evidence(data: Path, bare_key: bytes) -> None:
    with OpenedFolder(data, PASSWORD) as opened:
        other = copy_of(data, bare_key)
        lost = opened.store.authenticated_vault().head
        assert lost is not None
        missing = Head(lost.change_id + 3, "ab" * 32)
        opened.store.change_vault(lambda known: replace(known, head=missing))
        old = opened.store.set
        opened.rekey(without_two)
        assert not opened.store.is_whole()
        assert opened.store.authenticated_vault().head == missing
    assert not old.folder.exists()
    assert other.folder.exists(), "it might hold what is missing"
    assert opens(data, OTHER) is None


def test_the_vault_of_before_beside_the_new_set_is_named(data: Path) -> None:
    """Whole by itself, so it is not the database that is damaged."""
    before = current_set(data).vault.read_bytes()
    with OpenedFolder(data, PASSWORD) as opened:
        opened.rekey(without_two)
    current_set(data).vault.write_bytes(before)
    for secret in (PASSWORD, OTHER):
        with pytest.raises(EnvironmentProblem) as caught:
            OpenedFolder(data, secret)
        assert caught.value.code == "vault_damaged"
        assert caught.value.message.startswith("Tệp khóa (vault.json) không phải của tệp sổ (store.db) này")
