"""The look of the screen: text size and light or dark; kept in the window settings."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.fields import ChoiceField
from ui.forms.form import Form
from ui.parts import ToneLabel, title_label
from ui.register.source import Memory
from ui.theme import Scheme, Theme, em

_SIZES: Final = tuple((str(percent), f"{percent} %") for percent in (90, 100, 110, 125, 150))
_SCHEMES: Final = (("system", "Theo Windows"), ("light", "Sáng"), ("dark", "Tối"))


def remembered_look(memory: Memory) -> tuple[Scheme, int]:
    """The kept scheme and text size."""
    scheme, percent = str(memory.value("look/scheme") or "system"), str(memory.value("look/percent") or "100")
    known: Scheme = "light" if scheme == "light" else "dark" if scheme == "dark" else "system"
    return known, int(percent) if percent.isdigit() else 100


class LookPage(QWidget):
    """Two choices; they hold at once for colours, and from the next window on for the size of what is drawn."""

    changed = Signal()

    def __init__(self, theme: Theme, memory: Memory) -> None:
        super().__init__()
        self._theme, self._memory = theme, memory
        scheme, percent = remembered_look(memory)
        form = Form()
        self.size_field = ChoiceField("percent", "Cỡ chữ", _SIZES, empty=None)
        self.scheme = ChoiceField("scheme", "Nền màn hình", _SCHEMES, empty=None)
        form.add(self.size_field)
        form.add(self.scheme)
        form.load({"percent": str(percent), "scheme": scheme})
        self.size_field.changed.connect(self._keep)
        self.scheme.changed.connect(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        column.addWidget(title_label("Màn hình"))
        column.addWidget(ToneLabel("Đổi cỡ chữ sẽ vẽ lại cửa sổ; phần đang gõ được giữ.", "quiet"))
        column.addWidget(form, 1)

    def _keep(self) -> None:
        scheme, percent = self.scheme.draft(), int(self.size_field.draft())
        self._memory.setValue("look/scheme", scheme)
        self._memory.setValue("look/percent", str(percent))
        self._theme.set_scheme("light" if scheme == "light" else "dark" if scheme == "dark" else "system")
        if percent != self._theme.percent:
            self._theme.set_percent(percent)
            self.changed.emit()
