"""Going on typing in the people register: what is left of few answers is what asking everybody would give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from models.people import rules
from ui.desk import Desk
from ui.people.source import PeopleSource
from ui.register.model import FIRST_IDS
from ui.register.source import Wanted
from ui.register.view import RegisterView

TEXTS = st.text(alphabet="anhđĐ 01.-'%_", max_size=8)


class CountedSource(PeopleSource):
    """Counts how often everybody is asked."""

    asked = 0

    def ids(self, wanted: Wanted, limit: int, offset: int) -> list[int]:
        self.asked += 1
        return list(super().ids(wanted, limit, offset))


def fits(text: str, searched: str) -> bool:
    return all(pattern in searched for pattern in rules.search_patterns(text))


@given(TEXTS, TEXTS, TEXTS)
def test_whoever_fits_the_longer_text_fitted_the_shorter(before: str, more: str, searched: str) -> None:
    text, searched = before + more, f" {searched} {before}{more}"
    if rules.narrows(before, text) and fits(text, searched):
        assert fits(before, searched)
    assert rules.narrows("", text)


def test_another_word_is_no_narrowing() -> None:
    assert rules.narrows("ng", "ngu")
    assert rules.narrows("lan ng", "ng th lan")
    assert not rules.narrows("nguy", "ng")
    assert not rules.narrows("lan", "hoa")


@pytest.mark.parametrize("text", ["nguyen thi lan", "tran van", "0903 hoa", "hoa-binh", "an 19", "đao xyz"])
def test_typed_letter_by_letter_or_at_once(qtbot: QtBot, desk: Desk, text: str) -> None:
    source = CountedSource(desk)
    view = RegisterView(source, title="Người dân", noun="người", memory=desk.memory)
    qtbot.addWidget(view)
    view.start()
    editor = view.header.editors["name"]
    assert isinstance(editor, QLineEdit)
    for length in range(1, len(text) + 1):
        editor.setText(text[:length])
        asked = source.asked
        assert list(view.model.ids) == source.ids(view.model.wanted, FIRST_IDS, 0), text[:length]
        source.asked = asked
    assert source.asked < len(text), "few answers are looked through, not everybody again"
    editor.setText(text[:1])
    assert list(view.model.ids) == source.ids(view.model.wanted, FIRST_IDS, 0), "taking letters back asks again"


def test_another_filter_asks_everybody(qtbot: QtBot, desk: Desk) -> None:
    source = CountedSource(desk)
    view = RegisterView(source, title="Người dân", noun="người", memory=desk.memory)
    qtbot.addWidget(view)
    view.start()
    view.header.set_filter("sex", "male")
    view.header.set_filter("name", "lan")
    view.header.set_filter("sex", "female")
    assert list(view.model.ids) == source.ids(view.model.wanted, FIRST_IDS, 0)
    view.header.set_filter("sex", "")
    assert list(view.model.ids) == source.ids(view.model.wanted, FIRST_IDS, 0)
