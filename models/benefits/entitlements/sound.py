"""What `check` looks at in entitlements: one worth a month, each span its owner's, by a decision that stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from models.benefits.entitlements.rules import DecisionState
from models.benefits.entitlements.tables import Decision, Entitlement
from models.benefits.tables import BenefitLine
from models.people.dated import known

_line: Any = BenefitLine.__table__
_entitlement: Any = Entitlement.__table__
_decision: Any = Decision.__table__
NEVER = 999_912


def unsound(connection: Connection) -> str | None:
    """What is wrong, in words without anybody's name; None when all is well."""
    overlaps, strangers, unsigned = _overlaps(connection), _strangers(connection), _unsigned(connection)
    said = (
        (overlaps, "chế độ có hai mức cho cùng một tháng"),
        (strangers, "khoản ghi cho người khác với chế độ của nó"),
        (unsigned, "khoản theo quyết định chưa ký"),
    )
    wrong = [f"{count} {words}" for count, words in said if count]
    return f"Có {', '.join(wrong)}; hãy khôi phục từ bản sao lưu." if wrong else None


def _overlaps(connection: Connection) -> int:
    """Entitlements with a span that begins before the one before it ended."""
    begins = func.coalesce(_line.c.start_month, 0)
    in_order = {"partition_by": _line.c.entitlement_id, "order_by": (begins, _line.c.id)}
    spans = (
        select(
            _line.c.entitlement_id,
            begins.label("begins"),
            func.lag(func.coalesce(_line.c.stop_month, NEVER)).over(**in_order).label("ended"),
        )
        .where(_line.c.entitlement_id.is_not(None), known(BenefitLine, None))
        .subquery()
    )
    found = select(func.count(spans.c.entitlement_id.distinct())).where(spans.c.begins < spans.c.ended)
    return int(connection.execute(found).scalar_one())


def _strangers(connection: Connection) -> int:
    found = (
        select(func.count())
        .select_from(_line)
        .join(_entitlement, _entitlement.c.id == _line.c.entitlement_id)
        .where(known(BenefitLine, None), _entitlement.c.person_id != _line.c.person_id)
    )
    return int(connection.execute(found).scalar_one())


def _unsigned(connection: Connection) -> int:
    """Spans that stand now by a decision that was never entered; those of a cancelled one were given back."""
    found = (
        select(func.count())
        .select_from(_line)
        .join(_decision, _decision.c.id == _line.c.decision_id)
        .where(known(BenefitLine, None), _decision.c.state != DecisionState.ENTERED.value)
    )
    return int(connection.execute(found).scalar_one())
