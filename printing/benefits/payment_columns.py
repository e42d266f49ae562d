"""The columns of the two payment copies, shared by PDF and Excel so that both say the same.

A form is columns, header cells, rows. Promises: the pay-desk form is made of `DeskList` alone, which cannot carry a
group, an identity number or an account (privacy.md 11.1). Must not draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.benefits.papers import DeskList, PaymentEntry, PaymentLine, PaymentList, PaymentSums, Signatory, of_people
from models.store.dates import month_display
from models.store.money import amount_in_words, format_amount, format_coefficient
from models.store.vietnamese import tidy
from printing.page.table import Align, HeaderCell, Role

EMPTY_LIST = "(Không có người nhận trong tháng)"
_CHANNELS = {"account": "qua tài khoản", "cash": "bằng tiền mặt"}
LIST_TITLE = "DANH SÁCH CHI TRẢ"
UNIT_NOTE = "Đơn vị tính: đồng"
Cell = str | int | None
"""Text, an amount in đồng, or nothing."""


@dataclass(frozen=True, slots=True)
class PaymentColumn:
    """A column: name, share of the width, alignment, whether it holds amounts, width in characters on a sheet."""

    name: str
    share: float
    align: Align
    amounts: bool = False
    characters: float = 12


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A row: one cell for each column, or fewer with spans; amounts are still numbers."""

    cells: tuple[Cell, ...]
    role: Role = Role.LINE
    spans: tuple[int, ...] = ()
    people: int = 1
    """How many people a line adds to those before: 0 for a further line of the same one."""


@dataclass(frozen=True, slots=True)
class PaymentForm:
    """One copy, ready to be drawn or written."""

    columns: tuple[PaymentColumn, ...]
    header: tuple[HeaderCell, ...]
    subject: str
    people: int
    total: int
    rows: tuple[PaymentRow, ...]
    signatories: tuple[Signatory, ...]
    recipients: tuple[str, ...]

    @property
    def sums_line(self) -> str:
        """Number of people and amount, in figures."""
        return f"Tổng số: {format_amount(self.people)} người, số tiền: {format_amount(self.total)} đồng."

    @property
    def words_line(self) -> str:
        """The amount in words."""
        return f"Bằng chữ: {amount_in_words(self.total)}."


_C, _L, _R = Align.CENTER, Align.LEFT, Align.RIGHT
FINANCE_COLUMNS = (
    PaymentColumn("STT", 8, _C, characters=6),
    PaymentColumn("Mã đối tượng", 14, _C, characters=12),
    PaymentColumn("Họ và tên", 29, _L, characters=26),
    PaymentColumn("Nam", 8, _C, characters=7),
    PaymentColumn("Nữ", 8, _C, characters=7),
    PaymentColumn("Số định danh cá nhân", 19.5, _C, characters=15),
    PaymentColumn("Nhóm", 11, _L, characters=12),
    PaymentColumn("Hệ số", 7.5, _C, characters=6),
    PaymentColumn("Mức tháng", 15, _R, amounts=True, characters=13),
    PaymentColumn("Số tháng", 9.5, _C, characters=7),
    PaymentColumn("Số tiền", 12.5, _R, amounts=True, characters=13),
    PaymentColumn("Thu hồi", 12.5, _R, amounts=True, characters=13),
    PaymentColumn("Tổng nhận", 18.5, _R, amounts=True, characters=15),
    PaymentColumn("Tài khoản, ngân hàng", 36, _L, characters=26),
    PaymentColumn("Người nhận thay", 19, _L, characters=20),
    PaymentColumn("Ký nhận", 15, _C, characters=12),
    PaymentColumn("Ghi chú", 9, _L, characters=14),
)
OTHER_COLUMN = PaymentColumn("Kỳ trước, mai táng", 13.5, _R, amounts=True, characters=13)
OTHER = 12
"""Index of that column, between recovery and total, where a list has it."""
NOTE_COLUMN = PaymentColumn("Ghi chú", 9.5, _C, characters=16)
"""Of a kept month: few words that name months, which must not break."""
GROUP_COLUMN = PaymentColumn("Nhóm", 9, _C, characters=12)
GROUP = 6
"""Index of the group; a kept list has its code."""
FIRST_FINANCE_AMOUNT = 8
"""Index of "Mức tháng"; sums are labelled over the columns before it."""
DESK_AMOUNT = 4
_PAIRS = {3: "Năm sinh", 9: "Truy lĩnh"}
"""Index of the first of two columns under one heading."""


def finance_columns(*, other: bool, kept: bool = False) -> tuple[PaymentColumn, ...]:
    """The columns of the finance copy, one more for what is neither of the month nor arrears."""
    columns: tuple[PaymentColumn, ...] = FINANCE_COLUMNS
    if kept:
        columns = (*columns[:GROUP], GROUP_COLUMN, *columns[GROUP + 1 : -1], NOTE_COLUMN)
    return (*columns[:OTHER], OTHER_COLUMN, *columns[OTHER:]) if other else columns


def _finance_header(columns: tuple[PaymentColumn, ...]) -> Iterator[HeaderCell]:
    paired = {index + step for index in _PAIRS for step in (0, 1)}
    for index, column in enumerate(columns):
        if index in _PAIRS:
            yield HeaderCell(_PAIRS[index], 0, index, columns=2)
        if index not in paired:
            yield HeaderCell(column.name, 0, index, rows=2)
    for index in sorted(paired):
        yield HeaderCell(columns[index].name, 1, index)


DESK_COLUMNS = (
    PaymentColumn("STT", 13, _C, characters=6),
    PaymentColumn("Mã đối tượng", 27, _C, characters=15),
    PaymentColumn("Họ và tên", 55, _L, characters=30),
    PaymentColumn("Năm sinh", 19, _C, characters=10),
    PaymentColumn("Số tiền", 27, _R, amounts=True, characters=15),
    PaymentColumn("Ký nhận", 32, _C, characters=24),
)
DESK_HEADER = tuple(HeaderCell(column.name, 0, index) for index, column in enumerate(DESK_COLUMNS))


def finance_form(facts: PaymentList) -> PaymentForm:
    """All columns."""
    sums = facts.sums
    columns = finance_columns(other=_has_other(facts), kept=facts.kept)
    return PaymentForm(
        columns=columns,
        header=tuple(_finance_header(columns)),
        subject=_subject(facts),
        people=sums.people,
        total=sums.total,
        rows=tuple(_finance_rows(facts, columns)),
        signatories=facts.signatories,
        recipients=facts.recipients,
    )


def _has_other(facts: PaymentList) -> bool:
    return any(line.entry.other for line in facts.lines())


def _finance_rows(facts: PaymentList, columns: tuple[PaymentColumn, ...]) -> Iterator[PaymentRow]:
    other = OTHER_COLUMN in columns
    if not facts.villages:
        yield PaymentRow((EMPTY_LIST,), Role.SUBTOTAL, (len(columns),))
    for village in facts.villages:
        if facts.village is None:
            yield PaymentRow((_named(village.name),), Role.SECTION, (len(columns),))
        for lines in of_people(village.lines):
            for line in lines:
                yield PaymentRow(_finance_cells(line, other=other), people=int(line is lines[0]))
        if facts.village is None:
            yield finance_sums(f"Cộng {_named(village.name)}", village.sums, Role.SUBTOTAL, other=other)
    if facts.villages:
        yield finance_sums("TỔNG CỘNG", facts.sums, Role.TOTAL, other=other)


def finance_sums(label: str, sums: PaymentSums, role: Role, *, other: bool) -> PaymentRow:
    """A row of sums: the label over all columns before the amounts."""
    after = len(finance_columns(other=other)) - FIRST_FINANCE_AMOUNT
    return PaymentRow(
        (
            f"{label}: {format_amount(sums.people)} người",
            sums.monthly,
            None,
            sums.arrears,
            sums.recovery,
            *([sums.other] if other else []),
            sums.total,
            *[None] * 4,
        ),
        role,
        (FIRST_FINANCE_AMOUNT, *[1] * after),
    )


def _finance_cells(line: PaymentLine, *, other: bool) -> tuple[Cell, ...]:
    entry = line.entry
    return (
        str(line.number),
        entry.code,
        entry.shown_name,
        entry.birth_year if entry.sex == "male" else "",
        entry.birth_year if entry.sex == "female" else "",
        entry.id_number,
        entry.shown_group,
        format_coefficient(entry.coefficient) if entry.coefficient is not None else "",
        entry.monthly or (None if entry.total else 0),
        str(entry.arrears_months) if entry.arrears and entry.arrears_months else "",
        entry.arrears or None,
        entry.recovery or None,
        *([entry.other or None] if other else []),
        entry.total,
        ", ".join(part for part in (tidy(entry.account), tidy(entry.bank)) if part) or "Tiền mặt",
        entry.shown_payee,
        None,
        "; ".join(note for note in (_birth_note(entry), entry.shown_note) if note),
    )


def _birth_note(entry: PaymentEntry) -> str:
    """The birth year of a person whose sex is not known, which has no column."""
    return f"Sinh năm {entry.birth_year}" if entry.birth_year and entry.sex is None else ""


def desk_form(facts: DeskList) -> PaymentForm:
    """Running number, code, name, birth year, amount, signature."""
    return PaymentForm(
        columns=DESK_COLUMNS,
        header=DESK_HEADER,
        subject=_subject(facts),
        people=facts.people,
        total=facts.total,
        rows=tuple(_desk_rows(facts)),
        signatories=facts.signatories,
        recipients=(),
    )


def _desk_rows(facts: DeskList) -> Iterator[PaymentRow]:
    if not facts.villages:
        yield PaymentRow((EMPTY_LIST,), Role.SUBTOTAL, (len(DESK_COLUMNS),))
    for village in facts.villages:
        if facts.village is None:
            yield PaymentRow((_named(village.name),), Role.SECTION, (len(DESK_COLUMNS),))
        for line in village.lines:
            yield PaymentRow((line.shown_number, line.code, tidy(line.name), line.birth_year, line.amount, None))
        if facts.village is None:
            yield desk_sums(f"Cộng {_named(village.name)}", len(village.lines), village.total, Role.SUBTOTAL)
    if facts.villages:
        yield desk_sums("TỔNG CỘNG", facts.people, facts.total, Role.TOTAL)


def desk_sums(label: str, people: int, total: int, role: Role) -> PaymentRow:
    """A row of sums on the pay-desk copy."""
    return PaymentRow((f"{label}: {format_amount(people)} người", total, None), role, (4, 1, 1))


def _subject(facts: PaymentList | DeskList) -> str:
    where = f" - {tidy(facts.village)}" if facts.village is not None else ""
    way = f", {_CHANNELS[facts.channel]}" if facts.channel else ""
    draft = " (dự thảo, chưa chốt)" if facts.draft else ""
    return f"Trợ cấp xã hội hằng tháng, tháng {month_display(facts.month)}{way}{draft}{where}"


def _named(village: str) -> str:
    return tidy(village) or "Chưa rõ thôn, tổ dân phố"
