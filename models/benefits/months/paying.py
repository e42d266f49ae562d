"""Which lines of a month are one payment: what one payee of a person gets, and where money is held back. Pure.

Promises: whatever a list holds back stands in a payment that is not below zero, and it is the same payment on paper, in
the bank's file and in the answer to it. A recovery is listed under the person whose benefit was paid without being due;
where its debtor gets nothing under that name, it goes to the debtor's largest payment, and to the next where that is
not enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar


class PayKey(NamedTuple):
    """Whose money it is, the account it goes to ("": cash) and who takes it."""

    person_id: int
    account: str
    payee: str


class Payable(Protocol):
    """What a line must tell to be put into a payment; `amount` in đồng, below zero: held back."""

    @property
    def person_id(self) -> int: ...
    @property
    def recipient_id(self) -> int: ...
    @property
    def account(self) -> str: ...
    @property
    def payee(self) -> str: ...
    @property
    def amount(self) -> int: ...


One = TypeVar("One", bound=Payable)


def payments_of(lines: Iterable[One]) -> dict[PayKey, list[One]]:
    """The payments of a list in the order of its lines, each with its own lines first, then what was moved to it."""
    found: dict[PayKey, list[One]] = defaultdict(list)
    for line in lines:
        found[PayKey(line.person_id, line.account, line.payee)].append(line)
    sums = {key: sum(line.amount for line in own) for key, own in found.items()}
    short = [key for key, total in sums.items() if total < 0]
    for key in short:
        _move(found, sums, key)
    return dict(found)


def _move(found: dict[PayKey, list[One]], sums: dict[PayKey, int], short: PayKey) -> None:
    """Put a payment below zero into others of its recipient, the largest first; it stays where there is none."""
    recipient = found[short][0].recipient_id
    others = [key for key, own in found.items() if key != short and own[0].recipient_id == recipient and sums[key] > 0]
    others.sort(key=lambda key: (-sums[key], key))
    if not others:
        return
    first, *more = others
    joined = [short]
    left = sums[first] + sums[short]
    for key in more:
        if left >= 0:
            break
        joined.append(key)
        left += sums[key]
    for key in joined:
        found[first] += found.pop(key)
        del sums[key]
    sums[first] = left
