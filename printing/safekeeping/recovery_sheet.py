"""The recovery sheet: what opens the store when every password is forgotten, on paper that outlives the machine.

One page with the whole key, or one page for each of three shares of which two are needed. Groups are large, what the
code says stands beside it in letters, and the sheet tells a stranger what it is for, where to keep it and how to use
it. It bears no name and nothing personal; whoever holds it must be trusted, so it tells that too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import segno

from printing.page.faces import Style, Weight, width_of
from printing.page.ground import centred, paragraph, text_line
from printing.page.ink import OFFICE_ZONE, Ink
from printing.page.sizes import MM, PORTRAIT, TEXT_SIZE

GROUPS_A_ROW = 5
GROUP_ROW = 17 * MM
WORDS_A_ROW = 4
WORD_ROW = 8.2 * MM
QR_SIDE = 44 * MM
QR_QUIET = 4
"""Empty modules around the code (ISO/IEC 18004)."""
BOX_SIDE = 5 * MM
SECTION_GAP = 8.0

_TITLE = Style(Weight.BOLD, 20.0)
_SUBJECT = Style(Weight.BOLD, 14.0)
_GROUP = Style(Weight.BOLD, 22.0)
_WORD = Style(Weight.BOLD, 14.0)
_SMALL = Style(Weight.REGULAR, 10.0)
_HEAD = Style(Weight.BOLD, TEXT_SIZE)
_TEXT = Style(Weight.REGULAR, 12.0)

WHAT_FOR = (
    "Mở Sổ An Sinh khi mọi người đều quên mật khẩu, hoặc khi máy hỏng và chỉ còn bản sao lưu. Không có phiếu này và "
    "không có mật khẩu thì không ai, kể cả người viết chương trình, mở được sổ."
)
WHOLE_KEEP = (
    "Cất trong két hoặc tủ có khóa của cơ quan, trong phong bì dán kín, không để chung với USB sao lưu. Không chụp "
    "ảnh, không gửi qua mạng, không gõ vào nơi nào khác ngoài chương trình. Ai có phiếu này cùng với máy hoặc một bản "
    "sao lưu thì đọc được toàn bộ sổ."
)
SHARE_KEEP = (
    "Ba mảnh cất ở ba nơi: cán bộ phụ trách, lãnh đạo, lưu trữ của cơ quan. Cần hai mảnh bất kỳ mới mở được sổ; một "
    "mảnh không mở được gì, và mất một mảnh vẫn mở được. Mỗi mảnh để trong phong bì dán kín, trong tủ có khóa; không "
    "chụp ảnh, không gửi qua mạng."
)
WHOLE_USE = (
    "Ở cửa sổ mở sổ, chọn “Mở bằng phiếu khôi phục”, gõ mười nhóm chữ ở trên (chữ hoa hay chữ thường đều được) hoặc "
    "quét mã bằng máy đọc. Sau đó chương trình buộc đặt mật khẩu mới."
)
SHARE_USE = (
    "Ở cửa sổ mở sổ, chọn “Mở bằng phiếu khôi phục”, rồi “Hai trong ba mảnh”; gõ các từ của hai mảnh theo thứ tự, "
    "hoặc quét mã của từng mảnh. Sau đó chương trình buộc đặt mật khẩu mới. Các từ theo chuẩn SLIP-39."
)
WHEN_LOST = (
    "Mất phiếu hoặc ngờ có người đã xem: vào Cài đặt, Bảo mật, chọn “Làm phiếu mới”. Phiếu này khi ấy hết hiệu lực với "
    "sổ, nhưng vẫn mở được các bản sao lưu làm trước đó: hãy hủy nó."
)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What stands on the sheet: `sheet` its handle ("phieu-1"), `store` a short mark of the store, nothing personal.

    `groups` and `code` for the whole key; `shares` (three texts of words) instead for one that is split.
    """

    sheet: str
    store: str
    groups: tuple[str, ...] = ()
    code: str = ""
    shares: tuple[str, ...] = ()


def recovery_pdf(facts: SheetFacts, *, printed_at: datetime) -> bytes:
    """The sheet as PDF: one page, or one page a share. Made in this process: the worker never holds a key."""
    ink = Ink(PORTRAIT, title="Phiếu khôi phục", printed_at=printed_at)
    day = printed_at.astimezone(OFFICE_ZONE).strftime("%d/%m/%Y")
    foot = f"Phiếu {facts.sheet} của sổ {facts.store}, lập ngày {day}."
    if not facts.shares:
        _whole(ink, facts, foot)
    for number, share in enumerate(facts.shares, start=1):
        _share(ink, share, f"Mảnh {number} trong {len(facts.shares)} mảnh (cần hai mảnh để mở sổ)", foot)
    return ink.finish()


def _whole(ink: Ink, facts: SheetFacts, foot: str) -> None:
    top = _begin(ink, "Khóa đầy đủ: một phiếu này mở được sổ")
    top = _groups(ink, facts.groups, top)
    top = _code(ink, facts.code, top)
    _tell(ink, top, foot, keep=WHOLE_KEEP, use=WHOLE_USE)


def _share(ink: Ink, share: str, subject: str, foot: str) -> None:
    top = _begin(ink, subject)
    top = _words(ink, share.split(), top)
    top = _code(ink, share.upper(), top)
    top = _tell(ink, top, foot, keep=SHARE_KEEP, use=SHARE_USE)
    text_line(ink, "Nơi giữ mảnh này (ghi tay): ................................................", _TEXT, top, place="")


def _begin(ink: Ink, subject: str) -> float:
    ink.begin_page()
    page = ink.page
    middle = page.left + page.text_width / 2
    top = centred(ink, "PHIẾU KHÔI PHỤC", _TITLE, middle, page.text_width, page.text_top, place="tên phiếu")
    top = centred(ink, "Sổ An Sinh", _SUBJECT, middle, page.text_width, top, place="tên phiếu")
    return centred(ink, subject, _TEXT, middle, page.text_width, top - 2, place="tên phiếu") - SECTION_GAP


def _groups(ink: Ink, groups: tuple[str, ...], top: float) -> float:
    """Each group under its number, in rows of five."""
    page = ink.page
    column = page.text_width / GROUPS_A_ROW
    for index, group in enumerate(groups):
        row, place = divmod(index, GROUPS_A_ROW)
        middle = page.left + (place + 0.5) * column
        head = top - row * GROUP_ROW
        number = str(index + 1)
        ink.text(middle - width_of(number, _SMALL) / 2, head - _SMALL.size, number, _SMALL, place="nhóm")
        width = width_of(group, _GROUP)
        ink.text(middle - width / 2, head - _SMALL.size - _GROUP.size, group, _GROUP, place="nhóm")
    return top - (len(groups) + GROUPS_A_ROW - 1) // GROUPS_A_ROW * GROUP_ROW


def _words(ink: Ink, words: list[str], top: float) -> float:
    """Numbered words, to be read from left to right."""
    page = ink.page
    column = page.text_width / WORDS_A_ROW
    for index, word in enumerate(words):
        row, place = divmod(index, WORDS_A_ROW)
        left, base = page.left + place * column, top - row * WORD_ROW - _WORD.size
        ink.text(left, base, f"{index + 1}.", _SMALL, place="chữ")
        ink.text(left + 7 * MM, base, word, _WORD, place="chữ")
    return top - (len(words) + WORDS_A_ROW - 1) // WORDS_A_ROW * WORD_ROW - SECTION_GAP


def _code(ink: Ink, text: str, top: float) -> float:
    """The QR code, centred; a middling share of damage can be read through."""
    rows = [bytes(row) for row in segno.make(text, error="q", micro=False).matrix]
    module = QR_SIDE / (len(rows) + 2 * QR_QUIET)
    left = ink.page.left + (ink.page.text_width - QR_SIDE) / 2 + QR_QUIET * module
    for number, row in enumerate(rows):
        base = top - (QR_QUIET + number + 1) * module
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                ink.fill(left + start * module, base, (end - start) * module, module)
            start = end + 1
    return top - QR_SIDE


def _tell(ink: Ink, top: float, foot: str, *, keep: str, use: str) -> float:
    for head, text in (("Để làm gì", WHAT_FOR), ("Cất ở đâu", keep), ("Dùng thế nào", use), ("Khi mất", WHEN_LOST)):
        top = text_line(ink, head, _HEAD, top, place="lời dặn")
        top = paragraph(ink, text, top, place="lời dặn", style=_TEXT)
    return text_line(ink, foot, _SMALL, top - 2, place="chân phiếu")
