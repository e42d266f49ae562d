"""The pull-out drill: backups onto failing media. What was good stays good, and nothing bad is shown as good."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from models.safekeeping.backup import ProvedBackup
from models.safekeeping.medium import Medium
from models.safekeeping.opening import open_generation
from models.safekeeping.restoring import restore
from models.store.chain import last_change
from models.store.errors import EnvironmentProblem
from models.store.folder import SCRATCH, current_set, drop_unfinished
from models.store.opened import OpenedFolder
from models.store.store import Store
from tests.people.commune import Office
from tests.safekeeping.sticks import FailingStick, backed_up, good_ones, there
from tests.store.children import killed_after
from tests.store.fixtures import PASSWORD

FULL_RUNS = 300
KINDS = ("full", "write", "flush", "any", "read", "lies", "spoils", "removed", "killed")


@dataclass(frozen=True, slots=True)
class Ground:
    """What every run begins with: a stick with five generations, and what one undisturbed run costs."""

    data: Path
    key: bytes
    now: datetime
    stick: Path
    earlier: frozenset[str]
    spared: frozenset[str]
    deeds: dict[str, int]
    written: int
    read: int
    seconds: float

    def opened(self) -> Store:
        """The store, on the day of the last generation."""
        return Store(current_set(self.data), self.key, clock=lambda: self.now)


@pytest.fixture
def ground(
    office: Office, stick: Path, later: Callable[[float], None], scanned: Callable[..., tuple[str, ...]]
) -> Ground:
    """Five generations of three days with scans in each; the next one makes one of the first day superfluous."""
    medium = FailingStick(stick)
    for seed in range(5):
        office.person("Lò Thị " + "Ánh" * (seed + 1))
        scanned(office.store, seed)
        backed_up(office.store, medium)
        later(1 if seed % 2 else 0.1)
    office.person("Vàng A Sử")
    scanned(office.store, 9, count=4)
    trial = stick.with_name("trial")
    shutil.copytree(stick, trial)
    probe = FailingStick(trial)
    began = time.monotonic()
    made = backed_up(office.store, probe)
    seconds = time.monotonic() - began
    shutil.rmtree(trial)
    earlier = frozenset(one.name for one in there(office.store, stick))
    assert made.thinned
    assert set(made.thinned) < earlier
    return Ground(
        office.data,
        office.store.raw_key(),
        office.clock.now,
        stick,
        earlier,
        earlier - set(made.thinned),
        probe.deeds,
        probe.put_bytes,
        probe.read_bytes,
        seconds,
    )


def trip(stick: FailingStick, kind: str, ground: Ground, chance: random.Random) -> None:
    """Make the stick fail once, somewhere."""
    if kind == "full":
        stick.room = chance.randrange(ground.written)
    elif kind == "lies":
        stick.lies_from = chance.randrange(ground.read)
    elif kind == "spoils":
        stick.spoils_from = chance.randrange(ground.written)
    elif kind == "removed":
        stick.gone_from = chance.randint(1, ground.deeds["any"])
    else:
        stick.fails[kind] = chance.randint(1, ground.deeds[kind])


def attempt(store: Store, stick: FailingStick) -> ProvedBackup | str:
    """The backup, or the code of the problem."""
    try:
        return backed_up(store, stick)
    except EnvironmentProblem as problem:
        return problem.code


def killed_run(ground: Ground, stick: Path, life: float) -> None:
    """Back up in a fork with connections of its own; kill it after `life` seconds."""

    def work(told: int) -> None:
        store = ground.opened()
        os.write(told, b".")
        backed_up(store, Medium(stick))

    killed_after(life, work)


def judge(store: Store, ground: Ground, stick: Path) -> bool:
    """Whether the new generation is there; AssertionError when one that was good is lost or not whole."""
    found = good_ones(store, stick)
    fresh = set(found) - ground.earlier
    assert found.keys() >= (ground.spared if fresh else ground.earlier)
    assert len(fresh) <= 1
    with store.connection() as connection:
        head = last_change(connection)[0]
    assert all(found[name].clear.head.change_id == head for name in fresh)
    return bool(fresh)


def restores(store: Store, stick: Path, bare: Path, turn: int) -> None:
    """A generation shown as good, each in its turn, is restored into a bare folder; in every tenth turn all are."""
    good = [one for one in there(store, stick) if one.good_looking]
    for one in good if turn % 10 == 0 else [good[turn % len(good)]]:
        opened = open_generation(Medium(stick), one, PASSWORD)
        restore(bare, opened, replaced=None)
        with OpenedFolder(bare, PASSWORD) as folder:
            assert folder.whole
            assert folder.trouble is None
            assert folder.store.fact("uid") == store.fact("uid")
        shutil.rmtree(bare)


@pytest.mark.drill
def test_whatever_the_stick_does(
    office: Office, ground: Ground, tmp_path: Path, drill_count: Callable[[int], int]
) -> None:
    chance = random.Random(20261122)
    seen: Counter[str] = Counter()
    office.store.close()
    for run in range(drill_count(FULL_RUNS)):
        kind = KINDS[run % len(KINDS)]
        root = tmp_path / f"run{run}"
        shutil.copytree(ground.stick, root)
        if kind == "killed":
            killed_run(ground, root, chance.random() * ground.seconds * 1.2)
            left = list(ground.data.glob(f"sets/{SCRATCH}*"))
            drop_unfinished(ground.data)
            assert not list(ground.data.glob(f"sets/{SCRATCH}*"))
            told = "killed with scratch" if left else "killed"
        store = ground.opened()
        try:
            if kind != "killed":
                stick = FailingStick(root)
                trip(stick, kind, ground, chance)
                done = attempt(store, stick)
                told = done if isinstance(done, str) else "untidy" if done.untidy else "done"
            fresh = judge(store, ground, root)
            assert fresh or told not in {"done", "untidy"}, (run, kind, told)
            seen[f"{kind}: {told}{', there' if fresh else ''}"] += 1
            restores(store, root, tmp_path / "bare", run)
            again = backed_up(store, Medium(root))
            assert again.untidy is None
            assert again.generation in good_ones(store, root)
            litter = [path for path in root.rglob("*") if path.name.startswith("~")]
            assert not litter
        finally:
            store.close()
        shutil.rmtree(root)
    print(dict(seen))
    assert sum(count for name, count in seen.items() if not name.endswith("done, there")) > len(seen) // 2


@pytest.mark.parametrize(
    "deed", ["create", "write", "flush", "rename", "list", "open", "read", "folder", "path", "room"]
)
def test_every_deed_may_fail_once(
    office: Office, stick: Path, scanned: Callable[..., tuple[str, ...]], deed: str
) -> None:
    """Each n-th call of each deed, one after the other, until a run is no longer disturbed."""
    backed_up(office.store, Medium(stick))
    office.person("Giàng A Súa")
    scanned(office.store, 1)
    earlier = {one.name for one in there(office.store, stick)}
    for nth in range(1, 100):
        root = stick.with_name(f"at{nth}")
        shutil.copytree(stick, root)
        failing = FailingStick(root)
        failing.fails[deed] = nth
        try:
            made = backed_up(office.store, failing)
        except EnvironmentProblem:
            assert set(good_ones(office.store, root)) >= earlier
        else:
            assert made.generation in good_ones(office.store, root)
            if failing.deeds.get(deed, 0) < nth:
                break
    assert 2 <= nth < 99


def test_thinning_that_fails_is_told_and_harms_nothing(ground: Ground) -> None:
    for nth in range(1, 30):
        root = ground.stick.with_name(f"thinned{nth}")
        shutil.copytree(ground.stick, root)
        failing = FailingStick(root)
        failing.fails = {"remove": nth}
        store = ground.opened()
        try:
            made = backed_up(store, failing)
            assert judge(store, ground, root)
            if failing.deeds["remove"] < nth:
                assert made.untidy is None
                break
            assert made.untidy is not None
            assert all(one.good_looking for one in there(store, root)), "half of a generation is never listed"
            assert backed_up(store, Medium(root)).untidy is None
        finally:
            store.close()
    assert nth > 3
