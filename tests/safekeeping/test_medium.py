"""The one class for media: flushed writes, reads from the device, whole removals, named troubles."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from pathlib import Path

import pytest

from models.safekeeping.medium import CARD, Medium, Written, is_outside
from models.safekeeping.uncached import BLOCK_BYTES, plain_blocks, uncached_blocks
from models.store.errors import EnvironmentProblem
from tests.safekeeping.sticks import FailingStick


def test_what_is_written_is_read(medium: Medium) -> None:
    medium.make_folder("a/b")
    data = os.urandom(BLOCK_BYTES + 12_345)
    written = medium.write("a/b/file", [data[:100], data[100:]])
    assert written == Written(len(data), hashlib.sha256(data).hexdigest())
    assert b"".join(bytes(block) for block in medium.read("a/b/file")) == data
    counted: list[int] = []
    assert medium.hashed("a/b/file", counted.append) == written
    assert sum(counted) == len(data)
    assert medium.sizes("a/b") == {"file": len(data)}
    assert medium.sizes("a") == {"b": -1}
    assert medium.names("nowhere") == ()
    assert medium.names("a/b/file") == ()
    medium.rename("a/b/file", "a/other")
    medium.remove("a")
    medium.remove("a")
    assert medium.names("") == ()


def test_nothing_is_written_over(medium: Medium) -> None:
    medium.write("file", [b"first"])
    with pytest.raises(EnvironmentProblem):
        medium.write("file", [b"second"])
    assert medium.read_small("file") == b"first"


def test_a_source_that_breaks_leaves_nothing(medium: Medium) -> None:
    def broken() -> object:
        yield b"some"
        raise EnvironmentProblem("own disk", code="disk_error")

    with pytest.raises(EnvironmentProblem) as caught:
        medium.write("file", broken())  # type: ignore[arg-type]  # a generator
    assert caught.value.code == "disk_error"
    assert medium.names("") == ()


def test_every_written_byte_is_flushed_before_it_counts(stick: Path) -> None:
    failing = FailingStick(stick)
    failing.write("file", [bytes(1000)] * 3)
    assert failing.deeds["flush"] == 2, "the file and its folder"
    failing.fails = {"flush": failing.deeds["flush"] + 1}
    with pytest.raises(EnvironmentProblem):
        failing.write("other", [b"x"])
    assert failing.names("") == ("file",)


def test_pages_are_dropped_before_reading(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system remembers of the file must not answer in the device's place."""
    (stick / "file").write_bytes(b"x" * 10_000)
    calls: list[object] = []
    if sys.platform != "linux":  # other systems have other calls
        return
    fsync, advise = os.fsync, os.posix_fadvise

    def noted_fsync(handle: int) -> None:
        calls.append("fsync")
        fsync(handle)

    def noted_advice(handle: int, start: int, length: int, advice: int) -> None:
        calls.append(advice)
        advise(handle, start, length, advice)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "posix_fadvise", noted_advice)
    assert b"".join(bytes(block) for block in uncached_blocks(stick / "file")) == b"x" * 10_000
    assert calls[:2] == ["fsync", os.POSIX_FADV_DONTNEED]


def test_a_part_of_a_file(stick: Path) -> None:
    data = os.urandom(BLOCK_BYTES * 2 + 7)
    (stick / "file").write_bytes(data)
    for start, most in ((0, None), (5, 10), (BLOCK_BYTES - 1, BLOCK_BYTES + 3), (len(data) - 1, 50), (len(data), 1)):
        told = b"".join(bytes(block) for block in plain_blocks(stick / "file", start=start, most=most))
        assert told == data[start : None if most is None else start + most]


def test_the_card_is_whole_or_refused(medium: Medium) -> None:
    assert medium.uid() is None
    uid = medium.claim()
    path = medium.root / CARD
    whole = path.read_bytes()
    for place in range(0, 8 * len(whole), 5):
        wrong = bytearray(whole)
        wrong[place // 8] ^= 1 << place % 8
        path.write_bytes(wrong)
        with pytest.raises(EnvironmentProblem) as caught:
            medium.uid()
        assert caught.value.code == "medium_card_damaged"
    path.write_bytes(whole)
    assert medium.uid() == uid


def test_a_huge_small_file_is_not_read_into_memory(medium: Medium) -> None:
    medium.write("file", [bytes(101)])
    with pytest.raises(EnvironmentProblem) as caught:
        medium.read_small("file", 100)
    assert caught.value.code == "medium_strange"


def test_a_medium_that_is_gone_says_so(stick: Path) -> None:
    failing = FailingStick(stick)
    failing.write("file", [b"x"])
    failing.gone_from = 0
    for deed in (
        lambda: failing.names(""),
        lambda: failing.write("other", [b"x"]),
        lambda: failing.hashed("file"),
        lambda: failing.rename("file", "new"),
        lambda: failing.remove("file"),
        failing.free_bytes,
        lambda: failing.make_folder("folder"),
        lambda: failing.path("file"),
    ):
        with pytest.raises(EnvironmentProblem) as caught:
            deed()
        assert caught.value.code == "medium_removed"


def test_a_quota_is_a_full_stick(stick: Path) -> None:
    failing = FailingStick(stick)
    failing.failure, failing.fails = getattr(errno, "EDQUOT", errno.ENOSPC), {"write": 1}
    with pytest.raises(EnvironmentProblem) as caught:
        failing.write("file", [b"x"])
    assert caught.value.code == "medium_full"


def test_the_same_disk_is_not_outside(stick: Path, tmp_path: Path) -> None:
    assert not is_outside(stick, tmp_path)
    if sys.platform == "linux" and Path("/dev/shm").is_dir():
        assert is_outside(Path("/dev/shm"), tmp_path)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The clerk's own documents, not on the stick."""
    folder = tmp_path / "documents"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "letter").write_text("kept", encoding="utf-8")
    return folder


def leads(link: Path, to: Path) -> None:
    """A link to a folder; a junction where Windows asks for rights to make links."""
    if sys.platform == "win32":
        import _winapi

        _winapi.CreateJunction(str(to), str(link))
    else:
        link.symlink_to(to)


def test_what_a_planted_link_leads_to_is_never_removed(medium: Medium, elsewhere: Path) -> None:
    medium.make_folder("SoAnSinh/litter.new")
    leads(medium.root / "SoAnSinh/~one.new", elsewhere)
    leads(medium.root / "SoAnSinh/litter.new/two", elsewhere)
    medium.remove("SoAnSinh/~one.new")
    medium.remove("SoAnSinh/litter.new")
    assert medium.names("SoAnSinh") == ()
    assert (elsewhere / "inner" / "letter").read_text(encoding="utf-8") == "kept"


def test_nothing_is_listed_or_made_behind_a_link(medium: Medium, elsewhere: Path) -> None:
    leads(medium.root / "SoAnSinh", elsewhere)
    for deed in (lambda: medium.names("SoAnSinh/inner"), lambda: medium.make_folder("SoAnSinh/fresh"), medium.claim):
        with pytest.raises(EnvironmentProblem) as caught:
            deed()
        assert caught.value.code == "medium_strange"
    assert sorted(path.name for path in elsewhere.rglob("*")) == ["inner", "letter"]


if sys.platform != "win32":

    def test_a_planted_pipe_makes_nobody_wait(medium: Medium) -> None:
        os.mkfifo(medium.root / "file")
        with pytest.raises(EnvironmentProblem):
            medium.read_small("file")
