"""This workstation's state: counted failures and PIN records, canonical or nothing, without a name or a secret."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.paths import state_folder
from desktop.workstation import FILE, LARGEST, Workstation
from models.office.failures import Failures
from models.store.errors import EnvironmentProblem

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
STORE, OTHER = "s1", "s2"


def test_failures_are_counted_per_handle_until_they_are_told(tmp_path: Path) -> None:
    here = Workstation(tmp_path / "state")
    assert here.failures(STORE, "1") is None
    for minute in range(3):
        here.note_failure(STORE, "1", AT + timedelta(minutes=minute))
    here.note_failure(STORE, "can-bo-2", AT)
    again = Workstation(tmp_path / "state")
    assert again.failures(STORE, "1") == Failures(3, "2026-11-22T01:00:00+00:00", "2026-11-22T01:02:00+00:00")
    assert again.failures(OTHER, "1") is None
    again.clear_failures(STORE, "1")
    again.clear_failures(STORE, "1")
    assert here.failures(STORE, "1") is None
    assert here.failures(STORE, "can-bo-2") is not None


def test_pin_records_by_store_and_handle(tmp_path: Path) -> None:
    here = Workstation(tmp_path)
    here.keep_quick(STORE, "1", "record")
    here.keep_quick(OTHER, "1", "other")
    here.note_failure(STORE, "1", AT)
    here.clear_failures(STORE, "1")
    assert here.quick(STORE, "1") == "record"
    assert here.quick_handles(STORE) == {"1"}
    here.forget(STORE)
    assert here.quick(STORE, "1") == ""
    assert here.quick(OTHER, "1") == "other"
    here.keep_quick(OTHER, "1", "")
    assert here.quick_handles(OTHER) == frozenset()


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_changed_file_is_read_as_a_file_of_ours_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("state")
    here = Workstation(folder)
    here.note_failure(STORE, "1", AT)
    here.keep_quick(STORE, "1", "record")
    data = bytearray((folder / FILE).read_bytes())
    data[place % len(data)] ^= 1 << bit
    (folder / FILE).write_bytes(bytes(data))
    here.failures(STORE, "1")
    here.quick(STORE, "1")  # neither complains
    here.keep_quick(STORE, "1", "new")
    assert here.quick(STORE, "1") == "new"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b'{"entries":[],"format":2}',
        b'{"entries": [], "format": 1}',
        b'{"entries":[{}],"format":1}',
        b'{"entries":[{"failures":{"count":"1","first":"","last":""},"handle":"1","quick":"r","store":"s1"}],"format":1}',
        b'{"entries":[{"failures":null,"handle":"1","more":1,"quick":"r","store":"s1"}],"format":1}',
        b'{"entries":[{"failures":null,"handle":1,"quick":"r","store":"s1"}],"format":1}',
        b"[" * 100_000,
    ],
)
def test_what_we_would_not_write_counts_as_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    here = Workstation(tmp_path)
    assert here.quick(STORE, "1") == ""
    assert here.failures(STORE, "1") is None


def test_a_file_without_end_is_not_read(tmp_path: Path) -> None:
    here = Workstation(tmp_path)
    here.keep_quick(STORE, "1", "x" * LARGEST)
    assert here.quick(STORE, "1") == ""


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentProblem):
        Workstation(tmp_path / "file" / "state").keep_quick(STORE, "1", "r")


def test_the_state_lies_apart_from_the_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert state_folder().is_relative_to(tmp_path)
    assert "data" not in state_folder().parts[len(tmp_path.parts) :]
