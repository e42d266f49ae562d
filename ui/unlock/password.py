"""A password as a field of a form: hidden letters, taken as typed, and a word when Caps Lock is on."""

from __future__ import annotations

from models.store.errors import RuleError
from ui.forms.fields import TextField
from ui.unlock.editor import CAPS_WORDS, PasswordEditor
from ui.unlock.strength import SHORTEST


class PasswordField(TextField):
    """Never tidied, and never scolded for being empty while the clerk is on the way through the form."""

    def __init__(self, key: str, label: str, *, hint: str = "") -> None:
        editor = PasswordEditor()
        super().__init__(key, label, hint=hint, required=True, neatly=_as_typed, editor=editor)
        self.show_letters = editor.show_letters
        editor.caps_lock.connect(self._caps_lock)

    def check(self) -> bool:
        return True if not self.editor.text() else super().check()

    def _caps_lock(self, on: bool) -> None:
        if on:
            self.say(CAPS_WORDS, "soon")
        elif self.message == CAPS_WORDS:
            self.say(None)


def password_problem(password: str, again: str) -> RuleError | None:
    """What is wrong with a new password that was typed twice (fields "password", "again"); None when nothing is."""
    if not password:
        return RuleError("Còn thiếu mật khẩu.", field="password", code="missing")
    if len(password) < SHORTEST:
        return RuleError(f"Mật khẩu cần ít nhất {SHORTEST} ký tự.", field="password", code="password_too_short")
    if password != again:
        return RuleError("Hai lần gõ không giống nhau. Gõ lại lần thứ hai.", field="again", code="not_same")
    return None


def _as_typed(text: str) -> str:
    return text
