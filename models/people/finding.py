"""Finding people: by whatever was typed or scanned into the search box, and as likely doubles of a new entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.office.tables import Village
from models.people import queries, rules
from models.people.codes import CODE_DIGITS, display_code, parse_code
from models.people.dated import AsOf, holds
from models.people.doubles import SIMILAR_NAME, Face, likely_doubles, plain_name
from models.people.identity import insurance_core
from models.people.qr import CardText, looks_like_card, parse_card
from models.people.tables import NotSamePerson, Person, Residence
from models.store.dates import PartialDate
from models.store.vietnamese import same_name_key, search_text

FoundBy = Literal["card", "code", "number", "words"]
MOST_CANDIDATES = 200
"""Names that are similar enough are few; more would say that the name is too short to mean anything."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: ids in order, by which way; `card` when the text was a card's QR (to start a person)."""

    by: FoundBy
    ids: tuple[int, ...]
    card: CardText | None = None


@dataclass(frozen=True, slots=True)
class DoubleView:
    """A likely double as shown beside the form."""

    id: int
    code: str
    name: str
    born: str
    village: str
    score: int
    reason: str


def find_person(session: Session, text: str, day: date, *, limit: int = 50, whole_numbers: bool = False) -> Found:
    """Find by QR text, person code, identity, insurance or phone number, or words in any order.

    A code needs its dash or all its digits: four digits are rather the end of a phone number. `whole_numbers`: see
    `queries.searched`.
    """
    if looks_like_card(text):
        card = parse_card(text)
        if card is not None:
            numbers = [number for number in (card.number, card.old_number) if number]
            return Found("card", tuple(_by_numbers(session, numbers)), card)
    code = parse_code(text) if "-" in text or len(text.strip()) > CODE_DIGITS else None
    known = None if code is None else queries.id_of_code(session, code)
    digits = re.sub(r"[\s.]", "", text)
    whole = digits.isascii() and digits.isdigit() and len(digits) in (9, 10, 12, 15)
    if whole:
        exact = _by_numbers(session, [digits])
        if exact:
            return Found("number", tuple(exact))
        text = digits
    if known is not None:
        return Found("code", (known,))
    if not rules.search_patterns(text):
        return Found("words", ())
    asked = queries.PersonFilter(day=day, whole_numbers=whole_numbers)
    name, born = split_born(text, day)
    if born is not None:
        exact = queries.ids(session, replace(asked, text=name, born=born), limit=limit)
        if exact:
            return Found("words", tuple(exact))
    return Found("words", tuple(queries.ids(session, replace(asked, text=text), limit=limit)))


_BORN = re.compile(r"(?<![\d/.-])(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})(?![\d/.-])")


def split_born(text: str, day: date) -> tuple[str, PartialDate | None]:
    """A name with a birth year, month or day behind or before it ("hanh 1950", "05/03/1950 hanh"), taken apart.

    None for the birth when there is none that lies in a life, or when nothing else is said: it may be part of a number.
    """
    found = _BORN.search(text)
    if found is None:
        return text, None
    name = f"{text[: found.start()]} {text[found.end() :]}".strip()
    parts = [None if part is None else int(part) for part in found.groups()]
    try:
        born = PartialDate(parts[2] or 0, parts[1], parts[0])
    except ValueError:
        return text, None
    alive = day.year - rules.OLDEST_AGE <= born.year <= day.year
    return (name, born) if alive and rules.search_patterns(name) else (text, None)


def by_number(session: Session, number: str) -> list[int]:
    """Ids of whoever has this whole identity, old or insurance number."""
    return _by_numbers(session, [number])


def _by_numbers(session: Session, numbers: Sequence[str]) -> list[int]:
    """Ids whose identity, old or insurance number is one of these."""
    found = select(Person.id).where(
        or_(
            and_(Person.id_number != "", Person.id_number.in_(numbers)),
            and_(Person.old_id_number != "", Person.old_id_number.in_(numbers)),
            and_(Person.insurance_number != "", Person.insurance_number.in_(numbers)),
        )
    )
    return list(session.scalars(found.order_by(Person.id)))


def doubles_of(session: Session, face: Face, day: date, *, insurance_number: str = "") -> list[DoubleView]:
    """Likely doubles of a person being entered (`face.id` 0) or shown, the surest first.

    Candidates are those with the same number, with the same name anywhere, or living in the same village with a similar
    name; pairs that the clerk has told apart are left out.
    """
    candidates = _faces(
        session, _same_numbers(face, insurance_number) | (Person.name_key == same_name_key(face.name)), day
    )
    candidates |= _similar_in_village(session, face, day)
    found = likely_doubles(face, candidates.values(), _told_apart(session, face.id))
    shown = {row.id: row for row in queries.rows(session, [hit.id for hit in found], day)}
    return [
        DoubleView(hit.id, row.code, row.name, row.born, row.village, hit.score, hit.reason)
        for hit in found
        if (row := shown.get(hit.id)) is not None
    ]


def _same_numbers(face: Face, insurance_number: str) -> ColumnElement[bool]:
    return or_(
        and_(Person.id_number != "", Person.id_number == face.id_number),
        and_(Person.old_id_number != "", Person.old_id_number == face.old_id_number),
        and_(
            Person.insurance_number != "",
            Person.insurance_number.in_([insurance_number, insurance_core(insurance_number)]),
        ),
    )


def _faces(session: Session, condition: ColumnElement[bool], day: date) -> dict[int, Face]:
    found = (
        select(
            Person.id,
            Person.name,
            Person.born_year,
            Person.born_month,
            Person.born_day,
            Person.sex,
            Residence.village_id,
            Person.id_number,
            Person.old_id_number,
        )
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, AsOf(day))))
        .where(condition)
    )
    return {row[0]: face_of(row) for row in session.execute(found)}


def face_of(row: Any) -> Face:
    """The Face of a row (id, name, year, month, day, sex, village id, number, old number)."""
    born = None if row[2] is None else PartialDate(row[2], row[3], row[4])
    return Face(row[0], row[1], born, rules.sex_of(row[5]), row[6], row[7], row[8])


def _similar_in_village(session: Session, face: Face, day: date) -> dict[int, Face]:
    if face.village_id is None or len(face.name) < 4:
        return {}
    neighbours = select(Person.id, Person.name).where(Person.id.in_(queries.residents(face.village_id, day)))
    names = {row[0]: search_text(row[1]) for row in session.execute(neighbours)}
    wanted = search_text(face.name)
    similar = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=SIMILAR_NAME, limit=MOST_CANDIDATES)
    plain = plain_name(wanted)
    ids = {key for _, _, key in similar} | {key for key, name in names.items() if plain_name(name) == plain}
    return _faces(session, Person.id.in_(sorted(ids)[:MOST_CANDIDATES]), day) if ids else {}


def _told_apart(session: Session, person_id: int) -> frozenset[int]:
    pairs = select(NotSamePerson.low_id, NotSamePerson.high_id).where(
        or_(NotSamePerson.low_id == person_id, NotSamePerson.high_id == person_id)
    )
    return frozenset(low + high - person_id for low, high in session.execute(pairs))


def all_faces(session: Session, day: date) -> list[Face]:
    """Everybody's Face on a day, in the order of ids: what an import matches its rows against."""
    table: Any = Person.__table__
    return list(_faces(session, table.c.id > 0, day).values())


def village_options(session: Session) -> list[tuple[int, str]]:
    """Villages as (id, shown name) in the office's order, for filters."""
    found = session.scalars(select(Village).where(Village.closed_on.is_(None)).order_by(Village.sort_order, Village.id))
    return [(row.id, queries.village_text(row.kind, row.name)) for row in found]


def code_of(session: Session, person_id: int) -> str:
    """The shown code of a person; "" when the record is gone."""
    code = session.scalar(select(Person.code).where(Person.id == person_id))
    return "" if code is None else display_code(code)
