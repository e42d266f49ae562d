"""Reads of the office: frozen dataclasses for windows, papers and the subjects that stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.office.places import Province, province_by_code
from models.office.rules import CommuneName, parse_commune, signature_lines
from models.office.tables import Commune, IssuingBody, NumberSeries, Signer, Staff, Village, VillageOldName
from models.office.villages import KnownVillage, VillageName, find_village


@dataclass(frozen=True, slots=True)
class CommuneView:
    """The commune as windows and papers name it."""

    kind: str
    name: str
    province_code: str
    province_name: str
    former_units: str

    @property
    def full_name(self) -> str:
        """ "Xã Tà Đùng"."""
        return parse_commune(self.name, self.kind).full

    @property
    def commune_name(self) -> CommuneName:
        """The name in its two parts."""
        return parse_commune(self.name, self.kind)


@dataclass(frozen=True, slots=True)
class BodyView:
    """An issuing body: lines of its letterhead and the suffixes of its papers by kind."""

    id: int
    key: str
    superior_line: str
    name_line: str
    department_line: str
    place_name: str
    series: dict[str, str]


@dataclass(frozen=True, slots=True)
class SignerView:
    """A signer: `lines` stand above the signature; `to_day` None: still in office."""

    id: int
    body: str
    name: str
    title_form: str
    position: str
    from_day: date
    to_day: date | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VillageView:
    """A village: `full_name` is "Thôn Đồng Cầu"; `old_names` are written the same way."""

    id: int
    kind: str
    name: str
    full_name: str
    sort_order: int
    closed_on: date | None
    old_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffView:
    """A colleague who signs in."""

    id: int
    uid: str
    display_name: str
    role: str


def commune(session: Session) -> CommuneView | None:
    """The commune, None before the first run has made it."""
    row = session.scalars(select(Commune)).first()
    if row is None:
        return None
    province: Province | None = province_by_code(row.province_code)
    return CommuneView(row.kind, row.name, row.province_code, province.name if province else "", row.former_units)


def bodies(session: Session) -> list[BodyView]:
    """Both issuing bodies, the people's committee first."""
    series: dict[int, dict[str, str]] = {}
    named = select(NumberSeries).where(NumberSeries.body_id.is_not(None), NumberSeries.year == 0)
    for row in session.scalars(named.order_by(NumberSeries.id)):
        series.setdefault(row.body_id or 0, {})[row.key.rpartition("/")[2]] = row.suffix
    return [
        BodyView(
            row.id,
            row.key,
            row.superior_line,
            row.name_line,
            row.department_line,
            row.place_name,
            series.get(row.id, {}),
        )
        for row in session.scalars(select(IssuingBody).order_by(IssuingBody.id))
    ]


def body(session: Session, key: str) -> BodyView:
    """One issuing body, "committee" or "front"; KeyError when it is not there."""
    for view in bodies(session):
        if view.key == key:
            return view
    raise KeyError(key)


def signers(session: Session, *, body: str | None = None, on: date | None = None) -> list[SignerView]:
    """Signers, of one body or all, in office on a day or ever, in the order they were entered."""
    found = select(Signer, IssuingBody.key).join(IssuingBody, IssuingBody.id == Signer.body_id).order_by(Signer.id)
    views = [_signer_view(signer, key) for signer, key in session.execute(found)]
    return [
        view
        for view in views
        if (body is None or view.body == body)
        and (on is None or (view.from_day <= on and (view.to_day is None or on <= view.to_day)))
    ]


def _signer_view(signer: Signer, body_key: str) -> SignerView:
    return SignerView(
        signer.id,
        body_key,
        signer.name,
        signer.title_form,
        signer.position,
        date.fromisoformat(signer.from_day),
        date.fromisoformat(signer.to_day) if signer.to_day else None,
        signature_lines(signer.title_form, signer.position, body=body_key),  # type: ignore[arg-type]  # stored words
    )


def villages(session: Session, *, closed: bool = True) -> list[VillageView]:
    """All villages in the office's order; without the closed ones when asked."""
    old: dict[int, list[str]] = {}
    for row in session.scalars(select(VillageOldName).order_by(VillageOldName.id)):
        old.setdefault(row.village_id, []).append(VillageName(row.kind, row.name).full)
    found = session.scalars(select(Village).order_by(Village.sort_order, Village.id))
    return [
        VillageView(
            row.id,
            row.kind,
            row.name,
            VillageName(row.kind, row.name).full,
            row.sort_order,
            date.fromisoformat(row.closed_on) if row.closed_on else None,
            tuple(old.get(row.id, ())),
        )
        for row in found
        if closed or row.closed_on is None
    ]


def known_villages(session: Session) -> list[KnownVillage]:
    """Villages with every name they have or had, for `villages.find_village`."""
    names: dict[int, list[VillageName]] = {}
    for row in session.scalars(select(Village)):
        names[row.id] = [VillageName(row.kind, row.name)]
    for old in session.scalars(select(VillageOldName)):
        names[old.village_id].append(VillageName(old.kind, old.name))
    return [KnownVillage(village_id, tuple(known)) for village_id, known in names.items()]


def village_id(session: Session, text: str) -> int | None:
    """The one village meant by what somebody wrote, by its present or an old name."""
    return find_village(known_villages(session), text)


def staff(session: Session) -> list[StaffView]:
    """Colleagues in the order they were entered."""
    found = session.scalars(select(Staff).order_by(Staff.id))
    return [StaffView(row.id, row.uid, row.display_name, row.role) for row in found]
