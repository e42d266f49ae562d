"""Sealed files: each changed byte is noticed, opening one writes nothing, and standard tools read it with its key."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from random import Random

import pytest
import sqlcipher3.dbapi2 as driver

from models.store.engine import immutable_uri
from models.store.errors import EnvironmentProblem
from models.store.folder import SEALING
from models.store.scans import segments
from models.store.scans.segments import PAGE_BYTES, Content, link_segments, read_content, verify, write_segment

KEY = bytes(range(32))
SIZES = (1, 700, 40_000, 200_000, 33_000)


def contents() -> list[Content]:
    made = [Random(number).randbytes(size) for number, size in enumerate(SIZES)]
    return [Content(hashlib.sha256(one).hexdigest(), "image/png", one) for one in made]


def expected() -> dict[str, int]:
    return {one.sha256: len(one.content) for one in contents()}


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A segment under its name."""
    path = write_segment(tmp_path, KEY, contents())
    assert path.name.startswith("~")
    return path.rename(tmp_path / segments.file_sha256(path))


def test_a_segment_is_whole_and_opening_it_leaves_no_trace(sealed: Path) -> None:
    before = sealed.stat()
    assert verify(sealed, KEY, name=sealed.name, scans=expected()) == expected()
    for one in contents():
        assert read_content(sealed, KEY, one.sha256) == one.content
    assert [path.name for path in sealed.parent.iterdir()] == [sealed.name]
    assert (sealed.stat().st_mtime_ns, sealed.stat().st_size) == (before.st_mtime_ns, before.st_size)


def test_every_page_is_looked_at_even_without_the_hash_of_the_file(sealed: Path) -> None:
    whole = sealed.read_bytes()
    chance = Random(5)
    spots = [start + chance.randrange(PAGE_BYTES) for start in range(0, len(whole), PAGE_BYTES)]
    spots += [0, 15, 16, len(whole) - 1]
    assert len(spots) > 10
    for spot in spots:
        data = bytearray(whole)
        data[spot] ^= 1 << chance.randrange(8)
        sealed.write_bytes(data)
        assert "segment_damaged" in {trouble(sealed, name=None)}, spot
        assert trouble(sealed, name=sealed.name) == "segment_damaged"


@pytest.mark.parametrize("size", [0, 1, 4096, PAGE_BYTES, 3 * PAGE_BYTES, -PAGE_BYTES, -1])
def test_a_shortened_segment_is_noticed(sealed: Path, size: int) -> None:
    sealed.write_bytes(sealed.read_bytes()[:size])
    assert trouble(sealed, name=None) == "segment_damaged"
    assert trouble(sealed, name=sealed.name) == "segment_damaged"


def test_appended_bytes_are_noticed(sealed: Path) -> None:
    sealed.write_bytes(sealed.read_bytes() + bytes(PAGE_BYTES))
    assert trouble(sealed, name=sealed.name) == "segment_damaged"


def trouble(path: Path, *, name: str | None) -> str | None:
    try:
        verify(path, KEY, name=name, scans=expected())
    except EnvironmentProblem as problem:
        return problem.code
    return None


def test_more_or_fewer_scans_than_recorded_are_noticed(sealed: Path) -> None:
    assert verify(sealed, KEY, name=None) == expected()
    one, *rest = expected().items()
    for wrong in (dict(rest), expected() | {"ab" * 32: 1}, expected() | {one[0]: 2}):
        with pytest.raises(EnvironmentProblem) as caught:
            verify(sealed, KEY, name=None, scans=wrong)
        assert caught.value.code == "segment_damaged"


def test_a_scan_under_a_wrong_hash_is_noticed(tmp_path: Path) -> None:
    path = write_segment(tmp_path, KEY, [Content("ab" * 32, "image/png", b"khac")])
    with pytest.raises(EnvironmentProblem) as caught:
        verify(path, KEY, name=None)
    assert caught.value.code == "segment_damaged"
    for sha256 in ("ab" * 32, "cd" * 32):
        with pytest.raises(EnvironmentProblem) as caught:
            read_content(path, KEY, sha256)
        assert caught.value.code == "segment_damaged"


def test_pages_that_belong_to_nothing_are_noticed(tmp_path: Path) -> None:
    """The structure check never reads a free page, so there must be none."""
    path = write_segment(tmp_path, KEY, contents())
    connection = segments._keyed(str(path), KEY)
    connection.execute("DELETE FROM scan WHERE id = 4")
    connection.close()
    with pytest.raises(EnvironmentProblem) as caught:
        verify(path, KEY, name=None)
    assert caught.value.code == "segment_damaged"


def test_missing_and_unreadable_are_told_apart(tmp_path: Path) -> None:
    assert trouble(tmp_path / "x", name=None) == "segment_missing"
    assert trouble(tmp_path / "x", name="x") == "segment_missing"
    (tmp_path / "folder").mkdir()
    assert trouble(tmp_path / "folder", name="x") == "segment_unreadable"
    assert trouble(tmp_path / "folder", name=None) == "segment_unreadable"


def test_a_failed_writing_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield contents()[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_segment(tmp_path, KEY, broken())  # type: ignore[arg-type]  # an iterable that breaks
    assert list(tmp_path.iterdir()) == []


def test_a_stranger_opens_it_with_the_key_and_three_words(sealed: Path) -> None:
    """As docs/security.md tells; without the words about page and HMAC even the right key opens nothing."""
    words = ("PRAGMA cipher_page_size = 32768", "PRAGMA cipher_hmac_algorithm = HMAC_SHA256")
    for given in (words, ()):
        connection = driver.connect(str(sealed))
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
            for word in given:
                connection.execute(word)
            if given:
                rows = connection.execute("SELECT sha256, content FROM scan").fetchall()
                assert {sha256: len(content) for sha256, content in rows} == expected()
                assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
            else:
                with pytest.raises(driver.DatabaseError):
                    connection.execute("SELECT sha256 FROM scan")
        finally:
            connection.close()


def test_linking_gives_the_same_file_and_copying_the_same_bytes(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "giay.txt").write_bytes(b"x")
    linked, copied = tmp_path / "linked", tmp_path / "copied"
    link_segments(tmp_path, linked)
    assert (linked / sealed.name).samefile(sealed)
    link_segments(tmp_path, linked)

    def refused(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refused)
    link_segments(tmp_path, copied)
    assert not (copied / sealed.name).samefile(sealed)
    for folder in (linked, copied):
        assert [path.name for path in folder.iterdir()] == [sealed.name]
        assert verify(folder / sealed.name, KEY, name=sealed.name) == expected()
    link_segments(tmp_path / "none", tmp_path / "empty")
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_cut_off_copy_leaves_nothing(sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentProblem) as caught:
        link_segments(tmp_path, tmp_path / "other")
    assert caught.value.code == "disk_full"
    assert list((tmp_path / "other").iterdir()) == []


def test_a_cut_off_sealing_is_known_as_one_in_the_linked_folder(sealed: Path, tmp_path: Path) -> None:
    (tmp_path / (sealed.name + SEALING)).touch()
    link_segments(tmp_path, tmp_path / "other")
    assert sorted(path.name for path in (tmp_path / "other").iterdir()) == [sealed.name, sealed.name + SEALING]


@pytest.mark.parametrize(
    ("path", "spelled"),
    [
        (PurePosixPath("/dữ liệu/a b?#%.db"), "/d%E1%BB%AF%20li%E1%BB%87u/a%20b%3F%23%25.db"),
        (PureWindowsPath(r"D:\Sổ\store.db"), "/D:/S%E1%BB%95/store.db"),
        (PureWindowsPath(r"\\nas\usb\store.db"), "//nas/usb/store.db"),
    ],
)
def test_every_path_has_an_address_that_sqlite_takes(path: PurePath, spelled: str) -> None:
    assert immutable_uri(path) == f"file://{spelled}?mode=ro&immutable=1"


def test_a_segment_opens_under_a_strange_name_of_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "Sổ an sinh #1 100% ?"
    folder.mkdir()
    path = write_segment(folder, KEY, contents())
    assert verify(path, KEY, name=None) == expected()
