"""Households of a list: rows with one household code, or one head in one village, belong together."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from models.imports.facts import HouseholdPart
from models.imports.words import poverty_key, relation_key
from models.store.uids import uid_from
from models.store.vietnamese import same_name_key

Add = Callable[[str, str | None, dict[str, Any]], int]
AddFact = Callable[[str, str, dict[str, Any]], None]


class Households:
    """Gives each new person of a list a place in a household, making the household once."""

    def __init__(self, known: Mapping[str, int], add: Add, add_fact: AddFact) -> None:
        """`known` maps the office's own household numbers to ids."""
        self._known = known
        self._add, self._add_fact = add, add_fact
        self._ids: dict[object, int] = {}
        self._heads: set[int] = set()
        self._poor: set[int] = set()
        self._open: object | None = None

    def join(self, part: HouseholdPart, name: str, village_id: int | None, person_id: int, source: str) -> None:
        """Put a person into the household the row names; a row that names none changes nothing."""
        head = same_name_key(part.head) if part.head else ""
        relation = "head" if head and head == same_name_key(name) else relation_key(part.relation or "")
        key = self._key(part, head, village_id, relation, person_id)
        if key is None:
            return
        household_id = self._ids.get(key) or self._known.get(part.code or "")
        if household_id is None:
            note = "" if relation == "head" or not part.head else f"Chủ hộ theo danh sách: {part.head}"
            uid = uid_from(time.time_ns() // 1_000_000, os.urandom(10))
            household_id = self._add("household", source, {"uid": uid, "number": part.code or "", "note": note})
        self._ids[key] = household_id
        if relation == "head" and household_id in self._heads:
            relation = "other"
        if relation == "head":
            self._heads.add(household_id)
        member = {"person_id": person_id, "household_id": household_id, "relation": relation or "other"}
        self._add_fact("household_membership", source, member)
        poverty = poverty_key(part.poverty or "")
        if poverty and household_id not in self._poor:
            self._poor.add(household_id)
            self._add_fact("household_poverty", source, {"household_id": household_id, "kind": poverty})

    def _key(
        self, part: HouseholdPart, head: str, village_id: int | None, relation: str, person_id: int
    ) -> object | None:
        if part.code:
            return ("code", part.code)
        if head:
            return ("head", head, village_id)
        if relation == "head":
            self._open = ("row", person_id)
        elif poverty_key(part.poverty or "") and not relation:
            return ("row", person_id)
        return self._open if relation else None
