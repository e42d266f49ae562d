"""The stick is pulled in the middle of a copy, in the main window over a real store: what is read, what helps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.safekeeping.medium import Medium
from tests.safekeeping.sticks import FailingStick
from tests.ui.frame.test_window import show
from tests.ui.safekeeping.conftest import WAIT_MS
from tests.ui.safekeeping.sticks import FolderSticks
from ui.desk import Desk
from ui.frame.window import PEOPLE, SAFEKEEPING, MainWindow
from ui.safekeeping.facts import NewMedium
from ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
PULLED = "Không còn thấy USB. Các bản sao lưu trước đó vẫn được giữ; hãy cắm lại USB rồi sao lưu lại."


class PulledStick(FailingStick):
    """A stick that is pulled out at a deed: from then on it is nowhere."""

    def reach(self, deed: str, path: Path) -> None:
        try:
            super().reach(deed, path)
        except OSError:
            if self.root.exists():
                self.root.rename(self.root.with_name("pocket"))
            raise


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    root = tmp_path / "usb"
    root.mkdir()
    return root


@pytest.fixture
def window(desk: Desk, stick: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The main window with the office's stick plugged in, which holds one good copy."""
    made = MainWindow(desk, Theme(qapp, "light"), drives=FolderSticks(stick))
    show(made, qtbot)
    keeper = made.watch.keeper
    qtbot.waitUntil(lambda: len(keeper.found) == 1, timeout=WAIT_MS)
    found = keeper.register(NewMedium(keeper.found[0], ours=True, label="USB 1", keeper="Hạnh"))
    with qtbot.waitSignal(keeper.proved, timeout=WAIT_MS):
        keeper.back_up(found)
    settled(made, qtbot)
    made.go_to(SAFEKEEPING)
    yield made
    made.close()


def settled(window: MainWindow, qtbot: QtBot) -> None:
    keeper = window.watch.keeper
    qtbot.waitUntil(lambda: not keeper.busy and not keeper._look.busy, timeout=WAIT_MS)


@pytest.mark.parametrize("deed", [1, 4, 9, 25])
def test_the_stick_is_pulled_and_plugged_in_again(
    window: MainWindow, stick: Path, deed: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, keeper = window.rooms.safekeeping.state, window.watch.keeper
    pulled: list[PulledStick] = []

    def medium(root: Path) -> Medium:
        pulled.append(PulledStick(root))
        pulled[-1].gone_from = deed
        return pulled[-1]

    with monkeypatch.context() as during:
        during.setattr("ui.safekeeping.jobs.Medium", medium)
        with qtbot.waitSignal(keeper.problem, timeout=WAIT_MS):
            qtbot.mouseClick(page.button, LEFT)
    settled(window, qtbot)
    assert page.notice.words == PULLED
    assert page.notice.isVisible()
    assert not page.progress.isVisible()
    assert page.button.isEnabled()
    qtbot.waitUntil(lambda: page.places.current is None, timeout=WAIT_MS)  # at the next tick, if a look was under way
    settled(window, qtbot)
    assert keeper.state.lamp.tone == "done"  # the copy from before is as good as it was
    stick.with_name("pocket").rename(stick)
    keeper._see()
    qtbot.waitUntil(lambda: page.places.current is not None, timeout=WAIT_MS)
    settled(window, qtbot)
    with qtbot.waitSignal(keeper.proved, timeout=WAIT_MS):
        qtbot.mouseClick(page.button, LEFT)
    assert "Có thể rút USB ra" in page.notice.words
    settled(window, qtbot)
    lines = keeper.engine.copies(keeper.found)
    assert [line.state for line in lines] == ["good", "good"]


def test_on_another_screen_the_line_above_says_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = window.watch.keeper

    def medium(root: Path) -> Medium:
        made = PulledStick(root)
        made.gone_from = 6
        return made

    monkeypatch.setattr("ui.safekeeping.jobs.Medium", medium)
    with qtbot.waitSignal(keeper.problem, timeout=WAIT_MS):
        qtbot.mouseClick(window.rooms.safekeeping.state.button, LEFT)
        window.go_to(PEOPLE)
    assert window.watch.notice.words == PULLED
    assert window.watch.notice.isVisible()
    settled(window, qtbot)
