"""Decisions and the papers they are printed on go one way: entering or cancelling one does the same to the other.

Promises: number, date and signer of a decision on paper are those of the paper; the several decisions of one annex take
effect together. Called by models.office.paper_services through the table's `followers`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from models.benefits.entitlements.papers import DecisionPaper
from models.benefits.entitlements.preparing import decision_paper
from models.benefits.entitlements.rules import DecisionState
from models.benefits.entitlements.services import EnterDecision, Entered, demand_decision, enter_alone, enter_decision
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.office.paper_facts import asked_of, content_of, kept_facts
from models.office.paper_queries import entry_of
from models.office.paper_rules import PaperKind, PaperState
from models.office.paper_services import CancelPaper, EnterPaper, PreparePaper, cancel_paper, enter_paper, prepare_paper
from models.office.queries import signers
from models.office.tables import Paper
from models.store.errors import RuleError
from models.store.frozen import thaw, unpacked_bytes
from models.store.vietnamese import name_sort
from models.store.work import Outcome, Work


@dataclass(frozen=True, slots=True)
class PrintDecisions:
    """Decisions in the making, and the paper they shall stand on together."""

    decision_ids: tuple[int, ...]
    paper: PreparePaper


def print_decisions(work: Work, command: PrintDecisions) -> Outcome[int]:
    """Keep the paper and bind the decisions to it; an earlier paper of theirs is cancelled. Returns the paper's id."""
    if command.paper.kind is not PaperKind.DECISION:
        raise ValueError("decisions stand on a paper of their kind")
    decisions = [demand_decision(work, one) for one in command.decision_ids]
    if not decisions or any(one.state != DecisionState.PREPARED for one in decisions):
        raise RuleError("Chỉ in quyết định đang chờ số, ngày.", code="not_prepared")
    for paper_id in {one.paper_id for one in decisions if one.paper_id is not None}:
        cancel_paper(work, CancelPaper(paper_id, "In lại quyết định"))
    outcome = prepare_paper(work, command.paper)
    for one in decisions:
        one.paper_id = outcome.value
    work.flush()
    stale = {*outcome.stale, ("decisions", 0), *(("decisions", one) for one in command.decision_ids)}
    return Outcome(outcome.value, frozenset(stale))


def enter(work: Work, command: EnterDecision) -> Outcome[Entered]:
    """`enter_decision`; of a printed one the paper is entered, and with it every decision that stands on it.

    RuleError (field "signer") when the signer is not in office on the day, (field "number") when it has no figures.
    """
    decision = demand_decision(work, command.decision_id)
    if decision.paper_id is None or decision.state != DecisionState.PREPARED:
        return enter_decision(work, command)
    figures = re.match(r"\s*(\d+)", command.number)
    if figures is None:
        raise RuleError("Hãy ghi số quyết định.", field="number", code="number_missing")
    key = name_sort(command.signer)
    signer = next((one for one in signers(work.session, on=command.signed_on) if name_sort(one.name) == key), None)
    if signer is None:
        words = f"Không có người ký tên này giữ chức vụ vào ngày {command.signed_on:%d/%m/%Y}."
        raise RuleError(words, field="signer", code="signer_not_in_office")
    paper = EnterPaper(decision.paper_id, int(figures[1]), command.signed_on, signer.id)
    outcome = enter_paper(work, paper)
    items = work.session.scalars(select(DecisionItem.person_id).filter_by(decision_id=command.decision_id))
    stale = {*outcome.stale, ("benefits", 0), ("decisions", 0), ("people", 0)}
    return Outcome(Entered(len(set(items)), ()), frozenset(stale))


def paper_changed(work: Work, paper: Paper) -> None:
    """Bring the decisions of a paper to what it says now. RuleError when they are frozen and it says otherwise."""
    if paper.kind != PaperKind.DECISION:
        return
    decisions = list(work.session.scalars(select(Decision).filter_by(paper_id=paper.id).order_by(Decision.id)))
    changed = False
    for one in decisions:
        if paper.state == PaperState.CANCELLED:
            _let_go(work, one)
        elif one.state == DecisionState.ENTERED:
            _demand_same(one, paper)
        elif one.state == DecisionState.PREPARED and paper.state == PaperState.ENTERED:
            signed = date.fromisoformat(paper.signed_on or "")
            number = entry_of(paper).shown_number
            done = enter_alone(work, one, EnterDecision(one.id, number, signed, paper.signer_name))
            changed = changed or bool(done.value.changed)
    if changed:
        _write_again(work, paper, [one.id for one in decisions])


def _write_again(work: Work, paper: Paper, decision_ids: list[int]) -> None:
    """The day of signing changed months or amounts: the paper says what took effect, not what was expected."""
    said: DecisionPaper = thaw(DecisionPaper, content_of(paper.facts))
    made = decision_paper(work.session, decision_ids, said.on, cited=said.cited)
    facts = kept_facts(replace(made, letterhead=said.letterhead), asked_of(paper.facts))
    paper.facts, paper.facts_sha256 = facts, hashlib.sha256(unpacked_bytes(facts)).hexdigest()
    paper.total = made.total or None
    work.flush()


def _let_go(work: Work, decision: Decision) -> None:
    """A decision in the making outlives its paper and is printed again; one that took effect keeps it."""
    if decision.state == DecisionState.ENTERED:
        raise RuleError("Quyết định trên tờ này đã có hiệu lực. Hãy hủy quyết định.", code="decision_stands")
    if decision.state == DecisionState.PREPARED:
        decision.paper_id = None
        work.flush()


def _demand_same(decision: Decision, paper: Paper) -> None:
    said = (entry_of(paper).shown_number, paper.signed_on, paper.signer_name)
    if said != (decision.number, decision.signed_on, decision.signer):
        words = "Quyết định đã có hiệu lực theo số, ngày, người ký đã ghi. Nếu sai, hãy hủy quyết định rồi lập lại."
        raise RuleError(words, code="decision_frozen")
