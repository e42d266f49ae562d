"""The law's windows in states worth looking at, for the walk through every window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.camera import Camera, wait_while
from ui.desk import Desk
from ui.law.dialogs import close_dialog, document_dialog, gift_dialog, group_dialog, rate_dialog
from ui.law.section import LawSection

DECREE = "335/2026/NĐ-CP"
NO_DOCUMENT = 0


def see_law(camera: Camera, window: QWidget, section: LawSection, desk: Desk) -> None:
    """The table, a search, the documents, a preview, every form; nothing is stored. `window` is what is taken."""
    section.home()
    camera.shoot(window, "law")
    section.page.register.header.set_filter("title", "cao tuoi")
    camera.shoot(window, "law-search")
    section.page.register.header.clear()
    section.open_documents()
    camera.shoot(window, "law-documents")
    preview = section.open_preview(DECREE)
    wait_while(lambda: preview.busy)
    camera.shoot(window, "law-preview")
    section.home()
    for name, dialog in (
        ("document", document_dialog(window, desk)),
        ("rate", rate_dialog(window, desk, NO_DOCUMENT)),
        ("group", group_dialog(window, desk, NO_DOCUMENT)),
        ("gift", gift_dialog(window, desk, NO_DOCUMENT)),
        ("close", close_dialog(window, desk, (NO_DOCUMENT,), "Mức chuẩn trợ giúp xã hội: 600.000 đồng")),
    ):
        camera.shoot_small(dialog, f"dialog-law-{name}")
