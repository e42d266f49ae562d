"""What an eye finds wrong in a window, as far as it can be reckoned: words cut off, parts over each other, weak
colours, controls that Tab never reaches or that have no name.

`faults(window, name)` returns one sentence for each; the windows come from `ui.pictures.draw_windows(look=...)`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QTabBar,
    QTableView,
    QWidget,
)

LEAST_CONTRAST = 4.5
SLACK = 1
"""A pixel of rounding is no fault."""
LINE_EDIT_SIDES = 10
COMBO_SIDES = 26
BORDER = 4
ALIKE = 0xF8F8F8
"""Pixels that differ less are one colour: a button may be shaded."""
STEPS_LIMIT = 400


def faults(window: QWidget, name: str) -> list[str]:
    """Everything that looks wrong in this window now."""
    picture = window.grab().toImage()
    ratio = window.devicePixelRatioF()
    found: list[str] = []
    for widget in shown(window):
        found += [f"{name}: {said}" for said in (*cut(widget), *weak(widget, window, picture, ratio))]
        found += [f"{name}: {said}" for said in (*covered(widget), *outside(widget), *nameless(widget))]
    return found


def shown(window: QWidget) -> Iterator[QWidget]:
    """Every widget a clerk can see or scroll to, none of Qt's inner parts."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.objectName().startswith("qt_") and widget.width() and widget.height():
            yield widget


def words_of(widget: QWidget) -> str:
    """The words that the widget draws itself."""
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return ""


# -- words cut off ---------------------------------------------------------------------------------------------------


def cut(widget: QWidget) -> Iterator[str]:
    """Words that do not fit, to the side or above and below."""
    words = words_of(widget)
    if isinstance(widget, QLabel) and words:
        yield from _cut_label(widget, words)
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        if widget.width() + SLACK < min(widget.sizeHint().width(), widget.minimumSizeHint().width()):
            yield f"button cut: “{words}” {widget.width()} of {widget.minimumSizeHint().width()}"
    elif isinstance(widget, QLineEdit) and not widget.text():
        need = widget.fontMetrics().horizontalAdvance(words) + LINE_EDIT_SIDES
        if words and need > widget.width():
            yield f"ghost cut: “{words}” {widget.width()} of {need}"
    elif isinstance(widget, QComboBox):
        need = widget.fontMetrics().horizontalAdvance(words) + COMBO_SIDES
        if words and need > widget.width():
            yield f"choice cut: “{words}” {widget.width()} of {need}"
    elif isinstance(widget, QTabBar):
        for index in range(widget.count()):
            need = widget.fontMetrics().horizontalAdvance(widget.tabText(index))
            if need > widget.tabRect(index).width():
                yield f"tab cut: “{widget.tabText(index)}”"
    elif isinstance(widget, QTableView):
        yield from _cut_titles(widget)
    if words and not isinstance(widget, QLabel):
        yield from _marks_cut(widget.fontMetrics(), widget.contentsRect(), words, Qt.AlignmentFlag.AlignVCenter)


def _cut_label(label: QLabel, words: str) -> Iterator[str]:
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    metrics = label.fontMetrics()
    if label.wordWrap():
        need = metrics.boundingRect(QRect(0, 0, room.width(), 100_000), int(Qt.TextFlag.TextWordWrap), words)
        if need.height() > room.height() + SLACK:
            yield f"lines cut: “{words[:60]}” {room.height()} of {need.height()} px high"
        longest = max((metrics.horizontalAdvance(word) for word in words.split()), default=0)
        if longest > room.width() + SLACK:
            yield f"word cut: “{words[:60]}” {room.width()} of {longest}"
        return
    widest = max(metrics.horizontalAdvance(line) for line in words.split("\n"))
    if widest > room.width() + SLACK:
        yield f"words cut: “{words[:60]}” {room.width()} of {widest}"
    if "\n" not in words:
        yield from _marks_cut(metrics, room, words, label.alignment())


def _marks_cut(metrics: QFontMetrics, room: QRect, words: str, side: Qt.AlignmentFlag) -> Iterator[str]:
    """Vietnamese stacks marks (Ễ, ặ): what stands above and below the line must lie inside the widget."""
    ink = metrics.tightBoundingRect(words)
    top = 0.0
    if side & Qt.AlignmentFlag.AlignVCenter:
        top = (room.height() - metrics.height()) / 2
    elif side & Qt.AlignmentFlag.AlignBottom:
        top = room.height() - metrics.height()
    baseline = room.top() + top + metrics.ascent()
    if baseline + ink.top() < 0 or baseline + ink.bottom() > room.bottom() + 1:
        yield f"marks cut: “{words[:40]}” ink {ink.top()}..{ink.bottom()} in {room.height()} px"


def _cut_titles(table: QTableView) -> Iterator[str]:
    header, model = table.horizontalHeader(), table.model()
    for section in range(model.columnCount() if model is not None else 0):
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if not header.isSectionHidden(section) and words:
            need = header.fontMetrics().horizontalAdvance(words)
            if need > header.sectionSize(section):
                yield f"title cut: “{words}” {header.sectionSize(section)} of {need}"


# -- parts over each other -------------------------------------------------------------------------------------------


def covered(widget: QWidget) -> Iterator[str]:
    """Siblings that lie over each other, in parents that lay out their children."""
    if isinstance(widget, QStackedWidget | QAbstractScrollArea | QHeaderView | QComboBox | QLineEdit):
        return
    inside = [
        one
        for one in widget.children()
        if isinstance(one, QWidget) and one.isVisible() and not one.isWindow() and not isinstance(one, QListWidget)
    ]
    for place, first in enumerate(inside):
        for second in inside[place + 1 :]:
            both = first.geometry() & second.geometry()
            if both.width() > SLACK and both.height() > SLACK:
                yield f"parts overlap: {_who(first)} and {_who(second)} by {both.width()}×{both.height()}"


def outside(widget: QWidget) -> Iterator[str]:
    """A part that reaches out of its parent is cut there; what scrolls may."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or parent.parentWidget() is None:
        return
    if isinstance(parent.parentWidget(), QAbstractScrollArea) or isinstance(parent, QAbstractScrollArea):
        return
    frame = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    if not frame.contains(widget.geometry()) and (isinstance(widget, QAbstractButton | QLineEdit) or words_of(widget)):
        yield f"reaches out of its parent: {_who(widget)} {widget.geometry().getRect()} in {parent.rect().getRect()}"


def _together(one: QWidget, other: QWidget | None) -> bool:
    """Whether both belong to one group of buttons that exclude each other."""
    if not (isinstance(one, QAbstractButton) and isinstance(other, QAbstractButton)):
        return False
    return one.group() is not None and one.group() is other.group()


def _who(widget: QWidget) -> str:
    words = words_of(widget) or widget.accessibleName()
    return f"{type(widget).__name__} “{words[:30]}”" if words else type(widget).__name__


# -- colours ---------------------------------------------------------------------------------------------------------


def weak(widget: QWidget, window: QWidget, picture: QImage, ratio: float) -> Iterator[str]:
    """Words whose colour stands out too little from what is painted behind them."""
    words = words_of(widget)
    if not words or not widget.isEnabled() or not isinstance(widget, QLabel | QPushButton | QLineEdit | QComboBox):
        return
    border = 0 if isinstance(widget, QLabel) else BORDER
    seen = widget.visibleRegion().boundingRect()
    inner = widget.rect().adjusted(border, border, -border, -border) & seen
    where = QRect(widget.mapTo(window, inner.topLeft()), inner.size()) & window.rect()
    behind = _most_common(picture, where, ratio)
    if behind is None:
        return
    ink = widget.palette().color(widget.foregroundRole())
    if isinstance(widget, QLineEdit | QComboBox):
        ghost = isinstance(widget, QLineEdit) and not widget.text()
        role = widget.palette().ColorRole
        ink = widget.palette().color(role.PlaceholderText if ghost else role.Text)
    reached = contrast(ink, behind)
    if reached < LEAST_CONTRAST:
        yield f"weak colour: “{words[:40]}” {ink.name()} on {behind.name()} is {reached:.1f}"


def _most_common(picture: QImage, where: QRect, ratio: float) -> QColor | None:
    if where.isEmpty():
        return None
    left, top = round(where.left() * ratio), round(where.top() * ratio)
    size = QSize(round(where.width() * ratio), round(where.height() * ratio))
    step_x, step_y = max(size.width() // 24, 1), max(size.height() // 12, 1)
    seen = [
        picture.pixel(x, y)
        for x in range(left, min(left + size.width(), picture.width()), step_x)
        for y in range(top, min(top + size.height(), picture.height()), step_y)
    ]
    if not seen:
        return None
    alike = Counter(pixel & ALIKE for pixel in seen).most_common(1)[0][0]
    return QColor.fromRgb(next(pixel for pixel in seen if pixel & ALIKE == alike))


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


# -- keyboard and names ----------------------------------------------------------------------------------------------


def stops(window: QWidget) -> list[QWidget]:
    """Controls that Tab should reach: visible, enabled, made for the keyboard.

    Of buttons that exclude each other Tab reaches one, the arrows the others.
    """
    return [
        one
        for one in shown(window)
        if one.isEnabled()
        and one.focusProxy() is None
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (isinstance(one, QAbstractButton) and one.group() is not None and not one.isChecked())
        and not isinstance(one, QHeaderView)
    ]


def nameless(widget: QWidget) -> Iterator[str]:
    """A control that a screen reader could not name."""
    kinds = QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit | QTableView | QAbstractSpinBox
    if not isinstance(widget, kinds) or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return
    if not (widget.accessibleName() or widget.toolTip() or words_of(widget)):
        parent = widget.parentWidget()
        yield f"nameless: {type(widget).__name__} in {type(parent).__name__}"


def unreached(window: QWidget) -> list[str]:
    """Controls that pressing Tab again and again does not reach; the window must be active."""
    wanted = set(stops(window))
    start = QApplication.focusWidget()
    for _ in range(min(3 * len(wanted) + 20, STEPS_LIMIT)):
        focused = QApplication.focusWidget()
        wanted -= {one for one in wanted if one is focused or _together(one, focused)}
        if not wanted:
            break
        QTest.keyClick(focused or window, Qt.Key.Key_Tab)
    if start is not None:
        start.setFocus()
    return [f"Tab does not reach {_who(one)}" for one in wanted if one.isVisible()]
