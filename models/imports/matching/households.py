"""Households of a list: rows with one household code of one village, or one head in one village, belong together.

Promises: a household has one head. Two rows of the same name that are both heads are two households; a row that names
a head of the register joins that household. A household number alone says nothing outside its village.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models.imports.lists.facts import HouseholdPart
from models.imports.matching.known import KnownHousehold
from models.imports.values.words import poverty_key, relation_key
from models.store.uids import uid_from
from models.store.vietnamese import same_name_key

Add = Callable[[str, str | None, dict[str, Any]], int]
HEAD_NOTE = "Chủ hộ theo danh sách: "
"""Before the name of a head who is no person of the register, in the note of a household."""

_Key = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a household: its id and the relation to its head."""

    household_id: int
    relation: str


@dataclass(frozen=True, slots=True)
class Member:
    """Who a row is, for its household: name, village, and what the register says of them already."""

    person_id: int
    name: str
    village_id: int | None
    household_id: int | None = None


class Households:
    """Gives people of a list a place in a household, making the household once."""

    def __init__(self, known: Sequence[KnownHousehold], add: Add) -> None:
        self._add = add
        self._head_of: dict[int, int] = {}
        self._poverty: dict[int, str] = {}
        self._by_code: dict[str, dict[int | None, int]] = {}
        self._by_head: dict[_Key, int] = {}
        self._made: set[int] = set()
        self._open: int | None = None
        for home in known:
            self._poverty[home.id] = home.poverty
            if home.head_id is not None:
                self._head_of[home.id] = home.head_id
            for village_id in home.villages or (None,):
                if home.number:
                    self._by_code.setdefault(home.number, {}).setdefault(village_id, home.id)
                if home.head_key:
                    self._by_head.setdefault((home.head_key, village_id), home.id)

    def place(self, part: HouseholdPart, who: Member, source: str) -> Place | None:
        """The place the row names, the household made when nobody knows it; None for a row that names none."""
        head = same_name_key(part.head) if part.head else ""
        relation = relation_key(part.relation or "")
        if head and head == same_name_key(who.name) and relation in ("", "head"):
            relation = "head"
        household_id = self._find(part, head, relation, who)
        if household_id is None:
            if not (part.code or head or relation == "head" or (poverty_key(part.poverty or "") and not relation)):
                return None
            household_id = self._make(part, relation, source)
        self._note(part, head, who, household_id)
        if relation == "head":
            if self._head_of.setdefault(household_id, who.person_id) != who.person_id:
                relation = "other"
            self._open = household_id
        return Place(household_id, relation or "other")

    def stays(self, part: HouseholdPart, who: Member) -> None:
        """A person of the register stays in their household; later rows of the list may mean it."""
        if who.household_id is None:
            return
        head = same_name_key(part.head) if part.head else ""
        self._note(part, head, who, who.household_id)
        if self._head_of.get(who.household_id) == who.person_id:
            self._open = who.household_id

    def poverty_to_set(self, part: HouseholdPart, household_id: int) -> str:
        """What is to be recorded of a household that nothing was recorded of yet, or ""."""
        kind = poverty_key(part.poverty or "")
        if not kind or self._poverty.get(household_id):
            return ""
        self._poverty[household_id] = kind
        return kind

    def made_here(self, household_id: int) -> bool:
        """Whether this list makes the household."""
        return household_id in self._made

    def _find(self, part: HouseholdPart, head: str, relation: str, who: Member) -> int | None:
        if part.code:
            homes = self._by_code.get(part.code, {})
            if who.village_id in homes:
                return homes[who.village_id]
            vague = who.village_id is None or None in homes
            ids = set(homes.values())
            return ids.pop() if vague and len(ids) == 1 else None
        if relation == "head":
            found = self._by_head.get((head or same_name_key(who.name), who.village_id))
            return found if found is not None and self._head_of.get(found, who.person_id) == who.person_id else None
        if head:
            return self._by_head.get((head, who.village_id))
        return self._open if relation else None

    def _make(self, part: HouseholdPart, relation: str, source: str) -> int:
        note = "" if relation == "head" or not part.head else f"{HEAD_NOTE}{part.head}"
        uid = uid_from(time.time_ns() // 1_000_000, os.urandom(10))
        household_id = self._add("household", source, {"uid": uid, "number": part.code or "", "note": note})
        self._made.add(household_id)
        return household_id

    def _note(self, part: HouseholdPart, head: str, who: Member, household_id: int) -> None:
        if part.code:
            self._by_code.setdefault(part.code, {}).setdefault(who.village_id, household_id)
        key = head or (same_name_key(who.name) if relation_key(part.relation or "") == "head" else "")
        if key:
            self._by_head[key, who.village_id] = household_id
