"""From verdicts to rows: everything an import will write, ready for the driver, with the history of each record.

Pure and run in the worker process, because a busy Python thread would make the window stutter. The plan names the
change it was compared with and the ids it counts on; `services.store_import` refuses it when the register has moved on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.imports.lists.facts import RowKey, UnderstoodRow
from models.imports.matching.households import Households, Member
from models.imports.matching.known import KnownPerson, Snapshot
from models.imports.matching.proposals import changes_of
from models.imports.matching.verdicts import MatchedRow, Status
from models.imports.planning.new_villages import Villages
from models.imports.planning.plan import Base, ImportCounts, ImportPlan, PersonUpdate, RowChoice
from models.imports.planning.planned_facts import Later, PlannedFacts, dated_facts
from models.imports.planning.planned_lines import PlannedLines
from models.imports.planning.sink import Sink


def plan_import(
    rows: Sequence[UnderstoodRow],
    verdicts: Sequence[MatchedRow],
    choices: Mapping[RowKey, RowChoice],
    snapshot: Snapshot,
    base: Base,
) -> ImportPlan:
    """The plan for rows with their verdicts and the clerk's choices; rows still wrong or unsure are left out."""
    return _Planner(rows, verdicts, choices, snapshot, base).plan()


class _Planner:
    """Walks the rows once; later rows of the same person add to the first one's record."""

    def __init__(
        self,
        rows: Sequence[UnderstoodRow],
        verdicts: Sequence[MatchedRow],
        choices: Mapping[RowKey, RowChoice],
        snapshot: Snapshot,
        base: Base,
    ) -> None:
        self.rows, self.verdicts, self.choices, self.base = rows, verdicts, choices, base
        self.snapshot = snapshot
        self.known = {person.id: person for person in snapshot.people}
        self.sink = Sink(base)
        self.villages = Villages(snapshot.villages, base, self.sink.add)
        self.homes = Households(snapshot.households, self.sink.add)
        self.facts = PlannedFacts(self.villages, self.homes, self.sink.add)
        self.lines = PlannedLines(snapshot.month, self.sink.add)
        self.person_of: dict[int, int] = {}
        self.phones: dict[int, str] = {}
        self.updates: list[PersonUpdate] = []
        self.matched: set[int] = set()
        self.left_out = 0

    def plan(self) -> ImportPlan:
        for index, (row, verdict) in enumerate(zip(self.rows, self.verdicts, strict=True)):
            if not self._take(index, row, verdict):
                self.left_out += 1
        counts = ImportCounts(len(self.sink.people), len(self.matched), self.lines.added, self.left_out)
        return ImportPlan(
            self.base,
            counts,
            self.sink.prepared(),
            tuple(self.updates),
            tuple(self.lines.updates),
            tuple(self.facts.poverty),
            self.snapshot.last_change,
        )

    def _take(self, index: int, row: UnderstoodRow, verdict: MatchedRow) -> bool:
        choice = self.choices.get(row.key)
        if verdict.status is Status.WRONG or (choice is not None and choice.skip):
            return False
        source = f"{row.sheet}!{row.row}"
        person_id = self._whose(index, verdict, choice)
        if person_id is None:
            return False
        if person_id == 0:
            person_id = self.sink.people.add(row.person, source)
            self.facts.tell(row, person_id, source)
            self.lines.add(row, person_id, source)
        elif person_id in self.known:
            self.matched.add(person_id)
            self._update(row, verdict, choice, self.known[person_id], source)
        else:
            taken = _taken(verdict.changes, choice)
            self.sink.people.complete(person_id, row.person, taken)
            later = Later(taken, {change.field for change in verdict.changes} - taken)
            self.facts.tell(row, person_id, source, later)
            self.lines.add_unless_told(row, person_id, source, again="line" in taken)
        self.person_of[index] = person_id
        return True

    def _whose(self, index: int, verdict: MatchedRow, choice: RowChoice | None) -> int | None:
        """The person of a row: an id of the register, one planned here, 0 for a new one, None when undecided."""
        chosen = choice.person_id if choice is not None else None
        if chosen is not None:
            return chosen if chosen == 0 or chosen in self.known else None
        if verdict.twin_of is not None:
            if verdict.asks_twin and not (choice is not None and choice.twin):
                return None
            return self.person_of.get(verdict.twin_of)
        if verdict.status is Status.NEW:
            return 0
        return verdict.person_id if verdict.person_id in self.known else None

    def _update(
        self, row: UnderstoodRow, verdict: MatchedRow, choice: RowChoice | None, known: KnownPerson, source: str
    ) -> None:
        """What the clerk takes of a row for a person of the register."""
        changes, line_id = verdict.changes, verdict.line_id
        if verdict.person_id != known.id:
            changes, line_id = changes_of(row, known, self.snapshot)
        taken = _taken(changes, choice)
        person = row.person
        values: dict[str, Any] = {
            name: value
            for name, value in (
                ("name", person.name),
                ("born", person.born),
                ("sex", person.sex),
                ("id_number", person.id_number),
                ("old_id_number", person.old_id_number),
                ("insurance_number", person.insurance),
            )
            if name in taken
        }
        if "phones" in taken:
            own = self.phones.get(known.id, known.phones).split()
            values["phones"] = self.phones[known.id] = " ".join(dict.fromkeys([*own, *person.phones]))
        if "village" in taken:
            kept = known.address if known.village_id is None else ""
            address = person.address or kept
            values["home"] = {"village_id": self.villages.id_of(person.village, source), "address": address}
        elif "address" in taken:
            values["home"] = {"village_id": known.village_id, "address": person.address}
        for table, fact in dated_facts(row):
            name = "account" if table == "bank_account" else table
            if name in taken:
                values[name] = fact
        if "disability" in values and not values["disability"]["kind"]:
            values["disability"]["kind"] = known.disability_kind
        asked = {change.field for change in changes}
        if row.household is not None:
            poverty = "poverty" in taken or ("household" in taken and "poverty" not in asked)
            self._household(row, known, values, source, moves="household" in taken, poverty=poverty)
        if values:
            self.updates.append(PersonUpdate(known.id, values, source))
        unasked = {change.field for change in changes if change.taken}
        again = verdict.person_id == known.id and "line" not in unasked
        self.lines.update(row, known, line_id, taken, asked, source, again=again)

    def _household(
        self, row: UnderstoodRow, known: KnownPerson, values: dict[str, Any], source: str, *, moves: bool, poverty: bool
    ) -> None:
        """Household and poverty of a person of the register; a membership goes into `values`."""
        part = row.household
        if part is None:
            return
        village_id = values["home"]["village_id"] if "home" in values else known.village_id
        who = Member(known.id, row.person.name or known.name, village_id, known.household_id)
        household_id = known.household_id
        if moves:
            place = self.homes.place(part, who, source)
            if place is not None:
                household_id = place.household_id
                values["membership"] = {"household_id": household_id, "relation": place.relation}
        else:
            self.homes.stays(part, who)
        if poverty and household_id is not None:
            if self.homes.made_here(household_id) or household_id != known.household_id:
                self.facts.set_poverty(household_id, part, source)
            else:
                self.facts.replace_poverty(household_id, part, source)


def _taken(changes: Sequence[Any], choice: RowChoice | None) -> set[str]:
    """The fields to take: what the clerk ticked, or else what was proposed."""
    if choice is not None and choice.take is not None:
        return {change.field for change in changes if change.field in choice.take}
    return {change.field for change in changes if change.taken}
