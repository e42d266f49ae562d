"""Order and thinning of generations, whatever the clock said; what is removed last and what never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from models.safekeeping.generations import (
    GENERATIONS,
    MANIFEST,
    Listed,
    drop_unneeded_segments,
    listed,
    next_sequence,
    segment_at,
    superfluous,
)
from models.safekeeping.manifest import Clear, FilePart, Manifest
from models.safekeeping.medium import HOME, Medium
from models.store.history import GENESIS
from models.store.vault_format import Head
from models.store.work import OFFICE_TIME
from tests.people.commune import Office
from tests.safekeeping.sticks import FailingStick, backed_up, there

START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
FILES = (FilePart("store.db", 1, "0" * 64), FilePart("vault.json", 1, "0" * 64))


def made(sequence: int, at: datetime, change: int = 1) -> Listed:
    """A generation as it would be listed."""
    name = f"{at:%Y%m%dT%H%M%SZ}-{sequence:08x}"
    head = Head(change, GENESIS.hex())
    clear = Clear("0", "0" * 32, "0" * 32, name, sequence, at.isoformat(), "0" * 16, head, FILES, ())
    return Listed("0" * 32, name, at, Manifest(clear, b"", ""), "", None)


def kept(found: list[Listed]) -> list[int]:
    """Sequences that stay after thinning again and again."""
    gone = {one.name for one in superfluous(found)}
    return sorted(one.clear.sequence for one in found if one.name not in gone)


def test_a_year_of_daily_backups() -> None:
    every = [made(day, START + timedelta(days=day)) for day in range(800)]
    left: list[Listed] = []
    for one in every:
        left.append(one)
        gone = {each.name for each in superfluous(left)}
        left = [each for each in left if each.name not in gone]
    days = [(every[-1].made_at - one.made_at).days for one in left]
    assert sorted(days)[:7] == list(range(7))
    assert len(left) < 7 + 5 + 12 + 4 + 1
    assert {one.made_at.astimezone(OFFICE_TIME).year for one in left} == {2026, 2027, 2028, 2029}
    months = {(one.made_at.year, one.made_at.month) for one in left}
    assert len(months) >= 12


@given(st.lists(st.tuples(st.integers(-4000, 4000), st.integers(0, 500)), min_size=1, max_size=60))
def test_the_newest_and_the_longest_history_always_stay(told: list[tuple[int, int]]) -> None:
    found = [made(index, START + timedelta(hours=hours), change) for index, (hours, change) in enumerate(told)]
    stay = kept(found)
    assert stay[-1] == len(found) - 1
    assert max(change for _, change in told) in {told[index][1] for index in stay}
    gone = {one.name for one in superfluous(found)}
    again = [one for one in found if one.name not in gone]
    assert not superfluous(again), "thinning twice takes no more"
    days = {one.made_at.astimezone(OFFICE_TIME).year for one in found}
    assert days == {one.made_at.astimezone(OFFICE_TIME).year for one in again}, "each year keeps one"


def test_the_copy_before_an_import_outlives_the_one_on_closing() -> None:
    """Many copies of one day all stay that day; the next week one of them does."""
    day = [made(index, START + timedelta(hours=index)) for index in range(8)]
    assert kept(day) == list(range(8))
    week = [made(8 + index, START + timedelta(days=2 + index)) for index in range(6)]
    assert kept([*day, *week]) == [7, *range(8, 14)]
    stuck = [made(index, START) for index in range(60)]
    assert len(kept(stuck)) == 24


def test_one_wrong_clock_costs_nobody_a_place() -> None:
    daily = [made(day, START + timedelta(days=day)) for day in range(7)]
    for wrong in (datetime(2001, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)):
        fresh = made(7, wrong)
        assert kept([*daily, fresh])[-1] == 7
        assert len(kept([*daily, fresh])) >= 7
        corrected = made(8, START + timedelta(days=7))
        assert {7, 8} <= set(kept([*daily, fresh, corrected]))


def test_a_clock_set_back_leaves_the_order(office: Office, stick: Path, later: Callable[[float], None]) -> None:
    medium = FailingStick(stick)
    names = [backed_up(office.store, medium).generation]
    for days in (1, -400, 0.01, 500, 2, 2, 2):
        later(days)
        office.person("Lò Văn Ánh")
        names.append(backed_up(office.store, medium).generation)
    found = [one.name for one in there(office.store, stick)]
    assert found == [name for name in reversed(names) if name in found]
    assert found[0] == names[-1]
    assert names[1] in found, "the only one of its year"
    assert names[2] not in found, "two of one day: the later one stays"


def test_segments_go_when_no_generation_needs_them(
    office: Office, medium: Medium, scanned: Callable[..., tuple[str, ...]]
) -> None:
    (name,) = scanned(office.store, 1)
    first = backed_up(office.store, medium)
    stray = segment_at(first.place, "ab" * 32)
    medium.write(stray, [b"nobody's"])
    manifest = medium.path(f"{HOME}/{first.place}/{GENERATIONS}/{first.generation}/{MANIFEST}")
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:-1])
    assert drop_unneeded_segments(medium, first.place) == ()
    assert set(medium.names(f"{HOME}/{first.place}/segments")) == {name, "ab" * 32}
    manifest.write_bytes(whole)
    assert drop_unneeded_segments(medium, first.place) == ("ab" * 32,)
    assert medium.names(f"{HOME}/{first.place}/segments") == (name,)


def test_a_damaged_generation_neither_stands_for_others_nor_goes(
    office: Office, medium: Medium, later: Callable[[float], None]
) -> None:
    first = backed_up(office.store, medium)
    folder = medium.path(f"{HOME}/{first.place}/{GENERATIONS}")
    later(0.01)
    keep = (folder / first.generation / MANIFEST).read_bytes()
    (folder / first.generation / MANIFEST).write_bytes(keep[:100])
    second = backed_up(office.store, medium)
    assert second.thinned == ()
    found = listed(medium, first.place)
    assert [one.good_looking for one in found] == [True, False]
    assert next_sequence(found) == 4, "one for the newest, one for what cannot be read"
    assert found[1].trouble is not None
    assert "manifest.json" in found[1].trouble.message
