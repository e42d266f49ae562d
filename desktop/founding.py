"""Making a store for a commune: the one place that puts schema, staff member 1 and commune together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from models.law.services import begin_law
from models.office.services import CreateCommune, create_commune
from models.schema import METADATA
from models.store.create import create_store
from models.store.store import Store
from models.store.work import Actor, Outcome, Work

FOUNDER = Actor(None, frozenset({"all"}))
"""Who acts before staff member 1 exists."""


def found_store(data: Path, password: str, commune: CreateCommune, *, facts: Mapping[str, str] | None = None) -> None:
    """Make the store, its commune and staff member 1 in `data`.

    Raises RuleError (weak password, unknown province) or EnvironmentProblem; then there is no store.
    """

    def first_work(store: Store) -> None:
        store.transact("Lập sổ", FOUNDER, _found, commune)

    create_store(data, password, METADATA, first_work=first_work, facts=facts)


def _found(work: Work, commune: CreateCommune) -> Outcome[int]:
    begin_law(work)
    return create_commune(work, commune)
