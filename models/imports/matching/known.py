"""The register as an import sees it: frozen, picklable facts that cross into the worker process.

Read by `queries.snapshot`; nothing here asks the store. Texts that are not known are "".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from models.office.villages import KnownVillage
from models.store.crossing import Quick, joined, sliced
from models.store.dates import Month, PartialDate


@dataclass(frozen=True, slots=True)
class KnownLine(Quick):
    """A benefit line; coefficient in hundredths, amount in đồng, months YYYYMM, `stop_month` the first not due.

    `decided`: it belongs to an entitlement, so that decisions alone change it.
    """

    id: int
    label_key: str
    group: str
    coefficient: int | None
    amount: int | None
    start: Month | None
    stop_month: Month | None = None
    label: str = ""
    decision: str = ""
    decision_day: str = ""
    channel: str = ""
    decided: bool = False

    def stopped(self, month: int) -> bool:
        """Whether it is no longer due in a month (YYYYMM)."""
        return self.stop_month is not None and self.stop_month <= month


@dataclass(frozen=True, slots=True)
class KnownPerson(Quick):
    """What matching needs of a person of the register."""

    id: int
    code: int
    name: str
    name_key: str
    sex: Literal["male", "female"] | None
    born: PartialDate | None
    id_number: str
    old_id_number: str
    insurance: str
    phones: str
    status: str
    village_id: int | None
    address: str
    account: str
    bank: str
    lines: tuple[KnownLine, ...] = ()
    household_id: int | None = None
    disability_kind: str = ""
    disability_degree: str = ""
    payee: str = ""
    guardian: str = ""


@dataclass(frozen=True, slots=True)
class KnownHousehold(Quick):
    """A household: the office's number for it, its head (or who a list once named as such), its members' villages."""

    id: int
    number: str
    head_id: int | None
    head: str
    head_key: str
    villages: frozenset[int]
    poverty: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The register as it stands when a list is read.

    `last_change` is the newest change that was made before anything else was read; `month` is the month of reading.
    """

    people: tuple[KnownPerson, ...] = ()
    villages: tuple[KnownVillage, ...] = ()
    households: tuple[KnownHousehold, ...] = ()
    last_change: int = 0
    month: int = 0

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        rest = (self.villages, self.households, self.last_change, self.month)
        return _snapshot, (sliced(self.people), rest)


def _snapshot(people: Sequence[bytes], rest: tuple[Any, ...]) -> Snapshot:
    return Snapshot(tuple(joined(people)), *rest)
