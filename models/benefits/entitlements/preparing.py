"""Preparing proposals, decisions and citizens' slips from the store: who, what, from when, on what grounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from models.benefits.entitlements.citizen_slips import CitizenSlips, slips_of
from models.benefits.entitlements.effects import due
from models.benefits.entitlements.grounds import Basis, grounds_of, long_day
from models.benefits.entitlements.papers import (
    MONEY_KINDS,
    DecidedPerson,
    DecidedStep,
    DecisionPaper,
    benefit_words,
)
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.entitlements.writing import Kept, among, id_list, kept_spans
from models.benefits.papers import Letterhead, Signatory
from models.benefits.preparing import body_letterhead
from models.benefits.queries import rulings
from models.benefits.rules import label_key
from models.benefits.secrecy import is_secret_ground, mentions_hiv, name_alone
from models.law import saying
from models.law.book import Group, LawOfMonth, shipped_book
from models.law.queries import law_book, own_place
from models.office import queries as office
from models.office.paper_queries import paper
from models.office.paper_rules import PaperKind, PaperState
from models.office.tables import Village
from models.people.codes import display_code
from models.people.dated import AsOf, holds
from models.people.queries import village_text
from models.people.tables import BankAccount, Person, Residence
from models.store.dates import Month, PartialDate, month_of
from models.store.errors import RuleError

LAST_ORDER = 2**31
FIRST_LAW = Month(202107)
"""Benefits of older months are named by the oldest law the program knows."""
DECREE = "/NĐ-CP"
DEPARTMENT_HEAD = Signatory(("TRƯỞNG PHÒNG",))
DECISION_RECIPIENTS = ("Như Điều 3;", "Lưu: VT, VHXH.")
PROPOSAL_RECIPIENTS = ("Như trên;", "Lưu: VHXH.")


def decision_paper(
    session: Session, decision_ids: Sequence[int], today: date, *, as_proposal: bool = False, cited: str = ""
) -> DecisionPaper:
    """The paper of decisions of one kind that stand together, or the proposal to make them.

    RuleError: "decision_gone", "other_kind", "cancelled_already"; "secret_alone" when a secret ground stands among
    several people.
    """
    decisions = list(session.scalars(select(Decision).where(Decision.id.in_(decision_ids)).order_by(Decision.id)))
    if len(decisions) != len(set(decision_ids)) or not decisions:
        raise RuleError("Không có quyết định này trong sổ.", code="decision_gone")
    if len({one.kind for one in decisions}) > 1:
        raise RuleError("Chỉ in chung các quyết định cùng loại.", code="other_kind")
    if any(one.state == DecisionState.CANCELLED for one in decisions):
        raise RuleError("Quyết định này đã hủy.", code="cancelled_already")
    kind = DecisionKind(decisions[0].kind)
    gathered = _Gathered(session, kind, {one.id: one.made_at for one in decisions}, today)
    people, secret = gathered.people()
    signed = next((one for one in decisions if one.state == DecisionState.ENTERED), None)
    head = _letterhead(session, "TTr" if as_proposal else "QĐ", as_proposal, None if as_proposal else signed)
    reasons = {one.reason for one in decisions}
    reason = next(iter(reasons)) if len(reasons) == 1 and not secret else ""
    return DecisionPaper(
        letterhead=head,
        kind=kind,
        benefit=benefit_words(gathered.kinds()),
        office=_office(session),
        department=office.body(session, "committee").department_line,
        bases=gathered.bases(),
        people=tuple(people),
        signatory=DEPARTMENT_HEAD if as_proposal else _chairman(session, today),
        recipients=PROPOSAL_RECIPIENTS if as_proposal else DECISION_RECIPIENTS,
        on=today,
        secret=secret,
        proposal=as_proposal,
        cited=cited,
        reason="" if mentions_hiv(reason) else reason,
    )


def citizen_slips(
    session: Session, decision_ids: Sequence[int], today: date, codes: Set[str] = frozenset(), village: str = ""
) -> CitizenSlips:
    """What the people of these decisions take home; `codes` (as they are shown) and `village` keep those people alone.

    RuleError as `decision_paper`, "nobody" when none of the people is among them.
    """
    made = decision_paper(session, decision_ids, today)
    kept = [one for one in made.people if (not codes or one.code in codes) and village in ("", one.village)]
    made = replace(made, people=tuple(kept))
    payee, cared = aliased(Person), DecisionItem.carer_id.is_not(None)
    found = (
        select(Person.code, cared, BankAccount.bank)
        .join(DecisionItem, DecisionItem.person_id == Person.id)
        .join(payee, payee.id == func.coalesce(DecisionItem.carer_id, DecisionItem.person_id))
        .join(BankAccount, and_(BankAccount.person_id == payee.id, holds(BankAccount, AsOf(today))))
        .where(among(DecisionItem.decision_id), BankAccount.bank != "")
    )
    rows = session.execute(found, {"wanted": id_list(decision_ids)})
    return slips_of(made, {(display_code(row[0]), bool(row[1])): row[2] for row in rows}, month_of(today))


def cited_proposal(session: Session, paper_id: int) -> str:
    """ "số 12/TTr-VHXH ngày 05 tháng 11 năm 2026" of a kept proposal, blank where it says nothing yet.

    RuleError "not_a_proposal".
    """
    found = paper(session, paper_id)
    if found is None or found.kind is not PaperKind.PROPOSAL or found.state is PaperState.CANCELLED:
        raise RuleError("Không có tờ trình này trong sổ.", field="proposal", code="not_a_proposal")
    entry = found.entry
    number = entry.shown_number or f"........./{entry.sign}"
    day = long_day(entry.signed_on) if entry.signed_on else "...... tháng ...... năm ........"
    return f"số {number} ngày {day}"


def _office(session: Session) -> str:
    """ "xã Hưng Đạo", as it stands inside a sentence."""
    found = office.commune(session)
    if found is None:
        raise RuleError("Sổ chưa khai tên xã, phường.", code="no_commune")
    return found.full_name[:1].lower() + found.full_name[1:]


def _letterhead(session: Session, series: str, as_proposal: bool, signed: Decision | None) -> Letterhead:
    head = body_letterhead(session, "committee", series)
    if as_proposal:
        department = office.body(session, "committee").department_line
        return Letterhead(
            department or head.body, head.place, head.body if department else head.superior, sign=head.sign
        )
    if signed is None:
        return head
    number, _, sign = signed.number.partition("/")
    day = date.fromisoformat(signed.signed_on) if signed.signed_on else None
    return Letterhead(head.body, head.place, head.superior, number, sign or head.sign, day)


def _chairman(session: Session, day: date) -> Signatory:
    for signer in office.signers(session, body="committee", on=day):
        return Signatory(signer.lines, signer.name)
    return Signatory(("CHỦ TỊCH",))


class _Gathered:
    """The items of decisions with everything their paper tells, read in a few SELECTs."""

    def __init__(self, session: Session, kind: DecisionKind, made: Mapping[int, str], today: date) -> None:
        self._session, self._kind, self._today = session, kind, today
        item: Any = DecisionItem.__table__
        found = select(item).where(among(item.c.decision_id)).order_by(item.c.id)
        self._items = list(session.execute(found, {"wanted": id_list(made)}))
        ids = {row.entitlement_id for row in self._items if row.entitlement_id is not None}
        entitlements = select(Entitlement).where(among(Entitlement.id))
        self._entitlements = {one.id: one for one in session.scalars(entitlements, {"wanted": id_list(ids)})}
        self._spans = kept_spans(session, ids)
        self._then = {number: kept_spans(session, self._of(number), at) for number, at in made.items()}
        whose = {row.person_id for row in self._items} | {row.carer_id for row in self._items}
        whose |= {one.carer_id for one in self._entitlements.values()}
        self._people = _people(session, whose - {None}, today)
        self._ruled = rulings(session)
        self._book = law_book(session)
        self._laws: dict[Month, LawOfMonth] = {}

    def _of(self, decision_id: int) -> set[int]:
        """Entitlements that a decision speaks of."""
        return {row.entitlement_id for row in self._items if row.decision_id == decision_id and row.entitlement_id}

    def kinds(self) -> set[str]:
        """The kinds of benefits the items are about."""
        return {self._what(row)[0] for row in self._items} - {""}

    def bases(self) -> tuple[Basis, ...]:
        """The grounds, those of the province where an amount stands on its table."""
        documents = {**shipped_book().documents(), **self._book.documents()}
        return grounds_of(self.kinds(), documents, {key for row in self._items for key in self._local_documents(row)})

    def people(self) -> tuple[list[DecidedPerson], bool]:
        """The people by village and name, numbered; and whether a ground is secret."""
        together: dict[tuple[int, object], list[Any]] = defaultdict(list)
        for row in self._items:
            together[row.person_id, row.entitlement_id or (row.group_code, row.label)].append(row)
        order = sorted(together, key=lambda key: self._people[key[0]].order)
        found = [self._person(number, together[key]) for number, key in enumerate(order, start=1)]
        return found, any(self._is_secret(row) for row in self._items)

    def _person(self, number: int, rows: Sequence[Any]) -> DecidedPerson:
        first = rows[0]
        person, secret = self._people[first.person_id], self._is_secret(first)
        kind, code, label, carer = self._what(first)
        other = self._people.get(carer or 0)
        steps = [self._step(row) for row in sorted(rows, key=lambda row: row.from_month or 0)]
        why = "" if secret or mentions_hiv(first.why) else first.why
        return DecidedPerson(
            number=number,
            code=display_code(person.code),
            name=name_alone(person.name) or person.name,
            born=person.born,
            id_number=person.id_number,
            village=person.village,
            what="" if secret else self._title(code, label, steps[0].month),
            clause="" if secret else first.article or self._clause(code, steps[0].month),
            steps=tuple(steps),
            before=self._before(first),
            by_signing=self._kind is DecisionKind.GRANT,
            other="" if other is None else other.name,
            other_id_number="" if other is None else other.id_number,
            why=why,
            dead=person.dead,
            benefit=benefit_words({kind}),
        )

    def _step(self, row: Any) -> DecidedStep:
        month = None if row.from_month is None else Month(row.from_month)
        amount, coefficient = row.amount, row.coefficient
        if self._kind in (DecisionKind.RESUME, DecisionKind.TRANSFER_IN) and amount is None and row.entitlement_id:
            spans = [kept.span for kept in self._spans[row.entitlement_id]]
            amount = spans[-1].worth.amount if spans else None
        return DecidedStep(month, amount, coefficient)

    def _before(self, row: Any) -> int | None:
        """What was due for the first month as known when the decision was made, whether it took effect since or not."""
        if row.entitlement_id is None or row.from_month is None or self._kind in MONEY_KINDS:
            return None
        kept: Iterable[Kept] = self._then[row.decision_id].get(row.entitlement_id, ())
        return due([one.span for one in kept], Month(row.from_month)) or None

    def _what(self, row: Any) -> tuple[str, str, str, int | None]:
        """Kind of benefit, group, label and carer of an item, its own or its entitlement's."""
        if row.entitlement_id is None:
            return row.kind, row.group_code, row.label, row.carer_id
        one = self._entitlements[row.entitlement_id]
        spans = self._spans[row.entitlement_id]
        worth = spans[-1].span.worth if spans else None
        code = row.group_code or (worth.group_code if worth else "") or one.group_code
        label = row.label or (worth.label if worth else "") or one.label
        kind = "funeral" if self._kind is DecisionKind.FUNERAL else one.kind
        return kind, code or self._ruled.get(label_key(label), ""), label, row.carer_id or one.carer_id

    def _is_secret(self, row: Any) -> bool:
        _, code, label, _ = self._what(row)
        return is_secret_ground(code, label)

    def _title(self, code: str, label: str, month: Month | None) -> str:
        group = self._group(code, month)
        return label if group is None else group.who.title

    def _clause(self, code: str, month: Month | None) -> str:
        group = self._group(code, month)
        return "" if group is None else saying.basis(group, self._law(month))

    def _group(self, code: str, month: Month | None) -> Group | None:
        return self._law(month).central.group(code)

    def _law(self, month: Month | None) -> LawOfMonth:
        wanted = max(month or month_of(self._today), FIRST_LAW)
        if wanted not in self._laws:
            self._laws[wanted] = self._book.at(wanted, self._today)
        return self._laws[wanted]

    def _local_documents(self, row: Any) -> Iterable[str]:
        if row.law_table != "local":
            return ()
        law = self._law(None if row.from_month is None else Month(row.from_month))
        place = own_place(self._session)
        table = law.table_of(place, None)
        group = None if table is None else table.group(self._what(row)[1])
        keys = () if group is None else group.documents
        return [key for key in keys if not law.documents[key].number.endswith(DECREE)]


class _Someone:
    """A person as papers name them, and where they stand in a list."""

    def __init__(self, row: Any) -> None:
        self.code: int = row.code
        self.name: str = row.name
        born = None if row.born_year is None else PartialDate(row.born_year, row.born_month, row.born_day)
        self.born = "" if born is None else born.display()
        self.id_number: str = row.id_number or row.old_id_number
        self.village = village_text(row.kind, row.village)
        self.dead = row.status == "dead"
        self.order = (row.sort_order, row.name_sort, row.id)


def _people(session: Session, ids: Iterable[int], day: date) -> Mapping[int, _Someone]:
    columns = (Person.id, Person.code, Person.name, Person.name_sort, Person.born_year, Person.born_month)
    found = (
        select(
            *columns,
            Person.born_day,
            Person.id_number,
            Person.old_id_number,
            Person.status,
            Village.kind,
            Village.name.label("village"),
            func.coalesce(Village.sort_order, LAST_ORDER).label("sort_order"),
        )
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, AsOf(day))))
        .outerjoin(Village, Village.id == Residence.village_id)
        .where(among(Person.id))
    )
    return {row.id: _Someone(row) for row in session.execute(found, {"wanted": id_list(ids)})}
