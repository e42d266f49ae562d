"""From an event to its decisions: the worked examples of benefits.md 15.1 and what stands beside them, by article."""

from __future__ import annotations

from datetime import date

import pytest

from models.benefits.events.rules import EventKind
from models.law.facts import Child
from models.store.dates import Month, PartialDate
from tests.benefits.events.scenes import CARER, DEC, PERSON, benefit, proposed, suspended_from, told

SEVERE = benefit("K6N", 810_000)
PENSION = benefit("HTXH", 540_000, kind="social_pension", coefficient=None)


def test_example_6_death_ends_with_the_month_after_and_offers_the_funeral() -> None:
    """NĐ 335/2026 Đ8, Đ11: dies 03/11/2026."""
    found = proposed(EventKind.DEATH, "2026-11-03", SEVERE)
    assert told(found) == [("stop", 202612, "", None)]
    assert found.effect == -810_000
    assert found.funeral is not None
    assert (found.funeral.amount, found.funeral.form, found.funeral.working_days) == (10_800_000, "Mẫu số 03", 3)
    assert "Điều 11 Nghị định 335/2026/NĐ-CP" in found.funeral.article
    assert any("11/2026 vẫn được hưởng 810.000 đồng" in one for one in found.sentences)
    assert any("bảo hiểm xã hội" in one for one in found.questions)
    assert "Điều 8 Nghị định 335/2026/NĐ-CP" in found.decisions[0].items[0].article


def test_death_known_to_the_year_counts_as_its_december() -> None:
    assert told(proposed(EventKind.DEATH, "2025", SEVERE)) == [("stop", 202601, "", None)]


def test_funeral_by_the_law_of_the_day_of_death() -> None:
    """NĐ 20/2021 Đ11 until 04/10/2026, NĐ 335/2026 Đ11 from then on."""
    before = proposed(EventKind.DEATH, "2026-06-30", SEVERE).funeral
    after = proposed(EventKind.DEATH, "2026-10-05", SEVERE).funeral
    assert before is not None
    assert after is not None
    assert (before.form, before.amount) == ("Mẫu số 04", 10_000_000)
    assert (after.form, after.amount) == ("Mẫu số 03", 10_800_000)


@pytest.mark.parametrize("day", ["2026-07-01", "2026-08-20", "2026-10-04"])
def test_funeral_where_the_rate_was_counted_back_is_a_question(day: str) -> None:
    """benefits.md 15.2, 5: NĐ 335 Đ32 k3 counts 540.000 from 07/2026; whether for a funeral before 05/10 is open."""
    found = proposed(EventKind.DEATH, day, SEVERE)
    assert found.funeral is not None
    assert (found.funeral.form, found.funeral.amount) == ("Mẫu số 04", None)
    assert [one.amount for one in found.funeral.levels] == [10_000_000, 10_800_000]
    asked = next(one for one in found.questions if one.startswith("Mai táng theo mức nào"))
    assert "Nghị định 76/2024/NĐ-CP" in asked
    assert "khoản 3 Điều 32 Nghị định 335/2026/NĐ-CP" in asked
    assert any("10.000.000 hoặc 10.800.000 đồng" in one for one in found.sentences)


def test_a_pensioners_funeral_in_those_months_is_asked_too_and_a_citys_is_not() -> None:
    """NĐ 176 Đ5; Hà Nội's own rate was in force on the day of death already."""
    old = proposed(EventKind.DEATH, "2026-08-03", PENSION, born="1945-02-02").funeral
    assert old is not None
    assert [one.amount for one in old.levels] == [10_000_000, 10_800_000]
    city = proposed(EventKind.DEATH, "2026-08-03", SEVERE, place="Hà Nội").funeral
    assert city is not None
    assert city.amount == 13_000_000


def test_funeral_of_a_pensioner_and_of_both() -> None:
    """NĐ 176/2025 Đ5 as amended; one highest level only."""
    found = proposed(EventKind.DEATH, "2026-11-03", PENSION, born="1945-02-02").funeral
    assert found is not None
    assert found.amount == 10_800_000
    local = proposed(EventKind.DEATH, "2026-11-03", SEVERE, place="Hà Nội").funeral
    assert local is not None
    assert local.amount == 13_000_000


def test_the_higher_funeral_of_allowance_and_pension() -> None:
    """NĐ 335/2026 Đ11: one highest level; the city's own pension is above the base rate."""
    found = proposed(EventKind.DEATH, "2026-11-03", SEVERE, PENSION._replace(entitlement_id=8), place="TP. Hồ Chí Minh")
    assert found.funeral is not None
    assert found.funeral.amount == 13_000_000


def test_no_funeral_for_who_received_nothing_in_that_month() -> None:
    ended = SEVERE._replace(spans=(SEVERE.spans[0]._replace(stop=Month(202610)),))
    found = proposed(EventKind.DEATH, "2026-11-03", ended)
    assert (found.decisions, found.funeral, found.effect) == ((), None, 0)


def test_care_support_ends_with_either_death() -> None:
    """NĐ 335/2026 Đ9, benefits.md 15.2, 8."""
    care = benefit("CS-HGD", 540_000, kind="care_support", carer=CARER, number=8, coefficient=100)
    cared = proposed(EventKind.DEATH, "2026-11-03", SEVERE, care)
    assert told(cared) == [("stop", 202612, "", None)] * 2
    assert cared.effect == -1_350_000
    of_carer = benefit("CS-HGD", 540_000, kind="care_support", carer=PERSON, person=CARER, coefficient=100)
    found = proposed(EventKind.DEATH, "2026-11-03", of_carer)
    assert told(found) == [("stop", 202612, "", None)]
    assert found.funeral is None
    assert found.decisions[0].person_id == CARER


def test_decisions_of_two_people_are_two() -> None:
    """privacy.md 11.1: nobody's ground stands on a paper beside another's name."""
    own = benefit("K8", 810_000)
    care = benefit("CS-HGD", 540_000, kind="care_support", carer=PERSON, person=CARER, number=8, coefficient=100)
    found = proposed(EventKind.DEATH, "2026-11-03", own, care)
    assert [one.person_id for one in found.decisions] == [PERSON, CARER]
    assert not any("HIV" in text or "K8" in text for text in (*found.sentences, found.decisions[0].reason))


def test_example_5_child_turns_four() -> None:
    """NĐ 335/2026 Đ8: from the month of change; NĐ 147/2025 Đ5: from the month after."""
    child = benefit("K1a", 1_350_000, coefficient=250)
    assert told(proposed(EventKind.BIRTHDAY, "2026-11-20", child, born="2022-11-20")) == [
        ("adjust", 202611, "K1a", 810_000)
    ]
    then = benefit("K1a", 1_250_000, coefficient=250)
    asked = proposed(EventKind.BIRTHDAY, "2025-11-20", then, born="2021-11-20", told=date(2025, 11, 22))
    assert told(asked) == [("adjust", 202512, "K1a", 750_000)]


def test_child_of_sixteen_that_studies_goes_on_as_k2() -> None:
    """NĐ 335/2026 Đ5 k2."""
    child = benefit("K1b", 810_000)
    at = {"born": "2010-11-10"}
    assert told(proposed(EventKind.BIRTHDAY, "2026-11-10", child, studying=True, **at)) == [
        ("adjust", 202611, "K2", 810_000)
    ]
    earlier = proposed(
        EventKind.BIRTHDAY, "2025-11-10", child, born="2009-11-10", studying=True, told=date(2025, 11, 22)
    )
    assert [item[:3] for item in told(earlier)] == [("adjust", 202512, "K2")]
    unknown = proposed(EventKind.BIRTHDAY, "2026-11-10", child, **at)
    assert told(unknown) == [("stop", 202612, "", None)]
    assert any("đi học" in one for one in unknown.questions)
    assert told(proposed(EventKind.BIRTHDAY, "2026-11-10", child, studying=False, **at)) == [("stop", 202612, "", None)]


def test_disabled_person_of_sixty() -> None:
    """NĐ 335/2026 Đ6: an older disabled person has the higher band."""
    found = proposed(EventKind.BIRTHDAY, "2026-11-15", SEVERE, born="1966-11-15")
    assert told(found) == [("adjust", 202611, "K6N", 1_080_000)]
    assert found.effect == 270_000


def test_older_person_of_seventy_five_and_the_new_break() -> None:
    """NĐ 335/2026 Đ6: the break of K5a is 75."""
    older = benefit("K5a", 810_000)
    found = proposed(EventKind.BIRTHDAY, "2026-12-02", older, born="1951-12-02", household="poor")
    assert told(found) == [("adjust", 202612, "K5a", 1_080_000)]


def test_turning_seventy_five_offers_the_pension() -> None:
    """Luật BHXH 41/2024 Đ21, NĐ 176/2025 Đ2."""
    found = proposed(EventKind.BIRTHDAY, "2026-12-15", born="1951-12-15", details={"group": "HTXH"})
    assert told(found) == [("grant", 202612, "HTXH", 540_000)]
    assert any("lương hưu" in one for one in found.questions)
    assert any("Mẫu số 01" in one for one in found.papers)


def test_no_pension_beside_a_higher_allowance() -> None:
    """NĐ 176/2025 Đ3 k1, example 2: no switch without a request."""
    older = benefit("K5a", 1_080_000, coefficient=200)
    found = proposed(EventKind.BIRTHDAY, "2026-12-15", older, born="1951-12-15", details={"group": "HTXH"})
    assert found.decisions == ()
    assert any("giữ nguyên" in one for one in found.sentences)


def test_example_9_the_pension_of_seventy_five_needs_no_poverty() -> None:
    birthday = proposed(EventKind.BIRTHDAY, "2026-12-15", PENSION, born="1951-12-15", household="near_poor")
    assert birthday.decisions == ()
    left = {"household": "none"}
    assert proposed(EventKind.POVERTY, "2026-12-31", PENSION, born="1951-12-15", details=left).decisions == ()
    soon = proposed(EventKind.POVERTY, "2026-12-31", PENSION, born="1952-01-20", details=left, coming=Month(202701))
    assert soon.decisions == ()


def test_example_10_household_leaves_the_poor_list() -> None:
    found = proposed(
        EventKind.POVERTY,
        "2026-12-31",
        PENSION,
        born="1954-05-05",
        details={"household": "none"},
        coming=Month(202701),
    )
    assert told(found) == [("stop", 202701, "", None)]
    assert found.effect == -540_000


def test_near_poor_is_enough_for_the_pension_not_for_k5a() -> None:
    """NĐ 176/2025 Đ2; NĐ 335/2026 Đ5 k5."""
    older = benefit("K5a", 810_000, number=8)
    told_near = {"household": "near_poor"}
    pension = proposed(EventKind.POVERTY, "2026-12-31", PENSION, born="1954-05-05", details=told_near)
    allowance = proposed(EventKind.POVERTY, "2026-12-31", older, born="1954-05-05", details=told_near)
    assert pension.decisions == ()
    assert told(allowance) == [("stop", 202701, "", None)]


def test_example_11_moved_away_and_moved_in() -> None:
    """NĐ 335/2026 Đ8: the new commune pays from the month that the old one stopped, at its own level."""
    gone = proposed(EventKind.MOVE_OUT, "2026-11-18", SEVERE)
    assert told(gone) == [("transfer_out", 202612, "", None)]
    details = {"group": "K6N", "stopped_from": "2026-12"}
    come = proposed(EventKind.MOVE_IN, "2026-11-18", details=details, born="1980-01-01", place="Hà Nội")
    assert told(come) == [("transfer_in", 202612, "K6N", 975_000)]
    earlier = {"group": "K6N", "stopped_from": "2026-06"}
    assert told(proposed(EventKind.MOVE_IN, "2026-05-18", details=earlier, born="1980-01-01"))[0][1] == 202607


def test_example_12_three_months_uncollected() -> None:
    """NĐ 335/2026 Đ9 k1 đ a: suspended, and paid back from the suspension."""
    months = {"months": ["2026-09", "2026-10", "2026-11"]}
    found = proposed(EventKind.UNCOLLECTED, "2026-11-19", SEVERE, details=months)
    assert told(found) == [("suspend", 202612, "", None)]
    assert found.effect == -810_000
    back = proposed(EventKind.REAPPEARED, "2027-02-03", suspended_from(SEVERE, 202612), coming=Month(202703))
    assert told(back) == [("resume", 202612, "", None)]
    assert back.effect == 810_000


def test_degree_changed() -> None:
    """NĐ 335/2026 Đ8 from the month of change, NĐ 147/2025 Đ5 from the month after; benefits.md 15.2, 8."""
    care = benefit("CS-HGD", 540_000, kind="care_support", carer=CARER, number=8, coefficient=100)
    graver = proposed(EventKind.DEGREE, "2026-11-18", SEVERE, born="1990-01-01", details={"degree": "extremely_severe"})
    assert told(graver) == [("adjust", 202611, "K6DBN", 1_080_000)]
    before = proposed(EventKind.DEGREE, "2026-09-18", SEVERE, born="1990-01-01", details={"degree": "extremely_severe"})
    assert told(before) == [("adjust", 202610, "K6DBN", 1_080_000)]
    worst = benefit("K6DBN", 1_080_000, coefficient=200)
    lighter = proposed(EventKind.DEGREE, "2026-11-18", worst, care, born="1990-01-01", details={"degree": "severe"})
    assert told(lighter) == [("adjust", 202611, "K6N", 810_000), ("stop", 202612, "", None)]
    mild = proposed(EventKind.DEGREE, "2026-11-18", worst, care, born="1990-01-01", details={"degree": "mild"})
    assert told(mild) == [("stop", 202612, "", None)] * 2


def test_new_severe_certificate_is_a_right() -> None:
    found = proposed(EventKind.DEGREE, "2026-11-18", born="1990-01-01", details={"degree": "severe"})
    assert told(found) == [("grant", 202612, "K6N", 810_000)]


def test_a_grant_beside_what_gives_way_is_told_by_the_difference() -> None:
    """NĐ 335/2026 Đ6 k2: one highest, but a poor single parent has both."""
    severe = {"degree": "severe"}
    older = proposed(EventKind.DEGREE, "2026-11-18", PENSION, born="1950-01-01", details=severe)
    assert told(older) == [("grant", 202612, "K6N", 1_080_000), ("stop", 202612, "", None)]
    assert older.decisions[1].items[0].article == "khoản 1 Điều 3 Nghị định 176/2025/NĐ-CP"
    assert any("đơn đề nghị đổi" in one for one in older.questions)
    assert older.effect == 540_000
    assert any("thôi từ cùng tháng đó" in one for one in older.sentences)
    parent = benefit("K4", 540_000, coefficient=100)
    both = proposed(EventKind.DEGREE, "2026-11-18", parent, born="1990-01-01", details=severe)
    assert (both.effect, told(both)) == (810_000, [("grant", 202612, "K6N", 810_000)])
    assert not any("thôi từ cùng tháng" in one for one in both.sentences)
    disabled = benefit("K6N", 810_000)
    turned = {"household": "poor", "details": {"household": "poor"}}
    poor = proposed(EventKind.POVERTY, "2026-11-18", disabled, born="1990-01-01", marital="single",
                    children=(Child(PartialDate(2020, 5, 1), None, True),), **turned)  # fmt: skip
    assert ("stop", 202612, "", None) not in told(poor)


def test_study_ended() -> None:
    """NĐ 335/2026 Đ5 k2, k4."""
    student = benefit("K2", 810_000)
    assert told(proposed(EventKind.STUDY_END, "2026-11-30", student, born="2006-01-01")) == [("stop", 202612, "", None)]
    parent = benefit("K4", 1_080_000, coefficient=200)
    one_left = proposed(EventKind.STUDY_END, "2026-11-30", parent, details={"children": 1})
    assert told(one_left) == [("adjust", 202612, "K4", 540_000)]
    assert told(proposed(EventKind.STUDY_END, "2026-11-30", parent, details={"children": 0})) == [
        ("stop", 202612, "", None)
    ]


@pytest.mark.parametrize("kind", [EventKind.PRISON, EventKind.REFUSAL])
def test_prison_and_refusal_stop_from_the_month_after(kind: EventKind) -> None:
    """NĐ 335/2026 Đ9."""
    assert told(proposed(kind, "2026-11-09", SEVERE)) == [("stop", 202612, "", None)]


def test_effect_is_that_of_the_coming_month_alone() -> None:
    later = proposed(EventKind.DEATH, "2026-12-03", SEVERE)
    assert told(later) == [("stop", 202701, "", None)]
    assert later.effect == 0
    assert proposed(EventKind.DEATH, "2026-12-03", SEVERE, coming=Month(202701)).effect == -810_000


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_says_something_and_names_no_ground(kind: EventKind) -> None:
    secret = benefit("K8", 810_000)
    found = proposed(kind, "2026-11-03", secret, details={"household": "none", "degree": "severe"}, coming=DEC)
    words = " ".join((*found.sentences, *found.questions, *found.papers))
    assert words
    whys = " ".join(item.why for one in found.decisions for item in one.items)
    assert not any(secret in text for secret in ("K8", "HIV") for text in (words, whys))


def test_moving_in_counts_by_the_law_of_the_month_or_as_the_clerk_says_with_a_reason() -> None:
    """NĐ 335/2026 Đ8: the month payment stopped; NĐ 147/2025 Đ5: the next. Otherwise only with a reason."""
    details = {"group": "K6N", "stopped_from": "2026-12"}
    now = proposed(EventKind.MOVE_IN, "2026-11-20", born="1990-01-01", details=details)
    assert told(now) == [("transfer_in", 202612, "K6N", 810_000)]
    old = {"group": "K6N", "stopped_from": "2026-08"}
    before = proposed(EventKind.MOVE_IN, "2026-08-20", born="1990-01-01", details=old)
    assert told(before) == [("transfer_in", 202609, "K6N", 810_000)]
    silent = proposed(EventKind.MOVE_IN, "2026-11-20", details={**details, "counts_from": "2027-01"})
    assert told(silent) == []
    assert any("thì ghi lý do" in one for one in silent.questions)
    reason = {**details, "counts_from": "2027-01", "why": "nơi cũ đã chi tháng 12"}
    found = proposed(EventKind.MOVE_IN, "2026-11-20", born="1990-01-01", details=reason)
    assert told(found) == [("transfer_in", 202701, "K6N", 810_000)]
    why = found.decisions[0].items[0].why
    assert why.endswith("Luật tính từ tháng 12/2026; tính từ tháng 01/2027 vì nơi cũ đã chi tháng 12.")
