"""Whether a copy is wanted at a moment, asked of the store: one rule for the daily line, closing and risky steps."""

from __future__ import annotations

from models.safekeeping import queries
from models.safekeeping.rules import Moment, reminder
from ui.desk import Desk


def reminder_words(desk: Desk, moment: Moment) -> str:
    """Why a copy is wanted now, in words; empty when none is."""
    now = desk.store.now()
    with desk.read() as session:
        copies, chosen = queries.copies(session), queries.settings(session)
        last_change = queries.last_change_id(session)
    found = reminder(moment, copies, now, chosen, last_change=last_change)
    return found.message if found is not None else ""
