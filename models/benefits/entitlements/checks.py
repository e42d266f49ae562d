"""What a decision must satisfy before it is kept: people, entitlements, doubles, secret grounds. Reads, never writes.

Promises: every refusal is a RuleError in plain words that names the person by code; any number of items is a handful of
SELECTs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.entitlements.carers import cared_by_others, demand_carer, has_carer
from models.benefits.entitlements.rules import DECISION_LABELS, DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.entitlements.writing import Kept, among, id_list, kept_spans
from models.benefits.groups import all_groups
from models.benefits.rules import LARGEST_MONTHLY, label_key
from models.benefits.secrecy import is_secret_ground
from models.benefits.tables import BenefitLine
from models.people.codes import display_code
from models.people.dated import known
from models.people.tables import Person
from models.store.errors import RuleError

_item: Any = DecisionItem.__table__
_entitlement: Any = Entitlement.__table__
_decision: Any = Decision.__table__
_line: Any = BenefitLine.__table__
STARTING = (DecisionKind.GRANT, DecisionKind.TRANSFER_IN)
OF_SUMS = (DecisionKind.RECOVER, DecisionKind.FUNERAL)
LARGEST_SUM = 1_000_000_000
Rows = Sequence[Mapping[str, Any]]


def demand_sound(session: Session, kind: DecisionKind, items: Rows) -> None:
    """Refuse a decision that could not stand. Raises RuleError."""
    if not items:
        raise RuleError("Quyết định chưa có ai.", field="items", code="nobody")
    if kind == DecisionKind.TAKEN_OVER:
        raise RuleError("Khoản từ danh sách cũ được tiếp nhận ở mục Tiếp nhận.", code="taking_over_apart")
    codes = codes_of(session, {item["person_id"] for item in items})
    _demand_people(items, codes)
    _demand_amounts(kind, items, codes)
    _demand_secret_alone(items)
    if kind in STARTING:
        _demand_new(session, items, codes)
    elif kind not in OF_SUMS:
        _demand_entitlements(session, kind, items, codes)


def named(session: Session, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items with kind, ground and carer of their entitlement, where they name none of their own."""
    ids = {item["entitlement_id"] for item in items if item["entitlement_id"] is not None}
    kept = kept_spans(session, ids)
    chosen = select(_entitlement).where(among(_entitlement.c.id))
    owners = {row["id"]: row for row in session.execute(chosen, {"wanted": id_list(ids)}).mappings()}
    return [_named(item, owners.get(item["entitlement_id"]), kept) for item in items]


def _named(item: dict[str, Any], owner: Any, kept: Mapping[int, Sequence[Kept]]) -> dict[str, Any]:
    if owner is None:
        return item
    own = {"kind": owner["kind"], "carer_id": owner["carer_id"]}
    if not item["group_code"] and not item["label"]:
        spans = kept[owner["id"]]
        worth = spans[-1].span.worth if spans else None
        own["group_code"] = worth.group_code if worth else owner["group_code"]
        own["label"] = worth.label if worth else owner["label"]
    return {**item, **own}


def demand_free_number(session: Session, decision_id: int, number: str, year: int) -> None:
    """Numbers of decisions run by year: one number is one decision, or the several of one paper."""
    same = select(_decision.c.number, _decision.c.paper_id).where(
        _decision.c.id != decision_id,
        _decision.c.state == DecisionState.ENTERED.value,
        _decision.c.kind != DecisionKind.TAKEN_OVER.value,
        _decision.c.signed_on.like(f"{year}-%"),
    )
    own = session.execute(select(_decision.c.paper_id).where(_decision.c.id == decision_id)).scalar()
    # SQLite folds ASCII only, and "QĐ" is not.
    taken = [paper for given, paper in session.execute(same) if given.casefold() == number.casefold()]
    if any(paper is None or paper != own for paper in taken):
        raise RuleError(f"Số {number} năm {year} đã có trên quyết định khác.", field="number", code="number_taken")


def codes_of(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """Codes as shown, by person; ids of nobody are left out."""
    chosen = select(Person.__table__.c.id, Person.__table__.c.code).where(among(Person.__table__.c.id))
    return {row[0]: display_code(row[1]) for row in session.execute(chosen, {"wanted": id_list(person_ids)})}


def _demand_people(items: Rows, codes: Mapping[int, str]) -> None:
    if any(item["person_id"] not in codes for item in items):
        raise RuleError("Không có người này trong sổ.", field="person", code="person_gone")


def _demand_amounts(kind: DecisionKind, items: Rows, codes: Mapping[int, str]) -> None:
    wants = kind in (*STARTING, *OF_SUMS, DecisionKind.ADJUST)
    largest = LARGEST_SUM if kind in OF_SUMS else LARGEST_MONTHLY
    for item in items:
        amount = item["amount"]
        if wants and (amount is None or not 0 < amount <= largest):
            limit = f"lớn hơn 0, không quá {largest // 1_000_000} triệu đồng"
            words = f"{codes[item['person_id']]}: hãy ghi số tiền {limit}."
            raise RuleError(words, field="amount", code="amount_range")


def _demand_secret_alone(items: Rows) -> None:
    """A ground that tells of HIV/AIDS never stands on a paper beside other people (privacy.md 11.1)."""
    secret = any(is_secret_ground(item["group_code"], item["label"]) for item in items)
    if secret and len({item["person_id"] for item in items}) > 1:
        raise RuleError(
            "Có người thuộc diện phải giữ kín. Hãy lập quyết định riêng cho từng người đó.", code="secret_alone"
        )


def _demand_new(session: Session, items: Rows, codes: Mapping[int, str]) -> None:
    """A grant names a group of its kind; nobody gets one ground twice."""
    groups = {one.code: one for one in all_groups()}
    for item in items:
        whose = codes[item["person_id"]]
        group = groups.get(item["group_code"])
        if group is None and not item["label"]:
            raise RuleError(f"{whose}: hãy chọn nhóm đối tượng.", field="group", code="group_missing")
        if item["kind"] != kind_of(item["group_code"]):
            raise RuleError(f"{whose}: loại trợ cấp không hợp với nhóm.", field="kind", code="kind_of_group")
    _demand_carers(session, items, codes)
    wanted = Counter(
        (item["person_id"], item["group_code"] or label_key(item["label"]), item["carer_id"]) for item in items
    )
    has = {*running_grounds(session, {item["person_id"] for item in items}), *_being_granted(session, items)}
    for (person, ground, carer), count in wanted.items():
        if count > 1 or (person, ground, carer) in has:
            words = f"{codes[person]}: người này đang hưởng hoặc đang chờ quyết định cho chính diện này."
            raise RuleError(words, field="group", code="has_it")


def _demand_carers(session: Session, items: Rows, codes: Mapping[int, str]) -> None:
    """Carers are somebody else and alive; for one person cared for there is one (benefits.md 15.2, 8)."""
    caring = [item for item in items if has_carer(item["kind"], item["group_code"]) and item["carer_id"] is not None]
    for item in caring:
        demand_carer(session, item["person_id"], item["carer_id"])
    if not caring:
        return
    taken = cared_by_others(session, {item["person_id"] for item in caring})
    taken |= {one for one, ground, carer in _being_granted(session, caring) if carer and ground.startswith("CS-")}
    for item in caring:
        if item["person_id"] in taken:
            words = "đã có người được nhận hỗ trợ chăm sóc cho người này; thôi khoản đó trước."
            raise RuleError(f"{codes[item['person_id']]}: {words}", field="carer", code="cared_for")


def kind_of(group_code: str) -> str:
    """The kind of entitlement a group gives."""
    if group_code == "HTXH":
        return "social_pension"
    return "care_support" if group_code.startswith("CS-") else "allowance"


def running_grounds(session: Session, person_ids: set[int]) -> set[tuple[int, str, int | None]]:
    """Person, ground (group, else the label's key) and carer of everything that runs without an end."""
    chosen = (
        select(_entitlement.c.person_id, _line.c.group_code, _line.c.label, _entitlement.c.carer_id)
        .join(_line, _line.c.entitlement_id == _entitlement.c.id)
        .where(known(BenefitLine, None), _line.c.stop_month.is_(None), among(_entitlement.c.person_id))
    )
    found = session.execute(chosen, {"wanted": id_list(person_ids)})
    return {(person, group or label_key(label), carer) for person, group, label, carer in found}


def _being_granted(session: Session, items: Rows) -> set[tuple[int, str, int | None]]:
    chosen = (
        select(_item.c.person_id, _item.c.group_code, _item.c.label, _item.c.carer_id)
        .join(_decision, _decision.c.id == _item.c.decision_id)
        .where(
            _decision.c.state == DecisionState.PREPARED.value,
            _decision.c.kind.in_([one.value for one in STARTING]),
            among(_item.c.person_id),
        )
    )
    found = session.execute(chosen, {"wanted": id_list({item["person_id"] for item in items})})
    return {(person, group or label_key(label), carer) for person, group, label, carer in found}


def _demand_entitlements(session: Session, kind: DecisionKind, items: Rows, codes: Mapping[int, str]) -> None:
    """The entitlements are there, each the person's own, and no decision of the kind waits for its number."""
    ids = {item["entitlement_id"] for item in items if item["entitlement_id"] is not None}
    chosen = select(_entitlement.c.id, _entitlement.c.person_id).where(among(_entitlement.c.id))
    owners: dict[int, int] = {row[0]: row[1] for row in session.execute(chosen, {"wanted": id_list(ids)})}
    months = Counter((item["entitlement_id"], item["from_month"]) for item in items)
    for item in items:
        whose = codes[item["person_id"]]
        if owners.get(item["entitlement_id"]) != item["person_id"]:
            raise RuleError(f"{whose}: không có chế độ này của người này.", field="entitlement", code="not_theirs")
        if months[item["entitlement_id"], item["from_month"]] > 1:
            raise RuleError(f"{whose}: có hai mục cho cùng một tháng.", field="items", code="told_twice")
    several = Counter(item["entitlement_id"] for item in items)
    if kind != DecisionKind.ADJUST and any(count > 1 for count in several.values()):
        raise RuleError("Có chế độ được ghi hai lần trong quyết định.", field="items", code="told_twice")
    waiting = (
        select(_item.c.person_id)
        .join(_decision, _decision.c.id == _item.c.decision_id)
        .where(
            _decision.c.state == DecisionState.PREPARED.value,
            _decision.c.kind == kind.value,
            among(_item.c.entitlement_id),
        )
    )
    person = session.execute(waiting, {"wanted": id_list(ids)}).scalar()
    if person is not None:
        words = f"{codes[person]}: đã có quyết định {DECISION_LABELS[kind].lower()} đang chờ số, ngày."
        raise RuleError(words, code="prepared_already")
