"""A password as a field of a form: hidden letters, taken as typed, and a word when Caps Lock is on."""

from __future__ import annotations

from ui.forms.fields import TextField
from ui.unlock.editor import CAPS_WORDS, PasswordEditor


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


def _as_typed(text: str) -> str:
    return text
