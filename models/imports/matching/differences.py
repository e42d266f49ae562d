"""What a row of a list says otherwise than the register, as changes that the clerk reads and ticks.

Promises: a blank is filled, a better known birth date is taken, a contradiction is never taken unasked; what the list
does not say changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.imports.lists.facts import BenefitPart, HouseholdPart, UnderstoodRow
from models.imports.matching.benefit_lines import says_a_line, stopped_line_of
from models.imports.matching.known import KnownHousehold, KnownLine, KnownPerson, Snapshot
from models.imports.values.words import degree_key, disability_key, escaped_poverty, poverty_key, relation_key
from models.office.villages import find_village
from models.people.rules import DEGREE_LABELS, DISABILITY_LABELS, POVERTY_LABELS
from models.store.crossing import Quick
from models.store.dates import PartialDate, month_display
from models.store.money import format_amount, format_coefficient
from models.store.vietnamese import same_name_key

BY_DECISION = "by_decision"
"""The field of a change that no import makes: the benefit became an entitlement, which decisions change."""


@dataclass(frozen=True, slots=True)
class FieldChange(Quick):
    """What a match would change: the field, the old value and the new one as the clerk reads them.

    `taken` is the proposal: an empty field is filled, a better known birth date is taken, a contradiction is not.
    """

    field: str
    old: str
    new: str
    taken: bool


class Differences:
    """Compares rows with people of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._villages = snapshot.villages
        self._names = {village.id: village.names[0].full for village in snapshot.villages if village.names}
        self._homes = {home.id: home for home in snapshot.households}
        self._ids: dict[str, int | None] = {"": None}
        self._month = snapshot.month

    def village_id(self, text: str | None) -> int | None:
        """The village of the register a list means, or None."""
        words = text or ""
        if words not in self._ids:
            self._ids[words] = find_village(self._villages, words)
        return self._ids[words]

    def of_person(self, row: UnderstoodRow, known: KnownPerson) -> tuple[FieldChange, ...]:
        """Everything but the benefit line."""
        return (*_who(row, known), *self._where(row, known), *_reach(row, known), *_care(row, known),
                *self._household(row.household, known))  # fmt: skip

    def of_line(self, row: UnderstoodRow, known: KnownPerson, line: KnownLine | None) -> tuple[FieldChange, ...]:
        """What the row says of its benefit line; `line` None makes a new one."""
        benefit = row.benefit
        if benefit is None or not says_a_line(benefit):
            return ()
        if line is not None:
            changes = tuple(_line_changes(benefit, line))
            return _told_only(changes) if line.decided and changes else changes
        stopped = stopped_line_of(benefit, known.lines, self._month)
        if stopped is None:
            return (FieldChange("line", "", line_words(benefit), taken=True),)
        # A list that still names what was stopped may merely be old: the very same line is not revived unasked.
        same = stopped.amount == benefit.amount and (benefit.start is None or benefit.start == stopped.start)
        until = f"thôi từ {month_display(stopped.stop_month)}" if stopped.stop_month else ""
        return (FieldChange("line", f"{stopped.label} {until}".strip(), line_words(benefit), taken=not same),)

    def _where(self, row: UnderstoodRow, known: KnownPerson) -> Iterator[FieldChange]:
        """Village and address are one place: another village never keeps the old address."""
        person = row.person
        old_village = self._names.get(known.village_id or 0, "")
        if person.village and (known.village_id is None or self.village_id(person.village) != known.village_id):
            old = ", ".join(part for part in (old_village, known.address) if part)
            new = ", ".join(part for part in (person.village, person.address) if part)
            blank = known.village_id is None and (not known.address or person.address in (None, known.address))
            yield FieldChange("village", old, new, taken=blank)
        elif person.address and person.address != known.address:
            yield FieldChange("address", known.address, person.address, taken=not known.address)

    def _household(self, part: HouseholdPart | None, known: KnownPerson) -> Iterator[FieldChange]:
        if part is None:
            return
        home = self._homes.get(known.household_id or 0)
        poverty = poverty_key(part.poverty or "")
        named = part.head or part.code
        if home is None:
            if named or poverty or relation_key(part.relation or "") == "head":
                yield FieldChange("household", "", named or known.name, taken=True)
        elif _another_household(part, home):
            # The other household brings what the list says of it; nothing is said of the present one.
            new = ", ".join(word for word in (named, POVERTY_LABELS.get(poverty)) if word)
            yield FieldChange("household", home.head or home.number, new, taken=False)
            return
        before = home.poverty if home is not None else ""
        if poverty and poverty != before:
            yield FieldChange("poverty", POVERTY_LABELS.get(before, ""), POVERTY_LABELS[poverty], taken=not before)
        elif before and escaped_poverty(part.poverty or ""):
            yield FieldChange("poverty", POVERTY_LABELS[before], "Không còn", taken=False)


def _another_household(part: HouseholdPart, home: KnownHousehold) -> bool:
    if part.code and home.number:
        return part.code != home.number
    return bool(part.head and home.head_key) and same_name_key(part.head or "") != home.head_key


def line_words(benefit: BenefitPart) -> str:
    """A benefit line in a few words."""
    amount = f"{format_amount(benefit.amount)} đ" if benefit.amount is not None else ""
    start = f"từ {month_display(benefit.start)}" if benefit.start else ""
    return " ".join(part for part in (benefit.label or "", amount, start) if part)


def _who(row: UnderstoodRow, known: KnownPerson) -> Iterator[FieldChange]:
    person = row.person
    if person.name and same_name_key(person.name) != known.name_key:
        yield FieldChange("name", known.name, person.name, taken=False)
    if person.born is not None and person.born != known.born:
        better = known.born is None or (person.born.compatible(known.born) and _finer(person.born, known.born))
        old = known.born.display() if known.born else ""
        if better or not (known.born is not None and known.born.compatible(person.born)):
            yield FieldChange("born", old, person.born.display(), taken=better)
    if person.sex and person.sex != known.sex:
        yield FieldChange("sex", known.sex or "", person.sex, taken=known.sex is None)
    for name, old, new in (
        ("id_number", known.id_number, person.id_number),
        ("old_id_number", known.old_id_number, person.old_id_number),
        ("insurance_number", known.insurance, person.insurance),
    ):
        if new and new != old:
            yield FieldChange(name, old, new, taken=not old)


def _reach(row: UnderstoodRow, known: KnownPerson) -> Iterator[FieldChange]:
    own = known.phones.split()
    new_phones = [phone for phone in row.person.phones if phone not in own]
    if new_phones:
        yield FieldChange("phones", known.phones, " ".join([*own, *new_phones]), taken=True)
    if row.account is not None and row.account.number and row.account.number != known.account:
        yield FieldChange("account", known.account, row.account.number, taken=not known.account)


def _care(row: UnderstoodRow, known: KnownPerson) -> Iterator[FieldChange]:
    person = row.person
    degree, kind = degree_key(person.disability_degree or ""), disability_key(person.disability_kind or "")
    if degree and (degree != known.disability_degree or (kind and not known.disability_kind)):
        old = _disability_words(known.disability_degree, known.disability_kind)
        new = _disability_words(degree, kind or known.disability_kind)
        yield FieldChange("disability", old, new, taken=known.disability_degree in ("", degree))
    for name, before, said in (
        ("payee", known.payee, person.payee),
        ("guardian", known.guardian, person.guardian),
    ):
        if said and same_name_key(said) != same_name_key(before):
            yield FieldChange(name, before, said, taken=not before)


def _disability_words(degree: str, kind: str) -> str:
    return " - ".join(part for part in (DEGREE_LABELS.get(degree, ""), DISABILITY_LABELS.get(kind, "")) if part)


def _line_changes(benefit: BenefitPart, line: KnownLine) -> Iterator[FieldChange]:
    if benefit.amount is not None and benefit.amount != line.amount:
        old = format_amount(line.amount) if line.amount is not None else ""
        yield FieldChange("amount", old, format_amount(benefit.amount), taken=line.amount is None)
    if benefit.coefficient is not None and benefit.coefficient != line.coefficient:
        old = format_coefficient(line.coefficient) if line.coefficient is not None else ""
        yield FieldChange("coefficient", old, format_coefficient(benefit.coefficient), taken=line.coefficient is None)
    if benefit.start is not None and benefit.start != line.start:
        old = month_display(line.start) if line.start is not None else ""
        yield FieldChange("start", old, month_display(benefit.start), taken=line.start is None)
    if benefit.decision and benefit.decision != line.decision:
        yield FieldChange("decision", line.decision, benefit.decision, taken=not line.decision)


def _told_only(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    """What a list says otherwise of an entitlement: shown, never taken, for a decision alone changes it."""
    old, new = (", ".join(filter(None, said)) for said in zip(*((one.old, one.new) for one in changes), strict=True))
    return (FieldChange(BY_DECISION, old, new, taken=False),)


def _finer(one: PartialDate, other: PartialDate) -> bool:
    order: Mapping[str, int] = {"year": 0, "month": 1, "day": 2}
    return order[one.precision] > order[other.precision]
