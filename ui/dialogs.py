"""Dialogs are for decisions, never for news: a question with two answers, and a small form.

A form dialog keeps what is typed as a draft and shows a refusal beside the field it belongs to. Esc never throws away
what was typed: a form with a draft keeps it and offers it again, one without asks for a second Esc.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from ui.desk import Desk
from ui.forms.form import Form
from ui.forms.keeping import DraftKeeper
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.progress import WorkProgress
from ui.theme import em
from ui.waiting import Waiting

STORING: Final = "Đang ghi vào sổ…"
WIDTH_EM = 32.0
FRAME_EM = 3.0
"""What the system's own title takes above a dialog."""


class Question(QDialog):
    """One question, and what each answer does in its own words; Esc is the careful answer."""

    def __init__(self, parent: QWidget | None, title: str, words: str, yes: str, no: str = "Không") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.yes = PrimaryButton(yes)
        self.no = Button(no)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        text = ToneLabel(words, "quiet")
        text.setMinimumWidth(em(self, 26))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        side = em(self, 1.3)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.8))
        column.addWidget(title_label(title, 1.2))
        column.addWidget(text)
        column.addLayout(row)
        self.no.setFocus()


def confirmed(parent: QWidget | None, title: str, words: str, yes: str, no: str = "Không") -> bool:
    """Ask and wait for the answer."""
    dialog = Question(parent, title, words, yes, no)
    answer = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return answer


class FormDialog(QDialog):
    """A small form with one primary button. `save` does the work and raises RuleError to keep the dialog open.

    With `draft_key` what is typed is kept in the store and offered again. Enter on the last field goes on to the
    primary button; "Thôi" alone forgets what was typed.
    """

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        title: str,
        *,
        words: str = "",
        yes: str = "Lưu",
        draft_key: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.form = Form()
        self._desk = desk
        self._draft_key = draft_key
        self._yes = yes
        self._save: Callable[[], None] = lambda: None
        self._done: Callable[[Any], object] | None = None
        self._storing = Waiting(self)
        self._storing.done.connect(self._stored_beside)
        self._storing.refused.connect(self._refused)
        self.button = PrimaryButton(yes, "check", tip=f"{yes} (Ctrl+Enter)")
        self.button.clicked.connect(self.submit)
        self._warned = self._sized = False
        self._stored: dict[str, str] = {}
        self.cancel = Button("Thôi", tip="Thôi, bỏ phần vừa gõ")
        self.cancel.clicked.connect(self._give_up)
        self.form.submitted.connect(self.submit)
        self.notice = Notice("", "accent", button="Bỏ phần gõ dở")
        self.notice.button.hide()
        self.notice.pressed.connect(self._drop_restored)
        self.progress = WorkProgress(desk.memory)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        side = em(self)
        column.setContentsMargins(side, side, side, side)
        head = title_label(title, 1.2)
        head.setWordWrap(True)
        column.addWidget(head)
        if words:
            column.addWidget(ToneLabel(words, "quiet"))
        column.addWidget(self.notice)
        column.addWidget(self.form, 1)
        column.addWidget(self.progress)
        column.addLayout(row)
        QWidget.setTabOrder(self.button, self.cancel)

    def on_save(self, save: Callable[[], None]) -> None:
        """What saving does; call after all fields were added. Offers a kept draft."""
        self._save = save
        self.form.settle()
        self._stored = self.form.draft()
        if self._draft_key:
            kept = self._desk.draft(self._draft_key)
            if kept and kept != self._stored:
                self.form.restore(kept)
                self.notice.button.show()
                self.notice.say("Phần đang gõ dở lần trước đã được đưa lại.", "accent")
            DraftKeeper(self.form, lambda draft: self._desk.keep_draft(self._draft_key, draft))
        self.resize(em(self, WIDTH_EM), self.height())
        first = next(iter(self.form.fields.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def store_beside(self, call: Callable[[], object], done: Callable[[Any], object], units: int = 1) -> None:
        """For `save`: run the storing `call` beside the window; then the dialog closes and `done` is given its answer.

        `units` says how much there is to do, for the time it will take. A refusal is shown as if `save` had raised it.
        """
        self._done = done
        for button in (self.button, self.cancel):
            button.setEnabled(False)
        self.notice.button.hide()
        self.notice.say(STORING, "accent")
        self.progress.begin("store", units, stoppable=False)
        self._storing.start(call)

    @property
    def busy(self) -> bool:
        """Whether something is being stored beside the window."""
        return self._storing.busy

    def _stored_beside(self, value: object) -> None:
        self._ended(finished=True)
        done, self._done = self._done, None
        self._forget()
        self.accept()
        if done is not None:
            done(value)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._ended(finished=False)
        if isinstance(problem, RuleError):
            self.form.show_problem(problem)
        else:
            self.notice.say(problem.message, "wrong")

    def _ended(self, *, finished: bool) -> None:
        self.progress.end(finished=finished)
        self.notice.say("")
        for button in (self.button, self.cancel):
            button.setEnabled(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Fields know how high they are once they are shown; a size that the clerk drags stays."""
        if not event.spontaneous() and not self._sized:
            self._sized = True
            self._take_room()
        super().showEvent(event)

    def grow(self) -> None:
        """Fields have come: as high as they want now, never lower than before."""
        if self._sized:
            before = self.height()
            self._take_room()
            self.resize(self.width(), max(before, self.height()))

    def _take_room(self) -> None:
        """As high as the fields want and the screen has; only a form that is higher scrolls."""
        layout, inner = self.layout(), self.form.inner.layout()
        if layout is None or inner is None:
            return
        inner.activate()
        around = layout.totalHeightForWidth(self.width()) - self.form.sizeHint().height()
        room = self.screen().availableGeometry().height() - em(self, FRAME_EM)
        self.resize(self.width(), min(around + inner.sizeHint().height(), room))

    def submit(self) -> None:
        """Check the fields, then save; a refusal is shown beside its field."""
        if self.busy or not self.form.check():
            return
        try:
            self._save()
        except (RuleError, EnvironmentProblem) as problem:
            self._refused(problem)
            return
        if self._storing.busy:
            return
        self._forget()
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from the buttons too; in the fields the form itself takes it."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc, or the window's own cross: close without losing what was typed; what is being stored ends first."""
        if self.busy:
            return
        if self.form.dirty and self._draft_key:
            self._desk.keep_draft(self._draft_key, self.form.draft())
            super().reject()
            return
        if self.form.dirty and not self._warned:
            self._warned = True
            self.notice.say("Phần vừa gõ chưa lưu. Ctrl+Enter để lưu; nhấn Esc lần nữa thì bỏ.", "soon")
            return
        self._give_up()

    def put_down(self) -> None:
        """Close at once, asking nothing; what was typed is kept where this dialog keeps it."""
        if self.busy:
            self._storing.wait()
            self._forget()
        if self.form.dirty and self._draft_key:
            self._desk.keep_draft(self._draft_key, self.form.draft())
        super().reject()

    def _give_up(self) -> None:
        self._forget()
        super().reject()

    def _drop_restored(self) -> None:
        if self._draft_key:
            self._desk.drop_draft(self._draft_key)
        self.form.load(self._stored)
        self.notice.say("")

    def _forget(self) -> None:
        self.form.settle()
        if self._draft_key:
            self._desk.drop_draft(self._draft_key)
