"""Esc in a register on a page of a section: the filter goes first, then the page; the two never contend for the key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeMemory
from ui.benefits.months.sources import RiskSource
from ui.frame.section import Section
from ui.register.view import RegisterView


class Page(QWidget):
    """A page that holds a register."""

    def __init__(self) -> None:
        super().__init__()
        self.view = RegisterView(RiskSource(), title="Thử", noun="dòng", memory=FakeMemory())
        QVBoxLayout(self).addWidget(self.view)
        self.view.start()


@pytest.mark.parametrize("in_filter", [True, False])
def test_filter_first_then_back(qtbot: QtBot, in_filter: bool) -> None:
    section = Section()
    qtbot.addWidget(section)
    section.push(QWidget())
    page = Page()
    section.push(page)
    section.show()
    qtbot.waitUntil(section.isActiveWindow)
    target = page.view.header.editors["name"] if in_filter else page.view.table
    page.view.header.set_filter("name", "an")
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_Escape)
    assert (page.view.header.filters()["name"], section.count()) == ("", 2)
    qtbot.keyClick(target, Qt.Key.Key_Escape)
    assert section.count() == 1
