"""What the words of a result cell say: received, not received, received in part, or nothing that is clear."""

from __future__ import annotations

import re
from typing import Final

from models.benefits.months.returns import Told
from models.store.vietnamese import search_text, tidy

_PARTLY: Final = re.compile(r"mot phan|1 phan|nhan thieu|chi thieu|con thieu")
_UNPAID: Final = re.compile(
    r"\bchua\b|\bkhong\b|\bko\b|\bk nhan\b|that bai|\bloi\b|\bsai\b|tra lai|hoan (?:tra|lai|tien)|tu choi|\bvang\b|"
    r"\bchet\b|\bmat\b|qua doi|tu tran|chuyen (?:di|noi|ve)\b|di xa|di vang|\bkhoa\b|\bdong (?:tk|tai khoan)\b|huy\b|"
    r"\bfail|\breject|\breturn|\berror|\bunpaid|\bno\b|^n$"
)
_PAID: Final = re.compile(
    r"\bda\b|thanh cong|hoan (?:thanh|tat)|\bnhan\b|\bky\b|\bdu\b|\bxong\b|\bco\b|success|\bok\b|complete|"
    r"\bpaid\b|\byes\b|^y$|^x+$|^v$|^1$|^true$|^done$"
)
_MARKS: Final = frozenset("✓✔☑√")


def understand_result(text: str) -> Told:
    """What a result cell says. "đã chết" and "đã trả lại" are not received; a word that is not known is not clear."""
    shown = tidy(text)
    if not shown:
        return Told.BLANK_CELL
    if shown in _MARKS:
        return Told.PAID
    folded = search_text(shown)
    if _PARTLY.search(folded):
        return Told.PARTLY
    if _UNPAID.search(folded):
        return Told.UNPAID
    return Told.PAID if _PAID.search(folded) else Told.UNKNOWN_WORD


def is_ticked(text: str) -> bool:
    """Whether a cell of a tick column is ticked: anything but nothing, a dash, zero or "không"."""
    return search_text(tidy(text)) not in ("", "-", "--", "0", "khong", "ko", "false", "n", "no")
