"""Whom a row means and what it changes: slips of the pen, rivals, twins, benefit lines, households, words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.benefits.queries import payment_lines
from models.benefits.services import StopLine, stop_line
from models.benefits.tables import BenefitLine
from models.imports import queries
from models.imports.matching.verdicts import MatchedRow, Status
from models.imports.planning.plan import RowChoice
from models.imports.process import make_plan
from models.imports.services import StoreImport, store_import, undo_import
from models.imports.values.words import degree_key, escaped_poverty, poverty_key, relation_key
from models.people.dated import STILL_KNOWN, AsOf, holds
from models.people.services import NewPerson, PersonDetails, SetPersonFact, add_person, set_person_fact
from models.people.tables import (
    BankAccount,
    Disability,
    Household,
    HouseholdMembership,
    HouseholdPoverty,
    Payee,
    Person,
    Residence,
)
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from models.store.store import PRINT, Store
from models.store.work import Outcome, Work, instant_text
from tests.imports.test_storing import bring_in, look, office, sheet
from tests.store.fixtures import CLERK

__all__ = ["office"]

HOMES = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Chủ hộ", "Quan hệ với chủ hộ", "Mã hộ",
         "Hộ nghèo, cận nghèo"]  # fmt: skip
TODAY = date(2026, 11, 22)


def row(**said: Any) -> list[Any]:
    """A row of the usual header: Nguyễn Văn An of Thôn Đông, unless said otherwise."""
    values = {"name": "Nguyễn Văn An", "born": "05/03/1950", "sex": "Nam", "number": "001050000011",
              "village": "Thôn Đông", "label": "NKT nặng", "coefficient": "1,5", "amount": 810_000, "account": None,
              "phone": ""}  # fmt: skip
    assert said.keys() <= values.keys()
    return [1, *{**values, **said}.values()]


def home(name: str, born: str, sex: str, number: str, *rest: Any, village: str = "Thôn Đông") -> list[Any]:
    """A row of HOMES: head, relation, household code, poverty."""
    return [1, name, born, sex, number, village, *rest]


def verdicts(store: Store, *rows: list[Any], header: list[str] | None = None) -> list[MatchedRow]:
    return list(look(store, sheet(*rows, header=header))[1])


def proposed(verdict: MatchedRow) -> dict[str, bool]:
    return {change.field: change.taken for change in verdict.changes}


def everything(store: Store, entity: Any, *columns: str) -> list[Any]:
    with store.read() as session:
        records = session.scalars(select(entity).order_by(entity.id))
        return [tuple(getattr(record, column) for column in columns) for record in records]


def held(store: Store, entity: Any, *columns: str) -> list[Any]:
    """Dated facts that hold today, as known now."""
    with store.read() as session:
        records = session.scalars(select(entity).where(holds(entity, AsOf(TODAY))).order_by(entity.id))
        return [tuple(getattr(record, column) for column in columns) for record in records]


def paid(store: Store, month: int) -> list[int]:
    with store.read() as reader:
        return sorted(entry.monthly for entry in payment_lines(reader, Month(month)))


# -- the register moves on -------------------------------------------------------------------------------------------


def _store_late(store: Store, seen: Iterable[Any]) -> None:
    """Plan with ids taken freshly, as the wizard does when the clerk agrees."""
    understanding, told, snapshot, _ = seen
    with store.read() as reader:
        base = queries.plan_base(reader, instant_text(store.now()))
    plan = make_plan(understanding, told, {}, snapshot, base)
    store.transact("Nhập", CLERK, store_import, StoreImport(plan, "a.xlsx", "00"))


def test_a_person_added_meanwhile_is_not_added_again(office: Store) -> None:
    seen = look(office, sheet(row()))
    details = PersonDetails("Nguyễn Văn An", born=PartialDate(1950, 3, 5), sex="male", id_number="001050000011")
    office.transact("Thêm", CLERK, add_person, NewPerson(details))
    with pytest.raises(RuleError) as caught:
        _store_late(office, seen)
    assert caught.value.code == "register_changed"
    assert everything(office, Person, "id") == [(1,)]


def test_an_account_set_meanwhile_is_not_overwritten(office: Store) -> None:
    bring_in(office, sheet(row()))
    seen = look(office, sheet(row(account="9999999999")))
    account = SetPersonFact(1, "account", {"number": "1111111111", "bank": "Agribank"})
    office.transact("Tài khoản", CLERK, set_person_fact, account)
    with pytest.raises(RuleError):
        _store_late(office, seen)
    assert held(office, BankAccount, "number") == [("1111111111",)]


def test_a_print_meanwhile_refuses_nothing(office: Store) -> None:
    def nothing(_work: Work, _command: None) -> Outcome[None]:
        return Outcome(None)

    seen = look(office, sheet(row()))
    office.transact("In danh sách", CLERK, nothing, None, kind=PRINT)
    _store_late(office, seen)
    assert everything(office, Person, "id") == [(1,)]


# -- who is meant ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slip",
    [
        {"number": "001050000012"},
        {"number": "001050000101"},
        {"number": None, "sex": "Nữ"},
        {"number": None, "village": "Thôn Đoài"},
        {"number": "001050000998", "village": "Thôn Đoài"},
    ],
)
def test_one_slip_is_asked_and_never_makes_a_second_person(office: Store, slip: dict[str, Any]) -> None:
    bring_in(office, sheet(row()))
    (verdict,) = verdicts(office, row(**slip))
    assert (verdict.status, [one.person_id for one in verdict.candidates]) == (Status.UNSURE, [1])


@pytest.mark.parametrize(
    "other",
    [
        {"born": "1950", "number": "001050000998", "village": "Thôn Đoài"},
        {"born": "1950", "number": None, "village": "Thôn Đoài"},
        {"born": "07/08/1971", "number": "001071000998"},
    ],
)
def test_a_name_and_a_year_elsewhere_are_simply_somebody_else(office: Store, other: dict[str, Any]) -> None:
    bring_in(office, sheet(row(born="1950")))
    assert [verdict.status for verdict in verdicts(office, row(**other))] == [Status.NEW]


def test_two_rows_that_claim_one_person_are_both_asked(office: Store) -> None:
    bring_in(office, sheet(row(number=None, born="1950")))
    one, two = row(number="001050000011", born="1950"), row(number="001050000029", born="1950")
    assert [verdict.status for verdict in verdicts(office, one, two)] == [Status.UNSURE] * 2
    nobody = row(number=None, born="1950")
    assert [verdict.status for verdict in verdicts(office, one, nobody)] == [Status.UNSURE] * 2


def test_a_mere_year_matches_only_the_same_list_again(office: Store) -> None:
    bare = row(number=None, born="1950")
    bring_in(office, sheet(bare))
    assert [verdict.status for verdict in verdicts(office, bare)] == [Status.MATCH]
    assert [verdict.status for verdict in verdicts(office, bare, bare)] == [Status.UNSURE] * 2
    assert [verdict.status for verdict in verdicts(office, row(born="1950"))] == [Status.UNSURE]


def test_two_rows_with_name_and_year_only_do_not_become_one_person_unasked(office: Store) -> None:
    lan = row(name="Nguyễn Thị Lan", born="1950", sex="Nữ", number=None, label="HTXH", coefficient=None, amount=540_000)
    first, second = verdicts(office, lan, lan)
    assert (first.status, second.status, second.twin_of) == (Status.NEW, Status.UNSURE, 0)
    understanding = look(office, sheet(lan, lan))[0]
    key = understanding.rows[1].key
    assert bring_in(office, sheet(lan, lan), {key: RowChoice(person_id=0)}).counts.new_people == 2
    assert paid(office, 202611) == [540_000, 540_000]


def test_the_clerk_says_that_two_such_rows_are_one_person(office: Store) -> None:
    lan = row(name="Nguyễn Thị Lan", born="1950", sex="Nữ", number=None, label="HTXH", coefficient=None, amount=540_000)
    other = row(name="Nguyễn Thị Lan", born="1950", sex="Nữ", number=None, label="NKT nặng", phone="0912345678")
    key = look(office, sheet(lan, other))[0].rows[1].key
    assert bring_in(office, sheet(lan, other)).counts.left_out == 1
    done = bring_in(office, sheet(lan, other), {key: RowChoice(twin=True), (key[0], 2): RowChoice(person_id=0)})
    assert (done.counts.new_people, done.counts.benefit_lines) == (1, 2)


# -- what a match changes --------------------------------------------------------------------------------------------


def test_a_chosen_candidate_gets_what_the_row_says(office: Store) -> None:
    bring_in(office, sheet(row(number=None)))
    slip = row(name="Nguyễn Văn Ân", phone="0912345678", account="123456789")
    key = look(office, sheet(slip))[0].rows[0].key
    bring_in(office, sheet(slip), {key: RowChoice(person_id=1)})
    said = everything(office, Person, "name", "id_number", "phones")
    assert said == [("Nguyễn Văn An", "001050000011", "0912345678")]
    assert held(office, BankAccount, "number") == [("123456789",)]


def test_another_village_is_proposed_whole_and_not_taken_unasked(office: Store) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Địa chỉ"]
    first = [1, "Nguyễn Văn An", "05/03/1950", "Nam", "001050000011", "Thôn Đông", "Ngõ 1"]
    moved = [*first[:5], "Thôn Đoài", "Ngõ 3"]
    bring_in(office, sheet(first, header=header))
    (verdict,) = verdicts(office, moved, header=header)
    assert proposed(verdict) == {"village": False}
    bring_in(office, sheet(moved, header=header))
    assert held(office, Residence, "village_id", "address") == [(1, "Ngõ 1")]
    bring_in(office, sheet(moved, header=header), {("Sheet", 2): RowChoice(take=frozenset({"village"}))})
    assert held(office, Residence, "village_id", "address") == [(2, "Ngõ 3")]


def test_facts_of_a_matched_row_and_of_a_second_row_are_kept(office: Store) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Mức độ khuyết tật", "Người nhận thay",
              "Mã hộ", "Hộ nghèo, cận nghèo"]  # fmt: skip
    bare = [1, "Nguyễn Văn An", "1950", "Nam", "001050000011", "Thôn Đông", "", "", "", ""]
    full = [*bare[:6], "Đặc biệt nặng", "Trần Thị Nhận", "H9", "Hộ nghèo"]
    other = [2, "Lê Văn Ba", "1955", "Nam", "001055000013", *bare[5:]]
    bring_in(office, sheet(bare, other, [*other[:6], *full[6:8], "H8", "Hộ nghèo"], header=header))
    (verdict,) = verdicts(office, full, header=header)
    assert proposed(verdict) == dict.fromkeys(("disability", "payee", "household", "poverty"), True)
    bring_in(office, sheet(full, header=header))
    for entity in (Disability, Payee, HouseholdMembership):
        assert sorted(held(office, entity, "person_id")) == [(1,), (2,)]
    assert held(office, HouseholdPoverty, "kind") == [("poor",), ("poor",)]
    assert not verdicts(office, full, header=header)[0].changes


def test_a_second_row_of_a_known_person_brings_account_and_telephone(office: Store) -> None:
    bring_in(office, sheet(row()))
    bring_in(office, sheet(row(), row(account="123456789012", phone="0912345678")))
    assert held(office, BankAccount, "number") == [("123456789012",)]
    assert everything(office, Person, "phones") == [("0912345678",)]


def test_a_second_row_of_a_new_person_fills_village_and_poverty(office: Store) -> None:
    who = ("Nguyễn Văn An", "1950", "Nam", "001050000011", None, "Chủ hộ", "H1")
    rows = [home(*who, None, village=""), home(*who, "Hộ nghèo")]
    bring_in(office, sheet(*rows, header=HOMES))
    assert held(office, HouseholdPoverty, "kind") == [("poor",)]
    assert held(office, Residence, "person_id", "village_id") == [(1, 1)]


# -- benefit lines ---------------------------------------------------------------------------------------------------


def test_a_changed_amount_is_asked_and_leaves_the_past_as_it_was(office: Store) -> None:
    bring_in(office, sheet(row(amount=750_000)))
    (verdict,) = verdicts(office, row(amount=810_000))
    assert proposed(verdict) == {"amount": False}
    bring_in(office, sheet(row(amount=810_000)))
    assert paid(office, 202611) == [750_000]
    bring_in(office, sheet(row(amount=810_000)), {("Sheet", 2): RowChoice(take=frozenset({"amount"}))})
    assert (paid(office, 202606), paid(office, 202611)) == ([750_000], [810_000])
    assert everything(office, BenefitLine, "amount", "stop_month") == [(750_000, 202611), (810_000, None)]
    assert not verdicts(office, row(amount=810_000))[0].changes


def test_a_blank_amount_is_filled(office: Store) -> None:
    bring_in(office, sheet(row(amount=None)))
    assert proposed(verdicts(office, row(amount=810_000))[0]) == {"amount": True}
    bring_in(office, sheet(row(amount=810_000)))
    assert everything(office, BenefitLine, "amount") == [(810_000,)]


def test_nothing_is_taken_when_the_clerk_ticks_nothing(office: Store) -> None:
    bring_in(office, sheet(row(amount=None)))
    bring_in(office, sheet(row(amount=810_000)), {("Sheet", 2): RowChoice(take=frozenset())})
    assert everything(office, BenefitLine, "amount") == [(None,)]


def test_a_stopped_line_does_not_swallow_a_new_one(office: Store) -> None:
    bring_in(office, sheet(row()))
    office.transact("Thôi", CLERK, stop_line, StopLine(1, Month(202606)))
    assert proposed(verdicts(office, row())[0]) == {"line": False}
    bring_in(office, sheet(row(amount=1_080_000)))
    assert (paid(office, 202605), paid(office, 202611)) == ([810_000], [1_080_000])


@pytest.mark.parametrize("label", ["Nhận nuôi trẻ", None])
def test_a_second_line_of_one_person_is_kept_and_the_same_line_twice_is_one(office: Store, label: str | None) -> None:
    rows = [row(label=label, coefficient=None, amount=amount) for amount in (500_000, 750_000, 500_000)]
    assert bring_in(office, sheet(*rows)).counts.benefit_lines == 2
    assert sum(paid(office, 202611)) == 1_250_000
    again = verdicts(office, *rows)
    assert [proposed(verdict) for verdict in again] == [{}, {}, {"line": False}]
    assert bring_in(office, sheet(*rows)).counts.benefit_lines == 0


# -- households ------------------------------------------------------------------------------------------------------


def _members(store: Store) -> list[Any]:
    return everything(store, HouseholdMembership, "person_id", "household_id", "relation")


def test_two_heads_of_one_name_are_two_households(office: Store) -> None:
    an = "Nguyễn Văn An"
    rows = [
        home(an, "1950", "Nam", "001050000011", an, "Chủ hộ", None, "Hộ nghèo"),
        home("Lê Thị Hoa", "1955", "Nữ", "001155000013", an, "Vợ", None, "Hộ nghèo"),
        home(an, "1972", "Nam", "001072000015", an, "Chủ hộ", None, "Hộ nghèo"),
        home("Phạm Thị Mai", "1975", "Nữ", "001175000017", an, "Vợ", None, "Hộ nghèo"),
    ]
    bring_in(office, sheet(*rows, header=HOMES))
    assert _members(office) == [(1, 1, "head"), (2, 1, "spouse"), (3, 2, "head"), (4, 2, "spouse")]
    assert everything(office, HouseholdPoverty, "household_id", "kind") == [(1, "poor"), (2, "poor")]


def test_a_household_number_counts_within_its_village(office: Store) -> None:
    rows = [
        home("Nguyễn Văn An", "1950", "Nam", "001050000011", None, "Chủ hộ", "1", "Hộ nghèo"),
        home("Lê Văn Ba", "1955", "Nam", "001055000013", None, "Chủ hộ", "1", "Hộ nghèo", village="Thôn Đoài"),
    ]
    bring_in(office, sheet(*rows, header=HOMES))
    bring_in(office, sheet(*rows, header=HOMES))
    assert _members(office) == [(1, 1, "head"), (2, 2, "head")]


def test_a_child_joins_the_household_of_a_head_in_the_register(office: Store) -> None:
    head = home("Nguyễn Văn An", "1950", "Nam", "001050000011", "Nguyễn Văn An", "Chủ hộ", None, "Hộ nghèo")
    child = home("Nguyễn Thị Út", "2002", "Nữ", "001302000013", "Nguyễn Văn An", "Con", None, "Hộ nghèo")
    bring_in(office, sheet(head, header=HOMES))
    bring_in(office, sheet(child, header=HOMES))
    assert _members(office) == [(1, 1, "head"), (2, 1, "child")]
    assert everything(office, Household, "note") == [("",)]
    assert everything(office, HouseholdPoverty, "kind") == [("poor",)]


def test_a_household_has_one_head_and_is_either_poor_or_near_poor(office: Store) -> None:
    bring_in(office, sheet(home("Nguyễn Văn An", "1950", "Nam", "001050000011", None, "Chủ hộ", "H01", "Hộ nghèo"),
                           header=HOMES))  # fmt: skip
    near = home("Nguyễn Văn Con", "1980", "Nam", "001080000013", None, "Chủ hộ", "H01", "Hộ cận nghèo")
    bring_in(office, sheet(near, header=HOMES))
    assert _members(office) == [(1, 1, "head"), (2, 1, "other")]
    with office.read() as session:
        kinds = session.scalars(select(HouseholdPoverty.kind).filter_by(known_until=STILL_KNOWN)).all()
    assert kinds == ["poor"]


def test_another_poverty_is_asked_and_then_replaces_the_first(office: Store) -> None:
    who = ("Nguyễn Văn An", "1950", "Nam", "001050000011", None, "Chủ hộ", "H01")
    bring_in(office, sheet(home(*who, "Hộ nghèo"), header=HOMES))
    near = sheet(home(*who, "Hộ cận nghèo"), header=HOMES)
    assert proposed(look(office, near)[1][0]) == {"poverty": False}
    bring_in(office, near)
    assert held(office, HouseholdPoverty, "kind") == [("poor",)]
    bring_in(office, near, {("Sheet", 2): RowChoice(take=frozenset({"poverty"}))})
    assert held(office, HouseholdPoverty, "kind") == [("near_poor",)]
    free = sheet(home(*who, "Thoát cận nghèo"), header=HOMES)
    bring_in(office, free, {("Sheet", 2): RowChoice(take=frozenset({"poverty"}))})
    assert held(office, HouseholdPoverty, "kind") == []


def test_moving_to_another_household_is_asked_and_brings_its_poverty(office: Store) -> None:
    who = ("Nguyễn Văn An", "1950", "Nam", "001050000011", None, "Chủ hộ")
    bring_in(office, sheet(home(*who, "H01", "Hộ nghèo"), header=HOMES))
    other = sheet(home(*who, "H02", "Hộ cận nghèo"), header=HOMES)
    assert proposed(look(office, other)[1][0]) == {"household": False}
    done = bring_in(office, other, {("Sheet", 2): RowChoice(take=frozenset({"household"}))})
    assert held(office, HouseholdMembership, "household_id", "relation") == [(2, "head")]
    assert held(office, HouseholdPoverty, "household_id", "kind") == [(1, "poor"), (2, "near_poor")]
    assert not look(office, other)[1][0].changes
    office.transact("Hoàn tác", CLERK, undo_import, done.batch_id)
    assert held(office, HouseholdMembership, "household_id", "relation") == [(1, "head")]


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [("Thoát cận nghèo", ""), ("Không thuộc hộ cận nghèo", ""), ("Không nghèo", ""), ("Không", ""),
     ("Hộ nghèo", "poor"), ("HCN", "near_poor"), ("Hộ nghèo không có khả năng lao động", "poor")],
)  # fmt: skip
def test_negations_of_poverty(text: str, key: str) -> None:
    assert poverty_key(text) == key
    assert escaped_poverty(text) is (key == "")


def test_other_words() -> None:
    assert (relation_key("Ba"), relation_key("Bà"), relation_key("Ba ruột")) == ("parent", "grandparent", "parent")
    assert (degree_key("Không khuyết tật"), degree_key("Không khuyết tật nặng"), degree_key("Không")) == ("", "", "")
    assert (degree_key("Nặng"), degree_key("ĐBN")) == ("severe", "extremely_severe")
