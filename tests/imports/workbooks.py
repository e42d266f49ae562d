"""Made-up workbooks in many layouts, with what a careful reader would understand of each.

`make(seed)` gives sheets and the people on them by (sheet name, Excel row); the seed alone decides layout, headers,
spellings and people. Written to look like lists of real offices, not to be easy.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.imports.people import Somebody, village_people
from tests.imports.writers import Grid

HEADERS: dict[str, tuple[str, ...]] = {
    "ordinal": ("STT", "TT", "Số TT", "Stt", "S TT", "Số\nTT"),
    "name": (
        "Họ và tên",
        "HỌ TÊN",
        "Họ tên",
        "Tên đối tượng",
        "Họ, tên đệm và tên",
        "HỌ VÀ TÊN ĐỐI TƯỢNG",
        "Họ tên người hưởng",
        "Họ  và  tên",
    ),
    "family": ("Họ đệm", "Họ và tên đệm", "Họ và đệm", "Họ và chữ đệm", "HỌ LÓT"),
    "given": ("Tên", "TÊN"),
    "born": (
        "Năm sinh",
        "Ngày sinh",
        "Ngày, tháng, năm sinh",
        "NTNS",
        "Ngày tháng năm sinh",
        "NGÀY SINH",
        "N/sinh",
        "Ngày/tháng/năm sinh",
    ),
    "sex": ("Giới tính", "GT", "Phái", "Giới\ntính", "Nam/Nữ", "GIỚI TÍNH"),
    "id": (
        "CCCD",
        "Số CCCD",
        "Số định danh",
        "CMND/CCCD",
        "ĐDCN",
        "Số CCCD/ĐDCN",
        "Số định danh cá nhân",
        "Số CMND/thẻ CCCD",
        "Căn cước công dân",
        "CC/CCCD",
    ),
    "village": ("Thôn", "Thôn/TDP", "Địa chỉ (thôn, TDP)", "Thôn, tổ dân phố", "Khu dân cư", "Địa bàn", "THÔN, BON"),
    "address": ("Địa chỉ", "Nơi cư trú", "Nơi ở hiện nay", "Địa chỉ thường trú", "HKTT"),
    "label": (
        "Đối tượng",
        "Diện hưởng",
        "Loại đối tượng",
        "Nhóm đối tượng",
        "Chế độ hưởng",
        "Thuộc diện",
        "Đối tượng hưởng",
        "Loại trợ cấp",
    ),
    "coefficient": ("Hệ số", "HS", "Hệ số hưởng", "HỆ SỐ"),
    "amount": (
        "Mức hưởng",
        "Mức trợ cấp",
        "Số tiền",
        "Mức TC/tháng",
        "Mức trợ cấp/tháng",
        "Mức hưởng hàng tháng",
        "Tiền trợ cấp",
        "Mức TCXH",
        "MỨC HƯỞNG",
    ),
    "start": ("Hưởng từ tháng", "Thời điểm hưởng", "Hưởng từ", "Thời gian hưởng", "Từ tháng", "Tháng bắt đầu hưởng"),
    "account": ("Số TK", "Số tài khoản", "STK", "Số TK ngân hàng", "Tài khoản", "Số tài khoản ngân hàng"),
    "phone": ("SĐT", "Điện thoại", "Số điện thoại", "Số ĐT", "Điện thoại liên hệ"),
    "note": ("Ghi chú", "GHI CHÚ", "Ghi chú khác"),
    "sign": ("Ký nhận", "Ký nhận (ghi rõ họ tên)", "Ký tên"),
    "bank": ("Ngân hàng", "Tại ngân hàng", "Tên ngân hàng"),
    "ethnic": ("Dân tộc",),
    "age": ("Tuổi", "Số tuổi"),
    "payee": ("Người nhận thay", "Họ tên người nhận thay", "Người giám hộ", "Họ và tên người được ủy quyền"),
    "father": ("Họ tên cha", "Họ và tên mẹ"),
    "arrears": ("Truy lĩnh", "Truy lĩnh (đồng)"),
    "total": ("Tổng cộng", "Tổng số tiền", "Thực lĩnh", "Tổng nhận"),
    "code": ("Mã đối tượng", "Mã số hồ sơ"),
    "issued": ("Ngày cấp", "Ngày cấp CCCD"),
    "relation": ("Quan hệ với chủ hộ",),
    "head": ("Chủ hộ", "Họ tên chủ hộ"),
    "poverty": ("Hộ nghèo/cận nghèo", "Diện hộ nghèo, cận nghèo"),
    "insurance": ("Số thẻ BHYT", "Mã thẻ BHYT"),
    "decision": ("Số QĐ", "Quyết định số", "QĐ hưởng"),
}
EXTRAS = ("age", "payee", "father", "arrears", "total", "code", "issued", "relation", "head", "poverty", "insurance")
TODAY = date(2026, 11, 22)

Expected = dict[tuple[str, int], Somebody]


@dataclass
class Made:
    """Sheets, the right rows, what the list holds of each person, and the layout in words."""

    grids: list[Grid]
    expected: Expected = field(default_factory=dict)
    holds: set[str] = field(default_factory=set)
    layout: str = ""


def born_cell(rng: random.Random, person: Somebody) -> Any:
    """A birth date as somebody typed it."""
    if person.day and person.month:
        dot = f"{person.day}.{person.month}.{person.year}"
        choices: list[Any] = [
            f"{person.day:02d}/{person.month:02d}/{person.year}",
            f"{person.day}/{person.month}/{person.year} ",
            f"{person.day}-{person.month}-{person.year}",
            date(person.year, person.month, person.day),
            dot,
            f"'{person.day:02d}/{person.month:02d}/{person.year}",
            f"{person.year}-{person.month:02d}-{person.day:02d}",
            f"ngày {person.day} tháng {person.month} năm {person.year}",
            f"{person.day:02d}{person.month:02d}{person.year}",
            f"{person.day:02d}/{person.month:02d}/{person.year} 00:00:00",
            f"{person.day} / {person.month} / {person.year}",
        ]
        return rng.choice(choices)
    if person.month:
        return rng.choice(
            (
                f"{person.month:02d}/{person.year}",
                f"00/{person.month:02d}/{person.year}",
                f"{person.month}-{person.year}",
                f"  /{person.month}/{person.year}",
            )
        )
    return rng.choice(
        (
            person.year,
            float(person.year),
            str(person.year),
            f"00/00/{person.year}",
            f"sinh năm {person.year}",
            f"--/--/{person.year}",
            f"{person.year} ",
        )
    )


def id_cell(rng: random.Random, number: str) -> Any:
    spaced = f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}"
    return rng.choice(
        (
            number,
            "'" + number,
            spaced,
            float(number),
            int(number),
            f" {number}",
            number + "\u00a0",
            f"{number[:3]}.{number[3:6]}.{number[6:9]}.{number[9:]}",
        )
    )


def amount_cell(rng: random.Random, amount: int, unit: int) -> Any:
    if unit == 1000:
        return rng.choice(
            (amount // 1000, float(amount // 1000), f"{amount // 1000}", f"{amount // 1000:,}".replace(",", "."))
        )
    dots = f"{amount:,}".replace(",", ".")
    return rng.choice(
        (
            amount,
            float(amount),
            dots,
            f"{amount:,}",
            dots + "đ",
            dots + " đồng",
            str(amount),
            f"{amount:,} ",
            dots + " VNĐ",
        )
    )


def name_cell(rng: random.Random, name: str) -> str:
    return rng.choice((name, name, name.upper(), f"  {name} ", name.replace(" ", "  "), name + "\u00a0", name))


def coefficient_cell(rng: random.Random, hundredths: int | None) -> Any:
    if hundredths is None:
        return rng.choice(("", None, "-"))
    text = f"{hundredths / 100:g}"
    return rng.choice((hundredths / 100, text, text.replace(".", ","), f"{hundredths / 100:.1f}".replace(".", ",")))


def start_cell(rng: random.Random, start: int) -> Any:
    year, month = divmod(start, 100)
    return rng.choice(
        (
            f"{month:02d}/{year}",
            f"T{month}/{year}",
            f"{month}-{year}",
            date(year, month, 1),
            f"tháng {month} năm {year}",
            f"01/{month:02d}/{year}",
            f"{month}.{year}",
        )
    )


def sex_cell(rng: random.Random, sex: str) -> str:
    return rng.choice(("Nam", "nam", "NAM", " Nam")) if sex == "male" else rng.choice(("Nữ", "nữ", "NỮ", "Nữ "))


def village_cell(rng: random.Random, village: str) -> str:
    if village.startswith("Thôn "):
        rest = village.removeprefix("Thôn ")
        return rng.choice((village, village.upper(), f"T. {rest}", village.lower(), village + ", xã Hưng Đạo"))
    return rng.choice((village, village.upper(), f" {village} ", village))


CELLS: dict[str, Callable[[random.Random, Somebody], Any]] = {
    "name": lambda rng, p: name_cell(rng, p.name),
    "born": born_cell,
    "sex": lambda rng, p: sex_cell(rng, p.sex),
    "id": lambda rng, p: id_cell(rng, p.number),
    "village": lambda rng, p: village_cell(rng, p.village),
    "address": lambda rng, p: f"{rng.choice(('Số 5, ', '', 'Ngõ 12, '))}{p.village}, xã Hưng Đạo",
    "label": lambda rng, p: rng.choice((p.label, p.label.upper(), p.label + " ")),
    "coefficient": lambda rng, p: coefficient_cell(rng, p.coefficient),
    "start": lambda rng, p: start_cell(rng, p.start),
    "account": lambda rng, p: rng.choice(
        (p.account, float(p.account), f"{p.account[:4]} {p.account[4:8]} {p.account[8:]}")
    ),
    "phone": lambda rng, p: rng.choice(
        (p.phone, p.phone[1:], float(p.phone), f"{p.phone[:4]}.{p.phone[4:7]}.{p.phone[7:]}")
    ),
    "note": lambda rng, p: rng.choice(("", "", "", "Mới", "Đã chuyển khẩu")),
    "sign": lambda rng, p: "",
    "bank": lambda rng, p: rng.choice(("Agribank", "BIDV", "")),
    "ethnic": lambda rng, p: rng.choice(("Kinh", "Tày", "Mnông", "Mạ")),
    "age": lambda rng, p: 2026 - p.year,
    "payee": lambda rng, p: rng.choice(("", "", "Lê Thị Nhận Thay", "Trần Văn Nhận")),
    "father": lambda rng, p: rng.choice(("", "Hoàng Văn Cha", "Mai Thị Mẹ")),
    "arrears": lambda rng, p: rng.choice(("", "", 1500000, "500.000")),
    "total": lambda rng, p: f"{p.amount + 1_500_000:,}",
    "code": lambda rng, p: f"BT{rng.randint(1000, 9999)}",
    "issued": lambda rng, p: rng.choice((date(2021, 4, 15), "15/04/2021", "")),
    "relation": lambda rng, p: rng.choice(("Chủ hộ", "Vợ", "Con", "Mẹ")),
    "head": lambda rng, p: rng.choice((p.name, "Lê Văn Chủ")),
    "poverty": lambda rng, p: rng.choice(("Hộ nghèo", "Cận nghèo", "", "Không")),
    "insurance": lambda rng, p: f"BT231{p.number[2:]}",
    "decision": lambda rng, p: f"{rng.randint(1, 999)}/QĐ-UBND ngày {rng.randint(1, 28)}/{rng.randint(1, 12)}/2024",
}


@dataclass
class Plan:
    """The layout of one workbook, drawn from the seed."""

    columns: list[str]
    headers: dict[str, str]
    villages_by: str
    split_name: bool
    born_by: str
    sex_by: str
    unit: int
    numbering: bool
    totals: bool
    titles: bool
    parents: bool
    blank_rows: bool
    repeat_header: bool
    shift: int


def draw_plan(rng: random.Random) -> Plan:
    villages_by = rng.choice(
        ("column", "column", "section", "section", "sheet", "title", "address", "merged", "section_mark")
    )
    born_by = rng.choice(("one", "one", "one", "sexes", "parts"))
    sex_by = rng.choice(("word", "word", "ticks", "none")) if born_by != "sexes" else "born"
    columns = ["id", "label", "amount"]
    columns += [
        name
        for name in ("coefficient", "start", "account", "phone", "note", "sign", "bank", "ethnic", "decision")
        if rng.random() < 0.5
    ]
    columns += [name for name in EXTRAS if rng.random() < 0.12]
    if rng.random() < 0.1 and not {"label"} & set(EXTRAS):
        columns.remove("id")
    if villages_by in ("column", "merged"):
        columns.append("village")
    if villages_by == "address":
        columns.append("address")
    rng.shuffle(columns)
    return Plan(
        columns=columns,
        headers={field_name: rng.choice(words) for field_name, words in HEADERS.items()},
        villages_by=villages_by,
        split_name=rng.random() < 0.2,
        born_by=born_by,
        sex_by=sex_by,
        unit=1000 if rng.random() < 0.2 else 1,
        numbering=rng.random() < 0.4,
        totals=rng.random() < 0.6,
        titles=rng.random() < 0.7,
        parents=rng.random() < 0.25,
        blank_rows=rng.random() < 0.4,
        repeat_header=rng.random() < 0.25,
        shift=rng.choice((0, 0, 0, 1, 2)),
    )


class _Sheet:
    """Writes one sheet by the plan and remembers which row is whom."""

    def __init__(self, name: str, plan: Plan, rng: random.Random) -> None:
        self.grid = Grid(name, [])
        self.plan = plan
        self.rng = rng
        self.fields: list[str] = []
        self.expected: Expected = {}
        self.count = 0
        self.lay_fields()

    def lay_fields(self) -> None:
        plan = self.plan
        self.fields = ["ordinal", *(["family", "given"] if plan.split_name else ["name"])]
        self.fields += {"one": ["born"], "sexes": ["born_male", "born_female"], "parts": ["day", "month", "year"]}[
            plan.born_by
        ]
        self.fields += {"word": ["sex"], "ticks": ["tick_male", "tick_female"]}.get(plan.sex_by, [])
        self.fields += plan.columns

    def add(self, cells: dict[str, Any] | list[Any]) -> int:
        row = cells if isinstance(cells, list) else [cells.get(name, "") for name in self.fields]
        self.grid.rows.append([""] * self.plan.shift + row)
        return len(self.grid.rows)

    def titles(self, extra: list[str]) -> None:
        width = len(self.fields)
        if self.plan.titles:
            self.add(["ỦY BAN NHÂN DÂN", *[""] * 3, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
            self.add(["XÃ HƯNG ĐẠO", *[""] * 3, "Độc lập - Tự do - Hạnh phúc"])
            self.add([])
        for text in ["DANH SÁCH CHI TRẢ TRỢ CẤP HÀNG THÁNG", *extra]:
            number = self.add([text]) - 1
            if self.rng.random() < 0.5:
                self.grid.merged.append((number, self.plan.shift, number, self.plan.shift + width - 1))
        if self.plan.unit == 1000 and self.rng.random() < 0.5:
            self.add(
                [*[""] * (width - 1), self.rng.choice(("ĐVT: 1.000 đồng", "Đơn vị tính: nghìn đồng", "ĐVT: ngàn đồng"))]
            )
            self.told = True
        else:
            self.told = False

    def header(self) -> None:
        plan = self.plan
        top: list[str] = []
        low: list[str] = []
        spans: list[tuple[int, int]] = []
        own = {
            "born_male": ("Năm sinh", "Nam"),
            "born_female": ("", "Nữ"),
            "day": ("Ngày sinh", "Ngày"),
            "month": ("", "Tháng"),
            "year": ("", "Năm"),
            "tick_male": ("Giới tính", "Nam"),
            "tick_female": ("", "Nữ"),
        }
        for place, name in enumerate(self.fields):
            if name in own:
                top.append(own[name][0])
                low.append(own[name][1])
                if own[name][0]:
                    spans.append((place, 3 if name == "day" else 2))
                continue
            text = plan.headers[name]
            if name == "amount" and plan.unit == 1000 and not self.told:
                text += self.rng.choice((" (1.000đ)", " (nghìn đồng)", "\n(ngàn đồng)"))
            top.append(text)
            low.append("")
        two = any(low)
        shift = plan.shift
        if plan.parents:
            middle = len(self.fields) // 2
            cells = [self.rng.choice(("THÔNG TIN CÁ NHÂN", "Thông tin đối tượng", "ĐỐI TƯỢNG")), *[""] * (middle - 1)]
            cells += [
                self.rng.choice(("CHẾ ĐỘ", "Trợ cấp xã hội", "Thông tin chi trả")),
                *[""] * (len(self.fields) - middle - 1),
            ]
            above = self.add(cells) - 1
            self.grid.merged.append((above, shift, above, shift + middle - 1))
            self.grid.merged.append((above, shift + middle, above, shift + len(self.fields) - 1))
        number = self.add(top) - 1
        if two:
            self.add(low)
            for place, span in spans:
                self.grid.merged.append((number, shift + place, number, shift + place + span - 1))
            for place, text in enumerate(low):
                if not text:
                    self.grid.merged.append((number, shift + place, number + 1, shift + place))
        if plan.numbering:
            self.add([f"({place})" for place in range(1, len(self.fields) + 1)])

    def person(self, person: Somebody, *, show_village: bool = True) -> None:
        rng, plan = self.rng, self.plan
        self.count += 1
        family, _, given = person.name.rpartition(" ")
        tick = rng.choice(("x", "X"))
        born = born_cell(rng, person)
        cells: dict[str, Any] = {
            "ordinal": rng.choice((self.count, float(self.count))),
            "family": family,
            "given": given,
            "born_male": born if person.sex == "male" else "",
            "born_female": born if person.sex == "female" else "",
            "day": person.day or "",
            "month": person.month or "",
            "year": person.year,
            "tick_male": tick if person.sex == "male" else "",
            "tick_female": tick if person.sex == "female" else "",
            "amount": amount_cell(rng, person.amount, plan.unit),
        }
        for name in self.fields:
            if name in CELLS and name not in cells:
                cells[name] = CELLS[name](rng, person)
        if not show_village:
            cells["village"] = ""
        self.expected[self.grid.name, self.add(cells)] = person

    def heading(self, text: str, place: int, merge: bool) -> None:
        row = [""] * len(self.fields)
        row[place] = text
        number = self.add(row) - 1
        if merge:
            self.grid.merged.append((number, self.plan.shift + place, number, self.plan.shift + len(self.fields) - 1))

    def total(self, text: str, people: list[Somebody]) -> None:
        self.add({self.fields[1]: text, "amount": sum(person.amount for person in people) // self.plan.unit})

    def signatures(self) -> None:
        self.add([])
        self.add([*[""] * max(0, len(self.fields) - 2), "Hưng Đạo, ngày 5 tháng 11 năm 2026"])
        self.add(["", "NGƯỜI LẬP BIỂU", "", "KẾ TOÁN", "CHỦ TỊCH"])
        self.add(["", "(Ký, họ tên)", "", "(Ký, họ tên)", ""])
        self.add([])
        self.add(["", "Nguyễn Thị Lập", "", "Trần Văn Toán", "Lê Văn Chủ"])


def make(seed: int) -> Made:
    """A workbook by seed."""
    rng = random.Random(seed)
    plan = draw_plan(rng)
    groups = village_people(rng, rng.randint(2, 4))
    made = Made([], layout=f"seed {seed}: {plan}")
    made.holds = {*plan.columns, *({"sex"} if plan.sex_by != "none" else set())}
    sheets: list[_Sheet] = []
    if plan.villages_by in ("sheet", "title"):
        for number, members in enumerate(groups, 1):
            name = members[0].village if plan.villages_by == "sheet" else f"Trang {number}"
            sheet = _Sheet(name, plan, rng)
            sheet.titles(
                [f"{rng.choice(('Đơn vị: ', '', 'Địa bàn '))}{members[0].village.upper()}"]
                if plan.villages_by == "title"
                else []
            )
            sheet.header()
            _fill(sheet, [members], rng)
            sheets.append(sheet)
    else:
        sheet = _Sheet(rng.choice(("DS", "T11.2026", "Sheet1", "Danh sách chi trả")), plan, rng)
        sheet.titles([])
        sheet.header()
        _fill(sheet, groups, rng)
        sheets.append(sheet)
    for sheet in sheets:
        made.grids.append(sheet.grid)
        made.expected.update(sheet.expected)
    return made


def _fill(sheet: _Sheet, groups: list[list[Somebody]], rng: random.Random) -> None:
    plan = sheet.plan
    everyone = [person for members in groups for person in members]
    for number, members in enumerate(groups):
        village = members[0].village
        if plan.villages_by == "section":
            text = rng.choice(
                (village.upper(), village, f"{village} ({len(members)} người)", f"* {village}", f"{village}:")
            )
            sheet.heading(text, rng.choice((0, 1)), rng.random() < 0.5)
        elif plan.villages_by == "section_mark":
            mark = ("I", "II", "III", "IV", "V")[number]
            if rng.random() < 0.5:
                sheet.add(
                    {
                        "ordinal": mark,
                        sheet.fields[1]: village.upper(),
                        "amount": sum(p.amount for p in members) // plan.unit,
                    }
                )
            else:
                sheet.heading(f"{mark}. {village.upper()}", 0, True)
        start = len(sheet.grid.rows)
        for place, person in enumerate(members):
            sheet.person(person, show_village=plan.villages_by != "merged" or not place)
            if plan.blank_rows and rng.random() < 0.1:
                sheet.add([])
        if plan.villages_by == "merged" and len(sheet.grid.rows) - start > 1:
            column = plan.shift + sheet.fields.index("village")
            sheet.grid.merged.append((start, column, len(sheet.grid.rows) - 1, column))
        if plan.totals and plan.villages_by.startswith("section"):
            sheet.total(
                rng.choice((f"Cộng {village}", "Cộng", f"CỘNG {village.upper()}", f"Tổng số: {len(members)} người")),
                members,
            )
        if plan.repeat_header and number + 1 < len(groups):
            sheet.header()
    if plan.totals:
        sheet.total(rng.choice(("Tổng cộng", "TỔNG CỘNG", f"Tổng cộng: {len(everyone)} người", "Cộng:")), everyone)
        sheet.add(["", "Bằng chữ: Một triệu đồng chẵn./."])
    if plan.titles:
        sheet.signatures()
