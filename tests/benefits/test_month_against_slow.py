"""Monthly lists over a store against the slow ledger, with amounts from the slow computation of the law.

Random people whose amounts change with age and with the law of August 2026, late deaths and moves, mistakes and their
corrections, suspensions, money not collected and recoveries: every list holds exactly the ledger's lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

import pytest

from models.benefits.months import queries
from models.store.dates import Month
from tests.benefits.months.book import Book, Given, Owes, owe
from tests.benefits.slow_ledger import Account, Ledger, Owing, months
from tests.conftest import FULL_DRILL, TENTH
from tests.law import slow
from tests.people.commune import Office

HISTORIES = 60
OPENED = 202607
KEPT = [Month(month) for month in months(OPENED, 202702)]
BELIEFS = (date(2026, 8, 15), date(2026, 11, 22))
FACTS: tuple[slow.Facts, ...] = (
    {"born": "1986-05-01", "disability": {"degree": "severe"}},
    {"born": "1951-10-20", "household": "poor", "no_supporter": True},
    {"born": "2022-11-20", "parents": ["dead", "dead"]},
    {"born": "1966-09-30", "disability": {"degree": "extremely_severe"}},
    {"born": "1940", "income": {"pension": 0, "social_insurance": 0}, "household": "none"},
    {"born": "2010-12-05", "hiv": True, "household": "poor"},
)


def law_says(facts: slow.Facts, known_on: date) -> dict[int, int]:
    """Month -> amount as believed on a day."""
    return {month: slow.due(facts, f"{month // 100}-{month % 100:02d}", known_on).total for month in months()}


@dataclass
class History:
    """One office, its ledger, and who is who."""

    random: Random
    book: Book
    ledger: Ledger = field(default_factory=Ledger)
    people: dict[int, int] = field(default_factory=dict)
    facts: dict[int, slow.Facts] = field(default_factory=dict)

    def newcomer(self, number: int, first_month: int, *, opened: bool, belief: date) -> None:
        """A person with one entitlement, from a month on or already paid before the first kept month."""
        facts = self.random.choice(FACTS)
        worth = law_says(facts, belief)
        person = self.book.person(f"Nguyễn Văn Số {'ABCDEFGHIKLMNOPQ'[number]}")
        start = 202601 if opened else first_month
        given = Given(person, worth[start], start=start, opened=Month(OPENED) if opened else None)
        one = self.book.give(given)
        self.people[one], self.facts[one] = person, facts
        handed = dict.fromkeys(months(202601, 202606), worth[start]) if opened else {}
        self.ledger.accounts[one] = Account(dict.fromkeys(months(start), worth[start]), handed)
        self.assess(one, start, belief)

    def assess(self, one: int, since: int, belief: date) -> None:
        """Decide again from a month on under the law known on that day."""
        account = self.ledger.accounts[one]
        worth = law_says(self.facts[one], belief)
        for month in months(since):
            if account.worth.get(month, 0) != worth[month]:
                self.value(one, month, worth[month])

    def value(self, one: int, since: int, amount: int, standing: str = "paid") -> None:
        """From a month on another amount: none (stopped), suspended, or paid."""
        stopped = amount == 0
        self.book.change(one, since, None if stopped else amount, standing)
        self.ledger.accounts[one].value(since, 0 if standing == "suspended" else amount)

    def leaves(self, one: int, status: str, month: int) -> None:
        self.book.left(self.people[one], status, "" if status == "living" else f"{month // 100}-{month % 100:02d}-17")
        account = self.ledger.accounts[one]
        account.status, account.left_in = status, month

    def something_happens(self, payout: int, belief: date) -> None:
        one = self.random.choice(sorted(self.people))
        account = self.ledger.accounts[one]
        began = max(OPENED, min(account.worth))
        since = self.random.choice([month for month in months(began) if month <= payout][-4:])
        pick = self.random.randrange(6)
        if pick == 0:
            self.value(one, since, self.random.choice((0, 300_000, 900_000) if since > began else (300_000, 900_000)))
        elif pick == 1 and account.worth[since]:
            self.value(one, since, account.worth[since], "suspended")
        elif pick == 2:
            self.assess(one, since, belief)
        elif pick == 3:
            self.leaves(one, self.random.choice(("dead", "moved", "living")), since)
        elif pick >= 4:
            over = {month: account.handed.get(month, 0) - account.due(month) for month in months(OPENED, payout)}
            owed = sum(amount for month, amount in over.items() if amount > 0 and month < payout)
            if owed and not account.rests and not account.owing:
                self.book.office.do(owe, Owes(self.people[one], one, OPENED, payout, owed))
                account.owing.append(Owing(OPENED, payout, owed))

    def pay(self, *payouts: Month) -> None:
        """One month, or two paid together (Tết), from the opening to the closing, compared with the ledger."""
        expected = {payout: self.ledger.list_of(payout) for payout in payouts}
        self.book.open(*payouts)
        for payout, lines in expected.items():
            told = [
                (str(line.kind), line.entitlement_id, line.benefit_month, line.amount)
                for line in self.book.lines(payout)
            ]
            assert sorted(told) == lines, f"list of {payout}, paid with {payouts}"
            bridge = self.book.office.read(queries.bridge_of, payout)
            assert bridge.step("total").amount == sum(amount for _, _, _, amount in lines)
        for verb in (self.book.confirm, self.book.send):
            verb(payouts[0])
        for payout, lines in expected.items():
            may_miss = sorted({number for _, number, _, _ in lines if not self.ledger.accounts[number].owing})
            unpaid = [one for one in may_miss if self.random.randrange(5) == 0]
            self.book.results(payout, *unpaid)
            for one in unpaid:
                self.ledger.not_collected(lines, one)
        self.book.close(payouts[0])


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(HISTORIES if FULL_DRILL else HISTORIES // TENTH))
def test_every_list_holds_the_lines_of_the_slow_ledger(seed: int, office: Office) -> None:
    play(Random(seed), Book(office))


def play(random: Random, book: Book) -> None:
    history = History(random, book)
    for number in range(4):
        history.newcomer(number, 202601, opened=True, belief=BELIEFS[0])
    book.opening(Month(202606))
    switch, switched = random.choice(KEPT[1:5]), False
    ahead = list(KEPT)
    while ahead:
        together = [ahead.pop(0) for _ in range(2 if len(ahead) > 1 and random.randrange(4) == 0 else 1)]
        payout = together[0]
        if payout >= switch and not switched:
            switched = True
            for one in sorted(history.people):
                history.assess(one, 202607, BELIEFS[1])
        belief = BELIEFS[switched]
        for _ in range(random.randrange(4)):
            history.something_happens(payout, belief)
        if random.randrange(4) == 0:
            history.newcomer(4 + len(history.people), payout, opened=False, belief=belief)
        history.pay(*together)
