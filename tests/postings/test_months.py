"""Which day a sheet of a month speaks of."""

from __future__ import annotations

from datetime import date

from models.benefits.papers import Signatory
from models.people.households import NewHousehold, SetPoverty, create_household, set_poverty
from models.postings.papers import PostingKind
from models.postings.preparing import PostingWish, prepare_from_store
from models.store.dates import Month
from tests.people.commune import DAY, Office, commune_data, office

__all__ = ["commune_data", "office"]


def hanging(office: Office, kind: PostingKind, month: int | None) -> list[str]:
    wish = PostingWish("Quyết định 24/2021", kind, None if month is None else Month(month))
    return [row.name for row in office.read(prepare_from_store, wish, DAY).sheet.rows]


def test_poor_households_are_those_of_the_end_of_the_month(office: Office) -> None:
    ended, begun = office.person("Trần Văn Ba", "1950"), office.person("Lê Thị Tư", "1960")
    for head, first, last in ((ended, date(2026, 1, 1), date(2026, 6, 1)), (begun, date(2026, 11, 25), None)):
        household = office.do(create_household, NewHousehold(head))
        office.do(set_poverty, SetPoverty(household, "poor", first, last))
    assert hanging(office, PostingKind.POOR, 202601) == ["Trần Văn Ba"]
    assert hanging(office, PostingKind.POOR, 202605) == ["Trần Văn Ba"]
    assert hanging(office, PostingKind.POOR, 202606) == []
    assert hanging(office, PostingKind.POOR, 202611) == ["Lê Thị Tư"]
    assert hanging(office, PostingKind.POOR, None) == []


def test_a_long_life_is_honoured_in_the_year_of_the_month(office: Office) -> None:
    office.person("Trần Văn Ba", "1957")
    assert hanging(office, PostingKind.LONGEVITY, 202611) == []
    assert hanging(office, PostingKind.LONGEVITY, 202701) == ["Trần Văn Ba"]


def test_equal_people_of_a_long_life_are_told_apart_by_the_head(office: Office) -> None:
    first, second = office.person("Ka Nhỡ", "1956"), office.person("Ka Nhỡ", "1956-03-04")
    for person, head in ((first, "Trần Văn Ba"), (second, "Lê Thị Tư")):
        office.do(create_household, NewHousehold(office.person(head, "1990"), ((person, "parent"),)))
    assert hanging(office, PostingKind.LONGEVITY, 202611) == ["Ka Nhỡ (hộ Lê Thị Tư)", "Ka Nhỡ (hộ Trần Văn Ba)"]


def test_sheets_name_who_receives_them_and_no_village(office: Office) -> None:
    whole = office.read(prepare_from_store, PostingWish("Kế hoạch số 1"), DAY).sheet
    one = office.read(prepare_from_store, PostingWish("Kế hoạch số 1", village_id=2), DAY).sheet
    assert whole.recipients == ("Các thôn, tổ dân phố (để niêm yết);", "Lưu: VT.")
    assert one.recipients == ("Thôn, tổ dân phố (để niêm yết);", "Lưu: VT.")


def test_each_body_names_itself_who_listens_and_who_signs(office: Office) -> None:
    committee = office.read(prepare_from_store, PostingWish("Kế hoạch số 1"), DAY).sheet
    front = office.read(prepare_from_store, PostingWish("Kế hoạch số 1", body="front"), DAY).sheet
    assert committee.body == "Ủy ban nhân dân xã Mẫu"
    assert committee.objections_to == "Phòng Văn hóa - Xã hội, Ủy ban nhân dân xã Mẫu"
    assert committee.signatory == Signatory(("CHỦ TỊCH",))
    assert front.body == "Ủy ban MTTQ Việt Nam xã Mẫu"
    assert front.objections_to == "Ban Thường trực Ủy ban MTTQ Việt Nam xã Mẫu"
    assert front.signatory == Signatory(("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"))
    assert front.letterhead.body == "ỦY BAN MTTQ VIỆT NAM XÃ MẪU"
