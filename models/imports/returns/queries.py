"""The payments of a month as the organisation pays them: one sum per payee of a person (paying.py). Reads only."""

from __future__ import annotations

from sqlalchemy import select

from models.benefits.months.paying import payments_of
from models.benefits.months.returns import PartLine, Payment
from models.benefits.months.tables import PayLine, PayMonth
from models.people.codes import display_code
from models.people.queries import Reader
from models.store.dates import Month


def month_state(reader: Reader, month: Month) -> str | None:
    """The state of a month; None when no list was made for it."""
    return reader.execute(select(PayMonth.state).filter_by(month=month)).scalar_one_or_none()


def payments(reader: Reader, month: Month) -> list[Payment]:
    """Every payment of a month, by person, account and payee; none is below zero."""
    found = (
        select(
            PayLine.id,
            PayLine.person_id,
            PayLine.recipient_id,
            PayLine.code,
            PayLine.name,
            PayLine.born,
            PayLine.id_number,
            PayLine.account,
            PayLine.payee,
            PayLine.village,
            PayLine.benefit_month,
            PayLine.kind,
            PayLine.amount,
            PayLine.result,
            PayLine.paid_amount,
        )
        .join(PayMonth, PayMonth.id == PayLine.pay_month_id)
        .where(PayMonth.month == month)
        .order_by(PayLine.person_id, PayLine.account, PayLine.payee, PayLine.id)
    )
    return [
        Payment(
            person_id=key.person_id,
            code=display_code(lines[0].code),
            name=lines[0].name,
            born_year=lines[0].born[:4],
            id_number=lines[0].id_number,
            account=key.account,
            payee=key.payee,
            village=lines[0].village,
            lines=tuple(
                PartLine(row.id, Month(row.benefit_month), row.kind, row.amount, row.result, row.paid_amount)
                for row in lines
            ),
        )
        for key, lines in payments_of(reader.execute(found)).items()
    ]
