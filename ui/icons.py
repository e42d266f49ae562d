"""Icons of one open set (Lucide, ISC), drawn from SVG in the colours of the palette.

The same icon stands for the same thing everywhere. A `QIconEngine` written in Python crashes PySide6 6.11.3, so each
icon carries its pixmaps, and `retint` renews them when the palette changes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from resources import FOLDER

SIZES: Final = (20, 40)
_NAME: Final = "so_an_sinh_icon"
_ROLE: Final = "so_an_sinh_icon_role"


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    return (FOLDER / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: QColor, size: int) -> QPixmap:
    """The icon in one colour, `size` device pixels square."""
    return QPixmap.fromImage(_drawn(name, colour.name(), size))


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int) -> QImage:
    """Drawn once, as windows share a few dozen; images are kept because pixmaps must not outlive the application."""
    text = _svg(name).replace("currentColor", colour)
    text = text.replace('width="24"', f'width="{size}"', 1).replace('height="24"', f'height="{size}"', 1)
    return QImage.fromData(QByteArray(text.encode("utf-8")), "SVG")  # type: ignore[arg-type]  # str works, bytes do not


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText, colour: QColor | None = None) -> QIcon:
    """The icon tinted with `role` of the application's palette, or with `colour`; disabled, as the words beside it."""
    colours = QApplication.palette()
    normal = colour or colours.color(QPalette.ColorGroup.Active, role)
    faded = colours.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    made = QIcon()
    for size in SIZES:
        made.addPixmap(pixmap(name, normal, size), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, faded, size), QIcon.Mode.Disabled)
    return made


def set_icon(
    target: QAbstractButton | QAction, name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText
) -> None:
    """Put the icon on a button or action so that `retint` can renew it."""
    target.setProperty(_NAME, name)
    target.setProperty(_ROLE, role.value)
    target.setIcon(icon(name, role))


def icon_label(name: str, size: int, colour: QColor) -> QLabel:
    """A label that shows the icon, `size` logical pixels square."""
    label = QLabel()
    ratio = label.devicePixelRatioF()
    picture = pixmap(name, colour, round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    label.setPixmap(picture)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
    return label


def retint(root: QWidget) -> None:
    """Renew every icon under `root` after the palette changed."""
    targets: list[QAbstractButton | QAction] = [*root.findChildren(QAbstractButton), *root.findChildren(QAction)]
    for target in targets:
        name = target.property(_NAME)
        if name:
            target.setIcon(icon(str(name), QPalette.ColorRole(target.property(_ROLE))))
