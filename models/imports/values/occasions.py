"""What kind of occasion a list or a remark speaks of, where it is not the monthly payment to living people.

A list of gifts holds sums that are paid once; a list of people taken off, or a remark that somebody died, must not
start a payment. Nothing is decided here: the row is told, its sum is not taken for a monthly benefit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from models.imports.values.flaws import WARNING, Flaw, quote
from models.store.vietnamese import search_text

_ONCE = re.compile(
    r"\b(?:tang|nhan|cap|phat|trao|chi|suat) qua\b|\bqua (?:tet|tang|cua|nhan|trung thu|cho)\b|mung tho|chuc tho|"
    r"tham hoi|cuu tro|cuu doi|dot xuat|mot lan\b|\b1 lan\b|mai tang|tet nguyen dan|trung thu|ho tro khan cap"
)
_MONTHLY = re.compile(
    r"hang thang|hang thang|thang \d{1,2}\b(?! (?:ngay|am))|tro cap xa hoi|bao tro xa hoi|huu tri xa hoi"
)
_LEAVING = re.compile(
    r"\b(?:danh sach|ds|doi tuong|nguoi|phan|truong hop|so)?\s*(?:\w+ ){0,4}"
    r"\b(?:giam|cat giam|cat|thoi huong|thoi tro cap|dung tro cap|dung huong|ngung|cham dut)\b"
)
_NOT_LEAVING = re.compile(r"\btang\b|giam (?:ngheo|doc|sat|ho|dinh|nhe|thieu)|mien giam|giam va tang")
_GONE = re.compile(
    r"\b(?:da )?(?:chet|qua doi|tu tran)\b|\bda mat\b|^mat\b(?! (?:cccd|cmnd|giay|the|suc|tich|kha|ngu|nguon|viec))|"
    r"\b(?:da )?chuyen (?:di|khau|noi|ve)\b|\bcat (?:giam|tro cap)|thoi huong|dung (?:tro cap|huong)"
)


def pays_once(titles: Iterable[str], header: str) -> bool:
    """Whether the titles of a list, or the header of its sums, speak of a gift or another single payment."""
    words = search_text(" ".join((*titles, header)))
    return bool(_ONCE.search(words)) and not _MONTHLY.search(words)


@lru_cache(maxsize=2_000)
def takes_off(title: str) -> bool:
    """Whether a title or a heading says that the people below it are taken off the payment."""
    words = search_text(title)
    return bool(_LEAVING.search(words)) and not _NOT_LEAVING.search(words)


@lru_cache(maxsize=20_000)
def gone_flaw(remark: str | None) -> Flaw | None:
    """Warning `person_gone`: the list itself says that the person died, moved or is no longer paid."""
    if not remark or not _GONE.search(search_text(remark)):
        return None
    message = f"Danh sách ghi {quote(remark)}: xem người này còn hưởng không; khoản trợ cấp của dòng này không ghi."
    return Flaw("person_gone", message, WARNING)


ONCE = Flaw("paid_once", "Danh sách quà hoặc chi một lần: số tiền không ghi thành trợ cấp hằng tháng.", WARNING)
TAKEN_OFF = Flaw("taken_off", "Danh sách giảm, thôi hưởng: khoản trợ cấp của dòng này không ghi.", WARNING)
