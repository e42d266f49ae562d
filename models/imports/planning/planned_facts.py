"""The dated facts of the people an import adds, and the poverty of households it speaks of.

What the first row tells of a person stays; later rows fill what it left blank, and replace only what the clerk takes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from models.imports.lists.facts import HouseholdPart, UnderstoodRow
from models.imports.matching.households import Add, Households, Member
from models.imports.planning.new_villages import Villages
from models.imports.planning.plan import PovertyUpdate
from models.imports.values.words import degree_key, disability_key, poverty_key


@dataclass(frozen=True, slots=True)
class Later:
    """What a later row contradicts: fields the clerk takes of it, and fields that stay as first told."""

    taken: Collection[str] = ()
    refused: Collection[str] = ()


FIRST = Later()
_FIELD_OF = {"bank_account": "account"}
"""Field of a change by its table, where they differ."""


@dataclass(slots=True)
class PlannedFacts:
    """`poverty` are changes of households that the register has."""

    villages: Villages
    homes: Households
    add: Add
    poverty: list[PovertyUpdate] = field(default_factory=list)
    _told: dict[int, dict[str, dict[str, Any]]] = field(default_factory=dict)
    _poor: dict[int, dict[str, Any]] = field(default_factory=dict)

    def tell(self, row: UnderstoodRow, person_id: int, source: str, later: Later = FIRST) -> None:
        """Everything a row tells of a new person."""
        told = self._told.setdefault(person_id, {})
        self._residence(row, person_id, source, told, later)
        for table, values in dated_facts(row):
            self._fact(table, {"person_id": person_id, **values}, source, told, later)
        if row.household is not None:
            self._household(row.household, row.person.name or "", person_id, source, told, later)

    def _residence(
        self, row: UnderstoodRow, person_id: int, source: str, told: dict[str, dict[str, Any]], later: Later
    ) -> None:
        """Village and address are one place: another village never keeps the old address."""
        person, home = row.person, told.get("residence")
        if home is None:
            village_id = self.villages.id_of(person.village, source)
            if village_id is None and not person.address:
                return
            home = told["residence"] = {
                "person_id": person_id,
                "village_id": village_id,
                "address": person.address or "",
            }
            self.add("residence", source, home)
        elif "village" in later.taken:
            home.update(village_id=self.villages.id_of(person.village, source), address=person.address or "")
        elif "village" not in later.refused:
            if person.village and home["village_id"] is None:
                home["village_id"] = self.villages.id_of(person.village, source)
            if person.address and ("address" in later.taken or not home["address"]):
                home["address"] = person.address

    def _fact(
        self, table: str, values: dict[str, Any], source: str, told: dict[str, dict[str, Any]], later: Later
    ) -> None:
        known, name = told.get(table), _FIELD_OF.get(table, table)
        if known is None:
            told[table] = values
            self.add(table, source, values)
        elif name in later.taken:
            known.update(values)
        elif name not in later.refused:
            known.update((column, value) for column, value in values.items() if known[column] in (None, ""))

    def _household(
        self,
        part: HouseholdPart,
        name: str,
        person_id: int,
        source: str,
        told: dict[str, dict[str, Any]],
        later: Later,
    ) -> None:
        member = told.get("household_membership")
        if member is None or "household" in later.taken:
            village_id = told["residence"]["village_id"] if "residence" in told else None
            place = self.homes.place(part, Member(person_id, name, village_id), source)
            if place is None:
                return
            if member is None:
                member = told["household_membership"] = {"person_id": person_id}
                self.add("household_membership", source, member)
            member.update(household_id=place.household_id, relation=place.relation)
        elif "household" in later.refused:
            return
        household_id: int = member["household_id"]
        if "poverty" in later.taken:
            self.replace_poverty(household_id, part, source)
        else:
            self.set_poverty(household_id, part, source)

    def set_poverty(self, household_id: int, part: HouseholdPart, source: str) -> None:
        """Poverty of a household of which nothing is recorded yet."""
        kind = self.homes.poverty_to_set(part, household_id)
        if not kind:
            return
        if self.homes.made_here(household_id):
            row = self._poor[household_id] = {"household_id": household_id, "kind": kind}
            self.add("household_poverty", source, row)
        else:
            self.poverty.append(PovertyUpdate(household_id, kind, source))

    def replace_poverty(self, household_id: int, part: HouseholdPart, source: str) -> None:
        """Poverty that the clerk takes instead of what is recorded."""
        kind = poverty_key(part.poverty or "")
        if household_id in self._poor and kind:
            self._poor[household_id]["kind"] = kind
        elif self.homes.made_here(household_id):
            self.set_poverty(household_id, part, source)
        else:
            self.poverty.append(PovertyUpdate(household_id, kind or None, source))


def dated_facts(row: UnderstoodRow) -> list[tuple[str, dict[str, Any]]]:
    """The dated facts a row tells of its person, by table; most rows tell none."""
    person, account = row.person, row.account
    found: list[tuple[str, dict[str, Any]]] = []
    if account is not None and account.number:
        values = {"number": account.number, "bank": account.bank or "", "holder": account.holder or ""}
        found.append(("bank_account", values))
    for table, name in (("payee", person.payee), ("guardian", person.guardian)):
        if name:
            found.append((table, {"other_id": None, "name": name, "id_number": "", "relation": "", "phone": ""}))
    if person.disability_degree and (degree := degree_key(person.disability_degree)):
        kind = disability_key(person.disability_kind or "")
        found.append(("disability", {"kind": kind, "degree": degree, "certificate": ""}))
    return found
