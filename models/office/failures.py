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
