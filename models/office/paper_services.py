"""Verbs of a paper's life. What is issued is frozen: the triggers on the table refuse everything but cancelling it.

The bytes are drawn elsewhere (printing, in the worker process); `issue_paper` takes them only when they were drawn from
what stands in the book now.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from sqlalchemy import select

from models.office import queries
from models.office.paper_queries import entry_of, stamp_of
from models.office.paper_rules import (
    PaperKind,
    PaperState,
    check_day,
    check_number,
    checked_reason,
    missing,
)
from models.office.rules import paper_number
from models.office.tables import FOLLOWERS, IssuingBody, NumberSeries, Paper
from models.store.canonical import canonical_text
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.frozen import unpacked_bytes
from models.store.rights import needs
from models.store.uids import new_uid
from models.store.work import Outcome, Work

PAPERS = "papers"
PDF_HEAD = b"%PDF-"


@dataclass(frozen=True, slots=True)
class PreparePaper:
    """A list as it was made, with blanks. `facts` comes from `frozen.packed`; `total` in đồng for payment lists.

    `scope` is a village's full name, empty for the whole commune; `sign` what follows the number.
    """

    kind: PaperKind
    body: str
    title: str
    facts: bytes
    lines: int
    scope: str = ""
    month: Month | None = None
    shown_from: date | None = None
    shown_until: date | None = None
    total: int | None = None
    sign: str = ""


def prepare_paper(work: Work, command: PreparePaper) -> Outcome[int]:
    """Keep a list as a paper in the making; returns its id."""
    return _kept(work, command, None)


@dataclass(frozen=True, slots=True)
class ReplacePaper:
    """Cancel a paper for a reason and put another in its place."""

    paper_id: int
    reason: str
    by: PreparePaper


def replace_paper(work: Work, command: ReplacePaper) -> Outcome[int]:
    """Cancel and prepare in one transaction; returns the new paper's id.

    A paper that is cancelled already keeps its reason. Raises RuleError when it was replaced before.
    """
    old = demand_paper(work, command.paper_id)
    if work.session.scalar(select(Paper.id).where(Paper.replaces_id == old.id)) is not None:
        raise RuleError("Tờ này đã được thay bằng tờ khác.", code="replaced_already")
    if old.kind != command.by.kind:
        raise RuleError("Chỉ thay bằng tờ cùng loại.", code="other_kind")
    if old.state != PaperState.CANCELLED:
        _cancel(work, old, command.reason)
    return _kept(work, command.by, old.id)


def _kept(work: Work, command: PreparePaper, replaces_id: int | None) -> Outcome[int]:
    body = work.session.scalars(select(IssuingBody).filter_by(key=command.body)).one()
    paper = Paper(
        uid=new_uid(),
        kind=command.kind.value,
        body_id=body.id,
        title=command.title,
        scope=command.scope,
        month=command.month,
        shown_from=_iso(command.shown_from),
        shown_until=_iso(command.shown_until),
        lines=command.lines,
        total=command.total,
        series=command.kind.series,
        sign=command.sign,
        own_number=int(command.kind.own_number),
        signer_name="",
        signer_lines="",
        state=PaperState.PREPARED.value,
        replaces_id=replaces_id,
        reason="",
        made_at=work.instant,
        facts=command.facts,
        facts_sha256=hashlib.sha256(unpacked_bytes(command.facts)).hexdigest(),
    )
    work.add(paper)
    stale = {(PAPERS, paper.id), (PAPERS, 0)}
    return Outcome(paper.id, frozenset(stale))


@dataclass(frozen=True, slots=True)
class EnterPaper:
    """Number, date and signer, each as far as known; what is None becomes blank again."""

    paper_id: int
    number: int | None = None
    signed_on: date | None = None
    signer_id: int | None = None


def enter_paper(work: Work, command: EnterPaper) -> Outcome[PaperState]:
    """Write number, date and signer onto a paper in the making; "entered" once nothing is missing.

    Raises RuleError naming the field: a number that another paper of the body, series and year carries, a day still to
    come, a signer who was not in office on that day, a paper that is issued or cancelled already.
    """
    paper = demand_paper(work, command.paper_id)
    demand_open(paper)
    kind = PaperKind(paper.kind)
    check_number(command.number)
    check_day(command.signed_on, work.today)
    if command.number is not None and command.signed_on is None:
        raise RuleError("Hãy ghi ngày ký: số chạy theo năm.", field="signed_on", code="day_missing")
    number = command.number if paper.sign else None
    year = command.signed_on.year if command.signed_on else None
    _demand_free_number(work, paper, number, year)
    signer = _signer(work, paper, command) if kind.signed else ("", "")
    paper.number, paper.year, paper.signed_on = number, year, _iso(command.signed_on)
    paper.signer_name, paper.signer_lines = signer
    entry = entry_of(paper)
    paper.state = (PaperState.PREPARED if missing(kind, entry) else PaperState.ENTERED).value
    work.flush()
    _count_on(work, paper)
    _tell_followers(work, paper)
    return Outcome(PaperState(paper.state), _stale(paper))


def _signer(work: Work, paper: Paper, command: EnterPaper) -> tuple[str, str]:
    """Name and lines as they stand today: who signed does not change when the office does."""
    if command.signer_id is None:
        return "", ""
    if command.signed_on is None:
        raise RuleError(
            "Hãy ghi ngày ký: người ký phải giữ chức vụ vào ngày đó.", field="signed_on", code="day_missing"
        )
    key = work.session.scalar(select(IssuingBody.key).filter_by(id=paper.body_id))
    for signer in queries.signers(work.session, body=key, on=command.signed_on):
        if signer.id == command.signer_id:
            return signer.name, canonical_text(list(signer.lines))
    raise RuleError(
        f"Người này không giữ chức vụ vào ngày {command.signed_on:%d/%m/%Y}.",
        field="signer",
        code="signer_not_in_office",
    )


def _demand_free_number(work: Work, paper: Paper, number: int | None, year: int | None) -> None:
    if number is None or not paper.own_number:
        return
    found = select(Paper.title).where(
        Paper.id != paper.id,
        Paper.own_number == 1,
        Paper.body_id == paper.body_id,
        Paper.series == paper.series,
        Paper.year == year,
        Paper.number == number,
        Paper.state != PaperState.CANCELLED.value,
    )
    title = work.session.scalar(found)
    if title is not None:
        words = f"Số {paper_number(number, paper.sign)} năm {year} đã có trên tờ khác ({title})."
        raise RuleError(words, field="number", code="number_taken")


def _count_on(work: Work, paper: Paper) -> None:
    """The series proposes the number after the highest that was given, in history or not."""
    if paper.number is None or not paper.own_number:
        return
    key = work.session.scalar(select(IssuingBody.key).filter_by(id=paper.body_id))
    name, year = f"{key}/{paper.series}", paper.year or 0
    series = work.session.scalars(select(NumberSeries).filter_by(key=name, year=year)).one_or_none()
    if series is None:
        work.add(NumberSeries(key=name, year=year, body_id=paper.body_id, suffix=paper.sign, last=paper.number))
    elif series.last < paper.number:
        series.last = paper.number
        work.flush()


@dataclass(frozen=True, slots=True)
class IssuePaper:
    """The drawn bytes, and the `stamp` of the paper they were drawn from (paper_queries.PaperView)."""

    paper_id: int
    pdf: bytes
    stamp: str


@needs("confirm")
def issue_paper(work: Work, command: IssuePaper) -> Outcome[str]:
    """Freeze the paper with its bytes; returns their SHA-256. Raises RuleError when something is still missing."""
    paper = demand_paper(work, command.paper_id)
    demand_open(paper)
    lacking = missing(PaperKind(paper.kind), entry_of(paper))
    if lacking:
        raise RuleError(f"Chưa phát hành được: còn thiếu {', '.join(lacking)}.", field=None, code="not_entered")
    if not command.pdf.startswith(PDF_HEAD):
        raise ValueError("a paper is issued as a PDF")
    if command.stamp != stamp_of(paper):
        raise RuleError("Tờ này vừa được sửa. Hãy xem lại rồi phát hành.", code="paper_changed")
    paper.pdf = command.pdf
    paper.pdf_sha256 = hashlib.sha256(command.pdf).hexdigest()
    paper.issued_at = work.instant
    paper.state = PaperState.ISSUED.value
    work.flush()
    return Outcome(paper.pdf_sha256, _stale(paper))


@dataclass(frozen=True, slots=True)
class CancelPaper:
    """A paper and why it is void."""

    paper_id: int
    reason: str


def cancel_paper(work: Work, command: CancelPaper) -> Outcome[None]:
    """Cancel a paper in any state; its bytes stay readable, its number may be given again."""
    paper = demand_paper(work, command.paper_id)
    _cancel(work, paper, command.reason)
    return Outcome(None, _stale(paper))


def _cancel(work: Work, paper: Paper, reason: str) -> None:
    if paper.state == PaperState.CANCELLED:
        raise RuleError("Tờ này đã hủy rồi.", code="cancelled_already")
    paper.reason = checked_reason(reason)
    paper.ended_at = work.instant
    paper.state = PaperState.CANCELLED.value
    work.flush()
    _tell_followers(work, paper)


def _tell_followers(work: Work, paper: Paper) -> None:
    """What a paper says takes effect with it, or not at all: whoever follows papers is called in the transaction."""
    table: Any = Paper.__table__
    for follower in table.info.get(FOLLOWERS, ()):
        module, _, function = follower.partition(":")
        getattr(import_module(module), function)(work, paper)


def demand_paper(work: Work, paper_id: int) -> Paper:
    """The paper; RuleError when there is none."""
    paper = work.get(Paper, paper_id)
    if paper is None:
        raise RuleError("Không có tờ giấy này trong sổ.", code="paper_gone")
    return paper


def demand_open(paper: Paper) -> None:
    """Refuse a paper that is frozen."""
    if paper.state == PaperState.ISSUED:
        raise RuleError(
            "Tờ này đã phát hành nên không sửa được. Nếu sai, hãy hủy và lập tờ khác thay.", code="paper_issued"
        )
    if paper.state == PaperState.CANCELLED:
        raise RuleError("Tờ này đã hủy.", code="paper_cancelled")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stale(paper: Paper) -> Any:
    return frozenset({(PAPERS, paper.id)})
