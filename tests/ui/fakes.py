"""Made-up sources and memory for window tests: no store, no real person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.store.vietnamese import name_sort, search_text
from ui.register.source import Column, Wanted

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
MIDDLE = ("Thị", "Văn", "Đình", "Thị Minh", "Quang", "Ngọc")
GIVEN = ("Hạnh", "Hùng", "Lan", "Bình", "Đào", "Yến", "Ân", "Sơn", "Tuyết", "Phượng", "Ước", "Oanh")
VILLAGES = ("Thôn Đồng Cầu", "Thôn Bãi Trên", "Tổ dân phố số 3", "Bon Bu Nơr")


class FakeMemory:
    """Window state in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, object] = {}

    def value(self, key: str, default: object = None, /) -> object:
        return self.kept.get(key, default)

    def setValue(self, key: str, value: object, /) -> None:
        self.kept[key] = value


class FakePeople:
    """A register source over a list in memory."""

    subject = "people"
    columns = (
        Column("name", "Họ và tên", 16, filter="text", ghost="Tên, số, điện thoại…"),
        Column("born", "Ngày sinh", 7),
        Column("sex", "Giới tính", 6, filter="choice", choices=(("male", "Nam"), ("female", "Nữ")), sortable=False),
        Column("number", "Số định danh", 10),
        Column("village", "Thôn, tổ", 12, filter="choice", choices=tuple((name, name) for name in VILLAGES)),
        Column("phone", "Điện thoại", 8),
        Column("amount", "Mức hưởng", 8, side="right"),
        Column("note", "Ghi chú", 12, shown=False),
    )

    def __init__(self, count: int) -> None:
        self.people: dict[int, tuple[str, ...]] = {}
        for index in range(1, count + 1):
            name = f"{FAMILY[index % 10]} {MIDDLE[index // 10 % 6]} {GIVEN[index % 12]}"
            sex = "Nữ" if index % 2 else "Nam"
            born = f"{1 + index % 28:02d}/{1 + index % 12:02d}/{1930 + index % 90}"
            number = f"0010{index:08d}"
            row = (name, born, sex, number, VILLAGES[index % 4], f"09{index:08d}", "1.080.000", "")
            self.people[index] = row
        self._order = sorted(self.people, key=lambda one: (name_sort(self.people[one][0]), one))
        self._search = {one: search_text(" ".join(row)) for one, row in self.people.items()}
        self.row_reads = 0
        self.asked: list[tuple[int, int]] = []

    def _found(self, wanted: Wanted) -> list[int]:
        words = search_text(wanted.of("name")).split()
        sex = {"male": "Nam", "female": "Nữ"}.get(wanted.of("sex"), "")
        found = [
            one
            for one in self._order
            if one in self.people
            and all(word in self._search[one] for word in words)
            and (not sex or self.people[one][2] == sex)
            and (not wanted.of("village") or self.people[one][4] == wanted.of("village"))
        ]
        if wanted.sort not in ("", "name"):
            keys = [column.key for column in self.columns]
            found.sort(key=lambda one: (self.people[one][keys.index(wanted.sort)], one))
        return found[::-1] if wanted.descending else found

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        self.asked.append((limit, offset))
        return self._found(wanted)[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self._found(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        self.row_reads += 1
        return {one: self.people[one] for one in ids if one in self.people}

    def summary(self, wanted: Wanted) -> str:
        return ""
