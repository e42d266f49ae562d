"""Verbs of a decision's life: prepared with blanks, entered with number, day and signer, cancelled.

Promises: a prepared decision has no effect; entering it computes its months again from the day of signing, writes its
effects in the same transaction and freezes it (benefits.md 15.2, 3); an entered one is cancelled only as long as no
confirmed list could know it and nothing later stands on it. Each verb takes any number of people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from models.benefits import rules as lines
from models.benefits.entitlements import checks, taking_effect
from models.benefits.entitlements.lawfulness import explained
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.benefits.services import BENEFITS
from models.office.paper_rules import check_day, checked_reason
from models.office.paper_services import CancelPaper, cancel_paper
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.uids import new_uid
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

_item: Any = DecisionItem.__table__


@dataclass(frozen=True, slots=True)
class Item:
    """What a decision shall mean for one person.

    A grant or transfer in names `kind`, `group_code`, `label` and for care support the `carer_id`; everything else the
    `entitlement_id`. `amount` in đồng a month, `coefficient` in hundredths, `base_rate` None when the amount was given
    by hand; a recovery or funeral has the whole sum as `amount`. An adjusted entitlement may have several items, one
    per `from_month`. `why` is the sentence that the citizen reads, `article` its ground.
    """

    person_id: int
    entitlement_id: int | None = None
    kind: str = ""
    group_code: str = ""
    label: str = ""
    carer_id: int | None = None
    from_month: Month | None = None
    law_table: str = ""
    base_rate: int | None = None
    coefficient: int | None = None
    amount: int | None = None
    why: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class PrepareDecision:
    """A decision to be printed with blanks; `title` what it is about, `reason` why it is made."""

    kind: DecisionKind
    items: tuple[Item, ...]
    reason: str = ""
    title: str = ""


def prepare_decision(work: Work, command: PrepareDecision) -> Outcome[int]:
    """Keep a decision in the making; returns its id.

    Raises RuleError naming the field, and the person by code, when it could not be entered today: nothing runs, a
    double of what the person gets, another decision of the kind in the making, a secret ground among other people, an
    amount that is not the law's and says not why.
    """
    items = checks.named(work.session, [_row(item) for item in command.items])
    checks.demand_sound(work.session, command.kind, items)
    items = explained(work.session, command.kind, items, tidy(command.reason), work.today)
    decision = Decision(
        uid=new_uid(),
        kind=command.kind.value,
        state=DecisionState.PREPARED.value,
        title=tidy(command.title),
        reason=tidy(command.reason),
        made_at=work.instant,
    )
    work.add(decision)
    work.insert_many(_item, [{"decision_id": decision.id, **item} for item in items])
    taking_effect.rehearse(work, decision, items_of(work, decision.id))
    return Outcome(decision.id, _stale(decision.id))


def _row(item: Item) -> dict[str, Any]:
    return {
        "person_id": item.person_id,
        "entitlement_id": item.entitlement_id,
        "kind": item.kind,
        "group_code": item.group_code,
        "label": tidy(item.label),
        "carer_id": item.carer_id,
        "from_month": item.from_month,
        "law_table": item.law_table,
        "base_rate": item.base_rate,
        "coefficient": lines.check_coefficient(item.coefficient),
        "amount": item.amount,
        "why": tidy(item.why),
        "article": tidy(item.article),
    }


@dataclass(frozen=True, slots=True)
class EnterDecision:
    """Number ("12/QĐ-UBND"), day and signer, as they stand on the signed paper."""

    decision_id: int
    number: str
    signed_on: date
    signer: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What the decision did: people it speaks of, and ids of items whose month or amount the day of signing changed."""

    people: int
    changed: tuple[int, ...]


def enter_decision(work: Work, command: EnterDecision) -> Outcome[Entered]:
    """Enter number, day and signer, compute months and amounts again, let the decision take effect and freeze it.

    Raises RuleError naming the field: no number or signer, a day still to come, a number that another decision of the
    year has, a decision that is not in the making; or what stands against its effects by now.
    """
    decision = demand_decision(work, command.decision_id)
    if decision.paper_id is not None:
        words = "Quyết định này đã in: hãy ghi số, ngày, người ký trên tờ giấy của nó."
        raise RuleError(words, code="on_paper")
    return enter_alone(work, decision, command)


def enter_alone(work: Work, decision: Decision, command: EnterDecision) -> Outcome[Entered]:
    """`enter_decision` for a decision without paper, or whose paper says the same."""
    if decision.state != DecisionState.PREPARED:
        raise RuleError("Quyết định này đã ghi số, ngày hoặc đã hủy.", code="not_prepared")
    number, signer = tidy(command.number), tidy(command.signer)
    if not number:
        raise RuleError("Hãy ghi số quyết định.", field="number", code="number_missing")
    if not signer:
        raise RuleError("Hãy ghi người ký.", field="signer", code="signer_missing")
    check_day(command.signed_on, work.today)
    checks.demand_free_number(work.session, decision.id, number, command.signed_on.year)
    decision.state, decision.number = DecisionState.ENTERED.value, number
    decision.signed_on, decision.signer, decision.entered_at = command.signed_on.isoformat(), signer, work.instant
    work.flush()
    items = items_of(work, decision.id)
    changed = taking_effect.take_effect(work, decision, items)
    people = {item.person_id for item in items}
    return Outcome(Entered(len(people), tuple(changed)), _stale(command.decision_id, people))


@dataclass(frozen=True, slots=True)
class CancelDecision:
    """A decision and why it shall not stand."""

    decision_id: int
    reason: str


def cancel_decision(work: Work, command: CancelDecision) -> Outcome[None]:
    """Cancel a decision; the spans of an entered one become again what they were before it.

    RuleError "in_confirmed_month" or "later_decision" when it has taken effect: then a new decision has to change it.
    """
    decision = demand_decision(work, command.decision_id)
    if decision.state == DecisionState.CANCELLED:
        raise RuleError("Quyết định này đã hủy rồi.", code="cancelled_already")
    reason = checked_reason(command.reason)
    people: set[int] = set()
    if decision.state == DecisionState.ENTERED:
        items = items_of(work, decision.id)
        people = {item.person_id for item in items}
        taking_effect.take_back(work, decision, items)
    decision = demand_decision(work, command.decision_id)
    decision.state, decision.cancelled_because = DecisionState.CANCELLED.value, reason
    work.flush()
    _cancel_lonely_paper(work, decision.paper_id, reason)
    return Outcome(None, _stale(command.decision_id, people))


def _cancel_lonely_paper(work: Work, paper_id: int | None, reason: str) -> None:
    """The paper goes with the last decision that stood on it."""
    if paper_id is None:
        return
    standing = select(Decision.id).filter_by(paper_id=paper_id).where(Decision.state != DecisionState.CANCELLED.value)
    if work.session.scalar(standing.limit(1)) is None:
        cancel_paper(work, CancelPaper(paper_id, reason))


def demand_decision(work: Work, decision_id: int) -> Decision:
    """The decision; RuleError when there is none."""
    decision = work.get(Decision, decision_id)
    if decision is None:
        raise RuleError("Không có quyết định này trong sổ.", code="decision_gone")
    return decision


def items_of(work: Work, decision_id: int) -> list[Any]:
    """The items of a decision as rows, in order."""
    work.flush()
    return list(work.session.execute(select(_item).where(_item.c.decision_id == decision_id).order_by(_item.c.id)))


def _stale(decision_id: int, people: Iterable[int] = ()) -> frozenset[tuple[str, int]]:
    many = set(people)
    told = {("people", one) for one in many} if len(many) == 1 else {("people", 0)} if many else set()
    return frozenset({(BENEFITS, 0), ("decisions", decision_id), ("decisions", 0), *told})
