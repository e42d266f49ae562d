"""Which benefit line a row means: one of the register, one that an earlier row of the list gave, or a new one.

A line that was stopped is nobody's: what a list brings after it is a new one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from models.benefits.rules import label_key
from models.imports.lists.facts import BenefitPart
from models.imports.matching.known import KnownLine


def says_a_line(benefit: BenefitPart | None) -> bool:
    """Whether a row speaks of a monthly benefit at all."""
    return benefit is not None and benefit.monthly and bool(benefit.label or benefit.amount is not None)


def same_in_list(one: BenefitPart, other: BenefitPart) -> bool:
    """Whether two rows of a person tell of one line: one label or group, and nothing that speaks against it.

    Another month to begin with does not: two sheets that tell one benefit so would have it paid twice.
    """
    pairs = (
        (one.amount, other.amount),
        (one.coefficient, other.coefficient),
        (one.decision, other.decision),
    )
    if any(mine is not None and theirs is not None and mine != theirs for mine, theirs in pairs):
        return False
    if one.label and other.label:
        same_group = one.group is not None and one.group == other.group
        return same_group or label_key(one.label) == label_key(other.label)
    return one.amount is not None and one.amount == other.amount


def line_of(
    benefit: BenefitPart, lines: Sequence[KnownLine], taken: Collection[int], month: int, *, exactly: bool = False
) -> KnownLine | None:
    """The line of the register a row means, or None; `taken` are ids that other rows mean already.

    `exactly` asks for a line of this very amount and start.
    """
    due = [line for line in lines if not line.stopped(month) and line.id not in taken]
    alike = [line for line in due if _alike(benefit, line)]
    if not alike and not benefit.label and len(due) == 1:
        alike = due
    if exactly:
        alike = [line for line in alike if _nothing_new(benefit, line)]
    return max(alike, key=lambda line: _closeness(benefit, line), default=None)


def stopped_line_of(benefit: BenefitPart, lines: Sequence[KnownLine], month: int) -> KnownLine | None:
    """The last stopped line like this one."""
    stopped = [line for line in lines if line.stopped(month) and _alike(benefit, line)]
    return max(stopped, key=lambda line: line.stop_month or 0, default=None)


def _alike(benefit: BenefitPart, line: KnownLine) -> bool:
    if benefit.label and line.label_key:
        return line.label_key == label_key(benefit.label) or bool(benefit.group and line.group == benefit.group)
    return benefit.amount is not None and benefit.amount == line.amount


def _nothing_new(benefit: BenefitPart, line: KnownLine) -> bool:
    return (benefit.amount is None or benefit.amount == line.amount) and (
        benefit.start is None or benefit.start == line.start
    )


def _closeness(benefit: BenefitPart, line: KnownLine) -> tuple[bool, bool, bool, bool]:
    return (
        benefit.amount == line.amount,
        benefit.start == line.start,
        (benefit.decision or "") == line.decision,
        line.label_key == label_key(benefit.label or ""),
    )
