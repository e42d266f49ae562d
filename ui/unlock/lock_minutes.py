"""After how many minutes of rest this workstation locks; kept in the window memory, where every clerk of it has it."""

from __future__ import annotations

from typing import Final

LOCK_MINUTES: Final = "lock/minutes"
USUAL_MINUTES: Final = 5
MINUTES: Final = (1, 2, 3, 5, 10, 15, 30)
"""What may be chosen; "never" is not among them."""


def minutes_of(kept: object) -> int:
    """The chosen minutes; anything that cannot be chosen is the usual time."""
    text = str(kept or "")
    minutes = int(text) if text.isdecimal() else USUAL_MINUTES
    return minutes if minutes in MINUTES else USUAL_MINUTES
