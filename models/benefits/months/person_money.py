"""What one person was listed for and got, payout by payout: what the clerk says at the desk.

Promises: lines of the same kind, benefit and outcome in one payout are told as one, with the months they are for; a
ground that tells of HIV/AIDS is told neutrally unless it was asked for (`Grounds`); no account number is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select

from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.months.rules import PAY_KIND_LABELS, RESULT_LABELS, MonthState, PayKind
from models.benefits.months.stored import TABLE
from models.benefits.months.tables import PayMonth
from models.benefits.rules import CHANNEL_LABELS
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds, is_secret_ground, mentions_hiv
from models.people.queries import AnyRow, Reader
from models.store.dates import Month, month_display

_ORDER: Final = {kind: place for place, kind in enumerate(PayKind)}
_ANSWERED: Final = frozenset((MonthState.SENT, MonthState.RECONCILED, MonthState.CLOSED))
_LISTED: Final = "Trong danh sách đang lập"
_CLOSED: Final = "Đã chốt, chưa gửi"
_L = TABLE.c


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One kind of money of one payout; amounts in đồng, `months` as shown, `came` what became of it.

    `to` names who is paid when it is somebody else; `secret` tells that the ground was kept back.
    """

    payout: Month
    what: str
    months: str
    amount: int
    way: str
    to: str
    came: str
    secret: bool


def paid_to(reader: Reader, person_id: int, *, grounds: Grounds) -> list[PaidRow]:
    """Every payout of a person, or to the person as carer, newest first."""
    theirs = select(Entitlement.id).where(or_(Entitlement.person_id == person_id, Entitlement.carer_id == person_id))
    found = (
        select(
            PayMonth.month,
            PayMonth.state,
            PayMonth.opening,
            _L.kind,
            _L.label,
            _L.group_code,
            _L.benefit_month,
            _L.amount,
            _L.channel,
            _L.bank,
            _L.payee,
            _L.name,
            _L.result,
            _L.paid_amount,
            _L.paid_on,
            _L.unpaid_reason,
        )
        .join(PayMonth, PayMonth.id == _L.pay_month_id)
        .where(or_(_L.person_id == person_id, _L.recipient_id == person_id, _L.entitlement_id.in_(theirs)))
    )
    alike: dict[tuple[object, ...], list[AnyRow]] = {}
    for row in sorted(
        reader.execute(found), key=lambda one: (-one.month, _ORDER[PayKind(one.kind)], one.benefit_month)
    ):
        same = (row.month, row.kind, row.label, row.channel, row.payee, row.result, row.paid_on, row.unpaid_reason)
        alike.setdefault(same, []).append(row)
    return [_told(rows, grounds) for rows in alike.values()]


def latest_decision(reader: Reader, person_id: int) -> int | None:
    """The last signed decision of which this person, or the person as carer, can be given a slip; None without one.

    The taking over of an old list is none: citizens were never given it.
    """
    found = (
        select(Decision.id)
        .join(DecisionItem, DecisionItem.decision_id == Decision.id)
        .where(
            or_(DecisionItem.person_id == person_id, DecisionItem.carer_id == person_id),
            Decision.state == DecisionState.ENTERED.value,
            Decision.kind != DecisionKind.TAKEN_OVER.value,
        )
        .order_by(Decision.signed_on.desc(), Decision.id.desc())
    )
    first = reader.execute(found).first()
    return None if first is None else int(first[0])


def _told(rows: list[AnyRow], grounds: Grounds) -> PaidRow:
    row = rows[0]
    hides = grounds == "neutral" or (grounds != "open" and is_secret_ground(row.group_code, row.label))
    ground = NEUTRAL_LABEL if hides else row.label
    kind = PAY_KIND_LABELS[row.kind]
    money_alone = row.kind == PayKind.FUNERAL or not ground
    way = row.bank or CHANNEL_LABELS.get(row.channel, "")
    return PaidRow(
        payout=Month(row.month),
        what=kind if money_alone else f"{kind}: {ground}",
        months=_span(sorted({Month(one.benefit_month) for one in rows})),
        amount=sum(one.amount for one in rows),
        way=way,
        to=row.payee,
        came=_came(row, sum(one.paid_amount or 0 for one in rows)),
        secret=hides and grounds == "guarded",
    )


def _span(months: list[Month]) -> str:
    first, last = month_display(months[0]), month_display(months[-1])
    return first if first == last else f"{first} - {last}"


def _came(row: AnyRow, paid: int) -> str:
    """What became of it, as a citizen is told."""
    if row.opening:
        return "Theo danh sách cũ"
    if row.state not in _ANSWERED:
        return _LISTED if row.state == MonthState.OPEN else _CLOSED
    said = RESULT_LABELS[row.result]
    if row.result == "partly":
        said += f" {paid:,} đồng".replace(",", ".")
    if row.paid_on:
        year, month, day = row.paid_on.split("-")
        said += f" ngày {day}/{month}/{year}"
    reason = "" if mentions_hiv(row.unpaid_reason) else row.unpaid_reason
    return f"{said}: {reason}" if reason and row.result != "paid" else said
