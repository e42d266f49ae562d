"""The code of the history's head at the foot of papers: on every page, small, moving nothing."""

from __future__ import annotations

from functools import cache

import pytest

from models.benefits.papers import desk_copy, payment_list
from models.postings.rules import prepare_posting
from models.store.dates import Month
from printing.benefits import payment_pdf
from printing.page.sizes import BOTTOM_MARGIN, FOOT_SIZE, LEFT_MARGIN
from printing.postings import posting_pdf
from tests.postings.crowd import LETTERHEAD, crowd, request
from tests.printing.reading import MM, PRINTED_AT, end_of, page_count, pieces
from tests.printing.test_every_page import entries

FOOT = "Sổ An Sinh · thay đổi số 12345 · mã 7Q2M-K4TX-BHDA"
PRINTERS_REACH = 6 * MM


@cache
def drawn(kind: str, foot: str) -> bytes:
    """A long list of this kind."""
    if kind == "wall":
        return posting_pdf(prepare_posting(crowd(120, 1), request()).sheet, printed_at=PRINTED_AT, foot=foot)
    facts = payment_list(entries(1)[:120], letterhead=LETTERHEAD, month=Month(202611))
    return payment_pdf(desk_copy(facts) if kind == "desk" else facts, printed_at=PRINTED_AT, foot=foot)


@pytest.mark.parametrize("kind", ["finance", "desk", "wall"])
def test_every_page_carries_the_code_and_nothing_else_moves(kind: str) -> None:
    bare, marked = drawn(kind, ""), drawn(kind, FOOT)
    assert page_count(bare) == page_count(marked) > 1
    for page in range(page_count(bare)):
        found = [piece for piece in pieces(marked, page) if piece.y < BOTTOM_MARGIN]
        assert "".join(piece.text for piece in found) == FOOT
        assert {piece.size for piece in found} == {FOOT_SIZE}
        assert found[0].x == pytest.approx(LEFT_MARGIN, abs=0.01)
        assert min(piece.y for piece in found) > PRINTERS_REACH
        assert end_of(found[-1]) < 150 * MM
        rest = [(piece.text, piece.x, piece.y) for piece in pieces(marked, page) if piece.y >= BOTTOM_MARGIN]
        assert rest == [(piece.text, piece.x, piece.y) for piece in pieces(bare, page)]
