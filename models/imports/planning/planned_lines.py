"""The benefit lines an import writes: new ones, and changes of those the register has.

A changed amount never rewrites months already due: the old line stops and a new one begins. A line that two rows of
one person tell alike is written once, each row filling what the other left blank.
"""

from __future__ import annotations

from typing import Any

from models.benefits.services import OF_NO_DECISION
from models.imports.lists.facts import BenefitPart, UnderstoodRow
from models.imports.matching.benefit_lines import same_in_list, says_a_line, stopped_line_of
from models.imports.matching.households import Add
from models.imports.matching.known import KnownLine, KnownPerson
from models.imports.planning.plan import LineUpdate
from models.store.dates import Month


class PlannedLines:
    """`month` is the month of the import; `added` counts lines that are new, not new spans of known ones."""

    def __init__(self, month: int, add: Add) -> None:
        self._month, self._add = Month(month), add
        self._told: dict[int, list[tuple[BenefitPart, dict[str, Any]]]] = {}
        self._spans: dict[int, dict[str, Any]] = {}
        self.updates: list[LineUpdate] = []
        self.added = 0

    def add(self, row: UnderstoodRow, person_id: int, source: str, *, start: Month | None = None) -> None:
        """Write the row's line, if it tells one; `start` is its first month when the row says none."""
        benefit = row.benefit
        if benefit is None or not says_a_line(benefit):
            return
        values: dict[str, Any] = {
            "person_id": person_id,
            "label": benefit.label or "",
            "group_code": benefit.group or "",
            "coefficient": benefit.coefficient,
            "amount": benefit.amount,
            "decision_number": benefit.decision or "",
            "decision_day": benefit.decision_date.isoformat() if benefit.decision_date else "",
            "start_month": benefit.start if benefit.start is not None else start,
            "stop_month": None,
            "channel": "account" if row.account is not None and row.account.number else "",
            "note": "",
            **OF_NO_DECISION,
        }
        self._add("benefit_line", source, values)
        self._told.setdefault(person_id, []).append((benefit, values))
        self.added += 1

    def add_unless_told(
        self, row: UnderstoodRow, person_id: int, source: str, *, again: bool, start: Month | None = None
    ) -> None:
        """Write the row's line unless an earlier row of the person told the same; `again`: even then."""
        benefit = row.benefit
        if benefit is None or not says_a_line(benefit):
            return
        told = (values for one, values in self._told.get(person_id, ()) if same_in_list(one, benefit))
        values = None if again else next(told, None)
        if values is None:
            self.add(row, person_id, source, start=start)
            return
        for name, value in (
            ("label", benefit.label),
            ("group_code", benefit.group),
            ("coefficient", benefit.coefficient),
            ("amount", benefit.amount),
            ("decision_number", benefit.decision),
        ):
            if values[name] in (None, "") and value is not None:
                values[name] = value
        if benefit.start is not None:
            values["start_month"] = min(benefit.start, values["start_month"] or benefit.start)

    def update(
        self,
        row: UnderstoodRow,
        known: KnownPerson,
        line_id: int | None,
        taken: set[str],
        asked: set[str],
        source: str,
        *,
        again: bool,
    ) -> None:
        """What a row of a person of the register does to their lines; `asked` are the changes put to the clerk.

        `again`: a line that an earlier row told may be taken once more; the clerk was told of it.
        """
        benefit = row.benefit
        if benefit is None or not says_a_line(benefit):
            return
        line = next((one for one in known.lines if one.id == line_id), None)
        if line is not None:
            self._change(benefit, line, known.id, taken, source)
        if "line" in taken:
            # What begins again after a stop without saying when begins now, lest stopped months become due.
            stopped = stopped_line_of(benefit, known.lines, self._month) is not None
            start = self._month if stopped else None
            self.add_unless_told(row, known.id, source, again=again, start=start)
        elif line is None and "line" not in asked:
            self.add_unless_told(row, known.id, source, again=False)

    def _change(self, benefit: BenefitPart, line: KnownLine, person_id: int, taken: set[str], source: str) -> None:
        rates = {
            name: (old, new)
            for name, old, new in (
                ("amount", line.amount, benefit.amount),
                ("coefficient", line.coefficient, benefit.coefficient),
            )
            if name in taken
        }
        values: dict[str, Any] = {name: new for name, (old, new) in rates.items() if old is None}
        later = benefit.start is not None and (line.start is None or benefit.start > line.start)
        changed = {name: new for name, (old, new) in rates.items() if old is not None}
        if changed:
            month = benefit.start if later and benefit.start is not None and line.start is not None else self._month
            if line.start is not None and line.start >= month:
                values.update(changed)
            elif line.id in self._spans:
                # An earlier row of this list began the next span; two of them would both be paid.
                span = self._spans[line.id]
                span.update((name, new) for name, new in changed.items() if span[name] == rates[name][0])
            else:
                stop = line.stop_month
                values["stop_month"] = month if stop is None else min(month, stop)
                self._next_span(benefit, line, person_id, {**values, **changed}, month, source)
        if "decision" in taken and (not line.decision or line.id not in self._spans):
            values["decision_number"] = benefit.decision
        if "start" in taken and not (changed and later and line.start is not None):
            values["start_month"] = benefit.start
        if values:
            self.updates.append(LineUpdate(line.id, values, source))

    def _next_span(
        self, benefit: BenefitPart, line: KnownLine, person_id: int, values: dict[str, Any], month: Month, source: str
    ) -> None:
        stop = line.stop_month if line.stop_month is not None and line.stop_month > month else None
        decision = benefit.decision or line.decision
        day = benefit.decision_date.isoformat() if benefit.decision_date else ""
        span = self._spans[line.id] = {
            "person_id": person_id,
            "label": line.label,
            "group_code": line.group,
            "coefficient": values.get("coefficient", line.coefficient),
            "amount": values.get("amount", line.amount),
            "decision_number": decision,
            "decision_day": day or (line.decision_day if decision == line.decision else ""),
            "start_month": month,
            "stop_month": stop,
            "channel": line.channel,
            "note": "",
            **OF_NO_DECISION,
        }
        self._add("benefit_line", source, span)
