"""Correcting the record of a dated fact: what was written down wrong, as opposed to what changed in the world.

Promises: the wrong span stays as what was believed until now; the right one takes its place. Nothing else moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from models.people import rules
from models.people.dated import (
    OPEN_END,
    STILL_KNOWN,
    UNKNOWN_START,
    DatedFact,
    correct_fact,
    known,
    values_of,
    withdraw_fact,
)
from models.people.facts import ENTITIES
from models.people.households import HOUSEHOLDS
from models.people.merging import table_name
from models.people.services import PEOPLE, check_since, check_village, checked_values
from models.people.tables import HouseholdMembership, HouseholdPoverty, Residence
from models.store.errors import RuleError
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

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

    `days` None: as recorded; else since when (None: unknown) and the first day it no longer holds (None: still does).
    `was_true` False: it never held at all.
    """

    fact: str
    fact_id: int
    values: Mapping[str, Any] | None = None
    days: tuple[date | None, date | None] | None = None
    was_true: bool = True


def correct_recorded_fact(work: Work, command: CorrectFact) -> Outcome[None]:
    """Replace or withdraw a span known now. RuleError when it is gone, or would overlap another one."""
    entity = ENTITIES[command.fact]
    fact = work.session.get(entity, command.fact_id)
    if fact is None or fact.known_until != STILL_KNOWN:
        raise RuleError("Thông tin này vừa được sửa. Hãy mở lại trang.", code="fact_gone")
    owner_id: int = getattr(fact, fact.OWNER)
    subject = HOUSEHOLDS if entity.OWNER == "household_id" else PEOPLE
    if not command.was_true:
        withdraw_fact(work, fact)
    else:
        values = {**values_of(fact), **(command.values or {})}
        checked = _checked(work, command.fact, owner_id, values)
        start, end = fact.valid_from, fact.valid_to
        if command.days is not None:
            since, until = command.days
            start = since.isoformat() if since else UNKNOWN_START
            end = until.isoformat() if until else OPEN_END
        if subject == PEOPLE:
            check_since(work, owner_id, start)
        _demand_one_head(work, fact, checked, (start, end))
        correct_fact(work, fact, checked, start, end)
    touched = {(subject, owner_id)}
    if subject == HOUSEHOLDS:
        touched.add((PEOPLE, 0))
    elif entity is HouseholdMembership:
        touched.add((HOUSEHOLDS, 0))
    return Outcome(None, frozenset(touched))


def _demand_one_head(work: Work, fact: DatedFact, values: Mapping[str, Any], span: tuple[str, str]) -> None:
    """A household has one head at a time: RuleError when another one was head in this span."""
    if not isinstance(fact, HouseholdMembership) or values["relation"] != "head":
        return
    other = select(HouseholdMembership.id).where(
        HouseholdMembership.household_id == values["household_id"],
        HouseholdMembership.relation == "head",
        known(HouseholdMembership, None),
        HouseholdMembership.id != fact.id,
        HouseholdMembership.valid_from < span[1],
        HouseholdMembership.valid_to > span[0],
    )
    if work.session.scalar(other.limit(1)) is not None:
        raise RuleError("Hộ này đã có chủ hộ khác trong thời gian đó.", field="relation", code="second_head")


def _checked(work: Work, fact: str, owner_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    if fact == table_name(Residence):
        check_village(work, values["village_id"])
        return {"village_id": values["village_id"], "address": tidy(values["address"])}
    if fact == table_name(HouseholdMembership):
        return {**values, "relation": rules.check_choice(values["relation"], rules.RELATION_LABELS, "relation")}
    if fact == table_name(HouseholdPoverty):
        return {"kind": rules.check_choice(values["kind"], rules.POVERTY_LABELS, "kind")}
    return checked_values(work, owner_id, _CHECKED_AS[fact], values)
