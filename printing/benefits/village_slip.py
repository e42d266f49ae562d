"""The village slip as PDF: A4 portrait, one village after another, each beginning on its own page.

Prints what the `SlipSheet` holds and nothing else: code, name, birth year, boxes to tick, lines for who is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.benefits.events.papers import NEW_LINES, SlipSheet
from models.store.dates import month_display
from models.store.errors import RuleError
from printing.page import ground
from printing.page.faces import Style, Weight
from printing.page.ink import Ink
from printing.page.painter import Closing, paint_table
from printing.page.sizes import MM, PAGE_NUMBER_FROM_TOP, PORTRAIT, TEXT_SIZE
from printing.page.table import Align, Column, HeaderCell, Part, Role, Row, Table, styles

SLIP_TITLE = "PHIẾU BÁO BIẾN ĐỘNG NGƯỜI HƯỞNG TRỢ CẤP"
SLIP_TEXT_SIZE = 11.0
LINE_HEIGHT = 7.0 * MM
"""Room to tick and to write a day by hand."""
SIDE_PADDING = 0.7 * MM
NEW_HEADING = "Người mới cần xét hưởng (ghi họ tên, năm sinh, hoàn cảnh)"
COLUMNS: tuple[Part, ...] = (
    ("STT", 11, Align.CENTER),
    ("Mã", 21, Align.CENTER),
    ("Họ và tên", 42, Align.LEFT),
    ("Năm sinh", 13, Align.CENTER),
    ("Không đổi", 15, Align.CENTER),
    ("Đã mất", 12, Align.CENTER),
    ("Chuyển đi", 17, Align.CENTER),
    ("Ngày", 15, Align.CENTER),
    ("Nơi đến, ghi chú", 28, Align.LEFT),
)
"""Widths as they stand: what is empty is written by hand."""
_MARK = Style(Weight.ITALIC, 11)
_HEAD_OF_PAGE = Style(Weight.REGULAR, 12)


def instructions(sheet: SlipSheet) -> tuple[str, ...]:
    """What the village is asked to do."""
    return (
        "Dưới đây là những người đang hưởng trợ cấp. Đánh dấu X vào một ô cho mỗi người; người đã mất hoặc chuyển đi "
        "thì ghi thêm ngày; chuyển đi thì ghi nơi đến.",
        f"Gửi lại bộ phận Văn hóa - Xã hội chậm nhất ngày {sheet.back_by:%d/%m/%Y}, kể cả khi không có ai thay đổi.",
    )


def mark_line(sheet: SlipSheet) -> str:
    """The line by which the sheet is known when it comes back."""
    return f"Mã phiếu: {sheet.mark}"


def village_slip_pdf(sheets: Sequence[SlipSheet], *, printed_at: datetime, foot: str = "") -> bytes:
    """The slips as one PDF; same sheets, date and foot, same bytes.

    `printed_at` (with a time zone) dates the document. Raises RuleError without a sheet, and for a character that the
    font lacks.
    """
    if not sheets:
        raise RuleError("Không có thôn nào có người đang hưởng trong tháng này.", code="no_slips")
    title = f"Phiếu báo biến động - tháng {month_display(sheets[0].month)}"
    ink = Ink(PORTRAIT, title=title, printed_at=printed_at, foot=foot)
    for sheet in sheets:
        _paint(ink, sheet)
    return ink.finish()


def _paint(ink: Ink, sheet: SlipSheet) -> None:
    ink.begin_page()
    y = ground.letterhead(ink, sheet.letterhead, PORTRAIT.text_top)
    y = ground.title(ink, SLIP_TITLE, sheet.subject, y)
    for text in instructions(sheet):
        y = ground.paragraph(ink, text, y, place="phần hướng dẫn", style=Style(Weight.REGULAR, TEXT_SIZE - 1))
    y = ground.text_line(ink, mark_line(sheet), _MARK, y, place="mã phiếu", at_right=True)
    pages = [1]

    def next_page() -> float:
        ink.begin_page()
        pages[0] += 1
        text = f"{sheet.village} - trang {pages[0]}"
        middle = PORTRAIT.left + PORTRAIT.text_width / 2
        top = PORTRAIT.height - PAGE_NUMBER_FROM_TOP + _HEAD_OF_PAGE.size
        ground.centred(ink, text, _HEAD_OF_PAGE, middle, PORTRAIT.text_width, top, place="đầu trang")
        return PORTRAIT.text_top

    signatories = (sheet.signatory,)
    closing = Closing(
        ground.signatures_height(PORTRAIT, signatories), lambda top: ground.signatures(ink, signatories, top)
    )
    rows = [Row((str(one.number), one.code, one.name, one.born, "", "", "", "", "")) for one in sheet.lines]
    rows.append(Row((NEW_HEADING,), Role.SECTION, spans=(len(COLUMNS),)))
    rows += [Row(("",) * len(COLUMNS))] * NEW_LINES
    paint_table(ink, _table(), rows, top=y, next_page=next_page, closing=closing)


def _table() -> Table:
    body, head, strong = styles(SLIP_TEXT_SIZE)
    whole = sum(share for _, share, _ in COLUMNS)
    columns = tuple(Column(name, PORTRAIT.text_width * share / whole, align) for name, share, align in COLUMNS)
    header = tuple(HeaderCell(column.name, 0, index) for index, column in enumerate(columns))
    return Table(
        columns,
        header,
        header_rows=1,
        body=body,
        head=head,
        strong=strong,
        side_padding=SIDE_PADDING,
        line_height=LINE_HEIGHT,
    )
