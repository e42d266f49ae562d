"""Who probably has a right and gets nothing, or less: the whole register under the law of a month.

Promises: it proposes and never decides; what had to be assumed is told (no pension, nobody who supports somebody living
alone), for the office asks before it grants. Grounds that tell of HIV/AIDS are never proposed from a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from models.benefits.entitlements.facts_of import Known, known_on
from models.benefits.secrecy import is_hiv_group
from models.law import saying
from models.law.assess import assess, paid_lines
from models.law.book import LawOfMonth
from models.law.facts import Carer, Facts
from models.law.queries import law_book
from models.store.collector import uncollected
from models.store.dates import Month, month_of

NO_PENSION: Final = "Chưa biết có lương hưu, trợ cấp bảo hiểm xã hội hằng tháng hay không: hãy hỏi trước."
NO_SUPPORTER: Final = "Sống một mình trong hộ; chưa biết có người phụng dưỡng hay không: hãy hỏi trước."
WHO_CARES: Final = "Người được chăm sóc là người này; hãy hỏi ai trong hộ trực tiếp chăm sóc."
_PENSIONS: Final = ("K8", "HTXH", "old K5c")
_SUPPORTED: Final = ("K5a", "K5b")


@dataclass(frozen=True, slots=True)
class Screened:
    """Somebody who may get more: the group, its amount and what they get now in đồng, why, and what was assumed."""

    person_id: int
    group: str
    kind: str
    amount: int
    gets: frozenset[str]
    why: str
    assumed: tuple[str, ...]


def screen(session: Session, day: date) -> list[Screened]:
    """Everybody living here who probably has a right to something they do not get, as known now, by id."""
    month = month_of(day)
    with uncollected():
        return search(known_on(session, day), month, law_book(session).at(month, day))


def search(known: Known, month: Month, law: LawOfMonth) -> list[Screened]:
    """`screen` over what was read of everybody, for the worker process."""
    found = (*_found(known, month, law), *_uncared(known, month, law))
    return sorted(found, key=lambda one: (one.person_id, one.group))


def _found(known: Known, month: Month, law: LawOfMonth) -> Iterable[Screened]:
    for person_id in known.born:
        if known.born[person_id] is None:
            continue
        supposed = known.facts(person_id, supposing=True)
        gets = supposed.receiving or frozenset()
        for line in paid_lines(supposed, month, law):
            if line.group in gets or is_hiv_group(line.group) or _told_by_clause(line.group, gets):
                continue
            if _covered(line.kind, gets):
                continue
            why = saying.why(line, assess(supposed, month, law), supposed, law)
            yield Screened(
                person_id, line.group, line.kind, line.amount, gets, why, _assumed(line.group, known.facts(person_id))
            )


def _uncared(known: Known, month: Month, law: LawOfMonth) -> Iterable[Screened]:
    """People with an extremely severe disability who live with others, without care support for the household."""
    cared = {person for _group, person in known.cared.values()} | {
        person for person, gets in known.receiving.items() if any(code.startswith("CS-") for code in gets)
    }
    for person_id, degree in known.degrees.items():
        if degree != "extremely_severe" or person_id in cared or person_id not in known.members:
            continue
        if known.alone(person_id):
            continue
        own = Carer("disabled", known.born.get(person_id), degree, own_family=True)
        facts = Facts(province=known.place, carer=own)
        for line in paid_lines(facts, month, law):
            gets = known.receiving.get(person_id, frozenset())
            why = saying.why(line, assess(facts, month, law), facts, law)
            yield Screened(person_id, line.group, line.kind, line.amount, gets, why, (WHO_CARES,))


def _told_by_clause(group: str, gets: frozenset[str]) -> bool:
    """Whether a list named the clause alone ("K6") where the law has the point ("K6N")."""
    return any(group.startswith(code) for code in gets if code in ("K1", "K5", "K6"))


def _covered(kind: str, gets: frozenset[str]) -> bool:
    """Whether something else of the slot is paid: no switch by itself (benefits.md 15.2, 9)."""
    allowances = {code for code in gets if code != "HTXH" and not code.startswith("CS-")}
    return kind == "social_pension" and bool(allowances)


def _assumed(group: str, facts: Facts) -> tuple[str, ...]:
    found = []
    if group in _PENSIONS and facts.income is None:
        found.append(NO_PENSION)
    if group in _SUPPORTED and facts.no_supporter is None:
        found.append(NO_SUPPORTER)
    return tuple(found)
