"""Changes in words: values before and now, what may be read by whom, and that no table is without words."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from models.benefits.services import LineDetails, NewLine, add_line
from models.history import queries
from models.history.queries import ChangeRow, ChangeView
from models.history.telling import FieldTold, Viewer
from models.history.words import KNOWN_UNTIL, TABLES, UNTOLD
from models.people.correcting import CorrectFact, correct_recorded_fact
from models.people.masking import HIDDEN
from models.people.merging import MergePeople, merge_people
from models.people.removing import RemovePerson, remove_person
from models.people.services import (
    ChangePerson,
    MoveResidence,
    PersonDetails,
    SetPersonFact,
    change_person,
    move_residence,
    set_person_fact,
)
from models.people.viewing import NoteView, note_view
from models.schema import METADATA
from models.store import lookback
from models.store.dates import Month, PartialDate
from models.store.store import VIEW
from models.store.tables import UNAUDITED
from tests.people.commune import DAY, Office
from tests.store.fixtures import CLERK

ALL = Viewer(frozenset({"all"}), "guarded")
PLAIN = Viewer(frozenset({"change"}), "neutral")
NUMBER = "079150000123"
BORN = PartialDate(1950, 3, 5)


def newest(office: Office, viewer: Viewer = ALL) -> ChangeView:
    """The newest change."""
    with office.store.read() as session:
        [one] = lookback.ids(session, lookback.ChangeFilter(), limit=1)
        view = queries.change(session, one, viewer)
    assert view is not None
    return view


def row_of(office: Office, change_id: int, viewer: Viewer = ALL) -> ChangeRow:
    """Its line in the register."""
    with office.store.read() as session:
        return queries.rows(session, [change_id], viewer)[change_id]


def told(view: ChangeView, label: str) -> tuple[str, str]:
    """Old and new of a field, wherever it stands."""
    [found] = [part for one in view.records for part in one.fields if part.label == label]
    return found.old, found.new


def test_every_recorded_column_has_words() -> None:
    for table in METADATA.sorted_tables:
        if table.name in UNAUDITED:
            continue
        words = TABLES[table.name]
        told_columns = {*words.fields, words.owner, *UNTOLD, KNOWN_UNTIL, "id"}
        recorded = {column.name for column in table.columns if not column.info.get("derived")}
        assert recorded <= told_columns, table.name
        assert words.fields.keys() <= recorded, table.name
    assert TABLES.keys() <= METADATA.tables.keys()


def test_a_corrected_number_reads_as_the_clerk_would_say_it(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05", id_number="079150000999")
    details = PersonDetails("Nguyễn Thị Hạnh", BORN, id_number=NUMBER)
    office.do(change_person, ChangePerson(person, details), "Sửa thông tin người")
    view = newest(office)
    assert (view.row.name, view.row.who, view.row.kind) == ("Sửa thông tin người", "Cán Bộ Thử", "Thay đổi")
    assert view.row.at == "22/11/2026 09:00"
    assert view.row.text.startswith("Nguyễn Thị Hạnh · 0000")
    assert view.row.text.endswith(f"số định danh: 079150000999 → {NUMBER}")
    assert told(view, "Số định danh") == ("079150000999", NUMBER)
    assert row_of(office, view.row.id) == view.row


def test_numbers_are_covered_without_the_right(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05", id_number=NUMBER, phones=("0912345678",))
    view = newest(office, PLAIN)
    assert told(view, "Số định danh") == ("(trống)", HIDDEN)
    assert told(view, "Điện thoại") == ("(trống)", HIDDEN)
    account = SetPersonFact(person, "account", {"number": "8801205123456", "bank": "NHCSXH", "holder": ""})
    office.do(set_person_fact, account)
    assert told(newest(office, PLAIN), "Số tài khoản")[1] == HIDDEN
    for viewer in (PLAIN, ALL):
        assert "456" not in row_of(office, newest(office).row.id, viewer).text
    assert newest(office).sensitive == (person,)


def test_numbers_in_free_words_are_hidden_too(office: Office) -> None:
    office.person("Nguyễn Thị Hạnh", "1950-03-05", note=f"CCCD mới {NUMBER}, gọi 0912 345 678")
    assert NUMBER in told(newest(office), "Ghi chú")[1]
    hidden = told(newest(office, PLAIN), "Ghi chú")[1]
    assert NUMBER not in hidden
    assert "345" not in hidden


def test_a_move_is_one_change_of_the_world(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05")
    office.do(move_residence, MoveResidence(person, 2, "số 5", date(2026, 11, 5)))
    view = newest(office)
    [one] = view.records
    assert (one.label, one.operation) == ("Nơi ở", "Sửa")
    assert told(view, "Thôn") == ("Thôn 1", "Thôn Đồng Cầu")
    assert told(view, "Địa chỉ") == ("(trống)", "số 5")
    assert told(view, "Từ ngày") == ("(trống)", "05/11/2026")
    assert ": nơi ở, thôn: Thôn 1 → Thôn Đồng Cầu, địa chỉ: (trống) → số 5" in view.row.text


def test_a_corrected_fact_and_an_ended_one(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05")
    office.do(set_person_fact, SetPersonFact(person, "marital", {"state": "single"}, date(2020, 1, 1)))
    fact = newest(office).records[0]
    assert fact.operation == "Thêm"
    with office.store.read() as session:
        [record] = lookback.records(session, newest(office).row.id, limit=5)
    correct = CorrectFact("marital_state", record.record_id, {"state": "widowed"})
    office.do(correct_recorded_fact, correct)
    assert told(newest(office), "Tình trạng") == ("Chưa kết hôn", "Góa")
    office.do(set_person_fact, SetPersonFact(person, "marital", None, date(2026, 11, 1)))
    view = newest(office)
    assert [(one.operation, one.label) for one in view.records] == [("Sửa", "Hôn nhân")]
    assert view.records[0].fields == (FieldTold("Đến hết ngày", "(trống)", "31/10/2026"),)


@pytest.mark.parametrize(("grounds", "shown"), [("guarded", False), ("neutral", False), ("open", True)])
def test_a_ground_that_tells_hiv_is_read_as_on_a_page(office: Office, grounds: str, shown: bool) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05")
    secret = LineDetails("Người nhiễm HIV thuộc hộ nghèo", 810_000, "K8", note="nhiễm HIV từ 2010")
    office.do(add_line, NewLine(person, secret), "Thêm khoản trợ cấp")
    view = newest(office, Viewer(frozenset({"all"}), grounds))  # type: ignore[arg-type]  # one of the three words
    words = " ".join(f"{part.old} {part.new}" for one in view.records for part in one.fields)
    assert ("HIV" in words) is shown
    assert ("K8" in words) is shown
    assert "810.000" in words
    assert "HIV" not in view.row.text
    assert view.sensitive == (person,)


def test_reasons_and_sources_that_tell_hiv_are_guarded(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05")
    office.store.transact("Sửa", CLERK, change_person, ChangePerson(person, PersonDetails("Nguyễn Thị Hạnh A", BORN)),
                          reason="theo giấy của phòng khám HIV")  # fmt: skip
    assert "HIV" not in newest(office).row.reason
    assert newest(office, Viewer(frozenset({"all"}), "open")).row.reason == "theo giấy của phòng khám HIV"


def test_views_are_for_who_may_audit(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05")
    office.store.transact("Xem trang có thông tin nhạy cảm", CLERK, note_view, NoteView(person), kind=VIEW)
    view = newest(office)
    assert view.records[0].operation == "Xem"
    assert view.row.text.endswith("xem thông tin người")
    with office.store.read() as session:
        assert queries.change(session, view.row.id, PLAIN) is None
        wanted = queries.wanted_changes(session, PLAIN, kind=VIEW, today=DAY)
        assert lookback.ids(session, wanted, limit=9) == []


def test_the_history_of_one_person_follows_merges_and_removals(office: Office) -> None:
    keep, other = office.person("Nguyễn Thị Hạnh", "1950-03-05"), office.person("Nguyễn Thị Hanh", "1950")
    stranger = office.person("Lò Văn Mây", "1950")
    office.do(move_residence, MoveResidence(other, 2, "", date(2026, 11, 5)), "Chuyển nhà")
    office.do(merge_people, MergePeople(keep, other, {}), "Gộp")
    with office.store.read() as session:
        about = lookback.ChangeFilter(among=queries.about_people(session, [keep]))
        names = [row.name for row in queries.rows(session, lookback.ids(session, about, limit=50), ALL).values()]
    assert sorted(names) == ["Chuyển nhà", "Gộp", "Thử", "Thử"]
    assert stranger not in {keep, other}
    office.do(remove_person, RemovePerson(stranger, "ghi nhầm"), "Xóa người ghi nhầm")
    view = newest(office)
    assert view.records[-1].person_id is None
    assert view.row.text.startswith("Lò Văn Mây · ")


def test_people_are_found_by_words_and_codes(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05")
    office.person("Lò Văn Mây", "1950")
    with office.store.read() as session:
        for said in ("hanh", "hạnh 1950"):
            wanted = queries.wanted_changes(session, ALL, person=said, today=DAY)
            assert lookback.count(session, wanted) == 1
        assert lookback.count(session, queries.wanted_changes(session, ALL, person="không ai", today=DAY)) == 0
        wanted = queries.wanted_changes(session, ALL, person_ids=[person], days=(DAY, DAY), today=DAY)
        assert lookback.count(session, wanted) == 1
        wanted = queries.wanted_changes(session, ALL, days=(date(2026, 11, 23), None), today=DAY)
        assert lookback.count(session, wanted) == 0


def test_an_erased_body_says_so(office: Office) -> None:
    office.person("Nguyễn Thị Hạnh", "1950-03-05")
    with office.store._writer.begin() as connection:
        connection.execute(text("UPDATE audit SET fields = NULL, source = NULL, salt = NULL"))
    view = newest(office)
    assert all(one.fields == () for one in view.records)
    assert "đã được xóa theo yêu cầu" in view.records[0].operation


def test_a_line_whose_month_changes_is_told_with_its_months(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03-05")
    office.do(add_line, NewLine(person, LineDetails("Người cao tuổi", 540_000, "K5a", 100, start_month=Month(202601))))
    view = newest(office)
    assert told(view, "Hưởng từ tháng") == ("(trống)", "01/2026")
    assert told(view, "Hệ số")[1] == "1,0"
    assert told(view, "Diện hưởng")[1] == "Người cao tuổi"
