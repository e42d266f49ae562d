"""Correcting the record of a dated fact: what was written down wrong, as opposed to what changed in the world.

Promises: the wrong span stays as what was believed until now; the right one takes its place. Nothing else moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.people import rules
from models.people.dated import STILL_KNOWN, DatedFact, correct_fact, values_of, withdraw_fact
from models.people.households import HOUSEHOLDS
from models.people.merging import table_name
from models.people.services import PEOPLE, check_village, checked_values
from models.people.tables import PERSON_FACTS, HouseholdMembership, HouseholdPoverty, Residence
from models.store.errors import RuleError
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

_FACTS: tuple[type[DatedFact], ...] = (*PERSON_FACTS, HouseholdPoverty)
_ENTITIES = {table_name(entity): entity for entity in _FACTS}
_CHECKED_AS = {
    "marital_state": "marital",
    "study": "study",
    "bank_account": "account",
    "payee": "payee",
    "guardian": "guardian",
    "disability": "disability",
}


@dataclass(frozen=True, slots=True)
class CorrectFact:
    """A span was recorded wrong: `fact` and `fact_id` as on the person page; only what is given is replaced.

    `since` and `until` (first day it no longer holds) None: as recorded. `was_true` False: it never held at all.
    """

    fact: str
    fact_id: int
    values: Mapping[str, Any] | None = None
    since: date | None = None
    until: date | None = None
    was_true: bool = True


def correct_recorded_fact(work: Work, command: CorrectFact) -> Outcome[None]:
    """Replace or withdraw a span known now. RuleError when it is gone, or would overlap another one."""
    entity = _ENTITIES[command.fact]
    fact = work.session.get(entity, command.fact_id)
    if fact is None or fact.known_until != STILL_KNOWN:
        raise RuleError("Thông tin này vừa được sửa. Hãy mở lại trang.", code="fact_gone")
    owner_id: int = getattr(fact, fact.OWNER)
    if not command.was_true:
        withdraw_fact(work, fact)
    else:
        values = {**values_of(fact), **(command.values or {})}
        checked = _checked(work, command.fact, owner_id, values)
        since = command.since.isoformat() if command.since else None
        until = command.until.isoformat() if command.until else None
        correct_fact(work, fact, checked, since, until)
    subject = HOUSEHOLDS if entity.OWNER == "household_id" else PEOPLE
    return Outcome(
        None, frozenset({(subject, owner_id), (PEOPLE, 0)} if subject == HOUSEHOLDS else {(subject, owner_id)})
    )


def _checked(work: Work, fact: str, owner_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    if fact == table_name(Residence):
        check_village(work, values["village_id"])
        return {"village_id": values["village_id"], "address": tidy(values["address"])}
    if fact == table_name(HouseholdMembership):
        return {**values, "relation": rules.check_choice(values["relation"], rules.RELATION_LABELS, "relation")}
    if fact == table_name(HouseholdPoverty):
        return {"kind": rules.check_choice(values["kind"], rules.POVERTY_LABELS, "kind")}
    return checked_values(work, owner_id, _CHECKED_AS[fact], values)
