"""Making a recovery sheet: seen, printed or saved as PDF, and put away before it counts.

The key is made here and lives nowhere but in this page and on paper; it is written to a disk only where the clerk saves
the PDF. `settled(key)` says that the sheet is printed and put away; whoever opened the page makes it valid then.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from models.store import recovery
from models.store.errors import EnvironmentProblem, RuleError
from models.store.recovery import RecoveryKey
from printing.safekeeping.recovery_sheet import SheetFacts, recovery_pdf
from ui.forms.fields import ChoiceField
from ui.frame.export import ask_where, save_file
from ui.paper.preview import Preview
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.theme import em
from ui.waiting import Waiting

LEFT_EM: Final = 28
FILE_STEM: Final = "phieu-khoi-phuc"
KINDS: Final = (("whole", "Một phiếu, giữ trong két"), ("split", "Ba mảnh, cần hai mảnh để mở"))
WORDS: Final = (
    "Phiếu này mở được sổ khi mọi người quên mật khẩu hoặc máy hỏng. In ra, cất vào két; chỉ in một lần. Khóa trên "
    "phiếu không được lưu ở đâu trong máy."
)
REPLACES: Final = (
    "Phiếu đang có ({old}) hết hiệu lực khi phiếu mới được dùng. Bản sao lưu cũ vẫn mở bằng phiếu cũ; phiếu mới chỉ mở "
    "những bản làm sau đó."
)
OTHER_KIND: Final = (
    "Đã đổi loại phiếu nên khóa cũng đổi: tờ vừa in hoặc lưu trước đó không mở được sổ. Hãy xé bỏ, in lại loại này."
)
LATER: Final = (
    "Để sau thì sổ chỉ mở được bằng mật khẩu: quên mật khẩu là mất toàn bộ sổ. Lời nhắc còn hiện cho đến khi có phiếu."
)
TICKS: Final = {"whole": "Tôi đã in và cất phiếu", "split": "Tôi đã in và cất ba mảnh ở ba nơi"}
FIRST_PRINT: Final = "Hãy in phiếu, hoặc lưu PDF rồi in ở máy khác, trước khi đánh dấu."
FIRST_TICK: Final = "Phiếu đã in. Cất phiếu rồi đánh dấu vào ô bên dưới."


class SheetPage(QWidget):
    """`settled` brings the RecoveryKey, `left` steps back without a sheet."""

    settled = Signal(object)
    left = Signal()
    closed = Signal()

    def __init__(
        self, sheet: str, store: str, *, old: str | None = None, later: str = "Để sau", key: RecoveryKey | None = None
    ) -> None:
        """`sheet` is the handle of the new sheet, `store` the store's mark, `old` the sheet that it replaces.

        `key` is for pictures alone; a sheet that counts has a key of its own.
        """
        super().__init__()
        self._key = key or recovery.new_key()
        self._sheet, self._store = sheet, store
        self._pdf = b""
        self._given_out = False
        """Whether the key of now is on some paper or in some file already."""
        self._settling = False
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._show)
        self._waiting.refused.connect(self.refuse)
        self.setWindowTitle("Sổ An Sinh: phiếu khôi phục")
        self.kind = ChoiceField("kind", "Loại phiếu", KINDS, empty=None)
        self.notice = Notice("", "wrong")
        self.tick = QCheckBox(TICKS["whole"])
        self.tick.setEnabled(False)
        self.tick.setToolTip(FIRST_PRINT)
        self.button = PrimaryButton("Dùng phiếu này", "check", tip="Dùng phiếu này (Ctrl+Enter)")
        self.button.setEnabled(False)
        self.later = Button(later)
        self.preview = Preview("Đang làm phiếu…", sheets=False, primary=False)
        self._build(old)
        self.make()

    def _build(self, old: str | None) -> None:
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._next_step)
        self.kind.changed.connect(self._other_kind)
        self.tick.toggled.connect(self.button.setEnabled)
        self.button.clicked.connect(self._settle)
        self.later.clicked.connect(self.left)
        self.preview.printed.connect(self._printed)
        self.preview.pdf_asked.connect(self.save_pdf)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(em(self), em(self, 0.8), em(self, 0.6), em(self, 0.6))
        column.setSpacing(em(self, 0.6))
        heading = title_label("Phiếu khôi phục", 1.4)
        column.addWidget(heading)
        column.addWidget(ToneLabel(WORDS, "quiet"))
        if old:
            column.addWidget(Notice(REPLACES.format(old=old), "soon"))
        column.addWidget(self.kind)
        column.addWidget(self.notice)
        column.addWidget(self.tick)
        column.addWidget(ToneLabel(FIRST_PRINT, "quiet", factor=0.9))
        column.addStretch(1)
        if not old:
            column.addWidget(Notice(LATER, "soon"))
        row = QHBoxLayout()
        row.addWidget(self.later)
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setMinimumWidth(em(self, LEFT_EM))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(area)
        splitter.addWidget(self.preview)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, em(self, 0.6), em(self, 0.6), em(self, 0.6))
        whole.addWidget(splitter)
        self.resize(em(self, 80), em(self, 48))

    def make(self) -> None:
        """Draw the sheet of the chosen kind, in a thread of this process."""
        if self._waiting.busy:
            return
        self._untick()
        self.tick.setText(TICKS[self.kind.draft()])
        key, split = self._key, self._split
        self._waiting.start(lambda: self._drawn(key, split))

    @property
    def _split(self) -> bool:
        return self.kind.draft() == "split"

    def _other_kind(self) -> None:
        """A key that is on paper already must not be on a sheet of the other kind too: only one sheet may count."""
        self.preview.show_pdf(b"")
        self.notice.say("")
        if self._given_out:
            self._key = recovery.new_key()
            self._given_out = False
            self.notice.say(OTHER_KIND, "soon")
        self.make()

    @property
    def drawing(self) -> bool:
        return self._waiting.busy

    def _drawn(self, key: RecoveryKey, split: bool) -> tuple[RecoveryKey, bool, bytes]:
        facts = SheetFacts(self._sheet, self._store, recovery.groups(key), recovery.qr_text(key))
        if split:
            facts = SheetFacts(self._sheet, self._store, shares=recovery.split(key))
        return key, split, recovery_pdf(facts, printed_at=datetime.now(UTC))

    def _show(self, drawn: object) -> None:
        if not isinstance(drawn, tuple):
            return
        key, split, self._pdf = drawn
        if (key, split) != (self._key, self._split):  # chosen anew while it was drawn
            self.make()
            return
        self.preview.show_pdf(self._pdf)

    def _untick(self) -> None:
        self.tick.setChecked(False)
        self.tick.setEnabled(False)

    def _next_step(self) -> None:
        """Ctrl+Enter: use the sheet, or say what comes before that."""
        if self.button.isEnabled():
            self._settle()
        elif self.tick.isEnabled():
            self.notice.say(FIRST_TICK, "accent")
            self.tick.setFocus()
        elif not self._settling:
            self.notice.say(FIRST_PRINT, "soon")
            self.preview.print_button.setFocus()

    def _printed(self) -> None:
        self._given_out = True
        self.tick.setEnabled(True)
        self.tick.setFocus()

    def save_pdf(self) -> None:
        """Write the sheet where the clerk says."""
        path = ask_where(self, "Lưu phiếu khôi phục", FILE_STEM, "pdf")
        if path is None:
            return
        refused = save_file(path, self._pdf)
        if refused is not None:
            self.notice.say(refused, "wrong")
            return
        self.notice.say(f"Đã lưu {path.name} vào {path.parent}. In xong hãy xóa tệp này.", "soon")
        self._printed()

    def _settle(self) -> None:
        if self.tick.isChecked():
            self.busy(True)
            self.settled.emit(self._key)

    def busy(self, on: bool) -> None:
        """The key is being put into the store."""
        self._settling = on
        for one in (self.button, self.later, self.tick, self.kind):
            one.setEnabled(not on)
        self.button.setText("Đang ghi…" if on else "Dùng phiếu này")

    def refuse(self, problem: RuleError | EnvironmentProblem) -> None:
        """It could not be done: the sheet before, if any, stays valid."""
        self.busy(False)
        self.notice.say(problem.message, "wrong")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waiting.wait()
        self.preview.show_pdf(b"")
        self.closed.emit()
        super().closeEvent(event)
