"""An office with verbs of events beside those of the monthly list."""

from __future__ import annotations

import pytest

from tests.benefits.events.desk import Desk
from tests.people.commune import Office


@pytest.fixture
def desk(office: Office) -> Desk:
    """A small commune that keeps no month yet."""
    return Desk(office)
