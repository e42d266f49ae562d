"""Fixtures: a store with a small commune, and the command line over it."""

from __future__ import annotations

from tests.desktop.commands import cli, empty_cli, own_state
from tests.people.commune import commune_data, office

__all__ = ["cli", "commune_data", "empty_cli", "office", "own_state"]
