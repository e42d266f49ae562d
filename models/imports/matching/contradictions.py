"""Where a later row of a person says otherwise than an earlier row of the same list.

Promises: what the first row says is kept, and nothing the later one says is dropped without a word: the row bears a
remark, and of a new person the clerk may take it instead. A blank and a finer birth date contradict nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from models.imports.lists.facts import Problem, TableFacts, UnderstoodRow
from models.imports.lists.meanings import Meaning
from models.imports.matching.benefit_lines import same_in_list, says_a_line
from models.imports.matching.differences import FieldChange
from models.imports.matching.verdicts import MatchedRow, Status
from models.imports.values.flaws import WARNING
from models.imports.values.villages import village_key
from models.imports.values.words import degree_key, poverty_key
from models.people.rules import DEGREE_LABELS, POVERTY_LABELS, SEX_LABELS
from models.store.dates import PartialDate, month_display
from models.store.vietnamese import same_name_key, search_text

CODE = "differs_from_twin"
_NAMES: Mapping[str, tuple[str, Meaning]] = {
    "name": ("họ tên", Meaning.NAME),
    "born": ("ngày sinh", Meaning.BORN),
    "sex": ("giới tính", Meaning.SEX),
    "id_number": ("số định danh", Meaning.ID_NUMBER),
    "old_id_number": ("số CMND cũ", Meaning.OLD_ID),
    "insurance_number": ("số thẻ BHYT", Meaning.INSURANCE),
    "village": ("thôn", Meaning.VILLAGE),
    "address": ("địa chỉ", Meaning.ADDRESS),
    "account": ("số tài khoản", Meaning.ACCOUNT),
    "disability": ("mức độ khuyết tật", Meaning.DISABILITY_DEGREE),
    "payee": ("người nhận thay", Meaning.PAYEE),
    "guardian": ("người giám hộ", Meaning.GUARDIAN),
    "household": ("hộ", Meaning.HOUSEHOLD_CODE),
    "poverty": ("diện hộ", Meaning.POVERTY),
    "start": ("tháng bắt đầu hưởng", Meaning.START),
}
"""Field -> how a sentence names it, and the column that tells it."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says: equal keys say the same; `shown` is for the clerk, `stored` for a change's texts."""

    key: str | PartialDate
    shown: str
    row: UnderstoodRow
    stored: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field that an earlier row of the same person tells otherwise, and both texts."""

    field: str
    earlier: UnderstoodRow
    old: str
    shown: str
    new: str


def contradictions(
    rows: Sequence[UnderstoodRow], verdicts: Sequence[MatchedRow]
) -> dict[int, tuple[Contradiction, ...]]:
    """Of each later row of a person, by its index, what earlier rows say otherwise."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, verdict in enumerate(verdicts):
        if verdict.twin_of is not None and verdict.status is not Status.WRONG:
            groups[_first(verdicts, verdict.twin_of)].append(index)
    found: dict[int, tuple[Contradiction, ...]] = {}
    for first, later in groups.items():
        known, lines = dict(_all_said(rows[first])), [rows[first]]
        for index in later:
            told = dict(known)
            if against := (*_against(told, rows[index]), *_other_starts(lines, rows[index])):
                found[index] = against
            if not verdicts[index].asks_twin:
                known = told
                lines.append(rows[index])
    return found


def _first(verdicts: Sequence[MatchedRow], index: int) -> int:
    """The row that a chain of rows of one person begins with."""
    while (earlier := verdicts[index].twin_of) is not None:
        index = earlier
    return index


def _against(known: dict[str, _Said], row: UnderstoodRow) -> Iterator[Contradiction]:
    """What contradicts `known`, which takes up what the row says more."""
    for field, said in _all_said(row):
        before = known.get(field)
        if before is None or _better(said.key, before.key):
            known[field] = said
        elif not _agree(before.key, said.key):
            yield Contradiction(field.partition(" ")[0], before.row, before.stored, before.shown, said.stored)


def _other_starts(lines: Sequence[UnderstoodRow], row: UnderstoodRow) -> Iterator[Contradiction]:
    """The month from which the row's benefit line is paid, where the first row of that line tells another."""
    benefit = row.benefit
    if benefit is None or benefit.start is None or not says_a_line(benefit):
        return
    for earlier in lines:
        line = earlier.benefit
        if line is not None and line.start is not None and says_a_line(line) and same_in_list(line, benefit):
            if line.start != benefit.start:
                month = month_display(line.start)
                yield Contradiction("start", earlier, month, month, month_display(benefit.start))
            return


def _better(key: str | PartialDate, before: str | PartialDate) -> bool:
    return (
        isinstance(key, PartialDate)
        and isinstance(before, PartialDate)
        and key.compatible(before)
        and len(key.iso()) > len(before.iso())
    )


def _agree(one: str | PartialDate, other: str | PartialDate) -> bool:
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        return one.compatible(other)
    return one == other


def _all_said(row: UnderstoodRow) -> Iterator[tuple[str, _Said]]:
    for field, key, shown, stored in _texts(row):
        if key:
            yield field, _Said(key, shown, row, stored or shown)
    if (born := row.person.born) is not None:
        yield "born", _Said(born, born.display(), row, born.display())


def _texts(row: UnderstoodRow) -> Iterator[tuple[str, str, str, str]]:
    """Field, key, text for a sentence, text of a change where that is another."""
    person, home = row.person, row.household
    yield "name", same_name_key(person.name or ""), person.name or "", ""
    if person.sex is not None:
        yield "sex", person.sex, SEX_LABELS[person.sex], person.sex
    numbers = (person.id_number, person.old_id_number, person.insurance)
    for field, number in zip(("id_number", "old_id_number", "insurance_number"), numbers, strict=True):
        yield field, number or "", number or "", ""
    if person.village:
        yield "village", village_key(person.village), person.village, ""
    yield "address", search_text(person.address or ""), person.address or "", ""
    if row.account is not None and row.account.number:
        yield "account", row.account.number, row.account.number, ""
    degree = degree_key(person.disability_degree or "")
    yield "disability", degree, DEGREE_LABELS.get(degree, ""), ""
    for field, name in (("payee", person.payee), ("guardian", person.guardian)):
        yield field, same_name_key(name or ""), name or "", ""
    if home is not None:
        # A household's number and the name of its head say nothing of each other.
        yield "household code", home.code or "", home.code or "", ""
        yield "household head", same_name_key(home.head or ""), home.head or "", ""
        poverty = poverty_key(home.poverty or "")
        yield "poverty", poverty, POVERTY_LABELS.get(poverty, ""), ""


def with_remarks(
    rows: Sequence[UnderstoodRow],
    tables: Sequence[TableFacts],
    verdicts: Sequence[MatchedRow],
    found: Mapping[int, Sequence[Contradiction]],
) -> tuple[UnderstoodRow, ...]:
    """The rows, each contradiction a warning on its row; rows that may be of somebody else bear none."""
    told = list(rows)
    for index, against in found.items():
        if not verdicts[index].asks_twin:
            row = rows[index]
            remarks = (_remark(row, tables[row.table], one) for one in against)
            told[index] = replace(row, problems=(*row.problems, *remarks))
    return tuple(told)


def _remark(row: UnderstoodRow, table: TableFacts, one: Contradiction) -> Problem:
    words, meaning = _NAMES[one.field]
    letter = next((column.letter for column in table.columns if column.meaning is meaning), "")
    same = one.earlier.sheet == row.sheet
    where = f"dòng {one.earlier.row}" if same else f"trang “{one.earlier.sheet}” dòng {one.earlier.row}"
    message = f"Cùng người với {where} nhưng {words} ghi khác; ở đó ghi {one.shown}."
    return Problem(one.field, CODE, message, letter, WARNING)


def to_take(against: Sequence[Contradiction]) -> tuple[FieldChange, ...]:
    """What the clerk may take of a later row instead of what the first row of a new person says; never unasked."""
    found = {one.field: FieldChange(one.field, one.old, one.new, taken=False) for one in against}
    found.pop("start", None)  # the earliest is kept, whichever row tells it
    return tuple(found.values())
