"""Vietnamese words for Qt's own buttons, menus and dialogs, which Qt does not ship.

The words lie in `resources/words/qt_vi.json` as context -> English -> Vietnamese. What is missing there stays as Qt
writes it; a test walks the windows and fails on an English word.
"""

from __future__ import annotations

import json
from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QObject, QTranslator


class VietnameseWords(QTranslator):
    """Answers Qt's own `tr` calls; ours are Vietnamese in the source already."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        text = files("resources.words").joinpath("qt_vi.json").read_text(encoding="utf-8")
        self._words: dict[str, dict[str, str]] = json.loads(text)

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        words = self._words.get(context)
        return words.get(sourceText) if words else None

    def isEmpty(self) -> bool:
        return False


def install_words(app: QCoreApplication) -> VietnameseWords:
    """Give `app` the Vietnamese words; the translator lives as long as the app."""
    words = VietnameseWords(app)
    app.installTranslator(words)
    return words
