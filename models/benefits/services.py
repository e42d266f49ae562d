"""Verbs on benefit lines: add (one or many), change, stop, correct, withdraw; and the clerk's rulings of labels.

Promises: a change of the world (another amount from a month on, a stop) and the correction of a wrong record are verbs
apart; each keeps what was believed until now, so that a past month can be asked as known then. A line that belongs to
an entitlement is changed by decisions alone (models.benefits.entitlements): the verbs here refuse it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, column, select, table, update

from models.benefits import rules
from models.benefits.tables import BenefitLine, LabelRuling
from models.people.dated import STILL_KNOWN, known
from models.people.removing import ON_REMOVE
from models.people.services import demand_person
from models.store import history
from models.store import merge as references
from models.store.dates import Month, month_display
from models.store.errors import RuleError
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

BENEFITS = "benefits"
ROWS_AT_ONCE = 400
OF_NO_DECISION: Mapping[str, str] = {"standing": "paid", "law_table": ""}
"""Columns that decisions alone fill, for rows given to the driver."""
_table: Any = BenefitLine.__table__
_entitlement = table("entitlement", column("id"), column("person_id"), column("carer_id"))
"""Named without importing it: entitlements stand on these lines."""


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
    line = BenefitLine(person_id=command.person_id, known_since=work.instant, **line_row(command.details))
    work.add(line)
    return Outcome(line.id, _stale(line))


def add_lines(work: Work, commands: Sequence[NewLine], sources: Sequence[str | None] | None = None) -> Outcome[range]:
    """Add many lines through the driver, under the same rules."""
    same = {**OF_NO_DECISION, "known_since": work.instant, "known_until": STILL_KNOWN}
    rows = [{"person_id": command.person_id, **line_row(command.details), **same} for command in commands]
    ids = work.insert_many(_table, rows, sources=sources)
    return Outcome(ids, frozenset({(BENEFITS, 0), ("people", 0)}))


@dataclass(frozen=True, slots=True)
class CorrectLine:
    """The record of a line was wrong: all its details as they shall be."""

    line_id: int
    details: LineDetails


def correct_line(work: Work, command: CorrectLine) -> Outcome[bool]:
    """Bring a line to `details`, as it always should have been; returns whether anything changed."""
    line = _line(work, command.line_id)
    stale = _stale(line)
    return Outcome(bool(correct_lines(work, [LineValues(line.id, line_row(command.details))])), stale)


@dataclass(frozen=True, slots=True)
class LineValues:
    """New values of some columns of a line, and the source ("sheet!row") they come from."""

    line_id: int
    values: Mapping[str, Any]
    source: str | None = None


def correct_lines(work: Work, commands: Iterable[LineValues], *, by_decision: bool = False) -> int:
    """Bring many lines to other values through the driver; returns how many changed.

    What was believed of a line until now is kept as a row of its own. The values are not checked again. Raises
    RuleError when a line is gone, or belongs to an entitlement and it is no decision that changes it.
    """
    wanted: dict[int, LineValues] = {}
    for one in commands:
        before = wanted.get(one.line_id)
        wanted[one.line_id] = LineValues(one.line_id, {**(before.values if before else {}), **one.values}, one.source)
    olds = _current_rows(work, list(wanted))
    past: list[dict[str, Any]] = []
    fresh_rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in wanted.values():
        old = olds.get(one.line_id)
        if old is None:
            raise _line_gone()
        fresh = {name: value for name, value in one.values.items() if old[name] != value}
        if not fresh:
            continue
        if old["entitlement_id"] is not None and not by_decision:
            raise _decided()
        if old["known_since"] != work.instant:
            past.append({**{name: old[name] for name in old if name != "id"}, "known_until": work.instant})
            fresh["known_since"] = work.instant
        fields = {name: [old[name], value] for name, value in fresh.items()}
        work.audits.append(history.audit_row(_table.name, one.line_id, history.CHANGED, fields, one.source))
        fresh_rows.setdefault(tuple(fresh), []).append({"line": one.line_id, **fresh})
    for names, rows in fresh_rows.items():
        changed = update(_table).where(_table.c.id == bindparam("line"))
        work.session.connection().execute(changed.values({name: bindparam(name) for name in names}), rows)
    work.session.expire_all()
    work.insert_many(_table, past)
    return sum(len(rows) for rows in fresh_rows.values())


def _current_rows(work: Work, line_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    work.flush()
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(line_ids), ROWS_AT_ONCE):
        wanted = select(_table).where(_table.c.id.in_(line_ids[start : start + ROWS_AT_ONCE]), known(BenefitLine, None))
        found.update((row["id"], dict(row)) for row in work.session.execute(wanted).mappings())
    return found


@dataclass(frozen=True, slots=True)
class ChangeLineFrom:
    """The world: from `month` on the person gets something else under the same line's ground."""

    line_id: int
    month: Month
    details: LineDetails


def change_line_from(work: Work, command: ChangeLineFrom) -> Outcome[int]:
    """Stop a line at `month` and begin its next span there; returns the new line's id.

    RuleError (field "start") when the line does not run both before and in that month.
    """
    line, month = _line(work, command.line_id), command.month
    rules.check_months(month, None)
    if line.start_month is not None and line.start_month >= month:
        words = (
            f"Khoản này mới hưởng từ {month_display(Month(line.start_month))}. Nếu đã ghi nhầm, hãy dùng Sửa cho đúng."
        )
        raise RuleError(words, field="start", code="change_before_start")
    if line.stop_month is not None and line.stop_month <= month:
        words = f"Khoản này đã thôi hưởng từ {month_display(Month(line.stop_month))}."
        raise RuleError(words, field="start", code="change_after_stop")
    stop = command.details.stop_month or line.stop_month
    row = line_row(replace(command.details, start_month=month, stop_month=None if stop is None else Month(stop)))
    person_id = line.person_id
    correct_lines(work, [LineValues(line.id, {"stop_month": month})])
    made = BenefitLine(person_id=person_id, known_since=work.instant, **row)
    work.add(made)
    return Outcome(made.id, frozenset({(BENEFITS, 0), ("people", person_id)}))


@dataclass(frozen=True, slots=True)
class StopLine:
    """A line is no longer paid from `stop_month` on (NĐ 335/2026 Đ9: the month after a death or lost condition)."""

    line_id: int
    stop_month: Month


def stop_line(work: Work, command: StopLine) -> Outcome[None]:
    """Stop a benefit line."""
    line = _line(work, command.line_id)
    stale = _stale(line)
    rules.check_months(Month(line.start_month) if line.start_month else None, command.stop_month)
    correct_lines(work, [LineValues(line.id, {"stop_month": command.stop_month})])
    return Outcome(None, stale)


@dataclass(frozen=True, slots=True)
class WithdrawLine:
    """A line was never true, such as one entered for the wrong person."""

    line_id: int


def withdraw_line(work: Work, command: WithdrawLine) -> Outcome[None]:
    """Take a line out of what is known now; it stays as what was believed until now."""
    line = _line(work, command.line_id)
    line.known_until = work.instant
    work.flush()
    return Outcome(None, frozenset({(BENEFITS, 0), ("people", line.person_id)}))


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
    if line is None or line.known_until != STILL_KNOWN:
        raise _line_gone()
    if line.entitlement_id is not None:
        raise _decided()
    return line


def _decided() -> RuleError:
    words = "Khoản này đã thành chế độ theo quyết định. Hãy lập quyết định điều chỉnh, tạm dừng hoặc thôi hưởng."
    return RuleError(words, code="by_decision_only")


def _line_gone() -> RuleError:
    return RuleError("Khoản trợ cấp này không còn trong sổ.", code="line_gone")


def _stale(line: BenefitLine) -> frozenset[tuple[str, int]]:
    return frozenset({(BENEFITS, line.id), ("people", line.person_id)})


_SAME = ("coefficient", "amount", "start_month", "stop_month")


def sameness(line: BenefitLine) -> tuple[Any, ...]:
    """Lines of one group, or of one label without a group, that pay the same in the same months are one benefit."""
    return (line.group_code or rules.label_key(line.label), *(getattr(line, name) for name in _SAME))


def told_twice(kept: Sequence[BenefitLine], others: Sequence[BenefitLine]) -> list[BenefitLine]:
    """Lines that tell what a line of the other record of a person tells: those of `others`, or else the kept ones.

    A span of an entitlement is never among them: two entitlements stay until a decision stops one.
    """
    found = [line for line in others if line.entitlement_id is None and sameness(line) in {*map(sameness, kept)}]
    decided = {sameness(line) for line in others if line.entitlement_id is not None}
    return found + [line for line in kept if line.entitlement_id is None and sameness(line) in decided]


def _withdraw_same_lines(work: Work, losing_id: int, keeping_id: int) -> None:
    """Two records of one person often carry the same line from two lists; paying it twice would be wrong.

    RuleError when one is paid for caring for the other: nobody is his own carer (benefits.md 15.2, 8).
    """
    _demand_no_carer(work, (losing_id, keeping_id))
    lines = select(BenefitLine).where(known(BenefitLine, None)).order_by(BenefitLine.id)
    kept = list(work.session.scalars(lines.filter_by(person_id=keeping_id)))
    for line in told_twice(kept, list(work.session.scalars(lines.filter_by(person_id=losing_id)))):
        line.known_until = work.instant
    work.flush()


def _demand_no_carer(work: Work, both: tuple[int, int]) -> None:
    cares = select(BenefitLine.id).join(_entitlement, _entitlement.c.id == BenefitLine.entitlement_id)
    of_both = cares.where(_entitlement.c.person_id.in_(both), _entitlement.c.carer_id.in_(both))
    if work.session.scalar(of_both.where(known(BenefitLine, None), BenefitLine.stop_month.is_(None))) is not None:
        words = (
            "Một hồ sơ đang hưởng hỗ trợ vì chăm sóc người ở hồ sơ kia. Nếu đúng là một người thì lập quyết định thôi "
            "hưởng khoản ấy trước, rồi hãy gộp."
        )
        raise RuleError(words, code="cares_for_other")


def _remove_withdrawn_lines(work: Work, person_id: int) -> None:
    """A person with a line known now is nobody entered by mistake; what was withdrawn goes with them."""
    lines = select(BenefitLine).filter_by(person_id=person_id)
    count = len(list(work.session.scalars(lines.where(known(BenefitLine, None)))))
    if count:
        raise RuleError(
            f"Người này có {count} khoản trợ cấp. Khoản nào ghi nhầm thì bỏ trước, ở mục Trợ cấp của người này.",
            code="has_lines",
        )
    for line in list(work.session.scalars(lines)):
        work.delete(line)


_table.info[references.ON_MERGE] = _withdraw_same_lines
_table.info[ON_REMOVE] = _remove_withdrawn_lines
