"""The bulk decision after a change of the law: everybody whom the clerk chose, reckoned again in the same transaction.

Promises: what was previewed is not believed but asked anew; a secret ground (K3, K8) gets a decision of its own, never
a line among others (privacy.md 11.1).
"""

from __future__ import annotations

from dataclasses import dataclass

from models.benefits.entitlements.law_change import Change, LawChange, why
from models.benefits.entitlements.law_change_facts import preview
from models.benefits.entitlements.law_since import looked_from
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import Item, PrepareDecision, prepare_decision
from models.store.dates import Month, month_display, month_start
from models.store.errors import RuleError
from models.store.work import Outcome, Work


@dataclass(frozen=True, slots=True)
class PrepareLawChange:
    """Adjust from `since` on to the law as known today; first paid in `payout`.

    `entitlement_ids` None: everything that the preview does not set apart. Pending ones only when named.
    """

    since: Month
    payout: Month
    entitlement_ids: tuple[int, ...] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PreparedLawChange:
    """Ids of the decisions: the common one (None when nobody is on it) and those of single people."""

    common: int | None
    single: tuple[int, ...]
    people: int
    monthly: int
    arrears: int


def prepare_law_change(work: Work, command: PrepareLawChange) -> Outcome[PreparedLawChange]:
    """Prepare the decisions; RuleError when a chosen entitlement has nothing to adjust or is not known by its group."""
    work.flush()
    found = preview(work.session, command.since, command.payout, work.today)
    if not found.changes and not command.entitlement_ids:
        _refuse_waiting(work, command.since)
    chosen = _chosen(found, command.entitlement_ids)
    waiting = [one for one in chosen if one.secret]
    common = tuple(item for one in chosen if not one.secret for item in _items(one))
    title = f"Điều chỉnh mức hưởng từ tháng {month_display(command.since)}"
    made: set[tuple[str, int]] = set()
    ids: list[int] = []
    groups = [common] if common else []
    for items in (*groups, *(_items(one) for one in waiting)):
        outcome = prepare_decision(work, PrepareDecision(DecisionKind.ADJUST, items, command.reason, title))
        ids.append(outcome.value)
        made |= outcome.stale
    sums = sum(one.monthly for one in chosen), sum(one.arrears for one in chosen)
    first, single = (ids[0], ids[1:]) if common else (None, ids)
    people = len({one.person_id for one in chosen})
    return Outcome(PreparedLawChange(first, tuple(single), people, *sums), frozenset(made))


def _refuse_waiting(work: Work, since: Month) -> None:
    """Nothing to adjust while a new law waits for its switch: say so, for that is why."""
    waiting = looked_from(work.session, month_start(since), work.today).numbers
    if waiting:
        words = f"Theo luật đang áp dụng trong sổ thì không có gì đổi. Đang chờ áp dụng: {', '.join(waiting)}."
        raise RuleError(f"{words} Hãy áp dụng văn bản trước, ở mục Luật.", code="law_waits")


def _chosen(found: LawChange, ids: tuple[int, ...] | None) -> list[Change]:
    if ids is None:
        chosen = list(found.changes)
    else:
        known = {one.entitlement_id: one for one in (*found.changes, *found.pending)}
        missing = [one for one in ids if one not in known or not known[one].pieces]
        if missing:
            words = f"Có {len(missing)} chế độ không có gì để điều chỉnh theo luật. Hãy xem lại bản xem trước."
            raise RuleError(words, field="entitlements", code="nothing_to_adjust")
        chosen = [known[one] for one in dict.fromkeys(ids)]
    if not chosen:
        raise RuleError("Không có chế độ nào phải điều chỉnh.", code="nothing_to_adjust")
    return chosen


def _items(change: Change) -> tuple[Item, ...]:
    """One item for each month from which the entitlement is worth something else."""
    items = []
    before = change.paid_before
    for piece in change.pieces:
        worth = piece.worth
        items.append(
            Item(
                person_id=change.person_id,
                entitlement_id=change.entitlement_id,
                group_code=worth.group_code,
                label=worth.label,
                from_month=piece.month,
                law_table=worth.law_table,
                base_rate=worth.base_rate,
                coefficient=worth.coefficient,
                amount=worth.amount,
                why=why(piece, before),
                article=piece.article,
            )
        )
        before = worth.amount or 0
    return tuple(items)
