"""A decision or proposal as an Excel sheet: its people as the annex lists them, for counting on."""

from __future__ import annotations

from datetime import datetime

from models.benefits.entitlements.papers import DecisionPaper
from printing.benefits.decision import annex_of, title_of
from printing.benefits.list_sheet import list_xlsx
from printing.benefits.lists import ListForm


def decision_xlsx(paper: DecisionPaper, *, printed_at: datetime) -> bytes:
    """The list of its people as .xlsx; a single decision has one."""
    annex = annex_of(paper)
    form = ListForm(paper.letterhead, title_of(paper), paper.subject, annex.table, (paper.signatory,), paper.recipients)
    return list_xlsx(form, printed_at=printed_at)
