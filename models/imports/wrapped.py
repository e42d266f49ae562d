"""Rows that a program for pages broke in two: the name of a person goes on in the row below.

A table taken out of a PDF or a Word file has one row for each printed line. Promises: only a row without ordinal,
number or date, whose texts all stand under texts of a counted person's row with a short name, is joined to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.imports.cells import Cell, text_of
from models.imports.sections import Roles
from models.store.vietnamese import tidy

_SHORT_NAME = 2
"""A name of more words than this is whole."""


def join_wrapped(
    rows: list[list[Cell]], first: int, end: int, roles: Roles
) -> tuple[list[list[Cell]], tuple[int, ...]]:
    """The rows with broken ones joined, and the numbers of those that took up the row below."""
    if roles.ordinal is None or len(roles.names) != 1:
        return rows, ()
    name = roles.names[0]
    joined: list[int] = []
    done = rows
    for number in range(first + 1, end):
        if not _goes_on(rows[number - 1], rows[number], roles.ordinal, name, roles):
            continue
        if done is rows:
            done = list(rows)
        above = list(done[number - 1])
        for place, cell in enumerate(rows[number][: len(above)]):
            if text_of(cell).strip():
                above[place] = tidy(f"{text_of(above[place])} {text_of(cell)}")
        done[number - 1] = above
        done[number] = [""] * len(rows[number])
        joined.append(number - 1)
    return done, tuple(joined)


def _goes_on(above: Sequence[Cell], row: Sequence[Cell], ordinal: int, name: int, roles: Roles) -> bool:
    # Nearly every row is a person's own, and has an ordinal.
    if ordinal < len(row) and text_of(row[ordinal]).strip(" .").isdecimal():
        return False
    filled = [place for place, cell in enumerate(row) if text_of(cell).strip()]
    if name not in filled or len(above) <= max(filled):
        return False
    if not text_of(above[ordinal]).strip(" .").isdecimal():
        return False
    short = text_of(above[name]).split()
    if not 1 <= len(short) <= _SHORT_NAME or len(text_of(row[name]).split()) > _SHORT_NAME:
        return False
    if not any(text_of(above[place]).strip() for place in roles.evidence if place < len(above)):
        return False
    texts = [row[place] for place in filled]
    return all(
        isinstance(text, str) and text_of(above[place]).strip() and not any(map(str.isdigit, text))
        for place, text in zip(filled, texts, strict=True)
    )
