"""Random histories: however late things are told, the bridge closes and everybody ends with what is due."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.benefits.months.compute import overpaid
from models.store.dates import Month, add_months
from tests.benefits.months.world import AMOUNTS, FIRST, World
from tests.conftest import FULL_DRILL

STEPS_AT_LEAST = 40
EXAMPLES = 2_500 if FULL_DRILL else 60
"""At least 100,000 steps in full."""
VERBS = ("grant", "change", "change", "suspend", "stop", "die", "move", "revive", "run", "run", "absent", "unanswered",
         "partly", "together", "together_absent", "law", "answer", "owe", "owe_by_hand", "owe_undecided")  # fmt: skip
STEP = st.tuples(st.sampled_from(VERBS), st.integers(0, 99), st.integers(0, 8), st.sampled_from(AMOUNTS))


def act(world: World, verb: str, which: int, back: int, amount: int) -> None:
    """One step; months lie up to seven before the next list, or one after it."""
    month = max(Month(202501), add_months(world.month, 1 - back))
    number = which % len(world.entitlements) + 1
    person = which % len(world.people) + 1
    if verb == "grant":
        world.grant(month, amount, carer=which % 3 == 0, opened=False)
    elif verb == "change":
        world.change(number, month, amount, paid=True)
    elif verb == "suspend":
        world.change(number, month, amount, paid=False)
    elif verb == "stop":
        world.change(number, month, 0, paid=False)
    elif verb in ("die", "move"):
        world.status(person, "dead" if verb == "die" else "moved", add_months(world.month, -back))
    elif verb == "revive":
        world.status(person, "living", None)
    elif verb == "answer":
        world.answer()
    elif verb.startswith("owe"):
        world.owe(decided=verb != "owe_undecided", by_hand=verb == "owe_by_hand")
    elif verb == "law":
        world.law(month, dict(enumerate(AMOUNTS[which % len(AMOUNTS) :] or AMOUNTS)))
    else:
        some = {one for one in world.people if (one + which) % 3}
        absent, partly = (some if "absent" in verb else set()), (some if verb == "partly" else set())
        world.run(absent, answered=verb != "unanswered", partly=partly, together="together" in verb)


@settings(max_examples=EXAMPLES)
@given(st.lists(STEP, min_size=STEPS_AT_LEAST, max_size=60))
def test_everybody_ends_with_what_is_due(steps: list[tuple[str, int, int, int]]) -> None:
    world = World()
    for place in range(3):
        world.grant(FIRST, AMOUNTS[place], carer=place == 1, opened=place < 2)
    world.begin()
    for step in steps:
        act(world, *step)
    world.answer()
    for _ in range(4):
        world.run(set())
    over = overpaid(world.facts())
    for number in world.entitlements:
        month = Month(202501)
        while month < world.month:
            cell = (number, int(month))
            assert world.received(number, month) - over.get(cell, 0) == world.due(number, month), cell
            month = add_months(month, 1)
    assert all(kind.line.amount > 0 for kind in world.lines if kind.line.kind == "regular")


@settings(max_examples=EXAMPLES // 10)
@given(st.lists(STEP, min_size=10, max_size=40))
def test_nothing_more_is_listed_once_all_is_settled(steps: list[tuple[str, int, int, int]]) -> None:
    world = World()
    world.grant(FIRST, AMOUNTS[0], carer=False, opened=True)
    world.begin()
    for step in steps:
        act(world, *step)
    world.answer()
    for _ in range(4):
        world.run(set())
    lines = world.run(set())
    assert {line.kind for line in lines} <= {"regular", "heirs", "recovery"}
