"""Whose lists hang together with somebody's: who is paid for whom, who owes for what was paid to whom.

Promises: what is computed for a circle alone is what the whole list says of it, so that one late report need not read
twenty thousand entitlements.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from models.benefits.entitlements.tables import Entitlement
from models.benefits.entitlements.writing import among, id_list
from models.benefits.events.tables import Debt
from models.people.queries import Reader

_entitlement: Any = Entitlement.__table__
_debt: Any = Debt.__table__


@dataclass(frozen=True, slots=True)
class Circle:
    """People, and every entitlement and debt that is about one of them."""

    people: frozenset[int]
    entitlements: frozenset[int]


def circle_of(reader: Reader, people: Iterable[int]) -> Circle:
    """The smallest circle with these people that no entitlement, care or debt leads out of."""
    known, theirs = frozenset(people), frozenset[int]()
    while True:
        wider, more = _wider(reader, known, theirs)
        if (wider, more) == (known, theirs):
            return Circle(known, theirs)
        known, theirs = wider, more


def _wider(
    reader: Reader, people: frozenset[int], entitlements: frozenset[int]
) -> tuple[frozenset[int], frozenset[int]]:
    ids = {"people": id_list(people), "carers": id_list(people), "theirs": id_list(entitlements)}
    of_them = or_(
        among(_entitlement.c.person_id, "people"),
        among(_entitlement.c.carer_id, "carers"),
        among(_entitlement.c.id, "theirs"),
    )
    held = reader.execute(
        select(_entitlement.c.id, _entitlement.c.person_id, _entitlement.c.carer_id).where(of_them), ids
    ).all()
    found = entitlements.union(row[0] for row in held)
    owed = reader.execute(
        select(_debt.c.person_id, _debt.c.entitlement_id).where(
            or_(among(_debt.c.person_id, "people"), among(_debt.c.entitlement_id, "theirs"))
        ),
        {"people": id_list(people), "theirs": id_list(found)},
    ).all()
    named = {person for row in held for person in (row[1], row[2])} | {row[0] for row in owed}
    return people.union(one for one in named if one is not None), found.union(
        row[1] for row in owed if row[1] is not None
    )
