"""Birthdays of children that change what a parent gets: the single parent's (K4) and a disabled mother's (CS-MT). Pure.

Ages are read from the law's own condition. Promises: a child that is known to study on counts on; of one that is not,
the clerk is asked.
"""

from __future__ import annotations

from typing import Final

from models.benefits.events.facts import Benefit, Scene
from models.benefits.events.proposal import Draft
from models.law.book import LawOfMonth
from models.law.state import SMALL_CHILD_YEARS, state_on
from models.store.dates import month_end

SINGLE_PARENT: Final = "K4"
SMALL_CHILDREN: Final = "CS-MT"
NO_INCOME: Final = 0
"""Children are counted whatever anybody earns."""
STILL_STUDIES: Final = "Con này còn đi học không? Còn học thì vẫn được tính: ghi vào sổ, rồi xem lại đề xuất."
OTHER_BURDENS: Final = "Có đang mang thai, còn con khác dưới 36 tháng không? Có thì xem lại mức trước khi lập."


def ages_that_count(law: LawOfMonth, group: str) -> set[int]:
    """The ages at which a child may count no longer for a group."""
    if group == SMALL_CHILDREN:
        return {SMALL_CHILD_YEARS}
    found = law.central.group(SINGLE_PARENT)
    counter = None if found is None else found.counter
    if counter is None:
        return set()
    return {counter.below} | ({counter.studying_below} if counter.studying_below is not None else set())


def goes_on(law: LawOfMonth, group: str, age: int) -> bool:
    """Whether a child of that age still counts while it studies."""
    found = law.central.group(SINGLE_PARENT)
    counter = None if found is None else found.counter
    if group != SINGLE_PARENT or counter is None:
        return False
    return counter.studying_below is None or age < counter.studying_below


def counted_after(scene: Scene, draft: Draft, benefit: Benefit, law: LawOfMonth) -> int | None:
    """How many children (or burdens) count for a benefit after the child's birthday; None: it changes nothing.

    One less than was paid for, but never fewer than the book knows to count still: the list may have counted others.
    """
    worth = benefit.worth(law.month)
    child, age = scene.happening.details.get("child"), scene.happening.details.get("age")
    if worth is None or worth.coefficient is None or not isinstance(child, int) or not isinstance(age, int):
        return None
    if age not in ages_that_count(law, worth.group_code):
        return None
    paid, still = worth.coefficient // 100, _still_counting(scene, benefit, law, worth.group_code)
    if paid <= still:
        return None
    if worth.group_code == SMALL_CHILDREN:
        draft.questions.append(OTHER_BURDENS)
    elif goes_on(law, SINGLE_PARENT, age):
        if scene.facts_of(child).studying is True:
            return None
        draft.questions.append(STILL_STUDIES)
    return max(paid - 1, still)


def _still_counting(scene: Scene, benefit: Benefit, law: LawOfMonth, group: str) -> int:
    """How many children (or burdens) of the benefit's owner count for certain at the end of the birthday's month."""
    facts = scene.facts_of(benefit.person_id)
    state = state_on(facts, month_end(scene.happening.month), NO_INCOME, last_day=law.last_day)
    if group == SMALL_CHILDREN:
        return state.burden[0]
    found = law.central.group(SINGLE_PARENT)
    return 0 if found is None or found.counter is None else found.counter.count(state)[0]
