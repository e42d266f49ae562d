"""Who of a list is known already: each understood row becomes new, a match, unsure, or stays wrong.

Pure: it gets the rows and a snapshot of the register, and runs in the worker process. A match is claimed only on the
same number with a like name, or on the same name, birth and village with exactly one person of the register and one
row of the list; all else is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from models.imports.lists.facts import UnderstoodRow
from models.imports.matching.differences import Differences, FieldChange
from models.imports.matching.known import KnownPerson, Snapshot
from models.people.doubles import SIMILAR_NAME
from models.store.crossing import Quick
from models.store.vietnamese import same_name_key, search_text


class Status(StrEnum):
    """What became of a row."""

    NEW = "new"
    MATCH = "match"
    UNSURE = "unsure"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Candidate(Quick):
    """Somebody of the register who may be meant, and why."""

    person_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class MatchedRow(Quick):
    """Verdict on one row. `twin_of` is the index of an earlier row of the same person within the list.

    `asks_twin`: nothing but name, year and village say that they are one person, so the clerk is asked. `line_id` is
    the benefit line of the register that the row means.
    """

    status: Status
    person_id: int | None = None
    twin_of: int | None = None
    candidates: tuple[Candidate, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    asks_twin: bool = False
    line_id: int | None = None


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
    """A verdict for each row, in their order; `proposals.propose_changes` then says what matches would change."""
    register, differences = _Register.of(snapshot.people), Differences(snapshot)
    indexes = {row.key: index for index, row in enumerate(rows)}
    verdicts: list[MatchedRow] = []
    asked: dict[str, int] = {}
    for index, row in enumerate(rows):
        if row.wrong:
            verdicts.append(MatchedRow(Status.WRONG))
            continue
        twin = indexes.get(row.twin_of) if row.twin_of is not None else None
        if twin is not None:
            # Whoever bears the number of a row that may be somebody else goes with that row.
            number = row.person.id_number or ""
            twin = asked.get(number, twin)
        if twin is not None and verdicts[twin].status is not Status.WRONG:
            verdict = _twin(row, rows[twin], twin, verdicts[twin])
            if verdict.asks_twin and row.person.id_number:
                asked.setdefault(row.person.id_number, index)
            verdicts.append(verdict)
            continue
        verdicts.append(_verdict(row, differences.village_id(row.person.village), register))
    if register.by_id:
        _ask_rivals(rows, verdicts, differences, register)
    return verdicts


def _twin(row: UnderstoodRow, earlier: UnderstoodRow, index: int, verdict: MatchedRow) -> MatchedRow:
    """A row of somebody who stands further up. Two rows of one sheet with a mere year may well be two people."""
    mine, other = row.person, earlier.person
    numbered = mine.id_number is not None and mine.id_number in (other.id_number, other.old_id_number)
    dated = mine.born is not None and mine.born == other.born and mine.born.precision == "day"
    old = mine.old_id_number is not None and mine.old_id_number == other.old_id_number
    if row.sheet == earlier.sheet and not (numbered or old or dated):
        known = [Candidate(verdict.person_id, "Là người ở dòng trên")] if verdict.person_id else verdict.candidates
        return MatchedRow(Status.UNSURE, None, index, tuple(known), asks_twin=True)
    status = Status.UNSURE if verdict.status is Status.UNSURE else Status.MATCH
    return MatchedRow(status, verdict.person_id, index, verdict.candidates)


def _verdict(row: UnderstoodRow, village_id: int | None, register: _Register) -> MatchedRow:
    if not register.by_id:
        return MatchedRow(Status.NEW)
    person = row.person
    owners = {
        owner.id: owner
        for number in (person.id_number, person.old_id_number)
        if number
        for owner in register.by_number.get(number, ())
    }
    if owners:
        return _by_number(row, list(owners.values()))
    key = same_name_key(person.name or "")
    alike = [known for known in register.by_name.get(key, ()) if _may_be(row, known, village_id)]
    if len(alike) == 1 and _surely(row, alike[0], village_id):
        return MatchedRow(Status.MATCH, alike[0].id)
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
        other_number = person.id_number and owner.id_number and person.id_number != owner.id_number
        other_sex = person.sex and owner.sex and person.sex != owner.sex
        if near and born and not other_number and not other_sex and owner.status == "living":
            return MatchedRow(Status.MATCH, owner.id)
    return MatchedRow(Status.UNSURE, candidates=tuple(Candidate(owner.id, _reason(row, owner)) for owner in owners))


def _may_be(row: UnderstoodRow, known: KnownPerson, village_id: int | None) -> bool:
    """Whether the clerk should be asked about somebody of the same name.

    A slip of the pen in number, sex or village must not make a second person; but a name and a year shared by two
    villages, or by two quite different numbers, are simply two people.
    """
    person = row.person
    both_born = person.born is not None and known.born is not None
    full = both_born and person.born == known.born and person.born is not None and person.born.precision == "day"
    # A village that the register does not have yet is another one, too.
    elsewhere = bool(person.village) and known.village_id is not None and village_id != known.village_id
    numbers = _other_numbers(row, known)
    if numbers:
        if full or any(_slip(mine, theirs) for mine, theirs in numbers):
            return True
        here = village_id is not None and village_id == known.village_id
        return here and person.born is not None and known.born is not None and person.born.compatible(known.born)
    if elsewhere:
        return full
    return person.born is None or known.born is None or person.born.compatible(known.born)


def _surely(row: UnderstoodRow, known: KnownPerson, village_id: int | None) -> bool:
    """Whether name, birth and village are the same and nothing speaks against it."""
    person = row.person
    if person.born is None or person.born != known.born or known.status != "living":
        return False
    if village_id is None or known.village_id != village_id or (person.sex and known.sex and person.sex != known.sex):
        return False
    if _other_numbers(row, known):
        return False
    # A year alone is shared by many: then the numbers must be those of the register, or nobody has any.
    numbers = (person.id_number or "", person.old_id_number or ""), (known.id_number, known.old_id_number)
    return person.born.precision == "day" or not any((*numbers[0], *numbers[1]))


def _other_numbers(row: UnderstoodRow, known: KnownPerson) -> list[tuple[str, str]]:
    person = row.person
    pairs = ((person.id_number, known.id_number), (person.old_id_number, known.old_id_number))
    return [(mine, theirs) for mine, theirs in pairs if mine and theirs and mine != theirs]


def _slip(one: str, other: str) -> bool:
    """One digit wrong, missing or too many, or two swapped."""
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _near_names(row: UnderstoodRow, key: str, village_id: int | None, register: _Register) -> list[Candidate]:
    """People of the same village and birth year whose name may be a slip of the pen."""
    person = row.person
    if person.born is None or village_id is None:
        return []
    name = search_text(person.name or "")
    return [
        Candidate(known.id, "Tên gần giống, cùng năm sinh, cùng thôn")
        for known in register.by_place.get((village_id, person.born.year), ())
        if known.name_key != key
        and not (person.sex and known.sex and person.sex != known.sex)
        and known.born is not None
        and person.born.compatible(known.born)
        and not (person.id_number and known.id_number)
        and not (person.old_id_number and known.old_id_number)
        and fuzz.ratio(name, search_text(known.name)) >= SIMILAR_NAME
    ]


def _reason(row: UnderstoodRow, known: KnownPerson) -> str:
    said: list[str] = []
    person = row.person
    if known.id_number == (person.id_number or 0) or known.old_id_number == (person.old_id_number or 0):
        said.append("cùng số định danh")
    elif _other_numbers(row, known):
        said.append("khác số định danh")
    said.append("cùng tên" if same_name_key(person.name or "") == known.name_key else "khác tên")
    if person.sex and known.sex and person.sex != known.sex:
        said.append("khác giới tính")
    if person.born is not None and known.born is not None:
        if person.born == known.born:
            said.append("cùng ngày sinh" if person.born.precision == "day" else "cùng năm sinh")
        else:
            said.append("ngày sinh có thể là một" if person.born.compatible(known.born) else "khác ngày sinh")
    if known.status != "living":
        said.append("đã mất" if known.status == "dead" else "đã chuyển đi")
    text = ", ".join(said)
    return text[:1].upper() + text[1:]


def _ask_rivals(
    rows: Sequence[UnderstoodRow], verdicts: list[MatchedRow], differences: Differences, register: _Register
) -> None:
    """Rows that claim one person without being twins are all asked; so is a mere year that several rows share."""
    claims: dict[int, list[int]] = defaultdict(list)
    for index, verdict in enumerate(verdicts):
        if verdict.status is Status.MATCH and verdict.twin_of is None and verdict.person_id is not None:
            claims[verdict.person_id].append(index)
    if not claims:
        return
    alike: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        verdict = verdicts[index]
        if verdict.status is not Status.WRONG and (verdict.twin_of is None or verdict.asks_twin):
            alike[same_name_key(row.person.name or ""), differences.village_id(row.person.village)].append(index)
    for person_id, claimed in claims.items():
        known = register.by_id[person_id]
        for index in claimed:
            row = rows[index]
            fits = alike[same_name_key(row.person.name or ""), differences.village_id(row.person.village)]
            if len(claimed) > 1 or (not _same_number(row, known) and _fitting(known, rows, fits) > 1):
                candidate = Candidate(person_id, _reason(row, known) + ", nhiều dòng cùng giống người này")
                verdicts[index] = MatchedRow(Status.UNSURE, candidates=(candidate,))
    for index, verdict in enumerate(verdicts):
        if verdict.twin_of is not None and not verdict.asks_twin:
            first = verdicts[verdict.twin_of]
            if first.status is Status.UNSURE and verdict.status is Status.MATCH:
                verdicts[index] = replace(verdict, status=first.status, person_id=None, candidates=first.candidates)


def _same_number(row: UnderstoodRow, known: KnownPerson) -> bool:
    numbers = {number for number in (known.id_number, known.old_id_number) if number}
    return row.person.id_number in numbers or row.person.old_id_number in numbers


def _fitting(known: KnownPerson, rows: Sequence[UnderstoodRow], indexes: Iterable[int]) -> int:
    births = (rows[index].person.born for index in indexes)
    return sum(born is not None and known.born is not None and born.compatible(known.born) for born in births)
