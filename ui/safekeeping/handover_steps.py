"""Parts of the handover page: a step with its number and lamp, and the step that copies and proves."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from models.safekeeping.handover_state import Finished
from ui.desk import Desk
from ui.forms.combo import QuietCombo
from ui.parts import Button, Card, Lamp, Notice, ToneLabel, title_label
from ui.safekeeping.facts import GIVEN_UP, Found, Told
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.medium_dialog import medium_dialog
from ui.safekeeping.parts import button_row
from ui.safekeeping.places_card import PlacesCard
from ui.safekeeping.progress import ByteProgress
from ui.theme import Tone

BY_HAND = (
    "Ba bản biên bản đã ký đủ; một bản để trong hồ sơ cơ quan.",
    "USB cũ để đúng chỗ biên bản ghi, hoặc xóa đi khi đã có bản sao mới: chúng vẫn mở bằng mật khẩu cũ.",
    "Máy khác từng mở sổ này: vào Sao lưu, Bàn giao sổ, «Bên nhận dùng máy khác», Rời máy này.",
    "Ai ở lại thì đổi mật khẩu của mình: Cài đặt, thẻ Cán bộ.",
    "Bên nhận bật mở nhanh bằng mã PIN nếu muốn: Cài đặt, thẻ Bảo mật.",
)
PLUG_IN = "Cắm USB của cơ quan vào máy rồi nhấn lại."
COPY_AGAIN = "Chưa sao lưu sau khi đổi khóa, làm phiếu: cắm USB, bấm nút ở dưới"


LOCK_ONCE = "Khóa cũ còn trong bộ nhớ máy: xong các việc trên thì khóa sổ, bên nhận mở lại bằng mật khẩu riêng"


class StepCard(Card):
    """One step: number and title, a lamp that says whether it is done, and its controls."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.number = 0
        self.heading = title_label(title, 1.1)
        self.lamp = Lamp("Chưa làm", "quiet")
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.lamp)
        self.body.addLayout(top)
        self._news = Notice("", "wrong")
        self._news.setParent(self)

    @property
    def news(self) -> str:
        """What is said below the controls; empty when nothing is."""
        return self._news.words

    def say(self, words: str, name: Tone = "wrong") -> None:
        """News of this step, below its controls; empty words take them away."""
        if self.body.indexOf(self._news) < 0:
            self.body.addWidget(self._news)  # last, under what the subclasses put in
        self._news.say(words, name)

    def show_number(self, number: int) -> None:
        """Where the step stands in the chosen way; 0 when it stands alone."""
        self.number = number
        self.heading.setText(f"{number}. {self._title}" if number else self._title)

    def show_done(self, words: str) -> None:
        """What was done; empty: not yet."""
        self.lamp.show_state(words or "Chưa làm", "done" if words else "quiet")

    def stops(self) -> list[QWidget]:
        """Where Tab stops here; dialogs that stand over the card have their own."""
        kinds = (Button, QuietCombo, QCheckBox)
        return [one for one in self.findChildren(QWidget) if isinstance(one, kinds) and one.window() is self.window()]


class RestCard(Card):
    """What is left to do after a handover; `again` when another one is to begin.

    `just_handed`: the key was changed in this process; then the last thing left is the lock, and `lock_asked` asks it.
    """

    again = Signal()
    lock_asked = Signal()

    def __init__(self, *, just_handed: bool = False) -> None:
        super().__init__()
        self.heading = title_label("", 1.1)
        self.heading.setWordWrap(True)
        self.body.addWidget(self.heading)
        self.lamps = [Lamp("", "quiet") for _ in range(4)]
        for lamp in self.lamps:
            self.body.addWidget(lamp)
        for words in BY_HAND:
            self.body.addWidget(ToneLabel(f"• {words}", "quiet"))
        self.button = Button("Bàn giao lần mới…", "users")
        self.button.clicked.connect(self.again)
        self.lock_button = Button("Khóa sổ", "lock", tip="Khóa sổ (Ctrl+L)")
        self.lock_button.clicked.connect(self.lock_asked)
        self.body.addLayout(button_row(self.lock_button, self.button))
        self.lamps[-1].setVisible(just_handed)
        self.lock_button.setVisible(just_handed)

    def show_rest(self, done: Finished) -> None:
        """Say what is done and what is not."""
        self.heading.setText(f"{done.giver} đã bàn giao cho {done.receiver or 'bên nhận'}")
        told: tuple[tuple[bool, str, str], ...] = (
            (True, "Bên giao thôi dùng sổ, sổ đã có khóa mới", ""),
            (bool(done.sheet), "Đã có phiếu khôi phục", "Chưa có phiếu khôi phục: Cài đặt, thẻ Bảo mật, Làm phiếu"),
            (done.copied_since, "Đã sao lưu bằng khóa và phiếu mới", COPY_AGAIN),
            (False, "", LOCK_ONCE),
        )
        for lamp, (good, yes, no) in zip(self.lamps, told, strict=True):
            lamp.show_state(yes if good else no, "done" if good else "soon")


class CopyStep(StepCard):
    """Copies onto the marked place and proves it; `over` when a job ended."""

    over = Signal()

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__("Sao lưu và kiểm chứng")
        self._desk, self.keeper = desk, keeper
        self.body.addWidget(ToneLabel("Bản sao ngoài máy này, đọc lại từ USB và kiểm đủ, trong ngày hôm nay.", "quiet"))
        self.places = PlacesCard()
        self.places.folder_chosen.connect(keeper.add_folder)
        self.button = Button("Sao lưu và kiểm chứng", "hard-drive")
        self.button.clicked.connect(self.back_up)
        self.progress = ByteProgress()
        self.progress.stopped.connect(keeper.stop)
        self.body.addWidget(self.places)
        self.body.addLayout(button_row(self.button))
        self.body.addWidget(self.progress)
        keeper.places_changed.connect(self._show_places)
        keeper.began.connect(self._began)
        keeper.told.connect(self._told)
        keeper.ended.connect(self._ended)
        keeper.problem.connect(self.say)
        keeper.given_up.connect(lambda: self.say(GIVEN_UP, "soon"))
        self._show_places()

    def _show_places(self) -> None:
        self.places.show_places(self.keeper.found)

    def back_up(self) -> None:
        """Copy onto the marked place, after asking once whose it is."""
        found = self.places.current
        if found is None or self.keeper.busy:
            self.say("" if self.keeper.busy else PLUG_IN, "soon")
            return
        ours = found if found.standing == "ours" else self._ask_about(found)
        if ours is not None and ours.standing == "ours":
            self.keeper.back_up(ours)

    def _ask_about(self, found: Found) -> Found | None:
        answered: list[Found] = []
        dialog = medium_dialog(
            self, self._desk, found, "", lambda answer: answered.append(self.keeper.register(answer))
        )
        dialog.exec()
        dialog.deleteLater()
        return answered[0] if answered else None

    def _began(self, words: str) -> None:
        self.say("")
        self.progress.begin(words)
        self.button.setEnabled(False)

    def _told(self, told: Told) -> None:
        self.progress.show_told(told)

    def _ended(self) -> None:
        self.progress.end()
        self.button.setEnabled(True)
        self.over.emit()
