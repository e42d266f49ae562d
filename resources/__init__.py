"""Bytes only: fonts, icons, the law as dated data, places, words. Nothing here computes."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where the files lie, frozen or not; windows use it because importlib.resources costs them a tenth of their start."""
