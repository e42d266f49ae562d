"""Labels of lists -> groups of the decree; unsure stays unrecognised."""

from __future__ import annotations

import pytest

from models.benefits.groups import all_groups, group, recognise
from models.benefits.secrecy import mentions_hiv
from models.store.dates import PartialDate

SURE = {
    "Trẻ em mồ côi": "K1",
    "NKT nặng là NCT": "K6N",
    "NKT ĐBN là người cao tuổi": "K6DBN",
    "NKT đặc biệt nặng": "K6DBN",
    "Người KT nặng": "K6N",
    "Người cao tuổi nghèo không có người phụng dưỡng": "K5a",
    "Người đơn thân nghèo nuôi con": "K4",
    "Trẻ em KT nặng": "K6N",
    "Trẻ em KT đặc biệt nặng": "K6DBN",
    "Hưu trí xã hội": "HTXH",
    "người KT ĐBN là trẻ em": "K6DBN",
    "HTXH": "HTXH",
    "K5 đ a": "K5a",
    "Điểm a khoản 5": "K5a",
    "Điểm a khoản 5 Điều 5 NĐ 20/2021/NĐ-CP": "K5a",
    "Khoản 6, Điều 5 - NKT đặc biệt nặng": "K6DBN",
    "KTN": "K6N",
    "NKTĐBN": "K6DBN",
    "nguoi khuyet tat nang": "K6N",
    "NGƯỜI KHUYẾT TẬT ĐẶC BIỆT NẶNG": "K6DBN",
    "Người nhiễm HIV/AIDS thuộc hộ nghèo": "K8",
    "Trẻ em nhiễm HIV": "K3",
    "Điểm đ khoản 1": "K1dd",
    "điểm d khoản 1": "K1d",
    "K1đ": "K1dd",
    "Trẻ mồ côi cả cha và mẹ": "K1b",
    "Trẻ em bị bỏ rơi": "K1a",
    "Hộ gia đình chăm sóc NKT ĐBN": "CS-HGD",
    "Nhận chăm sóc NKT đặc biệt nặng": "CS-NKT",
    "NCT từ đủ 80 tuổi trở lên không có lương hưu, BHXH": "HTXH",
    "trên 80 tuổi": "HTXH",
    "Đơn thân": "K4",
    "NCT cô đơn thuộc hộ nghèo": "K5a",
    "Trẻ dưới 3 tuổi hộ nghèo vùng ĐBKK": "K7",
    "Từ 16-22 tuổi đang đi học (mồ côi)": "K2",
    "Người đơn thân nghèo đang nuôi con từ 16 đến 22 tuổi đang học": "K4",
    "ĐBN": "K6DBN",
    "Nặng": "K6N",
    "K5b": "K5b",
    "Mồ côi cha, mẹ bỏ đi": "K1",
    "Khoản 5 Điều 5": "K5",
    "Trợ cấp hưu trí XH": "HTXH",
    "KT nặng - Trẻ em": "K6N",
    "k6": "K6",
    "Người khuyết tật": "K6",
    "Tâm thần nặng": "K6N",
}
UNSURE = (
    "",
    "Đối tượng BTXH",
    "Hộ nghèo",
    "Người cao tuổi",
    "NKT nhẹ",
    "Thương binh",
    "Trẻ em",
    "Chăm sóc NKT ĐBN",
    "Kinh phí chăm sóc NKT ĐBN",
    "Nguyễn Văn Hùng",
    "Khoản 6 - Trẻ em mồ côi",
    "HIV",
    "Mừng thọ 80 tuổi",
    "Nạn nhân chất độc da cam",
    "Người có công",
    "Khoản 3, khoản 6",
    "Quà Tết",
)


@pytest.mark.parametrize(("label", "code"), SURE.items())
def test_labels_that_are_clear(label: str, code: str) -> None:
    assert recognise(label) == code
    assert recognise(f"  {label.upper()} ") == code
    assert group(code).code == code


@pytest.mark.parametrize("label", UNSURE)
def test_labels_that_are_not(label: str) -> None:
    assert recognise(label) is None


def test_coefficient_and_age_tell_the_degree() -> None:
    adult, elder, child = PartialDate(1980), PartialDate(1940), PartialDate(2018)
    asked = [(200, adult), (200, elder), (200, child), (250, None), (150, None), (200, None), (None, adult)]
    answers = [recognise("Người khuyết tật", coefficient=coefficient, born=born) for coefficient, born in asked]
    assert answers == ["K6DBN", "K6N", "K6N", "K6DBN", "K6N", "K6", "K6"]
    assert recognise("Kinh phí chăm sóc NKT ĐBN") is None


def test_every_group_of_the_decree_is_there() -> None:
    codes = [entry.code for entry in all_groups()]
    assert len(codes) == len(set(codes))
    assert {f"K1{letter}" for letter in ("a", "b", "c", "d", "dd", "e", "g", "h", "i", "k", "l")} <= set(codes)
    assert {"K1", "K2", "K3", "K4", "K5", "K5a", "K5b", "K6", "K6DBN", "K6N", "K7", "K8", "HTXH"} <= set(codes)
    assert {entry.code for entry in all_groups() if entry.hiv} == {"K3", "K8"}
    assert {entry.code for entry in all_groups() if entry.clause_only} == {"K1", "K5", "K6"}
    assert all("HIV" not in entry.title.upper() and "AIDS" not in entry.title.upper() for entry in all_groups())


@pytest.mark.parametrize(
    "text",
    [
        "HIV",
        "H.I.V",
        "hiv/aids",
        "người có H",
        "HlV",
        "nhiễm H",
        "bị HIV+",
        "sida",
        "Nhiễm HIV",
        "AIDS",
        "TE nhiễm HIV",
        "H I V",
        "suy giảm miễn dịch",
        'Người nhiễm "H"',
    ],
)
def test_hiv_is_heard_in_any_spelling(text: str) -> None:
    assert mentions_hiv(text)
    assert mentions_hiv(text.lower())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hưu trí xã hội",
        "H’Hen Niê",
        "Bon B'Nơr",
        "Hộ nghèo",
        "có hoàn cảnh khó khăn",
        "H Blôi",
        "Người H'Mông",
        "Nguyễn Thị Hiền",
        "Hà Ivan",
        "Trẻ em mồ côi",
        "người có hộ khẩu",
    ],
)
def test_hiv_is_not_heard_elsewhere(text: str) -> None:
    assert not mentions_hiv(text)
