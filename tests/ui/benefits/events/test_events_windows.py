"""The events' windows: an event is reported, its proposal read and decided, a slip typed and read, a debt followed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from models.benefits.entitlements.tables import Decision, Entitlement
from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.events.preparing import village_slips
from models.benefits.events.queries import debts, inbox, proposals
from models.benefits.events.rules import EventKind
from models.benefits.events.services import ReportEvent, report_event
from models.benefits.events.slip_names import SlipName
from models.benefits.events.slips import AnswerSlip, NewName, answer_slip
from models.benefits.months import late
from models.benefits.months.queries import next_payout
from models.benefits.months.services import (
    ConfirmMonth,
    OpeningMonth,
    OpenMonth,
    confirm_month,
    open_month,
    opening_month,
)
from models.benefits.tables import BenefitLine
from models.people.dated import STILL_KNOWN
from models.people.tables import BankAccount, Person
from models.store.dates import Month, PartialDate, month_display
from models.store.errors import RuleError
from printing.benefits.village_slip_sheet import village_slip_xlsx
from tests.ui.frame.test_window import show
from tests.ui.looks import faults, unreached
from ui.benefits.events import dialogs, page, report_form
from ui.benefits.events.debts_page import DebtsPage
from ui.benefits.events.letter_page import LetterPage
from ui.benefits.events.section import EventsSection
from ui.benefits.events.shown_paper import ShownPaper
from ui.benefits.events.slips_page import SlipsPage
from ui.benefits.events.tour import see_events
from ui.benefits.events.typed_slip import people_meant, typed_answer
from ui.camera import Camera
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.paper.life_page import PaperLifePage
from ui.people.person_form import PersonForm

OCT, NOV = Month(202610), Month(202611)


@pytest.fixture
def paid(desk: Desk) -> Desk:
    """The made-up commune: its list was taken over, November was listed here."""
    desk.do("Thử", take_over, TakeOver(OCT))
    desk.do("Thử", opening_month, OpeningMonth(OCT))
    desk.do("Thử", open_month, OpenMonth(NOV))
    desk.do("Thử", confirm_month, ConfirmMonth(NOV))
    return desk


@pytest.fixture
def section(paid: Desk, qtbot: QtBot) -> EventsSection:
    """The events' tab as a window of its own."""
    made = EventsSection(paid)
    made.resize(1210, 690)
    show(made, qtbot)
    paid.stale.connect(made.renew)
    return made


def beneficiary(desk: Desk, number: int = 0) -> tuple[int, str]:
    """Somebody living with a benefit of their own: id and name."""
    with desk.read() as session:
        found = session.execute(
            select(Person.id, Person.name)
            .join(Entitlement, Entitlement.person_id == Person.id)
            .where(Person.status == "living", Entitlement.carer_id.is_(None))
            .order_by(Person.id)
        ).all()
    return found[number][0], found[number][1]


def answering(monkeypatch: pytest.MonkeyPatch, fill: Callable[[FormDialog], None]) -> None:
    """Every form that opens is filled and saved."""

    def execute(dialog: QDialog) -> int:
        assert isinstance(dialog, FormDialog)
        fill(dialog)
        dialog.submit()
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", execute)


def texts(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_a_death_is_reported_and_decided_with_the_funeral(
    section: EventsSection, paid: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, name = beneficiary(paid)
    monkeypatch.setattr(page, "pick_person", lambda *_: person)

    def report(dialog: FormDialog) -> None:
        dialog.form.fields["kind"].restore(EventKind.DEATH)
        dialog.form.fields["on"].restore("3/10/2026")

    answering(monkeypatch, report)
    section.page.add.click()
    assert section.page.chosen is None or section.page.chosen.name == name
    section.page._choose_first()
    said = texts(section.page.card)
    assert "người thừa kế ký nhận" in said
    assert "bảo hiểm xã hội" in said
    qtbot.waitUntil(lambda: "Phải thu hồi" in section.page.notice.words)

    def funeral(dialog: FormDialog) -> None:
        dialog.form.fields["wanted"].restore("1")
        dialog.form.fields["nobody_else_pays"].restore("1")
        assert name in dialog.windowTitle()
        if "amount" in dialog.form.fields:
            dialog.submit()
            assert "Hãy chọn mức" in str(dialog.form.fields["amount"].error)
            dialog.form.fields["amount"].restore("10800000")

    answering(monkeypatch, funeral)
    section.page.card.decide.click()
    assert "Đã lập" in section.page.notice.words
    with paid.read() as session:
        kinds = session.scalars(select(Decision.kind).where(Decision.state == "prepared")).all()
    assert "stop" in kinds
    assert "funeral" in kinds
    assert section.page.register.model.rowCount() == 0


def test_the_funeral_is_refused_beside_its_field(section: EventsSection, paid: Desk, qtbot: QtBot) -> None:
    person, _ = beneficiary(paid)
    event = paid.do("Thử", report_event, ReportEvent(EventKind.DEATH, person, happened_on=PartialDate(2026, 11, 3)))
    with paid.read() as session:
        offer = proposals(session, [event], paid.today)[event].funeral
    assert offer is not None
    dialog = dialogs.funeral_dialog(section, paid, event, offer, str)
    show(dialog, qtbot)
    dialog.form.fields["wanted"].restore("1")
    dialog.submit()
    assert dialog.isVisible()
    assert "BHXH" in texts(dialog) or "bảo hiểm xã hội" in texts(dialog)
    dialog.put_down()


def test_an_event_is_dismissed_and_opened_again(
    section: EventsSection, paid: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, _ = beneficiary(paid)
    paid.do("Thử", report_event, ReportEvent(EventKind.PRISON, person, happened_on=PartialDate(2026, 11, 3)))
    section.page._choose_first()
    answering(monkeypatch, lambda dialog: dialog.form.fields["reason"].restore("án treo"))
    section.page.card.dismiss.click()
    assert section.page.register.model.rowCount() == 0
    section.page.show_every()
    section.page._choose_first()
    assert "án treo" in texts(section.page.card)
    assert not section.page.card.decide.isVisibleTo(section.page)
    section.page.card.reopen.click()
    with paid.read() as session:
        assert [row.state for row in inbox(session, paid.today)] == ["open"]


def test_fields_follow_the_kind(section: EventsSection, paid: Desk, qtbot: QtBot) -> None:
    dialog = report_form.report_dialog(section, paid, *beneficiary(paid), lambda *_told: None)
    show(dialog, qtbot)
    fields: dict[str, Any] = dialog.form.fields
    assert not fields["degree"].isVisibleTo(dialog)
    fields["kind"].restore(EventKind.DEGREE)
    fields["kind"].changed.emit()
    assert fields["degree"].isVisibleTo(dialog)
    assert not fields["moved_to"].isVisibleTo(dialog)
    before = dialog.height()
    fields["kind"].restore(EventKind.ACCOUNT)
    fields["kind"].changed.emit()
    assert fields["account"].isVisibleTo(dialog)
    assert dialog.height() > before, "the form grows with its fields"
    with paid.read() as session:
        assert fields["from"].draft() == month_display(next_payout(session, paid.today)), (
            "the next list, not a kept one"
        )
    dialog.put_down()


def test_the_program_finds_beside_the_window(section: EventsSection, qtbot: QtBot) -> None:
    section.page.search.click()
    qtbot.waitUntil(lambda: not section.page.searching.busy, timeout=20_000)
    qtbot.waitUntil(lambda: "việc" in section.page.notice.words and "Đang" not in section.page.notice.words)
    found = section.page.register.model.rowCount()
    section.page.look_for()
    qtbot.waitUntil(lambda: "Không có việc nào mới" in section.page.notice.words, timeout=20_000)
    assert section.page.register.model.rowCount() == found


def test_slips_are_shown_typed_and_read_back(
    section: EventsSection, paid: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slips = section.open_slips()
    slips.show_slips()
    paper = section.currentWidget()
    assert isinstance(paper, ShownPaper)
    qtbot.waitUntil(lambda: not paper.busy, timeout=30_000)
    out = tmp_path / "phieu.pdf"
    paper.write(out, paper._data)
    assert out.read_bytes().startswith(b"%PDF")
    section.back()
    with paid.read() as session:
        sheet = village_slips(session, NOV)[0]
    slips.register.select_id(sheet.village_id)
    first = sheet.lines[0]
    hints: list[str] = []

    def fill(dialog: FormDialog) -> None:
        dialog.form.fields["dead"].restore(f"{first.number} 3/10")
        dialog.form.fields["dead"].changed.emit()
        hints.append(dialog.form.fields["dead"].message)
        dialog.form.fields["new"].restore("Phạm Thị Mới, 1948, sống một mình")
        assert dialog.form.value("rest") is True

    answering(monkeypatch, fill)
    slips.type_answer()
    assert hints == [f"1. {first.name}"]
    assert "mất 1" in slips.notice.words
    assert "người mới 1" in slips.notice.words
    qtbot.waitUntil(lambda: "Phải thu hồi" in slips.notice.words, timeout=20_000)
    other = village_slip_xlsx([sheet], printed_at=paid.now)
    back = tmp_path / "phieu.xlsx"
    back.write_bytes(other)
    slips.read_file(back)
    assert slips.notice.words.startswith("Chưa ghi gì vào sổ. Chưa có gì được đánh dấu")
    back.write_bytes(b"%PDF nothing")
    slips.read_file(back)
    assert slips.notice.words.startswith("Chưa ghi gì vào sổ.")
    qtbot.waitUntil(lambda: not slips.searching.busy)


ON_SLIP = (
    SlipName(1, 1, "000001-3", "Lê Văn An", "1950", 1),
    SlipName(2, 1, "000002-1", "Lê Văn Ba", "1951", 2),
)


@pytest.mark.parametrize(
    ("typed", "field"), [("không mã", "dead"), ("000001-0 3/10", "dead"), ("3 5/11", "dead"), ("2 32/11", "dead")]
)
def test_a_typed_code_that_is_none_is_refused(typed: str, field: str) -> None:
    with pytest.raises(RuleError) as caught:
        typed_answer(NOV, 1, ON_SLIP, typed, "", "", rest=False)
    assert caught.value.field == "dead"


def test_a_line_begins_with_the_number_on_the_slip_or_the_code() -> None:
    told = typed_answer(NOV, 1, ON_SLIP, "2 5/11", "000001-3, 7/11 xã Bên", "", rest=False)
    assert [(row.code, row.tick, row.note) for row in told.rows] == [
        ("000002-1", "dead", ""),
        ("000001-3", "moved", "xã Bên"),
    ]
    assert people_meant("2 5/11\n7\n000001-3", ON_SLIP) == "2. Lê Văn Ba; «7»: không có trên phiếu; 1. Lê Văn An"


def test_a_debt_is_followed(
    section: EventsSection, paid: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    person, name = beneficiary(paid)
    paid.do("Thử", late.report, ReportEvent(EventKind.DEATH, person, happened_on=PartialDate(2026, 10, 3)))
    owing = section.open_debts()
    assert owing.chosen is not None
    assert owing.chosen.name == name
    owing.letter.click()
    paper = section.currentWidget()
    assert isinstance(paper, LetterPage)
    with qtbot.waitSignal(paper.shown, timeout=30_000):
        paper.make()
    with qtbot.waitSignal(paper.kept, timeout=30_000):
        paper.keep()
    life = section.currentWidget()
    assert isinstance(life, PaperLifePage)
    qtbot.waitUntil(lambda: bool(life.pdf), timeout=30_000)
    section.back()
    section.back()
    assert isinstance(section.currentWidget(), DebtsPage)
    answering(monkeypatch, lambda dialog: dialog.form.fields["monthly"].restore("100.000"))
    owing.recover.click()
    assert "quyết định thu hồi" in owing.notice.words
    assert owing.chosen.monthly == 100_000
    answering(monkeypatch, lambda dialog: dialog.form.fields["monthly"].restore("50.000"))
    owing.recover.click()
    assert owing.chosen.monthly == 50_000
    half = owing.chosen.left // 2

    def give_back(dialog: FormDialog) -> None:
        dialog.form.fields["amount"].restore(str(half))
        dialog.form.fields["day"].restore("21/11/2026")

    answering(monkeypatch, give_back)
    owing.back.click()
    assert "khôi phục dự toán năm 2026" in owing.notice.words
    with paid.read() as session:
        (row,) = debts(session, paid.today)
    assert (row.state, row.back) == ("demanded", half)


def test_places_are_found_again(section: EventsSection) -> None:
    section.open_slips()
    assert section.place() == "slips/"
    section.home()
    section.return_to("debts/")
    assert isinstance(section.currentWidget(), DebtsPage)
    section.back()
    section.return_to("slips/")
    assert isinstance(section.currentWidget(), SlipsPage)


def test_an_empty_office_says_how_to_begin(empty_desk: Desk, qtbot: QtBot) -> None:
    made = EventsSection(empty_desk)
    made.resize(1210, 690)
    show(made, qtbot)
    assert "Không có việc nào chờ xử lý" in texts(made)
    made.open_slips()
    assert "Chưa có ai để ghi vào phiếu" in texts(made)
    made.home()
    made.open_debts()
    assert "Không có khoản nào phải thu hồi" in texts(made)
    made.home()


def test_every_state_is_well_drawn(section: EventsSection, paid: Desk, qtbot: QtBot) -> None:
    person, _ = beneficiary(paid)
    paid.do("Thử", late.report, ReportEvent(EventKind.DEATH, person, happened_on=PartialDate(2026, 10, 3)))
    found: list[str] = []

    def look(window: QWidget, name: str) -> None:
        found.extend(faults(window, name))
        window.activateWindow()
        found.extend(f"{name}: {said}" for said in unreached(window))

    see_events(Camera((1210, 690), None, "", look), section, section, paid)
    assert found == []


def test_a_new_account_is_written_from_its_month_and_paid_into(
    section: EventsSection, paid: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, name = beneficiary(paid)

    def fill(dialog: FormDialog) -> None:
        fields = dialog.form.fields
        fields["kind"].restore(EventKind.ACCOUNT)
        fields["kind"].changed.emit()
        dialog.submit()
        assert fields["account"].error == report_form.NOTHING_NEW
        fields["from"].restore("12/2026")
        fields["account"].restore("0123456789")
        fields["bank"].restore("Agribank")

    answering(monkeypatch, fill)
    section.page.report_on(person)
    chosen = section.page.chosen
    assert chosen is not None
    assert (chosen.kind, chosen.name) == (EventKind.ACCOUNT, name)
    with paid.read() as session:
        found = session.scalars(select(BankAccount).filter_by(person_id=person, known_until=STILL_KNOWN)).all()
        assert [(one.number, one.bank) for one in found][-1] == ("0123456789", "Agribank")
        assert found[-1].valid_from == "2026-12-01"
        lines = session.scalars(select(BenefitLine).filter_by(person_id=person, known_until=STILL_KNOWN)).all()
        assert {line.channel for line in lines} == {""}


def test_a_day_without_a_year_is_the_last_one(section: EventsSection, paid: Desk) -> None:
    dialog = report_form.report_dialog(section, paid, *beneficiary(paid), lambda *_told: None)
    day = dialog.form.fields["on"]
    for typed, read in (("20/11", "20/11/2026"), ("25.12", "25/12/2025"), ("3/2024", "03/2024")):
        day.restore(typed)
        assert day.read().display() == read
    dialog.put_down()


def test_who_is_new_is_added_with_what_the_village_wrote(section: EventsSection, paid: Desk, qtbot: QtBot) -> None:
    with paid.read() as session:
        sheet = village_slips(session, NOV)[0]
    new = NewName("Hứa Thị Lành", "1947", "sống một mình")
    paid.do("Thử", answer_slip, AnswerSlip(NOV, sheet.village_id, (), (new,), rest_unchanged=True))
    section.page.register.reload()
    section.page._choose_first()
    said = texts(section.page.card)
    assert "Sinh 1947. sống một mình" in said
    assert sheet.village in said
    with qtbot.waitSignal(section.newcomer_asked) as caught:
        section.page.card.newcomer.click()
    known = caught.args[0]
    form = PersonForm(paid, known=known)
    assert {key: form.form.fields[key].draft() for key in known} == {
        "name": "Hứa Thị Lành",
        "born": "1947",
        "village": str(sheet.village_id),
        "note": "sống một mình",
    }
    form.deleteLater()
