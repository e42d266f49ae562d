"""Whole proposals, word by word: item, ground, sentences, questions and papers of each kind of event."""

from __future__ import annotations

from typing import Any

import pytest

from models.benefits.entitlements.services import Item
from models.benefits.events.proposal import FuneralLevel, FuneralOffer, Proposal
from models.benefits.events.rules import EventKind
from models.law.facts import Child, Income
from models.store.dates import Month, PartialDate
from tests.benefits.events.scenes import CARER, DEC, PERSON, benefit, proposed, suspended_from, told

SEVERE = benefit("K6N", 810_000)
PENSION = benefit("HTXH", 540_000, kind="social_pension", coefficient=None, number=6)
CARED_FOR = benefit("CS-HGD", 540_000, kind="care_support", carer=CARER, number=8, coefficient=100)
CARING = benefit("CS-HGD", 540_000, kind="care_support", carer=PERSON, person=CARER, number=9, coefficient=100)
D8 = "Điều 8 Nghị định 335/2026/NĐ-CP"
D9 = "Điều 9 Nghị định 335/2026/NĐ-CP"
ALLOWANCE, CARE = "Trợ cấp xã hội hằng tháng", "Hỗ trợ kinh phí chăm sóc"
WHO_CARES = "Người được chăm sóc còn ở đây thì ai chăm sóc thay? Lập quyết định cho người chăm sóc mới."


def item(person: int, number: int, why: str, month: int = DEC, article: str = D8) -> Item:
    """An item that names no level."""
    return Item(person, number, from_month=Month(month), why=why, article=article)


def items(found: Proposal) -> list[Item]:
    return [item for decision in found.decisions for item in decision.items]


def stops(what: str, month: str = "12/2026", article: str = D8) -> str:
    return f"{what}: thôi hưởng từ tháng {month} ({article})."


def test_death_ends_each_benefit_by_its_own_words_nd335_d8_d11() -> None:
    found = proposed(EventKind.DEATH, "2026-11-03", SEVERE, CARED_FOR, CARING)
    assert items(found) == [
        item(1, 7, "Người hưởng mất ngày 03/11/2026. Thôi hưởng từ tháng 12/2026."),
        item(1, 8, "Người được chăm sóc mất ngày 03/11/2026. Thôi hưởng từ tháng 12/2026."),
        item(2, 9, "Người chăm sóc mất ngày 03/11/2026. Thôi hưởng từ tháng 12/2026."),
    ]
    assert [(one.kind, one.person_id, one.title, one.reason) for one in found.decisions] == [
        ("stop", 1, "Chết, mất tích", stops(ALLOWANCE)),
        ("stop", 2, "Chết, mất tích", stops(ALLOWANCE)),
    ]
    assert found.sentences == (
        stops(ALLOWANCE),
        stops(CARE),
        stops(CARE),
        "Tháng 11/2026 vẫn được hưởng 810.000 đồng, người thừa kế ký nhận.",
        "Tháng 11/2026 vẫn được hưởng 540.000 đồng, người thừa kế ký nhận.",
        "Hỗ trợ mai táng 10.800.000 đồng (Điều 11 Nghị định 335/2026/NĐ-CP), quyết định trong 03 ngày làm việc từ khi "
        "nhận tờ khai.",
    )
    assert found.questions == (
        WHO_CARES,
        "Cơ quan bảo hiểm xã hội có trả trợ cấp mai táng cho người này không? Có thì không hỗ trợ ở đây.",
        "Chế độ người có công hoặc chế độ khác có trả mai táng phí không? Chỉ hưởng một mức cao nhất.",
    )
    assert found.papers == ("Trích lục khai tử", "Tờ khai đề nghị hỗ trợ chi phí mai táng (Mẫu số 03)")
    article = "Điều 11 Nghị định 335/2026/NĐ-CP"
    rate = "khoản 2 Điều 4, khoản 3 Điều 32 Nghị định 335/2026/NĐ-CP"
    level = FuneralLevel(10_800_000, f"20 lần mức 540.000 đồng ({rate})")
    assert found.funeral == FuneralOffer(PERSON, Month(202611), (level,), "Mẫu số 03", article, 3)


def test_death_of_an_unknown_day_names_none_and_of_who_received_nothing_offers_nothing() -> None:
    found = proposed(EventKind.DEATH, "", SEVERE)
    assert items(found)[0].why == "Người hưởng mất. Thôi hưởng từ tháng 12/2026."
    nobody = proposed(EventKind.DEATH, "2026-11-03")
    assert (nobody.papers, nobody.sentences, nobody.funeral) == (
        ("Trích lục khai tử",),
        ("Việc này không làm thay đổi chế độ nào đang hưởng.",),
        None,
    )


def test_heirs_get_nothing_for_what_had_no_amount_or_was_suspended() -> None:
    worth = SEVERE.spans[0].worth._replace(amount=0)
    for one in (SEVERE._replace(spans=(SEVERE.spans[0]._replace(worth=worth),)), suspended_from(SEVERE, 202610)):
        assert not any("thừa kế" in said for said in proposed(EventKind.DEATH, "2026-11-03", one).sentences)


def test_death_before_every_law_stops_by_the_first_that_is_kept() -> None:
    found = proposed(EventKind.DEATH, "2020-02-03", SEVERE)
    assert found.sentences == (stops(ALLOWANCE, "03/2020", "Điều 8 Nghị định 20/2021/NĐ-CP"),)
    assert items(found)[0].from_month == 202003


def test_a_move_sends_the_file_on_nd335_d8() -> None:
    found = proposed(EventKind.MOVE_OUT, "2026-11-18", SEVERE, CARED_FOR, CARING)
    assert items(found) == [
        item(1, 7, "Người hưởng chuyển nơi cư trú. Thôi hưởng từ tháng 12/2026."),
        item(1, 8, "Người được chăm sóc chuyển nơi cư trú. Thôi hưởng từ tháng 12/2026."),
        item(2, 9, "Người chăm sóc chuyển nơi cư trú. Thôi hưởng từ tháng 12/2026."),
    ]
    assert [(one.kind, one.person_id) for one in found.decisions] == [("transfer_out", 1), ("transfer_out", 2)]
    assert found.sentences == (
        stops(ALLOWANCE),
        stops(CARE),
        stops(CARE),
        "Gửi hồ sơ đến nơi ở mới, ghi rõ: thôi chi trả từ tháng 12/2026.",
    )
    assert found.papers == ("Văn bản kèm hồ sơ gửi Ủy ban nhân dân xã, phường nơi đến",)
    assert found.questions == (WHO_CARES,)
    without = proposed(EventKind.MOVE_OUT, "2026-11-18")
    assert (without.papers, without.sentences) == ((), ("Việc này không làm thay đổi chế độ nào đang hưởng.",))


def test_a_move_is_told_by_the_article_of_its_own_rule() -> None:
    before = proposed(EventKind.MOVE_OUT, "2024-05-18", SEVERE)
    assert "Nghị định 20/2021/NĐ-CP" in items(before)[0].article
    assert items(before)[0].article in before.sentences[0]


def adjusted(group: str, label: str, coefficient: int, amount: int, why: str, article: str) -> Item:
    return Item(PERSON, 7, "", group, label, None, Month(202611), "central", 540_000, coefficient, amount, why, article)


CHANGES = "Mức hằng tháng từ 1.350.000 đồng thành 810.000 đồng từ tháng 11/2026"
K3 = {"born": "2010-11-20", "hiv": True, "household": "poor"}


@pytest.mark.parametrize(
    ("group", "kind", "amount", "coefficient", "about", "expected"),
    [
        ("K1a", "allowance", 1_350_000, 250, {"born": "2022-11-20"},
         ("K1a", "nhãn", "điểm a khoản 1 Điều 5, khoản 1 Điều 6")),
        ("K3", "allowance", 1_350_000, 250, K3, ("K8", "Người thuộc khoản 8 Điều 5", "khoản 8 Điều 5, khoản 1 Điều 6")),
        ("CS-TEKT", "care_support", 1_350_000, 250, {"born": "2010-11-20", "disability": "extremely_severe"},
         ("CS-NKT", "Nhận chăm sóc người khuyết tật đặc biệt nặng", "Điều 17")),
    ],
)  # fmt: skip
def test_a_birthday_says_the_new_level_whole_nd335_d5_d6_d17(
    group: str, kind: str, amount: int, coefficient: int, about: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    carer = CARER if kind == "care_support" else None
    one = benefit(group, amount, kind=kind, coefficient=coefficient, carer=carer)
    found = proposed(EventKind.BIRTHDAY, "2026-11-20", one, **about)
    code, label, article = expected
    why = f"Sang độ tuổi khác. {CHANGES}."
    ground = f"{D8}; {article} Nghị định 335/2026/NĐ-CP"
    assert items(found) == [adjusted(code, label, 150, 810_000, why, ground)]
    what = CARE if carer else ALLOWANCE
    assert found.sentences == (f"{what}: từ 1.350.000 đồng thành 810.000 đồng từ tháng 11/2026 ({D8}).",)
    assert (found.questions, found.papers, found.effect) == ((), (), -540_000)


def test_a_lost_age_stops_and_asks_for_study_of_a_child_of_k1_alone() -> None:
    asks = "Người này còn đi học không? Còn học thì ghi vào sổ, rồi xem lại đề xuất."
    child = proposed(EventKind.BIRTHDAY, "2026-11-10", benefit("K1b", 810_000), born="2010-11-10")
    assert items(child) == [item(1, 7, "Hết độ tuổi được hưởng. Thôi hưởng từ tháng 12/2026.")]
    assert child.questions == (asks,)
    small = benefit("K7", 810_000)
    about = {"born": "2023-11-10", "household": "poor", "hard_area": True}
    three = proposed(EventKind.BIRTHDAY, "2026-11-10", small, **about)
    assert (told(three), three.questions) == ([("stop", 202612, "", None)], ())


def test_an_empty_label_is_filled_with_the_laws_title() -> None:
    child = benefit("K1a", 1_350_000, coefficient=250)
    bare = child._replace(spans=(child.spans[0]._replace(worth=child.spans[0].worth._replace(label="")),))
    (found,) = items(proposed(EventKind.BIRTHDAY, "2026-11-20", bare, born="2022-11-20"))
    assert found.label.startswith("Trẻ em")


def test_another_degree_says_the_new_level_whole_nd335_d8() -> None:
    found = proposed(
        EventKind.DEGREE, "2026-11-18", SEVERE, CARED_FOR, born="1990-01-01", details={"degree": "extremely_severe"}
    )
    changes = "từ 810.000 đồng thành 1.080.000 đồng từ tháng 11/2026"
    why = f"Mức độ khuyết tật được xác định lại. Mức hằng tháng {changes}."
    ground = f"{D8}; khoản 6 Điều 5, khoản 1 Điều 6 Nghị định 335/2026/NĐ-CP"
    assert items(found) == [adjusted("K6DBN", "Người khuyết tật đặc biệt nặng", 200, 1_080_000, why, ground)]
    assert found.sentences == (f"{ALLOWANCE}: {changes} ({D8}).",)


def test_the_same_degree_changes_nothing_and_a_mild_one_ends_also_the_care_of_a_small_child() -> None:
    same = proposed(EventKind.DEGREE, "2026-11-18", SEVERE, born="1990-01-01", details={"degree": "severe"})
    assert (told(same), same.sentences) == ([], ("Việc này không làm thay đổi chế độ nào đang hưởng.",))
    mother = benefit("CS-MT", 810_000, kind="care_support", number=8)
    mild = {"degree": "mild"}
    for more in ((), (SEVERE,)):
        found = proposed(EventKind.DEGREE, "2026-11-18", *more, mother, born="1990-01-01", details=mild)
        why = "Mức độ khuyết tật được xác định lại. Thôi hưởng từ tháng 12/2026."
        assert items(found)[-1] == item(1, 8, why)
    kept = proposed(EventKind.DEGREE, "2026-11-18", mother, born="1990-01-01", details={"degree": "severe"})
    assert ("stop", 202612, "", None) not in told(kept)


def test_a_degree_leaves_what_does_not_ask_for_it_and_what_is_suspended() -> None:
    older = benefit("K5a", 810_000)
    assert told(proposed(EventKind.DEGREE, "2026-11-18", older, details={"degree": "mild"})) == []
    resting = suspended_from(benefit("K6DBN", 1_080_000), 202610)
    assert told(proposed(EventKind.DEGREE, "2026-11-18", resting, details={"degree": "mild"})) == []


def test_poverty_ends_what_asks_for_it_and_never_care_support() -> None:
    found = proposed(
        EventKind.POVERTY, "2026-12-31", CARED_FOR, PENSION, born="1954-05-05", details={"household": "none"},
        coming=Month(202701),
    )  # fmt: skip
    why = "Điều kiện hộ nghèo, cận nghèo không còn. Thôi hưởng từ tháng 01/2027."
    assert items(found) == [item(1, 6, why, 202701)]
    assert found.sentences == (stops("Trợ cấp hưu trí xã hội", "01/2027"),)
    unsaid = proposed(EventKind.POVERTY, "2026-12-31", PENSION, born="1954-05-05", coming=Month(202701))
    assert told(unsaid) == [("stop", 202701, "", None)]
    resting = suspended_from(PENSION, 202610)
    left = {"household": "none"}
    assert told(proposed(EventKind.POVERTY, "2026-12-31", resting, PENSION, born="1954-05-05", details=left)) == [
        ("stop", 202701, "", None)
    ]


def test_the_end_of_study_stops_the_student_and_counts_the_single_parents_children() -> None:
    student = benefit("K2", 810_000)
    found = proposed(EventKind.STUDY_END, "2026-11-30", student, born="2006-01-01", studying=True)
    assert items(found) == [item(1, 7, "Đã kết thúc việc học. Thôi hưởng từ tháng 12/2026.")]
    parent = benefit("K4", 1_620_000, coefficient=300)
    (left,) = items(proposed(EventKind.STUDY_END, "2026-11-30", parent, details={"children": 2}))
    assert (left.coefficient, left.amount, left.from_month, left.label) == (200, 1_080_000, 202612, "nhãn")
    changes = "Mức hằng tháng từ 1.620.000 đồng thành 1.080.000 đồng từ tháng 12/2026."
    assert left.why == f"Số con được tính thay đổi. {changes}"
    none = proposed(EventKind.STUDY_END, "2026-11-30", parent, details={"children": 0})
    assert items(none) == [item(1, 7, "Không còn con được tính. Thôi hưởng từ tháng 12/2026.")]
    assert told(proposed(EventKind.STUDY_END, "2026-11-30", parent)) == []
    both = proposed(EventKind.STUDY_END, "2026-11-30", suspended_from(parent, 202610), student, born="2006-01-01")
    assert told(both) == [("stop", 202612, "", None)]


def test_the_end_of_study_does_not_touch_who_need_not_study() -> None:
    assert told(proposed(EventKind.STUDY_END, "2026-11-30", SEVERE)) == []


def test_children_of_a_student_do_not_count_for_the_students_own_allowance() -> None:
    student = benefit("K2", 810_000)
    found = proposed(EventKind.STUDY_END, "2026-11-30", student, born="2006-01-01", details={"children": 1})
    assert told(found) == [("stop", 202612, "", None)]


def test_prison_stops_the_own_and_what_is_paid_for_others() -> None:
    found = proposed(EventKind.PRISON, "2026-11-09", SEVERE, CARING)
    why = "Chấp hành án phạt tù. Thôi hưởng từ tháng 12/2026."
    assert items(found) == [item(1, 7, why, article=D9), item(2, 9, why, article=D9)]
    assert {one.kind for one in found.decisions} == {"stop"}
    assert found.papers == ("Thông báo của cơ quan thi hành án",)


def test_a_refusal_stops_the_one_benefit_that_is_refused_else_all() -> None:
    why = "Người hưởng có đơn từ chối nhận. Thôi hưởng từ tháng 12/2026."
    one = proposed(EventKind.REFUSAL, "2026-11-09", SEVERE, PENSION, CARING, details={"entitlement": 6})
    assert items(one) == [item(1, 6, why, article=D9)]
    assert one.papers == ("Đơn từ chối nhận",)
    every = proposed(EventKind.REFUSAL, "2026-11-09", SEVERE, PENSION, CARING)
    assert items(every) == [item(1, 7, why, article=D9), item(1, 6, why, article=D9)]


def test_three_months_uncollected_suspend_from_the_month_after_the_last_nd335_d9() -> None:
    months = {"months": ["2026-09", "2026-11", "2026-10"]}
    found = proposed(EventKind.UNCOLLECTED, "2026-08-19", SEVERE, CARING, details=months)
    why = "Không đến nhận tiền ba tháng liền (09/2026, 11/2026, 10/2026). Tạm dừng từ tháng 12/2026."
    assert items(found) == [item(1, 7, why, article=D9), item(2, 9, why, article=D9)]
    assert found.sentences == (
        f"{ALLOWANCE}: tạm dừng từ tháng 12/2026 ({D9}).",
        f"{CARE}: tạm dừng từ tháng 12/2026 ({D9}).",
    )
    assert found.questions == ("Đã hỏi thôn, gia đình vì sao không đến nhận chưa?",)
    other = proposed(EventKind.UNCOLLECTED, "2026-08-19", SEVERE, CARING, details={**months, "entitlement": 9})
    assert [(one.entitlement_id, one.from_month) for one in items(other)] == [(9, 202612)]
    unsaid = proposed(EventKind.UNCOLLECTED, "2026-08-19", SEVERE)
    assert [one.from_month for one in items(unsaid)] == [202609]


def test_who_comes_back_is_paid_from_the_suspension_nd335_d9() -> None:
    resting = suspended_from(CARING, 202611)
    found = proposed(EventKind.REAPPEARED, "2027-02-03", PENSION, suspended_from(SEVERE, 202612), resting)
    why = "Đến nhận lại và còn đủ điều kiện. Trả từ tháng tạm dừng"
    assert items(found) == [
        item(1, 7, f"{why} 12/2026.", article=D9),
        item(2, 9, f"{why} 11/2026.", 202611, D9),
    ]
    assert found.sentences == (
        f"{ALLOWANCE}: trả lại từ tháng 12/2026 ({D9}).",
        f"{CARE}: trả lại từ tháng 11/2026 ({D9}).",
    )
    assert found.questions == ("Người này còn đủ điều kiện hưởng không?",)
    none = proposed(EventKind.REAPPEARED, "2027-02-03", SEVERE)
    assert (told(none), none.sentences) == ([], ("Không có chế độ nào đang tạm dừng.",))


def test_the_articles_are_those_of_the_month_in_which_it_counts() -> None:
    before = proposed(EventKind.UNCOLLECTED, "2026-08-19", SEVERE, details={"months": ["2026-08"]})
    assert "335/2026" not in items(before)[0].article
    back = proposed(EventKind.REAPPEARED, "2026-08-03", suspended_from(SEVERE, 202607))
    assert "335/2026" not in items(back)[0].article


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            EventKind.ALIVE,
            "Hãy xác nhận người này còn sống trước kỳ chi trả tới: hỏi thôn, gọi điện hoặc đến nhà.",
        ),
        (EventKind.ACCOUNT, "Không cần quyết định. Kỳ tới chi theo tài khoản, người nhận mới ghi trong sổ."),
        (EventKind.LAW, "Mở mục Luật để xem trước ai tăng, ai giảm, rồi lập quyết định chung."),
        (EventKind.NEWCOMER, "Hẹn người này đến làm hồ sơ. Chưa có quyết định nào trước khi có tờ khai."),
        (EventKind.OTHER, "Việc này không tự đề xuất quyết định. Hãy lập quyết định ở mục Trợ cấp nếu cần."),
    ],
)
def test_what_needs_no_decision_says_what_to_do(kind: EventKind, sentence: str) -> None:
    assert proposed(kind, "2026-11-09", SEVERE) == Proposal(sentences=(sentence,))


@pytest.mark.parametrize(
    ("household", "granted"),
    [
        ("poor", [("grant", 202612, "HTXH", 540_000)]),
        ("near_poor", [("grant", 202612, "HTXH", 540_000)]),
        ("none", []),
    ],
)
def test_a_household_that_came_onto_the_list_gives_the_rights_of_its_state_nd176_d2(
    household: str, granted: list[tuple[str, int, str, int]]
) -> None:
    income = Income(wage=0, pension=0, social_insurance=0, merit=0)
    about: dict[str, Any] = {"born": "1954-05-05", "details": {"household": household}, "income": income}
    for known in ("none", "near_poor", household, None):
        found = proposed(EventKind.POVERTY, "2026-11-05", household=known, **about)
        assert told(found) == granted, known


def test_a_single_parent_of_two_is_offered_both_when_the_household_becomes_poor_nd335_d6() -> None:
    children = tuple(Child(PartialDate(year), None, True) for year in (2015, 2018))
    about: dict[str, Any] = {"born": "1990-05-05", "marital": "single", "children": children, "receiving": frozenset()}
    found = proposed(EventKind.POVERTY, "2026-11-05", details={"household": "poor"}, household="poor", **about)
    assert told(found) == [("grant", 202612, "K4", 1_080_000)]
    again = benefit("K4", 1_080_000, coefficient=200)
    assert told(proposed(EventKind.POVERTY, "2026-11-05", again, details={"household": "poor"}, **about)) == []


def test_a_birthday_keeps_the_number_of_children_of_a_single_parent_nd335_d6() -> None:
    """In 07/2026 the level itself rises: two children stay two."""
    parent = benefit("K4", 1_000_000, coefficient=200)
    about: dict[str, Any] = {"born": "1980-07-05", "household": "poor", "marital": "widowed"}
    (found,) = items(proposed(EventKind.BIRTHDAY, "2026-07-05", parent, **about))
    assert (found.from_month, found.coefficient, found.amount) == (202607, 200, 1_080_000)


def test_whose_facts_decide_on_the_care_of_a_small_child_nd335_d17() -> None:
    mother = benefit("CS-MT", 810_000, kind="care_support")
    found = proposed(EventKind.BIRTHDAY, "2026-11-20", mother, born="1996-11-20", disability="mild")
    assert [kind for kind, *_ in told(found)] == ["stop"]


def test_a_birthday_that_changes_no_level_leaves_an_amount_off_the_law_alone() -> None:
    parent = benefit("K4", 1_000_000, coefficient=200)
    about: dict[str, Any] = {"born": "1980-11-05", "household": "poor", "marital": "widowed"}
    assert told(proposed(EventKind.BIRTHDAY, "2026-11-05", parent, **about)) == []
