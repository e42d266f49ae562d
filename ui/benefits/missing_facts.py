"""Names of facts of the law as questions a clerk can ask; what nobody may be asked has none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

QUESTIONS: Final[dict[str, str]] = {
    "born": "Ngày sinh",
    "province": "Nơi cư trú thuộc tỉnh, thành phố nào",
    "former_province": "Trước 01/07/2025 thuộc tỉnh, thành phố nào",
    "area": "Ở nông thôn hay thành thị",
    "hard_area": "Có ở xã, thôn vùng dân tộc thiểu số và miền núi đặc biệt khó khăn không",
    "household": "Hộ nghèo, hộ cận nghèo hay không",
    "disability": "Có giấy xác nhận khuyết tật không, mức độ nào",
    "disability.degree": "Mức độ khuyết tật trên giấy xác nhận",
    "pregnant": "Có đang mang thai không",
    "children": "Có đang nuôi con không, mấy con, sinh năm nào, có đi học không",
    "marital": "Tình trạng hôn nhân: chưa kết hôn, có vợ, chồng, góa, ly hôn, vợ hoặc chồng mất tích",
    "no_supporter": "Có người có nghĩa vụ phụng dưỡng không, người đó có đang hưởng trợ cấp xã hội hằng tháng không",
    "can_live_in_community": "Có điều kiện sống ở cộng đồng không",
    "accepted_carer": "Có người nhận chăm sóc tại cộng đồng không",
    "abandoned": "Có bị bỏ rơi, chưa có người nhận làm con nuôi không",
    "parents": "Cha và mẹ mỗi người hiện thế nào: còn sống, đã mất, không xác định được, mất tích, ở cơ sở trợ giúp, "
    "chấp hành án",
    "studying": "Có đang học phổ thông, nghề, đại học không",
    "receiving": "Tháng trước đang hưởng nhóm nào",
    "income": "Có lương, lương hưu, trợ cấp bảo hiểm xã hội hằng tháng không, bao nhiêu",
    "income.wage": "Có tiền lương, tiền công không",
    "income.pension": "Có lương hưu không, bao nhiêu một tháng",
    "income.social_insurance": "Có trợ cấp bảo hiểm xã hội hằng tháng không, bao nhiêu một tháng",
    "carer": "Có đang nhận chăm sóc ai không: trẻ em, người cao tuổi, người khuyết tật",
    "carer.for": "Đang chăm sóc ai: trẻ em, người cao tuổi, người khuyết tật",
    "carer.cared_born": "Ngày sinh của người được chăm sóc",
    "carer.degree": "Mức độ khuyết tật của người được chăm sóc",
    "carer.own_family": "Người được chăm sóc có phải người trong gia đình không",
}
MALE: Final = "male"
NOT_ASKED: Final = frozenset({"hiv", "sex"})
"""Nobody is asked about HIV/AIDS from a list (Luật 64/2006 Đ8 k5)."""


def questions(missing: Iterable[str], *, sex: str | None = None) -> list[str]:
    """What is still to be asked of somebody of this sex, in the order given."""
    needless = NOT_ASKED | {"pregnant"} if sex == MALE else NOT_ASKED
    asked = (QUESTIONS[_top(name)] for name in missing if _top(name) not in needless)
    return list(dict.fromkeys(asked))


def _top(name: str) -> str:
    """The name, or that of the whole fact of which it names a part ("children[0].born")."""
    if name in QUESTIONS or name in NOT_ASKED:
        return name
    return name.partition(".")[0].partition("[")[0]
