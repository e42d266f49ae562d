"""When the next restore drill is due, and what is remembered of the last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models.safekeeping.drills import KeptDrill, is_due, last_drill
from models.safekeeping.practice import DrillReport, NoteDrill, note_drill
from models.store.store import SAFEKEEPING
from tests.people.commune import Office
from tests.store.fixtures import CLERK

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def held(days_ago: float) -> KeptDrill:
    return KeptDrill((NOW - timedelta(days=days_ago)).isoformat(), "g", True, "", "")


def test_a_drill_is_due_every_week() -> None:
    assert is_due(None, NOW)
    assert not is_due(held(6.9), NOW)
    assert is_due(held(7), NOW)


def test_a_clock_that_was_set_back_asks_for_one_sooner_or_later() -> None:
    assert not is_due(held(-1), NOW)
    assert is_due(held(-7.1), NOW)


def test_the_newest_drill_is_remembered(office: Office) -> None:
    store = office.store
    with store.read() as session:
        assert last_drill(session) is None
    for passed in (True, False):
        report = DrillReport("20261122T020000Z-1a2b3c4d", "", passed, "lời", "" if passed else "vault", {}, 0, True)
        store.transact("Diễn tập", CLERK, note_drill, NoteDrill(report), kind=SAFEKEEPING)
    with store.read() as session:
        kept = last_drill(session)
    assert kept is not None
    assert (kept.passed, kept.message, kept.made_at) == (False, "lời", "")
