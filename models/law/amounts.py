"""What a known group gives in a month, without asking whether somebody belongs to it: for entitlements already decided.

Promises: the country's table and the place's are reckoned apart and the higher whole amount is taken, the country's
where equal; ages are those of the day that `assess` would use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.law.assess import days_of
from models.law.book import Amount, Group, LawOfMonth, Table
from models.law.facts import Facts
from models.law.saying import basis
from models.law.state import State, state_on


@dataclass(frozen=True, slots=True)
class GroupLevel:
    """A monthly amount in đồng with what it is made of; `coefficient` in hundredths, times the children counted.

    `coefficient` is None for a whole amount, which is then the base rate too.
    """

    table: str
    base_rate: int
    coefficient: int | None
    amount: int
    article: str
    documents: tuple[str, ...]


def base_rate(law: LawOfMonth) -> int:
    """The country's base rate in đồng."""
    return law.central.base.amount


def amount_for(law: LawOfMonth, group: str, facts: Facts, *, count: int = 1) -> GroupLevel | None:
    """What the group gives under `law` to somebody with these facts; None when the law has no such group.

    Of the facts the birth date counts (for care support that of `carer.cared_born`), and where people live; unknown
    ones choose the lower band. `count` is how many children count (K4), or small children and a pregnancy (CS-MT).
    A table whose condition surely does not hold is passed over, unless no other has the group.
    """
    tables = [law.central]
    local = law.table_of(facts.province, facts.former_province)
    tables += [local] if local is not None else []
    found = [(table, one) for table in tables if (one := table.group(group)) is not None]
    fitting = [pair for pair in found if _state(facts, law, pair[1], count)[1]]
    levels = [_level(table, one, facts, law, count) for table, one in fitting or found]
    return max(levels, key=lambda level: level.amount) if levels else None


def _state(facts: Facts, law: LawOfMonth, group: Group, count: int) -> tuple[State, bool]:
    """The person on the day that counts, and whether the group may fit on it."""
    level = law.central.pension.amount if law.central.pension is not None else 0
    states = [_counted(state_on(facts, day, level, last_day=law.last_day), count) for day in days_of(law.month, law)]
    for state in states:
        if (state.age is None or state.age >= 0) and group.condition.holds(state) is not False:
            return state, True
    return states[0], False


def _counted(state: State, count: int) -> State:
    """Children that are not told of are `count` small ones, so that bands by their number can be read."""
    return state if state.children is not None else replace(state, children=((0, None, True),) * count)


def _level(table: Table, group: Group, facts: Facts, law: LawOfMonth, count: int) -> GroupLevel:
    state = _state(facts, law, group, count)[0]
    band = _band(group, state)
    times = count if group.counter is not None else 1
    amount = band.amount * times
    coefficient = None if band.coefficient is None else band.coefficient * times
    rate = group.rate.amount if group.rate is not None else amount
    return GroupLevel(table.name, rate, coefficient, amount, basis(group, law), law.numbers(group.documents))


def _band(group: Group, state: State) -> Amount:
    holding = [band for band in group.amounts if band.when is None or band.when.holds(state)]
    return max(holding or group.amounts[:1], key=lambda band: band.amount)
