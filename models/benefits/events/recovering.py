"""A debt followed to zero: recovered by decision, paid back in parts, given up. Its letter stands in letters.py.

Promises: nothing is held back without its own decision (benefits.md 15.2, 10); money of the running budget year
restores the estimate, that of earlier years goes to the budget; a debt that reaches zero is settled in the same step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import Item, PrepareDecision, prepare_decision
from models.benefits.entitlements.tables import Decision
from models.benefits.events.debts import budget_year_of, debts_stale, demand_debt, demand_open_debt, left_of
from models.benefits.events.letters import letter_words
from models.benefits.events.rules import DebtState
from models.benefits.events.tables import DebtReturn
from models.office.paper_rules import checked_reason
from models.store.dates import Month, add_months, month_display
from models.store.errors import RuleError
from models.store.money import format_amount
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

RECOVER_ARTICLE = "Điều 28 Nghị định 335/2026/NĐ-CP"
BY_HAND = ("cash", "transfer")


@dataclass(frozen=True, slots=True)
class RecoverDebt:
    """Prepare the decision without which nothing may be held back in a list.

    `monthly` in đồng: held back in parts, at most so much in each list until nothing is left.
    """

    debt_id: int
    monthly: int | None = None


def recover_debt(work: Work, command: RecoverDebt) -> Outcome[int]:
    """Prepare the decision to recover what is still open; returns its id."""
    debt = demand_open_debt(work, command.debt_id)
    if debt.decision_id is not None:
        standing = work.get(Decision, debt.decision_id)
        if standing is not None and standing.state != "cancelled":
            raise RuleError("Khoản này đã có quyết định thu hồi.", code="decided_already")
    left = left_of(work, debt)
    monthly = checked_part(command.monthly, left)
    last = add_months(Month(debt.until_month), -1)
    span = f"tháng {month_display(Month(debt.from_month))}"
    if last != debt.from_month:
        span = f"từ {span} đến tháng {month_display(last)}"
    why = f"Đã chi {format_amount(left)} đồng không thuộc diện được hưởng, {span}.{parts_words(left, monthly)}"
    item = Item(
        debt.person_id,
        debt.entitlement_id,
        from_month=Month(debt.from_month),
        amount=left,
        why=f"{why}{letter_words(work, debt)}",
        article=RECOVER_ARTICLE,
    )
    debt_id = debt.id
    made = prepare_decision(work, PrepareDecision(DecisionKind.RECOVER, (item,), why, "Thu hồi tiền đã chi"))
    debt = demand_debt(work, debt_id)
    debt.decision_id, debt.monthly = made.value, monthly
    work.flush()
    return Outcome(made.value, made.stale | debts_stale([debt_id]))


def checked_part(monthly: int | None, left: int) -> int | None:
    """An instalment in đồng; None when it is not less than what is left. RuleError (field "monthly") below one."""
    if monthly is not None and monthly < 1:
        raise RuleError("Số tiền trừ mỗi kỳ phải lớn hơn 0.", field="monthly", code="amount_range")
    return monthly if monthly is not None and monthly < left else None


def parts_words(left: int, monthly: int | None) -> str:
    """How it is held back in parts, as a sentence after a space; "" for all at once."""
    if monthly is None:
        return ""
    lists = -(-left // monthly)
    return f" Trừ dần mỗi kỳ chi trả không quá {format_amount(monthly)} đồng, {lists} kỳ, đến khi thu đủ."


@dataclass(frozen=True, slots=True)
class PartDebt:
    """Hold a debt back in other parts from the next list on; `monthly` None: all that a list can."""

    debt_id: int
    monthly: int | None


def part_debt(work: Work, command: PartDebt) -> Outcome[None]:
    """Change the instalment of a debt whose decision stands. RuleError for a settled one, or one without decision."""
    debt = demand_open_debt(work, command.debt_id)
    if debt.decision_id is None:
        raise RuleError("Khoản này chưa có quyết định thu hồi nên chưa trừ được.", code="not_decided")
    debt.monthly = checked_part(command.monthly, left_of(work, debt))
    work.flush()
    return Outcome(None, debts_stale([command.debt_id]))


@dataclass(frozen=True, slots=True)
class ReturnDebt:
    """Money came back by hand: "cash" or "transfer". What a list holds back is written by the month."""

    debt_id: int
    day: date
    amount: int
    way: str = "cash"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What is still open in đồng, the budget year of the money, and whether it restores this year's estimate."""

    left: int
    budget_year: int
    restores: bool


def return_debt(work: Work, command: ReturnDebt) -> Outcome[Returned]:
    """Keep money that came back. RuleError for more than is open, a day to come, another way."""
    debt = demand_open_debt(work, command.debt_id)
    if command.way not in BY_HAND:
        raise RuleError("Hãy chọn tiền mặt hoặc chuyển khoản.", field="way", code="way")
    if command.day > work.today:
        raise RuleError("Ngày nộp ở tương lai.", field="day", code="day_ahead")
    left = left_of(work, debt)
    if not 0 < command.amount <= left:
        raise RuleError(f"Số tiền phải từ 1 đến {format_amount(left)} đồng.", field="amount", code="amount_range")
    year = budget_year_of(work, debt)
    work.add(
        DebtReturn(
            debt_id=debt.id,
            day=command.day.isoformat(),
            amount=command.amount,
            way=command.way,
            budget_year=year,
            note=tidy(command.note),
        )
    )
    debt = demand_debt(work, command.debt_id)
    if command.amount == left:
        debt.state = DebtState.RETURNED.value
    work.flush()
    told = Returned(left - command.amount, year, restores_estimate(year, command.day))
    return Outcome(told, debts_stale([command.debt_id]))


@dataclass(frozen=True, slots=True)
class WriteOffDebt:
    """Nothing more is asked for: why, and by whose decision ("45/QĐ-UBND ngày 02/03/2027")."""

    debt_id: int
    reason: str
    decision: str


def write_off_debt(work: Work, command: WriteOffDebt) -> Outcome[None]:
    """Give a debt up. RuleError without a reason or a decision, or when it is settled."""
    debt = demand_open_debt(work, command.debt_id)
    decision = tidy(command.decision)
    if not decision:
        raise RuleError("Hãy ghi số, ngày văn bản cho phép không thu.", field="decision", code="decision_missing")
    debt.reason = f"{checked_reason(command.reason)} (theo {decision})"
    debt.state = DebtState.WRITTEN_OFF.value
    work.flush()
    return Outcome(None, debts_stale([command.debt_id]))


def restores_estimate(budget_year: int, day: date) -> bool:
    """Money of the running budget year restores the estimate; that of earlier years goes to the budget."""
    return budget_year >= day.year
