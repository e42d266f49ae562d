"""Preparing the payment list of a month from the store: entries, letterhead and signatures as frozen facts."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.benefits.papers import FINANCE_SIGNATORIES, Letterhead, PaymentList, Signatory, payment_list
from models.benefits.queries import payment_lines
from models.office import queries as office
from models.store.dates import Month, month_end


def body_letterhead(reader: Session, body: str, paper: str) -> Letterhead:
    """Letterhead of a body ("committee", "front") for a kind of paper ("DS", "TB"), number and date left blank.

    Number and date come days later from the records clerk (benefits.md 15.2, 3).
    """
    found = office.body(reader, body)
    return Letterhead(
        body=found.name_line,
        place=found.place_name,
        superior=found.superior_line or None,
        sign=found.series.get(paper, ""),
    )


def prepare_payment(reader: Session, month: Month, village_id: int | None = None) -> PaymentList:
    """The finance copy of a month's payment list, of the whole commune or of one village.

    The chairman's name stands under the last column when a signer holds office on the last day of the month.
    """
    villages = {village.id: village.full_name for village in office.villages(reader)}
    return payment_list(
        payment_lines(reader, month, village_id),
        letterhead=body_letterhead(reader, "committee", "DS"),
        month=month,
        village=None if village_id is None else villages[village_id],
        signatories=(*FINANCE_SIGNATORIES[:-1], _chairman(reader, month)),
    )


def _chairman(reader: Session, month: Month) -> Signatory:
    usual = FINANCE_SIGNATORIES[-1]
    for signer in office.signers(reader, body="committee", on=month_end(month)):
        return Signatory(signer.lines, signer.name, usual.hint)
    return usual
