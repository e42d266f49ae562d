"""The one theme: a palette, font points and a few colours with a meaning.

No application stylesheet: it adds half to each paint of a long table. Sizes are in em (the pixel size of the letter),
so that text from 90 to 150 % and Windows' scale factors keep the proportions. Red is late or wrong, amber soon, green
done.

The unlock window is painted with this: naming `Qt` builds all its enums (17 ms), so it is named only when needed.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from resources import FOLDER

Scheme = Literal["light", "dark", "system"]
Tone = Literal[
    "text",
    "accent",
    "accent_ink",
    "accent_soft",
    "wrong",
    "wrong_soft",
    "soon",
    "soon_soft",
    "done",
    "done_soft",
    "quiet",
    "line",
    "hairline",
    "card",
]

SMALLEST_PERCENT: Final = 90
LARGEST_PERCENT: Final = 150
BASE_POINTS: Final = 10.0
SCREEN_FACE: Final = "Inter"
SCREEN_CUTS: Final = ("Regular", "SemiBold")
STYLE_ARGUMENTS: Final = ("-style", "Fusion")
"""For QApplication: asking a running application for its style costs the unlock window 6 ms."""
MIDDLE_LIGHTNESS: Final = 128
_DARK_PROPERTY: Final = "so_an_sinh_dark"


class Colours(NamedTuple):
    """The colours of one scheme, as #rrggbb."""

    window: str
    base: str
    card: str
    alternate: str
    text: str
    quiet: str
    button: str
    line: str
    hairline: str
    accent: str
    accent_text: str
    accent_ink: str
    accent_soft: str
    wrong: str
    wrong_soft: str
    soon: str
    soon_soft: str
    done: str
    done_soft: str


LIGHT: Final = Colours(
    window="#f3f5f6",
    base="#ffffff",
    card="#ffffff",
    alternate="#f7f9fa",
    text="#1b2327",
    quiet="#56636a",
    button="#fbfcfc",
    line="#cfd7db",
    hairline="#e6ebed",
    accent="#17697a",
    accent_text="#ffffff",
    accent_ink="#17697a",
    accent_soft="#dcedf0",
    wrong="#b3261e",
    wrong_soft="#fbe7e5",
    soon="#8a5a00",
    soon_soft="#fdf1d8",
    done="#1d6f42",
    done_soft="#e2f2e8",
)
DARK: Final = Colours(
    window="#1b2124",
    base="#2d373c",
    card="#232b2f",
    alternate="#313c41",
    text="#e4eaec",
    quiet="#9dabb1",
    button="#333d42",
    line="#4a565c",
    hairline="#3a464b",
    accent="#1f7c90",
    accent_text="#ffffff",
    accent_ink="#7fcfdf",
    accent_soft="#1f3f47",
    wrong="#ff8a80",
    wrong_soft="#46211f",
    soon="#f0b94a",
    soon_soft="#40321a",
    done="#6fcf97",
    done_soft="#1e3a2a",
)


class Theme(QObject):
    """Applies palette and font to the application and follows the system between light and dark.

    `percent` is the text size, 90 to 150. One per application; it must not know any window. With `settled=False` the
    caller makes the application with `STYLE_ARGUMENTS` and calls `settle` once its first window is painted.
    """

    def __init__(
        self, app: QApplication, scheme: Scheme = "system", percent: int = 100, *, settled: bool = True
    ) -> None:
        super().__init__(app)
        self._app = app
        self._scheme: Scheme = scheme
        self._percent = clamp_percent(percent)
        self._system_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < MIDDLE_LIGHTNESS
        self.apply()
        if settled:
            self.settle()

    def settle(self) -> None:
        """What the first paint need not wait for: the style if it is not Fusion yet, effects, the system's scheme."""
        if self._app.style().objectName().lower() != "fusion":
            self._app.setStyle("Fusion")
        self._app.setEffectEnabled(QtCore.Qt.UIEffect.UI_AnimateCombo, False)
        self._app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._system_changed()

    @property
    def dark(self) -> bool:
        return self._system_dark if self._scheme == "system" else self._scheme == "dark"

    @property
    def percent(self) -> int:
        return self._percent

    def set_percent(self, percent: int) -> None:
        self._percent = clamp_percent(percent)
        self.apply()

    def set_scheme(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.apply()

    def apply(self) -> None:
        self._app.setProperty(_DARK_PROPERTY, self.dark)
        self._app.setFont(screen_font(self._percent))
        self._app.setPalette(palette(DARK if self.dark else LIGHT))

    def _system_changed(self) -> None:
        was = self.dark
        self._system_dark = self._app.styleHints().colorScheme() == QtCore.Qt.ColorScheme.Dark
        if self.dark != was:
            self.apply()


def clamp_percent(percent: int) -> int:
    """The text size within what the windows are built for."""
    return min(max(percent, SMALLEST_PERCENT), LARGEST_PERCENT)


def colours() -> Colours:
    """The colours now in use."""
    app = QApplication.instance()
    return DARK if app is not None and app.property(_DARK_PROPERTY) else LIGHT


def tone(name: Tone) -> QColor:
    """A colour by its meaning, in the scheme now in use."""
    return QColor(getattr(colours(), name))


def palette(c: Colours) -> QPalette:
    """The palette of one scheme, disabled group included."""
    made = QPalette(QColor(c.button), QColor(c.window))
    role = QPalette.ColorRole
    for which, value in (
        (role.Window, c.window),
        (role.WindowText, c.text),
        (role.Base, c.base),
        (role.AlternateBase, c.alternate),
        (role.Text, c.text),
        (role.PlaceholderText, c.quiet),
        (role.Button, c.button),
        (role.ButtonText, c.text),
        (role.BrightText, c.wrong),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.accent_text),
        (role.Accent, c.accent),
        (role.Link, c.accent_ink),
        (role.LinkVisited, c.accent_ink),
        (role.ToolTipBase, c.base),
        (role.ToolTipText, c.text),
        (role.Mid, c.line),
        (role.Midlight, c.line),
    ):
        made.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(c.quiet)
        faded.setAlphaF(0.6)
        made.setColor(QPalette.ColorGroup.Disabled, which, faded)
    made.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor(c.window))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(c.line))
    return made


def screen_font(percent: int = 100) -> QFont:
    """The bundled face when it is there, with figures of one width."""
    font = QFont(QApplication.font())
    if _bundled_face():
        font.setFamily(SCREEN_FACE)
    font.setPointSizeF(BASE_POINTS * percent / 100)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _bundled_face() -> bool:
    """Load the face once per application."""
    app = QApplication.instance()
    known = app.property("so_an_sinh_face") if app is not None else None
    if known is not None:
        return bool(known)
    loaded = False
    for cut in SCREEN_CUTS:
        entry = FOLDER / "fonts" / f"{SCREEN_FACE}-{cut}.ttf"
        loaded = QFontDatabase.addApplicationFont(str(entry)) >= 0 or loaded
    if app is not None:
        app.setProperty("so_an_sinh_face", loaded)
    return loaded


def em(widget: QWidget | None = None, count: float = 1.0) -> int:
    """`count` letters' height in pixels, in the widget's font (the application's without one)."""
    font = widget.font() if widget is not None else QApplication.font()
    return round(QFontInfo(font).pixelSize() * count)


def scaled(widget: QWidget, factor: float, *, bold: bool = False) -> None:
    """Give the widget the application's font at `factor`; for titles and small notes."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    widget.setFont(font)


def colour_text(widget: QWidget, name: Tone | None) -> None:
    """Colour a label by meaning; None gives back the ordinary text colour."""
    made = QApplication.palette()
    if name is not None:
        name = "accent_ink" if name == "accent" else name
        made.setColor(QPalette.ColorRole.WindowText, tone(name))
        made.setColor(QPalette.ColorRole.Text, tone(name))
    widget.setPalette(made)
