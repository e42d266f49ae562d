"""The ten groups of a recovery sheet as ten short lines, each with a sign beside it once its check letter is known.

A QR reader types the whole key into one line: it is spread over all of them when it ends with Enter or is pasted.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from models.store.errors import RuleError
from models.store.recovery import (
    BLANK,
    GROUP_LENGTH,
    GROUPS,
    QR_HEAD,
    RecoveryKey,
    check_group,
    groups,
    parse,
    tidy_group,
)
from ui.icons import icon_label
from ui.plain import ToneLabel
from ui.theme import Tone, em, tone

A_ROW: Final = 5
LINE_EM: Final = 2.1
SIGN_EM: Final = 1.2
_SIGNS: Final[dict[bool, tuple[str, Tone, str]]] = {
    True: ("circle-check", "done", "Nhóm này đúng"),
    False: ("circle-alert", "wrong", "Nhóm này gõ sai"),
}


class GroupLine(QLineEdit):
    """One group; `entered` comes with Enter."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)


class GroupFields(QWidget):
    """`changed` comes with each key, `complete` when the last group is right and the whole may be tried."""

    changed = Signal()
    complete = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[GroupLine] = []
        self._signs: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(self, 0.8))
        for index in range(GROUPS):
            grid.addWidget(self._cell(index), index // A_ROW, index % A_ROW)
            grid.setColumnStretch(index % A_ROW, 1)

    def _cell(self, index: int) -> QWidget:
        line, sign = GroupLine(), QLabel()
        line.setMinimumHeight(em(self, LINE_EM))
        line.setMinimumWidth(line.fontMetrics().horizontalAdvance("W" * GROUP_LENGTH) + em(self))
        line.setAccessibleName(f"Nhóm {index + 1}")
        line.textEdited.connect(lambda _text: self._typed(index))
        line.entered.connect(lambda: self._entered(index))
        side = em(self, SIGN_EM)
        sign.setFixedSize(side, side)
        self.lines.append(line)
        self._signs.append(sign)
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(em() * 0.1))
        column.addWidget(ToneLabel(f"Nhóm {index + 1}", "quiet", factor=0.9, wrap=False))
        row = QHBoxLayout()
        row.setSpacing(em(self, 0.2))
        row.addWidget(line, 1)
        row.addWidget(sign)
        column.addLayout(row)
        return cell

    def verdict(self, index: int) -> bool | None:
        """Whether this group is right, None while it is not complete."""
        text = self.lines[index].text()
        return check_group(index, text) if text else None

    def key(self) -> RecoveryKey:
        """The key of all groups; raises WrongGroup."""
        return parse("-".join(tidy_group(line.text()) or BLANK for line in self.lines))

    def clear(self) -> None:
        """Forget what was typed."""
        for index, line in enumerate(self.lines):
            line.clear()
            self._judge(index)

    def show_wrong(self, indices: tuple[int, ...]) -> None:
        """Put the cursor into the first wrong group."""
        if indices:
            self.lines[indices[0]].setFocus()
            self.lines[indices[0]].selectAll()

    def _typed(self, index: int) -> None:
        text = self.lines[index].text()
        if len(tidy_group(text)) > GROUP_LENGTH and not text.upper().startswith(QR_HEAD):
            self._spread(text)
        self._judge(index)
        self.changed.emit()
        if self.verdict(index) and index + 1 < GROUPS and not self.lines[index + 1].text():
            self.lines[index + 1].setFocus()

    def _entered(self, index: int) -> None:
        """On from a group to the next one; after a reader, or in the last group, on to opening."""
        text = self.lines[index].text()
        read = len(tidy_group(text)) > GROUP_LENGTH and self._spread(text)
        if read or index + 1 == GROUPS:
            self.complete.emit()
        else:
            self.lines[index + 1].setFocus()

    def _spread(self, text: str) -> bool:
        """Put a whole key over all lines; False when it is none."""
        try:
            found = groups(parse(text))
        except RuleError:
            return False
        for index, (line, group) in enumerate(zip(self.lines, found, strict=True)):
            line.setText(group)
            self._judge(index)
        self.lines[-1].setFocus()
        self.changed.emit()
        return True

    def _judge(self, index: int) -> None:
        verdict = self.verdict(index)
        sign, line = self._signs[index], self.lines[index]
        if verdict is None:
            sign.clear()
            sign.setToolTip("")
            line.setAccessibleDescription("")
            return
        name, colour, words = _SIGNS[verdict]
        sign.setPixmap(icon_label(name, em(self, SIGN_EM), tone(colour)).pixmap())
        sign.setToolTip(words)
        line.setAccessibleDescription(words)
