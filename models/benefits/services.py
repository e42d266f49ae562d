"""Verbs on benefit lines: add (one or many), change, stop; and the clerk's rulings of labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models.benefits import rules
from models.benefits.tables import BenefitLine, LabelRuling
from models.people.services import demand_person
from models.store import merge as references
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

BENEFITS = "benefits"


@dataclass(frozen=True, slots=True)
class LineDetails:
    """What a benefit line says; amount in đồng a month (None: the list says none), coefficient in hundredths.

    `decision_day` is a partial ISO date; `group_code` "" when the label was not recognised.
    """

    label: str
    amount: int | None = None
    group_code: str = ""
    coefficient: int | None = None
    decision_number: str = ""
    decision_day: str = ""
    start_month: Month | None = None
    stop_month: Month | None = None
    channel: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to add to a person."""

    person_id: int
    details: LineDetails


def line_row(details: LineDetails) -> dict[str, Any]:
    """The columns of a line after every check. Raises RuleError."""
    rules.check_months(details.start_month, details.stop_month)
    if details.channel not in rules.CHANNEL_LABELS:
        raise RuleError("Hãy chọn hình thức nhận.", field="channel", code="channel_unknown")
    return {
        "label": tidy(details.label),
        "group_code": details.group_code,
        "coefficient": rules.check_coefficient(details.coefficient),
        "amount": rules.check_amount(details.amount),
        "decision_number": tidy(details.decision_number),
        "decision_day": details.decision_day,
        "start_month": details.start_month,
        "stop_month": details.stop_month,
        "channel": details.channel,
        "note": tidy(details.note),
    }


def add_line(work: Work, command: NewLine) -> Outcome[int]:
    """Add a benefit line to a person; returns its id."""
    demand_person(work, command.person_id)
    line = BenefitLine(person_id=command.person_id, **line_row(command.details))
    work.add(line)
    return Outcome(line.id, _stale(line))


def add_lines(work: Work, commands: Sequence[NewLine], sources: Sequence[str | None] | None = None) -> Outcome[range]:
    """Add many lines through the driver, under the same rules."""
    table: Any = BenefitLine.__table__
    rows = [{"person_id": command.person_id, **line_row(command.details)} for command in commands]
    ids = work.insert_many(table, rows, sources=sources)
    return Outcome(ids, frozenset({(BENEFITS, 0), ("people", 0)}))


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """All details of a line as they shall be."""

    line_id: int
    details: LineDetails


def change_line(work: Work, command: ChangeLine, *, source: str | None = None) -> Outcome[bool]:
    """Bring a line to `details`; returns whether anything changed."""
    line = _line(work, command.line_id)
    stale = _stale(line)
    table: Any = BenefitLine.__table__
    changed = work.update_row(table, line.id, line_row(command.details), source=source)
    return Outcome(changed, stale)


@dataclass(frozen=True, slots=True)
class StopLine:
    """A line is no longer paid from `stop_month` on (NĐ 335/2026 Đ9: the month after a death or lost condition)."""

    line_id: int
    stop_month: Month


def stop_line(work: Work, command: StopLine) -> Outcome[None]:
    """Stop a benefit line."""
    line = _line(work, command.line_id)
    rules.check_months(Month(line.start_month) if line.start_month else None, command.stop_month)
    line.stop_month = command.stop_month
    work.flush()
    return Outcome(None, _stale(line))


@dataclass(frozen=True, slots=True)
class RuleLabel:
    """The clerk says which group a label means that was not recognised."""

    label: str
    group_code: str


def rule_label(work: Work, command: RuleLabel) -> Outcome[None]:
    """Keep a ruling; every line with this label, present and later, counts as of that group unless it has its own."""
    label = tidy(command.label)
    if not label or not command.group_code:
        raise RuleError("Hãy chọn nhóm đối tượng.", field="group", code="group_missing")
    key = rules.label_key(label)
    known = work.session.scalars(select(LabelRuling).filter_by(label_key=key)).one_or_none()
    if known is None:
        work.add(LabelRuling(label_key=key, label=label, group_code=command.group_code))
    else:
        known.group_code = command.group_code
        work.flush()
    return Outcome(None, frozenset({(BENEFITS, 0)}))


def _line(work: Work, line_id: int) -> BenefitLine:
    line = work.get(BenefitLine, line_id)
    if line is None:
        raise RuleError("Dòng trợ cấp này không còn trong sổ.", code="line_gone")
    return line


def _stale(line: BenefitLine) -> frozenset[tuple[str, int]]:
    return frozenset({(BENEFITS, line.id), ("people", line.person_id)})


_SAME = ("label", "group_code", "coefficient", "amount", "start_month", "stop_month")


def _drop_same_lines(work: Work, losing_id: int, keeping_id: int) -> None:
    """Two records of one person often carry the same line from two lists; paying it twice would be wrong."""
    lines = select(BenefitLine).order_by(BenefitLine.id)
    kept = {
        tuple(getattr(line, name) for name in _SAME)
        for line in work.session.scalars(lines.filter_by(person_id=keeping_id))
    }
    for line in list(work.session.scalars(lines.filter_by(person_id=losing_id))):
        if tuple(getattr(line, name) for name in _SAME) in kept:
            work.delete(line)


_table: Any = BenefitLine.__table__
_table.info[references.ON_MERGE] = _drop_same_lines
