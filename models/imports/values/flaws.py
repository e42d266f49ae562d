"""What can be wrong with a cell: a stable code, the sentence for the clerk, and whether it stops the row.

A message never holds more of the cell than is needed to find it.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Severity = Literal["error", "warning"]
ERROR: Final = "error"
WARNING: Final = "warning"
_LONGEST_QUOTE = 40

NAMELESS: Final = frozenset({"no_name", "name_unreadable", "two_names"})
"""Errors nobody can accept: there is no person without a name."""
KEPT: Final = frozenset({"id_sex_mismatch", "id_birth_mismatch", "id_of_other", "amount_small", "lost_letter"})
"""Errors over a value that was read: accepted, it is taken as written. Another error, accepted, leaves a blank."""


class Flaw(NamedTuple):
    """One thing wrong with one cell."""

    code: str
    message: str
    severity: Severity = ERROR


def quote(text: str) -> str:
    """The cell's text, short enough for a sentence."""
    flat = " ".join(text.split())
    return f"“{flat[:_LONGEST_QUOTE]}…”" if len(flat) > _LONGEST_QUOTE else f"“{flat}”"
