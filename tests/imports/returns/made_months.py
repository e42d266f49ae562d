"""A month that was sent, for tests of the payment organisation's answer: four people, six lines, 3.060.000 đồng."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Table, text

from models.benefits.months.rules import MonthState
from models.benefits.months.tables import PayLine, PayMonth
from models.store.dates import Month
from models.store.uids import new_uid
from models.store.work import Outcome, Work

NOVEMBER = Month(202611)
_LINE = cast(Table, PayLine.__table__)

PEOPLE: tuple[dict[str, Any], ...] = (
    {"person_id": 1, "code": 123, "name": "Lê Thị Hạnh", "born": "1950", "id_number": "001150000011", "account": ""},
    {"person_id": 2, "code": 124, "name": "K’Brơi", "born": "1948-03-05", "id_number": "", "account": "0123456789"},
    {
        "person_id": 3,
        "code": 125,
        "name": "Trần Văn Đức",
        "born": "2015",
        "id_number": "001215000012",
        "account": "55512345678",
    },
    {"person_id": 4, "code": 126, "name": "Nguyễn Thị Ánh", "born": "1960", "id_number": "", "account": ""},
)
LINES: tuple[dict[str, Any], ...] = (
    {"who": 0, "kind": "regular", "benefit_month": 202611, "amount": 540_000},
    {"who": 0, "kind": "arrears", "benefit_month": 202610, "amount": 40_000},
    {"who": 1, "kind": "regular", "benefit_month": 202611, "amount": 540_000},
    {"who": 2, "kind": "regular", "benefit_month": 202611, "amount": 1_350_000},
    {"who": 2, "kind": "regular", "benefit_month": 202611, "amount": 540_000, "payee": "Trần Thị Mẹ", "account": ""},
    {"who": 3, "kind": "carried", "benefit_month": 202610, "amount": 50_000},
)


def make_month(work: Work, state: str) -> Outcome[int]:
    """The month with its lines, brought to `state`."""
    month = PayMonth(
        uid=new_uid(),
        month=NOVEMBER,
        state=MonthState.OPEN.value,
        known_on="2026-11-01",
        budget_year=2026,
        lines=len(LINES),
        total=sum(line["amount"] for line in LINES),
        opened_at=work.instant,
        computed_at=work.instant,
    )
    work.add(month)
    work.insert_many(_LINE, [_row(month.id, line) for line in LINES])
    work.session.execute(text("UPDATE pay_month SET state = :state"), {"state": state})
    return Outcome(month.id)


def make_december(work: Work, carried_from: int) -> Outcome[int]:
    """A confirmed list of the next month that carries a line of November's."""
    month = PayMonth(
        uid=new_uid(),
        month=Month(202612),
        state=MonthState.OPEN.value,
        known_on="2026-11-24",
        budget_year=2026,
        opened_at=work.instant,
        computed_at=work.instant,
    )
    work.add(month)
    work.insert_many(_LINE, [{**_row(month.id, LINES[5]), "carried_from_id": carried_from}])
    month.state = MonthState.CONFIRMED.value
    work.flush()
    return Outcome(month.id)


def _row(month_id: int, line: dict[str, Any]) -> dict[str, Any]:
    person = PEOPLE[line["who"]]
    given = {**person, **{key: value for key, value in line.items() if key != "who"}}
    nothing = {column.name: "" if column.name in _TEXTS else None for column in _LINE.columns if column.name != "id"}
    return {
        **nothing,
        "pay_month_id": month_id,
        "recipient_id": person["person_id"],
        "budget_year": 2026,
        "village": "Thôn 1",
        **given,
    }


_TEXTS = frozenset(column.name for column in _LINE.columns if not column.nullable)
