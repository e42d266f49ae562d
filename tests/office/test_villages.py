"""Village names: kinds, spellings, and which village a list means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.office.villages import (
    VILLAGE_KINDS,
    KnownVillage,
    VillageName,
    find_village,
    match_key,
    parse_village,
    sort_order,
)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("THÔN ĐỒNG CẦU", "thôn", "Đồng Cầu"),
        ("thôn đồng cầu", "thôn", "Đồng Cầu"),
        ("T. Đồng Cầu", "thôn", "Đồng Cầu"),
        ("TDP số 03", "tổ dân phố", "3"),
        ("Tổ DP số 3", "tổ dân phố", "3"),
        ("TDP3", "tổ dân phố", "3"),
        ("Tổ dân phố 12A", "tổ dân phố", "12A"),
        ("KP.5", "khu phố", "5"),
        ("Bon B'Srê A", "bon", "B'Srê A"),
        ("Bản Nà Lốc", "bản", "Nà Lốc"),
        ("Thôn III", "thôn", "III"),
        ("Đồng Cầu", "", "Đồng Cầu"),
        ("Tân Lập", "", "Tân Lập"),
        ("Thanh Bình", "", "Thanh Bình"),
        ("Thôn Làng Hạ", "thôn", "Làng Hạ"),
        ("  Khối phố  Mỹ   Thạch - ", "khối phố", "Mỹ Thạch"),
    ],
)
def test_reads_kind_and_name(text: str, kind: str, name: str) -> None:
    assert parse_village(text) == VillageName(kind, name)


@given(st.sampled_from(VILLAGE_KINDS), st.sampled_from(["Đồng Cầu", "3", "12B", "B'Srê A", "Suối Sỏi"]))
def test_reads_back_what_it_shows(kind: str, name: str) -> None:
    village = VillageName(kind, name)
    assert parse_village(village.full) == village
    assert match_key(parse_village(village.full.upper())) == match_key(village)


def known(*names: str) -> list[KnownVillage]:
    return [KnownVillage(number, (parse_village(name),)) for number, name in enumerate(names, start=1)]


def test_accents_tell_villages_apart_while_both_exist() -> None:
    villages = known("Thôn Đông", "Thôn Đồng")
    assert find_village(villages, "THÔN ĐÔNG") == 1
    assert find_village(villages, "thôn Đồng") == 2
    assert find_village(villages, "thon dong") is None
    assert find_village(known("Thôn Đồng", "Thôn Hạ"), "thon dong") == 1


def test_kind_is_overlooked_only_when_one_fits() -> None:
    assert find_village(known("Thôn 3", "Thôn 4"), "Tổ 3") == 1
    assert find_village(known("Thôn 3", "Tổ dân phố 3"), "TDP 3") == 2
    assert find_village(known("Thôn 3", "Tổ dân phố 3"), "3") is None
    assert find_village(known("Thôn 3"), "Thôn III") == 1
    assert find_village(known("Thôn 3"), "") is None


def test_tone_place_does_not_matter() -> None:
    assert find_village(known("Thôn Hòa Bình"), "thôn Hoà Bình") == 1


def test_a_present_name_goes_before_an_old_one() -> None:
    villages = [
        KnownVillage(1, (parse_village("Thôn 1"), parse_village("Thôn 2"))),
        KnownVillage(2, (parse_village("Thôn 2"), parse_village("Thôn 5"))),
    ]
    assert find_village(villages, "Thôn 2") == 2
    assert find_village(villages, "Thôn 5") == 2


def test_order_is_by_number_then_name() -> None:
    names = [parse_village(text) for text in ("Thôn 10", "Thôn 2", "Bon B'Nâm", "Thôn An Lạc")]
    assert [names[position].full for position in sort_order(names)] == ["Bon B'Nâm", "Thôn 2", "Thôn 10", "Thôn An Lạc"]
