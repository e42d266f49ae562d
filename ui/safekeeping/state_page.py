"""The first page of Sao lưu: the lamp with its reasons, one button, the sticks, what was proved, the last drill."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from models.store.rights import may
from ui.desk import Desk
from ui.parts import Button, Card, Notice, PrimaryButton, ToneLabel, title_label
from ui.rights import guarded
from ui.safekeeping.facts import GIVEN_UP, DrillView, Found, Proved, Told, moment
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.medium_dialog import medium_dialog
from ui.safekeeping.parts import BigLamp, Scrolling, button_row, titled_card
from ui.safekeeping.places_card import PlacesCard
from ui.safekeeping.progress import ByteProgress
from ui.theme import em

ENTRY_TODO = (
    "Việc phải làm: thêm lại tài khoản cho người không còn mở được (Cài đặt, thẻ Cán bộ), bàn giao lại nếu cần. "
    "Khôi phục nhầm thì quay lại sổ trước đó: thẻ Các bản sao lưu, «Sổ giữ lại trên máy»."
)
NO_PLACE = "Cắm USB của cơ quan vào máy rồi nhấn lại, hoặc chọn một thư mục ở dưới."


class StatePage(Scrolling):
    """`restore_asked` and `handover_asked` go to the section; `keeper_name` is proposed for a new stick."""

    restore_asked = Signal()
    handover_asked = Signal()

    def __init__(self, desk: Desk, keeper: Keeper, keeper_name: str = "") -> None:
        super().__init__()
        self._desk, self.keeper, self._keeper_name = desk, keeper, keeper_name
        self.lamp = BigLamp()
        self.title = title_label("", 1.25)
        self.title.setWordWrap(True)
        self.why = ToneLabel("", "text")
        self.todo = ToneLabel("", "quiet")
        self._pressed: QPushButton | None = None
        self.button = PrimaryButton("Sao lưu ngay", "hard-drive", tip="Sao lưu sổ và kiểm chứng (Ctrl+B)")
        self.button.clicked.connect(self.back_up)
        self.progress = ByteProgress()
        self.progress.stopped.connect(keeper.stop)
        self.notice = Notice("", "done")
        self.entry = Notice("", "wrong", button="Đã giải quyết")
        self.entry.button.setToolTip("Ghi vào nhật ký là đã đọc và giải quyết; dòng này không hiện nữa")
        self.entry.pressed.connect(self.settle_entry)
        self.entry.button.setVisible(may(desk.rights, "safekeeping"))
        self.places = PlacesCard()
        self.places.folder_chosen.connect(keeper.add_folder)
        self.places.chosen.connect(lambda _found: self._enable())
        self._proved = titled_card("Lần sao lưu gần nhất")
        self.proved = ToneLabel("", "text")
        self._proved.body.addWidget(self.proved)
        self._drill = titled_card("Diễn tập khôi phục")
        self.drill = ToneLabel("", "text")
        self.drill_button = Button("Diễn tập ngay", "undo-2", tip="Mở thử bản sao mới nhất, đếm và so với sổ, rồi xóa")
        self.drill_button.clicked.connect(self.practise)
        self._build()
        keeper.places_changed.connect(self._show_places)
        keeper.state_changed.connect(self.show_state)
        keeper.began.connect(self._began)
        keeper.told.connect(self._told)
        keeper.ended.connect(self._ended)
        keeper.proved.connect(self._was_proved)
        keeper.checked.connect(self._was_checked)
        keeper.problem.connect(lambda words: self.notice.say(words, "wrong"))
        keeper.given_up.connect(lambda: self.notice.say(GIVEN_UP, "soon"))
        self.show_state()
        self._show_places()
        if keeper.busy:
            self._began("Đang làm…")

    def _build(self) -> None:
        card = Card()
        top = QHBoxLayout()
        top.setSpacing(em(self))
        beside = QVBoxLayout()
        beside.setSpacing(em(self, 0.3))
        for one in (self.title, self.why, self.todo):
            beside.addWidget(one)
        top.addWidget(self.lamp)
        top.addLayout(beside, 1)
        card.body.addLayout(top)
        self.restore = guarded(self._desk, "safekeeping", Button("Khôi phục từ bản sao lưu…", "undo-2"))
        self.restore.clicked.connect(self.restore_asked)
        self.handover = guarded(self._desk, "safekeeping", Button("Bàn giao sổ…", "users"))
        self.handover.clicked.connect(self.handover_asked)
        card.body.addLayout(button_row(self.button, self.restore, self.handover))
        card.body.addWidget(self.progress)
        card.body.addWidget(self.notice)
        self._drill.body.addWidget(self.drill)
        self._drill.body.addLayout(button_row(self.drill_button))
        cards: tuple[QWidget, ...] = (self.entry, card, self.places, self._proved, self._drill)
        for part in cards:
            self.column.addWidget(part)
        self.column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keeper.look()

    # -- what is shown -----------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """The lamp, the last copy, the last drill."""
        state = self.keeper.state
        self.lamp.show_tone(state.lamp.tone)
        self.title.setText(state.lamp.title)
        self.why.setText(state.lamp.why)
        self.todo.setText(state.lamp.todo)
        self.todo.setVisible(bool(state.lamp.todo))
        self.entry.say(f"{state.entry}\n{ENTRY_TODO}" if state.entry else "", "wrong")
        self._proved.setVisible(state.last is not None)
        if state.last is not None:
            self.proved.setText(proved_words(state.last))
        self.drill.setText(drill_words(state.drill))

    def _show_places(self) -> None:
        self.places.show_places(self.keeper.found)
        if self.places.current is not None and self.notice.words == NO_PLACE:
            self.notice.say("")
        self._enable()

    def _enable(self) -> None:
        busy = self.keeper.busy
        pressed = next((one for one in (self.button, self.drill_button) if one.hasFocus()), None)
        if busy and pressed is not None:  # else Enter would go to the next button, which is the restore
            self._pressed = pressed
            self.setFocus()
        self.button.setEnabled(not busy)
        current = self.places.current
        self.drill_button.setEnabled(not busy and current is not None and current.copies > 0)
        if not busy and self._pressed is not None:
            if self.hasFocus():
                self._pressed.setFocus()
            self._pressed = None

    def settle_entry(self) -> None:
        """An administrator has read who opens the book since a restore, and settled it."""
        try:
            self.keeper.engine.settle_entry()
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(problem.message, "wrong")
            return
        self.keeper.renew()

    # -- the steps ---------------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Copy onto the marked place, after asking once whose it is."""
        found = self.places.current
        if found is None or self.keeper.busy:
            self.notice.say("" if self.keeper.busy else NO_PLACE, "soon")
            return
        ours = found if found.standing == "ours" else self.ask_about(found)
        if ours is not None and ours.standing == "ours":
            self.notice.say("")
            self.keeper.back_up(ours)

    def ask_about(self, found: Found) -> Found | None:
        """The first use of a stick; None when the clerk gave no answer."""
        answered: list[Found] = []
        dialog = medium_dialog(
            self, self._desk, found, self._keeper_name, lambda answer: answered.append(self.keeper.register(answer))
        )
        dialog.exec()
        dialog.deleteLater()
        if answered and answered[0].standing == "foreign":
            self.notice.say("Đã ghi nhận: không dùng USB này để sao lưu. Hãy cắm USB của cơ quan.", "soon")
        return answered[0] if answered else None

    def practise(self) -> None:
        """The restore drill from the marked place."""
        found = self.places.current
        if found is not None:
            self.notice.say("")
            self.keeper.drill(found)

    def _began(self, words: str) -> None:
        self.progress.begin(words)
        self.notice.say("")
        self._enable()
        self.ensureWidgetVisible(self.progress)

    def _told(self, told: Told) -> None:
        self.progress.show_told(told)

    def _ended(self) -> None:
        self.progress.end()
        self._enable()

    def _was_proved(self, proved: Proved) -> None:
        done = f"Đã sao lưu và kiểm chứng xong trên {proved.medium}."
        if proved.outside:
            self.notice.say(f"{done} Có thể rút USB ra.", "done")
        else:
            self.notice.say(f"{done} Bản này nằm cùng ổ đĩa với sổ: hãy sao lưu thêm vào USB của cơ quan.", "soon")

    def _was_checked(self, _outcome: object) -> None:
        drill = self.keeper.state.drill
        good = drill is None or drill.passed
        self.notice.say("Đã kiểm tra xong, kết quả ghi ở dưới.", "done" if good else "wrong")


def proved_words(proved: Proved) -> str:
    """What was proved, a sentence a line."""
    head = f"{moment(proved.made_at)}, trên {proved.medium}:"
    return "\n".join((head, *(f"• {sentence}" for sentence in proved.sentences)))


def drill_words(drill: DrillView | None) -> str:
    """When the last drill was and what it found."""
    if drill is None:
        return (
            "Chưa diễn tập lần nào. Mỗi tuần một lần, khi USB đang cắm và máy rảnh, chương trình tự mở thử bản sao mới "
            "nhất ở một chỗ kín, đếm và so với sổ, rồi xóa đi."
        )
    of = f" với bản sao ngày {moment(drill.copy_made_at)}" if drill.copy_made_at else ""
    found = "đạt" if drill.passed else "KHÔNG ĐẠT"
    return f"{moment(drill.at)}{of}: {found}. {drill.message}"
