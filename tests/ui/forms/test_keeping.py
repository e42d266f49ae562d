"""A disk that refuses a draft is told in the form, once; typing goes on, and the notice goes when it works again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from models.store.files import disk_full
from ui.forms.fields import TextField
from ui.forms.form import DRAFT_DELAY_MS, Form
from ui.forms.keeping import DraftKeeper


class Disk:
    """A place for drafts that may be full."""

    def __init__(self) -> None:
        self.full = True
        self.kept: list[dict[str, str]] = []

    def keep(self, draft: dict[str, str]) -> None:
        if self.full:
            raise disk_full()
        self.kept.append(draft)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    made.add(TextField("name", "Họ và tên"))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_a_full_disk_is_told_in_the_form_and_typing_goes_on(form: Form, qtbot: QtBot) -> None:
    disk = Disk()
    keeper = DraftKeeper(form, disk.keep)
    name = form.fields["name"]
    assert isinstance(name, TextField)
    editor = name.editor
    editor.setFocus()
    assert not keeper.notice.isVisible()
    with qtbot.waitSignal(form.draft_changed, timeout=DRAFT_DELAY_MS * 3):
        qtbot.keyClicks(editor, "Lan")
    assert keeper.notice.isVisible()
    assert disk_full().message in keeper.notice.words
    assert editor.hasFocus()
    qtbot.keyClicks(editor, " Anh")
    assert keeper.notice.isVisible()  # nothing jumps while the clerk types
    disk.full = False
    with qtbot.waitSignal(form.draft_changed, timeout=DRAFT_DELAY_MS * 3):
        qtbot.keyClicks(editor, "h")
    assert not keeper.notice.isVisible()
    assert disk.kept == [{"name": "Lan Anhh"}]


def test_a_fault_of_ours_is_not_taken_for_the_disks(form: Form) -> None:
    def broken(_draft: dict[str, str]) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        DraftKeeper(form, broken).keep({})
