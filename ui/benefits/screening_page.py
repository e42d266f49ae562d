"""Rà soát: who probably has a right and gets nothing, or less. It proposes; the clerk asks before deciding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.benefits.entitlements.facts_of import known_on
from models.benefits.entitlements.screening import Screened, search
from models.benefits.secrecy import NEUTRAL_LABEL, is_secret_ground
from models.law.queries import law_book
from models.people import queries
from models.people.masking import numbers_for
from models.store.dates import month_of
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from models.store.vietnamese import search_text
from models.store.worker import JobCancelled
from ui.benefits.source import open_groups
from ui.desk import CANCELLED, Desk
from ui.parts import EmptyState, Notice, ToneLabel
from ui.people.source import village_choices
from ui.progress import WorkProgress
from ui.register.source import Column, Wanted
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

SEARCHING: Final = "Đang rà soát toàn bộ sổ…"


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found, in the order of their given names, with what the register shows of them."""

    screened: Sequence[Screened]
    people: Mapping[int, queries.PersonRow]
    named: Mapping[int, queries.Named]


class ScreeningSource:
    """Everybody found, by given name; ids are places in this order."""

    subject = "screening"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.columns: Sequence[Column] = (
            Column("name", "Họ và tên", 13, filter="text", ghost="Tên", sortable=False),
            Column("born", "Ngày sinh", 7.2, sortable=False),
            Column("village", "Thôn, tổ dân phố", 10, filter="choice", choices=village_choices(desk), sortable=False),
            Column("group", "Có thể hưởng", 9, filter="choice", choices=tuple(open_groups()), sortable=False),
            Column("amount", "Mức tháng", 7, "right", sortable=False),
            Column("gets", "Đang hưởng", 7, sortable=False),
            Column("assumed", "Cần hỏi trước", 20, sortable=False),
            Column("why", "Vì sao", 26, sortable=False),
        )
        self._found: Sequence[Screened] = ()
        self._people: Mapping[int, queries.PersonRow] = {}
        self._named: Mapping[int, queries.Named] = {}
        self._last: tuple[Wanted, list[int]] | None = None

    def read(self, found: Sequence[Screened]) -> Found:
        """Who was found, by given name; belongs into a waiting thread."""
        wanted = list({one.person_id for one in found})
        with self._desk.connection() as reader:
            rows = queries.rows(reader, wanted, self._desk.today)
            named = queries.names_of(reader, wanted)
        people = {row.id: row for row in numbers_for(self._desk.rights, rows) if row.id in named}
        known = [one for one in found if one.person_id in people]
        ordered = sorted(known, key=lambda one: (named[one.person_id].sort, one.person_id))
        return Found(ordered, people, named)

    def show(self, found: Found) -> None:
        """Take what was read."""
        self._found, self._people, self._named = found.screened, found.people, found.named
        self._last = None

    def person(self, place: int) -> int:
        """Who stands in this place; 0 for nobody."""
        return self._found[place - 1].person_id if 0 < place <= len(self._found) else 0

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        return self._places(wanted)[offset : offset + limit]

    def _places(self, wanted: Wanted) -> list[int]:
        """Who fits; kept for the questions that a register asks after each key."""
        if self._last is None or self._last[0] != wanted:
            self._last = wanted, self._fitting(wanted)
        return self._last[1]

    def _fitting(self, wanted: Wanted) -> list[int]:
        words, group = search_text(wanted.of("name")).split(), wanted.of("group")
        village = dict(village_choices(self._desk)).get(wanted.of("village"), "")
        return [
            place
            for place, one in enumerate(self._found, start=1)
            if group in ("", one.group)
            and village in ("", self._people[one.person_id].village)
            and all(word in self._named[one.person_id].search for word in words)
        ]

    def count(self, wanted: Wanted) -> int:
        return len(self._places(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {place: self._strings(self._found[place - 1]) for place in ids if 0 < place <= len(self._found)}

    def _strings(self, one: Screened) -> Sequence[str]:
        person = self._people[one.person_id]
        return (
            person.name,
            person.born,
            person.village,
            one.group,
            format_amount(one.amount),
            ", ".join(sorted({_shown(ground) for ground in one.gets})),
            " ".join(one.assumed),
            one.why,
        )

    def summary(self, wanted: Wanted) -> str:
        return ""


def _shown(ground: str) -> str:
    """A group, or a label where nobody knows the group, as a list may say it."""
    return NEUTRAL_LABEL if is_secret_ground(ground, ground) else ground


class ScreeningPage(QWidget):
    """Reads in a thread, searches in the worker process; Enter opens what the law says of the person."""

    left = Signal()
    assessment_asked = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._show)
        self._waiting.refused.connect(self._refused)
        self.source = ScreeningSource(desk)
        self.notice = Notice("", "accent")
        self.progress = WorkProgress(desk.memory)
        self.progress.stopped.connect(desk.worker.cancel)
        empty = EmptyState(
            "circle-check",
            "Không thấy ai đủ điều kiện mà chưa được hưởng",
            "Theo những điều sổ biết đến nay. Ghi thêm ngày sinh, diện hộ, khuyết tật thì rà soát được rõ hơn.",
        )
        empty.add_step("Quay lại", "arrow-left", self.left.emit)
        self.register = RegisterView(
            self.source, title="Có lẽ được hưởng mà chưa hưởng", noun="người", memory=desk.memory, empty=empty
        )
        self.register.add_step("Quay lại", "arrow-left", self.left.emit)
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self.register.opened.connect(self._open)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        words = "Chỉ là gợi ý từ những điều sổ biết: hãy hỏi trước khi lập quyết định. Enter mở phần xét theo luật."
        head = QVBoxLayout()
        head.setContentsMargins(em(self), em(self, 0.6), em(self), 0)
        head.addWidget(ToneLabel(words, "quiet"))
        head.addWidget(self.notice)
        head.addWidget(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.register, 1)
        self.look()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    @property
    def busy(self) -> bool:
        """Whether it is still searching."""
        return self._waiting.busy

    def look(self) -> None:
        """Search the whole register."""
        self.notice.say(SEARCHING, "accent")
        self.progress.begin("screening", 1)
        self._waiting.start(self._searched)

    def _searched(self) -> object:
        day = self._desk.today
        with self._desk.store.read() as session:
            known, law = known_on(session, day), law_book(session).at(month_of(day), day)
        try:
            found = self._desk.worker.run(search, known, month_of(day), law)
        except JobCancelled:
            return CANCELLED
        return self.source.read(found)

    def _show(self, found: object) -> None:
        self.progress.end(finished=found is not CANCELLED)
        if not isinstance(found, Found):
            self.notice.say("Đã dừng rà soát.", "soon")
            return
        self.notice.say("")
        self.source.show(found)
        self.register.start()

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.progress.end(finished=False)
        self.notice.say(problem.message, "wrong")

    def _open(self, place: int) -> None:
        person = self.source.person(place)
        if person:
            self.assessment_asked.emit(person)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._waiting.busy:
            self._desk.worker.cancel()
        self._waiting.wait()
        self.progress.end(finished=False)
        self.register.model.stop()
        super().closeEvent(event)
