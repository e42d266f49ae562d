"""Bridges and risks as somebody may read them: grounds by right, HIV/AIDS never by accident.

Promises: without the right every ground reads the same; with it a ground that tells of HIV/AIDS is shown only when it
was asked for (privacy.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from models.benefits.months.bridge import Bridge, Movement
from models.benefits.months.risks import Risk
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds, is_secret_ground, mentions_hiv


def shown_bridge(bridge: Bridge, grounds: Grounds) -> Bridge:
    """The bridge on a screen; `label` and `group_code` of its movements as they may be read."""
    steps = tuple(
        replace(step, movements=tuple(_movement(one, grounds) for one in step.movements)) for step in bridge.steps
    )
    return replace(bridge, steps=steps)


def shown_risks(risks: Sequence[Risk], grounds: Grounds) -> list[Risk]:
    """Risks on a screen."""
    return [one if _may_read(one, grounds) else one._replace(group_code="", label=NEUTRAL_LABEL) for one in risks]


def _may_read(one: Movement | Risk, grounds: Grounds) -> bool:
    return grounds == "open" or (grounds == "guarded" and not is_secret_ground(one.group_code, one.label))


def _movement(one: Movement, grounds: Grounds) -> Movement:
    if grounds == "open":
        return one
    decision, reason = ("" if mentions_hiv(text) else text for text in (one.decision, one.reason))
    one = one._replace(decision=decision, reason=reason)
    return one if _may_read(one, grounds) else one._replace(group_code="", label=NEUTRAL_LABEL)


def tells_secret(one: Movement) -> bool:
    """Whether a ground, reason or decision behind a movement tells of HIV/AIDS."""
    return _told_by(one.group_code, one.label, one.reason, one.decision)


@lru_cache(maxsize=4096)
def _told_by(group: str, label: str, reason: str, decision: str) -> bool:
    """Kept, for after a law change twenty thousand movements share a few hundred of these words."""
    return is_secret_ground(group, label) or mentions_hiv(reason) or mentions_hiv(decision)
