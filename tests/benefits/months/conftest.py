"""An office with verbs of the monthly list."""

from __future__ import annotations

import pytest

from tests.benefits.months.book import Book
from tests.people.commune import Office


@pytest.fixture
def book(office: Office) -> Book:
    """A small commune that keeps no month yet."""
    return Book(office)
