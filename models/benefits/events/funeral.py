"""Funeral support after a death: which law, how much, which form, and what must be asked first. Pure.

The law is that of the day of death (benefits.md 1.7). Promises: it is offered, never decided: whether the social
insurance or the merit scheme pays is asked before (benefits.md 15.2, 9).
"""

from __future__ import annotations

from datetime import date
from typing import Final

from models.benefits.events.facts import Scene
from models.benefits.events.proposal import FuneralOffer
from models.benefits.events.timing import tables
from models.law.book import LawOfMonth
from models.law.rows import Help
from models.law.saying import cited
from models.store.dates import Month, month_of

WORKING_DAYS: Final = 3
"""NĐ 335/2026 Đ11, NĐ 176/2025 Đ5: from the declaration to the decision."""
HUNDREDTHS: Final = 100
QUESTIONS: Final = (
    "Cơ quan bảo hiểm xã hội có trả trợ cấp mai táng cho người này không? Có thì không hỗ trợ ở đây.",
    "Chế độ người có công hoặc chế độ khác có trả mai táng phí không? Chỉ hưởng một mức cao nhất.",
)


def funeral_offer(scene: Scene) -> FuneralOffer | None:
    """The highest support that follows from what the dead person received; None when they received nothing.

    Care support alone gives none: it was the carer's.
    """
    happening = scene.happening
    if happening.person_id is None:
        return None
    month = happening.month
    kinds = {one.kind for one in scene.own() if one.carer_id is None and one.runs_in(month)}
    day = scene.happening.told_on if happening.happened_on is None else happening.happened_on.latest
    law = scene.rates.law(max(month, Month(202107)))
    wanted = {"allowance": "funeral", "social_pension": "funeral_pension"}
    offers = [
        offer
        for kind, name in wanted.items()
        if kind in kinds and (offer := _offer(scene, law, name, day, happening.person_id)) is not None
    ]
    return max(offers, key=lambda offer: offer.amount, default=None)


def _offer(scene: Scene, law: LawOfMonth, name: str, day: date, person_id: int) -> FuneralOffer | None:
    row = _row(scene, name, day)
    if row is None or row.times is None:
        return None
    facts = scene.facts_of(person_id)
    rates = [one.base if row.of == "base" else one.pension for one in tables(law, facts)]
    level = max((rate.amount for rate in rates if rate is not None), default=0)
    document = law.documents[row.document]
    words = f"{row.article} {cited(document)}"
    amount = level * row.times // HUNDREDTHS
    return FuneralOffer(person_id, month_of(day), amount, row.form, words, WORKING_DAYS)


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
