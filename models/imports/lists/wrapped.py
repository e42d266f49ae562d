"""Rows that belong to the row above: a name that goes on, and a second benefit of the same person.

A table taken out of a PDF or a Word file has one row for each printed line. Promises: only a row without ordinal,
number or date, whose texts all stand under texts of a counted person's row with a short name, is joined to it. A row
without a name takes the person above only when it gives a benefit and its name cell is merged with the one above, or
what stands in its group column is a group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.benefits.groups import recognise
from models.imports.lists.layout import Region
from models.imports.lists.sections import Roles, is_total
from models.imports.workbook.binary_merges import Merge
from models.imports.workbook.cells import Cell, text_of
from models.store.vietnamese import tidy

_SHORT_NAME = 2
"""A name of more words than this is whole."""


def join_wrapped(
    rows: list[list[Cell]], first: int, end: int, roles: Roles
) -> tuple[list[list[Cell]], tuple[int, ...]]:
    """The rows with broken ones joined, and the numbers of those that took up the row below."""
    if roles.ordinal is None or len(roles.names) != 1:
        return rows, ()
    name, ordinal = roles.names[0], roles.ordinal
    joined: list[int] = []
    done = rows
    for number in range(first + 1, end):
        if ordinal < len(rows[number]) and rows[number][ordinal] != "":
            continue  # nearly every row is a person's own, and has an ordinal
        if not _goes_on(rows[number - 1], rows[number], ordinal, name, roles):
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


def carry_people(
    rows: list[list[Cell]],
    region: Region,
    roles: Roles,
    paid: tuple[int | None, tuple[int, ...]],
    merged: Iterable[Merge],
) -> list[list[Cell]]:
    """The rows with the person above filled into rows that only give that person's second benefit.

    `paid`: the column of the group, and the columns of amount and coefficient.
    """
    group, sums = paid
    if group is None or not sums or not roles.names:
        return rows
    name = roles.names[0]
    told = sorted({*roles.names, *roles.evidence, *(() if roles.village is None else (roles.village,))})
    under = {
        number for top, left, bottom, right in merged if left <= name <= right for number in range(top + 1, bottom + 1)
    }
    done = rows
    for number in range(region.first + 1, region.end):
        row, above = rows[number], done[number - 1]
        if name >= len(row) or row[name] != "" or not _only_paid(row, roles, group, sums, told):
            continue
        label = text_of(row[group]).strip()
        if not (number in under or recognise(label)) or not text_of(above[name]).strip() or is_total(above):
            continue
        if done is rows:
            done = list(rows)
        row = list(row)
        for place in told:
            if place < min(len(row), len(above)):
                row[place] = above[place]
        done[number] = row
    return done


def _only_paid(row: Sequence[Cell], roles: Roles, group: int, sums: tuple[int, ...], told: Sequence[int]) -> bool:
    if roles.ordinal is not None and roles.ordinal < len(row) and text_of(row[roles.ordinal]).strip():
        return False
    if any(text_of(row[place]).strip() for place in told if place < len(row)):
        return False
    filled = any(place < len(row) and text_of(row[place]).strip() for place in sums)
    return filled and group < len(row) and bool(text_of(row[group]).strip()) and not is_total(row)


def _goes_on(above: Sequence[Cell], row: Sequence[Cell], ordinal: int, name: int, roles: Roles) -> bool:
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
