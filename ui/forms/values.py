"""Fields whose line is a value: partial dates, full days, months, money.

Apart from the other fields, because the unlock window must not wait for dates and decimals to be imported.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt

from models.store.dates import Month, PartialDate, month_display
from models.store.errors import RuleError
from models.store.money import format_amount
from ui.forms.fields import LineField
from ui.forms.reading import read_date, read_money, read_month, read_partial_date

T = TypeVar("T")


class PartialDateField(LineField[PartialDate]):
    """A date known to the day, the month or the year; with `near` a day without a year is the last one up to it."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        hint: str = "",
        required: bool = False,
        latest: date | None = None,
        near: date | None = None,
    ) -> None:
        read = partial(read_partial_date, latest=latest, near=near)
        hint = hint or "Ví dụ 5/3/1950, hoặc 3/1950, hoặc chỉ năm 1950"
        super().__init__(key, label, read, neat=neat_spelling(read, PartialDate.display), hint=hint, required=required)


class DateField(LineField[date]):
    """A full day."""

    def __init__(
        self, key: str, label: str, *, hint: str = "", required: bool = False, latest: date | None = None
    ) -> None:
        read = partial(read_date, latest=latest)
        neat = neat_spelling(read, lambda made: PartialDate.of(made).display())
        super().__init__(key, label, read, neat=neat, hint=hint or "Ví dụ 5/3/2026", required=required)


class MonthField(LineField[Month]):
    """A month of a year."""

    def __init__(self, key: str, label: str, *, hint: str = "", required: bool = False) -> None:
        neat = neat_spelling(read_month, month_display)
        super().__init__(key, label, read_month, neat=neat, hint=hint, required=required)


class MoneyField(LineField[int]):
    """Whole đồng, with dots once the field is left."""

    def __init__(self, key: str, label: str, *, hint: str = "", required: bool = False) -> None:
        neat = neat_spelling(read_money, format_amount)
        super().__init__(key, label, read_money, neat=neat, hint=hint, required=required)
        self.editor.setAlignment(Qt.AlignmentFlag.AlignRight)


def neat_spelling(read: Callable[[str], T | None], show: Callable[[T], str]) -> Callable[[str], str]:
    """What tidies a field on leaving: the neat spelling of what was understood, else the text as typed."""

    def neat(text: str) -> str:
        try:
            made = read(text)
        except RuleError:
            return text
        return text.strip() if made is None else show(made)

    return neat
