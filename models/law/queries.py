"""Reads of the law: the book of this office as known at an instant, its own documents and rows, what is switched on.

Promises: without rows of the office's own the book is the shipped one; a document that is switched off is not in it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.law.book import FIRST_EDITION, LawBook, shipped_rows
from models.law.office_rules import OfficeRow, document_of, office_law
from models.law.places import Place, province
from models.law.rows import Document
from models.law.tables import LawSwitch, OfficeDocument, OfficeLawRow
from models.office.queries import commune
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.vietnamese import search_text

EVERYTHING: Final = "*"
STILL_KNOWN: Final = "9999-12-31T00:00:00.000Z"
"""`known_until` of what is still believed, as in every table with two times."""
BOOKS: Final = 8
"""Law books kept in memory: as known now, and as known when recent months were closed."""


@dataclass(frozen=True, slots=True)
class OfficeLawView:
    """A row of the office's own law, as windows and commands show it; `number` of its document."""

    id: int
    document_id: int
    number: str
    row: OfficeRow


@dataclass(frozen=True, slots=True)
class OfficeDocumentView:
    """A document and whether it counts for this office; `own_id` is its record when the office entered it.

    `elsewhere`: its rows hold in other provinces alone, so that switching it changes nothing here.
    """

    document: Document
    counts: bool
    own_id: int | None
    elsewhere: bool = False

    def says(self, text: str) -> bool:
        """Whether all words of a search stand in number, title or issuer."""
        told = search_text(f"{self.document.number} {self.document.title} {self.document.issuer}")
        return all(word in told for word in search_text(text).split())


def all_documents(session: Session) -> list[OfficeDocumentView]:
    """The office's own documents, newest first, then the shipped ones, newest first."""
    standing = standings(session)
    ids = {one.key: one.id for one in session.scalars(select(OfficeDocument))}
    own = reversed(office_documents(session))
    shipped = sorted(shipped_rows().documents, key=lambda one: one.order, reverse=True)
    away = _elsewhere(session)
    return [OfficeDocumentView(one, standing[one.key], ids.get(one.key), one.key in away) for one in (*own, *shipped)]


def _elsewhere(session: Session) -> set[str]:
    """Shipped documents that speak of other provinces alone; the former province of the commune is its own."""
    rows, found = shipped_rows(), commune(session)
    if found is None:
        return set()
    here, before = own_place(session), search_text(found.former_units)
    spoken: dict[str, set[Place | None]] = defaultdict(set)
    told = [*((one.document, one.place) for one in rows.rates), *((one.document, one.place) for one in rows.who)]
    told += [*((one.document, one.place) for one in rows.levels), *((one.document, one.place) for one in rows.tables)]
    for document, place in told:
        spoken[document].add(place)
    return {key for key, places in spoken.items() if not any(_is_here(one, here, before) for one in places)}


def _is_here(place: Place | None, here: Place, before: str) -> bool:
    if place is None or place == here:
        return True
    return place.unit == "former_province" and search_text(place.name) in before


def own_place(session: Session) -> Place:
    """The province whose table holds here."""
    found = commune(session)
    if found is None:
        raise RuleError("Sổ chưa khai tên xã, phường.", code="no_commune")
    return province(found.province_code)


def office_documents(session: Session) -> list[Document]:
    """What the office entered, in order."""
    return [
        document_of(
            one.key,
            one.number,
            one.title,
            one.issuer,
            date.fromisoformat(one.signed_on),
            date.fromisoformat(one.in_force),
            date.fromisoformat(one.known_from),
            one.file_name,
        )
        for one in session.scalars(select(OfficeDocument).order_by(OfficeDocument.id))
    ]


def office_rows(session: Session, at: str | None = None) -> list[OfficeLawView]:
    """The office's rows as known at an instant (None: now)."""
    known = (
        OfficeLawRow.known_until == STILL_KNOWN
        if at is None
        else (OfficeLawRow.known_since <= at) & (OfficeLawRow.known_until > at)
    )
    found = (
        select(OfficeLawRow, OfficeDocument.key, OfficeDocument.number)
        .join(OfficeDocument, OfficeDocument.id == OfficeLawRow.document_id)
        .where(known)
        .order_by(OfficeLawRow.first_month, OfficeLawRow.id)
    )
    return [
        OfficeLawView(
            row.id,
            row.document_id,
            number,
            OfficeRow(
                row.kind,
                row.name,
                Month(row.first_month),
                None if row.last_month is None else Month(row.last_month),
                key,
                json.loads(row.body),
            ),
        )
        for row, key, number in session.execute(found)
    ]


def rows_with_numbers(session: Session) -> list[tuple[OfficeRow, str]]:
    """The office's rows as known now, each with the number of its document."""
    return [(view.row, view.number) for view in office_rows(session)]


def standings(session: Session, at: str | None = None) -> dict[str, bool]:
    """Every document -> whether its rows count for this office at an instant (None: now).

    Shipped documents count unless switched off or of a later edition than the office began with; the office's own
    count once switched on.
    """
    found = select(LawSwitch.document_key, LawSwitch.counts, LawSwitch.edition).order_by(LawSwitch.id)
    if at is not None:
        found = found.where(LawSwitch.switched_at <= at)
    edition, switched = FIRST_EDITION, {}
    for key, counts, begun in session.execute(found):
        if key == EVERYTHING:
            edition = FIRST_EDITION if begun is None else begun
        else:
            switched[key] = bool(counts)
    shipped = {one.key: one.edition <= edition for one in shipped_rows().documents}
    own = dict.fromkeys(session.scalars(select(OfficeDocument.key)), False)
    return {**shipped, **own, **switched}


def law_book(session: Session, at: str | None = None, *, supposing: Sequence[str] = ()) -> LawBook:
    """The law that counts for this office as known at an instant (None: now).

    `supposing` names documents that count besides, for a preview of what switching them on would change.
    """
    counting = {key for key, counts in standings(session, at).items() if counts} | set(supposing)
    documents = tuple(one for one in office_documents(session) if one.key in counting)
    rows = tuple(_kept(view.row) for view in office_rows(session, at) if view.row.document in counting)
    return _book(frozenset(counting), documents, rows, own_place(session))


_Kept = tuple[str, str, Month, Month | None, str, str]


def _kept(row: OfficeRow) -> _Kept:
    return row.kind, row.name, row.first, row.last, row.document, json.dumps(dict(row.body), sort_keys=True)


@lru_cache(maxsize=BOOKS)
def _book(counting: frozenset[str], documents: tuple[Document, ...], rows: tuple[_Kept, ...], place: Place) -> LawBook:
    shipped = shipped_rows()
    shipped = replace(shipped, documents=tuple(one for one in shipped.documents if one.key in counting))
    own = [OfficeRow(kind, name, first, last, key, json.loads(body)) for kind, name, first, last, key, body in rows]
    return LawBook(shipped.plus(office_law(documents, own, place)))
