"""Draws a kept paper: facts as the store holds them, number, date and signer as entered -> PDF or Excel.

Runs in the worker process and for the command line. Reads no store. The PDF that was issued is never drawn again, its
bytes are kept; a sheet is for counting on, it is nobody's original and is made anew each time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.benefits.entitlements.citizen_slips import slips_again
from models.benefits.entitlements.papers import decision_again
from models.benefits.events.papers import letter_again
from models.benefits.frozen import desk_again, finance_again
from models.benefits.months.papers import MONTH_PAPERS, month_paper_again
from models.benefits.papers import DeskList, PaymentList
from models.office.paper_facts import content_of
from models.office.paper_rules import PaperEntry, PaperKind
from models.postings.frozen import posting_again
from models.store.errors import RuleError
from printing.benefits.citizen_slip import slips_pdf
from printing.benefits.decision import decision_pdf
from printing.benefits.decision_sheet import decision_xlsx
from printing.benefits.month_forms import month_paper_pdf, month_paper_xlsx
from printing.benefits.payment_list import payment_pdf
from printing.benefits.payment_sheet import payment_xlsx
from printing.benefits.recovery_letter import recovery_letter_pdf
from printing.postings.posting_list import posting_pdf
from printing.postings.posting_sheet import posting_xlsx

DECISIONS = frozenset({PaperKind.DECISION, PaperKind.PROPOSAL})
NO_LISTS = frozenset({PaperKind.RECOVERY_LETTER, PaperKind.CITIZEN_SLIP})
"""Papers that are read and not counted on: they have no sheet."""


def paper_pdf(kind: PaperKind, facts: bytes, entry: PaperEntry, *, printed_at: datetime, foot: str = "") -> bytes:
    """The paper as PDF; `printed_at` (with a time zone) dates the document, `foot` is the line of the history's code.

    Raises as the printers do.
    """
    content = content_of(facts)
    if kind is PaperKind.POSTING:
        return posting_pdf(posting_again(content, entry), printed_at=printed_at, foot=foot)
    if kind in DECISIONS:
        return decision_pdf(decision_again(content, entry), printed_at=printed_at, foot=foot)
    if kind is PaperKind.RECOVERY_LETTER:
        return recovery_letter_pdf(letter_again(content, entry), printed_at=printed_at, foot=foot)
    if kind is PaperKind.CITIZEN_SLIP:
        return slips_pdf(slips_again(content, entry), printed_at=printed_at, foot=foot)
    if kind in MONTH_PAPERS:
        return month_paper_pdf(month_paper_again(kind, content, entry), printed_at=printed_at, foot=foot)
    return payment_pdf(_payment(kind, content, entry), printed_at=printed_at, foot=foot)


def paper_xlsx(kind: PaperKind, facts: bytes, entry: PaperEntry, *, printed_at: datetime) -> bytes:
    """The same paper as .xlsx; raises as `paper_pdf`, and RuleError "pdf_only" for a letter or slip."""
    if kind in NO_LISTS:
        raise RuleError("Tờ này chỉ có dạng PDF, không có bảng tính.", field="out", code="pdf_only")
    content = content_of(facts)
    if kind is PaperKind.POSTING:
        return posting_xlsx(posting_again(content, entry), printed_at=printed_at)
    if kind in DECISIONS:
        return decision_xlsx(decision_again(content, entry), printed_at=printed_at)
    if kind in MONTH_PAPERS:
        return month_paper_xlsx(month_paper_again(kind, content, entry), printed_at=printed_at)
    return payment_xlsx(_payment(kind, content, entry), printed_at=printed_at)


def _payment(kind: PaperKind, content: Any, entry: PaperEntry) -> PaymentList | DeskList:
    return finance_again(content, entry) if kind is PaperKind.PAYMENT_FINANCE else desk_again(content, entry)
