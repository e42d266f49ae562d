"""Fields of the one form kit: label above, editor, and a line for the error that keeps its room.

Promises: nothing rewrites a field while it has the focus (UniKey composes there), so tidying waits until it is left; no
input mask, no completer; the wheel does nothing without focus; Enter moves on; `draft` and `restore` speak plain text,
so that a half-filled form can be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from models.store.errors import RuleError
from models.store.vietnamese import tidy
from ui.forms.combo import QuietCombo
from ui.plain import leave_room_for_marks
from ui.theme import Tone, colour_text, em, scaled

T = TypeVar("T")

NOTE_LINES: Final = 3
NOTE_ROOM: Final = 1.15
EDITOR_EM: Final = 2.1
QR_SEPARATORS: Final = 6


class LabelledField(QWidget):
    """What every field has around its editor: the label, the line for an error, the way on with Enter.

    `key` names the field in commands and RuleErrors. Each kind of field (see `Field`) brings its editor and what it
    understands: `read` gives the value or raises RuleError, `draft` what stands there as text, `restore` puts that back
    into a field without focus.
    """

    changed = Signal()
    left = Signal()
    card_read = Signal(str)

    def __init__(self, key: str, label: str, *, hint: str = "", required: bool = False) -> None:
        super().__init__()
        self.key = key
        self.required = required
        self._hint = hint
        self._label = QLabel(label)
        leave_room_for_marks(self._label)
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        scaled(self._note, 0.9)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(round(em() * 0.2))
        self._layout.addWidget(self._label)
        self.say(None)

    def _place(self, editor: QWidget, read: Callable[[], object]) -> None:
        self._read = read
        if isinstance(editor, QLineEdit | QComboBox):
            editor.setMinimumHeight(em(editor, EDITOR_EM))
        self._layout.addWidget(editor)
        self._layout.addWidget(self._note)
        self._label.setBuddy(editor)
        self.setFocusProxy(editor)
        editor.setAccessibleName(self._label.text())
        editor.installEventFilter(self)

    @property
    def label(self) -> str:
        return self._label.text()

    @property
    def error(self) -> str:
        """The error now shown; empty without one."""
        return self._note.text() if self._tone == "wrong" else ""

    def say(self, message: str | None, tone: Tone = "wrong") -> None:
        """Show a message under the field; None brings back the hint."""
        self._tone: Tone = tone if message else "quiet"
        self._note.setText(message or self._hint)
        colour_text(self._note, self._tone)
        self._make_room()

    def set_hint(self, hint: str) -> None:
        """Another hint, such as one that depends on another field; a message now shown stays."""
        shown = self._note.text() if self._tone != "quiet" else None
        self._hint = hint
        self.say(shown, self._tone)

    @property
    def message(self) -> str:
        """What is shown under the field: an error, a word of warning or the hint."""
        return self._note.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """A card of fixed width asks nobody how high a wrapped label is: it would cut it, or paint it over others."""
        one_line = round(self._note.fontMetrics().lineSpacing() * NOTE_ROOM)
        self._note.setMinimumHeight(max(one_line, self._note.heightForWidth(max(self.width(), 1))))

    def retint(self) -> None:
        """Renew the colours after the palette changed."""
        colour_text(self._note, self._tone)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._leave()
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent) and isinstance(watched, QLineEdit):
            self._entered(watched, event.reason())
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._moves_on(event):
            self.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def _moves_on(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain

    def _entered(self, editor: QLineEdit, reason: Qt.FocusReason) -> None:
        """Put there by the window, not by the clerk: go on behind what stands there, such as a restored draft."""
        if reason == Qt.FocusReason.OtherFocusReason:
            editor.end(False)

    def _leave(self) -> None:
        self.check()
        self.left.emit()

    def check(self) -> bool:
        """Show what is wrong with the field alone; True when nothing is."""
        try:
            self._read()
        except RuleError as error:
            self.say(error.message)
            return False
        if self._tone == "wrong":
            self.say(None)
        return True


class LineField(LabelledField, Generic[T]):
    """A field of one typed line.

    `understand` gives the value of the typed text (None for nothing) or raises RuleError; `neat` the text as it is kept
    once the field is left.
    """

    def __init__(
        self,
        key: str,
        label: str,
        understand: Callable[[str], T | None],
        *,
        neat: Callable[[str], str] = tidy,
        hint: str = "",
        required: bool = False,
        ghost: str = "",
        editor: QLineEdit | None = None,
    ) -> None:
        super().__init__(key, label, hint=hint, required=required)
        self._understand = understand
        self._neat = neat
        self.editor = editor if editor is not None else QLineEdit()
        self.editor.setPlaceholderText(ghost)
        self.editor.textEdited.connect(self._typed)
        self._place(self.editor, self.read)

    def _typed(self) -> None:
        if self._tone == "wrong":
            self.say(None)
        self.changed.emit()

    def _leave(self) -> None:
        text = self.editor.text()
        if looks_like_card(text):
            self.editor.clear()
            self.card_read.emit(text)
            return
        neat = self._neat(text)
        if neat != text:
            self.editor.setText(neat)
        super()._leave()

    def read(self) -> T | None:
        value = self._understand(self.editor.text())
        if self.required and value is None:
            raise RuleError(f"Còn thiếu {_lower_first(self.label)}.", field=self.key, code="missing")
        return value

    def draft(self) -> str:
        return self.editor.text()

    def restore(self, text: str) -> None:
        self.editor.setText(text)
        self.editor.setCursorPosition(0)


class TextField(LineField[str]):
    """A line of text, tidied by `neatly` on leaving; `check_text` may raise RuleError."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        hint: str = "",
        required: bool = False,
        ghost: str = "",
        neatly: Callable[[str], str] = tidy,
        check_text: Callable[[str], None] | None = None,
        editor: QLineEdit | None = None,
    ) -> None:
        def understand(text: str) -> str | None:
            plain = neatly(text)
            if plain and check_text:
                check_text(plain)
            return plain or None

        super().__init__(key, label, understand, neat=neatly, hint=hint, required=required, ghost=ghost, editor=editor)


class ChoiceField(LabelledField):
    """One of a few words; the value is the key of the chosen one (None for the empty choice)."""

    def __init__(
        self,
        key: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        hint: str = "",
        required: bool = False,
        empty: str | None = "Chưa rõ",
    ) -> None:
        super().__init__(key, label, hint=hint, required=required)
        self.editor = QuietCombo()
        if empty is not None:
            self.editor.addItem(empty, "")
        for value, words in choices:
            self.editor.addItem(words, value)
        self.editor.activated.connect(self._chosen)
        self._place(self.editor, self.read)

    def _chosen(self) -> None:
        self.say(None)
        self.changed.emit()

    def read(self) -> str | None:
        value = str(self.editor.currentData() or "")
        if self.required and not value:
            raise RuleError(f"Còn thiếu {_lower_first(self.label)}.", field=self.key, code="missing")
        return value or None

    def draft(self) -> str:
        return str(self.editor.currentData() or "")

    def restore(self, text: str) -> None:
        self.editor.setCurrentIndex(max(self.editor.findData(text), 0))


class CheckField(LabelledField):
    """Yes or no."""

    def __init__(self, key: str, label: str, *, hint: str = "") -> None:
        super().__init__(key, "", hint=hint)
        self._label.hide()
        self.editor = QCheckBox(label)
        self.editor.clicked.connect(self.changed)
        self._place(self.editor, self.read)
        self.editor.setAccessibleName(label)

    def read(self) -> bool:
        return self.editor.isChecked()

    def draft(self) -> str:
        return "1" if self.editor.isChecked() else ""

    def restore(self, text: str) -> None:
        self.editor.setChecked(bool(text))


class NoteField(LabelledField):
    """A few lines of free text; Enter makes a new line here, Tab moves on."""

    def __init__(self, key: str, label: str, *, hint: str = "") -> None:
        super().__init__(key, label, hint=hint)
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        lines = self.editor.fontMetrics().lineSpacing() * NOTE_LINES
        self.editor.setFixedHeight(lines + em(self.editor, 1))
        self.editor.textChanged.connect(self.changed)
        self._place(self.editor, self.read)

    def _moves_on(self, event: QKeyEvent) -> bool:
        return False

    def read(self) -> str | None:
        lines = [tidy(line) for line in self.editor.toPlainText().splitlines()]
        return "\n".join(lines).strip() or None

    def draft(self) -> str:
        return self.editor.toPlainText()

    def restore(self, text: str) -> None:
        was = self.editor.blockSignals(True)
        self.editor.setPlainText(text)
        self.editor.blockSignals(was)


Field = LineField[Any] | ChoiceField | CheckField | NoteField
"""Any field, as a form holds them."""


def looks_like_card(text: str) -> bool:
    """Whether the text is what a reader types from a CCCD or căn cước QR code (fields between bars)."""
    return text.count("|") >= QR_SEPARATORS


def _lower_first(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
