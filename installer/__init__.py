"""Freezing the program, checking what was frozen, and what a machine needs for it. Standard library only."""
