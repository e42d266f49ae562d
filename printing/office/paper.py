"""Draws a kept paper: facts as the store holds them, number, date and signer as entered -> PDF.

Runs in the worker process and for the command line. Reads no store; what was issued is never drawn again, its bytes
are kept.
"""

from __future__ import annotations

from datetime import datetime

from models.benefits.frozen import desk_again, finance_again
from models.office.paper_facts import content_of
from models.office.paper_rules import PaperEntry, PaperKind
from models.postings.frozen import posting_again
from printing.benefits.payment_list import payment_pdf
from printing.postings.posting_list import posting_pdf


def paper_pdf(kind: PaperKind, facts: bytes, entry: PaperEntry, *, printed_at: datetime, foot: str = "") -> bytes:
    """The paper as PDF; `printed_at` (with a time zone) dates the document, `foot` is the line of the history's code.

    Raises as the printers do.
    """
    content = content_of(facts)
    if kind is PaperKind.POSTING:
        return posting_pdf(posting_again(content, entry), printed_at=printed_at, foot=foot)
    made = finance_again(content, entry) if kind is PaperKind.PAYMENT_FINANCE else desk_again(content, entry)
    return payment_pdf(made, printed_at=printed_at, foot=foot)
