"""What one person is due for one month: every group that fits, which are paid under the rules, and what is unknown.

The answer is that of a month (benefits.md 15.2, 2), as if every decision had been signed in time. Promises: a line is
payable only when every condition is known to hold; the country's table and the place's are computed apart, whole amount
against whole amount, row by row; care support is never swallowed. Pure: no store, no clock.

Slots: the main allowance, the single parent's, the social pension, each care support, and a place's extra grants.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.law.book import Group, LawOfMonth, Table
from models.law.combining import Line, combined
from models.law.facts import Facts
from models.law.places import TWO_TIERS
from models.law.state import State, state_on
from models.store.dates import Month, add_months, month_end

__all__ = ["Assessment", "Line", "assess", "days_of", "paid_lines"]

MOST_ANSWERS = 50_000
"""Answers kept per month of law; a commune has far fewer kinds of people."""
States = tuple[tuple[State, date], ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is due for a month: lines in the decree's order, the total in đồng, absent facts that could raise it."""

    month: Month
    known_on: date
    lines: tuple[Line, ...]
    total: int
    missing: tuple[str, ...]
    law: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def payable(self) -> tuple[Line, ...]:
        """The lines that are paid."""
        return tuple(line for line in self.lines if line.payable)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A group with what it gives (certainly, or `open`: perhaps) on a day."""

    table: Table
    group: Group
    state: State
    day: date
    amount: int
    coefficient: int | None
    count: int
    band: str


@dataclass(frozen=True, slots=True)
class _Open:
    """A fit that would come true with the facts in `gaps`; `first` when it belongs to the day asked first."""

    fit: _Fit
    first: bool
    gaps: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What fits in one table: per slot the certain fits of the day that counts, beside all open ones."""

    slots: dict[str, tuple[bool, list[_Fit]]]
    open: list[_Open]


def assess(facts: Facts, month: Month, law: LawOfMonth) -> Assessment:
    """What is due to one person for `month` under `law`, which must be that of this month."""
    if month != law.month:
        raise ValueError("the law of another month")
    states = _states(facts, law)
    alike = _alike(facts, states)
    found: Assessment | None = law.answers.get(alike)
    if found is None:
        if len(law.answers) >= MOST_ANSWERS:
            law.answers.clear()
        found = law.answers[alike] = _assess(facts, states, law)
    return found if found.known_on == law.known_on else replace(found, known_on=law.known_on)


def paid_lines(facts: Facts, month: Month, law: LawOfMonth) -> tuple[Line, ...]:
    """The payable lines of `assess` alone: for whole registers, where nobody asks what is missing."""
    if month != law.month:
        raise ValueError("the law of another month")
    states = _states(facts, law)
    key = ("paid", _alike(facts, states))
    found: tuple[Line, ...] | None = law.answers.get(key)
    if found is None:
        if len(law.answers) >= MOST_ANSWERS:
            law.answers.clear()
        certain = _find(states, law, law.table_of(facts.province, facts.former_province), asking=False)
        found = law.answers[key] = tuple(line for line in _lines(certain, facts, law) if line.payable)
    return found


def _alike(facts: Facts, states: States) -> Hashable:
    return (facts.undated, *((state.age, state.cared_age, state.children) for state, _ in states))


def _assess(facts: Facts, states: States, law: LawOfMonth) -> Assessment:
    found = _find(states, law, law.table_of(facts.province, facts.former_province))
    lines = _lines(found, facts, law)
    total = _total(lines)
    missing = _missing(found, states, facts, law, total) if _anything_open(found, facts, law) else ()
    return Assessment(law.month, law.known_on, lines, total, missing, _law(lines, law), _notes(facts, law))


def days_of(month: Month, law: LawOfMonth) -> tuple[date, date]:
    """The day asked first and the one asked when nothing fits on it: last day of this month, and of the one before."""
    end, previous = month_end(month), month_end(add_months(month, -1))
    return (end, previous) if law.of_change else (previous, end)


def _states(facts: Facts, law: LawOfMonth) -> States:
    """The person on the day asked first, and on the other where any age differs."""
    first, second = days_of(law.month, law)
    level = law.central.pension.amount if law.central.pension is not None else 0
    one = state_on(facts, first, level, last_day=law.last_day)
    other = state_on(facts, second, level, last_day=law.last_day)
    same = (one.age, one.cared_age, one.children) == (other.age, other.cared_age, other.children)
    return ((one, first),) if same else ((one, first), (other, second))


def _find(states: States, law: LawOfMonth, local: Table | None, *, asking: bool = True) -> tuple[_Found, ...]:
    tables = (law.central,) if local is None else (law.central, local)
    return tuple(_find_in(table, states, asking=asking) for table in tables)


def _find_in(table: Table, states: States, *, asking: bool) -> _Found:
    """What fits; unless `asking`, what only may fit is passed over."""
    slots: dict[str, tuple[bool, list[_Fit]]] = {}
    opens: list[_Open] = []
    for first, (state, day) in zip((True, False), states, strict=False):
        if state.age is not None and state.age < 0:  # not yet born
            continue
        certain: dict[str, list[_Fit]] = {}
        for group in table.groups:
            holds = group.condition.holds(state)
            if holds or (asking and holds is None):
                _weigh(table, group, state, day, holds, first, certain, opens)
        for slot, fits in certain.items():
            slots.setdefault(slot, (first, fits))
    kept = [one for one in opens if one.first or slots.get(one.fit.group.slot, (False, []))[0] is False]
    return _Found(slots, kept)


def _weigh(
    table: Table,
    group: Group,
    state: State,
    day: date,
    holds: bool | None,
    first: bool,
    certain: dict[str, list[_Fit]],
    opens: list[_Open],
) -> None:
    """Put a group that fits, or may fit, with the highest band that holds, and with a higher one that may."""
    least, most = group.counter.count(state) if group.counter is not None else (1, 1)
    sure = possible = None
    gaps = group.condition.gaps(state) if holds is None else frozenset()
    if least != most and group.counter is not None:
        gaps |= group.counter.gaps(state)
    for band in group.amounts:
        said = True if band.when is None else band.when.holds(state)
        if said and (sure is None or band.amount > sure.amount):
            sure = band
        if said is None and band.when is not None:
            gaps |= band.when.gaps(state)
        if said is not False and (possible is None or band.amount > possible.amount):
            possible = band
    if holds and sure is not None:
        fit = _Fit(table, group, state, day, sure.amount * least, sure.coefficient, least, sure.words)
        certain.setdefault(group.slot, []).append(fit)
    if possible is not None and gaps:
        fit = _Fit(table, group, state, day, possible.amount * most, possible.coefficient, most, possible.words)
        opens.append(_Open(fit, first, gaps))


def _chosen(found: Sequence[_Found]) -> dict[str, tuple[list[_Fit], int | None]]:
    """Per slot the fits of the table that gives more (the country's where equal), and what the other gives."""
    chosen: dict[str, tuple[list[_Fit], int | None]] = {}
    best: dict[str, int] = {}
    for one in found:
        for slot, (_, fits) in one.slots.items():
            highest = max(fit.amount for fit in fits)
            if slot not in best or highest > best[slot]:
                chosen[slot], best[slot] = (fits, best.get(slot)), highest
            else:
                chosen[slot] = (chosen[slot][0], highest)
    return chosen


def _lines(found: Sequence[_Found], facts: Facts, law: LawOfMonth) -> tuple[Line, ...]:
    chosen = _chosen(found)
    lines = [_line(fit, elsewhere) for fits, elsewhere in chosen.values() for fit in fits]
    if len(lines) > 1:
        lines.sort(key=lambda line: line.source.order)
        lines = combined(lines, facts.receiving or frozenset(), law)
    return tuple(lines)


def _line(fit: _Fit, elsewhere: int | None) -> Line:
    group = fit.group
    base = group.rate.amount if group.rate is not None else fit.amount
    age = fit.state.cared_age if group.slot.startswith("care ") and group.code != "CS-MT" else fit.state.age
    coefficient = None if fit.coefficient is None else fit.coefficient * fit.count
    return Line(
        group.kind, group.code, group.slot, fit.table.name, base, coefficient, fit.amount, fit.count, fit.day, age,
        fit.band, group, elsewhere,
    )  # fmt: skip


def _total(lines: Iterable[Line]) -> int:
    return sum(line.amount for line in lines if line.payable)


def _law(lines: Sequence[Line], law: LawOfMonth) -> tuple[str, ...]:
    keys = {law.rules["adjust"].document}
    if lines:
        keys = keys.union(*(line.source.documents for line in lines))
    else:
        keys = keys.union(*(group.documents for group in law.central.groups))
    return law.numbers(keys)


def _notes(facts: Facts, law: LawOfMonth) -> tuple[str, ...]:
    local = law.table_of(facts.province, facts.former_province)
    return (local.note,) if local is not None and local.note else ()


def _anything_open(found: Sequence[_Found], facts: Facts, law: LawOfMonth) -> bool:
    return any(one.open for one in found) or _place_name(facts, law) is not None


def _place_name(facts: Facts, law: LawOfMonth) -> str | None:
    """The field that would name the local table, when it is absent and there are such tables."""
    former = law.month < TWO_TIERS
    known = facts.former_province if former else facts.province
    unit = "former_province" if former else "province"
    return unit if known is None and any(place.unit == unit for place in law.local) else None


def _missing(found: Sequence[_Found], states: States, facts: Facts, law: LawOfMonth, total: int) -> tuple[str, ...]:
    names: set[str] = set()
    for index, one in enumerate(found):
        for may_be in one.open:
            if not may_be.gaps <= names and _raised(found, index, may_be, facts, law) > total:
                names |= may_be.gaps
    unit = _place_name(facts, law)
    if unit is not None:
        for place, table in law.local.items():
            if place.unit == unit and _total(_lines(_find(states, law, table), facts, law)) > total:
                names.add(unit)
                break
    return tuple(sorted(names))


def _raised(found: Sequence[_Found], index: int, may_be: _Open, facts: Facts, law: LawOfMonth) -> int:
    """The total if this group fitted too."""
    one = found[index]
    slot = may_be.fit.group.slot
    first, fits = one.slots.get(slot, (False, []))
    beside = [fit for fit in fits if fit.group.code != may_be.fit.group.code] if first is may_be.first else []
    changed = _Found({**one.slots, slot: (may_be.first, [*beside, may_be.fit])}, [])
    return _total(_lines([*found[:index], changed, *found[index + 1 :]], facts, law))
