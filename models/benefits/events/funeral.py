"""Funeral support after a death: which law, how much, which form, and what must be asked first. Pure.

The law is that of the day of death (benefits.md 1.7). Promises: it is offered, never decided: whether the social
insurance or the merit scheme pays is asked before (benefits.md 15.2, 9), and of two levels none is taken silently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from models.benefits.events.facts import Scene
from models.benefits.events.proposal import FuneralLevel, FuneralOffer
from models.benefits.events.timing import FIRST_LAW, tables
from models.law.book import LawBook, LawOfMonth
from models.law.rows import Help
from models.law.saying import cited
from models.store.dates import month_of, month_start
from models.store.money import format_amount

WORKING_DAYS: Final = 3
"""NĐ 335/2026 Đ11, NĐ 176/2025 Đ5: from the declaration to the decision."""
HUNDREDTHS: Final = 100
QUESTIONS: Final = (
    "Cơ quan bảo hiểm xã hội có trả trợ cấp mai táng cho người này không? Có thì không hỗ trợ ở đây.",
    "Chế độ người có công hoặc chế độ khác có trả mai táng phí không? Chỉ hưởng một mức cao nhất.",
)

WHICH_LEVEL: Final = (
    "Mai táng theo mức nào: {}? Người này mất trước ngày mức mới có hiệu lực, mức mới lại tính lùi về tháng mất; luật "
    "không nói rõ. Hãy hỏi cấp trên rồi chọn, chương trình không chọn thay."
)


def funeral_offer(scene: Scene) -> FuneralOffer | None:
    """The highest support that follows from what the dead person received; None when they received nothing.

    Care support alone gives none: it was the carer's. Where a rate that counts was not yet in force on the day of death
    (NĐ 335/2026 Đ32 k3 counts back to 01/07/2026), both levels are offered.
    """
    happening = scene.happening
    if happening.person_id is None:
        return None
    month = happening.month
    kinds = {one.kind for one in scene.own() if one.carer_id is None and one.runs_in(month)}
    day = scene.happening.told_on if happening.happened_on is None else happening.happened_on.latest
    names = [name for kind, name in _WANTED.items() if kind in kinds]
    books = (_in_force(scene.rates.book, max(day, month_start(FIRST_LAW))), scene.rates.book)
    found = [one for book in books if (one := _best(scene, book, names, day, happening.person_id)) is not None]
    if not found:
        return None
    row, _ = found[-1]
    levels = tuple({level.amount: level for _, level in found}.values())
    words = f"{row.article} {cited(scene.rates.book.documents()[row.document])}"
    return FuneralOffer(happening.person_id, month_of(day), levels, row.form, words, WORKING_DAYS)


_WANTED: Final[Mapping[str, str]] = {"allowance": "funeral", "social_pension": "funeral_pension"}


def _in_force(book: LawBook, day: date) -> LawBook:
    """The law of the documents that were in force on a day."""
    return LawBook(replace(book.rows, documents=tuple(one for one in book.rows.documents if one.in_force <= day)))


def _best(
    scene: Scene, book: LawBook, names: Sequence[str], day: date, person_id: int
) -> tuple[Help, FuneralLevel] | None:
    """The highest level of these kinds of support by one reading of the law."""
    law = book.at(max(month_of(day), FIRST_LAW), scene.rates.known_on)
    found = [
        one
        for name in names
        if (row := _row(scene, name, day)) is not None and (one := _level(scene, law, row, person_id)) is not None
    ]
    return max(found, key=lambda one: one[1].amount, default=None)


def _level(scene: Scene, law: LawOfMonth, row: Help, person_id: int) -> tuple[Help, FuneralLevel] | None:
    rates = [one.base if row.of == "base" else one.pension for one in tables(law, scene.facts_of(person_id))]
    highest = max((rate for rate in rates if rate is not None), key=lambda rate: rate.amount, default=None)
    if row.times is None or highest is None:
        return None
    amount = highest.amount * row.times // HUNDREDTHS
    times = format_amount(row.times // HUNDREDTHS)
    ground = f"{highest.article} {cited(law.documents[highest.document])}"
    return row, FuneralLevel(amount, f"{times} lần mức {format_amount(highest.amount)} đồng ({ground})")


def _row(scene: Scene, name: str, day: date) -> Help | None:
    """The row that holds on the day of death, the latest of those that could be known."""
    book, known_on = scene.rates.book, scene.rates.known_on
    known = book.known(known_on)
    rows = [
        row
        for row in book.rows.helps
        if row.help == name and row.document in known and row.first <= day and (row.last is None or day <= row.last)
    ]
    return max(rows, key=lambda row: row.first, default=None)
