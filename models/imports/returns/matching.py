"""Rows of the answer -> payments of the month: by code, number or account, and what would be written.

Promises: a row that fits nothing, fits two, or names another person than its key stops the file; the same row twice
counts once, rows that together make a payment are put together; payments without a row are told, but those of which
nothing is left to pay. Nothing is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from models.benefits.months.returns import Blank, LineResult, Payment, RowSays, Told, Verdict, rule
from models.imports.returns.reading import ReturnRow, ReturnSheet
from models.people.codes import display_code
from models.store.vietnamese import same_name_key

VERDICT_LABELS: Final[dict[str, str]] = {
    Verdict.SET_PAID: "Ghi đã nhận",
    Verdict.SET_UNPAID: "Ghi chưa nhận, chuyển kỳ sau",
    Verdict.SET_PARTLY: "Ghi nhận một phần",
    Verdict.SET_RETURNED: "Ghi trả lại",
    Verdict.KEEP: "Không đổi",
    Verdict.STOP: "Phải xử lý",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the clerk decided about a file: what blanks mean, rows to leave out, rows whose name is accepted."""

    blank: Blank = Blank.ASK
    left_out: frozenset[int] = frozenset()
    accepted: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """One payment or row with its verdict: the rows it stands on (from 1), the message when it must be dealt with.

    `payment` is None for a row that fits nothing; `acceptable` when the clerk may accept the rows as they are.
    """

    rows: tuple[int, ...]
    payment: Payment | None
    verdict: Verdict
    message: str = ""
    results: tuple[LineResult, ...] = ()
    name: str = ""
    acceptable: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """All verdicts, and the payments of the month that the file does not name."""

    judged: tuple[Judged, ...]
    unnamed: tuple[Payment, ...]

    @property
    def stops(self) -> tuple[Judged, ...]:
        """What must be dealt with before anything is written."""
        return tuple(one for one in self.judged if one.verdict is Verdict.STOP)

    @property
    def results(self) -> tuple[LineResult, ...]:
        """What would be written."""
        return tuple(result for one in self.judged for result in one.results)

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Payments by verdict."""
        counted: dict[Verdict, int] = defaultdict(int)
        for one in self.judged:
            counted[one.verdict] += 1
        return dict(counted)


def preview(sheet: ReturnSheet, payments: Sequence[Payment], choices: Choices = Choices()) -> Preview:
    """Match and judge every row of the sheet against the payments of a month that takes answers."""
    book = _Book(payments)
    judged: list[Judged] = []
    told: dict[int, list[ReturnRow]] = defaultdict(list)
    for row in sheet.rows:
        if row.number in choices.left_out:
            continue
        found = book.find(row, accepted=row.number in choices.accepted)
        if isinstance(found, Judged):
            judged.append(found)
        else:
            for place in found:
                told[place].append(row)
    for place, rows in sorted(told.items()):
        judged.append(_judge(payments[place], book.parts_of(place), rows, choices.blank, answered=sheet.answered))
    unnamed = [payment for place, payment in enumerate(payments) if place not in told]
    if judged:
        judged += [_held_back(one) for one in unnamed if not one.total and not one.result]
    judged.sort(key=lambda one: (one.verdict is not Verdict.STOP, one.rows))
    return Preview(tuple(judged), tuple(one for one in unnamed if one.total))


def _held_back(payment: Payment) -> Judged:
    """Nothing is left to be paid, so no file names it: what was held back is settled by the list itself."""
    ruling = rule(payment, RowSays(Told.PAID))
    words = "Đã giữ lại hết để thu hồi, không phải chi."
    return Judged((), payment, ruling.verdict, words, ruling.results, payment.name)


@dataclass
class _Book:
    """The payments of the month by their keys."""

    payments: Sequence[Payment]
    _by_code: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_id: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_account: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for place, payment in enumerate(self.payments):
            self._by_code[payment.code].append(place)
            if payment.id_number:
                self._by_id[payment.id_number].append(place)
            if payment.account:
                self._by_account[payment.account.lstrip("0")].append(place)

    def parts_of(self, place: int) -> int:
        """How many payments share the code of this one."""
        return len(self._by_code[self.payments[place].code])

    def find(self, row: ReturnRow, *, accepted: bool) -> tuple[int, ...] | Judged:
        """Places of the payments the row speaks of (several: one row for all of a person), or why there is none."""
        if row.flaws:
            return Judged((row.number,), None, Verdict.STOP, " ".join(row.flaws), name=row.name)
        sets = [
            set(places)
            for places in (
                self._by_code.get(display_code(row.code), ()) if row.code is not None else None,
                self._by_id.get(row.id_number, ()) if row.id_number else None,
                self._by_account.get(row.account.lstrip("0"), ()) if row.account else None,
            )
            if places is not None
        ]
        known = [one for one in sets if one]
        if not known:
            words = "Không có ai trong danh sách kỳ này mang mã, số định danh hoặc số tài khoản của dòng này."
            return Judged((row.number,), None, Verdict.STOP, words, name=row.name)
        common = set.intersection(*known)
        if not common:
            words = "Mã, số định danh và số tài khoản của dòng này thuộc về những người khác nhau trong danh sách."
            return Judged((row.number,), None, Verdict.STOP, words, name=row.name)
        places = self._narrowed(row, sorted(common))
        if places is None:
            words = "Dòng này có thể là của nhiều khoản trong danh sách. Hãy thêm mã đối tượng vào tệp."
            return Judged((row.number,), None, Verdict.STOP, words, name=row.name)
        return places if accepted else self._named(row, places)

    def _named(self, row: ReturnRow, places: tuple[int, ...]) -> tuple[int, ...] | Judged:
        """A row moved by one line in Excel has the key of one person and the name of another."""
        key = same_name_key(row.name)
        payment = self.payments[places[0]]
        names = {same_name_key(payment.name), same_name_key(payment.payee)}
        if not key or key in names or (row.account and row.code is None and not row.id_number):
            return places  # an account may be held by somebody else of the family
        words = f"Tệp ghi tên “{row.name}”, danh sách ghi “{payment.name}”. Hãy xem có lệch dòng không."
        return Judged((row.number,), payment, Verdict.STOP, words, name=row.name, acceptable=True)

    def _narrowed(self, row: ReturnRow, places: list[int]) -> tuple[int, ...] | None:
        if len(places) == 1:
            return tuple(places)
        amount = row.listed if row.listed is not None else row.paid
        fits = [place for place in places if self.payments[place].total == amount]
        if len(fits) == 1:
            return tuple(fits)
        of_one = len({self.payments[place].person_id for place in places}) == 1
        if of_one and amount in (None, sum(self.payments[place].total for place in places)):
            return tuple(places)
        key = same_name_key(row.name)
        named = [place for place in places if key and same_name_key(self.payments[place].name) == key]
        return tuple(named) if len(named) == 1 else None


def _judge(payment: Payment, parts: int, rows: Sequence[ReturnRow], blank: Blank, *, answered: bool) -> Judged:
    numbers = tuple(row.number for row in rows)
    says = _together(payment, parts, rows, answered=answered)
    if says is None:
        words = f"Người này có {len(rows)} dòng trong tệp và các dòng nói khác nhau."
        return Judged(numbers, payment, Verdict.STOP, words, name=payment.name)
    ruling = rule(payment, says, blank)
    return Judged(numbers, payment, ruling.verdict, ruling.message, ruling.results, payment.name)


def _together(payment: Payment, parts: int, rows: Sequence[ReturnRow], *, answered: bool) -> RowSays | None:
    """What several rows say of one payment: the same thing twice is said once, parts that make the sum are added."""
    said = [_says(row, _own(payment, parts, row), answered=answered) for row in rows]
    if len(set(said)) == 1 and (len(said) == 1 or said[0].listed_amount in (None, payment.total)):
        return said[0]
    listed = [one.listed_amount for one in said]
    if None in listed or sum(amount or 0 for amount in listed) != payment.total:
        return None
    if any(one.told not in (Told.PAID, Told.UNPAID, Told.PARTLY) for one in said):
        return said[0] if len({one.told for one in said}) == 1 else None
    paid = sum(_paid_part(one) for one in said)
    told = Told.PAID if paid == payment.total else Told.UNPAID if paid == 0 else Told.PARTLY
    return RowSays(told, paid, payment.total, next((one.reason for one in said if one.reason), ""))


def _paid_part(says: RowSays) -> int:
    if says.paid_amount is not None:
        return says.paid_amount
    return (says.listed_amount or 0) if says.told is Told.PAID else 0


def _own(payment: Payment, parts: int, row: ReturnRow) -> bool:
    """Whether the row's amounts are those of this payment alone: one row may stand for all payments of a person."""
    return parts == 1 or row.listed in (None, payment.total)


def _says(row: ReturnRow, own: bool, *, answered: bool) -> RowSays:
    listed = row.listed if own else None
    paid = row.paid if own else None
    if paid is None and own and row.unpaid is not None and listed is not None:
        paid = listed - row.unpaid
    told = row.told
    if told in (None, Told.BLANK_CELL) and paid is not None:
        whole = listed if listed is not None else paid
        told = Told.UNPAID if paid == 0 else Told.PAID if paid == whole else Told.PARTLY
    elif told is None or (told is Told.BLANK_CELL and not answered):
        told = Told.BLANK_COLUMN if not answered else Told.BLANK_CELL
    return RowSays(told, paid, listed, row.reason, row.word)
