"""The question for a day: what was typed outlives a lock, like in every form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.leaving import put_down
from ui.people.past_page import ask_past

PERSON = 1


def ask(desk: Desk, qapp: QApplication, typed: str) -> str:
    """Open the question, type, and let the lock close it; what stood there when it opened."""
    found: list[str] = []

    def run() -> None:
        dialog = qapp.activeModalWidget()
        if not isinstance(dialog, FormDialog):
            QTimer.singleShot(10, run)
            return
        found.append(dialog.form.fields["day"].draft())
        dialog.form.fields["day"].restore(typed)
        put_down(qapp)

    QTimer.singleShot(10, run)
    assert ask_past(None, desk, PERSON) is None
    return found[0]


@pytest.mark.usefixtures("qtbot")
def test_a_day_that_was_typed_when_the_store_was_locked_is_offered_again(desk: Desk, qapp: QApplication) -> None:
    assert ask(desk, qapp, "01/03/2026") == ""
    assert ask(desk, qapp, "02/03/2026") == "01/03/2026"
