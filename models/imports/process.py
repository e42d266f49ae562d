"""The steps of an import that need no store, as the worker process runs them: read a file, match it, plan it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from models.imports.lists.facts import RowKey, Understanding
from models.imports.lists.meanings import Meaning
from models.imports.lists.understanding import Accepted, Corrections, Overrides, understand
from models.imports.matching.contradictions import contradictions, with_remarks
from models.imports.matching.known import Snapshot
from models.imports.matching.proposals import propose_changes
from models.imports.matching.verdicts import MatchedRow, match_rows
from models.imports.planning.plan import Base, ImportPlan, RowChoice
from models.imports.planning.planner import plan_import
from models.imports.workbook.reading import Workbook, read_workbook
from models.store.collector import uncollected
from models.store.vietnamese import search_text


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: today, what the clerk remembered of headers, and what was said about this file."""

    today: date
    memory: Mapping[str, str]
    overrides: Overrides
    corrections: Corrections
    accepted: Accepted


def header_key(header: str) -> str:
    """The key under which the meaning of a header is remembered."""
    return search_text(header)


def file_digest(data: bytes) -> str:
    """SHA-256 of a file in hex."""
    return hashlib.sha256(data).hexdigest()


def read_list(data: bytes, name: str, reading: Reading) -> Understanding:
    """Everything a file says. Raises RuleError or EnvironmentProblem for a file that cannot be read."""
    workbook = read_workbook(data, name)
    first = _understand(workbook, reading, reading.overrides)
    remembered = remembered_overrides(first, reading.memory, reading.overrides)
    return first if remembered == reading.overrides else _understand(workbook, reading, remembered)


def remembered_overrides(understanding: Understanding, memory: Mapping[str, str], said: Overrides) -> Overrides:
    """`said` for this file, completed by what is remembered of headers like these."""
    chosen = {sheet: dict(columns) for sheet, columns in said.items()}
    for table in understanding.tables:
        for column in table.columns:
            meaning = memory.get(header_key(column.header)) if column.header else None
            if meaning is not None and meaning != column.meaning.value:
                chosen.setdefault(table.sheet, {}).setdefault(column.letter, Meaning(meaning))
    return chosen


def _understand(workbook: Workbook, reading: Reading, overrides: Overrides) -> Understanding:
    return understand(
        workbook,
        today=reading.today,
        overrides=overrides,
        corrections=reading.corrections,
        accepted=reading.accepted,
    )


def read_and_match(
    data: bytes, name: str, reading: Reading, snapshot: Snapshot
) -> tuple[Understanding, list[MatchedRow]]:
    """`read_list`, and a verdict for each row; a row that contradicts an earlier one of the same person says so."""
    with uncollected():
        understanding = read_list(data, name, reading)
        verdicts = match_rows(understanding.rows, snapshot)
        against = contradictions(understanding.rows, verdicts)
        if against:
            rows = with_remarks(understanding.rows, understanding.tables, verdicts, against)
            understanding = replace(understanding, rows=rows)
        return understanding, propose_changes(understanding.rows, verdicts, snapshot, against)


def make_plan(
    understanding: Understanding,
    verdicts: list[MatchedRow],
    choices: Mapping[RowKey, RowChoice],
    snapshot: Snapshot,
    base: Base,
) -> ImportPlan:
    """What will be written when the clerk agrees."""
    with uncollected():
        return plan_import(understanding.rows, verdicts, choices, snapshot, base)
