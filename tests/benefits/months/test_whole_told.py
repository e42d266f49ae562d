"""What `check` tells of kept months: which ones, in which words, and that a forged digest does not help the forger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select, text

from models.benefits.months.stored import digest_of, lines_of
from models.benefits.months.tables import PayMonth
from models.benefits.months.whole import damaged_months
from models.store.work import Outcome, Work
from tests.benefits.months.book import DEC, FEB, JAN, Book, Given

TOLD = "Danh sách chi trả tháng {} không còn như lúc chốt; hãy khôi phục từ bản sao lưu."
AUDIT_OF_DECEMBER = "record_table = 'pay_month' AND record_id = (SELECT id FROM pay_month WHERE month = 202612)"


@pytest.fixture
def kept(book: Book) -> Book:
    """The opening of 11/2026 and the lists of 12/2026 and 01/2027, kept; that of 02/2027 is open."""
    for name in ("Trần Văn An", "Lê Thị Bích"):
        book.give(Given(book.person(name), 540_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.run(JAN)
    book.open(FEB)
    return book


def forge(*statements: str) -> Callable[[Work, None], Outcome[None]]:
    """Change rows past every trigger, then write counts, sums and digests that fit."""

    def tamper(work: Work, _command: None) -> Outcome[None]:
        session = work.session
        for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            session.execute(text(statement))
        for number in session.scalars(select(PayMonth.id)).all():
            lines = [line for _, line in lines_of(session, number)]
            told = {"n": len(lines), "t": sum(line.amount for line in lines), "d": digest_of(lines), "id": number}
            words = "UPDATE pay_month SET lines = :n, total = :t, digest = :d WHERE id = :id AND state != 'open'"
            session.execute(text(words), told)
        session.commit()
        return Outcome(None)

    return tamper


def damaged(book: Book) -> str | None:
    connection: Connection
    with book.office.store.connection() as connection:
        return damaged_months(connection)


def test_kept_months_are_whole_with_their_own_digests(kept: Book) -> None:
    kept.office.do(forge(), None)
    assert damaged(kept) is None


@pytest.mark.parametrize(
    ("statement", "months"),
    [
        ("UPDATE pay_line SET amount = amount + 1", "11/2026, 12/2026, 01/2027"),
        ("UPDATE pay_line SET reason = 'x' WHERE pay_month_id = 2", "12/2026"),
        ("UPDATE pay_line SET reason = 'x' WHERE pay_month_id = 4", None),
    ],
)
def test_a_digest_that_is_not_the_one_of_the_confirmation_is_told_by_month(
    kept: Book, statement: str, months: str | None
) -> None:
    kept.office.do(forge(statement), None)
    assert damaged(kept) == (None if months is None else TOLD.format(months))


def test_without_the_history_the_bridge_still_tells_two_lines_of_one_month(kept: Book) -> None:
    twice = "UPDATE pay_line SET entitlement_id = (SELECT min(entitlement_id) FROM pay_line) WHERE pay_month_id = 2"
    kept.office.do(forge(f"UPDATE audit SET fields = NULL WHERE {AUDIT_OF_DECEMBER}", twice), None)
    assert damaged(kept) == TOLD.format("12/2026, 01/2027")


def test_a_month_without_the_one_before_is_told(kept: Book) -> None:
    gone = ("DELETE FROM pay_line WHERE pay_month_id = {0}", "DELETE FROM pay_month WHERE id = {0}")
    kept.office.do(forge("PRAGMA defer_foreign_keys = ON", *(one.format(2) for one in gone)), None)
    assert damaged(kept) == TOLD.format("01/2027")


def test_a_first_month_that_is_no_opening_is_told(kept: Book) -> None:
    gone = ("DELETE FROM pay_line WHERE pay_month_id = {0}", "DELETE FROM pay_month WHERE id = {0}")
    kept.office.do(forge("PRAGMA defer_foreign_keys = ON", *(one.format(1) for one in gone)), None)
    assert damaged(kept) == TOLD.format("12/2026")
