"""Drawing request and settlement of a month as forms for PDF and sheet.

Promises: a rounding rule stands on the paper that uses it; nothing here draws or decides.
"""

from __future__ import annotations

from models.benefits.months.papers import Drawing, Fee, Settlement
from models.store.dates import add_months, month_display
from models.store.money import format_amount
from printing.benefits.form_parts import NUMBER, REPORT_SIZE, centre, money, spelled, subject, text
from printing.benefits.lists import ListForm, ListTable
from printing.benefits.payment_columns import Cell, PaymentRow
from printing.page.table import Role

ROUNDING = "làm tròn đến đồng, từ 0,5 đồng trở lên tính là 1 đồng"
SETTLED_SIZE = 10.5
"""Upright, so that table, sentences and signatures stand on one page."""
_DRAW = (
    NUMBER,
    text("Nội dung", 70, 56),
    centre("Mã nội dung kinh tế", 24, 14),
    centre("Số khoản", 16, 9),
    money("Số tiền", 34, 18),
)
_SETTLED = (
    NUMBER,
    text("Nội dung", 54, 50),
    centre("Khoản phải chi", 18, 9),
    money("Tiền phải chi", 28, 17),
    centre("Khoản đã chi", 18, 9),
    money("Tiền đã chi", 28, 17),
    money("Tiền chưa chi", 28, 17),
)


def _count(number: int) -> str:
    """ "12.880", also in a column that is no money."""
    return format_amount(number)


def _fee_words(fee: Fee, base: str) -> str:
    percent = f"{fee.rate / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    reckoned = f"{percent}% × {base} {format_amount(fee.base)} đồng = {format_amount(fee.amount)} đồng"
    return f"Chi phí chi trả = {reckoned} ({ROUNDING})."


def drawing_form(paper: Drawing) -> ListForm:
    """The request to draw money, with how the fee was reckoned and what goes back to the budget."""
    rows = [
        PaymentRow((str(number), row.label, None, _count(row.people), row.amount))
        for number, row in enumerate(paper.rows, start=1)
    ]
    rows.append(PaymentRow(("Cộng chi trả", None, paper.listed), Role.SUBTOTAL, (2, 2, 1)))
    if paper.fee.rate:
        rows.append(
            PaymentRow((str(len(paper.rows) + 1), "Chi phí chi trả cho tổ chức dịch vụ", None, None, paper.fee.amount))
        )
    if paper.kept:
        rows.append(PaymentRow((None, "Trừ: số tiền kỳ trước còn tại tổ chức chi trả", None, None, -paper.kept)))
    rows.append(PaymentRow(("SỐ TIỀN ĐỀ NGHỊ RÚT", None, paper.total), Role.TOTAL, (2, 2, 1)))
    notes = [_fee_words(paper.fee, "số tiền chi trả cho người hưởng")] if paper.fee.rate else []
    if paper.back_to_budget:
        notes.append(
            f"Trong số chi trả có {format_amount(paper.back_to_budget)} đồng giữ lại để thu hồi kinh phí của năm ngân "
            "sách trước: rút theo dự toán rồi nộp ngân sách nhà nước, không giảm dự toán năm nay."
        )
    if any(row.amount < 0 for row in paper.rows):
        notes.append(f"Các khoản thu hồi của năm ngân sách {paper.budget_year} đã trừ vào số rút, khôi phục dự toán.")
    month = paper.heading.month
    opening = (
        f"Đề nghị rút dự toán năm ngân sách {paper.budget_year} để chi trả trợ cấp tháng {month_display(month)} theo "
        f"danh sách đã chốt; chuyển cho tổ chức chi trả trước ngày 25 tháng {month_display(add_months(month, -1))}.",
    )
    return ListForm(
        letterhead=paper.heading.letterhead,
        title="GIẤY ĐỀ NGHỊ RÚT DỰ TOÁN",
        subject=subject(paper.heading, "Chi trả trợ cấp xã hội hằng tháng"),
        table=ListTable(_DRAW, tuple(rows), (f"Bằng chữ: {spelled(paper.total)}.",), size=REPORT_SIZE),
        signatories=paper.heading.signatories,
        opening=opening,
        notes=tuple(notes),
    )


def settlement_form(paper: Settlement) -> ListForm:
    """The settlement: due, paid and open by kind, then estimate, drawn, fee and what is left."""
    rows = [
        PaymentRow(
            (str(n), row.label, _count(row.lines), row.due, _count(row.paid_lines), row.paid, row.due - row.paid)
        )
        for n, row in enumerate(paper.rows, start=1)
    ]
    lines, paid_lines = sum(row.lines for row in paper.rows), sum(row.paid_lines for row in paper.rows)
    sums: tuple[Cell, ...] = (
        "TỔNG CỘNG",
        _count(lines),
        paper.due,
        _count(paid_lines),
        paper.paid,
        paper.due - paper.paid,
    )
    rows.append(PaymentRow(sums, Role.TOTAL, (2, *[1] * 5)))
    notes = (
        []
        if paper.estimate is None
        else [f"Dự toán giao năm {paper.budget_year}: {format_amount(paper.estimate)} đồng."]
    )
    notes.append(
        f"Số đã rút: {format_amount(paper.drawn)} đồng. Số đã chi cho người hưởng: {format_amount(paper.paid)} đồng."
    )
    if paper.fee.rate:
        notes.append(_fee_words(paper.fee, "số tiền đã chi"))
    left = "Số còn lại chuyển kỳ sau" if paper.left >= 0 else "Số còn thiếu"
    notes.append(f"{left}: {format_amount(abs(paper.left))} đồng ({spelled(abs(paper.left)).lower()}).")
    return ListForm(
        letterhead=paper.heading.letterhead,
        title="BẢNG QUYẾT TOÁN CHI TRẢ",
        subject=subject(paper.heading),
        table=ListTable(_SETTLED, tuple(rows), (f"Số đã chi bằng chữ: {spelled(paper.paid)}.",), size=SETTLED_SIZE),
        signatories=paper.heading.signatories,
        notes=tuple(notes),
    )
