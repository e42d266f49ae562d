"""Spoiling one file by one bit or by cutting it short, and through which door that is noticed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.safekeeping import generations
from models.safekeeping.manifest import BackupDamaged
from models.safekeeping.medium import Medium
from models.safekeeping.opening import open_generation
from models.safekeeping.proving import prove
from models.safekeeping.restoring import restore
from models.store.check import check_store
from models.store.errors import EnvironmentProblem
from models.store.folder import has_store
from models.store.known import BookMemory
from models.store.opened import OpenedFolder
from models.store.scans.vigil import Vigil
from tests.people.commune import Clock
from tests.store.fixtures import PASSWORD

ADVICE = re.compile(r"(?i)hãy |kiểm tra |đừng ")
PAGE = 4096
Doors = Counter[tuple[str, str]]
"""How often damage of a kind of file was noticed at a door."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file to spoil, relative to the folder; `words`: one of them must stand in what is told."""

    path: str
    kind: str
    words: tuple[str, ...]


def targets_of(folder: Path, known: dict[str, tuple[str, tuple[str, ...]]]) -> list[Target]:
    """Every file under `folder`, by the first pattern that fits; a file that none fits is a mistake of the drill."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "lock":
            relative = path.relative_to(folder).as_posix()
            kind, words = next(told for pattern, told in known.items() if re.fullmatch(pattern, relative))
            found.append(Target(relative, kind, words))
    return found


def flipped(path: Path, chance: random.Random) -> None:
    """One bit, anywhere."""
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut_short(path: Path, chance: random.Random) -> None:
    """Shorter by something; of large files half of the cuts are at the edge of a page."""
    size = path.stat().st_size
    left = chance.randrange(size)
    if size > PAGE and chance.random() < 0.5:
        left -= left % PAGE
    with path.open("r+b") as file:
        file.truncate(left)


def notice_in_set(data: Path, target: Target, memory: BookMemory) -> str:
    """Where damage in a data folder is noticed by who just opens it: "opening" or "vigil"; AssertionError if nowhere.

    `memory` is that of the workstation where the folder was open before. The check must notice whatever opens.
    """
    try:
        folder = OpenedFolder(data, PASSWORD, clock=Clock(), memory=memory)
    except EnvironmentProblem as problem:
        return _told("opening", problem.message, target)
    with folder:
        _told("check", " ".join(part.message for part in check_store(folder.store, data).parts if not part.ok), target)
        if folder.trouble is not None:
            return _told("opening", folder.trouble, target)
        found = Vigil(folder.store, memory).go_round()
        assert found is not None and found.trouble is not None, target  # noqa: PT018 - for mypy
        return _told("vigil", found.trouble, target)


def notice_in_backup(stick: Path, target: Target, scratch: Path) -> str:
    """The first door that notices damage in a backup; neither proving nor restoring may come through."""
    medium = Medium(stick)
    scratch.mkdir(exist_ok=True)
    if target.kind == "card":
        return _told("listing", _message(medium.uid), target)
    (place,) = generations.stores_on(medium)
    (listed,) = generations.listed(medium, place)
    if listed.trouble is not None:
        return _told("listing", listed.trouble.message, target)
    try:
        opened = open_generation(medium, listed, PASSWORD)
    except BackupDamaged as damage:
        return _told("opening", damage.message, target)
    keys = {opened.clear.key_id: opened.data_key}
    _told("proving", _message(lambda: prove(medium, listed, keys, scratch=scratch)), target)
    door = _told("restoring", _message(lambda: restore(scratch / "data", opened, replaced=None)), target)
    assert not has_store(scratch / "data"), target
    return door


def _message(deed: Callable[[], object]) -> str:
    try:
        deed()
    except EnvironmentProblem as problem:
        return problem.message
    raise AssertionError("nothing was noticed")


def _told(door: str, message: str, target: Target) -> str:
    assert any(word in message for word in target.words), (target, message)
    assert ADVICE.search(message), (target, message)
    return door
