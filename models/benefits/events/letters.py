"""The letter about a debt as a kept paper: bound to the debt, numbered by the records clerk, issued, perhaps cancelled.

Promises: a debt has one letter that counts; printing it again puts the new one in the place of one that was not issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.benefits.events.debts import debts_stale, demand_open_debt
from models.benefits.events.rules import DebtState
from models.benefits.events.tables import Debt
from models.office.paper_queries import entry_of
from models.office.paper_rules import PaperKind, PaperState
from models.office.paper_services import CancelPaper, PreparePaper, cancel_paper, prepare_paper
from models.office.tables import Paper
from models.store.work import Outcome, Work

_STILL_OPEN = (PaperState.PREPARED, PaperState.ENTERED)


@dataclass(frozen=True, slots=True)
class KeepLetter:
    """The letter about a debt, to be kept."""

    debt_id: int
    paper: PreparePaper


def keep_letter(work: Work, command: KeepLetter) -> Outcome[int]:
    """Keep the letter and bind it to its debt; returns the paper's id. RuleError for a debt that is settled."""
    if command.paper.kind is not PaperKind.RECOVERY_LETTER:
        raise ValueError("a letter is a paper of its kind")
    debt = demand_open_debt(work, command.debt_id)
    stale: set[tuple[str, int]] = set()
    before = None if debt.paper_id is None else work.get(Paper, debt.paper_id)
    if before is not None and before.state in _STILL_OPEN:
        stale |= cancel_paper(work, CancelPaper(before.id, "In lại giấy báo")).stale
    made = prepare_paper(work, command.paper)
    debt = demand_open_debt(work, command.debt_id)
    debt.paper_id, debt.state = made.value, DebtState.DEMANDED.value
    work.flush()
    return Outcome(made.value, frozenset(stale) | made.stale | debts_stale([command.debt_id]))


def letter_words(work: Work, debt: Debt) -> str:
    """ " Đã gửi Thông báo số 05/TB-UBND ngày 22/11/2026." after a space; "" as long as no letter has a number."""
    paper = None if debt.paper_id is None else work.get(Paper, debt.paper_id)
    if paper is None or paper.signed_on is None:
        return ""
    number = entry_of(paper).shown_number
    return f" Đã gửi Thông báo số {number} ngày {date.fromisoformat(paper.signed_on):%d/%m/%Y}." if number else ""


def paper_changed(work: Work, paper: Paper) -> None:
    """A cancelled letter is the debt's no longer; what was demanded by nothing else is merely found again."""
    if paper.kind != PaperKind.RECOVERY_LETTER or paper.state != PaperState.CANCELLED:
        return
    for debt in work.session.scalars(select(Debt).filter_by(paper_id=paper.id)):
        debt.paper_id = None
        if debt.state == DebtState.DEMANDED:
            debt.state = DebtState.FOUND.value
    work.flush()
