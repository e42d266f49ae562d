"""A stick that the office has no longer: nothing there is counted on any more."""

from __future__ import annotations

import pytest

from models.safekeeping import queries
from models.safekeeping.backup import back_up
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.safekeeping.retiring import RetireMedium, retire_medium
from models.safekeeping.services import NoteBackup, RegisterMedium, note_backup, register_medium
from models.store.errors import RuleError
from models.store.store import SAFEKEEPING
from models.store.work import Actor
from tests.people.commune import Office
from tests.store.fixtures import CLERK


def registered(office: Office, medium: Medium) -> int:
    command = RegisterMedium(medium.claim(), "USB 1", "ours", outside=True, keeper="Hạnh")
    return office.store.transact("Ghi nhận", CLERK, register_medium, command, kind=SAFEKEEPING).value


def test_copies_on_a_retired_stick_count_no_more(office: Office, medium: Medium) -> None:
    number = registered(office, medium)
    made = back_up(office.store, medium, Maker("1", "Hạnh", "máy"))
    note = NoteBackup(medium.uid() or "", made)
    office.store.transact("Sao lưu", CLERK, note_backup, note, kind=SAFEKEEPING)
    retired = office.store.transact("Thôi dùng", CLERK, retire_medium, RetireMedium(number), kind=SAFEKEEPING)
    assert retired.value == 1
    with office.store.read() as session:
        assert [one.standing for one in queries.backups(session)] == ["gone"]
        assert [one.standing for one in queries.media(session)] == ["foreign"]
    with pytest.raises(RuleError) as refused:
        office.store.transact("Sao lưu", CLERK, note_backup, note, kind=SAFEKEEPING)
    assert refused.value.code == "medium_not_ours"


def test_only_an_administrator_retires_a_stick(office: Office, medium: Medium) -> None:
    number = registered(office, medium)
    clerk = Actor(1, frozenset({"change"}))
    with pytest.raises(RuleError, match="quản trị"):
        office.store.transact("Thôi dùng", clerk, retire_medium, RetireMedium(number), kind=SAFEKEEPING)


def test_an_unknown_stick_is_refused(office: Office) -> None:
    with pytest.raises(RuleError) as refused:
        office.store.transact("Thôi dùng", CLERK, retire_medium, RetireMedium(99), kind=SAFEKEEPING)
    assert refused.value.code == "unknown_medium"
