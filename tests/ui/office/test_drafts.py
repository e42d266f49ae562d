"""Half-filled office forms outlive the program; each refusal stands beside its field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from models.office import queries
from models.office.services import AddVillage, add_village
from tests.ui.frame.test_window import show
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.frame.window import MainWindow
from ui.office import section
from ui.office.dialogs import (
    body_dialog,
    commune_dialog,
    old_name_dialog,
    reopened,
    series_dialog,
    signer_dialog,
    village_dialog,
)
from ui.office.section import OfficeSection
from ui.theme import Theme

FORMS: dict[str, tuple[str, Callable[[QWidget, Desk], FormDialog], str]] = {
    "commune": ("office/commune", commune_dialog, "name"),
    "body": ("office/body/front", lambda parent, desk: body_dialog(parent, desk, "front"), "superior_line"),
    "series": ("office/series/front", lambda parent, desk: series_dialog(parent, desk, "front"), "kind"),
    "signer": ("office/signer/committee/0", lambda parent, desk: signer_dialog(parent, desk, "committee", 0), "name"),
    "village": ("office/village/2", lambda parent, desk: village_dialog(parent, desk, 2), "name"),
    "old name": ("office/old-name/1", lambda parent, desk: old_name_dialog(parent, desk, 1), "name"),
}


@pytest.mark.parametrize("name", list(FORMS))
def test_what_was_typed_before_a_crash_is_offered_again(desk: Desk, qtbot: QtBot, name: str) -> None:
    key, make, field = FORMS[name]
    parent = QWidget()
    show(parent, qtbot)
    dialog = make(parent, desk)
    dialog.show()
    editor = dialog.form.fields[field].focusProxy()
    assert isinstance(editor, QLineEdit)
    editor.clear()
    qtbot.keyClicks(editor, "Go do")
    qtbot.waitUntil(lambda: key in desk.drafts(), timeout=4000)
    dialog.deleteLater()
    again = reopened(parent, desk, key)
    assert again is not None
    assert again.form.fields[field].draft() == "Go do"
    again.deleteLater()


def test_names_of_other_forms_open_nothing(desk: Desk, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    assert reopened(parent, desk, "people/new") is None
    assert reopened(parent, desk, "office/whatever/1") is None


def test_the_window_offers_the_form_at_the_next_start(
    desk: Desk, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.keep_draft("office/village/0", {"kind": "bon", "name": "Bu Gõ Dở", "order": ""})
    window = MainWindow(desk, Theme(qapp, "light"))
    show(window, qtbot)
    assert "cài đặt" in window.notice.words
    seen: list[str] = []

    def look(_section: OfficeSection, dialog: FormDialog) -> None:
        seen.append(dialog.form.fields["name"].draft())
        dialog.deleteLater()

    monkeypatch.setattr(section.OfficeSection, "_run", look)
    qtbot.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    assert seen == ["Bu Gõ Dở"]
    window.close()


def signer(parent: QWidget, desk: Desk) -> FormDialog:
    return signer_dialog(parent, desk, "committee", 0)


def village(parent: QWidget, desk: Desk) -> FormDialog:
    return village_dialog(parent, desk, 0)


SIGNER = {"name": "Lê Văn Ký", "position": "Chủ tịch", "from_day": "1/7/2025"}


@pytest.mark.parametrize(
    ("make", "texts", "field", "words"),
    [
        (commune_dialog, {"name": "  "}, "name", "Còn thiếu tên"),
        (commune_dialog, {"name": "Xã"}, "name", ""),
        (FORMS["body"][1], {"name_line": ""}, "name_line", "Còn thiếu"),
        (FORMS["body"][1], {"place_name": " "}, "place_name", "Còn thiếu"),
        (signer, {**SIGNER, "name": ""}, "name", "Còn thiếu"),
        (signer, {**SIGNER, "position": ""}, "position", "Còn thiếu"),
        (signer, {**SIGNER, "from_day": "31/2/2025"}, "from_day", ""),
        (signer, {**SIGNER, "to_day": "1/1/2025"}, "to_day", "trước ngày bắt đầu"),
        (village, {"kind": "thôn", "name": ""}, "name", "Còn thiếu"),
        (village, {"kind": "thôn", "name": "Có Rồi"}, "name", "Đã có Thôn Có Rồi"),
        (village, {"kind": "thôn", "name": "Mới", "order": "đầu"}, "order", "Ghi một số"),
        (FORMS["old name"][1], {"name": "--"}, "name", ""),
    ],
)
def test_refusals_stand_beside_their_fields(
    desk: Desk,
    qtbot: QtBot,
    make: Callable[[QWidget, Desk], FormDialog],
    texts: dict[str, str],
    field: str,
    words: str,
) -> None:
    desk.do("Thêm", add_village, AddVillage("Thôn Có Rồi"))
    parent = QWidget()
    show(parent, qtbot)
    with desk.read() as session:
        before = queries.signers(session), queries.villages(session), queries.commune(session), queries.bodies(session)
    dialog = make(parent, desk)
    dialog.show()
    for key, text in texts.items():
        dialog.form.fields[key].restore(text)
    dialog.submit()
    assert dialog.isVisible()
    wrong = {key: one.error for key, one in dialog.form.fields.items() if one.error}
    assert list(wrong) == [field]
    assert words in wrong[field]
    with desk.read() as session:
        after = queries.signers(session), queries.villages(session), queries.commune(session), queries.bodies(session)
    assert after == before
    dialog.deleteLater()
