"""A slow ledger of a few people: what each monthly list must hold, kept in plain dictionaries month by month.

It reads nothing of the program. What an entitlement is worth a month stands in a dictionary of months, what was handed
out for a month in another; a list is the difference, and money that was not collected is remembered by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Line = tuple[str, int, int, int]
"""Kind, entitlement, month of the benefit, amount in đồng."""

FIRST, LAST = 202601, 202712


def months(first: int = FIRST, last: int = LAST) -> list[int]:
    """All months from first to last."""
    found = [first]
    while found[-1] < last:
        found.append(found[-1] + 1 if found[-1] % 100 < 12 else found[-1] + 89)
    return found


@dataclass
class Rest:
    """Money of a list that was not collected; `month` is that of the benefit."""

    month: int
    amount: int


@dataclass
class Owing:
    """A debt with its entered decision: the months it is for and what is still to come back."""

    first: int
    stop: int
    left: int


@dataclass
class Account:
    """One entitlement of one person: `worth` is what is due as known now, `handed` what lists and the opening hold."""

    worth: dict[int, int]
    handed: dict[int, int]
    status: str = "living"
    left_in: int = LAST
    rests: list[Rest] = field(default_factory=list)
    owing: list[Owing] = field(default_factory=list)

    def due(self, month: int) -> int:
        """What is due for a month: the month of a death or of a move still counts, later ones do not."""
        return self.worth.get(month, 0) if self.status == "living" or month <= self.left_in else 0

    def value(self, since: int, amount: int) -> None:
        """From a month on it is worth something else; 0: stopped or suspended."""
        for month in months(since):
            self.worth[month] = amount


class Ledger:
    """Accounts by entitlement, and the list of any next month."""

    def __init__(self) -> None:
        self.accounts: dict[int, Account] = {}

    def list_of(self, payout: int) -> list[Line]:
        """The lines of the next list; the ledger counts them as handed out."""
        lines: list[Line] = []
        for number, account in self.accounts.items():
            lines += self._lines(number, account, payout)
        return sorted(lines)

    def _lines(self, number: int, account: Account, payout: int) -> list[Line]:
        gap = {month: account.due(month) - account.handed.get(month, 0) for month in months() if month <= payout}
        lines: list[Line] = []
        for month, amount in gap.items():
            if amount > 0:
                own = "heirs" if account.status == "dead" and account.left_in == month else "regular"
                lines.append((own if month == payout else "arrears", number, month, amount))
                account.handed[month] = account.handed.get(month, 0) + amount
        over = {month: -amount for month, amount in gap.items() if amount < 0 and month < payout}
        lines += self._carried(number, account, over)
        lines += self._held_back(number, account, over, sum(amount for _, _, _, amount in lines))
        return lines

    def _carried(self, number: int, account: Account, over: dict[int, int]) -> list[Line]:
        lines: list[Line] = []
        waiting: list[Rest] = []
        for rest in account.rests:
            lapsed = min(rest.amount, over.get(rest.month, 0))
            if lapsed:
                over[rest.month] -= lapsed
            if lapsed == rest.amount:
                waiting.append(rest)  # nothing is listed: should it be due again, it comes back whole
                continue
            account.handed[rest.month] -= lapsed
            lines.append(("carried", number, rest.month, rest.amount - lapsed))
        account.rests = waiting
        return lines

    def _held_back(self, number: int, account: Account, over: dict[int, int], gets: int) -> list[Line]:
        lines: list[Line] = []
        for debt in account.owing:
            for month in months():
                if debt.first <= month < debt.stop:
                    held = min(debt.left, gets, over.get(month, 0))
                    if held > 0:
                        lines.append(("recovery", number, month, -held))
                        debt.left -= held
                        gets -= held
                        over[month] -= held
                        account.handed[month] -= held
        return lines

    def not_collected(self, lines: list[Line], entitlement: int) -> None:
        """Nothing of a list reached this entitlement's recipient."""
        for _, number, month, amount in lines:
            if number == entitlement:
                self.accounts[number].rests.append(Rest(month, amount))
