"""What a clerk decided about a list outlives leaving, closing and a kill, and is offered again for the same file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from models.imports.lists.meanings import Meaning
from models.imports.matching.verdicts import Status
from models.imports.planning.decisions import FORM, Decisions, from_draft, to_draft
from models.imports.planning.plan import RowChoice
from models.store.tables import Audit, Change
from tests.store.fixtures import KILL
from tests.ui.conftest import desk_at
from tests.ui.frame.test_window import show
from tests.ui.imports.test_wizard import PATIENCE_MS, SAMPLE, count_people, until
from ui.desk import Desk
from ui.imports import section as import_section
from ui.imports.keeping import unfinished
from ui.imports.section import ImportSection
from ui.imports.wizard import DONE, LOOKING, ImportWizard

ROOT = Path(__file__).parents[3]
KEPT = Decisions(
    "danh sách.xlsx",
    "D:/tệp/danh sách.xlsx",
    "ab" * 32,
    {"Thôn 1": {"C": Meaning.BORN}},
    {("Thôn 1", 5, "C"): "28/02/1950"},
    frozenset({("Thôn 1", 6, "id_sex_mismatch")}),
    {("Thôn 1", 7): RowChoice(skip=True), ("Thôn 2", 8): RowChoice(person_id=3, take=frozenset({"name"}))},
    {("Thôn 2", 8): frozenset({3, 4})},
    {"ngay sinh": "born"},
    {("Thôn 1", 9, "D"): "0310"},
)


def test_decisions_come_back_as_they_were() -> None:
    assert from_draft(to_draft(KEPT)) == KEPT
    assert KEPT.count == 6


@pytest.mark.parametrize("words", ["", "{}", '{"overrides":{"a":{"b":"no such meaning"}}}', "[]"])
def test_a_draft_that_is_none_is_left_alone(words: str) -> None:
    assert from_draft({**to_draft(KEPT), "decisions": words}) is None


def started(desk: Desk, qtbot: QtBot, path: Path) -> tuple[ImportSection, ImportWizard]:
    section = ImportSection(desk)
    show(section, qtbot)
    section.open_file(str(path))
    wizard = section.currentWidget()
    assert isinstance(wizard, ImportWizard)
    until(wizard, LOOKING, qtbot)
    return section, wizard


def pressed(section: ImportSection, words: str) -> QPushButton:
    buttons = section.home_page.unfinished.findChildren(QPushButton)
    return next(one for one in buttons if one.isVisible() and one.text().startswith(words))


def copy_of_list(folder: Path) -> Path:
    path = folder / "danh sách.xlsx"
    shutil.copy(SAMPLE, path)
    return path


def test_leaving_keeps_what_was_decided_and_offers_it(empty_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = copy_of_list(tmp_path)
    section, wizard = started(empty_desk, qtbot, path)
    wizard.rows.show_group(Status.NEW)
    new = wizard.task.indexes(Status.NEW)[0]
    wizard.rows.panel._decide(new, RowChoice(skip=True))
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert section.currentWidget() is section.home_page
    assert [one.count for one in unfinished(empty_desk)] == [1]
    qtbot.mouseClick(pressed(section, "Làm tiếp"), Qt.MouseButton.LeftButton)
    again = section.currentWidget()
    assert isinstance(again, ImportWizard)
    until(again, LOOKING, qtbot)
    assert again.task.skipped(new)
    assert again.notice.words.startswith("Đã lấy lại 1 điều")
    again.store()
    until(again, DONE, qtbot)
    assert unfinished(empty_desk) == []
    section.home()
    assert section.home_page.unfinished.isHidden()
    section.close_pages()


def test_a_half_typed_cell_is_still_there_when_the_row_is_shown_again(empty_desk: Desk, qtbot: QtBot) -> None:
    section, wizard = started(empty_desk, qtbot, SAMPLE)
    wizard.rows.table.selectRow(0)
    edit = wizard.rows.panel.findChildren(QLineEdit)[0]
    edit.selectAll()
    qtbot.keyClicks(edit, "28/0")
    wizard.rows.table.selectRow(1)
    wizard.rows.table.selectRow(0)
    assert [one.text() for one in wizard.rows.panel.widget().findChildren(QLineEdit)] == ["28/0"]
    section.close_pages()
    assert [list(one.typed.values()) for one in unfinished(empty_desk)] == [["28/0"]]


def test_a_kill_loses_nothing_that_was_said(qapp: object, empty_data: Path, qtbot: QtBot, tmp_path: Path) -> None:
    shutil.copytree(empty_data, tmp_path / "data")
    path = copy_of_list(tmp_path)
    command = [sys.executable, "-m", "tests.ui.imports.killed_clerk", str(tmp_path / "data"), str(path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, timeout=120, check=False, capture_output=True)
    assert abs(ended.returncode) == KILL, ended.stderr.decode("utf-8", "replace")[-2000:]
    for desk in desk_at(tmp_path / "data"):
        section = ImportSection(desk)
        show(section, qtbot)
        (kept,) = unfinished(desk)
        assert kept.count == 4
        assert count_people(desk) == 0
        section.resume(kept.digest)
        wizard = section.currentWidget()
        assert isinstance(wizard, ImportWizard)
        until(wizard, LOOKING, qtbot)
        task = wizard.task
        assert list(task.corrections.values()) == ["28/02/1950"]
        assert list(task.typed.values()) == ["01/01/19"]
        assert [choice.skip for choice in task.choices.values()] == [True]
        assert Meaning.NOTE in {one.meaning for one in task.tables[0].columns}
        section.close_pages()


def test_a_file_that_changed_or_is_gone_is_told(empty_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = copy_of_list(tmp_path)
    section, wizard = started(empty_desk, qtbot, path)
    wizard.rows.panel._decide(0, RowChoice(skip=True))
    section.back()
    (kept,) = unfinished(empty_desk)
    path.write_bytes(path.read_bytes() + b"\0")
    section.resume(kept.digest)
    assert "đã thay đổi" in section.home_page.notice.words
    path.unlink()
    section.resume(kept.digest)
    assert "Không thấy danh sách.xlsx" in section.home_page.notice.words
    assert section.currentWidget() is section.home_page
    assert len(unfinished(empty_desk)) == 1
    shutil.copy(SAMPLE, tmp_path / "tên khác.xlsx")
    section.open_file(str(tmp_path / "tên khác.xlsx"))
    moved = section.currentWidget()
    assert isinstance(moved, ImportWizard)
    until(moved, LOOKING, qtbot)
    assert moved.task.skipped(0)
    section.close_pages()


def test_an_unfinished_list_is_given_up_only_when_asked(
    empty_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_desk.keep_draft(KEPT.form, to_draft(KEPT))
    section = ImportSection(empty_desk)
    show(section, qtbot)
    monkeypatch.setattr(import_section, "confirmed", lambda *_: False)
    qtbot.mouseClick(pressed(section, "Bỏ"), Qt.MouseButton.LeftButton)
    assert len(unfinished(empty_desk)) == 1
    monkeypatch.setattr(import_section, "confirmed", lambda *_: True)
    qtbot.mouseClick(pressed(section, "Bỏ"), Qt.MouseButton.LeftButton)
    assert empty_desk.draft(FORM + KEPT.digest) == {}
    assert section.home_page.unfinished.isHidden()
    section.close_pages()


def test_keeping_decisions_writes_no_history(empty_desk: Desk, qtbot: QtBot) -> None:
    def written() -> tuple[int, int]:
        with empty_desk.read() as session:
            return session.scalar(select(func.count(Change.id))) or 0, session.scalar(select(func.count(Audit.id))) or 0

    before = written()
    section, wizard = started(empty_desk, qtbot, SAMPLE)
    wizard.rows.panel._decide(0, RowChoice(skip=True))
    qtbot.waitUntil(lambda: bool(unfinished(empty_desk)), timeout=PATIENCE_MS)
    assert written() == before
    section.close_pages()
