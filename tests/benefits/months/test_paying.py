"""Where money is held back: the same payment on paper, in the bank's file and in the answer to it, never below zero."""

from __future__ import annotations

from typing import NamedTuple

from models.benefits.months.paying import payments_of


class Paid(NamedTuple):
    """A line as `payments_of` asks for it."""

    person_id: int
    recipient_id: int
    account: str
    payee: str
    amount: int


def sums(*lines: Paid) -> dict[int, int]:
    """Person whose payment it is -> what it comes to."""
    return {key.person_id: sum(one.amount for one in own) for key, own in payments_of(lines).items()}


def test_what_is_held_back_under_another_name_goes_to_the_largest_payment() -> None:
    own, care = Paid(1, 1, "11", "", 810_000), Paid(2, 1, "11", "Lê Thị Bích", 540_000)
    held = Paid(3, 1, "11", "Lê Thị Bích", -500_000)
    assert sums(own, care, held) == {1: 310_000, 2: 540_000}
    assert sums(held, care, own) == {1: 310_000, 2: 540_000}


def test_where_one_payment_is_not_enough_the_next_is_joined() -> None:
    own, care = Paid(1, 1, "11", "", 810_000), Paid(2, 1, "", "Lê Thị Bích", 540_000)
    stranger = Paid(4, 4, "", "", 900_000)
    assert sums(own, care, stranger, Paid(3, 1, "", "x", -1_000_000)) == {1: 350_000, 4: 900_000}


def test_two_debts_of_one_recipient_and_one_without_any_payment() -> None:
    own = Paid(1, 1, "11", "", 810_000)
    assert sums(own, Paid(2, 1, "", "a", -400_000), Paid(3, 1, "", "b", -410_000)) == {1: 0}
    assert sums(Paid(2, 9, "", "a", -400_000), own) == {2: -400_000, 1: 810_000}
