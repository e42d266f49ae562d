"""What somebody can make who has a copy of vault.json: a data key of their own sealed to each slot."""

from __future__ import annotations

import os
from dataclasses import replace

from models.store import vault
from models.store.vault_format import Slot, Vault


def sealed_by(vouching: bytes, slot: Slot, data_key: bytes, set_id: str) -> Slot:
    """The slot with this data key sealed to it, vouched for with what the forger takes for the vouching key."""
    return vault._sealed(slot, vouching, data_key, set_id)


def forged_for(known: Vault, data_key: bytes) -> Vault:
    """The whole vault by somebody who can only guess the vouching keys."""
    slots = tuple(sealed_by(os.urandom(32), slot, data_key, known.set_id) for slot in known.slots)
    return replace(known, slots=slots)
