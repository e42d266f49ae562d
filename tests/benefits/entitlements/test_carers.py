"""The carer of care support that a list brought without one: named with checks, paid from the next list on."""

from __future__ import annotations

import pytest

from models.benefits.entitlements.carers import NameCarer, name_carer
from models.benefits.entitlements.queries import carers_then, due_spans
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import Item, PrepareDecision, prepare_decision
from models.benefits.entitlements.tables import Entitlement
from models.benefits.months.queries import recomputed
from models.people.status import MarkDead, MarkMoved, mark_dead, mark_moved
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from models.store.work import Outcome, Work
from tests.benefits.months.book import DEC, NOV, Book, Given, give
from tests.people.commune import DAY, Office

OCT = Month(202610)


@pytest.fixture
def cared(office: Office) -> tuple[int, int]:
    """Somebody in care support without a carer: person and entitlement."""
    person = office.person("Trần Văn An", "1986-03-05")
    return person, without_carer(office, person)


def without_carer(office: Office, person: int) -> int:
    one: int = office.do(give, Given(person, 540_000, opened=NOV, group="CS-HGD", carer_id=person))
    office.do(unname, one)
    return one


def unname(work: Work, entitlement_id: int) -> Outcome[None]:
    """As a list brings it: care support, nobody named."""
    one = work.get(Entitlement, entitlement_id)
    assert one is not None
    one.carer_id = None
    work.flush()
    return Outcome(None)


def refused(code: str, office: Office, entitlement: int, carer: int) -> None:
    with pytest.raises(RuleError) as caught:
        office.do(name_carer, NameCarer(entitlement, carer))
    assert caught.value.code == code


def test_the_carer_is_paid_from_the_next_list_on_and_past_lists_recompute(
    office: Office, cared: tuple[int, int]
) -> None:
    person, entitlement = cared
    carer = office.person("Lê Thị Bích", "1960-01-01")
    book = Book(office)
    book.opening(OCT)
    book.run(NOV)
    office.do(name_carer, NameCarer(entitlement, carer))
    book.open(DEC)
    assert [line.recipient_id for line in book.lines(NOV)] == [person]
    assert [(line.person_id, line.recipient_id, line.payee) for line in book.lines(DEC)] == [
        (person, carer, "Lê Thị Bích")
    ]
    assert [line.recipient_id for line in office.read(recomputed, NOV)] == [person]


def test_who_may_not_be_a_carer(office: Office, cared: tuple[int, int]) -> None:
    person, entitlement = cared
    dead = office.person("Phạm Thị Cúc", "1940-01-01")
    office.do(mark_dead, MarkDead(dead, PartialDate(2026, 5, 1)))
    refused("carer_self", office, entitlement, person)
    refused("carer_dead", office, entitlement, dead)
    refused("carer_gone", office, entitlement, 9999)
    refused("entitlement_gone", office, 9999, person)
    allowance = office.do(give, Given(person, 810_000, opened=NOV))
    refused("no_care", office, allowance, dead)


def test_a_carer_may_live_elsewhere_and_is_changed_by_decisions_alone(office: Office, cared: tuple[int, int]) -> None:
    """benefits.md 15.2, 8: carer and cared person may live in different communes."""
    _, entitlement = cared
    away = office.person("Phạm Thị Cúc", "1970-01-01")
    office.do(mark_moved, MarkMoved(away, DAY, "Hà Nội"))
    office.do(name_carer, NameCarer(entitlement, away))
    refused("carer_known", office, entitlement, away)


def test_one_care_support_for_each_person(office: Office, cared: tuple[int, int]) -> None:
    person, entitlement = cared
    first, second = office.person("Lê Thị Bích", "1960-01-01"), office.person("Đỗ Thị Dung", "1965-01-01")
    office.do(give, Given(person, 540_000, opened=NOV, group="CS-HGD", carer_id=first))
    refused("cared_for", office, entitlement, second)
    item = Item(person, kind="care_support", group_code="CS-HGD", label="x", carer_id=second, amount=540_000, why="y")
    with pytest.raises(RuleError) as caught:
        office.do(prepare_decision, PrepareDecision(DecisionKind.GRANT, (item,)))
    assert caught.value.code == "cared_for"


def test_a_grant_asks_the_same_of_a_carer(office: Office) -> None:
    person = office.person("Trần Văn An", "1986-03-05")
    item = Item(person, kind="care_support", group_code="CS-HGD", label="x", carer_id=person, amount=540_000, why="y")
    with pytest.raises(RuleError) as caught:
        office.do(prepare_decision, PrepareDecision(DecisionKind.GRANT, (item,)))
    assert caught.value.code == "carer_self"


def test_the_carer_of_an_instant_is_read_back(office: Office, cared: tuple[int, int]) -> None:
    _, entitlement = cared
    before = office.clock().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    carer = office.person("Lê Thị Bích", "1960-01-01")
    office.do(name_carer, NameCarer(entitlement, carer))
    assert office.read(carers_then, before) == {entitlement: None}
    assert [one.carer_id for one in office.read(due_spans)] == [carer]
    assert [one.carer_id for one in office.read(due_spans, known_at=before)] == [None]
