"""Made-up people for made-up workbooks: believable names, ages, groups and amounts, by seed."""

from __future__ import annotations

import random
from dataclasses import dataclass


def words(text: str) -> list[str]:
    return text.split()


FAMILIES = words(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Mai Trương Lâm Tạ Quách Hứa"
)
MEN = words("Văn Hữu Đức Đình Xuân Công Quốc Bá Quang Minh")
WOMEN = ["Thị", "Thị Kim", "Thị Bích", "Thị Thu", "Ngọc", "Diệu", "Thị Mỹ", "Thuỳ"]
MEN_GIVEN = words(
    "An Bình Cường Dũng Đạt Hùng Khánh Long Mạnh Nghĩa Phúc Quý Sơn Thắng Tuấn Vượng Thành Hòa Toàn Tường Hưng Trường"
)
WOMEN_GIVEN = words(
    "Ánh Bưởi Chuyên Diệp Hạnh Hiền Hường Lụa Mùi Nguyệt Oanh Phượng Quyên Thủy Tuyết Yến Hoà Thuý Ngoan Huệ Loan Hương"
)
PREFIXES = words(
    "001 002 004 008 011 019 024 027 030 031 033 034 038 040 042 046 048 051 066 067 068 070 075 079 087 092 096"
)
VILLAGES = (
    "Thôn Đồng Cầu",
    "Thôn Cao Xá",
    "TDP Phú Thọ",
    "Bon B'Nơr",
    "Thôn 7",
    "Tổ dân phố số 3",
    "Khu phố 5",
    "Xóm Đình",
    "Ấp Bình Hòa",
    "Bản Nà Lại",
    "Buôn Ea Kmar",
    "Thôn Trung Thành",
    "TDP 12",
    "Khối 4",
    "Thôn An Ngãi Đông",
)
ADULT, CHILD, ELDER = "adult", "child", "elder"
GROUPS = (
    ("Hưu trí xã hội", "HTXH", None, (ELDER,)),
    ("NKT nặng là NCT", "K6N", 200, (ELDER,)),
    ("NKT ĐBN là người cao tuổi", "K6DBN", 250, (ELDER,)),
    ("Người khuyết tật đặc biệt nặng", "K6DBN", 200, (ADULT,)),
    ("Người KT nặng", "K6N", 150, (ADULT,)),
    ("Người cao tuổi nghèo không có người phụng dưỡng", "K5a", 150, (ELDER,)),
    ("Người đơn thân nghèo nuôi con", "K4", 100, (ADULT,)),
    ("Trẻ em KT nặng", "K6N", 200, (CHILD,)),
    ("Trẻ em KT đặc biệt nặng", "K6DBN", 250, (CHILD,)),
    ("Trẻ em mồ côi", "K1", 150, (CHILD,)),
)
AGES = {CHILD: (2012, 2024), ADULT: (1968, 2007), ELDER: (1928, 1950)}


@dataclass(frozen=True)
class Somebody:
    """What a careful reader understands of one line."""

    name: str
    sex: str
    year: int
    month: int | None
    day: int | None
    number: str
    village: str
    label: str
    group: str
    coefficient: int | None
    amount: int
    start: int
    account: str
    phone: str

    @property
    def born(self) -> str:
        if self.day:
            return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"


def somebody(rng: random.Random, village: str, base: int = 500_000) -> Somebody:
    """One person; the identity number fits sex and birth year."""
    label, group, coefficient, ages = rng.choice(GROUPS)
    first, last = AGES[rng.choice(ages)]
    year = rng.randint(first, last)
    precision = rng.choice(("day", "day", "day", "month", "year"))
    month = rng.randint(1, 12) if precision != "year" else None
    day = rng.randint(1, 28) if precision == "day" else None
    female = rng.random() < 0.5
    middle, given = (WOMEN, WOMEN_GIVEN) if female else (MEN, MEN_GIVEN)
    sign = (0 if year < 2000 else 2) + female
    return Somebody(
        name=f"{rng.choice(FAMILIES)} {rng.choice(middle)} {rng.choice(given)}",
        sex="female" if female else "male",
        year=year,
        month=month,
        day=day,
        number=f"{rng.choice(PREFIXES)}{sign}{year % 100:02d}{rng.randint(0, 999_999):06d}",
        village=village,
        label=label,
        group=group,
        coefficient=coefficient,
        amount=base * (coefficient or 100) // 100,
        start=rng.randint(2015, 2025) * 100 + rng.randint(1, 12),
        account=str(rng.randint(10**12, 10**13 - 1)),
        phone=f"0{rng.choice('35789')}{rng.randint(0, 99_999_999):08d}",
    )


def village_people(rng: random.Random, villages: int = 3, each: tuple[int, int] = (4, 14)) -> list[list[Somebody]]:
    """Some villages with their people, no number twice."""
    seen: set[str] = set()
    groups = []
    for village in rng.sample(VILLAGES, villages):
        members: list[Somebody] = []
        for _ in range(rng.randint(*each)):
            person = somebody(rng, village)
            if person.number not in seen:
                seen.add(person.number)
                members.append(person)
        groups.append(members)
    return groups
