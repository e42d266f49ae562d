"""What was understood of a workbook: frozen, picklable facts for the matcher, the screens and the report.

Rows and columns are named as in Excel (row 1, column "A"). A row with an error is wrong: it is shown, never stored,
until the clerk corrects the cell or accepts it as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.imports.lists.columns import ColumnProposal
from models.imports.lists.meanings import Meaning
from models.imports.values.flaws import ERROR, Severity
from models.imports.values.numbers import Sex
from models.imports.workbook.cells import Cell, text_of
from models.store.crossing import Quick, joined, sliced
from models.store.dates import Month, PartialDate

RowKey = tuple[str, int]
"""Sheet name and Excel row number."""


@dataclass(frozen=True, slots=True)
class Problem(Quick):
    """One thing wrong with a row: field (as in JSON), stable code, sentence, the column's letter ("" if none)."""

    field: str
    code: str
    message: str
    column: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class PersonPart(Quick):
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
class BenefitPart(Quick):
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
class AccountPart(Quick):
    """Where the money goes."""

    number: str | None
    bank: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class HouseholdPart(Quick):
    """The household a row names: its head, the relation to the head, its code, poor or near-poor as written."""

    head: str | None = None
    relation: str | None = None
    code: str | None = None
    poverty: str | None = None


@dataclass(frozen=True, slots=True)
class UnderstoodRow(Quick):
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
class TableFacts(Quick):
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
class SkippedSheet(Quick):
    """A sheet that gave no rows: `reason` is "hidden" or "no_table", `message` says it to the clerk."""

    name: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Understanding(Quick):
    """Everything understood of one file. `tables[row.table]` is the table a row stands in."""

    name: str
    tables: tuple[TableFacts, ...] = ()
    rows: tuple[UnderstoodRow, ...] = ()
    skipped: tuple[SkippedSheet, ...] = field(default=())

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _understanding, (self.name, self.tables, sliced(self.rows), self.skipped)

    def cells_of(self, row: UnderstoodRow) -> Mapping[Meaning, str]:
        """The texts of a row by meaning, as written (the first column where several share a meaning)."""
        texts: dict[Meaning, str] = {}
        for column in self.tables[row.table].columns:
            if column.meaning is not Meaning.IGNORE and column.column < len(row.cells):
                texts.setdefault(column.meaning, text_of(row.cells[column.column]))
        return texts


def _understanding(
    name: str, tables: tuple[TableFacts, ...], rows: Sequence[bytes], skipped: tuple[SkippedSheet, ...]
) -> Understanding:
    return Understanding(name, tables, tuple(joined(rows)), skipped)
