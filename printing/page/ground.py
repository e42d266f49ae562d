"""The fixed parts of a paper by NĐ 30/2020/NĐ-CP, Phụ lục I: letterhead, title, page number, signatures, recipients.

Each function draws from a given height down and returns the height reached. Must not decide what a paper says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.benefits.papers import Letterhead, Signatory
from models.store.vietnamese import tidy
from printing.page.faces import MissingGlyphError, Style, Weight, width_of, wrap
from printing.page.ink import Ink
from printing.page.sizes import (
    FIRST_LINE_INDENT,
    LEADING,
    MM,
    MOTTO_SIZE,
    NUMBER_SIZE,
    PAGE_NUMBER_FROM_TOP,
    PAGE_NUMBER_SIZE,
    PARAGRAPH_GAP,
    RECIPIENTS_HEAD_SIZE,
    RECIPIENTS_SIZE,
    STATE_NAME_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    Page,
)

STATE_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BODY_SHARE = 0.42
"""Share of the text width that the issuing body's block takes (ô 2, 3)."""
NATION_WIDTH = 94 * MM
"""Width of the state name's block (ô 1, 4), at the right margin."""
BODY_RULE_SHARE = 0.4
"""The line under the body and under the subject is one third to one half of the text."""
RULE_GAP = 3.0
HEAD_GAP = 8.0
SIGNATURE_ROOM = 22 * MM
"""Room for signature and seal."""
BASELINE_SHARE = 0.94
VILLAGE_MARK = " - "
"""Stands before the village in what a paper is about; a subject of two lines is broken there."""
LONGEST_BODY_LINE = 24
"""Capitals that fit on one line of the body's block."""
_COMMUNE_PART = re.compile(r"(?<=DÂN |NAM )(?:XÃ|PHƯỜNG|ĐẶC KHU|THỊ TRẤN) \S")

_NATION = Style(Weight.BOLD, STATE_NAME_SIZE)
_MOTTO = Style(Weight.BOLD, MOTTO_SIZE)
_SUPERIOR = Style(Weight.REGULAR, STATE_NAME_SIZE)
_BODY = Style(Weight.BOLD, STATE_NAME_SIZE)
_NUMBER = Style(Weight.REGULAR, NUMBER_SIZE)
_PLACE = Style(Weight.ITALIC, NUMBER_SIZE)
_TITLE = Style(Weight.BOLD, TITLE_SIZE)
_TEXT = Style(Weight.REGULAR, TEXT_SIZE)
_PAGE_NUMBER = Style(Weight.REGULAR, PAGE_NUMBER_SIZE)
_SIGNER = Style(Weight.BOLD, TEXT_SIZE)
_SIGN_HINT = Style(Weight.ITALIC, TEXT_SIZE - 1)
_RECIPIENTS_HEAD = Style(Weight.BOLD_ITALIC, RECIPIENTS_HEAD_SIZE)
_RECIPIENTS = Style(Weight.REGULAR, RECIPIENTS_SIZE)


def lines_of(text: str, style: Style, width: float, place: str) -> tuple[tuple[str, float], ...]:
    """Wrapped lines with their widths; raises RuleError naming `place` for a missing glyph."""
    try:
        return wrap(text, style, width)
    except MissingGlyphError as missing:
        raise missing.at(place) from None


def centred(ink: Ink, text: str, style: Style, middle: float, width: float, top: float, *, place: str) -> float:
    """Draw wrapped lines centred on `middle`; returns the height under them."""
    for line, line_width in lines_of(text, style, width, place):
        ink.text(middle - line_width / 2, top - BASELINE_SHARE * style.size, line, style, place=place)
        top -= style.size * LEADING
    return top


def letterhead(ink: Ink, head: Letterhead, top: float) -> float:
    """Ô 1 to 4: body and number on the left, state name, motto, place and date on the right."""
    page = ink.page
    nation_middle = page.text_right - NATION_WIDTH / 2
    body_width = min(page.text_width * BODY_SHARE, page.text_width - NATION_WIDTH)
    body_middle = page.left + body_width / 2
    y = centred(ink, STATE_NAME, _NATION, nation_middle, NATION_WIDTH, top, place="quốc hiệu")
    y = centred(ink, MOTTO, _MOTTO, nation_middle, NATION_WIDTH, y, place="tiêu ngữ")
    motto_half = width_of(MOTTO, _MOTTO) / 2
    ink.line(nation_middle - motto_half, y - RULE_GAP / 2, nation_middle + motto_half, y - RULE_GAP / 2)
    left_y = top
    if head.superior:
        superior = "\n".join(body_lines(head.superior))
        left_y = centred(ink, superior, _SUPERIOR, body_middle, body_width, left_y, place="cơ quan chủ quản")
    body = "\n".join(body_lines(head.body))
    left_y = centred(ink, body, _BODY, body_middle, body_width, left_y, place="cơ quan ban hành")
    last_line = lines_of(body, _BODY, body_width, "cơ quan ban hành")[-1:]
    rule_half = max([width for _, width in last_line], default=0.0) * BODY_RULE_SHARE / 2
    ink.line(body_middle - rule_half, left_y - RULE_GAP / 2, body_middle + rule_half, left_y - RULE_GAP / 2)
    y = min(y, left_y) - RULE_GAP - HEAD_GAP
    number_y = y
    if head.sign:
        number_y = centred(ink, number_line(head), _NUMBER, body_middle, body_width, y, place="số, ký hiệu")
    y = centred(ink, place_and_date(head), _PLACE, nation_middle, NATION_WIDTH, y, place="địa danh, ngày tháng")
    return min(y, number_y)


def body_lines(body: str) -> tuple[str, ...]:
    """A body in capitals, the commune's own name on a line of its own when the whole is long."""
    name = tidy(body).upper()
    found = _COMMUNE_PART.search(name)
    if found and len(name) > LONGEST_BODY_LINE:
        return name[: found.start()].strip(), name[found.start() :].strip()
    return (name,)


def number_line(head: Letterhead) -> str:
    """Ô 3, with room for the pen where no number is given; empty without a sign."""
    return f"Số: {head.number or '        '}/{head.sign}" if head.sign else ""


def place_and_date(head: Letterhead) -> str:
    """Ô 4, with room for the pen where no date is given; a day below 10 and a month below 3 get a zero before them."""
    if head.signed_on is None:
        return f"{head.place}, ngày ...... tháng ...... năm ........"
    day, month, year = head.signed_on.day, head.signed_on.month, head.signed_on.year
    return f"{head.place}, ngày {day:02d} tháng {f'{month:02d}' if month < 3 else month} năm {year}"


def title(ink: Ink, name: str, subject: str, top: float) -> float:
    """Ô 5a: the title and what it is about, with a line below."""
    middle = ink.page.left + ink.page.text_width / 2
    width = ink.page.text_width * 0.86
    y = centred(ink, name, _TITLE, middle, width, top - 14, place="tên loại")
    if len(lines_of(subject, _TITLE, width, "trích yếu")) > 1:
        subject = subject.replace(VILLAGE_MARK, "\n", 1)
    y = centred(ink, subject, _TITLE, middle, width, y, place="trích yếu")
    last = lines_of(subject or name, _TITLE, width, "trích yếu")[-1:]
    half = max([line_width for _, line_width in last], default=0.0) * BODY_RULE_SHARE / 2
    ink.line(middle - half, y - RULE_GAP, middle + half, y - RULE_GAP)
    return y - RULE_GAP - HEAD_GAP


def paragraph_height(page: Page, text: str, *, place: str, style: Style = _TEXT) -> float:
    """Height that `paragraph` takes, in points."""
    return len(_indented(text, style, page, place)) * style.size * LEADING + PARAGRAPH_GAP


def _indented(text: str, style: Style, page: Page, place: str) -> tuple[tuple[str, float], ...]:
    return lines_of(_indent(style) + text, style, page.text_width, place)


def _indent(style: Style) -> str:
    return "\u00a0" * round(FIRST_LINE_INDENT / width_of(" ", style))


def paragraph(ink: Ink, text: str, top: float, *, place: str, style: Style = _TEXT) -> float:
    """A justified paragraph over the text width with its first line indented."""
    page = ink.page
    lines = _indented(text, style, page, place)
    for number, (line, width) in enumerate(lines):
        gaps = line.count(" ")
        spread = (page.text_width - width) / gaps if gaps and number < len(lines) - 1 else 0.0
        start, shown = page.left, line
        if number == 0:
            shown = line.lstrip("\u00a0")
            start += width_of(_indent(style), style)
        ink.text(start, top - BASELINE_SHARE * style.size, shown, style, place=place, spread=spread)
        top -= style.size * LEADING
    return top - PARAGRAPH_GAP


def text_line(ink: Ink, text: str, style: Style, top: float, *, place: str, at_right: bool = False) -> float:
    """One line at the left margin, or ending at the right one."""
    x = ink.page.left
    if at_right:
        [(text, width)] = lines_of(text, style, ink.page.text_width, place)
        x = ink.page.text_right - width
    ink.text(x, top - BASELINE_SHARE * style.size, text, style, place=place)
    return top - style.size * LEADING


def page_number(ink: Ink) -> None:
    """Arabic, centred in the top margin, not on the first page."""
    if ink.page_count > 1:
        style, page = _PAGE_NUMBER, ink.page
        text = str(ink.page_count)
        x = page.left + (page.text_width - width_of(text, style)) / 2
        ink.text(x, page.height - PAGE_NUMBER_FROM_TOP, text, style, place="số trang")


def signatures_height(page: Page, signatories: Sequence[Signatory], recipients: Sequence[str] = ()) -> float:
    """Height that `signatures` needs, in points."""
    if not signatories and not recipients:
        return 0.0
    width = _signature_width(page, signatories, recipients)
    signing = max((_signature_height(signatory, width) for signatory in signatories), default=0.0)
    listing = RECIPIENTS_HEAD_SIZE * LEADING + len(recipients) * RECIPIENTS_SIZE * LEADING if recipients else 0.0
    return HEAD_GAP + max(signing, listing)


def _signature_width(page: Page, signatories: Sequence[Signatory], recipients: Sequence[str]) -> float:
    """Width of one column; a single signature keeps to the right half, and recipients take a column of their own."""
    return page.text_width / max(len(signatories) + (1 if recipients or len(signatories) == 1 else 0), 1)


def _signature_height(signatory: Signatory, width: float) -> float:
    titles = sum(len(lines_of(line, _SIGNER, width, "chức vụ người ký")) for line in signatory.titles)
    names = len(lines_of(signatory.name, _SIGNER, width, "họ tên người ký")) or 1
    return (titles + names) * TEXT_SIZE * LEADING + _SIGN_HINT.size * LEADING + SIGNATURE_ROOM


def signatures(ink: Ink, signatories: Sequence[Signatory], top: float, recipients: Sequence[str] = ()) -> None:
    """Ô 7 in one to four columns from `top` down; with recipients (ô 9b) the left column is theirs."""
    page = ink.page
    top -= HEAD_GAP
    if recipients:
        y = text_line(ink, "Nơi nhận:", _RECIPIENTS_HEAD, top, place="nơi nhận")
        for recipient in recipients:
            y = text_line(ink, f"- {recipient}", _RECIPIENTS, y, place="nơi nhận")
    width = _signature_width(page, signatories, recipients)
    first = round(page.text_width / width) - len(signatories)
    for index, signatory in enumerate(signatories):
        _signature(ink, signatory, page.left + (first + index + 0.5) * width, width, top)


def _signature(ink: Ink, signatory: Signatory, middle: float, width: float, top: float) -> None:
    y = top
    for line in signatory.titles:
        y = centred(ink, line, _SIGNER, middle, width, y, place="chức vụ người ký")
    if signatory.hint:
        y = centred(ink, signatory.hint, _SIGN_HINT, middle, width, y, place="hướng dẫn ký")
    if signatory.name:
        centred(ink, signatory.name, _SIGNER, middle, width, y - SIGNATURE_ROOM, place="họ tên người ký")
