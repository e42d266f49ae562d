"""Lịch sử thay đổi: who changed what, when and why, the newest first; and whether the chain is whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from models.store.verify import BREAKS, Verified, verify_history
from ui.desk import Desk
from ui.history.source import ChangeSource
from ui.parts import EmptyState, Notice
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import Tone, em
from ui.waiting import Waiting

CHECKING = "Đang kiểm tra chuỗi lịch sử…"


class HistoryPage(QWidget):
    """The register of all changes, or of one person's. `opened` carries the number of a change."""

    left = Signal()
    opened = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk, person_id: int | None = None, name: str = "") -> None:
        super().__init__()
        self._desk = desk
        self.person_id = person_id
        self.shelf: object = None
        """Whoever opens what is chosen here; it lives as long as this page."""
        self.notice = Notice("", "accent")
        self._verifying = Waiting(self)
        self._verifying.done.connect(self._verified)
        self._verifying.refused.connect(self._refused)
        words = "Mọi việc ghi, sửa, in, xuất đều tự được ghi lại ở đây."
        empty = EmptyState("history", "Chưa có thay đổi nào", words)
        empty.add_step("Quay lại", "arrow-left", self.left.emit, primary=True)
        self.register = RegisterView(
            ChangeSource(desk, person_id),
            title=f"Lịch sử của {name}" if name else "Lịch sử thay đổi",
            noun="thay đổi",
            memory=desk.memory,
            empty=empty,
        )
        self.register.add_step("Quay lại", "arrow-left", self.left.emit)
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        if person_id is None:
            self.check = self.register.add_step("Kiểm tra niêm phong", "circle-check", self.verify)
        self.register.opened.connect(self.opened)
        self.register.escaped.connect(self.left)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.4), em(self), 0)
        news.addWidget(self.notice)
        column.addLayout(news)
        column.addWidget(self.register, 1)
        self.register.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Every commit is a line more."""
        if stale:
            self.register.reload()

    # -- the chain ---------------------------------------------------------------------------------------------------

    def verify(self) -> None:
        """Walk the chain beside the window and say whether it is whole."""
        if not self._verifying.busy:
            self.notice.say(CHECKING, "accent")
            self._verifying.start(lambda: verify_history(self._desk.store))

    def _verified(self, found: object) -> None:
        if isinstance(found, Verified):
            words, name = verdict(found)
            self.notice.say(words, name)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.notice.say(problem.message, "wrong")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._verifying.wait()
        self.register.model.stop()
        super().closeEvent(event)


def verdict(found: Verified) -> tuple[str, Tone]:
    """What was found, in a sentence, and how it is to be told."""
    if found.broken is not None:
        wrong = f"Chuỗi lịch sử đứt ở thay đổi số {found.broken.change_id}: {BREAKS[found.broken.what]}."
        return f"{wrong} Đừng ghi thêm; hãy báo người quản trị và tìm bản sao lưu trước lúc đó.", "wrong"
    if found.missing is not None:
        wrong = f"Sổ cũ hơn lần niêm phong gần nhất: thay đổi số {found.missing} không còn như đã niêm phong."
        return f"{wrong} Hãy tìm bản sao lưu mới hơn.", "wrong"
    lost = [day for day in found.days if not day.whole]
    if lost:
        return (
            f"Ngày {_day(lost[0].day)} đã niêm phong nhưng lịch sử nay khác: thay đổi số {lost[0].change_id}.",
            "wrong",
        )
    days = f", khớp {len(found.days)} ngày đã niêm phong" if found.days else ""
    head = f"đầu chuỗi là thay đổi số {found.head_change}, mã {found.head_code}"
    return f"Chuỗi lịch sử liền mạch: {format_amount(found.changes)} thay đổi{days}; {head}.", "done"


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
