"""Verbs of the office on a store."""

from __future__ import annotations

from datetime import date

import pytest

from models.office import queries
from models.office.services import (
    PERSON_CODES,
    AddSeries,
    AddVillage,
    ChangeBody,
    ChangeCommune,
    ChangeVillage,
    CreateCommune,
    OldName,
    OrderVillages,
    SetSigner,
    add_old_name,
    add_series,
    add_village,
    change_body,
    change_commune,
    change_village,
    create_commune,
    next_numbers,
    order_villages,
    remove_signer,
    set_signer,
)
from models.office.tables import VillageOldName
from models.people.codes import display_code
from models.people.finding import code_of
from models.store.errors import RuleError
from models.store.undo import undo_change
from models.store.work import Outcome, Work
from tests.people.commune import Office


@pytest.mark.parametrize(
    ("kind", "suffix", "field"),
    [("", "GM", "kind"), ("G1", "GM", "kind"), ("GIẤYMỜI", "GM", "kind"), ("GM", " ", "suffix"), ("QĐ", "X", "kind")],
)
def test_a_series_needs_its_own_kind_and_a_suffix(office: Office, kind: str, suffix: str, field: str) -> None:
    with pytest.raises(RuleError) as refused:
        office.do(add_series, AddSeries("front", kind, suffix))
    assert refused.value.field == field


def test_first_run_makes_commune_bodies_and_staff_one(office: Office) -> None:
    commune = office.read(queries.commune)
    assert commune is not None
    assert (commune.full_name, commune.province_name) == ("Xã Mẫu", "Lâm Đồng")
    assert [body.key for body in office.read(queries.bodies)] == ["committee", "front"]
    assert [(person.id, person.display_name) for person in office.read(queries.staff)] == [(1, "Cán Bộ Thử")]


def test_a_second_commune_is_refused(office: Office) -> None:
    with pytest.raises(RuleError):
        office.do(create_commune, CreateCommune("Xã Khác", "01"))


def test_unknown_province_is_refused(office: Office) -> None:
    with pytest.raises(RuleError) as refused:
        office.do(change_commune, ChangeCommune("xã", "Mẫu", "00"))
    assert refused.value.field == "province"


def test_commune_and_body_change(office: Office) -> None:
    office.do(change_commune, ChangeCommune("phường", "Việt Hoà", "31", "phường Việt Hòa (tỉnh Hải Dương)"))
    office.do(
        change_body, ChangeBody("committee", "", "UBND PHƯỜNG VIỆT HOÀ", "PHÒNG VH-XH", "Việt Hoà", (("QĐ", "QĐ-UB"),))
    )
    commune = office.read(queries.commune)
    assert commune is not None
    assert commune.full_name == "Phường Việt Hoà"
    body = office.read(queries.body, "committee")
    assert (body.name_line, body.series["QĐ"]) == ("UBND PHƯỜNG VIỆT HOÀ", "QĐ-UB")
    with pytest.raises(RuleError):
        office.do(change_body, ChangeBody("front", "", " ", "", "Mẫu"))


def test_signers_have_their_time(office: Office) -> None:
    first = office.do(
        set_signer, SetSigner("committee", "trần văn a", "head", "Chủ tịch", date(2025, 7, 1), date(2026, 3, 31))
    )
    office.do(set_signer, SetSigner("committee", "Lê Thị B", "deputy", "Phó Chủ tịch", date(2026, 4, 1)))
    assert [s.name for s in office.read(queries.signers, on=date(2026, 3, 31))] == ["Trần Văn A"]
    now = office.read(queries.signers, body="committee", on=date(2026, 11, 1))
    assert [(s.name, s.lines) for s in now] == [("Lê Thị B", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))]
    assert office.read(queries.signers, body="front") == []
    office.do(remove_signer, first)
    assert len(office.read(queries.signers)) == 1
    with pytest.raises(RuleError):
        office.do(set_signer, SetSigner("committee", "X", "head", "", date(2026, 4, 1), date(2026, 3, 1)))


def test_a_renamed_village_is_found_by_its_old_name(office: Office) -> None:
    office.do(change_village, ChangeVillage(2, "thôn", "Đồng Tiến", 2))
    villages = {view.id: view for view in office.read(queries.villages)}
    assert (villages[2].full_name, villages[2].old_names) == ("Thôn Đồng Tiến", ("Thôn Đồng Cầu",))
    assert office.read(queries.village_id, "ĐỒNG CẦU") == 2
    assert office.read(queries.village_id, "thôn đồng tiến") == 2
    office.do(add_old_name, OldName(2, "Xóm Giếng"))
    assert office.read(queries.village_id, "xóm giếng") == 2


def test_closing_a_village_is_no_new_name(office: Office) -> None:
    office.do(change_village, ChangeVillage(2, "thôn", "Đồng Cầu", 2, date(2026, 7, 1)))
    closed = office.read(queries.villages)[1]
    assert (closed.closed_on, closed.old_names) == (date(2026, 7, 1), ())
    assert [view.id for view in office.read(queries.villages, closed=False)] == [1, 3]


def test_a_slip_of_the_pen_is_not_kept_as_old_name(office: Office) -> None:
    office.do(change_village, ChangeVillage(2, "thôn", "Đồng Cậu", 2, keep_old_name=False))
    assert office.read(queries.villages)[1].old_names == ()


def test_the_same_village_twice_is_refused(office: Office) -> None:
    with pytest.raises(RuleError) as refused:
        office.do(add_village, AddVillage("THÔN ĐỒNG CẦU"))
    assert refused.value.code == "village_exists"
    office.do(add_village, AddVillage("TDP 1"))
    assert [view.full_name for view in office.read(queries.villages)][-1] == "Tổ dân phố 1"


def test_villages_keep_the_order_of_the_office(office: Office) -> None:
    office.do(order_villages, OrderVillages((3, 1, 2)))
    assert [view.id for view in office.read(queries.villages)] == [3, 1, 2]


def test_numbers_are_never_given_twice(office: Office) -> None:
    def take(work: Work, count: int) -> Outcome[range]:
        numbers = next_numbers(work, PERSON_CODES, count)
        work.add(VillageOldName(village_id=1, kind="", name=f"số {numbers.stop}"))
        return Outcome(numbers)

    assert list(office.do(take, 3)) == [1, 2, 3]
    assert list(office.do(take, 2)) == [4, 5]


def test_undoing_a_change_does_not_hand_its_numbers_out_again(office: Office) -> None:
    office.person("Nguyễn Văn A")
    with office.store.connection() as connection:
        change = connection.exec_driver_sql("SELECT max(id) FROM change").scalar_one()
    office.do(lambda work, number: Outcome(undo_change(work, number)), change)
    person = office.person("Nguyễn Văn B")
    assert office.read(code_of, person) == display_code(2)
