"""Decisions in the windows: prepared at the person's page, entered later, cancelled; grounds kept from lists."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from models.benefits.entitlements.decision_people import ids, rows, waiting_for
from models.benefits.entitlements.histories import decision, decisions, entitlements_of
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.services import Item
from models.benefits.secrecy import NEUTRAL_LABEL
from models.benefits.services import LineDetails, NewLine, add_line
from models.office.open_office import OpenOffice
from models.people import queries
from models.people.tables import Person
from models.store.dates import Month
from models.store.opened import OpenedFolder
from models.store.work import Actor
from tests.store.fixtures import NOW, PASSWORD
from tests.ui.benefits.windows import answer_dialog, entered, fill, of_group, prepared, spans, taken_over
from tests.ui.fakes import FakeMemory
from tests.ui.frame.test_window import show
from tests.ui.people.test_changing import buttons, open_page
from tests.ui.people.test_people import words
from ui.benefits.carer_field import carer_dialog
from ui.benefits.decision_dialogs import adjust_dialog, ending_dialog, grant_dialog
from ui.benefits.decision_page import DecisionPage
from ui.benefits.decisions_page import DecisionsPage
from ui.benefits.entering import cancel_decision_dialog, enter_dialog
from ui.benefits.section import BenefitSection
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.frame.window import MainWindow
from ui.people.person_page import PersonPage
from ui.theme import Theme

ENTRY = {"number": "12/QĐ-UBND", "signed_on": "20/11/2026"}


def signer_of(desk: Desk) -> str:
    """The first signer that the form offers."""
    dialog = enter_dialog(None, desk, 0)
    found = dialog.form.fields["signer"].editor.itemData(1)
    dialog.deleteLater()
    return str(found)


def shown(page: PersonPage) -> str:
    """What stands on the page now; what it showed before may still wait for its end."""
    assert page._content is not None
    return words(page._content)


def kinds(desk: Desk, state: DecisionState) -> list[str]:
    with desk.read() as session:
        return [one.kind for one in decisions(session, state=state)]


def menu_of(page: PersonPage) -> list[str]:
    assert page._content is not None
    (button,) = buttons(page._content, "Lập quyết định cho")
    return [one.text() for one in button.menu().actions()]


def menus_of(page: PersonPage) -> list[list[str]]:
    assert page._content is not None
    return [[one.text() for one in each.menu().actions()] for each in buttons(page._content, "Lập quyết định cho")]


def test_a_stop_is_prepared_then_entered_at_the_persons_page(desk: Desk, qtbot: QtBot) -> None:
    one = of_group(taken_over(desk), "HTXH")
    page = open_page(desk, qtbot, one.person_id)
    assert menu_of(page)[0] == "Điều chỉnh mức, nhóm…"
    dialog = ending_dialog(None, desk, one.person_id, one.entitlement_id, DecisionKind.STOP)
    assert fill(dialog, since="12/2026", reason="Từ chối nhận trợ cấp") == {}
    assert "Chờ số, ngày, người ký. Thôi hưởng: Trợ cấp hưu trí xã hội, từ 12/2026." in words(page)
    assert [span.stop for span in spans(desk) if span.entitlement_id == one.entitlement_id] == [None]
    (sign,) = buttons(page, "Ghi số, ngày của quyết định")
    answer_dialog(**ENTRY, signer=signer_of(desk))
    qtbot.mouseClick(sign, Qt.MouseButton.LeftButton)
    assert [span.stop for span in spans(desk) if span.entitlement_id == one.entitlement_id] == [202612]
    assert page.notice.words == "Đã ghi quyết định của 1 người."
    said = shown(page)
    assert "12/QĐ-UBND" in said
    assert "Từ chối nhận trợ cấp" in said
    assert "Chờ số" not in said
    assert menu_of(page) == ["Hưởng tiếp…"]


def test_an_adjustment_takes_the_amount_of_the_law(desk: Desk, qtbot: QtBot) -> None:
    one = of_group(taken_over(desk), "K6N")
    dialog = adjust_dialog(None, desk, one.person_id, one.entitlement_id, guarded=False)
    assert dialog is not None
    dialog.form.restore({"group": "K6DBN", "since": "11/2026", "why": "Giấy xác nhận ngày 12/11/2026"})
    dialog.form.fields["group"].changed.emit()
    told = dialog.form.fields["amount"].message
    assert "540.000" in told
    assert "Nghị định 335/2026/NĐ-CP" in told
    assert fill(dialog) == {}
    with desk.read() as session:
        (waiting,) = waiting_for(session, one.person_id)
    assert (waiting.kind, waiting.since, waiting.entitlement_id) == ("Điều chỉnh", "11/2026", one.entitlement_id)
    entered(desk, waiting.decision_id, "13/QĐ-UBND")
    last = [span for span in spans(desk) if span.entitlement_id == one.entitlement_id][-1]
    assert (last.group_code, last.start, last.law_table) == ("K6DBN", 202611, "central")
    assert last.amount in {1_080_000, 1_350_000}


def test_what_stands_against_a_decision_is_said_beside_its_field(desk: Desk, qtbot: QtBot) -> None:
    one = of_group(taken_over(desk), "K6N")

    def adjust() -> dict[str, str]:
        return fill(adjust_dialog(None, desk, one.person_id, one.entitlement_id, guarded=False), since="11/2026",
                    amount="900.000")  # fmt: skip

    assert "why" in adjust()
    assert "since" in fill(adjust_dialog(None, desk, one.person_id, one.entitlement_id, guarded=False), since="")
    stop = ending_dialog(None, desk, one.person_id, one.entitlement_id, DecisionKind.STOP)
    assert "reason" in fill(stop, since="12/2026")
    care = grant_dialog(None, desk, one.person_id)
    assert "carer" in fill(care, group="CS-HGD")
    unknown = grant_dialog(None, desk, one.person_id)
    assert "carer" in fill(unknown, group="CS-HGD", carer="999999999999")
    moved = grant_dialog(None, desk, one.person_id)
    assert "since" in fill(moved, group="K4", way="transfer_in")
    assert "group" in fill(grant_dialog(None, desk, one.person_id), group="")


def test_a_grant_of_care_support_names_its_carer(desk: Desk, qtbot: QtBot) -> None:
    found = taken_over(desk)
    cared, carer = of_group(found, "K6N").person_id, of_group(found, "HTXH").person_id
    dialog = grant_dialog(None, desk, cared, group="CS-HGD")
    assert not dialog.form.fields["carer"].isHidden()
    assert dialog.form.fields["count"].isHidden()
    assert fill(dialog, carer=str(carer)) != {}
    with desk.read() as session:
        code = rows(session, ids(session, decisions(session)[0].id), desk.today)
    by_code = next(one.code for one in code if one.person_id == carer)
    assert fill(grant_dialog(None, desk, cared, group="CS-HGD"), carer=by_code, why="Trực tiếp chăm sóc") == {}
    with desk.read() as session:
        (of_cared,), (of_carer,) = waiting_for(session, cared), waiting_for(session, carer)
    assert of_cared == of_carer
    assert (of_cared.kind, of_cared.amount, of_cared.since) == ("Hưởng", "540.000", "")


def test_the_list_of_decisions_shows_what_waits_and_lets_it_be_entered(desk: Desk, qtbot: QtBot) -> None:
    one = of_group(taken_over(desk), "HTXH")
    section = BenefitSection(desk)
    show(section, qtbot)
    page = section.show_tab("decisions")
    assert isinstance(page, DecisionsPage)
    assert page.register.model.rowCount() == 0
    made = prepared(desk, DecisionKind.SUSPEND, Item(one.person_id, one.entitlement_id))
    section.renew(frozenset({("decisions", 0)}))
    assert list(page.register.model.ids) == [made]
    page.register.select_id(made)
    answer_dialog(**ENTRY, signer=signer_of(desk))
    qtbot.keyClick(page.register.table, Qt.Key.Key_F2)
    assert kinds(desk, DecisionState.PREPARED) == []
    section.renew(frozenset({("decisions", 0)}))
    page.show_every()
    assert len(page.register.model.ids) == 2
    page.register.header.set_filter("title", "khong co ai ten nay")
    assert page.register.model.rowCount() == 0
    section.close_pages()
    section.close()


def test_a_decision_opens_its_people_and_is_cancelled_with_a_reason(desk: Desk, qtbot: QtBot) -> None:
    one = of_group(taken_over(desk), "HTXH")
    made = prepared(desk, DecisionKind.SUSPEND, Item(one.person_id, one.entitlement_id))
    section = BenefitSection(desk)
    show(section, qtbot)
    page = section.open_decision(made)
    asked: list[int] = []
    section.person_asked.connect(asked.append)
    (item,) = page.register.model.ids
    assert page.source.rows([item])[item][6] == "theo ngày ký"
    page.register.select_id(item)
    qtbot.keyClick(page.register.table, Qt.Key.Key_Return)
    assert asked == [one.person_id]
    assert "reason" in fill(cancel_decision_dialog(None, desk, made), reason="  ")
    assert fill(cancel_decision_dialog(None, desk, made), reason="Lập nhầm người") == {}
    section.renew(frozenset({("decisions", 0)}))
    assert not page.enter.isVisible()
    assert kinds(desk, DecisionState.CANCELLED) == ["suspend"]
    assert section.place().endswith(f"decision/{made}")
    section.home()
    section.return_to(f"tab/1 decision/{made}")
    assert isinstance(section.currentWidget(), DecisionPage)
    section.close_pages()
    section.close()


@pytest.fixture
def stranger(qapp: QApplication, sample_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of somebody who may not read grounds."""
    shutil.copytree(sample_data, tmp_path / "data")
    rights = frozenset({"change", "numbers", "print", "export"})
    office = OpenOffice(OpenedFolder(tmp_path / "data", PASSWORD, clock=lambda: NOW), Actor(1, rights))
    desk = Desk(office, FakeMemory())
    yield desk
    desk.close()
    office.close()


def secret_person(desk: Desk) -> int:
    """Somebody with a secret ground."""
    person = 7
    line = LineDetails("Người nhiễm HIV/AIDS thuộc hộ nghèo", 810_000, "K8", 150, decision_number="5/QĐ-HIV")
    desk.do("Thêm", add_line, NewLine(person, line))
    return person


def test_a_secret_ground_reads_in_no_window_of_decisions(desk: Desk, qtbot: QtBot) -> None:
    person = secret_person(desk)
    one = next(span for span in taken_over(desk) if span.person_id == person and span.group_code == "K8")
    made = prepared(desk, DecisionKind.SUSPEND, Item(person, one.entitlement_id, why="Người nhiễm HIV không đến nhận"))
    page = open_page(desk, qtbot, person)
    assert NEUTRAL_LABEL in words(page)
    section = BenefitSection(desk)
    show(section, qtbot)
    told = section.open_decision(made)
    read = [text for row in told.source.rows(told.register.model.ids).values() for text in row]
    listed = section.show_tab("decisions")
    assert isinstance(listed, DecisionsPage)
    read += [text for row in listed.source.rows(listed.register.model.ids).values() for text in row]
    read += [one.accessibleName() + one.toolTip() for one in buttons(page, "")]
    assert not [text for text in [*read, shown(page)] if "HIV" in text or "K8" in text]
    dialog = adjust_dialog(None, desk, person, one.entitlement_id, guarded=True)
    assert dialog is not None
    assert "group" not in dialog.form.fields
    assert "HIV" not in str(dialog.form.draft())
    dialog.deleteLater()
    page._reveal()
    assert "Người nhiễm HIV/AIDS" in shown(page)
    section.close_pages()
    section.close()


def test_without_the_right_every_ground_is_neutral_and_the_law_is_not_asked(stranger: Desk, qtbot: QtBot) -> None:
    one = of_group(taken_over(stranger), "K6N")
    made = prepared(stranger, DecisionKind.SUSPEND, Item(one.person_id, one.entitlement_id))
    page = open_page(stranger, qtbot, one.person_id)
    assert "Người khuyết tật nặng" not in shown(page)
    (law,) = [button for button in buttons(page, "") if button.text() == "Xét theo luật"]
    assert not law.isEnabled()
    section = BenefitSection(stranger)
    show(section, qtbot)
    told = section.open_decision(made)
    (row,) = told.source.rows(told.register.model.ids).values()
    assert (row[2], row[3], row[7]) == (NEUTRAL_LABEL, "", "")
    columns = {column.key: column for column in section.list.source.columns}
    assert columns["article"].filter == ""
    assert [key for key, _ in columns["group"].choices] == ["unknown"]
    section.close_pages()
    section.close()


def test_a_decision_that_is_gone_is_told(desk: Desk) -> None:
    with desk.read() as session:
        assert decision(session, 999) is None


def test_the_carer_of_a_listed_care_support_is_named_on_the_page(desk: Desk, qtbot: QtBot) -> None:
    """benefits.md 15.2, 8: lists bring care support without saying who is paid."""
    with desk.read() as session:
        cared, carer = session.scalars(select(Person.id).filter_by(status="living").order_by(Person.id).limit(2))
    line = LineDetails("Hộ gia đình chăm sóc người khuyết tật đặc biệt nặng", 540_000, "CS-HGD", 100)
    desk.do("Thử", add_line, NewLine(cared, line))
    taken_over(desk)
    with desk.read() as session:
        (one,) = [each for each in entitlements_of(session, cared) if each.group == "CS-HGD"]
        (row,) = queries.rows(session, [carer], desk.today)
    assert one.lacks_carer
    dialog = carer_dialog(None, desk, one)
    assert fill(dialog, carer="") == {"carer": "Hãy ghi người chăm sóc."}
    page = open_page(desk, qtbot, cared)
    assert "Ghi người chăm sóc…" in {entry for menu in menus_of(page) for entry in menu}
    assert fill(carer_dialog(None, desk, one), carer=row.code) == {}
    assert row.name in shown(page)
    assert "Ghi người chăm sóc…" not in {entry for menu in menus_of(page) for entry in menu}


def test_the_half_typed_entry_of_a_decision_is_offered_again(
    desk: Desk, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = of_group(taken_over(desk), "HTXH")
    item = Item(one.person_id, one.entitlement_id, from_month=Month(202612))
    made = prepared(desk, DecisionKind.STOP, item)
    desk.keep_draft(f"decision/cancel/{made}", {"reason": "nhầm"})
    desk.keep_draft(f"decision/{made}", {"number": "99/QĐ-UBND"})
    window = MainWindow(desk, Theme(qapp, "light"))
    show(window, qtbot)
    assert "của một quyết định" in window.notice.words
    seen: list[str] = []
    monkeypatch.setattr(FormDialog, "exec", lambda dialog: seen.append(dialog.form.fields["number"].draft()))
    window.notice.pressed.emit()
    assert seen == ["99/QĐ-UBND"]
    window.close()
