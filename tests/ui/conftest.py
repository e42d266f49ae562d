"""One application with the theme and the Vietnamese words for all window tests."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme import Theme
from ui.words import install_words


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """pytest-qt's application, dressed as ours."""
    install_words(qapp)
    Theme(qapp, "light")
    return qapp
