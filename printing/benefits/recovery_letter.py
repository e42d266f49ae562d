"""The letter that asks for money paid without being due, as PDF: A4 portrait, one page."""

from __future__ import annotations

from datetime import datetime

from models.benefits.events.papers import RecoveryLetter
from models.benefits.secrecy import NEUTRAL_LABEL
from models.store.money import amount_in_words, format_amount
from printing.page import ground
from printing.page.faces import Style, Weight
from printing.page.ink import Ink
from printing.page.sizes import PORTRAIT, TEXT_SIZE

LETTER_TITLE = "THÔNG BÁO"
LETTER_SUBJECT = "Về việc nộp lại tiền trợ cấp đã chi"
_TO = Style(Weight.BOLD, TEXT_SIZE)


def paragraphs(letter: RecoveryLetter) -> tuple[str, ...]:
    """What the letter says, paragraph by paragraph."""
    whose = f"ông (bà) {letter.person}, mã đối tượng {letter.code}"
    where = f", {letter.village}" if letter.village else ""
    said = [
        f"Qua rà soát, {NEUTRAL_LABEL.lower()} đã chi cho {whose}{where} các tháng {letter.months} với số tiền "
        f"{format_amount(letter.amount)} đồng (bằng chữ: {amount_in_words(letter.amount)}) là khoản không được hưởng.",
        f"Lý do: {letter.why}",
    ]
    if letter.back:
        said.append(
            f"Đến nay đã nộp lại {format_amount(letter.back)} đồng; còn phải nộp {format_amount(letter.left)} đồng "
            f"(bằng chữ: {amount_in_words(letter.left)})."
        )
    return (
        *said,
        f"Đề nghị nộp lại số tiền {format_amount(letter.left)} đồng trước ngày {letter.pay_by:%d/%m/%Y} tại "
        f"{letter.contact}, bằng tiền mặt hoặc chuyển khoản. Khi nộp mang theo thông báo này và giấy tờ tùy thân.",
        "Nếu có khó khăn, ông (bà) và gia đình có thể đề nghị nộp dần, hoặc đồng ý trừ vào khoản được hưởng các tháng "
        "sau theo quyết định thu hồi.",
        f"Nếu thấy thông báo chưa đúng, xin phản ánh hoặc khiếu nại với {letter.contact}.",
    )


def recovery_letter_pdf(letter: RecoveryLetter, *, printed_at: datetime, foot: str = "") -> bytes:
    """The letter; `printed_at` (with a time zone) dates the document. Same facts, date and foot, same bytes.

    Raises RuleError for a character that the font lacks.
    """
    ink = Ink(PORTRAIT, title=LETTER_SUBJECT, printed_at=printed_at, foot=foot)
    ink.begin_page()
    y = ground.letterhead(ink, letter.letterhead, PORTRAIT.text_top)
    y = ground.title(ink, LETTER_TITLE, LETTER_SUBJECT, y)
    middle = PORTRAIT.left + PORTRAIT.text_width / 2
    y = ground.centred(ink, f"Kính gửi: {letter.to}", _TO, middle, PORTRAIT.text_width, y, place="kính gửi") - 8
    for text in paragraphs(letter):
        y = ground.paragraph(ink, text, y, place="nội dung thông báo")
    ground.signatures(ink, (letter.signatory,), y, letter.recipients)
    return ink.finish()
