"""Vietnamese words for Qt's own buttons, menus and dialogs, which Qt does not ship.

The words lie in `resources/words/qt_vi.json` as context -> English -> Vietnamese. What is missing there stays as Qt
writes it; a test walks the windows and fails on an English word.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

_ASKED_AT_START = frozenset({"QGuiApplication", "QApplication", "QCoreApplication"})
"""Qt asks for the direction of writing while the program starts; there is nothing to read for that."""


class VietnameseWords(QTranslator):
    """Answers Qt's own `tr` calls; ours are Vietnamese in the source already."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: dict[str, dict[str, str]] | None = None

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        if context in _ASKED_AT_START:
            return None
        if self._words is None:
            self._words = _read_words()
        words = self._words.get(context)
        return words.get(sourceText) if words else None

    def isEmpty(self) -> bool:
        return False


def _read_words() -> dict[str, dict[str, str]]:
    """Read when Qt first asks, which is after the unlock window is painted."""
    import json  # noqa: PLC0415 - see above
    from importlib.resources import files  # noqa: PLC0415 - see above

    text = files("resources.words").joinpath("qt_vi.json").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = json.loads(text)
    return words


def install_words(app: QCoreApplication) -> VietnameseWords:
    """Give `app` the Vietnamese words; the translator lives as long as the app."""
    words = VietnameseWords(app)
    app.installTranslator(words)
    return words
