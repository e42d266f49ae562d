"""The fixed parts of a paper on a sheet, as `printing.page.ground` draws them: letterhead, title, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from models.benefits.papers import Letterhead, Signatory
from printing.page.ground import MOTTO, STATE_NAME, body_lines, number_line, place_and_date
from printing.sheets.book import Look, SheetPen

_PLAIN = Look(framed=False, align="center")
_STRONG = Look(framed=False, align="center", bold=True)
_MOTTO = Look(framed=False, align="center", bold=True, size=13)
_DATE = Look(framed=False, align="center", italic=True, size=13)
_TITLE = Look(framed=False, align="center", bold=True, size=14)
_LEFT = Look(framed=False, wrapped=False, size=11)
_RECIPIENTS = Look(framed=False, wrapped=False, bold=True, italic=True)
BODY_SHARE = 0.42
"""Share of the sheet's width for the issuing body's block."""
SIGNATURE_ROWS = 4


def letterhead_rows(pen: SheetPen, head: Letterhead) -> None:
    """Body and number on the left, state name, motto, place and date on the right."""
    left = _columns_within(pen, BODY_SHARE)
    bodies = [(line, _PLAIN) for line in body_lines(head.superior)] if head.superior else []
    bodies += [(line, _STRONG) for line in body_lines(head.body)]
    nation = [(STATE_NAME, _STRONG), (MOTTO, _MOTTO)]
    rows = max(len(bodies), len(nation))
    bodies += [("", _PLAIN)] * (rows - len(bodies))
    nation += [("", _PLAIN)] * (rows - len(nation))
    dated = (number_line(head), Look(framed=False, align="center", size=13)), (place_and_date(head), _DATE)
    for body, state in [*zip(bodies, nation, strict=True), dated]:
        row = pen.row + 1
        pen.merged(row, body[0], body[1], first=1, last=left)
        pen.merged(row, state[0], state[1], first=left + 1)
    pen.skip()


def title_rows(pen: SheetPen, name: str, subject: str) -> None:
    """The title and what it is about."""
    pen.across(name, _TITLE)
    pen.across(subject, _TITLE)


def signature_rows(pen: SheetPen, signatories: Sequence[Signatory], recipients: Sequence[str] = ()) -> None:
    """Signatures in columns side by side, recipients at the left."""
    if not signatories and not recipients:
        return
    pen.skip()
    top = pen.row + 1
    count = len(signatories) + (1 if recipients or len(signatories) == 1 else 0)
    edges = [_columns_within(pen, index / count) for index in range(count)] + [pen.columns]
    edges[0] = 0
    first = count - len(signatories)
    depth = max((len(signatory.titles) for signatory in signatories), default=0)
    for index, signatory in enumerate(signatories, start=first):
        block = [(title, _STRONG) for title in signatory.titles]
        block += [("", _PLAIN)] * (depth - len(signatory.titles)) + [
            (signatory.hint, Look(framed=False, align="center", italic=True))
        ]
        block += [("", _PLAIN)] * SIGNATURE_ROWS + [(signatory.name, _STRONG)]
        for step, (text, look) in enumerate(block):
            pen.merged(top + step, text, look, first=edges[index] + 1, last=max(edges[index + 1], edges[index] + 1))
    if recipients:
        last = max(edges[1], 1)
        pen.merged(top, "Nơi nhận:", _RECIPIENTS, first=1, last=last)
        for step, recipient in enumerate(recipients, start=1):
            pen.merged(top + step, f"- {recipient}", _LEFT, first=1, last=last)


def _columns_within(pen: SheetPen, share: float) -> int:
    """How many columns from the left make up about `share` of the sheet's width, at least one and never all."""
    whole = sum(pen.widths)
    filled = 0.0
    for count, width in enumerate(pen.widths):
        if count and filled + width / 2 > share * whole:
            return count
        filled += width
    return len(pen.widths) - 1
