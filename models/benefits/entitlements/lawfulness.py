"""Amounts of a decision against the law: what the law gives is marked so, anything else must say why.

Promises: an item that names its base rate is the product it claims; one given by hand is either the law's amount, and
becomes such an item, or carries a sentence for whoever asks later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.benefits.entitlements.effects import starts
from models.benefits.entitlements.law_rates import Rates, rates_for
from models.benefits.entitlements.rules import DecisionKind
from models.store.errors import RuleError

WORTH_KINDS = (DecisionKind.GRANT, DecisionKind.TRANSFER_IN, DecisionKind.ADJUST)
"""Kinds whose items say what is paid a month."""


def explained(
    session: Session, kind: DecisionKind, items: Sequence[dict[str, Any]], reason: str, today: date
) -> list[dict[str, Any]]:
    """The items, those given by hand marked as the law's where they are, or with `reason` as their sentence.

    RuleError (field "reason", code "why_missing") for another amount without a word why; (field "amount", code
    "not_the_product") for a claimed product that is none.
    """
    if kind not in WORTH_KINDS:
        return list(items)
    by_hand = {item["person_id"] for item in items if item["base_rate"] is None}
    rates = rates_for(session, by_hand, today) if by_hand else None
    return [_explained(kind, item, rates, reason, today) for item in items]


def _explained(
    kind: DecisionKind, item: dict[str, Any], rates: Rates | None, reason: str, today: date
) -> dict[str, Any]:
    if item["base_rate"] is not None or rates is None:
        _demand_product(item)
        return item
    lawful = _lawful(kind, item, rates, today)
    if lawful is not None:
        return lawful
    if not item["why"] and not reason:
        words = "Mức này không theo luật hoặc không rõ nhóm: hãy ghi lý do."
        raise RuleError(words, field="reason", code="why_missing")
    return {**item, "why": item["why"] or reason}


def _demand_product(item: Mapping[str, Any]) -> None:
    factor = 100 if item["coefficient"] is None else item["coefficient"]
    if item["amount"] is not None and item["amount"] * 100 != item["base_rate"] * factor:
        raise RuleError("Mức không bằng mức chuẩn nhân hệ số.", field="amount", code="not_the_product")


def _lawful(kind: DecisionKind, item: dict[str, Any], rates: Rates, today: date) -> dict[str, Any] | None:
    """The item with the law's base rate, coefficient, table and article; None when the law gives something else."""
    if not item["group_code"]:
        return None
    month = starts(kind, item["from_month"], today)
    try:
        level = rates.level(item["person_id"], item["group_code"], month, item["coefficient"])
    except RuleError:
        return None  # a month before the law that this program knows
    if level is None or level.amount != item["amount"]:
        return None
    return {
        **item,
        "base_rate": level.base_rate,
        "coefficient": level.coefficient,
        "law_table": level.table,
        "article": item["article"] or level.article,
    }
