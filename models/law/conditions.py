"""Conditions of the law in a small closed vocabulary, answered by yes, no or unknown.

Promises: what is not known is never taken for no, and whoever asks is told which fact is missing. Nothing here knows a
month or a document; how a condition is written as data stands in vocabulary.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.law.state import State

Answer = bool | None
"""True, False, or None: not known."""


class Condition(Protocol):
    """A question to a person's state on a day."""

    def holds(self, state: State) -> Answer:
        """Yes, no or unknown."""

    def gaps(self, state: State) -> frozenset[str]:
        """Names of the absent facts that keep the answer unknown; empty when it is known."""


MANY_CHILDREN = 20
"""So many may count where nothing is told of the children: enough to outweigh any other allowance."""
NONE_MISSING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]

    def holds(self, state: State) -> Answer:
        """No as soon as one part says no."""
        answer: Answer = True
        for part in self.parts:
            said = part.holds(state)
            if said is False:
                return False
            if said is None:
                answer = None
        return answer

    def gaps(self, state: State) -> frozenset[str]:
        """What every open part lacks."""
        if self.holds(state) is not None:
            return NONE_MISSING
        return frozenset().union(*(part.gaps(state) for part in self.parts))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, state: State) -> Answer:
        """Yes as soon as one part says yes."""
        answer: Answer = False
        for part in self.parts:
            said = part.holds(state)
            if said:
                return True
            if said is None:
                answer = None
        return answer

    def gaps(self, state: State) -> frozenset[str]:
        """What every open part lacks."""
        if self.holds(state) is not None:
            return NONE_MISSING
        return frozenset().union(*(part.gaps(state) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Outside:
    """The person belongs to none of these groups; `groups` are filled in when a table is made."""

    names: tuple[str, ...]
    groups: tuple[Condition, ...] = ()

    def holds(self, state: State) -> Answer:
        """The opposite of any group."""
        answer = AnyOf(self.groups).holds(state)
        return None if answer is None else not answer

    def gaps(self, state: State) -> frozenset[str]:
        """What the groups lack."""
        return AnyOf(self.groups).gaps(state)


@dataclass(frozen=True, slots=True)
class Years:
    """Full years from `least` on and below `below`; of the person, or of whom they care for."""

    least: int | None
    below: int | None
    cared: bool = False

    def holds(self, state: State) -> Answer:
        """Somebody not born yet has no age that fits."""
        age = state.cared_age if self.cared else state.age
        if age is None:
            return None
        if age < 0 or (self.least is not None and age < self.least):
            return False
        return self.below is None or age < self.below

    def gaps(self, state: State) -> frozenset[str]:
        """The birth date."""
        if self.holds(state) is not None:
            return NONE_MISSING
        return state.facts.lacking("carer.cared_born" if self.cared else "born")


@dataclass(frozen=True, slots=True)
class Yes:
    """A yes-or-no fact has this value."""

    name: str
    wanted: bool

    def holds(self, state: State) -> Answer:
        """Whether it is so."""
        value = state.facts.known(self.name)
        return None if value is None else value is self.wanted

    def gaps(self, state: State) -> frozenset[str]:
        """The fact itself."""
        return NONE_MISSING if self.holds(state) is not None else state.facts.lacking(self.name)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A fact with few values has one of these."""

    name: str
    values: frozenset[str]

    def holds(self, state: State) -> Answer:
        """Whether it is so."""
        value = state.facts.known(self.name)
        return None if value is None else value in self.values

    def gaps(self, state: State) -> frozenset[str]:
        """The fact itself."""
        return NONE_MISSING if self.holds(state) is not None else state.facts.lacking(self.name)


@dataclass(frozen=True, slots=True)
class Parents:
    """One parent is in one of the first states, the other in one of the second; whichever is which."""

    first: frozenset[str]
    second: frozenset[str]

    def holds(self, state: State) -> Answer:
        """Each of the two is asked apart (benefits.md 15.2, 13)."""
        parents = state.facts.parents
        if parents is None:
            return None
        one, other = parents
        return AnyOf((_Pair(one, other, self.first, self.second), _Pair(other, one, self.first, self.second))).holds(
            state
        )

    def gaps(self, state: State) -> frozenset[str]:
        """The parents."""
        return NONE_MISSING if self.holds(state) is not None else frozenset({"parents"})


@dataclass(frozen=True, slots=True)
class _Pair:
    one: str | None
    other: str | None
    first: frozenset[str]
    second: frozenset[str]

    def holds(self, _state: State) -> Answer:
        pairs = ((self.one, self.first), (self.other, self.second))
        if any(value is not None and value not in wanted for value, wanted in pairs):
            return False
        return None if None in (self.one, self.other) else True

    def gaps(self, _state: State) -> frozenset[str]:
        return frozenset({"parents"})


@dataclass(frozen=True, slots=True)
class Receiving:
    """One of these groups was paid last month; "K1*" means every group whose code begins so."""

    patterns: tuple[str, ...]

    def holds(self, state: State) -> Answer:
        """Whether it is so."""
        paid = state.facts.receiving
        return None if paid is None else any(matches(self.patterns, code) for code in paid)

    def gaps(self, state: State) -> frozenset[str]:
        """What is paid."""
        return NONE_MISSING if self.holds(state) is not None else frozenset({"receiving"})


@dataclass(frozen=True, slots=True)
class Incomes:
    """Each of these incomes is below the social pension's level, or (`zero`) there is none."""

    names: tuple[str, ...]
    zero: bool

    def holds(self, state: State) -> Answer:
        """No as soon as one is too high; nothing counts as below."""
        limit = 1 if self.zero else state.pension_level
        answer: Answer = True
        for name in self.names:
            amount = state.facts.income_of(name)
            if amount is None:
                answer = None
            elif amount and amount >= limit:
                return False
        return answer

    def gaps(self, state: State) -> frozenset[str]:
        """The incomes not told."""
        if self.holds(state) is not None:
            return NONE_MISSING
        absent = [f"income.{name}" for name in self.names if state.facts.income_of(name) is None]
        return frozenset().union(*(state.facts.lacking(name) for name in absent))


@dataclass(frozen=True, slots=True)
class CountedChildren:
    """At least one child counts for the single parent: below `below`, or older and studying.

    An older one counts below `studying_below`, or (`studying_receiving`) while that group is being paid.
    """

    below: int
    studying_below: int | None
    studying_receiving: str

    def holds(self, state: State) -> Answer:
        """Yes with one certain child, unknown with a possible one."""
        least, most = self.count(state)
        if least:
            return True
        return None if most else False

    def count(self, state: State) -> tuple[int, int]:
        """How many count for certain, and how many may."""
        children = state.children
        if children is None:
            return 0, MANY_CHILDREN
        said = [self._one(state, *child) for child in children]
        return sum(one is True for one in said), sum(one is not False for one in said)

    def _one(self, state: State, age: int | None, studying: Answer, raised: Answer) -> Answer:
        if raised is False or (age is not None and age < 0):
            return False
        answer = True if age is not None and age < self.below else self._studies(state, age, studying)
        return None if answer and raised is None else answer

    def _studies(self, state: State, age: int | None, studying: Answer) -> Answer:
        if age is None:
            return None
        if studying is False:
            return False
        if self.studying_below is not None:
            return False if age >= self.studying_below else studying
        paid = state.facts.receiving
        if paid is None:
            return None
        return studying if self.studying_receiving in paid else False

    def gaps(self, state: State) -> frozenset[str]:
        """What is not told of the children, or what is paid."""
        least, most = self.count(state)
        if least == most:
            return NONE_MISSING
        if state.children is None:
            return frozenset({"children"})
        found = set()
        for child in state.children:
            if self._one(state, *child) is None:
                names = ("children.born", "children.studying", "children.raised_by_person")
                found |= {name for name, value in zip(names, child, strict=True) if value is None}
                if self.studying_below is None and state.facts.receiving is None:
                    found.add("receiving")
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Burden:
    """Being pregnant and each raised child below 36 months count one; at least `least` together."""

    least: int

    def holds(self, state: State) -> Answer:
        """Yes when the certain ones suffice, no when the possible ones do not."""
        least, most = state.burden
        if least >= self.least:
            return True
        return None if most >= self.least else False

    def gaps(self, state: State) -> frozenset[str]:
        """What is not told of the pregnancy and the children."""
        return NONE_MISSING if self.holds(state) is not None else state.burden_gaps()


def matches(patterns: Sequence[str], code: str) -> bool:
    """Whether a code is named by one of the patterns: "K8", or "K1*" for all that begin so."""
    return any(code.startswith(one[:-1]) if one.endswith("*") else code == one for one in patterns)


def bound(condition: Condition, groups: Mapping[str, Condition]) -> Condition:
    """The condition with its `Outside` parts knowing the groups of one table."""
    if isinstance(condition, Outside):
        return Outside(condition.names, tuple(one for code, one in groups.items() if matches(condition.names, code)))
    if isinstance(condition, All | AnyOf):
        return type(condition)(tuple(bound(part, groups) for part in condition.parts))
    return condition


def counter_in(condition: Condition) -> CountedChildren | None:
    """The part that counts children, where there is one."""
    if isinstance(condition, CountedChildren):
        return condition
    if isinstance(condition, All | AnyOf):
        return next((found for part in condition.parts if (found := counter_in(part)) is not None), None)
    return None
