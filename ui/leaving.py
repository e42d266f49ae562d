"""Leaving in a hurry, when the store is locked over the clerk's work: what is being typed goes where it is kept.

A word that UniKey or the input method still composes goes into its field, a half-typed cell into its table, a
half-filled form into its draft. Menus and dialogs on top are closed, a dialog with a form after its draft was kept.
"""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from models.store.errors import EnvironmentProblem
from ui.dialogs import FormDialog
from ui.forms.form import Form

MOST_ON_TOP = 20
"""More menus and dialogs over each other than there can be."""


def put_down(app: QApplication) -> None:
    """Keep what is being typed and close whatever stands over the window; asks nothing."""
    app.inputMethod().commit()
    focused = app.focusWidget()
    if focused is not None:
        focused.clearFocus()  # leaves the editor in a cell, which then gives its text to the table
    for window in app.topLevelWidgets():
        flush_forms(window)
    for _ in range(MOST_ON_TOP):
        popup, dialog = app.activePopupWidget(), app.activeModalWidget()
        if popup is not None:
            popup.close()
        elif dialog is not None:
            close_dialog(dialog)
        else:
            return


def flush_forms(window: QWidget) -> None:
    """Keep the drafts that still wait for their second."""
    for form in window.findChildren(Form):
        form.flush()


def close_dialog(dialog: QWidget) -> None:
    """Close a dialog as its careful answer would."""
    if isinstance(dialog, FormDialog):
        with suppress(EnvironmentProblem):  # a disk that refuses the draft must not keep the store open
            dialog.put_down()
    elif isinstance(dialog, QDialog):
        dialog.done(QDialog.DialogCode.Rejected)
    else:
        dialog.close()
    dialog.hide()
