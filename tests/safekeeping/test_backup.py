"""A backup: what it holds, what the second one copies, how it is stopped, and what it leaves behind."""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from models.people.queries import PersonFilter, ids
from models.safekeeping import snapshot
from models.safekeeping.backup import back_up
from models.safekeeping.generations import segment_at
from models.safekeeping.manifest import BackupDamaged
from models.safekeeping.medium import Medium
from models.safekeeping.opening import looked_into, open_generation
from models.safekeeping.progress import BackupStopped, Progress, Stage
from models.safekeeping.queries import data_keys
from models.safekeeping.snapshot import scratch
from models.store.check import check_store
from models.store.errors import EnvironmentProblem
from models.store.folder import SCRATCH
from models.store.opened import OpenedFolder
from models.store.scans.services import NewScan, add_scans
from models.store.store import Store
from tests.people.commune import DAY, Office
from tests.safekeeping.sticks import CLERK_OF_STICKS, FailingStick, backed_up, good_ones, proved, there
from tests.store.fixtures import CLERK, PASSWORD

Scanned = Callable[..., tuple[str, ...]]


def test_it_opens_with_the_password_and_holds_the_same(office: Office, medium: Medium, scanned: Scanned) -> None:
    office.person("Vàng A Sử")
    scanned(office.store, 1)
    made = backed_up(office.store, medium)
    (one,) = there(office.store, medium.root)
    opened = open_generation(medium, one, PASSWORD)
    assert opened.facts.commune == "xã Mẫu"
    assert opened.facts.maker == CLERK_OF_STICKS
    assert opened.facts.counts["person"] == 1
    assert opened.vault.head == made.head
    with scratch(office.store.set.folder.parent) as folder, looked_into(opened, folder) as copy:
        with copy.read() as there_, office.store.read() as here:
            everybody = PersonFilter(day=DAY)
            assert ids(there_, everybody, limit=9) == ids(here, everybody, limit=9) != []
        assert copy.is_whole()


def test_the_second_copies_only_what_is_new(office: Office, medium: Medium, scanned: Scanned) -> None:
    segments = scanned(office.store, 1)
    first = backed_up(office.store, medium)
    before = {name: medium.path(segment_at(first.place, name)).stat().st_mtime_ns for name in segments}
    fresh = scanned(office.store, 2)
    second = backed_up(office.store, medium)
    assert before == {name: medium.path(segment_at(first.place, name)).stat().st_mtime_ns for name in segments}
    assert set(medium.names(f"SoAnSinh/{first.place}/segments")) == {*segments, *fresh}
    assert second.size - second.copied > 90_000
    assert set(good_ones(office.store, medium.root)) >= {second.generation}


def test_staged_scans_travel_in_a_segment_or_in_the_database(office: Office, medium: Medium) -> None:
    big = tuple(NewScan(bytes([index]) * 3_000_000, "image/png") for index in range(3))
    office.store.transact("Quét", CLERK, add_scans, big)
    assert len(there_segments(office, medium)) == 1
    office.store.transact("Quét", CLERK, add_scans, (NewScan(b"one more", "image/png"),))
    assert len(there_segments(office, medium)) == 1


def there_segments(office: Office, medium: Medium) -> tuple[str, ...]:
    """Segments that the newest backup needs, all of it proved."""
    made = backed_up(office.store, medium)
    proof = good_ones(office.store, medium.root)[made.generation]
    assert proof.counted.counts["scan"] >= 3
    return tuple(part.name for part in proof.clear.segments)


def test_a_segment_that_the_stick_lost_is_written_again(office: Office, medium: Medium, scanned: Scanned) -> None:
    (name,) = scanned(office.store, 1)
    first = backed_up(office.store, medium)
    path = medium.path(segment_at(first.place, name))
    spoil(path)
    (one,) = there(office.store, medium.root)
    with pytest.raises(BackupDamaged) as caught:
        proved(office.store, medium, one)
    assert caught.value.part == "segment"
    assert name[:12] in caught.value.message
    office.person("Vàng A Sử")
    backed_up(office.store, medium)
    assert all(one.good_looking for one in there(office.store, medium.root))
    assert good_ones(office.store, medium.root)


def spoil(path: Path) -> None:
    """Flip one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("file", "part"), [("store.db", "database"), ("vault.json", "vault"), ("manifest.json", "manifest")]
)
def test_each_damaged_file_is_named(office: Office, medium: Medium, file: str, part: str) -> None:
    backed_up(office.store, medium)
    (one,) = there(office.store, medium.root)
    spoil(medium.path(f"{one.folder}/{file}"))
    with pytest.raises(BackupDamaged) as caught:
        proved(office.store, medium, one)
    assert caught.value.part == part
    assert file in caught.value.message


def test_a_database_larger_than_a_file_may_be_lies_in_parts(office: Office, stick: Path, scanned: Scanned) -> None:
    scanned(office.store, 1)
    small = FailingStick(stick, largest_file=100_000)
    backed_up(office.store, small)
    (one,) = there(office.store, stick)
    parts = [part.name for part in one.clear.database]
    assert parts[:2] == ["store.db.001", "store.db.002"]
    assert all(part.size <= 100_000 for part in one.clear.database)
    assert proved(office.store, Medium(stick), one).facts.maker == CLERK_OF_STICKS
    opened = open_generation(Medium(stick), one, PASSWORD)
    with scratch(office.store.set.folder.parent) as folder, looked_into(opened, folder) as copy:
        assert copy.fact("uid") == office.store.fact("uid")
    spoil(stick / one.folder / "store.db.002")
    with pytest.raises(BackupDamaged, match=r"store\.db\.002"):
        proved(office.store, Medium(stick), one)


def test_a_full_stick_is_seen_before_copying(
    office: Office, stick: Path, scanned: Scanned, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned(office.store, 1)
    failing = FailingStick(stick)
    monkeypatch.setattr(failing, "free_bytes", lambda: 100_000)
    with pytest.raises(EnvironmentProblem) as caught:
        backed_up(office.store, failing)
    assert caught.value.code == "medium_full"
    assert "write" not in failing.deeds


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "medium_full"),
        (errno.EROFS, "medium_read_only"),
        (errno.EFBIG, "medium_file_too_large"),
        (errno.ENODEV, "medium_removed"),
        (errno.EIO, "medium_error"),
    ],
)
def test_each_trouble_has_its_name(office: Office, stick: Path, number: int, code: str) -> None:
    failing = FailingStick(stick)
    failing.failure, failing.fails = number, {"write": 2}
    with pytest.raises(EnvironmentProblem) as caught:
        backed_up(office.store, failing)
    assert caught.value.code == code
    assert there(office.store, stick) == ()


def test_a_stick_that_is_not_there(office: Office, stick: Path) -> None:
    stick.rmdir()
    with pytest.raises(EnvironmentProblem) as caught:
        backed_up(office.store, Medium(stick))
    assert caught.value.code == "medium_removed"


@pytest.mark.parametrize("after", range(1, 40, 3))
def test_stopped_anywhere_nothing_is_left(office: Office, stick: Path, scanned: Scanned, after: int) -> None:
    scanned(office.store, 1)
    first = backed_up(office.store, Medium(stick))
    scanned(office.store, 2)
    looks = 0

    def stopped() -> bool:
        nonlocal looks
        looks += 1
        return looks > after

    try:
        made = backed_up(office.store, Medium(stick), stopped=stopped)
    except BackupStopped:
        assert [one.name for one in there(office.store, stick)] == [first.generation]
    else:
        assert there(office.store, stick)[0].name == made.generation
    assert good_ones(office.store, stick)
    assert not [path for path in stick.rglob("*") if path.name.startswith("~")]
    assert not list(office.data.glob(f"sets/{SCRATCH}*"))


def test_it_runs_beside_the_clerk(office: Office, stick: Path) -> None:
    """Changes of the clerk go on; the backup holds one moment between them."""
    going, numbers = threading.Event(), []

    def work() -> None:
        while not going.is_set():
            numbers.append(office.person("Lò Thị Ánh"))

    clerk = threading.Thread(target=work)
    clerk.start()
    try:
        made = [backed_up(office.store, Medium(stick)) for _ in range(3)]
    finally:
        going.set()
        clerk.join()
    proofs = good_ones(office.store, stick)
    assert made[-1].generation in proofs
    assert len(numbers) > 3
    with office.store.connection() as connection:
        from models.store.chain import digest_at

        for proof in proofs.values():
            head = proof.clear.head
            assert digest_at(connection, head.change_id) == head.digest
    assert check_store(office.store, office.data).ok


def test_progress_never_goes_back(office: Office, medium: Medium, scanned: Scanned) -> None:
    scanned(office.store, 1)
    heard: list[Progress] = []
    back_up(office.store, medium, CLERK_OF_STICKS, progress=heard.append)
    assert [each.stage for each in heard if each.stage is not None][-1] is Stage.TIDY
    assert list(dict.fromkeys(each.stage for each in heard)) == list(Stage)
    assert all(earlier.done <= later.done for earlier, later in pairwise(heard))
    assert all(each.done <= each.total for each in heard)


def test_the_scratch_place_holds_nothing_readable_and_goes(
    office: Office, medium: Medium, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.person("Vàng A Sử")
    seen: list[bytes] = []
    take = snapshot.take_snapshot

    def taken(store: Store, folder: Path, meter: object) -> snapshot.Snapshot:
        shot = take(store, folder, meter)  # type: ignore[arg-type]  # passed through
        seen.append(b"".join(path.read_bytes() for path in folder.iterdir()))
        assert check_store(store, office.data).ok, "a scratch place is no stranger to the check"
        return shot

    monkeypatch.setattr("models.safekeeping.backup.take_snapshot", taken)
    backed_up(office.store, medium)
    assert len(seen[0]) > 100_000
    assert "Vàng A Sử".encode() not in seen[0]
    assert b"SQLite format" not in seen[0]
    assert not list(office.data.glob(f"sets/{SCRATCH}*"))


def test_a_key_of_another_store_proves_nothing(office: Office, medium: Medium) -> None:
    backed_up(office.store, medium)
    (one,) = there(office.store, medium.root)
    from models.safekeeping.proving import prove

    with scratch(office.store.set.folder.parent) as folder, pytest.raises(EnvironmentProblem) as caught:
        prove(medium, one, {"00" * 8: bytes(32)}, scratch=folder)
    assert caught.value.code == "key_unknown"
    assert set(data_keys(office.store)) == {one.clear.key_id}


def test_a_moved_generation_is_not_shown_as_good(office: Office, medium: Medium) -> None:
    first = backed_up(office.store, medium)
    folder = medium.path(f"SoAnSinh/{first.place}/generations")
    shutil.copytree(folder / first.generation, folder / "20301122T020000Z-00000000")
    found = there(office.store, medium.root)
    assert [(one.name, one.good_looking) for one in found] == [
        ("20301122T020000Z-00000000", False),
        (first.generation, True),
    ] or [one.good_looking for one in found] == [True, False]


def test_copies_from_before_a_new_data_key_still_prove(
    office: Office, medium: Medium, scanned: Scanned, cheap_keys: None
) -> None:
    segments = scanned(office.store, 1)
    first = backed_up(office.store, medium)
    office.store.close()
    with OpenedFolder(office.data, PASSWORD) as folder:
        folder.rekey(lambda slot: True)
        second = backed_up(folder.store, medium)
        assert second.copied < second.size - 90_000, "the segments are the same"
        found = there(folder.store, medium.root)
        assert [one.name for one in found] == [second.generation, first.generation]
        assert found[0].clear.key_id != found[1].clear.key_id
        proofs = good_ones(folder.store, medium.root)
    assert proofs.keys() == {first.generation, second.generation}
    assert all([part.name for part in proof.clear.segments] == list(segments) for proof in proofs.values())
