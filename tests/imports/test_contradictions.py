"""Two rows of one person that say otherwise: the first is kept, the clerk is told, and may take the later one's."""

from __future__ import annotations

from typing import Any

import pytest

from models.benefits.tables import BenefitLine
from models.imports.matching.contradictions import CODE
from models.imports.planning.plan import RowChoice
from models.imports.report import import_report
from models.office.tables import Village
from models.people.tables import (
    BankAccount,
    Disability,
    Guardian,
    Household,
    HouseholdMembership,
    HouseholdPoverty,
    Payee,
    Person,
    Residence,
)
from models.store.store import Store
from tests.imports.test_matching import everything, held
from tests.imports.test_storing import bring_in, look, office, sheet

__all__ = ["office"]

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Địa chỉ", "Số tài khoản", "Ngân hàng",
          "Mức độ khuyết tật", "Dạng khuyết tật", "Người nhận thay", "Người giám hộ", "Mã hộ", "Hộ nghèo, cận nghèo",
          "Ghi chú", "Số thẻ BHYT"]  # fmt: skip
FULL = ["Nguyễn Văn An", "05/03/1950", "Nam", "001050000011", "Thôn Đông", "Số 5", "1234567890", "Agribank", "Nặng",
        "Vận động", "Trần Thị Nhận", "Lê Thị Giám", "H1", "Hộ nghèo", "", "HT2010100000001"]  # fmt: skip
PLACES = {"born": 1, "village": 4, "address": 5, "account": 6, "disability": 8, "payee": 10, "guardian": 11,
          "household": 12, "poverty": 13, "name": 0, "insurance_number": 15}  # fmt: skip
LATER = {"born": "06/03/1950", "village": "Thôn Đoài", "address": "Số 7", "account": "9999999999",
         "disability": "Đặc biệt nặng", "payee": "Trần Thị Khác", "guardian": "Lê Thị Khác", "household": "H2",
         "poverty": "Hộ cận nghèo", "name": "Nguyễn Văn Ân", "insurance_number": "HT2010100000002"}  # fmt: skip
NUMBER = 3


def rows(*lines: list[Any]) -> bytes:
    return sheet(*([number, *line] for number, line in enumerate(lines, 1)), header=HEADER)


def later(**said: str) -> list[Any]:
    """The second row: name and number, and what it says."""
    line: list[Any] = [""] * len(FULL)
    line[0], line[NUMBER] = FULL[0], FULL[NUMBER]
    for field, text in said.items():
        line[PLACES[field]] = text
    return line


def stored(store: Store) -> dict[str, list[Any]]:
    """What stands in the store of the one person, by field."""
    villages = dict(everything(store, Village, "id", "name"))
    homes = dict(everything(store, Household, "id", "number"))
    lives = held(store, Residence, "village_id", "address")
    return {
        "name": everything(store, Person, "name"),
        "born": everything(store, Person, "born_year", "born_month", "born_day"),
        "insurance_number": everything(store, Person, "insurance_number"),
        "village": [villages[village] for village, _ in lives],
        "address": [address for _, address in lives],
        "account": held(store, BankAccount, "number"),
        "disability": held(store, Disability, "degree"),
        "payee": held(store, Payee, "name"),
        "guardian": held(store, Guardian, "name"),
        "household": [homes[home] for (home,) in held(store, HouseholdMembership, "household_id")],
        "poverty": sorted(held(store, HouseholdPoverty, "kind")),
    }


@pytest.mark.parametrize("field", list(LATER))
def test_what_the_first_row_says_is_kept_the_clerk_is_told_and_may_take_the_other(office: Store, field: str) -> None:
    data = rows(FULL, later(**{field: LATER[field]}))
    understanding, (_, verdict), _, _ = look(office, data)
    (problem,) = import_report(understanding)["rows"][1]["problems"]
    assert (problem["code"], problem["field"]) == (CODE, field)
    assert "dòng 2" in problem["message"]
    assert [(change.field, change.taken) for change in verdict.changes] == [(field, False)]
    assert understanding.rows[1].problems[0].column == "BCDEFGHIJKLMNOPQ"[PLACES[field]]
    assert not understanding.rows[0].problems


@pytest.mark.parametrize("taken", [False, True])
@pytest.mark.parametrize("field", list(LATER))
def test_only_what_is_ticked_replaces_what_the_first_row_says(office: Store, field: str, taken: bool) -> None:
    choice = RowChoice(take=frozenset({field})) if taken else RowChoice()
    done = bring_in(office, rows(FULL, later(**{field: LATER[field]})), {("Sheet", 3): choice})
    assert (done.counts.new_people, done.counts.left_out) == (1, 0)
    found = {name: len(values) for name, values in stored(office).items()}
    assert found == dict.fromkeys(found, 1)
    kept = {
        "born": [(1950, 3, 5)], "village": ["Đông"], "address": ["Số 5"], "account": [("1234567890",)],
        "disability": [("severe",)], "payee": [("Trần Thị Nhận",)], "guardian": [("Lê Thị Giám",)],
        "household": ["H1"], "poverty": [("poor",)], "name": [("Nguyễn Văn An",)],
        "insurance_number": [("HT2010100000001",)],
    }  # fmt: skip
    other = {
        "born": [(1950, 3, 6)], "village": ["Đoài"], "address": ["Số 7"], "account": [("9999999999",)],
        "disability": [("extremely_severe",)], "payee": [("Trần Thị Khác",)], "guardian": [("Lê Thị Khác",)],
        "household": ["H2"], "poverty": [("near_poor",)], "name": [("Nguyễn Văn Ân",)],
        "insurance_number": [("HT2010100000002",)],
    }  # fmt: skip
    assert stored(office)[field] == (other if taken else kept)[field]


def test_another_village_leaves_the_address_alone_and_brings_its_own_when_taken(office: Store) -> None:
    data = rows(FULL, later(village="Thôn Đoài", address="Số 9"))
    assert {change.field for change in look(office, data)[1][1].changes} == {"village", "address"}
    bring_in(office, data, {("Sheet", 3): RowChoice(take=frozenset({"village"}))})
    assert (stored(office)["village"], stored(office)["address"]) == (["Đoài"], ["Số 9"])


def test_blanks_are_filled_without_a_remark(office: Store) -> None:
    first = [*FULL[:4], "Thôn Đông", "", "1234567890", "", "Nặng", *[""] * 5, "sống một mình", ""]
    second = [FULL[0], "1950", "", FULL[3], "Thôn Đông", "Số 5", "1234567890", "Agribank", "Nặng", "Vận động",
              "Trần Thị Nhận", "", "", "", "hay ốm", "HT2010100000001"]  # fmt: skip
    understanding, verdicts, _, _ = look(office, rows(first, second))
    assert not understanding.rows[1].problems
    assert not verdicts[1].changes
    bring_in(office, rows(first, second))
    assert stored(office)["address"] == ["Số 5"]
    assert held(office, BankAccount, "number", "bank") == [("1234567890", "Agribank")]
    assert held(office, Disability, "kind", "degree") == [("movement", "severe")]
    assert everything(office, Person, "note", "born_day") == [("sống một mình; hay ốm", 5)]


def test_rows_of_somebody_known_are_told_too(office: Store) -> None:
    bring_in(office, rows(FULL))
    understanding, _, _, _ = look(office, rows(FULL, later(account="9999999999")))
    assert [problem.code for problem in understanding.rows[1].problems] == [CODE]


def test_a_third_row_is_compared_with_all_before_it(office: Store) -> None:
    data = rows(FULL, later(), later(account="9999999999"), later(account="8888888888"))
    found = look(office, data)[0].rows
    assert [len(row.problems) for row in found] == [0, 0, 1, 1]
    assert all("dòng 2" in row.problems[0].message for row in found[2:])


def test_one_benefit_told_with_two_months_to_begin_is_one_line_from_the_earlier(office: Store) -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Thôn", "Đối tượng", "Mức hưởng (đồng)", "Hưởng từ tháng"]
    who = ["Nguyễn Văn An", "05/03/1950", "001050000011", "Thôn Đông", "Trẻ mồ côi", 750_000]
    data = sheet([1, *who, "01/2024"], [2, *who, "12/2023"], header=header)
    understanding, (_, verdict), _, _ = look(office, data)
    assert [(problem.code, problem.field) for problem in understanding.rows[1].problems] == [(CODE, "start")]
    assert [(change.field, change.taken) for change in verdict.changes] == [("line", False)]
    assert bring_in(office, data).counts.benefit_lines == 1
    assert everything(office, BenefitLine, "amount", "start_month") == [(750_000, 202312)]
