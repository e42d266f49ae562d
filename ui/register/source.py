"""What a register shows, and where it comes from.

A `RegisterSource` answers with ids in order and with ready strings; the view never sees a record or SQL. Every answer
must come within one frame: the first ids from an index, rows in one SELECT.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, runtime_checkable

Side = Literal["left", "right", "center"]
FilterKind = Literal["", "text", "choice"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` names it for sort, filter and settings; `width` is in em; a hidden one can be switched on."""

    key: str
    title: str
    width: float
    side: Side = "left"
    filter: FilterKind = ""
    choices: tuple[tuple[str, str], ...] = ()
    sortable: bool = True
    shown: bool = True
    ghost: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the clerk asked to see: filters as (column key, text or choice) and the sort order."""

    filters: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    descending: bool = False

    def of(self, key: str) -> str:
        """The filter of one column; empty without."""
        return dict(self.filters).get(key, "")

    def with_filters(self, filters: Mapping[str, str]) -> Wanted:
        """The same order with other filters; empty ones are left out."""
        return replace(self, filters=tuple((key, text) for key, text in filters.items() if text.strip()))


class RegisterSource(Protocol):
    """A register's reads. `subject` is the word under which changes are announced."""

    @property
    def subject(self) -> str: ...

    @property
    def columns(self) -> Sequence[Column]: ...

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        """Ids in order; the last sort key is the id."""

    def count(self, wanted: Wanted) -> int:
        """How many there are in all."""

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        """Ready strings per column, for those ids that still exist."""

    def summary(self, wanted: Wanted) -> str:
        """Sums for the footer, in words; empty without."""


@runtime_checkable
class NarrowingSource(RegisterSource, Protocol):
    """A source that finds fewer answers among those it gave, which is quicker than asking everybody again."""

    def narrowed(self, before: Wanted, ids: Sequence[int], wanted: Wanted) -> Sequence[int] | None:
        """The ids for `wanted`, where `ids` are all for `before`; None when the answers may be others."""


class Memory(Protocol):
    """Where window state is remembered (QSettings); never for personal data."""

    def value(self, key: str, /) -> object: ...

    def setValue(self, key: str, value: object, /) -> None: ...
