"""Keeping half-filled forms, and telling it in the form itself when the disk refuses: typing and saving go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout

from models.store.errors import EnvironmentProblem
from ui.forms.form import Form
from ui.parts import Notice

GO_ON: Final = "Cứ nhập tiếp; nhưng phần đang gõ dở sẽ mất nếu chương trình tắt trước khi lưu."


class DraftKeeper(QObject):
    """Gives each draft of a form to `keep`; belongs to the form and goes with it.

    Only the machine's troubles are told here; anything else is a fault of ours and comes out.
    """

    def __init__(self, form: Form, keep: Callable[[dict[str, str]], None]) -> None:
        super().__init__(form)
        self._keep = keep
        self.notice = Notice("", "wrong")
        self.notice.hide()
        column = form.layout()
        if isinstance(column, QBoxLayout):
            column.insertWidget(0, self.notice)
        form.draft_changed.connect(self.keep)

    def keep(self, draft: dict[str, str]) -> None:
        """Keep it; the notice stands from the first refusal until a draft is kept again."""
        try:
            self._keep(draft)
        except EnvironmentProblem as problem:
            self.notice.say(f"{problem.message} {GO_ON}", "wrong")
        else:
            self.notice.say("")
