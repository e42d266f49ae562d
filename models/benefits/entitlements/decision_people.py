"""The people of one decision as a list shows them: ids in order, then rows of ready strings.

Promises: one SELECT each; a ground that tells of HIV/AIDS, and words that tell it, are shown as the reader may see
them. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select

from models.benefits.entitlements.rules import DECISION_LABELS, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.benefits.entitlements.writing import among, id_list
from models.benefits.lines import ground_shown
from models.benefits.secrecy import Grounds, is_secret_ground, mentions_hiv
from models.office.tables import Village
from models.people.codes import display_code
from models.people.dated import AsOf, holds
from models.people.queries import Reader, searched, village_text
from models.people.tables import Person, Residence
from models.store.dates import Month, month_display
from models.store.money import format_amount, format_coefficient

_item: Any = DecisionItem.__table__
_decision: Any = Decision.__table__


@dataclass(frozen=True, slots=True)
class DecisionPerson:
    """What a decision means for one person, as shown; `since` is "" while the day of signing must tell it."""

    id: int
    person_id: int
    code: str
    name: str
    village: str
    label: str
    group: str
    coefficient: str
    amount: str
    since: str
    why: str
    article: str


def ids(
    reader: Reader,
    decision_id: int,
    text: str = "",
    *,
    whole_numbers: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[int]:
    """Ids of the items whose people are found by `text`, by given name and month."""
    found = (
        select(_item.c.id)
        .join(Person, Person.id == _item.c.person_id)
        .where(_item.c.decision_id == decision_id, *searched(text, whole_numbers=whole_numbers))
        .order_by(Person.name_sort, Person.id, func.coalesce(_item.c.from_month, 0), _item.c.id)
    )
    return [row[0] for row in reader.execute(found.limit(limit).offset(offset))]


def count(reader: Reader, decision_id: int, text: str = "", *, whole_numbers: bool = False) -> int:
    """How many `ids` finds."""
    found = select(func.count()).select_from(_item).join(Person, Person.id == _item.c.person_id)
    fits = searched(text, whole_numbers=whole_numbers)
    return reader.execute(found.where(_item.c.decision_id == decision_id, *fits)).scalar_one()


def rows(reader: Reader, item_ids: Sequence[int], day: date, *, grounds: Grounds = "guarded") -> list[DecisionPerson]:
    """Items for these ids in their order; ids that are gone are left out."""
    chosen = (
        select(_item, Person.code, Person.name, Village.kind.label("village_kind"), Village.name.label("village_name"))
        .join(Person, Person.id == _item.c.person_id)
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, AsOf(day))))
        .outerjoin(Village, Village.id == Residence.village_id)
        .where(among(_item.c.id))
    )
    found = {row.id: _shown(row, grounds) for row in reader.execute(chosen, {"wanted": id_list(item_ids)})}
    return [found[one] for one in item_ids if one in found]


def _shown(row: Any, grounds: Grounds) -> DecisionPerson:
    label, group = ground_shown(row.group_code, row.label, grounds)
    secret = is_secret_ground(row.group_code, row.label)
    hidden = grounds == "neutral" or (grounds != "open" and (secret or mentions_hiv(row.why)))
    return DecisionPerson(
        id=row.id,
        person_id=row.person_id,
        code=display_code(row.code),
        name=row.name,
        village=village_text(row.village_kind, row.village_name),
        label=label,
        group=group,
        coefficient="" if row.coefficient is None else format_coefficient(row.coefficient),
        amount="" if row.amount is None else format_amount(row.amount),
        since="" if row.from_month is None else month_display(Month(row.from_month)),
        why="" if hidden else row.why,
        article="" if hidden else row.article,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision about one person that waits for number, day and signer; `people` it speaks of in all."""

    decision_id: int
    entitlement_id: int | None
    kind: str
    label: str
    since: str
    amount: str
    why: str
    people: int


def waiting_for(reader: Reader, person_id: int, *, grounds: Grounds = "guarded") -> list[Waiting]:
    """The decisions in the making about a person, or with them as carer, the oldest first."""
    every = _item.alias()
    others = select(func.count(every.c.person_id.distinct())).where(every.c.decision_id == _decision.c.id)
    chosen = (
        select(_item, _decision.c.kind.label("decision_kind"), others.scalar_subquery().label("people"))
        .join(_decision, _decision.c.id == _item.c.decision_id)
        .where(_decision.c.state == DecisionState.PREPARED.value)
        .where(or_(_item.c.person_id == person_id, _item.c.carer_id == person_id))
        .order_by(_decision.c.id, func.coalesce(_item.c.from_month, 0))
    )
    return [_waiting(row, grounds) for row in reader.execute(chosen)]


def _waiting(row: Any, grounds: Grounds) -> Waiting:
    label, _group = ground_shown(row.group_code, row.label, grounds)
    secret = is_secret_ground(row.group_code, row.label)
    hidden = grounds == "neutral" or (grounds != "open" and (secret or mentions_hiv(row.why)))
    return Waiting(
        decision_id=row.decision_id,
        entitlement_id=row.entitlement_id,
        kind=DECISION_LABELS[row.decision_kind],
        label=label,
        since="" if row.from_month is None else month_display(Month(row.from_month)),
        amount="" if row.amount is None else format_amount(row.amount),
        why="" if hidden else row.why,
        people=row.people,
    )
