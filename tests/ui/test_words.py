"""Qt's own windows speak Vietnamese: whatever Qt asks to be translated in them has an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from ui.words import VietnameseWords

NAMES_OF_THINGS = {"QGuiApplication", "QApplication", "QCoreApplication", "QShortcut", "QPageSize"}
"""Keys as they are printed on the keyboard, sizes of paper, and what Qt asks of the language itself."""
NEVER_SHOWN = {"QLibrary", "QMimeType"}
"""What Qt notes for itself where the machine has no printing system or no list of file kinds."""
SAME_IN_VIETNAMESE = {"...", "Alt+Left", "Alt+Right", "Alt+Up", "%1 KiB", "%1 MiB", "%1 GiB", "%1 bytes"}


class AskedWords(VietnameseWords):
    """Remembers what had no answer."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.unanswered: set[tuple[str, str]] = set()

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        answer = super().translate(context, sourceText, disambiguation, n)
        told = context not in NAMES_OF_THINGS | NEVER_SHOWN and sourceText not in SAME_IN_VIETNAMESE
        if answer is None and told:
            self.unanswered.add((context, sourceText))
        return answer


@pytest.fixture
def asked(qapp: QApplication) -> Iterator[AskedWords]:
    words = AskedWords(qapp)
    qapp.installTranslator(words)
    yield words
    qapp.removeTranslator(words)
    words.deleteLater()


@pytest.mark.parametrize("mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
def test_the_file_window(asked: AskedWords, qtbot: QtBot, tmp_path: Path, mode: QFileDialog.AcceptMode) -> None:
    (tmp_path / "thu muc").mkdir()
    dialog = QFileDialog(None, "Chọn tệp", str(tmp_path), "Excel (*.xlsx)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(mode)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.wait(100)
    assert asked.unanswered == set()


def test_the_print_window(asked: AskedWords, qtbot: QtBot) -> None:
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.wait(50)
    dialog.close()
    assert asked.unanswered == set()


def test_messages_and_context_menus(asked: AskedWords, qtbot: QtBot) -> None:
    box = QMessageBox(QMessageBox.Icon.Question, "Hỏi", "Có không?")
    for button in (box.StandardButton.Yes, box.StandardButton.No, box.StandardButton.Cancel, box.StandardButton.Close):
        box.addButton(button)
    box.setDetailedText("chi tiết")
    qtbot.addWidget(box)
    for editor in (QLineEdit("chữ"), QPlainTextEdit("chữ")):
        qtbot.addWidget(editor)
        editor.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        editor.createStandardContextMenu().deleteLater()
    assert asked.unanswered == set()
