"""Decisions and proposals as PDF by NĐ 30/2020/NĐ-CP: one person in the text, several in an annex that lies across.

Promises: every string is checked against the font; a secret decision has no annex, because its facts hold one person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from models.benefits.entitlements.papers import MONEY_KINDS, DecidedPerson, DecisionPaper
from models.store.dates import month_display
from models.store.money import amount_in_words, format_amount, format_coefficient
from printing.benefits import decision_words as words
from printing.benefits.lists import Annex, ListTable, paint_annex
from printing.benefits.payment_columns import UNIT_NOTE, Cell, PaymentColumn, PaymentRow
from printing.page import ground
from printing.page.faces import Style, Weight
from printing.page.flow import ITALIC, Flow
from printing.page.ink import Ink
from printing.page.sizes import PARAGRAPH_GAP, PORTRAIT, TITLE_SIZE
from printing.page.table import Align, Role

ANNEX_TITLE = "DANH SÁCH"
SIGNING = "tháng ký"
ANNEX_TEXT_SIZE = 9.0
_TITLE = Style(Weight.BOLD, TITLE_SIZE)
_C, _L, _R = Align.CENTER, Align.LEFT, Align.RIGHT
_WHO = (
    PaymentColumn("STT", 9, _C, characters=6),
    PaymentColumn("Mã đối tượng", 16, _C, characters=12),
    PaymentColumn("Họ và tên", 48, _L, characters=26),
    PaymentColumn("Ngày sinh", 18, _C, characters=12),
    PaymentColumn("Số định danh cá nhân", 23, _C, characters=15),
    PaymentColumn("Thôn, tổ dân phố", 30, _L, characters=20),
)
_FACTOR = PaymentColumn("Hệ số", 9, _C, characters=7)
_OLD = PaymentColumn("Mức cũ", 16, _R, amounts=True, characters=13)
_AMOUNT = PaymentColumn("Mức mới", 16, _R, amounts=True, characters=13)
_SINCE = PaymentColumn("Từ tháng", 16, _C, characters=10)
_WHY = PaymentColumn("Lý do", 30, _L, characters=36)
_MONTHLY = (_FACTOR, _OLD, _AMOUNT, _SINCE)
_NEW = (_FACTOR, PaymentColumn("Mức hưởng", 16, _R, amounts=True, characters=13), _SINCE)
_ENDING = (PaymentColumn("Mức đang hưởng", 18, _R, amounts=True, characters=13), _SINCE, _WHY)
_SUMS = (
    PaymentColumn("Số tiền", 18, _R, amounts=True, characters=14),
    PaymentColumn("Người nhận", 30, _L, characters=26),
    _WHY,
)
_Columns = tuple[PaymentColumn, ...]


def decision_pdf(paper: DecisionPaper, *, printed_at: datetime, foot: str = "") -> bytes:
    """The decision or proposal. `printed_at` (with a time zone) dates the document; same facts and date, same bytes.

    Raises RuleError for a character that the font lacks.
    """
    title = title_of(paper)
    ink = Ink(PORTRAIT, title=f"{title.capitalize()} - {paper.subject}", printed_at=printed_at, foot=foot)
    ink.begin_page()
    y = ground.letterhead(ink, paper.letterhead, PORTRAIT.text_top)
    flow = Flow(ink, ground.title(ink, title, paper.subject, y))
    if paper.proposal:
        _proposal(flow, paper)
    else:
        _decision(flow, paper)
    if not paper.single:
        paint_annex(ink, annex_of(paper))
    return ink.finish()


def title_of(paper: DecisionPaper) -> str:
    """The kind of paper, in capitals."""
    return "TỜ TRÌNH" if paper.proposal else "QUYẾT ĐỊNH"


def _decision(flow: Flow, paper: DecisionPaper) -> None:
    flow.centred(words.authority(paper), _TITLE, place="thẩm quyền ban hành")
    flow.gap(PARAGRAPH_GAP)
    for ground_words in words.grounds(paper):
        flow.paragraph(ground_words, place="căn cứ", style=ITALIC)
    flow.gap(PARAGRAPH_GAP / 2)
    flow.centred("QUYẾT ĐỊNH:", _TITLE, place="tên loại")
    flow.gap(PARAGRAPH_GAP)
    articles = words.articles(paper)
    for number, article in enumerate(articles[:-1], start=1):
        flow.paragraph(article, place=f"Điều {number}", head=f"Điều {number}.")
    last = len(articles)
    flow.closing(articles[-1], (paper.signatory,), paper.recipients, place=f"Điều {last}", head=f"Điều {last}.")


def _proposal(flow: Flow, paper: DecisionPaper) -> None:
    flow.centred(words.addressed(paper), Style(Weight.REGULAR, TITLE_SIZE), place="nơi gửi")
    flow.gap(2 * PARAGRAPH_GAP)
    for ground_words in words.grounds(paper):
        flow.paragraph(ground_words, place="căn cứ", style=ITALIC)
    *body, last = words.request(paper)
    for text in body:
        flow.paragraph(text, place="nội dung trình")
    flow.closing(last, (paper.signatory,), paper.recipients, place="nội dung trình")


def annex_of(paper: DecisionPaper) -> Annex:
    """The list of people."""
    shape = _shape(paper)
    columns = (*_WHO, *shape)
    said = f"Danh sách có {_count(paper)}."
    if paper.total:
        said = f"{said} Bằng chữ: {amount_in_words(paper.total)}."
    rows = (*_rows(paper, shape), _sum_row(paper, len(columns)))
    unit = "" if shape is _ENDING else UNIT_NOTE
    table = ListTable(columns, rows, (said,), landscape=True, size=ANNEX_TEXT_SIZE, unit=unit)
    return Annex(ANNEX_TITLE, paper.subject, words.annex_source(paper), table)


def _shape(paper: DecisionPaper) -> _Columns:
    """The columns after those of the person: of a sum, of an ending, of so much a month with or without the old sum."""
    if paper.kind in MONEY_KINDS:
        return _SUMS
    if any(step.amount is not None for person in paper.people for step in person.steps):
        return _MONTHLY if any(person.before for person in paper.people) else _NEW
    return _ENDING


def _count(paper: DecisionPaper) -> str:
    """How many people, and benefits where somebody has several."""
    more = f", {format_amount(len(paper.people))} chế độ" if len(paper.people) != paper.heads else ""
    return f"{format_amount(paper.heads)} người{more}"


def _rows(paper: DecisionPaper, shape: _Columns) -> Iterator[PaymentRow]:
    """The people under a heading for each ground, so that a line of the list is one line of text."""
    grounds = dict.fromkeys((person.what, person.clause) for person in paper.people)
    number = 0
    for ground_of in sorted(grounds):
        heading = ": ".join(part for part in ground_of if part)
        if heading:
            yield PaymentRow((heading,), Role.SECTION, (len(_WHO) + len(shape),))
        for person in paper.people:
            if (person.what, person.clause) == ground_of:
                number += 1
                yield from _person_rows(paper, person, number, shape)


def _person_rows(paper: DecisionPaper, person: DecidedPerson, number: int, shape: _Columns) -> Iterator[PaymentRow]:
    name = f"{person.name} (người nhận: {person.other})" if person.other else person.name
    who: tuple[Cell, ...] = (str(number), person.code, name, person.born, person.id_number, person.village)
    for step, cells in enumerate(_step_cells(paper, person, shape)):
        yield PaymentRow((*(who if step == 0 else (None,) * len(who)), *cells))


def _step_cells(paper: DecisionPaper, person: DecidedPerson, shape: _Columns) -> Iterator[tuple[Cell, ...]]:
    before = person.before
    for step in person.steps:
        month = paper.month_of(person, step)
        since = month_display(month) if month is not None else SIGNING if person.by_signing else ""
        amount, old = step.amount, before or None
        factor = "" if step.coefficient is None else format_coefficient(step.coefficient)
        if shape is _SUMS:
            yield amount, person.other or person.name, person.why
        elif shape is _ENDING:
            yield old, since, person.why or paper.reason
        else:
            yield (factor, old, amount, since) if shape is _MONTHLY else (factor, amount, since)
        before = step.amount


def _sum_row(paper: DecisionPaper, columns: int) -> PaymentRow:
    """The number of people, and the sum where there is one: under the last amounts."""
    label = f"TỔNG CỘNG: {_count(paper)}"
    if not paper.total:
        return PaymentRow((label,), Role.TOTAL, (columns,))
    after = 2 if paper.kind in MONEY_KINDS else 1
    before = columns - after - 1
    return PaymentRow((label, paper.total, *[None] * after), Role.TOTAL, (before, 1, *[1] * after))
