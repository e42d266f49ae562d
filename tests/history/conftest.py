"""Fixtures: a store with a small commune."""

from __future__ import annotations

from tests.people.commune import commune_data, office

__all__ = ["commune_data", "office"]
