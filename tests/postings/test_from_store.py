"""A made-up commune of thousands, from the store to both papers: no field that may not be read is on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.papers import desk_copy
from models.benefits.preparing import prepare_payment
from models.benefits.secrecy import is_hiv_group, mentions_hiv
from models.benefits.tables import BenefitLine
from models.demo.services import FillDemo, demo_commune, fill_demo
from models.office.services import create_commune
from models.people.tables import BankAccount, Person, Residence
from models.postings.papers import PostingKind
from models.postings.preparing import PostingWish, prepare_from_store
from models.store import vault
from models.store.dates import Month
from models.store.folder import current_set
from models.store.store import Store
from models.store.vietnamese import initials
from printing.benefits import payment_pdf, payment_xlsx
from printing.postings import posting_pdf, posting_xlsx
from tests.printing.reading import PRINTED_AT, joined, pdf_text, sheet_text
from tests.store.fixtures import CLERK, NOW, PASSWORD, make_data_folder

PEOPLE = 3000
MONTH = Month(202611)
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The wall sheets and payment copies of a demo commune, and what the store knows of its people."""
    data: Path = tmp_path_factory.mktemp("demo") / "data"
    make_data_folder(data)
    key, _ = vault.unlock(vault.read_vault(current_set(data).vault), PASSWORD)
    store = Store(current_set(data), key, clock=lambda: NOW)
    try:
        store.transact("Tạo xã", CLERK, create_commune, demo_commune(5))
        store.transact("Dữ liệu mẫu", CLERK, fill_demo, FillDemo(PEOPLE, 5))
        with store.read() as session:
            papers = _papers(session)
        yield papers
    finally:
        store.close()


def _papers(session: Session) -> SimpleNamespace:
    wall = prepare_from_store(session, PostingWish("Kế hoạch số 12/KH-UBND", month=MONTH), TODAY)
    payment = prepare_payment(session, MONTH)
    return SimpleNamespace(
        wall=wall,
        others={
            kind: prepare_from_store(session, PostingWish("Kế hoạch số 12/KH-UBND", kind), TODAY).sheet
            for kind in (PostingKind.POOR, PostingKind.NEAR_POOR, PostingKind.LONGEVITY)
        },
        wall_texts=[
            joined(pdf_text(posting_pdf(wall.sheet, printed_at=PRINTED_AT))),
            re.sub(r"\s", "", sheet_text(posting_xlsx(wall.sheet, printed_at=PRINTED_AT))),
        ],
        payment=payment,
        desk_texts=[
            joined(pdf_text(payment_pdf(desk_copy(payment), printed_at=PRINTED_AT))),
            re.sub(r"\s", "", sheet_text(payment_xlsx(desk_copy(payment), printed_at=PRINTED_AT))),
        ],
        people={person.id: person for person in session.scalars(select(Person))},
        lines=list(session.scalars(select(BenefitLine))),
        secrets={
            *session.scalars(select(Person.id_number)),
            *session.scalars(select(Person.old_id_number)),
            *session.scalars(select(Person.insurance_number)),
            *" ".join(session.scalars(select(Person.phones))).split(),
            *session.scalars(select(BankAccount.number)),
        },
        addresses=set(session.scalars(select(Residence.address))),
    )


def test_many_people_hang_there(commune: SimpleNamespace) -> None:
    assert len(commune.wall.sheet.rows) > 100
    assert commune.wall.withheld.hiv > 0
    assert commune.wall.withheld.unrecognised > 0
    for row in commune.wall.sheet.rows:
        assert f"{row.number}{row.name}{row.birth_year}{row.village}".replace(" ", "") in commune.wall_texts[0]


def test_no_number_and_no_address_is_on_the_wall_or_the_desk(commune: SimpleNamespace) -> None:
    assert len(commune.secrets) > PEOPLE
    for text in (*commune.wall_texts, *commune.desk_texts):
        assert not [secret for secret in commune.secrets if secret and len(secret) >= 9 and secret in text]
        assert not [address for address in commune.addresses if len(address) > 6 and address.replace(" ", "") in text]


def test_secret_and_unknown_grounds_stay_off_the_wall(commune: SimpleNamespace) -> None:
    shown = {row.name for row in commune.wall.sheet.rows}
    grounds: dict[int, list[BenefitLine]] = {}
    for line in commune.lines:
        grounds.setdefault(line.person_id, []).append(line)
    hidden = 0
    names = [person.name for person in commune.people.values()]
    for person_id, lines in grounds.items():
        name = commune.people[person_id].name
        open_ground = [
            line
            for line in lines
            if line.group_code and not is_hiv_group(line.group_code) and not mentions_hiv(line.label)
        ]
        if not open_ground and names.count(name) == 1:
            hidden += 1
            assert name not in shown
            assert initials(name) not in shown or commune.people[person_id].born_year <= 2010
    assert hidden > 0


def test_no_label_of_anybody_is_on_the_wall_or_the_desk(commune: SimpleNamespace) -> None:
    for text in (*commune.wall_texts, *commune.desk_texts):
        for line in commune.lines:
            label = line.label.replace(" ", "")
            assert len(label) < 8 or label not in text
        assert "HIV" not in text.upper()


def test_finance_and_desk_copy_pay_the_same(commune: SimpleNamespace) -> None:
    assert desk_copy(commune.payment).total == commune.payment.sums.total > 0


def test_other_kinds_come_from_the_store(commune: SimpleNamespace) -> None:
    for kind, sheet in commune.others.items():
        assert len(sheet.rows) > 10, kind
        assert bool(sheet.rows[0].birth_year) == (kind is PostingKind.LONGEVITY)
    ages = {TODAY.year - int(row.birth_year) for row in commune.others[PostingKind.LONGEVITY].rows}
    assert {age for age in ages if age < 100} <= {70, 75, 80, 85, 90, 95}
