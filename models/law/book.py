"""The law book: every row that is shipped or that the office added, and the law of one month as known on one day.

Promises: a row counts only from the day on which it could be known; of rows for the same thing and month the one known
last holds. A province's table is kept apart from the country's, never mixed with it (benefits.md 6).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Final, Protocol, TypeVar

from models.law import reading
from models.law.conditions import Condition, CountedChildren, bound, counter_in
from models.law.places import TWO_TIERS, Place
from models.law.rows import Document, Help, Level, LocalTable, Procedure, Rate, Rule, Who, WorkDay
from models.store.dates import Month, month_display
from models.store.errors import RuleError

FIRST_EDITION: Final = 1
EDITION: Final = 1
"""Of the shipped law; a program update that brings new documents counts one up."""
KINDS: Mapping[str, str] = {
    "main": "allowance",
    "single_parent": "allowance",
    "extra": "allowance",
    "pension": "social_pension",
    "care": "care_support",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """One band of a group in one table, in đồng a month; per counted child where the group counts."""

    amount: int
    coefficient: int | None
    when: Condition | None
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group in one table of one month, ready to be asked. `order` is the decree's."""

    code: str
    slot: str
    order: int
    condition: Condition
    counter: CountedChildren | None
    amounts: tuple[Amount, ...]
    who: Who
    level: Level | None
    rate: Rate | None

    @property
    def kind(self) -> str:
        """ "allowance", "social_pension" or "care_support"."""
        return KINDS[self.slot.partition(" ")[0]]

    @property
    def documents(self) -> frozenset[str]:
        """Keys of the documents that its condition, rate and coefficients stand in."""
        return frozenset(row.document for row in (self.who, self.level, self.rate) if row is not None)


@dataclass(frozen=True, slots=True)
class Table:
    """The country's table ("central") or a place's ("local"). `note` tells what keeps it from being computed.

    A place without a base rate of its own multiplies its own coefficients with the country's.
    """

    name: str
    place: Place | None
    groups: tuple[Group, ...]
    base: Rate
    pension: Rate | None
    note: str = ""

    def group(self, code: str) -> Group | None:
        """The group of a code, where the table has it."""
        return next((one for one in self.groups if one.code == code), None)


@dataclass(frozen=True, slots=True)
class LawOfMonth:
    """The law of one benefit month as known on one day."""

    month: Month
    known_on: date
    central: Table
    local: Mapping[Place, Table]
    rules: Mapping[str, Rule]
    documents: Mapping[str, Document]
    last_day: bool
    """Of a birth known to the year alone the last day counts, not the first."""
    answers: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)
    """What `assess` found for facts and ages alike: most of a commune's people share theirs with others."""

    @property
    def of_change(self) -> bool:
        """A changed condition counts from its own month (NĐ 20, NĐ 335 Đ8), not from the month after (NĐ 147)."""
        return self.rules["adjust"].is_ == "month_of_change"

    def table_of(self, present: Place | None, former: Place | None) -> Table | None:
        """The local table of whoever lives there; before 01/07/2025 the former province decides."""
        place = former if self.month < TWO_TIERS else present
        return None if place is None else self.local.get(place)

    def numbers(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Numbers of documents by the day they were signed."""
        found = sorted((self.documents[key] for key in set(keys)), key=lambda one: one.order)
        return tuple(dict.fromkeys(one.number for one in found))


@dataclass(frozen=True, slots=True)
class LawRows:
    """Rows of the law, from wherever they come."""

    documents: tuple[Document, ...] = ()
    rates: tuple[Rate, ...] = ()
    who: tuple[Who, ...] = ()
    levels: tuple[Level, ...] = ()
    tables: tuple[LocalTable, ...] = ()
    rules: tuple[Rule, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    helps: tuple[Help, ...] = ()
    days: tuple[WorkDay, ...] = ()

    def plus(self, more: LawRows) -> LawRows:
        """These rows and more; later ones are later in the decree's order."""
        return LawRows(*(getattr(self, name) + getattr(more, name) for name in self.__slots__))


@cache
def shipped_rows() -> LawRows:
    """The rows of resources/law."""

    def raw(name: str, key: str) -> list[reading.Raw]:
        return reading.resource(f"{name}.json")[key]  # type: ignore[no-any-return]  # read strictly row by row

    return LawRows(
        reading.read_rows(raw("documents", "documents"), reading.read_document),
        reading.read_rows(raw("rates", "rates"), reading.read_rate),
        reading.read_rows(raw("conditions", "conditions"), reading.read_who),
        reading.read_rows(raw("levels", "levels"), reading.read_level),
        reading.read_rows(raw("local_tables", "tables"), reading.read_local_table),
        reading.read_rows(raw("rules", "rules"), reading.read_rule),
        reading.read_rows(raw("procedures", "procedures"), reading.read_procedure),
        reading.read_rows(raw("helps", "helps"), reading.read_help),
    )


@cache
def shipped_book() -> LawBook:
    """The law as shipped, without what an office added."""
    return LawBook(shipped_rows())


@dataclass(frozen=True, slots=True)
class LawBook:
    """All rows, and the law of any month as known on any day (computed once)."""

    rows: LawRows
    _months: dict[tuple[Month, frozenset[str]], LawOfMonth] = field(default_factory=dict, compare=False, repr=False)

    def documents(self) -> dict[str, Document]:
        """Documents by key."""
        return {one.key: one for one in self.rows.documents}

    def known(self, known_on: date) -> frozenset[str]:
        """Keys of the documents that could be known on a day."""
        return frozenset(one.key for one in self.rows.documents if one.known_from <= known_on)

    def at(self, month: Month, known_on: date) -> LawOfMonth:
        """The law of a benefit month as known on a day. RuleError "before_law" where no base rate is known."""
        known = self.known(known_on)
        found = self._months.get((month, known))
        if found is None:
            found = self._months[month, known] = _Maker(self, month, known_on, known).law()
        return found if found.known_on == known_on else replace(found, known_on=known_on)


class _MonthRow(Protocol):
    """What every row decided by the benefit month has."""

    @property
    def first(self) -> Month: ...
    @property
    def last(self) -> Month | None: ...
    @property
    def document(self) -> str: ...


class _PlacedRow(_MonthRow, Protocol):
    """A row about a group in a place."""

    @property
    def group(self) -> str: ...
    @property
    def place(self) -> Place | None: ...


Found = TypeVar("Found", bound=_MonthRow)
Placed = TypeVar("Placed", bound=_PlacedRow)
Keyed = dict[tuple[str, Place | None], Found]


class _Maker:
    """Puts the law of one month together."""

    def __init__(self, book: LawBook, month: Month, known_on: date, known: frozenset[str]) -> None:
        self._rows, self._month, self._known_on, self._known = book.rows, month, known_on, known
        self._documents = book.documents()
        self._orders: dict[str, int] = {}
        for row in self._rows.who:
            self._orders.setdefault(row.group, len(self._orders))
        self._who: Keyed[Who] = {(row.group, row.place): row for row in self._covering(self._rows.who)}
        self._levels: Keyed[Level] = {(row.group, row.place): row for row in self._covering(self._rows.levels)}
        self._rates: Keyed[Rate] = {(row.rate, row.place): row for row in self._covering(self._rows.rates)}
        self._tables = {row.place: row for row in self._covering(self._rows.tables)}

    def law(self) -> LawOfMonth:
        rules = {row.rule: row for row in self._covering(self._rows.rules)}
        if ("base", None) not in self._rates or "adjust" not in rules:
            words = (
                f"Chương trình không có mức chuẩn cho tháng {month_display(self._month)} theo điều biết được đến ngày "
                f"{self._known_on:%d/%m/%Y}; chỉ tính được từ tháng 07/2021 (Nghị định 20/2021/NĐ-CP)."
            )
            raise RuleError(words, field="month", code="before_law")
        central = self._table(None, _of_place(self._who, None), _of_place(self._levels, None))
        places = {place for _, place in (*self._rates, *self._who, *self._levels) if place is not None}
        local = {place: self._local(place) for place in (*self._tables, *(places - self._tables.keys()))}
        last_day = rules["partial_birth"].is_ == "last_day"
        return LawOfMonth(self._month, self._known_on, central, local, rules, self._documents, last_day)

    def _covering(self, found: Iterable[Found]) -> list[Found]:
        """Known rows that cover the month; of two for one thing the later holds."""
        fitting = [
            row
            for row in found
            if row.document in self._known
            and row.first <= self._month
            and (row.last is None or self._month <= row.last)
        ]
        return sorted(fitting, key=lambda row: (self._documents[row.document].known_from, row.first))

    def _local(self, place: Place) -> Table:
        table = self._tables.get(place)
        levels, who = _of_place(self._levels, place), _of_place(self._who, place)
        if table is not None:
            levels = {**_of_document(self._rows.levels, table), **levels}
            who = {**_of_document(self._rows.who, table), **who}
        central = _of_place(self._who, None)
        who = {
            group: who.get(group) or central[group] for group in {*levels, *who, "HTXH"} if group in {**central, **who}
        }
        note = table.words if table is not None and table.stands_on is None else ""
        return self._table(place, who, levels, note)

    def _table(self, place: Place | None, who: Mapping[str, Who], levels: Mapping[str, Level], note: str = "") -> Table:
        base = self._rates.get(("base", place)) or self._rates[("base", None)]
        pension = self._rates.get(("pension", place))
        conditions = {group: row.when for group, row in who.items() if row.when is not None}
        groups = []
        for group, condition in sorted(conditions.items(), key=lambda item: self._orders[item[0]]):
            made = self._group(who[group], bound(condition, conditions), levels.get(group), base, pension)
            groups += [made] if made is not None else []
        return Table("central" if place is None else "local", place, tuple(groups), base, pension, note)

    def _group(
        self, who: Who, condition: Condition, level: Level | None, base: Rate, pension: Rate | None
    ) -> Group | None:
        order = self._orders[who.group]
        if who.slot == "pension":
            if pension is None:
                return None
            amounts = (Amount(pension.amount, None, None, ""),)
            return Group(who.group, who.slot, order, condition, None, amounts, who, None, pension)
        if level is None:
            return None
        made = []
        for band in level.bands:
            if band.amount is not None:
                made.append(Amount(band.amount, None, band.when, band.words))
            elif band.coefficient is not None:
                made.append(Amount(base.amount * band.coefficient // 100, band.coefficient, band.when, band.words))
        rate = None if all(one.coefficient is None for one in made) else base
        counter = counter_in(condition) if level.per == "counted_child" else None
        return Group(who.group, who.slot, order, condition, counter, tuple(made), who, level, rate)


def _of_place(found: Keyed[Found], place: Place | None) -> dict[str, Found]:
    return {group: row for (group, where), row in found.items() if where == place}


def _of_document(found: Iterable[Placed], table: LocalTable) -> dict[str, Placed]:
    """The country's rows of the document that a local table stands on, whatever replaced them since."""
    return {
        row.group: row
        for row in found
        if row.document == table.stands_on and row.place is None and row.group not in table.without
    }
