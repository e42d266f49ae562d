"""The steps of a reconciliation that need no store, as the worker process runs them: read, match, make the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.benefits.months.returns import Payment
from models.benefits.months.returns_services import ApplyReturn, TakenLine
from models.imports.process import file_digest
from models.imports.returns.columns import ReturnMeaning
from models.imports.returns.matching import Choices, Preview, preview
from models.imports.returns.reading import ReturnSheet, read_return
from models.imports.workbook.reading import read_workbook
from models.store.dates import Month
from models.store.errors import RuleError


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as read and judged. `paid_on` is the day most rows name, None when none does."""

    file_name: str
    sha256: str
    sheets: tuple[str, ...]
    sheet: ReturnSheet
    preview: Preview
    paid_on: date | None


def look_at(
    data: bytes,
    name: str,
    today: date,
    payments: Sequence[Payment],
    choices: Choices,
    *,
    sheet: str | None = None,
    wanted: Mapping[int, ReturnMeaning] | None = None,
) -> Looked:
    """Read a file and judge it against the payments of a month; writes nothing.

    Raises RuleError or EnvironmentProblem for a file that cannot be read or carries no key.
    """
    book = read_workbook(data, name)
    found = read_return(book, today, sheet=sheet, wanted=wanted)
    days = Counter(row.paid_on for row in found.rows if row.paid_on is not None)
    most = days.most_common(1)[0][0] if days else None
    names = tuple(one.name for one in book.sheets)
    return Looked(book.name, file_digest(data), names, found, preview(found, payments, choices), most)


def command_of(month: Month, looked: Looked) -> ApplyReturn:
    """What is to be written; raises RuleError while something must still be dealt with."""
    stops = len(looked.preview.stops)
    if stops:
        raise RuleError(
            f"Còn {stops} dòng phải xử lý. Chưa ghi gì vào sổ: tệp được ghi cả, hoặc không ghi dòng nào.",
            code="rows_to_settle",
        )
    lines = tuple(
        TakenLine(result, before[result.line_id], f"{looked.sheet.sheet}!{judged.rows[0]}" if judged.rows else None)
        for judged in looked.preview.judged
        if judged.payment is not None and judged.results
        for before in ({line.line_id: line.result for line in judged.payment.lines},)
        for result in judged.results
    )
    return ApplyReturn(month, looked.file_name, looked.sha256, lines, looked.paid_on)
