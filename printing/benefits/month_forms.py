"""Which form a paper of a month has, and the paper as PDF and as sheet."""

from __future__ import annotations

from datetime import datetime

from models.benefits.months.papers import BridgeNote, ChangeList, Drawing, MonthPaper, Summary
from printing.benefits.change_forms import bridge_form, change_form, summary_form
from printing.benefits.list_sheet import list_xlsx
from printing.benefits.lists import ListForm, list_pdf
from printing.benefits.money_forms import drawing_form, settlement_form


def form_of(paper: MonthPaper) -> ListForm:
    """What PDF and sheet of a paper say."""
    if isinstance(paper, ChangeList):
        return change_form(paper)
    if isinstance(paper, Summary):
        return summary_form(paper)
    if isinstance(paper, BridgeNote):
        return bridge_form(paper)
    return drawing_form(paper) if isinstance(paper, Drawing) else settlement_form(paper)


def month_paper_pdf(paper: MonthPaper, *, printed_at: datetime, foot: str = "") -> bytes:
    """The paper as PDF; `printed_at` (with a time zone) dates the document. RuleError for a missing glyph."""
    return list_pdf(form_of(paper), printed_at=printed_at, foot=foot)


def month_paper_xlsx(paper: MonthPaper, *, printed_at: datetime) -> bytes:
    """The paper as .xlsx."""
    return list_xlsx(form_of(paper), printed_at=printed_at)
