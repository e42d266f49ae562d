"""Preparing the payment list and the money papers of a kept month from its frozen lines.

Promises: a confirmed list is printed as it was frozen, whatever the registers say today; arrears of months that follow
one another with the same amount stand together, named by their months, beside what is paid for the month itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.entitlements.rules import ENTITLEMENT_LABELS
from models.benefits.entitlements.tables import Entitlement
from models.benefits.months import queries
from models.benefits.months.facts import Line, Who
from models.benefits.months.papers import (
    MONEY_SIGNATORIES,
    Drawing,
    DrawRow,
    Fee,
    Heading,
    SettledRow,
    Settlement,
)
from models.benefits.months.paying import payments_of
from models.benefits.months.rules import PAY_KIND_LABELS, MonthState, PayKind
from models.benefits.months.stored import TABLE, lines_of
from models.benefits.months.terms import estimate_of, fee_of
from models.benefits.papers import FINANCE_SIGNATORIES, PaymentEntry, PaymentList, Signatory, payment_list
from models.benefits.preparing import body_letterhead, prepare_payment
from models.benefits.queries import NO_VILLAGE
from models.office import queries as office
from models.people.codes import display_code
from models.people.rules import sex_of
from models.store.dates import Month, add_months, month_display, month_end
from models.store.errors import RuleError

LAST_ORDER = 2**31
KIND_ORDER = ("allowance", "social_pension", "care_support", "")


def payment_of(session: Session, month: Month, village_id: int | None = None, channel: str = "") -> PaymentList:
    """The finance copy of a month's list: of a kept month its lines, of any other what the benefit lines make due.

    `village_id` keeps one village's, `channel` "account" or "cash" what is paid that way.
    """
    kept = next((row for row in queries.months(session) if row.month == month and not row.opening), None)
    if kept is None:
        return _by_channel(prepare_payment(session, month, village_id), channel)
    lines = [line for _, line in lines_of(session, kept.id)]
    orders = {one.id: one.sort_order for one in office.villages(session)}
    names = {one.id: one.full_name for one in office.villages(session)}
    entries = [
        made.entry
        for made in _payable(_made(lines, orders))
        if village_id in (None, made.village_id) and channel in ("", made.channel)
    ]
    whole = village_id is None and not channel
    made = payment_list(
        entries,
        letterhead=body_letterhead(session, "committee", "DS"),
        month=month,
        village=None if village_id is None else names[village_id],
        signatories=(*FINANCE_SIGNATORIES[:-1], chairman(session, month, FINANCE_SIGNATORIES[-1])),
        stated_total=kept.total if whole else None,
        channel=channel,
        draft=kept.state is MonthState.OPEN,
    )
    return replace(made, kept=True)


def chairman(session: Session, month: Month, usual: Signatory) -> Signatory:
    """Who signs for the committee on the last day of the month."""
    for signer in office.signers(session, body="committee", on=month_end(month)):
        return Signatory(signer.lines, signer.name, usual.hint)
    return usual


def heading_of(session: Session, row: queries.MonthRow, series: str, usual: tuple[Signatory, ...]) -> Heading:
    """What the papers of a month share; `series` "" for a paper that bears no number."""
    head = body_letterhead(session, "committee", series)
    signatories = (*usual[:-1], chairman(session, row.month, usual[-1]))
    return Heading(head, row.month, signatories, row.state is MonthState.OPEN)


def _by_channel(made: PaymentList, channel: str) -> PaymentList:
    if not channel:
        return made
    entries = [line.entry for line in made.lines() if ("account" if line.entry.account else "cash") == channel]
    again = payment_list(entries, letterhead=made.letterhead, month=made.month, channel=channel)
    return replace(again, signatories=made.signatories, village=made.village)


@dataclass(frozen=True, slots=True)
class _Made:
    """An entry with what decides where it stands."""

    entry: PaymentEntry
    person_id: int
    recipient_id: int
    village_id: int | None
    channel: str

    @property
    def account(self) -> str:
        """Where the money goes; "" in cash."""
        return self.entry.account

    @property
    def payee(self) -> str:
        """Who takes it."""
        return self.entry.payee

    @property
    def amount(self) -> int:
        """What the entry comes to, in đồng."""
        return self.entry.total


def _made(lines: Sequence[Line], orders: dict[int, int]) -> list[_Made]:
    """An entry for each line; arrears stand beside the month itself, further ones of other amounts below."""
    apart = (PayKind.REGULAR, PayKind.ARREARS)
    found = [_entry(line, orders, _short(line)) for line in lines if line.kind not in apart]
    regular = {_benefit(line): line for line in lines if line.kind == PayKind.REGULAR}
    for run in _runs(line for line in lines if line.kind == PayKind.ARREARS):
        found.append(_arrears(run, orders, regular.pop(_benefit(run[0]), None)))
    return found + [_entry(line, orders, "") for line in regular.values()]


def _benefit(line: Line) -> tuple[int | None, str, Who]:
    return line.entitlement_id, line.group_code, line.who


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Arrears of one entitlement for months that follow one another, the same each."""
    run: list[Line] = []
    for line in sorted(lines, key=lambda one: (one.person_id, one.entitlement_id or 0, one.benefit_month)):
        if run and not _goes_on(run[-1], line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _goes_on(before: Line, line: Line) -> bool:
    same = (before.entitlement_id, before.amount, before.who, before.budget_year)
    follows = add_months(Month(before.benefit_month), 1) == line.benefit_month
    return follows and same == (line.entitlement_id, line.amount, line.who, line.budget_year)


def _arrears(run: Sequence[Line], orders: dict[int, int], of_the_month: Line | None) -> _Made:
    made = _entry(
        of_the_month or run[0], orders, f"Truy lĩnh {_span_words(run[0].benefit_month, run[-1].benefit_month)}"
    )
    total = sum(line.amount for line in run)
    return replace(made, entry=replace(made.entry, arrears=total, arrears_months=len(run)))


def _span_words(first: int, last: int) -> str:
    """ "07/2026", "07-10/2026", "11/2026 - 02/2027": short, for it decides how high each row is."""
    until = month_display(Month(last))
    if first == last:
        return until
    return f"{first % 100:02d}-{until}" if first // 100 == last // 100 else f"{month_display(Month(first))} - {until}"


_AMOUNTS: dict[str, Callable[[PaymentEntry, int], PaymentEntry]] = {
    PayKind.REGULAR: lambda entry, amount: replace(entry, monthly=amount),
    PayKind.HEIRS: lambda entry, amount: replace(entry, monthly=amount),
    PayKind.ARREARS: lambda entry, amount: replace(entry, arrears=amount, arrears_months=1),
    PayKind.RECOVERY: lambda entry, amount: replace(entry, recovery=-amount),
}
_MONTHLY = (PayKind.REGULAR, PayKind.HEIRS)


def _short(line: Line) -> str:
    """What the line pays, in few words; "" for the month itself."""
    month = month_display(Month(line.benefit_month))
    return {
        PayKind.HEIRS.value: "Tháng mất, người thừa kế nhận",
        PayKind.RECOVERY.value: f"Thu hồi {month}",
        PayKind.CARRIED.value: f"Kỳ {month} chưa nhận",
        PayKind.FUNERAL.value: "Mai táng",
        PayKind.OTHER.value: f"Khoản khác {month}",
    }.get(line.kind, "")


def _entry(line: Line, orders: dict[int, int], note: str) -> _Made:
    plain = PaymentEntry(
        village=line.village or NO_VILLAGE,
        code=display_code(line.code),
        name=line.name,
        birth_year=line.born[:4],
        monthly=0,
        village_order=orders.get(line.village_id or 0, LAST_ORDER),
        sex=sex_of(line.sex),
        id_number=line.id_number,
        group=line.group_code or None,
        label=line.label,
        coefficient=line.coefficient if line.kind in _MONTHLY else None,
        account=line.account,
        bank=line.bank,
        payee=line.payee,
        note=note,
        for_carer=line.recipient_id != line.person_id,
    )
    put = _AMOUNTS.get(line.kind)
    entry = replace(plain, other=line.amount) if put is None else put(plain, line.amount)
    return _Made(entry, line.person_id, line.recipient_id, line.village_id, line.channel)


def _payable(made: Sequence[_Made]) -> list[_Made]:
    """A recovery from somebody who gets nothing under that person's name is held back where the debtor is paid."""
    found: list[_Made] = []
    for key, own in payments_of(made).items():
        found += [one if (one.person_id, one.account, one.payee) == key else _moved(one, own[0]) for one in own]
    return found


def _moved(one: _Made, to: _Made) -> _Made:
    amounts = {name: getattr(one.entry, name) for name in ("monthly", "arrears", "arrears_months", "recovery", "other")}
    note = f"{one.entry.note} của {one.entry.shown_name}".strip()
    return replace(to, entry=replace(to.entry, **amounts, coefficient=None, note=note))


@dataclass(frozen=True, slots=True)
class BankRow:
    """One payment of the file for the bank; `about` names no ground."""

    code: str
    name: str
    holder: str
    account: str
    bank: str
    amount: int
    about: str


def bank_rows(session: Session, month: Month) -> list[BankRow]:
    """What the bank shall pay into accounts, one row for each payee of a person. RuleError "not_confirmed"."""
    row = queries.month_row(session, month)
    if row.state is MonthState.OPEN:
        words = f"Danh sách tháng {month_display(month)} chưa chốt nên chưa gửi ngân hàng được."
        raise RuleError(words, field="month", code="not_confirmed")
    found = payments_of(line for _, line in lines_of(session, row.id))
    rows = [_bank_row(lines, month) for lines in found.values() if lines[0].channel == "account"]
    return sorted((one for one in rows if one.amount > 0), key=lambda one: (one.bank, one.code, one.account))


def _bank_row(lines: Sequence[Line], month: Month) -> BankRow:
    first = lines[0]
    code = display_code(first.code)
    return BankRow(
        code=code,
        name=PaymentEntry("", code, first.name, "", 0).name_for_the_desk,
        holder=first.payee or first.name,
        account=first.account,
        bank=first.bank,
        amount=sum(line.amount for line in lines),
        about=f"Chi tra an sinh thang {month_display(month)} ma {code}",
    )


def drawing(session: Session, month: Month, *, fee: int | None = None, kept: int = 0) -> Drawing:
    """The drawing request of a confirmed month; `fee` in hundredths of a percent, `kept` still with the organisation.

    `fee` None: as the office's terms say (terms.py). RuleError "not_confirmed".
    """
    row = _confirmed(session, month)
    fee = (fee_of(session, month) or 0) if fee is None else fee
    lines = [line for _, line in lines_of(session, row.id)]
    kinds = _kinds(session)
    sums: dict[str, list[int]] = defaultdict(list)
    back = 0
    for line in lines:
        if line.kind == PayKind.RECOVERY and line.budget_year != row.budget_year:
            back -= line.amount
        else:
            sums[_label(line, kinds)].append(line.amount)
    rows = [DrawRow(label, len(sums[label]), sum(sums[label])) for label in sorted(sums, key=_label_order)]
    heading = heading_of(session, row, "", MONEY_SIGNATORIES)
    paid_out = sum(line.amount for line in lines)
    return Drawing(heading, row.budget_year, tuple(rows), Fee(fee, paid_out), back, kept)


def settlement(
    session: Session, month: Month, *, fee: int | None = None, drawn: int | None = None, estimate: int | None = None
) -> Settlement:
    """The settlement of a month that the organisation answered for; `drawn` None: what its drawing request asked for.

    `fee` and `estimate` None: as the office's terms say (terms.py). RuleError "not_reconciled".
    """
    row = queries.month_row(session, month)
    if row.state not in (MonthState.RECONCILED, MonthState.CLOSED) or row.opening:
        words = f"Tháng {month_display(month)} chưa đối soát xong nên chưa quyết toán được."
        raise RuleError(words, field="month", code="not_reconciled")
    results = select(TABLE.c.id, TABLE.c.paid_amount).where(TABLE.c.pay_month_id == row.id)
    paid = {line_id: amount or 0 for line_id, amount in session.execute(results)}
    kinds = _kinds(session)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for line_id, line in lines_of(session, row.id):
        found[_label(line, kinds)].append((line.amount, paid[line_id]))
    rows = tuple(
        SettledRow(
            label=label,
            lines=len(found[label]),
            due=sum(amount for amount, _ in found[label]),
            paid_lines=sum(reached == amount for amount, reached in found[label]),
            paid=sum(reached for _, reached in found[label]),
        )
        for label in sorted(found, key=_label_order)
    )
    asked = drawing(session, month, fee=fee)
    fee = asked.fee.rate
    estimate = estimate_of(session, row.budget_year) if estimate is None else estimate
    heading = heading_of(session, row, "BC", MONEY_SIGNATORIES)
    whole = sum(one.paid for one in rows)
    given = asked.total - asked.back_to_budget if drawn is None else drawn
    return Settlement(heading, row.budget_year, rows, given, Fee(fee, whole), estimate)


def _confirmed(session: Session, month: Month) -> queries.MonthRow:
    row = queries.month_row(session, month)
    if row.state is MonthState.OPEN or row.opening:
        words = f"Danh sách tháng {month_display(month)} chưa chốt."
        raise RuleError(words, field="month", code="not_confirmed")
    return row


def _kinds(session: Session) -> dict[int, str]:
    return {row[0]: row[1] for row in session.execute(select(Entitlement.id, Entitlement.kind))}


def _label(line: Line, kinds: dict[int, str]) -> str:
    """The item of the estimate a line belongs to: its kind of benefit, and what it is when not of the month itself."""
    if line.kind == PayKind.FUNERAL:
        return ENTITLEMENT_LABELS["funeral"]
    kind = kinds.get(line.entitlement_id or 0, "allowance")
    if line.kind in _MONTHLY:
        return ENTITLEMENT_LABELS[kind]
    return f"{ENTITLEMENT_LABELS[kind]}: {PAY_KIND_LABELS[line.kind].lower()}"


def _label_order(label: str) -> tuple[int, str]:
    names = list(ENTITLEMENT_LABELS.values())
    return names.index(label.partition(":")[0]), label.partition(":")[2]
