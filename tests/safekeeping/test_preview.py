"""What restoring would change is told before it is done."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.office.services import next_numbers
from models.people.services import ChangePerson, MoveResidence, PersonDetails, change_person, move_residence
from models.safekeeping import preview
from models.store.folder import current_set
from models.store.store import Store
from models.store.work import Outcome, Work
from tests.people.commune import DAY, Office, commune_data, office

__all__ = ["commune_data", "office"]


@pytest.fixture
def backup(office: Office, tmp_path: Path) -> Iterator[Office]:
    """The same store as it stood with three people; the present one goes on by itself."""
    for name in ("Lò Văn Một", "Lò Văn Hai", "Lò Văn Ba"):
        office.person(name)
    office.store.fold_log()
    shutil.copytree(office.data, tmp_path / "backup")
    opened = Store(current_set(tmp_path / "backup"), office.store.raw_key(), clock=office.clock)
    yield Office(opened, office.clock, tmp_path / "backup")
    opened.close()


def of(found: preview.Differences, subject: str) -> preview.SubjectDifference:
    return next(one for one in found.subjects if one.subject == subject)


def test_nothing_differs(office: Office, backup: Office) -> None:
    found = preview.differences(office.store, backup.store)
    assert found.relation == preview.SAME
    assert not found.loses
    assert found.changes_lost == found.changes_returned == 0
    assert of(found, preview.PEOPLE).here == of(found, preview.PEOPLE).there == 3


def test_what_was_entered_since_would_be_lost(office: Office, backup: Office) -> None:
    office.person("Lò Văn Bốn")
    office.do(change_person, ChangePerson(1, PersonDetails("Lò Văn Mới")))
    office.do(move_residence, MoveResidence(2, 2, "Xóm Mới", DAY))
    found = preview.differences(office.store, backup.store)
    people = of(found, preview.PEOPLE)
    assert found.relation == preview.OLDER
    assert found.loses
    assert (people.here, people.there, people.lost_count, people.returned_count, people.changed) == (4, 3, 1, 0, 2)
    assert [name.rpartition(" (")[0] for name in people.lost] == ["Lò Văn Bốn"]
    assert (found.changes_lost, found.changes_returned) == (3, 0)
    assert found.here_until > found.there_until
    codes = next(one for one in found.series if one.key == "person")
    assert (codes.label, codes.here, codes.there, codes.last) == ("Mã đối tượng", 4, 3, 4)


def test_two_branches_of_one_history(office: Office, backup: Office) -> None:
    before = preview.differences(office.store, backup.store).common_change
    office.person("Lò Văn Đây")
    backup.person("Lò Văn Kia")
    found = preview.differences(office.store, backup.store)
    people = of(found, preview.PEOPLE)
    assert (found.relation, found.common_change) == (preview.PARTED, before)
    assert (people.lost_count, people.returned_count) == (1, 1)
    assert people.returned[0].startswith("Lò Văn Kia")


def test_a_newer_backup_gives_back(office: Office, backup: Office) -> None:
    backup.person("Lò Văn Kia")
    found = preview.differences(office.store, backup.store)
    assert found.relation == preview.NEWER
    assert not found.loses


def test_a_machine_without_a_store(backup: Office) -> None:
    found = preview.differences(None, backup.store)
    assert found.relation is None
    assert of(found, preview.PEOPLE).returned_count == 3
    assert not found.loses
    assert found.sentence == "Máy này chưa có sổ."


def test_number_series_of_both_are_told(office: Office, backup: Office) -> None:
    def take(work: Work, key: str) -> Outcome[range]:
        return Outcome(next_numbers(work, key, 7))

    backup.do(take, "front/BL")
    found = preview.differences(office.store, backup.store)
    series = next(one for one in found.series if one.key == "front/BL")
    assert (series.label, series.here, series.there, series.last) == ("Số BL của MTTQ", 0, 7, 7)
