"""The second step of the restore wizard: with what the copy is opened."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QVBoxLayout, QWidget

from models.store import recovery
from models.store.errors import RuleError
from ui.forms.fields import ChoiceField, LineField
from ui.forms.form import Form
from ui.parts import ToneLabel
from ui.safekeeping.facts import CopyLine, moment
from ui.safekeeping.parts import Choice
from ui.unlock.password import PasswordField

OTHER_HANDLE: Final = (
    "Mật khẩu này không mở được bằng «{handle}». Của người khác thì chọn đúng tên đăng nhập ở trên; đúng người thì xem "
    "Caps Lock, bộ gõ rồi gõ lại mật khẩu của ngày lập bản sao."
)


class SecretStep(QWidget):
    """The password of a colleague, or the recovery sheet, as they were when the copy was made; Enter goes on."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.note = ToneLabel("", "quiet", wrap=False)
        self.by_password = Choice("Bằng mật khẩu")
        self.by_sheet = Choice("Bằng phiếu khôi phục")
        self._ways = QButtonGroup(self)
        for way in (self.by_password, self.by_sheet):
            self._ways.addButton(way)
        self.by_password.setChecked(True)
        self.handle = ChoiceField("handle", "Tên đăng nhập", (), empty=None)
        self.password = PasswordField("password", "Mật khẩu khi lập bản sao này")
        self.show_letters = QCheckBox("Hiện mật khẩu")
        self.show_letters.toggled.connect(self.password.show_letters)
        self.sheet: LineField[str] = LineField(
            "sheet",
            "Mã trên phiếu khôi phục",
            lambda text: text.strip() or None,
            neat=str.strip,
            hint="Gõ các nhóm chữ, hoặc quét mã QR. Phiếu chia ba mảnh: gõ hoặc quét hai mảnh, mảnh này sau mảnh kia",
        )
        self.form.add_widget(self.note)
        self.form.add_widget(self.by_password)
        self.form.add_widget(self.by_sheet)
        self.form.add(self.handle)
        self.form.add(self.password)
        self.form.add_widget(self.show_letters)
        self.form.add(self.sheet)
        self.by_password.toggled.connect(lambda _on: self._show_way())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self.form.submitted.connect(self.entered)
        for editor in (self.password.editor, self.sheet.editor):
            editor.installEventFilter(self)  # before the field's own, where Enter only moves on
        self._show_way()

    def showEvent(self, event: QShowEvent) -> None:
        """Fields that were hidden while the page had no size know their height only now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        for field in (self.handle, self.password, self.sheet):
            field.updateGeometry()
        layout = self.form.inner.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is not self.sheet.editor or not self._waits_for_second():
                    self.entered.emit()
                return True
        return super().eventFilter(watched, event)

    def _waits_for_second(self) -> bool:
        """Whether one share of three stands there; a reader ends what it typed with Enter, and the next one follows."""
        try:
            recovery.check_share(self.sheet.editor.text())
        except RuleError:
            return False
        self.sheet.editor.end(False)
        self.sheet.editor.insert(" ")
        self.sheet.say("Mảnh này đúng. Hãy gõ hoặc quét tiếp mảnh thứ hai.", "done")
        return True

    def ask(self, line: CopyLine, handles: tuple[str, ...]) -> None:
        """Ask for this copy."""
        self.note.setText(
            f"Bản sao lập lúc {moment(line.made_at)}.\nMật khẩu đổi sau ngày đó không mở được: hãy gõ mật khẩu khi ấy."
        )
        self.handle.editor.clear()
        for handle in handles:
            self.handle.editor.addItem(handle, handle)
        self.password.editor.clear()
        self.sheet.editor.clear()
        self._show_way()

    def _show_way(self) -> None:
        by_password = self.by_password.isChecked()
        self.handle.setVisible(by_password and self.handle.editor.count() > 1)
        self.password.setVisible(by_password)
        self.show_letters.setVisible(by_password)
        self.sheet.setVisible(not by_password)
        QTimer.singleShot(0, self, self._settle)

    def answer(self) -> tuple[str, str | None, bool] | None:
        """(secret, handle, whether it is the sheet); None when something is missing, which is then said."""
        sheet = self.by_sheet.isChecked()
        secret = (self.sheet if sheet else self.password).editor.text()
        if not secret.strip():
            self.show_problem(RuleError("Còn thiếu mã trên phiếu." if sheet else "Còn thiếu mật khẩu."))
            return None
        return secret, None if sheet else self.handle.draft() or None, sheet

    def show_problem(self, problem: RuleError) -> None:
        """Beside the field that was typed into."""
        field = "sheet" if self.by_sheet.isChecked() else "password"
        message = problem.message
        if problem.code == "wrong_password" and field == "password" and self.handle.editor.count() > 1:
            message = OTHER_HANDLE.format(handle=self.handle.draft())
        self.form.show_problem(RuleError(message, field=field, code=problem.code))

    def forget(self) -> None:
        """Nothing secret stays on the page."""
        self.password.editor.clear()
        self.sheet.editor.clear()
