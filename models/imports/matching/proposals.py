"""What matched rows would change in the register, proposed to the clerk; rows of one person are looked at together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.imports.lists.facts import UnderstoodRow
from models.imports.matching.benefit_lines import line_of, same_in_list, says_a_line
from models.imports.matching.contradictions import Contradiction, to_take
from models.imports.matching.differences import Differences, FieldChange, line_words
from models.imports.matching.known import KnownLine, KnownPerson, Snapshot
from models.imports.matching.verdicts import MatchedRow, Status


def propose_changes(
    rows: Sequence[UnderstoodRow],
    verdicts: Sequence[MatchedRow],
    snapshot: Snapshot,
    against: Mapping[int, Sequence[Contradiction]],
) -> list[MatchedRow]:
    """The verdicts with their changes filled in; `against` are the contradictions within the list."""
    told = list(verdicts)
    of_person: dict[int, list[int]] = defaultdict(list)
    of_new: dict[int, list[int]] = {}
    for index, verdict in enumerate(verdicts):
        if verdict.status is not Status.MATCH:
            continue
        if verdict.person_id is not None:
            of_person[verdict.person_id].append(index)
        elif verdict.twin_of is not None:
            of_new.setdefault(verdict.twin_of, [verdict.twin_of]).append(index)
    for indexes in of_new.values():
        for index, first in _repeated(rows, indexes).items():
            told[index] = replace(told[index], changes=(_repeats(rows, index, first),))
    for index, found in against.items():
        if verdicts[index].person_id is None:
            told[index] = replace(told[index], changes=(*to_take(found), *told[index].changes))
    if of_person:
        differences = Differences(snapshot)
        for known in snapshot.people:
            if known.id in of_person:
                _of_known(rows, told, of_person[known.id], known, differences, snapshot.month)
    return told


def changes_of(
    row: UnderstoodRow, known: KnownPerson, snapshot: Snapshot
) -> tuple[tuple[FieldChange, ...], int | None]:
    """What one row would change of a person whom the clerk chose for it, and the benefit line it means."""
    differences = Differences(snapshot)
    line = None
    if row.benefit is not None and says_a_line(row.benefit):
        line = line_of(row.benefit, known.lines, (), snapshot.month)
    changes = (*differences.of_person(row, known), *differences.of_line(row, known, line))
    return changes, line.id if line is not None else None


def _of_known(
    rows: Sequence[UnderstoodRow],
    told: list[MatchedRow],
    indexes: Sequence[int],
    known: KnownPerson,
    differences: Differences,
    month: int,
) -> None:
    repeated = _repeated(rows, indexes)
    lines = _lines_of(rows, [index for index in indexes if index not in repeated], known, month)
    seen: set[str] = set()
    for index in indexes:
        row, first = rows[index], repeated.get(index)
        line = lines.get(index if first is None else first)
        found = differences.of_person(row, known)
        # What an earlier row has proposed is not proposed against it; phones add up.
        changes = [
            replace(change, taken=False) if change.field in seen and change.field != "phones" else change
            for change in found
        ]
        seen.update(change.field for change in found)
        if first is None:
            changes += differences.of_line(row, known, line)
        else:
            changes.append(_repeats(rows, index, first))
            if line is not None:
                before = {change.field for change in told[first].changes}
                changes += [one for one in differences.of_line(row, known, line) if one.field not in before]
        told[index] = replace(told[index], changes=tuple(changes), line_id=line.id if line is not None else None)


def _repeats(rows: Sequence[UnderstoodRow], index: int, first: int) -> FieldChange:
    benefit = rows[index].benefit
    earlier = rows[first]
    where = f"dòng {earlier.row}" if earlier.sheet == rows[index].sheet else f"trang {earlier.sheet} dòng {earlier.row}"
    return FieldChange("line", f"đã ghi ở {where}", line_words(benefit) if benefit is not None else "", taken=False)


def _repeated(rows: Sequence[UnderstoodRow], indexes: Sequence[int]) -> dict[int, int]:
    """Rows of one person whose benefit an earlier of these rows told already, and that row."""
    found: dict[int, int] = {}
    told: list[int] = []
    for index in indexes:
        benefit = rows[index].benefit
        if benefit is None or not says_a_line(benefit):
            continue
        first = next((one for one in told if same_in_list(rows[one].benefit or benefit, benefit)), None)
        if first is None:
            told.append(index)
        else:
            found[index] = first
    return found


def _lines_of(
    rows: Sequence[UnderstoodRow], indexes: Sequence[int], known: KnownPerson, month: int
) -> dict[int, KnownLine]:
    """Each row's line of the register: those that fit exactly are given out first."""
    found: dict[int, KnownLine] = {}
    for exactly in (True, False):
        for index in indexes:
            benefit = rows[index].benefit
            if index in found or benefit is None or not says_a_line(benefit):
                continue
            taken = {line.id for line in found.values()}
            line = line_of(benefit, known.lines, taken, month, exactly=exactly)
            if line is not None:
                found[index] = line
    return found
