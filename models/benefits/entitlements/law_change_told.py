"""The preview of a change of the law as plain values, for JSON and for tables: sums, and each case to be looked at.

Promises: a secret ground is summed under the neutral label and never named (privacy.md 11.1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from models.benefits.entitlements.law_change import Change, LawChange, Sums
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds
from models.store.dates import month_iso


def change_json(found: LawChange, codes: Mapping[int, str], grounds: Grounds) -> dict[str, Any]:
    """The preview; `codes` of the people whose cases are pending."""
    reasons = Counter(reason for one in found.pending for reason in one.pending)
    return {
        "from": month_iso(found.since),
        "payout": month_iso(found.payout),
        "changes": len(found.changes),
        "same": found.same,
        "monthly": found.monthly,
        "arrears": found.arrears,
        "by_group": [_sums(one) for one in sums_by_group(found, grounds)],
        "by_village": [_sums(one) for one in found.by_village()],
        "pending_by_reason": dict(sorted(reasons.items())),
        "pending": [_pending(one, codes, grounds) for one in found.pending],
    }


def sums_by_group(found: LawChange, grounds: Grounds) -> tuple[Sums, ...]:
    """Sums by group as whoever has these grounds may read them."""
    secret = {one.group for one in found.changes if one.secret}
    folded: dict[str, Sums] = {}
    for one in found.by_group():
        hidden = grounds == "neutral" or (grounds == "guarded" and one.name in secret)
        name = NEUTRAL_LABEL if hidden else one.name
        before = folded.get(name, Sums(name, 0, 0, 0))
        folded[name] = Sums(name, before.count + one.count, before.monthly + one.monthly, before.arrears + one.arrears)
    return tuple(folded.values())


def _sums(one: Sums) -> dict[str, Any]:
    return {"name": one.name, "count": one.count, "monthly": one.monthly, "arrears": one.arrears}


def _pending(one: Change, codes: Mapping[int, str], grounds: Grounds) -> dict[str, Any]:
    hidden = grounds == "neutral" or (grounds == "guarded" and one.secret)
    return {
        "entitlement_id": one.entitlement_id,
        "code": codes.get(one.person_id, ""),
        "village": one.village,
        "group": NEUTRAL_LABEL if hidden else one.group,
        "reasons": list(one.pending),
        "monthly": one.monthly,
        "arrears": one.arrears,
    }
