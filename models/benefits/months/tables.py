"""Records of the monthly list: a month, its lines with a snapshot of who gets what and why, the organisation's answer.

From the confirmation on a line is frozen but for what the payment organisation reports; a closed month never changes:
corrections are lines of a later month (triggers below refuse everything else, whoever writes).
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import DDL, ForeignKey, Index, Table, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from models.office.tables import TRIGGERS
from models.store.tables import CHECK, Base, CheckPart
from models.store.undo import SURVIVES_UNDO

_WHOLE_MONTHS = CheckPart(
    "months", "models.benefits.months.whole:damaged_months", "Danh sách chi trả đã chốt còn nguyên."
)
UNCOLLECTED = "result IN ('unpaid', 'partly', 'returned')"
"""SQL condition: some of the line's money did not reach its recipient. Spelled as in the index that answers it."""


class PayMonth(Base):
    """One payout month. `state` is "open", "confirmed", "sent", "reconciled" or "closed".

    The list holds what the office knew at the instant `computed_at`, and looks at the law as of the day `known_on`;
    asked again as known then, it comes out the same. `paid_with` names another month paid out together with this one
    (Tết). An `opening` month holds what was paid before the program kept the months: the first bridge starts from it.
    `total` in đồng, `digest` the SHA-256 over the frozen lines.
    """

    __tablename__ = "pay_month"
    __table_args__ = {"info": {SURVIVES_UNDO: True, CHECK: _WHOLE_MONTHS}}  # noqa: RUF012 - SQLAlchemy's way

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    month: Mapped[int] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(Text)
    opening: Mapped[int] = mapped_column(default=0)
    known_on: Mapped[str] = mapped_column(Text)
    paid_with: Mapped[int | None]
    budget_year: Mapped[int]
    lines: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[str] = mapped_column(Text)
    computed_at: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[str | None] = mapped_column(Text)
    reconciled_at: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")


class PayTerm(Base):
    """What the office pays by: the organisation's fee ("fee", hundredths of a percent) or a year's estimate in đồng.

    A fee holds from the month `since` (YYYYMM) until a later one, an "estimate" for the year whose January `since` is.
    `document` is the paper that sets it.
    """

    __tablename__ = "pay_term"
    __table_args__ = (UniqueConstraint("kind", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    since: Mapped[int]
    value: Mapped[int]
    document: Mapped[str] = mapped_column(Text)


class PayReturn(Base):
    """An answer of the payment organisation that was applied whole: its name and hash (empty: told by hand), sums."""

    __tablename__ = "pay_return"
    __table_args__ = {"info": {SURVIVES_UNDO: True}}  # noqa: RUF012 - SQLAlchemy's way

    id: Mapped[int] = mapped_column(primary_key=True)
    pay_month_id: Mapped[int] = mapped_column(ForeignKey("pay_month.id"), index=True)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(Text)
    applied_at: Mapped[str] = mapped_column(Text)
    paid_lines: Mapped[int]
    paid_amount: Mapped[int]
    unpaid_lines: Mapped[int]
    unpaid_amount: Mapped[int]


class PayLine(Base):
    """One line of a month's list, with a snapshot of the person, the account and the reason, as they were.

    `kind` is "regular", "arrears", "recovery" (amount below zero; needs its decision), "carried" (unpaid before,
    `carried_from_id` names that line), "heirs" (due for the month of death), "funeral" or "other". `benefit_month` is
    the month the money is for, `budget_year` the year whose estimate it is drawn from. No foreign key points at people
    or entitlements: a merge or an undone import must not reach a frozen list; `person_id` and `entitlement_id` are the
    ids of that day, `recipient_id` is who is paid (the carer for care support), `debt_id` what a recovery pays back.
    The result columns are `result` ("", "paid", "partly", "unpaid", "returned"), `paid_amount`, `paid_on`,
    `unpaid_reason`, `return_id`.
    """

    __tablename__ = "pay_line"
    __table_args__ = (
        Index("ix_pay_line_month", "pay_month_id", "person_id"),
        Index("ix_pay_line_entitlement", "entitlement_id", "benefit_month", "pay_month_id", "kind", "amount"),
        Index("ix_pay_line_person", "person_id", "benefit_month"),
        Index("ix_pay_line_uncollected", "pay_month_id", "id", sqlite_where=text(UNCOLLECTED)),
        {"info": {SURVIVES_UNDO: True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pay_month_id: Mapped[int] = mapped_column(ForeignKey("pay_month.id"))
    person_id: Mapped[int]
    recipient_id: Mapped[int]
    entitlement_id: Mapped[int | None]
    debt_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(Text)
    benefit_month: Mapped[int]
    budget_year: Mapped[int]
    group_code: Mapped[str] = mapped_column(Text, default="")
    label: Mapped[str] = mapped_column(Text, default="")
    law_table: Mapped[str] = mapped_column(Text, default="")
    base_rate: Mapped[int | None]
    coefficient: Mapped[int | None]
    amount: Mapped[int]
    code: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    born: Mapped[str] = mapped_column(Text, default="")
    sex: Mapped[str] = mapped_column(Text, default="")
    id_number: Mapped[str] = mapped_column(Text, default="")
    village_id: Mapped[int | None]
    village: Mapped[str] = mapped_column(Text, default="")
    channel: Mapped[str] = mapped_column(Text, default="")
    account: Mapped[str] = mapped_column(Text, default="")
    bank: Mapped[str] = mapped_column(Text, default="")
    payee: Mapped[str] = mapped_column(Text, default="")
    payee_id_number: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    decision_id: Mapped[int | None]
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("pay_line.id"), index=True)
    step: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    paid_amount: Mapped[int | None]
    paid_on: Mapped[str | None] = mapped_column(Text)
    unpaid_reason: Mapped[str] = mapped_column(Text, default="")
    return_id: Mapped[int | None] = mapped_column(ForeignKey("pay_return.id"), index=True)


_RESULTS = ("result", "paid_amount", "paid_on", "unpaid_reason", "return_id")
_LINE = cast(Table, PayLine.__table__)
_MONTH = cast(Table, PayMonth.__table__)
_KEPT = " AND ".join(f"new.{one.name} IS old.{one.name}" for one in _LINE.columns if one.name not in _RESULTS)
_STATE = "(SELECT state FROM pay_month WHERE id = {row}.pay_month_id)"
_CARRIED = (
    "EXISTS (SELECT 1 FROM pay_line later JOIN pay_month next ON next.id = later.pay_month_id"
    " WHERE later.carried_from_id = old.id AND next.state <> 'open')"
)
"""Once a confirmed list pays the money again, the organisation's answer to the first list stands."""
_MONTH_KEPT = (
    "uid",
    "month",
    "opening",
    "known_on",
    "paid_with",
    "budget_year",
    "lines",
    "total",
    "digest",
    "opened_at",
    "computed_at",
    "confirmed_at",
)
_SAME_MONTH = " AND ".join(f"new.{name} IS old.{name}" for name in _MONTH_KEPT)
_LINE.info[TRIGGERS] = (
    f"CREATE TRIGGER pay_line_frozen BEFORE UPDATE ON pay_line WHEN {_STATE.format(row='old')} <> 'open'"
    f" AND NOT ({_STATE.format(row='old')} IN ('sent', 'reconciled') AND {_KEPT} AND NOT {_CARRIED})"
    " BEGIN SELECT RAISE(ABORT, 'a confirmed list is frozen'); END",
    f"CREATE TRIGGER pay_line_kept BEFORE DELETE ON pay_line WHEN {_STATE.format(row='old')} <> 'open'"
    " BEGIN SELECT RAISE(ABORT, 'a confirmed list is kept'); END",
    f"CREATE TRIGGER pay_line_late BEFORE INSERT ON pay_line WHEN {_STATE.format(row='new')} <> 'open'"
    " BEGIN SELECT RAISE(ABORT, 'a confirmed list takes no further line'); END",
)
_MONTH.info[TRIGGERS] = (
    "CREATE TRIGGER pay_month_frozen BEFORE UPDATE ON pay_month WHEN old.state = 'closed'"
    f" OR (old.state <> 'open' AND (new.state = 'open' OR NOT ({_SAME_MONTH})))"
    " BEGIN SELECT RAISE(ABORT, 'a confirmed month is frozen'); END",
    "CREATE TRIGGER pay_month_kept BEFORE DELETE ON pay_month WHEN old.state <> 'open'"
    " BEGIN SELECT RAISE(ABORT, 'a confirmed month is kept'); END",
)
for _table in (_LINE, _MONTH):
    for _statement in _table.info[TRIGGERS]:
        event.listen(_table, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]  # as SQLAlchemy ships it
