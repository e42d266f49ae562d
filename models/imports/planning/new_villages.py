"""Villages of a list: found among those of the register by every spelling, or made once."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from models.imports.matching.households import Add
from models.imports.planning.plan import Base
from models.office.villages import KnownVillage, VillageName, find_village, match_key, parse_village
from models.store.uids import uid_from


class Villages:
    """Villages by every spelling a list uses; one that nobody knows is made once."""

    def __init__(self, known: Sequence[KnownVillage], base: Base, add: Add) -> None:
        self._known = list(known)
        self._base, self._add = base, add
        self._ids: dict[str, int | None] = {}
        self._made: dict[str, int] = {}

    def id_of(self, text: str | None, source: str) -> int | None:
        """The village a list means, made when the register has none like it; None for no text."""
        if not text:
            return None
        if text not in self._ids:
            found = find_village(self._known, text)
            self._ids[text] = found if found is not None else self._make(text, source)
        return self._ids[text]

    def _make(self, text: str, source: str) -> int:
        name = parse_village(text)
        kind = name.kind or self._base.village_kind
        key = match_key(VillageName(kind, name.name))
        if key not in self._made:
            values = {
                "uid": uid_from(time.time_ns() // 1_000_000, os.urandom(10)),
                "kind": kind,
                "name": name.name,
                "sort_order": self._base.first_village_order + len(self._made),
                "closed_on": None,
            }
            self._made[key] = self._add("village", source, values)
            self._known.append(KnownVillage(self._made[key], (VillageName(kind, name.name),)))
        return self._made[key]
