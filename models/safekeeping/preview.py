"""What restoring would change: the present store beside the one in a backup, record by record.

Records are told apart by their uid, since ids of two branches of one history mean different things. Nothing is written
and nothing is kept; names appear as the register shows them, without numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Executable, func, inspect, select

from models.benefits.tables import BenefitLine
from models.office.paper_rules import STATE_LABELS
from models.office.tables import NumberSeries, Paper, Staff
from models.people.codes import display_code
from models.people.dated import STILL_KNOWN
from models.people.tables import PERSON_FACTS, Household, Person
from models.safekeeping.queries import WORK
from models.safekeeping.ways_in import DAMAGED
from models.store.chain import digest_at, last_change
from models.store.errors import EnvironmentProblem
from models.store.scans.tables import Scan
from models.store.store import Store
from models.store.tables import Base, Change

MOST_NAMED = 500
"""So many records are named on each side; the counts always tell all."""
PEOPLE, HOUSEHOLDS, LINES, PAPERS, SCANS, STAFF = "people", "households", "lines", "papers", "scans", "staff"
LABELS: dict[str, str] = {
    PEOPLE: "Người dân",
    HOUSEHOLDS: "Hộ gia đình",
    LINES: "Dòng trợ cấp",
    PAPERS: "Giấy tờ",
    SCANS: "Bản quét",
    STAFF: "Cán bộ",
}
SAME, OLDER, NEWER, PARTED, STRANGER, UNREADABLE = "same", "older", "newer", "parted", "stranger", "unreadable"
_AT = {
    SAME: "Bản sao lưu giống hệt sổ hiện tại.",
    OLDER: "Bản sao lưu cũ hơn sổ hiện tại.",
    NEWER: "Bản sao lưu mới hơn sổ hiện tại.",
    PARTED: "Bản sao lưu và sổ hiện tại đã ghi khác nhau từ sau thay đổi chung cuối cùng.",
    STRANGER: "Bản sao lưu là của một sổ khác, không phải sổ hiện tại.",
    UNREADABLE: "Sổ hiện tại bị hỏng nên không so được; khi khôi phục nó vẫn được giữ lại.",
}


@dataclass(frozen=True, slots=True)
class SubjectDifference:
    """One kind of record. `lost` is in the present store alone and would go; `returned` is in the backup alone.

    `lost` and `returned` name at most MOST_NAMED; the counts tell all. `changed`: in both, with other content.
    """

    subject: str
    label: str
    here: int
    there: int
    lost_count: int
    returned_count: int
    changed: int
    lost: tuple[str, ...]
    returned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesDifference:
    """A number series: what was given last here and in the backup. `last` is what it would go on after."""

    key: str
    year: int
    label: str
    here: int
    there: int

    @property
    def last(self) -> int:
        """The highest that either store gave."""
        return max(self.here, self.there)


@dataclass(frozen=True, slots=True)
class Differences:
    """What restoring would change.

    `relation`: SAME, OLDER, NEWER, PARTED, STRANGER or UNREADABLE; None without a present store.
    `common_change` is the last change that both histories hold; `changes_lost` came after it here, `changes_returned`
    there; `work_lost` of those lost are more than notes of sign-ins, views and copies. `here_until` and `there_until`
    are the instants of the last changes (UTC text, "" without any).
    """

    relation: str | None
    common_change: int
    changes_lost: int
    changes_returned: int
    here_until: str
    there_until: str
    subjects: tuple[SubjectDifference, ...]
    series: tuple[SeriesDifference, ...]
    work_lost: int = 0

    @property
    def sentence(self) -> str:
        """How the two stand to each other, in words."""
        return "Máy này chưa có sổ." if self.relation is None else _AT[self.relation]

    @property
    def loses(self) -> bool:
        """Whether anything of the present store would no longer be there."""
        return any(subject.lost_count or subject.changed for subject in self.subjects)


def differences(present: Store | None, backup: Store) -> Differences:
    """Compare; `present` is None on a machine without a store (or with one that cannot be opened)."""
    with backup.connection() as there:
        if present is None:
            return _compared(None, there, None)
        try:
            with present.connection() as here:
                stranger = present.fact("uid") != backup.fact("uid")
                return _compared(here, there, STRANGER if stranger else "")
        except EnvironmentProblem as problem:
            if problem.code not in DAMAGED:
                raise
            return _compared(None, there, UNREADABLE)


def _compared(here: Connection | None, there: Connection, relation: str | None) -> Differences:
    there_last = last_change(there)[0]
    here_last = 0 if here is None else last_change(here)[0]
    common = 0 if here is None or relation == STRANGER else last_common(here, there)
    if relation == "":
        relation = _relation(common, here_last, there_last)
    return Differences(
        relation,
        common,
        here_last - common,
        there_last - common,
        "" if here is None else _until(here),
        _until(there),
        tuple(_subject(subject, here, there) for subject in LABELS),
        _series(here, there),
        0 if here is None else _work_since(here, common),
    )


def _relation(common: int, here: int, there: int) -> str:
    if common == here == there:
        return SAME
    if common == there:
        return OLDER
    return NEWER if common == here else PARTED


def last_common(one: Connection, other: Connection) -> int:
    """The last change that two histories share; 0 when they share none. A chain makes this a search by halves."""
    low, high = 0, min(last_change(one)[0], last_change(other)[0])
    while low < high:
        middle = (low + high + 1) // 2
        if digest_at(one, middle) == digest_at(other, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _work_since(connection: Connection, common: int) -> int:
    work = select(func.count()).where(Change.id > common, Change.kind.in_(WORK))
    return connection.execute(work).scalar_one()


def _until(connection: Connection) -> str:
    return str(connection.execute(select(Change.at).order_by(Change.id.desc()).limit(1)).scalar() or "")


def _subject(subject: str, here: Connection | None, there: Connection) -> SubjectDifference:
    ours = {} if here is None else _records(subject, here)
    theirs = _records(subject, there)
    lost = [ours[key] for key in ours.keys() - theirs.keys()]
    returned = [theirs[key] for key in theirs.keys() - ours.keys()]
    changed = sum(1 for key in ours.keys() & theirs.keys() if ours[key] != theirs[key])
    return SubjectDifference(
        subject,
        LABELS[subject],
        len(ours),
        len(theirs),
        len(lost),
        len(returned),
        changed,
        _named(lost),
        _named(returned),
    )


def _named(found: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted(row[0] for row in found)[:MOST_NAMED])


def _records(subject: str, connection: Connection) -> dict[str, tuple[str, ...]]:
    """Each record by what it is known by in any branch of the history: (its name, all that is compared)."""
    found: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(_QUERIES[subject]):
        key, name, *rest = (str(value) for value in row)
        found[key] = (_SHOWN.get(subject, str)(name), *rest)
    if subject == PEOPLE:
        _add_facts(found, connection)
    return found


def _add_facts(people: dict[str, tuple[str, ...]], connection: Connection) -> None:
    """What is known of each person from dated rows: home, household, account, ..."""
    for fact in PERSON_FACTS:
        table = Base.metadata.tables[str(inspect(fact).local_table)]
        values = [table.c[name] for name in (*fact.VALUES, "valid_from", "valid_to")]
        wanted = select(Person.uid, *values).select_from(Person).join(table, table.c["person_id"] == Person.id)
        known = wanted.where(table.c["known_until"] == STILL_KNOWN).order_by(Person.uid, *values)
        for row in connection.execute(known):
            people[row[0]] = (*people[row[0]], "|".join(str(value) for value in (table.name, *row[1:])))


def _person(name: str) -> str:
    words, _, code = name.rpartition(" ")
    return f"{words} ({display_code(int(code))})"


def _paper(name: str) -> str:
    words, _, state = name.rpartition(" ")
    return f"{words} ({STATE_LABELS.get(state, state)})"


_SHOWN = {PEOPLE: _person, PAPERS: _paper}
_NUMBER = func.iif(Paper.number.is_(None), "", func.concat(" số ", Paper.number, "/", Paper.sign))
_PERSON_COLUMNS = [
    column
    for column in Person.__table__.columns
    if column.name not in {"id", "uid", "code", "name"} and not column.info.get("derived")
]
_LINE_COLUMNS = [
    column
    for column in BenefitLine.__table__.columns
    if column.name not in {"id", "person_id", "known_from", "known_until"}
]
_QUERIES: dict[str, Executable] = {
    PEOPLE: select(Person.uid, func.concat(Person.name, " ", Person.code), *_PERSON_COLUMNS),
    HOUSEHOLDS: select(
        Household.uid,
        func.iif(Household.number == "", "Hộ chưa ghi số", func.concat("Hộ số ", Household.number)),
        Household.note,
    ),
    LINES: select(
        func.concat_ws("|", Person.uid, *(func.coalesce(column, "") for column in _LINE_COLUMNS)),
        func.concat(Person.name, ": ", BenefitLine.label),
    )
    .select_from(Person)
    .join(BenefitLine, Person.id == BenefitLine.person_id)
    .where(BenefitLine.known_until == STILL_KNOWN),
    PAPERS: select(
        Paper.uid, func.concat(Paper.title, _NUMBER, " ", Paper.state), Paper.signed_on, Paper.signer_name, Paper.reason
    ),
    SCANS: select(Scan.uid, Scan.media_type, Scan.sha256),
    STAFF: select(Staff.uid, Staff.display_name, Staff.role, Staff.handle, Staff.administrator, Staff.left_on),
}


def _series(here: Connection | None, there: Connection) -> tuple[SeriesDifference, ...]:
    ours = {} if here is None else _lasts(here)
    theirs = _lasts(there)
    wanted = sorted(ours.keys() | theirs.keys())
    return tuple(
        SeriesDifference(key, year, series_label(key, year), ours.get((key, year), 0), theirs.get((key, year), 0))
        for key, year in wanted
    )


def _lasts(connection: Connection) -> dict[tuple[str, int], int]:
    rows = connection.execute(select(NumberSeries.key, NumberSeries.year, NumberSeries.last)).all()
    return {(row[0], row[1]): row[2] for row in rows}


_SERIES = {"person": "Mã đối tượng", "household": "Mã hộ"}
_BODIES = {"committee": "UBND", "front": "MTTQ"}


def series_label(key: str, year: int) -> str:
    """What a clerk calls a number series: "Mã đối tượng", "Số DS của UBND năm 2026"."""
    body, _, kind = key.partition("/")
    words = _SERIES.get(key) or f"Số {kind} của {_BODIES.get(body, body)}"
    return f"{words} năm {year}" if year else words
