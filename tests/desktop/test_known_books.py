"""What a workstation remembers of books: kept, forgotten, strict in reading, and never in anybody's way."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.known_books import KnownBooks
from models.store.canonical import canonical_bytes, parse_canonical
from models.store.known import KnownHead, Seen

UID, OTHER = "0190-a", "0190-b"
AT = datetime(2026, 11, 22, tzinfo=UTC).isoformat()
HEAD = KnownHead("ab" * 16, 120, "cd" * 32, AT)
SEEN = {"ef" * 32: Seen(AT, 1_700_000_000_123_456_789, True), "01" * 32: Seen(AT, 1, False)}


@pytest.fixture
def books(tmp_path: Path) -> KnownBooks:
    return KnownBooks(tmp_path / "state", tmp_path / "data")


def file_of(tmp_path: Path) -> Path:
    (file,) = (tmp_path / "state").iterdir()
    return file


def test_heads_and_segments_are_kept_by_book_and_folder(books: KnownBooks, tmp_path: Path) -> None:
    assert (books.head(UID), dict(books.segments(UID))) == (None, {})
    books.keep_head(UID, HEAD)
    books.keep_segments(UID, SEEN)
    again = KnownBooks(tmp_path / "state", tmp_path / "data")
    assert (again.head(UID), again.segments(UID)) == (HEAD, SEEN)
    assert again.head(OTHER) is None
    assert KnownBooks(tmp_path / "state", tmp_path / "copy").head(UID) is None
    books.keep_head(UID, replace(HEAD, change_id=121, met=7))
    assert books.segments(UID) == SEEN
    assert again.head(UID) == replace(HEAD, change_id=121, met=7)


def test_forgetting_leaves_no_file(books: KnownBooks, tmp_path: Path) -> None:
    books.keep_head(UID, HEAD)
    books.forget(OTHER)
    books.forget(UID)
    books.forget(UID)
    assert list((tmp_path / "state").iterdir()) == []


def test_the_same_head_is_not_written_again(books: KnownBooks, tmp_path: Path) -> None:
    books.keep_head(UID, HEAD)
    before = file_of(tmp_path).read_bytes()
    books.keep_head(UID, replace(HEAD, seen_at=datetime(2027, 1, 1, tzinfo=UTC).isoformat()))
    assert file_of(tmp_path).read_bytes() == before


def test_nothing_about_anybody_and_no_path_stands_there(books: KnownBooks, tmp_path: Path) -> None:
    books.keep_head(UID, HEAD)
    file = file_of(tmp_path)
    assert str(tmp_path) not in file.read_text("utf-8")
    assert UID not in file.name + file.read_text("utf-8")


def test_a_damaged_file_counts_as_nothing_or_says_the_same(books: KnownBooks, tmp_path: Path) -> None:
    """A flipped digit of a number may read as another head; it never raises."""
    books.keep_head(UID, HEAD)
    books.keep_segments(UID, SEEN)
    file = file_of(tmp_path)
    whole = file.read_bytes()
    chance = random.Random(7)
    for _ in range(300):
        spoilt = bytearray(whole)
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        file.write_bytes(spoilt)
        books.head(UID), books.segments(UID)
    for cut in (0, 1, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:cut])
        assert books.head(UID) is None
    file.write_bytes(b"[" * 100_000)
    assert books.head(UID) is None
    file.unlink()
    file.mkdir()
    assert books.head(UID) is None
    books.keep_head(UID, HEAD)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("change", -1),
        ("change", True),
        ("change", 1.0),
        ("digest", "x" * 64),
        ("set", ""),
        ("seen", "yesterday"),
        ("seen", "2026-11-22T00:00:00"),
        ("seen", 5),
        ("met", "3"),
    ],
)
def test_odd_values_count_as_nothing(books: KnownBooks, tmp_path: Path, field: str, value: object) -> None:
    books.keep_head(UID, HEAD)
    body = parse_canonical(file_of(tmp_path).read_bytes())
    body["head"][field] = value
    file_of(tmp_path).write_bytes(canonical_bytes(body))
    assert books.head(UID) is None


def test_a_disk_that_refuses_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"")
    books = KnownBooks(tmp_path / "state", tmp_path / "data")
    books.keep_head(UID, HEAD)
    books.keep_segments(UID, SEEN)
    books.forget(UID)
    assert books.head(UID) is None
