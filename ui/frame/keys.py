"""The keys of the screen that is shown: read from what stands there, so that the list cannot grow old.

A key is known where a clerk sees it: in a menu, in a button's tip ("Sửa thông tin (F2)"), or in an action of a visible
part. What every table, form and preview understands is added by their kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QGridLayout,
    QMainWindow,
    QMenu,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui.forms.form import Form
from ui.frame.nav import NavButton
from ui.frame.section import Section
from ui.parts import Button, ToneLabel, title_label
from ui.register.table import RegisterTable
from ui.theme import em

Key = tuple[str, str]
"""A key as it is printed on the keyboard, and what it does."""

_IN_TIP: Final = re.compile(r"^(?P<what>.+) \((?P<keys>[^()]+)\)$", re.DOTALL)
_KEYS: Final = re.compile(r"^((Ctrl|Alt|Shift)\+)*(F\d\d?|Esc|Enter|Tab|Del|PgUp|PgDn|Space|[A-Z0-9]|[+−\-=])$")
_TABLE: Final[tuple[Key, ...]] = (
    ("Enter", "Mở dòng đang chọn"),
    ("↑ ↓", "Lên, xuống một dòng; giữ Shift để chọn nhiều dòng"),
    ("Ctrl+C", "Sao chép các dòng đang chọn để dán vào Excel"),
    ("Esc", "Bỏ lọc"),
)
_FORM: Final[tuple[Key, ...]] = (
    ("Enter", "Sang ô tiếp theo"),
    ("Ctrl+Enter", "Nút chính của màn hình: Lưu, Xem trước…"),
    ("Alt+↓", "Mở danh sách của ô chọn"),
)
_ALWAYS: Final[tuple[Key, ...]] = (
    ("Tab", "Sang chỗ tiếp theo; Shift+Tab để lùi"),
    ("Alt", "Vào thanh thực đơn"),
)


def everywhere(window: QMainWindow) -> list[Key]:
    """Keys that hold on every screen: those of the menus, of the screens, and of moving about."""
    found = [key for action in window.menuBar().actions() for key in _of_menu(_menu(action.menu()))]
    screens = [key for button in window.findChildren(NavButton) for key in _of_widget(button)]
    return _once([*screens, *found, *_ALWAYS])


def of_screen(window: QMainWindow, section: Section) -> list[Key]:
    """Keys of the screen that is shown now, without those that hold everywhere."""
    found: list[Key] = []
    if section.count() > 1:
        found.append(("Esc", "Quay lại màn hình trước; phần đang gõ được giữ"))
    for widget in section.findChildren(QWidget):
        if widget.isVisible():
            found += _of_widget(widget)
    known = {keys for keys, _ in everywhere(window)}
    return [(keys, what) for keys, what in _once(found) if keys not in known]


def _of_menu(menu: QMenu | None) -> Iterator[Key]:
    for action in menu.actions() if menu is not None else ():
        words, _, keys = action.text().replace("&", "").partition("\t")
        keys = keys or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys:
            yield keys, words.rstrip("….")


def _menu(found: object) -> QMenu | None:
    return found if isinstance(found, QMenu) else None


def _of_widget(widget: QWidget) -> Iterator[Key]:
    if isinstance(widget, QAbstractButton) and widget.isEnabled():
        tip = _IN_TIP.match(widget.toolTip())
        if tip is not None and _KEYS.match(tip["keys"]):
            yield tip["keys"], tip["what"]
    for action in widget.actions():
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys and action.isEnabled() and action.text():
            yield keys, action.text()
    if isinstance(widget, RegisterTable):
        yield from _TABLE
    elif isinstance(widget, Form):
        yield from _FORM
    elif isinstance(widget, QTabWidget):
        yield "Ctrl+Tab", "Thẻ tiếp theo"


def _once(found: list[Key]) -> list[Key]:
    """The first word for each key."""
    kept: dict[str, str] = {}
    for keys, what in found:
        kept.setdefault(keys, what)
    return list(kept.items())


class KeysPanel(QDialog):
    """The list of keys; F1 or Esc closes it. It must not change anything."""

    def __init__(self, parent: QMainWindow, section: Section) -> None:
        super().__init__(parent)
        self.setWindowTitle("Phím tắt")
        self.groups = (("Ở màn hình này", of_screen(parent, section)), ("Ở mọi màn hình", everywhere(parent)))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, em(self), 0)
        grid.setHorizontalSpacing(em(self, 1.2))
        grid.setVerticalSpacing(em(self, 0.35))
        grid.setColumnStretch(1, 1)
        for title, keys in self.groups:
            if keys:
                self._add_group(grid, title, keys)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        close = Button("Đóng", tip="Đóng (Esc)")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        side = em(self, 1.2)
        column.setContentsMargins(side, side, side, side)
        column.addWidget(title_label("Phím tắt", 1.3))
        column.addWidget(area, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(em(self, 40), min(em(self, 46), max(parent.height() - em(self, 4), em(self, 20))))

    def _add_group(self, grid: QGridLayout, title: str, keys: list[Key]) -> None:
        row = grid.rowCount()
        head = title_label(title, 1.1)
        head.setContentsMargins(0, em(self, 0.6), 0, 0)
        grid.addWidget(head, row, 0, 1, 2)
        for place, (pressed, what) in enumerate(keys, start=row + 1):
            grid.addWidget(ToneLabel(pressed, "accent", wrap=False), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(ToneLabel(what, "text"), place, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.reject()
            return
        super().keyPressEvent(event)
