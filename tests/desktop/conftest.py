"""The fixtures of the command line's tests."""

from __future__ import annotations

from tests.desktop.commands import cli, commune_data, empty_cli, own_state

__all__ = ["cli", "commune_data", "empty_cli", "own_state"]
