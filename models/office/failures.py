"""Failed sign-ins, counted outside the store until a good one brings them into the history.

The unlock window imports this module before its first paint: it imports nothing that takes time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failures:
    """Sign-ins of one handle that failed since the last good one: how many, first and last instant (UTC text)."""

    count: int
    first: str
    last: str


def joined(*known: Failures | None) -> Failures | None:
    """Several counts as one; None when nothing failed."""
    told = [one for one in known if one is not None]
    if not told:
        return None
    return Failures(sum(one.count for one in told), min(one.first for one in told), max(one.last for one in told))
