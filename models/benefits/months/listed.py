"""What confirmed lists say: months kept, amounts listed, money not collected, debts and funeral support still to list.

An instant (`known_at`) asks as it was known then. Amounts are đồng.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, literal, or_, select, text
from sqlalchemy.orm import aliased

from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.benefits.events.tables import Debt, DebtReturn
from models.benefits.months.facts import DebtFact, FuneralFact, Line, Uncollected
from models.benefits.months.rules import MonthState, PayKind
from models.benefits.months.stored import COLUMNS, TABLE
from models.benefits.months.tables import UNCOLLECTED, PayMonth, PayReturn
from models.people.queries import Reader, bare
from models.store import history
from models.store.dates import Month, PartialDate
from models.store.tables import Audit, Change

IN_A_LIST = "list"
_COUNTED = (PayKind.REGULAR, PayKind.HEIRS, PayKind.ARREARS, PayKind.RECOVERY)


class KeptMonth(NamedTuple):
    """A month whose list is frozen."""

    id: int
    month: Month
    opening: bool
    reconciled: bool


def confirmed_before(reader: Reader, month: Month, known_at: str | None) -> list[KeptMonth]:
    """The months before `month` whose lists were frozen at an instant (None: now), the earliest first."""
    found = select(PayMonth).where(PayMonth.state != MonthState.OPEN, PayMonth.month < month)
    if known_at is not None:
        found = found.where(PayMonth.confirmed_at <= known_at)
    columns = (PayMonth.id, PayMonth.month, PayMonth.opening, PayMonth.reconciled_at)
    rows = reader.execute(found.with_only_columns(*columns).order_by(PayMonth.month))
    return [
        KeptMonth(row[0], Month(row[1]), bool(row[2]), row[3] is not None and (known_at is None or row[3] <= known_at))
        for row in rows
    ]


def listed(
    reader: Reader, kept: Sequence[KeptMonth], *, of: Collection[int] | None = None
) -> dict[int, dict[int, int]]:
    """Entitlement, or each of these, -> month -> what the kept lists say. What lapsed when carried counts no longer."""
    ids = [one.id for one in kept if not one.opening]
    about = TABLE.c.entitlement_id.is_not(None) if of is None else TABLE.c.entitlement_id.in_(of)
    sums = (
        select(TABLE.c.entitlement_id, TABLE.c.benefit_month, func.sum(TABLE.c.amount).label("amount"))
        .where(about, _of_months(ids), TABLE.c.kind.in_(_COUNTED))
        .group_by(TABLE.c.entitlement_id, TABLE.c.benefit_month)
        .subquery()
    )
    # After some years a row a month would be a million; of one text an entitlement most are alike and read once.
    told = func.group_concat(sums.c.benefit_month.op("||")(literal(" ")).op("||")(sums.c.amount))
    texts = select(sums.c.entitlement_id, told).group_by(sums.c.entitlement_id)
    read: dict[str, dict[int, int]] = {}
    found: dict[int, dict[int, int]] = {}
    for entitlement, text_ in bare(reader).execute(texts).all():
        months = read.get(text_)
        if months is None:
            months = read[text_] = {int(month): int(amount) for month, amount in map(str.split, text_.split(","))}
        found[entitlement] = months
    source = aliased(TABLE)
    lapsed = (
        select(TABLE.c.entitlement_id, TABLE.c.benefit_month, TABLE.c.amount - _remainder(source))
        .join(source, source.c.id == TABLE.c.carried_from_id)
        .where(about, TABLE.c.carried_from_id > 0, _of_months(ids))
    )
    for entitlement, month, amount in reader.execute(lapsed):
        if entitlement is not None and amount:
            months = found.get(entitlement, {})
            found[entitlement] = {**months, month: months.get(month, 0) + amount}
    return found


def _of_months(ids: Sequence[int]) -> ColumnElement[bool]:
    """Of these months, not found by them: their index would read every line of all years, whole."""
    found: ColumnElement[bool] = (TABLE.c.pay_month_id + 0).in_(ids)
    return found


def drawn(reader: Reader, kept: Sequence[KeptMonth], entitlements: Collection[int]) -> dict[int, dict[int, int]]:
    """Entitlement -> month -> the budget year its money was drawn from last, for these entitlements."""
    if not entitlements:
        return {}  # else the whole table would be read for nobody
    rows = (
        select(TABLE.c.entitlement_id, TABLE.c.benefit_month, TABLE.c.budget_year)
        .where(TABLE.c.entitlement_id.in_(entitlements), TABLE.c.kind != PayKind.RECOVERY)
        .where(TABLE.c.pay_month_id.in_([one.id for one in kept]))
        .order_by(TABLE.c.id)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for entitlement, month, year in reader.execute(rows):
        found[entitlement][month] = year
    return dict(found)


def _remainder(table: Any) -> ColumnElement[int]:
    remainder: ColumnElement[int] = table.c.amount - func.coalesce(table.c.paid_amount, 0)
    return remainder


def uncollected(reader: Reader, kept: Sequence[KeptMonth], known_at: str | None) -> list[Uncollected]:
    """Lines of reconciled months whose money did not arrive whole and that no kept list carried on."""
    months = {one.id: one.month for one in kept if one.reconciled and not one.opening}
    carried = aliased(TABLE)
    taken = select(carried.c.id).where(
        carried.c.carried_from_id == TABLE.c.id, carried.c.pay_month_id.in_([one.id for one in kept])
    )
    rows = (
        select(TABLE.c.id, TABLE.c.pay_month_id, TABLE.c.unpaid_reason, _remainder(TABLE).label("rest"), *COLUMNS)
        .where(TABLE.c.pay_month_id.in_(months), text(UNCOLLECTED), ~taken.exists())
        .order_by(TABLE.c.id)
    )
    if known_at is not None:
        # Told of after that instant: what a list then carried on can no longer be told otherwise (see the triggers).
        later = select(PayReturn.id).where(PayReturn.applied_at > known_at)
        rows = rows.where(or_(TABLE.c.return_id.is_(None), TABLE.c.return_id.not_in(later)))
    return [
        Uncollected(row[0], Line(*row[4:]), row[3], months[row[1]], row[2]) for row in reader.execute(rows) if row[3]
    ]


def open_debts(reader: Reader, kept: Sequence[KeptMonth], known_at: str | None) -> list[DebtFact]:
    """Debts with what came back; `decision_id` only where the decision to recover was entered."""
    then = _Then(reader, known_at)
    back = _returned(reader, then)
    rows = reader.execute(select(Debt.__table__).order_by(Debt.id)).mappings()
    found: list[DebtFact] = []
    for row in then.rows("debt", rows):
        decision = then.decision(row["decision_id"])
        recovers = decision is not None and decision["kind"] == DecisionKind.RECOVER and row["state"] != "written_off"
        by_hand, held = back.get((row["id"], False), 0), back.get((row["id"], True), 0)
        found.append(
            DebtFact(
                row["id"],
                row["person_id"],
                row["entitlement_id"],
                row["from_month"],
                row["until_month"],
                max(0, row["amount"] - by_hand - held),
                by_hand,
                row["decision_id"] if recovers else None,
                _words(decision),
                row["monthly"],
            )
        )
    return found


def _returned(reader: Reader, then: _Then) -> dict[tuple[int, bool], int]:
    """(debt, whether in a list) -> what came back."""
    rows = reader.execute(select(DebtReturn.__table__)).mappings()
    found: dict[tuple[int, bool], int] = defaultdict(int)
    for row in then.rows("debt_return", rows):
        found[row["debt_id"], row["way"] == IN_A_LIST] += row["amount"]
    return found


def funerals(reader: Reader, kept: Sequence[KeptMonth], month: Month, known_at: str | None) -> list[FuneralFact]:
    """Funeral support of entered decisions that no kept list holds."""
    then = _Then(reader, known_at)
    listed_before = select(TABLE.c.decision_id, TABLE.c.person_id).where(
        TABLE.c.entitlement_id.is_(None), TABLE.c.kind == PayKind.FUNERAL, _of_months([one.id for one in kept])
    )
    done = {(row[0], row[1]) for row in reader.execute(listed_before)}
    wanted = select(DecisionItem.__table__).join(Decision, Decision.id == DecisionItem.decision_id)
    rows = reader.execute(wanted.where(Decision.kind == DecisionKind.FUNERAL).order_by(DecisionItem.id)).mappings()
    found: list[FuneralFact] = []
    for row in then.rows("decision_item", rows):
        decision = then.decision(row["decision_id"])
        if decision is None or not row["amount"] or (row["decision_id"], row["person_id"]) in done:
            continue
        found.append(
            FuneralFact(
                row["decision_id"],
                _words(decision),
                row["person_id"],
                row["carer_id"] or row["person_id"],
                Month(row["from_month"] or month),
                row["amount"],
                row["group_code"],
                row["label"],
            )
        )
    return found


def _words(decision: dict[str, Any] | None) -> str:
    if decision is None:
        return ""
    day = decision["signed_on"]
    return f"{decision['number']} {f'ngày {PartialDate.from_iso(day).display()}' if day else ''}".strip()


class _Then:
    """Records that are overwritten, read back from the history as they were at an instant (None: as they are)."""

    def __init__(self, reader: Reader, known_at: str | None) -> None:
        self._reader, self._known_at = reader, known_at

    def rows(self, table: str, rows: Any) -> list[dict[str, Any]]:
        """The rows that existed then, with what they said then."""
        told = [dict(row) for row in rows]
        if self._known_at is None:
            return told
        said, newer = self._since(table)
        return [{**row, **said.get(row["id"], {})} for row in told if row["id"] not in newer]

    def decision(self, decision_id: int | None) -> dict[str, Any] | None:
        """An entered decision; None when it was not entered then."""
        found = self._reader.execute(select(Decision.__table__).where(Decision.__table__.c.id == decision_id))
        rows = self.rows("decision", found.mappings())
        return rows[0] if rows and rows[0]["state"] == DecisionState.ENTERED else None

    def _since(self, table: str) -> tuple[dict[int, dict[str, Any]], set[int]]:
        changes = (
            select(Audit.record_id, Audit.operation, Audit.fields)
            .join(Change, Change.id == Audit.change_id)
            .where(Audit.record_table == table, Change.at > self._known_at)
            .order_by(Audit.id)
        )
        said: dict[int, dict[str, Any]] = defaultdict(dict)
        newer: set[int] = set()
        for record_id, operation, fields in self._reader.execute(changes):
            if operation == history.NEW:
                newer.add(record_id)
            for name, (old, _new) in json.loads(fields or "{}").items():
                said[record_id].setdefault(name, old)
        return said, newer
