"""Whether somebody lives here: deaths, moves out of the commune, and taking either back.

A status is about the whole person; where they lived within the commune are dated facts, which a move ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.people.dated import set_fact, spans, take_back_end
from models.people.services import PEOPLE, demand_person
from models.people.tables import Person, Residence
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work


@dataclass(frozen=True, slots=True)
class MarkDead:
    """A death, on a day as far as it is known."""

    person_id: int
    on: PartialDate


def mark_dead(work: Work, command: MarkDead) -> Outcome[None]:
    """Record a death; it cannot lie in the future or before the birth."""
    person = demand_person(work, command.person_id)
    if command.on.earliest > work.today:
        raise RuleError("Ngày mất ở tương lai.", field="on", code="died_future")
    if person.born_earliest and command.on.latest.isoformat() < person.born_earliest:
        raise RuleError("Ngày mất trước ngày sinh.", field="on", code="died_before_birth")
    return _set_status(work, person, "dead", command.on.iso(), "")


@dataclass(frozen=True, slots=True)
class MarkMoved:
    """A move out of the commune: the day and, as far as known, where to."""

    person_id: int
    on: date
    to: str = ""


def mark_moved(work: Work, command: MarkMoved) -> Outcome[None]:
    """Record a move out of the commune; the residence here ends that day, and none may begin on it or later."""
    person = demand_person(work, command.person_id)
    if person.status == "dead":
        raise RuleError("Người này đã được ghi là đã mất.", field="on", code="is_dead")
    if person.born_earliest and command.on.isoformat() < person.born_earliest:
        raise RuleError("Ngày chuyển đi trước ngày sinh.", field="on", code="moved_before_birth")
    _demand_no_later_home(work, person.id, command.on)
    set_fact(work, Residence, person.id, None, command.on.isoformat())
    return _set_status(work, person, "moved", command.on.isoformat(), tidy(command.to))


def _demand_no_later_home(work: Work, person_id: int, on: date) -> None:
    later = [home.valid_from for home in spans(work, Residence, person_id) if home.valid_from >= on.isoformat()]
    if later:
        since = date.fromisoformat(later[-1])
        raise RuleError(
            f"Sổ còn ghi nơi ở trong xã từ {since:%d/%m/%Y}. Hãy chọn ngày chuyển đi sau ngày đó, hoặc bỏ nơi ở ghi "
            "sai trước.",
            field="on",
            code="lives_here_later",
        )


@dataclass(frozen=True, slots=True)
class MarkLiving:
    """The record of a death or a move was wrong, or somebody came back."""

    person_id: int


def mark_living(work: Work, command: MarkLiving) -> Outcome[None]:
    """Take back a death or a move; the residence that ended with the move goes on."""
    person = demand_person(work, command.person_id)
    if person.status == "moved":
        take_back_end(work, Residence, person.id, person.status_on)
    return _set_status(work, person, "living", "", "")


def _set_status(work: Work, person: Person, status: str, on: str, moved_to: str) -> Outcome[None]:
    person.status, person.status_on, person.moved_to = status, on, moved_to
    work.flush()
    return Outcome(None, frozenset({(PEOPLE, person.id)}))
