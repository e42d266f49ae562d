"""From a file to the store and back: new, matched and twin rows, sources, undo, and a register that moved on."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from models.benefits.queries import payment_lines
from models.benefits.tables import BenefitLine
from models.imports import queries
from models.imports.lists.facts import RowKey, Understanding
from models.imports.matching.verdicts import MatchedRow, Status
from models.imports.planning.plan import RowChoice
from models.imports.process import Reading, file_digest, make_plan, read_and_match
from models.imports.services import ImportDone, StoreImport, remember_columns, store_import, undo_import
from models.office.services import CreateCommune, create_commune
from models.office.tables import Village
from models.people.dated import STILL_KNOWN
from models.people.services import ChangePerson, PersonDetails, change_person
from models.people.tables import BankAccount, Person, Residence
from models.store import history
from models.store.chain import audit_records, change_records
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.store import Store
from models.store.tables import Audit
from models.store.work import instant_text
from tests.store.fixtures import CLERK

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Đối tượng", "Hệ số", "Mức hưởng (đồng)",
          "Số tài khoản", "Điện thoại"]  # fmt: skip
AN = [1, "Nguyễn Văn An", "05/03/1950", "Nam", "001050000011", "Thôn Đông", "NKT nặng", "1,5", 810000, "1234567890", ""]
BINH = [2, "Trần Thị Bình", "1961", "Nữ", "001161000012", "Thôn Đoài", "Hưu trí xã hội", None, 540000, None, ""]


def sheet(*rows: list[Any], header: list[str] | None = None) -> bytes:
    """A plain list."""
    book = openpyxl.Workbook()
    active = book.active
    assert active is not None
    active.append(header or HEADER)
    for row in rows:
        active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def office(store: Store) -> Store:
    store.transact("Lập sổ", CLERK, create_commune, CreateCommune("Xã Hưng Đạo", "01", staff_name="Lê Thị Sổ"))
    return store


def look(store: Store, data: bytes) -> tuple[Understanding, list[MatchedRow], Any, Any]:
    """Read and match against the store as it stands."""
    with store.read() as reader:
        snapshot = queries.snapshot(reader, date(2026, 11, 22))
        base = queries.plan_base(reader, instant_text(store.now()))
        memory = queries.column_memory(reader)
    reading = Reading(date(2026, 11, 22), memory, {}, {}, frozenset())
    understanding, verdicts = read_and_match(data, "danh-sach.xlsx", reading, snapshot)
    return understanding, verdicts, snapshot, base


def bring_in(store: Store, data: bytes, choices: dict[RowKey, RowChoice] | None = None) -> ImportDone:
    """The whole way."""
    understanding, verdicts, snapshot, base = look(store, data)
    plan = make_plan(understanding, verdicts, choices or {}, snapshot, base)
    command = StoreImport(plan, "danh-sach.xlsx", file_digest(data))
    return store.transact("Nhập danh sách", CLERK, store_import, command).value


def people(store: Store) -> dict[str, Person]:
    with store.read() as session:
        return {person.name: person for person in session.scalars(select(Person))}


def count(store: Store, entity: Any) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(entity)) or 0


def test_new_people_are_stored_with_everything_the_row_says(office: Store) -> None:
    done = bring_in(office, sheet(AN, BINH))
    assert (done.counts.new_people, done.counts.benefit_lines, done.counts.left_out) == (2, 2, 0)
    known = people(office)
    an = known["Nguyễn Văn An"]
    assert (an.sex, an.born_year, an.born_month, an.born_day, an.id_number) == ("male", 1950, 3, 5, "001050000011")
    assert an.search.startswith("nguyen van an") or "nguyen van an" in an.search
    with office.read() as session:
        line = session.scalars(select(BenefitLine).filter_by(person_id=an.id)).one()
        account = session.scalars(select(BankAccount).filter_by(person_id=an.id)).one()
        village = session.execute(
            select(Village.name).join(Residence, Residence.village_id == Village.id).filter_by(person_id=an.id)
        ).scalar_one()
        source = session.scalars(select(Audit).filter_by(record_table="person", record_id=an.id)).one().source
    assert (line.group_code, line.coefficient, line.amount, line.channel) == ("K6N", 150, 810_000, "account")
    assert (account.number, village, source) == ("1234567890", "Đông", "Sheet!2")
    with office.connection() as connection:
        assert history.first_break(change_records(connection), audit_records(connection)) is None


def test_the_same_list_again_matches_and_adds_nothing(office: Store) -> None:
    bring_in(office, sheet(AN, BINH))
    _, verdicts, _, _ = look(office, sheet(AN, BINH))
    assert [verdict.status for verdict in verdicts] == [Status.MATCH, Status.MATCH]
    assert all(not verdict.changes for verdict in verdicts)
    again = bring_in(office, sheet(AN, BINH))
    assert (again.counts.new_people, again.counts.matched_people, again.counts.benefit_lines) == (0, 2, 0)
    assert count(office, Person) == 2
    assert count(office, BenefitLine) == 2


def test_a_match_fills_blanks_and_asks_before_it_contradicts(office: Store) -> None:
    bring_in(office, sheet(AN, BINH))
    better = [2, "Trần Thị Bình", "07/09/1961", "Nữ", "001161000012", "Thôn Đoài", "Hưu trí xã hội", None, 600000,
              "99887766", "0912345678"]  # fmt: skip
    other_account = [*AN[:9], "5555555555", ""]
    _, verdicts, _, _ = look(office, sheet(other_account, better))
    proposed = [{change.field: change.taken for change in verdict.changes} for verdict in verdicts]
    assert proposed == [{"account": False}, {"born": True, "phones": True, "account": True, "amount": False}]
    bring_in(office, sheet(other_account, better))
    binh = people(office)["Trần Thị Bình"]
    assert (binh.born_month, binh.born_day, binh.phones) == (9, 7, "0912345678")
    assert "0912345678" in binh.search
    with office.read() as session:
        numbers = session.scalars(select(BankAccount.number).filter_by(known_until=STILL_KNOWN)).all()
        amount = session.scalars(select(BenefitLine.amount).filter_by(person_id=binh.id)).one()
    assert sorted(numbers) == ["1234567890", "99887766"]
    assert amount == 540_000


def test_the_clerk_decides_on_unsure_rows(office: Store) -> None:
    bring_in(office, sheet(AN))
    maybe = [1, "Nguyễn Văn An", "1950", "Nam", None, "Thôn Đông", "NKT nặng", "1,5", 810000, None, None]
    understanding, verdicts, _, _ = look(office, sheet(maybe))
    assert verdicts[0].status is Status.UNSURE
    known = people(office)["Nguyễn Văn An"]
    assert [candidate.person_id for candidate in verdicts[0].candidates] == [known.id]
    assert bring_in(office, sheet(maybe)).counts.left_out == 1
    key = understanding.rows[0].key
    assert bring_in(office, sheet(maybe), {key: RowChoice(person_id=known.id)}).counts.matched_people == 1
    assert bring_in(office, sheet(maybe), {key: RowChoice(person_id=0)}).counts.new_people == 1


def test_same_number_with_another_name_is_asked(office: Store) -> None:
    bring_in(office, sheet(AN))
    _, verdicts, _, _ = look(office, sheet([1, "Phạm Quang Tú", *AN[2:]]))
    assert verdicts[0].status is Status.UNSURE


def test_twins_within_a_list_become_one_person(office: Store) -> None:
    twin = [2, "NGUYỄN VĂN ÂN", *AN[2:]]
    twin[1] = "NGUYỄN VĂN AN"
    twin[6] = "Hưu trí xã hội"
    twin[10] = "0987654321"
    done = bring_in(office, sheet(AN, twin))
    assert (done.counts.new_people, done.counts.benefit_lines) == (1, 2)
    assert people(office)["Nguyễn Văn An"].phones == "0987654321"


def test_wrong_rows_are_left_out_and_nothing_is_invented(office: Store) -> None:
    bad = [3, "Lê Văn Sai", "31/02/1950", "Nam", "001050000013", "Thôn Đông", "NKT nặng", "1,5", 810000, None, None]
    done = bring_in(office, sheet(AN, bad))
    assert (done.counts.new_people, done.counts.left_out) == (1, 1)


def test_an_import_is_undone_whole(office: Store) -> None:
    bring_in(office, sheet(AN))
    before = {name: (person.phones, person.search) for name, person in people(office).items()}
    done = bring_in(office, sheet([*AN[:10], "0912345678"], BINH))
    assert people(office)["Nguyễn Văn An"].phones == "0912345678"
    office.transact("Hoàn tác", CLERK, undo_import, done.batch_id)
    after = {name: (person.phones, person.search) for name, person in people(office).items()}
    assert after == before
    with office.read() as reader:
        assert [batch.undone for batch in queries.batches(reader)] == [True, False]
    with office.connection() as connection:
        assert history.first_break(change_records(connection), audit_records(connection)) is None
    with pytest.raises(RuleError):
        office.transact("Hoàn tác", CLERK, undo_import, done.batch_id)


def test_an_import_that_never_was_cannot_be_undone(office: Store) -> None:
    with pytest.raises(RuleError) as refused:
        office.transact("Hoàn tác", CLERK, undo_import, 999)
    assert (refused.value.code, refused.value.field) == ("import_unknown", "batch")


def test_codes_of_an_undone_import_are_not_given_again(office: Store) -> None:
    done = bring_in(office, sheet(AN))
    first = people(office)["Nguyễn Văn An"].code
    office.transact("Hoàn tác", CLERK, undo_import, done.batch_id)
    bring_in(office, sheet(AN))
    assert people(office)["Nguyễn Văn An"].code > first


def test_undo_is_refused_once_something_later_depends_on_it(office: Store) -> None:
    done = bring_in(office, sheet(AN))
    an = people(office)["Nguyễn Văn An"]
    office.transact("Sửa", CLERK, change_person, ChangePerson(an.id, PersonDetails("Nguyễn Văn An", note="đã gặp")))
    with pytest.raises(RuleError) as caught:
        office.transact("Hoàn tác", CLERK, undo_import, done.batch_id)
    assert caught.value.code == "later_change"
    assert count(office, Person) == 1


def test_a_plan_is_refused_when_the_register_moved_on(office: Store) -> None:
    understanding, verdicts, snapshot, base = look(office, sheet(AN))
    plan = make_plan(understanding, verdicts, {}, snapshot, base)
    bring_in(office, sheet(BINH))
    with pytest.raises(RuleError) as caught:
        office.transact("Nhập", CLERK, store_import, StoreImport(plan, "x.xlsx", ""))
    assert caught.value.code == "register_changed"
    assert count(office, Person) == 1


def test_a_column_is_read_as_the_clerk_said_last_time(office: Store) -> None:
    header = [*HEADER]
    header[9] = "Cột lạ"
    understanding, _, _, _ = look(office, sheet(AN, BINH, header=header))
    office.transact("Nhớ cột", CLERK, remember_columns, {"cot la": "phone"})
    understanding, _, _, _ = look(office, sheet([*AN[:9], "0912345678", ""], BINH, header=header))
    assert understanding.rows[0].person.phones == ("0912345678",)


def test_a_list_with_heads_makes_households(office: Store) -> None:
    header = [*HEADER, "Chủ hộ", "Quan hệ với chủ hộ", "Hộ nghèo"]
    rows = [
        [*AN, "Nguyễn Văn An", "Chủ hộ", "Hộ nghèo"],
        [2, "Nguyễn Thị Con", "2001", "Nữ", "001301000077", "Thôn Đông", None, None, None, None, None,
         "Nguyễn Văn An", "Con", "Hộ nghèo"],
    ]  # fmt: skip
    bring_in(office, sheet(*rows, header=header))
    from models.people.tables import HouseholdMembership, HouseholdPoverty

    with office.read() as session:
        members = session.scalars(select(HouseholdMembership).order_by(HouseholdMembership.id)).all()
        poverty = session.scalars(select(HouseholdPoverty.kind)).all()
    assert [member.relation for member in members] == ["head", "child"]
    assert len({member.household_id for member in members}) == 1
    assert poverty == ["poor"]


def due(store: Store) -> list[int]:
    """Amounts of the lines due in the month of the imports."""
    with store.read() as session:
        return sorted(entry.monthly for entry in payment_lines(session, Month(202611)))


def test_two_rows_given_to_one_person_are_paid_once(office: Store) -> None:
    bring_in(office, sheet([*AN[:6], "", "", None, "", ""]))
    known = people(office)["Nguyễn Văn An"]
    row = ["Nguyễn Văn An", "1950", "Nam", "", "Thôn Đông", "Người khuyết tật nặng", ""]
    data = sheet([1, *row, 810000], [2, *row, 810000])
    assert {verdict.status for verdict in look(office, data)[1]} == {Status.UNSURE}
    chosen = RowChoice(person_id=known.id)
    bring_in(office, data, {("Sheet", 2): chosen, ("Sheet", 3): chosen})
    assert due(office) == [810_000]
    more = [[number, *row, 900000] for number in (1, 2)]
    raised = RowChoice(person_id=known.id, take=frozenset({"amount"}))
    bring_in(office, sheet(*more), {("Sheet", 2): raised, ("Sheet", 3): raised})
    assert due(office) == [900_000]


def test_an_import_is_undone_after_what_depended_on_it_was_undone(office: Store) -> None:
    first = bring_in(office, sheet(AN, BINH))
    raised = RowChoice(take=frozenset({"amount", "account"}))
    other = [*AN[:8], 900000, "9999999999", ""]
    second = bring_in(office, sheet(other), {("Sheet", 2): raised})
    assert due(office) == [540_000, 900_000]
    with pytest.raises(RuleError) as refused:
        office.transact("Hoàn tác", CLERK, undo_import, first.batch_id)
    assert refused.value.code == "later_change"
    office.transact("Hoàn tác", CLERK, undo_import, second.batch_id)
    assert due(office) == [540_000, 810_000]
    office.transact("Hoàn tác", CLERK, undo_import, first.batch_id)
    assert (people(office), due(office), count(office, BankAccount)) == ({}, [], 0)
