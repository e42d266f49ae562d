"""Increase and decrease list, summary by group and bridge note as forms for PDF and sheet.

Promises: what a sum says was computed by the facts; nothing here draws or decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from models.benefits.months.papers import BridgeNote, ChangeLine, ChangeList, GroupSums, NoteStep, Summary
from models.benefits.secrecy import NEUTRAL_LABEL
from models.store.dates import month_display
from models.store.money import amount_in_words, format_amount, format_coefficient
from printing.benefits.form_parts import NUMBER, REPORT_SIZE, centre, money, spelled, subject, text
from printing.benefits.lists import MINUS, Annex, ListForm, ListTable, cell_text
from printing.benefits.payment_columns import Cell, PaymentRow
from printing.page.table import Role

LIST_SIZE, NOTE_SIZE = 8.5, 9.0
NOBODY = "(Không có trường hợp nào)"
_WHO = (
    NUMBER,
    centre("Mã đối tượng", 15, 12),
    text("Họ và tên", 30, 26),
    centre("Năm sinh", 10, 9),
    centre("Số định danh cá nhân", 21, 15),
    text("Thôn, tổ dân phố", 24, 20),
    text("Nhóm", 13, 12),
    centre("Hệ số", 8, 7),
    money("Mức cũ", 15),
    money("Mức mới", 15),
)
_INCREASE = (
    *_WHO,
    money("Tăng", 15),
    text("Quyết định", 24, 24),
    centre("Hưởng từ tháng", 13, 10),
    money("Truy lĩnh", 16),
    text("Lý do", 20, 22),
)
_DECREASE = (
    *_WHO,
    money("Giảm", 15),
    text("Quyết định", 24, 24),
    centre("Từ tháng", 13, 10),
    money("Phải thu hồi", 16),
    text("Lý do", 26, 30),
)
_SUMMARY = (
    text("Nhóm", 26, 22),
    centre("Khoản đầu kỳ", 12, 8),
    money("Tiền đầu kỳ", 21),
    centre("Khoản tăng", 11, 8),
    money("Tiền tăng", 18),
    centre("Khoản giảm", 11, 8),
    money("Tiền giảm", 18),
    centre("Khoản cuối kỳ", 12, 8),
    money("Tiền cuối kỳ", 21),
    money("Truy lĩnh", 18),
    money("Thu hồi", 17),
    money("Kỳ trước, mai táng", 18),
    money("Tổng phải chi", 22),
)
_PAID = (money("Đã chi", 21), money("Chưa chi", 18))
_STEPS = (NUMBER, text("Nội dung", 78, 60), centre("Số khoản", 20, 10), money("Số tiền", 34, 18))
_BEHIND = (
    NUMBER,
    centre("Mã đối tượng", 17, 12),
    text("Họ và tên", 36, 28),
    text("Thôn, tổ dân phố", 27, 22),
    money("Tháng trước", 19),
    money("Tháng này", 19),
    money("Cộng, trừ", 19),
    text("Quyết định", 32, 26),
    text("Lý do", 58, 60),
)


def change_form(paper: ChangeList) -> ListForm:
    """The increase or decrease list: named people, then those without names as one sum."""
    up = paper.direction == "increase"
    columns = _INCREASE if up else _DECREASE
    rows = [PaymentRow(_change_cells(number, line, up)) for number, line in enumerate(paper.lines, start=1)]
    if paper.unnamed:
        amounts = (paper.unnamed_before, paper.unnamed_after)
        change = abs(paper.unnamed_after - paper.unnamed_before)
        label = f"{NEUTRAL_LABEL}: {format_amount(paper.unnamed)} trường hợp"
        cells: tuple[Cell, ...] = (
            label,
            *(amount or None for amount in amounts),
            change,
            None,
            None,
            paper.unnamed_money or None,
            None,
        )
        rows.append(PaymentRow(cells, Role.SUBTOTAL, (8, *[1] * 7)))
    if not rows:
        rows = [PaymentRow((NOBODY,), Role.SUBTOTAL, (len(columns),))]
    total = f"TỔNG CỘNG: {format_amount(paper.people)} trường hợp"
    sums: tuple[Cell, ...] = (total, None, None, abs(paper.change), None, None, paper.money or None, None)
    rows.append(PaymentRow(sums, Role.TOTAL, (8, *[1] * 7)))
    title = "DANH SÁCH TĂNG" if up else "DANH SÁCH GIẢM"
    said = f"Số tiền {'tăng' if up else 'giảm'} một tháng bằng chữ: {amount_in_words(abs(paper.change))}."
    table = ListTable(columns, tuple(rows), (said,), landscape=True, size=LIST_SIZE)
    return ListForm(paper.heading.letterhead, title, subject(paper.heading), table, paper.heading.signatories)


def _change_cells(number: int, line: ChangeLine, up: bool) -> tuple[Cell, ...]:
    return (
        str(number),
        line.code,
        line.name,
        line.born_year,
        line.id_number,
        line.village,
        line.group,
        "" if line.coefficient is None else format_coefficient(line.coefficient),
        line.before or None,
        line.after or None,
        line.after - line.before if up else line.before - line.after,
        line.decision,
        "" if line.since is None else month_display(line.since),
        line.money or None,
        line.reason,
    )


def summary_form(paper: Summary) -> ListForm:
    """The summary by group; what was paid once the organisation has answered."""
    answered = any(group.paid is not None for group in paper.groups)
    columns = (*_SUMMARY, *(_PAID if answered else ()))
    rows = [PaymentRow((group.name, *_group_cells(group, answered))) for group in paper.groups]
    sums = [
        sum(cell or 0 for cell in column)
        for column in zip(*(_group_cells(g, answered) for g in paper.groups), strict=True)
    ]
    rows.append(PaymentRow(("TỔNG CỘNG", *(sums or [0] * (len(columns) - 1))), Role.TOTAL))
    said = f"Tổng số phải chi bằng chữ: {spelled(paper.total)}."
    table = ListTable(columns, tuple(rows), (said,), landscape=True, size=LIST_SIZE)
    letterhead, signatories = paper.heading.letterhead, paper.heading.signatories
    return ListForm(letterhead, "TỔNG HỢP CHI TRẢ", subject(paper.heading), table, signatories)


def _group_cells(group: GroupSums, answered: bool) -> tuple[int | None, ...]:
    cells = (
        *(group.before_lines, group.before, group.up_lines, group.up, group.down_lines, group.down),
        *(group.after_lines, group.after, group.arrears, group.recovery, group.other, group.total),
    )
    paid = group.paid or 0
    return (*cells, paid, group.total - paid) if answered else cells


def bridge_form(paper: BridgeNote) -> ListForm:
    """The bridge note, with everybody behind it as an annex."""
    steps = [*paper.moves, *paper.on_top[1:]]
    rows = []
    number = 0
    for step in steps:
        number += not step.is_sum
        cells = (None if step.is_sum else str(number), _named(paper, step), format_amount(step.lines), step.amount)
        rows.append(PaymentRow(cells, Role.SUBTOTAL if step.is_sum else Role.LINE))
    said = [*_checks(paper), f"Tổng số tiền bằng chữ: {spelled(paper.total)}."]
    table = ListTable(_STEPS, tuple(rows), tuple(said), size=REPORT_SIZE)
    month = month_display(paper.heading.month)
    opening = (
        f"Số tiền chi trả tháng {month} so với tháng {month_display(paper.before)} tăng, giảm do các nội dung sau; "
        "danh sách từng trường hợp kèm theo.",
    )
    return ListForm(
        letterhead=paper.heading.letterhead,
        title="THUYẾT MINH TĂNG, GIẢM",
        subject=subject(paper.heading, "Kinh phí chi trả trợ cấp xã hội hằng tháng"),
        table=table,
        signatories=paper.heading.signatories,
        opening=opening,
        annexes=(_behind(paper),) if paper.people else (),
    )


def _named(paper: BridgeNote, step: NoteStep) -> str:
    if step is paper.moves[0]:
        return f"Phải chi của tháng {month_display(paper.before)}"
    if step is paper.moves[-1]:
        return f"Phải chi của tháng {month_display(paper.heading.month)}"
    return f"Tổng chi trả tháng {month_display(paper.heading.month)}" if step is paper.on_top[-1] else step.label


def _checks(paper: BridgeNote) -> Iterator[str]:
    for steps in (paper.moves, paper.on_top):
        *added, closing = steps
        first, *rest = [cell_text(step.amount) for step in added if step.amount or step is added[0]]
        terms = "".join(f" {'-' if words.startswith(MINUS) else '+'} {words.lstrip(MINUS)}" for words in rest)
        yield f"Đối chiếu: {first}{terms} = {cell_text(closing.amount)} đồng, chênh lệch 0 đồng."


def _behind(paper: BridgeNote) -> Annex:
    rows: list[PaymentRow] = []
    for label, people in groupby(paper.people, key=lambda one: one.step):
        many = list(people)
        count = sum(one.people for one in many)
        rows.append(PaymentRow((f"{label}: {format_amount(count)} khoản",), Role.SECTION, (len(_BEHIND),)))
        for number, one in enumerate(many, start=1):
            name = one.name if one.people == 1 and one.code else f"{one.name}: {format_amount(one.people)} khoản"
            amounts = (one.before or None, one.after or None, one.amount)
            rows.append(PaymentRow((str(number), one.code, name, one.village, *amounts, one.decision, one.reason)))
        total: tuple[Cell, ...] = (f"Cộng {label.lower()}", sum(one.amount for one in many), None)
        rows.append(PaymentRow(total, Role.SUBTOTAL, (6, 1, 2)))
    table = ListTable(_BEHIND, tuple(rows), landscape=True, size=NOTE_SIZE)
    return Annex(
        "DANH SÁCH KÈM THEO",
        "Từng trường hợp tăng, giảm",
        f"(Kèm theo thuyết minh tháng {month_display(paper.heading.month)})",
        table,
    )
