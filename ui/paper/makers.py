"""Which page makes a paper of a kind anew, from a form. Decisions and proposals come from decisions, not from a form.

One table serves the page of a kept paper (is there a way to replace it?) and the shelf (which page is it?).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from models.benefits.months.papers import MONTH_PAPERS
from models.office.paper_rules import PaperKind
from ui.desk import Desk
from ui.paper.month_paper_page import MonthPaperPage
from ui.paper.paper_page import PaperPage, Replacing
from ui.paper.payment_page import PaymentPage
from ui.paper.posting_page import PostingPage

Maker = Callable[[Desk, Replacing], PaperPage]


def _month_paper(kind: PaperKind, desk: Desk, replacing: Replacing) -> PaperPage:
    return MonthPaperPage(desk, kind, replacing=replacing)


MAKERS: Final[Mapping[PaperKind, Maker]] = {
    PaperKind.POSTING: PostingPage,
    PaperKind.PAYMENT_FINANCE: PaymentPage,
    PaperKind.PAYMENT_DESK: PaymentPage,
    **{kind: partial(_month_paper, kind) for kind in MONTH_PAPERS},
}
