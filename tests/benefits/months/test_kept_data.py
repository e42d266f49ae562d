"""Random months over a store: bridges close, sums agree, and each confirmed month computes to the same data again."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from models.benefits.months import queries
from models.benefits.months.circle import circle_of
from models.benefits.months.stored import digest_of, ordered
from models.store.dates import Month, add_months
from tests.benefits.months.book import DEC, Book, Buried, Given, Owes, bring_back, bury, owe
from tests.conftest import FULL_DRILL
from tests.people.commune import Office

SEEDS = range(40 if FULL_DRILL else 4)
STEPS = 30


class Life:
    """Random things that happen to a small commune."""

    def __init__(self, book: Book, seed: int) -> None:
        self.book, self.chance = book, random.Random(seed)
        self.people = [book.person(f"Trần Văn {chr(65 + number)}") for number in range(4)]
        self.entitlements = {book.give(Given(one, 540_000, opened=DEC)): one for one in self.people[:3]}
        self.month = DEC
        self.debts: list[int] = []
        book.opening()

    def step(self) -> None:
        self.chance.choice((self.run, self.run, self.grant, self.change, self.leave, self.owes, self.returns))()

    def run(self) -> None:
        book, month = self.book, self.month
        book.open(month)
        if self.chance.random() < 0.3:
            self.change()
            book.recompute(month)
        book.confirm(month)
        book.send(month)
        self.month = add_months(month, 1)
        if self.chance.random() < 0.8:
            absent = [one for one in self.entitlements if self.chance.random() < 0.3]
            book.results(month, *absent)

    def grant(self) -> None:
        person = self.book.person("Lê Văn " + "Ă" * len(self.people))
        self.people.append(person)
        carer = self.chance.choice([None, self.people[0]])
        start = add_months(self.month, self.chance.randint(-4, 1))
        self.entitlements[self.book.give(Given(person, 810_000, start=start, carer_id=carer))] = person

    def change(self) -> None:
        amount = self.chance.choice([None, 500_000, 540_000, 1_080_000])
        standing = self.chance.choice(["paid", "paid", "suspended"])
        month = add_months(self.month, self.chance.randint(-4, 1))
        self.book.change(self.chance.choice(list(self.entitlements)), month, amount, standing)

    def leave(self) -> None:
        status = self.chance.choice(["dead", "moved", "living"])
        left = add_months(self.month, -self.chance.randint(0, 3))
        day = f"{left // 100}-{left % 100:02d}-05"
        self.book.left(self.chance.choice(self.people), status, "" if status == "living" else day)
        if status == "dead" and self.chance.random() < 0.5:
            self.book.office.do(bury, Buried(self.people[0], self.people[1], 10_800_000))

    def owes(self) -> None:
        over = self.book.office.read(queries.overpaid_before, self.month)
        for (one, month), amount in sorted(over.items())[:1]:
            command = Owes(self.entitlements[one], one, month, add_months(Month(month), 1), amount)
            self.debts.append(self.book.office.do(owe, command))

    def returns(self) -> None:
        if self.debts:
            self.book.office.do(bring_back, (self.chance.choice(self.debts), 10_000))


def same_alone(life: Life) -> int:
    """What is over of somebody is the same whether all are read or their circle alone; how much was over."""
    whole = life.book.office.read(queries.overpaid_before, life.month)
    for person in life.people:
        circle = life.book.office.read(circle_of, [person])
        alone = life.book.office.read(queries.overpaid_before, life.month, circle)
        assert alone == {key: amount for key, amount in whole.items() if key[0] in circle.entitlements}, person
    return len(whole)


@pytest.mark.drill
@pytest.mark.parametrize("seed", SEEDS[::4])
def test_who_is_asked_for_alone_owes_the_same(office: Office, seed: int) -> None:
    life = Life(Book(office), seed)
    found = 0
    for number in range(STEPS):
        life.step()
        if number % 5 == 4:
            found += same_alone(life)
    assert found


@pytest.mark.drill
@pytest.mark.parametrize("seed", SEEDS)
def test_months_are_kept(office: Office, seed: int) -> None:
    life = Life(Book(office), seed)
    for _ in range(STEPS):
        life.step()
    life.run()
    for row in office.read(queries.months):
        lines = life.book.lines(row.month)
        assert (row.lines, row.total) == (len(lines), sum(line.amount for line in lines))
        assert row.digest == digest_of(lines)
        if row.opening:
            continue
        bridge = office.read(queries.bridge_of, row.month)
        assert bridge.step("total").amount == row.total
        by_person: dict[int, int] = defaultdict(int)
        for line in lines:
            by_person[line.recipient_id] += line.amount
        assert min(by_person.values(), default=0) >= 0
        assert ordered(office.read(queries.recomputed, row.month)) == ordered(lines), row.month
