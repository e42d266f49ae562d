"""Finding one person: the search line with its list of answers, used by the frame and by dialogs.

Words in any order without marks, a number, a phone, a code, or the text of a card's QR code. The list is part of the
window, so that the keyboard stays in the search line (UniKey composes there).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from models.people import finding, queries
from models.people.masking import numbers_for
from models.people.qr import CardText
from models.store.rights import may
from ui.desk import Desk
from ui.parts import ToneLabel, title_label
from ui.theme import em

MOST_SHOWN = 12
_PERSON = int(Qt.ItemDataRole.UserRole)
NEW_FROM_CARD = -1
NOBODY = 0
PAUSE_MS = 60
ROW_EM = 2.0


class PersonSearch(QLineEdit):
    """A search line; `answers` is the list it fills. `chosen` brings an id, `card_chosen` a card to start a person."""

    chosen = Signal(int)
    card_chosen = Signal(object)

    def __init__(self, desk: Desk, answers: QListWidget, *, ghost: str) -> None:
        super().__init__()
        self._desk = desk
        self._answers = answers
        self._card: CardText | None = None
        self.setPlaceholderText(ghost)
        self.setClearButtonEnabled(True)
        self.setMinimumHeight(em(self, 2.1))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look)
        self.textChanged.connect(self._later)
        answers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        answers.setUniformItemSizes(True)
        answers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        answers.itemClicked.connect(self._choose)

    def _later(self) -> None:
        self._timer.start()

    def look(self) -> None:
        """Fill the list with who is found."""
        self._timer.stop()
        self._answers.clear()
        self._card = None
        text = self.text().strip()
        if not text:
            self.found_changed()
            return
        with self._desk.read() as session:
            whole = not may(self._desk.rights, "numbers")
            found = finding.find_person(session, text, self._desk.today, limit=MOST_SHOWN, whole_numbers=whole)
            rows = queries.rows(session, found.ids[:MOST_SHOWN], self._desk.today)
        rows = numbers_for(self._desk.rights, rows)
        for row in rows:
            parts = (row.name, row.born, row.village, row.id_number, row.code)
            self._add(row.id, "  ·  ".join(part for part in parts if part))
        self._card = found.card
        if found.card is not None and not rows:
            self._add(NEW_FROM_CARD, f"Chưa có trong sổ. Thêm {found.card.name} từ thẻ vừa quét")
        elif not rows:
            self._add(NOBODY, "Không thấy ai. Thử bớt chữ, hoặc gõ số định danh, số điện thoại, mã đối tượng.")
        self._answers.setCurrentRow(0)
        self.found_changed()

    def _add(self, person: int, words: str) -> None:
        item = QListWidgetItem(words)
        item.setData(_PERSON, person)
        item.setSizeHint(QSize(0, em(self, ROW_EM)))
        self._answers.addItem(item)

    def found_changed(self) -> None:
        """For the frame, which shows and hides the list."""

    def _choose(self, item: QListWidgetItem) -> None:
        person = int(item.data(_PERSON))
        if person == NEW_FROM_CARD and self._card is not None:
            self.card_chosen.emit(self._card)
        elif person > 0:
            self.chosen.emit(person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step and self._answers.count():
            row = min(max(self._answers.currentRow() + step, 0), self._answers.count() - 1)
            self._answers.setCurrentRow(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self.look()
            item = self._answers.currentItem()
            if item is not None and self.text().strip():
                self._choose(item)
        else:
            super().keyPressEvent(event)


class TopSearch(PersonSearch):
    """The frame's search line: its list lies over the window below it while there is something to show."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        answers = QListWidget(window)
        answers.hide()
        super().__init__(desk, answers, ghost="Tìm người: tên, số định danh, điện thoại, mã, hoặc quét thẻ (Ctrl+K)")
        self._window = window
        self.installEventFilter(self)

    def found_changed(self) -> None:
        count = self._answers.count()
        if not count or not self.text().strip():
            self._answers.hide()
            return
        where = self.mapTo(self._window, QPoint(0, self.height()))
        height = em(self, ROW_EM) * count + 2 * self._answers.frameWidth() + 2
        self._answers.setGeometry(where.x(), where.y(), max(self.width(), em(self, 44)), height)
        self._answers.raise_()
        self._answers.show()

    def finish(self) -> None:
        """Forget what was searched."""
        self.clear()
        self._timer.stop()
        self._answers.clear()
        self._answers.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self and event.type() == QEvent.Type.FocusOut:
            self._answers.hide()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
            return
        super().keyPressEvent(event)


class PersonPicker(QDialog):
    """Choose one person; `person` is the id after acceptance. `besides` cannot be chosen."""

    def __init__(self, parent: QWidget | None, desk: Desk, title: str, *, besides: int = 0) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.person = 0
        self._besides = besides
        self.answers = QListWidget()
        self.search = PersonSearch(desk, self.answers, ghost="Tên, số định danh, điện thoại hoặc mã")
        self.search.chosen.connect(self._picked)
        self._words = ToneLabel("Enter để chọn, Esc để thôi.", "quiet")
        column = QVBoxLayout(self)
        column.addWidget(title_label(title, 1.2))
        column.addWidget(self.search)
        column.addWidget(self.answers, 1)
        column.addWidget(self._words)
        self.resize(em(self, 46), em(self, 26))
        self.search.setFocus()

    def _picked(self, person: int) -> None:
        if person == self._besides:
            self._words.setText("Đó chính là người đang mở. Hãy chọn người khác.")
            self._words.set_tone("wrong")
            return
        self.person = person
        self.accept()


def pick_person(parent: QWidget | None, desk: Desk, title: str, *, besides: int = 0) -> int:
    """Ask for a person; 0 when the clerk thinks better of it."""
    dialog = PersonPicker(parent, desk, title, besides=besides)
    dialog.exec()
    person = dialog.person
    dialog.deleteLater()
    return person
