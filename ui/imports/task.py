"""What a clerk decides about one list, without a widget: columns, corrected cells, accepted errors, choices by row.

Everything that takes time runs elsewhere (worker process, waiting thread); this only holds and answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.imports.lists.facts import RowKey, TableFacts, Understanding, UnderstoodRow
from models.imports.lists.meanings import Meaning
from models.imports.matching.differences import FieldChange
from models.imports.matching.known import Snapshot
from models.imports.matching.proposals import changes_of
from models.imports.matching.verdicts import MatchedRow, Status
from models.imports.planning.decisions import Decisions
from models.imports.planning.plan import RowChoice
from models.imports.process import Reading, file_digest, header_key
from models.imports.workbook.cells import text_of
from models.store.dates import month_display
from models.store.money import format_amount, format_coefficient
from ui.desk import Desk

SEX_WORDS = {"male": "Nam", "female": "Nữ"}
STATUS_WORDS: Mapping[Status, str] = {
    Status.NEW: "Người mới",
    Status.MATCH: "Đã có trong sổ",
    Status.UNSURE: "Chưa chắc",
    Status.WRONG: "Sai",
}


@dataclass(slots=True)
class ImportTask:
    """One file on its way into the book."""

    name: str
    data: bytes
    overrides: dict[str, dict[str, Meaning]] = field(default_factory=dict)
    corrections: dict[tuple[str, int, str], str] = field(default_factory=dict)
    accepted: set[tuple[str, int, str]] = field(default_factory=set)
    choices: dict[RowKey, RowChoice] = field(default_factory=dict)
    snapshot: Snapshot = field(default_factory=Snapshot)
    understanding: Understanding | None = None
    verdicts: Sequence[MatchedRow] = ()
    said: dict[str, str] = field(default_factory=dict)
    typed: dict[tuple[str, int, str], str] = field(default_factory=dict)
    """What stands in a field for a wrong cell and was not agreed yet."""
    path: str = ""
    resumed: int = 0
    """How many decisions were taken up from the last time."""
    _digest: str = ""
    _offered: dict[RowKey, set[int]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        if not self._digest:
            self._digest = file_digest(self.data)
        return self._digest

    def decisions(self) -> Decisions:
        """Everything said so far, to be kept."""
        offered = {key: frozenset(people) for key, people in self._offered.items() if key in self.choices}
        overrides = {sheet: dict(columns) for sheet, columns in self.overrides.items()}
        return Decisions(
            self.name,
            self.path,
            self.digest,
            overrides,
            dict(self.corrections),
            frozenset(self.accepted),
            dict(self.choices),
            offered,
            dict(self.said),
            dict(self.typed),
        )

    def resume(self, kept: Decisions) -> None:
        """Take up what was decided about the same file before."""
        self.overrides = {sheet: dict(columns) for sheet, columns in kept.overrides.items()}
        self.corrections, self.accepted = dict(kept.corrections), set(kept.accepted)
        self.choices, self.said, self.typed = dict(kept.choices), dict(kept.said), dict(kept.typed)
        self._offered = {key: set(people) for key, people in kept.offered.items()}
        self.resumed = kept.count

    def reading(self, desk: Desk, memory: Mapping[str, str]) -> Reading:
        """How the file is to be read, with what was said so far."""
        overrides = {sheet: dict(columns) for sheet, columns in self.overrides.items()}
        return Reading(desk.today, memory, overrides, dict(self.corrections), frozenset(self.accepted))

    def take(self, understanding: Understanding, verdicts: Sequence[MatchedRow]) -> None:
        """A new reading of the file; who a row is gets asked again where the book has other candidates by now."""
        self.understanding, self.verdicts = understanding, verdicts
        for row, verdict in zip(understanding.rows, verdicts, strict=True):
            choice = self.choices.get(row.key)
            if choice is None or not (choice.twin or choice.person_id is not None):
                continue
            offered = {candidate.person_id for candidate in verdict.candidates}
            stands = verdict.status is Status.UNSURE and (
                (choice.twin and verdict.twin_of is not None)
                or choice.person_id in offered
                or (choice.person_id == 0 and self._offered.get(row.key, offered) == offered)
            )
            if not stands:
                del self.choices[row.key]
        self._offered = {
            row.key: {candidate.person_id for candidate in verdict.candidates}
            for row, verdict in zip(understanding.rows, verdicts, strict=True)
            if verdict.candidates
        }

    @property
    def rows(self) -> Sequence[UnderstoodRow]:
        return self.understanding.rows if self.understanding is not None else ()

    @property
    def tables(self) -> Sequence[TableFacts]:
        return self.understanding.tables if self.understanding is not None else ()

    def status(self, index: int) -> Status:
        """Where the row stands after the clerk's choice."""
        found = self.verdicts[index].status
        choice = self.choices.get(self.rows[index].key)
        if found is not Status.UNSURE:
            return found
        if choice is not None and choice.person_id is not None:
            return Status.NEW if choice.person_id == 0 else Status.MATCH
        twin = self.verdicts[index].twin_of
        if twin is None or (self.verdicts[index].asks_twin and not (choice is not None and choice.twin)):
            return found
        return found if self.status(twin) is Status.UNSURE else Status.MATCH

    def changes(self, index: int) -> tuple[FieldChange, ...]:
        """What the row would change: of the person it matches, or of the candidate whom the clerk chose."""
        verdict, choice = self.verdicts[index], self.choices.get(self.rows[index].key)
        chosen = choice.person_id if choice is not None else None
        if not chosen or chosen == verdict.person_id:
            return verdict.changes
        known = next((person for person in self.snapshot.people if person.id == chosen), None)
        return changes_of(self.rows[index], known, self.snapshot)[0] if known is not None else ()

    def skipped(self, index: int) -> bool:
        """Whether the clerk leaves this row out."""
        choice = self.choices.get(self.rows[index].key)
        return choice is not None and choice.skip

    def indexes(self, status: Status) -> list[int]:
        """Rows that stand in a group as first understood; a decided unsure row stays where it was."""
        return [index for index, verdict in enumerate(self.verdicts) if verdict.status is status]

    def counts(self) -> Counter[Status]:
        """Rows by group as first understood."""
        return Counter(verdict.status for verdict in self.verdicts)

    def storable(self) -> bool:
        """Whether any row would be stored if the clerk agreed now."""
        kept = (Status.NEW, Status.MATCH)
        return any(self.status(index) in kept and not self.skipped(index) for index in range(len(self.rows)))

    def undecided(self) -> int:
        """Unsure rows that nobody has decided; they will be left out."""
        return sum(self.status(index) is Status.UNSURE and not self.skipped(index) for index in range(len(self.rows)))

    def decide(self, index: int, choice: RowChoice) -> None:
        """Keep what the clerk decided for a row."""
        self.choices[self.rows[index].key] = choice

    def set_meaning(self, table: TableFacts, letter: str, header: str, meaning: Meaning) -> None:
        """The clerk says what a column means; remembered for next time under its header."""
        self.overrides.setdefault(table.sheet, {})[letter] = meaning
        if header:
            self.said[header_key(header)] = meaning.value

    def strings(self, index: int) -> tuple[str, ...]:
        """The row as shown in the list."""
        row = self.rows[index]
        person, benefit = row.person, row.benefit
        return (
            f"Dòng {row.row}, {row.sheet}",
            person.name or "",
            person.born.display() if person.born else "",
            SEX_WORDS.get(person.sex or "", ""),
            person.village or "",
            person.id_number or person.old_id_number or "",
            (benefit.label or "") if benefit else "",
            format_amount(benefit.amount) if benefit and benefit.amount is not None else "",
            self.remark(index),
        )

    def remark(self, index: int) -> str:
        """What is to be said about the row."""
        row, verdict = self.rows[index], self.verdicts[index]
        if self.skipped(index):
            return "Bỏ qua"
        twin = self.rows[verdict.twin_of] if verdict.twin_of is not None else None
        place = f"{twin.sheet}, dòng {twin.row}" if twin is not None else ""
        choice = self.choices.get(row.key)
        if verdict.status is Status.UNSURE and self.status(index) is not Status.UNSURE:
            if twin is not None and (choice is None or choice.person_id is None):
                return f"Đã quyết: cùng người với {place}"
            return "Đã quyết: người mới" if self.status(index) is Status.NEW else "Đã quyết: người có trong sổ"
        if row.problems:
            return row.problems[0].message
        if twin is not None:
            return f"{'Có thể cùng' if verdict.asks_twin else 'Cùng'} người với {place}"
        if verdict.changes:
            return f"{len(verdict.changes)} điều khác sổ"
        return ""

    def details(self, index: int) -> list[tuple[str, str]]:
        """Label and text of everything understood of a row."""
        row = self.rows[index]
        person, benefit, account = row.person, row.benefit, row.account
        shown = [
            ("Họ và tên", person.name or ""),
            ("Ngày sinh", person.born.display() if person.born else ""),
            ("Giới tính", SEX_WORDS.get(person.sex or "", "")),
            ("Số định danh", person.id_number or person.old_id_number or ""),
            ("Thôn, tổ dân phố", person.village or ""),
            ("Địa chỉ", person.address or ""),
            ("Điện thoại", ", ".join(person.phones)),
            ("Thẻ BHYT", person.insurance or ""),
        ]
        if benefit is not None:
            shown += [
                (
                    "Diện hưởng",
                    " ".join(x for x in (benefit.label, f"({benefit.group})" if benefit.group else "") if x),
                ),
                ("Hệ số", format_coefficient(benefit.coefficient) if benefit.coefficient else ""),
                ("Mức hưởng", format_amount(benefit.amount) if benefit.amount is not None else ""),
                ("Từ tháng", month_display(benefit.start) if benefit.start else ""),
            ]
        if account is not None:
            shown.append(("Tài khoản", " ".join(part for part in (account.number, account.bank) if part)))
        return [(label, text) for label, text in shown if text]

    def cell(self, index: int, letter: str) -> str:
        """The text of a cell of a row, by column letter, with the clerk's correction."""
        row = self.rows[index]
        corrected = self.corrections.get((row.sheet, row.row, letter))
        if corrected is not None:
            return corrected
        column = _column(letter)
        return text_of(row.cells[column]) if 0 <= column < len(row.cells) else ""

    def header(self, index: int, letter: str) -> str:
        """The header of a column of the table in which a row stands."""
        table = self.tables[self.rows[index].table]
        return next((one.header for one in table.columns if one.letter == letter), "")


def _column(letter: str) -> int:
    number = 0
    for character in letter:
        number = number * 26 + ord(character) - ord("A") + 1
    return number - 1
