"""What an import will do, as frozen facts: between the clerk's choices, the worker process and the one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.store.history import PreparedRows


@dataclass(frozen=True, slots=True)
class Base:
    """What the plan counts on: next id of each table, next person code, village order, the instant (UTC text)."""

    next_ids: Mapping[str, int]
    first_code: int
    first_village_order: int
    instant: str
    village_kind: str
    """Kind of a village whose list says none: "thôn" in a xã, "tổ dân phố" in a phường (NĐ 185/2026)."""


@dataclass(frozen=True, slots=True)
class RowChoice:
    """What the clerk decided for a row: leave it out, whom it is (0: a new person), which changes to take.

    `twin`: it is the same person as the earlier row that the verdict names.
    """

    skip: bool = False
    person_id: int | None = None
    take: frozenset[str] | None = None
    twin: bool = False


@dataclass(frozen=True, slots=True)
class PersonUpdate:
    """New values for a person of the register; `source` is "sheet!row".

    Columns of the person, or born, home, account, disability, payee, guardian, membership with what their tables hold.
    """

    person_id: int
    values: Mapping[str, Any]
    source: str


@dataclass(frozen=True, slots=True)
class LineUpdate:
    """New values of a benefit line that the register has already."""

    line_id: int
    values: Mapping[str, Any]
    source: str


@dataclass(frozen=True, slots=True)
class PovertyUpdate:
    """A household of the register is poor, near-poor, or (None) no longer; `source` is "sheet!row"."""

    household_id: int
    kind: str | None
    source: str


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What an import does: people added, people matched, benefit lines added, rows left out."""

    new_people: int
    matched_people: int
    benefit_lines: int
    left_out: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything one import writes. `last_change` is the newest change the list was compared with."""

    base: Base
    counts: ImportCounts
    inserts: tuple[PreparedRows, ...]
    person_updates: tuple[PersonUpdate, ...]
    line_updates: tuple[LineUpdate, ...]
    poverty_updates: tuple[PovertyUpdate, ...] = ()
    last_change: int = 0
