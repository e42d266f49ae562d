"""Handover: what is counted, the minutes as facts, the successor's own way in, the giver's gone with the old key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.benefits.services import LineDetails, NewLine, add_line
from models.office.open_office import OpenOffice
from models.office.services import AddVillage, add_village
from models.office.staff_keys import add_colleague, colleagues
from models.office.staff_services import AddStaff
from models.safekeeping.backup import back_up
from models.safekeeping.generations import listed, place_of
from models.safekeeping.handover_queries import Asked, handover_facts
from models.safekeeping.handover_rules import HandoverFacts, Party, checked_party, facts_again, packed_facts
from models.safekeeping.handover_services import (
    Handing,
    KeepMinutes,
    hand_over,
    hand_over_and_sign_in,
    keep_minutes,
)
from models.safekeeping.handover_state import handover_state
from models.safekeeping.leaving import wipe_keys
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.safekeeping.opening import open_generation
from models.safekeeping.queries import copies, media
from models.safekeeping.rules import Colour, lamp
from models.safekeeping.services import NoteBackup, RegisterMedium, note_backup, register_medium
from models.safekeeping.sheets import use_sheet
from models.store import recovery, slots
from models.store.check import check_store
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.folder import has_store
from models.store.opened import OpenedFolder
from models.store.store import SAFEKEEPING, Store
from models.store.vault import WrongPassword
from models.store.work import Actor
from tests.people.commune import Office
from tests.store.fixtures import CLERK, PASSWORD

SECOND = "mật khẩu của Lan"
LAN = AddStaff("Lê Thị Lan", "clerk", "can-bo-2")
PDF = b"%PDF-1.4 minutes"

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def opened(commune_data: Path, tmp_path: Path) -> Iterator[OpenOffice]:
    """The office with colleague "1" signed in, and Lan who has a password of her own."""
    shutil.copytree(commune_data, tmp_path / "data")
    office = OpenOffice.unlock(tmp_path / "data", PASSWORD)
    add_colleague(office, LAN, SECOND)
    yield office
    office.close()


def copied(store: Store, medium: Medium, *, outside: bool = True) -> None:
    """Back up onto the medium and note it, as the windows do."""
    uid = medium.uid() or medium.claim()
    known = RegisterMedium(uid, "USB xanh", "ours", outside, keeper="Văn thư")
    store.transact("USB", CLERK, register_medium, known, kind=SAFEKEEPING)
    proved = back_up(
        store, medium, Maker("1", "cán bộ thử", "máy thử"), progress=lambda _at: None, stopped=lambda: False
    )
    store.transact("Sao lưu", CLERK, note_backup, NoteBackup(uid, proved), kind=SAFEKEEPING)


def facts_of(store: Store) -> HandoverFacts:
    return handover_facts(store, Asked(1, Party("Lê Thị Lan", "Công chức"), 2, why="chuyển công tác"))


def numbers(facts: HandoverFacts) -> dict[str, int]:
    return {line.label: line.number for line in (*facts.registers, *facts.open_work)}


def test_everything_is_counted(office: Office, medium: Medium) -> None:
    before = numbers(facts_of(office.store))
    person = office.person("Nguyễn Thị Hạnh", "1940-03-05")
    office.person("Lò Văn Mây", "1950")
    line = LineDetails("Người cao tuổi", 540_000, "K5a", 100, start_month=Month(202601))
    office.do(add_line, NewLine(person, line))
    office.store.keep_draft(CLERK, "people/1", {"name": "dở"})
    office.store.keep_draft(CLERK, "imports/abc", {"name": "dở"})
    copied(office.store, medium)
    facts = facts_of(office.store)
    now = numbers(facts)
    assert {label: now[label] - before[label] for label in now if now[label] != before[label]} == {
        "Sổ người dân: người đang ở": 2,
        "Khoản trợ cấp đang ghi": 1,
        "Biểu mẫu gõ dở còn giữ": 1,
        "Danh sách Excel đang nhập dở": 1,
    }
    assert [(one.lines, one.amount) for one in facts.money] == [(1, 540_000)]
    assert [(one.label, one.last) for one in facts.series] == [("Mã đối tượng", 2)]
    [stick] = facts.media
    [found] = listed(medium, place_of(office.store.fact("uid") or ""))
    assert (stick.label, stick.keeper, stick.outside, stick.copies) == ("USB xanh", "Văn thư", True, 1)
    assert (stick.generation, stick.manifest_sha256) == (found.name, found.manifest_sha256)
    assert facts.old_copies == facts.media
    assert (facts.giver.name, facts.letterhead.sign) == ("Cán Bộ Thử", "BB-UBND")
    assert facts.commune == "xã Mẫu, tỉnh Lâm Đồng"
    assert facts.accounts[0].state == "Thôi dùng sổ từ khi bàn giao"
    assert facts_again(packed_facts(facts)[1]) == facts


def test_nobody_of_the_register_is_named(office: Office) -> None:
    office.person("Nguyễn Thị Hạnh", "1940-03-05", id_number="079150000123")
    words = packed_facts(facts_of(office.store))[0].decode()
    assert "Hạnh" not in words
    assert "079150000123" not in words


def test_the_minutes_are_kept_with_their_hashes(opened: OpenOffice) -> None:
    facts = facts_of(opened.store)
    kept = opened.transact("Biên bản", keep_minutes, KeepMinutes(1, 2, facts, PDF), kind=SAFEKEEPING)
    assert kept == 1
    assert numbers(facts_of(opened.store))["Biên bản bàn giao trước đây"] == 1
    with pytest.raises(RuleError) as refused:
        opened.transact("Biên bản", keep_minutes, KeepMinutes(1, 1, facts, PDF), kind=SAFEKEEPING)
    assert refused.value.code == "same_person"


def test_the_sticks_go_into_other_hands_with_the_minutes(opened: OpenOffice, medium: Medium) -> None:
    copied(opened.store, medium)
    asked = Asked(1, Party("Lê Thị Lan"), 2, keepers=((1, " Lê Thị Lan,  tủ sắt phòng 3 "),))
    facts = handover_facts(opened.store, asked)
    assert [one.keeper for one in facts.media] == [" Lê Thị Lan,  tủ sắt phòng 3 "]
    assert [one.keeper for one in facts_of(opened.store).media] == ["Văn thư"]
    for keepers in (((1, " "),), ((1, ""),)):
        with pytest.raises(RuleError) as refused:
            opened.transact("Biên bản", keep_minutes, KeepMinutes(1, 2, facts, PDF, keepers), kind=SAFEKEEPING)
        assert (refused.value.field, refused.value.code) == ("keeper-1", "keeper_missing")
    opened.transact("Biên bản", keep_minutes, KeepMinutes(1, 2, facts, PDF, asked.keepers), kind=SAFEKEEPING)
    with opened.store.read() as session:
        assert [one.keeper for one in media(session)] == ["Lê Thị Lan, tủ sắt phòng 3"]


def test_the_state_is_read_from_the_book(opened: OpenOffice, medium: Medium, tmp_path: Path) -> None:
    store = opened.store
    (tmp_path / "disk").mkdir()
    copied(store, Medium(tmp_path / "disk"), outside=False)
    state = handover_state(store, 1)
    assert (state.copied, state.whole, state.minutes, state.sheet) == ("", "", 0, "")
    assert [one.handle for one in state.receivers] == ["can-bo-2"]
    assert state.finished is None
    copied(store, medium)
    state = handover_state(store, 1)
    assert (state.copied, state.whole) == ("USB xanh", "USB xanh")
    store.transact("Thôn", CLERK, add_village, AddVillage("Thôn 9"))
    state = handover_state(store, 1)
    assert (state.copied, state.whole) == ("USB xanh", "")
    minutes = KeepMinutes(1, 2, facts_of(store), PDF)
    opened.transact("Biên bản", keep_minutes, minutes, kind=SAFEKEEPING)
    assert handover_state(store, 1).minutes == 1
    hand_over_and_sign_in(opened, Handing(1, 2, SECOND, keep_sheet=True))
    assert (opened.actor.staff_id, opened.folder.handle) == (2, "can-bo-2")
    finished = handover_state(opened.store, 2).finished
    assert finished is not None
    assert (finished.giver, finished.receiver, finished.copied_since) == ("Cán Bộ Thử", "Lê Thị Lan", False)
    copied(opened.store, medium)
    finished = handover_state(opened.store, 2).finished
    assert finished is not None
    assert finished.copied_since
    use_sheet(opened, recovery.new_key())  # no copy opens with this sheet yet
    finished = handover_state(opened.store, 2).finished
    assert finished is not None
    assert not finished.copied_since


def test_minutes_of_another_day_let_the_machine_be_left_but_no_key_be_changed(opened: OpenOffice) -> None:
    minutes = KeepMinutes(1, 2, facts_of(opened.store), PDF)
    opened.transact("Biên bản", keep_minutes, minutes, kind=SAFEKEEPING)
    now = opened.store.now() + timedelta(days=1)
    opened.store.clock = lambda: now
    state = handover_state(opened.store, 1)
    assert (state.minutes, state.handed, state.receiver_id) == (0, 1, 2)


def test_the_successor_proves_their_own_password(opened: OpenOffice) -> None:
    before = opened.store.raw_key()
    for secret in (PASSWORD, "mật khẩu đoán mò"):
        with pytest.raises(WrongPassword):
            hand_over_and_sign_in(opened, Handing(1, 2, secret, keep_sheet=True))
    assert opened.store.raw_key() == before
    assert opened.actor.staff_id == 1


def test_a_machine_is_left_only_when_a_copy_holds_everything(
    opened: OpenOffice, medium: Medium, tmp_path: Path
) -> None:
    with pytest.raises(RuleError) as refused:
        wipe_keys(opened.folder, opened.actor)
    assert refused.value.code == "not_copied"
    copied(opened.store, medium)
    with pytest.raises(RuleError) as forbidden:
        wipe_keys(opened.folder, Actor(2, frozenset({"change"})))
    assert forbidden.value.code == "no_right"
    opened.store.transact("Thôn", CLERK, add_village, AddVillage("Thôn 9"))
    with pytest.raises(RuleError):
        wipe_keys(opened.folder, opened.actor)
    copied(opened.store, medium)
    key = opened.store.raw_key()
    wipe_keys(opened.folder, opened.actor)
    assert not list((tmp_path / "data").rglob("vault.json"))
    assert not has_store(tmp_path / "data")
    [copy, *_] = listed(medium, medium_place(medium))
    assert open_generation(medium, copy, SECOND).data_key == key


def test_the_book_changes_hands(opened: OpenOffice, medium: Medium, tmp_path: Path) -> None:
    copied(opened.store, medium)
    old_key = opened.store.raw_key()
    sheet = recovery.new_key()
    slots.set_recovery(opened.store, sheet)
    hand_over(opened.folder, opened.actor, 1, 2, keep_sheet=False)
    store = opened.folder.store
    assert store.raw_key() != old_key
    assert {slot.handle for slot in store.authenticated_vault().slots} == {"can-bo-2"}
    states = {one.display_name: (one.state, one.administrator) for one in colleagues(store)}
    assert states == {"Lê Thị Lan": ("ready", True), "Cán Bộ Thử": ("left", False)}
    assert check_store(store, opened.folder.data).ok
    opened.close()
    for secret in (PASSWORD, sheet):
        with pytest.raises((WrongPassword, RuleError)):
            OpenedFolder(tmp_path / "data", secret)
    with OpenedFolder(tmp_path / "data", SECOND) as folder:
        assert folder.handle == "can-bo-2"
    [copy] = listed(medium, medium_place(medium))
    assert open_generation(medium, copy, PASSWORD).data_key == old_key


def test_a_copy_of_the_old_key_lights_no_green_lamp(opened: OpenOffice, medium: Medium) -> None:
    """The successor may have no password to it: what is safe is a copy under the new key."""

    def colour() -> Colour:
        with opened.folder.store.read() as session:
            return lamp(copies(session), opened.folder.store.now(), 7).colour

    copied(opened.store, medium)
    assert colour() is Colour.GREEN
    hand_over(opened.folder, opened.actor, 1, 2, keep_sheet=True)
    assert colour() is Colour.AMBER
    copied(opened.folder.store, medium)
    assert colour() is Colour.GREEN


def medium_place(medium: Medium) -> str:
    from models.safekeeping.generations import stores_on

    [place] = stores_on(medium)
    return place


def test_the_sheet_may_stay(opened: OpenOffice, tmp_path: Path) -> None:
    sheet = recovery.new_key()
    slots.set_recovery(opened.store, sheet)
    assert facts_of(opened.store).sheet == "phieu-1"
    hand_over(opened.folder, opened.actor, 1, 2, keep_sheet=True)
    opened.close()
    with OpenedFolder(tmp_path / "data", sheet) as folder:
        assert folder.by_recovery


@pytest.mark.parametrize(
    ("receiver", "code"), [(1, "same_person"), (3, "no_receiver"), (9, "no_receiver")], ids=["self", "no key", "nobody"]
)
def test_a_book_is_never_left_without_a_way_in(opened: OpenOffice, receiver: int, code: str) -> None:
    from models.office.staff_services import add_staff

    opened.transact("Thêm", add_staff, AddStaff("Lò Văn Mây", "clerk", "can-bo-3"), kind="staff")
    before = opened.store.raw_key()
    with pytest.raises(RuleError) as refused:
        hand_over(opened.folder, opened.actor, 1, receiver, keep_sheet=True)
    assert refused.value.code == code
    assert opened.folder.store.raw_key() == before
    assert {one.state for one in colleagues(opened.folder.store)} == {"ready", "no_password"}


def test_a_kill_before_the_swap_changes_nothing(opened: OpenOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr("models.safekeeping.handover_services.mark_left", killed)
    before = opened.store.raw_key()
    with pytest.raises(Killed):
        hand_over(opened.folder, opened.actor, 1, 2, keep_sheet=True)
    assert opened.folder.store.raw_key() == before
    assert {one.state for one in colleagues(opened.folder.store)} == {"ready"}


def test_names_are_tidied_and_blanks_left_for_the_pen() -> None:
    assert checked_party("  LÊ   THỊ LAN ", " công chức ") == Party("Lê Thị Lan", "công chức")
    assert Party().shown.startswith("....")
