"""Verbs of the office: commune and bodies, signers, villages, staff, number series.

Each verb(work, command) -> Outcome checks its command (RuleError names the field) and writes through `Work`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models.office.places import province_by_code
from models.office.rules import (
    TITLE_FORM_LABELS,
    BodyDefaults,
    BodyKey,
    check_series,
    committee_defaults,
    front_defaults,
    parse_commune,
    signature_lines,
)
from models.office.tables import Commune, IssuingBody, NumberSeries, Signer, Staff, Village, VillageOldName
from models.office.villages import VILLAGE_KINDS, VillageName, match_key, parse_village
from models.store.create import FIRST_HANDLE
from models.store.errors import RuleError
from models.store.uids import new_uid
from models.store.vietnamese import tidy, tidy_name
from models.store.work import Outcome, Work

OFFICE_STALE = frozenset({("office", 0)})
PERSON_CODES, HOUSEHOLD_CODES = "person", "household"


@dataclass(frozen=True, slots=True)
class CreateCommune:
    """First run: "Xã Tà Đùng" (the kind may stand in the name), its province and the first staff member's name."""

    name: str
    province_code: str
    kind: str | None = None
    staff_name: str = ""
    former_units: str = ""


def create_commune(work: Work, command: CreateCommune) -> Outcome[int]:
    """Make the commune, its two bodies with usual letterheads and series, and staff member 1; returns the staff id."""
    if work.session.scalar(select(Commune.id)) is not None:
        raise RuleError("Sổ này đã có xã, phường.", code="commune_exists")
    name = parse_commune(command.name, command.kind)
    province = province_by_code(command.province_code)
    if province is None:
        raise RuleError("Hãy chọn tỉnh, thành phố.", field="province", code="province_unknown")
    commune = Commune(
        kind=name.kind, name=name.name, province_code=province.code, former_units=tidy(command.former_units)
    )
    work.add(commune)
    for body in (committee_defaults(name), front_defaults(name, province.full_name)):
        _add_body(work, body)
    for key in (PERSON_CODES, HOUSEHOLD_CODES):
        work.add(NumberSeries(key=key, year=0, last=0, suffix=""))
    staff = Staff(
        uid=new_uid(),
        display_name=tidy_name(command.staff_name) or "Cán bộ 1",
        role="clerk",
        handle=FIRST_HANDLE,
        administrator=1,
    )
    work.add(staff)
    return Outcome(staff.id, OFFICE_STALE)


def _add_body(work: Work, body: BodyDefaults) -> None:
    record = IssuingBody(
        key=body.key,
        superior_line=body.superior_line,
        name_line=body.name_line,
        department_line=body.department_line,
        place_name=body.place_name,
    )
    work.add(record)
    for kind, suffix in body.series.items():
        work.add(NumberSeries(key=f"{body.key}/{kind}", year=0, body_id=record.id, suffix=suffix, last=0))


@dataclass(frozen=True, slots=True)
class ChangeCommune:
    """New facts of the commune; letterheads are changed apart by `change_body`."""

    kind: str
    name: str
    province_code: str
    former_units: str = ""


def change_commune(work: Work, command: ChangeCommune) -> Outcome[None]:
    """Change name, kind, province or former units."""
    commune = work.session.scalars(select(Commune)).one()
    name = parse_commune(command.name, command.kind)
    if province_by_code(command.province_code) is None:
        raise RuleError("Hãy chọn tỉnh, thành phố.", field="province", code="province_unknown")
    commune.kind, commune.name, commune.province_code = name.kind, name.name, command.province_code
    commune.former_units = command.former_units.strip()
    work.flush()
    return Outcome(None, OFFICE_STALE)


@dataclass(frozen=True, slots=True)
class ChangeBody:
    """The lines of one body's letterhead; `series` gives new suffixes by paper kind ("QĐ" -> "QĐ-UBND")."""

    key: BodyKey
    superior_line: str
    name_line: str
    department_line: str
    place_name: str
    series: tuple[tuple[str, str], ...] = ()


def change_body(work: Work, command: ChangeBody) -> Outcome[None]:
    """Change the letterhead of a body; the name line and the place cannot be empty."""
    body = _body(work, command.key)
    if not tidy(command.name_line):
        raise RuleError("Chưa nhập tên cơ quan.", field="name_line", code="body_name_missing")
    if not tidy(command.place_name):
        raise RuleError("Chưa nhập địa danh.", field="place_name", code="place_missing")
    body.superior_line, body.name_line = tidy(command.superior_line), tidy(command.name_line)
    body.department_line, body.place_name = tidy(command.department_line), tidy(command.place_name)
    for kind, suffix in command.series:
        key = f"{command.key}/{kind}"
        series = work.session.scalars(select(NumberSeries).filter_by(key=key, year=0)).one_or_none()
        if series is None:
            work.add(NumberSeries(key=key, year=0, body_id=body.id, suffix=tidy(suffix), last=0))
        else:
            series.suffix = tidy(suffix)
    work.flush()
    return Outcome(None, OFFICE_STALE)


@dataclass(frozen=True, slots=True)
class AddSeries:
    """A body numbers one more kind of papers: `kind` "GM", `suffix` behind number and stroke "GM-MTTQ-BTT"."""

    key: BodyKey
    kind: str
    suffix: str


def add_series(work: Work, command: AddSeries) -> Outcome[None]:
    """Begin a number series of a body; one kind has one series, whatever its capitals (NĐ 30/2020, Điều 15)."""
    body = _body(work, command.key)
    kind, suffix = check_series(command.kind, command.suffix)
    known = work.session.scalars(select(NumberSeries.key).where(NumberSeries.body_id == body.id))
    if kind.casefold() in {key.rpartition("/")[2].casefold() for key in known}:
        raise RuleError(f"Đã có ký hiệu cho {kind}: sửa ở Sửa đầu văn bản.", field="kind", code="series_exists")
    work.add(NumberSeries(key=f"{command.key}/{kind}", year=0, body_id=body.id, suffix=suffix, last=0))
    work.flush()
    return Outcome(None, OFFICE_STALE)


@dataclass(frozen=True, slots=True)
class SetSigner:
    """A signer of a body: `signer_id` None adds one. `to_day` is the last day in office."""

    body: BodyKey
    name: str
    title_form: str
    position: str
    from_day: date
    to_day: date | None = None
    signer_id: int | None = None


def set_signer(work: Work, command: SetSigner) -> Outcome[int]:
    """Add or change a signer; returns its id."""
    name = tidy_name(command.name)
    if not name:
        raise RuleError("Chưa nhập họ và tên người ký.", field="name", code="name_missing")
    if command.title_form not in TITLE_FORM_LABELS:
        raise RuleError("Hãy chọn thẩm quyền ký.", field="title_form", code="title_form_unknown")
    signature_lines(command.title_form, command.position, body=command.body)  # type: ignore[arg-type]  # checked above
    if command.to_day is not None and command.to_day < command.from_day:
        raise RuleError("Ngày thôi giữ chức vụ trước ngày bắt đầu.", field="to_day", code="span_empty")
    signer = work.get(Signer, command.signer_id) if command.signer_id else Signer()
    if signer is None:
        raise RuleError("Người ký này không còn trong sổ.", code="signer_gone")
    signer.body_id = _body(work, command.body).id
    signer.name, signer.title_form, signer.position = name, command.title_form, tidy(command.position)
    signer.from_day = command.from_day.isoformat()
    signer.to_day = command.to_day.isoformat() if command.to_day else None
    work.add(signer)
    return Outcome(signer.id, OFFICE_STALE)


def remove_signer(work: Work, signer_id: int) -> Outcome[None]:
    """Remove a signer entered by mistake; one who left gets a last day instead."""
    signer = work.get(Signer, signer_id)
    if signer is not None:
        work.delete(signer)
    return Outcome(None, OFFICE_STALE)


def _body(work: Work, key: str) -> IssuingBody:
    body = work.session.scalars(select(IssuingBody).filter_by(key=key)).one_or_none()
    if body is None:
        raise RuleError("Chưa có cơ quan này.", field="body", code="body_unknown")
    return body


@dataclass(frozen=True, slots=True)
class AddVillage:
    """A village by its written name ("Thôn 3", "TDP 5"); `kind` decides where the name says none."""

    name: str
    kind: str = ""
    sort_order: int | None = None


def add_village(work: Work, command: AddVillage) -> Outcome[int]:
    """Add a village; RuleError when one of that kind and name is there already. Returns its id."""
    name = _village_name(command.name, command.kind)
    _demand_free(work, name, None)
    order = command.sort_order
    if order is None:
        order = (work.session.scalar(select(func.max(Village.sort_order))) or 0) + 1
    village = Village(uid=new_uid(), kind=name.kind, name=name.name, sort_order=order)
    work.add(village)
    return Outcome(village.id, frozenset({("villages", village.id)}))


@dataclass(frozen=True, slots=True)
class ChangeVillage:
    """New name, kind, order or closing day of a village; a changed name is kept among the old ones."""

    village_id: int
    kind: str
    name: str
    sort_order: int
    closed_on: date | None = None
    keep_old_name: bool = True


def change_village(work: Work, command: ChangeVillage) -> Outcome[None]:
    """Rename, reorder or close a village; lists with the old name go on finding it unless it was a slip of the pen."""
    village = _village(work, command.village_id)
    name = _village_name(command.name, command.kind)
    _demand_free(work, name, village.id)
    old = VillageName(village.kind, village.name)
    if match_key(old) != match_key(name) and command.keep_old_name:
        _remember_old_name(work, village.id, old)
    village.kind, village.name, village.sort_order = name.kind, name.name, command.sort_order
    village.closed_on = command.closed_on.isoformat() if command.closed_on else None
    work.flush()
    return Outcome(None, frozenset({("villages", village.id), ("people", 0)}))


@dataclass(frozen=True, slots=True)
class OldName:
    """A further name under which lists know a village ("Thôn 2 cũ")."""

    village_id: int
    name: str


def add_old_name(work: Work, command: OldName) -> Outcome[None]:
    """Remember another name of a village."""
    village = _village(work, command.village_id)
    name = parse_village(command.name)
    if not name.name:
        raise RuleError("Chưa nhập tên cũ.", field="name", code="village_name_missing")
    _remember_old_name(work, village.id, name)
    return Outcome(None, frozenset({("villages", village.id)}))


@dataclass(frozen=True, slots=True)
class OrderVillages:
    """The villages in the office's order."""

    village_ids: tuple[int, ...]


def order_villages(work: Work, command: OrderVillages) -> Outcome[None]:
    """Number the villages in the given order."""
    for order, village_id in enumerate(command.village_ids, start=1):
        _village(work, village_id).sort_order = order
    work.flush()
    return Outcome(None, frozenset({("villages", 0), ("people", 0)}))


def _remember_old_name(work: Work, village_id: int, name: VillageName) -> None:
    known = work.session.scalars(select(VillageOldName).filter_by(village_id=village_id))
    if all(match_key(VillageName(row.kind, row.name)) != match_key(name) for row in known):
        until = work.today.isoformat()
        work.add(VillageOldName(village_id=village_id, kind=name.kind, name=name.name, until_day=until))


def _village(work: Work, village_id: int) -> Village:
    village = work.get(Village, village_id)
    if village is None:
        raise RuleError("Thôn, tổ dân phố này không còn trong sổ.", field="village", code="village_gone")
    return village


def _village_name(text: str, kind: str) -> VillageName:
    name = parse_village(text)
    chosen = tidy(kind).casefold() or name.kind or "thôn"
    if chosen not in VILLAGE_KINDS:
        raise RuleError("Hãy chọn loại: thôn, tổ dân phố, bon, bản...", field="kind", code="village_kind_unknown")
    if not name.name:
        raise RuleError("Chưa nhập tên thôn, tổ dân phố.", field="name", code="village_name_missing")
    return VillageName(chosen, name.name)


def _demand_free(work: Work, name: VillageName, besides: int | None) -> None:
    for village in work.session.scalars(select(Village)):
        if village.id != besides and match_key(VillageName(village.kind, village.name)) == match_key(name):
            raise RuleError(f"Đã có {name.full}.", field="name", code="village_exists")


def next_numbers(work: Work, key: str, count: int) -> range:
    """Take `count` numbers of a series that no one else will get; the series is made when it is missing."""
    series = work.session.scalars(select(NumberSeries).filter_by(key=key, year=0)).one_or_none()
    if series is None:
        series = NumberSeries(key=key, year=0, suffix="", last=0)
        work.session.add(series)
    first = (series.last or 0) + 1
    series.last = first + count - 1
    work.flush()
    return range(first, first + count)
