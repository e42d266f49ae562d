"""What the unlock window is told and what it asks for. Light: the first paint waits for this module."""

from __future__ import annotations

from typing import NamedTuple


class Ways(NamedTuple):
    """How one may come in here: sign-in handles, the one used last, and those with a PIN on this workstation."""

    handles: tuple[str, ...] = ()
    chosen: str = ""
    quick: tuple[str, ...] = ()


class Asked(NamedTuple):
    """What was typed. Without a handle whoever's secret it is comes in."""

    secret: str
    handle: str | None = None
    by_pin: bool = False
