"""What a preview of the law from a day looks at: the documents supposed to count, and the first month they reach.

Promises: a document in force from a day may count from months before it (NĐ 335/2026 Đ32 k3 from 07/2026); the preview
begins there, so that no arrears are lost. Nothing here switches anything on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.law.book import shipped_rows
from models.law.places import Place
from models.law.queries import law_book, office_documents, own_place, standings
from models.law.rows import Document
from models.store.dates import Month, month_of
from models.store.errors import RuleError


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The first month, the documents supposed (keys) and their numbers."""

    since: Month
    supposed: tuple[str, ...]
    numbers: tuple[str, ...]


def looked_from(session: Session, day: date, today: date, suppose: Sequence[str] | None = None) -> LookedAt:
    """What a preview from `day` looks at.

    `suppose` None: every document that does not count yet and is in force by that day or today; else these numbers.
    RuleError (field "suppose") for a number that nobody knows.
    """
    documents = {one.key: one for one in (*shipped_rows().documents, *office_documents(session))}
    if suppose is None:
        by = max(day, today)
        counting = standings(session)
        chosen = [one for key, one in documents.items() if not counting.get(key, False) and one.in_force <= by]
    else:
        chosen = [_named(documents.values(), number) for number in suppose]
    keys = tuple(one.key for one in chosen)
    since = min([month_of(day), *_reached(session, day, keys)])
    return LookedAt(Month(since), keys, tuple(dict.fromkeys(one.number for one in chosen)))


def waiting(session: Session) -> list[Document]:
    """Documents that do not count here yet: shipped ones of a later edition or switched off, and the office's own."""
    counting = standings(session)
    known = (*shipped_rows().documents, *office_documents(session))
    return [one for one in known if not counting.get(one.key, False)]


def overdue(session: Session, today: date) -> list[Document]:
    """Documents in force today for this place that do not count here yet: the office must look at them.

    A document whose every amount is of other provinces is left out.
    """
    rows, place = law_book(session, supposing=[one.key for one in waiting(session)]).rows, own_place(session)
    placed: list[tuple[str, Place | None]] = [(one.document, one.place) for one in rows.rates]
    placed += [(one.document, one.place) for one in rows.levels]
    placed += [(one.document, one.place) for one in rows.tables]
    here = {document for document, where in placed if where in (None, place)}
    elsewhere = {document for document, _where in placed} - here
    return [
        one
        for one in waiting(session)
        if one.in_force <= today and (one.ended is None or one.ended > today) and one.key not in elsewhere
    ]


def reached_by(session: Session, key: str, today: date) -> Month:
    """The first month that a document reaches, where a preview of it begins. RuleError for an unknown key."""
    known = (*shipped_rows().documents, *office_documents(session))
    document = _named(known, key)
    return looked_from(session, document.in_force, today, (key,)).since


def _named(documents: Iterable[Document], number: str) -> Document:
    wanted = number.strip().casefold()
    for one in documents:
        if wanted in (one.key.casefold(), one.number.casefold()):
            return one
    raise RuleError(f"Không có văn bản số «{number}».", field="suppose", code="document_unknown")


def _reached(session: Session, day: date, supposed: Sequence[str]) -> list[Month]:
    """First months of the amounts of documents that are supposed, or come into force on the day or later."""
    book, place = law_book(session, supposing=supposed), own_place(session)
    coming = {one.key for one in book.rows.documents if one.in_force >= day} | set(supposed)
    told = [
        *((one.document, one.place, one.first) for one in book.rows.rates),
        *((one.document, one.place, one.first) for one in book.rows.levels),
        *((one.document, one.place, one.first) for one in book.rows.tables),
    ]
    return [first for document, where, first in told if document in coming and where in (None, place)]
