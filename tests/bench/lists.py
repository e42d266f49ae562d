"""A seeded workbook of many rows in the shape offices keep, for measuring imports."""

from __future__ import annotations

import io
import random

import openpyxl

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
MIDDLE = {"Nam": ["Văn", "Hữu", "Đức", "Công", "Quốc", "Xuân"], "Nữ": ["Thị", "Thị Thu", "Ngọc", "Diệu", "Thị Kim"]}
GIVEN = {
    "Nam": ["An", "Bình", "Cường", "Dũng", "Đạt", "Hùng", "Khánh", "Mạnh", "Nghĩa", "Phúc", "Quý", "Sơn", "Thắng"],
    "Nữ": ["Ánh", "Bưởi", "Chuyên", "Diệp", "Hạnh", "Hiền", "Hường", "Lụa", "Mùi", "Nguyệt", "Oanh", "Phượng", "Yến"],
}
GROUPS = [
    ("NKT nặng là NCT", "2,0", 1_080_000),
    ("Người KT nặng", "1,5", 810_000),
    ("NKT đặc biệt nặng", "2,0", 1_080_000),
    ("Trẻ em KT nặng", "2,0", 1_080_000),
    ("Hưu trí xã hội", None, 540_000),
    ("Người đơn thân nghèo nuôi con", "1,0", 540_000),
]
HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Đối tượng", "Hệ số", "Mức hưởng (đồng)",
          "Số tài khoản", "Hưởng từ tháng", "Điện thoại"]  # fmt: skip


def workbook(rows: int, seed: int) -> bytes:
    """An .xlsx with `rows` people; the same bytes of cells for the same seed."""
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI"])
    sheet.append(HEADER)
    for number in range(1, rows + 1):
        sex = chance.choice(["Nam", "Nữ"])
        year = chance.randint(1935, 1999)
        name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE[sex])} {chance.choice(GIVEN[sex])}"
        id_number = (
            f"{chance.choice(['001', '030', '031', '067', '068'])}{int(sex == 'Nữ')}{year % 100:02d}{number:06d}"
        )
        label, coefficient, amount = chance.choice(GROUPS)
        born = f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{year}"
        sheet.append(
            [
                number,
                name,
                born,
                sex,
                id_number,
                f"Thôn {chance.randint(1, 20)}",
                label,
                coefficient,
                amount,
                f"{chance.randint(10**12, 10**13 - 1)}",
                f"{chance.randint(1, 12):02d}/{chance.randint(2015, 2025)}",
                f"09{chance.randint(10**7, 10**8 - 1)}",
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
