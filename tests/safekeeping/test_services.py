"""Verbs of safekeeping: whose a stick is, which backups are known, what the office chose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from models.safekeeping.medium import Medium
from models.safekeeping.queries import backups, copies, known_bad, last_change_id, media, settings
from models.safekeeping.rules import BAD, FOREIGN, OURS, Colour, Settings, lamp
from models.safekeeping.services import (
    NoteBackup,
    NoteStanding,
    RegisterMedium,
    change_settings,
    note_backup,
    note_standing,
    register_medium,
)
from models.store.errors import RuleError
from models.store.store import SAFEKEEPING
from models.store.work import Actor
from tests.people.commune import Office
from tests.safekeeping.sticks import backed_up


def noted(office: Office, medium: Medium) -> str:
    """A backup that was made and noted."""
    made = backed_up(office.store, medium)
    command = NoteBackup(str(medium.uid()), made)
    office.store.transact("Sao lưu", Actor(1), note_backup, command, kind=SAFEKEEPING)
    return made.generation


def test_a_stick_is_asked_about_once(office: Office, medium: Medium) -> None:
    uid = medium.claim()
    assert medium.claim() == uid == medium.uid()
    register = RegisterMedium(uid, "  USB   xanh ", OURS, outside=True, volume="12AB", keeper="Chị Sổ")
    first = office.do(register_medium, register)
    (known,) = office.read(media)
    assert (known.id, known.label, known.outside, known.keeper) == (first, "USB xanh", True, "Chị Sổ")
    assert office.do(register_medium, replace(register, standing=FOREIGN)) == first
    assert [each.standing for each in office.read(media)] == [FOREIGN]
    with pytest.raises(RuleError) as caught:
        noted(office, medium)
    assert caught.value.code == "medium_not_ours"
    with pytest.raises(RuleError) as caught:
        office.do(register_medium, replace(register, label=" "))
    assert caught.value.field == "label"
    with pytest.raises(RuleError) as caught:
        office.store.transact("Ghi USB", Actor(1, frozenset({"change"})), register_medium, register, kind=SAFEKEEPING)
    assert caught.value.code == "no_right"


def test_what_is_noted_feeds_the_lamp(office: Office, medium: Medium, later: Callable[[float], None]) -> None:
    office.do(register_medium, RegisterMedium(medium.claim(), "USB xanh", OURS, outside=True))
    office.person("Vàng A Sử")
    work = office.read(last_change_id)
    first = noted(office, medium)
    assert office.read(last_change_id) == work, "a note about a backup asks for no other backup"
    assert lamp(office.read(copies), office.store.now(), 7).colour is Colour.GREEN
    later(0.01)
    names = [first, noted(office, medium)]
    for _ in range(5):
        later(2)
        names.append(noted(office, medium))
    standings = {one.generation: one.standing for one in office.read(backups)}
    assert list(standings) == names[::-1]
    assert standings == {name: "gone" if name == first else "good" for name in names}
    for name in names[1:]:
        office.do(note_standing, NoteStanding(name, BAD))
    assert office.read(known_bad) == set(names[1:])
    assert lamp(office.read(copies), office.store.now(), 7).colour is Colour.RED
    assert office.do(note_standing, NoteStanding("20261122T031500Z-00000000", BAD)) is False


def test_copies_of_a_history_that_was_replaced_count_no_more(office: Office, medium: Medium) -> None:
    office.do(register_medium, RegisterMedium(medium.claim(), "USB xanh", OURS, outside=True))
    noted(office, medium)
    assert [each.followed for each in office.read(copies)] == [True]
    made = backed_up(office.store, medium)
    forged = replace(made, head=replace(made.head, digest="ab" * 32), generation="20261122T031500Z-00000000")
    office.store.transact("Sao lưu", Actor(1), note_backup, NoteBackup(str(medium.uid()), forged), kind=SAFEKEEPING)
    assert [each.followed for each in office.read(copies)] == [False, True]


def test_choices_are_kept(office: Office) -> None:
    assert office.read(settings) == Settings()
    office.do(change_settings, Settings(days=3, remind_daily=False))
    assert office.read(settings) == Settings(days=3, remind_daily=False)
    office.do(change_settings, Settings(days=10))
    assert office.read(settings) == Settings(days=10)
    for days in (0, 61):
        with pytest.raises(RuleError) as caught:
            office.do(change_settings, Settings(days=days))
        assert caught.value.field == "days"
