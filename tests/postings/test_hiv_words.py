"""What speaks of HIV/AIDS, in every spelling lists have, and what only looks like it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.benefits.secrecy import is_hiv_group, mentions_hiv

SPOKEN = [
    "người sống chung với H",
    "dương tính với H",
    "H(+)",
    "AlDS",
    "HIV",
    "hiv/aids",
    "H.I.V",
    "H I V",
    "h-i-v",
    "Nhiễm H",
    "nhiễm h",
    "người nhiễm H.",
    "HIV+",
    "A.I.D.S",
    "Aids",
    "Người có H",
    "si đa",
    "SIĐA",
    "xi-đa",
    "HÍV",
    "H\u200bIV",
    "nhi\u200bễm H",
    "ＨＩＶ",
    "H1V",
    "hội chứng suy giảm miễn dịch mắc phải",
    "trẻ nhiễm\nHIV",
    "nhiễmHIV",
    "H…I…V",
    "ΗIV",
    "НІV",
    "hát ai vi",
    "điều trị ARV",
    "bệnh thế kỷ",
    "nhiễm vi rút H",
    "H_I_V",
    "𝐇𝐈𝐕",
    "h.i.v/a.i.d.s",
    "đang điều trị h i v.",
    "nhiễm ết",
    "H+",
    "virus H",
    "bị H",
    "vi rút H. nặng",
    "nhiễm H. nặng",
    "HlV",
    "TE H",
]
NOT_SPOKEN = [
    "sống chung với H'Mông",
    "ở chung với H'Linh",
    "Nguyễn Thị Vân",
    "người H'Mông",
    "Người H’Mông",
    "có h/c khó khăn",
    "Khuyết tật nặng",
    "Hi vọng",
    "điểm h khoản 1",
    "Người cao tuổi",
    "chị Vui",
    "Trẻ em H Mông mồ côi",
    "thi vượt",
    "Đơn thân nuôi con",
    "người Hrê",
    "nhiễm chất độc hóa học",
    "có hai con",
    "bị hở hàm",
    "mắc hen",
    "HTXH",
    "nhiễm h/c",
    "nhiễm H.pylori",
    "khí vị",
    "Chi vé",
    "da cam",
    "",
]


@pytest.mark.parametrize("text", SPOKEN)
def test_spoken_in_every_spelling(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert mentions_hiv(unicodedata.normalize(form, text))
    assert mentions_hiv(text.upper())
    assert mentions_hiv(f"Đối tượng ({text})")


@pytest.mark.parametrize("text", NOT_SPOKEN)
def test_other_words_are_left_alone(text: str) -> None:
    assert not mentions_hiv(text)


@given(st.sampled_from(["HIV", "hiv", "AIDS", "Aids"]), st.text("  .,;:-_/()[]", max_size=3), st.text(max_size=12))
def test_separators_do_not_hide_it(word: str, gap: str, around: str) -> None:
    letters = gap.join(word)
    assert mentions_hiv(f"{around} {letters} {around}")


@pytest.mark.parametrize("code", ["K3", "k8", "K 8", "K08", "K8<4", "K3.1", "K8a"])
def test_groups_of_hiv(code: str) -> None:
    assert is_hiv_group(code)


@pytest.mark.parametrize("code", [None, "", "K1", "K5a", "K30", "K6N", "HTXH"])
def test_other_groups(code: str | None) -> None:
    assert not is_hiv_group(code)
