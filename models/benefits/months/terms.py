"""By what the office pays: the organisation's fee from a month on, the estimate of a year, each with its paper.

The province sets the fee in percent of what was paid (TT 76/2021/TT-BTC Đ4 k7). Promises: a term holds from its month
until a later one; saying the same month again corrects it, and the history keeps what was written before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from models.benefits.months.rules import TERM_LABELS
from models.benefits.months.tables import PayTerm
from models.people.queries import Reader
from models.store.dates import Month, month_display
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.vietnamese import tidy
from models.store.work import Outcome, Stale, Work

FEE, ESTIMATE = "fee", "estimate"
HIGHEST_FEE: Final = 1_000
"""Ten percent, in hundredths of a percent."""
HIGHEST_ESTIMATE: Final = 10**13
TERMS: Final = "pay_terms"


@dataclass(frozen=True, slots=True)
class SetTerm:
    """A fee in hundredths of a percent from a month on, or a year's estimate in đồng (`since`: any month of it)."""

    kind: str
    since: Month
    value: int
    document: str


def set_term(work: Work, command: SetTerm) -> Outcome[int]:
    """Keep a term; returns its id. RuleError naming the field: value out of range, no paper."""
    if command.kind not in TERM_LABELS:
        raise ValueError("unknown kind of term")
    least, most = (0, HIGHEST_FEE) if command.kind == FEE else (1, HIGHEST_ESTIMATE)
    if not least <= command.value <= most:
        limit = "từ 0 đến 10 phần trăm" if command.kind == FEE else f"từ 1 đến {format_amount(most)} đồng"
        raise RuleError(f"{TERM_LABELS[command.kind]}: {limit}.", field="value", code="value_range")
    document = tidy(command.document)
    if not document:
        raise RuleError("Hãy ghi số, ngày văn bản giao hoặc quy định.", field="document", code="document_missing")
    since = command.since if command.kind == FEE else Month(command.since // 100 * 100 + 1)
    work.flush()
    term = work.session.scalars(select(PayTerm).filter_by(kind=command.kind, since=since)).one_or_none()
    if term is None:
        term = work.add(PayTerm(kind=command.kind, since=since, value=command.value, document=document))
    else:
        term.value, term.document = command.value, document
        work.flush()
    return Outcome(term.id, _STALE)


def remove_term(work: Work, term_id: int) -> Outcome[None]:
    """Take away a term that was entered by mistake."""
    term = work.get(PayTerm, term_id)
    if term is not None:
        work.delete(term)
    return Outcome(None, _STALE)


def fee_of(reader: Reader, month: Month) -> int | None:
    """The fee that holds in a month, in hundredths of a percent; None where none is kept."""
    found = select(PayTerm.value).where(PayTerm.kind == FEE, PayTerm.since <= month).order_by(PayTerm.since.desc())
    return reader.execute(found.limit(1)).scalar()


def estimate_of(reader: Reader, year: int) -> int | None:
    """The estimate of a year in đồng; None where none is kept."""
    return reader.execute(
        select(PayTerm.value).where(PayTerm.kind == ESTIMATE, PayTerm.since == year * 100 + 1)
    ).scalar()


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term as shown: "Chi phí chi trả" "từ 01/2026" "0,5 %", "Dự toán năm" "2026" "9.000.000 đồng", its paper."""

    id: int
    kind: str
    label: str
    since: Month
    when: str
    value: int
    shown: str
    document: str


def terms(reader: Reader) -> list[TermRow]:
    """Every term, fees before estimates, the newest first."""
    columns = (PayTerm.id, PayTerm.kind, PayTerm.since, PayTerm.value, PayTerm.document)
    found = reader.execute(select(*columns).order_by(PayTerm.kind.desc(), PayTerm.since.desc()))
    return [_row(*row) for row in found]


def _row(number: int, kind: str, since: int, value: int, document: str) -> TermRow:
    of_fee = kind == FEE
    when = f"từ {month_display(Month(since))}" if of_fee else str(since // 100)
    shown = percent(value) if of_fee else f"{format_amount(value)} đồng"
    return TermRow(number, kind, TERM_LABELS[kind], Month(since), when, value, shown, document)


def percent(hundredths: int) -> str:
    """50 -> "0,5 %"."""
    whole, rest = divmod(hundredths, 100)
    tail = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{whole}{tail} %"


_STALE: Final[Stale] = frozenset({(TERMS, 0), ("pay_months", 0)})
