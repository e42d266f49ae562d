"""The people an import adds: what the first row of each told, completed by later rows of the same person.

Kept as told until the end; the columns of the table are made at once, because twenty thousand rows of them cost half.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from models.imports.lists.facts import PersonPart
from models.people import rules
from models.people.ethnic import find_ethnic
from models.store.dates import PartialDate
from models.store.uids import new_uids
from models.store.vietnamese import name_sort, same_name_key

_NUMBERS = ("id_number", "old_id_number", "insurance_number")
_TOLD = ("name", "sex", "ethnic_code", *_NUMBERS, "phones", "note")
"""Columns that are written as they were told."""


class PlannedPeople:
    """People in the order of their ids and codes; `first_id` and `first_code` are those of the first."""

    def __init__(self, first_id: int, first_code: int) -> None:
        self._first_id, self._first_code = first_id, first_code
        self._people: list[dict[str, Any]] = []
        self.sources: list[str | None] = []

    def __len__(self) -> int:
        return len(self._people)

    def add(self, person: PersonPart, source: str) -> int:
        """Another new person; returns the id."""
        self._people.append(
            {
                "name": person.name,
                "sex": person.sex,
                "born": person.born,
                "ethnic_code": _ethnic_code(person),
                "id_number": person.id_number or "",
                "old_id_number": person.old_id_number or "",
                "insurance_number": person.insurance or "",
                "phones": " ".join(person.phones),
                "note": person.note or "",
            }
        )
        self.sources.append(source)
        return self._first_id + len(self._people) - 1

    def complete(self, person_id: int, person: PersonPart, taken: Collection[str] = ()) -> None:
        """What a later row of a person knows better: blanks are filled, and what the clerk has `taken` replaces."""
        told = self._people[person_id - self._first_id]
        said: dict[str, Any] = {
            "name": person.name,
            "sex": person.sex,
            "ethnic_code": _ethnic_code(person),
            "id_number": person.id_number,
            "old_id_number": person.old_id_number,
            "insurance_number": person.insurance,
        }
        told.update((name, value) for name, value in said.items() if value and (name in taken or not told[name]))
        if person.note and person.note not in told["note"]:
            told["note"] = "; ".join(note for note in (told["note"], person.note) if note)
        told["phones"] = " ".join(dict.fromkeys([*told["phones"].split(), *person.phones]))
        if person.born is not None and ("born" in taken or told["born"] is None or _finer(person.born, told["born"])):
            told["born"] = person.born

    def columns(self) -> dict[str, Sequence[Any]]:
        """The columns of all people, the derived ones too."""
        people, count = self._people, len(self._people)
        born: list[PartialDate | None] = [person["born"] for person in people]
        told = {name: list(map(itemgetter(name), people)) for name in _TOLD}
        days = [rules.born_days(one) for one in born]
        codes = range(self._first_code, self._first_code + count)
        numbers = zip(*(told[name] for name in _NUMBERS), told["phones"], strict=True)
        return {
            "id": range(self._first_id, self._first_id + count),
            "uid": new_uids(count),
            "code": codes,
            **told,
            **{f"born_{part}": _parts(born, part) for part in ("year", "month", "day")},
            **dict.fromkeys(("status_on", "moved_to"), [""] * count),
            "status": ["living"] * count,
            "name_key": list(map(same_name_key, told["name"])),
            "name_sort": list(map(name_sort, told["name"])),
            "search": [
                rules.searched_text(name, (code,), said)
                for name, code, said in zip(told["name"], codes, numbers, strict=True)
            ],
            "born_earliest": list(map(itemgetter(0), days)),
            "born_latest": list(map(itemgetter(1), days)),
        }


def _ethnic_code(person: PersonPart) -> str:
    return (find_ethnic(person.ethnicity) or "") if person.ethnicity else ""


def _parts(born: Sequence[PartialDate | None], part: str) -> list[int | None]:
    get = attrgetter(part)
    return [None if one is None else get(one) for one in born]


def _finer(one: PartialDate, other: PartialDate) -> bool:
    return one.compatible(other) and len(one.iso()) > len(other.iso())
