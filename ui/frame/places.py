"""Where the clerk was when the store was locked: kept encrypted in the store, gone back to after unlocking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ui.frame.window import MainWindow

FORM: Final = "place"
"""Kept like a draft, for the same clerk only."""


def keep_place(window: MainWindow) -> None:
    """Keep which section is shown and where in it; raises EnvironmentProblem when the disk refuses."""
    index = window.place
    window.desk.keep_draft(FORM, {"section": str(index), "page": window.section(index).place()})


def taken_place(window: MainWindow) -> None:
    """Go back to the place that was kept, once; without one the window stays as it is."""
    kept = window.desk.draft(FORM)
    if not kept:
        return
    window.desk.drop_draft(FORM)
    index = kept.get("section", "")
    if not index.isdigit() or int(index) >= len(window.nav.buttons):
        return
    window.go_to(int(index))
    page = kept.get("page", "")
    if page:
        window.notice.say("")
        window.section(int(index)).return_to(page)
        window.section(int(index)).focus_page()
