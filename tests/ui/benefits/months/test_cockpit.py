"""The month cockpit by clicks: from the opening month to the closing of the first, with the organisation's answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import Item
from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.months.queries import months
from models.benefits.months.rules import MonthState
from models.imports.returns.queries import payments
from models.store.dates import Month
from tests.ui.benefits.windows import entered, of_group, prepared, spans
from tests.ui.frame.test_window import show
from tests.ui.looks import faults, unreached
from ui.benefits.months import dialogs, steps
from ui.benefits.months.answer_page import AnswerPage
from ui.benefits.months.section import MonthSection
from ui.benefits.months.step_page import LinesPage, StepPage
from ui.camera import wait_while
from ui.desk import Desk
from ui.dialogs import FormDialog

NOV, DEC = Month(202611), Month(202612)


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> Iterator[MonthSection]:
    """The tab as a window of its own, with everybody taken over."""
    desk.do("Thử", take_over, TakeOver(NOV))
    made = MonthSection(desk)
    made.resize(1210, 690)
    show(made, qtbot)
    desk.stale.connect(made.renew)
    yield made
    made.close_pages()


def settled(section: MonthSection, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not section.page.busy, timeout=20_000)


def agree(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Say yes to every question; gives what was asked."""
    asked: list[str] = []

    def yes(_parent: object, title: str, *_words: str) -> bool:
        asked.append(title)
        return True

    monkeypatch.setattr(steps, "confirmed", yes)
    return asked


def accept_dialogs(monkeypatch: pytest.MonkeyPatch, fill: Callable[[FormDialog], None] = lambda dialog: None) -> None:
    """Fill and submit every form dialog instead of showing it."""

    def run(dialog: FormDialog) -> int:
        fill(dialog)
        dialog.submit()
        wait_while(lambda: dialog.busy)
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", run)


def begin(section: MonthSection, qtbot: QtBot) -> None:
    """The opening month, then the list of the first month."""
    qtbot.mouseClick(section.page.begin, Qt.MouseButton.LeftButton)
    settled(section, qtbot)
    assert section.page.step.text() == "Lập tháng 12/2026"
    qtbot.mouseClick(section.page.step, Qt.MouseButton.LeftButton)
    settled(section, qtbot)


def answering(section: MonthSection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> AnswerPage:
    """The first list, confirmed and sent, waits for its answer; every question is answered with yes."""
    accept_dialogs(monkeypatch)
    agree(monkeypatch)
    begin(section, qtbot)
    for _ in range(2):
        qtbot.mouseClick(section.page.step, Qt.MouseButton.LeftButton)
        settled(section, qtbot)
    return section.open_answer(DEC)


def state(desk: Desk) -> tuple[Month, MonthState]:
    with desk.read() as reader:
        row = months(reader)[0]
    return row.month, row.state


def answer_file(desk: Desk, folder: Path, *, wrong_name: bool = False) -> Path:
    """Everybody was paid; perhaps one row names somebody else."""
    with desk.read() as reader:
        rows = [[one.code, one.name, str(one.total), "Đã nhận"] for one in payments(reader, DEC)]
    if wrong_name:
        rows[0][1] = "Người Khác Hẳn"
    path = folder / "tra-ve.csv"
    path.write_text("\n".join(["Mã,Họ và tên,Số tiền,Kết quả", *map(",".join, rows)]), encoding="utf-8")
    return path


def test_a_month_by_clicks(
    section: MonthSection, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    accept_dialogs(monkeypatch)
    asked = agree(monkeypatch)
    begin(section, qtbot)
    page = section.page
    assert state(desk) == (DEC, MonthState.OPEN)
    assert page.bridge_source.steps[0].amount == page.bridge_source.steps[-1].amount > 0
    assert page.next.text().endswith("chốt trước ngày 25/11/2026.")
    for expected in (MonthState.CONFIRMED, MonthState.SENT):
        qtbot.mouseClick(page.step, Qt.MouseButton.LeftButton)
        settled(section, qtbot)
        assert state(desk) == (DEC, expected)
    assert page.beside.currentWidget() is page.beside.missed
    assert page.beside.missed.model.rowCount() > 0
    assert "chưa có kết quả" in page.told.text()
    qtbot.mouseClick(page.step, Qt.MouseButton.LeftButton)
    answer = section.currentWidget()
    assert isinstance(answer, AnswerPage)
    answer.open_file(answer_file(desk, tmp_path))
    qtbot.waitUntil(answer.write.isEnabled, timeout=20_000)
    qtbot.mouseClick(answer.write, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.currentWidget() is page, timeout=20_000)
    settled(section, qtbot)
    assert (state(desk), page.step.text()) == ((DEC, MonthState.RECONCILED), "Khóa sổ tháng")
    assert page.beside.missed.model.rowCount() == 0
    assert "mọi dòng đã có kết quả" in page.told.text()
    qtbot.mouseClick(page.step, Qt.MouseButton.LeftButton)
    settled(section, qtbot)
    assert state(desk) == (DEC, MonthState.CLOSED)
    assert [title.split(" tháng")[0] for title in asked] == ["Chốt danh sách", "Đã gửi danh sách", "Khóa sổ"]
    assert page.step.text() == "Lập tháng 01/2027"


def test_a_row_with_another_name_must_be_settled_first(
    section: MonthSection, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer = answering(section, qtbot, monkeypatch)
    answer.open_file(answer_file(desk, tmp_path, wrong_name=True))
    qtbot.waitUntil(lambda: answer.looked is not None and not answer.busy, timeout=20_000)
    assert not answer.write.isEnabled()
    answer.register.table.selectRow(0)
    qtbot.mouseClick(answer.accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(answer.write.isEnabled, timeout=20_000)


def test_enter_on_a_step_and_on_a_risk_opens_the_people(
    section: MonthSection, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_dialogs(monkeypatch)
    begin(section, qtbot)
    section.page.bridge.opened.emit(1)
    opened = section.currentWidget()
    assert isinstance(opened, LinesPage)
    qtbot.keyClick(opened.register.table, Qt.Key.Key_Escape)
    assert section.currentWidget() is section.page
    risks = section.page.beside.risk_source
    if risks.count(section.page.beside.risks.model.wanted):
        with qtbot.waitSignal(section.person_asked) as caught:
            section.page.beside.risks.opened.emit(1)
        assert caught.args == [risks.person(1)]


def test_a_change_elsewhere_asks_to_compute_again(
    section: MonthSection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_dialogs(monkeypatch)
    begin(section, qtbot)
    section.renew(frozenset({("decisions", 1)}))
    assert "Lập lại" in section.page.notice.words
    qtbot.mouseClick(section.page.again, Qt.MouseButton.LeftButton)
    settled(section, qtbot)
    assert "Lập lại" not in section.page.notice.words


def test_looks(section: MonthSection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(section, "months-empty") == []
    accept_dialogs(monkeypatch)
    begin(section, qtbot)
    section.resize(940, 500)
    assert faults(section, "months") == []
    assert unreached(section) == []


def test_dialogs_say_what_they_ask(section: MonthSection, desk: Desk) -> None:
    for dialog in (dialogs.open_dialog(section, desk, DEC), dialogs.opening_dialog(section, desk)):
        assert dialog.result() == QDialog.DialogCode.Rejected
        assert faults(dialog, "dialog") == []
        dialog.deleteLater()


def test_a_row_left_out_is_taken_back(
    section: MonthSection, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer = answering(section, qtbot, monkeypatch)
    answer.open_file(answer_file(desk, tmp_path))
    qtbot.waitUntil(answer.write.isEnabled, timeout=20_000)
    assert not answer.take_back.isVisibleTo(answer)
    rows = answer.source.count(answer.register.model.wanted)
    answer.register.table.selectRow(0)
    qtbot.mouseClick(answer.leave_out, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(answer.write.isEnabled, timeout=20_000)
    assert answer.take_back.text() == "Nhận lại 1 dòng"
    assert "Không có trong tệp: 1, trong đó" in answer.told.text()
    qtbot.mouseClick(answer.take_back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(answer.write.isEnabled, timeout=20_000)
    assert answer.source.count(answer.register.model.wanted) == rows


def test_the_opening_month_says_what_it_is_and_a_step_opens_its_decision(
    section: MonthSection, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_dialogs(monkeypatch)
    span = of_group(spans(desk), "HTXH")
    stop = Item(span.person_id, span.entitlement_id, from_month=DEC, why="Mất ngày 15/11/2026")
    decision = prepared(desk, DecisionKind.STOP, stop)
    entered(desk, decision, "7/QĐ-UBND")
    begin(section, qtbot)
    page = section.page
    page.bridge.opened.emit(next(i for i, one in enumerate(page.bridge_source.steps, start=1) if one.key == "stopped"))
    opened = section.currentWidget()
    assert isinstance(opened, StepPage)
    opened.register.select_id(1)
    with qtbot.waitSignal(section.decision_asked) as asked:
        qtbot.mouseClick(opened.ruling, Qt.MouseButton.LeftButton)
    assert asked.args == [decision]
    section.home()
    page.open_month(NOV)
    settled(section, qtbot)
    assert (page.first.isVisible(), page.bridge.isVisible(), page.papers.isVisible()) == (True, False, False)
    assert page.next.text().endswith("chỉ làm mốc so sánh.")
