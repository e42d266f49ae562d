"""Who cares for whom: a carer named for care support that a list brought without one, and what a carer must be.

Promises: care support is one for each person cared for, paid to the carer (benefits.md 15.2, 8); a carer is somebody
else and alive, and may live anywhere. A carer who is known is changed by decisions alone: stop, then grant to the next.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.entitlements.tables import Entitlement
from models.benefits.entitlements.writing import kept_spans
from models.benefits.services import BENEFITS
from models.people.codes import display_code
from models.people.tables import Person
from models.store.errors import RuleError
from models.store.work import Outcome, Work

CARE = "care_support"
OWN = ("CS-MT",)
"""Care support that the person gets herself, for her own small children: nobody is her carer."""


@dataclass(frozen=True, slots=True)
class NameCarer:
    """Who is paid care support that was taken over without a carer, from the next list on."""

    entitlement_id: int
    carer_id: int


def name_carer(work: Work, command: NameCarer) -> Outcome[None]:
    """Name the carer of an entitlement.

    RuleError naming the field "carer": no care support, a carer is named, the person cared for, somebody dead, nobody,
    or another care support of the same person runs.
    """
    one = work.get(Entitlement, command.entitlement_id)
    if one is None:
        raise RuleError("Không có chế độ này trong sổ.", field="entitlement", code="entitlement_gone")
    if not has_carer(one.kind, one.group_code):
        words = "Chỉ hỗ trợ kinh phí chăm sóc trả cho người chăm sóc mới có người chăm sóc."
        raise RuleError(words, field="carer", code="no_care")
    if one.carer_id is not None:
        words = "Đã ghi người chăm sóc. Đổi người thì lập quyết định thôi hưởng, rồi quyết định hưởng cho người mới."
        raise RuleError(words, field="carer", code="carer_known")
    demand_carer(work.session, one.person_id, command.carer_id)
    if cared_by_others(work.session, {one.person_id}, besides=one.id):
        words = "Người được chăm sóc còn một khoản hỗ trợ chăm sóc khác đang hưởng: mỗi người một khoản."
        raise RuleError(words, field="carer", code="cared_for")
    one.carer_id = command.carer_id
    work.flush()
    people = {("people", one.person_id), ("people", command.carer_id)}
    return Outcome(None, frozenset({(BENEFITS, 0), ("decisions", 0), *people}))


def has_carer(kind: str, group: str) -> bool:
    """Whether a benefit is paid to somebody who cares."""
    return kind == CARE and group not in OWN


def demand_carer(session: Session, cared_id: int, carer_id: int) -> None:
    """A carer is in the register, alive, and not the person cared for. RuleError, field "carer"."""
    if carer_id == cared_id:
        raise RuleError("Người chăm sóc phải là người khác.", field="carer", code="carer_self")
    carer = session.get(Person, carer_id)
    if carer is None:
        raise RuleError("Không có người chăm sóc này trong sổ.", field="carer", code="carer_gone")
    if carer.status == "dead":
        words = f"{display_code(carer.code)}: người chăm sóc đã mất."
        raise RuleError(words, field="carer", code="carer_dead")


def cared_by_others(session: Session, cared: Collection[int], *, besides: int | None = None) -> set[int]:
    """Those of these people for whom care support to a carer runs already, but for the entitlement `besides`."""
    chosen = select(Entitlement.id, Entitlement.person_id, Entitlement.group_code).where(
        Entitlement.kind == CARE, Entitlement.person_id.in_(cared), Entitlement.carer_id.is_not(None)
    )
    found = {row[0]: row[1] for row in session.execute(chosen) if row[0] != besides and row[2] not in OWN}
    spans = kept_spans(session, found)
    return {person for one, person in found.items() if spans[one] and spans[one][-1].span.stop is None}
