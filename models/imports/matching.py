"""Who of a list is known already: each understood row becomes new, a match, unsure, or stays wrong.

Pure: it gets the rows and a snapshot of the register, and runs in the worker process. A match is claimed only on the
same number with a like name, or on the same name, birth and village with exactly one candidate; all else is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from rapidfuzz import fuzz

from models.imports.facts import UnderstoodRow
from models.office.villages import KnownVillage, find_village
from models.people.doubles import SIMILAR_NAME
from models.store.dates import PartialDate
from models.store.vietnamese import same_name_key, search_text


class Status(StrEnum):
    """What became of a row."""

    NEW = "new"
    MATCH = "match"
    UNSURE = "unsure"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A benefit line of the register; coefficient in hundredths, amount in đồng, start YYYYMM."""

    id: int
    label_key: str
    group: str
    coefficient: int | None
    amount: int | None
    start: int | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What matching needs of a person of the register. Texts that are not known are ""."""

    id: int
    code: int
    name: str
    name_key: str
    sex: Literal["male", "female"] | None
    born: PartialDate | None
    id_number: str
    old_id_number: str
    insurance: str
    phones: str
    status: str
    village_id: int | None
    address: str
    account: str
    bank: str
    lines: tuple[KnownLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The register as it stands when a list is read: people, villages, households by number, the last change seen."""

    people: tuple[KnownPerson, ...] = ()
    villages: tuple[KnownVillage, ...] = ()
    households: Mapping[str, int] = field(default_factory=dict)
    last_change: int = 0


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a match would change: the field, the old value and the new one as the clerk reads them.

    `taken` is the proposal: an empty field is filled, a better known birth date is taken, a contradiction is not.
    """

    field: str
    old: str
    new: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the register who may be meant, and why."""

    person_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """Verdict on one row. `twin_of` is the index of an earlier row of the same person within the list."""

    status: Status
    person_id: int | None = None
    twin_of: int | None = None
    candidates: tuple[Candidate, ...] = ()
    changes: tuple[FieldChange, ...] = ()


@dataclass(slots=True)
class _Register:
    """The snapshot by number and by name."""

    by_id: dict[int, KnownPerson] = field(default_factory=dict)
    by_number: dict[str, list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))
    by_place: dict[tuple[int | None, int], list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, people: Iterable[KnownPerson]) -> _Register:
        register = cls()
        for person in people:
            register.by_id[person.id] = person
            for number in (person.id_number, person.old_id_number):
                if number:
                    register.by_number[number].append(person)
            register.by_name[person.name_key].append(person)
            if person.born is not None:
                register.by_place[person.village_id, person.born.year].append(person)
        return register


def match_rows(rows: Sequence[UnderstoodRow], snapshot: Snapshot) -> list[MatchedRow]:
    """A verdict for each row, in their order."""
    register = _Register.of(snapshot.people)
    villages: dict[str | None, int | None] = {None: None}
    indexes = {row.key: index for index, row in enumerate(rows)}
    verdicts: list[MatchedRow] = []
    for row in rows:
        if row.wrong:
            verdicts.append(MatchedRow(Status.WRONG))
            continue
        twin = indexes.get(row.twin_of) if row.twin_of is not None else None
        if twin is not None and verdicts[twin].status is not Status.WRONG:
            earlier = verdicts[twin]
            status = Status.UNSURE if earlier.status is Status.UNSURE else Status.MATCH
            verdicts.append(MatchedRow(status, earlier.person_id, twin, earlier.candidates))
            continue
        text = row.person.village
        if text not in villages:
            villages[text] = find_village(snapshot.villages, text or "")
        verdicts.append(_verdict(row, villages[text], register))
    return verdicts


def _verdict(row: UnderstoodRow, village_id: int | None, register: _Register) -> MatchedRow:
    if not register.by_id:
        return MatchedRow(Status.NEW)
    person = row.person
    for number in (person.id_number, person.old_id_number):
        if number and (owners := register.by_number.get(number)):
            return _by_number(row, owners)
    key = same_name_key(person.name or "")
    alike: list[KnownPerson] = []
    sure: list[KnownPerson] = []
    for known in register.by_name.get(key, ()):
        if _contradicts(row, known, village_id):
            continue
        alike.append(known)
        exact = person.born is not None and person.born == known.born
        if exact and village_id is not None and known.village_id == village_id and known.status == "living":
            sure.append(known)
    if len(sure) == 1 and len(alike) == 1:
        return MatchedRow(Status.MATCH, sure[0].id, changes=changes_of(row, sure[0]))
    candidates = [Candidate(known.id, _reason(row, known)) for known in alike]
    candidates += _near_names(row, key, village_id, register)
    if candidates:
        return MatchedRow(Status.UNSURE, candidates=tuple(candidates))
    return MatchedRow(Status.NEW)


def _by_number(row: UnderstoodRow, owners: Sequence[KnownPerson]) -> MatchedRow:
    person = row.person
    if len(owners) == 1:
        owner = owners[0]
        near = fuzz.ratio(search_text(person.name or ""), search_text(owner.name)) >= SIMILAR_NAME
        born = person.born is None or owner.born is None or person.born.compatible(owner.born)
        if near and born and owner.status == "living":
            return MatchedRow(Status.MATCH, owner.id, changes=changes_of(row, owner))
    return MatchedRow(Status.UNSURE, candidates=tuple(Candidate(owner.id, _reason(row, owner)) for owner in owners))


def _contradicts(row: UnderstoodRow, known: KnownPerson, village_id: int | None) -> bool:
    person = row.person
    if person.sex and known.sex and person.sex != known.sex:
        return True
    if (person.id_number and known.id_number) or (person.old_id_number and known.old_id_number):
        return True
    if village_id is not None and known.village_id is not None and village_id != known.village_id:
        return True
    return person.born is not None and known.born is not None and not person.born.compatible(known.born)


def _near_names(row: UnderstoodRow, key: str, village_id: int | None, register: _Register) -> list[Candidate]:
    """People of the same village and birth year whose name may be a slip of the pen."""
    if row.person.born is None or village_id is None:
        return []
    name = search_text(row.person.name or "")
    return [
        Candidate(known.id, "Tên gần giống, cùng năm sinh, cùng thôn")
        for known in register.by_place.get((village_id, row.person.born.year), ())
        if known.name_key != key
        and not _contradicts(row, known, village_id)
        and fuzz.ratio(name, search_text(known.name)) >= SIMILAR_NAME
    ]


def _reason(row: UnderstoodRow, known: KnownPerson) -> str:
    said: list[str] = []
    person = row.person
    if known.id_number == (person.id_number or 0) or known.old_id_number == (person.old_id_number or 0):
        said.append("cùng số định danh")
    said.append("cùng tên" if same_name_key(person.name or "") == known.name_key else "khác tên")
    if person.born is not None and known.born is not None:
        if person.born == known.born:
            said.append("cùng ngày sinh")
        else:
            said.append("ngày sinh có thể là một" if person.born.compatible(known.born) else "khác ngày sinh")
    if known.status != "living":
        said.append("đã mất" if known.status == "dead" else "đã chuyển đi")
    text = ", ".join(said)
    return text[:1].upper() + text[1:]


def changes_of(row: UnderstoodRow, known: KnownPerson) -> tuple[FieldChange, ...]:
    """What the row says otherwise than the register; values that the list does not have change nothing."""
    person = row.person
    found: list[FieldChange] = []
    if person.name and same_name_key(person.name) != known.name_key:
        found.append(FieldChange("name", known.name, person.name, taken=False))
    if person.born is not None and person.born != known.born:
        better = known.born is None or (person.born.compatible(known.born) and _finer(person.born, known.born))
        old = known.born.display() if known.born else ""
        if better or not (known.born is not None and known.born.compatible(person.born)):
            found.append(FieldChange("born", old, person.born.display(), taken=better))
    if person.sex and person.sex != known.sex:
        found.append(FieldChange("sex", known.sex or "", person.sex, taken=known.sex is None))
    for name, old, new in (
        ("id_number", known.id_number, person.id_number),
        ("old_id_number", known.old_id_number, person.old_id_number),
        ("insurance_number", known.insurance, person.insurance),
        ("address", known.address, person.address),
    ):
        if new and new != old:
            found.append(FieldChange(name, old, new, taken=not old))
    new_phones = [phone for phone in person.phones if phone not in known.phones.split(" ")]
    if new_phones:
        found.append(FieldChange("phones", known.phones, " ".join([*known.phones.split(), *new_phones]), taken=True))
    if row.account is not None and row.account.number and row.account.number != known.account:
        found.append(FieldChange("account", known.account, row.account.number, taken=not known.account))
    return tuple(found)


def _finer(one: PartialDate, other: PartialDate) -> bool:
    order: Mapping[str, int] = {"year": 0, "month": 1, "day": 2}
    return order[one.precision] > order[other.precision]
