"""Why entitlements of one month's list are no longer on the next: stopped or suspended, by which decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from models.benefits.entitlements.queries import DueSpan, due_spans
from models.benefits.entitlements.rules import PAID, DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.benefits.months.bridge import Gone
from models.benefits.months.facts import Line
from models.benefits.months.gathering import decision_words
from models.benefits.months.rules import PayKind, Step
from models.people.earlier import records_at
from models.people.queries import Reader
from models.people.tables import Person
from models.store.dates import Month, PartialDate

_ENDING = (DecisionKind.STOP, DecisionKind.TRANSFER_OUT, DecisionKind.SUSPEND)
MOST_ASKED = 500
"""So many entitlements are asked for by number; more, and all are read."""
_STATUS_WORDS = {"dead": "Mất", "moved": "Chuyển đi"}


def gone_from(
    reader: Reader, month: Month, last: Sequence[Line], now: Sequence[Line], known_at: str | None
) -> dict[int, Gone]:
    """Entitlement -> why, for those due last month and not this month, as known at an instant (None: now)."""
    there = {line.entitlement_id for line in now if line.kind == PayKind.REGULAR}
    left = {
        line.entitlement_id: line
        for line in last
        if line.kind == PayKind.REGULAR and line.entitlement_id is not None and line.entitlement_id not in there
    }
    if not left:
        return {}
    spans: dict[int, list[DueSpan]] = {}
    few = left if len(left) <= MOST_ASKED else None
    for span in due_spans(reader, known_at=known_at, of=few):
        if span.entitlement_id in left:
            spans.setdefault(span.entitlement_id, []).append(span)
    statuses = _statuses(reader, {line.person_id for line in left.values()}, known_at)
    decisions = _ending_decisions(reader, set(left), known_at)
    found: dict[int, Gone] = {}
    for number, line in left.items():
        resting = next((one for one in spans.get(number, ()) if _rests(one, month)), None)
        if resting is not None:
            words = decision_words(resting.decision_number, resting.decision_day)
            found[number] = Gone(Step.SUSPENDED, "Tạm dừng.", words, resting.decision_id)
            continue
        decision = decisions.get(number)
        reason = statuses.get(line.person_id, "")
        if decision is None:
            found[number] = Gone(Step.STOPPED, reason, "", None)
        else:
            words = decision_words(decision["number"], decision["signed_on"] or "")
            found[number] = Gone(Step.STOPPED, decision["why"] or decision["reason"] or reason, words, decision["id"])
    return found


def _rests(span: DueSpan, month: Month) -> bool:
    return span.standing != PAID and (span.start or 0) <= month and (span.stop is None or month < span.stop)


def _statuses(reader: Reader, ids: set[int], known_at: str | None) -> dict[int, str]:
    then = records_at(reader, known_at) if known_at is not None else {}
    found = select(Person.id, Person.status, Person.status_on).where(
        Person.status.in_(_STATUS_WORDS) | Person.id.in_(then)
    )
    told: dict[int, str] = {}
    for number, status, day in reader.execute(found):
        if number in ids:
            said = {"status": status, "status_on": day, **then.get(number, {})}
            if said["status"] in _STATUS_WORDS:
                when = f" {PartialDate.from_iso(said['status_on']).display()}" if said["status_on"] else ""
                told[number] = f"{_STATUS_WORDS[said['status']]}{when}."
    return told


def _ending_decisions(reader: Reader, entitlements: set[int], known_at: str | None) -> dict[int, dict[str, Any]]:
    """The last decision that ended each of these and was entered at an instant (None: now)."""
    columns = (Decision.id, Decision.number, Decision.signed_on, Decision.reason)
    found = (
        select(DecisionItem.entitlement_id, DecisionItem.why, *columns)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .where(Decision.kind.in_(_ENDING), Decision.state == DecisionState.ENTERED)
        .order_by(Decision.entered_at, DecisionItem.id)
    )
    if known_at is not None:
        found = found.where(Decision.entered_at <= known_at)
    rows = (dict(row._mapping) for row in reader.execute(found))
    return {row["entitlement_id"]: row for row in rows if row["entitlement_id"] in entitlements}
