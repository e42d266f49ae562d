"""Scans come in, are sealed beside other work, and come out again byte for byte; trouble leaves them staged."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select, text

from models.store import engine as engines
from models.store.check import check_store
from models.store.errors import EnvironmentProblem, RuleError
from models.store.files import disk_full
from models.store.folder import SEALING, current_set, unknown_files
from models.store.opened import OpenedFolder
from models.store.scans import checking, segments, services
from models.store.scans.checking import scans_wrong
from models.store.scans.queries import read_scan, recorded_segments, scan_facts, scans_of, staged_bytes
from models.store.scans.services import NewScan, add_scans, seal
from models.store.scans.tables import Scan, ScanContent
from models.store.store import Store
from models.store.tables import Audit
from tests.store.fixtures import CLERK, PASSWORD


def paper(number: int, size: int = 5000) -> NewScan:
    """Made-up bytes that can be made again."""
    return NewScan(Random(number).randbytes(size), "image/jpeg")


def added(store: Store, *files: NewScan) -> tuple[int, ...]:
    return store.transact("Quét giấy tờ", CLERK, add_scans, files).value


def staged(store: Store) -> int:
    with store.connection() as connection:
        return staged_bytes(connection)


def lying(store: Store) -> set[str]:
    return {path.name for path in store.set.scans.iterdir()}


def recorded(store: Store) -> set[str]:
    with store.connection() as connection:
        return {one.name for one in recorded_segments(connection.exec_driver_sql)}


def test_what_comes_in_comes_out_before_and_after_sealing(store: Store) -> None:
    ids = added(store, paper(1), paper(2, 300_000), NewScan(b"%PDF-", "application/pdf"))
    for _ in ("staged", "sealed"):
        assert [read_scan(store, one) for one in ids] == [paper(1).content, paper(2, 300_000).content, b"%PDF-"]
        assert seal(store, least=1) in ((), (*recorded(store),))
    assert lying(store) == recorded(store)
    assert len(recorded(store)) == 1
    assert staged(store) == 0
    with store.connection() as connection:
        assert connection.execute(select(func.count()).select_from(ScanContent)).scalar() == 0
        facts = scan_facts(connection, ids[2])
        held = scans_of(connection.exec_driver_sql, *recorded(store))
    assert facts is not None
    assert (facts.size, facts.media_type) == (5, "application/pdf")
    assert sorted(held.values()) == [5, 5000, 300_000]
    with pytest.raises(KeyError):
        read_scan(store, 99)


def test_the_same_bytes_are_one_scan(store: Store) -> None:
    first = added(store, paper(1), paper(1), paper(2))
    assert first[0] == first[1] != first[2]
    seal(store, least=1)
    assert added(store, paper(2), paper(3))[0] == first[2]
    assert staged(store) == 5000


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (NewScan(b"", "image/jpeg"), "scan_empty"),
        (NewScan(b"x", ""), "scan_type"),
        (NewScan(b"x", "image/jpeg; name=Lò Thị Mẩy"), "scan_type"),
        (NewScan(bytes(11), "image/jpeg"), "scan_too_large"),
    ],
)
def test_what_is_no_scan_is_refused_and_nothing_stays(
    store: Store, file: NewScan, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_SCAN_BYTES", 10)
    with pytest.raises(RuleError) as caught:
        added(store, NewScan(b"fits", "image/png"), file)
    assert caught.value.code == code
    assert staged(store) == 0


def test_only_enough_is_sealed_unless_asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "SEGMENT_BYTES", 12_000)
    added(store, paper(1), paper(2))
    assert seal(store, least=12_000) == ()
    added(store, paper(3), paper(4), paper(5), paper(6), paper(7))
    assert len(seal(store, least=12_000)) == 2
    assert staged(store) == 5000
    assert len(seal(store, least=1)) == 1
    assert seal(store, least=0) == ()
    with store.connection() as connection:
        assert [one.scans for one in recorded_segments(connection.exec_driver_sql)] == [3, 3, 1]


def test_stopping_leaves_whole_segments_and_staged_bytes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "SEGMENT_BYTES", 4000)
    added(store, paper(1), paper(2), paper(3))
    assert len(seal(store, least=1, stopped=lambda: len(recorded(store)) == 2)) == 2
    assert staged(store) == 5000
    assert scans_wrong(store) is None


def test_keys_and_bytes_stay_out_of_the_history(store: Store) -> None:
    added(store, NewScan(b"plomnikel" * 9, "image/png"))
    seal(store, least=1)
    with store.connection() as connection:
        key = recorded_segments(connection.exec_driver_sql)[0].key
        told = "".join(fields or "" for fields in connection.execute(select(Audit.fields)).scalars())
    assert key.hex() not in told
    assert "plomnikel" not in told
    assert '"sha256"' in told


def test_every_segment_has_its_own_key_and_the_stores_opens_none(store: Store, bare_key: bytes) -> None:
    for number in range(3):
        added(store, paper(number))
        seal(store, least=1)
    with store.connection() as connection:
        known = recorded_segments(connection.exec_driver_sql)
    assert len({one.key for one in known} | {bare_key}) == 4
    for one in known:
        for key in {bare_key, *(other.key for other in known)} - {one.key}:
            with pytest.raises(EnvironmentProblem) as caught:
                segments.verify(store.set.scans / one.name, key, name=None)
            assert caught.value.code == "segment_damaged"


def test_sealing_beside_readers_and_a_second_sealing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads gets the bytes at any moment; each scan ends in exactly one segment."""
    monkeypatch.setattr(services, "SEGMENT_BYTES", 20_000)
    ids = added(store, *(paper(number) for number in range(40)))
    troubles: list[BaseException] = []
    done = threading.Event()

    def work(deed: object) -> None:
        try:
            deed()  # type: ignore[operator]  # one of the two below
        except BaseException as error:
            troubles.append(error)

    def read() -> None:
        chance = Random(1)
        while not done.is_set():
            at = chance.randrange(40)
            assert read_scan(store, ids[at]) == paper(at).content

    readers = [threading.Thread(target=work, args=(read,)) for _ in range(2)]
    sealers = [threading.Thread(target=work, args=(lambda: seal(store, least=1),)) for _ in range(2)]
    for thread in (*readers, *sealers):
        thread.start()
    for thread in sealers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert troubles == []
    assert lying(store) == recorded(store)
    assert scans_wrong(store) is None
    with store.connection() as connection:
        assert sum(one.scans for one in recorded_segments(connection.exec_driver_sql)) == 40


def test_a_full_disk_leaves_everything_staged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = added(store, paper(1))

    def full(*_: object, **__: object) -> None:
        raise disk_full()

    for place, name in ((segments, "_keyed"), (services, "_record"), (services, "_drop_staged")):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, full)
            with pytest.raises(EnvironmentProblem) as caught:
                seal(store, least=1)
        assert caught.value.code == "disk_full"
        assert lying(store) == set()
    assert read_scan(store, one) == paper(1).content
    assert seal(store, least=1)


def test_after_other_trouble_the_next_opening_decides(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that failed on a sick disk may have happened: the segment stays until that is known."""

    def sick(*_: object) -> None:
        raise EnvironmentProblem("…", code="disk_error")

    with OpenedFolder(data_folder, PASSWORD) as folder:
        added(folder.store, paper(1))
        with monkeypatch.context() as patched:
            patched.setattr(services, "_record", sick)
            with pytest.raises(EnvironmentProblem):
                seal(folder.store, least=1)
        assert len(lying(folder.store)) == 2
        assert check_store(folder.store, data_folder).ok
    with OpenedFolder(data_folder, PASSWORD) as folder:
        assert lying(folder.store) == set()
        (name,) = seal(folder.store, least=1)
        services.mark(folder.store.set.scans, name)  # as if the last step had been cut off
    with OpenedFolder(data_folder, PASSWORD) as folder:
        assert lying(folder.store) == recorded(folder.store) == {name}


def test_a_store_that_lost_changes_throws_no_segment_away(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenedFolder(data_folder, PASSWORD) as folder:
        name = "ab" * 32
        (folder.store.set.scans / name).write_bytes(b"x")
        services.mark(folder.store.set.scans, name)
    monkeypatch.setattr(Store, "is_whole", lambda _self: False)
    with OpenedFolder(data_folder, PASSWORD) as folder:
        assert lying(folder.store) == {name, name + SEALING}


def test_every_page_of_the_store_is_whole_after_many_sealings(store: Store) -> None:
    """Freed pages are not overwritten while sealing; none may be left that was never written."""
    chance = Random(7)
    for number in range(12):
        added(store, *(paper(100 * number + one, chance.choice((300, 4000, 60_000))) for one in range(5)))
        if chance.random() < 0.6:
            seal(store, least=1)
    parts = {part.name: part for part in check_store(store, store.set.folder.parent.parent).parts}
    assert all(part.ok for part in parts.values()), parts
    with store.connection() as connection:
        assert connection.execute(text("PRAGMA freelist_count")).scalar_one() > 20
    with store._writer.connect() as connection:
        assert connection.execute(text("PRAGMA secure_delete")).scalar_one() == 1


def lose(path: Path) -> None:
    path.unlink()


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(0, len(data), segments.PAGE_BYTES):
        data[page + segments.PAGE_BYTES // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "words", "quickly"),
    [(lose, "không còn", True), (shorten, "bị hỏng", True), (flip, "bị hỏng", False)],
)
def test_a_damaged_segment_is_named_and_the_rest_works(store: Store, spoil: object, words: str, quickly: bool) -> None:
    (bad,) = added(store, paper(1))
    seal(store, least=1)
    (good,) = added(store, paper(2))
    (name,) = recorded(store)
    seal(store, least=1)
    spoil(store.set.scans / name)  # type: ignore[operator]  # one of the three above
    told = scans_wrong(store)
    assert told is not None
    assert name[: checking.SHOWN_DIGITS] in told
    assert words in told
    assert "1 bản quét" in told
    assert (scans_wrong(store, thorough=False) == told) == quickly
    assert read_scan(store, good) == paper(2).content
    with pytest.raises(EnvironmentProblem) as caught:
        read_scan(store, bad)
    assert caught.value.code in {"segment_missing", "segment_damaged"}


@pytest.mark.parametrize("name", ["ab" * 32, "giay.jpg", "ab" * 31 + ".new"])
def test_a_strange_file_beside_the_segments_is_told(store: Store, data_folder: Path, name: str) -> None:
    added(store, paper(1))
    seal(store, least=1)
    assert check_store(store, data_folder).ok
    (store.set.scans / name).write_bytes(b"x")
    report = check_store(store, data_folder)
    assert not report.ok
    assert any(name in part.message for part in report.parts)


def test_what_lies_in_no_place_or_in_two_is_told(data_folder: Path, bare_key: bytes) -> None:
    for wrong in (
        "DELETE FROM scan_content",
        "UPDATE scan_content SET content = zeroblob(5000)",
        "UPDATE scan SET size = 4999 WHERE segment_id IS NULL",
        "UPDATE scan SET segment_id = 1",
        "UPDATE scan_segment SET scans = 2",
    ):
        store = Store(current_set(data_folder), bare_key)
        if recorded(store) == set():
            added(store, paper(1))
            seal(store, least=1)
            added(store, paper(2))
        assert scans_wrong(store) is None
        connection = engines.connect(store.set.database, bare_key)
        connection.execute("BEGIN")
        connection.execute(wrong)
        connection.execute("COMMIT")
        told = scans_wrong(store)
        assert told is not None, wrong
        assert "store.db" in told
        if "content" in wrong:
            with pytest.raises(EnvironmentProblem) as caught:
                read_scan(store, 2)
            assert caught.value.code == "scan_damaged"
        connection.execute("BEGIN")
        connection.execute("UPDATE scan_segment SET scans = 1")
        connection.execute("UPDATE scan SET segment_id = NULL, size = 5000 WHERE id = 2")
        connection.execute("DELETE FROM scan_content")
        connection.execute("INSERT INTO scan_content VALUES (2, ?)", (paper(2).content,))
        connection.execute("COMMIT")
        connection.close()
        store.close()
    assert unknown_files(data_folder) == []


def test_the_row_of_a_scan_names_it(store: Store) -> None:
    (one,) = added(store, paper(1))
    with store.connection() as connection:
        row = connection.execute(select(Scan.sha256, Scan.uid).where(Scan.id == one)).one()
    assert len(row.sha256) == 64
    assert row.uid[14] == "7"


def test_what_is_recorded_lies_on_the_device_before(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Order of what a power cut could tear apart: the bytes, the mark, the name, the record."""
    done: list[tuple[str, int]] = []
    flush, rename, record = os.fsync, Path.rename, services._record

    def flushed(handle: int) -> None:
        flush(handle)
        done.append(("flushed", os.fstat(handle).st_ino))

    def renamed(path: Path, target: Path) -> Path:
        done.append(("renamed", path.stat().st_ino))
        assert target.with_name(target.name + SEALING).exists()
        return rename(path, target)

    def recorded_now(work: object, sealed: object) -> object:
        done.append(("recorded", 0))
        return record(work, sealed)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(services, "_record", recorded_now)
    added(store, paper(1))
    done.clear()
    (name,) = seal(store, least=1)
    file, folder = (store.set.scans / name).stat().st_ino, store.set.scans.stat().st_ino
    steps = [("flushed", file), ("flushed", folder), ("renamed", file), ("flushed", folder), ("recorded", 0)]
    assert done[: len(steps)] == steps
