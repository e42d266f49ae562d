"""Preparing the papers of events from the store: village slips and the recovery letter as frozen facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.events.papers import RecoveryLetter, SlipLine, SlipSheet, slip_name
from models.benefits.events.queries import debts
from models.benefits.events.rules import DebtState, EventKind, answer_by
from models.benefits.events.slip_names import names_on_slips, secret_since
from models.benefits.events.tables import ChangeEvent
from models.benefits.papers import Signatory
from models.benefits.preparing import body_letterhead
from models.law.queries import law_book
from models.law.saying import cited
from models.office import queries as office
from models.people.tables import Person
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError

DAYS_TO_PAY = 30
_VILLAGE_HEADS = {"tổ dân phố": "TỔ TRƯỞNG TỔ DÂN PHỐ", "bon": "TRƯỞNG BON", "buôn": "TRƯỞNG BUÔN", "bản": "TRƯỞNG BẢN"}
SIGN_HINT = "(Ký, ghi rõ họ tên)"
RECIPIENTS = ("Như trên;", "Kế toán;", "Lưu: VT, VHXH.")


def village_slips(reader: Session, month: Month, village_ids: Sequence[int] | None = None) -> list[SlipSheet]:
    """The slips of these villages (None: all) for a month, in the office's order; none for one without names.

    A slip that was printed is printed again with the same numbers; whose ground became a secret one since is left out.
    """
    names: dict[int, list[SlipLine]] = {}
    secret = secret_since(reader, month)
    for one in names_on_slips(reader, month):
        if one.person_id not in secret:
            lines = names.setdefault(one.village_id, [])
            lines.append(SlipLine(one.number, one.code, slip_name(one.name), one.born))
    head = body_letterhead(reader, "committee", "")
    return [
        SlipSheet(
            head,
            month,
            village.id,
            village.full_name,
            tuple(names[village.id]),
            answer_by(month),
            Signatory((_VILLAGE_HEADS.get(village.kind.casefold(), "TRƯỞNG THÔN"),), "", SIGN_HINT),
        )
        for village in office.villages(reader)
        if village.id in names and (village_ids is None or village.id in village_ids)
    ]


def recovery_letter(reader: Session, debt_id: int, today: date) -> RecoveryLetter:
    """The letter about one debt. RuleError when there is none or when it is settled."""
    row = next((one for one in debts(reader, today) if one.id == debt_id), None)
    if row is None or row.state not in (DebtState.FOUND, DebtState.DEMANDED):
        raise RuleError("Khoản này đã thu xong, không thu nữa, hoặc không có.", field="debt", code="debt_settled")
    person = reader.get(Person, row.person_id)
    dead = person is not None and person.status == "dead"
    name = slip_name(row.name)
    head = body_letterhead(reader, "committee", "TB")
    return RecoveryLetter(
        letterhead=head,
        to=f"Gia đình ông (bà) {name}" if dead else f"Ông (bà) {name}",
        person=name,
        code=row.code,
        village=row.village,
        months=row.months,
        amount=row.amount,
        back=row.back,
        why=_why(reader, row.event_id, row.from_month, today),
        pay_by=today + timedelta(days=DAYS_TO_PAY),
        contact=f"{_commune(reader)} (bộ phận Văn hóa - Xã hội)",
        signatory=_chairman(reader, today),
        recipients=RECIPIENTS,
    )


def _why(reader: Session, event_id: int | None, month: Month, today: date) -> str:
    law = law_book(reader).at(max(month, Month(202107)), today)
    rule = law.rules["stop"]
    ground = f"{rule.article} {cited(law.documents[rule.document])}"
    event = None if event_id is None else reader.execute(_EVENT.where(ChangeEvent.id == event_id)).first()
    if event is None:
        return "Qua rà soát, các tháng này được chi cao hơn mức được hưởng."
    when = f" ngày {PartialDate.from_iso(event[1]).display()}" if event[1] else ""
    what = "mất" if event[0] == EventKind.DEATH else "chuyển nơi cư trú"
    return f"Người hưởng (hoặc người được chăm sóc) {what}{when}. {rule.words} ({ground})."


_EVENT = select(ChangeEvent.kind, ChangeEvent.happened_on)


def _commune(reader: Session) -> str:
    found = office.commune(reader)
    if found is None:
        return "Ủy ban nhân dân"
    return f"Ủy ban nhân dân {found.full_name[:1].lower()}{found.full_name[1:]}"


def _chairman(reader: Session, day: date) -> Signatory:
    for signer in office.signers(reader, body="committee", on=day):
        return Signatory(signer.lines, signer.name)
    return Signatory(("CHỦ TỊCH",))
