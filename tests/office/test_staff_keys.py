"""Colleagues with their key slots: first, own and forgotten passwords, removal with a new key, kills between."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.office import staff_keys
from models.office.failures import Failures
from models.office.open_office import OpenOffice
from models.office.signing_in import OPENED, RECOVERED
from models.office.staff_keys import (
    add_colleague,
    change_own_password,
    colleagues,
    demand_removable,
    recover,
    remove_colleague,
    set_password,
)
from models.office.staff_rules import rights_of
from models.office.staff_services import AddStaff, ChangeStaff, StaffMember, change_staff, mark_left
from models.store import quick, recovery, slots
from models.store.check import check_store
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import current_set
from models.store.store import SIGN_IN, STAFF, Store
from models.store.tables import Change
from models.store.vault import QuickVoid, WrongPassword
from models.store.work import Outcome, Work
from tests.store.fixtures import PASSWORD

SECOND = "mật khẩu của Lan"
THIRD = "mật khẩu khác hẳn"
LAN = AddStaff("Lê Thị Lan", "head", "can-bo-2")

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def data(commune_data: Path, tmp_path: Path) -> Path:
    """A copy of the small commune, of which colleague "1" keeps the staff."""
    shutil.copytree(commune_data, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def opened(data: Path) -> Iterator[OpenOffice]:
    office = OpenOffice.unlock(data, PASSWORD)
    yield office
    office.close()


def changes(store: Store, kind: str) -> list[tuple[str, int | None, str | None]]:
    with store.read() as session:
        found = session.query(Change).filter_by(kind=kind).order_by(Change.id)
        return [(row.name, row.actor_id, row.reason) for row in found]


def states(store: Store) -> dict[str, str]:
    return {one.handle: one.state for one in colleagues(store)}


def signs_in(data: Path, password: str, handle: str | None = None) -> str:
    """What comes of signing in: the right to change as a word, or the code of the refusal."""
    try:
        office = OpenOffice.unlock(data, password, handle)
    except (RuleError, WrongPassword) as refused:
        return refused.code
    try:
        assert check_store(office.store, data).ok
        return "changes" if "change" in office.actor.rights else "looks"
    finally:
        office.close()


def test_signing_in_gives_the_role_and_is_noted_with_the_failures(data: Path) -> None:
    failed = Failures(2, "2026-11-22T00:10:00.000Z", "2026-11-22T00:12:00.000Z")
    office = OpenOffice.unlock(data, PASSWORD, "1", failures=failed)
    try:
        assert office.actor.staff_id == 1
        assert office.actor.rights == rights_of("clerk", administrator=True)
        assert office.sign_in_noted
        name, who, why = changes(office.store, SIGN_IN)[-1]
        assert (name, who) == (OPENED, 1)
        assert why is not None
        assert "2 lần" in why
    finally:
        office.close()


def test_a_disk_that_refuses_the_note_locks_nobody_out(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise EnvironmentProblem("Ổ đĩa đầy.", code="disk_full")

    monkeypatch.setattr(Store, "transact", full)
    office = OpenOffice.unlock(data, PASSWORD)
    assert (office.sign_in_noted, office.actor.staff_id) == (False, 1)
    office.close()


def test_a_colleague_is_added_and_signs_in_with_their_own_password(data: Path, opened: OpenOffice) -> None:
    add_colleague(opened, LAN, SECOND)
    assert states(opened.store) == {"1": "ready", "can-bo-2": "ready"}
    opened.close()
    assert signs_in(data, SECOND, "can-bo-2") == "changes"
    assert signs_in(data, PASSWORD, "1") == "changes"
    assert signs_in(data, SECOND, "1") == "wrong_password"
    assert signs_in(data, PASSWORD, "can-bo-2") == "wrong_password"


@pytest.mark.parametrize(
    ("command", "password", "code"),
    [
        (LAN, "ngắn", "password_too_short"),
        (AddStaff("Lê Thị Lan", "clerk", "lan"), SECOND, "handle_is_name"),
        (AddStaff("Lê Thị Lan", "clerk", "1"), SECOND, "handle_taken"),
        (AddStaff("", "clerk", "can-bo-2"), SECOND, "name_missing"),
    ],
)
def test_a_refused_colleague_leaves_nothing(opened: OpenOffice, command: AddStaff, password: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        add_colleague(opened, command, password)
    assert refused.value.code == code
    assert states(opened.store) == {"1": "ready"}


def test_who_does_not_keep_the_staff_may_set_no_password_but_the_own(data: Path, opened: OpenOffice) -> None:
    add_colleague(opened, LAN, SECOND)
    opened.close()
    office = OpenOffice.unlock(data, SECOND, "can-bo-2")
    try:
        for deed in (
            lambda: add_colleague(office, AddStaff("Hồ Văn Bảy", "clerk", "can-bo-3"), THIRD),
            lambda: set_password(office, 1, THIRD),
            lambda: demand_removable(office, 1),
        ):
            with pytest.raises(RuleError) as refused:
                deed()
            assert refused.value.code == "no_right"
        with pytest.raises(WrongPassword):
            change_own_password(office, PASSWORD, THIRD)
        change_own_password(office, SECOND, THIRD)
        assert changes(office.store, STAFF)[-1][:2] == (staff_keys.OWN_PASSWORD, office.actor.staff_id)
    finally:
        office.close()
    assert signs_in(data, SECOND, "can-bo-2") == "wrong_password"
    assert signs_in(data, THIRD, "can-bo-2") == "changes"
    assert signs_in(data, PASSWORD, "1") == "changes"


def test_a_forgotten_password_is_set_anew(data: Path, opened: OpenOffice) -> None:
    made = add_colleague(opened, LAN, SECOND)
    before = {slot.handle: slot.public_key for slot in opened.store.authenticated_vault().slots}
    set_password(opened, made, THIRD)
    after = {slot.handle: slot.public_key for slot in opened.store.authenticated_vault().slots}
    assert before["1"] == after["1"]
    assert before["can-bo-2"] != after["can-bo-2"], "the old quick slot must be useless"
    opened.close()
    assert (signs_in(data, SECOND, "can-bo-2"), signs_in(data, THIRD, "can-bo-2")) == ("wrong_password", "changes")


def test_removal_takes_the_slot_and_makes_a_new_key(data: Path, opened: OpenOffice) -> None:
    made = add_colleague(opened, LAN, SECOND)
    third = add_colleague(opened, AddStaff("Hồ Văn Bảy", "viewer", "can-bo-3"), THIRD)
    old_key, old_set = opened.store.raw_key(), opened.store.set.set_id
    demand_removable(opened, made)
    remove_colleague(opened.folder, opened.actor, made)
    assert opened.store.raw_key() != old_key
    assert opened.store.set.set_id != old_set
    assert states(opened.store) == {"1": "ready", "can-bo-3": "ready", "can-bo-2": "left"}
    assert changes(opened.store, STAFF)[-1][:2] == (staff_keys.REMOVED, 1)
    assert third
    opened.close()
    assert signs_in(data, SECOND, "can-bo-2") == "wrong_password"
    assert signs_in(data, SECOND) == "wrong_password"
    assert signs_in(data, THIRD, "can-bo-3") == "looks"
    assert signs_in(data, PASSWORD, "1") == "changes"


class Keyring(dict[str, bytes]):
    """The device secrets of one workstation."""

    def set(self, name: str, secret: bytes) -> None:
        self[name] = secret

    def delete(self, name: str) -> None:
        self.pop(name, None)


PIN = "402871"


def opens_quickly(data: Path, record: str, keyring: Keyring, handle: str) -> bool:
    key = quick.open(record, PIN, keyring, lambda _record: None)
    try:
        OpenOffice.unlock(data, key, handle).close()
    except QuickVoid:
        return False
    return True


def test_quick_unlock_ends_with_the_slot_and_goes_on_for_who_stays(data: Path, opened: OpenOffice) -> None:
    lan = add_colleague(opened, LAN, SECOND)
    bay = add_colleague(opened, AddStaff("Hồ Văn Bảy", "viewer", "can-bo-3"), THIRD)
    keyring = Keyring()
    known = opened.store.authenticated_vault()
    passwords = {"1": PASSWORD, "can-bo-2": SECOND, "can-bo-3": THIRD}
    records = {one: quick.make(known, one, passwords[one], PIN, keyring) for one in passwords}
    set_password(opened, bay, "mật khẩu mới của Bảy")
    remove_colleague(opened.folder, opened.actor, lan)
    opened.close()
    opening = {one: opens_quickly(data, record, keyring, one) for one, record in records.items()}
    assert opening == {"1": True, "can-bo-2": False, "can-bo-3": False}


def test_the_recovery_sheet_stays_good_after_a_removal(data: Path, opened: OpenOffice) -> None:
    key = recovery.new_key()
    slots.set_recovery(opened.store, key)
    made = add_colleague(opened, LAN, SECOND)
    remove_colleague(opened.folder, opened.actor, made)
    opened.close()
    office = OpenOffice.unlock(data, key)
    assert office.folder.by_recovery
    office.close()


def test_the_own_removal_and_that_of_the_last_administrator_are_refused(opened: OpenOffice) -> None:
    with pytest.raises(RuleError) as refused:
        demand_removable(opened, 1)
    assert refused.value.code == "self_removal"
    key = opened.store.raw_key()
    with pytest.raises(RuleError) as last:
        remove_colleague(opened.folder, opened.actor, 1)
    assert last.value.code in ("last_administrator", "no_slot_left")
    assert opened.store.raw_key() == key
    assert states(opened.store) == {"1": "ready"}


class Killed(BaseException):
    """Stands for the end of the process."""


def killing(*_: object, **__: object) -> None:
    raise Killed


def test_killed_before_the_slot_a_colleague_is_told_and_repaired(
    data: Path, opened: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(slots, "add_slot", killing)
        with pytest.raises(Killed):
            add_colleague(opened, LAN, SECOND)
    opened.close()
    assert signs_in(data, SECOND, "can-bo-2") == "wrong_password"
    office = OpenOffice.unlock(data, PASSWORD, "1")
    found = {one.handle: one for one in colleagues(office.store)}["can-bo-2"]
    assert (found.state, found.state_text) == ("no_password", "Chưa có mật khẩu")
    set_password(office, found.id, SECOND)
    office.close()
    assert signs_in(data, SECOND, "can-bo-2") == "changes"


def test_killed_before_a_new_password_the_history_knows_and_the_old_one_opens(
    data: Path, opened: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add_colleague(opened, LAN, SECOND)
    with monkeypatch.context() as patched:
        patched.setattr(slots, "replace_slot", killing)
        with pytest.raises(Killed):
            set_password(opened, made, THIRD)
    assert changes(opened.store, STAFF)[-1][0] == staff_keys.PASSWORD_SET
    opened.close()
    assert (signs_in(data, SECOND, "can-bo-2"), signs_in(data, THIRD, "can-bo-2")) == ("changes", "wrong_password")


def test_a_slot_without_a_colleague_signs_nobody_in(data: Path, opened: OpenOffice) -> None:
    slots.add_slot(opened.store, "can-bo-9", SECOND)
    opened.close()
    assert signs_in(data, SECOND, "can-bo-9") == "not_staff"
    assert signs_in(data, PASSWORD, "1") == "changes", "the lock was given back"


def test_a_removal_cut_off_before_its_key_is_told_and_finished(data: Path, opened: OpenOffice) -> None:
    """As another program version, or a hand at the database, might leave it."""
    made = add_colleague(opened, LAN, SECOND)
    opened.transact("Cho thôi", mark_left, StaffMember(made), kind=STAFF)
    opened.close()
    assert signs_in(data, SECOND, "can-bo-2") == "not_staff"
    office = OpenOffice.unlock(data, PASSWORD, "1")
    assert states(office.store)["can-bo-2"] == "key_left"
    demand_removable(office, made)
    remove_colleague(office.folder, office.actor, made)
    assert states(office.store)["can-bo-2"] == "left"
    office.close()
    assert signs_in(data, SECOND, "can-bo-2") == "wrong_password"


def test_a_sheet_opens_sets_one_password_and_signs_in(data: Path, opened: OpenOffice) -> None:
    key = recovery.new_key()
    slots.set_recovery(opened.store, key)
    add_colleague(opened, LAN, SECOND)
    opened.close()
    office = OpenOffice.unlock(data, key)
    try:
        assert (office.actor.staff_id, office.actor.rights) == (None, frozenset())
        with pytest.raises(RuleError) as refused:
            office.transact("Sửa", _nothing, None)
        assert refused.value.code == "no_right"
        for handle, password, code in (
            ("can-bo-8", THIRD, "not_staff"),
            ("can-bo-2", "ngắn", "password_too_short"),
        ):
            with pytest.raises(RuleError) as refused:
                recover(office, handle, password)
            assert refused.value.code == code
        recover(office, "can-bo-2", THIRD)
        assert office.actor.rights == rights_of("head", administrator=False)
        told = changes(office.store, SIGN_IN)
        assert [name for name, _, _ in told[-2:]] == [RECOVERED, OPENED]
        assert told[-1][1] == office.actor.staff_id
        assert changes(office.store, STAFF)[-1][0] == staff_keys.PASSWORD_RECOVERED
    finally:
        office.close()
    assert (signs_in(data, THIRD, "can-bo-2"), signs_in(data, SECOND, "can-bo-2")) == ("changes", "wrong_password")


def test_no_sheet_no_recovery(opened: OpenOffice) -> None:
    with pytest.raises(RuleError) as refused:
        recover(opened, "1", THIRD)
    assert refused.value.code == "not_recovered"


def test_a_changed_role_counts_at_once(opened: OpenOffice) -> None:
    made = add_colleague(opened, AddStaff("Lê Thị Lan", "head", "can-bo-2", administrator=True), SECOND)
    opened.transact("Sửa", change_staff, ChangeStaff(1, "Cán bộ thử", "viewer", False), kind=STAFF)
    opened.renew_rights()
    assert opened.actor.rights == frozenset()
    with pytest.raises(RuleError):
        opened.transact("Sửa", change_staff, ChangeStaff(made, "Lê Thị Lan", "viewer", False), kind=STAFF)


def _nothing(work: Work, _: None) -> Outcome[int]:
    return Outcome(work.change_id)


def test_an_older_vault_put_back_enters_the_history(data: Path) -> None:
    vault_file = current_set(data).vault
    before = vault_file.read_bytes()
    for _ in range(2):
        OpenOffice.unlock(data, PASSWORD).close()
    vault_file.write_bytes(before)
    office = OpenOffice.unlock(data, PASSWORD)
    told = changes(office.store, "sign_in")[-1][2]
    office.close()
    assert told is not None
    assert "Tệp khóa (vault.json) cũ hơn sổ 2 thay đổi" in told
