"""Each value an import stores knows the file, the sheet and the row it came from, of known people as of new ones."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from models.store.store import Store
from models.store.tables import Audit, Change
from tests.imports.test_storing import bring_in, office, sheet

__all__ = ["office"]

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Địa chỉ", "Số tài khoản", "Điện thoại",
          "Mức độ khuyết tật", "Người nhận thay", "Người giám hộ", "Mã hộ", "Hộ nghèo, cận nghèo"]  # fmt: skip
WITHOUT_SOURCE = {"import_batch", "number_series"}
"""Records of the import itself."""


def known(number: int, *rest: Any) -> list[Any]:
    return [number, f"Nguyễn Văn {'ABCDEFGH'[number]}n", "1950", "Nam", f"00105000001{number}", *rest]


def test_facts_of_known_people_come_with_their_rows(office: Store) -> None:
    bare = [known(number, *[""] * 7, "", f"H{number}", "") for number in range(1, 4)]
    bring_in(office, sheet(*bare, header=HEADER))
    full = [
        known(
            number,
            "Thôn Đông",
            "Số 5",
            f"10000000{number}",
            f"091234567{number}",
            "Nặng",
            "Trần Thị Nhận",
            "Lê Thị Giám",
            f"H{number}",
            "Hộ nghèo",
        )
        for number in range(1, 4)
    ]
    bring_in(office, sheet(*full, header=HEADER))
    with office.read() as session:
        last = session.scalar(select(func.max(Change.id)))
        change = session.scalars(select(Change).filter_by(id=last)).one()
        rows = session.scalars(select(Audit).filter_by(change_id=last)).all()
    assert change.source_name == "danh-sach.xlsx"
    stored = [row for row in rows if row.record_table not in WITHOUT_SOURCE]
    assert all(row.source for row in stored), {row.record_table for row in stored if not row.source}
    tables = {row.record_table for row in stored if row.source == "Sheet!3"}
    assert tables >= {"person", "residence", "bank_account", "disability", "payee", "guardian", "household_poverty"}
