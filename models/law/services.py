"""Verbs of the office's own law: enter a resolution with its rows, close or withdraw them, switch a document on or off.

Promises: what is entered is read by the strict reader of the shipped law; of one thing two rows never hold in one
month; a document of the office counts only once it was switched on, after a preview (`LawSwitch`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from models.law import queries
from models.law.book import EDITION, shipped_rows
from models.law.office_rules import NAMED_BY, OfficeRow, check_apart, check_group, check_row
from models.law.tables import LawSwitch, OfficeDocument, OfficeLawRow
from models.store.dates import Month, month_display
from models.store.errors import RuleError
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

LAW: Final = "law"
STALE: Final = frozenset({(LAW, 0)})


@dataclass(frozen=True, slots=True)
class AddOfficeDocument:
    """A resolution: its number, title, issuer and days; `known_from` is the first day on which it could be known."""

    number: str
    title: str
    issuer: str
    signed_on: date
    in_force: date
    known_from: date | None = None
    file_name: str = ""
    note: str = ""


def add_office_document(work: Work, command: AddOfficeDocument) -> Outcome[int]:
    """Enter a document; returns its id. RuleError for blanks, reversed days, or a number entered before."""
    number, title, issuer = tidy(command.number), tidy(command.title), tidy(command.issuer)
    for value, field, words in (
        (number, "number", "Hãy nhập số, ký hiệu văn bản."),
        (title, "title", "Hãy nhập tên văn bản."),
        (issuer, "issuer", "Hãy nhập cơ quan ban hành."),
    ):
        if not value:
            raise RuleError(words, field=field, code=f"{field}_missing")
    known_from = command.known_from or command.signed_on
    if known_from < command.signed_on:
        raise RuleError("Không thể biết văn bản trước ngày ký.", field="known_from", code="known_before_signed")
    key = f"{issuer} {number}"
    if key in {one.key for one in shipped_rows().documents} or _document(work, key) is not None:
        raise RuleError(f"Văn bản {number} của {issuer} đã có.", field="number", code="document_known")
    made = OfficeDocument(
        key=key,
        number=number,
        title=title,
        issuer=issuer,
        signed_on=command.signed_on.isoformat(),
        in_force=command.in_force.isoformat(),
        known_from=known_from.isoformat(),
        file_name=tidy(command.file_name),
        note=tidy(command.note),
    )
    work.add(made)
    return Outcome(made.id, STALE)


def _document(work: Work, key: str) -> OfficeDocument | None:
    return work.session.scalars(select(OfficeDocument).where(OfficeDocument.key == key)).first()


@dataclass(frozen=True, slots=True)
class AddOfficeLaw:
    """A row of a document: `kind` and `body` as models.law.office_rules, from `first` to `last` (None: open)."""

    document_id: int
    kind: str
    body: Mapping[str, Any]
    first: Month
    last: Month | None = None


def add_office_law(work: Work, command: AddOfficeLaw) -> Outcome[int]:
    """Enter a row; returns its id. RuleError "law_row" for a strange one, "law_overlap" for a second of the same."""
    document = work.get(OfficeDocument, command.document_id)
    if document is None:
        raise RuleError("Văn bản này không còn trong sổ.", field="document_id", code="document_gone")
    name = str(command.body.get(NAMED_BY.get(command.kind, ""), ""))
    row = OfficeRow(command.kind, name, command.first, command.last, document.key, command.body)
    own = queries.rows_with_numbers(work.session)
    check_row(row, queries.own_place(work.session))
    check_group(row, [*(one.group for one in shipped_rows().who), *(one.name for one, _ in own if one.kind == "who")])
    check_apart(row, own)
    made = OfficeLawRow(
        document_id=document.id,
        kind=row.kind,
        name=name,
        first_month=row.first,
        last_month=row.last,
        body=json.dumps(dict(row.body), ensure_ascii=False, sort_keys=True),
        known_since=work.instant,
        known_until=queries.STILL_KNOWN,
    )
    work.add(made)
    return Outcome(made.id, STALE)


@dataclass(frozen=True, slots=True)
class AddOfficeRows:
    """Several rows of a document that belong together, as models.law.drafting makes them, with the same months."""

    document_id: int
    rows: tuple[tuple[str, Mapping[str, Any]], ...]
    first: Month
    last: Month | None = None


def add_office_rows(work: Work, command: AddOfficeRows) -> Outcome[tuple[int, ...]]:
    """Enter all of them or none; returns their ids. RuleError as for one row."""
    document, first, last = command.document_id, command.first, command.last
    laws = [AddOfficeLaw(document, kind, body, first, last) for kind, body in command.rows]
    return Outcome(tuple(add_office_law(work, law).value for law in laws), STALE)


@dataclass(frozen=True, slots=True)
class CloseOfficeLaw:
    """Rows no longer hold after month `last`."""

    row_ids: Sequence[int]
    last: Month


def close_office_law(work: Work, command: CloseOfficeLaw) -> Outcome[int]:
    """Close rows; returns how many changed. RuleError when a row begins later or has ended already."""
    changed = 0
    for row in [_row(work, row_id) for row_id in command.row_ids]:
        if command.last < row.first_month:
            words = f"Mức này bắt đầu từ tháng {month_display(Month(row.first_month))}; hãy bỏ hẳn nếu đã nhập nhầm."
            raise RuleError(words, field="last", code="months_reversed")
        if row.last_month is not None and row.last_month <= command.last:
            words = f"Mức này đã hết hiệu lực từ sau tháng {month_display(Month(row.last_month))}."
            raise RuleError(words, field="last", code="closed_before")
        _keep_belief(work, row)
        row.last_month, row.known_since = command.last, work.instant
        changed += 1
    work.flush()
    return Outcome(changed, STALE)


def _row(work: Work, row_id: int) -> OfficeLawRow:
    row = work.get(OfficeLawRow, row_id)
    if row is None or row.known_until != queries.STILL_KNOWN:
        raise RuleError("Mức này không còn trong sổ.", code="law_row_gone")
    return row


def _keep_belief(work: Work, row: OfficeLawRow) -> None:
    """What was believed of a row until now stays as a row of its own."""
    work.add(
        OfficeLawRow(
            document_id=row.document_id,
            kind=row.kind,
            name=row.name,
            first_month=row.first_month,
            last_month=row.last_month,
            body=row.body,
            known_since=row.known_since,
            known_until=work.instant,
        )
    )


@dataclass(frozen=True, slots=True)
class WithdrawOfficeLaw:
    """A row was never true, such as a slip of the pen."""

    row_id: int


def withdraw_office_law(work: Work, command: WithdrawOfficeLaw) -> Outcome[None]:
    """Take a row out of what is known now; it stays as what was believed until now."""
    row = _row(work, command.row_id)
    row.known_until = work.instant
    work.flush()
    return Outcome(None, STALE)


@dataclass(frozen=True, slots=True)
class SwitchLaw:
    """A document counts (or no longer counts) for this office from now on; `preview` is what was looked at before."""

    document_key: str
    counts: bool
    reason: str = ""
    preview: Mapping[str, Any] | None = None


def switch_law(work: Work, command: SwitchLaw) -> Outcome[int]:
    """Switch a document; returns the switch's id. RuleError for an unknown document, or when nothing would change."""
    standing = queries.standings(work.session)
    if command.document_key not in standing:
        raise RuleError("Không có văn bản này.", field="document_key", code="document_unknown")
    if standing[command.document_key] is command.counts:
        words = "Văn bản này đang áp dụng rồi." if command.counts else "Văn bản này đang không áp dụng."
        raise RuleError(words, field="document_key", code="switched_already")
    made = LawSwitch(
        document_key=command.document_key,
        counts=int(command.counts),
        switched_at=work.instant,
        reason=tidy(command.reason),
        preview="" if command.preview is None else json.dumps(command.preview, ensure_ascii=False, sort_keys=True),
    )
    work.add(made)
    return Outcome(made.id, STALE)


def begin_law(work: Work, _command: None = None) -> Outcome[None]:
    """A new office: everything shipped with this program counts; documents of later editions wait for their switch."""
    known = select(LawSwitch).where(LawSwitch.document_key == queries.EVERYTHING)
    if work.session.scalars(known).first() is None:
        work.add(LawSwitch(document_key=queries.EVERYTHING, counts=1, edition=EDITION, switched_at=work.instant))
    return Outcome(None, STALE)
