"""The rounds over the scans' segments: what is read when, what is told and remembered, and how a round stops."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.store.folder import current_set
from models.store.known import NoMemory
from models.store.opened import OpenedFolder
from models.store.scans.services import NewScan, add_scans, seal
from models.store.scans.vigil import Vigil
from tests.store.fixtures import CLERK, NOW, PASSWORD
from tests.store.memory import Memory

COUNT = 3


class Clock:
    """Moved on by the test."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def data(data_folder: Path) -> Path:
    """A store with three sealed segments."""
    with OpenedFolder(data_folder, PASSWORD) as folder:
        for number in range(COUNT):
            page = (NewScan(f"trang {number} ".encode() * 9000, "image/png"),)
            folder.store.transact("Quét", CLERK, add_scans, page)
            seal(folder.store, least=1)
    return data_folder


@pytest.fixture
def opened(data: Path, clock: Clock) -> Callable[..., OpenedFolder]:
    def call(memory: Memory | None = None) -> OpenedFolder:
        return OpenedFolder(data, PASSWORD, clock=clock, memory=memory)

    return call


def segments(data: Path) -> list[Path]:
    return sorted(current_set(data).scans.iterdir())


def flip(path: Path, *, keep_times: bool = False) -> None:
    """One bit in the middle; `keep_times`: as the disk itself does it."""
    times = path.stat()
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 4
    path.write_bytes(spoilt)
    if keep_times:
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def looked(folder: OpenedFolder, memory: Memory | NoMemory) -> tuple[str | None, int]:
    found = Vigil(folder.store, memory).go_round()
    assert found is not None
    return found.trouble, found.read


def test_a_whole_store_is_read_once_a_day(opened: Callable[..., OpenedFolder], clock: Clock) -> None:
    memory = Memory()
    with opened(memory) as folder:
        assert looked(folder, memory) == (None, COUNT)
        assert looked(folder, memory) == (None, 0)
        clock.now += timedelta(hours=23)
        assert looked(folder, memory) == (None, 0)
        clock.now += timedelta(hours=1)
        assert looked(folder, memory) == (None, COUNT)
        clock.now -= timedelta(days=400)
        assert looked(folder, memory) == (None, COUNT), "a clock set back makes nothing fresh"


def test_without_a_memory_each_round_reads_all(opened: Callable[..., OpenedFolder]) -> None:
    with opened() as folder:
        assert looked(folder, NoMemory()) == (None, COUNT)
        assert looked(folder, NoMemory()) == (None, COUNT)


def test_a_flipped_bit_is_told_until_it_is_mended(data: Path, opened: Callable[..., OpenedFolder]) -> None:
    memory = Memory()
    with opened(memory) as folder:
        looked(folder, memory)
    victim = segments(data)[1]
    before = victim.read_bytes()
    flip(victim)
    with opened(memory) as folder:
        assert folder.trouble is None, "the door reads no segment"
        watch = Vigil(folder.store, memory)
        for _ in range(2):
            found = watch.go_round()
            assert found is not None
            assert found.trouble is not None
            assert f"{victim.name[:12]}… bị hỏng" in found.trouble
            assert "hãy khôi phục" in found.trouble
        assert found.read == 0, "in later rounds of one opening it is not read again and again"
    with opened(memory) as folder:
        assert f"{victim.name[:12]}… bị hỏng" in str(folder.trouble), "remembered at the door"
        assert looked(folder, memory)[1] == 1, "and read again"
    victim.write_bytes(before)
    os.utime(victim, ns=(1, 1))
    with opened(memory) as folder:
        assert folder.trouble is None
        assert looked(folder, memory) == (None, 1)


def test_a_bit_that_the_disk_flipped_by_itself_is_noticed_the_next_day(
    data: Path, opened: Callable[..., OpenedFolder], clock: Clock
) -> None:
    memory = Memory()
    with opened(memory) as folder:
        looked(folder, memory)
        flip(segments(data)[0], keep_times=True)
        assert looked(folder, memory) == (None, 0)
        clock.now += timedelta(days=1)
        assert looked(folder, memory)[0] is not None


def test_a_mended_file_that_kept_its_time_is_cleared_by_the_first_round(
    data: Path, opened: Callable[..., OpenedFolder]
) -> None:
    memory = Memory()
    victim = segments(data)[2]
    flip(victim, keep_times=True)
    with opened(memory) as folder:
        assert looked(folder, memory)[0] is not None
    flip(victim, keep_times=True)
    with opened(memory) as folder:
        assert folder.trouble is not None
        assert looked(folder, memory) == (None, 1)


def test_missing_short_and_strange_files_stay_told_by_a_round(data: Path, opened: Callable[..., OpenedFolder]) -> None:
    memory = Memory()
    gone, short, _ = segments(data)
    gone.unlink()
    short.write_bytes(short.read_bytes()[:-1])
    with opened(memory) as folder:
        told = looked(folder, memory)[0]
        assert told == folder.trouble
        assert "không còn" in str(told)
        assert set(memory.seen) == {path.name for path in segments(data) if path != short}


def test_a_stranger_among_the_segments_stays_told(data: Path, opened: Callable[..., OpenedFolder]) -> None:
    (current_set(data).scans / ("ab" * 32)).write_bytes(b"x")
    with opened() as folder:
        assert "Có tệp lạ" in str(folder.trouble)
        assert looked(folder, NoMemory())[0] == folder.trouble


def test_a_stopped_round_ends_within_a_block_and_keeps_what_it_read(
    opened: Callable[..., OpenedFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, blocks = Memory(), 0
    with opened(memory) as folder:
        watch = Vigil(folder.store, memory)
        whole = Vigil._rest

        def counted(self: Vigil) -> None:
            nonlocal blocks
            blocks += 1
            if blocks == 2:
                self.stop()
            whole(self)

        monkeypatch.setattr(Vigil, "_rest", counted)
        assert watch.go_round() is None
        assert (blocks, len(memory.seen)) == (2, 1)
        assert watch.go_round() is None, "and none begins afterwards"
        assert blocks == 3


def test_it_rests_as_long_as_it_reads(opened: Callable[..., OpenedFolder], monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not measured: each block is followed by one wait of the time that it took, cut at the longest."""
    now = 0.0
    waits: list[float] = []

    def clock() -> float:
        nonlocal now
        now += 0.03
        return now

    with opened() as folder:
        watch = Vigil(folder.store, NoMemory())
        monkeypatch.setattr("models.store.scans.vigil.time.monotonic", clock)
        monkeypatch.setattr(watch._stop, "wait", waits.append)
        watch.go_round()
    assert [round(wait, 4) for wait in waits] == [0.03] * COUNT
