"""Whether an age may belong to a group, by the law's own conditions with nothing but the birth date known. Pure.

Promises: what is false then is false whatever else is true (a second table of ages would age with each decree).
"""

from __future__ import annotations

from models.law.assess import days_of
from models.law.book import LawOfMonth
from models.law.facts import Carer, Facts
from models.law.state import state_on
from models.store.dates import PartialDate


def may_fit(law: LawOfMonth, code: str, born: PartialDate) -> bool:
    """False only where the birth date alone rules the group out in the law's month; of care support the cared one's."""
    facts = Facts(carer=Carer(cared_born=born)) if code.startswith("CS-") else Facts(born=born)
    tables = [law.central, *law.local.values()]
    groups = [group for table in tables if (group := table.group(code)) is not None]
    level = law.central.pension.amount if law.central.pension is not None else 0
    states = [state_on(facts, day, level, last_day=law.last_day) for day in days_of(law.month, law)]
    return not groups or any(group.condition.holds(state) is not False for group in groups for state in states)
