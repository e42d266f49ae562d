"""Two records of one person, one of them with an entitlement, become one."""

from __future__ import annotations

from sqlalchemy import select

from models.benefits.entitlements.tables import Entitlement
from models.benefits.queries import payment_lines
from models.benefits.services import LineDetails, NewLine, add_line
from models.people.merging import MergePeople, merge_people
from models.store.dates import Month
from tests.benefits.entitlements.test_decisions import NOVEMBER, SEVERE, taken
from tests.people.commune import Office


def merge(office: Office, keep: int, other: int) -> None:
    office.do(merge_people, MergePeople(keep, other, {}))


def test_a_line_of_a_list_folds_into_the_entitlement_of_the_other_record(office: Office) -> None:
    for keeps_entitlement in (True, False):
        person, entitlement = taken(office, born="1986-03-05" if keeps_entitlement else "1987-03-05")
        other = office.person("Nguyễn Văn Mẫu", "1986")
        office.do(add_line, NewLine(other, SEVERE))
        keep, gone = (person, other) if keeps_entitlement else (other, person)
        merge(office, keep, gone)
        owner = office.read(lambda s, wanted=entitlement: s.scalar(select(Entitlement.person_id).filter_by(id=wanted)))
        assert owner == keep
    assert [one.monthly for one in office.read(payment_lines, NOVEMBER)] == [750_000, 750_000]


def test_two_lines_that_differ_both_stay(office: Office) -> None:
    person, _ = taken(office)
    other = office.person("Nguyễn Văn Mẫu", "1986")
    office.do(add_line, NewLine(other, LineDetails("Hưu trí xã hội", 540_000, "HTXH", start_month=Month(202601))))
    merge(office, person, other)
    assert sorted(one.monthly for one in office.read(payment_lines, NOVEMBER)) == [540_000, 750_000]
