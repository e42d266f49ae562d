"""The values of one table while it is read, column by column, and the reader that fills them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import TypeVar

from models.imports.lists.columns import ColumnProposal
from models.imports.lists.facts import Problem
from models.imports.lists.meanings import Meaning
from models.imports.values.flaws import ERROR, Flaw
from models.imports.values.numbers import (
    Sex,
)
from models.imports.workbook.cells import Cell, letter_of, text_of
from models.store.dates import Month, PartialDate
from models.store.vietnamese import tidy

T = TypeVar("T")
_NOTHING = {"", "-", "--", "0", "x", "không", "k", "ko"}


@dataclass(slots=True)
class Part:
    """The values of one table's rows, in lists of the same length; `numbers` are row numbers from 0."""

    sheet: str
    table: int
    numbers: list[int]
    rows: list[list[Cell]]
    names: list[str | None] = field(default_factory=list)
    births: list[PartialDate | None] = field(default_factory=list)
    sexes: list[Sex | None] = field(default_factory=list)
    from_id: set[int] = field(default_factory=set)
    ids: list[str | None] = field(default_factory=list)
    villages: list[str | None] = field(default_factory=list)
    phones: list[tuple[str, ...]] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    coefficients: list[int | None] = field(default_factory=list)
    amounts: list[int | None] = field(default_factory=list)
    starts: list[Month | None] = field(default_factory=list)
    accounts: list[str | None] = field(default_factory=list)
    banks: list[str | None] = field(default_factory=list)
    dates: dict[Meaning, list[date | None]] = field(default_factory=dict)
    texts: dict[Meaning, list[str | None]] = field(default_factory=dict)
    insurance: list[str | None] = field(default_factory=list)
    old_ids: list[str | None] = field(default_factory=list)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    unit: int = 1
    side: str = ""
    """Of tables side by side: names the second and later ones, "" for the first."""
    unpaid: set[int] = field(default_factory=set)
    """Places whose benefit is told, not paid each month."""

    def key(self, place: int) -> tuple[str, int]:
        """The key of the row at `place`, as UnderstoodRow.key."""
        return self.sheet + self.side, self.numbers[place] + 1

    def problem(self, place: int, field_name: str, flaw: Flaw, column: int | None) -> None:
        """Note a flaw of the row at `place` of the lists."""
        letter = "" if column is None else letter_of(column)
        self.problems.setdefault(place, []).append(Problem(field_name, flaw.code, flaw.message, letter, flaw.severity))


class TableReader:
    """Reads one table into a Part."""

    def __init__(self, part: Part, columns: Sequence[ColumnProposal], today: date) -> None:
        self.part = part
        self.today = today
        self.count = len(part.rows)
        self._width = min(map(len, part.rows), default=0)
        self.at: dict[Meaning, list[ColumnProposal]] = {}
        for proposal in columns:
            self.at.setdefault(proposal.meaning, []).append(proposal)

    def cells(self, column: int) -> list[Cell]:
        if column < self._width:
            return list(map(itemgetter(column), self.part.rows))
        return [row[column] if column < len(row) else "" for row in self.part.rows]

    def first(self, meaning: Meaning) -> ColumnProposal | None:
        found = self.at.get(meaning)
        return found[0] if found else None

    def read(
        self, meaning: Meaning, field_name: str, parse: Callable[[Cell], tuple[T, Flaw | None]], missing: T
    ) -> list[T]:
        """The values of the first column of that meaning, `missing` where there is none; flaws are noted."""
        proposal = self.first(meaning)
        if proposal is None:
            return [missing] * self.count
        values: list[T] = []
        done: dict[Cell, T] = {}
        for place, cell in enumerate(self.cells(proposal.column)):
            if cell in done:
                values.append(done[cell])
                continue
            value, flaw = parse(cell)
            if flaw is None:
                if type(cell) is not bool:
                    done[cell] = value
            else:
                self.part.problem(place, field_name, flaw, proposal.column)
            values.append(value)
        return values

    def text(self, meaning: Meaning) -> list[str | None]:
        proposal = self.first(meaning)
        if proposal is None:
            return []
        done: dict[Cell, str | None] = {}
        values = []
        for cell in self.cells(proposal.column):
            if cell not in done:
                text = tidy(text_of(cell)).strip(" '")
                done[cell] = None if text.casefold() in _NOTHING else text
            values.append(done[cell])
        return values


def worst(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.severity == ERROR for problem in problems)
