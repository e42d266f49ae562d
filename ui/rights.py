"""What a colleague's role keeps them from: the button stays in its place, cannot be pressed, and says why.

The store refuses anyway (models.store.rights); this only tells before somebody tries.
"""

from __future__ import annotations

from typing import TypeVar

from models.store.rights import Right, may, may_not
from ui.desk import Desk
from ui.plain import Button

AnyButton = TypeVar("AnyButton", bound=Button)


def why_not(desk: Desk, right: Right) -> str:
    """The sentence for who lacks the right; "" for who has it."""
    return "" if may(desk.rights, right) else may_not(right)


def guarded(desk: Desk, right: Right, button: AnyButton) -> AnyButton:
    """The button, forbidden to who lacks the right."""
    why = why_not(desk, right)
    if why:
        button.forbid(why)
    return button
