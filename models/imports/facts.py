"""What was understood of a workbook: frozen, picklable facts for the matcher, the screens and the report.

Rows and columns are named as in Excel (row 1, column "A"). A row with an error is wrong: it is shown, never stored,
until the clerk corrects the cell or accepts it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import Any

from models.imports.cells import Cell, text_of
from models.imports.columns import ColumnProposal
from models.imports.flaws import ERROR, Severity
from models.imports.meanings import Meaning
from models.imports.numbers import Sex
from models.store.dates import Month, PartialDate

RowKey = tuple[str, int]
"""Sheet name and Excel row number."""


class _Quick:
    """Pickles as one call with positional values; many thousand rows cross from the worker process."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        kind = type(self)
        getter = _GETTERS.get(kind)
        if getter is None:
            names = [entry.name for entry in fields(self)]  # type: ignore[arg-type]  # mixed into dataclasses only
            getter = _GETTERS[kind] = attrgetter(*names)
        return kind, getter(self)


_GETTERS: dict[type, attrgetter[Any]] = {}


@dataclass(frozen=True, slots=True)
class Problem(_Quick):
    """One thing wrong with a row: field (as in JSON), stable code, sentence, the column's letter ("" if none)."""

    field: str
    code: str
    message: str
    column: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class PersonPart(_Quick):
    """Who the row speaks of. `sex_from_id` tells that no column gave the sex and the 12-digit number did."""

    name: str | None
    sex: Sex | None = None
    born: PartialDate | None = None
    id_number: str | None = None
    old_id_number: str | None = None
    id_issued: date | None = None
    id_place: str | None = None
    insurance: str | None = None
    village: str | None = None
    address: str | None = None
    phones: tuple[str, ...] = ()
    ethnicity: str | None = None
    disability_kind: str | None = None
    disability_degree: str | None = None
    payee: str | None = None
    guardian: str | None = None
    carer: str | None = None
    note: str | None = None
    sex_from_id: bool = False


@dataclass(frozen=True, slots=True)
class BenefitPart(_Quick):
    """The benefit line of a row: label as written, group code or None, hundredths, đồng a month, first month.

    `monthly` is False for what the list tells but nobody is to be paid each month: a gift, or a person taken off.
    """

    label: str | None = None
    group: str | None = None
    coefficient: int | None = None
    amount: int | None = None
    start: Month | None = None
    decision: str | None = None
    decision_date: date | None = None
    monthly: bool = True


@dataclass(frozen=True, slots=True)
class AccountPart(_Quick):
    """Where the money goes."""

    number: str | None
    bank: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class HouseholdPart(_Quick):
    """The household a row names: its head, the relation to the head, its code, poor or near-poor as written."""

    head: str | None = None
    relation: str | None = None
    code: str | None = None
    poverty: str | None = None


@dataclass(frozen=True, slots=True)
class UnderstoodRow(_Quick):
    """One row that speaks of a person. `cells` is the row in Unicode as it stands, column A first."""

    sheet: str
    row: int
    person: PersonPart
    benefit: BenefitPart | None = None
    account: AccountPart | None = None
    household: HouseholdPart | None = None
    problems: tuple[Problem, ...] = ()
    twin_of: RowKey | None = None
    table: int = 0
    cells: tuple[Cell, ...] = ()
    side: str = ""

    @property
    def wrong(self) -> bool:
        """Whether an error stops this row."""
        return any(problem.severity == ERROR for problem in self.problems)

    @property
    def key(self) -> RowKey:
        """Sheet and row; of two tables side by side the second adds its `side`."""
        return self.sheet + self.side, self.row


@dataclass(frozen=True, slots=True)
class TableFacts(_Quick):
    """One table of a sheet; `unit` is the money unit of its figures, `encodings` the old fonts it was typed in."""

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[ColumnProposal, ...]
    fingerprint: str
    village: str | None = None
    unit: int = 1
    title: str = ""
    encodings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkippedSheet(_Quick):
    """A sheet that gave no rows: `reason` is "hidden" or "no_table", `message` says it to the clerk."""

    name: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Understanding(_Quick):
    """Everything understood of one file. `tables[row.table]` is the table a row stands in."""

    name: str
    tables: tuple[TableFacts, ...] = ()
    rows: tuple[UnderstoodRow, ...] = ()
    skipped: tuple[SkippedSheet, ...] = field(default=())

    def cells_of(self, row: UnderstoodRow) -> Mapping[Meaning, str]:
        """The texts of a row by meaning, as written (the first column where several share a meaning)."""
        texts: dict[Meaning, str] = {}
        for column in self.tables[row.table].columns:
            if column.meaning is not Meaning.IGNORE and column.column < len(row.cells):
                texts.setdefault(column.meaning, text_of(row.cells[column.column]))
        return texts
