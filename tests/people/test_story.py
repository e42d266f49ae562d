"""The story tells a change of the world from a correction, and who looked only to who may audit."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from models.people.correcting import CorrectFact, correct_recorded_fact
from models.people.page import PersonPage, person_page
from models.people.services import ChangePerson, PersonDetails, SetPersonFact, change_person, set_person_fact
from models.people.story import StoryEntry, sorted_story
from models.people.viewing import PAGE_VIEWED, NoteView, note_view
from models.store.store import VIEW
from models.store.tables import Audit, Change
from models.store.undo import undo_change
from models.store.work import Outcome
from tests.people.commune import DAY, Office
from tests.store.fixtures import CLERK


def page(office: Office, person: int, **wanted: bool) -> PersonPage:
    found = office.read(person_page, person, DAY, **wanted)
    assert found is not None
    return found


def newest(office: Office, person: int) -> str:
    return next(entry for entry in page(office, person).story if entry.kind == "office").text


def degree(office: Office, person: int, value: str | None, since: date | None) -> None:
    values = None if value is None else {"degree": value}
    office.do(set_person_fact, SetPersonFact(person, "disability", values, since))


def test_each_way_of_recording_reads_differently(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950")
    degree(office, person, "mild", date(2026, 3, 1))
    assert newest(office, person) == "Khuyết tật: Nhẹ từ 01/03/2026"
    degree(office, person, "severe", date(2026, 6, 1))
    assert newest(office, person) == "Khuyết tật: Nhẹ → Nặng từ 01/06/2026"
    wrong = next(fact for fact in page(office, person).facts if fact.fact == "disability" and fact.now)
    office.do(
        correct_recorded_fact,
        CorrectFact("disability", wrong.id, {"degree": "extremely_severe"}, (date(2026, 6, 2), None)),
    )
    assert newest(office, person) == "Sửa cho đúng, Khuyết tật: Nặng từ 01/06/2026 → Đặc biệt nặng từ 02/06/2026"
    degree(office, person, None, date(2026, 9, 1))
    assert newest(office, person) == "Khuyết tật: Đặc biệt nặng, hết từ 01/09/2026"
    ended = next(fact for fact in page(office, person).facts if fact.text == "Đặc biệt nặng")
    office.do(correct_recorded_fact, CorrectFact("disability", ended.id, was_true=False))
    assert newest(office, person) == "Bỏ ghi sai, Khuyết tật: Đặc biệt nặng từ 02/06/2026 đến 01/09/2026"
    world = [(entry.shown, entry.title) for entry in page(office, person).story if entry.kind == "world"]
    assert world == [
        ("01/06/2026", "Khuyết tật: hết hiệu lực"),
        ("01/03/2026", "Khuyết tật"),
        ("1950", "Sinh"),
    ]


def test_views_are_told_to_who_may_audit_and_undo_nothing(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    office.do(change_person, ChangePerson(person, PersonDetails("Nguyễn Thị Hạnh", note="x")))
    with office.store.read() as session:
        edited = session.execute(select(func.max(Change.id))).scalar_one()
    office.store.transact(PAGE_VIEWED, CLERK, note_view, NoteView(person), kind=VIEW)
    assert [entry for entry in page(office, person).story if entry.kind == "view"] == []
    (seen,) = [entry for entry in page(office, person, views=True).story if entry.kind == "view"]
    assert (seen.title, seen.text, seen.who) == (PAGE_VIEWED, "", "Cán Bộ Thử")
    with office.store.read() as session:
        noted = session.scalars(select(Audit).where(Audit.operation == "viewed")).one()
        kind = session.scalars(select(Change.kind).where(Change.id == noted.change_id)).one()
    assert (noted.record_table, noted.record_id, noted.fields, kind) == ("person", person, "{}", "view")
    office.do(lambda work, number: Outcome(undo_change(work, number)), edited)


def test_one_change_is_one_entry() -> None:
    one = StoryEntry("2026-01-01T08:00", "01/01/2026", "office", "Nhập", "a", "x", 7)
    other = StoryEntry("2026-01-01T08:00", "01/01/2026", "office", "Nhập", "b", "x", 7)
    world = StoryEntry("2025-01-01", "01/01/2025", "world", "Sinh", "")
    told = sorted_story([world, one, other, one])
    assert [(entry.title, entry.text) for entry in told] == [("Nhập", "a; b; a"), ("Sinh", "")]
