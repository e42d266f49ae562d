"""What the forms of a month's papers share: columns, the subject with its month, an amount in words."""

from __future__ import annotations

from models.benefits.months.papers import Heading
from models.store.dates import month_display
from models.store.money import amount_in_words
from printing.benefits.payment_columns import PaymentColumn
from printing.page.table import Align

REPORT_SIZE = 11.0


def text(name: str, share: float, characters: float) -> PaymentColumn:
    """A column of words."""
    return PaymentColumn(name, share, Align.LEFT, characters=characters)


def centre(name: str, share: float, characters: float) -> PaymentColumn:
    """A column of codes and counts."""
    return PaymentColumn(name, share, Align.CENTER, characters=characters)


def money(name: str, share: float, characters: float = 14) -> PaymentColumn:
    """A column of amounts in đồng."""
    return PaymentColumn(name, share, Align.RIGHT, amounts=True, characters=characters)


NUMBER = centre("STT", 8, 6)


def subject(heading: Heading, words: str = "Trợ cấp xã hội hằng tháng") -> str:
    """What a paper is about, with its month, and that it is a draft while the month is open."""
    draft = " (dự thảo, chưa chốt)" if heading.draft else ""
    return f"{words}, tháng {month_display(heading.month)}{draft}"


def spelled(amount: int) -> str:
    """An amount in words, below zero too."""
    return amount_in_words(amount) if amount >= 0 else f"Âm {amount_in_words(-amount).lower()}"
