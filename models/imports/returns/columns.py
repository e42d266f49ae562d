"""What the columns of the payment organisation's file mean, by their headers and by what stands below them.

The file comes as the bank or the post office makes it. Promises: one meaning per column, the clerk may set any of them
otherwise; a column that nobody understands is left alone, never guessed to be the result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.imports.lists.headers import fold_header
from models.imports.values.amounts import parse_amount
from models.imports.workbook.cells import Cell, text_of


class ReturnMeaning(StrEnum):
    """What a column tells."""

    IGNORE = "ignore"
    CODE = "code"
    ID_NUMBER = "id_number"
    ACCOUNT = "account"
    NAME = "name"
    LISTED = "listed"
    PAID = "paid"
    UNPAID = "unpaid"
    RESULT = "result"
    TICK_PAID = "tick_paid"
    TICK_UNPAID = "tick_unpaid"
    REASON = "reason"
    PAID_ON = "paid_on"


MEANING_LABELS: Final[dict[str, str]] = {
    ReturnMeaning.IGNORE: "Không dùng",
    ReturnMeaning.CODE: "Mã đối tượng",
    ReturnMeaning.ID_NUMBER: "Số định danh",
    ReturnMeaning.ACCOUNT: "Số tài khoản",
    ReturnMeaning.NAME: "Họ tên",
    ReturnMeaning.LISTED: "Số tiền phải chi",
    ReturnMeaning.PAID: "Số tiền đã chi",
    ReturnMeaning.UNPAID: "Số tiền chưa chi",
    ReturnMeaning.RESULT: "Kết quả",
    ReturnMeaning.TICK_PAID: "Đánh dấu đã nhận",
    ReturnMeaning.TICK_UNPAID: "Đánh dấu chưa nhận",
    ReturnMeaning.REASON: "Lý do, ghi chú",
    ReturnMeaning.PAID_ON: "Ngày chi",
}
KEYS: Final = frozenset({ReturnMeaning.CODE, ReturnMeaning.ID_NUMBER, ReturnMeaning.ACCOUNT})
ANSWERS: Final = frozenset(
    {
        ReturnMeaning.RESULT,
        ReturnMeaning.TICK_PAID,
        ReturnMeaning.TICK_UNPAID,
        ReturnMeaning.PAID,
        ReturnMeaning.UNPAID,
    }
)

_NOT_YET = r"chua (?:nhan|chi|tra|linh|lanh|phat|thanh toan)|khong (?:nhan|chi|thanh cong)|con lai|ton|hoan tra|tra lai"
_DONE = (
    r"da (?:nhan|chi|tra|linh|lanh|phat|thanh toan|chuyen)|thuc (?:chi|nhan|tra|linh|phat)|"
    r"tra thanh cong|chi thanh cong"
)
_SUM = r"(?:so tien|tien|kinh phi|gia tri)\b"
_MONEY_WORD = r"\b(?:so tien|tien|dong)\b"
_RULES: Final[tuple[tuple[re.Pattern[str], ReturnMeaning], ...]] = tuple(
    (re.compile(words), meaning)
    for meaning, words in (
        (ReturnMeaning.IGNORE, r"^(?:stt|tt|so tt|so thu tu|no|#)$"),
        (
            ReturnMeaning.PAID_ON,
            r"^(?:ngay|thoi gian|gio|thoi diem).*(?:chi|nhan|tra|phat|giao dich|hach toan|gd|linh)",
        ),
        (ReturnMeaning.IGNORE, r"chu (?:tai khoan|tk)|ten (?:tai khoan|tk)"),
        (ReturnMeaning.ACCOUNT, r"\bstk\b|so (?:tai khoan|tk)|tai khoan|\baccount\b|beneficiary acc"),
        (
            ReturnMeaning.IGNORE,
            r"ngan hang|\bbank\b|chi nhanh|\bma (?:gd|giao dich|but toan|loi|ket qua)\b|so but toan",
        ),
        (ReturnMeaning.REASON, r"ly do|dien giai|ghi chu|nguyen nhan|noi dung loi|mo ta|\breason\b|remark|note"),
        (ReturnMeaning.RESULT, r"ket qua|trang thai|tinh trang|\bstatus\b|\bresult\b"),
        (ReturnMeaning.UNPAID, rf"{_SUM}.*(?:{_NOT_YET})|(?:{_NOT_YET}).*{_MONEY_WORD}"),
        (ReturnMeaning.PAID, rf"{_SUM}.*(?:{_DONE})|(?:{_DONE}).*{_MONEY_WORD}"),
        (ReturnMeaning.TICK_UNPAID, _NOT_YET),
        (ReturnMeaning.TICK_PAID, _DONE),
        (ReturnMeaning.TICK_PAID, r"ky (?:nhan|ten)|chu ky|nguoi nhan ky"),
        (
            ReturnMeaning.CODE,
            r"\bma (?:so )?(?:doi tuong|dt|nguoi|kh|khach hang|chi tra|tham chieu|so)\b|^ma$|ma so$|\bref",
        ),
        (ReturnMeaning.ID_NUMBER, r"cccd|can cuoc|dinh danh|cmnd|cmt\b|chung minh|giay to|gttt|\bid\b"),
        (
            ReturnMeaning.NAME,
            r"ho (?:va )?ten|^ten\b|ten (?:doi tuong|nguoi huong|khach hang|nguoi nhan)|"
            r"nguoi (?:huong|nhan|thu huong)$|^name|beneficiary",
        ),
        (
            ReturnMeaning.LISTED,
            r"so tien|tong (?:cong|tien|so|nhan)|thanh tien|muc (?:huong|tro cap)|phai chi|duoc (?:nhan|linh)|"
            r"amount|tong$",
        ),
    )
)
_ONLY_ONCE: Final = frozenset(ReturnMeaning) - {ReturnMeaning.IGNORE, ReturnMeaning.REASON}


@dataclass(frozen=True, slots=True)
class ReturnColumn:
    """One column: its place from 0, its header as shown and what it means."""

    place: int
    header: str
    meaning: ReturnMeaning


def understand_columns(
    headers: Mapping[int, str], below: Mapping[int, Sequence[Cell]], wanted: Mapping[int, ReturnMeaning] | None = None
) -> tuple[ReturnColumn, ...]:
    """The meaning of each column; `wanted` are the clerk's own choices by place.

    Of two columns of one meaning the one the clerk chose counts, else the last total ("tổng cộng") or the first.
    """
    chosen = dict(wanted or {})
    meanings = {place: chosen.get(place) or _guess(header, below.get(place, ())) for place, header in headers.items()}
    for meaning in _ONLY_ONCE:
        places = [place for place in sorted(meanings) if meanings[place] is meaning]
        kept = next((place for place in places if place in chosen), None)
        if kept is None and places:
            kept = places[-1] if meaning is ReturnMeaning.LISTED else places[0]
        for place in places:
            if place != kept:
                meanings[place] = ReturnMeaning.IGNORE
    return tuple(ReturnColumn(place, headers[place], meanings[place]) for place in sorted(headers))


def _guess(header: str, cells: Sequence[Cell]) -> ReturnMeaning:
    folded = fold_header(header)
    meaning = next((meaning for words, meaning in _RULES if words.search(folded)), ReturnMeaning.IGNORE)
    filled = [cell for cell in cells if text_of(cell).strip()]
    if meaning in (ReturnMeaning.TICK_PAID, ReturnMeaning.TICK_UNPAID):
        if not filled and re.search(r"ky (?:nhan|ten)|chu ky", folded):
            return ReturnMeaning.IGNORE  # an empty column for signatures is no answer
        if filled and all(parse_amount(cell)[0] is not None for cell in filled):
            return ReturnMeaning.PAID if meaning is ReturnMeaning.TICK_PAID else ReturnMeaning.UNPAID
    return meaning
