"""Names stand where no right is asked for: what tells of HIV/AIDS is refused in them, or taken off a list's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.people.rules import check_name
from models.people.secret_words import name_tells, name_without_telling
from models.store.errors import RuleError

TELLING = (
    "Nguyễn Văn An (nhiễm HIV)",
    "Nguyễn Văn An - HIV/AIDS",
    "NGUYỄN VĂN AN NHIỄM HIV",
    "nguyễn văn an bị nhiễm hiv",
    "Nguyễn Văn An bị bệnh SIDA",
    "Nguyễn Văn An, nhiễm H.",
    "Nguyễn Văn An có mẹ nhiễm HIV",
    "Nguyễn Văn An (si đa)",
    "Nguyễn Văn An điều trị ARV",
    "Nguyễn Văn An H.I.V",
)
NAMES = (
    "Y Si Đa",
    "H'Si Đa Niê",
    "Nguyễn Thị Bích H'Mông",
    "Lê Thị Hát",
    "Trần Văn Có",
    "Bùi Thị Mắc",
    "Ái Vi",
    "Hồ Ái Đức",
    "Sùng A Dí",
    "Giàng A Sì",
    "Lò Thị Ét",
)
WORDS = (
    "Nguyễn Trần Lê Sì Sỉ Đa Đá Hà Hạt Hát Ái Vi Vê Ét H' K' Y A I Chung Tính Với Bị Có Mang Mắc Người Trẻ Đối Tượng "
    "Văn Thị Nhiễm Rút Bệnh Thế Kỷ Suy Giảm"
).split(" ")


@pytest.mark.parametrize("written", TELLING)
def test_a_name_that_tells_is_refused_at_entry(written: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_name(written)
    assert refused.value.code == "name_tells"
    assert refused.value.field == "name"
    assert "An" not in refused.value.message, "no name in a message"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_tells_nothing_is_kept(name: str) -> None:
    assert check_name(name) == name
    assert name_without_telling(name) == (name, "")


@pytest.mark.parametrize("written", TELLING)
def test_what_a_list_wrote_behind_is_taken_off(written: str) -> None:
    name, rest = name_without_telling(written)
    assert name.casefold() == "nguyễn văn an"
    assert rest
    assert rest in written


@pytest.mark.parametrize("written", ["(HIV) Nguyễn Văn An", "An HIV", "HIV", "Nhiễm HIV"])
def test_without_a_name_in_front_nothing_is_guessed(written: str) -> None:
    assert name_without_telling(written)[0] == ""


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), st.sampled_from(["", " (HIV)", " H+"]))
def test_what_is_kept_never_tells(name: str, behind: str) -> None:
    assert not name_tells(name_without_telling(f"{name}{behind}")[0])


@pytest.mark.parametrize(
    ("written", "name", "remark"),
    [
        ("Lê Thị Bích H(+)", "Lê Thị Bích", "H(+"),
        ("Lê Thị Bích H1V", "Lê Thị Bích", "H1V"),
        ("Lê Thị Bích H\u200bIV", "Lê Thị Bích", "H IV"),
        ("Lê Thị Bích - ếch ai vi", "Lê Thị Bích", "ếch ai vi"),
        ("Lê Thị Bích kháng vi rút", "Lê Thị Bích", "kháng vi rút"),
        ("Lê Thị Bích, H dương tính", "Lê Thị Bích", "H dương tính"),
        ("Lê Thị Bích dương tính H", "Lê Thị Bích", "dương tính H"),
    ],
)
def test_no_letter_of_the_remark_stays_with_the_name(written: str, name: str, remark: str) -> None:
    assert name_without_telling(written) == (name, remark)


@pytest.mark.parametrize(
    "name", ["Y Si Đa Niê", "Y Xi Đa Byă", "Si Đa Niê Kđăm", "H' Si Đa Niê Kđăm", "Y Si Đa Mlô Duôn"]
)
def test_a_clan_behind_the_given_name_is_cut_off_nobody(name: str) -> None:
    assert name_without_telling(name) == (name, "")


@pytest.mark.parametrize("written", ["Y Si Đa Niê HIV", "Lê Văn An Si Đa", "Si Đa niê kđăm"])
def test_the_clan_excuses_nothing_else(written: str) -> None:
    assert name_tells(written)


@pytest.mark.parametrize(
    "name",
    [
        *("H'Iv Êban", "Y Bi Êt", "Hát Y Vi", "Phivông Xay", "Chivi Lò", "K'Sida", "Art Đinh", "H Bi Niê"),
        *("Y SI ĐA", "Y XI ĐA BYĂ", "SI ĐA NIÊ KĐĂM", "H'IV ÊBAN"),
    ],
)
def test_a_name_that_only_sounds_like_it_can_be_entered(name: str) -> None:
    assert not name_tells(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lê Văn An (H)", "Lê Văn An"),
        ("Lê Văn An (ết)", "Lê Văn An"),
        ("Lê Thị Bé hi-vi", "Lê Thị Bé"),
        ("Lê Thị Bé HIѴ", "Lê Thị Bé"),
        ("Lê Thị Bé (người nhiễm)", "Lê Thị Bé"),
        ("Lê Văn An Hiv", "Lê Văn An"),
        ("LÊ VĂN AN SI ĐA", "LÊ VĂN AN"),
        ("Lê Văn An Hát I Vê", "Lê Văn An"),
    ],
)
def test_what_stands_behind_a_name_is_taken_off(text: str, name: str) -> None:
    assert name_without_telling(text)[0] == name
