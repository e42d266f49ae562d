"""The played change held against the slow computation: every person, every month, every đồng.

What the program made due is read from the spans, what it listed from the lines of 11/2026, what was paid too much from
the debts; what must be stands in october_truth.py. Each disagreement is a sentence.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from models.benefits.entitlements.queries import DueSpan, due_spans
from models.benefits.events.tables import Debt
from models.benefits.months.tables import PayLine, PayMonth
from tests.benefits.october import NOVEMBER, Play, new_office, report
from tests.benefits.october_truth import MONTHS, OldLine, neighbours, old_lines, pension_of

_KINDS = (("arrears",), ("regular", "heirs"))
"""How what is due for a month stands in the list: of a month before, and of 11/2026 itself."""
Key = tuple[int, str, str]
"""Person, group, label."""


@dataclass
class Listed:
    """What the program says of one entitlement: due by month, listed by (kind, month), debts, all in đồng."""

    due: dict[int, int] = field(default_factory=dict)
    lines: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    debt: int = 0


@dataclass
class Comparison:
    """How much was compared, the sums in đồng, and what disagrees."""

    benefits: int = 0
    people: set[int] = field(default_factory=set)
    months: int = 0
    regular: int = 0
    arrears: int = 0
    over: int = 0
    granted: int = 0
    total: int = 0
    left_out: int = 0
    differences: list[str] = field(default_factory=list)

    def told(self) -> Iterator[str]:
        """The comparison in lines."""
        yield f"benefits {self.benefits:,} people {len(self.people):,} months {self.months:,} granted {self.granted:,}"
        yield f"regular {self.regular:,} arrears {self.arrears:,} over {self.over:,} list {self.total:,}"
        yield f"left out for their age {self.left_out}, differences: {len(self.differences)}"
        yield from self.differences[:20]


def compare(play: Play) -> Comparison:
    """Hold everything against the slow computation."""
    made, found = Comparison(), _listed(play)
    assert play.found is not None
    left_out = {(one.person_id, one.group) for one in play.found.pending if play.leaves_out(one)}
    for line in old_lines(play.people, play.seed):
        if line.stop <= MONTHS[0]:
            continue
        known = found.pop((line.person, line.group, line.label), None)
        if known is None:
            made.differences.append(f"not in the book: {line}")
            continue
        if (line.person, line.group) in left_out:
            made.differences += _left_as_it_was(line, known, made)
        else:
            made.differences += _disagreements(line, known, made)
    _compare_new(play, found, made)
    with play.office.store.read() as session:
        made.total = session.scalars(select(PayMonth.total).where(PayMonth.month == NOVEMBER)).one()
    if made.total != made.regular + made.arrears:
        made.differences.append(f"the list of 11/2026 is {made.total}")
    return made


def _disagreements(line: OldLine, known: Listed, made: Comparison) -> Iterator[str]:
    """What differs for one line of the old lists; counts and sums go into `made`."""
    made.benefits += 1
    made.people.add(line.person)
    for month in MONTHS:
        made.months += 1
        if known.due.get(month, 0) != line.due(month):
            yield f"{month}: due {known.due.get(month, 0)} against {line.due(month)}: {line}"
        wanted = line.due(month) if month == NOVEMBER else max(0, line.due(month) - line.listed(month))
        listed = sum(known.lines.pop((kind, month), 0) for kind in _KINDS[month == NOVEMBER])
        if listed != wanted:
            yield f"{month}: listed {listed} against {wanted}: {line}"
    made.regular += line.due(NOVEMBER)
    made.arrears += line.arrears
    made.over += line.over
    if known.debt != line.over:
        yield f"debt {known.debt} against {line.over}: {line}"
    if any(known.lines.values()):
        yield f"more was listed: {dict(known.lines)}: {line}"


def _left_as_it_was(line: OldLine, known: Listed, made: Comparison) -> Iterator[str]:
    """Set apart for the age of the group, and rightly: the old amount goes on until the office has asked."""
    made.left_out += 1
    made.regular += line.amount
    if all(line.due(month) for month in MONTHS if line.listed(month)):
        yield f"set apart without a reason: {line}"
    if dict(known.lines) != {("regular", int(NOVEMBER)): line.amount} or known.debt:
        yield f"changed though left out: {known}: {line}"


def _compare_new(play: Play, found: dict[Key, Listed], made: Comparison) -> None:
    """The pensions granted by the screening: exactly those who have a right to one and got nothing."""
    held = {line.person for line in old_lines(play.people, play.seed) if line.stop > NOVEMBER}
    for one in neighbours(play.people, play.seed):
        wanted = 0 if one.person in held else pension_of(one)
        key = next((key for key in ((one.person, "HTXH", play.pension_label),) if key in found), None)
        known = found.pop(key) if key is not None else Listed()
        if dict(known.lines) != ({("regular", int(NOVEMBER)): wanted} if wanted else {}):
            made.differences.append(f"new right {dict(known.lines)} against {wanted}: {one}")
        if wanted:
            made.granted += 1
            made.people.add(one.person)
            made.regular += wanted
    made.differences += [f"nobody knows of {key}: {known}" for key, known in found.items()]


def _listed(play: Play) -> dict[Key, Listed]:
    """Everything the book says, by person, group and label."""
    of_entitlement: dict[int, Listed] = {}
    made: dict[Key, Listed] = {}
    with play.office.store.read() as session:
        for span in due_spans(session):
            key = (span.person_id, span.group_code, span.label)
            known = made.setdefault(key, Listed())
            of_entitlement[span.entitlement_id] = known
            for month in MONTHS:
                if _paid_in(span, month):
                    known.due[month] = known.due.get(month, 0) + (span.amount or 0)
        list_id = select(PayMonth.id).where(PayMonth.month == NOVEMBER).scalar_subquery()
        columns = (PayLine.entitlement_id, PayLine.kind, PayLine.benefit_month, PayLine.amount)
        for entitlement, kind, benefit_month, amount in session.execute(
            select(*columns).where(PayLine.pay_month_id == list_id)
        ):
            of_entitlement[entitlement or 0].lines[kind, benefit_month] += amount
        for entitlement, amount in session.execute(select(Debt.entitlement_id, Debt.amount)):
            of_entitlement[entitlement or 0].debt += amount
    return made


def _paid_in(span: DueSpan, month: int) -> bool:
    return span.standing == "paid" and (span.start or 0) <= month and (span.stop is None or month < span.stop)


def main(people: int, seed: int, folder: Path) -> None:
    """Play it, print the measures."""
    folder.mkdir(parents=True)
    with new_office(folder / "store") as office:
        play = Play(office, people, seed, folder)
        play.through()
        print("\n".join(report(play)))
        print("\n".join(compare(play).told()))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
