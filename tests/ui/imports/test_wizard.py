"""The wizard over real sample lists: columns, groups, corrections, agreeing, undoing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from models.benefits import lines as benefits
from models.imports.lists.meanings import Meaning
from models.imports.matching.verdicts import Status
from models.imports.planning.plan import RowChoice
from models.people import queries
from tests.ui.frame.test_window import show
from ui.desk import Desk
from ui.forms.combo import QuietCombo
from ui.imports import section as import_section
from ui.imports.section import ImportSection
from ui.imports.wizard import DONE, LOOKING, ImportWizard

SAMPLE = Path(__file__).parents[2] / "golden" / "samples" / "set-11" / "registers.xlsx"
PATIENCE_MS = 30_000


def count_people(desk: Desk) -> int:
    with desk.read() as session:
        return queries.count(session, queries.PersonFilter(day=desk.today))


def opened(desk: Desk, qtbot: QtBot) -> tuple[ImportSection, ImportWizard]:
    section = ImportSection(desk)
    desk.stale.connect(section.renew)
    show(section, qtbot)
    section.open_file(str(SAMPLE))
    wizard = section.currentWidget()
    assert isinstance(wizard, ImportWizard)
    until(wizard, LOOKING, qtbot)
    return section, wizard


def until(wizard: ImportWizard, page: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: wizard.stack.currentIndex() == page and not wizard._reading.busy, timeout=PATIENCE_MS)


def test_a_list_is_read_corrected_stored_and_taken_back(
    empty_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, wizard = opened(empty_desk, qtbot)
    wrong = wizard.task.counts()[Status.WRONG]
    new = wizard.task.counts()[Status.NEW]
    assert wrong > 0
    assert wizard.rows.status is Status.WRONG
    assert count_people(empty_desk) == 0

    cell = next(one for one in wizard.rows.panel.findChildren(QLineEdit) if one.text() == "31/02/1950")
    cell.clear()
    qtbot.keyClicks(cell, "28/02/1950")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    until(wizard, LOOKING, qtbot)
    assert wizard.task.counts()[Status.WRONG] == wrong - 1
    assert wizard.task.counts()[Status.NEW] == new + 1
    assert count_people(empty_desk) == 0

    qtbot.mouseClick(wizard.agree, Qt.MouseButton.LeftButton)
    until(wizard, DONE, qtbot)
    assert wizard.result is not None
    assert wizard.result.counts.new_people == count_people(empty_desk) == new + 1
    assert wizard.result.counts.left_out == wrong - 1
    with empty_desk.read() as session:
        assert benefits.count(session, benefits.LineFilter(day=empty_desk.today))[0] > 100
    steps = [one.text() for one in wizard.findChildren(QPushButton) if one.isVisible()]
    assert "In danh sách niêm yết" in steps

    monkeypatch.setattr(import_section, "confirmed", lambda *_: True)
    qtbot.mouseClick(
        next(one for one in wizard.findChildren(QPushButton) if one.text().startswith("Hoàn tác")),
        Qt.MouseButton.LeftButton,
    )
    qtbot.waitUntil(lambda: section.home_page.notice.words.startswith("Đã hoàn tác"), timeout=PATIENCE_MS)
    past = section.home_page.table
    assert past.cellWidget(0, past.columnCount() - 1) is None
    assert count_people(empty_desk) == 0
    section.close_pages()


def test_a_column_can_be_given_another_meaning(empty_desk: Desk, qtbot: QtBot) -> None:
    section, wizard = opened(empty_desk, qtbot)
    table = wizard.task.tables[0]
    place = next(index for index, one in enumerate(table.columns) if one.meaning is Meaning.AMOUNT)
    combo = wizard.columns.table.cellWidget(0, place)
    assert isinstance(combo, QuietCombo)
    combo.setCurrentIndex(combo.findData(Meaning.IGNORE.value))
    combo.activated.emit(combo.currentIndex())
    wizard.store()
    assert count_people(empty_desk) == 0
    qtbot.waitUntil(lambda: wizard.task.tables[0].columns[place].meaning is Meaning.IGNORE, timeout=PATIENCE_MS)
    until(wizard, LOOKING, qtbot)
    assert count_people(empty_desk) == 0
    assert wizard.task.said
    section.close_pages()


def test_a_row_left_out_is_not_stored_and_the_same_list_matches_afterwards(empty_desk: Desk, qtbot: QtBot) -> None:
    section, wizard = opened(empty_desk, qtbot)
    first = wizard.task.indexes(Status.NEW)[0]
    wizard.task.decide(first, RowChoice(skip=True))
    new = wizard.task.counts()[Status.NEW]
    wizard.store()
    until(wizard, DONE, qtbot)
    assert count_people(empty_desk) == new - 1
    section.home()
    section.open_file(str(SAMPLE))
    again = section.currentWidget()
    assert isinstance(again, ImportWizard)
    until(again, LOOKING, qtbot)
    assert again.task.counts()[Status.NEW] == 1
    section.close_pages()


def test_a_file_that_is_no_list_is_refused_in_words(empty_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    section = ImportSection(empty_desk)
    show(section, qtbot)
    path = tmp_path / "rỗng.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    section.open_file(str(path))
    qtbot.waitUntil(lambda: section.home_page.notice.words != "", timeout=PATIENCE_MS)
    assert section.currentWidget() is section.home_page
    section.open_file(str(tmp_path / "không có.xlsx"))
    assert "Không đọc được tệp" in section.home_page.notice.words
    section.close_pages()


def test_stopping_while_reading_leaves_nothing(empty_desk: Desk, qtbot: QtBot) -> None:
    section = ImportSection(empty_desk)
    show(section, qtbot)
    section.open_file(str(SAMPLE))
    wizard = section.currentWidget()
    assert isinstance(wizard, ImportWizard)
    qtbot.waitUntil(lambda: empty_desk.worker._process is not None, timeout=PATIENCE_MS)
    qtbot.mouseClick(wizard.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.currentWidget() is section.home_page, timeout=PATIENCE_MS)
    assert count_people(empty_desk) == 0
    section.close_pages()


def test_tab_walks_through_the_columns_and_out_again(empty_desk: Desk, qtbot: QtBot) -> None:
    section, wizard = opened(empty_desk, qtbot)
    section.activateWindow()
    wizard.tabs.setCurrentWidget(wizard.columns)
    wizard.columns.sheet.setFocus()
    seen: list[str] = []
    for _ in range(len(wizard.task.tables[0].columns) + 1):
        held = QApplication.focusWidget()
        assert held is not None
        seen.append(held.accessibleName())
        qtbot.keyClick(held, Qt.Key.Key_Tab)
    letters = [one.letter for one in wizard.task.tables[0].columns]
    assert seen == ["Bảng của danh sách", *(f"Nghĩa của cột {letter}" for letter in letters)]
    assert wizard.agree.hasFocus()
    qtbot.keyClick(wizard.agree, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() not in [
        wizard.columns.table.cellWidget(0, place) for place in range(len(letters))
    ]
    last = wizard.columns.table.cellWidget(0, len(letters) - 1)
    assert last is not None
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Backtab)
    held = QApplication.focusWidget()
    assert held is not None
    assert held.accessibleName() == f"Nghĩa của cột {letters[-2]}"
    section.close_pages()


def test_each_meaning_is_shown_whole(empty_desk: Desk, qtbot: QtBot) -> None:
    section, wizard = opened(empty_desk, qtbot)
    wizard.tabs.setCurrentWidget(wizard.columns)
    for place, one in enumerate(wizard.task.tables[0].columns):
        needed = wizard.columns.fontMetrics().horizontalAdvance(one.meaning.label)
        assert wizard.columns.table.columnWidth(place) > needed
    section.close_pages()


def test_a_row_is_decided_with_the_keyboard_alone(empty_desk: Desk, qtbot: QtBot) -> None:
    section, wizard = opened(empty_desk, qtbot)
    section.activateWindow()
    table = wizard.rows.table
    table.setFocus()
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    cell = QApplication.focusWidget()
    assert isinstance(cell, QLineEdit)
    assert cell.text() == "01/01/2031"
    cell.selectAll()
    qtbot.keyClicks(cell, "01/01/2001")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    until(wizard, LOOKING, qtbot)
    assert table.hasFocus()
    assert table.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert wizard.rows.status is Status.NEW
    qtbot.keyClick(table, Qt.Key.Key_F6)
    assert not table.hasFocus()
    box = QApplication.focusWidget()
    assert box is not None
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert len(wizard.task.choices) == 1
    qtbot.keyClick(box, Qt.Key.Key_F6)
    assert table.hasFocus()
    section.close_pages()


def test_nobody_is_taken_without_a_name(empty_desk: Desk, qtbot: QtBot) -> None:
    section, wizard = opened(empty_desk, qtbot)
    offers: dict[str, set[str]] = {}
    for place, index in enumerate(wizard.task.indexes(Status.WRONG)):
        wizard.rows.table.selectRow(place)
        words = {one.text() for one in wizard.rows.panel.widget().findChildren(QPushButton)}
        offers[wizard.task.rows[index].problems[0].code] = words - {"Sửa và đọc lại"}
    assert offers == {
        "impossible_date": {"Bỏ trống ô sai, nhập phần còn lại"},
        "future_birth": {"Bỏ trống ô sai, nhập phần còn lại"},
        "short_id": {"Bỏ trống ô sai, nhập phần còn lại"},
        "no_name": set(),
        "id_sex_mismatch": {"Đúng như đang ghi, vẫn nhập"},
    }
    section.close_pages()
