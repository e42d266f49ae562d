"""Why somebody gets what they get: then and now, and what was listed of it."""

from __future__ import annotations

from datetime import date

from models.benefits.months.explain import Explained, explain
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds
from models.store.dates import Month
from tests.benefits.months.book import DEC, JAN, NOV, Book, Given

TODAY = date(2026, 12, 20)


def told(book: Book, person: int, month: Month, grounds: Grounds = "guarded") -> list[Explained]:
    with book.office.store.read() as reader:
        return explain(reader, person, month, TODAY, grounds=grounds)


def test_then_and_now_differ_after_a_late_decision(book: Book) -> None:
    person = book.person("Trần Văn An", "1980-05-01")
    one = book.give(Given(person, 750_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.change(one, DEC, 810_000)
    (found,) = told(book, person, DEC)
    assert found.then is not None
    assert (found.then.amount, found.now.amount, found.left) == (750_000, 810_000, 60_000)
    assert any("750.000" in sentence for sentence in found.sentences)
    assert "Còn thiếu 60.000 đồng" in found.sentences[-1]
    book.run(JAN)
    (found,) = told(book, person, DEC)
    assert [(line.payout, str(line.kind), line.amount) for line in found.listed] == [
        (DEC, "regular", 750_000),
        (JAN, "arrears", 60_000),
    ]
    assert found.left == 0


def test_before_the_program_kept_the_months(book: Book) -> None:
    person = book.person("Trần Văn An", "1980-05-01")
    book.give(Given(person, 810_000, opened=DEC))
    book.opening()
    (found,) = told(book, person, NOV)
    assert (found.then, found.opening, found.left) == (None, 810_000, 0)


def test_what_was_known_then_and_now_alike_is_told_once_with_its_article(book: Book) -> None:
    person = book.person("Trần Văn An", "1980-05-01")
    book.give(Given(person, 810_000, opened=DEC))
    book.opening()
    book.run(DEC)
    (found,) = told(book, person, DEC)
    first, article, *rest = found.sentences
    assert first.startswith("Tháng 12/2026, khi lập danh sách và theo điều nay biết: được hưởng 810.000 đồng")
    assert article.startswith("Đúng mức theo luật: ")
    assert "Điều 6 Nghị định 335/2026/NĐ-CP" in article
    assert not [sentence for sentence in rest if "theo điều" in sentence]


def test_law_is_told_where_the_amount_differs(book: Book) -> None:
    person = book.person("Trần Văn An", "1980-05-01")
    book.give(Given(person, 750_000, opened=DEC))
    book.opening()
    book.run(DEC)
    (found,) = told(book, person, DEC)
    assert found.now.lawful == 810_000
    assert any("810.000" in sentence and "Điều 6" in sentence for sentence in found.sentences)


def test_too_much_after_a_late_death(book: Book) -> None:
    person = book.person("Trần Văn An", "1980-05-01")
    book.give(Given(person, 810_000, opened=DEC))
    book.opening()
    book.run(DEC)
    book.left(person, "dead", "2026-11-20")
    (found,) = told(book, person, DEC)
    assert (found.now.amount, found.left) == (0, -810_000)
    assert "nhiều hơn" in found.sentences[-1]


def test_carer_is_told_of_care_support(book: Book) -> None:
    cared, carer = book.person("Trần Văn An"), book.person("Lê Thị Bích")
    book.give(Given(cared, 540_000, opened=DEC, carer_id=carer, group="CS-HGD"))
    book.opening()
    book.run(DEC)
    assert [len(told(book, person, DEC)) for person in (cared, carer)] == [1, 1]


def test_secret_ground_is_neutral_unless_asked_for(book: Book) -> None:
    person = book.person("Trần Văn An", "1980-05-01")
    book.give(Given(person, 750_000, opened=DEC, group="K8"))
    book.opening()
    book.run(DEC)
    guarded, opened = (told(book, person, DEC, grounds)[0] for grounds in ("guarded", "open"))
    assert (guarded.ground, guarded.group, opened.group) == (NEUTRAL_LABEL, "", "K8")
    assert all("khoản 8" in " ".join(one.sentences) for one in (opened,))
    assert not any(word in repr(guarded) for word in ("K8", "khoản 8"))
