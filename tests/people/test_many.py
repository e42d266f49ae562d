"""Many changes at once must leave what one change at a time leaves, and each must know the row it comes from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.people.dated import UNKNOWN_START, set_fact, spans
from models.people.many import FactTold, PersonTold, set_facts, update_people
from models.people.merging import MergePeople, merge_people
from models.people.services import ChangePerson, PersonDetails, change_person
from models.people.tables import MaritalState, Person
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.tables import Audit
from models.store.work import Outcome, Work
from tests.people.commune import Office

STATES = st.sampled_from(["single", "married", None])


class Undo(Exception):
    """Ends an example without keeping anything."""


def sources(work: Work, table: str, operation: str) -> list[str | None]:
    """Where the audit rows of this very change come from."""
    return [row[4] for row in work.audits if row[0] == table and row[2] == operation]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(days=st.lists(st.tuples(st.integers(0, 2), st.lists(STATES, min_size=1, max_size=3)), max_size=4))
def test_many_facts_are_those_set_one_by_one(office: Office, days: list[tuple[int, list[str | None]]]) -> None:
    def run(work: Work, _: None) -> Outcome[None]:
        for later, states in days:
            work.now += timedelta(days=later, seconds=1)
            told = [None if state is None else {"state": state} for state in states]
            for values in told:
                start = work.today.isoformat() if spans(work, MaritalState, one) else UNKNOWN_START
                set_fact(work, MaritalState, one, values, start)
            set_facts(work, MaritalState, [FactTold(other, values, "S!2") for values in told])
            known = [
                [(span.valid_from, span.valid_to, span.state) for span in spans(work, MaritalState, owner)]
                for owner in (one, other)
            ]
            assert known[0] == known[1]
        raise Undo

    one, other = office.person("Trần Văn Một"), office.person("Trần Văn Hai")
    with pytest.raises(Undo):
        office.do(run, None)


def test_each_fact_knows_its_row_and_what_was_believed_stays(office: Office) -> None:
    one, other = office.person("Trần Văn Một"), office.person("Trần Văn Hai")
    told = [FactTold(one, {"state": "single"}, "S!2"), FactTold(other, {"state": "single"}, "S!3")]
    office.do(lambda work, _: Outcome(set_facts(work, MaritalState, told)), None)
    office.clock.now += timedelta(days=40)

    def change(work: Work, _: None) -> Outcome[Any]:
        again = [FactTold(one, {"state": "single"}, "S!7"), FactTold(other, {"state": "married"}, "S!8")]
        changed = set_facts(work, MaritalState, again)
        return Outcome((changed, sources(work, "marital_state", "changed"), sources(work, "marital_state", "new")))

    assert office.do(change, None) == (1, ["S!8"], ["S!8", "S!8"])
    with office.store.read() as session:
        rows = session.scalars(select(MaritalState).filter_by(person_id=other).order_by(MaritalState.id)).all()
    assert [(row.state, row.known_until[:4]) for row in rows] == [
        ("single", "2027"),
        ("single", "9999"),
        ("married", "9999"),
    ]


def test_many_people_get_their_derived_columns_and_each_change_its_row(office: Office) -> None:
    one, other = office.person("Trần Văn Một"), office.person("Trần Văn Hai", "1950")
    gone = office.person("Trần Văn Một")
    office.do(merge_people, MergePeople(one, gone, {}))

    def change(work: Work, _: None) -> Outcome[Any]:
        told = [
            PersonTold(one, {"name": "Đặng Thị Ánh", "phones": "0912345678"}, "S!2"),
            PersonTold(other, {"born_year": 1951, "born_month": 3, "born_day": 5}, "S!3"),
            PersonTold(one, {"phones": "0912345678 0987654321"}, "S!4"),
            PersonTold(other, {"born_year": 1951}, "S!5"),
        ]
        return Outcome((update_people(work, told), sources(work, "person", "changed")))

    assert office.do(change, None) == (3, ["S!2", "S!3", "S!4"])

    with office.store.read() as session:
        before = {person.id: {**vars(person)} for person in session.scalars(select(Person))}
    assert before[one]["phones"] == "0912345678 0987654321"
    assert before[other]["born_earliest"] == "1951-03-05"

    def again(work: Work, _: None) -> Outcome[bool]:
        details = PersonDetails("Đặng Thị Ánh", phones=("0912345678", "0987654321"))
        born = PersonDetails("Trần Văn Hai", PartialDate(1951, 3, 5))
        changes = [change_person(work, ChangePerson(one, details)), change_person(work, ChangePerson(other, born))]
        return Outcome(any(outcome.value for outcome in changes))

    assert office.do(again, None) is False, "one at a time would derive something else"
    with office.store.read() as session:
        fields = [row.fields or "" for row in session.scalars(select(Audit).filter_by(source="S!4"))]
    assert fields == ['{"phones":["0912345678","0912345678 0987654321"]}']


def test_somebody_who_is_gone_refuses_the_whole(office: Office) -> None:
    with pytest.raises(RuleError, match="không còn"):
        office.do(lambda work, _: Outcome(update_people(work, [PersonTold(99, {"name": "A"})])), None)
