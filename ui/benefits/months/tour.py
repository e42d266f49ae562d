"""The monthly list in states worth looking at, for the walk through every window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.store.dates import Month
from ui.benefits.months.dialogs import open_dialog, opening_dialog
from ui.benefits.months.section import MonthSection
from ui.camera import Camera, wait_while
from ui.desk import Desk

SOME_MONTH = Month(202612)


def see_months(camera: Camera, window: QWidget, section: MonthSection, desk: Desk, answer: Path | None = None) -> None:
    """The cockpit, a step with its people, the whole list, a file's answer, the dialogs; nothing is stored."""
    section.home()
    page = section.page
    wait_while(lambda: page.busy)
    camera.shoot(window, "months")
    if page.seen is not None and page.seen.bridge is not None:
        step = max((one for one in page.seen.bridge.steps if not one.is_sum), key=lambda one: one.lines)
        section.open_step(step, "12/2026")
        camera.shoot(window, "months-step")
        section.home()
    if page.seen is not None:
        section.open_lines(page.seen.row)
        camera.shoot(window, "months-lines")
        section.home()
        opened = section.open_answer(page.seen.row.month)
        if answer is not None:
            opened.open_file(answer)
            wait_while(lambda: opened.busy)
        camera.shoot(window, "months-answer")
        section.home()
        section.open_hand(page.seen.row.month)
        camera.shoot(window, "months-cash")
        section.home()
    for name, dialog in (
        ("open", open_dialog(window, desk, SOME_MONTH)),
        ("opening", opening_dialog(window, desk)),
    ):
        camera.shoot_small(dialog, f"dialog-month-{name}")
