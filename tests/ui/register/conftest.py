"""A register over made-up people, in a window that has the keyboard."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeMemory, FakePeople
from ui.parts import EmptyState
from ui.register.view import RegisterView


def make(qtbot: QtBot, source: FakePeople, memory: FakeMemory | None = None) -> RegisterView:
    empty = EmptyState("users", "Chưa có người nào", "Nhập danh sách Excel, hoặc thêm từng người.")
    empty.add_step("Nhập danh sách", "file-spreadsheet", lambda: None, primary=True)
    view = RegisterView(
        source, title="Người dân", noun="người", memory=memory or FakeMemory(), empty=empty, sort="name"
    )
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    view.activateWindow()
    with qtbot.waitActive(view):
        pass
    view.start()
    return view


@pytest.fixture
def few() -> FakePeople:
    return FakePeople(1000)
