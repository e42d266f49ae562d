"""The card of places for copies: every stick that is plugged in, what the office knows of it, and a chosen folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QVBoxLayout, QWidget

from ui.parts import Button, Card, ToneLabel
from ui.safekeeping.facts import Found, moment, size_words
from ui.safekeeping.parts import Choice, button_row, clear_column, titled_card
from ui.theme import Tone, em

NOTHING = (
    "Chưa thấy USB nào. Cắm USB của cơ quan vào máy: chương trình tự nhận ra. "
    "Cũng có thể chọn một thư mục, chẳng hạn ổ đĩa dùng chung của cơ quan."
)


class PlacesCard(QWidget):
    """Radio buttons over the places; `chosen` with the one that is marked (None when there is none)."""

    chosen = Signal(object)
    folder_chosen = Signal(object)

    def __init__(
        self, title: str = "USB và ổ đĩa đang cắm", nothing: str = NOTHING, *, any_owner: bool = False
    ) -> None:
        """`any_owner`: reading from a stick that is not the office's is no fault."""
        super().__init__()
        self._nothing = nothing
        self._any_owner = any_owner
        self._found: tuple[Found, ...] = ()
        self._wanted: Path | None = None
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._picked)
        self._card: Card = titled_card(title)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(em(self, 0.25))
        self._card.body.addLayout(self._rows)
        self.folder = Button("Chọn thư mục…", "folder-open", tip="Dùng một thư mục thay cho USB")
        self.folder.clicked.connect(self._ask_folder)
        self._card.body.addLayout(button_row(self.folder))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)
        self.show_places(())

    @property
    def current(self) -> Found | None:
        """The place that is marked."""
        index = self._group.checkedId()
        return self._found[index] if 0 <= index < len(self._found) else None

    @property
    def radios(self) -> list[QRadioButton]:
        return [one for one in self._group.buttons() if isinstance(one, QRadioButton)]

    def show_places(self, found: tuple[Found, ...]) -> None:
        """Other places; the marked one stays marked, else the office's own stick is."""
        if found == self._found and self._rows.count():
            return
        had_keyboard = any(one.hasFocus() for one in self._group.buttons())
        for button in self._group.buttons():
            self._group.removeButton(button)
        clear_column(self._rows)
        self._found = found
        marked = self._to_mark()
        for index, one in enumerate(found):
            self._add(index, one, checked=index == marked, keyboard=had_keyboard)
        if not found:
            self._rows.addWidget(ToneLabel(self._nothing, "quiet"))
        self.chosen.emit(self.current)

    def _to_mark(self) -> int:
        """The one marked before, else a stick of the office, else a new one; never a foreign one by itself."""
        roots = [one.drive.root for one in self._found]
        if self._wanted in roots:
            return roots.index(self._wanted)
        ranked = sorted(range(len(self._found)), key=lambda index: _rank(self._found[index]))
        best = ranked[0] if ranked else -1
        return best if best >= 0 and (self._any_owner or _rank(self._found[best])[0] < 2) else -1

    def _add(self, index: int, found: Found, *, checked: bool, keyboard: bool) -> None:
        radio = Choice(found.name.replace("&", "&&"))
        radio.setEnabled(self._any_owner or found.standing != "foreign")
        self._group.addButton(radio, index)
        radio.setChecked(checked)
        words, name = reading_words(found) if self._any_owner else place_words(found)
        note = ToneLabel(words, name, factor=0.95)
        note.setContentsMargins(em(self, 1.6), 0, 0, em(self, 0.3))
        self._rows.addWidget(radio)
        self._rows.addWidget(note)
        if checked and keyboard:
            radio.setFocus()

    def _picked(self, index: int) -> None:
        self._wanted = self._found[index].drive.root
        self.chosen.emit(self.current)

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Chọn thư mục để sao lưu", str(Path.home()))
        if folder:
            self.choose_folder(Path(folder))

    def choose_folder(self, folder: Path) -> None:
        """Use this folder; it appears once it was looked at."""
        self._wanted = folder
        self.folder_chosen.emit(folder)


def _rank(found: Found) -> tuple[int, int, str]:
    standing = {"ours": 0, "new": 1, "foreign": 2}[found.standing]
    return standing, 0 if found.drive.outside else 1, str(found.drive.root)


def reading_words(found: Found) -> tuple[str, Tone]:
    """What a place holds, for whoever reads from it."""
    if not found.copies:
        return "Chưa thấy bản sao nào.", "quiet"
    newest = f", mới nhất {moment(found.newest)}" if found.newest else ""
    return f"{found.copies} bản sao{newest}.", "quiet"


def place_words(found: Found) -> tuple[str, Tone]:
    """What is known of a place in one line, and its tone."""
    drive = found.drive
    if found.standing == "foreign":
        return "Đã ghi nhận là không phải của cơ quan; không dùng để sao lưu.", "quiet"
    words = []
    if found.standing == "ours":
        words.append(f"Của cơ quan, {found.keeper} giữ" if found.keeper else "Của cơ quan")
    else:
        words.append("Lần đầu gặp, sẽ hỏi trước khi dùng")
    if found.copies:
        newest = f", mới nhất {moment(found.newest)}" if found.newest else ""
        words.append(f"{found.copies} bản sao{newest}")
    if drive.total:
        words.append(f"còn trống {size_words(drive.free)}")
    if drive.read_only:
        return f"{'; '.join(words)}. Đang khóa chỉ cho đọc: gạt nút khóa trên USB để ghi được.", "soon"
    if not drive.outside:
        return f"{'; '.join(words)}. Nằm trên cùng ổ đĩa với sổ: hỏng ổ là mất cả hai, đèn không xanh.", "soon"
    return f"{'; '.join(words)}.", "quiet"
