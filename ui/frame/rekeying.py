"""Work on the opened office that no window may stand over, such as making a new data key."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from models.office.open_office import OpenOffice


class Rekeying(NamedTuple):
    """What is done (in a thread), what the clerk reads meanwhile, and what the new frame says afterwards."""

    words: str
    run: Callable[[OpenOffice], object]
    done: str
