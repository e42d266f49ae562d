"""Payment lists out of the facts a paper keeps, with number, date and signer as entered. Pure; decides nothing."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

from models.benefits.papers import DeskList, Letterhead, PaymentList, Signatory
from models.benefits.secrecy import may_see_grounds
from models.office.paper_rules import KIND_LABELS, PaperEntry, PaperKind
from models.office.paper_services import PreparePaper
from models.store.dates import month_display
from models.store.errors import RuleError
from models.store.frozen import thaw
from models.store.rights import demand

_NEITHER = (PaperKind.POSTING, PaperKind.DRAWING, PaperKind.SETTLEMENT, PaperKind.RECOVERY_LETTER)
_NO_GROUNDS = (*_NEITHER, PaperKind.PAYMENT_DESK)
_NO_NUMBERS = (*_NEITHER, PaperKind.SUMMARY, PaperKind.BRIDGE, PaperKind.CITIZEN_SLIP)


def demand_readable(kind: PaperKind, rights: Set[str]) -> None:
    """RuleError ("no_right") when who has these rights may not see a kept paper of this kind."""
    if kind not in _NO_GROUNDS and not may_see_grounds(rights):
        words = f"{KIND_LABELS[kind]} ghi nhóm hưởng: chỉ người được giao quyền mới xem."
        raise RuleError(words, code="no_right")
    if kind not in _NO_NUMBERS:
        demand(rights, "numbers")


def finance_again(content: Any, entry: PaperEntry) -> PaymentList:
    """The finance copy; the signer stands in the last column. Raises ValueError for strange facts."""
    made: PaymentList = thaw(PaymentList, content)
    made = replace(made, letterhead=entered_letterhead(made.letterhead, entry))
    if not entry.signer_name:
        return made
    last = Signatory(entry.signer_lines, entry.signer_name, made.signatories[-1].hint)
    return replace(made, signatories=(*made.signatories[:-1], last))


def desk_again(content: Any, entry: PaperEntry) -> DeskList:
    """The pay-desk copy, signed by whoever pays out. Raises ValueError for strange facts."""
    made: DeskList = thaw(DeskList, content)
    return replace(made, letterhead=entered_letterhead(made.letterhead, entry))


def entered_letterhead(head: Letterhead, entry: PaperEntry) -> Letterhead:
    """The letterhead with number and date."""
    return replace(head, number=entry.number_text, sign=entry.sign, signed_on=entry.signed_on)


def payment_paper(made: PaymentList | DeskList) -> PreparePaper:
    """What is kept of a payment list, finance copy or pay-desk copy; its facts still to be packed."""
    if isinstance(made, DeskList):
        kind, lines, total = PaperKind.PAYMENT_DESK, made.people, made.total
    else:
        kind, lines, total = PaperKind.PAYMENT_FINANCE, made.count, made.sums.total
    where = f" - {made.village}" if made.village else ""
    return PreparePaper(
        kind=kind,
        body="committee",
        title=f"{KIND_LABELS[kind]} tháng {month_display(made.month)}{where}",
        facts=b"",
        lines=lines,
        scope=made.village or "",
        month=made.month,
        total=total,
        sign=made.letterhead.sign,
    )
