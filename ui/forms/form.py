"""The one form: groups of fields in one column, errors beside them, nothing typed lost.

Ctrl+Enter saves. `draft_changed` comes one second after the last key with the whole form as plain text, so that the
caller can keep it; `restore` puts it back. The form knows no subject and stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from models.store.errors import RuleError
from ui.forms.fields import Field
from ui.parts import Notice, title_label
from ui.theme import em

DRAFT_DELAY_MS: Final = 1000
COLUMN_EM: Final = 36


class Form(QWidget):
    """A scrolling column of field groups."""

    draft_changed = Signal(dict)
    submitted = Signal()
    card_read = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self._first: dict[str, str] = {}
        self._notice = Notice("", "wrong")
        self._column = QVBoxLayout()
        self._column.setSpacing(round(em() * 0.35))
        self.inner = inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(em(), em(None, 0.5), em(), em())
        outer.addWidget(self._notice)
        outer.addLayout(self._column)
        outer.addStretch(1)
        inner.setMaximumWidth(em(None, COLUMN_EM))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_DELAY_MS)
        self._timer.timeout.connect(lambda: self.draft_changed.emit(self.draft()))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submitted)

    def add_group(self, title: str) -> None:
        """Start a titled group."""
        if self._column.count():
            self._column.addSpacing(em())
        self._column.addWidget(title_label(title, 1.1))
        self._column.addSpacing(round(em() * 0.2))

    def add(self, field: Field) -> None:
        """Add a field under the last group."""
        self._column.addWidget(field)
        self._take(field)

    def add_row(self, *fields: Field) -> None:
        """Add short fields beside each other; the keyboard goes from left to right."""
        row = QHBoxLayout()
        row.setSpacing(em(None, 0.6))
        for field in fields:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self._take(field)
        self._column.addLayout(row)

    def _take(self, field: Field) -> None:
        self.fields[field.key] = field
        self._first[field.key] = field.draft()
        field.changed.connect(self._typed)
        field.card_read.connect(self.card_read)

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is no field, such as a panel of likely doubles."""
        self._column.addWidget(widget)

    def _typed(self) -> None:
        self._notice.say("")
        self._timer.start()

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what `load` put in."""
        return self.draft() != self._first

    def load(self, values: Mapping[str, str]) -> None:
        """Fill the fields with stored values as text; the form is clean afterwards."""
        for key, text in values.items():
            if key in self.fields:
                self.fields[key].restore(text)
        self.settle()

    def settle(self) -> None:
        """What stands here now is what is stored: nothing is dirty, no draft is pending."""
        self._timer.stop()
        self._first = self.draft()

    def flush(self) -> None:
        """Give out at once the draft that still waits for its second."""
        if self._timer.isActive():
            self._timer.stop()
            self.draft_changed.emit(self.draft())

    def draft(self) -> dict[str, str]:
        """The whole form as plain text."""
        return {key: field.draft() for key, field in self.fields.items()}

    def restore(self, draft: Mapping[str, str]) -> None:
        """Put a kept draft back; it counts as changed."""
        for key, text in draft.items():
            if key in self.fields:
                self.fields[key].restore(text)

    def check(self) -> bool:
        """Check every field by itself; the focus goes to the first wrong one."""
        wrong = [field for field in self.fields.values() if not field.check()]
        if wrong:
            self._show(wrong[0])
        return not wrong

    def value(self, key: str) -> object:
        """The value of one field; call after `check`."""
        return self.fields[key].read()

    def show_problem(self, error: RuleError) -> None:
        """Show a rule's refusal beside its field, or on top of the form."""
        field = self.fields.get(error.field or "")
        if field is None:
            self._notice.say(error.message, "wrong")
            self.area.ensureWidgetVisible(self._notice)
            return
        field.say(error.message)
        self._show(field)

    def _show(self, field: Field) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(field, 0, em(field, 2))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            for field in self.fields.values():
                field.retint()
        super().changeEvent(event)
