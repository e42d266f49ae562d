"""Each day's last link is sealed in the vault: days agree with the chain, an older set and a broken link are told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models.store import engine as engines
from models.store import migrate, slots, vault
from models.store.check import Part, check_set, check_store
from models.store.errors import EnvironmentProblem
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.store import STAFF, Store
from models.store.vault import WrongPassword
from models.store.vault_format import DayHead, Head, Vault
from models.store.verify import verify_history
from tests.store.fixtures import CLERK, NOW, PASSWORD
from tests.store.test_store import add_village

Change = Callable[[Vault], Vault]


class Days:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def data(data_folder: Path) -> Path:
    """Three days of work, two changes on each."""
    days = Days()
    with OpenedFolder(data_folder, PASSWORD, clock=days) as opened:
        for number in range(3):
            opened.store.transact("Thôn", CLERK, add_village, f"Sáng {number}")
            opened.store.transact("Thôn", CLERK, add_village, f"Chiều {number}")
            days.now += timedelta(days=1)
    return data_folder


def parts(data: Path, change: Change | None = None) -> dict[str, Part]:
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW + timedelta(days=5)) as opened:
        if change is not None:
            opened.store.change_vault(change)
        return {part.name: part for part in check_store(opened.store, data).parts}


def test_each_day_has_its_last_head(data: Path, bare_key: bytes) -> None:
    known = vault.authenticate(current_set(data).vault, bare_key)
    assert [(day.day, day.head.change_id) for day in known.days][-3:] == [
        ("2026-11-22", 2),
        ("2026-11-23", 4),
        ("2026-11-24", 6),
    ]
    assert known.head == known.days[-1].head
    assert all(part.ok for part in parts(data).values())


def test_days_after_a_clock_that_stood_wrong_are_sealed_each_by_itself(data: Path) -> None:
    """And told by their own names when the history no longer holds them."""
    wrong = datetime(2099, 1, 1, tzinfo=UTC)
    days = Days()
    for days.now in (wrong, NOW + timedelta(days=4), NOW + timedelta(days=5)):
        with OpenedFolder(data, PASSWORD, clock=days) as opened:
            opened.store.transact("Thôn", CLERK, add_village, f"Ngày {days.now:%d}")
    with OpenedFolder(data, PASSWORD) as opened:
        sealed = opened.store.authenticated_vault().days
        assert [(one.day, one.head.change_id) for one in sealed[-3:]] == [
            ("2099-01-01", 7),
            ("2026-11-26", 8),
            ("2026-11-27", 9),
        ]
        assert verify_history(opened.store).ok

    def other(known: Vault) -> Vault:
        spoilt = [DayHead(one.day, Head(8, "ab" * 32)) if one.head.change_id == 8 else one for one in known.days]
        return replace(known, days=tuple(spoilt))

    assert "ngày 26/11/2026: thay đổi số 8 đã khác" in parts(data, other)["days"].message


def test_the_day_is_the_office_day(data_folder: Path) -> None:
    late = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)  # one in the morning of the new year in Vietnam
    with OpenedFolder(data_folder, PASSWORD, clock=lambda: late) as opened:
        opened.store.transact("Thôn", CLERK, add_village, "Một")
        assert opened.store.authenticated_vault().days[-1].day == "2027-01-01"


def test_a_sealed_day_that_says_otherwise_is_named(data: Path) -> None:
    def other(known: Vault) -> Vault:
        days = [DayHead(day.day, Head(4, "ab" * 32)) if day.day == "2026-11-23" else day for day in known.days]
        return replace(known, days=tuple(days))

    found = parts(data, other)
    assert not found["days"].ok
    assert "ngày 23/11/2026: thay đổi số 4 đã khác" in found["days"].message
    assert found["vault"].ok
    assert found["history"].ok


def test_a_rewritten_history_is_told_by_the_days_before(data: Path, bare_key: bytes) -> None:
    """Somebody with the key makes the chain anew from change 3 on and seals its end: the earlier days still tell."""
    chosen = current_set(data)
    known = vault.authenticate(chosen.vault, bare_key)
    store = Store(chosen, bare_key, clock=lambda: NOW + timedelta(days=3))
    with store._writer.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE change_id > 2"))
        connection.execute(text("DELETE FROM change WHERE id > 2"))
    vault.write_vault(chosen.vault, replace(known, head=known.days[-3].head, days=known.days[:-2]), bare_key)
    for name in ("Khác", "Nữa", "Thế", "Rồi"):
        store.transact("Thôn", CLERK, add_village, name)
    rewritten = store.authenticated_vault()
    vault.write_vault(chosen.vault, replace(rewritten, days=known.days), bare_key)
    store.close()
    found = parts(data)
    assert found["history"].ok
    assert found["vault"].ok
    assert "ngày 23/11/2026: thay đổi số 4 đã khác" in found["days"].message


def test_a_set_older_than_its_last_seal_is_told(data: Path) -> None:
    older = data.parent / "older"
    shutil.copytree(data, older)
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW + timedelta(days=4)) as opened:
        opened.store.transact("Thôn", CLERK, add_village, "Mới")
    shutil.copyfile(current_set(older).database, current_set(data).database)
    found = parts(data)
    assert "thay đổi số 7 không còn" in found["vault"].message
    assert "ngày 26/11/2026: thay đổi số 7 không còn" in found["days"].message
    assert found["history"].ok


def test_a_vault_and_a_database_of_two_stores_are_told(data: Path, bare_key: bytes) -> None:
    with closing(engines.connect(current_set(data).database, bare_key)) as connection:
        connection.execute("UPDATE store_fact SET value = 'another' WHERE name = 'uid'")
    assert "của hai sổ khác nhau" in parts(data)["vault"].message


def test_the_evidence_of_lost_changes_outlives_work_after_them(data: Path, bare_key: bytes) -> None:
    """Written on, an older state reaches the number of the last seal again: that seal is no link of it still."""
    older = data.parent / "older"
    shutil.copytree(data, older)
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW + timedelta(days=4)) as opened:
        opened.store.transact("Thôn", CLERK, add_village, "Mới")
    sealed = vault.authenticate(current_set(data).vault, bare_key).head
    shutil.copyfile(current_set(older).database, current_set(data).database)
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW + timedelta(days=4)) as opened:
        assert not opened.whole
        for name in ("Khác", "Nữa", "Thế"):
            opened.store.transact("Thôn", CLERK, add_village, name)
    assert vault.authenticate(current_set(data).vault, bare_key).head == sealed
    assert "không khớp lần niêm phong ở thay đổi số 7" in parts(data)["vault"].message


def test_a_seal_that_was_missed_is_made_up(data: Path, bare_key: bytes) -> None:
    """A kill between a change and its seal: the next opening seals it, so that a torn log is noticed again."""
    chosen = current_set(data)
    known = vault.authenticate(chosen.vault, bare_key)
    missed = replace(known, head=Head(5, known.days[-1].head.digest), days=known.days[:-1])
    with OpenedFolder(data, PASSWORD) as opened, opened.store.connection() as connection:
        digest = connection.execute(text("SELECT digest FROM change WHERE id = 5")).scalar_one().hex()
    vault.write_vault(chosen.vault, replace(missed, head=Head(5, digest)), bare_key)
    with OpenedFolder(data, PASSWORD) as opened:
        assert (opened.whole, opened.trouble) == (True, None)
        assert opened.store.unsealed_changes() == 0


def test_a_seal_that_the_disk_refused_comes_with_the_next_change(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenedFolder(data, PASSWORD) as opened:
        with monkeypatch.context() as full:

            def refuse(*_: object) -> None:
                raise EnvironmentProblem("full", code="disk_full")

            full.setattr(vault, "write_vault", refuse)
            opened.store.transact("Thôn", CLERK, add_village, "Một")
            opened.store.transact("Thôn", CLERK, add_village, "Hai")
        assert opened.store.unsealed_changes() == 2
        opened.store.transact("Thôn", CLERK, add_village, "Ba")
        assert opened.store.unsealed_changes() == 0


def test_an_older_vault_put_back_is_told_once_and_sealed_anew(data: Path, cheap_keys: None) -> None:
    """With it a password that was changed since opens again."""
    chosen = current_set(data)
    before = chosen.vault.read_bytes()
    with OpenedFolder(data, PASSWORD) as opened:
        slots.rewrap(opened.store, "1", PASSWORD, "mật khẩu mới")
        opened.store.transact("Thôn", CLERK, add_village, "Một")
        opened.store.transact("Thôn", CLERK, add_village, "Hai")
    chosen.vault.write_bytes(before)
    with OpenedFolder(data, PASSWORD) as opened:
        assert opened.trouble is not None
        assert "cũ hơn sổ 2 thay đổi" in opened.trouble
        assert opened.whole
        assert opened.store.unsealed_changes() == 0


def test_the_vault_of_right_before_a_password_change_is_told(data: Path, cheap_keys: None) -> None:
    """Copied after the sign-in, it lacks one change only, as after a kill."""
    chosen = current_set(data)
    before = chosen.vault.read_bytes()
    with OpenedFolder(data, PASSWORD) as opened:
        slots.rewrap(opened.store, "1", PASSWORD, "mật khẩu mới")
        opened.store.transact("Đổi mật khẩu", CLERK, add_village, "Một", kind=STAFF)
    chosen.vault.write_bytes(before)
    with OpenedFolder(data, PASSWORD) as opened:
        assert "cũ hơn sổ 1 thay đổi" in str(opened.trouble)
        assert opened.whole


def test_an_older_vault_put_back_beside_the_open_store_is_overwritten(data: Path, cheap_keys: None) -> None:
    chosen = current_set(data)
    with OpenedFolder(data, PASSWORD) as opened:
        before = chosen.vault.read_bytes()
        slots.rewrap(opened.store, "1", PASSWORD, "mật khẩu mới")
        chosen.vault.write_bytes(before)
        opened.store.transact("Thôn", CLERK, add_village, "Một")
        chosen.vault.write_bytes(before)
    with pytest.raises(WrongPassword):
        OpenedFolder(data, PASSWORD)
    with OpenedFolder(data, "mật khẩu mới") as opened:
        assert opened.trouble is None
        assert opened.store.unsealed_changes() == 0


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("UPDATE change SET name = 'Khác' WHERE id = 3", "thay đổi số 3: ai ghi"),
        ("UPDATE audit SET fields = '{}' WHERE change_id = 3", "thay đổi số 3: nội dung"),
        ("DELETE FROM audit WHERE change_id = 3", "thay đổi số 3: có bản ghi bị bỏ"),
        ("UPDATE change SET id = 99 WHERE id = 6", "thay đổi số 99: có thay đổi bị bỏ mất"),
    ],
)
def test_the_first_broken_link_is_named(data: Path, bare_key: bytes, spoil: str, words: str) -> None:
    connection = engines.connect(current_set(data).database, bare_key)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(spoil)
    connection.close()
    store = Store(current_set(data), bare_key)
    found = {part.name: part for part in check_set(store).parts}
    store.close()
    assert words in found["history"].message


def test_kinds_and_days_survive_a_migration(data: Path, bare_key: bytes) -> None:
    from models.store import recovery, slots

    chosen = current_set(data)
    store = Store(chosen, bare_key)
    store.change_vault(
        lambda known: replace(
            known,
            slots=(
                *known.slots,
                vault.wrap_slot(
                    "phieu-1",
                    recovery.RecoveryKey(b"k" * 20),
                    bare_key,
                    set_id=chosen.set_id,
                    kdf=known.slots[0].kdf,
                ),
            ),
        )
    )
    before = store.authenticated_vault()
    store.close()
    moved = migrate.migrate_current(data, chosen, bare_key)
    after = vault.authenticate(moved.vault, bare_key)
    assert (after.days, after.head, after.store_uid) == (before.days, before.head, before.store_uid)
    assert [(slot.handle, slot.kind, slot.public_key) for slot in after.slots] == [
        (slot.handle, slot.kind, slot.public_key) for slot in before.slots
    ]
    with OpenedFolder(data, recovery.RecoveryKey(b"k" * 20)) as opened:
        assert opened.by_recovery
        assert check_store(opened.store, data).ok
        assert slots.recovery_handle(opened.store.authenticated_vault()) == "phieu-1"


def test_a_new_store_has_one_password_slot_and_its_first_day_sealed(data_folder: Path, bare_key: bytes) -> None:
    known = vault.authenticate(current_set(data_folder).vault, bare_key)
    assert [(slot.handle, slot.kind) for slot in known.slots] == [("1", "password")]
    assert [day.head.change_id for day in known.days] == [0]
    assert all(part.ok for part in parts(data_folder).values())
