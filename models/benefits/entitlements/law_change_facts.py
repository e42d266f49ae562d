"""Reads for a change of the law: spans, births, villages, and what happened to people in between.

Promises: one SELECT for each kind of fact, however many people. What it gathers is frozen; law_change.py reckons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from models.benefits.entitlements.law_change import ChangeFacts, LawChange, reckon
from models.benefits.entitlements.law_rates import rates_for
from models.benefits.entitlements.queries import DueSpan, due_spans
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.law.queries import law_book
from models.office.tables import Village
from models.people.dated import AsOf, holds, known
from models.people.queries import bare, village_text
from models.people.tables import Disability, Person, Residence
from models.store.collector import uncollected
from models.store.dates import Month, PartialDate, add_months, age_on, month_end, month_iso, month_start

_pay_line = table("pay_line", column("entitlement_id"), column("benefit_month"), column("result"))
"""Named without importing it: the months stand on entitlements, not these on them."""
STUDENT_CAP = 22
"""Until 09/2026 K2 ended with it (NĐ 20/2021 Đ5 k2); benefits.md 15.2, 6."""


def preview(
    session: Session, since: Month, payout: Month, known_on: date, *, supposing: Sequence[str] = ()
) -> LawChange:
    """What the law known on a day makes of every entitlement from `since` on, first paid in `payout`.

    `supposing` names documents that are looked at as if they were switched on. Raises RuleError "before_law".
    """
    with uncollected():
        return reckon(gather(session, since, payout, known_on, supposing=supposing))


def gather(
    session: Session, since: Month, payout: Month, known_on: date, *, supposing: Sequence[str] = ()
) -> ChangeFacts:
    """The frozen facts of a preview."""
    spans = due_spans(session, since=add_months(since, -1))
    people = {span.person_id for span in spans}
    rates = rates_for(session, people, known_on, book=law_book(session, supposing=supposing))
    reasons: dict[int, set[str]] = defaultdict(set)
    of_person: dict[int, list[DueSpan]] = defaultdict(list)
    for span in spans:
        of_person[span.person_id].append(span)
    spans = _without_long_gone(session, spans, since, reasons)
    for person, reason in (*_degrees(session, since, payout), *_funerals(session, since)):
        for span in of_person.get(person, ()):
            if reason != "degree" or span.group_code.startswith("K6"):
                reasons[span.entitlement_id].add(reason)
    for entitlement_id in _unpaid(session, since):
        reasons[entitlement_id].add("unpaid")
    for entitlement_id in _prepared(session):
        reasons[entitlement_id].add("prepared")
    for span in spans:
        born = rates.born.get(span.person_id)
        if span.group_code == "K2" and born is not None and _turns_22(born, since, payout):
            reasons[span.entitlement_id].add("student22")
    frozen = {key: frozenset(told) for key, told in reasons.items()}
    return ChangeFacts(since, payout, spans, _villages(session, payout), frozen, rates)


def _prepared(session: Session) -> list[int]:
    """Entitlements that a decision in the making speaks of: asked again they would be decided twice."""
    found = (
        select(DecisionItem.entitlement_id)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .where(Decision.state == DecisionState.PREPARED.value, DecisionItem.entitlement_id.is_not(None))
    )
    return [row[0] or 0 for row in session.execute(found.distinct())]


def _without_long_gone(
    session: Session, spans: Sequence[DueSpan], since: Month, reasons: dict[int, set[str]]
) -> list[DueSpan]:
    """The spans of who did not die or move away before `since`; who did so later is noted."""
    gone = select(Person.id, Person.status, Person.status_on).where(Person.status != "living")
    left = {row[0]: (row[1], row[2][:7]) for row in session.execute(gone)}
    staying = []
    for span in spans:
        status, on = left.get(span.person_id, ("", ""))
        if status and on and on < month_iso(since):
            continue
        if status:
            reasons[span.entitlement_id].add("died" if status == "dead" else "moved")
        staying.append(span)
    return staying


def _degrees(session: Session, since: Month, payout: Month) -> Iterable[tuple[int, str]]:
    """People whose degree of disability changed in between."""
    first, last = month_start(since).isoformat(), month_end(payout).isoformat()
    found = select(Disability.person_id).where(
        known(Disability, None), Disability.valid_from >= first, Disability.valid_from <= last
    )
    return [(row[0], "degree") for row in session.execute(found)]


def _funerals(session: Session, since: Month) -> Iterable[tuple[int, str]]:
    item: Any = DecisionItem.__table__
    found = (
        select(item.c.person_id)
        .join(Decision, Decision.id == item.c.decision_id)
        .where(
            Decision.kind == DecisionKind.FUNERAL.value,
            Decision.state == DecisionState.ENTERED.value,
            Decision.signed_on >= month_start(since).isoformat(),
        )
    )
    return [(row[0], "funeral") for row in session.execute(found)]


def _unpaid(session: Session, since: Month) -> list[int]:
    """Entitlements with a month that was listed and not taken, or came back: it is paid once, at one rate."""
    lacking = _pay_line.c.result.in_(("unpaid", "partly", "returned"))
    found = select(_pay_line.c.entitlement_id).where(lacking, _pay_line.c.benefit_month >= since).distinct()
    return [row[0] for row in session.execute(found) if row[0] is not None]


def _turns_22(born: PartialDate, since: Month, payout: Month) -> bool:
    day = born.earliest
    before = age_on(day, month_end(add_months(since, -1)))
    return before < STUDENT_CAP <= age_on(day, month_end(payout))


def _villages(session: Session, payout: Month) -> dict[int, str]:
    lives = holds(Residence, AsOf(month_end(payout)))
    found = select(Residence.person_id, Village.kind, Village.name).join(Village, Village.id == Residence.village_id)
    names: dict[tuple[str, str], str] = {}
    told = {}
    for person, kind, name in bare(session).execute(found.where(lives)).all():
        if (kind, name) not in names:
            names[kind, name] = village_text(kind, name)
        told[person] = names[kind, name]
    return told
