"""The minutes of a handover: who takes part, then the paper as it will be printed, and keeping it in the book."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.office.queries import staff
from models.office.staff_queries import StaffMemberView
from models.safekeeping.handover_queries import Asked, handover_facts, media_of_office
from models.safekeeping.handover_rules import HandoverFacts, Party, checked_party
from models.safekeeping.handover_services import MINUTES_KEPT, MINUTES_PRINTED, KeepMinutes, keep_minutes
from models.safekeeping.queries import MediumView
from models.store.errors import EnvironmentProblem, RuleError
from models.store.store import SAFEKEEPING
from models.store.vietnamese import search_text
from printing.safekeeping.handover import handover_pdf
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, TextField
from ui.frame.export import ask_where, save_file
from ui.paper.preview import Preview
from ui.parts import Button, Notice, title_label
from ui.progress import WorkProgress
from ui.theme import em
from ui.waiting import Waiting

DRAFT = "handover/minutes"
SOMEBODY = "0"
KEEPER = "keeper-"
"""Fields of keepers are called so, with the medium's id behind."""
WORDS = (
    "Biên bản ghi số lượng, việc dở, tiền, dãy số, USB và tài khoản; không ghi tên ai trong sổ. Ô nào để trống "
    "thì trên giấy có chỗ ghi bằng bút."
)


class AskedDialog(FormDialog):
    """The form before the minutes."""

    def __init__(self, parent: QWidget, desk: Desk, giver_id: int, receivers: Sequence[StaffMemberView]) -> None:
        super().__init__(parent, desk, "Biên bản bàn giao", words=WORDS, yes="Xem biên bản", draft_key=DRAFT)
        self._giver_id = giver_id
        self._receivers = {str(one.id): one for one in receivers}
        self._media: tuple[MediumView, ...] = ()
        self.asked: Asked | None = None

    def offer(self) -> None:
        """Add the fields and offer what was typed before."""
        known = [(number, f"{one.display_name} ({one.handle})") for number, one in self._receivers.items()]
        choices = (*known, (SOMEBODY, "Người chưa có tài khoản: ghi tên ở dưới"))
        form = self.form
        form.add(ChoiceField("receiver", "Bên nhận", choices, empty=None))
        form.add(TextField("receiver_name", "Họ tên bên nhận, khi chưa có tài khoản"))
        form.add(TextField("receiver_role", "Chức vụ bên nhận"))
        form.add(TextField("witness_name", "Người chứng kiến, lãnh đạo"))
        form.add(TextField("witness_role", "Chức vụ người chứng kiến"))
        form.add(TextField("why", "Lý do bàn giao", hint="Ví dụ: chuyển công tác"))
        self._ask_keepers()
        self.on_save(self._answer)

    def _ask_keepers(self) -> None:
        """Sticks change hands too; only who is not the giver is proposed again."""
        with self._desk.read() as session:
            self._media = media_of_office(session)
            giver = next((one.display_name for one in staff(session) if one.id == self._giver_id), "")
        if self._media:
            self.form.add_group("Ai giữ USB, ổ đĩa sau bàn giao")
        for one in self._media:
            hint = f"Trước bàn giao: {one.keeper}" if one.keeper else "Ví dụ: Nguyễn Thị Hạnh, tủ sắt phòng 3"
            field = TextField(f"{KEEPER}{one.id}", one.label, required=True, hint=hint)
            self.form.add(field)
            if one.keeper and (not giver or search_text(giver) not in search_text(one.keeper)):
                field.restore(one.keeper)

    def _text(self, key: str) -> str:
        return str(self.form.value(key) or "")

    def _answer(self) -> None:
        chosen = self._receivers.get(self._text("receiver"))
        name, role = self._text("receiver_name"), self._text("receiver_role")
        receiver = checked_party(name, role) if chosen is None else Party(chosen.display_name, role or chosen.role_text)
        self.asked = Asked(
            giver_id=self._giver_id,
            receiver=receiver,
            receiver_id=None if chosen is None else chosen.id,
            witness=checked_party(self._text("witness_name"), self._text("witness_role")),
            why=self._text("why"),
            keepers=tuple((one.id, self._text(f"{KEEPER}{one.id}")) for one in self._media),
        )


class MinutesPage(QWidget):
    """The minutes as they will be printed. `kept` when they are in the book."""

    left = Signal()
    kept = Signal(int)
    shown = Signal()

    def __init__(self, desk: Desk, asked: Asked) -> None:
        super().__init__()
        self._desk, self._asked = desk, asked
        self._facts: HandoverFacts | None = None
        self.pdf = b""
        self.preview = Preview("Đang lập biên bản…", sheets=False)
        self.preview.guard(desk)
        self.preview.pdf_asked.connect(self.save_pdf)
        self.preview.printed.connect(lambda: desk.note_print(MINUTES_PRINTED))
        self.notice = Notice("", "wrong")
        self.progress = WorkProgress(desk.memory)
        self.progress.stopped.connect(desk.worker.cancel)
        self.keep_button = Button("Lưu biên bản vào sổ", "save", tip="Lưu biên bản đang xem; sau đó in, ký ba bên")
        self.keep_button.clicked.connect(self.keep)
        self.keep_button.setEnabled(False)
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.addWidget(title_label("Biên bản bàn giao"), 1)
        top.addWidget(back)
        top.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addWidget(self.progress)
        column.addWidget(self.preview, 1)
        self._reading, self._drawing = Waiting(self), Waiting(self)
        self._reading.done.connect(self._draw)
        self._drawing.done.connect(self._drawn)
        for waiting in (self._reading, self._drawing):
            waiting.refused.connect(self._refused)
        self.progress.begin("facts", 1)
        self._reading.start(lambda: handover_facts(desk.store, asked))

    @property
    def busy(self) -> bool:
        return self._reading.busy or self._drawing.busy

    def _draw(self, facts: object) -> None:
        if isinstance(facts, HandoverFacts):
            self._facts = facts
            draw = partial(handover_pdf, facts, printed_at=self._desk.now, foot=self._desk.foot)
            self._desk.work_out(self._drawing, draw)

    def _drawn(self, data: object) -> None:
        self.progress.end(finished=isinstance(data, bytes))
        if not isinstance(data, bytes):
            self.preview.say("Đã dừng.")
            return
        self.pdf = data
        self.preview.show_pdf(data)
        self.keep_button.setEnabled(True)
        self.shown.emit()

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.progress.end(finished=False)
        self.notice.say(problem.message, "wrong")
        self.preview.say("Không lập được biên bản.")

    def keep(self) -> None:
        """Keep exactly what is shown."""
        if self._facts is None or not self.pdf:
            return
        command = KeepMinutes(self._asked.giver_id, self._asked.receiver_id, self._facts, self.pdf, self._asked.keepers)
        try:
            kept = self._desk.do(MINUTES_KEPT, keep_minutes, command, kind=SAFEKEEPING)
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(problem.message, "wrong")
            return
        self.keep_button.setEnabled(False)
        self.notice.say("Đã lưu vào sổ. In ba bản, ba bên ký, rồi quay lại làm bước tiếp theo.", "done")
        self.kept.emit(kept)

    def save_pdf(self) -> None:
        """Save what is shown into a file the clerk names."""
        path = ask_where(self, "Lưu PDF", "bien-ban-ban-giao", "pdf")
        if path is None or not self.pdf:
            return
        refused = save_file(path, self.pdf)
        if refused is None:
            self._desk.note_print(MINUTES_PRINTED, exported=True)
        self.notice.say(refused or f"Đã lưu {path.name} vào {path.parent}.", "wrong" if refused else "done")

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._drawing.busy:
            self._desk.worker.cancel()
        for waiting in (self._reading, self._drawing):
            waiting.wait()
        self.progress.end(finished=False)
        self.preview.show_pdf(b"")
        super().closeEvent(event)
