"""The law's windows in states worth looking at, for the walk through every window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.camera import Camera
from ui.desk import Desk
from ui.law.dialogs import close_dialog, document_dialog, gift_dialog, group_dialog, rate_dialog
from ui.law.section import LawSection

NO_DOCUMENT = 0


def see_law(camera: Camera, window: QWidget, section: LawSection, desk: Desk) -> None:
    """The table, a search, the documents, every form; nothing is stored. `window` is what is taken."""
    section.home()
    camera.shoot(window, "law")
    section.page.register.header.set_filter("title", "cao tuoi")
    camera.shoot(window, "law-search")
    section.page.register.header.clear()
    section.open_documents()
    camera.shoot(window, "law-documents")
    section.home()
    for name, dialog in (
        ("document", document_dialog(window, desk)),
        ("rate", rate_dialog(window, desk, NO_DOCUMENT)),
        ("group", group_dialog(window, desk, NO_DOCUMENT)),
        ("gift", gift_dialog(window, desk, NO_DOCUMENT)),
        ("close", close_dialog(window, desk, (NO_DOCUMENT,), "Mức chuẩn trợ giúp xã hội: 600.000 đồng")),
    ):
        camera.shoot_small(dialog, f"dialog-law-{name}")
