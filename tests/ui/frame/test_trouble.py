"""The red lines about the book itself: what they say, who may accept an older copy, and that they take no room else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from models.store.errors import EnvironmentProblem
from models.store.known import ACCEPTED, KnownHead, OlderCopy
from models.store.tables import Change
from models.store.work import Actor
from tests.store.fixtures import NOW
from ui.desk import Desk
from ui.frame import trouble
from ui.frame.window import MainWindow
from ui.theme import Theme

OLDER = OlderCopy(KnownHead("ab" * 16, 120, "cd" * 32, NOW.isoformat(), met=2), 2, NOW.isoformat())
BIT = "Có 1 tệp bản quét (thư mục scans) không dùng được. Hãy khôi phục."


@pytest.fixture
def window(qtbot: QtBot, qapp: object, empty_desk: Desk) -> Iterator[MainWindow]:
    folder = empty_desk.office.folder
    folder.older = OLDER
    folder.tell("older", OLDER.told)
    made = MainWindow(empty_desk, Theme(qapp, "light"))  # type: ignore[arg-type]  # pytest-qt's application
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked before accepting; the answer is yes."""
    words: list[str] = []

    def yes(_parent: object, title: str, said: str, *_buttons: str) -> bool:
        words.append(f"{title} {said}")
        return True

    monkeypatch.setattr(trouble, "confirmed", yes)
    return words


def test_an_older_copy_stays_told_until_who_may_accepts_it(window: MainWindow, asked: list[str]) -> None:
    line = window.trouble
    assert line.isVisible()
    assert line.older.words == OLDER.told
    assert not line.damage.isVisible()
    line.older.button.click()
    assert "máy này đã thấy thay đổi số 120" in asked[0]
    assert not line.isVisible()
    with window.desk.read() as session:
        assert ACCEPTED in session.scalars(select(Change.name)).all()
    line.older.button.click()
    assert len(asked) == 1


def test_an_answer_of_no_changes_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "confirmed", lambda *_words: False)
    window.trouble.older.button.click()
    assert window.trouble.older.isVisible()
    assert window.desk.office.folder.older == OLDER


def test_a_disk_that_refuses_the_note_is_told_and_nothing_is_accepted(
    window: MainWindow, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise EnvironmentProblem("Ổ đĩa đã đầy.", code="disk_full")

    monkeypatch.setattr(window.desk.store, "transact", refuse)
    window.trouble.older.button.click()
    assert window.trouble.older.words.startswith("Ổ đĩa đã đầy.\nĐây là bản cũ của sổ")
    assert window.desk.office.folder.older == OLDER


def test_who_does_not_administer_the_book_has_no_button(window: MainWindow) -> None:
    window.desk.office.actor = Actor(1, frozenset({"change"}))
    window.trouble.renew()
    assert window.trouble.older.isVisible()
    assert not window.trouble.older.button.isVisible()


def test_damage_found_later_comes_and_goes_beside_it(window: MainWindow) -> None:
    folder = window.desk.office.folder
    folder.tell("scans", BIT)
    folder.tell("vault", "Tệp khóa (vault.json) cũ hơn sổ.")
    window.trouble.renew()
    assert window.trouble.damage.words == f"{BIT}\nTệp khóa (vault.json) cũ hơn sổ."
    assert window.trouble.damage.isVisible()
    folder.tell("scans", None)
    folder.tell("vault", None)
    window.trouble.renew()
    assert not window.trouble.damage.isVisible()
    assert window.trouble.older.isVisible()


def test_without_trouble_the_lines_take_no_room(window: MainWindow) -> None:
    folder = window.desk.office.folder
    folder.troubles.clear()
    window.trouble.renew()
    assert not window.trouble.isVisible()
    folder.older = replace(OLDER, last=3)
    assert not window.trouble.isVisible()


def test_while_the_store_is_replaced_no_line_tells_or_asks_anything(window: MainWindow) -> None:
    """Above "Đã khôi phục xong" the warning would be nonsense, and its button asks a store that is closed."""
    assert window.security.notice.isVisible()
    window.hold(True)
    assert not window.trouble.isVisible()
    assert not window.trouble.older.button.isEnabled()
    assert not window.security.notice.button.isEnabled()
    window.hold(False)
    assert window.trouble.isVisible()
    assert window.trouble.older.button.isEnabled()
    assert window.security.notice.button.isEnabled()
