"""A made-up office where every name is as long as names get: what a window must show without cutting it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from models.benefits.services import LineDetails, NewLine, add_line
from models.office.services import AddVillage, CreateCommune, SetSigner, add_village, create_commune, set_signer
from models.people.households import NewHousehold, create_household
from models.people.services import NewPerson, PersonDetails, SetPersonFact, add_person, set_person_fact
from models.store.dates import Month, PartialDate
from models.store.opened import OpenedFolder
from models.store.store import Store
from tests.store.fixtures import CLERK, FOUNDER

COMMUNE: Final = "Phường Thượng Nguyễn Đồng Hưng Ngạn Quyết Thắng"
VILLAGE: Final = "Tổ dân phố Nguyễn Thượng Hiền Khu tái định cư Đông Bắc số 12"
NAMES: Final = (
    "Công Tằng Tôn Nữ Nguyễn Phước Thượng Quyền Khuynh Diễm Phượng",
    "Nguyễn Thị Thượng Uyên Khuynh Hoàng Ngọc Quỳnh Nghiêng Ngả",
    "H'Nghêng Niê Kđăm Buôn Yă Ea Knuêc Krông Pắc Thượng",
)
ADDRESS: Final = "Số 1234/56/78 hẻm 90 ngách 12 đường Nguyễn Thị Minh Khai nối dài, khu phố văn hóa Đồng Tâm"
NOTE: Final = "Ghi chú dài, nhiều chữ, để xem trang có xuống dòng mà không cắt mất chữ nào hay không. " * 3
LABEL: Final = "Người khuyết tật đặc biệt nặng đồng thời là người cao tuổi thuộc hộ nghèo không có người phụng dưỡng"
REASON: Final = "Lập sổ thử"


def fill_long_names(store: Store) -> None:
    """Make the office and three people of one household, with every dated fact that a page shows."""
    commune = CreateCommune(COMMUNE, "79", staff_name="Nguyễn Thị Thượng Uyên Khuynh Hoàng Ngọc Quỳnh")
    store.transact(REASON, FOUNDER, create_commune, commune)
    village = store.transact(REASON, CLERK, add_village, AddVillage(VILLAGE)).value
    for body in ("committee", "front"):
        position = "Phó Chủ tịch Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam"
        signer = SetSigner(body, NAMES[1], "head", position, date(2026, 7, 1))
        store.transact(REASON, CLERK, set_signer, signer)
    ids = [
        store.transact(
            REASON,
            CLERK,
            add_person,
            NewPerson(
                PersonDetails(
                    name,
                    born=PartialDate.of(date(1940 + place, 12, 28)),
                    sex="female",
                    ethnic_code="01",
                    id_number=f"07914{place}0{place}2345",
                    old_id_number="023456789",
                    phones=("0912345678", "0387654321", "02838123456"),
                    note=NOTE,
                ),
                village,
                ADDRESS,
            ),
        ).value
        for place, name in enumerate(NAMES)
    ]
    household = NewHousehold(ids[0], ((ids[1], "child"), (ids[2], "other")), number="HN-2026/00012345/Đông Bắc")
    store.transact(REASON, CLERK, create_household, household)
    account = {"bank": "Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam", "number": "1234567890123456789"}
    store.transact(REASON, CLERK, set_person_fact, SetPersonFact(ids[0], "account", {**account, "holder": NAMES[0]}))
    for one in ids:
        line = LineDetails(LABEL, 99_999_500, coefficient=250, start_month=Month(202401), channel="cash", note=NOTE)
        store.transact(REASON, CLERK, add_line, NewLine(one, line))


def long_names_office(data: Path, password: str) -> None:
    """Fill the bare store in `data`."""
    with OpenedFolder(data, password) as folder:
        fill_long_names(folder.store)
