"""Wall sheets out of the facts a paper keeps, with number, date and signer as entered.

The second maker of a `PostingSheet` beside `rules.prepare_posting`. Promise: facts that the rules of the wall would not
let through today (privacy.md 11.1) make no sheet, whoever wrote them; a list kept under older rules is made anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from models.benefits.frozen import entered_letterhead
from models.benefits.papers import Signatory
from models.benefits.secrecy import holds_number, mentions_hiv, name_alone
from models.office.paper_rules import PaperEntry, PaperKind
from models.office.paper_services import PreparePaper
from models.postings import papers
from models.postings.papers import PostedRow, PostingSheet
from models.postings.remarks import holds_remark, tells_condition
from models.store.errors import RuleError
from models.store.frozen import thaw_fields

_TOLD_APART = re.compile(r" \((?:hộ (?P<head>.+)|sinh năm \d{4})\)$")
"""What `rules` writes behind a name where two people are alike."""
YEAR_DIGITS = 4
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")


def posting_again(content: Any, entry: PaperEntry) -> PostingSheet:
    """The wall sheet. Raises ValueError for strange facts, RuleError for what may not hang on a wall (any more)."""
    fields = thaw_fields(PostingSheet, content)
    if not _may_hang(fields):
        raise RuleError(
            "Tờ này không còn đúng quy tắc niêm yết hiện nay. Hãy hủy và lập tờ khác thay.", code="not_for_the_wall"
        )
    fields["letterhead"] = entered_letterhead(fields["letterhead"], entry)
    if entry.signer_name:
        fields["signatory"] = Signatory(entry.signer_lines, entry.signer_name)
    return PostingSheet(**fields, permit=papers._PERMIT)


def posting_paper(sheet: PostingSheet, body: str, first: date, last: date) -> PreparePaper:
    """What is kept of a wall sheet of `body` ("committee", "front"); its facts still to be packed."""
    return PreparePaper(
        kind=PaperKind.POSTING,
        body=body,
        title=f"Niêm yết: {sheet.subject[:1].lower()}{sheet.subject[1:]}",
        facts=b"",
        lines=len(sheet.rows),
        scope=sheet.village or "",
        month=sheet.month,
        shown_from=first,
        shown_until=last,
        sign=sheet.letterhead.sign,
    )


def _may_hang(fields: Mapping[str, Any]) -> bool:
    said = (fields["ground"], fields["body"], fields["window"], fields["objections_to"])
    if not all(any(character.isalnum() for character in text) for text in said):
        return False
    shown = (*said, fields["title"], fields["subject"], fields["village"] or "", *fields["recipients"])
    if any(mentions_hiv(text) for text in shown):
        return False
    rows: tuple[PostedRow, ...] = fields["rows"]
    numbers = [row.number for row in rows]
    return numbers == list(range(1, len(rows) + 1)) and all(_row_may_hang(row) for row in rows)


def _row_may_hang(row: PostedRow) -> bool:
    apart = _TOLD_APART.search(row.name)
    names = [row.name[: apart.start()] if apart else row.name, *([apart["head"]] if apart and apart["head"] else [])]
    if mentions_hiv(row.name):
        return False
    by_initials = _INITIALS.fullmatch(row.name) is not None
    if not all(_INITIALS.fullmatch(one) or (one and name_alone(one) == one and not holds_remark(one)) for one in names):
        return False
    if row.birth_year and (by_initials or not (row.birth_year.isdigit() and len(row.birth_year) == YEAR_DIGITS)):
        return False
    others = (row.village, row.gift)
    return not any(tells_condition(text) or mentions_hiv(text) or holds_number(text) for text in others)
