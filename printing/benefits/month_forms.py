"""Which form a paper of a month has."""

from __future__ import annotations

from models.benefits.months.papers import BridgeNote, ChangeList, Drawing, MonthPaper, Summary
from printing.benefits.change_forms import bridge_form, change_form, summary_form
from printing.benefits.lists import ListForm
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
