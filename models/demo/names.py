"""Names for the made-up commune, as people of each group and age are called; any likeness is chance."""

from __future__ import annotations

from random import Random

from models.people.identity import Sex


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FAMILY_NAMES: tuple[tuple[str, int], ...] = (
    ("Nguyễn", 310), ("Trần", 110), ("Lê", 95), ("Phạm", 70), ("Hoàng", 45), ("Huỳnh", 25), ("Phan", 45), ("Vũ", 30),
    ("Võ", 30), ("Đặng", 25), ("Bùi", 25), ("Đỗ", 20), ("Hồ", 18), ("Ngô", 18), ("Dương", 15), ("Lý", 8), ("Đinh", 12),
    ("Trương", 14), ("Mai", 8), ("Cao", 8), ("Lương", 8), ("Đào", 9), ("Trịnh", 8), ("Tạ", 5), ("Đoàn", 8), ("Lâm", 6),
    ("Hà", 6), ("Phùng", 4), ("Thái", 4), ("Châu", 3), ("Quách", 2), ("Tô", 3), ("Nghiêm", 1), ("Ông", 1), ("Ân", 1),
)  # fmt: skip
TAY_NUNG_FAMILIES = ("Nông", "Hoàng", "Lương", "Vi", "Bế", "Ma", "Lý", "Đàm", "Chu", "Triệu", "La", "Hứa")
MONG_FAMILIES = ("Giàng", "Sùng", "Vàng", "Thào", "Lầu", "Hạng", "Mùa", "Cư", "Lý", "Ma")
MIDDLE_NAMES: dict[Sex, tuple[str, ...]] = {
    "male": _words("Văn Văn Văn Hữu Đức Công Quốc Xuân Đình Ngọc Quang Thanh Bá Trọng"),
    "female": _words("Thị Thị Thị Thị Thị Ngọc Thu Kim Thanh Hồng Bích Mỹ"),
}
YOUNG_MIDDLE_NAMES: dict[Sex, tuple[str, ...]] = {
    "male": _words("Minh Gia Quốc Anh Thành Hoàng Tuấn Nhật Bảo Đăng Văn Đức Duy Phúc"),
    "female": _words("Ngọc Bảo Khánh Phương Thùy Quỳnh Thảo Minh Thị Gia Hà Như Tường"),
}
OLD_GIVEN: dict[Sex, tuple[str, ...]] = {
    "male": _words(
        "Tý Sửu Dần Mão Thìn Tỵ Ngọ Mùi Thân Dậu Tuất Hợi Chiến Thắng Sơn Bảy Ba Năm Sáu Hai Thơ Lợi Phúc Lộc "
        "Thọ Khánh Định Tài Vinh Quý Hòa Bình Cường Dũng Tám Đạo Nghĩa Nhân Ký Lập Huân Hạ Thu Đông"
    ),
    "female": _words(
        "Mùi Gái Bưởi Nụ Lụa Cúc Sen Đào Mận Xuân Hồng Liên Yến Hoa Nga Vân Hiền Bình Chín Năm Tám Thơm Nhàn "
        "Hợi Tỵ Thìn Lý Út Bốn Lành Thảo Ngọt Huệ Lan Tuyết Phấn Sáu Hường Dần Nhung Loan Thuận Tuyền"
    ),
}
GIVEN: dict[Sex, tuple[str, ...]] = {
    "male": _words(
        "Hùng Dũng Cường Tuấn Sơn Hải Nam Long Thành Trung Kiên Quân Đạt Hiếu Toàn Thắng Vinh Hưng Phong Tùng "
        "Linh Thịnh Hòa Khoa Lâm Giang Đông Trường Anh Đức Huy Khánh Tiến Việt Thảo Nghĩa Phước Tâm Quý Luân "
        "Hậu Hoà"
    ),
    "female": _words(
        "Hạnh Hương Thu Trang Linh Ngọc Phương Thảo Anh Nga Hoa Lan Mai Hiền Hằng Dung Nhung Thủy Thuý Huyền "
        "Yến Oanh Vân Loan Tuyết Hà Hải Tâm Quyên Liên Duyên Thắm Xuân Hoà Ánh Nguyệt Thanh Bích Diễm Hồng Ly "
        "Thoa"
    ),
}
YOUNG_GIVEN: dict[Sex, tuple[str, ...]] = {
    "male": _words(
        "Khôi Khang Bảo Minh Phúc An Huy Đăng Khoa Nguyên Phát Thiên Long Quân Kiệt Nam Phong Hưng Lâm Duy Tú "
        "Đạt Vinh Tài Sang Lộc Nhân"
    ),
    "female": _words(
        "Nhi Vy Ngân Quỳnh My Châu Trâm Thư Hân Anh Như Trúc Khuê Diệp Chi Linh Ngọc Mai An Giang Uyên Trinh "
        "Tiên Yến Hà Thảo Lam"
    ),
}
MA_NAMES: dict[Sex, tuple[str, ...]] = {
    "male": _words("Brêm Brin Tiêng Krai Dung Bồi Nhỏi Thế Tư Lợi Sơn Điệp Wưn Brốt Hiểu"),
    "female": _words("Nhỡ Thỉm Dịu Mĩnh Hương Bròi Thảo Duyên Rệt Brồi Nhiên Đỏi Ngọt Xuân"),
}
MA_CLANS = ("", "", "", "", "Kon Sơ", "Rơ Ông", "Bon Niêng", "Păng Ting")
MNONG_NAMES: dict[Sex, tuple[str, ...]] = {
    "male": _words("Krong Bhiăt Thinh Nơng Lương Sơn Krang Xuyên Tơr Mơih Bang Điêng"),
    "female": _words("Mai Bình Jông Yang Hằng Wen Đơm Nhuai Brih Ngoan Lan Jrai"),
}
MNONG_CLANS = ("Bkrông", "Liêng", "Ndu", "Rơ Lưk", "Buôn Krông", "Pang Pế", "Kmăn")
MONG_GIVEN: dict[Sex, tuple[str, ...]] = {
    "male": _words("Sính Páo Chứ Dếnh Lử Vư Say Chính Hồ Tủa Nủ Dia"),
    "female": _words("Mỷ Dợ Mái Sua Ly Chứ Dở Pàng Xía Dí Mào Cha"),
}
OLD_BEFORE, YOUNG_FROM = 1962, 2003
"""Birth years before and from which people have the older and the newer names."""


def family_name(random: Random, ethnic: str) -> str:
    """The family name a household's head has; "" where the group uses none before the given name."""
    if ethnic in ("02", "07"):
        return random.choice(TAY_NUNG_FAMILIES)
    if ethnic == "08":
        return random.choice(MONG_FAMILIES)
    if ethnic == "20":
        return random.choice(MNONG_CLANS)
    if ethnic == "28":
        return random.choice(MA_CLANS)
    return random.choices([name for name, _ in FAMILY_NAMES], [weight for _, weight in FAMILY_NAMES])[0]


def person_name(random: Random, ethnic: str, family: str, sex: Sex, year: int) -> str:
    """A full name of that group, family, sex and birth year."""
    if ethnic == "28":
        own = f"{'K’' if sex == 'male' else 'Ka '}{random.choice(MA_NAMES[sex])}".replace("’", "'")
        return f"{own} {family}".strip()
    if ethnic == "20":
        own = random.choice(MNONG_NAMES[sex])
        return f"Y {own} {family}" if sex == "male" else f"H'{own} {family}"
    if ethnic == "08":
        return f"{family} {'A' if sex == 'male' else 'Thị'} {random.choice(MONG_GIVEN[sex])}"
    middle, given = _middle(random, sex, year), _given(random, sex, year)
    while given == middle:
        given = _given(random, sex, year)
    return f"{family} {middle} {given}"


def _middle(random: Random, sex: Sex, year: int) -> str:
    if year < OLD_BEFORE and random.random() < 0.8:
        return "Văn" if sex == "male" else "Thị"
    return random.choice(YOUNG_MIDDLE_NAMES[sex] if year >= YOUNG_FROM else MIDDLE_NAMES[sex])


def _given(random: Random, sex: Sex, year: int) -> str:
    if year < OLD_BEFORE:
        return random.choice(OLD_GIVEN[sex])
    return random.choice(YOUNG_GIVEN[sex] if year >= YOUNG_FROM else GIVEN[sex])
