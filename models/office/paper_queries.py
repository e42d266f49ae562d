"""Reads of papers: the register, one paper, its stored bytes, the number to propose, and whether all are whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import Session, defer

from models.office.paper_rules import PaperEntry, PaperKind, PaperState
from models.office.tables import IssuingBody, NumberSeries, Paper
from models.store.canonical import canonical_bytes
from models.store.dates import Month
from models.store.errors import EnvironmentProblem
from models.store.frozen import unpacked_bytes
from models.store.tables import Audit
from models.store.vietnamese import search_text
from models.store.work import OFFICE_TIME

Reader = Session | Connection


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper without its facts and bytes. `stamp` changes whenever what would be drawn changes."""

    id: int
    uid: str
    kind: PaperKind
    body: str
    title: str
    scope: str
    month: Month | None
    shown_from: date | None
    shown_until: date | None
    lines: int
    total: int | None
    entry: PaperEntry
    state: PaperState
    reason: str
    made_at: str
    issued_at: str | None
    ended_at: str | None
    pdf_sha256: str | None
    stamp: str
    replaces: int | None
    replaced_by: int | None


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """Which papers: of a kind, in a state, with a word in title or number; "" for any."""

    kind: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of the register of papers."""

    id: int
    kind: str
    title: str
    scope: str
    number: str
    signed_on: date | None
    shown_from: date | None
    shown_until: date | None
    lines: int
    total: int | None
    state: str
    made_on: date


_SORTS: dict[str, tuple[Any, ...]] = {
    "": (Paper.id.desc(),),
    "title": (Paper.title, Paper.id),
    "number": (Paper.year, Paper.number, Paper.id),
    "signed": (Paper.signed_on, Paper.id),
    "state": (Paper.state, Paper.id),
    "made": (Paper.id,),
}


def ids(
    reader: Reader, wanted: PaperFilter, *, sort: str = "", descending: bool = False, limit: int = -1, offset: int = 0
) -> list[int]:
    """Ids of the papers in order, the newest first unless asked otherwise."""
    order = _SORTS.get(sort, _SORTS[""])
    columns: Any = select(Paper.id, Paper.title, Paper.number, Paper.sign)
    found = _chosen(columns, wanted)
    found = found.order_by(*(key.desc() for key in order) if descending and sort else order)
    if not wanted.text.strip():
        return [row[0] for row in reader.execute(found.limit(limit).offset(offset))]
    words = search_text(wanted.text).split()
    fitting = [row.id for row in reader.execute(found) if _says(row, words)]
    return fitting[offset:] if limit < 0 else fitting[offset : offset + limit]


def count(reader: Reader, wanted: PaperFilter) -> int:
    """How many papers there are."""
    if wanted.text.strip():
        return len(ids(reader, wanted))
    return int(reader.execute(_chosen(select(func.count()).select_from(Paper), wanted)).scalar_one())


def of_month(reader: Reader, month: Month) -> list[PaperRow]:
    """The papers of a month that are not cancelled, the newest first."""
    found = select(Paper.id).where(Paper.month == int(month), Paper.state != PaperState.CANCELLED.value)
    places = [row[0] for row in reader.execute(found.order_by(Paper.id.desc()))]
    made = {row.id: row for row in rows(reader, places)}
    return [made[one] for one in places]


def latest(reader: Reader, kind: PaperKind) -> int | None:
    """The paper of a kind that was kept last, cancelled or not."""
    return reader.execute(select(func.max(Paper.id)).where(Paper.kind == kind.value)).scalar_one()


def _chosen(found: Select[Any], wanted: PaperFilter) -> Select[Any]:
    if wanted.kind:
        found = found.where(Paper.kind == wanted.kind)
    return found.where(Paper.state == wanted.state) if wanted.state else found


def _says(row: Any, words: Sequence[str]) -> bool:
    """A few thousand titles at most: folded here, because the database folds no diacritics."""
    text = search_text(f"{row.title} {PaperEntry(row.number, row.sign).shown_number}")
    return all(word in text for word in words)


def rows(reader: Reader, wanted: Sequence[int]) -> list[PaperRow]:
    """Lines of the register for these ids; without facts and bytes."""
    found = select(
        Paper.id, Paper.kind, Paper.title, Paper.scope, Paper.number, Paper.sign, Paper.signed_on, Paper.shown_from,
        Paper.shown_until, Paper.lines, Paper.total, Paper.state, Paper.made_at,
    ).where(Paper.id.in_(wanted))  # fmt: skip
    return [
        PaperRow(
            row.id,
            row.kind,
            row.title,
            row.scope,
            PaperEntry(row.number, row.sign).shown_number,
            _day(row.signed_on),
            _day(row.shown_from),
            _day(row.shown_until),
            row.lines,
            row.total,
            row.state,
            datetime.fromisoformat(row.made_at).astimezone(OFFICE_TIME).date(),
        )
        for row in reader.execute(found)
    ]


def paper(session: Session, paper_id: int) -> PaperView | None:
    """One paper, None when there is none."""
    found = select(Paper, IssuingBody.key).join(IssuingBody, IssuingBody.id == Paper.body_id)
    row = session.execute(found.where(Paper.id == paper_id).options(defer(Paper.facts), defer(Paper.pdf))).first()
    if row is None:
        return None
    record, body = row
    after = session.execute(select(Paper.id).where(Paper.replaces_id == paper_id)).scalar()
    return PaperView(
        id=record.id,
        uid=record.uid,
        kind=PaperKind(record.kind),
        body=body,
        title=record.title,
        scope=record.scope,
        month=None if record.month is None else Month(record.month),
        shown_from=_day(record.shown_from),
        shown_until=_day(record.shown_until),
        lines=record.lines,
        total=record.total,
        entry=entry_of(record),
        state=PaperState(record.state),
        reason=record.reason,
        made_at=record.made_at,
        issued_at=record.issued_at,
        ended_at=record.ended_at,
        pdf_sha256=record.pdf_sha256,
        stamp=stamp_of(record),
        replaces=record.replaces_id,
        replaced_by=after,
    )


def facts(reader: Reader, paper_id: int) -> bytes:
    """The packed facts of a paper, checked against their hash; raises KeyError, EnvironmentProblem when damaged."""
    row = reader.execute(select(Paper.facts, Paper.facts_sha256).where(Paper.id == paper_id)).first()
    if row is None:
        raise KeyError("paper")
    if not _facts_whole(row.facts, row.facts_sha256):
        raise _damaged()
    return bytes(row.facts)


def issued_pdf(reader: Reader, paper_id: int) -> bytes:
    """The bytes that were issued, checked against their hash; empty for a paper that was not.

    Raises KeyError when there is no such paper, EnvironmentProblem when the bytes were damaged.
    """
    row = reader.execute(select(Paper.pdf, Paper.pdf_sha256).where(Paper.id == paper_id)).first()
    if row is None:
        raise KeyError("paper")
    if row.pdf is None and row.pdf_sha256 is None:
        return b""
    if not _pdf_whole(row.pdf, row.pdf_sha256):
        raise _damaged()
    return bytes(row.pdf)


def proposed_number(reader: Reader, body: str, series: str, year: int) -> int:
    """The number after the highest that this body gave in this series and year."""
    last = reader.execute(select(NumberSeries.last).filter_by(key=f"{body}/{series}", year=year)).scalar()
    return int(last or 0) + 1


def entry_of(record: Paper) -> PaperEntry:
    """Number, date and signer of a paper."""
    lines = tuple(json.loads(record.signer_lines)) if record.signer_lines else ()
    return PaperEntry(record.number, record.sign, _day(record.signed_on), record.signer_name, lines)


def stamp_of(record: Paper) -> str:
    """A digest of all that is drawn: facts, number, sign, date, signer."""
    drawn = [record.facts_sha256, record.number, record.sign, record.signed_on, record.signer_name, record.signer_lines]
    return hashlib.sha256(canonical_bytes(drawn)).hexdigest()


def damaged_papers(connection: Connection) -> str | None:
    """What `check` tells when facts or bytes differ from their hash, or the hash from the one in the history."""
    wrong = 0
    found = select(Paper.id, Paper.facts, Paper.facts_sha256, Paper.pdf, Paper.pdf_sha256, Paper.state)
    known = _hashes_in_history(connection)
    for row in connection.execute(found.order_by(Paper.id), execution_options={"yield_per": 20}):
        whole = _facts_whole(row.facts, row.facts_sha256)
        if row.pdf_sha256 is not None or row.pdf is not None or row.state == PaperState.ISSUED:
            whole = whole and _pdf_whole(row.pdf, row.pdf_sha256)
        if not whole or known.get(row.id, (row.facts_sha256, row.pdf_sha256)) != (row.facts_sha256, row.pdf_sha256):
            wrong += 1
    return f"Có {wrong} tờ giấy đã lưu không còn như lúc phát hành; hãy khôi phục từ bản sao lưu." if wrong else None


def _hashes_in_history(connection: Connection) -> dict[int, tuple[str | None, str | None]]:
    """Paper id -> the hashes that its changes wrote; papers whose history was erased are left out."""
    known: dict[int, tuple[str | None, str | None]] = {}
    found = select(Audit.record_id, Audit.fields).filter_by(record_table=Paper.__tablename__).order_by(Audit.id)
    erased: set[int] = set()
    for record_id, fields in connection.execute(found):
        if fields is None:
            erased.add(record_id)
            continue
        written = json.loads(fields)
        held = known.get(record_id, (None, None))
        known[record_id] = (
            written.get("facts_sha256", [None, held[0]])[1],
            written.get("pdf_sha256", [None, held[1]])[1],
        )
    return {record_id: held for record_id, held in known.items() if record_id not in erased}


def _facts_whole(packed: bytes | None, digest: str) -> bool:
    try:
        return hashlib.sha256(unpacked_bytes(packed or b"")).hexdigest() == digest
    except ValueError:
        return False


def _pdf_whole(pdf: bytes | None, digest: str | None) -> bool:
    return pdf is not None and hashlib.sha256(pdf).hexdigest() == digest


def _damaged() -> EnvironmentProblem:
    return EnvironmentProblem(
        "Tờ giấy đã lưu không còn nguyên. Đừng in; hãy khôi phục từ bản sao lưu.", code="paper_damaged"
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
