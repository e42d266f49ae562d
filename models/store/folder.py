"""The data folder: `current` names the set in use, `sets/ID/` holds vault.json, store.db and scans/.

A change that touches several files builds a new set and swaps `current` by one replace, so there is always exactly one
whole store. Nothing lies here that `check` does not cover.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from models.store.errors import EnvironmentProblem
from models.store.files import TEMPORARY, UNFINISHED, disk_problem, flush_folder, opened_read_only, write_durably

CURRENT = "current"
SETS = "sets"
LOCK = "lock"
VAULT = "vault.json"
DATABASE = "store.db"
SCANS = "scans"
DATABASE_SIDE_FILES = (DATABASE + "-wal", DATABASE + "-shm")
SEALING = ".sealing"
"""Ending of the empty file beside a scan segment whose record is not committed yet."""
SCRATCH = "~scratch-"
"""Beginning of the name of a private folder for encrypted working copies, beside the sets; `drop_unfinished` knows it
by its ending."""
_SET_ID = re.compile(r"[0-9a-f]{32}")
_SEGMENT = re.compile(r"[0-9a-f]{64}")


class StoreSet(NamedTuple):
    """Paths of one set. No dataclass: the unlock window waits for this module, and that would cost it 5 ms."""

    folder: Path

    @property
    def set_id(self) -> str:
        """32 hex digits, also bound into the sealed keys."""
        return self.folder.name.removesuffix(UNFINISHED)

    @property
    def vault(self) -> Path:
        """vault.json"""
        return self.folder / VAULT

    @property
    def database(self) -> Path:
        """store.db"""
        return self.folder / DATABASE

    @property
    def scans(self) -> Path:
        """scans/, the folder of sealed segments"""
        return self.folder / SCANS


def is_segment_name(name: str) -> bool:
    """Whether a file of this name can be a sealed segment of scans: the SHA-256 of its bytes."""
    return _SEGMENT.fullmatch(name) is not None


def has_store(data: Path) -> bool:
    """Whether `data` holds a store (whole or not); sets that were never finished do not count."""
    return (data / CURRENT).exists() or bool(finished_sets(data))


def finished_sets(data: Path) -> list[StoreSet]:
    """Sets whose building came to its end, whether `current` names them or not."""
    return [StoreSet(path) for path in sorted((data / SETS).glob("*")) if _SET_ID.fullmatch(path.name)]


def current_set(data: Path) -> StoreSet:
    """The set in use; without `current` the only one there is.

    Raises EnvironmentProblem when there is none or `current` is damaged.
    """
    try:
        name = _pointer(data)
    except FileNotFoundError:
        whole = finished_sets(data)
        if len(whole) == 1:  # cut off while the store was made, just before `current` was written
            return whole[0]
        if whole:
            raise _damaged_pointer() from None
        raise EnvironmentProblem(
            "Chưa có sổ nào trong thư mục dữ liệu này. Hãy tạo sổ mới hoặc khôi phục từ bản sao lưu.",
            code="store_missing",
        ) from None
    except OSError:
        raise _damaged_pointer() from None
    if not name:
        raise _damaged_pointer()
    found = StoreSet(data / SETS / name)
    if not found.folder.is_dir():
        found = StoreSet(data / SETS / (name + UNFINISHED))  # cut off in `swap_to`: it was whole when it was named
    if not found.folder.is_dir():
        raise EnvironmentProblem(
            "Thư mục chứa sổ không còn. Hãy khôi phục từ bản sao lưu gần nhất.", code="set_missing"
        )
    return found


def new_set(data: Path) -> StoreSet:
    """Make the folder of a set that is still being built; `finish_set` ends that."""
    fresh = StoreSet(data / SETS / (os.urandom(16).hex() + UNFINISHED))
    try:
        fresh.folder.mkdir(parents=True, mode=0o700)
        (fresh.folder / SCANS).mkdir(mode=0o700)
    except OSError as problem:
        raise disk_problem(problem) from None
    return fresh


def finish_set(built: StoreSet) -> StoreSet:
    """Take the ending off a set that is whole and closed."""
    try:
        finished = built.folder.rename(built.folder.with_name(built.set_id))
        flush_folder(finished.parent)
        return StoreSet(finished)
    except OSError as problem:
        raise disk_problem(problem) from None


def drop_unfinished(data: Path) -> None:
    """Throw away sets and files whose writing was cut off, but never the set in use; call it under the lock."""
    import shutil  # noqa: PLC0415 - the unlock window imports this module and never needs it

    sets = data / SETS
    in_use = _named(data) + UNFINISHED
    for folder in sets.glob("*" + UNFINISHED):
        if folder.name != in_use:
            shutil.rmtree(folder, ignore_errors=True)
    cut_off = (data.glob("*"), sets.glob("*/*"), sets.glob(f"*/{SCANS}/*"))
    for file in (path for found in cut_off for path in found if path.name.endswith(UNFINISHED)):
        with suppress(OSError):  # litter on a read-only disk stays; opening says so by itself
            file.unlink(missing_ok=True)


def drop_set(data: Path, built: StoreSet) -> None:
    """Throw away a set whose building failed, finished or not; never the one that `current` names already."""
    if _named(data) == built.set_id:
        return
    import shutil  # noqa: PLC0415 - as above

    for folder in (built.folder, built.folder.with_name(built.set_id)):
        shutil.rmtree(folder, ignore_errors=True)


def demand_writable(data: Path, chosen: StoreSet) -> None:
    """Raise EnvironmentProblem when the store lies where nothing can be written."""
    places = (data, chosen.folder, chosen.vault, chosen.database)
    if not all(os.access(place, os.W_OK) for place in places if place.exists()):
        raise opened_read_only()


def make_current(data: Path, chosen: StoreSet) -> None:
    """Swap `current` to `chosen` in one replace."""
    write_durably(data / CURRENT, chosen.set_id.encode("ascii") + b"\n")


def swap_to(data: Path, built: StoreSet) -> StoreSet:
    """Name a whole and closed set that is still called unfinished, then take its ending off; returns where it lies.

    In this order no kill leaves a finished set that nobody names and that only its own new key could prove. Raises
    EnvironmentProblem as long as the old set stays current, and never afterwards.
    """
    try:
        flush_folder(built.folder)
        flush_folder(built.folder.parent)
    except OSError as problem:
        raise disk_problem(problem) from None
    try:
        make_current(data, built)
    except EnvironmentProblem:
        if _named(data) != built.set_id:
            raise
    return settled(data)


def settled(data: Path) -> StoreSet:
    """The set in use, the ending taken off that a cut-off swap or a file held open left; call it under the lock."""
    chosen = current_set(data)
    if chosen.folder.name != chosen.set_id:
        with suppress(EnvironmentProblem):
            finish_set(chosen)
    return current_set(data)


def _named(data: Path) -> str:
    """What `current` says, "" when it cannot be read."""
    try:
        return _pointer(data)
    except OSError:
        return ""


def _pointer(data: Path) -> str:
    """The set id in `current`; "" when it is spelled otherwise than `make_current` does. Raises OSError."""
    spelled = (data / CURRENT).read_bytes()
    name = spelled[:-1].decode("ascii", "replace")
    return name if spelled.endswith(b"\n") and _SET_ID.fullmatch(name) else ""


def unknown_files(data: Path) -> list[Path]:
    """Files and folders in the data folder that belong to no known place, relative to it."""
    known = {CURRENT, SETS, LOCK}
    strangers = [path for path in data.iterdir() if path.name not in known]
    inside = {VAULT, DATABASE, SCANS, *DATABASE_SIDE_FILES}
    in_use = _named(data)
    for folder in (data / SETS).glob("*"):
        if folder.name.startswith(SCRATCH) and folder.name.endswith(UNFINISHED):  # work under way beside the look
            continue
        if not folder.is_dir() or not (_SET_ID.fullmatch(folder.name) or folder.name == in_use + UNFINISHED):
            strangers.append(folder)
            continue
        strangers += [path for path in folder.iterdir() if path.name not in inside]
        strangers += [path for path in (folder / SCANS).glob("*") if not _belongs_to_scans(path.name)]
    return sorted(path.relative_to(data) for path in strangers)


def _belongs_to_scans(name: str) -> bool:
    """Whether a file of scans/ can be one of ours; whether the store counts on it only the store knows."""
    unfinished = name.startswith(TEMPORARY) and name.endswith(UNFINISHED)  # a sealing that runs beside the look
    return unfinished or is_segment_name(name.removesuffix(SEALING))


def _damaged_pointer() -> EnvironmentProblem:
    return EnvironmentProblem(
        "Tệp chỉ dẫn «current» trong thư mục dữ liệu bị hỏng. Hãy khôi phục từ bản sao lưu gần nhất.",
        code="pointer_damaged",
    )
