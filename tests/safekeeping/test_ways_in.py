"""Who can open a restored store."""

from __future__ import annotations

import os

from models.safekeeping.ways_in import Colleague, Colleagues, ways_in
from models.store.vault_format import PASSWORD, RECOVERY, Slot, Vault
from tests.store.fixtures import CHEAP_KDF

STORE = "the store"


def slot(handle: str, kind: str = PASSWORD) -> Slot:
    """A slot of its own; only handle and kind matter here."""
    return Slot(handle, CHEAP_KDF, "", os.urandom(8).hex(), "", "", "", "", kind)


def vault_of(*slots: Slot, store: str = STORE) -> Vault:
    return Vault(store, "0" * 32, slots)


def staff(**members: str) -> Colleagues:
    """Handles with their uid; a leading "-" left, a leading "*" administers."""
    return {
        handle[1:]: Colleague(number, uid.strip("*-"), uid.startswith("*"), not uid.startswith("-"))
        for number, (handle, uid) in enumerate(members.items(), start=1)
    }


def test_the_present_passwords_hold() -> None:
    now, then = slot("1"), slot("1")
    assert ways_in(vault_of(then), staff(h1="*a"), vault_of(now), staff(h1="*a")) == ((now,), True)


def test_a_bare_machine_has_those_of_the_backup() -> None:
    then = (slot("1"), slot("2"), slot("phieu-1", RECOVERY))
    assert ways_in(vault_of(*then), staff(h1="*a", h2="b"), None, {}) == (then, False)


def test_another_office_has_those_of_the_backup() -> None:
    then, now = slot("1"), slot("1")
    present = vault_of(now, store="another store")
    assert ways_in(vault_of(then), staff(h1="*a"), present, staff(h1="*a")) == ((then,), False)


def test_who_was_removed_since_does_not_come_back() -> None:
    now = slot("1")
    backup = vault_of(slot("1"), slot("2"))
    here = staff(h1="*a", h2="-b")
    assert ways_in(backup, staff(h1="*a", h2="b"), vault_of(now), here) == ((now,), True)


def test_who_came_since_is_unknown_to_the_restored_store() -> None:
    first, second = slot("1"), slot("2")
    here = staff(h1="*a", h2="b")
    assert ways_in(vault_of(slot("1")), staff(h1="*a"), vault_of(first, second), here) == ((first,), True)


def test_a_handle_that_is_another_person_there_is_no_way_in() -> None:
    first, second = slot("1"), slot("2")
    here, there = staff(h1="*a", h2="b"), staff(h1="*a", h2="c")
    assert ways_in(vault_of(slot("1"), slot("2")), there, vault_of(first, second), here) == ((first,), True)


def test_the_present_sheet_stays_and_a_voided_one_does_not_come_back() -> None:
    first, sheet = slot("1"), slot("phieu-2", RECOVERY)
    backup = vault_of(slot("1"), slot("phieu-1", RECOVERY))
    assert ways_in(backup, staff(h1="*a"), vault_of(first, sheet), staff(h1="*a")) == ((first, sheet), True)
    assert ways_in(backup, staff(h1="*a"), vault_of(first), staff(h1="*a")) == ((first,), True)


def test_without_an_administrator_those_of_the_backup_come_too() -> None:
    clerk, sheet = slot("2"), slot("phieu-2", RECOVERY)
    old = (slot("1"), slot("2"), slot("phieu-1", RECOVERY))
    here, there = staff(h2="b", h3="*c"), staff(h1="*a", h2="b")
    slots, present_ways = ways_in(vault_of(*old), there, vault_of(clerk, slot("3"), sheet), here)
    assert slots == (clerk, sheet, old[0])
    assert not present_ways
