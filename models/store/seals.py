"""Sealing the history's head in the vault, day by day, and the short code of a link that fits the foot of a paper.

Pure functions. The code is for people: change 1234 with "7Q2M-K4TX-9BHD" on a signed paper shows later whether the
history up to there is still the one of that day (60 of the digest's 256 bits).
"""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date

from models.store.vault_format import MOST_DAYS, DayHead, Head, Vault

CODE_BYTES = 8
CODE_LETTERS = 12
GROUP_LETTERS = 4


def sealed(vault: Vault, head: Head, day: date) -> Vault:
    """`vault` with `head` as its last link and as that of `day`.

    Days stand in the order of their links, named as the clock had it: only the last of them may still grow, and only on
    its own day. So a clock that was set back rewrites no earlier day, and one that stood at 2099 for an hour swallows
    none of the days that come after it was put right.
    """
    named = day.isoformat()
    kept = vault.days[:-1] if vault.days and vault.days[-1].day == named else vault.days
    return replace(vault, head=head, days=(*kept, DayHead(named, head))[-MOST_DAYS:])


def head_code(digest: str) -> str:
    """Twelve letters of a link's digest (hex) in groups of four: "7Q2M-K4TX-9BHD" (RFC 4648 base32)."""
    letters = base64.b32encode(bytes.fromhex(digest)[:CODE_BYTES]).decode("ascii")[:CODE_LETTERS]
    return "-".join(letters[start : start + GROUP_LETTERS] for start in range(0, CODE_LETTERS, GROUP_LETTERS))
