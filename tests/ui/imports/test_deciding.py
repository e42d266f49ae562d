"""What the clerk decides row by row: twins, candidates with their differences, and a book that moved on meanwhile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from models.imports.matching.verdicts import Status
from models.imports.planning.plan import RowChoice
from models.people.services import NewPerson, PersonDetails, add_person
from models.store.dates import PartialDate
from tests.imports.test_matching import row
from tests.imports.test_storing import sheet
from tests.ui.frame.test_window import show
from tests.ui.imports.test_wizard import count_people, until
from ui.desk import Desk
from ui.imports.row_panel import MOST_CANDIDATES
from ui.imports.section import ImportSection
from ui.imports.wizard import DONE, LOOKING, ImportWizard

AN = PersonDetails("Nguyễn Văn An", born=PartialDate(1950, 3, 5), sex="male", id_number="001050000011")


def reading(desk: Desk, qtbot: QtBot, path: Path, data: bytes) -> tuple[ImportSection, ImportWizard]:
    path.write_bytes(data)
    section = ImportSection(desk)
    desk.stale.connect(section.renew)
    show(section, qtbot)
    section.open_file(str(path))
    wizard = section.currentWidget()
    assert isinstance(wizard, ImportWizard)
    until(wizard, LOOKING, qtbot)
    return section, wizard


def radio(wizard: ImportWizard, beginning: str) -> QRadioButton:
    inner = wizard.rows.panel.widget()
    assert inner is not None
    return next(one for one in inner.findChildren(QRadioButton) if one.text().startswith(beginning))


def test_a_book_that_moved_on_is_read_again_before_anything_is_stored(
    empty_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    section, wizard = reading(empty_desk, qtbot, tmp_path / "a.xlsx", sheet(row()))
    assert wizard.task.counts()[Status.NEW] == 1
    empty_desk.do("Thêm người", add_person, NewPerson(AN))
    wizard.store()
    qtbot.waitUntil(lambda: wizard.task.counts()[Status.MATCH] == 1, timeout=30_000)
    until(wizard, LOOKING, qtbot)
    assert "Sổ vừa có thay đổi khác" in wizard.notice.words
    assert count_people(empty_desk) == 1
    wizard.store()
    until(wizard, DONE, qtbot)
    assert count_people(empty_desk) == 1
    section.close_pages()


def test_a_choice_made_against_another_book_is_asked_again(empty_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    empty_desk.do("Thêm người", add_person, NewPerson(PersonDetails("Nguyễn Văn An", born=PartialDate(1950))))
    section, wizard = reading(empty_desk, qtbot, tmp_path / "a.xlsx", sheet(row()))
    assert wizard.task.counts()[Status.UNSURE] == 1
    wizard.task.decide(0, RowChoice(person_id=0))
    empty_desk.do("Thêm người", add_person, NewPerson(AN))
    wizard.read()
    until(wizard, LOOKING, qtbot)
    assert (wizard.task.counts()[Status.MATCH], wizard.task.choices) == (1, {})
    section.close_pages()


def test_two_rows_alike_can_be_told_to_be_one_person(empty_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    lan = row(name="Nguyễn Thị Lan", born="1950", sex="Nữ", number=None)
    section, wizard = reading(empty_desk, qtbot, tmp_path / "a.xlsx", sheet(lan, lan))
    assert wizard.task.counts() == {Status.NEW: 1, Status.UNSURE: 1}
    assert wizard.task.remark(1).startswith("Có thể cùng người")
    assert wizard.task.undecided() == 1
    wizard.rows.show_group(Status.UNSURE)
    radio(wizard, "Cùng người với").click()
    assert (wizard.task.undecided(), wizard.task.status(1)) == (0, Status.MATCH)
    wizard.store()
    until(wizard, DONE, qtbot)
    assert (count_people(empty_desk), wizard.result and wizard.result.counts.left_out) == (1, 0)
    section.close_pages()


def test_a_chosen_candidate_shows_what_would_change(empty_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    empty_desk.do("Thêm người", add_person, NewPerson(AN))
    slip = row(number="001050000012", account="123456789")
    section, wizard = reading(empty_desk, qtbot, tmp_path / "a.xlsx", sheet(slip))
    wizard.rows.show_group(Status.UNSURE)
    inner = wizard.rows.panel.widget()
    assert inner is not None
    assert not inner.findChildren(QCheckBox)
    radio(wizard, "Nguyễn Văn An").click()
    boxes = {box.text(): box for box in inner.findChildren(QCheckBox)}
    assert (boxes["001050000012"].isChecked(), boxes["123456789"].isChecked()) == (False, True)
    labels = {label.text() for label in inner.findChildren(QLabel)}
    assert {"Số định danh", "Tài khoản", "Khoản trợ cấp thêm"} <= labels
    boxes["123456789"].click()
    choice = wizard.task.choices["Sheet", 2]
    assert choice.person_id == 1
    assert choice.take is not None
    assert "account" not in choice.take
    section.close_pages()


def test_a_list_without_a_right_row_cannot_be_agreed_to(empty_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    section, wizard = reading(empty_desk, qtbot, tmp_path / "a.xlsx", sheet(row(born="31/02/1950")))
    assert wizard.task.counts() == {Status.WRONG: 1}
    assert not wizard.agree.isEnabled()
    wizard.rows.panel._accept(0)
    until(wizard, LOOKING, qtbot)
    assert wizard.agree.isEnabled()
    wizard.rows.panel._decide(0, RowChoice(skip=True))
    assert not wizard.agree.isEnabled()
    section.close_pages()


def test_of_very_many_alike_only_some_are_shown(empty_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    for _ in range(MOST_CANDIDATES + 3):
        alike = PersonDetails("Nguyễn Văn An", born=PartialDate(1950))
        empty_desk.do("Thêm người", add_person, NewPerson(alike))
    section, wizard = reading(empty_desk, qtbot, tmp_path / "a.xlsx", sheet(row(number=None, born="1950")))
    wizard.rows.show_group(Status.UNSURE)
    inner = wizard.rows.panel.widget()
    assert inner is not None
    assert len(inner.findChildren(QRadioButton)) == MOST_CANDIDATES + 2
    section.close_pages()
