"""Every window can be drawn, and each drawing shows something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.imports.test_wizard import SAMPLE
from ui.desk import Desk
from ui.pictures import Views, draw_windows
from ui.theme import Scheme, Theme

EXPECTED = {
    "unlock",
    "first-run",
    "people",
    "person",
    "person-form",
    "households",
    "search",
    "benefits",
    "imports",
    "office",
    "villages",
    "posting",
    "payment",
    "import-rows",
    "import-columns",
    "person-new",
    "merge",
    "picker",
    "dialog-line",
    "dialog-village",
    "question",
    "papers",
    "posting-form",
    "keys",
}
SMALL = ("dialog-", "picker", "question", "keys")
"""Dialogs come at their own size, within the screen."""


@pytest.fixture(autouse=True)
def usual_colours(qapp: QApplication) -> Iterator[None]:
    """Other tests find the colours as they were."""
    yield
    Theme(qapp, "light")


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_every_window_is_drawn(scheme: Scheme, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    sample = (SAMPLE.name, SAMPLE.read_bytes())
    views = Views(sizes=[(1093, 580)], schemes=[scheme])
    drawn = draw_windows(desk.office, tmp_path / "pictures", sample=sample, views=views)
    names = {path.name.removesuffix(f"-1093x580-{scheme}.png") for path in drawn}
    assert names >= EXPECTED
    assert len(drawn) == len(names)
    for path in drawn:
        picture = QImage(str(path))
        if path.name.startswith(SMALL):
            assert picture.width() <= 1093
            assert picture.height() <= 580
        else:
            assert (picture.width(), picture.height()) == (1093, 580)
        colours = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
        assert len(colours) > 5, path.name
    left = [one for one in tmp_path.rglob("*") if one.suffix not in (".png", "") and "data" not in one.parts]
    assert left == []
