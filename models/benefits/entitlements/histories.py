"""The life of a person's entitlements as a page shows it: spans and the decisions they live through, in ready words.

Promises: grounds that tell of HIV/AIDS are shown only where `grounds` is open (models.benefits.secrecy); what was known
at an instant can be asked. Nothing here decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.benefits.entitlements.carers import has_carer
from models.benefits.entitlements.effects import Span
from models.benefits.entitlements.rules import (
    DECISION_LABELS,
    DECISION_STATE_LABELS,
    ENTITLEMENT_LABELS,
    LAW_TABLE_LABELS,
    ORIGIN_LABELS,
    PAID,
    STANDING_LABELS,
    DecisionState,
)
from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.entitlements.writing import among, id_list, kept_spans
from models.benefits.lines import ground_shown
from models.benefits.secrecy import Grounds, is_secret_ground, mentions_hiv
from models.people.codes import display_code
from models.people.queries import AnySelect
from models.people.tables import Person
from models.store.dates import Month, month_display
from models.store.money import format_amount, format_coefficient

_item: Any = DecisionItem.__table__
_decision: Any = Decision.__table__


@dataclass(frozen=True, slots=True)
class SpanView:
    """One span as shown; `until` is the last month that is due."""

    line_id: int
    since: str
    until: str
    amount: str
    coefficient: str
    table: str
    standing: str
    decision: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision on one entitlement, as shown."""

    id: int
    kind: str
    state: str
    number: str
    day: str
    signer: str
    since: str
    amount: str
    why: str
    article: str


@dataclass(frozen=True, slots=True)
class EntitlementView:
    """An entitlement as shown; `other` names carer or cared person; `runs` while no stop is known.

    `lacks_carer`: care support of which the book does not know who is paid.
    """

    id: int
    person_id: int
    kind: str
    group: str
    label: str
    origin: str
    standing: str
    other: str
    runs: bool
    suspended: bool
    amount: int
    spans: tuple[SpanView, ...]
    decisions: tuple[DecisionView, ...]
    guarded: bool
    lacks_carer: bool = False


def entitlements_of(
    session: Session, person_id: int, *, grounds: Grounds = "guarded", known_at: str | None = None
) -> list[EntitlementView]:
    """A person's entitlements, and those whose carer they are, the newest first, as known at an instant (None: now)."""
    mine = select(Entitlement).where(or_(Entitlement.person_id == person_id, Entitlement.carer_id == person_id))
    found = list(session.scalars(mine.order_by(Entitlement.id.desc())))
    ids = [one.id for one in found]
    spans = kept_spans(session, ids, known_at)
    decisions = _decisions(session, ids, known_at)
    names = _names(session, {other for one in found for other in (one.person_id, one.carer_id) if other is not None})
    views = []
    for one in found:
        kept = spans[one.id]
        if kept or (known_at is None and decisions[one.id]):
            others = [names[other] for other in (one.person_id, one.carer_id) if other not in (None, person_id)]
            rows = [(each.line_id, each.span) for each in kept]
            views.append(_view(one, rows, decisions[one.id], grounds, ", ".join(others)))
    return views


def _view(
    one: Entitlement, rows: Sequence[tuple[int, Span]], decisions: Sequence[Any], grounds: Grounds, other: str
) -> EntitlementView:
    worth = rows[-1][1].worth if rows else None
    code, label = (worth.group_code, worth.label) if worth else (one.group_code, one.label)
    shown, group = ground_shown(code, label, grounds)
    secret = is_secret_ground(code, label)
    runs = bool(rows) and rows[-1][1].stop is None
    resting = bool(rows) and rows[-1][1].standing != PAID
    return EntitlementView(
        id=one.id,
        person_id=one.person_id,
        kind=ENTITLEMENT_LABELS[one.kind],
        group=group,
        label=shown,
        origin=ORIGIN_LABELS[one.origin],
        standing=STANDING_LABELS[rows[-1][1].standing] if runs else "Đã thôi",
        other=other,
        runs=runs,
        suspended=resting and runs,
        amount=(worth.amount or 0) if worth and runs and not resting else 0,
        spans=tuple(_span_view(line_id, span, grounds) for line_id, span in reversed(rows)),
        decisions=tuple(_decision_view(row, grounds, secret=secret) for row in decisions),
        guarded=grounds != "open" and (secret or grounds == "neutral"),
        lacks_carer=one.carer_id is None and has_carer(one.kind, code),
    )


def _span_view(line_id: int, span: Span, grounds: Grounds) -> SpanView:
    worth = span.worth
    return SpanView(
        line_id=line_id,
        since="" if span.start is None else month_display(span.start),
        until="" if span.stop is None else month_display(_before(span.stop)),
        amount="" if worth.amount is None else format_amount(worth.amount),
        coefficient="" if worth.coefficient is None else format_coefficient(worth.coefficient),
        table=LAW_TABLE_LABELS[worth.law_table],
        standing=STANDING_LABELS[span.standing],
        decision=_guarded(span.source.number, grounds),
    )


def _guarded(words: str, grounds: Grounds) -> str:
    """Words of a decision; "" where they speak of HIV/AIDS and grounds are not open."""
    return "" if grounds != "open" and mentions_hiv(words) else words


def _before(month: Month) -> Month:
    return Month(month - 1 if month % 100 > 1 else month - 89)


def _decisions(session: Session, ids: Sequence[int], known_at: str | None) -> dict[int, list[Any]]:
    """The decisions that speak of each entitlement, the newest first; none made after the instant."""
    chosen = (
        select(
            _item.c.entitlement_id,
            _item.c.from_month,
            _item.c.amount,
            _item.c.why,
            _item.c.article,
            _decision.c.id,
            _decision.c.kind,
            _decision.c.state,
            _decision.c.number,
            _decision.c.signed_on,
            _decision.c.signer,
            _decision.c.reason,
        )
        .join(_decision, _decision.c.id == _item.c.decision_id)
        .where(among(_item.c.entitlement_id))
        .order_by(_decision.c.id.desc(), func.coalesce(_item.c.from_month, 0).desc())
    )
    if known_at is not None:
        chosen = chosen.where(_decision.c.made_at <= known_at)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(chosen, {"wanted": id_list(ids)}):
        found[row.entitlement_id].append(row)
    return found


def _decision_view(row: Any, grounds: Grounds, *, secret: bool) -> DecisionView:
    """What a decision said of the entitlement; reasons of a secret ground are shown where it is open."""
    hidden = grounds == "neutral" or (secret and grounds != "open")
    return DecisionView(
        id=row.id,
        kind=DECISION_LABELS[row.kind],
        state=DECISION_STATE_LABELS[row.state],
        number=_guarded(row.number, grounds),
        day="" if row.signed_on is None else "/".join(reversed(row.signed_on.split("-"))),
        signer=row.signer,
        since="" if row.from_month is None else month_display(Month(row.from_month)),
        amount="" if row.amount is None else format_amount(row.amount),
        why="" if hidden else _guarded(row.why or row.reason, grounds),
        article="" if hidden else row.article,
    )


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    chosen = select(Person.id, Person.name, Person.code).where(among(Person.id))
    found = session.execute(chosen, {"wanted": id_list(ids)})
    return {row[0]: f"{row[1]} ({display_code(row[2])})" for row in found}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in the list of all; `people` it speaks of, `total` the sum of its monthly amounts in đồng.

    `name` is that of the one person it speaks of, "" where there are several.
    """

    id: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    title: str
    reason: str
    number: str
    signed_on: str
    signer: str
    made_at: str
    people: int
    total: int
    secret: bool
    paper_id: int | None
    name: str


def decisions(
    session: Session, *, state: DecisionState | None = None, grounds: Grounds = "guarded", limit: int = 500
) -> list[DecisionRow]:
    """The decisions, the newest first; a secret one without its reason unless grounds are open, in neutral none has."""
    found = _with_sums().order_by(_decision.c.id.desc()).limit(limit)
    if state is not None:
        found = found.where(_decision.c.state == state.value)
    return [_decision_row(row, grounds) for row in session.execute(found)]


def decision(session: Session, decision_id: int, *, grounds: Grounds = "guarded") -> DecisionRow | None:
    """One decision as the list of all tells it; None when it is gone."""
    row = session.execute(_with_sums().where(_decision.c.id == decision_id)).one_or_none()
    return None if row is None else _decision_row(row, grounds)


def _with_sums() -> AnySelect:
    return (
        select(
            *_decision.c,
            func.count(_item.c.person_id.distinct()),
            func.coalesce(func.sum(_item.c.amount), 0),
            func.group_concat(_item.c.group_code.distinct()),
            func.min(_item.c.label),
            func.min(Person.name),
        )
        .outerjoin(_item, _item.c.decision_id == _decision.c.id)
        .outerjoin(Person, Person.id == _item.c.person_id)
        .group_by(_decision.c.id)
    )


def _decision_row(row: Any, grounds: Grounds) -> DecisionRow:
    people, total, codes, label, name = row[-5:]
    secret = people == 1 and is_secret_ground(codes, label or "")
    hidden = grounds == "neutral" or (grounds != "open" and secret)
    return DecisionRow(
        id=row.id,
        kind=row.kind,
        kind_label=DECISION_LABELS[row.kind],
        state=row.state,
        state_label=DECISION_STATE_LABELS[row.state],
        title=_guarded(row.title, grounds),
        reason="" if hidden else _guarded(row.reason, grounds),
        number=_guarded(row.number, grounds),
        signed_on=row.signed_on or "",
        signer=row.signer,
        made_at=row.made_at,
        people=people,
        total=int(total or 0),
        secret=secret and grounds != "neutral",
        paper_id=row.paper_id,
        name=name if people == 1 else "",
    )
