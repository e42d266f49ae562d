"""The events' windows in states worth looking at, for the walk through every window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.benefits.events.proposal import FuneralLevel, FuneralOffer
from models.benefits.events.queries import DebtRow
from models.store.dates import Month
from ui.benefits.events.debt_dialogs import parts_dialog, recover_dialog, return_dialog, write_off_dialog
from ui.benefits.events.dialogs import dismiss_dialog, funeral_dialog, slip_dialog
from ui.benefits.events.report_form import report_dialog
from ui.benefits.events.section import EventsSection
from ui.camera import Camera, wait_while
from ui.desk import Desk

COUNT_MS = 600
NAME = "Nguyễn Thị Hạnh"
MONTH = Month(202611)
LEVELS = (
    FuneralLevel(10_000_000, "20 lần mức 500.000 đồng (Điều 1 Nghị định 76/2024/NĐ-CP)"),
    FuneralLevel(10_800_000, "20 lần mức 540.000 đồng (khoản 2 Điều 4, khoản 3 Điều 32 Nghị định 335/2026/NĐ-CP)"),
)
OFFER = FuneralOffer(0, MONTH, LEVELS, "Mẫu số 04", "Điều 11 Nghị định 20/2021/NĐ-CP", 3)
DEBT = DebtRow(0, 0, NAME, "000123-4", "Thôn Đồng Cầu", Month(202610), Month(202612), "10/2026 - 11/2026", 1_620_000,
               500_000, 1_120_000, "demanded", "Đã gửi giấy", "", None, "", None, None, None, "")  # fmt: skip


def see_events(camera: Camera, window: QWidget, section: EventsSection, desk: Desk) -> None:
    """The inbox, every event, the slips with their preview, the debts, every form; nothing is stored."""
    section.home()
    camera.shoot(window, "events")
    section.page.show_every()
    camera.shoot(window, "events-every")
    section.page.register.header.clear()
    slips = section.open_slips()
    camera.shoot(window, "slips", COUNT_MS)
    slips.show_slips()
    paper = section.currentWidget()
    if paper is not slips:
        wait_while(lambda: bool(getattr(paper, "busy", False)))
        camera.shoot(window, "slips-preview")
    section.home()
    section.open_debts()
    camera.shoot(window, "debts", COUNT_MS)
    section.home()
    for name, dialog in (
        ("report", report_dialog(window, desk, 0, NAME, lambda *_told: None)),
        ("dismiss", dismiss_dialog(window, desk, 0)),
        ("funeral", funeral_dialog(window, desk, 0, OFFER, str)),
        ("slip", slip_dialog(window, desk, MONTH, 0, "Thôn Đồng Cầu", repr)),
        ("recover", recover_dialog(window, desk, DEBT, str)),
        ("parts", parts_dialog(window, desk, DEBT, str)),
        ("return", return_dialog(window, desk, DEBT, str)),
        ("write-off", write_off_dialog(window, desk, DEBT)),
    ):
        camera.shoot_small(dialog, f"dialog-event-{name}")
