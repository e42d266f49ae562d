"""A button whose menu offers what can be done with one thing on a page; Enter or Space opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu

from ui.parts import Button

Offer = tuple[str, Callable[[], object]]
"""Words and what they do."""


def menu_button(words: str, name: str, offers: Sequence[Offer], *, why_not: str = "") -> Button:
    """A button with a menu; `name` tells a screen reader, and whoever looks for the button again, what it is about.

    `why_not`: why nothing of it may be done.
    """
    button = Button(words)
    button.setAccessibleName(name)
    button.setToolTip(f"{name} (Enter mở danh sách việc)")
    menu = QMenu(button)
    for offered, action in offers:
        offer(menu, offered, action)
    button.setMenu(menu)
    if why_not:
        button.forbid(why_not)
    return button


def offer(menu: QMenu, words: str, action: Callable[[], object], *, why_not: str = "") -> None:
    """Add one thing that can be done, or shown that it may not (`why_not`)."""
    made = menu.addAction(words)
    if why_not:
        made.setEnabled(False)
        made.setToolTip(why_not)
        menu.setToolTipsVisible(True)
    made.triggered.connect(lambda _checked=False: action())
