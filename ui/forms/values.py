"""Fields whose line is a value: partial dates, full days, months, money.

Apart from the other fields, because the unlock window must not wait for dates and decimals to be imported.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt

from models.store.dates import Month, PartialDate, month_display
from models.store.errors import RuleError
from models.store.money import format_amount
from ui.forms.fields import LineField
from ui.forms.reading import read_date, read_money, read_month, read_partial_date

T = TypeVar("T")


class PartialDateField(LineField[PartialDate]):
    """A date known to the day, the month or the year."""

    def __init__(
        self, key: str, label: str, *, hint: str = "", required: bool = False, latest: date | None = None
    ) -> None:
        super().__init__(key, label, hint=hint or "Ví dụ 5/3/1950, hoặc 3/1950, hoặc chỉ năm 1950", required=required)
        self._latest = latest

    def understand(self, text: str) -> PartialDate | None:
        return read_partial_date(text, latest=self._latest)

    def neat(self, text: str) -> str:
        return _kept(text, lambda: self.understand(text), lambda made: made.display())


class DateField(LineField[date]):
    """A full day."""

    def __init__(
        self, key: str, label: str, *, hint: str = "", required: bool = False, latest: date | None = None
    ) -> None:
        super().__init__(key, label, hint=hint or "Ví dụ 5/3/2026", required=required)
        self._latest = latest

    def understand(self, text: str) -> date | None:
        return read_date(text, latest=self._latest)

    def neat(self, text: str) -> str:
        return _kept(text, lambda: self.understand(text), lambda made: PartialDate.of(made).display())


class MonthField(LineField[Month]):
    """A month of a year."""

    def understand(self, text: str) -> Month | None:
        return read_month(text)

    def neat(self, text: str) -> str:
        return _kept(text, lambda: self.understand(text), month_display)


class MoneyField(LineField[int]):
    """Whole đồng, with dots once the field is left."""

    def __init__(self, key: str, label: str, *, hint: str = "", required: bool = False) -> None:
        super().__init__(key, label, hint=hint, required=required)
        self.editor.setAlignment(Qt.AlignmentFlag.AlignRight)

    def understand(self, text: str) -> int | None:
        return read_money(text)

    def neat(self, text: str) -> str:
        return _kept(text, lambda: self.understand(text), format_amount)


def _kept(text: str, read: Callable[[], T | None], show: Callable[[T], str]) -> str:
    """The neat spelling of what was understood, or the text as typed when it was not."""
    try:
        made = read()
    except RuleError:
        return text
    return text.strip() if made is None else show(made)
