"""The register of benefit lines and that of households sort by a click on any column, both ways."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from models.store.vietnamese import text_sort
from tests.ui.frame.test_window import show
from tests.ui.people.test_people import section
from ui.benefits.section import BenefitSection
from ui.desk import Desk
from ui.register.view import RegisterView


def column(view: RegisterView, key: str) -> list[str]:
    place = [one.key for one in view.model.source.columns].index(key)
    view.model.finish()
    return [view.model.data(view.model.index(row, place)) for row in range(view.model.rowCount())]


def click(view: RegisterView, key: str, qtbot: QtBot) -> None:
    place = [one.key for one in view.model.source.columns].index(key)
    view.header.sectionClicked.emit(place)


def number(text: str) -> int:
    return int(text.replace(".", "").replace(",", "") or 0)


def month(text: str) -> str:
    return "".join(reversed(text.split("/")))


@pytest.mark.parametrize(("key", "rank"), [("label", text_sort), ("amount", number), ("start", month), ("group", str)])
def test_lines_sort_by_a_click(desk: Desk, qtbot: QtBot, key: str, rank: object) -> None:
    section = BenefitSection(desk)
    show(section, qtbot)
    benefits = section.list
    assert callable(rank)
    for descending in (False, True):
        click(benefits.register, key, qtbot)
        shown = [rank(text) for text in column(benefits.register, key)]
        assert len(shown) > 10
        assert shown == sorted(shown, reverse=descending)
    section.close()


@pytest.mark.parametrize(("key", "rank"), [("members", number), ("number", str)])
def test_households_sort_by_a_click(desk: Desk, qtbot: QtBot, key: str, rank: object) -> None:
    people = section(desk, qtbot)
    people.tabs.setCurrentIndex(1)
    assert callable(rank)
    for descending in (False, True):
        click(people.households, key, qtbot)
        shown = [rank(text) for text in column(people.households, key)]
        assert len(shown) > 10
        assert shown == sorted(shown, reverse=descending)


def test_f2_opens_nothing_without_a_chosen_line(desk: Desk, qtbot: QtBot) -> None:
    section = BenefitSection(desk)
    show(section, qtbot)
    benefits = section.list
    benefits.register.table.setCurrentIndex(QModelIndex())
    assert benefits.register.current_id() is None
    benefits.edit_line()
    assert benefits.source.row(None) is None
    section.close()
