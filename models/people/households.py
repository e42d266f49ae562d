"""Verbs on households: make, change, members, poor or near-poor. Same promises as services.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.people import rules
from models.people.dated import (
    OPEN_END,
    STILL_KNOWN,
    UNKNOWN_START,
    AsOf,
    demand_ended,
    holds,
    set_fact,
    start_of_change,
)
from models.people.services import PEOPLE, check_since, demand_person
from models.people.tables import Household, HouseholdMembership, HouseholdPoverty
from models.store.errors import RuleError
from models.store.uids import new_uid
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

HOUSEHOLDS = "households"


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household: its head, further members (person id, relation), the office's own number as written.

    `since` None: from today for whoever belonged to another household, else since ever.
    """

    head_id: int
    members: tuple[tuple[int, str], ...] = ()
    number: str = ""
    note: str = ""
    since: date | None = None


def create_household(work: Work, command: NewHousehold) -> Outcome[int]:
    """Make a household; whoever belonged to another one leaves it. Returns its id."""
    household = Household(uid=new_uid(), number=tidy(command.number), note=command.note.strip())
    work.add(household)
    people = ((command.head_id, "head"), *command.members)
    for person_id, relation in people:
        _join(work, person_id, household.id, relation, command.since)
    if len({person_id for person_id, _ in people}) != len(people):
        raise RuleError("Một người chỉ đứng một lần trong hộ.", field="members", code="member_twice")
    stale = {(PEOPLE, person_id) for person_id, _ in people}
    return Outcome(household.id, frozenset({(HOUSEHOLDS, household.id), *stale}))


@dataclass(frozen=True, slots=True)
class ChangeHousehold:
    """New number and note of a household."""

    household_id: int
    number: str
    note: str = ""


def change_household(work: Work, command: ChangeHousehold) -> Outcome[None]:
    """Change what stands on the household itself."""
    household = demand_household(work, command.household_id)
    household.number, household.note = tidy(command.number), command.note.strip()
    work.flush()
    return Outcome(None, frozenset({(HOUSEHOLDS, household.id)}))


@dataclass(frozen=True, slots=True)
class SetMembership:
    """From `since` on a person belongs to a household in this relation; household None: to none."""

    person_id: int
    household_id: int | None
    relation: str = "other"
    since: date | None = None


def set_membership(work: Work, command: SetMembership) -> Outcome[bool]:
    """Move a person into, within or out of households; a new head makes the former one "other"."""
    person = demand_person(work, command.person_id)
    if command.household_id is None:
        start = start_of_change(work, HouseholdMembership, person.id, command.since)
        changed = set_fact(work, HouseholdMembership, person.id, None, start)
        demand_ended(None, changed=changed)
        return Outcome(changed, frozenset({(PEOPLE, person.id), (HOUSEHOLDS, 0)}))
    household = demand_household(work, command.household_id)
    changed = _join(work, person.id, household.id, command.relation, command.since)
    return Outcome(changed, frozenset({(PEOPLE, person.id), (HOUSEHOLDS, household.id)}))


def _join(work: Work, person_id: int, household_id: int, relation: str, since: date | None) -> bool:
    demand_person(work, person_id)
    rules.check_choice(relation, rules.RELATION_LABELS, "relation")
    start = start_of_change(work, HouseholdMembership, person_id, since)
    check_since(work, person_id, start)
    if relation == "head":
        _demand_living(work, person_id)
        start = _step_down(work, household_id, person_id, start)
    return set_fact(work, HouseholdMembership, person_id, {"household_id": household_id, "relation": relation}, start)


def _demand_living(work: Work, person_id: int) -> None:
    status = demand_person(work, person_id).status
    if status != "living":
        words = f"{rules.STATUS_LABELS[status]}: người này không thể làm chủ hộ."
        raise RuleError(words, field="relation", code="head_not_living")


def _step_down(work: Work, household_id: int, new_head_id: int, start: str) -> str:
    """Whoever else is head on `start` or later becomes "other"; returns the day, today where nobody knows it.

    Another head since ever would have led the household together with those before.
    """
    found = select(HouseholdMembership).where(
        HouseholdMembership.household_id == household_id,
        HouseholdMembership.relation == "head",
        HouseholdMembership.known_until == STILL_KNOWN,
        HouseholdMembership.person_id != new_head_id,
    )
    heads = list(work.session.scalars(found))
    if heads and start == UNKNOWN_START:
        start = work.today.isoformat()
    for head in heads:
        if head.valid_to > start:
            values, first = {"household_id": household_id, "relation": "other"}, max(start, head.valid_from)
            set_fact(work, HouseholdMembership, head.person_id, values, first, to_day=head.valid_to)
    return start


@dataclass(frozen=True, slots=True)
class SetPoverty:
    """A household is poor or near-poor from `since` until the day before `until`; kind None ends it at `since`."""

    household_id: int
    kind: str | None
    since: date
    until: date | None = None


def set_poverty(work: Work, command: SetPoverty) -> Outcome[bool]:
    """Put a household on the list of the poor or near-poor, or take it off."""
    household = demand_household(work, command.household_id)
    values = None
    if command.kind is not None:
        values = {"kind": rules.check_choice(command.kind, rules.POVERTY_LABELS, "kind")}
    end = command.until.isoformat() if command.until else OPEN_END
    changed = set_fact(work, HouseholdPoverty, household.id, values, command.since.isoformat(), to_day=end)
    demand_ended(values, changed=changed)
    members = select(HouseholdMembership.person_id).where(
        HouseholdMembership.household_id == household.id, holds(HouseholdMembership, AsOf(work.today))
    )
    stale = {(PEOPLE, person_id) for person_id in work.session.scalars(members)}
    return Outcome(changed, frozenset({(HOUSEHOLDS, household.id), *stale}))


def demand_household(work: Work, household_id: int) -> Household:
    """The household; RuleError when the record is gone."""
    household = work.get(Household, household_id)
    if household is None:
        raise RuleError("Hộ này không còn trong sổ.", field="household", code="household_gone")
    return household
