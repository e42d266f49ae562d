"""A stick that is pulled, fails or lies, a full disk: the restore says so and the store that was there stands."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.safekeeping.manifest import BackupDamaged
from models.safekeeping.medium import Medium
from models.safekeeping.opening import OpenedGeneration
from models.safekeeping.restoring import restore
from models.store.errors import EnvironmentProblem
from models.store.folder import finished_sets, has_store, unknown_files
from models.store.opened import OpenedFolder
from tests.people.commune import Clock
from tests.safekeeping.restores import BEFORE, SINCE, Kept, add_people, kept, kept_once, looked_over
from tests.safekeeping.sticks import FailingStick
from tests.store.children import in_child, limit_file_size
from tests.store.fixtures import PASSWORD

__all__ = ["kept", "kept_once"]


def on(kept: Kept, stick: FailingStick) -> OpenedGeneration:
    """The newest backup, opened while the stick still works, then at the mercy of `stick`."""
    return replace(kept.opened(), medium=stick)


def pulled(stick: FailingStick, at: int) -> None:
    stick.gone_from = at


def failing(stick: FailingStick, at: int) -> None:
    stick.fails, stick.failure = {"read": at}, errno.EIO


@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize(("spoil", "code"), [(pulled, "medium_removed"), (failing, "medium_error")])
def test_a_stick_that_goes_while_copying(
    kept: Kept, tmp_path: Path, at: int, spoil: Callable[[FailingStick, int], None], code: str
) -> None:
    stick = FailingStick(kept.stick)
    opened = on(kept, stick)
    spoil(stick, at)
    with pytest.raises(EnvironmentProblem) as caught:
        restore(tmp_path / "bare", opened, replaced=None)
    assert caught.value.code == code
    assert not has_store(tmp_path / "bare")
    assert unknown_files(tmp_path / "bare") == []


@pytest.mark.parametrize("at", [0, 5_000, 300_000, 500_000])
def test_a_stick_that_lies(kept: Kept, tmp_path: Path, at: int) -> None:
    stick = FailingStick(kept.stick)
    opened = on(kept, stick)
    stick.lies_from = at
    with pytest.raises(BackupDamaged):
        restore(tmp_path / "bare", opened, replaced=None)
    assert not has_store(tmp_path / "bare")


def test_the_store_that_was_there_goes_on_after_a_failed_restore(kept: Kept) -> None:
    stick = FailingStick(kept.stick)
    opened = on(kept, stick)
    stick.gone_from = 2
    present = OpenedFolder(kept.data, PASSWORD, clock=Clock())
    with pytest.raises(EnvironmentProblem):
        restore(kept.data, opened, replaced=present)
    add_people(present.store, "Lò Văn Sau")
    present.close()
    assert looked_over(kept.data) == {*BEFORE, *SINCE, "Lò Văn Sau"}
    assert len(finished_sets(kept.data)) == 1


def test_a_disk_with_too_little_room_is_told_before_copying(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(kept.data)
    opened = kept.opened()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    present = OpenedFolder(kept.data, PASSWORD, clock=Clock())
    with pytest.raises(EnvironmentProblem) as caught:
        restore(kept.data, opened, replaced=present)
    present.close()
    monkeypatch.undo()
    assert caught.value.code == "disk_full"
    assert "còn 1 MB. Sổ hiện tại vẫn nguyên" in caught.value.message
    assert looked_over(kept.data) == {*BEFORE, *SINCE}


@pytest.mark.parametrize("size", [0, 4_096, 100_000, 440_000])
def test_a_disk_that_fills_while_copying(kept: Kept, size: int) -> None:
    """The child may write no file beyond `size` bytes, as on a full disk."""

    def attempt(place: Kept) -> str:
        opened, present = place.opened(), OpenedFolder(place.data, PASSWORD, clock=Clock())
        limit_file_size(size)
        try:
            restore(place.data, opened, replaced=present)
        except EnvironmentProblem as problem:
            return problem.code
        return "restored"

    assert in_child(attempt, kept) == "disk_full"
    assert looked_over(kept.data) == {*BEFORE, *SINCE}


def test_a_stick_that_works(kept: Kept, tmp_path: Path) -> None:
    restore(tmp_path / "bare", replace(kept.opened(), medium=Medium(kept.stick)), replaced=None)
    assert looked_over(tmp_path / "bare") == set(BEFORE)
