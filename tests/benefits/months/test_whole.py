"""`check` tells a confirmed list that is no longer what was confirmed, though every trigger was taken away."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from models.benefits.months.whole import damaged_months
from models.store.work import Outcome, Work
from tests.benefits.months.book import DEC, JAN, Book, Given


@pytest.mark.parametrize(
    ("statement", "damaged"),
    [
        (None, False),
        ("UPDATE pay_line SET amount = amount + 1 WHERE id = 1", True),
        ("UPDATE pay_line SET account = '999' WHERE id = 2", True),
        ("DELETE FROM pay_line WHERE id = 2", True),
        ("UPDATE pay_month SET total = total + 1 WHERE month = 202612", True),
        ("UPDATE pay_month SET digest = 'x' WHERE month = 202612", True),
        ("UPDATE pay_line SET result = 'unpaid' WHERE id = 2", False),
    ],
)
def test_a_list_that_was_tampered_with_is_told(book: Book, statement: str | None, damaged: bool) -> None:
    for name in ("Trần Văn An", "Lê Thị Bích"):
        book.give(Given(book.person(name), 540_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.open(JAN)

    def tamper(work: Work, _command: None) -> Outcome[None]:
        for kind, name in work.session.execute(text("SELECT type, name FROM sqlite_master WHERE type = 'trigger'")):
            if name.startswith("pay_"):
                work.session.execute(text(f"DROP {kind} {name}"))
        work.session.execute(text(statement or "SELECT 1"))
        work.session.commit()
        return Outcome(None)

    book.office.do(tamper, None)
    with book.office.store.connection() as connection:
        assert (damaged_months(connection) is not None) == damaged
