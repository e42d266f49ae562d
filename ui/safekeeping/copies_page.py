"""All copies on all media, the newest first: where they lie, who keeps them, what was counted, whether good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from models.store.vietnamese import search_text
from ui.desk import Desk
from ui.dialogs import confirmed
from ui.parts import EmptyState, Notice
from ui.register.source import Column, Wanted
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.safekeeping.facts import COPY_STATES, CopyLine, Told, moment, size_words
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.progress import ByteProgress
from ui.theme import em
from ui.waiting import Waiting

COPIES = "copies"


class CopySource:
    """The copies last read; the page reads them beside the window, since a stick may be slow."""

    subject = COPIES
    columns = (
        Column("made", "Lập lúc", 10.5),
        Column("medium", "USB, ổ đĩa", 14, filter="text", ghost="Tên USB, người giữ…"),
        Column("keeper", "Ai giữ, để ở đâu", 13, sortable=False),
        Column("state", "Tình trạng", 10.5, filter="choice", choices=tuple(COPY_STATES.items()), sortable=False),
        Column("there", "Đang cắm", 6, sortable=False),
        Column("counts", "Đếm được", 20, sortable=False),
        Column("who", "Người lập", 10, sortable=False),
        Column("workstation", "Máy", 8, sortable=False, shown=False),
        Column("proved", "Kiểm chứng lúc", 10.5, sortable=False, shown=False),
        Column("size", "Cỡ", 4.8, "right", sortable=False),
    )

    def __init__(self) -> None:
        self.lines: tuple[CopyLine, ...] = ()

    def _wanted(self, wanted: Wanted) -> list[CopyLine]:
        words, state = search_text(wanted.of("medium")).split(), wanted.of("state")
        found = [
            line
            for line in self.lines
            if (not state or line.state == state)
            and all(word in search_text(f"{line.medium} {line.keeper}") for word in words)
        ]
        if wanted.sort == "medium":
            found.sort(key=lambda line: search_text(line.medium))
        if wanted.sort == "made":
            found.sort(key=lambda line: line.made_at)
        return found[::-1] if wanted.descending else found

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        return [line.id for line in self._wanted(wanted)][offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self._wanted(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {
            line.id: (
                moment(line.made_at),
                line.medium,
                line.keeper,
                COPY_STATES[line.state],
                "có" if line.reachable else "",
                line.counts,
                line.who,
                line.workstation,
                _moment(line.proved_at),
                size_words(line.size) if line.size else "",
            )
            for line in self.lines
            if line.id in ids
        }

    def summary(self, wanted: Wanted) -> str:
        good = sum(line.state == "good" for line in self._wanted(wanted))
        return f"{good} bản đã kiểm chứng" if self.lines else ""


class CopiesPage(QWidget):
    """The register with its steps: prove a copy again, forget a medium, look at what a restore put aside."""

    back_up_asked = Signal()
    kept_asked = Signal()

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__()
        self._keeper = keeper
        self.source = CopySource()
        self._again = False
        self.notice = Notice("", "done")
        self._reading = Waiting(self)
        self._reading.done.connect(self._read)
        self._reading.refused.connect(lambda problem: self.notice.say(problem.message, "wrong"))
        self.progress = ByteProgress()
        self.progress.stopped.connect(keeper.stop)
        empty = EmptyState(
            "hard-drive",
            "Chưa có bản sao lưu nào",
            "Cắm USB của cơ quan rồi nhấn Sao lưu ngay. Mỗi bản sao được đọc lại từ USB, mở ra và đếm trước khi "
            "được ghi vào danh sách này.",
        )
        empty.add_step("Đến trang sao lưu", "hard-drive", self.back_up_asked.emit, primary=True)
        self.view = RegisterView(
            self.source, title="Các bản sao lưu", noun="bản sao", memory=desk.memory, empty=empty, exports=False
        )
        self.forget = guarded(desk, "safekeeping", self.view.add_step("Thôi dùng USB này…", "x", self.forget_medium))
        self.prove = self.view.add_step("Kiểm chứng lại", "check", self.prove_again)
        self.kept = self.view.add_step("Sổ giữ lại trên máy…", "undo-2", self.kept_asked.emit)
        guarded(desk, "safekeeping", self.kept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.4), em(self), 0)
        news.addWidget(self.notice)
        news.addWidget(self.progress)
        column.addLayout(news)
        column.addWidget(self.view, 1)
        self.view.table.selectionModel().currentChanged.connect(lambda *_: self._enable())
        self.view.model.modelReset.connect(self._enable)
        keeper.places_changed.connect(self.read)
        keeper.state_changed.connect(self.read)
        keeper.began.connect(self._began)
        keeper.told.connect(self._told)
        keeper.ended.connect(self._ended)
        keeper.problem.connect(lambda words: self.notice.say(words, "wrong"))
        keeper.checked.connect(lambda _outcome: self.notice.say("Đã kiểm chứng xong; kết quả ghi trong bảng.", "done"))
        self.view.start()
        self._enable()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._reading.wait()
        super().closeEvent(event)

    # -- reading -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the copies of the store and of what is plugged in; once more when something changed meanwhile."""
        if not self.isVisible():
            return
        if self._reading.busy:
            self._again = True
            return
        self._again = False
        reachable = self._keeper.found
        self._reading.start(lambda: self._keeper.engine.copies(reachable))

    def _read(self, lines: object) -> None:
        if isinstance(lines, tuple) and lines != self.source.lines:
            self.source.lines = lines
            self.view.renew({(COPIES, 0)})
        self._enable()
        if self._again:
            self.read()

    def current(self) -> CopyLine | None:
        """The copy that is marked."""
        wanted = self.view.current_id()
        return next((line for line in self.source.lines if line.id == wanted), None)

    def _enable(self) -> None:
        line = self.current()
        idle = line is not None and not self._keeper.busy
        self.prove.setEnabled(idle and line is not None and line.reachable)
        self.forget.setEnabled(idle and line is not None and line.medium_id > 0)

    # -- steps -------------------------------------------------------------------------------------------------------

    def prove_again(self) -> None:
        """Read the marked copy from its medium and check it in full."""
        line = self.current()
        found = self._keeper.reachable(line.medium_id) if line is not None else None
        if line is not None and found is not None:
            self.notice.say("")
            self._keeper.prove_again(line, found)

    def forget_medium(self) -> None:
        """The office has this stick no longer; what lies on it stays there."""
        line = self.current()
        if line is None:
            return
        words = (
            f"Chương trình thôi tính các bản sao trên “{line.medium}”, đèn sao lưu không còn dựa vào đó. "
            "Không có gì trên USB bị xóa: ai có USB và mật khẩu thời đó vẫn mở được."
        )
        if not confirmed(self, "Thôi dùng USB này?", words, "Thôi dùng"):
            return
        try:
            self._keeper.engine.forget(line.medium_id)
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(problem.message, "wrong")
            return
        self.notice.say(f"Đã ghi nhận: {line.medium} không còn dùng.", "done")
        self._keeper.renew()
        self._keeper.look()

    def _began(self, words: str) -> None:
        self.progress.begin(words)
        self._enable()

    def _told(self, told: Told) -> None:
        self.progress.show_told(told)

    def _ended(self) -> None:
        self.progress.end()
        self._enable()


def _moment(at: datetime | None) -> str:
    return moment(at) if at else ""
