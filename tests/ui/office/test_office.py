"""Settings: the commune, signers and villages through their small forms."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models.office import queries
from models.office.paper_rules import PaperKind
from models.office.services import SetSigner, set_signer
from models.store.dates import Month
from tests.ui.frame.test_window import show
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.office.dialogs import body_dialog, commune_dialog, old_name_dialog, series_dialog, signer_dialog, village_dialog
from ui.office.section import OfficeSection
from ui.office.term_dialog import term_dialog
from ui.paper.month_paper_page import MonthPaperPage

DAY = date(2026, 1, 1)


def section(desk: Desk, qtbot: QtBot) -> OfficeSection:
    made = OfficeSection(desk)
    desk.stale.connect(made.renew)
    show(made, qtbot)
    return made


def filled(dialog: FormDialog, qtbot: QtBot, values: dict[str, str]) -> FormDialog:
    qtbot.addWidget(dialog)
    dialog.show()
    for key, text in values.items():
        dialog.form.fields[key].restore(text)
    dialog.submit()
    return dialog


def test_the_commune_is_renamed_everywhere(desk: Desk, qtbot: QtBot) -> None:
    office = section(desk, qtbot)
    dialog = filled(commune_dialog(office, desk), qtbot, {"name": "Đồng Cầu", "former": "Xã Cũ, huyện Cũ"})
    assert dialog.result() == 1
    assert any(label.text() == "Xã Đồng Cầu" for label in office.findChildren(QLabel))


def test_a_signer_without_a_day_is_refused_beside_the_field(desk: Desk, qtbot: QtBot) -> None:
    office = section(desk, qtbot)
    dialog = filled(signer_dialog(office, desk, "front", 0), qtbot, {"name": "Lê Văn Ký", "position": "Chủ tịch"})
    assert dialog.form.fields["from_day"].error == "Còn thiếu giữ chức vụ từ ngày."
    dialog.form.fields["from_day"].restore("1/7/2025")
    dialog.submit()
    with desk.read() as session:
        names = [one.name for one in queries.signers(session, body="front")]
    assert "Lê Văn Ký" in names


def test_letterhead_of_the_committee(desk: Desk, qtbot: QtBot) -> None:
    office = section(desk, qtbot)
    filled(body_dialog(office, desk, "committee"), qtbot, {"place_name": "Nơi Mới"})
    with desk.read() as session:
        body = queries.body(session, "committee")
    assert body.place_name == "Nơi Mới"
    assert body.series


def test_many_signers_make_the_page_no_wider(desk: Desk, qtbot: QtBot) -> None:
    for index in range(5):
        command = SetSigner("committee", f"Nguyễn Hoàng Phương Thảo Nguyên {index}", "deputy", "Phó Chủ tịch", DAY)
        desk.do("Ghi", set_signer, command)
    office = section(desk, qtbot)
    office.resize(840, 560)
    qtbot.waitUntil(lambda: office.width() == 840, timeout=1000)
    assert office._unit.horizontalScrollBar().maximum() == 0
    (button,) = [one for one in office.findChildren(QPushButton) if one.accessibleName().endswith("Nguyên 4")]
    assert button.isVisible()


def test_the_front_gets_one_more_number_series(desk: Desk, qtbot: QtBot) -> None:
    office = section(desk, qtbot)
    buttons = [one for one in office.findChildren(QPushButton) if one.text() == "Thêm ký hiệu…"]
    assert len(buttons) == 2
    dialog = filled(series_dialog(office, desk, "front"), qtbot, {"kind": "g m", "suffix": "GM-MTTQ-BTT"})
    assert "viết tắt" in dialog.form.fields["kind"].error
    dialog.form.fields["kind"].restore("GM")
    dialog.submit()
    assert dialog.result() == 1
    assert any("GM: GM-MTTQ-BTT" in label.text() for label in office.findChildren(QLabel))
    again = filled(series_dialog(office, desk, "front"), qtbot, {"kind": "gm", "suffix": "GM"})
    assert "Đã có" in again.form.fields["kind"].error
    with desk.read() as session:
        assert queries.body(session, "front").series["GM"] == "GM-MTTQ-BTT"
        assert "GM" not in queries.body(session, "committee").series


def test_villages_are_added_renamed_and_remember_old_names(desk: Desk, qtbot: QtBot) -> None:
    office = section(desk, qtbot)
    office.tabs.setCurrentIndex(1)
    before = office.villages.model.rowCount()
    filled(village_dialog(office, desk, 0), qtbot, {"kind": "bon", "name": "Bu Nơr"})
    assert office.villages.model.rowCount() == before + 1
    first = office.villages.model.ids[0]
    filled(village_dialog(office, desk, first), qtbot, {"name": "Tên Mới"})
    filled(old_name_dialog(office, desk, first), qtbot, {"name": "Thôn Rất Cũ"})
    with desk.read() as session:
        village = next(one for one in queries.villages(session) if one.id == first)
    assert village.name == "Tên Mới"
    assert "Thôn Rất Cũ" in village.old_names
    assert len(village.old_names) == 2


def test_escape_leaves_a_dialog_without_a_change(desk: Desk, qtbot: QtBot) -> None:
    office = section(desk, qtbot)
    dialog = commune_dialog(office, desk)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.form.fields["name"].restore("Không Lưu")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    with desk.read() as session:
        found = queries.commune(session)
    assert found is not None
    assert found.name != "Không Lưu"


def test_a_button_outlives_the_form_that_it_opened(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    office, gone = section(desk, qtbot), list[bool]()

    def fill_and_save(dialog: FormDialog) -> int:
        dialog.form.fields["name"].restore("Đồng Cầu")
        dialog.submit()
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", fill_and_save)
    edit = next(one for one in office.findChildren(QPushButton) if one.text() == "Sửa…")
    edit.destroyed.connect(lambda: gone.append(True))
    edit.click()
    assert any(label.text() == "Xã Đồng Cầu" for label in office.findChildren(QLabel))
    assert not gone, "deleted in the middle of its own click"
    qtbot.waitUntil(lambda: gone == [True])


def test_the_fee_and_the_estimate_are_set_and_shown(desk: Desk, qtbot: QtBot) -> None:
    office = section(desk, qtbot)
    paper = {"document": "12/2025/QĐ-UBND ngày 20/12/2025"}
    wrong = filled(term_dialog(office, desk, "fee"), qtbot, {"since": "01/2026", "value": "nửa", **paper})
    assert "Cần phần trăm" in str(wrong.form.fields["value"].error)
    wrong.form.fields["value"].restore("0,5")
    wrong.submit()
    filled(term_dialog(office, desk, "estimate"), qtbot, {"since": "03/2026", "value": "9.000.000.000", **paper})
    said = {label.text() for label in office.findChildren(QLabel)}
    assert {"0,5 % (12/2025/QĐ-UBND ngày 20/12/2025)", "Dự toán năm 2026"} <= said
    page = MonthPaperPage(desk, PaperKind.SETTLEMENT, Month(202611))
    qtbot.addWidget(page)
    assert (page.form.fields["fee"].draft(), page.form.fields["estimate"].draft()) == ("0,5", "9.000.000.000")
