"""`check` tells when entitlements were written past the decisions."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import (
    CancelDecision,
    Item,
    PrepareDecision,
    cancel_decision,
    prepare_decision,
)
from models.benefits.entitlements.sound import unsound
from models.schema import METADATA
from models.store.check import check_store
from models.store.dates import Month
from models.store.work import Outcome, Work
from tests.benefits.entitlements.test_decisions import DECEMBER, decide, taken
from tests.people.commune import Office


def told(office: Office) -> str | None:
    with office.store.connection() as connection:
        return unsound(connection)


def written(office: Office, statement: str) -> None:
    """A statement past every verb, in a change that leaves a trace of its own."""

    def verb(work: Work, _command: None) -> Outcome[None]:
        work.session.execute(text(statement))
        work.update_row(METADATA.tables["person"], 1, {"note": "thử"})
        return Outcome(None)

    office.do(verb, None)


def test_a_life_of_decisions_is_sound(office: Office) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=DECEMBER), number="1/QĐ-UBND")
    decide(office, DecisionKind.RESUME, Item(person, entitlement), number="2/QĐ-UBND")
    waiting = PrepareDecision(DecisionKind.STOP, (Item(person, entitlement, from_month=Month(202702)),))
    made = office.do(prepare_decision, waiting)
    office.do(cancel_decision, CancelDecision(made, "thử"))
    office.do(cancel_decision, CancelDecision(made - 1, "thử"))
    assert told(office) is None
    assert {part.name: part.ok for part in check_store(office.store, office.data).parts}["entitlements"]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE benefit_line SET stop_month = NULL WHERE start_month = 202301", "hai mức cho cùng một tháng"),
        ("UPDATE benefit_line SET start_month = 202611 WHERE start_month = 202612", "hai mức cho cùng một tháng"),
        ("UPDATE entitlement SET person_id = 2", "người khác với chế độ"),
        ("UPDATE decision SET state = 'prepared' WHERE kind = 'suspend'", "quyết định chưa ký"),
    ],
)
def test_what_was_written_past_the_decisions_is_told(office: Office, statement: str, words: str) -> None:
    person, entitlement = taken(office)
    office.person("Trần Văn Khác", "1990")
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=DECEMBER))
    written(office, statement)
    assert words in (told(office) or "")
