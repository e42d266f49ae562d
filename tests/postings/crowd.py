"""A seeded crowd of made-up people, each with a name of its own, to look for on paper."""

from __future__ import annotations

import random
from datetime import date

from models.benefits.papers import Letterhead, PostingCandidate, Signatory
from models.postings.papers import PostingKind, PostingRequest
from models.store.dates import PartialDate

SYLLABLES = [
    "An",
    "Bích",
    "Chiến",
    "Dũng",
    "Đào",
    "Ẩn",
    "Giang",
    "Hạnh",
    "Khánh",
    "Lộc",
    "Mỹ",
    "Nghĩa",
    "Oanh",
    "Phượng",
    "Quý",
    "Sửu",
    "Tuyết",
    "Ước",
    "Vượng",
    "Xuyến",
    "Yến",
    "Đượm",
    "Thủy",
    "Ổn",
    "Hường",
    "Lãm",
    "Ngữ",
    "Trạch",
    "Việt",
    "Ỷ",
]
FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Đặng", "Bùi", "Đỗ"]
VILLAGES = tuple(f"Thôn {number}" for number in range(1, 9))
KNOWN = (("Khuyết tật nặng", "K6N"), ("Người cao tuổi cô đơn", "K5a"), ("Trẻ mồ côi", "K1b"), ("HTXH", "HTXH"))
SECRET = (
    ("Nhiễm HIV/AIDS", "K8"),
    ("nhiễm H", None),
    ("h.i.v", "K5a"),
    ("Trẻ em nhiễm hiv thuộc hộ nghèo", "K3"),
    ("Hộ nghèo", "K8"),
    ("Ngườ\u0300i nhiễm Aids", "K6N"),
)
UNKNOWN = (("Diện 67", None), ("Đối tượng khác", None), ("", None), ("khoản 8", "K5a"))


def name_of(index: int) -> str:
    """A name that no other index has."""
    first, second, third = index % 30, index // 30 % 30, index // 900
    return f"{FAMILIES[index % 10]} {SYLLABLES[third]} {SYLLABLES[second]} {SYLLABLES[first]}"


def random_birth(chance: random.Random) -> PartialDate | None:
    """Known to the day, the month, the year, or not at all."""
    year, month, day = chance.randint(1925, 2025), chance.randint(1, 12), chance.randint(1, 28)
    kinds = (PartialDate(year), PartialDate(year, month), PartialDate(year, month, day))
    return chance.choice((*kinds, *kinds, *kinds, None))


def crowd(count: int, seed: int) -> list[PostingCandidate]:
    """`count` people with one line each: most with a known ground, some secret, some not recognised."""
    chance = random.Random(seed)
    people = []
    for index in range(count):
        pool = chance.choices((KNOWN, SECRET, UNKNOWN), weights=(8, 1, 1))[0]
        label, group = chance.choice(pool)
        village = chance.randrange(len(VILLAGES))
        people.append(
            PostingCandidate(
                person=90_000_000 + index,
                name=name_of(index),
                born=random_birth(chance),
                village=VILLAGES[village],
                village_order=village,
                label=label,
                group=group,
                head=f"Chủ Hộ Thứ {index}",
            )
        )
    return people


LETTERHEAD = Letterhead(body="Ủy ban nhân dân xã Hưng Đạo", place="Hưng Đạo", sign="TB-UBND")


def request(**changes: object) -> PostingRequest:
    """A complete request, with some of its parts changed."""
    parts: dict[str, object] = {
        "kind": PostingKind.ALLOWANCE,
        "ground": "Kế hoạch số 12/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân xã Hưng Đạo",
        "letterhead": LETTERHEAD,
        "first_day": date(2026, 11, 23),
        "last_day": date(2026, 11, 24),
        "objections_to": "Bộ phận Một cửa Ủy ban nhân dân xã",
        "signatory": Signatory(("CHỦ TỊCH",), "Trần Văn Ký"),
        **changes,
    }
    return PostingRequest(**parts)  # type: ignore[arg-type] # the tests change parts by name
