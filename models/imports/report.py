"""The answer of `import --json`: what was understood and what would happen with each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from models.imports.lists.facts import Understanding, UnderstoodRow
from models.imports.lists.meanings import Meaning
from models.store.dates import month_iso
from models.store.money import coefficient_text

Status = Literal["new", "match", "unsure", "wrong"]


def default_status(row: UnderstoodRow) -> Status:
    """The status a row has before it is compared with the store."""
    if row.wrong:
        return "wrong"
    return "match" if row.twin_of else "new"


def import_report(understanding: Understanding, statuses: Sequence[Status] | None = None) -> dict[str, Any]:
    """The JSON shape of the command line; `statuses` go with `understanding.rows` (default: `default_status`).

    Amounts are integers, coefficients strings. `counts` holds the number of rows of each status and of all.
    """
    chosen = [default_status(row) for row in understanding.rows] if statuses is None else list(statuses)
    counts = Counter(chosen)
    return {
        "sheets": _sheets(understanding),
        "rows": [_row(row, status) for row, status in zip(understanding.rows, chosen, strict=True)],
        "counts": {"rows": len(chosen), **{name: counts[name] for name in ("new", "match", "unsure", "wrong")}},
    }


def _sheets(understanding: Understanding) -> list[dict[str, Any]]:
    sheets = []
    seen: set[tuple[str, str]] = set()
    for table in understanding.tables:
        if (table.sheet, table.fingerprint) in seen:
            continue
        seen.add((table.sheet, table.fingerprint))
        columns = {
            proposal.letter: proposal.meaning.value
            for proposal in table.columns
            if proposal.meaning is not Meaning.IGNORE or proposal.header
        }
        sheets.append({"name": table.sheet, "header_rows": list(table.header_rows), "columns": columns})
    return sheets


def _row(row: UnderstoodRow, status: Status) -> dict[str, Any]:
    person, benefit = row.person, row.benefit
    answer: dict[str, Any] = {
        "sheet": row.sheet,
        "row": row.row,
        "status": status,
        "person": {
            "name": person.name,
            "sex": person.sex,
            "born": person.born.iso() if person.born else None,
            "id_number": person.id_number,
            "village": person.village,
            "phone": person.phones[0] if person.phones else None,
        },
        "benefit": None,
        "problems": [
            {"field": problem.field, "code": problem.code, "message": problem.message} for problem in row.problems
        ],
    }
    if benefit is not None or row.account is not None:
        answer["benefit"] = {
            "label": benefit and benefit.label,
            "group": benefit and benefit.group,
            "coefficient": coefficient_text(benefit.coefficient) if benefit and benefit.coefficient else None,
            "amount": benefit and benefit.amount,
            "start": month_iso(benefit.start) if benefit and benefit.start else None,
            "account": row.account.number if row.account else None,
        }
    return answer
