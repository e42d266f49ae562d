"""Thinning on a stick: what must not decide it, and what must not go by it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from models.safekeeping.generations import MANIFEST, remove_generation
from models.safekeeping.medium import Medium
from models.safekeeping.opening import open_generation
from models.safekeeping.restoring import restore
from models.safekeeping.rules import BAD, OURS
from models.safekeeping.services import (
    NoteBackup,
    NoteStanding,
    RegisterMedium,
    note_backup,
    note_standing,
    register_medium,
)
from models.store import vault
from models.store.canonical import canonical_bytes, parse_canonical
from models.store.errors import EnvironmentProblem
from models.store.opened import OpenedFolder
from models.store.vault_format import Head
from tests.people.commune import Clock, Office
from tests.safekeeping.restores import add_people
from tests.safekeeping.sticks import FailingStick, backed_up, good_ones, there
from tests.store.fixtures import PASSWORD

Later = Callable[[float], None]


@pytest.fixture
def days(office: Office, medium: Medium, later: Later) -> list[str]:
    """Five generations: two of one day, one of each day after; the first is the next to go."""
    uid = medium.claim()
    office.do(register_medium, RegisterMedium(uid, "USB xanh", OURS, outside=True))
    names = []
    for pause in (0.1, 1, 1, 1, 0):
        made = backed_up(office.store, medium)
        office.do(note_backup, NoteBackup(uid, made))
        names.append(made.generation)
        later(pause)
    assert {one.name for one in there(office.store, medium.root)} == set(names)
    return names


def test_the_earlier_of_a_day_goes(office: Office, medium: Medium, days: list[str], later: Later) -> None:
    later(1)
    assert backed_up(office.store, medium).thinned == (days[0],)


def test_nothing_goes_for_one_that_is_known_to_be_bad(
    office: Office, medium: Medium, days: list[str], later: Later
) -> None:
    office.do(note_standing, NoteStanding(days[1], BAD))
    later(1)
    assert backed_up(office.store, medium).thinned == ()


def test_a_store_that_lost_changes_pushes_nothing_out(
    office: Office, medium: Medium, days: list[str], later: Later
) -> None:
    known = office.store.authenticated_vault()
    lost = replace(known, head=Head(99, "ab" * 32), days=())
    vault.write_vault(office.store.set.vault, lost, office.store.raw_key())
    later(1)
    made = backed_up(office.store, medium)
    assert made.thinned == ()
    assert good_ones(office.store, medium.root).keys() == {*days, made.generation}


@pytest.mark.parametrize(("field", "value"), [("sequence", 2**53), ("program", "9")])
def test_a_forged_manifest_decides_nothing(
    office: Office, medium: Medium, days: list[str], later: Later, field: str, value: int | str
) -> None:
    """Whoever holds the stick may write any number; ours still are small, and nothing goes for the forged one."""
    (forged,) = [one for one in there(office.store, medium.root) if one.name == days[1]]
    path = medium.root / forged.folder / MANIFEST
    body = parse_canonical(path.read_bytes())
    body[field] = value
    del body["sum"]
    body["sum"] = hashlib.sha256(canonical_bytes(body)).hexdigest()
    path.write_bytes(canonical_bytes(body))
    assert all(one.good_looking for one in there(office.store, medium.root)), "without a key nothing is seen"
    later(1)
    made = backed_up(office.store, medium)
    assert made.thinned == ()
    (fresh,) = [one for one in there(office.store, medium.root) if one.name == made.generation]
    assert fresh.clear.sequence < 100


def test_bytes_of_a_segment_are_compared_before_it_gets_its_name(
    office: Office, medium: Medium, scanned: Callable[..., tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a bit that opening the segment would not notice."""
    monkeypatch.setattr("models.safekeeping.backup.check_scans", lambda *_: None)
    backed_up(office.store, medium)
    (one,) = there(office.store, medium.root)
    (name,) = scanned(office.store, 1)
    wrong = FailingStick(medium.root)
    wrong.spoils_from = sum(part.size for part in one.clear.files) + 50_000
    with pytest.raises(EnvironmentProblem) as caught:
        backed_up(office.store, wrong)
    assert caught.value.code == "medium_writes_wrong"
    assert name not in medium.names(f"SoAnSinh/{one.place}/segments")


def test_two_machines_that_parted_push_out_nothing_of_each_other(
    office: Office, stick: Path, later: Later, tmp_path: Path
) -> None:
    """A store restored on a second machine and worked on in both: one's copies do not stand for the other's."""
    medium = Medium(stick)
    backed_up(office.store, medium)
    (first,) = there(office.store, stick)
    restore(tmp_path / "second", open_generation(medium, first, PASSWORD), replaced=None)
    office.person("Lò Văn Một")
    own = backed_up(office.store, medium).generation
    clock = Clock()
    with OpenedFolder(tmp_path / "second", PASSWORD, clock=clock) as second:
        add_people(second.store, "Lò Văn Hai", "Lò Văn Ba")
        thinned: list[str] = []
        for _ in range(12):
            clock.now += timedelta(days=1)
            thinned += backed_up(second.store, medium).thinned
        assert thinned, "its own are thinned"
        assert own not in thinned
    assert own in good_ones(office.store, stick)


def test_the_newest_is_listed_first_after_a_restore_from_before_a_new_key(
    office: Office, stick: Path, tmp_path: Path
) -> None:
    medium = Medium(stick)
    backed_up(office.store, medium)
    (first,) = there(office.store, stick)
    office.store.close()
    with OpenedFolder(office.data, PASSWORD, clock=office.clock) as folder:
        folder.rekey(lambda _: True)
        for _ in range(4):
            newest = backed_up(folder.store, medium).generation
        for one in there(folder.store, stick)[1:4]:
            remove_generation(medium, one)
    restore(tmp_path / "second", open_generation(medium, first, PASSWORD), replaced=None)
    with OpenedFolder(tmp_path / "second", PASSWORD, clock=office.clock) as second:
        made = backed_up(second.store, medium).generation
        assert [one.name for one in there(second.store, stick)] == [made, newest, first.name]
