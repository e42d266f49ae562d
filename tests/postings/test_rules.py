"""The rules of the wall, privacy.md 11.1."""

from __future__ import annotations

import dataclasses
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.benefits.papers import PostingCandidate
from models.benefits.rules import label_key
from models.benefits.secrecy import name_alone
from models.postings.papers import PostedRow, PostingKind, PostingSheet
from models.postings.rules import prepare_posting
from models.store.dates import PartialDate
from models.store.errors import RuleError
from tests.postings.crowd import KNOWN, SECRET, UNKNOWN, VILLAGES, crowd, request


def line(person: int = 1, name: str = "Nguyễn Thị Hạnh", **changes: object) -> PostingCandidate:
    parts: dict[str, object] = {
        "born": PartialDate(1950, 3, 5),
        "village": "Thôn 1",
        "label": "Khuyết tật nặng",
        "group": "K6N",
        "head_born": PartialDate(1970),
        **changes,
    }
    return PostingCandidate(person, name, **parts)  # type: ignore[arg-type] # the tests change parts by name


def names(*lines: PostingCandidate, **kwargs: object) -> list[str]:
    rulings = kwargs.pop("rulings", {})
    return [row.name for row in prepare_posting(lines, request(**kwargs), rulings).sheet.rows]  # type: ignore[arg-type] # a mapping


@pytest.mark.parametrize("ground", ["", "   ", "\u00a0\u200b", "-", " . ", "12/2026"])
def test_no_ground_no_names(ground: str) -> None:
    with pytest.raises(RuleError) as refused:
        prepare_posting([line()], request(ground=ground))
    assert refused.value.field == "ground"


def test_body_window_and_objections_are_demanded() -> None:
    head = dataclasses.replace(request().letterhead, body=" ")
    for field, changes in (
        ("body", {"letterhead": head}),
        ("window", {"last_day": date(2026, 11, 22)}),
        ("objections_to", {"objections_to": " "}),
    ):
        with pytest.raises(RuleError) as refused:
            prepare_posting([line()], request(**changes))
        assert refused.value.field == field


def test_row_has_room_for_public_facts_only() -> None:
    assert [field.name for field in dataclasses.fields(PostedRow)] == [
        "number",
        "name",
        "birth_year",
        "village",
        "gift",
    ]


def test_sheet_cannot_be_made_elsewhere() -> None:
    sheet = prepare_posting([line()], request()).sheet
    rows = (PostedRow(1, "Người Lạ", "1950", "Thôn 1"),)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(sheet, rows=rows)  # type: ignore[call-arg]  # the permit is missing on purpose
    facts = {field.name: getattr(sheet, field.name) for field in dataclasses.fields(sheet)}
    with pytest.raises(TypeError):
        PostingSheet(**facts, permit=object())


def test_sheet_goes_to_the_worker() -> None:
    sheet = prepare_posting(crowd(50, 1), request()).sheet
    assert pickle.loads(pickle.dumps(sheet)) == sheet


@pytest.mark.parametrize(
    ("born", "shown"),
    [
        (PartialDate(2010, 11, 23), "Nguyễn Thị Hạnh"),
        (PartialDate(2010, 11, 24), "N.T.H."),
        (PartialDate(2010, 10), "Nguyễn Thị Hạnh"),
        (PartialDate(2010, 11), "N.T.H."),
        (PartialDate(2009), "Nguyễn Thị Hạnh"),
        (PartialDate(2010), "N.T.H."),
        (PartialDate(2022), "N.T.H."),
        (None, "N.T.H."),
    ],
)
def test_children_as_initials_and_doubt_counts_as_child(born: PartialDate | None, shown: str) -> None:
    [row] = prepare_posting([line(born=born)], request()).sheet.rows
    assert row.name == shown
    assert bool(row.birth_year) == (shown == "Nguyễn Thị Hạnh")


def test_birth_year_only() -> None:
    rows = prepare_posting([line(), line(2, born=None)], request()).sheet.rows
    assert [row.birth_year for row in rows] == ["1950", ""]


@pytest.mark.parametrize(("label", "group"), SECRET)
def test_hiv_ground_never_appears(label: str, group: str | None) -> None:
    for kind in PostingKind:
        posting = prepare_posting([line(label=label, group=group), line(2, "Lê Văn Ổn")], request(kind=kind))
        assert [(row.number, row.name) for row in posting.sheet.rows] == [(1, "Lê Văn Ổn")]
        assert posting.withheld.hiv == 1


def test_hiv_in_the_name_cell() -> None:
    assert names(line(name="Nguyễn Thị Hạnh (nhiễm HIV)")) == []


def test_person_of_another_ground_is_not_struck() -> None:
    both = line(label="Đơn thân nuôi con", group="K4"), line(label="nhiễm HIV", group="K8")
    assert names(*both) == names(*reversed(both)) == ["Nguyễn Thị Hạnh"]


@pytest.mark.parametrize(("label", "group"), UNKNOWN)
def test_unknown_ground_waits_for_the_clerk(label: str, group: str | None) -> None:
    waiting = line(label=label, group=group)
    posting = prepare_posting([waiting], request())
    assert posting.sheet.rows == ()
    assert posting.withheld.unrecognised == posting.withheld.lines == 1
    assert [question.label for question in posting.withheld.questions] == ([label] if label else [])
    if label:
        key = posting.withheld.questions[0].key
        assert names(waiting, rulings={key: "K5a"}) == ["Nguyễn Thị Hạnh"]
        assert names(waiting, rulings={key: "K8"}) == []


def test_ruling_names_every_spelling_of_the_label() -> None:
    assert names(line(label="DIỆN  hòa", group=None), rulings={label_key("diện hoà"): "K5a"}) == ["Nguyễn Thị Hạnh"]


def test_ruling_on_an_empty_label_rules_nothing() -> None:
    assert names(line(label="", group=None), rulings={"": "K5a"}) == []


def test_a_guess_cannot_show_hiv_words_but_the_clerk_can() -> None:
    secret = line(label="Tuyên truyền viên phòng chống HIV", group="K5a")
    assert names(secret) == []
    assert names(secret, rulings={label_key(secret.label): "K5a"}) == ["Nguyễn Thị Hạnh"]


def test_ruling_on_words_never_shows_a_recognised_hiv_group() -> None:
    assert names(line(label="Trợ cấp", group="K8"), rulings={label_key("Trợ cấp"): "K5a"}) == []


def test_one_neutral_label_and_no_group_on_the_sheet() -> None:
    posting = prepare_posting([line(label=label, group=group) for label, group in KNOWN], request())
    text = repr(posting.sheet)
    assert "Trợ cấp xã hội hằng tháng".lower() in posting.sheet.subject.lower()
    for label, group in KNOWN:
        assert label not in text
        assert f"'{group}'" not in text


def test_several_lines_one_row() -> None:
    rows = prepare_posting([line(), line(label="Người cao tuổi", group="K5a"), line(2, "Lê An")], request()).sheet.rows
    assert [(row.number, row.name) for row in rows] == [(1, "Lê An"), (2, "Nguyễn Thị Hạnh")]


def test_equal_people_told_apart_by_the_head_of_household() -> None:
    twins = line(1, head="Trần Văn Ba"), line(2, head="Lê Văn Tư"), line(3, born=PartialDate(1951), head="Vũ Năm")
    assert names(*twins) == ["Nguyễn Thị Hạnh (hộ Lê Văn Tư)", "Nguyễn Thị Hạnh (hộ Trần Văn Ba)", "Nguyễn Thị Hạnh"]
    assert names(line(1), line(2)) == ["Nguyễn Thị Hạnh"] * 2
    own = line(1, head="NGUYỄN THỊ HẠNH"), line(2, head="Lê Văn Tư")
    assert names(*own) == ["Nguyễn Thị Hạnh (hộ Lê Văn Tư)", "Nguyễn Thị Hạnh"]
    children = line(1, born=PartialDate(2020), head="Trần Văn Ba"), line(2, born=PartialDate(2020), head="Lê Tư")
    assert names(*children) == ["N.T.H."] * 2


def test_likeness_looks_past_spelling_and_years_order_equal_names() -> None:
    twins = (
        line(1, "Nguyễn Thị Hoà", head="Trần Văn Ba"),
        line(2, "NGUYỄN THỊ HÒA", village=" Thôn  1", head="Lê Văn Tư"),
    )
    assert set(names(*twins)) == {"NGUYỄN THỊ HÒA (hộ Lê Văn Tư)", "Nguyễn Thị Hoà (hộ Trần Văn Ba)"}
    years = [line(1, born=PartialDate(1960)), line(2, born=PartialDate(1950)), line(3, born=PartialDate(1955))]
    assert [row.birth_year for row in prepare_posting(years, request()).sheet.rows] == ["1950", "1955", "1960"]


@pytest.mark.parametrize("born", [None, PartialDate(2012), PartialDate(2010, 11, 24)])
def test_a_head_who_may_be_a_child_is_named_by_initials(born: PartialDate | None) -> None:
    twins = line(1, head="Trần Văn Ba", head_born=born), line(2, head="Lê Văn Tư")
    assert names(*twins) == ["Nguyễn Thị Hạnh (hộ Lê Văn Tư)", "Nguyễn Thị Hạnh (hộ T.V.B.)"]


@pytest.mark.parametrize(
    "number",
    [
        "001150012345",
        "001 150 012 345",
        "001***012345",
        "241022525",
        "0912345678",
        "0912.345.678",
        "8801205123456",
        "88xxxxxx56",
    ],
)
def test_numbers_of_people_hang_neither_as_village_nor_as_gift(number: str) -> None:
    posting = prepare_posting([line(village=f"Thôn 1, {number}")], request())
    assert (posting.sheet.rows, posting.withheld.remark) == ((), 1)
    [row] = prepare_posting([line(gift=f"Chuyển khoản {number}")], request(kind=PostingKind.LONGEVITY)).sheet.rows
    assert row.gift == ""
    sheet = prepare_posting([], request(village=f"Thôn {number}")).sheet
    assert number not in repr(sheet)


@pytest.mark.parametrize(
    "gift", ["500.000 đồng", "500000 đồng", "1.250.000 đồng và 01 chăn", "100.000.000 đồng", "Quà số 12"]
)
def test_amounts_and_counts_are_no_numbers_of_people(gift: str) -> None:
    [row] = prepare_posting([line(gift=gift)], request(kind=PostingKind.LONGEVITY)).sheet.rows
    assert row.gift == gift


def test_children_do_not_stand_where_their_full_names_would() -> None:
    mixed = [
        line(1, "Nguyễn Văn Dũng"),
        line(2, "Nguyễn Văn Duy", born=PartialDate(2020)),
        line(3, "Trần Thị Duyên"),
        line(4, "Bùi Thị An", born=None),
        line(5, "Lê Văn Ba", village="Thôn 2", village_order=1),
    ]
    assert names(*mixed) == ["Nguyễn Văn Dũng", "Trần Thị Duyên", "B.T.A.", "N.V.D.", "Lê Văn Ba"]


@pytest.mark.parametrize("kind", [PostingKind.POOR, PostingKind.NEAR_POOR])
def test_equal_heads_of_households_told_apart_by_their_birth_year(kind: PostingKind) -> None:
    heads = line(1, "Ka Nhỡ"), line(2, "Ka Nhỡ", born=PartialDate(1961, 2, 3)), line(3, "Ka Thim")
    assert names(*heads, kind=kind) == ["Ka Nhỡ (sinh năm 1950)", "Ka Nhỡ (sinh năm 1961)", "Ka Thim"]
    assert names(line(1, "Ka Nhỡ"), line(2, "Ka Nhỡ", village="Thôn 2"), kind=kind) == ["Ka Nhỡ", "Ka Nhỡ"]


def test_order_by_village_then_given_name() -> None:
    mixed = [
        line(1, "Nguyễn Thị Đào", village="Thôn 2", village_order=2),
        line(2, "Trần Văn Zung", village="Thôn 2", village_order=2),
        line(3, "Bùi Văn Hoa", village="Thôn 10", village_order=1),
        line(4, "Vũ Văn Dũng", village="Thôn 2", village_order=2),
    ]
    assert names(*mixed) == ["Bùi Văn Hoa", "Vũ Văn Dũng", "Nguyễn Thị Đào", "Trần Văn Zung"]


def test_villages_of_equal_rank_stand_in_vietnamese_order() -> None:
    villages = ["Thôn An", "Thôn Ánh", "Thôn Bình", "Thôn Dâu", "Thôn Đông", "Thôn Hạ"]
    mixed = [line(number, village=villages[index]) for number, index in enumerate((3, 5, 1, 0, 4, 2))]
    assert [row.village for row in prepare_posting(mixed, request()).sheet.rows] == villages


def test_village_alone() -> None:
    lines = line(1, "Lê An", village="Thôn 1"), line(2, "Lê Bình", village="Thôn 11")
    posting = prepare_posting(lines, request(village="Thôn 1"))
    assert [row.name for row in posting.sheet.rows] == ["Lê An"]
    assert posting.sheet.subject.endswith("Thôn 1")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Nguyễn Văn A 001050012345", "Nguyễn Văn A"),
        ("Nguyễn Văn A (1950)", "Nguyễn Văn A"),
        ("Lê Thị B - khuyết tật", "Lê Thị B"),
        ("Trần C, số nhà 12", "Trần C"),
        ("Lê Văn C\nSố 5 đường 3/2", "Lê Văn C"),
        ("LÊ VĂN C SỐ 5", "LÊ VĂN C"),
        ("Lê Văn C số nhà 12", "Lê Văn C"),
        ("Lê Thị Năm sinh năm 1950", "Lê Thị Năm"),
        ("Lê Văn Năm 1950", "Lê Văn Năm"),
        ("Lê Thị Sinh CCCD 001050012345", "Lê Thị Sinh"),
        ("Số Văn C", "Số Văn C"),
        ("Y-Blô Niê", "Y-Blô Niê"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("0912345678", ""),
    ],
)
def test_remarks_behind_a_name_stay_off_the_wall(written: str, shown: str) -> None:
    assert name_alone(written) == shown


def test_line_without_a_name_is_told() -> None:
    posting = prepare_posting([line(name=" 123 ")], request())
    assert posting.sheet.rows == ()
    assert posting.withheld.nameless == 1


def test_households_show_head_and_village() -> None:
    posting = prepare_posting([line(label="", group=None, gift="x")], request(kind=PostingKind.POOR))
    assert posting.sheet.rows == (PostedRow(1, "Nguyễn Thị Hạnh", "", "Thôn 1"),)
    assert posting.withheld.lines == 0


def test_longevity_shows_gift() -> None:
    posting = prepare_posting([line(label="", group=None, gift="500.000 đồng")], request(kind=PostingKind.LONGEVITY))
    assert posting.sheet.rows == (PostedRow(1, "Nguyễn Thị Hạnh", "1950", "Thôn 1", "500.000 đồng"),)


@pytest.mark.parametrize(
    ("kind", "of_the_year", "of_the_month"),
    [
        (
            PostingKind.ALLOWANCE,
            "Người hưởng trợ cấp xã hội hằng tháng",
            "Người hưởng trợ cấp xã hội hằng tháng, tháng 11/2026",
        ),
        (PostingKind.POOR, "Hộ nghèo năm 2026", "Hộ nghèo, tháng 11/2026"),
        (PostingKind.NEAR_POOR, "Hộ cận nghèo năm 2026", "Hộ cận nghèo, tháng 11/2026"),
        (
            PostingKind.LONGEVITY,
            "Người cao tuổi được chúc thọ, mừng thọ năm 2026",
            "Người cao tuổi được chúc thọ, mừng thọ, tháng 11/2026",
        ),
    ],
)
def test_subject_says_what_the_list_is(kind: PostingKind, of_the_year: str, of_the_month: str) -> None:
    assert prepare_posting([], request(kind=kind)).sheet.subject == of_the_year
    assert prepare_posting([], request(kind=kind, month=202611)).sheet.subject == of_the_month
    telling = prepare_posting([], request(kind=kind, village="Trại HIV")).sheet
    assert (telling.subject, telling.village) == (f"{of_the_year} - một thôn, tổ dân phố", None)


def test_window_of_one_day_and_of_several() -> None:
    one = request(first_day=date(2026, 2, 3), last_day=date(2026, 2, 3))
    assert prepare_posting([], one).sheet.window == "ngày 03/02/2026"
    several = request(first_day=date(2026, 2, 3), last_day=date(2026, 3, 4))
    assert prepare_posting([], several).sheet.window == "từ ngày 03/02/2026 đến hết ngày 04/03/2026"


def test_questions_come_by_their_number_of_lines_in_the_words_first_met() -> None:
    waiting = [line(1, label="Diện A", group=None)] + [line(n, label="DIỆN  B", group=None) for n in (2, 3)]
    posting = prepare_posting([*waiting, line(4, label="diện b", group=None)], request())
    assert [(question.label, question.lines) for question in posting.withheld.questions] == [
        ("DIỆN B", 3),
        ("Diện A", 1),
    ]


def test_what_was_left_out_is_counted_apart() -> None:
    people = [
        line(1, label="nhiễm HIV", group="K8"),
        *(line(n, "Lê Văn An khuyết tật nặng") for n in (2, 3)),
        *(line(n, label="Diện A", group=None) for n in (4, 5, 6)),
        *(line(n, "123") for n in (7, 8, 9, 10)),
        line(11, born=PartialDate(2020)),
        line(12, born=None),
        line(13),
    ]
    told = prepare_posting(people, request()).withheld
    assert (told.hiv, told.remark, told.unrecognised, told.nameless, told.lines) == (1, 2, 3, 4, 10)
    assert (told.initialled, told.unknown_age) == (2, 1)
    assert told.remarked == ("Lê Văn An khuyết tật nặng",)


def test_file_name_is_neutral() -> None:
    posting = prepare_posting(
        [line(village="Tổ dân phố Đồng Cầu 2")], request(village="Tổ dân phố Đồng Cầu 2", month=202611)
    )
    assert posting.sheet.file_stem() == "niem-yet-2026-11-to-dan-pho-dong-cau-2"


@given(st.integers(0, 10_000), st.integers(0, 60))
def test_any_crowd(seed: int, count: int) -> None:
    people = crowd(count, seed)
    posting = prepare_posting(people, request())
    rows = posting.sheet.rows
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) + posting.withheld.lines == count
    allowed = {person.name for person in people if (person.label, person.group) in KNOWN}
    adults = {row.name for row in rows if not row.name.endswith(".")}
    assert adults <= allowed
    assert {row.village for row in rows} <= set(VILLAGES)
    by_name = {person.name: person for person in people}
    for name in adults:
        born = by_name[name].born
        assert born is not None
        assert born.year <= 2010


@pytest.mark.parametrize("field", ["body", "objections_to"])
def test_no_place_on_the_sheet_speaks_of_hiv(field: str) -> None:
    with pytest.raises(RuleError) as refused:
        prepare_posting([], request(**{field: "Trung tâm phòng, chống HIV/AIDS"}))
    assert (refused.value.field, refused.value.code) == (field, "place_hiv")
